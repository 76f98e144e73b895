package io.mailseal.testkit;

import io.mailseal.core.dns.DnsQuestion;
import java.time.Duration;

/**
 * A question that an {@link InMemoryDns} was asked.
 *
 * @param question as it was asked
 * @param at the virtual time since the clock's start; zero without a clock
 * @param round one more than the highest round among those questions whose answers had been delivered by then, from 1 on:
 *     what is asked together is of one round. Without a clock every question is a round of its own
 */
public record Asked(DnsQuestion question, Duration at, int round) {

    /** {@code round 2, PT0.02S: example.com TXT}. */
    @Override
    public String toString() {
        return "round " + round + ", " + at + ": " + question;
    }
}
