package io.mailseal.core.dns;

/**
 * How an evaluation is left when it needs an answer that is not there yet. Rules never see it, unless they catch what is
 * none of their business. An Error, so that a {@code catch (Exception)} inside the rules does not stop it, and without a
 * stack trace, which nobody would read.
 */
final class MissingAnswer extends Error {

    private static final long serialVersionUID = 1;

    @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace that could be that of somebody else
    static final MissingAnswer THROWN = new MissingAnswer();

    private MissingAnswer() {
        super("an answer is not known yet", null, false, false);
    }
}
