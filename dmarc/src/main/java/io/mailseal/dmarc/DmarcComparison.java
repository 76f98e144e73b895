package io.mailseal.dmarc;

import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsView;
import io.mailseal.dmarc.DmarcDifference.Collector;
import io.mailseal.dmarc.DmarcDifference.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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

    /** What differs, in the order of {@link DmarcDifference.Kind}. */
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
        collector.compare(Kind.ALIGNMENT, aligned(treeWalk), aligned(publicSuffixList));
        collector.compare(
                Kind.STATUS, treeWalk.status().word(), publicSuffixList.status().word());
        collector.compare(
                Kind.HANDLING,
                treeWalk.suggestedHandling().action().word(),
                publicSuffixList.suggestedHandling().action().word());
        return collector.differences();
    }

    private static String aligned(DmarcResult result) {
        String domains = result.alignments().stream()
                .filter(alignment -> alignment.state() == IdentifierAlignment.State.ALIGNED)
                .map(alignment -> alignment.evidence().method().label() + " "
                        + alignment.evidence().domain())
                .collect(Collectors.joining(", "));
        return domains.isEmpty() ? "nothing" : domains;
    }
}
