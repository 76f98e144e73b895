package io.mailseal.mime;

/**
 * The value of an address field in a form that leaves mime4j's parser nothing but the grammar: ASCII, without comments,
 * and with all that was quoted written as escapes. An escape is {@code =} and four hexadecimal digits, one for each char of
 * UTF-16; all its characters may stand in an atom, and a {@code =} of the field is an escape itself.
 *
 * <p>Why mime4j 0.8.14 does not get the field as it is: it counts nested comments in a static variable, so that threads
 * disturb each other's addresses; its stack grows with the number of comments; it reads its own UTF-8 in the default
 * charset of the JVM; it decodes what looks like an encoded-word with a regular expression; and in what it returns, dots
 * that were quoted can't be told from dots that were not.
 *
 * <p>Nothing is judged here. What never ends (a quoted string, a literal, a comment) is left without an end, and what may
 * not occur outside of these stays as it is, for the parser to refuse. Comments nest as deep as they like, since they are
 * counted.
 */
final class PlainAddressText {

    private static final char ESCAPE = '=';
    private static final int DIGITS = 4;

    private final String field;
    private final StringBuilder plain;
    private int at;

    private PlainAddressText(String field) {
        this.field = field;
        this.plain = new StringBuilder(field.length() + 16);
    }

    /** The plain text of an unfolded value. */
    static String of(String field) {
        return new PlainAddressText(field).plain();
    }

    /** What a piece of plain text stood for. */
    static String unescape(String plain) {
        StringBuilder text = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c == ESCAPE) {
                text.append((char) Integer.parseInt(plain, i + 1, i + 1 + DIGITS, 16));
                i += DIGITS;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private String plain() {
        while (at < field.length()) {
            char c = field.charAt(at++);
            switch (c) {
                case '(' -> comment();
                case '"' -> quoted('"');
                case '[' -> quoted(']');
                case ' ', '\t' -> space();
                default -> unquoted(c);
            }
        }
        return plain.toString();
    }

    // RFC 5322 §3.2.2: a comment is as good as white space.
    private void comment() {
        int depth = 1;
        while (at < field.length() && depth > 0) {
            char c = field.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            }
        }
        if (depth > 0) {
            plain.append('(');
        } else {
            space();
        }
    }

    // One space is enough, and mime4j recurses for each that it keeps.
    private void space() {
        if (plain.length() == 0 || plain.charAt(plain.length() - 1) != ' ') {
            plain.append(' ');
        }
    }

    private void unquoted(char c) {
        if (c == ESCAPE || c >= 0x80) {
            escape(c);
        } else {
            plain.append(c);
        }
    }

    // A quoted string, or a domain literal, from behind its first character to its last.
    private void quoted(char last) {
        plain.append(field.charAt(at - 1));
        while (at < field.length()) {
            char c = field.charAt(at++);
            if (c == last) {
                plain.append(last);
                return;
            }
            if (c == '[' && last == ']') {
                // §3.4.1: not within a literal; unescaped it will be refused.
                plain.append(c);
            } else if (c != '\\') {
                quotedContent(c);
            } else if (at < field.length()) {
                quotedContent(field.charAt(at++));
            }
        }
    }

    private void quotedContent(char c) {
        boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
        if (letterOrDigit) {
            plain.append(c);
        } else {
            escape(c);
        }
    }

    private void escape(char c) {
        plain.append(ESCAPE);
        for (int shift = 4 * (DIGITS - 1); shift >= 0; shift -= 4) {
            plain.append(Character.toUpperCase(Character.forDigit(c >> shift & 0xF, 16)));
        }
    }
}
