package io.mailseal.core.dns;

/**
 * What a resolver, ours or the one asked, said about an answer beyond its RCODE.
 *
 * @param code the INFO-CODE
 * @param text what was said with it; third-party text, possibly empty
 * @rfc 8914 2
 */
public record ExtendedDnsError(int code, String text) {

    public static final int UNSUPPORTED_DNSKEY_ALGORITHM = 1;
    public static final int UNSUPPORTED_DS_DIGEST_TYPE = 2;
    public static final int DNSSEC_INDETERMINATE = 5;
    public static final int DNSSEC_BOGUS = 6;
    public static final int SIGNATURE_EXPIRED = 7;
    public static final int SIGNATURE_NOT_YET_VALID = 8;
    public static final int DNSKEY_MISSING = 9;
    public static final int RRSIGS_MISSING = 10;
    public static final int NO_ZONE_KEY_BIT_SET = 11;
    public static final int NSEC_MISSING = 12;
    public static final int SIGNATURE_EXPIRED_BEFORE_VALID = 25;
    public static final int UNSUPPORTED_NSEC3_ITERATIONS = 27;

    /** An error of this code with nothing said. */
    public static ExtendedDnsError of(int code) {
        return new ExtendedDnsError(code, "");
    }

    /** Whether it says that the answer was found not to be authentic: 6 to 12, 25 and 27. */
    public boolean saysBogus() {
        return code >= DNSSEC_BOGUS && code <= NSEC_MISSING
                || code == SIGNATURE_EXPIRED_BEFORE_VALID
                || code == UNSUPPORTED_NSEC3_ITERATIONS;
    }
}
