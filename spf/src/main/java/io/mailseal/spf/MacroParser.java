package io.mailseal.spf;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a macro-string. Used once.
 *
 * @rfc 7208 7.1
 */
final class MacroParser {

    private static final String DELIMITERS = ".-+,/_=";
    private static final int MANY = 1_000_000;

    private final String text;
    private final String letters;
    private final int end;
    private int at;
    private String expected = "";
    private boolean endsInExpansion;
    private final List<MacroString.Part> parts = new ArrayList<>(1);
    private final StringBuilder literal = new StringBuilder();

    /** @param letters the macro letters that are allowed here, in lower case */
    MacroParser(String text, int start, int end, String letters) {
        this.text = text;
        this.at = start;
        this.end = end;
        this.letters = letters;
    }

    /** The characters are known to be visible ASCII. Null where there is an error. */
    @Nullable
    MacroString parse() {
        while (at < end) {
            endsInExpansion = text.charAt(at) == '%';
            if (!endsInExpansion) {
                literal.append(text.charAt(at++));
            } else if (!expansion()) {
                return null;
            }
        }
        endLiteral();
        return new MacroString(parts);
    }

    /** Whether the last thing in it was a macro-expand, which the end of a domain-spec may be. */
    boolean endsInExpansion() {
        return endsInExpansion;
    }

    /** Where the error is. */
    int position() {
        return at;
    }

    /** What should have been there. */
    String expected() {
        return expected;
    }

    private boolean expansion() {
        at++;
        switch (at < end ? text.charAt(at) : ' ') {
            case '%' -> literal.append('%');
            case '_' -> literal.append(' ');
            case '-' -> literal.append("%20");
            case '{' -> {
                return macro();
            }
            default -> {
                // §7.3: a percent sign that begins nothing is a syntax error.
                return fail("one of { % _ - after %");
            }
        }
        at++;
        return true;
    }

    private boolean macro() {
        at++;
        char letter = at < end ? lowerCase(text.charAt(at)) : ' ';
        if (letters.indexOf(letter) < 0) {
            return fail("one of the macro letters " + letters);
        }
        boolean escaped = letter != text.charAt(at);
        at++;
        int rightmost = digits();
        if (rightmost == 0) {
            return fail("a number of parts that is not 0");
        }
        boolean reversed = at < end && lowerCase(text.charAt(at)) == 'r';
        at += reversed ? 1 : 0;
        String delimiters = delimiters();
        if (at >= end || text.charAt(at) != '}') {
            return fail("} at the end of the macro");
        }
        at++;
        endLiteral();
        parts.add(new MacroString.Macro(letter, escaped, rightmost, reversed, delimiters));
        return true;
    }

    // The number, as far as it matters; all parts where there is none.
    private int digits() {
        int start = at;
        int number = 0;
        while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            number = Math.min(10 * number + text.charAt(at++) - '0', MANY);
        }
        return at == start ? Integer.MAX_VALUE : number;
    }

    // Each once, however often it is written: all of them are compared with each character of a value.
    private String delimiters() {
        StringBuilder distinct = new StringBuilder();
        while (at < end && DELIMITERS.indexOf(text.charAt(at)) >= 0) {
            String delimiter = text.substring(at, ++at);
            if (distinct.indexOf(delimiter) < 0) {
                distinct.append(delimiter);
            }
        }
        return distinct.length() == 0 ? MacroString.DEFAULT_DELIMITERS : distinct.toString();
    }

    private void endLiteral() {
        if (literal.length() > 0) {
            parts.add(new MacroString.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private boolean fail(String what) {
        expected = what;
        return false;
    }

    private static char lowerCase(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
    }
}
