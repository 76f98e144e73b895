package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which policy a sender has to keep to when it delivers to a domain now. A value; made by {@link MtaStsCache#discover}.
 *
 * @rfc 8461 5.1
 */
public final class PolicyDiscovery {

    /** Whether there is one. */
    public enum Status {
        /** A policy is in force; its mode may be none. */
        POLICY,
        /** No policy is in force: mail is delivered as without MTA-STS. */
        NO_POLICY,
        /**
         * Nobody knows, since what was kept can't be read, or since a limit or failure of this program kept a policy from being
         * found ({@link MtaStsProblem.Kind#isOurs}): mail has to wait.
         */
        UNKNOWN
    }

    /** Where a policy comes from. */
    public enum Source {
        /** It was fetched for this. */
        FETCHED,
        /** It was kept of earlier times. */
        CACHED
    }

    private final DomainName domain;
    private final Status status;
    private final PolicyEntry.@Nullable CachedPolicy policy;
    private final @Nullable Source source;
    private final @Nullable MtaStsProblem problem;
    private final MtaStsProblem.@Nullable Kind reported;

    private PolicyDiscovery(
            DomainName domain,
            Status status,
            PolicyEntry.@Nullable CachedPolicy policy,
            @Nullable Source source,
            @Nullable MtaStsProblem problem,
            MtaStsProblem.@Nullable Kind reported) {
        this.domain = domain;
        this.status = status;
        this.policy = policy;
        this.source = source;
        this.problem = problem;
        this.reported = reported;
    }

    static PolicyDiscovery fetched(DomainName domain, PolicyEntry.CachedPolicy policy) {
        return new PolicyDiscovery(domain, Status.POLICY, policy, Source.FETCHED, null, null);
    }

    static PolicyDiscovery cached(DomainName domain, PolicyEntry.CachedPolicy policy, @Nullable MtaStsProblem problem) {
        MtaStsProblem.Kind reported =
                problem == null || policy.policy().mode() == MtaStsMode.NONE ? null : problem.kind();
        return new PolicyDiscovery(domain, Status.POLICY, policy, Source.CACHED, problem, reported);
    }

    /** @param announced whether there is a valid record all the same */
    static PolicyDiscovery none(DomainName domain, MtaStsProblem problem, boolean announced) {
        return new PolicyDiscovery(domain, Status.NO_POLICY, null, null, problem, announced ? problem.kind() : null);
    }

    static PolicyDiscovery unknown(DomainName domain, MtaStsProblem problem) {
        return new PolicyDiscovery(domain, Status.UNKNOWN, null, null, problem, null);
    }

    /** The same during the pause after this problem: if the domain is told anything, then what it was. */
    PolicyDiscovery after(MtaStsProblem.Kind earlier) {
        return reported == null || earlier.failureType().isEmpty()
                ? this
                : new PolicyDiscovery(domain, status, policy, source, problem, earlier);
    }

    /** The policy domain. */
    public DomainName domain() {
        return domain;
    }

    /** Whether there is a policy. */
    public Status status() {
        return status;
    }

    /** The policy in force, with its id, and when it was fetched. Present if and only if the status is POLICY. */
    public Optional<PolicyEntry.CachedPolicy> policy() {
        return Optional.ofNullable(policy);
    }

    /** Where it comes from; present if there is one. */
    public Optional<Source> source() {
        return Optional.ofNullable(source);
    }

    /** What the policy asks for; NONE where there is no policy, which comes to the same. */
    public MtaStsMode mode() {
        return policy == null ? MtaStsMode.NONE : policy.policy().mode();
    }

    /** Why there is no policy, or no news of the one that is in force. */
    public Optional<MtaStsProblem> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * What is to be reported to the domain: that its policy could not be had, although a record announces it or one is in
     * force whose mode is not none. While an id is left alone for a short while, this is what went wrong with it before.
     *
     * @rfc 8461 6
     */
    public List<TlsFailure> failures() {
        MtaStsProblem.Kind kind = reported;
        if (kind == null) {
            return List.of();
        }
        // While one is in force, that there is no record any more is a failure, too.
        boolean noRecord = kind.step() == MtaStsProblem.Step.RECORD && !kind.isOurs();
        TlsFailureType type = kind.failureType().orElse(noRecord ? TlsFailureType.STS_POLICY_FETCH_ERROR : null);
        return type == null ? List.of() : List.of(new TlsFailure(type, reasonCode(kind)));
    }

    private static String reasonCode(MtaStsProblem.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A sentence or two for people, in visible ASCII; third-party text is in it. */
    public String explanation() {
        String because = problem == null ? "" : " " + problem.explanation();
        return switch (status) {
            case POLICY ->
                domain + " has a policy of mode " + mode().word() + ", "
                        + (source == Source.FETCHED ? "fetched just now" : "kept of earlier") + "." + because;
            case NO_POLICY -> "No policy is in force for " + domain + "." + because;
            case UNKNOWN -> "Whether a policy is in force for " + domain + " is not known." + because;
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PolicyDiscovery that
                && domain.equals(that.domain)
                && status == that.status
                && Objects.equals(policy, that.policy)
                && source == that.source
                && Objects.equals(problem, that.problem)
                && reported == that.reported;
    }

    @Override
    public int hashCode() {
        return Objects.hash(domain, status, policy, problem);
    }

    @Override
    public String toString() {
        return explanation();
    }
}
