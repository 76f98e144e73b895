package io.mailseal.testkit.nameserver;

import java.time.Duration;
import java.time.Instant;

/**
 * From when to when signatures are valid, seen from the time at which they are made.
 *
 * @param begin negative where that is in the past
 */
record SignatureValidity(Duration begin, Duration end) {

    static final SignatureValidity DEFAULT = new SignatureValidity(Duration.ofDays(-1), Duration.ofDays(14));
    // Far enough for those who allow some skew.
    static final SignatureValidity EXPIRED = new SignatureValidity(Duration.ofDays(-30), Duration.ofDays(-7));
    static final SignatureValidity NOT_YET_VALID = new SignatureValidity(Duration.ofDays(7), Duration.ofDays(30));

    SignatureValidity {
        if (end.compareTo(begin) <= 0) {
            throw new IllegalArgumentException("the end " + end + " is not after the begin " + begin);
        }
    }

    /** Well before they expire, for those that are valid at all. */
    Instant renewAt(Instant now) {
        Duration left = end.isNegative() ? Duration.ofDays(1) : end;
        return now.plus(left.multipliedBy(3).dividedBy(4));
    }
}
