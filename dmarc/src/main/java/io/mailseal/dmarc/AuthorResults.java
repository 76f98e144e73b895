package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.dmarc.DmarcHandling.Action;
import java.util.Comparator;

/**
 * Which of the results for several author domains decides: the one with the strictest handling. All that can be told
 * apart by it is compared, so that it does not matter in which order the message names its authors.
 *
 * @rfc 9989 11.5
 */
final class AuthorResults {

    /** From the mildest to the strictest. */
    static final Comparator<DmarcResult> BY_STRICTNESS = Comparator.comparingInt(
                    (DmarcResult result) -> rank(result.suggestedHandling()))
            .thenComparingInt(result -> rank(result.suggestedHandlingWithOtherEvidence()))
            .thenComparingInt(AuthorResults::rankOfStatus)
            .thenComparingInt(AuthorResults::rankOfPolicy)
            .thenComparing(result -> result.authorDomain().orElse(DomainName.ROOT), Comparator.reverseOrder());

    private AuthorResults() {}

    // To wait is less than what is certain to be suspicious, and more than to deliver.
    private static int rank(DmarcHandling handling) {
        return switch (handling.action()) {
            case DELIVER -> 0;
            case DEFER -> 1;
            case QUARANTINE -> 2;
            case REJECT -> 3;
        };
    }

    // A pass of one says nothing about another, so it counts least of all. What is unknown may still be worse than a
    // fail that changes nothing; where all would be handled alike, a verdict is better than none.
    private static int rankOfStatus(DmarcResult result) {
        boolean delivered = result.suggestedHandling().action() == Action.DELIVER;
        return switch (result.status()) {
            case PASS -> 0;
            case NONE -> 1;
            case FAIL -> delivered ? 2 : 5;
            case PERMERROR -> 3;
            case TEMPERROR -> 4;
        };
    }

    // A policy that is not known may be a strict one.
    private static int rankOfPolicy(DmarcResult result) {
        return result.effectivePolicy()
                .map(policy -> switch (policy) {
                    case NONE -> 0;
                    case QUARANTINE -> 2;
                    case REJECT -> 3;
                })
                .orElse(1);
    }
}
