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
    private final DiscoveryMethod method;
    private final List<TreeWalkStep> steps;
    private final @Nullable Place place;
    private final @Nullable TreeWalkStep chosen;
    private final boolean subdomainMissing;
    private final @Nullable DomainName organizationalDomain;
    private final DnsSecurity security;
    private final @Nullable DmarcProblem problem;

    DmarcDiscovery(
            DomainName domain,
            DiscoveryMethod method,
            List<TreeWalkStep> steps,
            @Nullable Place place,
            @Nullable TreeWalkStep chosen,
            boolean subdomainMissing,
            @Nullable DomainName organizationalDomain,
            DnsSecurity security,
            @Nullable DmarcProblem problem) {
        this.domain = domain;
        this.method = method;
        this.steps = List.copyOf(steps);
        this.place = place;
        this.chosen = chosen;
        this.subdomainMissing = subdomainMissing;
        this.organizationalDomain = organizationalDomain;
        this.security = security;
        this.problem = problem;
    }

    /** For which domain. */
    public DomainName domain() {
        return domain;
    }

    /** How it was looked for. */
    public DiscoveryMethod method() {
        return method;
    }

    /**
     * What was asked, in order: the path to the record. In an evaluation it ends where the policy is the author
     * domain's own.
     */
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

    /**
     * Where failure reports are wanted. None where the record is that of a public suffix domain: one who registers
     * domains for others is not to be told of their mail.
     *
     * @rfc 9991 2
     */
    public List<DmarcReportUri> failureReportUris() {
        return record().filter(record -> record.psd() != PublicSuffixFlag.PUBLIC_SUFFIX)
                .map(DmarcRecord::ruf)
                .orElseGet(List::of);
    }

    /** Whether the author domain was found not to exist. Looked at only where the record makes a difference of it. */
    public boolean isDomainMissing() {
        return subdomainMissing;
    }

    /**
     * The organizational domain of the author domain. Empty where it could not be found out, or was not: where the
     * author domain has a record of its own, an evaluation looks for it only if there is something to compare it with.
     *
     * @rfc 9989 4.10.2
     */
    public Optional<DomainName> organizationalDomain() {
        return Optional.ofNullable(organizationalDomain);
    }

    /** The policy that the record states for the author domain. Empty where no record applies, or it can't be used. */
    public Optional<DmarcPolicy> publishedPolicy() {
        return record().flatMap(record ->
                method == DiscoveryMethod.TREE_WALK ? record.policyFor(subject()) : record.legacyPolicyFor(subject()));
    }

    DmarcRecord.Subject subject() {
        if (place == Place.AUTHOR_DOMAIN) {
            return DmarcRecord.Subject.DOMAIN_ITSELF;
        }
        return subdomainMissing ? DmarcRecord.Subject.MISSING_SUBDOMAIN : DmarcRecord.Subject.EXISTING_SUBDOMAIN;
    }

    /**
     * The policy after test mode has lowered it. RFC 7489 knows no test mode; its percentage is applied to messages, by
     * {@link DmarcResult#effectivePolicy}.
     */
    public Optional<DmarcPolicy> effectivePolicy() {
        boolean testing = method == DiscoveryMethod.TREE_WALK
                && record().map(DmarcRecord::isTesting).orElse(false);
        return publishedPolicy().map(policy -> testing ? policy.oneLower() : policy);
    }

    /** The DNSSEC status: the weakest of the answers used. */
    public DnsSecurity security() {
        return security;
    }

    /**
     * Why there is no policy: DNS_UNAVAILABLE, UNUSABLE_RECORD or RECORD_TOO_LONG. Empty also where just none is
     * published.
     */
    public Optional<DmarcProblem> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DmarcDiscovery that
                && domain.equals(that.domain)
                && method == that.method
                && steps.equals(that.steps)
                && place == that.place
                && Objects.equals(chosen, that.chosen)
                && subdomainMissing == that.subdomainMissing
                && Objects.equals(organizationalDomain, that.organizationalDomain)
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
