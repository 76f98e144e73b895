package io.mailseal.core.authres;

/** Why no field of a header can be believed, whatever is in it. */
public enum TrustProblem {
    /** Nobody is trusted. */
    NOBODY_TRUSTED("No service is trusted."),
    /** No Received field, or none of the boundary: the message did not come the way it should have. */
    NO_BOUNDARY("The header has no Received field of the boundary."),
    /** The header is larger than the reader allows. */
    HEADER_LIMIT_EXCEEDED("The header is too large to be read entirely.");

    private final String explanation;

    TrustProblem(String explanation) {
        this.explanation = explanation;
    }

    /** For people: a sentence. */
    public String explanation() {
        return explanation;
    }
}
