package io.mailseal.mtasts;

/**
 * A field that MTA-STS does not know, as it stands in a record or policy.
 *
 * @param name letters, digits, {@code _}, {@code -} and {@code .}, at most 32, the first a letter or digit
 * @param value not empty; which characters depends on where it stands
 * @rfc 8461 9.2
 */
public record MtaStsField(String name, String value) {

    static final int LONGEST_NAME = 32;

    /**
     * @throws IllegalArgumentException for a name or value that neither a record nor a policy can hold
     */
    public MtaStsField {
        if (!isName(name) || !isPolicyValue(value)) {
            throw new IllegalArgumentException("no field: " + name + ", " + value);
        }
    }

    // (ALPHA / DIGIT) *31(ALPHA / DIGIT / "_" / "-" / ".")
    static boolean isName(String text) {
        if (text.isEmpty() || text.length() > LONGEST_NAME || !isAlphanumeric(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && c != '_' && c != '-' && c != '.') {
                return false;
            }
        }
        return true;
    }

    // §3.1: 1*(%x21-3A / %x3C / %x3E-7E)
    static boolean isRecordValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x21 || c > 0x7E || c == ';' || c == '=') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    // §3.2: visible characters, of which those beyond ASCII are UTF-8, with spaces between them.
    static boolean isPolicyValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == 0x7F) {
                return false;
            }
        }
        return !text.isEmpty() && text.charAt(0) != ' ' && text.charAt(text.length() - 1) != ' ';
    }

    static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
