package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsSecurity;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What DMARC says about a message, and why.
 *
 * @rfc 9989 5.3
 */
public final class DmarcResult {

    private final DmarcStatus status;
    private final DmarcRequest request;
    private final @Nullable DmarcDiscovery discovery;
    private final List<IdentifierAlignment> alignments;
    private final @Nullable DmarcProblem problem;
    private final String explanation;

    DmarcResult(
            DmarcStatus status,
            DmarcRequest request,
            @Nullable DmarcDiscovery discovery,
            List<IdentifierAlignment> alignments,
            @Nullable DmarcProblem problem,
            String explanation) {
        this.status = status;
        this.request = request;
        this.discovery = discovery;
        this.alignments = List.copyOf(alignments);
        this.problem = problem;
        this.explanation = explanation;
    }

    /** The result. */
    public DmarcStatus status() {
        return status;
    }

    /** The author domain, if the message has exactly one. */
    public Optional<DomainName> authorDomain() {
        return request.authorDomain();
    }

    /** All domains of the From field. */
    public List<DomainName> authorDomains() {
        return request.authorDomains();
    }

    /** How the policy was looked for; empty where there was no author domain to look for. */
    public Optional<DmarcDiscovery> discovery() {
        return Optional.ofNullable(discovery);
    }

    /** What the domain owner has published for mail that fails. */
    public Optional<DmarcPolicy> publishedPolicy() {
        return discovery().flatMap(DmarcDiscovery::publishedPolicy);
    }

    /** The same after test mode has lowered it. */
    public Optional<DmarcPolicy> effectivePolicy() {
        return discovery().flatMap(DmarcDiscovery::effectivePolicy);
    }

    /** For each piece of evidence, whether it is aligned; empty where there is no policy to ask for it. */
    public List<IdentifierAlignment> alignments() {
        return alignments;
    }

    /** Why it came to neither pass nor fail. */
    public Optional<DmarcProblem> problem() {
        return Optional.ofNullable(problem);
    }

    /** The DNSSEC status of the policy: the weakest of the answers used. INDETERMINATE where nothing was asked. */
    public DnsSecurity security() {
        return discovery == null ? DnsSecurity.INDETERMINATE : discovery.security();
    }

    /** For people: one sentence that says why. */
    public String explanation() {
        return explanation;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DmarcResult that
                && status == that.status
                && request.equals(that.request)
                && Objects.equals(discovery, that.discovery)
                && alignments.equals(that.alignments)
                && Objects.equals(problem, that.problem)
                && explanation.equals(that.explanation);
    }

    @Override
    public int hashCode() {
        return Objects.hash(status, request, alignments);
    }

    @Override
    public String toString() {
        return status.word() + ": " + explanation;
    }
}
