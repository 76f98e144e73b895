package io.mailseal.inbound;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * When a receiver wants to refuse messages. By itself it follows DMARC alone: it refuses what
 * {@link io.mailseal.dmarc.DmarcResult#suggestedHandling} says is to be rejected or deferred. Every other reason is asked for
 * by name, and then holds whatever DMARC says. Immutable.
 *
 * <pre>{@code
 * InboundReplyPolicy policy = InboundReplyPolicy.followDmarc().rejectSpfFail();
 * Optional<SmtpReply> reply = result.suggestedReply(policy);
 * }</pre>
 */
public final class InboundReplyPolicy {

    /** What else a message is refused for. */
    enum Demand {
        OTHER_EVIDENCE,
        NO_SPF_FAIL,
        NO_SPF_PERMERROR,
        NO_SPF_TEMPERROR,
        REVERSE_NAME,
        DKIM
    }

    private static final InboundReplyPolicy FOLLOW_DMARC =
            new InboundReplyPolicy(Collections.unmodifiableSet(EnumSet.noneOf(Demand.class)));

    private final Set<Demand> demands;

    private InboundReplyPolicy(Set<Demand> demands) {
        this.demands = demands;
    }

    /** Does what DMARC suggests, and nothing else. */
    public static InboundReplyPolicy followDmarc() {
        return FOLLOW_DMARC;
    }

    /**
     * The receiver knows more against this message than that it fails DMARC, so a policy of reject may be followed to the
     * letter. To be said of single messages.
     *
     * @rfc 9989 7.4
     */
    public InboundReplyPolicy withOtherEvidence() {
        return with(Demand.OTHER_EVIDENCE);
    }

    /**
     * Rejects what SPF says the client may not send for the domain of MAIL FROM. This loses mail that was forwarded, also
     * where its signature would make DMARC pass.
     *
     * @rfc 7208 8.4
     * @rfc 9989 7.1
     */
    public InboundReplyPolicy rejectSpfFail() {
        return with(Demand.NO_SPF_FAIL);
    }

    /**
     * Rejects mail of domains whose SPF record is broken.
     *
     * @rfc 7208 8.7
     */
    public InboundReplyPolicy rejectSpfPermerror() {
        return with(Demand.NO_SPF_PERMERROR);
    }

    /**
     * Defers mail of domains whose SPF record could not be looked up, also where DMARC has no need of it.
     *
     * @rfc 7208 8.6
     */
    public InboundReplyPolicy deferSpfTemperror() {
        return with(Demand.NO_SPF_TEMPERROR);
    }

    /**
     * Rejects mail of clients without a name that leads back to their address, and defers it where DNS does not tell. (No
     * standard asks for it.)
     *
     * @rfc 8601 3
     */
    public InboundReplyPolicy requireReverseName() {
        return with(Demand.REVERSE_NAME);
    }

    /**
     * Rejects mail without a signature that passes, against the advice of RFC 6376, and defers it where only a key that
     * could not be looked up stands in the way. What fails by its cryptography is never deferred.
     *
     * @rfc 7372 3.1
     * @rfc 6376 6.1
     */
    public InboundReplyPolicy requireDkim() {
        return with(Demand.DKIM);
    }

    private InboundReplyPolicy with(Demand demand) {
        EnumSet<Demand> more = EnumSet.of(demand);
        more.addAll(demands);
        return new InboundReplyPolicy(Collections.unmodifiableSet(more));
    }

    boolean has(Demand demand) {
        return demands.contains(demand);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InboundReplyPolicy that && demands.equals(that.demands);
    }

    @Override
    public int hashCode() {
        return demands.hashCode();
    }

    /** For people. */
    @Override
    public String toString() {
        return "follow DMARC " + demands;
    }
}
