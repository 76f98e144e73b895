package io.mailseal.dkim;

import io.mailseal.core.Octets;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.RSAPrivateCrtKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A private RSA key with all its numbers, which belong together.
 *
 * @rfc 8017 3.2
 */
final class RsaPrivateKey implements PrivateKeyMaterial {

    /** rsaEncryption, with the NULL that is its parameter: the content of an AlgorithmIdentifier. */
    static final Octets ALGORITHM = Octets.of(new byte[] {
        0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00
    });

    private static final String KEY_TYPE = "RSA";
    private static final String SIGNATURE_NAME = "SHA256withRSA";

    private final RSAPrivateCrtKeySpec numbers;
    private final RsaKey publicKey;
    private final Octets published;

    private RsaPrivateKey(RSAPrivateCrtKeySpec numbers, RsaKey publicKey, Octets published) {
        this.numbers = numbers;
        this.publicKey = publicKey;
        this.published = published;
    }

    /** Null where the numbers do not belong together, or are such that no verifier would take the key. */
    static @Nullable RsaPrivateKey of(RSAPrivateCrtKeySpec numbers) {
        if (!isConsistent(numbers)) {
            return null;
        }
        Octets published = subjectPublicKeyInfo(numbers.getModulus(), numbers.getPublicExponent());
        RsaKey publicKey = RsaKey.parse(published);
        return publicKey == null ? null : new RsaPrivateKey(numbers, publicKey, published);
    }

    // Whether the factors are prime is not looked at: whoever made the key knew.
    private static boolean isConsistent(RSAPrivateCrtKeySpec numbers) {
        BigInteger p = numbers.getPrimeP();
        BigInteger q = numbers.getPrimeQ();
        BigInteger e = numbers.getPublicExponent();
        boolean factors = p.bitLength() > 1
                && q.bitLength() > 1
                && !p.equals(q)
                && p.multiply(q).equals(numbers.getModulus());
        return factors
                && isExponent(numbers.getPrimeExponentP(), numbers.getPrivateExponent(), e, p)
                && isExponent(numbers.getPrimeExponentQ(), numbers.getPrivateExponent(), e, q)
                && numbers.getCrtCoefficient().multiply(q).mod(p).equals(BigInteger.ONE);
    }

    private static boolean isExponent(BigInteger exponent, BigInteger d, BigInteger e, BigInteger prime) {
        BigInteger order = prime.subtract(BigInteger.ONE);
        return exponent.equals(d.mod(order)) && exponent.multiply(e).mod(order).equals(BigInteger.ONE);
    }

    // What everybody publishes, rather than the RSAPublicKey of RFC 6376 §3.6.1.
    private static Octets subjectPublicKeyInfo(BigInteger modulus, BigInteger exponent) {
        DerOutput numbers = new DerOutput().add(modulus).add(exponent);
        byte[] key = new DerOutput().add(DerInput.SEQUENCE, numbers).toByteArray();
        byte[] bits = new byte[1 + key.length];
        System.arraycopy(key, 0, bits, 1, key.length);
        DerOutput info = new DerOutput().add(DerInput.SEQUENCE, ALGORITHM).add(DerInput.BIT_STRING, bits);
        return new DerOutput().add(DerInput.SEQUENCE, info).toOctets();
    }

    @Override
    public DkimAlgorithm algorithm() {
        return DkimAlgorithm.RSA_SHA256;
    }

    @Override
    public PublicKeyMaterial publicKey() {
        return publicKey;
    }

    @Override
    public Octets published() {
        return published;
    }

    // RFC 8017 A.1.2 within RFC 5958 §2
    @Override
    public byte[] pkcs8() {
        DerOutput key = new DerOutput()
                .add(BigInteger.ZERO)
                .add(numbers.getModulus())
                .add(numbers.getPublicExponent())
                .add(numbers.getPrivateExponent())
                .add(numbers.getPrimeP())
                .add(numbers.getPrimeQ())
                .add(numbers.getPrimeExponentP())
                .add(numbers.getPrimeExponentQ())
                .add(numbers.getCrtCoefficient());
        DerOutput info = new DerOutput()
                .add(BigInteger.ZERO)
                .add(DerInput.SEQUENCE, ALGORITHM)
                .add(PrivateKeyReader.OCTET_STRING, new DerOutput().add(DerInput.SEQUENCE, key));
        return new DerOutput().add(DerInput.SEQUENCE, info).toByteArray();
    }

    @Override
    public SigningKey signingKey() {
        try {
            PrivateKey key = KeyFactory.getInstance(KEY_TYPE).generatePrivate(numbers);
            return SigningKey.jca(SIGNATURE_NAME, key, null);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has RSA", impossible);
        }
    }

    @Override
    public SigningKey signingKey(Provider provider) throws GeneralSecurityException {
        PrivateKey key = SigningKey.keyFactory(KEY_TYPE, provider).generatePrivate(numbers);
        return SigningKey.jca(SIGNATURE_NAME, key, provider);
    }
}
