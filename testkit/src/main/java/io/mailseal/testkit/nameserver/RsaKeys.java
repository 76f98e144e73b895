package io.mailseal.testkit.nameserver;

import io.mailseal.core.Octets;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * RSA keys for tests, cheap: finding the primes is what takes time, so there is one modulus per size and JVM, and keys
 * differ by their exponents. They protect nothing.
 */
final class RsaKeys {

    private static final Map<Integer, RSAPrivateCrtKey> PRIMES = new ConcurrentHashMap<>();
    private static final AtomicInteger NEXT_EXPONENT = new AtomicInteger(65_537);

    private RsaKeys() {}

    /** A key that nobody else has been given. */
    static KeyPair next(int bits) {
        RSAPrivateCrtKey primes = PRIMES.computeIfAbsent(bits, RsaKeys::generate);
        while (true) {
            BigInteger exponent = BigInteger.valueOf(NEXT_EXPONENT.getAndAdd(2));
            if (phi(primes).gcd(exponent).equals(BigInteger.ONE)) {
                return withExponent(primes, exponent);
            }
        }
    }

    /**
     * One whose DNSKEY record has this tag.
     *
     * @param head what is before the key in the record: flags, protocol and algorithm
     */
    static KeyPair nextWithTag(int bits, int tag, Octets head) {
        RSAPrivateCrtKey primes = PRIMES.computeIfAbsent(bits, RsaKeys::generate);
        Octets modulus = Octets.of(SigningAlgorithm.unsigned(primes.getModulus()));
        while (true) {
            int exponent = ThreadLocalRandom.current().nextInt(0x01_0001, 0x100_0000) | 1; // three octets
            Octets record = new WireWriter()
                    .octets(head)
                    .octet(3)
                    .octet(exponent >> 16)
                    .number16(exponent)
                    .octets(modulus)
                    .toOctets();
            if (SigningKey.tag(record) == tag
                    && phi(primes).gcd(BigInteger.valueOf(exponent)).equals(BigInteger.ONE)) {
                return withExponent(primes, BigInteger.valueOf(exponent));
            }
        }
    }

    private static BigInteger phi(RSAPrivateCrtKey key) {
        return key.getPrimeP().subtract(BigInteger.ONE).multiply(key.getPrimeQ().subtract(BigInteger.ONE));
    }

    private static RSAPrivateCrtKey generate(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair withExponent(RSAPrivateCrtKey key, BigInteger exponent) {
        BigInteger p = key.getPrimeP();
        BigInteger q = key.getPrimeQ();
        BigInteger d = exponent.modInverse(phi(key));
        BigInteger dp = d.mod(p.subtract(BigInteger.ONE));
        BigInteger dq = d.mod(q.subtract(BigInteger.ONE));
        try {
            return new KeyPair(
                    publicKey(key.getModulus(), exponent),
                    KeyFactory.getInstance("RSA")
                            .generatePrivate(new RSAPrivateCrtKeySpec(
                                    key.getModulus(), exponent, d, p, q, dp, dq, key.getCrtCoefficient())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAPublicKey publicKey(BigInteger modulus, BigInteger exponent) {
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
