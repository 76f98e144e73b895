package io.mailseal.core.authres;

import io.mailseal.core.authres.AuthenticationResultsSyntaxError.Kind;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The text of a structured field, read from the left to the right: blanks and comments, words, quoted strings. The first
 * error counts; from then on nothing is left to be read, so that every loop ends. For one thread.
 *
 * @rfc 5322 3.2
 */
final class FieldText {

    /** What {@link #peek} gives where there is nothing more. */
    static final int END = -1;

    private final CharSequence text;
    private final int end;
    private int at;
    private @Nullable AuthenticationResultsSyntaxError error;

    FieldText(CharSequence text) {
        this.text = text;
        boolean lineEnd =
                text.length() > 1 && text.charAt(text.length() - 1) == '\n' && text.charAt(text.length() - 2) == '\r';
        this.end = text.length() - (lineEnd ? 2 : 0);
    }

    int position() {
        return at;
    }

    @Nullable
    AuthenticationResultsSyntaxError error() {
        return error;
    }

    /** The next character. The line end of a fold is semantically invisible (§2.2.3). */
    int peek() {
        while (at < end && isFold()) {
            at += 2;
        }
        return at < end ? text.charAt(at) : END;
    }

    private boolean isFold() {
        return text.charAt(at) == '\r' && at + 2 < end && text.charAt(at + 1) == '\n' && isBlank(text.charAt(at + 2));
    }

    /** Takes the next character, if it is this one. */
    boolean take(char wanted) {
        boolean there = peek() == wanted;
        at += there ? 1 : 0;
        return there;
    }

    /** Takes it, or fails. */
    void expect(char wanted, Kind otherwise) {
        if (!take(wanted)) {
            fail(otherwise, at);
        }
    }

    void fail(Kind kind, int position) {
        if (error == null) {
            boolean control = position < end && Character.isISOControl(text.charAt(position));
            error = new AuthenticationResultsSyntaxError(control ? Kind.INVALID_CHARACTER : kind, position);
        }
        at = end;
    }

    /** The longest run of such characters; may be empty. */
    String run(IntPredicate belongs) {
        StringBuilder word = new StringBuilder();
        while (peek() != END && belongs.test(peek())) {
            word.append((char) peek());
            at++;
        }
        return word.toString();
    }

    /** CFWS; the text of the first comment in it, or null. */
    @Nullable
    String skipBlanks() {
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
            int c = peek();
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) {
                at++;
                return content.toString();
            }
            if (depth > AuthenticationResults.MAX_COMMENT_DEPTH) {
                fail(Kind.COMMENT_TOO_DEEP, at);
                return "";
            }
            if (!takeContent(content, Kind.UNTERMINATED_COMMENT, start)) {
                return "";
            }
        }
    }

    /** The content of the quoted string that begins here; as much of it as there is, after a failure. */
    String quotedString() {
        int start = at++;
        StringBuilder content = new StringBuilder();
        while (peek() != '"') {
            if (!takeContent(content, Kind.UNTERMINATED_QUOTED_STRING, start)) {
                return content.toString();
            }
        }
        at++;
        return content.toString();
    }

    // One character, or the one that a backslash stands before.
    private boolean takeContent(StringBuilder content, Kind atEnd, int start) {
        at += peek() == '\\' ? 1 : 0;
        int taken = peek();
        if (taken == END) {
            fail(atEnd, start);
            return false;
        }
        if (Character.isISOControl(taken) && taken != '\t') {
            fail(Kind.INVALID_CHARACTER, at);
            return false;
        }
        content.append((char) taken);
        at++;
        return true;
    }

    /** What stands between two places, without the line ends of folds. */
    String between(int from, int to) {
        StringBuilder raw = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c != '\r' && c != '\n') {
                raw.append(c);
            }
        }
        return raw.toString();
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }
}
