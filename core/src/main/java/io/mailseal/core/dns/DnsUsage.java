package io.mailseal.core.dns;

import java.time.Duration;

/**
 * What a session has cost so far. Not part of any result, since the same answers must give an equal result.
 *
 * @param rounds how often evaluations had to wait; waiting for questions that were under way side by side counts once, so
 *     this is the depth of the questions, not their number
 * @param questions asked of the resolver because an evaluation required them
 * @param hints asked of the resolver on suspicion; those that were required later are among them
 * @param fromMemory answered by {@link DnsResolver#known}
 * @param waited how long evaluations have waited for answers
 */
public record DnsUsage(int rounds, int questions, int hints, int fromMemory, Duration waited) {

    /** What two sessions have cost together; where they waited at the same time, it counts twice. */
    public DnsUsage plus(DnsUsage other) {
        return new DnsUsage(
                rounds + other.rounds,
                questions + other.questions,
                hints + other.hints,
                fromMemory + other.fromMemory,
                waited.plus(other.waited));
    }
}
