package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the policy that applies to an author domain: its own record; else that of its organizational domain; else that
 * of its public suffix domain.
 *
 * @rfc 9989 4.10.1
 */
record PolicyDiscovery(DomainName author, boolean findingOrganization, ParsedRecords records)
        implements DnsEvaluation<DmarcDiscovery> {

    /** By the method of these settings. */
    static DnsEvaluation<DmarcDiscovery> of(DomainName author, DmarcSettings settings) {
        return settings.method() == DiscoveryMethod.TREE_WALK
                ? new PolicyDiscovery(author, settings.findingOrganization(), settings.records())
                : new PublicSuffixDiscovery(author, settings.suffixes(), settings.records());
    }

    @Override
    public DmarcDiscovery evaluate(DnsView dns) {
        TreeWalk own = TreeWalk.firstStep(author, records, dns);
        if (own.failure().isPresent()) {
            return failed(own);
        }
        if (own.recordAt(author).isPresent()) {
            // Beyond that the walk is of no account for the policy, and so are failures on its way.
            TreeWalk walk = findingOrganization ? TreeWalk.on(own, records, dns) : own;
            return found(walk, DmarcDiscovery.Place.AUTHOR_DOMAIN, own.steps().get(0), false, own.security());
        }
        if (own.hasTooLong()) {
            return without(own, DmarcProblem.of(DmarcProblem.Kind.RECORD_TOO_LONG));
        }
        TreeWalk walk = TreeWalk.on(own, records, dns);
        if (walk.failure().isPresent()) {
            return failed(walk);
        }
        Optional<TreeWalkStep> step = walk.recordAt(walk.organizationalDomain());
        if (step.isPresent()) {
            return inherited(walk, DmarcDiscovery.Place.ORGANIZATIONAL_DOMAIN, step.get(), dns);
        }
        // What can't be read might have been the one that applies.
        if (walk.hasTooLong()) {
            return without(walk, DmarcProblem.of(DmarcProblem.Kind.RECORD_TOO_LONG));
        }
        return walk.publicSuffix()
                .map(suffix -> inherited(walk, DmarcDiscovery.Place.PUBLIC_SUFFIX_DOMAIN, suffix, dns))
                .orElseGet(() -> without(walk, null));
    }

    private DmarcDiscovery inherited(TreeWalk walk, DmarcDiscovery.Place place, TreeWalkStep step, DnsView dns) {
        Optional<DmarcRecord> record = step.record();
        boolean matters = record.isPresent() && record.get().distinguishesMissingSubdomains();
        if (!matters || hasSomethingBelow(walk.steps().get(0))) {
            return found(walk, place, step, false, walk.security());
        }
        // Any type would do, since only the RCODE is looked at; TXT is what SPF asks there, too.
        DnsQuestion existence = DnsQuestion.txt(author);
        DnsAnswer answer = dns.get(existence);
        if (answer instanceof DnsAnswer.Failed failed && failed.cause().isOwnLimit()) {
            DmarcProblem problem = DmarcProblem.dns(existence, failed.cause());
            return without(walk, problem);
        }
        // An alias exists even if what it points to does not. A name server in trouble doesn't make a name missing.
        boolean missing =
                answer instanceof DnsAnswer.NoSuchName && answer.aliases().isEmpty();
        return found(walk, place, step, missing, walk.security().weaker(answer.security()));
    }

    // RFC 8020: a name below which there is something exists. The first step may be that of the parent, if the author
    // domain is too long for a label more.
    private boolean hasSomethingBelow(TreeWalkStep first) {
        return first.name().equals(author) && first.outcome() != DnsAnswer.Outcome.NO_SUCH_NAME;
    }

    private DmarcDiscovery found(
            TreeWalk walk, DmarcDiscovery.Place place, TreeWalkStep step, boolean missing, DnsSecurity security) {
        DmarcDiscovery found = discovery(walk, place, step, missing, security, null);
        return found.publishedPolicy().isPresent()
                ? found
                : discovery(walk, place, step, missing, security, DmarcProblem.of(DmarcProblem.Kind.UNUSABLE_RECORD));
    }

    private DmarcDiscovery failed(TreeWalk walk) {
        return without(walk, walk.problem());
    }

    private DmarcDiscovery without(TreeWalk walk, @Nullable DmarcProblem problem) {
        return discovery(walk, null, null, false, walk.security(), problem);
    }

    private DmarcDiscovery discovery(
            TreeWalk walk,
            DmarcDiscovery.@Nullable Place place,
            @Nullable TreeWalkStep step,
            boolean missing,
            DnsSecurity security,
            @Nullable DmarcProblem problem) {
        DomainName organization = walk.isWhole() ? walk.organizationalDomain() : null;
        return new DmarcDiscovery(
                author, DiscoveryMethod.TREE_WALK, walk.steps(), place, step, missing, organization, security, problem);
    }
}
