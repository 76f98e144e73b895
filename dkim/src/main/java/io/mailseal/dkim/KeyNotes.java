package io.mailseal.dkim;

import io.mailseal.core.Octets;

/**
 * The notes in a key record: quoted-printable of UTF-8, on one line, and without the semicolons that would end the tag.
 *
 * @rfc 6376 3.6.1
 * @rfc 2045 6.7
 */
final class KeyNotes {

    private static final String HEX = "0123456789ABCDEF";

    private KeyNotes() {}

    static String encode(String notes) {
        Octets octets = Octets.ofUtf8(notes);
        StringBuilder encoded = new StringBuilder(octets.length());
        for (int i = 0; i < octets.length(); i++) {
            int octet = octets.at(i);
            // White space around a value is not part of it.
            boolean innerSpace = octet == ' ' && i > 0 && i < octets.length() - 1;
            if (innerSpace || octet > 0x20 && octet < 0x7F && octet != '=' && octet != ';') {
                encoded.append((char) octet);
            } else {
                encoded.append('=').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 0xF));
            }
        }
        return encoded.toString();
    }

    /** What is not encoded right stands for itself. */
    static String decode(String encoded) {
        StringBuilder octets = new StringBuilder(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            boolean escape = encoded.charAt(i) == '=' && i + 2 < encoded.length();
            int octet = escape ? 16 * digit(encoded.charAt(i + 1)) + digit(encoded.charAt(i + 2)) : -1;
            if (octet < 0) {
                octets.append(encoded.charAt(i));
            } else {
                octets.append((char) octet);
                i += 2;
            }
        }
        return Octets.ofLatin1(octets.toString()).toUtf8();
    }

    // So far below zero that no other digit makes up for it.
    private static int digit(char c) {
        int digit = HEX.indexOf(c);
        return digit < 0 ? -256 : digit;
    }
}
