package io.mailseal.dnsbl.uri;

import java.io.IOException;

/** What was read is no list of two-level or three-level domains. Nothing of it is used. */
public final class SurblListException extends IOException {

    /** What is wrong with it. */
    public enum Problem {
        /** It has more than {@link RegisteredDomains#MAX_OCTETS} octets. */
        TOO_LARGE,
        /** More than {@link RegisteredDomains#MAX_SKIPPED_LINES} of its lines are neither comment nor an entry. */
        TOO_MANY_SKIPPED_LINES,
        /** There is no entry in it. */
        EMPTY
    }

    private static final long serialVersionUID = 1;

    private final Problem problem;

    SurblListException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    /** What is wrong with it. */
    public Problem problem() {
        return problem;
    }
}
