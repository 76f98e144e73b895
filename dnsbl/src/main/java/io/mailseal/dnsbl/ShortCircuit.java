package io.mailseal.dnsbl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the lists that come later need not be asked.
 *
 * @param atScore from this score on
 * @param whenAllowed when an allow list has something
 */
record ShortCircuit(@Nullable Double atScore, boolean whenAllowed) {

    static final ShortCircuit NEVER = new ShortCircuit(null, false);

    boolean isPossible() {
        return atScore != null || whenAllowed;
    }

    boolean isReached(List<BlocklistCheck> checks) {
        boolean allowed = whenAllowed
                && checks.stream().anyMatch(check -> check.isListed() && check.purpose() == BlocklistPurpose.ALLOW);
        return allowed || atScore != null && BlocklistScore.of(checks).total() >= atScore;
    }
}
