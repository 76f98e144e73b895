package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.core.cache.RecentValues;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verifies signatures, with the provider that was given for the algorithm, or else RSA with the platform's and Ed25519 with
 * BouncyCastle's plain classes, which are several times as fast. Keys are kept in the form that this takes. One is only
 * equal to itself.
 */
final class Cryptography {

    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Map<DkimAlgorithm, Provider> providers;
    private final ParsedKeys keys = new ParsedKeys();
    private final RecentValues<PublicKeyMaterial, PreparedKey> prepared = new RecentValues<>();

    Cryptography(Map<DkimAlgorithm, Provider> providers) {
        this.providers = providers.isEmpty() ? Map.of() : new EnumMap<>(providers);
    }

    /** The keys that were published, as far as they are remembered. */
    ParsedKeys keys() {
        return keys;
    }

    /**
     * The name under which the provider has the algorithm.
     *
     * @throws IllegalArgumentException if it has not
     */
    static String serviceName(DkimAlgorithm algorithm, Provider provider) {
        String[] names = switch (algorithm) {
            case RSA_SHA256 -> new String[] {"SHA256withRSA"};
            case ED25519_SHA256 -> new String[] {"Ed25519", "EdDSA"};
        };
        for (String name : names) {
            if (provider.getService("Signature", name) != null) {
                return name;
            }
        }
        throw new IllegalArgumentException(provider.getName() + " does not have " + names[0]);
    }

    /** What came of it. */
    enum Verdict {
        MATCH,
        MISMATCH,
        /** The key is none after all. */
        UNUSABLE_KEY
    }

    Verdict verify(PublicKeyMaterial key, SignedHeader header, Octets signature) {
        // Some providers don't mind an octet too many or a leading zero too few.
        if (signature.length() != key.signatureOctets()) {
            return Verdict.MISMATCH;
        }
        byte[] signed = header.canonical();
        if (key instanceof Ed25519Key) {
            // RFC 8463 §3: what Ed25519 signs is the hash.
            signed = Sha256.newDigest().digest(signed);
        }
        try {
            return prepared(key).verifies(signed, signature.toByteArray()) ? Verdict.MATCH : Verdict.MISMATCH;
        } catch (InvalidKeySpecException | InvalidKeyException unusable) {
            return Verdict.UNUSABLE_KEY;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the provider does not do what it offers", broken);
        }
    }

    private PreparedKey prepared(PublicKeyMaterial key) throws GeneralSecurityException {
        PreparedKey known = prepared.get(key);
        if (known != null) {
            return known;
        }
        PreparedKey made = key instanceof RsaKey rsa ? prepareRsa(rsa) : prepareEd25519((Ed25519Key) key);
        prepared.put(key, made);
        return made;
    }

    private PreparedKey prepareRsa(RsaKey key) throws GeneralSecurityException {
        Provider provider = providers.get(DkimAlgorithm.RSA_SHA256);
        KeySpec numbers = new RSAPublicKeySpec(key.modulus(), key.exponent());
        return prepare("SHA256withRSA", "RSA", provider, numbers);
    }

    private PreparedKey prepareEd25519(Ed25519Key key) throws GeneralSecurityException {
        Provider provider = providers.get(DkimAlgorithm.ED25519_SHA256);
        byte[] point = key.point().toByteArray();
        if (provider == null) {
            return BouncyCastleEd25519.of(point);
        }
        byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
        System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
        System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
        String name = serviceName(DkimAlgorithm.ED25519_SHA256, provider);
        return prepare(name, name, provider, new X509EncodedKeySpec(encoded));
    }

    private static PreparedKey prepare(String name, String keyType, @Nullable Provider provider, KeySpec keySpec)
            throws GeneralSecurityException {
        PublicKey key = publicKey(keyFactory(keyType, provider), keySpec);
        return new JcaKey(
                key, () -> provider == null ? Signature.getInstance(name) : Signature.getInstance(name, provider));
    }

    // Some providers examine the numbers, and say by an unchecked exception that they are no key.
    private static PublicKey publicKey(KeyFactory factory, KeySpec keySpec) throws InvalidKeySpecException {
        try {
            return factory.generatePublic(keySpec);
        } catch (IllegalArgumentException refused) {
            throw new InvalidKeySpecException(refused);
        }
    }

    private static KeyFactory keyFactory(String type, @Nullable Provider provider) throws NoSuchAlgorithmException {
        boolean own = provider != null && provider.getService("KeyFactory", type) != null;
        return own ? KeyFactory.getInstance(type, provider) : KeyFactory.getInstance(type);
    }
}
