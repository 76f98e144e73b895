package io.mailseal.mtasts;

import java.time.Duration;
import java.time.Instant;

/**
 * When policies are fetched again, and how long a failure is left alone.
 *
 * @param interval how long after a fetch at the latest; never more than half of the policy's lifetime
 * @param pause for how long an id that failed is not tried again, and a failed refresh at the least; doubled with each
 *     failure, up to the interval, and no longer than half of what is left of the policy
 * @rfc 8461 3.3
 * @rfc 8461 10.2
 */
public record RefreshSchedule(Duration interval, Duration pause) {

    private static final int MOST_DOUBLINGS = 20;

    /** What the RFC suggests: a day, five minutes. */
    public static final RefreshSchedule DEFAULT = new RefreshSchedule(Duration.ofDays(1), Duration.ofMinutes(5));

    /**
     * @throws IllegalArgumentException for a pause of less than a second, or an interval shorter than the pause
     */
    public RefreshSchedule {
        if (pause.toSeconds() < 1 || interval.compareTo(pause) < 0 || interval.compareTo(MtaStsPolicy.MAX_AGE) > 0) {
            throw new IllegalArgumentException("no schedule: " + interval + ", " + pause);
        }
    }

    /** @param chance between 0 and 1, so that what was fetched together is not refreshed together */
    Instant afterSuccess(PolicyEntry.CachedPolicy policy, double chance) {
        Duration half = policy.policy().maxAge().dividedBy(2);
        return policy.fetched().plus(spread(least(half, interval), chance));
    }

    // After the first failure the pause, then twice as long, and so on; but more often as the end of the policy comes
    // nearer, or a host that is back by then would not be asked in time.
    Instant afterFailure(Instant now, PolicyEntry failed, double chance) {
        int count = failed.failure().orElseThrow().count();
        long factor = 1L << Math.min(count - 1, MOST_DOUBLINGS);
        Duration left = failed.policy()
                .map(policy -> Duration.between(now, policy.expires()))
                .orElse(interval.multipliedBy(2));
        Duration delay = least(pause.multipliedBy(factor), least(interval, left.dividedBy(2)));
        Duration spread = spread(delay, chance);
        return now.plus(spread.compareTo(pause) < 0 ? pause : spread);
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    // Three to four quarters of it.
    private static Duration spread(Duration whole, double chance) {
        double part = 0.75 + 0.25 * Math.max(0, Math.min(1, chance));
        return Duration.ofMillis((long) (whole.toMillis() * part));
    }
}
