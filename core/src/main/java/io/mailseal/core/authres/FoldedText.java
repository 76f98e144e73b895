package io.mailseal.core.authres;

/** A header field that grows word by word, folded between words: each result on a line of its own, within 78 columns. */
final class FoldedText {

    /** What RFC 5322 §2.1.1 recommends. */
    static final int COLUMNS = 78;

    private static final String INDENT = "    ";
    private static final String DEEPER = "        ";

    private final StringBuilder text = new StringBuilder();
    private final String lineEnd;
    private final int columns;
    private int lineStart;

    FoldedText(String lineEnd, int columns) {
        this.lineEnd = lineEnd;
        this.columns = columns;
    }

    void append(String more) {
        text.append(more);
    }

    /** Begins a line; where there are no lines, a blank separates. */
    void newLine(String word) {
        breakLine(INDENT);
        text.append(word);
    }

    /** Adds a word, on this line if it fits. */
    void word(String word) {
        if (text.length() - lineStart + 1 + word.length() + 1 > columns) {
            breakLine(DEEPER);
        } else {
            text.append(' ');
        }
        text.append(word);
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
