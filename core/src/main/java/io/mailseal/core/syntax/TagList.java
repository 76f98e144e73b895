package io.mailseal.core.syntax;

import io.mailseal.core.Octets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A list of {@code name=value} tags with semicolons between them: its tags in order, and its faults in order. Reading never
 * fails; a faulty stretch is left out up to the next semicolon. DKIM takes no list with a fault, DMARC takes the rest.
 *
 * <p>As the RFC has it, but for two liberties: octets above 127 may stand in a value (for the time of UTF-8, as the RFC
 * advises), and white space may be folded more than once everywhere, not only within values. A line end must always be
 * followed by a blank.
 *
 * @rfc 6376 3.2
 */
public final class TagList {

    /** No list of anybody has more; the rest of a longer one is not read. */
    public static final int MAX_TAGS = 1000;

    // Those up to "z", at their places, as they are in a program.
    private static final String[] LETTERS = letters();

    private final List<Tag> tags;
    private final Map<String, Tag> first;
    private final List<TagFault> faults;

    private TagList(List<Tag> tags, Map<String, Tag> first, List<TagFault> faults) {
        this.tags = List.copyOf(tags);
        this.first = first;
        this.faults = List.copyOf(faults);
    }

    /** Reads octets. */
    public static TagList parse(Octets text) {
        return new Parser(text.toByteArray()).parse();
    }

    /**
     * Reads text in which each character stands for one octet.
     *
     * @throws IllegalArgumentException for a character above U+00FF
     */
    public static TagList parse(String latin1) {
        for (int i = 0; i < latin1.length(); i++) {
            if (latin1.charAt(i) > 0xFF) {
                throw new IllegalArgumentException("no octet at " + i);
            }
        }
        return new Parser(latin1.getBytes(StandardCharsets.ISO_8859_1)).parse();
    }

    private static String[] letters() {
        String[] letters = new String['z' + 1];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = String.valueOf((char) i).intern();
        }
        return letters;
    }

    /** All tags in order, repeated ones too. */
    public List<Tag> tags() {
        return tags;
    }

    /** The first tag of this name. */
    public Optional<Tag> first(String name) {
        return Optional.ofNullable(first.get(name));
    }

    /** All that is wrong, in order. */
    public List<TagFault> faults() {
        return faults;
    }

    /** Whether nothing is wrong: no syntax fault, and no tag twice. */
    public boolean isValid() {
        return faults.isEmpty();
    }

    static boolean isBlank(char c) {
        return c <= ' ' && (c == ' ' || c == '\t' || c == '\r' || c == '\n');
    }

    static String trim(String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** One pass over the text, from semicolon to semicolon. */
    private static final class Parser {

        private final byte[] octets;
        private final String text; // the same
        private final List<Tag> tags = new ArrayList<>();
        private final List<TagFault> faults = new ArrayList<>(0);
        private final Map<String, Tag> first = new HashMap<>();

        Parser(byte[] octets) {
            this.octets = octets;
            this.text = new String(octets, StandardCharsets.ISO_8859_1);
        }

        TagList parse() {
            int specs = 0;
            int start = 0;
            while (true) {
                int end = text.indexOf(';', start);
                boolean last = end < 0;
                end = last ? text.length() : end;
                if (last && specs > 0 && isAllBlank(start)) {
                    checkFolding(start, end, "");
                    break;
                }
                if (specs++ == MAX_TAGS) {
                    fault(TagFault.Kind.TOO_MANY_TAGS, start, "");
                    break;
                }
                parseTag(start, end);
                if (last) {
                    break;
                }
                start = end + 1;
            }
            return new TagList(tags, first, faults);
        }

        // tag-spec = [FWS] tag-name [FWS] "=" [FWS] tag-value [FWS]
        private void parseTag(int start, int end) {
            int nameStart = skipBlanks(start, end);
            int nameEnd = skipName(nameStart, end);
            int equals = skipBlanks(nameEnd, end);
            String name = name(nameStart, nameEnd);
            if (nameStart == end) {
                fault(TagFault.Kind.MISSING_TAG, nameStart, "");
            } else if (name.isEmpty()) {
                fault(TagFault.Kind.INVALID_NAME, nameStart, "");
            } else if (equals == end || octets[equals] != '=') {
                fault(TagFault.Kind.MISSING_EQUALS, equals, name);
            } else if (checkFolding(start, nameStart, name) && checkFolding(nameEnd, equals, name)) {
                checkValue(equals + 1, end, name);
                Tag tag = new Tag(name, trim(text, equals + 1, end), nameStart, equals + 1, end);
                if (first.putIfAbsent(name, tag) != null) {
                    fault(TagFault.Kind.DUPLICATE_TAG, nameStart, name);
                }
                tags.add(tag);
            }
        }

        private void checkValue(int start, int end, String name) {
            int invalid = end;
            int at = TagScan.find(octets, start, end);
            while (at < end) {
                byte c = octets[at];
                if (isFolding(at, end)) {
                    at += 2;
                } else if (c == '\r' || c == '\n') {
                    fault(TagFault.Kind.INVALID_FOLDING, at, name);
                    return;
                } else if (!isWsp(c)) {
                    invalid = Math.min(invalid, at);
                }
                at = TagScan.find(octets, at + 1, end);
            }
            if (invalid < end) {
                fault(TagFault.Kind.INVALID_VALUE, invalid, name);
            }
        }

        // Each CR is the beginning of CRLF WSP, and there is no other LF.
        private boolean checkFolding(int start, int end, String name) {
            for (int i = start; i < end; i++) {
                if (octets[i] != '\r' && octets[i] != '\n') {
                    continue;
                }
                if (!isFolding(i, end)) {
                    fault(TagFault.Kind.INVALID_FOLDING, i, name);
                    return false;
                }
                i += 2;
            }
            return true;
        }

        private boolean isFolding(int at, int end) {
            return octets[at] == '\r' && at + 2 < end && octets[at + 1] == '\n' && isWsp(octets[at + 2]);
        }

        private static boolean isWsp(byte c) {
            return c == ' ' || c == '\t';
        }

        private boolean isAllBlank(int start) {
            return skipBlanks(start, text.length()) == text.length();
        }

        private int skipBlanks(int start, int end) {
            int at = start;
            while (at < end && isBlank((char) octets[at])) {
                at++;
            }
            return at;
        }

        private int skipName(int start, int end) {
            int at = start;
            while (at < end && isNameOctet(octets[at], at == start)) {
                at++;
            }
            return at;
        }

        // Most names have one letter. Where they are the same object, they are found sooner.
        private String name(int start, int end) {
            return end - start == 1 ? LETTERS[octets[start]] : text.substring(start, end);
        }

        private static boolean isNameOctet(byte c, boolean first) {
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            return letter || !first && (c >= '0' && c <= '9' || c == '_');
        }

        private void fault(TagFault.Kind kind, int position, String tag) {
            faults.add(new TagFault(kind, position, tag));
        }
    }
}
