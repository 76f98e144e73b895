package io.mailseal.core.message;

import io.mailseal.core.Octets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One field of a header as it arrived: its octets, and where the name ends. A line that is no field at all is one, too, with
 * {@link MessageAnomaly#NO_COLON} and an empty name, so that nothing is lost.
 *
 * @rfc 5322 2.2
 */
public final class HeaderField {

    private final Octets raw;
    private final int nameStart;
    private final int nameEnd;
    private final int nameHash;
    private final int colon;
    private final Set<MessageAnomaly> anomalies;
    private @Nullable String name; // null while nobody has asked; a race only means to make it twice

    /** With the places of the name, and of the colon or -1, within the octets, and the {@link #hash} of the name. */
    HeaderField(Octets raw, int nameStart, int nameEnd, int nameHash, int colon, Set<MessageAnomaly> anomalies) {
        this.raw = raw;
        this.nameStart = nameStart;
        this.nameEnd = nameEnd;
        this.colon = colon;
        this.anomalies = anomalies;
        this.nameHash = nameHash;
    }

    /** All octets from the name to the last line end; that is missing where the message ended early. */
    public Octets raw() {
        return raw;
    }

    /**
     * The name as written, without white space around it. Each character stands for one octet.
     */
    public String name() {
        String known = name;
        if (known == null) {
            known = raw.slice(nameStart, nameEnd).toLatin1();
            name = known;
        }
        return known;
    }

    /** Whether it has this name; the case of ASCII letters does not matter. */
    public boolean isNamed(String other) {
        return compareName(other, hash(other)) == 0;
    }

    /** An order of names, which takes no notice of the case of ASCII letters; quick, and of no other meaning. */
    int compareNames(HeaderField other) {
        int order = Integer.compare(nameHash, other.nameHash);
        if (order == 0) {
            order = Integer.compare(nameLength(), other.nameLength());
        }
        for (int i = 0; order == 0 && i < nameLength(); i++) {
            order = order(raw.at(nameStart + i), other.raw.at(other.nameStart + i));
        }
        return order;
    }

    /** The same with any field of this name, whose {@link #hash} is known. */
    int compareName(String other, int itsHash) {
        int order = Integer.compare(nameHash, itsHash);
        if (order == 0) {
            order = Integer.compare(nameLength(), other.length());
        }
        for (int i = 0; order == 0 && i < nameLength(); i++) {
            order = order(raw.at(nameStart + i), other.charAt(i));
        }
        return order;
    }

    /** The {@link #hash} of the name. */
    int nameHash() {
        return nameHash;
    }

    private int nameLength() {
        return nameEnd - nameStart;
    }

    /**
     * A number that names have in common if they differ only in the case of ASCII letters. It is made of the length and of
     * three characters, which is enough to tell apart nearly all names that occur in one header.
     */
    static int hash(String name) {
        int length = name.length();
        return length == 0 ? 0 : hash(length, name.charAt(0), name.charAt(length / 2), name.charAt(length - 1));
    }

    /** The same of the name that is there in the array, each octet a character. */
    static int hash(byte[] octets, int from, int to) {
        int length = to - from;
        return length == 0
                ? 0
                : hash(length, octets[from] & 0xFF, octets[from + length / 2] & 0xFF, octets[to - 1] & 0xFF);
    }

    // With the bit that tells letters of lower case from others: whatever else it makes equal is told apart later.
    private static int hash(int length, int first, int middle, int last) {
        return ((length * 31 + (first | 0x20)) * 31 + (middle | 0x20)) * 31 + (last | 0x20);
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

    private static int order(int one, int other) {
        return one == other ? 0 : lower(one) - lower(other);
    }

    private static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 'a' - 'A' : octet;
    }

    /** By the octets. */
    @Override
    public boolean equals(Object other) {
        return other instanceof HeaderField that && raw.equals(that.raw);
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
