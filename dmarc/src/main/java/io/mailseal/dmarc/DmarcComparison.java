package io.mailseal.dmarc;

import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsView;
import io.mailseal.dmarc.DmarcDifference.Collector;
import io.mailseal.dmarc.DmarcDifference.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What DMARC says about a message, by both methods.
 *
 * @param treeWalk by RFC 9989
 * @param publicSuffixList by RFC 7489
 */
public record DmarcComparison(DmarcResult treeWalk, DmarcResult publicSuffixList) {

    /** The rules of both, side by side. */
    record Check(DmarcEvaluation treeWalk, DmarcEvaluation publicSuffixList) implements DnsEvaluation<DmarcComparison> {
        @Override
        public DmarcComparison evaluate(DnsView dns) {
            List<DmarcResult> both = dns.join(List.of(treeWalk, publicSuffixList));
            return new DmarcComparison(both.get(0), both.get(1));
        }
    }

    /** Whether DNS told what is needed to compare; otherwise there are no differences to be seen. */
    public boolean isConclusive() {
        return isKnown(treeWalk) && isKnown(publicSuffixList);
    }

    private static boolean isKnown(DmarcResult result) {
        return result.problem()
                .filter(problem -> problem.kind() == DmarcProblem.Kind.DNS_UNAVAILABLE)
                .isEmpty();
    }

    /**
     * What differs, in the order of {@link DmarcDifference.Kind}. Identifiers whose alignment one of both could not find
     * out are left out.
     */
    public List<DmarcDifference> differences() {
        Collector collector = new Collector();
        if (!isConclusive()) {
            return collector.differences();
        }
        Optional<DmarcDiscovery> walked = treeWalk.discovery();
        Optional<DmarcDiscovery> listed = publicSuffixList.discovery();
        // Of several author domains each method may have taken another.
        if (walked.isPresent()
                && listed.isPresent()
                && walked.get().domain().equals(listed.get().domain())) {
            collector.compare(walked.get(), listed.get());
        }
        collector.compare(
                Kind.EFFECTIVE_POLICY,
                Collector.orNone(treeWalk.effectivePolicy()),
                Collector.orNone(publicSuffixList.effectivePolicy()));
        Set<AuthenticationEvidence> unknown = unknown();
        collector.compare(Kind.ALIGNMENT, aligned(treeWalk, unknown), aligned(publicSuffixList, unknown));
        collector.compare(
                Kind.STATUS, treeWalk.status().word(), publicSuffixList.status().word());
        collector.compare(
                Kind.HANDLING,
                treeWalk.suggestedHandling().action().word(),
                publicSuffixList.suggestedHandling().action().word());
        return collector.differences();
    }

    // What DNS did not tell matters to no verdict where another identifier decides.
    private Set<AuthenticationEvidence> unknown() {
        return Stream.of(treeWalk, publicSuffixList)
                .flatMap(result -> result.alignments().stream())
                .filter(alignment -> alignment.state() == IdentifierAlignment.State.UNKNOWN)
                .map(IdentifierAlignment::evidence)
                .collect(Collectors.toSet());
    }

    private static String aligned(DmarcResult result, Set<AuthenticationEvidence> unknown) {
        String domains = result.alignments().stream()
                .filter(alignment -> alignment.state() == IdentifierAlignment.State.ALIGNED)
                .filter(alignment -> !unknown.contains(alignment.evidence()))
                .map(alignment -> alignment.evidence().method().label() + " "
                        + alignment.evidence().domain())
                .collect(Collectors.joining(", "));
        return domains.isEmpty() ? "nothing" : domains;
    }
}
