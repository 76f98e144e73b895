package io.mailseal.core.authres;

/**
 * Where an Authentication-Results field can't be read any further, or passes a limit.
 *
 * @param kind what is wrong there
 * @param position the character of the value, counted from 0, at which it was noticed; of what is opened and not closed,
 *     where it is opened. Where octets were read, it counts the characters that they stand for
 * @rfc 8601 2.2
 */
public record AuthenticationResultsSyntaxError(Kind kind, int position) implements AuthenticationResultsParse {

    /** What can be wrong; more may be added. */
    public enum Kind {
        /** The field has another name. */
        OTHER_FIELD("the field is not named " + AuthenticationResults.FIELD_NAME),
        /** The value is longer than {@link AuthenticationResults#MAX_LENGTH}. */
        TOO_LONG("there are more than " + AuthenticationResults.MAX_LENGTH + " characters"),
        /** A control character, or a line end that does not fold the line. */
        INVALID_CHARACTER("a control character can't be there"),
        /** A parenthesis that nothing closes. */
        UNTERMINATED_COMMENT("this comment has no end"),
        /** Comments within comments, more than {@link AuthenticationResults#MAX_COMMENT_DEPTH} deep. */
        COMMENT_TOO_DEEP(
                "there are more than " + AuthenticationResults.MAX_COMMENT_DEPTH + " comments within each other"),
        /** A quotation mark that nothing closes. */
        UNTERMINATED_QUOTED_STRING("this quoted string has no end"),
        /** Nobody says so, or not in a word or a quoted string. */
        INVALID_AUTHSERV_ID("the name of the service that did the checks was expected"),
        /** It is not in version 1, so what follows may mean something else. */
        UNSUPPORTED_VERSION("a version other than 1 is announced"),
        /** More text where a result has to begin. */
        MISSING_SEMICOLON("a semicolon or the end was expected"),
        /** What stands where a method, a result or a property begins is no word. */
        MISSING_KEYWORD("a word of letters, digits and hyphens was expected"),
        /** No equals sign after a method, or after a property. */
        MISSING_EQUALS("an equals sign was expected"),
        /** A version that is no number. */
        MISSING_VERSION("a number was expected"),
        /** After {@code none} there is more, or before. */
        NONE_AMONG_RESULTS("there are results, and yet none"),
        /** A value that is too long, or has characters that must not be in any. */
        INVALID_VALUE("this value can't be in a field"),
        /** There are more results than {@link AuthenticationResults#MAX_RESULTS}. */
        TOO_MANY_RESULTS("there are more than " + AuthenticationResults.MAX_RESULTS + " results");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        /** For people: a clause without capital and full stop. */
        public String sentence() {
            return sentence;
        }
    }

    static AuthenticationResultsSyntaxError tooLong() {
        return new AuthenticationResultsSyntaxError(Kind.TOO_LONG, AuthenticationResults.MAX_LENGTH);
    }

    /** For people: a sentence. Nothing of the field is in it. */
    public String explanation() {
        return "At position " + position + " of the field " + kind.sentence() + ".";
    }
}
