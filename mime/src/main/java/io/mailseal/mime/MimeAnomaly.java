package io.mailseal.mime;

/** Something about the parts of a message that the standards forbid, or that kept some of them from being read. */
public enum MimeAnomaly {
    /** Multiparts and messages in each other beyond {@link MimeLimits#depth}; what is deeper was not read. */
    TOO_DEEP(true, "parts in parts beyond the limit"),
    /** More parts than {@link MimeLimits#parts}; the others were not read. */
    TOO_MANY_PARTS(true, "more parts than the limit"),
    /** A header of a part, or of the message, beyond the limits; its rest was not read. */
    HEADER_TOO_LARGE(true, "a header beyond the limits"),
    /** A part of more than {@link MimeLimits#partOctets}, of which the rest was not read. */
    PART_TOO_LARGE(true, "a part larger than the limit"),
    /** Parts of more than {@link MimeLimits#messageOctets} together; the rest was not read. */
    MESSAGE_TOO_LARGE(true, "parts that together are larger than the limit"),
    /** A Content-Type that does not keep the grammar; the part is taken for plain text, unless its type is clear. */
    MALFORMED_CONTENT_TYPE(false, "a Content-Type that does not keep the grammar"),
    /**
     * A second Content-Type, Content-Transfer-Encoding or Content-Disposition in one header. The type that shows the most
     * counts, the encoding that has to be undone (base64 only if the text may be that), and else the first one.
     */
    REPEATED_FIELD(false, "a Content field that is repeated"),
    /** A parameter that is repeated; the first one counts, of boundaries each. */
    REPEATED_PARAMETER(false, "a parameter that is repeated"),
    /** A multipart without a boundary, or with one that is no boundary; what it holds is taken for plain text. */
    NO_BOUNDARY(false, "a multipart without a usable boundary"),
    /** A line that begins with a boundary and goes on. It is text, as for most programs; some take it for the boundary. */
    SIMILAR_BOUNDARY(false, "a line that begins like a boundary"),
    /** Parts after the closing boundary of their multipart, or with a boundary that nothing names. They are read. */
    UNEXPECTED_PARTS(false, "parts where there should be none"),
    /** Lines in the header of a part that are no fields. They are given as a part, too: some programs show them. */
    STRAY_LINES(false, "lines in a header that are no fields"),
    /** A multipart whose closing boundary is missing. */
    UNCLOSED_MULTIPART(false, "a multipart that is not closed"),
    /** A multipart or message with a transfer encoding that RFC 2045 forbids there. That of a message is undone. */
    ENCODED_CONTAINER(false, "a multipart or message with a transfer encoding"),
    /**
     * A transfer encoding that nobody knows; the octets are given as they are. Or one with more than its name, which is
     * taken for it.
     */
    UNKNOWN_ENCODING(false, "an unknown transfer encoding"),
    /** Base64 with other characters in it, with more after its end, or cut off. */
    MALFORMED_BASE64(false, "malformed base64"),
    /** Quoted-printable with an equals sign that stands for nothing. */
    MALFORMED_QUOTED_PRINTABLE(false, "malformed quoted-printable"),
    /**
     * A character set that this JVM does not know, or in which ASCII is not what it is elsewhere; the text is read as UTF-8,
     * or where it is not, as Windows-1252.
     */
    UNKNOWN_CHARSET(false, "an unknown character set"),
    /** Octets that the character set of their part does not have, or that can't be of it: UTF-16 without a zero. */
    MALFORMED_TEXT(false, "text that is not of its character set");

    private final boolean truncating;
    private final String sentence;

    MimeAnomaly(boolean truncating, String sentence) {
        this.truncating = truncating;
        this.sentence = sentence;
    }

    /** Whether something was not read because of it. */
    public boolean isTruncating() {
        return truncating;
    }

    /** For people: a noun phrase. */
    public String sentence() {
        return sentence;
    }
}
