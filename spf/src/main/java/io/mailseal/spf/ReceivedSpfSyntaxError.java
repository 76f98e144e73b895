package io.mailseal.spf;

/**
 * Where a Received-SPF field leaves the grammar, or a limit.
 *
 * @param kind what is wrong there
 * @param position the character of the value, counted from 0, at which it was noticed; of what is opened and not
 *     closed, where it is opened. Where octets were read, it counts the characters that they stand for
 * @rfc 7208 9.1
 */
public record ReceivedSpfSyntaxError(Kind kind, int position) implements ReceivedSpfParse {

    /** What can be wrong; more may be added. */
    public enum Kind {
        /** The field has another name. */
        OTHER_FIELD("the field is not named " + ReceivedSpf.FIELD_NAME),
        /** The value is longer than {@link ReceivedSpf#MAX_LENGTH}. */
        TOO_LONG("there are more than " + ReceivedSpf.MAX_LENGTH + " characters"),
        /** A control character, or a line end that does not fold the line. */
        INVALID_CHARACTER("a control character can't be there"),
        /** A parenthesis that nothing closes. */
        UNTERMINATED_COMMENT("this comment has no end"),
        /** Comments within comments, more than {@link ReceivedSpf#MAX_COMMENT_DEPTH} deep. */
        COMMENT_TOO_DEEP("there are more than " + ReceivedSpf.MAX_COMMENT_DEPTH + " comments within each other"),
        /** A quotation mark that nothing closes. */
        UNTERMINATED_QUOTED_STRING("this quoted string has no end"),
        /** The first word is none of the results, such as {@code unknown} and {@code error} from before RFC 4408. */
        UNKNOWN_RESULT("one of the seven results was expected"),
        /** What stands where a pair begins is no key. */
        MISSING_KEY("a key was expected, which begins with a letter"),
        /** No equals sign after a key. */
        MISSING_EQUALS("an equals sign was expected after the key"),
        /** More text after a value. */
        MISSING_SEMICOLON("a semicolon or the end was expected after the value"),
        /** There are more pairs than {@link ReceivedSpf#MAX_PAIRS}. */
        TOO_MANY_PAIRS("there are more than " + ReceivedSpf.MAX_PAIRS + " pairs");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        /** For people: a clause without capital and full stop. */
        public String sentence() {
            return sentence;
        }
    }

    /** For people: a sentence. Nothing of the field is in it. */
    public String explanation() {
        return "At position " + position + " of the field " + kind.sentence() + ".";
    }
}
