package io.mailseal.dnsbl.uri;

/** Why URIs of a message may be missing, or what about it is so odd that others may read it differently. */
public enum ExtractionProblem {
    /** More, or longer, URIs than {@link UriLimits#uris} and {@link UriLimits#uriCharacters} allow. */
    TOO_MANY_URIS(true, "more URIs than the limit"),
    /** More plain text than {@link UriLimits#textCharacters}. */
    TEXT_TOO_LONG(true, "more text than the limit"),
    /** More HTML than {@link UriLimits#htmlCharacters}. */
    HTML_TOO_LONG(true, "more HTML than the limit"),
    /** Parts beyond {@link UriLimits#depth}, {@link UriLimits#parts} or {@link UriLimits#octets}, or with a header too large. */
    PARTS_BEYOND_LIMITS(true, "parts beyond the limits"),
    /** HTML that made its parser fail; the rest of it was not read. */
    UNREADABLE_HTML(true, "HTML that can't be read"),
    /** MIME that does not keep the standards. It was read in the way that shows the most of it. */
    MALFORMED_MIME(false, "malformed MIME");

    private final boolean truncating;
    private final String sentence;

    ExtractionProblem(boolean truncating, String sentence) {
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
