package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsSecurity;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which policy applies to an author domain, and how it was found.
 *
 * @rfc 9989 4.10.1
 */
public final class DmarcDiscovery {

    /** Whose record it is. */
    public enum Place {
        /** Published for the author domain itself. */
        AUTHOR_DOMAIN,
        /** Published by the organizational domain above it. */
        ORGANIZATIONAL_DOMAIN,
        /** Published by the public suffix domain above it. */
        PUBLIC_SUFFIX_DOMAIN
    }

    private final DomainName domain;
    private final List<TreeWalkStep> steps;
    private final @Nullable Place place;
    private final @Nullable TreeWalkStep chosen;
    private final boolean subdomainMissing;
    private final DnsSecurity security;
    private final @Nullable DmarcProblem problem;

    DmarcDiscovery(
            DomainName domain,
            List<TreeWalkStep> steps,
            @Nullable Place place,
            @Nullable TreeWalkStep chosen,
            boolean subdomainMissing,
            DnsSecurity security,
            @Nullable DmarcProblem problem) {
        this.domain = domain;
        this.steps = List.copyOf(steps);
        this.place = place;
        this.chosen = chosen;
        this.subdomainMissing = subdomainMissing;
        this.security = security;
        this.problem = problem;
    }

    /** For which domain. */
    public DomainName domain() {
        return domain;
    }

    /** What was asked, in order. It ends where the policy is the author domain's own. */
    public List<TreeWalkStep> steps() {
        return steps;
    }

    /** Whose record applies; empty where none does. */
    public Optional<Place> place() {
        return Optional.ofNullable(place);
    }

    /** The domain whose record applies. */
    public Optional<DomainName> policyDomain() {
        return Optional.ofNullable(chosen).map(TreeWalkStep::name);
    }

    /** The record that applies. */
    public Optional<DmarcRecord> record() {
        return Optional.ofNullable(chosen).flatMap(TreeWalkStep::record);
    }

    /** Whether the author domain was found not to exist. Looked at only where the record makes a difference of it. */
    public boolean isDomainMissing() {
        return subdomainMissing;
    }

    /** The policy that the record states for the author domain. Empty where no record applies, or it can't be used. */
    public Optional<DmarcPolicy> publishedPolicy() {
        return record().flatMap(record -> record.policyFor(subject()));
    }

    private DmarcRecord.Subject subject() {
        if (place == Place.AUTHOR_DOMAIN) {
            return DmarcRecord.Subject.DOMAIN_ITSELF;
        }
        return subdomainMissing ? DmarcRecord.Subject.MISSING_SUBDOMAIN : DmarcRecord.Subject.EXISTING_SUBDOMAIN;
    }

    /** The policy after test mode has lowered it. */
    public Optional<DmarcPolicy> effectivePolicy() {
        boolean testing = record().map(DmarcRecord::isTesting).orElse(false);
        return publishedPolicy().map(policy -> testing ? policy.oneLower() : policy);
    }

    /** The DNSSEC status: the weakest of the answers used. */
    public DnsSecurity security() {
        return security;
    }

    /** Why there is no policy: DNS_UNAVAILABLE or UNUSABLE_RECORD. Empty also where just none is published. */
    public Optional<DmarcProblem> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DmarcDiscovery that
                && domain.equals(that.domain)
                && steps.equals(that.steps)
                && place == that.place
                && Objects.equals(chosen, that.chosen)
                && subdomainMissing == that.subdomainMissing
                && security == that.security
                && Objects.equals(problem, that.problem);
    }

    @Override
    public int hashCode() {
        return Objects.hash(domain, steps);
    }

    @Override
    public String toString() {
        return domain + ": " + policyDomain().map(DomainName::toString).orElse("no policy") + " after " + steps;
    }
}
