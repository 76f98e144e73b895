package io.mailseal.testkit.zonefile;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a zone's text into entries and tokens. The text has one character per octet.
 *
 * @rfc 1035 5.1
 */
public final class ZoneScanner {

    private final String text;
    private final List<ZoneEntry> entries = new ArrayList<>();
    private List<ZoneToken> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int firstLine = 1;
    private int openedAt;
    private boolean open;
    private boolean ownerOmitted;

    private ZoneScanner(String text) {
        this.text = text;
    }

    /**
     * The entries of this text.
     *
     * @throws ZoneSyntaxException where the text makes no sense
     */
    public static List<ZoneEntry> scan(String text) {
        ZoneScanner scanner = new ZoneScanner(text);
        scanner.beginLine();
        while (scanner.at < text.length()) {
            scanner.next();
        }
        if (scanner.open) {
            throw new ZoneSyntaxException(scanner.openedAt, "this parenthesis is not closed");
        }
        scanner.endEntry();
        return scanner.entries;
    }

    private void next() {
        char c = text.charAt(at);
        switch (c) {
            case '\n' -> endLine();
            case ' ', '\t', '\r' -> at++;
            case ';' -> skipComment();
            case '(', ')' -> parenthesis(c == '(');
            case '"' -> quoted();
            default -> unquoted();
        }
    }

    private void beginLine() {
        firstLine = line;
        ownerOmitted = at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t');
    }

    private void endLine() {
        at++;
        line++;
        if (!open) {
            endEntry();
            beginLine();
        }
    }

    private void endEntry() {
        if (!tokens.isEmpty()) {
            entries.add(new ZoneEntry(firstLine, ownerOmitted, List.copyOf(tokens)));
            tokens = new ArrayList<>();
        }
    }

    private void skipComment() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
    }

    private void parenthesis(boolean opening) {
        if (open == opening) {
            throw new ZoneSyntaxException(line, opening ? "parentheses do not nest" : "no parenthesis is open here");
        }
        open = opening;
        openedAt = line;
        at++;
    }

    private void quoted() {
        int start = ++at;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\n') {
                break;
            }
            at += escaped() ? 2 : 1;
        }
        if (at >= text.length() || text.charAt(at) != '"') {
            throw new ZoneSyntaxException(line, "this quoted string does not end");
        }
        add(start, true);
        at++;
        if (at < text.length() && !isDelimiter(text.charAt(at))) {
            throw new ZoneSyntaxException(line, "a blank is missing behind a quoted string");
        }
    }

    private void unquoted() {
        int start = at;
        while (at < text.length() && !isDelimiter(text.charAt(at))) {
            if (text.charAt(at) == '"') {
                throw new ZoneSyntaxException(line, "a quotation mark inside of a word: write \\\" or quote it all");
            }
            at += escaped() ? 2 : 1;
        }
        add(start, false);
    }

    // Whether a backslash takes the meaning from what follows; that may not be the end of the line.
    private boolean escaped() {
        return text.charAt(at) == '\\' && at + 1 < text.length() && text.charAt(at + 1) != '\n';
    }

    private void add(int start, boolean quoted) {
        if (tokens.isEmpty()) {
            firstLine = line;
        }
        tokens.add(new ZoneToken(text.substring(start, at), quoted));
    }

    private static boolean isDelimiter(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ';' || c == '(' || c == ')';
    }
}
