package io.mailseal.core.message;

import io.mailseal.core.Octets;
import java.util.Set;

/**
 * One field of a header as it arrived: its octets, and where the name ends. A line that is no field at all is one, too, with
 * {@link MessageAnomaly#NO_COLON} and an empty name, so that nothing is lost.
 *
 * @rfc 5322 2.2
 */
public final class HeaderField {

    private final Octets raw;
    private final String name;
    private final int colon;
    private final Set<MessageAnomaly> anomalies;

    HeaderField(Octets raw, String name, int colon, Set<MessageAnomaly> anomalies) {
        this.raw = raw;
        this.name = name;
        this.colon = colon;
        this.anomalies = anomalies;
    }

    /** All octets from the name to the last line end; that is missing where the message ended early. */
    public Octets raw() {
        return raw;
    }

    /**
     * The name as written, without white space around it. Each character stands for one octet.
     */
    public String name() {
        return name;
    }

    /** Whether it has this name; the case of ASCII letters does not matter. */
    public boolean isNamed(String other) {
        return equalsIgnoringAsciiCase(name, other);
    }

    /** All octets after the colon, the last line end included. Of a line without colon: none. */
    public Octets rawValue() {
        return colon < 0 ? Octets.EMPTY : raw.slice(colon + 1, raw.length());
    }

    /**
     * The value on one line: without the colon, the line ends that fold it, and white space at either end. Each character
     * stands for one octet.
     *
     * @rfc 5322 2.2.3
     */
    public String unfoldedValue() {
        StringBuilder value = new StringBuilder(raw.length());
        for (int i = colon + 1; i < raw.length(); i++) {
            int octet = raw.at(i);
            boolean lineEnd = octet == '\r' && i + 1 < raw.length() && raw.at(i + 1) == '\n';
            if (lineEnd) {
                i++;
            } else {
                value.append((char) octet);
            }
        }
        return colon < 0 ? "" : trim(value);
    }

    private static String trim(CharSequence text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.subSequence(start, end).toString();
    }

    static boolean isBlank(int octet) {
        return octet == ' ' || octet == '\t';
    }

    /** What is wrong with this field. */
    public Set<MessageAnomaly> anomalies() {
        return anomalies;
    }

    static boolean equalsIgnoringAsciiCase(String one, String other) {
        if (one.length() != other.length()) {
            return false;
        }
        for (int i = 0; i < one.length(); i++) {
            if (lower(one.charAt(i)) != lower(other.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
    }

    /** By the octets. */
    @Override
    public boolean equals(Object other) {
        return other instanceof HeaderField that
                && raw.equals(that.raw)
                && colon == that.colon
                && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return raw.hashCode();
    }

    /** For people; long fields are cut. */
    @Override
    public String toString() {
        return raw.toString();
    }
}
