package io.mailseal.core.authres;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a field by the letter of RFC 8601 §2.2, for tests alone: a descent that shares nothing with what writes the field,
 * and throws where the grammar does not fit. UTF-8 is not part of it.
 */
final class ResultsText {

    record Property(String type, String name, String value) {}

    record Result(String method, String result, String reason, List<Property> properties) {}

    record Field(String authservId, List<Result> results) {}

    private static final String TSPECIALS = "()<>@,;:\\\"/[]?=";
    private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

    private final String text;
    private int at;

    private ResultsText(String text) {
        this.text = text;
    }

    static Field parse(String field) {
        return new ResultsText(field).field();
    }

    private Field field() {
        expect("Authentication-Results:");
        cfws();
        String authservId = value();
        List<Result> results = new ArrayList<>();
        boolean blank = cfws();
        if (blank && isDigit(peek())) {
            require(digits().equals("1"), "version 1");
            cfws();
        }
        while (peek() == ';') {
            at++;
            cfws();
            if (results.isEmpty() && text.startsWith("none", at) && !isKeywordOctet(text.charAt(at + 4))) {
                at += 4;
                cfws();
                break;
            }
            results.add(result());
        }
        require(text.substring(at).equals("\r\n"), "the end");
        return new Field(authservId, results);
    }

    private Result result() {
        String method = keyword();
        cfws();
        if (peek() == '/') {
            at++;
            cfws();
            digits();
            cfws();
        }
        expect("=");
        cfws();
        String result = keyword();
        boolean blank = cfws();
        String reason = "";
        if (blank && text.startsWith("reason", at) && !isKeywordOctet(text.charAt(at + 6))) {
            at += 6;
            cfws();
            expect("=");
            cfws();
            reason = value();
            blank = cfws();
        }
        List<Property> properties = new ArrayList<>();
        while (blank && isKeywordOctet(peek())) {
            String type = keyword();
            cfws();
            expect(".");
            cfws();
            String name = keyword();
            cfws();
            expect("=");
            cfws();
            String value = propertyValue();
            blank = cfws();
            properties.add(new Property(type, name, value));
        }
        return new Result(method, result, reason, properties);
    }

    // [CFWS] ( value / [ [ local-part ] "@" ] domain-name ) [CFWS]: the longest that fits.
    private String propertyValue() {
        int start = at;
        String local = peek() == '"' ? quotedString() : run(ATEXT_SPECIALS + ".");
        if (peek() == '@') {
            require(local.isEmpty() || text.charAt(start) == '"' || isDotAtom(local), "a local part");
            at++;
            return local + "@" + domainName();
        }
        at = start;
        return value();
    }

    private static boolean isDotAtom(String local) {
        return !local.startsWith(".") && !local.endsWith(".") && !local.contains("..");
    }

    private String domainName() {
        String name = run("-.");
        String[] labels = name.split("\\.", -1);
        require(labels.length > 1, "two labels");
        for (String label : labels) {
            require(!label.isEmpty() && !label.startsWith("-") && !label.endsWith("-"), "a domain name");
        }
        return name;
    }

    // Letters, digits, and these.
    private String run(String more) {
        int start = at;
        while (isLetter(peek()) || isDigit(peek()) || (peek() != 0 && more.indexOf(peek()) >= 0)) {
            at++;
        }
        return text.substring(start, at);
    }

    private String value() {
        return peek() == '"' ? quotedString() : token();
    }

    private String token() {
        int start = at;
        while (peek() > 0x20 && peek() < 0x7F && TSPECIALS.indexOf(peek()) < 0) {
            at++;
        }
        require(at > start, "a token");
        return text.substring(start, at);
    }

    private String quotedString() {
        expect("\"");
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            skipFold();
            if (peek() == '\\') {
                at++;
            }
            require(peek() == '\t' || (peek() >= 0x20 && peek() < 0x7F), "an octet of a quoted string");
            value.append(peek());
            at++;
        }
        at++;
        return value.toString();
    }

    private void skipFold() {
        if (text.startsWith("\r\n", at)) {
            at += 2;
            require(peek() == ' ' || peek() == '\t', "a blank after the fold");
        }
    }

    private String keyword() {
        String word = run("-");
        require(!word.isEmpty() && !word.endsWith("-"), "a keyword");
        return word;
    }

    private String digits() {
        int start = at;
        while (isDigit(peek())) {
            at++;
        }
        require(at > start, "a digit");
        return text.substring(start, at);
    }

    private boolean cfws() {
        int start = at;
        while (peek() == ' ' || peek() == '\t' || text.startsWith("\r\n ", at) || text.startsWith("\r\n\t", at)) {
            at += peek() == '\r' ? 2 : 1;
        }
        require(peek() != '(', "no comment, since we write none");
        return at > start;
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

    private static boolean isKeywordOctet(char c) {
        return isLetter(c) || isDigit(c) || c == '-';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
