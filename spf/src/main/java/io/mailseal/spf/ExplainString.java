package io.mailseal.spf;

import io.mailseal.core.Octets;
import org.jspecify.annotations.Nullable;

/**
 * The text that {@code exp} leads to, before its macros are expanded.
 *
 * @rfc 7208 6.2
 */
record ExplainString(MacroString text) {

    /** Null where it leaves the grammar: then it is as if there were none. */
    static @Nullable ExplainString parse(Octets octets) {
        String text = octets.toLatin1();
        for (int i = 0; i < text.length(); i++) {
            if (!isShown(text.charAt(i))) {
                return null;
            }
        }
        MacroString parsed = new MacroParser(text, 0, text.length(), MacroString.ALL_LETTERS).parse();
        return parsed == null ? null : new ExplainString(parsed);
    }

    boolean usesValidatedName() {
        return text.uses("p");
    }

    /** What the client or a name brings in that is no visible ASCII is shown as a question mark (§11.5.2). */
    String expand(MacroValues values, int limit) {
        String expanded = text.expandStart(values, limit);
        StringBuilder shown = new StringBuilder(expanded.length());
        for (int i = 0; i < expanded.length(); i++) {
            shown.append(isShown(expanded.charAt(i)) ? expanded.charAt(i) : '?');
        }
        return shown.toString();
    }

    // explain-string = *( macro-string / SP )
    private static boolean isShown(char c) {
        return c >= ' ' && c <= '~';
    }
}
