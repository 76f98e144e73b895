package io.mailseal.core.syntax;

/**
 * The two ways in which text that somebody else has chosen gets into a structured header field, and the one gate on
 * both: printable ASCII, blanks and tabs can be made safe by escaping; any other text is refused, since nothing can.
 *
 * <p>Internationalized mail can hold UTF-8 there (RFC 6532). Whether its readers would take it is not known where the field
 * is made: so it has methods of its own, for those who know. Refused even then is what no header should show: controls,
 * line and paragraph separators, what is no character, and what turns the direction of the text around it.
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
            throw unsafe(text);
        }
        return text;
    }

    private static IllegalArgumentException unsafe(String text) {
        return new IllegalArgumentException("can't stand in a header field: a value of " + text.length()
                + " characters, with controls, non-ASCII characters, or too long");
    }

    /**
     * The text, escaped and between its delimiters.
     *
     * @throws IllegalArgumentException if it can't be made safe
     */
    public String quote(String text) {
        return escape(require(text));
    }

    private String escape(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append(open);
        for (int i = 0; i < text.length(); i++) {
            if (isSpecial(text.charAt(i))) {
                quoted.append('\\');
            }
            quoted.append(text.charAt(i));
        }
        return quoted.append(close).toString();
    }

    /**
     * The same for internationalized mail: whether quoting makes the text safe, and it does not take more octets in UTF-8
     * than {@link #MAX_LENGTH}, even with its escapes.
     *
     * @rfc 6532 3.2
     */
    public boolean canHoldInternational(String text) {
        if (text.length() > MAX_LENGTH) {
            return false;
        }
        int octets = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            if (point < 0x80 ? (point < 0x20 && point != '\t') || point == 0x7F : !isPlain(point)) {
                return false;
            }
            octets += octetsOf(point) + (point < 0x80 && isSpecial((char) point) ? 1 : 0);
            i += Character.charCount(point);
        }
        return octets <= MAX_LENGTH;
    }

    /**
     * The text, escaped and between its delimiters, for internationalized mail.
     *
     * @throws IllegalArgumentException if it can't be made safe
     */
    public String quoteInternational(String text) {
        if (!canHoldInternational(text)) {
            throw unsafe(text);
        }
        return escape(text);
    }

    private static int octetsOf(int point) {
        return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> !turnsDirection(point) && (point & 0xFFFE) != 0xFFFE;
        };
    }

    // The embeddings, overrides and isolates of bidirectional text.
    private static boolean turnsDirection(int point) {
        return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    }

    private boolean isSpecial(char c) {
        return special.indexOf(c) >= 0;
    }
}
