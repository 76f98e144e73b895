package io.mailseal.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Punycode: how the code points of a label are written with the letters, digits and hyphen of ASCII. This is the bare
 * transformation, without the prefix {@code xn--} and without any opinion on which code points are fit for a name;
 * {@link UnicodeLabel} adds both.
 *
 * <p>The algorithm takes quadratic time. Texts longer than 255 characters on either side are therefore refused, which
 * is four times what a label may hold.
 *
 * @rfc 3492
 */
final class Punycode {

    /** More than a label or even a name can hold; a bound on the work, not a rule. */
    static final int MAX_LENGTH = 255;

    // §5: the parameters.
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 0x80;
    private static final char DELIMITER = '-';

    // §6.4: no delta of a text within our bounds gets here, so that with it int arithmetic does not overflow.
    private static final long MAX_DELTA = (Character.MAX_CODE_POINT + 1L) * (MAX_LENGTH + 1);

    private Punycode() {}

    /**
     * The text in Punycode; digits in lower case, ASCII characters as they are. Null where the text holds an unpaired
     * surrogate or the result is too long.
     *
     * @rfc 3492 6.3
     */
    static @Nullable String encode(String text) {
        // Each code point costs one character at least.
        if (text.codePointCount(0, text.length()) > MAX_LENGTH) {
            return null;
        }
        int[] points = text.codePoints().toArray();
        StringBuilder encoded = new StringBuilder();
        for (int point : points) {
            if (isSurrogate(point)) {
                return null;
            }
            if (point < INITIAL_N) {
                encoded.append((char) point);
            }
        }
        int basic = encoded.length();
        if (basic > 0) {
            encoded.append(DELIMITER);
        }
        int n = INITIAL_N;
        int delta = 0;
        int bias = INITIAL_BIAS;
        int handled = basic;
        while (handled < points.length) {
            if (encoded.length() > MAX_LENGTH) {
                return null;
            }
            int next = smallestAtLeast(n, points);
            delta += (next - n) * (handled + 1);
            n = next;
            for (int point : points) {
                if (point < n) {
                    delta++;
                }
                if (point == n) {
                    appendVariableLength(encoded, delta, bias);
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            n++;
        }
        return encoded.length() > MAX_LENGTH ? null : encoded.toString();
    }

    private static int smallestAtLeast(int n, int[] points) {
        int smallest = Character.MAX_CODE_POINT;
        for (int point : points) {
            if (point >= n && point < smallest) {
                smallest = point;
            }
        }
        return smallest;
    }

    private static void appendVariableLength(StringBuilder encoded, int delta, int bias) {
        int q = delta;
        int k = BASE;
        while (q >= threshold(k, bias)) {
            int t = threshold(k, bias);
            encoded.append(digit(t + (q - t) % (BASE - t)));
            q = (q - t) / (BASE - t);
            k += BASE;
        }
        encoded.append(digit(q));
    }

    /**
     * The text that this is the Punycode of. Null where it is not the Punycode of anything: a character other than a
     * digit behind the last hyphen, a number that breaks off or is too large, a surrogate, a non-ASCII character.
     * Digits may be in either case; ASCII characters are taken as they are. Whether the text would be encoded in just
     * this way is not checked.
     *
     * @rfc 3492 6.2
     */
    static @Nullable String decode(String encoded) {
        if (encoded.length() > MAX_LENGTH || !isAscii(encoded)) {
            return null;
        }
        // §6.2: a hyphen in first place delimits nothing; it is then met as a digit, which it is not.
        int basic = Math.max(encoded.lastIndexOf(DELIMITER), 0);
        int[] points = new int[encoded.length()];
        for (int j = 0; j < basic; j++) {
            points[j] = encoded.charAt(j);
        }
        int length = basic;
        int n = INITIAL_N;
        long i = 0;
        int bias = INITIAL_BIAS;
        int in = basic > 0 ? basic + 1 : 0;
        while (in < encoded.length()) {
            long before = i;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = in < encoded.length() ? value(encoded.charAt(in++)) : -1;
                if (digit < 0) {
                    return null;
                }
                i += digit * weight;
                // A digit that does not end the number is 1 at least, so that this bounds the weight, too.
                if (i > MAX_DELTA) {
                    return null;
                }
                int t = threshold(k, bias);
                if (digit < t) {
                    break;
                }
                weight *= BASE - t;
            }
            bias = adapt((int) (i - before), length + 1, before == 0);
            n += (int) (i / (length + 1));
            i %= length + 1;
            if (n > Character.MAX_CODE_POINT || isSurrogate(n)) {
                return null;
            }
            System.arraycopy(points, (int) i, points, (int) i + 1, length - (int) i);
            points[(int) i++] = n;
            length++;
        }
        return new String(Arrays.copyOf(points, length), 0, length);
    }

    // §6.1
    private static int adapt(int delta, int points, boolean first) {
        int rest = first ? delta / DAMP : delta / 2;
        rest += rest / points;
        int k = 0;
        while (rest > (BASE - T_MIN) * T_MAX / 2) {
            rest /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * rest / (rest + SKEW);
    }

    private static int threshold(int k, int bias) {
        return Math.min(Math.max(k - bias, T_MIN), T_MAX);
    }

    // §5: a to z are 0 to 25, 0 to 9 are 26 to 35.
    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    private static int value(char digit) {
        if (digit >= 'a' && digit <= 'z') {
            return digit - 'a';
        }
        if (digit >= 'A' && digit <= 'Z') {
            return digit - 'A';
        }
        return digit >= '0' && digit <= '9' ? digit - '0' + 26 : -1;
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= INITIAL_N) {
                return false;
            }
        }
        return true;
    }
}
