package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the policy host of a domain serves just now: a policy, or why there is none. A value; made by
 * {@link MtaStsFetcher#fetch}.
 *
 * @rfc 8461 3.3
 */
public final class PolicyFetch {

    private final DomainName domain;
    private final @Nullable MtaStsRecord record;
    private final @Nullable MtaStsPolicy policy;
    private final @Nullable MtaStsProblem problem;
    private final List<MtaStsFinding> findings;

    private PolicyFetch(
            DomainName domain,
            @Nullable MtaStsRecord record,
            @Nullable MtaStsPolicy policy,
            @Nullable MtaStsProblem problem,
            List<MtaStsFinding> findings) {
        this.domain = domain;
        this.record = record;
        this.policy = policy;
        this.problem = problem;
        this.findings = List.copyOf(findings);
    }

    static PolicyFetch found(DomainName domain, MtaStsPolicy policy, List<MtaStsFinding> findings) {
        return new PolicyFetch(domain, null, policy, null, findings);
    }

    static PolicyFetch without(DomainName domain, MtaStsProblem problem, List<MtaStsFinding> findings) {
        return new PolicyFetch(domain, null, null, problem, findings);
    }

    PolicyFetch announcedBy(MtaStsRecord announcement) {
        return new PolicyFetch(domain, announcement, policy, problem, findings);
    }

    /** The policy domain. */
    public DomainName domain() {
        return domain;
    }

    /** The record that led there; empty where there is none, or where the policy was asked for regardless of it. */
    public Optional<MtaStsRecord> record() {
        return Optional.ofNullable(record);
    }

    /** The policy; empty if and only if there is a problem. */
    public Optional<MtaStsPolicy> policy() {
        return Optional.ofNullable(policy);
    }

    /** Why there is no policy. */
    public Optional<MtaStsProblem> problem() {
        return Optional.ofNullable(problem);
    }

    /** What is wrong or odd in the policy, also in one that can't be used; where there is no record, in that. */
    public List<MtaStsFinding> findings() {
        return findings;
    }

    /** A sentence or two for people, in visible ASCII; third-party text is in it. */
    public String explanation() {
        return problem != null
                ? problem.explanation()
                : domain + " serves a policy of mode "
                        + Objects.requireNonNull(policy).mode().word() + ".";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PolicyFetch that
                && domain.equals(that.domain)
                && Objects.equals(record, that.record)
                && Objects.equals(policy, that.policy)
                && Objects.equals(problem, that.problem)
                && findings.equals(that.findings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(domain, record, policy, problem);
    }

    @Override
    public String toString() {
        return explanation();
    }
}
