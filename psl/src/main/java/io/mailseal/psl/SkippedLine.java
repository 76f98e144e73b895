package io.mailseal.psl;

import java.util.Objects;

/**
 * A line of a list that is neither rule nor comment. It has no effect.
 *
 * @param number the first line is 1
 * @param text the line up to white space, at most 253 characters of it; any character may be in it
 * @param problem what is wrong with it
 */
public record SkippedLine(int number, String text, Problem problem) {

    /** What is wrong with a line. */
    public enum Problem {
        /** It stands in neither of the two sections. */
        OUTSIDE_OF_SECTIONS,
        /** There is an asterisk elsewhere than as the first of several labels. */
        MISPLACED_WILDCARD,
        /** It takes a single label, or something with a wildcard, out of a rule. */
        MISPLACED_EXCEPTION,
        /** It is no host name, or not one that IDNA2008 allows. */
        NOT_A_HOST_NAME
    }

    /** No component may be null. */
    public SkippedLine {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(problem, "problem");
    }
}
