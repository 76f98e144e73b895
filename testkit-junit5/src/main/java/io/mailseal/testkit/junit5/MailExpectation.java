package io.mailseal.testkit.junit5;

import io.mailseal.dkim.DkimStatus;
import io.mailseal.dmarc.DmarcHandling;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.spf.SpfStatus;
import java.util.Objects;

/**
 * What should come out for a message.
 *
 * @param spf for MAIL FROM
 * @param dkim one word for all signatures: pass, if one of them passes
 * @param dmarc from the two
 * @param handling what is suggested to do by default, with no other evidence against the message
 */
public record MailExpectation(SpfStatus spf, DkimStatus dkim, DmarcStatus dmarc, DmarcHandling.Action handling) {

    /** None of them is null. */
    public MailExpectation {
        Objects.requireNonNull(spf, "spf");
        Objects.requireNonNull(dkim, "dkim");
        Objects.requireNonNull(dmarc, "dmarc");
        Objects.requireNonNull(handling, "handling");
    }

    /** For people: {@code spf pass, dkim pass, dmarc pass, deliver}. */
    @Override
    public String toString() {
        return "spf " + spf.word() + ", dkim " + dkim.word() + ", dmarc " + dmarc.word() + ", " + handling.word();
    }
}
