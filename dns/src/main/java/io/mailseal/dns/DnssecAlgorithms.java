package io.mailseal.dns;

import org.xbill.DNS.DNSSEC.Algorithm;
import org.xbill.DNS.DNSSEC.Digest;

/**
 * Which algorithms count. A zone that is signed with others only is as if it were not signed.
 *
 * @param sha1 whether those that rest on SHA-1 do: algorithms 5 and 7, digest 1
 * @rfc 8624 3
 */
record DnssecAlgorithms(boolean sha1) {

    /** All that there is code for. */
    static final DnssecAlgorithms ALL = new DnssecAlgorithms(true);

    // RFC 8624 §3.1: 1 (MD5), 3 and 6 (DSA) must not be used, and 12 (GOST) is optional; there is no code for them.
    boolean supportsSigning(int algorithm) {
        return switch (algorithm) {
            case Algorithm.RSASHA1, Algorithm.RSA_NSEC3_SHA1 -> sha1;
            case Algorithm.RSASHA256,
                    Algorithm.RSASHA512,
                    Algorithm.ECDSAP256SHA256,
                    Algorithm.ECDSAP384SHA384,
                    Algorithm.ED25519,
                    Algorithm.ED448 -> true;
            default -> false;
        };
    }

    // RFC 8624 §3.3
    boolean supportsDigest(int digest) {
        return switch (digest) {
            case Digest.SHA1 -> sha1;
            case Digest.SHA256, Digest.SHA384 -> true;
            default -> false;
        };
    }
}
