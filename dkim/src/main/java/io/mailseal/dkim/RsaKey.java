package io.mailseal.dkim;

import io.mailseal.core.Octets;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * An RSA key. Its sizes are looked at before anybody computes with it, since whoever publishes it may choose them.
 *
 * @rfc 8301 3.2
 */
record RsaKey(BigInteger modulus, BigInteger exponent) implements PublicKeyMaterial {

    static final int MIN_BITS = 1024;
    static final int MAX_BITS = 4096;

    /** What a key should have at least. */
    static final int GOOD_BITS = 2048;

    private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(3);
    private static final BigInteger MAX_EXPONENT = BigInteger.ONE.shiftLeft(32);

    // rsaEncryption, with the NULL that is its parameter: the content of an AlgorithmIdentifier.
    private static final Octets RSA_ENCRYPTION = Octets.of(new byte[] {
        0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00
    });

    /**
     * Reads DER: an RSAPublicKey, as §3.6.1 says, or a SubjectPublicKeyInfo around one, as everybody publishes. Null for
     * anything else, and for a modulus or an exponent that no key has.
     *
     * @rfc 6376 3.6.1
     */
    static @Nullable RsaKey parse(Octets der) {
        DerInput input = new DerInput(der);
        Octets sequence = input.read(DerInput.SEQUENCE);
        if (sequence == null || !input.isAtEnd()) {
            return null;
        }
        DerInput content = new DerInput(sequence);
        return content.isNext(DerInput.SEQUENCE) ? parseSubjectPublicKeyInfo(content) : parseNumbers(content);
    }

    private static @Nullable RsaKey parseSubjectPublicKeyInfo(DerInput content) {
        Octets algorithm = content.read(DerInput.SEQUENCE);
        Octets bits = content.read(DerInput.BIT_STRING);
        boolean wholeOctets = bits != null && bits.length() > 1 && bits.at(0) == 0;
        if (algorithm == null
                || !algorithm.equals(RSA_ENCRYPTION)
                || bits == null
                || !wholeOctets
                || !content.isAtEnd()) {
            return null;
        }
        DerInput inner = new DerInput(bits.slice(1, bits.length()));
        Octets sequence = inner.read(DerInput.SEQUENCE);
        return sequence == null || !inner.isAtEnd() ? null : parseNumbers(new DerInput(sequence));
    }

    private static @Nullable RsaKey parseNumbers(DerInput content) {
        BigInteger modulus = content.readPositive();
        BigInteger exponent = content.readPositive();
        if (modulus == null || exponent == null || !content.isAtEnd() || !modulus.testBit(0)) {
            return null;
        }
        boolean usable =
                exponent.testBit(0) && exponent.compareTo(MIN_EXPONENT) >= 0 && exponent.compareTo(MAX_EXPONENT) < 0;
        return usable ? new RsaKey(modulus, exponent) : null;
    }

    // The lowest bits tell them apart well enough.
    @Override
    public int hashCode() {
        return modulus.intValue();
    }

    @Override
    public int bits() {
        return modulus.bitLength();
    }

    /** Whether it is shorter than it should be. */
    boolean isShort() {
        return bits() < GOOD_BITS;
    }

    @Override
    public boolean isOfAllowedSize() {
        return bits() >= MIN_BITS && bits() <= MAX_BITS;
    }

    // RFC 8017 §8.2.2, step 1
    @Override
    public int signatureOctets() {
        return (bits() + 7) / 8;
    }
}
