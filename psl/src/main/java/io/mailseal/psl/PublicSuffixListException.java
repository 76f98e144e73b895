package io.mailseal.psl;

import java.io.IOException;

/** What was read is no public suffix list. Nothing of it is used: the list from before stays as good as it was. */
public final class PublicSuffixListException extends IOException {

    /** What is wrong with it. */
    public enum Problem {
        /** It has more than {@link PublicSuffixList#MAX_OCTETS} octets. */
        TOO_LARGE,
        /** It has more than {@link PublicSuffixList#MAX_RULES} rules. */
        TOO_MANY_RULES,
        /** More than {@link PublicSuffixList#MAX_SKIPPED_LINES} of its lines are neither rule nor comment. */
        TOO_MANY_SKIPPED_LINES,
        /** It is not in UTF-8. */
        NOT_UTF_8,
        /** There is nothing in it but white space. */
        EMPTY,
        /** There is no ICANN section, or no rule in it. */
        NO_ICANN_RULES,
        /** A section does not end, or begins within another: most likely the end of the file is missing. */
        BROKEN_SECTIONS
    }

    private static final long serialVersionUID = 1;

    private final Problem problem;

    PublicSuffixListException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    /** What is wrong with it. */
    public Problem problem() {
        return problem;
    }
}
