package io.mailseal.dkim;

import io.mailseal.core.Octets;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/**
 * A private key to sign with, from a file, from the Java Cryptography Architecture, or newly made. Immutable and
 * thread-safe. Nothing but {@link #toPem} lets the key out: not {@link #toString}, and no exception. Two are equal if
 * they have the same public key.
 *
 * <pre>{@code
 * DkimPrivateKey key = DkimPrivateKey.parse(Files.readString(Path.of("s1.private"))).orElseThrow();
 * }</pre>
 *
 * <p>RSA keys have 1024 to 4096 bits: a shorter one must not sign, a longer one need not be understood by anybody. Keys
 * that cannot be taken out of a device or a service are none of these; an external signer signs with them.
 *
 * @rfc 6376 3.3
 * @rfc 8301 3.2
 * @rfc 8463 3
 */
public final class DkimPrivateKey implements DkimKeyParse {

    private static final int GENERATED_BITS = 2048;
    private static final byte[] LINE_END = {'\n'};
    private static final int LINE_LENGTH = 64;

    private final PrivateKeyMaterial material;
    private final SigningKey signingKey;

    private DkimPrivateKey(PrivateKeyMaterial material, SigningKey signingKey) {
        this.material = material;
        this.signingKey = signingKey;
    }

    static DkimPrivateKey of(PrivateKeyMaterial material) {
        return new DkimPrivateKey(material, material.signingKey());
    }

    /**
     * Reads the text of a key file that is not encrypted: PEM with a {@code PRIVATE KEY} (PKCS #8) or {@code RSA PRIVATE
     * KEY} (PKCS #1), whatever is before, between and after its blocks; or base64 alone, of one of those structures, or of
     * an Ed25519 seed, with or without its public key, as some programs for DKIM write it.
     */
    public static DkimKeyParse parse(String text) {
        return new KeyFile(text).key(null);
    }

    /**
     * The same, where the key may be encrypted: as {@code ENCRYPTED PRIVATE KEY} by PBES2 with PBKDF2 or scrypt, and AES
     * or triple DES; or as {@code RSA PRIVATE KEY} in the way of old versions of OpenSSL. A password that is not needed is
     * ignored. The array is not changed, and not kept.
     */
    public static DkimKeyParse parse(String text, char[] password) {
        return new KeyFile(text).key(Objects.requireNonNull(password, "password"));
    }

    /**
     * A key that the program has already.
     *
     * @throws IllegalArgumentException if its numbers cannot be had, as from a device, or if {@link #parse} would not take
     *     it; the message says why
     */
    public static DkimPrivateKey of(PrivateKey key) {
        byte[] encoded = "PKCS#8".equals(key.getFormat()) ? key.getEncoded() : null;
        if (encoded == null) {
            throw new IllegalArgumentException("The numbers of the private key cannot be had.");
        }
        return PrivateKeyReader.pkcs8(Octets.of(encoded)).orElseThrow();
    }

    /**
     * The Ed25519 key of a seed.
     *
     * @throws IllegalArgumentException unless it has 32 octets
     * @rfc 8032 5.1.5
     */
    public static DkimPrivateKey ofEd25519Seed(Octets seed) {
        return PrivateKeyReader.ed25519Seed(seed, null).orElseThrow();
    }

    /** Makes a key: for RSA of 2048 bits. */
    public static DkimPrivateKey generate(DkimAlgorithm algorithm) {
        return switch (algorithm) {
            case RSA_SHA256 -> generateRsa(GENERATED_BITS);
            case ED25519_SHA256 -> generateEd25519();
        };
    }

    /**
     * Makes an RSA key. More than 2048 bits make a record that not every DNS host can hold, and slower signatures.
     *
     * @throws IllegalArgumentException if the length is not within 2048 and 4096 bits: a new key should have no less, and
     *     no verifier has to understand more
     * @rfc 8301 3.2
     */
    public static DkimPrivateKey generateRsa(int bits) {
        if (bits < GENERATED_BITS || bits > RsaKey.MAX_BITS) {
            throw new IllegalArgumentException("not between 2048 and 4096 bits: " + bits);
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return of(generator.generateKeyPair().getPrivate());
        } catch (InvalidParameterException odd) {
            throw new IllegalArgumentException("the platform makes no keys of " + bits + " bits", odd);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has RSA", impossible);
        }
    }

    private static DkimPrivateKey generateEd25519() {
        byte[] seed = new byte[Ed25519PrivateKey.SEED_OCTETS];
        new SecureRandom().nextBytes(seed);
        return of(new Ed25519PrivateKey(seed));
    }

    /** What it signs with. */
    public DkimAlgorithm algorithm() {
        return material.algorithm();
    }

    /** Its length: of the modulus for RSA, 256 for Ed25519. */
    public int bits() {
        return material.publicKey().bits();
    }

    /** The public key as it is published: for RSA a SubjectPublicKeyInfo, for Ed25519 its 32 octets. */
    public Octets publicKey() {
        return material.published();
    }

    /**
     * The record that publishes it, for any service, and for identities in the signing domain itself; {@link
     * DkimKeyRecord#builder(DkimPrivateKey)} makes others.
     */
    public DkimKeyRecord keyRecord() {
        return DkimKeyRecord.builder(this).build();
    }

    /**
     * Whether what it signs verifies. An RSA key does not do that if one of its factors is no prime, which nothing else
     * tells as cheaply: better now than when the first message is to be signed.
     */
    boolean isSound() {
        byte[] sample = {};
        try {
            Octets signature = Octets.of(sign(sample));
            SignedHeader signed = new SignedHeader(sample);
            return new Cryptography(Map.of()).verify(material.publicKey(), signed, signature)
                    == Cryptography.Verdict.MATCH;
        } catch (IllegalStateException refused) {
            // The platform looks at what it has signed, and does not give a wrong signature away.
            return false;
        }
    }

    /** Whether it is an RSA key that is shorter than it should be. */
    boolean isShort() {
        return material.publicKey() instanceof RsaKey key && key.isShort();
    }

    /** How many octets each signature has. */
    int signatureOctets() {
        return material.publicKey().signatureOctets();
    }

    /** The key itself in PEM, PKCS #8 without encryption, with line feeds. Whoever has it can sign. */
    public String toPem() {
        String base64 = Base64.getMimeEncoder(LINE_LENGTH, LINE_END).encodeToString(material.pkcs8());
        return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
    }

    /**
     * The same key in the hands of this provider, which need not be registered.
     *
     * @throws IllegalArgumentException if the provider does not have the algorithm, or does not take the key
     */
    DkimPrivateKey using(Provider provider) {
        Cryptography.serviceName(algorithm(), provider);
        try {
            return new DkimPrivateKey(material, material.signingKey(provider));
        } catch (GeneralSecurityException refused) {
            // The cause is left out: messages of providers may hold anything.
            throw new IllegalArgumentException(provider.getName() + " does not take the private key");
        }
    }

    /**
     * The signature of these octets, the header in canonical form.
     *
     * @throws IllegalStateException if the provider fails
     * @rfc 6376 3.7
     * @rfc 8463 3
     */
    byte[] sign(byte[] data) {
        // RFC 8463 §3: what Ed25519 signs is the hash.
        boolean hashed = algorithm() == DkimAlgorithm.ED25519_SHA256;
        try {
            return signingKey.sign(hashed ? Sha256.newDigest().digest(data) : data);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the provider does not do what it offers", broken);
        }
    }

    @Override
    public DkimPrivateKey orElseThrow() {
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DkimPrivateKey that && publicKey().equals(that.publicKey());
    }

    @Override
    public int hashCode() {
        return publicKey().hashCode();
    }

    /** For people: algorithm and length, nothing of the key. */
    @Override
    public String toString() {
        return "private key for " + algorithm().word() + ", " + bits() + " bits";
    }
}
