package io.mailseal.spf;

import java.util.List;

/**
 * Text with places for parameters of the message.
 *
 * @rfc 7208 7.1
 */
record MacroString(List<Part> parts) {

    /** The macro letters of a term. §7.2: three more are for the text of an explanation alone. */
    static final String TERM_LETTERS = "slodipvh";

    static final String ALL_LETTERS = TERM_LETTERS + "crt";

    static final String DEFAULT_DELIMITERS = ".";

    MacroString {
        parts = List.copyOf(parts);
    }

    /** One piece. */
    sealed interface Part {}

    /** Text that stands for itself, {@code %%}, {@code %_} and {@code %-} resolved. */
    record Literal(String text) implements Part {}

    /**
     * A parameter.
     *
     * @param letter in lower case
     * @param escaped whether it was upper case, which means URL escaping
     * @param rightmost how many parts are kept; {@link Integer#MAX_VALUE} for all
     * @param delimiters where the value is split
     */
    record Macro(char letter, boolean escaped, int rightmost, boolean reversed, String delimiters) implements Part {}

    /** Whether one of these letters is used. */
    boolean uses(String letters) {
        for (Part part : parts) {
            if (part instanceof Macro macro && letters.indexOf(macro.letter()) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is no macro in it. */
    boolean isLiteral() {
        return !uses(ALL_LETTERS);
    }

    /**
     * The last characters of the expansion, at most that many. It is made from its end, and no further than is
     * wanted, so that the work is bounded whatever the lengths of record and values.
     *
     * @rfc 7208 7.3
     */
    String expandEnd(MacroValues values, int limit) {
        BackwardText text = new BackwardText(limit);
        for (int i = parts.size() - 1; i >= 0 && !text.isFull(); i--) {
            prepend(parts.get(i), values, text);
        }
        return text.toString();
    }

    /** The first characters of the expansion, at most that many; what they don't need is not expanded. */
    String expandStart(MacroValues values, int limit) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.size() && text.length() < limit; i++) {
            BackwardText part = new BackwardText(Integer.MAX_VALUE);
            prepend(parts.get(i), values, part);
            text.append(part);
        }
        text.setLength(Math.min(text.length(), limit));
        return text.toString();
    }

    private static void prepend(Part part, MacroValues values, BackwardText text) {
        if (part instanceof Macro macro) {
            prependTransformed(macro, values.value(macro.letter()), text);
        } else if (part instanceof Literal literal) {
            text.prepend(literal.text(), 0, literal.text().length(), false);
        }
    }

    // §7.3: split, reversed if so wanted, the rightmost parts joined with dots; empty parts are parts.
    private static void prependTransformed(Macro macro, String value, BackwardText text) {
        int taken = 0;
        int from = 0;
        int to = value.length();
        while (true) {
            // What comes last is the last part of the value, or when it is reversed, the first.
            int partFrom = macro.reversed() ? from : startOfPart(value, to, macro.delimiters());
            int partTo = macro.reversed() ? endOfPart(value, from, macro.delimiters()) : to;
            text.prepend(value, partFrom, partTo, macro.escaped());
            taken++;
            boolean exhausted = macro.reversed() ? partTo == value.length() : partFrom == 0;
            if (exhausted || taken == macro.rightmost() || text.isFull()) {
                return;
            }
            text.prepend('.');
            from = partTo + 1;
            to = partFrom - 1;
        }
    }

    private static int startOfPart(String value, int end, String delimiters) {
        int start = end;
        while (start > 0 && delimiters.indexOf(value.charAt(start - 1)) < 0) {
            start--;
        }
        return start;
    }

    private static int endOfPart(String value, int start, String delimiters) {
        int end = start;
        while (end < value.length() && delimiters.indexOf(value.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
