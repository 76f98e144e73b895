package io.mailseal.dns;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC.Algorithm;

/**
 * A key that signs the records of a zone, ready for use: made once, it serves thousands of verifications, by several
 * threads. What costs time is done at the first of them, because a hostile zone may have very many keys.
 *
 * @rfc 4034 2
 */
final class ZoneKey {

    /** Why a DNSKEY record is of no use here. */
    enum Objection {
        NOT_FOR_ZONES("is no zone key"),
        OTHER_PROTOCOL("has a protocol other than 3"),
        REVOKED("is revoked"),
        UNSUPPORTED_ALGORITHM("is of an algorithm that is not supported"),
        TOO_SMALL("is an RSA key of fewer than " + RsaVerificationKey.MIN_BITS + " bits"),
        MALFORMED("is malformed");

        private final String clause;

        Objection(String clause) {
            this.clause = clause;
        }

        /** For people: what follows on "the key". */
        String clause() {
            return clause;
        }
    }

    private static final VerificationKey NO_POINT = (data, signature) -> false;

    private final DNSKEYRecord dnskey;
    private final int tag;
    private volatile @Nullable VerificationKey ready;

    private ZoneKey(DNSKEYRecord dnskey) {
        this.dnskey = dnskey;
        this.tag = dnskey.getFootprint();
    }

    /** The key in this record; empty where there is an objection to it. */
    static Optional<ZoneKey> of(DNSKEYRecord dnskey, DnssecAlgorithms algorithms) {
        return objection(dnskey, algorithms).isPresent() ? Optional.empty() : Optional.of(new ZoneKey(dnskey));
    }

    /** Why this record is of no use; empty for a key that may be used, as far as can be seen from its shape. */
    static Optional<Objection> objection(DNSKEYRecord dnskey, DnssecAlgorithms algorithms) {
        return Optional.ofNullable(objectionOrNull(dnskey, algorithms));
    }

    private static @Nullable Objection objectionOrNull(DNSKEYRecord dnskey, DnssecAlgorithms algorithms) {
        // RFC 4034 §2.1.1
        if ((dnskey.getFlags() & DNSKEYRecord.Flags.ZONE_KEY) == 0) {
            return Objection.NOT_FOR_ZONES;
        }
        // §2.1.2
        if (dnskey.getProtocol() != DNSKEYRecord.Protocol.DNSSEC) {
            return Objection.OTHER_PROTOCOL;
        }
        // RFC 5011 §2.1: good for nothing but for signing its own revocation, which is nothing that we act upon.
        if ((dnskey.getFlags() & DNSKEYRecord.Flags.REVOKE) != 0) {
            return Objection.REVOKED;
        }
        return algorithms.supportsSigning(dnskey.getAlgorithm())
                ? objection(dnskey.getAlgorithm(), octets(dnskey))
                : Objection.UNSUPPORTED_ALGORITHM;
    }

    private static @Nullable Objection objection(int algorithm, byte[] key) {
        int octets = octetsOfPoint(algorithm);
        if (octets == 0) {
            return objectionToRsa(RsaVerificationKey.Numbers.read(key));
        }
        return key.length == octets ? null : Objection.MALFORMED;
    }

    // RFC 6605 §4, RFC 8080 §3
    private static int octetsOfPoint(int algorithm) {
        return switch (algorithm) {
            case Algorithm.ECDSAP256SHA256 -> 64;
            case Algorithm.ECDSAP384SHA384 -> 96;
            case Algorithm.ED25519 -> 32;
            case Algorithm.ED448 -> 57;
            default -> 0;
        };
    }

    private static @Nullable Objection objectionToRsa(RsaVerificationKey.@Nullable Numbers numbers) {
        if (numbers == null) {
            return Objection.MALFORMED;
        }
        return numbers.isTooSmall() ? Objection.TOO_SMALL : null;
    }

    // Null in a record without any.
    private static byte[] octets(DNSKEYRecord dnskey) {
        byte[] key = dnskey.getKey();
        return key == null ? new byte[0] : key;
    }

    /** The key tag, which several keys may share. */
    int tag() {
        return tag;
    }

    int algorithm() {
        return dnskey.getAlgorithm();
    }

    /** Whether the signature is one of these data by this key. */
    boolean verifies(byte[] data, byte[] signature) {
        return ready().verifies(data, signature);
    }

    /** Whether there is a point, or a pair of numbers, behind the octets: without that, nothing verifies. */
    boolean isSound() {
        return ready() != NO_POINT;
    }

    // Two threads may both make it; either is as good.
    private VerificationKey ready() {
        VerificationKey known = ready;
        if (known == null) {
            VerificationKey made = make(dnskey.getAlgorithm(), octets(dnskey));
            known = made == null ? NO_POINT : made;
            ready = known;
        }
        return known;
    }

    private static @Nullable VerificationKey make(int algorithm, byte[] key) {
        return switch (algorithm) {
            case Algorithm.ECDSAP256SHA256, Algorithm.ECDSAP384SHA384 -> EcdsaVerificationKey.of(algorithm, key);
            case Algorithm.ED25519, Algorithm.ED448 -> EdwardsVerificationKey.of(algorithm, key);
            default -> RsaVerificationKey.of(algorithm, key);
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ZoneKey that && dnskey.equals(that.dnskey);
    }

    @Override
    public int hashCode() {
        return tag;
    }

    /** For people: {@code key 20326, algorithm 8}. */
    @Override
    public String toString() {
        return "key " + tag + ", algorithm " + algorithm();
    }
}
