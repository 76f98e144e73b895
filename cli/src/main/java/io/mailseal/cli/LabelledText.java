package io.mailseal.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Lines for people: a label, and text beside it that breaks at blanks and goes on below where it began. */
final class LabelledText {

    static final int LABEL_WIDTH = 8;
    private static final int COLUMNS = 100;
    private static final int DEEPEST = 40;

    private final PrintWriter out;
    private final Colours colours;

    LabelledText(PrintWriter out, Colours colours) {
        this.out = out;
        this.colours = colours;
    }

    /** An empty label goes on with what is above. */
    void item(String label, String text) {
        indented(label, 0, text);
    }

    /** A label that is a word of ours, in its colour. */
    void marked(String label, String text) {
        out.print(colours.paint(padded(label, LABEL_WIDTH)));
        wrapped(LABEL_WIDTH, text);
    }

    /** The same, further to the right. */
    void indented(String label, int depth, String text) {
        wrapped(margin(label, depth), text);
    }

    /** One line, however long: to be copied, or to be found again. */
    void whole(String label, int depth, String text) {
        int unused = margin(label, depth);
        out.println(VisibleText.of(text));
    }

    // Where the text begins.
    private int margin(String label, int depth) {
        int blanks = Math.min(depth, DEEPEST);
        out.print(padded(label, LABEL_WIDTH) + " ".repeat(blanks));
        return LABEL_WIDTH + blanks;
    }

    /** A label, then a word in its colour, with the text in a column of its own. */
    void status(String label, String status, int width, String text) {
        int blanks = Math.max(1, width - status.length());
        out.print(padded(label, LABEL_WIDTH) + colours.paint(status) + " ".repeat(blanks));
        wrapped(LABEL_WIDTH + width, text);
    }

    /** A text that begins with a verdict of ours and a colon. */
    void verdict(String label, String text) {
        List<String> lines = lines(VisibleText.of(text), COLUMNS - LABEL_WIDTH);
        String first = lines.get(0);
        int colon = Math.max(0, first.indexOf(':'));
        lines.set(0, colours.paint(first.substring(0, colon)) + first.substring(colon));
        out.print(padded(label, LABEL_WIDTH));
        print(LABEL_WIDTH, lines);
    }

    void blankLine() {
        out.println();
    }

    /** {@code 1 question}, {@code 2 questions}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private void wrapped(int indent, String text) {
        print(indent, lines(VisibleText.of(text), COLUMNS - indent));
    }

    private void print(int indent, List<String> lines) {
        out.println(lines.get(0));
        lines.stream().skip(1).forEach(line -> out.println(" ".repeat(indent) + line));
    }

    private static List<String> lines(String text, int room) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (text.length() - start > room) {
            int blank = text.lastIndexOf(' ', start + room);
            if (blank <= start) {
                blank = text.indexOf(' ', start + room);
            }
            if (blank < 0) {
                break;
            }
            lines.add(text.substring(start, blank));
            start = blank + 1;
        }
        lines.add(text.substring(start));
        return lines;
    }
}
