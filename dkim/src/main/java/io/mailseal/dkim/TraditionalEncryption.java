package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimKeyError.Kind;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Private keys encrypted in the way of old versions of OpenSSL: {@code DEK-Info} names the cipher and its initialization
 * vector, of which eight octets are the salt, too; the key is made of salt and password by MD5.
 */
final class TraditionalEncryption {

    private static final int SALT_OCTETS = 8;

    private TraditionalEncryption() {}

    static Decrypted decrypt(PemBlock block, Octets encrypted, char[] password) {
        String info = block.header("DEK-Info").orElse("");
        int comma = info.indexOf(',');
        String name = (comma < 0 ? info : info.substring(0, comma)).toUpperCase(Locale.ROOT);
        Octets iv = comma < 0 ? null : hex(info.substring(comma + 1));
        int keyOctets = keyOctets(name);
        if (keyOctets == 0) {
            return Decrypted.failed(Kind.UNSUPPORTED_ENCRYPTION, "");
        }
        String cipher = name.startsWith("AES") ? "AES" : "DESede";
        if (iv == null || iv.length() != (cipher.equals("AES") ? 16 : 8)) {
            return Decrypted.failed(Kind.MALFORMED, "DEK-Info holds no initialization vector");
        }
        byte[] key = key(password, iv.slice(0, SALT_OCTETS).toByteArray(), keyOctets);
        try {
            return Decrypted.cbc(cipher, key, iv, encrypted);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** The octets of a password; to be overwritten after use. */
    static byte[] utf8(char[] password) {
        byte[] space = new byte[3 * password.length];
        ByteBuffer encoded = ByteBuffer.wrap(space);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(password), encoded, true);
        byte[] octets = Arrays.copyOf(space, encoded.position());
        Arrays.fill(space, (byte) 0);
        return octets;
    }

    private static int keyOctets(String cipher) {
        return switch (cipher) {
            case "AES-128-CBC" -> 16;
            case "AES-192-CBC", "DES-EDE3-CBC" -> 24;
            case "AES-256-CBC" -> 32;
            default -> 0;
        };
    }

    private static @Nullable Octets hex(String text) {
        try {
            return Octets.of(HexFormat.of().parseHex(text.strip()));
        } catch (IllegalArgumentException invalid) {
            return null;
        }
    }

    // Each round hashes the one before, the password and the salt.
    private static byte[] key(char[] password, byte[] salt, int length) {
        byte[] secret = utf8(password);
        byte[] key = new byte[length];
        byte[] block = new byte[0];
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            for (int filled = 0; filled < length; filled += block.length) {
                md5.update(block);
                md5.update(secret);
                block = md5.digest(salt);
                System.arraycopy(block, 0, key, filled, Math.min(block.length, length - filled));
            }
            return key;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has MD5", impossible);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
