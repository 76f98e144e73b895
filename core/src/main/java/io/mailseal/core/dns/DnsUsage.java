package io.mailseal.core.dns;

import java.time.Duration;

/**
 * What a session has cost so far. Not part of any result, since the same answers must give an equal result.
 *
 * @param rounds how often an evaluation had to stop and ask for something that nobody had asked for yet
 * @param questions asked of the resolver because an evaluation required them
 * @param hints asked of the resolver on suspicion; those that were required later are among them
 * @param fromMemory answered by {@link DnsResolver#known}
 * @param waited how long evaluations have waited for answers
 */
public record DnsUsage(int rounds, int questions, int hints, int fromMemory, Duration waited) {}
