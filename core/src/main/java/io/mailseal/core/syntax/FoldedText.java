package io.mailseal.core.syntax;

/**
 * A header field that grows piece by piece and is folded within 78 columns where its pieces allow it. For one thread.
 *
 * @rfc 5322 2.1.1
 * @rfc 5322 2.2.3
 */
public final class FoldedText {

    /** What RFC 5322 §2.1.1 recommends. */
    public static final int COLUMNS = 78;

    private static final String INDENT = "    ";
    private static final String DEEPER = "        ";

    private final StringBuilder text = new StringBuilder();
    private final String lineEnd;
    private final int columns;
    private int lineStart;

    private FoldedText(String lineEnd, int columns) {
        this.lineEnd = lineEnd;
        this.columns = columns;
    }

    /** A field folded with this line end. */
    public static FoldedText with(String lineEnd) {
        return new FoldedText(lineEnd, COLUMNS);
    }

    /** A field that stays on one line. */
    public static FoldedText onOneLine() {
        return new FoldedText("", Integer.MAX_VALUE);
    }

    /** Adds text as it is. */
    public void append(String more) {
        text.append(more);
    }

    /** Begins a line with this text; where there are no lines, a blank separates. */
    public void newLine(String phrase) {
        breakLine(INDENT);
        phrase(phrase);
    }

    /** Adds a word, on this line if it and a semicolon fit, else on a deeper one. */
    public void word(String word) {
        if (fits(1 + word.length() + 1)) {
            text.append(' ');
        } else {
            breakLine(DEEPER);
        }
        text.append(word);
    }

    /** Adds text after a blank, on this line if all of it fits, else like {@link #newLine}. */
    public void item(String phrase) {
        if (fits(1 + phrase.length())) {
            text.append(' ');
        } else {
            breakLine(INDENT);
        }
        phrase(phrase);
    }

    /**
     * Adds text whose spaces may become folds: a line end before a single space, so that whoever unfolds the field has
     * the same text again. That holds inside of comments and quoted-strings, too.
     */
    public void phrase(String phrase) {
        int start = 0;
        while (start < phrase.length()) {
            int end = nextFold(phrase, start + 1);
            if (!fits(end - start) && isFold(phrase, start)) {
                text.append(lineEnd);
                lineStart = text.length();
            }
            text.append(phrase, start, end);
            start = end;
        }
    }

    private int nextFold(String phrase, int from) {
        int at = from;
        while (at < phrase.length() && !isFold(phrase, at)) {
            at++;
        }
        return at;
    }

    // A space alone: more of them could leave blanks at the end of a line, which get lost, or a line of nothing else.
    private boolean isFold(String phrase, int at) {
        return phrase.charAt(at) == ' '
                && at + 1 < phrase.length()
                && !isBlank(phrase.charAt(at + 1))
                && !isBlank(at > 0 ? phrase.charAt(at - 1) : lastWritten());
    }

    private char lastWritten() {
        return text.length() == 0 ? ' ' : text.charAt(text.length() - 1);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private boolean fits(int more) {
        return more <= columns - (text.length() - lineStart);
    }

    private void breakLine(String indent) {
        if (lineEnd.isEmpty()) {
            text.append(' ');
            return;
        }
        text.append(lineEnd);
        lineStart = text.length();
        text.append(indent);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
