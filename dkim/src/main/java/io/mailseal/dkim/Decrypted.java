package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimKeyError.Kind;
import java.security.GeneralSecurityException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What came of the decryption of a private key.
 *
 * @param octets empty if there is an error
 * @param error null if there is none
 */
record Decrypted(Octets octets, @Nullable DkimKeyError error) {

    static Decrypted failed(Kind kind, String detail) {
        return new Decrypted(Octets.EMPTY, new DkimKeyError(kind, detail));
    }

    /** Decrypts with a cipher in CBC mode with the padding of PKCS #5. */
    static Decrypted cbc(String cipherName, byte[] key, Octets iv, Octets encrypted) {
        try {
            Cipher cipher = Cipher.getInstance(cipherName + "/CBC/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, cipherName), new IvParameterSpec(iv.toByteArray()));
            return new Decrypted(Octets.of(cipher.doFinal(encrypted.toByteArray())), null);
        } catch (BadPaddingException | IllegalBlockSizeException wrong) {
            return failed(Kind.WRONG_PASSWORD, "");
        } catch (GeneralSecurityException missing) {
            return failed(Kind.UNSUPPORTED_ENCRYPTION, "the platform does not have " + cipherName);
        }
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return error == null ? "decrypted" : error.explanation();
    }
}
