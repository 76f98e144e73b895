package io.mailseal.dnsbl.uri;

import java.util.Locale;
import java.util.function.Consumer;

/** The URIs in a style sheet: those in {@code url(…)}, and those of {@code @import}. */
final class CssUris {

    private static final String URL = "url(";
    private static final String IMPORT = "@import";

    private CssUris() {}

    /** Tells each. In time that is linear in the length of the text. */
    static void read(String styles, Consumer<String> found) {
        String text = unescaped(styles);
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if ((c == 'u' || c == 'U') && text.regionMatches(true, at, URL, 0, URL.length())) {
                at = readValue(text, at + URL.length(), ")", found);
            } else if (c == '@' && text.regionMatches(true, at, IMPORT, 0, IMPORT.length())) {
                int start = skipBlanks(text, at + IMPORT.length());
                boolean quoted = start < text.length() && isQuote(text.charAt(start));
                at = quoted ? readValue(text, start, ";", found) : at;
            }
        }
    }

    // Quoted, or up to one of these; the index of its last character.
    private static int readValue(String text, int from, String ends, Consumer<String> found) {
        int start = skipBlanks(text, from);
        char end = start < text.length() && isQuote(text.charAt(start)) ? text.charAt(start++) : ends.charAt(0);
        int stop = start;
        while (stop < text.length() && text.charAt(stop) != end && text.charAt(stop) != '\n') {
            stop++;
        }
        String value = text.substring(start, stop).strip();
        if (!value.isEmpty()) {
            found.accept(value);
        }
        return stop;
    }

    private static int skipBlanks(String text, int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        return at;
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    // \68 ttp is http: up to six digits, and one blank that ends them.
    private static String unescaped(String styles) {
        if (styles.indexOf('\\') < 0) {
            return styles;
        }
        StringBuilder text = new StringBuilder(styles.length());
        for (int i = 0; i < styles.length(); i++) {
            char c = styles.charAt(i);
            int end = c == '\\' ? digitsEnd(styles, i + 1) : i + 1;
            if (c != '\\') {
                text.append(c);
            } else if (end > i + 1) {
                int code = Integer.parseInt(styles.substring(i + 1, end).toLowerCase(Locale.ROOT), 16);
                text.appendCodePoint(Character.isValidCodePoint(code) ? code : 0xFFFD);
                boolean blank = end < styles.length() && styles.charAt(end) <= ' ';
                i = blank ? end : end - 1;
            }
        }
        return text.toString();
    }

    private static int digitsEnd(String styles, int start) {
        int end = start;
        while (end < styles.length() && end < start + 6 && isHex(styles.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }
}
