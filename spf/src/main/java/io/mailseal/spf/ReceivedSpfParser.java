package io.mailseal.spf;

import io.mailseal.spf.ReceivedSpfSyntaxError.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of a Received-SPF field in one pass. Used once. More is taken than the RFC would write: values
 * without quotes that need them, as its own examples have them, values that are missing after their equals sign,
 * semicolons that separate nothing, and any text above ASCII.
 *
 * @rfc 7208 9.1
 */
final class ReceivedSpfParser {

    // Stands for the end of the text, since it can't be in it.
    private static final char END = 0;

    private final String text;
    private final int end;
    private int at;

    private final List<ReceivedSpf.Pair> pairs = new ArrayList<>();
    private @Nullable ReceivedSpfSyntaxError error;

    ReceivedSpfParser(String text) {
        this.text = text;
        this.end = text.endsWith("\r\n") ? text.length() - 2 : text.length();
    }

    // eid5436: header-field = "Received-SPF:" [CFWS] result [FWS comment] [FWS key-value-list] [FWS] CRLF
    ReceivedSpfParse parse() {
        checkCharacters();
        skipBlanks();
        SpfStatus status = result();
        String comment = skipBlanks();
        pairs();
        return status == null || error != null
                ? Objects.requireNonNull(error)
                : ReceivedSpf.read(status, comment, pairs);
    }

    // Afterwards each CR begins a fold, and there is no other control character but the tab.
    private void checkCharacters() {
        if (text.length() > ReceivedSpf.MAX_LENGTH) {
            fail(Kind.TOO_LONG, ReceivedSpf.MAX_LENGTH);
            return;
        }
        for (int i = 0; i < end; i++) {
            if (isFold(i)) {
                i += 2;
            } else if (Character.isISOControl(text.charAt(i)) && text.charAt(i) != '\t') {
                fail(Kind.INVALID_CHARACTER, i);
                return;
            }
        }
    }

    // RFC 5322 §2.2.3
    private boolean isFold(int i) {
        return text.startsWith("\r\n", i) && i + 2 < end && isBlank(text.charAt(i + 2));
    }

    // ---- result and pairs ----

    private @Nullable SpfStatus result() {
        int start = at;
        String word = run(ReceivedSpfParser::isLetter);
        boolean ends = isBlank(peek()) || "(;".indexOf(peek()) >= 0 || peek() == END;
        for (SpfStatus status : SpfStatus.values()) {
            if (ends && status.word().equalsIgnoreCase(word)) {
                return status; // RFC 4408 §7 has them in mixed case
            }
        }
        fail(Kind.UNKNOWN_RESULT, start);
        return null;
    }

    // key-value-list = key-value-pair *( ";" [CFWS] key-value-pair ) [";"]
    private void pairs() {
        while (peek() != END) {
            if (peek() == ';') {
                at++;
                skipBlanks();
            } else if (pairs.size() == ReceivedSpf.MAX_PAIRS) {
                fail(Kind.TOO_MANY_PAIRS, at);
            } else {
                pair();
            }
        }
    }

    // key-value-pair = key [CFWS] "=" ( dot-atom / quoted-string ), both of which may have CFWS around them
    private void pair() {
        int start = at;
        String key = run(ReceivedSpfParser::isOfKey);
        if (key.isEmpty() || !isLetter(key.charAt(0))) {
            fail(Kind.MISSING_KEY, start);
            return;
        }
        skipBlanks();
        if (peek() != '=') {
            fail(Kind.MISSING_EQUALS, at);
            return;
        }
        at++;
        skipBlanks();
        pairs.add(new ReceivedSpf.Pair(key, peek() == '"' ? quotedString() : run(ReceivedSpfParser::isOfValue)));
        skipBlanks();
        if (peek() != ';' && peek() != END) {
            fail(Kind.MISSING_SEMICOLON, at);
        }
    }

    // ---- RFC 5322 §3.2: tokens ----

    /** CFWS; the text of the first comment in it, or null. */
    private @Nullable String skipBlanks() {
        String first = null;
        while (isBlank(peek()) || peek() == '(') {
            if (peek() == '(') {
                String comment = comment();
                first = first == null ? comment : first;
            } else {
                at++;
            }
        }
        return first;
    }

    // Comments within it are part of its text, with their parentheses.
    private String comment() {
        int start = at++;
        StringBuilder content = new StringBuilder();
        int depth = 1;
        while (true) {
            char c = peek();
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) {
                at++;
                return content.toString();
            }
            if (depth > ReceivedSpf.MAX_COMMENT_DEPTH) {
                fail(Kind.COMMENT_TOO_DEEP, at);
                return "";
            }
            if (!take(content, c)) {
                fail(Kind.UNTERMINATED_COMMENT, start);
                return "";
            }
        }
    }

    private String quotedString() {
        int start = at++;
        StringBuilder content = new StringBuilder();
        while (peek() != '"') {
            if (!take(content, peek())) {
                fail(Kind.UNTERMINATED_QUOTED_STRING, start);
                return "";
            }
        }
        at++;
        return content.toString();
    }

    // One character, or the one that a backslash stands before; false at the end.
    private boolean take(StringBuilder content, char c) {
        at += c == '\\' ? 1 : 0;
        char taken = peek();
        if (taken == END) {
            return false;
        }
        content.append(taken);
        at++;
        return true;
    }

    private String run(CharacterTest belongs) {
        StringBuilder word = new StringBuilder();
        while (peek() != END && belongs.test(peek())) {
            word.append(peek());
            at++;
        }
        return word.toString();
    }

    @FunctionalInterface
    private interface CharacterTest {
        boolean test(char c);
    }

    // The next character. The line end of a fold is semantically invisible (RFC 5322 §2.2.3).
    private char peek() {
        while (at < end && text.charAt(at) == '\r') {
            at += 2;
        }
        return at < end ? text.charAt(at) : END;
    }

    // Nothing is left to be read then, so that all loops end. The first error counts.
    private void fail(Kind kind, int position) {
        if (error == null) {
            error = new ReceivedSpfSyntaxError(kind, position);
        }
        at = end;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isOfValue(char c) {
        return !isBlank(c) && ";\"()".indexOf(c) < 0;
    }

    // §12: name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." )
    static boolean isOfKey(char c) {
        return isLetter(c) || c >= '0' && c <= '9' || "-_.".indexOf(c) >= 0;
    }

    static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
