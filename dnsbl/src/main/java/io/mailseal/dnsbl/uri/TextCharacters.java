package io.mailseal.dnsbl.uri;

import java.text.Normalizer;
import java.util.function.IntPredicate;

/** What the characters of plain text mean for a URI in it. */
final class TextCharacters {

    // Text is looked at character by character.
    private static final boolean[] ASCII_DELIMITERS = ascii(c -> c <= ' ' || c == 0x7F || "<>\"`{}[]|".indexOf(c) >= 0);
    private static final boolean[] ASCII_OF_HOSTS = ascii(c ->
            UriCharacters.isLetter((char) c) || UriCharacters.isDigit((char) c) || c == '-' || c == '.' || c == '_');

    private TextCharacters() {}

    private static boolean[] ascii(IntPredicate members) {
        boolean[] table = new boolean[0x80];
        for (int c = 0; c < table.length; c++) {
            table[c] = members.test(c);
        }
        return table;
    }

    /** Whether no URI in plain text goes beyond it. */
    static boolean isDelimiter(char c) {
        if (c < 0x80) {
            return ASCII_DELIMITERS[c];
        }
        return switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION -> true;
            default -> false;
        };
    }

    /** Whether the name of a host may have it: as it is, or to be dropped or changed by the reader of hosts. */
    static boolean isHost(char c) {
        if (c < 0x80) {
            return ASCII_OF_HOSTS[c];
        }
        return Character.isLetterOrDigit(c)
                || Character.isSurrogate(c)
                || HostText.isDot(c)
                || HostText.isIgnored(c)
                || isMark(c);
    }

    private static boolean isMark(char c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** Whether it also belongs to a host behind a scheme: encoded, or what some registries' wildcards let pass. */
    static boolean isHostBehindScheme(char c) {
        return isHost(c) || "%&=~+$".indexOf(c) >= 0 || c >= 0x80 && !isDelimiter(c) && becomesHost(c);
    }

    // Such as a letter in a circle.
    private static boolean becomesHost(char c) {
        String composed = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC);
        return composed.charAt(0) != c && composed.chars().allMatch(each -> isHost((char) each));
    }

    /**
     * Where what a writer put behind the URI begins: the end of a sentence, a bracket that was opened before, and such.
     */
    static int trimmed(String text, int floor, int end) {
        int open = openBrackets(text, floor, end);
        int at = end;
        while (at > floor) {
            char last = text.charAt(at - 1);
            int run = runStart(text, floor, at);
            if (last == ')' && open < 0) {
                open++;
                at--;
            } else if (last == ')' && at - 1 > floor && text.charAt(at - 2) == '(') {
                at -= 2;
            } else if (".,:;!?'-~@^*(".indexOf(last) >= 0) {
                open -= last == '(' ? at - run : 0;
                at = run;
            } else if ("=_+&#$".indexOf(last) >= 0 && !endsWord(text, floor, run)) {
                at = run;
            } else {
                return at;
            }
        }
        return at;
    }

    private static int openBrackets(String text, int start, int end) {
        int open = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        return open;
    }

    private static int runStart(String text, int floor, int end) {
        int start = end - 1;
        while (start > floor && text.charAt(start - 1) == text.charAt(end - 1)) {
            start--;
        }
        return start;
    }

    // Such as the end of Base64, which stays behind a letter or a digit.
    private static boolean endsWord(String text, int floor, int index) {
        return index > floor && Character.isLetterOrDigit(text.charAt(index - 1));
    }
}
