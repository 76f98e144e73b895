package io.mailseal.dkim;

import org.jspecify.annotations.Nullable;

/**
 * DKIM's own quoted-printable: {@code =XX} is an octet, white space is nothing, all the rest stands for itself. Each
 * character is one octet. Octets above 127 are those of internationalized mail.
 *
 * @rfc 6376 2.11
 * @rfc 8616 5
 */
final class QuotedPrintable {

    private static final String HEX = "0123456789ABCDEF";

    private QuotedPrintable() {}

    /** The text; null where it is not encoded right. */
    static @Nullable String decode(String encoded) {
        StringBuilder decoded = new StringBuilder(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '=') {
                int octet = hexOctet(encoded, i + 1);
                if (octet < 0) {
                    return null;
                }
                decoded.append((char) octet);
                i += 2;
            } else if (c == '\r') {
                if (!isFolding(encoded, i)) {
                    return null;
                }
                i += 2;
            } else if (c > 0x20 && c != 0x7F && c != ';') {
                decoded.append(c);
            } else if (c != ' ' && c != '\t') {
                return null;
            }
        }
        return decoded.toString();
    }

    private static int hexOctet(String text, int at) {
        if (at + 2 > text.length()) {
            return -1;
        }
        int high = HEX.indexOf(text.charAt(at));
        int low = HEX.indexOf(text.charAt(at + 1));
        return high < 0 || low < 0 ? -1 : 16 * high + low;
    }

    private static boolean isFolding(String text, int at) {
        return at + 2 < text.length()
                && text.charAt(at + 1) == '\n'
                && (text.charAt(at + 2) == ' ' || text.charAt(at + 2) == '\t');
    }
}
