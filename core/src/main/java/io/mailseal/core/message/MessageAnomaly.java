package io.mailseal.core.message;

/** Something about a message that the standards forbid, or that two readers could understand differently. */
public enum MessageAnomaly {
    /** A LF without a CR before it. It is data, not the end of a line. */
    BARE_LF("a line feed without carriage return"),
    /** A CR without a LF after it. */
    BARE_CR("a carriage return without line feed"),
    /** An octet of value zero. */
    NUL("a NUL octet"),
    /** An octet above 127 in the header. Right in internationalized mail, wrong in any other. */
    NON_ASCII_HEADER("an octet above 127 in the header"),
    /** A line of more than 998 octets. */
    LONG_LINE("a line of more than 998 octets"),
    /** A header line that is neither a field nor the continuation of one. */
    NO_COLON("a header line without a colon"),
    /** White space, or a folded line, between the name of a field and its colon. */
    SPACE_BEFORE_COLON("white space before the colon of a header field"),
    /** A line end between the name of a field and its colon. Not even obsolete syntax allows it, and many readers see no field. */
    FOLDED_NAME("a header field whose name and colon are on different lines"),
    /**
     * A line of nothing but white space inside a header field, which some readers take for the end of the header. Only
     * obsolete syntax has it.
     */
    BLANK_LINE("a header line of nothing but white space"),
    /** The header begins with white space, as if it continued something. */
    LEADING_CONTINUATION("a header that begins with white space"),
    /** A field whose name is empty. */
    EMPTY_NAME("a header field without a name"),
    /** A field name with octets that no name may have. */
    INVALID_NAME("a header field name with invalid octets"),
    /** A field that may occur once occurs more than once. */
    REPEATED_FIELD("a header field that may occur only once is repeated"),
    /** The message ended before the empty line that ends the header. Without a body that is allowed. */
    NO_SEPARATOR("no empty line after the header"),
    /** The header is larger than the reader's limits allow; its rest was not read as header. */
    LIMIT_EXCEEDED("a header beyond the limits"),
    /** All line ends were LF alone, and were read as CRLF, because the reader was told to. */
    LOCAL_LINE_ENDS("line ends of a local file, read as those of mail");

    private final String sentence;

    MessageAnomaly(String sentence) {
        this.sentence = sentence;
    }

    /** For people: a noun phrase. */
    public String sentence() {
        return sentence;
    }
}
