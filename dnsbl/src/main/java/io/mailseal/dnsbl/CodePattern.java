package io.mailseal.dnsbl;

import io.mailseal.core.IpAddress;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses are one return code: four octets with dots between them, each of them a number, a range {@code 2-20},
 * {@code *} for any, or {@code &8} for those in which all of these bits are set. The first is always {@code 127}. So
 * {@code 127.0.0.2} is one address, {@code 127.0.0.&8} a bit of a mask, and {@code 127.0.2-20.3} what dnswl.org calls a
 * trust of high in any category.
 *
 * @rfc 5782 2.3
 */
public final class CodePattern {

    private static final int OCTETS = 4;
    private static final int LONGEST = 4 * 7 + 3;

    // For each octet the lowest, the highest, and the bits that must be set.
    private final int[] lowest;
    private final int[] highest;
    private final int[] bits;

    private CodePattern(int[] lowest, int[] highest, int[] bits) {
        this.lowest = lowest;
        this.highest = highest;
        this.bits = bits;
    }

    /**
     * A pattern that the caller knows to be right.
     *
     * @throws IllegalArgumentException where {@link #parse} would find nothing
     */
    public static CodePattern of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a pattern of return codes: " + text));
    }

    /** Reads a pattern. Empty for anything else, among it a range that is empty and a mask without bits. */
    public static Optional<CodePattern> parse(String text) {
        return Optional.ofNullable(text.length() > LONGEST ? null : read(text));
    }

    private static @Nullable CodePattern read(String text) {
        CodePattern pattern = new CodePattern(new int[OCTETS], new int[OCTETS], new int[OCTETS]);
        int start = 0;
        for (int i = 0; i < OCTETS; i++) {
            int dot = text.indexOf('.', start);
            int end = i == OCTETS - 1 ? text.length() : dot;
            if (end < 0 || !pattern.readOctet(i, text.substring(start, end))) {
                return null;
            }
            start = end + 1;
        }
        return pattern.lowest[0] == 127 && pattern.highest[0] == 127 ? pattern : null;
    }

    private boolean readOctet(int index, String text) {
        if (text.equals("*")) {
            highest[index] = 255;
            return true;
        }
        if (text.startsWith("&")) {
            bits[index] = number(text.substring(1));
            highest[index] = 255;
            return bits[index] > 0;
        }
        int hyphen = text.indexOf('-');
        lowest[index] = number(hyphen < 0 ? text : text.substring(0, hyphen));
        highest[index] = hyphen < 0 ? lowest[index] : number(text.substring(hyphen + 1));
        return lowest[index] >= 0 && (hyphen < 0 || lowest[index] < highest[index]);
    }

    // 0 to 255 without leading zeros, or -1.
    private static int number(String text) {
        if (text.isEmpty() || text.length() > 3 || text.length() > 1 && text.charAt(0) == '0') {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = 10 * number + c - '0';
        }
        return number > 255 ? -1 : number;
    }

    /** Whether this address of an answer is the code. */
    public boolean matches(IpAddress address) {
        if (!address.isV4()) {
            return false;
        }
        byte[] octets = address.toByteArray();
        for (int i = 0; i < OCTETS; i++) {
            int octet = octets[i] & 0xFF;
            if (octet < lowest[i] || octet > highest[i] || (octet & bits[i]) != bits[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodePattern that
                && Arrays.equals(lowest, that.lowest)
                && Arrays.equals(highest, that.highest)
                && Arrays.equals(bits, that.bits);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(lowest) + Arrays.hashCode(highest)) + Arrays.hashCode(bits);
    }

    /** The pattern in the form that {@link #parse} reads. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < OCTETS; i++) {
            text.append(i == 0 ? "" : ".").append(octetText(i));
        }
        return text.toString();
    }

    private String octetText(int index) {
        if (bits[index] != 0) {
            return "&" + bits[index];
        }
        if (lowest[index] == highest[index]) {
            return Integer.toString(lowest[index]);
        }
        return lowest[index] == 0 && highest[index] == 255 ? "*" : lowest[index] + "-" + highest[index];
    }
}
