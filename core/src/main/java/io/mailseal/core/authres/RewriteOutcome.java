package io.mailseal.core.authres;

/** What became of a message that was to get fields of ours. */
public enum RewriteOutcome {
    /** All of it was written. */
    WRITTEN("The message was written."),
    /** The header begins with white space, which would continue our field. Nothing was written; it is to be refused. */
    LEADING_CONTINUATION("The header begins with white space."),
    /** The header is too large to be read entirely. Nothing was written; it is to be refused. */
    HEADER_LIMIT_EXCEEDED("The header is too large to be read entirely.");

    private final String explanation;

    RewriteOutcome(String explanation) {
        this.explanation = explanation;
    }

    /** Whether the message was written. */
    public boolean isWritten() {
        return this == WRITTEN;
    }

    /** For people: a sentence. */
    public String explanation() {
        return explanation;
    }
}
