package io.mailseal.psl;

/**
 * A line of a list that is neither empty nor a comment.
 *
 * @param number the first line is 1
 * @param text up to the first white space
 * @param section a mask of {@link RuleTable}, or 0 outside of both
 */
record RuleLine(int number, String text, int section) {

    /** How a label in ASCII begins that stands for one in Unicode. */
    static final String A_LABEL_PREFIX = "xn--";
}
