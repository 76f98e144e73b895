package io.mailseal.mime;

import java.io.InputStream;
import java.util.Locale;
import java.util.Set;

/**
 * How the octets of a part are written in a message.
 *
 * @rfc 2045 6.1
 */
public enum TransferEncoding {
    /** Lines of ASCII, as they are. */
    SEVEN_BIT("7bit"),
    /** Lines of any octets, as they are. */
    EIGHT_BIT("8bit"),
    /** Any octets, as they are. */
    BINARY("binary"),
    /** Mostly readable: {@code =3D} is an equals sign. */
    QUOTED_PRINTABLE("quoted-printable"),
    /** Four characters for three octets. */
    BASE64("base64"),
    /** Something else, of which nobody knows how to undo it. */
    UNKNOWN("x-unknown");

    private final String word;

    TransferEncoding(String word) {
        this.word = word;
    }

    /** As in the field Content-Transfer-Encoding. */
    public String word() {
        return word;
    }

    /** Whether the octets stand in the message as they are. */
    boolean isIdentity() {
        return this != QUOTED_PRINTABLE && this != BASE64;
    }

    /** The one with this name; comments have been taken out. What is behind the name, some programs pass over. */
    static TransferEncoding named(String text) {
        String name = firstWord(text.strip()).toLowerCase(Locale.ROOT);
        for (TransferEncoding each : values()) {
            if (each.word.equals(name)) {
                return each;
            }
        }
        return UNKNOWN;
    }

    private static String firstWord(String text) {
        int start = text.startsWith("\"") ? 1 : 0;
        int end = start;
        while (end < text.length() && "\", ;\t".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(start, end);
    }

    /** The octets that are written so. */
    InputStream decode(InputStream in, Set<MimeAnomaly> anomalies) {
        return switch (this) {
            case BASE64 -> new Base64Stream(in, anomalies);
            case QUOTED_PRINTABLE -> new QuotedPrintableStream(in, anomalies);
            case SEVEN_BIT, EIGHT_BIT, BINARY, UNKNOWN -> in;
        };
    }
}
