package io.mailseal.dnsbl;

import java.time.Duration;

/**
 * For how long a list that is of no use is left alone. The first pause doubles whenever the list is found as it was before;
 * not so where no list has an answer, since what is wrong then may be on our side, and over soon.
 *
 * @param failures after how many messages in a row without any answer a list is suspended
 * @param afterFailures the first pause then
 * @param afterError the first pause after an answer that is about the list itself: one refusal is enough, and who is told that
 *     a quota is used up should not ask again soon. A refusal by RCODE is such an answer where other lists have one in the same
 *     check, and otherwise a failure: resolvers refuse, too
 * @param longest no pause is longer
 */
public record BlocklistBackOff(int failures, Duration afterFailures, Duration afterError, Duration longest) {

    private static final Duration LONGEST = Duration.ofDays(365);

    /** Five messages without an answer; pauses of a minute, of an hour after an error, and of a day at most. */
    public static final BlocklistBackOff DEFAULT =
            new BlocklistBackOff(5, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1));

    /**
     * @throws IllegalArgumentException for a number or a pause that is not positive, and where a first pause is longer than
     *     the longest, or that longer than a year
     */
    public BlocklistBackOff {
        if (failures < 1 || !isPositive(afterFailures) || !isPositive(afterError)) {
            throw new IllegalArgumentException("no back-off: " + failures + ", " + afterFailures + ", " + afterError);
        }
        if (longest.compareTo(afterFailures) < 0 || longest.compareTo(afterError) < 0) {
            throw new IllegalArgumentException("the longest pause is not the longest: " + longest);
        }
        if (longest.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a pause of more than a year: " + longest);
        }
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    /** The pause after so many others. */
    Duration pause(Duration first, int before) {
        Duration pause = first;
        for (int i = 0; i < before && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
