package io.mailseal.dmarc;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether one identifier is aligned with the author domain.
 *
 * @rfc 9989 4.10.2
 */
public final class IdentifierAlignment {

    /** What was found out. */
    public enum State {
        ALIGNED,
        NOT_ALIGNED,
        /** A record that would tell could not be asked for. */
        UNKNOWN,
        /** Not looked at: the identifier was not authenticated, or there were too many. */
        NOT_CHECKED
    }

    private final AuthenticationEvidence evidence;
    private final State state;
    private final @Nullable DmarcProblem problem;

    IdentifierAlignment(AuthenticationEvidence evidence, State state, @Nullable DmarcProblem problem) {
        this.evidence = evidence;
        this.state = state;
        this.problem = problem;
    }

    /** The identifier and what was known of it. */
    public AuthenticationEvidence evidence() {
        return evidence;
    }

    /** What was found out. */
    public State state() {
        return state;
    }

    /** Why it is unknown. */
    public Optional<DmarcProblem> problem() {
        return Optional.ofNullable(problem);
    }

    /** Authenticated and aligned: enough to pass. */
    public boolean isAlignedPass() {
        return state == State.ALIGNED && evidence.outcome() == AuthenticationEvidence.Outcome.PASS;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdentifierAlignment that
                && evidence.equals(that.evidence)
                && state == that.state
                && problem().equals(that.problem());
    }

    @Override
    public int hashCode() {
        return 31 * evidence.hashCode() + state.hashCode();
    }

    @Override
    public String toString() {
        return evidence + ": " + state;
    }
}
