package io.mailseal.testkit;

import io.mailseal.core.Octets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * How the parts of a message are written.
 *
 * @rfc 5322 2.1
 * @rfc 5322 3.3
 * @rfc 2047 2
 */
final class MessageText {

    static final Octets CRLF = Octets.ofLatin1("\r\n");

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    // RFC 2047 §2: a line with an encoded word has at most 76 characters; =?UTF-8?B??= takes 12, and "Subject: " 9 of
    // them.
    private static final int ENCODED_OCTETS = 39;

    private MessageText() {}

    /** With CRLF in place of each CRLF, CR or LF. */
    static String withCrlf(String text) {
        StringBuilder lines = new StringBuilder(text.length() + text.length() / 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' && i > 0 && text.charAt(i - 1) == '\r') {
                continue;
            }
            if (c == '\r' || c == '\n') {
                lines.append("\r\n");
            } else {
                lines.append(c);
            }
        }
        return lines.toString();
    }

    /** The same, and the last line ends, too. */
    static String lines(String text) {
        String lines = withCrlf(text);
        return lines.isEmpty() || lines.endsWith("\r\n") ? lines : lines + "\r\n";
    }

    /** One field, with its line end. */
    static String field(String name, String value) {
        requireName(name);
        String lines = withCrlf(value);
        for (int i = lines.indexOf('\n'); i >= 0; i = lines.indexOf('\n', i + 1)) {
            boolean folded = i + 1 < lines.length() && (lines.charAt(i + 1) == ' ' || lines.charAt(i + 1) == '\t');
            if (!folded) {
                throw new IllegalArgumentException(
                        "the value of " + name + " has a line that does not begin with a blank");
            }
        }
        return name + ": " + lines + "\r\n";
    }

    // RFC 5322 §3.6.8: ftext
    private static void requireName(String name) {
        boolean good = !name.isEmpty();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            good &= c > ' ' && c < 0x7F && c != ':';
        }
        if (!good) {
            throw new IllegalArgumentException("not the name of a field: " + name);
        }
    }

    static String date(Instant date) {
        return DATE.format(date);
    }

    /** A display name: a quoted string, or encoded words. */
    static String phrase(String text) {
        if (!isPrintableAscii(text)) {
            return encoded(text);
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted.append(c == '"' || c == '\\' ? "\\" : "").append(c);
        }
        return quoted.append('"').toString();
    }

    /**
     * A parameter of a MIME field.
     *
     * @rfc 2231 4
     */
    static String parameter(String name, String value) {
        if (isPrintableAscii(value)) {
            return name + "=" + phrase(value);
        }
        StringBuilder encoded = new StringBuilder(name).append("*=UTF-8''");
        for (byte octet : utf8(value)) {
            encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
        }
        return encoded.toString();
    }

    /** As it is where it is printable ASCII, else as encoded words, one below the other. */
    static String encoded(String text) {
        if (isPrintableAscii(text)) {
            return text;
        }
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        text.codePoints().mapToObj(Character::toString).forEach(character -> {
            if (utf8(word + character).length > ENCODED_OCTETS) {
                words.add(encodedWord(word.toString()));
                word.setLength(0);
            }
            word.append(character);
        });
        words.add(encodedWord(word.toString()));
        return String.join("\r\n ", words);
    }

    private static String encodedWord(String text) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(utf8(text)) + "?=";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static boolean isPrintableAscii(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** With a line end, if there is none. */
    static Octets ended(Octets lines) {
        int length = lines.length();
        boolean ended = length >= 2 && lines.slice(length - 2, length).equals(CRLF);
        return ended ? lines : joined(lines, CRLF);
    }

    static Octets joined(Octets... parts) {
        int length = 0;
        for (Octets part : parts) {
            length += part.length();
        }
        byte[] all = new byte[length];
        int at = 0;
        for (Octets part : parts) {
            part.copyTo(all, at);
            at += part.length();
        }
        return Octets.of(all);
    }
}
