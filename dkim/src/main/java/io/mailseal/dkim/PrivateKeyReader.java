package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimKeyError.Kind;
import java.math.BigInteger;
import java.security.spec.RSAPrivateCrtKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads private keys in DER, with no leniency but that attributes of a key are ignored.
 *
 * @rfc 5958 2
 * @rfc 8017 A.1.2
 * @rfc 8410 7
 */
final class PrivateKeyReader {

    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;

    private static final int ATTRIBUTES = 0xA0;
    private static final int PUBLIC_KEY = 0x81;
    private static final Octets VERSION_1 = Octets.of((byte) 0);
    private static final Octets VERSION_2 = Octets.of((byte) 1);

    private PrivateKeyReader() {}

    /** The key in a PrivateKeyInfo or OneAsymmetricKey. */
    static DkimKeyParse pkcs8(Octets der) {
        DerInput content = sequence(der);
        Octets version = content == null ? null : content.read(DerInput.INTEGER);
        if (content == null || version == null || !version.equals(VERSION_1) && !version.equals(VERSION_2)) {
            return malformed("not a structure of PKCS #8");
        }
        Octets algorithm = content.read(DerInput.SEQUENCE);
        Octets key = content.read(OCTET_STRING);
        content.read(ATTRIBUTES);
        Octets publicKey = content.read(PUBLIC_KEY);
        if (algorithm == null || key == null || !content.isAtEnd()) {
            return malformed("not a structure of PKCS #8");
        }
        if (algorithm.equals(RsaPrivateKey.ALGORITHM)) {
            return pkcs1(key);
        }
        return algorithm.equals(Ed25519PrivateKey.ALGORITHM)
                ? ed25519(key, publicKey)
                : DkimKeyError.of(Kind.UNSUPPORTED_TYPE);
    }

    /** An RSAPrivateKey. */
    static DkimKeyParse pkcs1(Octets der) {
        DerInput content = sequence(der);
        Octets version = content == null ? null : content.read(DerInput.INTEGER);
        // Version 1 has more than two prime factors; nobody makes such keys for mail.
        if (content == null || version == null || !version.equals(VERSION_1)) {
            return malformed("not a structure of PKCS #1");
        }
        BigInteger[] numbers = new BigInteger[8];
        for (int i = 0; i < numbers.length; i++) {
            BigInteger number = content.readPositive();
            if (number == null) {
                return malformed("a number of the RSA key is missing");
            }
            numbers[i] = number;
        }
        return content.isAtEnd() ? rsa(numbers) : malformed("not a structure of PKCS #1");
    }

    private static DkimKeyParse rsa(BigInteger[] numbers) {
        BigInteger modulus = numbers[0];
        // RFC 8301 §3.2, first, so that nobody computes with numbers of any size
        if (modulus.bitLength() < RsaKey.MIN_BITS) {
            return new DkimKeyError(Kind.TOO_SHORT, modulus.bitLength() + " bits");
        }
        if (modulus.bitLength() > RsaKey.MAX_BITS) {
            return new DkimKeyError(Kind.TOO_LONG, modulus.bitLength() + " bits");
        }
        RsaPrivateKey key = RsaPrivateKey.of(new RSAPrivateCrtKeySpec(
                modulus, numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7]));
        DkimPrivateKey made = key == null ? null : DkimPrivateKey.of(key);
        return made == null || !made.isSound() ? malformed("the numbers of the RSA key do not belong together") : made;
    }

    private static DkimKeyParse ed25519(Octets key, @Nullable Octets publicKey) {
        DerInput content = new DerInput(key);
        Octets seed = content.read(OCTET_STRING);
        if (seed == null || !content.isAtEnd()) {
            return malformed("no seed of Ed25519");
        }
        // A BIT STRING without unused bits
        boolean whole = publicKey == null || !publicKey.isEmpty() && publicKey.at(0) == 0;
        return whole
                ? ed25519Seed(seed, publicKey == null ? null : publicKey.slice(1, publicKey.length()))
                : malformed("the public key beside the seed is none");
    }

    /** The key that grows from a seed; if there is a public key, it must be that of the seed. */
    static DkimKeyParse ed25519Seed(Octets seed, @Nullable Octets publicKey) {
        if (seed.length() != Ed25519PrivateKey.SEED_OCTETS) {
            return malformed("a seed of Ed25519 has 32 octets");
        }
        Ed25519PrivateKey key = new Ed25519PrivateKey(seed.toByteArray());
        return publicKey != null && !publicKey.equals(key.published())
                ? malformed("the public key beside the seed is another one's")
                : DkimPrivateKey.of(key);
    }

    /** What is in the one sequence that there is; null if there is something else. */
    private static @Nullable DerInput sequence(Octets der) {
        DerInput input = new DerInput(der);
        Octets content = input.read(DerInput.SEQUENCE);
        return content == null || !input.isAtEnd() ? null : new DerInput(content);
    }

    private static DkimKeyError malformed(String detail) {
        return new DkimKeyError(Kind.MALFORMED, detail);
    }
}
