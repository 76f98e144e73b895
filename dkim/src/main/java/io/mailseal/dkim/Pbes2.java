package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimKeyError.Kind;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;
import org.jspecify.annotations.Nullable;

/**
 * Private keys encrypted under a password, as PKCS #8 and PKCS #5 have it: PBKDF2 or scrypt, and AES or triple DES.
 *
 * @rfc 5958 3
 * @rfc 8018 6.2
 * @rfc 7914 7
 */
final class Pbes2 {

    private static final int OCTET_STRING = PrivateKeyReader.OCTET_STRING;
    private static final int OID = PrivateKeyReader.OBJECT_IDENTIFIER;

    private static final Octets PBES2 = oid("2a864886f70d01050d");
    private static final Octets PBKDF2 = oid("2a864886f70d01050c");
    private static final Octets SCRYPT = oid("2b06010401da47040b");

    private static final Octets HMAC_SHA1 = oid("2a864886f70d0207");
    private static final Map<Octets, String> PBKDF2_NAMES = Map.of(
            HMAC_SHA1,
            "PBKDF2WithHmacSHA1",
            oid("2a864886f70d0208"),
            "PBKDF2WithHmacSHA224",
            oid("2a864886f70d0209"),
            "PBKDF2WithHmacSHA256",
            oid("2a864886f70d020a"),
            "PBKDF2WithHmacSHA384",
            oid("2a864886f70d020b"),
            "PBKDF2WithHmacSHA512");

    private static final Map<Octets, EncryptionScheme> SCHEMES = Map.of(
            oid("608648016503040102"), new EncryptionScheme("AES", 16, 16),
            oid("608648016503040116"), new EncryptionScheme("AES", 24, 16),
            oid("60864801650304012a"), new EncryptionScheme("AES", 32, 16),
            oid("2a864886f70d0307"), new EncryptionScheme("DESede", 24, 8));

    private static final int MAX_SCRYPT_BLOCK_SIZE = 64;
    private static final int MAX_SCRYPT_PARALLEL = 16;

    /**
     * How much a file may make us compute.
     *
     * @param iterations those of PBKDF2
     * @param scryptBlocks N times r times p: the memory is at most 128 octets times that, and the time goes with it
     */
    record Effort(int iterations, long scryptBlocks) {

        /**
         * A few seconds, and 128 MiB. OpenSSL takes 2,048 iterations, and nobody recommends more than 1.3 million; of the
         * blocks it takes an eighth of these.
         */
        static final Effort SECONDS = new Effort(2_000_000, 1 << 20);
    }

    private record EncryptionScheme(String cipher, int keyOctets, int blockOctets) {}

    private interface KeyDerivation {
        byte[] derive(char[] password, int length) throws GeneralSecurityException;
    }

    private Pbes2() {}

    private static Octets oid(String hex) {
        return Octets.of(HexFormat.of().parseHex(hex));
    }

    /** The PrivateKeyInfo within an EncryptedPrivateKeyInfo. */
    static Decrypted decrypt(Octets der, char[] password) {
        return decrypt(der, password, Effort.SECONDS);
    }

    /** The same with another limit. */
    static Decrypted decrypt(Octets der, char[] password, Effort limit) {
        DerInput file = new DerInput(der);
        DerInput info = inside(file.read(DerInput.SEQUENCE));
        DerInput algorithm = inside(info.read(DerInput.SEQUENCE));
        Octets encrypted = info.read(OCTET_STRING);
        Octets name = algorithm.read(OID);
        if (encrypted == null || name == null || !info.isAtEnd() || !file.isAtEnd()) {
            return malformed();
        }
        if (!name.equals(PBES2)) {
            return Decrypted.failed(Kind.UNSUPPORTED_ENCRYPTION, "not PBES2");
        }
        DerInput parameters = inside(algorithm.read(DerInput.SEQUENCE));
        Octets derivation = parameters.read(DerInput.SEQUENCE);
        Octets scheme = parameters.read(DerInput.SEQUENCE);
        return derivation == null || scheme == null
                ? malformed()
                : decrypt(function(new DerInput(derivation), limit), new DerInput(scheme), encrypted, password);
    }

    private static Decrypted decrypt(
            @Nullable KeyDerivation function, DerInput scheme, Octets encrypted, char[] password) {
        Octets schemeName = scheme.read(OID);
        EncryptionScheme known = schemeName == null ? null : SCHEMES.get(schemeName);
        if (known == null) {
            return Decrypted.failed(Kind.UNSUPPORTED_ENCRYPTION, "its cipher is neither AES nor triple DES");
        }
        Octets iv = scheme.read(OCTET_STRING);
        if (iv == null || iv.length() != known.blockOctets()) {
            return malformed();
        }
        if (function == null) {
            return Decrypted.failed(Kind.UNSUPPORTED_ENCRYPTION, "its key is made in a way that is not known");
        }
        return decrypt(function, known, iv, encrypted, password);
    }

    private static Decrypted decrypt(
            KeyDerivation function, EncryptionScheme scheme, Octets iv, Octets encrypted, char[] password) {
        byte[] key;
        try {
            key = function.derive(password, scheme.keyOctets());
        } catch (GeneralSecurityException | IllegalArgumentException refused) {
            // The platform's own PBKDF2 does not take an empty password. Otherwise the parameters are refused.
            return password.length == 0
                    ? Decrypted.failed(Kind.WRONG_PASSWORD, "")
                    : Decrypted.failed(Kind.UNSUPPORTED_ENCRYPTION, "its key cannot be made with these parameters");
        }
        try {
            return Decrypted.cbc(scheme.cipher(), key, iv, encrypted);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static @Nullable KeyDerivation function(DerInput derivation, Effort limit) {
        Octets name = derivation.read(OID);
        DerInput parameters = inside(derivation.read(DerInput.SEQUENCE));
        Octets salt = parameters.read(OCTET_STRING);
        if (name == null || salt == null) {
            return null;
        }
        if (name.equals(PBKDF2)) {
            return pbkdf2(salt, parameters, limit);
        }
        return name.equals(SCRYPT) ? scrypt(salt, parameters, limit) : null;
    }

    // RFC 8018 A.2: the length of the key may be said, and is that of the cipher; the default function is HMAC-SHA-1.
    private static @Nullable KeyDerivation pbkdf2(Octets salt, DerInput parameters, Effort limit) {
        int iterations = number(parameters, limit.iterations());
        if (parameters.isNext(DerInput.INTEGER)) {
            parameters.read(DerInput.INTEGER);
        }
        Octets function = parameters.isAtEnd()
                ? HMAC_SHA1
                : inside(parameters.read(DerInput.SEQUENCE)).read(OID);
        String name = function == null ? null : PBKDF2_NAMES.get(function);
        if (iterations == 0 || name == null || salt.isEmpty()) {
            return null;
        }
        return (password, length) -> {
            PBEKeySpec spec = new PBEKeySpec(password, salt.toByteArray(), iterations, 8 * length);
            try {
                return SecretKeyFactory.getInstance(name).generateSecret(spec).getEncoded();
            } finally {
                spec.clearPassword();
            }
        };
    }

    private static @Nullable KeyDerivation scrypt(Octets salt, DerInput parameters, Effort limit) {
        int cost = number(parameters, Integer.MAX_VALUE);
        int blocks = number(parameters, Integer.MAX_VALUE);
        int parallel = number(parameters, MAX_SCRYPT_PARALLEL);
        boolean usable = cost > 1
                && Integer.bitCount(cost) == 1
                && blocks > 0
                && blocks <= MAX_SCRYPT_BLOCK_SIZE
                && parallel > 0
                && (long) cost * blocks * parallel <= limit.scryptBlocks()
                && (blocks > 1 || cost < 1 << 16); // RFC 7914 §2
        if (!usable) {
            return null;
        }
        return (password, length) -> {
            byte[] secret = TraditionalEncryption.utf8(password);
            try {
                return SCrypt.generate(secret, salt.toByteArray(), cost, blocks, parallel, length);
            } finally {
                Arrays.fill(secret, (byte) 0);
            }
        };
    }

    // 0 if it is none, or more than that.
    private static int number(DerInput input, int max) {
        BigInteger number = input.readPositive();
        return number == null || number.compareTo(BigInteger.valueOf(max)) > 0 ? 0 : number.intValue();
    }

    // What is within an element that may be missing: then nothing.
    private static DerInput inside(@Nullable Octets content) {
        return new DerInput(content == null ? Octets.EMPTY : content);
    }

    private static Decrypted malformed() {
        return Decrypted.failed(Kind.MALFORMED, "not an encrypted structure of PKCS #8");
    }
}
