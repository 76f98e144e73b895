package io.mailseal.spf;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a field by the letter of RFC 7208 §9.1 with erratum 5436, for tests alone: a descent that shares nothing with
 * what writes the field, and throws where the grammar does not fit. Obsolete syntax and comments between pairs, which
 * we don't write, are not part of it.
 */
final class ReceivedSpfText {

    record Field(String result, @Nullable String comment, List<ReceivedSpf.Pair> pairs) {}

    private static final List<String> RESULTS =
            List.of("pass", "fail", "softfail", "neutral", "none", "temperror", "permerror");

    private final String text;
    private int at;

    private ReceivedSpfText(String text) {
        this.text = text;
    }

    static Field parse(String field) {
        return new ReceivedSpfText(field).field();
    }

    // header-field = "Received-SPF:" [CFWS] result [FWS comment] [FWS key-value-list] [FWS] CRLF
    private Field field() {
        expect("Received-SPF:");
        fws();
        String result = run("");
        require(RESULTS.contains(result), "a result");
        boolean blank = fws();
        String comment = null;
        if (peek() == '(') {
            require(blank, "a blank before the comment");
            comment = comment();
            blank = fws();
        }
        List<ReceivedSpf.Pair> pairs = new ArrayList<>();
        if (peek() != '\r') {
            require(blank, "a blank before the pairs");
            pairs.add(pair());
        }
        while (peek() == ';') {
            at++;
            fws();
            pairs.add(pair());
        }
        require(text.substring(at).equals("\r\n"), "the end");
        return new Field(result, comment, pairs);
    }

    private ReceivedSpf.Pair pair() {
        String key = run("-_.");
        require(!key.isEmpty() && Character.isLetter(key.charAt(0)), "a key");
        expect("=");
        return new ReceivedSpf.Pair(key, peek() == '"' ? quotedString() : dotAtom());
    }

    private String dotAtom() {
        String atom = run(".!#$%&'*+-/=?^_`{|}~");
        require(!atom.isEmpty() && !atom.startsWith(".") && !atom.endsWith(".") && !atom.contains(".."), "a dot-atom");
        return atom;
    }

    private String quotedString() {
        expect("\"");
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            value.append(content(""));
        }
        at++;
        return value.toString();
    }

    private String comment() {
        expect("(");
        StringBuilder value = new StringBuilder();
        while (peek() != ')') {
            value.append(content("("));
        }
        at++;
        return value.toString();
    }

    private char content(String forbidden) {
        if (text.startsWith("\r\n ", at)) {
            at += 2;
        }
        require(forbidden.indexOf(peek()) < 0, "no comment within the comment, since we write none");
        at += peek() == '\\' ? 1 : 0;
        require(peek() == '\t' || (peek() >= 0x20 && peek() < 0x7F), "printable ASCII");
        return text.charAt(at++);
    }

    private boolean fws() {
        int start = at;
        while (peek() == ' ' || peek() == '\t' || text.startsWith("\r\n ", at)) {
            at += peek() == '\r' ? 2 : 1;
        }
        return at > start;
    }

    // ASCII letters, digits, and these.
    private String run(String more) {
        int start = at;
        while (peek() > 0x20 && peek() < 0x7F && (Character.isLetterOrDigit(peek()) || more.indexOf(peek()) >= 0)) {
            at++;
        }
        return text.substring(start, at);
    }

    private void expect(String literal) {
        require(text.startsWith(literal, at), literal);
        at += literal.length();
    }

    private void require(boolean holds, String wanted) {
        if (!holds) {
            throw new IllegalStateException("wanted " + wanted + " at " + at + " of: " + text);
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }
}
