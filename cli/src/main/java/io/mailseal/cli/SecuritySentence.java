package io.mailseal.cli;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.ExtendedDnsError;

/** What a DNSSEC status means, in words that claim no more than somebody has checked. */
final class SecuritySentence {

    private SecuritySentence() {}

    /** For one answer, with the reason. */
    static String of(DnsAnswer answer, DnssecMode mode) {
        if (answer instanceof DnsAnswer.Failed failed) {
            return ofFailed(failed);
        }
        return switch (answer.security()) {
            case SECURE -> "secure: " + secure(answer, mode);
            case INSECURE -> "insecure: " + insecure(answer, mode);
            case INDETERMINATE -> "indeterminate: nobody checked";
            case BOGUS -> throw new IllegalArgumentException("bogus, and no failure: " + answer);
        };
    }

    private static String ofFailed(DnsAnswer.Failed failed) {
        if (!isAboutTheProof(failed.cause())) {
            return "indeterminate: there is no answer to check";
        }
        String lead = failed.cause() == DnsFailure.BOGUS ? "BOGUS: " : "could not be validated: ";
        String why = failed.reason().isEmpty() ? failed.cause().sentence() : failed.reason();
        return lead
                + why
                + failed.extendedError().map(error -> " (" + of(error) + ")").orElse("");
    }

    /** Whether the DNSSEC status is why there is no answer. */
    static boolean isAboutTheProof(DnsFailure cause) {
        return cause == DnsFailure.BOGUS || cause == DnsFailure.UNPROVEN;
    }

    private static String secure(DnsAnswer answer, DnssecMode mode) {
        String what = answer.outcome() == DnsAnswer.Outcome.FOUND ? "signed" : "its absence is signed";
        return switch (mode) {
            case VALIDATING -> what + ", and proven from the trust anchor down";
            case TRUSTING -> "the name server says that it has validated this (AD bit)";
            case ZONE_FILE -> "so the zone file says";
            case NONE -> throw new IllegalArgumentException("not checked, and yet " + answer.security());
        };
    }

    private static String insecure(DnsAnswer answer, DnssecMode mode) {
        return switch (mode) {
            case VALIDATING -> unsigned(answer);
            case TRUSTING -> "the name server does not say that it has validated this (no AD bit)";
            case ZONE_FILE -> "so the zone file says";
            case NONE -> throw new IllegalArgumentException("not checked, and yet " + answer.security());
        };
    }

    // An extended error says that there are signatures, which do not count.
    private static String unsigned(DnsAnswer answer) {
        String what = answer.extendedError().isEmpty()
                ? "proven to be where nothing is signed"
                : "proven to be where no signature counts";
        StringBuilder why = new StringBuilder(answer.reason());
        answer.extendedError()
                .ifPresent(error -> why.append(why.isEmpty() ? "" : "; ").append(of(error)));
        return why.isEmpty() ? what : what + " (" + why + ")";
    }

    /** For the answers that a verdict rests on. */
    static String ofAll(DnsSecurity weakest, DnssecMode mode) {
        return switch (weakest) {
            case SECURE -> mode == DnssecMode.TRUSTING ? "DNS secure (says the name server)" : "DNS secure";
            case INSECURE -> mode == DnssecMode.TRUSTING ? "DNS insecure (no AD bit)" : "DNS insecure (not signed)";
            case INDETERMINATE -> "DNS not validated";
            case BOGUS -> "DNS bogus";
        };
    }

    /**
     * {@code extended error 7, signature expired: "text of others"}.
     *
     * @rfc 8914 4
     */
    static String of(ExtendedDnsError error) {
        String name = name(error.code());
        return "extended error " + error.code() + (name.isEmpty() ? "" : ", " + name)
                + (error.text().isEmpty() ? "" : ": \"" + error.text() + "\"");
    }

    // The registry of IANA, "Extended DNS Error Codes".
    private static String name(int code) {
        return switch (code) {
            case 0 -> "other error";
            case 1 -> "unsupported DNSKEY algorithm";
            case 2 -> "unsupported DS digest type";
            case 3 -> "stale answer";
            case 4 -> "forged answer";
            case 5 -> "DNSSEC indeterminate";
            case 6 -> "DNSSEC bogus";
            case 7 -> "signature expired";
            case 8 -> "signature not yet valid";
            case 9 -> "DNSKEY missing";
            case 10 -> "RRSIGs missing";
            case 11 -> "no zone key bit set";
            case 12 -> "NSEC missing";
            case 13 -> "cached error";
            case 14 -> "not ready";
            case 15 -> "blocked";
            case 16 -> "censored";
            case 17 -> "filtered";
            case 18 -> "prohibited";
            case 19 -> "stale NXDOMAIN answer";
            case 20 -> "not authoritative";
            case 21 -> "not supported";
            case 22 -> "no reachable authority";
            case 23 -> "network error";
            case 24 -> "invalid data";
            case 25 -> "signature expired before valid";
            case 26 -> "too early";
            case 27 -> "unsupported NSEC3 iterations value";
            case 28 -> "unable to conform to policy";
            case 29 -> "synthesized";
            case 30 -> "invalid query type";
            default -> "";
        };
    }
}
