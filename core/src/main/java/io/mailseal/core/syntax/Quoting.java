package io.mailseal.core.syntax;

/**
 * The two ways in which text that somebody else has chosen gets into a structured header field, and the one gate on
 * both: printable ASCII, blanks and tabs can be made safe by escaping; any other text is refused, since nothing can.
 *
 * <p>Internationalized mail could hold UTF-8 there (RFC 6532). We write none: whether its readers would take it is not
 * known where the field is made.
 */
public enum Quoting {
    /**
     * For people: {@code (text)}.
     *
     * @rfc 5322 3.2.2
     */
    COMMENT('(', ')', "()\\"),

    /**
     * A value: {@code "text"}.
     *
     * @rfc 5322 3.2.4
     */
    QUOTED_STRING('"', '"', "\"\\");

    /** Longer text, counted as it is when escaped, is refused, so that no line exceeds the 998 octets of RFC 5322. */
    public static final int MAX_LENGTH = 900;

    private final char open;
    private final char close;
    private final String special;

    Quoting(char open, char close, String special) {
        this.open = open;
        this.close = close;
        this.special = special;
    }

    /** Whether quoting makes the text safe: printable ASCII and blanks, and not too long even with its escapes. */
    public boolean canHold(String text) {
        int length = text.length();
        if (length > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < 0x20 && c != '\t') || c >= 0x7F) {
                return false;
            }
            length += isSpecial(c) ? 1 : 0;
        }
        return length <= MAX_LENGTH;
    }

    /**
     * The same text.
     *
     * @throws IllegalArgumentException if it can't be made safe; its message does not show the text
     */
    public String require(String text) {
        if (!canHold(text)) {
            throw new IllegalArgumentException("can't stand in a header field: a value of " + text.length()
                    + " characters, with controls, non-ASCII characters, or too long");
        }
        return text;
    }

    /**
     * The text, escaped and between its delimiters.
     *
     * @throws IllegalArgumentException if it can't be made safe
     */
    public String quote(String text) {
        require(text);
        StringBuilder quoted = new StringBuilder(text.length() + 2).append(open);
        for (int i = 0; i < text.length(); i++) {
            if (isSpecial(text.charAt(i))) {
                quoted.append('\\');
            }
            quoted.append(text.charAt(i));
        }
        return quoted.append(close).toString();
    }

    private boolean isSpecial(char c) {
        return special.indexOf(c) >= 0;
    }
}
