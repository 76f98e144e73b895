package io.mailseal.core.dns;

/**
 * What a resolver, ours or the one asked, said about an answer beyond its RCODE.
 *
 * @param code the INFO-CODE
 * @param text what was said with it; third-party text, possibly empty
 * @rfc 8914 2
 */
public record ExtendedDnsError(int code, String text) {

    /** All keys are of algorithms that the resolver does not know. */
    public static final int UNSUPPORTED_DNSKEY_ALGORITHM = 1;
    /** All DS records have digests that the resolver does not know. */
    public static final int UNSUPPORTED_DS_DIGEST_TYPE = 2;
    /** Validation came to no result. */
    public static final int DNSSEC_INDETERMINATE = 5;
    /** Validation failed, for no reason that has a code of its own. */
    public static final int DNSSEC_BOGUS = 6;
    /** All signatures that could count have expired. */
    public static final int SIGNATURE_EXPIRED = 7;
    /** All signatures that could count are for later. */
    public static final int SIGNATURE_NOT_YET_VALID = 8;
    /** No key of the zone fits the DS records of its parent. */
    public static final int DNSKEY_MISSING = 9;
    /** There should be a signature, and there is none. */
    public static final int RRSIGS_MISSING = 10;
    /** No key says that it is one of a zone. */
    public static final int NO_ZONE_KEY_BIT_SET = 11;
    /** There is no proof of the absence. */
    public static final int NSEC_MISSING = 12;
    /** The signature ends before it begins. Of the IANA registry, not of the RFC. */
    public static final int SIGNATURE_EXPIRED_BEFORE_VALID = 25;
    /** The names are hashed more often than the resolver is willing to do. Of the IANA registry, not of the RFC. */
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
