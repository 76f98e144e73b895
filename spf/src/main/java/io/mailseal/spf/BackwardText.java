package io.mailseal.spf;

import java.nio.charset.StandardCharsets;

/** Text that grows at its beginning, until it is full; what comes after that is dropped. */
final class BackwardText {

    private static final String HEX = "0123456789ABCDEF";

    private final char[] chars;
    private int start;

    BackwardText(int capacity) {
        chars = new char[capacity];
        start = capacity;
    }

    boolean isFull() {
        return start == 0;
    }

    void prepend(char c) {
        if (start > 0) {
            chars[--start] = c;
        }
    }

    /** Puts a piece of a text before what is there. */
    void prepend(String text, int from, int to, boolean escaped) {
        for (int i = to - 1; i >= from && !isFull(); i--) {
            char c = text.charAt(i);
            if (!escaped || isUnreserved(c)) {
                prepend(c);
            } else if (Character.isLowSurrogate(c) && i > from && Character.isHighSurrogate(text.charAt(i - 1))) {
                prependEscaped(text.substring(i - 1, i + 1));
                i--;
            } else {
                prependEscaped(String.valueOf(c));
            }
        }
    }

    private void prependEscaped(String character) {
        byte[] octets = character.getBytes(StandardCharsets.UTF_8);
        for (int i = octets.length - 1; i >= 0; i--) {
            prepend(HEX.charAt(octets[i] & 15));
            prepend(HEX.charAt(octets[i] >> 4 & 15));
            prepend('%');
        }
    }

    // RFC 3986 §2.3
    private static boolean isUnreserved(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~".indexOf(c) >= 0;
    }

    @Override
    public String toString() {
        return new String(chars, start, chars.length - start);
    }
}
