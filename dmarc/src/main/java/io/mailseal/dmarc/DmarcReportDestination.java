package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import java.util.List;

/**
 * A host that reports would go to, as it was found in DNS.
 *
 * @param host the domain of an address for reports
 * @param consent whether reports about this domain may go there
 * @param mail whether it takes mail
 * @param overrides where it wants aggregate reports instead, as it says in its consent; mostly empty
 * @rfc 9990 4
 */
public record DmarcReportDestination(DomainName host, Consent consent, Mail mail, List<DmarcReportUri> overrides) {

    /** Whether reports may go to a host. */
    public enum Consent {
        /** It is of the same organization, which needs no consent. */
        SAME_ORGANIZATION,
        /** It is of another organization, and has agreed. */
        GIVEN,
        /** It has agreed, but names an address at yet another host, so that nothing is sent to either. */
        GIVEN_FOR_ELSEWHERE,
        /** It is of another organization, and has not agreed: nothing is sent. */
        NOT_GIVEN,
        /** DNS did not tell. */
        UNKNOWN
    }

    /** Whether a host takes mail. */
    public enum Mail {
        /** It has a mail exchanger or an address. */
        TAKEN,
        /** There is no such name. */
        NO_SUCH_HOST,
        /** It has neither mail exchanger nor address, or says that it takes no mail (RFC 7505). */
        NOT_TAKEN,
        /** DNS did not tell. */
        UNKNOWN
    }

    /** No component may be null. */
    public DmarcReportDestination {
        overrides = List.copyOf(overrides);
    }
}
