package io.mailseal.testkit.nameserver;

import io.mailseal.core.dns.DnsQuestion;

/**
 * A query that came to a {@link SignedTree}.
 *
 * @param question its one question
 * @param overTcp over TCP, not UDP
 * @param dnssecOk whether it asked for signatures and proofs (DO)
 * @param checkingDisabled whether it asked for data that fails validation, too (CD)
 * @param udpSize what the client can take over UDP; 512 without EDNS
 */
public record LoggedQuery(
        DnsQuestion question, boolean overTcp, boolean dnssecOk, boolean checkingDisabled, int udpSize) {}
