package io.mailseal.inbound;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsSecurity;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the reverse lookup of a client says. A value: the same address and answers give an equal one; only an evaluator makes
 * it.
 *
 * <p>It tells that somebody looks after the address, and no more: it authenticates no sender, and DMARC does not ask for it.
 *
 * @rfc 8601 2.7.3
 */
public final class IprevResult {

    private final IpAddress client;
    private final List<DomainName> names;
    private final @Nullable IprevProblem problem;
    private final DnsSecurity security;
    private final String explanation;

    IprevResult(
            IpAddress client,
            List<DomainName> names,
            @Nullable IprevProblem problem,
            DnsSecurity security,
            String explanation) {
        this.client = client;
        this.names = List.copyOf(names);
        this.problem = problem;
        this.security = security;
        this.explanation = explanation;
    }

    /** One of the four results. */
    public IprevStatus status() {
        return problem == null ? IprevStatus.PASS : problem.status();
    }

    /** The address that was looked up; an IPv4-mapped one as IPv4. */
    public IpAddress client() {
        return client;
    }

    /** The names that are confirmed: those of the address that have it, in the order of the answer. With a pass at least one. */
    public List<DomainName> names() {
        return names;
    }

    /** Why it does not pass; empty exactly with a pass. */
    public Optional<IprevProblem> problem() {
        return Optional.ofNullable(problem);
    }

    /** The weakest DNSSEC status of the answers that the result stands on. */
    public DnsSecurity security() {
        return security;
    }

    /** A sentence for people. Names that the owner of the address has chosen may be in it, in printable ASCII. */
    public String explanation() {
        return explanation;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IprevResult that
                && client.equals(that.client)
                && names.equals(that.names)
                && problem == that.problem
                && security == that.security
                && explanation.equals(that.explanation);
    }

    @Override
    public int hashCode() {
        return Objects.hash(client, names, problem);
    }

    @Override
    public String toString() {
        return status().word() + ": " + explanation;
    }
}
