package io.mailseal.core.inbound;

import io.mailseal.core.authres.MethodResult;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import java.util.Collection;
import java.util.List;

/**
 * What a method does with one message, step by step: it hints at its questions, takes the body if it wants to, and gives the
 * rules that come to its finding. Made by {@link InboundMethod#begin}; for one thread at a time.
 */
public interface InboundCheck {

    /**
     * What will probably be asked, so that it is asked for before the body has come. A hint: it changes no finding, and too
     * many are dropped.
     */
    default Collection<DnsQuestion> questions() {
        return List.of();
    }

    /** Whether {@link #update} is to be called. Asked for once, before the body. */
    default boolean wantsBody() {
        return false;
    }

    /**
     * Takes the next octets of the body, exactly as they arrived, in chunks of any size. A body may be of any size, so the
     * memory that this takes must have a bound. The array is neither to be kept nor changed.
     */
    default void update(byte[] octets, int offset, int length) {}

    /**
     * The rules, for the body that has come: called when the message is over, perhaps several times, and perhaps by another
     * thread. Pure: the same results before give an equal evaluation.
     *
     * @param before for a method after DMARC, what SPF (of MAIL FROM), DKIM, DMARC and the methods beside them have found, in
     *     that order; otherwise empty
     * @return a record, since it becomes a part of {@link io.mailseal.core.dns.DnsView#join}
     */
    DnsEvaluation<InboundFinding> evaluation(List<MethodResult> before);
}
