package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsSecurity;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What DNS says: the record of a domain, or why there is none. A value; made by {@link MtaStsFetcher#discover}.
 *
 * @rfc 8461 3.1
 */
public final class RecordDiscovery {

    private final DomainName domain;
    private final @Nullable MtaStsRecord record;
    private final @Nullable MtaStsProblem problem;
    private final List<MtaStsFinding> findings;
    private final DnsSecurity security;

    private RecordDiscovery(
            DomainName domain,
            @Nullable MtaStsRecord record,
            @Nullable MtaStsProblem problem,
            List<MtaStsFinding> findings,
            DnsSecurity security) {
        this.domain = domain;
        this.record = record;
        this.problem = problem;
        this.findings = List.copyOf(findings);
        this.security = security;
    }

    static RecordDiscovery found(
            DomainName domain, MtaStsRecord record, List<MtaStsFinding> findings, DnsSecurity security) {
        return new RecordDiscovery(domain, record, null, findings, security);
    }

    static RecordDiscovery without(
            DomainName domain, MtaStsProblem problem, List<MtaStsFinding> findings, DnsSecurity security) {
        return new RecordDiscovery(domain, null, problem, findings, security);
    }

    static RecordDiscovery invalidDomain(DomainName domain) {
        MtaStsProblem problem = new MtaStsProblem(
                MtaStsProblem.Kind.INVALID_DOMAIN, domain + " can't have a policy: it is no mail domain.");
        return without(domain, problem, List.of(), DnsSecurity.INDETERMINATE);
    }

    /** The policy domain. */
    public DomainName domain() {
        return domain;
    }

    /** The record; empty if and only if there is a problem. */
    public Optional<MtaStsRecord> record() {
        return Optional.ofNullable(record);
    }

    /** Why there is no record. */
    public Optional<MtaStsProblem> problem() {
        return Optional.ofNullable(problem);
    }

    /** What is wrong or odd in the record, also in one that can't be used. */
    public List<MtaStsFinding> findings() {
        return findings;
    }

    /** The DNSSEC status of the answer. MTA-STS does not depend on it. */
    public DnsSecurity security() {
        return security;
    }

    /** A sentence or two for people, in visible ASCII; third-party text is in it. */
    public String explanation() {
        return problem != null
                ? problem.explanation()
                : domain + " announces the policy "
                        + Objects.requireNonNull(record).id() + ".";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordDiscovery that
                && domain.equals(that.domain)
                && Objects.equals(record, that.record)
                && Objects.equals(problem, that.problem)
                && findings.equals(that.findings)
                && security == that.security;
    }

    @Override
    public int hashCode() {
        return Objects.hash(domain, record, problem);
    }

    @Override
    public String toString() {
        return explanation();
    }
}
