package io.mailseal.core.authres;

/**
 * Where an Authentication-Results field leaves the grammar and can be read all the same, since servers in wide use write it
 * so. More may be added.
 *
 * @rfc 8601 2.2
 */
public enum ResultsDeviation {
    /** The name of the service stands alone. */
    NO_RESULTS("there is neither a result nor none"),
    /** A semicolon at the end, or two of them. */
    EMPTY_RESULT("a semicolon is followed by no result"),
    /** A value without the quotes that it needs: {@code header.b=ab/cd}. */
    UNQUOTED_VALUE("a value lacks its quotes"),
    /** No value at all: {@code smtp.mailfrom=}. */
    EMPTY_VALUE("a value is missing"),
    /** A property without type, such as {@code action=none}; it is dropped. */
    UNTYPED_PROPERTY("a property has no type"),
    /** A reason that is not the first after the result, or one of several; the first of them is kept. */
    MISPLACED_REASON("a reason is where none can be"),
    /** A method, result, type or property that is no keyword; what it belongs to is dropped. */
    INVALID_KEYWORD("a word has other characters than letters, digits and hyphens, or too many"),
    /** More than {@link MethodResult#MAX_PROPERTIES}; the others are dropped. */
    TOO_MANY_PROPERTIES("a result has more than " + MethodResult.MAX_PROPERTIES + " properties"),
    /** Octets that are not UTF-8, each read as U+FFFD. */
    INVALID_UTF8("not all octets are UTF-8");

    private final String sentence;

    ResultsDeviation(String sentence) {
        this.sentence = sentence;
    }

    /** For people: a clause without capital and full stop. */
    public String sentence() {
        return sentence;
    }
}
