package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsView;
import io.mailseal.dmarc.DmarcDiscovery.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the policy that applies to an author domain as RFC 7489 does: its own record; else that of the organizational
 * domain that a list tells.
 *
 * @rfc 7489 6.6.3
 */
record PublicSuffixDiscovery(DomainName author, PublicSuffixes suffixes, ParsedRecords records)
        implements DnsEvaluation<DmarcDiscovery> {

    /** What may be asked: two questions at most. */
    static List<DnsQuestion> questions(DomainName author, PublicSuffixes suffixes) {
        return Stream.of(author, suffixes.organizationalDomain(author))
                .distinct()
                .map(TreeWalk::question)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public DmarcDiscovery evaluate(DnsView dns) {
        DomainName organization = suffixes.organizationalDomain(author);
        dns.prefetch(questions(author, suffixes));
        List<TreeWalkStep> steps = new ArrayList<>();
        Optional<TreeWalkStep> own = TreeWalk.step(author, records, dns);
        own.ifPresent(steps::add);
        // Step 3: the organizational domain is asked if the set is empty. Several records are no empty set.
        if (own.map(TreeWalkStep::hasNothing).orElse(true) && !organization.equals(author)) {
            TreeWalk.step(organization, records, dns).ifPresent(steps::add);
        }
        if (steps.isEmpty()) {
            return discovery(organization, steps, null, null);
        }
        TreeWalkStep last = steps.get(steps.size() - 1);
        if (last.isFailed()) {
            return discovery(organization, steps, null, TreeWalk.problem(last));
        }
        if (last.isTooLong()) {
            return discovery(organization, steps, null, DmarcProblem.of(DmarcProblem.Kind.RECORD_TOO_LONG));
        }
        if (last.record().isEmpty()) {
            return discovery(organization, steps, null, null);
        }
        DmarcDiscovery found = discovery(organization, steps, last, null);
        return found.publishedPolicy().isPresent()
                ? found
                : discovery(organization, steps, last, DmarcProblem.of(DmarcProblem.Kind.UNUSABLE_RECORD));
    }

    private DmarcDiscovery discovery(
            DomainName organization,
            List<TreeWalkStep> steps,
            @Nullable TreeWalkStep chosen,
            @Nullable DmarcProblem problem) {
        Place place = null;
        if (chosen != null) {
            place = chosen.name().equals(author) ? Place.AUTHOR_DOMAIN : Place.ORGANIZATIONAL_DOMAIN;
        }
        DnsSecurity security = steps.isEmpty()
                ? DnsSecurity.INDETERMINATE
                : DnsSecurity.weakest(steps.stream().map(TreeWalkStep::security).toList());
        return new DmarcDiscovery(
                author,
                DiscoveryMethod.PUBLIC_SUFFIX_LIST,
                steps,
                place,
                chosen,
                false,
                organization,
                security,
                problem);
    }
}
