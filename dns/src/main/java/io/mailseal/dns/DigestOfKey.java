package io.mailseal.dns;

import io.mailseal.core.Octets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC.Digest;
import org.xbill.DNS.DSRecord;

/**
 * What a DS record says of the key that it points to.
 *
 * @param kind the digest type
 * @rfc 4034 5.1
 */
record DigestOfKey(int tag, int algorithm, int kind, Octets digest) {

    static DigestOfKey in(DSRecord ds) {
        byte[] digest = ds.getDigest();
        return new DigestOfKey(
                ds.getFootprint(),
                ds.getAlgorithm(),
                ds.getDigestID(),
                digest == null ? Octets.EMPTY : Octets.of(digest));
    }

    /**
     * What it has to be for this key.
     *
     * @throws IllegalArgumentException for a digest that there is no code for
     */
    static DigestOfKey of(DNSKEYRecord dnskey, int kind) {
        MessageDigest digest = newDigest(kind);
        // RFC 4034 §5.1.4: the owner name in canonical form, and the DNSKEY record's data
        digest.update(dnskey.getName().toWireCanonical());
        digest.update(dnskey.rdataToWireCanonical());
        return new DigestOfKey(dnskey.getFootprint(), dnskey.getAlgorithm(), kind, Octets.of(digest.digest()));
    }

    private static MessageDigest newDigest(int kind) {
        String name = switch (kind) {
            case Digest.SHA1 -> "SHA-1";
            case Digest.SHA256 -> "SHA-256";
            case Digest.SHA384 -> "SHA-384";
            default -> throw new IllegalArgumentException("no digest type that is supported: " + kind);
        };
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException lacking) {
            throw new IllegalStateException("a Java platform without " + name, lacking);
        }
    }
}
