package io.mailseal.dmarc;

import io.mailseal.core.DomainName;

/**
 * What somebody vouches for: that a domain was, was not, or could not now be authenticated for this message. It may
 * come from Mailseal's SPF and DKIM or from any other implementation.
 *
 * @param method by which it was found out
 * @param domain for SPF the domain of MAIL FROM (with a null reverse-path, that of HELO as its postmaster), and only if
 *     it was that which was checked; for DKIM the {@code d=} of one signature
 * @param outcome what was found out
 * @param detail for people and reports, such as the result word and the selector; not interpreted
 * @rfc 9989 4.4
 */
public record AuthenticationEvidence(Method method, DomainName domain, Outcome outcome, String detail) {

    /** An authentication mechanism that DMARC builds upon. */
    public enum Method {
        /** The envelope sender. */
        SPF("SPF"),
        /** One signature. */
        DKIM("DKIM");

        private final String label;

        Method(String label) {
            this.label = label;
        }

        /** For people. */
        public String label() {
            return label;
        }
    }

    /** What was found out. */
    public enum Outcome {
        /** Authenticated. */
        PASS,
        /** Not authenticated, for whatever lasting reason. */
        NOT_PASS,
        /** Not known now. */
        TEMPERROR
    }

    /** The MAIL FROM domain passed SPF. */
    public static AuthenticationEvidence spfPass(DomainName mailFromDomain) {
        return new AuthenticationEvidence(Method.SPF, mailFromDomain, Outcome.PASS, "pass");
    }

    /** A signature of this domain passed DKIM. */
    public static AuthenticationEvidence dkimPass(DomainName signingDomain) {
        return new AuthenticationEvidence(Method.DKIM, signingDomain, Outcome.PASS, "pass");
    }
}
