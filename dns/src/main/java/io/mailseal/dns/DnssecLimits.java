package io.mailseal.dns;

/**
 * How much work one answer may cause in validation. Zones can be built so that each of their answers has thousands of
 * signatures to try (CVE-2023-50387) or hashes to compute (CVE-2023-50868). Where one of these limits is reached the answer
 * is {@link io.mailseal.core.dns.DnsFailure#BOGUS}, unless said otherwise.
 *
 * @param signaturesPerSet how many signatures of one record set are tried, of those that are by a key of the zone and valid
 *     at the time; further ones are as if absent
 * @param keysPerSignature how many keys with the same tag are tried on one signature
 * @param failedSignatures how many signatures may turn out wrong
 * @param signatures how many signatures may be verified in all
 * @param nsec3Hashes how many names may be hashed
 * @param nsec3Iterations how many additional iterations of that hash a zone may ask for (RFC 9276 §3.2)
 * @param questions how many further questions, for keys, delegations and aliases, may be asked; beyond that it is
 *     {@link io.mailseal.core.dns.DnsFailure#UNPROVEN}
 */
public record DnssecLimits(
        int signaturesPerSet,
        int keysPerSignature,
        int failedSignatures,
        int signatures,
        int nsec3Hashes,
        int nsec3Iterations,
        int questions) {

    /** 8 signatures per set, 4 keys per signature, 16 failed and 128 signatures in all, 256 hashes of at most 50 iterations, 64 questions. */
    public static final DnssecLimits DEFAULT = new DnssecLimits(8, 4, 16, 128, 256, 50, 64);

    /** @throws IllegalArgumentException if one is negative, or more than 2500 iterations are allowed */
    public DnssecLimits {
        if (signaturesPerSet < 0
                || keysPerSignature < 0
                || failedSignatures < 0
                || signatures < 0
                || nsec3Hashes < 0
                || nsec3Iterations < 0
                || questions < 0) {
            throw new IllegalArgumentException("a limit is negative");
        }
        if (nsec3Iterations > 2500) {
            throw new IllegalArgumentException(
                    "more NSEC3 iterations than any standard ever allowed: " + nsec3Iterations);
        }
    }

    /** The same with another limit for the iterations of NSEC3. */
    public DnssecLimits withNsec3Iterations(int iterations) {
        return new DnssecLimits(
                signaturesPerSet, keysPerSignature, failedSignatures, signatures, nsec3Hashes, iterations, questions);
    }
}
