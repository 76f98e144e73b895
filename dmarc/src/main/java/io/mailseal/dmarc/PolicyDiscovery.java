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
 * Finds the policy that applies to an author domain: its own record; else that of its organizational domain; else that of
 * its public suffix domain.
 *
 * @rfc 9989 4.10.1
 */
record PolicyDiscovery(DomainName author) implements DnsEvaluation<DmarcDiscovery> {

    @Override
    public DmarcDiscovery evaluate(DnsView dns) {
        TreeWalk own = TreeWalk.firstStep(author, dns);
        if (own.failure().isPresent()) {
            return failed(own);
        }
        if (own.recordAt(author).isPresent()) {
            return found(own, DmarcDiscovery.Place.AUTHOR_DOMAIN, own.steps().get(0), false, DnsSecurity.SECURE);
        }
        TreeWalk walk = TreeWalk.from(author, dns);
        if (walk.failure().isPresent()) {
            return failed(walk);
        }
        DomainName organizational = walk.organizationalDomain();
        Optional<TreeWalkStep> step = walk.steps().stream()
                .filter(asked ->
                        asked.name().equals(organizational) && asked.record().isPresent())
                .findFirst();
        if (step.isPresent()) {
            return inherited(walk, DmarcDiscovery.Place.ORGANIZATIONAL_DOMAIN, step.get(), dns);
        }
        return walk.publicSuffix()
                .map(suffix -> inherited(walk, DmarcDiscovery.Place.PUBLIC_SUFFIX_DOMAIN, suffix, dns))
                .orElseGet(() -> without(walk, null));
    }

    private DmarcDiscovery inherited(TreeWalk walk, DmarcDiscovery.Place place, TreeWalkStep step, DnsView dns) {
        boolean matters =
                step.record().map(DmarcRecord::distinguishesMissingSubdomains).orElse(false);
        if (!matters || hasSomethingBelow(walk.steps().get(0))) {
            return found(walk, place, step, false, DnsSecurity.SECURE);
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
        return found(walk, place, step, missing, answer.security());
    }

    // RFC 8020: a name below which there is something exists. The first step may be that of the parent, if the author
    // domain is too long for a label more.
    private boolean hasSomethingBelow(TreeWalkStep first) {
        return first.name().equals(author) && first.outcome() != DnsAnswer.Outcome.NO_SUCH_NAME;
    }

    private DmarcDiscovery found(
            TreeWalk walk, DmarcDiscovery.Place place, TreeWalkStep step, boolean missing, DnsSecurity existence) {
        DnsSecurity security = walk.security().weaker(existence);
        DmarcDiscovery discovery = new DmarcDiscovery(author, walk.steps(), place, step, missing, security, null);
        if (discovery.publishedPolicy().isPresent()) {
            return discovery;
        }
        DmarcProblem unusable = DmarcProblem.of(DmarcProblem.Kind.UNUSABLE_RECORD);
        return new DmarcDiscovery(author, walk.steps(), place, step, missing, security, unusable);
    }

    private DmarcDiscovery failed(TreeWalk walk) {
        return without(walk, walk.problem());
    }

    private DmarcDiscovery without(TreeWalk walk, @Nullable DmarcProblem problem) {
        return new DmarcDiscovery(author, walk.steps(), null, null, false, walk.security(), problem);
    }
}
