package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
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
        /** The same domain, or, where that is enough, the same organizational domain. */
        ALIGNED,
        /** Another domain, and another organizational domain if that would have been enough. */
        NOT_ALIGNED,
        /**
         * The same organizational domain by the letter of RFC 9989; but it is a public suffix, or above one, so that by
         * the public suffix list the two belong to strangers. It counts as not aligned.
         *
         * @rfc 9989 11.8
         */
        SHARED_PUBLIC_SUFFIX,
        /** A record that would tell could not be asked for. */
        UNKNOWN,
        /** Not looked at, since the identifier was not authenticated. */
        NOT_AUTHENTICATED,
        /** Not looked at, since there were more identifiers than may be. */
        BEYOND_LIMIT
    }

    private final AuthenticationEvidence evidence;
    private final State state;
    private final @Nullable DomainName organizationalDomain;
    private final @Nullable DmarcProblem problem;

    IdentifierAlignment(
            AuthenticationEvidence evidence,
            State state,
            @Nullable DomainName organizationalDomain,
            @Nullable DmarcProblem problem) {
        this.evidence = evidence;
        this.state = state;
        this.organizationalDomain = organizationalDomain;
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

    /** Its organizational domain, if that had to be found out. */
    public Optional<DomainName> organizationalDomain() {
        return Optional.ofNullable(organizationalDomain);
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
                && organizationalDomain().equals(that.organizationalDomain())
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
