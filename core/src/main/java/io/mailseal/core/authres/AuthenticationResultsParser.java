package io.mailseal.core.authres;

import io.mailseal.core.Octets;
import io.mailseal.core.authres.AuthenticationResultsSyntaxError.Kind;
import io.mailseal.core.syntax.Quoting;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of an Authentication-Results field in one pass. Used once. More is taken than the grammar has: see
 * {@link ResultsDeviation}.
 *
 * @rfc 8601 2.2
 */
final class AuthenticationResultsParser {

    // What is more than nine digits long stands for no version that anybody knows.
    private static final int UNKNOWN_VERSION = Integer.MAX_VALUE;

    private final CharSequence whole;
    private final FieldText text;

    private boolean none;
    private final List<MethodResult> results = new ArrayList<>();
    private final Set<ResultsDeviation> deviations = EnumSet.noneOf(ResultsDeviation.class);

    AuthenticationResultsParser(CharSequence whole) {
        this.whole = whole;
        this.text = new FieldText(whole);
    }

    /** Reads octets: what is not UTF-8 is read as U+FFFD, and reported. */
    static AuthenticationResultsParse parse(Octets value) {
        if (value.length() > AuthenticationResults.MAX_LENGTH) {
            return AuthenticationResultsSyntaxError.tooLong();
        }
        String text = value.toUtf8();
        AuthenticationResultsParser parser = new AuthenticationResultsParser(text);
        if (text.indexOf('\uFFFD') >= 0 && !Octets.ofUtf8(text).equals(value)) {
            parser.deviations.add(ResultsDeviation.INVALID_UTF8);
        }
        return parser.parse();
    }

    AuthenticationResultsParse parse() {
        if (whole.length() > AuthenticationResults.MAX_LENGTH) {
            return AuthenticationResultsSyntaxError.tooLong();
        }
        ResultsHead known = readHead();
        if (known != null && !known.isSupported()) {
            text.fail(Kind.UNSUPPORTED_VERSION, known.end());
        }
        readResults();
        AuthenticationResultsSyntaxError error = text.error();
        return error != null
                ? error
                : AuthenticationResults.read(Objects.requireNonNull(known).authservId(), results, deviations);
    }

    /** Who says so, and in which version; null where that can't be told. The first thing to be read. */
    @Nullable
    ResultsHead readHead() {
        if (whole.length() > AuthenticationResults.MAX_LENGTH) {
            return null;
        }
        text.skipBlanks();
        int start = text.position();
        boolean quoted = text.peek() == '"';
        String id = quoted ? text.quotedString() : text.run(AuthenticationResultsParser::isOfToken);
        if (!isAuthservId(id)) {
            text.fail(Kind.INVALID_AUTHSERV_ID, start);
        }
        int afterId = text.position();
        text.skipBlanks();
        int version = ResultsHead.SUPPORTED_VERSION;
        if (text.position() > afterId && Keyword.isDigit(text.peek())) {
            version = number();
            text.skipBlanks();
        }
        if (text.peek() != ';' && text.peek() != FieldText.END) {
            text.fail(Kind.MISSING_SEMICOLON, text.position());
        }
        return text.error() == null ? new ResultsHead(id, version, text.position()) : null;
    }

    private static boolean isAuthservId(String id) {
        return !id.isEmpty() && FieldValue.isSafe(id) && FieldValue.of(id).hasAsciiForm();
    }

    private void readResults() {
        if (text.error() == null && text.peek() == FieldText.END) {
            deviations.add(ResultsDeviation.NO_RESULTS);
        }
        while (text.take(';')) {
            text.skipBlanks();
            if (text.peek() == ';' || text.peek() == FieldText.END) {
                deviations.add(ResultsDeviation.EMPTY_RESULT);
            } else {
                readResult();
            }
        }
    }

    // resinfo = [CFWS] ";" methodspec [ CFWS reasonspec ] [ CFWS 1*propspec ]
    private void readResult() {
        int start = text.position();
        String method = word();
        text.skipBlanks();
        // no-result = [CFWS] ";" [CFWS] "none"
        boolean alone = text.peek() == ';' || text.peek() == FieldText.END;
        if (none || (alone && Keyword.areSame(method, "none") && !results.isEmpty())) {
            text.fail(Kind.NONE_AMONG_RESULTS, start);
        } else if (alone && Keyword.areSame(method, "none")) {
            none = true;
        } else {
            readResultOf(method);
        }
    }

    // methodspec = [CFWS] method [CFWS] "=" [CFWS] result
    private void readResultOf(String method) {
        int version = ResultsHead.SUPPORTED_VERSION;
        if (text.take('/')) {
            text.skipBlanks();
            version = number();
            text.skipBlanks();
        }
        text.expect('=', Kind.MISSING_EQUALS);
        text.skipBlanks();
        String result = word();
        String comment = text.skipBlanks();
        ResultSoFar found = new ResultSoFar(comment);
        while (text.peek() != ';' && text.peek() != FieldText.END) {
            readProperty(found);
        }
        if (text.error() != null) {
            return;
        }
        if (results.size() == AuthenticationResults.MAX_RESULTS) {
            text.fail(Kind.TOO_MANY_RESULTS, text.position());
        } else if (!Keyword.isKeyword(method) || !Keyword.isKeyword(result)) {
            deviations.add(ResultsDeviation.INVALID_KEYWORD);
        } else {
            results.add(MethodResult.read(method, version, result, found.comment, found.reason(), found.properties));
        }
    }

    private static final class ResultSoFar {

        private final String comment;
        private @Nullable String reason;
        private final List<AuthenticationProperty> properties = new ArrayList<>();

        // A comment is for people: one that can't be written again is not worth an error.
        ResultSoFar(@Nullable String comment) {
            this.comment = comment == null || !Quoting.COMMENT.canHoldInternational(comment) ? "" : comment;
        }

        String reason() {
            return reason == null ? "" : reason;
        }
    }

    // propspec = ptype [CFWS] "." [CFWS] property [CFWS] "=" pvalue
    // reasonspec = "reason" [CFWS] "=" [CFWS] value
    private void readProperty(ResultSoFar found) {
        String type = word();
        text.skipBlanks();
        if (!text.take('.')) {
            text.expect('=', Kind.MISSING_EQUALS);
            readUntyped(type, found);
            return;
        }
        text.skipBlanks();
        String name = word();
        text.skipBlanks();
        text.expect('=', Kind.MISSING_EQUALS);
        String value = value();
        if (!Keyword.isKeyword(type) || !Keyword.isKeyword(name)) {
            deviations.add(ResultsDeviation.INVALID_KEYWORD);
        } else if (found.properties.size() == MethodResult.MAX_PROPERTIES) {
            deviations.add(ResultsDeviation.TOO_MANY_PROPERTIES);
        } else if (text.error() == null) {
            found.properties.add(new AuthenticationProperty(type, name, value));
        }
    }

    private void readUntyped(String name, ResultSoFar found) {
        String value = value();
        if (!Keyword.areSame(name, "reason")) {
            deviations.add(ResultsDeviation.UNTYPED_PROPERTY);
            return;
        }
        if (found.reason != null || !found.properties.isEmpty()) {
            deviations.add(ResultsDeviation.MISPLACED_REASON);
        }
        found.reason = found.reason == null ? value : found.reason;
    }

    // ---- words, numbers and values ----

    // Longer and odder than a keyword may be: the caller looks.
    private String word() {
        int start = text.position();
        String word = text.run(c -> Keyword.isLetterOrDigit(c) || c == '-' || c == '_');
        if (word.isEmpty()) {
            text.fail(Kind.MISSING_KEYWORD, start);
        }
        return word;
    }

    private int number() {
        int start = text.position();
        String digits = text.run(Keyword::isDigit);
        if (digits.isEmpty()) {
            text.fail(Kind.MISSING_VERSION, start);
            return UNKNOWN_VERSION;
        }
        return digits.length() > 9 ? UNKNOWN_VERSION : Integer.parseInt(digits);
    }

    // pvalue = [CFWS] ( value / [ [ local-part ] "@" ] domain-name ) [CFWS]
    private String value() {
        text.skipBlanks();
        int start = text.position();
        String value = pieces();
        int end = text.position();
        text.skipBlanks();
        // A local-part may have CFWS behind it.
        if (text.peek() == '@') {
            value = text.between(start, end) + pieces();
            text.skipBlanks();
        }
        if (!FieldValue.isSafe(value)) {
            text.fail(Kind.INVALID_VALUE, start);
        }
        return value;
    }

    // A quoted string alone is its content. What else has quotes keeps them, such as "a b"@example.org.
    private String pieces() {
        int start = text.position();
        int count = 0;
        boolean quoted = false;
        String piece = "";
        while (text.peek() == '"' || isOfValue(text.peek())) {
            count++;
            boolean opens = text.peek() == '"';
            quoted |= opens;
            piece = opens ? text.quotedString() : text.run(AuthenticationResultsParser::isOfValue);
        }
        if (count == 1 && quoted) {
            return piece;
        }
        String raw = text.between(start, text.position());
        report(raw);
        return raw;
    }

    private void report(String raw) {
        if (raw.isEmpty()) {
            deviations.add(ResultsDeviation.EMPTY_VALUE);
        } else if (FieldValue.isSafe(raw) && FieldValue.of(raw).needsQuotes()) {
            deviations.add(ResultsDeviation.UNQUOTED_VALUE);
        }
    }

    private static boolean isOfValue(int c) {
        return c > ' ' && ";\"()".indexOf(c) < 0 && !Character.isISOControl(c);
    }

    // RFC 2045 §5.1; RFC 8601 §2.5: in UTF-8, if need be.
    private static boolean isOfToken(int c) {
        return isOfValue(c) && "<>@,:\\/[]?=".indexOf(c) < 0;
    }
}
