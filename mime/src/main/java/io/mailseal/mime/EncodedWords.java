package io.mailseal.mime;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Text with its encoded-words decoded, as a mail program shows it. What is no whole encoded-word, or of a character set that
 * this JVM does not know, stays as it is.
 *
 * @rfc 2047 2
 */
final class EncodedWords {

    private static final String START = "=?";
    private static final String END = "?=";
    private static final int LONGEST_CHARSET = 64; // the longest registered name has 45

    private final String text;
    private final StringBuilder decoded;
    private int at;

    private EncodedWords(String text) {
        this.text = text;
        this.decoded = new StringBuilder(text.length());
    }

    static String decode(String text) {
        return text.contains(START) ? new EncodedWords(text).decoded() : text;
    }

    private String decoded() {
        boolean afterWord = false;
        while (at < text.length()) {
            int next = text.indexOf(START, at);
            if (next < 0) {
                break;
            }
            String between = text.substring(at, next);
            String word = word(next);
            // §6.2: white space between two of them is not shown.
            if (word == null || !afterWord || !between.isBlank()) {
                decoded.append(between);
            }
            if (word == null) {
                decoded.append(START);
                at = next + START.length();
            } else {
                decoded.append(word);
            }
            afterWord = word != null;
        }
        return decoded.append(text, at, text.length()).toString();
    }

    // charset "?" encoding "?" encoded-text; moves behind it if it is one.
    private @Nullable String word(int start) {
        int encoding = text.indexOf('?', start + START.length());
        int content = encoding < 0 ? -1 : text.indexOf('?', encoding + 1);
        int end = content < 0 ? -1 : text.indexOf(END, content + 1);
        if (end < 0 || content != encoding + 2) {
            return null;
        }
        Charset charset = charset(text.substring(start + START.length(), encoding));
        byte[] octets = octets(text.charAt(encoding + 1), text.substring(content + 1, end));
        if (charset == null || octets == null) {
            return null;
        }
        at = end + END.length();
        return new String(octets, charset);
    }

    // RFC 2231 §5: a language may follow the name.
    private static @Nullable Charset charset(String label) {
        int language = label.indexOf('*');
        String name = language < 0 ? label : label.substring(0, language);
        if (name.length() > LONGEST_CHARSET) {
            return null;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return null;
        }
    }

    private static byte @Nullable [] octets(char encoding, String content) {
        return switch (encoding) {
            case 'B', 'b' -> base64(content);
            case 'Q', 'q' -> quoted(content);
            default -> null;
        };
    }

    private static byte @Nullable [] base64(String content) {
        try {
            return Base64.getMimeDecoder().decode(content.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static byte @Nullable [] quoted(String content) {
        byte[] octets = new byte[content.length()];
        int length = 0;
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if (c != '=') {
                octets[length++] = (byte) (c == '_' ? ' ' : c);
            } else if (i + 2 < content.length()) {
                int high = Character.digit(content.charAt(i + 1), 16);
                int low = Character.digit(content.charAt(i + 2), 16);
                if (high < 0 || low < 0) {
                    return null;
                }
                octets[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                return null;
            }
        }
        return Arrays.copyOf(octets, length);
    }
}
