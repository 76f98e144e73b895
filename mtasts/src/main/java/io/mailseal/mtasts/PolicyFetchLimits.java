package io.mailseal.mtasts;

import java.time.Duration;

/**
 * How far the fetch of one policy may go.
 *
 * @param time for connection, TLS and answer, whatever the server does meanwhile; and as much before, for its addresses to be
 *     found and for a fetch to have its turn
 * @param connectTime for the connection to one address, so that a dead one does not use up the time for the others
 * @param addresses how many addresses are tried
 * @param headOctets the status line and all header fields
 * @param bodyOctets the body, without what chunks are wrapped in (which may be as much again)
 * @rfc 8461 3.3
 */
public record PolicyFetchLimits(Duration time, Duration connectTime, int addresses, int headOctets, int bodyOctets) {

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int LARGEST = 16 * 1024 * 1024;

    /** What the RFC suggests: a minute, 64 KiB. And ten seconds for a connection, four addresses, 16 KiB of header. */
    public static final PolicyFetchLimits DEFAULT =
            new PolicyFetchLimits(Duration.ofMinutes(1), Duration.ofSeconds(10), 4, 16 * 1024, MtaStsPolicy.MAX_OCTETS);

    /**
     * @throws IllegalArgumentException for what is not positive, more than ten minutes, or more than 16 MiB
     */
    public PolicyFetchLimits {
        requireTime(time);
        requireTime(connectTime);
        requireCount(addresses);
        requireCount(headOctets);
        requireCount(bodyOctets);
    }

    private static void requireTime(Duration time) {
        if (time.toMillis() < 1 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("no time to fetch a policy in: " + time);
        }
    }

    private static void requireCount(int count) {
        if (count < 1 || count > LARGEST) {
            throw new IllegalArgumentException("no limit of a fetch: " + count);
        }
    }

    /** The same with another time for the whole. */
    public PolicyFetchLimits withTime(Duration newTime) {
        return new PolicyFetchLimits(newTime, connectTime, addresses, headOctets, bodyOctets);
    }

    /** The same with another size of the body. A policy of more than {@link MtaStsPolicy#MAX_OCTETS} is none. */
    public PolicyFetchLimits withBodyOctets(int newBodyOctets) {
        return new PolicyFetchLimits(time, connectTime, addresses, headOctets, newBodyOctets);
    }
}
