package io.mailseal.dnsbl;

/** Ends the reading of profiles at the first problem; becomes a {@link BlocklistProfileParse}. */
final class ProfileRefusal extends Exception {

    private static final long serialVersionUID = 1;

    private final transient BlocklistProfileProblem problem;

    ProfileRefusal(BlocklistProfileProblem problem) {
        super(problem.explanation(), null, false, false);
        this.problem = problem;
    }

    BlocklistProfileProblem problem() {
        return problem;
    }
}
