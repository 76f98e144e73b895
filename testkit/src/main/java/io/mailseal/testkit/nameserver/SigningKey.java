package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;

/**
 * A key that signs a zone, with the fields of its DNSKEY record. Immutable.
 *
 * @rfc 4034 2.1
 */
public final class SigningKey {

    /** A zone key. */
    public static final int ZONE = 0x0100;

    /** A zone key that a parent's DS record may point to. */
    public static final int SECURE_ENTRY_POINT = 0x0101;

    /** The bit that revokes a key. */
    public static final int REVOKE = 0x0080;

    private static final int DEFAULT_RSA_BITS = 2048;

    private final SigningAlgorithm algorithm;
    private final KeyPair pair;
    private final int flags;
    private final int protocol;
    private final int shownAlgorithm;
    private final Octets data;
    private final int tag;

    SigningKey(SigningAlgorithm algorithm, KeyPair pair, int flags, int protocol, int shownAlgorithm) {
        this.algorithm = algorithm;
        this.pair = pair;
        this.flags = flags;
        this.protocol = protocol;
        this.shownAlgorithm = shownAlgorithm;
        this.data = new WireWriter()
                .number16(flags)
                .octet(protocol)
                .octet(shownAlgorithm)
                .octets(algorithm.encode(pair.getPublic()))
                .toOctets();
        this.tag = tag(data);
    }

    /** A new zone key. */
    public static SigningKey generate(SigningAlgorithm algorithm) {
        return generate(algorithm, ZONE, DEFAULT_RSA_BITS);
    }

    static SigningKey generate(SigningAlgorithm algorithm, int flags, int rsaBits) {
        return new SigningKey(algorithm, algorithm.generate(rsaBits), flags, 3, algorithm.number());
    }

    /** The same key with other flags; its tag changes with them. */
    public SigningKey withFlags(int newFlags) {
        return new SigningKey(algorithm, pair, newFlags, protocol, shownAlgorithm);
    }

    /** The same key with another protocol than 3. */
    public SigningKey withProtocol(int newProtocol) {
        return new SigningKey(algorithm, pair, flags, newProtocol, shownAlgorithm);
    }

    /** The same key, that claims to be of the algorithm of this number, which nobody may know. */
    public SigningKey withAlgorithmNumber(int number) {
        return new SigningKey(algorithm, pair, flags, protocol, number);
    }

    /** What it signs with. */
    public SigningAlgorithm algorithm() {
        return algorithm;
    }

    /** As in the DNSKEY record. */
    public int flags() {
        return flags;
    }

    /** The number of the algorithm as its DNSKEY record has it. */
    public int algorithmNumber() {
        return shownAlgorithm;
    }

    /** The data of its DNSKEY record, as on the wire. */
    public Octets dnskey() {
        return data;
    }

    /**
     * The tag by which signatures and DS records name it.
     *
     * @rfc 4034 B
     */
    public int tag() {
        return tag;
    }

    static int tag(Octets dnskey) {
        return tag(sum(dnskey));
    }

    private static int tag(int sum) {
        return sum + (sum >> 16) & 0xFFFF;
    }

    private static int sum(Octets octets) {
        int sum = 0;
        for (int i = 0; i < octets.length(); i++) {
            sum += (i & 1) == 0 ? octets.at(i) << 8 : octets.at(i);
        }
        return sum;
    }

    /** These flags and some of the mask, with which this key has that tag; -1 where there are none. */
    int flagsForTag(int wanted, int mask) {
        int others = sum(data.slice(2, data.length()));
        for (int more = 0; more <= 0xFFFF; more++) {
            if ((more & ~mask) == 0 && tag(others + (flags | more)) == wanted) {
                return flags | more;
            }
        }
        return -1;
    }

    KeyPair pair() {
        return pair;
    }

    int protocol() {
        return protocol;
    }

    Octets sign(byte[] signed) {
        return algorithm.sign(pair, signed);
    }

    /** The data of a DS record for this key as a key of that zone; octets of no meaning where the digest is unknown. */
    Octets ds(DomainName zone, int digestType) {
        return new WireWriter()
                .number16(tag)
                .octet(shownAlgorithm)
                .octet(digestType)
                .octets(digest(zone, digestType))
                .toOctets();
    }

    private byte[] digest(DomainName zone, int digestType) {
        byte[] digested = new WireWriter().name(zone).octets(data).toByteArray();
        return switch (digestType) {
            case 1 -> digest("SHA-1", digested);
            case 4 -> digest("SHA-384", digested);
            default -> digest("SHA-256", digested);
        };
    }

    static byte[] digest(String algorithm, byte[] data) {
        try {
            return MessageDigest.getInstance(algorithm).digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Algorithm, flags and tag. */
    @Override
    public String toString() {
        return algorithm + " " + flags + " " + tag;
    }
}
