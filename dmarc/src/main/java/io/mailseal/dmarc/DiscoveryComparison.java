package io.mailseal.dmarc;

import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsView;
import java.util.List;

/**
 * Whose policy applies to a domain, by both methods.
 *
 * @param treeWalk by RFC 9989
 * @param publicSuffixList by RFC 7489
 */
public record DiscoveryComparison(DmarcDiscovery treeWalk, DmarcDiscovery publicSuffixList) {

    /** The rules of both, side by side. */
    record Check(DnsEvaluation<DmarcDiscovery> treeWalk, DnsEvaluation<DmarcDiscovery> publicSuffixList)
            implements DnsEvaluation<DiscoveryComparison> {
        @Override
        public DiscoveryComparison evaluate(DnsView dns) {
            List<DmarcDiscovery> both = dns.join(List.of(treeWalk, publicSuffixList));
            return new DiscoveryComparison(both.get(0), both.get(1));
        }
    }

    /** Whether DNS told what is needed to compare; otherwise there are no differences to be seen. */
    public boolean isConclusive() {
        return DmarcDifference.isKnown(treeWalk) && DmarcDifference.isKnown(publicSuffixList);
    }

    /** What differs: organizational domain, policy domain, published and effective policy; in this order. */
    public List<DmarcDifference> differences() {
        DmarcDifference.Collector collector = new DmarcDifference.Collector();
        collector.compare(treeWalk, publicSuffixList);
        if (isConclusive()) {
            collector.compare(
                    DmarcDifference.Kind.EFFECTIVE_POLICY,
                    DmarcDifference.Collector.orNone(treeWalk.effectivePolicy()),
                    DmarcDifference.Collector.orNone(publicSuffixList.effectivePolicy()));
        }
        return collector.differences();
    }
}
