package io.mailseal.core.syntax;

/**
 * A word that can stand in a structured header field as it is: {@code mx.example.org}.
 *
 * @rfc 5322 3.2.3
 */
public final class DotAtom {

    private static final String SYMBOLS = "!#$%&'*+-/=?^_`{|}~";

    private DotAtom() {}

    /** Whether the text is one: ASCII letters, digits and some symbols, with single dots between them. */
    public static boolean matches(String text) {
        boolean afterDot = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (afterDot) {
                    return false;
                }
            } else if (!isAtext(c)) {
                return false;
            }
            afterDot = c == '.';
        }
        return !afterDot;
    }

    private static boolean isAtext(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || SYMBOLS.indexOf(c) >= 0;
    }
}
