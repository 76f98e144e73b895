package io.mailseal.spf;

import io.mailseal.spf.MacroString.Literal;
import io.mailseal.spf.MacroString.Macro;
import io.mailseal.spf.MacroString.Part;
import java.util.Locale;

/**
 * Writes a macro-string.
 *
 * @rfc 7208 7.1
 */
final class MacroFormat {

    private static final String ESCAPED_SPACE = "%20";

    private final StringBuilder text = new StringBuilder();

    private MacroFormat() {}

    static String format(MacroString macros) {
        MacroFormat format = new MacroFormat();
        for (Part part : macros.parts()) {
            if (part instanceof Macro macro) {
                format.append(macro);
            } else if (part instanceof Literal literal) {
                format.append(literal.text());
            }
        }
        return format.text.toString();
    }

    // What %- stands for is written so again: at the end of a domain-spec its digits could not be.
    private void append(String literal) {
        int at = 0;
        while (at < literal.length()) {
            boolean space = literal.startsWith(ESCAPED_SPACE, at);
            text.append(space ? "%-" : written(literal.charAt(at)));
            at += space ? ESCAPED_SPACE.length() : 1;
        }
    }

    private static String written(char c) {
        return switch (c) {
            case '%' -> "%%";
            case ' ' -> "%_";
            default -> String.valueOf(c);
        };
    }

    private void append(Macro macro) {
        String letter = String.valueOf(macro.letter());
        text.append("%{").append(macro.escaped() ? letter.toUpperCase(Locale.ROOT) : letter);
        if (macro.rightmost() != Integer.MAX_VALUE) {
            text.append(macro.rightmost());
        }
        text.append(macro.reversed() ? "r" : "");
        text.append(macro.delimiters().equals(MacroString.DEFAULT_DELIMITERS) ? "" : macro.delimiters());
        text.append('}');
    }
}
