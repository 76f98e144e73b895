package io.mailseal.core.authres;

import io.mailseal.core.DomainName;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The names by which our own services are known, and whether a text could be read as one of them by anybody: by those who
 * don't know of comments and quotes, who take blanks away, or fold Unicode into what it looks like. The standard compares
 * less generously; but what a boundary removes, no reader behind it can misread.
 *
 * @param names each in words, the last one without regard to what follows
 * @param domains all names at or below these are ours
 * @rfc 8601 5
 */
record OwnNames(Set<List<String>> names, Set<DomainName> domains) {

    /** The limit of stream-safe text. */
    private static final int MAX_MARKS = 30;

    private static final int CAPITAL_SIGMA = 0x3A3;
    private static final int SMALL_SIGMA = 0x3C3;
    private static final int FINAL_SIGMA = 0x3C2;
    private static final int CAPITAL_I_WITH_DOT = 0x130;

    /** Whether one of our names stands anywhere in the text. */
    boolean mayBeIn(String text) {
        String folded = fold(text);
        return isAmong(words(folded)) || isAmong(words(squeeze(folded)));
    }

    private boolean isAmong(List<String> words) {
        for (List<String> name : names) {
            if (Collections.indexOfSubList(words, name) >= 0) {
                return true;
            }
        }
        return !domains.isEmpty() && words.stream().anyMatch(this::isInOurDomains);
    }

    private boolean isInOurDomains(String word) {
        return DomainName.ofUnicode(word)
                .filter(name -> domains.stream().anyMatch(name::isAtOrBelow))
                .isPresent();
    }

    /** The words of a name, as they are compared. */
    static List<String> wordsOf(String name) {
        return words(fold(name));
    }

    // Compatibility forms, letters of any case, and the full stops of other scripts; without what is not seen.
    private static String fold(String text) {
        String compatible = Normalizer.normalize(streamSafe(text), Normalizer.Form.NFKC);
        return Normalizer.normalize(streamSafe(lowered(compatible)), Normalizer.Form.NFKC);
    }

    // UAX 15 §13: a normalizer puts the marks behind a letter in order, one by one. No name has more of them than
    // this, so what is left of a longer run is still none of ours.
    private static String streamSafe(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        int marks = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (isInvisible(point)) {
                continue;
            }
            marks = isMark(point) ? marks + 1 : 0;
            if (marks <= MAX_MARKS) {
                safe.appendCodePoint(point == 0x3002 ? '.' : point);
            }
        }
        return safe.toString();
    }

    // What String.toLowerCase makes of it; that looks through all of a word for each of its sigmas.
    private static String lowered(String text) {
        StringBuilder lowered = new StringBuilder(text.length());
        int before = ' ';
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (point == CAPITAL_SIGMA) {
                int behind = i < text.length() ? text.codePointAt(i) : ' ';
                lowered.appendCodePoint(isCased(before) && !isCased(behind) ? FINAL_SIGMA : SMALL_SIGMA);
            } else if (point == CAPITAL_I_WITH_DOT) {
                lowered.append("i\u0307");
            } else {
                lowered.appendCodePoint(Character.toLowerCase(point));
            }
            before = isMark(point) ? before : point;
        }
        return lowered.toString();
    }

    private static boolean isCased(int point) {
        return Character.isLowerCase(point) || Character.isUpperCase(point) || Character.isTitleCase(point);
    }

    private static boolean isMark(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    private static boolean isInvisible(int point) {
        return Character.getType(point) == Character.FORMAT
                || (point >= 0xFE00 && point <= 0xFE0F)
                || (point >= 0xE0100 && point <= 0xE01EF);
    }

    private static String squeeze(String text) {
        StringBuilder squeezed = new StringBuilder(text.length());
        text.codePoints()
                .filter(point -> !isBlank(point) && point != '"' && point != '\\')
                .forEach(squeezed::appendCodePoint);
        return squeezed.toString();
    }

    private static boolean isBlank(int point) {
        return Character.isSpaceChar(point) || Character.isISOControl(point);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); ) {
            int point = i < text.length() ? text.codePointAt(i) : ' ';
            if (!isOfWord(point)) {
                addWord(words, text, start, i);
                start = i + Character.charCount(point);
            }
            i += Character.charCount(point);
        }
        return words;
    }

    private static boolean isOfWord(int point) {
        return point < 0x80 ? Keyword.isLetterOrDigit(point) || "-_.".indexOf(point) >= 0 : !isBlank(point);
    }

    // Dots around a word end a sentence, or make the name absolute.
    private static void addWord(List<String> words, String text, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && text.charAt(from) == '.') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == '.') {
            to--;
        }
        if (to > from) {
            String word = text.substring(from, to);
            words.add(DomainName.ofUnicode(word).map(DomainName::toString).orElse(word));
        }
    }
}
