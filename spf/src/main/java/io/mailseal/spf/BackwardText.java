package io.mailseal.spf;

import java.nio.charset.StandardCharsets;

/** Text that grows at its beginning, until it is full; what comes after that is dropped. */
final class BackwardText {

    private static final String HEX = "0123456789ABCDEF";

    private static final int SHORT = 64;

    private final int limit;
    private char[] chars = new char[SHORT];
    private int start = SHORT;

    BackwardText(int limit) {
        this.limit = limit;
    }

    boolean isFull() {
        return length() == limit;
    }

    private int length() {
        return chars.length - start;
    }

    void prepend(char c) {
        if (isFull()) {
            return;
        }
        if (start == 0) {
            grow();
        }
        chars[--start] = c;
    }

    private void grow() {
        char[] more = new char[2 * chars.length];
        start = more.length - chars.length;
        System.arraycopy(chars, 0, more, start, chars.length);
        chars = more;
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
        return new String(chars, start, length());
    }
}
