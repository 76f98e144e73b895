package io.mailseal.core.dns;

import java.time.Duration;

/**
 * How far one session may go. What lies beyond is answered by a failure of ours ({@link DnsFailure#DEADLINE},
 * {@link DnsFailure#BUDGET}), which the protocols report as a temporary error.
 *
 * @param deadline how long a session may wait for DNS, in all; time spent on anything else does not count
 * @param budget how many different questions one evaluation may require, its parts together: a backstop above what the
 *     RFCs allow together. Which of several parts gets what is left of it is not defined
 * @param hints how many questions one session may ask on suspicion; more are dropped silently
 */
public record DnsLimits(Duration deadline, int budget, int hints) {

    private static final Duration LONGEST_DEADLINE = Duration.ofNanos(Long.MAX_VALUE);

    /**
     * Twenty seconds, which is what SPF must be given at the least; 400 questions; 64 hints.
     *
     * @rfc 7208 4.6.4
     */
    public static final DnsLimits DEFAULT = new DnsLimits(Duration.ofSeconds(20), 400, 64);

    /**
     * @throws IllegalArgumentException for a deadline or budget that is not positive, a deadline of more than
     *     {@link Long#MAX_VALUE} nanoseconds (292 years), or negative hints
     */
    public DnsLimits {
        if (deadline.compareTo(LONGEST_DEADLINE) > 0) {
            throw new IllegalArgumentException("a deadline beyond what a timer can count: " + deadline);
        }
        if (deadline.isNegative() || deadline.isZero() || budget < 1 || hints < 0) {
            throw new IllegalArgumentException("limits that allow nothing: " + deadline + ", " + budget + ", " + hints);
        }
    }

    /** The same with another deadline. */
    public DnsLimits withDeadline(Duration newDeadline) {
        return new DnsLimits(newDeadline, budget, hints);
    }

    /** The same with another budget. */
    public DnsLimits withBudget(int newBudget) {
        return new DnsLimits(deadline, newBudget, hints);
    }

    /** The same with another allowance of hints. */
    public DnsLimits withHints(int newHints) {
        return new DnsLimits(deadline, budget, newHints);
    }
}
