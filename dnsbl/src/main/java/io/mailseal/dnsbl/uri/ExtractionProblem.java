package io.mailseal.dnsbl.uri;

/** Why URIs of a message may be missing, or what about it is so odd that others may read it differently. */
public enum ExtractionProblem {
    /** More hosts than {@link UriLimits#hosts}; those that were found later are missing. */
    TOO_MANY_HOSTS(true, "more hosts than the limit"),
    /**
     * More, or longer, URIs than {@link UriLimits#uris} and {@link UriLimits#uriCharacters} allow. Those that are missing
     * have hosts that are there.
     */
    TOO_MANY_URIS(true, "more URIs than the limit"),
    /** More plain text than {@link UriLimits#textCharacters}. */
    TEXT_TOO_LONG(true, "more text than the limit"),
    /** More HTML than {@link UriLimits#htmlCharacters}. */
    HTML_TOO_LONG(true, "more HTML than the limit"),
    /** Parts beyond {@link UriLimits#depth}, {@link UriLimits#parts} or {@link UriLimits#octets}, or with a header too large. */
    PARTS_BEYOND_LIMITS(true, "parts beyond the limits"),
    /** HTML with more than 511 attributes in a tag, or more than 1000 pages in comments and attributes. */
    HTML_BEYOND_LIMITS(true, "HTML beyond the limits of its reader"),
    /** HTML that made its parser fail; the rest of it was not read. */
    UNREADABLE_HTML(true, "HTML that can't be read"),
    /** A URI of more than 8192 characters, or with more than 20 others in it; its end, or the others, were not read. */
    LONG_URI(true, "a URI that is too long to be read to its end"),
    /** A message of which only the beginning was at hand, as where a server keeps no more of it. */
    MESSAGE_CUT(true, "a message of which only the beginning was kept"),
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
