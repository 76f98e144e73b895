package io.mailseal.dnsbl;

import java.time.Duration;

/**
 * How far one check may go. A message with ten thousand links costs no more than these.
 *
 * @param subjectsPerSource how many different subjects of one type from one source are looked at, such as hosts of URIs; the
 *     first ones that were found. Those that none of the lists is about do not count
 * @param lookups how many different names are asked for, over all lists and subjects; the sources take turns, so none of them
 *     can use up what another needs. What lies beyond is {@link NotAsked#LIMIT}.
 *     Joined to others, lookups, reasons and the lists' test points must fit into the budget of their session
 * @param reasons for how many listings the list is asked why
 * @param listTime for how long one answer of a list is waited for; then it is a failure; half of the
 *     deadline if it is not shorter. It counts where the client opens the session, not where its rules are joined to others:
 *     there the resolver has to give up before the session does, or a list that is silent is not seen to be
 * @param deadline for how long a check waits for DNS in all; the same holds for it
 */
public record BlocklistLimits(int subjectsPerSource, int lookups, int reasons, Duration listTime, Duration deadline) {

    /** 50 subjects from each source, 100 lookups, 20 reasons; five seconds for each answer, and ten in all. */
    public static final BlocklistLimits DEFAULT =
            new BlocklistLimits(50, 100, 20, Duration.ofSeconds(5), Duration.ofSeconds(10));

    /**
     * @throws IllegalArgumentException for limits that allow nothing; there may be no reasons
     */
    public BlocklistLimits {
        if (subjectsPerSource < 1 || lookups < 1 || reasons < 0) {
            throw new IllegalArgumentException(
                    "limits that allow nothing: " + subjectsPerSource + ", " + lookups + ", " + reasons);
        }
        if (listTime.isNegative() || listTime.isZero() || deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("times that allow nothing: " + listTime + ", " + deadline);
        }
    }

    /** The same with another number of subjects from each source. */
    public BlocklistLimits withSubjectsPerSource(int newSubjects) {
        return new BlocklistLimits(newSubjects, lookups, reasons, listTime, deadline);
    }

    /** The same with another number of lookups. */
    public BlocklistLimits withLookups(int newLookups) {
        return new BlocklistLimits(subjectsPerSource, newLookups, reasons, listTime, deadline);
    }

    /** The same with another number of reasons. */
    public BlocklistLimits withReasons(int newReasons) {
        return new BlocklistLimits(subjectsPerSource, lookups, newReasons, listTime, deadline);
    }

    /** The same with another time for each answer. */
    public BlocklistLimits withListTime(Duration newListTime) {
        return new BlocklistLimits(subjectsPerSource, lookups, reasons, newListTime, deadline);
    }

    /** The same with another deadline. */
    public BlocklistLimits withDeadline(Duration newDeadline) {
        return new BlocklistLimits(subjectsPerSource, lookups, reasons, listTime, newDeadline);
    }
}
