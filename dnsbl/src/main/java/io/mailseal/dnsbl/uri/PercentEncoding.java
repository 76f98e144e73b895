package io.mailseal.dnsbl.uri;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Percent-encoding.
 *
 * @rfc 3986 2.1
 */
final class PercentEncoding {

    private static final String HEX = "0123456789ABCDEF";

    private PercentEncoding() {}

    /** Undoes one layer, and takes the octets for UTF-8; a percent sign without two digits stays. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder decoded = new StringBuilder(text.length());
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            int octet = octetAt(text, i);
            if (octet >= 0) {
                octets.write(octet);
                i += 2;
            } else {
                flush(octets, decoded);
                decoded.append(text.charAt(i));
            }
        }
        flush(octets, decoded);
        return decoded.toString();
    }

    private static void flush(ByteArrayOutputStream octets, StringBuilder decoded) {
        if (octets.size() > 0) {
            decoded.append(octets.toString(StandardCharsets.UTF_8));
            octets.reset();
        }
    }

    /** The octet that is encoded here, or -1. */
    static int octetAt(String text, int index) {
        if (text.charAt(index) != '%' || index + 2 >= text.length()) {
            return -1;
        }
        int high = hexDigit(text.charAt(index + 1));
        int low = hexDigit(text.charAt(index + 2));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    static int hexDigit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = c | 0x20;
        return c < 0x80 && letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    /**
     * The same text in printable ASCII, as RFC 3986 §6.2.2 wants it: what need not be encoded is not, digits are in
     * upper case, and what may not stand for itself (or is one of these) is encoded.
     */
    static String normalise(String text, String alsoEncoded) {
        return isNormal(text, alsoEncoded) ? text : normalised(text, alsoEncoded);
    }

    private static boolean isNormal(String text, String alsoEncoded) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!mayStandForItself(c) || alsoEncoded.indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static String normalised(String text, String alsoEncoded) {
        StringBuilder normal = new StringBuilder(text.length() + 16);
        int i = 0;
        while (i < text.length()) {
            int octet = octetAt(text, i);
            if (octet >= 0) {
                append(normal, octet, isUnreserved(octet));
                i += 3;
                continue;
            }
            int point = text.codePointAt(i);
            if (point < 0x80) {
                append(normal, point, mayStandForItself(point) && alsoEncoded.indexOf(point) < 0);
            } else {
                appendUtf8(normal, point);
            }
            i += Character.charCount(point);
        }
        return normal.toString();
    }

    private static void appendUtf8(StringBuilder normal, int point) {
        boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        for (byte octet : Character.toString(surrogate ? 0xFFFD : point).getBytes(StandardCharsets.UTF_8)) {
            append(normal, octet & 0xFF, false);
        }
    }

    private static void append(StringBuilder normal, int octet, boolean asItIs) {
        if (asItIs) {
            normal.append((char) octet);
        } else {
            normal.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 15));
        }
    }

    // §2.3.
    private static boolean isUnreserved(int octet) {
        int letter = octet | 0x20;
        return letter >= 'a' && letter <= 'z' && octet < 0x80
                || octet >= '0' && octet <= '9'
                || octet == '-'
                || octet == '.'
                || octet == '_'
                || octet == '~';
    }

    // §2.2, §2.3 without the percent sign; brackets are for addresses alone, but occur in queries and do no harm.
    private static boolean mayStandForItself(int c) {
        return isUnreserved(c) || ":/?#[]@!$&'()*+,;=".indexOf(c) >= 0;
    }
}
