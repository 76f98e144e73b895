package io.mailseal.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An absolute domain name: labels of 1 to 63 octets, 255 octets on the wire (253 as text). Names are always absolute (no
 * search list is ever applied), and they compare without regard to the case of ASCII letters, which is why they are kept
 * in lower case.
 *
 * <p>A name holds A-labels. Text with U-labels enters through {@link #ofUnicode} alone, so that a conversion is never an
 * accident. Labels may hold any octet, as DNS allows; {@link #isHostName} tells whether the name would do for a host.
 *
 * @rfc 1035 3.1
 */
public final class DomainName implements Comparable<DomainName> {

    /** The longest label, in octets. */
    public static final int MAX_LABEL = 63;

    /** The longest name as text without the final dot, in octets. */
    public static final int MAX_TEXT = 253;

    /** The root of the tree, {@code "."}. */
    public static final DomainName ROOT = new DomainName(".", 0, new String[0]);

    private final String text;
    private final int count;

    // One char per octet, ASCII letters in lower case; the leftmost label first. Null for nearly every name: where
    // nothing in the text is escaped, its labels are what lies between the dots. There are many names for each
    // message.
    private final String @Nullable [] escaped;

    private DomainName(String text, int count, String @Nullable [] escaped) {
        this.text = text;
        this.count = count;
        this.escaped = escaped;
    }

    private static DomainName ofLowered(String[] labels) {
        if (labels.length == 0) {
            return ROOT;
        }
        String text = present(labels);
        return new DomainName(text, labels.length, text.indexOf('\\') < 0 ? null : labels);
    }

    // To be changed by nobody.
    private String[] split() {
        if (escaped != null) {
            return escaped;
        }
        String[] labels = new String[count];
        int start = 0;
        for (int i = 0; i < count; i++) {
            int dot = i == count - 1 ? text.length() : text.indexOf('.', start);
            labels[i] = text.substring(start, dot);
            start = dot + 1;
        }
        return labels;
    }

    /**
     * A name that the caller knows to be right, such as a literal.
     *
     * @throws IllegalArgumentException where {@link #parse} would find nothing
     */
    public static DomainName of(String name) {
        return parse(name).orElseThrow(() -> new IllegalArgumentException("not a domain name: " + name));
    }

    /**
     * Reads ASCII text: labels joined by dots, one dot at the end allowed, {@code "."} is the root. Empty where the text is
     * no name: an empty or over-long label, more than 253 octets, a character outside U+0021..U+007E, or a backslash
     * (escapes are not text that mail contains; {@link #ofLabels} takes any octet).
     */
    public static Optional<DomainName> parse(String name) {
        return Optional.ofNullable(read(name, false));
    }

    /**
     * Reads text whose labels may be U-labels, and turns these into A-labels by IDNA2008. Strict: nothing is mapped but
     * the case of ASCII letters, so {@code ß} stays itself, and {@code Ü}, {@code ☕} or a label that is not in
     * Normalization Form C is no name. ASCII labels that pretend to be A-labels are checked, too.
     *
     * @rfc 5891 5
     * @rfc 8616 2
     */
    public static Optional<DomainName> ofUnicode(String name) {
        return Optional.ofNullable(read(name, true)).filter(DomainName::hasOnlyValidALabels);
    }

    /** The name of these labels, the leftmost first. Empty where one is empty or too long, or all are. */
    public static Optional<DomainName> ofLabels(List<Octets> labels) {
        String[] lowered = new String[labels.size()];
        for (int i = 0; i < lowered.length; i++) {
            if (labels.get(i).length() < 1 || labels.get(i).length() > MAX_LABEL) {
                return Optional.empty();
            }
            lowered[i] = lowerCase(labels.get(i).toLatin1());
        }
        return Optional.ofNullable(fromLowered(lowered));
    }

    private static @Nullable DomainName read(String name, boolean unicode) {
        if (name.equals(".")) {
            return ROOT;
        }
        // Four UTF-16 units can become one octet of an A-label at the very best; beyond that the text can't be a name.
        if (name.isEmpty() || name.length() > 4 * MAX_TEXT) {
            return null;
        }
        int end = name.endsWith(".") ? name.length() - 1 : name.length();
        int dots = dotsIfPlain(name, end);
        if (dots >= 0) {
            return ofPlain(name, end, dots);
        }
        List<String> labels = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= end; i++) {
            if (i < end && name.charAt(i) != '.') {
                continue;
            }
            String label = readLabel(name.substring(start, i), unicode);
            if (label == null) {
                return null;
            }
            labels.add(label);
            start = i + 1;
        }
        return fromLowered(labels.toArray(String[]::new));
    }

    // The number of dots, where the text is as it will be shown: lower case, nothing to escape; otherwise -1.
    private static int dotsIfPlain(String name, int end) {
        int dots = 0;
        for (int i = 0; i < end; i++) {
            char c = name.charAt(i);
            if (c == '.') {
                dots++;
            } else if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_') {
                return -1;
            }
        }
        return dots;
    }

    // The same as what follows, without looking at each character once more.
    private static @Nullable DomainName ofPlain(String name, int end, int dots) {
        if (end > MAX_TEXT) {
            return null;
        }
        int start = 0;
        for (int i = 0; i <= dots; i++) {
            int dot = i == dots ? end : name.indexOf('.', start);
            if (dot == start || dot - start > MAX_LABEL) {
                return null;
            }
            start = dot + 1;
        }
        return new DomainName(name.substring(0, end), dots + 1, null);
    }

    private static @Nullable String readLabel(String label, boolean unicode) {
        boolean ascii = true;
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (c <= 0x20 || c == 0x7F || c == '\\') {
                return null;
            }
            ascii &= c < 0x80;
        }
        if (ascii) {
            return label.isEmpty() || label.length() > MAX_LABEL ? null : lowerCase(label);
        }
        return unicode ? UnicodeLabel.toALabel(label) : null;
    }

    // Null when the name would be too long.
    private static @Nullable DomainName fromLowered(String[] labels) {
        return textOctets(labels) > MAX_TEXT ? null : ofLowered(labels);
    }

    private static int textOctets(String[] labels) {
        int octets = labels.length - 1;
        for (String label : labels) {
            octets += label.length();
        }
        return octets;
    }

    private static String present(String[] labels) {
        if (labels.length == 0) {
            return ".";
        }
        StringBuilder text = new StringBuilder();
        for (String label : labels) {
            if (text.length() > 0) {
                text.append('.');
            }
            appendEscaped(text, label);
        }
        return text.toString();
    }

    // §5.1 of RFC 1035: what a master file would escape.
    private static void appendEscaped(StringBuilder text, String label) {
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (c <= 0x20 || c >= 0x7F) {
                text.append('\\').append((char) ('0' + c / 100)).append((char) ('0' + c / 10 % 10));
                text.append((char) ('0' + c % 10));
            } else {
                if (c == '.' || c == '\\') {
                    text.append('\\');
                }
                text.append(c);
            }
        }
    }

    private static String lowerCase(String label) {
        for (int i = 0; i < label.length(); i++) {
            if (label.charAt(i) >= 'A' && label.charAt(i) <= 'Z') {
                return lowerCaseFrom(label, i);
            }
        }
        return label;
    }

    private static String lowerCaseFrom(String label, int first) {
        char[] chars = label.toCharArray();
        for (int i = first; i < chars.length; i++) {
            if (chars[i] >= 'A' && chars[i] <= 'Z') {
                chars[i] = (char) (chars[i] + 'a' - 'A');
            }
        }
        return new String(chars);
    }

    /** How many labels; the root has none. */
    public int labelCount() {
        return count;
    }

    /** The labels, the leftmost first, in lower case. */
    public List<Octets> labels() {
        return Arrays.stream(split()).map(Octets::ofLatin1).toList();
    }

    /** Whether this is the root. */
    public boolean isRoot() {
        return count == 0;
    }

    /**
     * The name without its leftmost label.
     *
     * @throws IllegalStateException at the root
     */
    public DomainName parent() {
        if (isRoot()) {
            throw new IllegalStateException("the root has no parent");
        }
        return suffix(count - 1);
    }

    /**
     * The rightmost labels.
     *
     * @throws IndexOutOfBoundsException if there are not so many
     */
    public DomainName suffix(int labels) {
        if (labels < 0 || labels > count) {
            throw new IndexOutOfBoundsException(labels + " of " + count + " labels");
        }
        if (labels == count) {
            return this;
        }
        if (labels == 0) {
            return ROOT;
        }
        if (escaped != null) {
            return ofLowered(Arrays.copyOfRange(escaped, count - labels, count));
        }
        int start = 0;
        for (int skip = count - labels; skip > 0; skip--) {
            start = text.indexOf('.', start) + 1;
        }
        return new DomainName(text.substring(start), labels, null);
    }

    /** With how many labels both names end: {@code a.example.com} and {@code b.example.com} with two. */
    public int commonLabels(DomainName other) {
        if (escaped != null || other.escaped != null) {
            return commonLabels(split(), other.split());
        }
        int common = 0;
        int at = text.length() - 1;
        int otherAt = other.text.length() - 1;
        while (at >= 0 && otherAt >= 0 && text.charAt(at) == other.text.charAt(otherAt)) {
            common += text.charAt(at) == '.' ? 1 : 0;
            at--;
            otherAt--;
        }
        boolean wholeLabel = (at < 0 || text.charAt(at) == '.') && (otherAt < 0 || other.text.charAt(otherAt) == '.');
        return wholeLabel ? common + 1 : common;
    }

    private static int commonLabels(String[] labels, String[] others) {
        int most = Math.min(labels.length, others.length);
        int common = 0;
        while (common < most && labels[labels.length - 1 - common].equals(others[others.length - 1 - common])) {
            common++;
        }
        return common;
    }

    /**
     * This name below a prefix of one or more labels: {@code of("example.com").below("_dmarc")} is
     * {@code _dmarc.example.com}. Empty where the result is too long to be a name, or the prefix is none.
     */
    public Optional<DomainName> below(String prefix) {
        DomainName labelsBelow = read(prefix, false);
        return labelsBelow == null ? Optional.empty() : below(labelsBelow);
    }

    /** The same for a prefix that has been read before. */
    public Optional<DomainName> below(DomainName prefix) {
        return Optional.ofNullable(joined(prefix));
    }

    private @Nullable DomainName joined(DomainName prefix) {
        if (prefix.isRoot() || isRoot()) {
            return prefix.isRoot() ? this : prefix;
        }
        if (escaped == null && prefix.escaped == null) {
            int length = prefix.text.length() + 1 + text.length();
            return length > MAX_TEXT ? null : new DomainName(prefix.text + "." + text, prefix.count + count, null);
        }
        String[] joined = Arrays.copyOf(prefix.split(), prefix.count + count);
        System.arraycopy(split(), 0, joined, prefix.count, count);
        return fromLowered(joined);
    }

    /** Whether this is the ancestor itself, or a name below it. Everything is at or below the root. */
    public boolean isAtOrBelow(DomainName ancestor) {
        return count >= ancestor.count && commonLabels(ancestor) == ancestor.count;
    }

    /**
     * Whether each label is letters, digits and inner hyphens, as host names and mail domains are. Underscores are not
     * part of it.
     *
     * @rfc 1123 2.1
     */
    public boolean isHostName() {
        if (isRoot()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            boolean innerHyphen = c == '-' && isInner(i);
            if (!letterOrDigit && !innerHyphen && c != '.') {
                return false; // a backslash is among these
            }
        }
        return true;
    }

    private boolean isInner(int index) {
        return index > 0 && index < text.length() - 1 && text.charAt(index - 1) != '.' && text.charAt(index + 1) != '.';
    }

    /** Whether it holds nothing but U+0021..U+007E: what a program may put into a question that others wrote. */
    public boolean isPrintable() {
        for (String label : split()) {
            for (int i = 0; i < label.length(); i++) {
                if (label.charAt(i) <= 0x20 || label.charAt(i) >= 0x7F) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Whether every label that begins with {@code xn--} is an A-label, one that a U-label gives back. Code points newer
     * than our tables are given the benefit of the doubt.
     *
     * @rfc 5890 2.3.2.1
     */
    public boolean hasOnlyValidALabels() {
        if (!text.contains("xn--")) {
            return true;
        }
        for (String label : split()) {
            if (label.startsWith("xn--") && !UnicodeLabel.isValidALabel(label)) {
                return false;
            }
        }
        return true;
    }

    /** For display to people: A-labels as U-labels where they are valid. Never to be compared or asked for. */
    public String toUnicode() {
        StringBuilder shown = new StringBuilder();
        for (String label : split()) {
            if (shown.length() > 0) {
                shown.append('.');
            }
            String unicode = label.startsWith("xn--") ? UnicodeLabel.toULabel(label) : null;
            if (unicode != null) {
                shown.append(unicode);
            } else {
                appendEscaped(shown, label);
            }
        }
        return isRoot() ? "." : shown.toString();
    }

    /**
     * In the order of DNS: by the rightmost label first.
     *
     * @rfc 4034 6.1
     */
    @Override
    public int compareTo(DomainName other) {
        String[] labels = split();
        String[] others = other.split();
        for (int i = 1; i <= Math.min(count, other.count); i++) {
            int order = labels[count - i].compareTo(others[other.count - i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(count, other.count);
    }

    // The text is injective: dots and backslashes inside of labels are escaped. It knows its hash after the first
    // time, and names that are compared often differ in their first characters only.
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof DomainName that
                        && text.hashCode() == that.text.hashCode()
                        && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** In lower case, without a final dot; octets that are not printable as in a master file ({@code \009}). */
    @Override
    public String toString() {
        return text;
    }
}
