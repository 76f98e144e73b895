package io.mailseal.dns;

import io.mailseal.core.DomainName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads DS and DNSKEY records as a zone file has them: comments, parentheses over several lines, the owner left out
 * where it is that of the record before, TTL and class in either order or left out. Names are absolute with and without
 * a final dot, since there is no origin; directives are refused.
 *
 * @rfc 1035 5.1
 * @rfc 4034 2.2
 * @rfc 4034 5.3
 */
final class AnchorMasterFile {

    // One record, with the line on which it begins.
    private record Entry(int line, boolean hasOwner, List<String> fields) {}

    private final String text;
    private final List<TrustAnchor> anchors = new ArrayList<>();
    private int at;
    private int line = 1;
    private @Nullable DomainName owner;

    private AnchorMasterFile(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException that says where, and what is wrong there */
    static List<TrustAnchor> parse(String text) {
        return new AnchorMasterFile(text).parse();
    }

    private List<TrustAnchor> parse() {
        while (at < text.length()) {
            int begin = line;
            try {
                Entry entry = readEntry();
                begin = entry.line();
                if (!entry.fields().isEmpty()) {
                    anchors.add(anchor(entry));
                }
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("line " + begin + ": " + wrong.getMessage(), wrong);
            }
        }
        return anchors;
    }

    // Up to the end of the line, or of a later one where a parenthesis is open.
    private Entry readEntry() {
        int begin = line;
        boolean hasOwner = !isBlank(text.charAt(at));
        List<String> fields = new ArrayList<>();
        boolean isOpen = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
                at++;
                if (!isOpen) {
                    return new Entry(begin, hasOwner, fields);
                }
            } else if (c == ';') {
                skipComment();
            } else if (c == '(' || c == ')') {
                if (isOpen == (c == '(')) {
                    throw new IllegalArgumentException("a parenthesis too many");
                }
                isOpen = c == '(';
                at++;
            } else if (isBlank(c)) {
                at++;
            } else {
                fields.add(readField());
            }
        }
        if (isOpen) {
            throw new IllegalArgumentException("the parenthesis is not closed");
        }
        return new Entry(begin, hasOwner, fields);
    }

    private void skipComment() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    private String readField() {
        int begin = at;
        while (at < text.length() && isInField(text.charAt(at))) {
            at++;
        }
        if (at == begin) {
            throw new IllegalArgumentException(
                    "a character that no record has: U+%04X".formatted((int) text.charAt(at)));
        }
        return text.substring(begin, at);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r';
    }

    private static boolean isInField(char c) {
        return c > ' ' && c < 0x7F && c != ';' && c != '(' && c != ')' && c != '"' && c != '\\';
    }

    private TrustAnchor anchor(Entry entry) {
        List<String> fields = entry.fields();
        int next = 0;
        if (entry.hasOwner()) {
            if (fields.get(0).startsWith("$")) {
                throw new IllegalArgumentException(
                        "directives are not supported: " + AnchorFields.shown(fields.get(0)));
            }
            owner = AnchorFields.zone(fields.get(next++));
        }
        DomainName zone = owner;
        if (zone == null) {
            throw new IllegalArgumentException("the record has no owner");
        }
        while (next < fields.size() && (isTtl(fields.get(next)) || isInternet(fields.get(next)))) {
            next++;
        }
        if (next == fields.size()) {
            throw new IllegalArgumentException("no DS or DNSKEY record");
        }
        List<String> data = fields.subList(next + 1, fields.size());
        return switch (fields.get(next).toUpperCase(Locale.ROOT)) {
            case "DS" -> digest(zone, data);
            case "DNSKEY" -> key(zone, data);
            default ->
                throw new IllegalArgumentException(
                        "no DS or DNSKEY record of class IN: " + AnchorFields.shown(fields.get(next)));
        };
    }

    private static TrustAnchor digest(DomainName zone, List<String> data) {
        requireFour(data);
        return AnchorFields.digest(
                zone, data.get(0), data.get(1), data.get(2), joined(data), TrustAnchor.Validity.ALWAYS);
    }

    private static TrustAnchor key(DomainName zone, List<String> data) {
        requireFour(data);
        return AnchorFields.key(zone, data.get(0), data.get(1), data.get(2), joined(data), TrustAnchor.Validity.ALWAYS);
    }

    private static void requireFour(List<String> data) {
        if (data.size() < 4) {
            throw new IllegalArgumentException("the record has too few fields");
        }
    }

    // RFC 4034 §2.2, §5.3: the last field may be divided by blanks.
    private static String joined(List<String> data) {
        return String.join("", data.subList(3, data.size()));
    }

    // Also with the units that BIND knows; a type begins with a letter.
    private static boolean isTtl(String field) {
        return AnchorFields.isDigit(field.charAt(0));
    }

    private static boolean isInternet(String field) {
        return field.equalsIgnoreCase("IN");
    }
}
