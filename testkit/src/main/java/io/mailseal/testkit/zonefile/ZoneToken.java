package io.mailseal.testkit.zonefile;

import io.mailseal.core.Octets;
import java.io.ByteArrayOutputStream;

/**
 * One item of a zone's text, one character per octet, its escapes still in it.
 *
 * @rfc 1035 5.1
 */
public record ZoneToken(String text, boolean quoted) {

    public boolean is(String word) {
        return !quoted && text.equalsIgnoreCase(word);
    }

    /** The octets that are meant. */
    public Octets octets() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int at = 0; at < text.length(); at += width(text, at)) {
            octets.write(octet(text, at));
        }
        return Octets.of(octets.toByteArray());
    }

    /** How many characters stand for one octet there: 4 for a number, 2 for another escape, otherwise 1. */
    static int width(String text, int at) {
        if (text.charAt(at) != '\\') {
            return 1;
        }
        return at + 1 < text.length() && isDigit(text.charAt(at + 1)) ? 4 : 2;
    }

    /** The octet that is meant there. */
    static int octet(String text, int at) {
        int width = width(text, at);
        if (at + width > text.length()) {
            throw new IllegalArgumentException("an escape that is cut off: " + text);
        }
        if (width < 4) {
            return text.charAt(at + width - 1);
        }
        int octet = 0;
        for (int i = at + 1; i < at + 4; i++) {
            octet = isDigit(text.charAt(i)) ? 10 * octet + text.charAt(i) - '0' : 256;
        }
        if (octet > 255) {
            throw new IllegalArgumentException("not \\000 to \\255: " + text.substring(at, at + 4));
        }
        return octet;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
