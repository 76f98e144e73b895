package io.mailseal.dns;

import org.jspecify.annotations.Nullable;

/**
 * The alphabet in which a hash is written as a label: the digits, and A to V in either case.
 *
 * @rfc 4648 7
 */
final class Base32Hex {

    private static final int BITS = 5;

    private Base32Hex() {}

    /**
     * The octets of a text without padding, or null if it is none of whole octets.
     *
     * @param from where the text begins in the array, at whose end it ends
     */
    static byte @Nullable [] decode(byte[] text, int from) {
        int bits = (text.length - from) * BITS;
        if (bits % Byte.SIZE != 0) {
            return null;
        }
        byte[] octets = new byte[bits / Byte.SIZE];
        int pending = 0;
        int length = 0;
        int at = 0;
        for (int i = from; i < text.length; i++) {
            int digit = digit(text[i]);
            if (digit < 0) {
                return null;
            }
            pending = pending << BITS | digit;
            length += BITS;
            if (length >= Byte.SIZE) {
                length -= Byte.SIZE;
                octets[at++] = (byte) (pending >> length);
            }
        }
        return octets;
    }

    private static int digit(byte character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        int small = character | 0x20;
        return small >= 'a' && small <= 'v' ? small - 'a' + 10 : -1;
    }
}
