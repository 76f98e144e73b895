package io.mailseal.dkim;

import io.mailseal.core.Octets;
import io.mailseal.core.syntax.Tag;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Base64 in the value of a tag: folding white space is ignored, anything else that is not of the alphabet is not.
 *
 * @param text the value without white space
 * @param octets what it encodes; null if it is no base64
 * @rfc 6376 2.10
 */
record Base64Value(String text, @Nullable Octets octets) {

    static final Base64Value EMPTY = new Base64Value("", Octets.EMPTY);

    static Base64Value of(Tag tag) {
        String text = tag.valueWithoutBlanks();
        return new Base64Value(text, decode(text));
    }

    /** The octets; null for what is no base64. */
    static @Nullable Octets decode(Tag tag) {
        return decode(tag.valueWithoutBlanks());
    }

    private static @Nullable Octets decode(String text) {
        try {
            return Octets.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException invalid) {
            return null;
        }
    }

    /** Whether all characters are of the alphabet, though there may be too few or too many. */
    boolean isOfAlphabet() {
        return octets != null || isOfAlphabet(text);
    }

    private static boolean isOfAlphabet(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letterOrDigit && c != '+' && c != '/' && c != '=') {
                return false;
            }
        }
        return true;
    }
}
