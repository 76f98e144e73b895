package io.mailseal.dns;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSSEC.Algorithm;

/**
 * An RSA key, used with the platform's RSA. Its numbers are looked at before anybody computes with them, since whoever
 * publishes it may choose them.
 *
 * @rfc 3110 2
 * @rfc 5702 2
 */
final class RsaVerificationKey implements VerificationKey {

    /** Shorter ones can be factored. */
    static final int MIN_BITS = 1024;

    // RFC 3110 §2
    private static final int MAX_BITS = 4096;

    // Real zones have 2^32 + 1, which BIND's key generator once made, so the limit is above that.
    private static final int MAX_EXPONENT_BITS = 35;

    /**
     * The numbers of a key.
     *
     * @rfc 3110 2
     */
    record Numbers(BigInteger modulus, BigInteger exponent) {

        boolean isTooSmall() {
            return modulus.bitLength() < MIN_BITS;
        }

        /** Null where the octets are no RSA key, or one that is too large. Leading zeros are passed over. */
        static @Nullable Numbers read(byte[] key) {
            boolean isLong = key.length > 3 && key[0] == 0;
            int start = isLong ? 3 : 1;
            if (key.length <= start) {
                return null;
            }
            int length = isLong ? (key[1] & 0xFF) << 8 | key[2] & 0xFF : key[0] & 0xFF;
            int end = start + length;
            if (end >= key.length) {
                return null;
            }
            BigInteger exponent = number(key, start, end, MAX_EXPONENT_BITS);
            BigInteger modulus = number(key, end, key.length, MAX_BITS);
            return exponent == null || modulus == null || exponent.equals(BigInteger.ONE)
                    ? null
                    : new Numbers(modulus, exponent);
        }

        // Both have to be odd: the modulus is a product of odd primes, each of which less one is even, and prime to the
        // exponent.
        private static @Nullable BigInteger number(byte[] key, int from, int to, int maxBits) {
            int start = from;
            while (start < to && key[start] == 0) {
                start++;
            }
            if (start == to || to - start > (maxBits + 7) / 8) {
                return null;
            }
            BigInteger number = new BigInteger(1, Arrays.copyOfRange(key, start, to));
            return number.bitLength() <= maxBits && number.testBit(0) ? number : null;
        }
    }

    private final String scheme;
    private final PublicKey key;
    private final int signatureOctets;

    private RsaVerificationKey(String scheme, PublicKey key, int signatureOctets) {
        this.scheme = scheme;
        this.key = key;
        this.signatureOctets = signatureOctets;
    }

    /** Null where the octets are no key, or the platform says that they are none. */
    static @Nullable RsaVerificationKey of(int algorithm, byte[] octets) {
        Numbers numbers = Numbers.read(octets);
        if (numbers == null) {
            return null;
        }
        try {
            PublicKey key = KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(numbers.modulus(), numbers.exponent()));
            return new RsaVerificationKey(
                    scheme(algorithm), key, (numbers.modulus().bitLength() + 7) / 8);
        } catch (NoSuchAlgorithmException lacking) {
            throw new IllegalStateException("a Java platform without RSA", lacking);
        } catch (GeneralSecurityException | IllegalArgumentException refused) {
            return null;
        }
    }

    private static String scheme(int algorithm) {
        return switch (algorithm) {
            case Algorithm.RSASHA1, Algorithm.RSA_NSEC3_SHA1 -> "SHA1withRSA";
            case Algorithm.RSASHA256 -> "SHA256withRSA";
            case Algorithm.RSASHA512 -> "SHA512withRSA";
            default -> throw new IllegalArgumentException("not with RSA: algorithm " + algorithm);
        };
    }

    @Override
    public boolean verifies(byte[] data, byte[] signature) {
        // Providers differ in whether an octet too many or too few is an exception.
        if (signature.length != signatureOctets) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(scheme);
            verifier.initVerify(key);
            verifier.update(data);
            return verifier.verify(signature);
        } catch (NoSuchAlgorithmException lacking) {
            throw new IllegalStateException("a Java platform without " + scheme, lacking);
        } catch (GeneralSecurityException mismatch) {
            return false; // a number that is not below the modulus
        }
    }
}
