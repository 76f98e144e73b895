package io.mailseal.dns;

import io.mailseal.core.dns.DnsFailure;
import java.time.Instant;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * What is known of the zone that a name is in: whether, and with which keys, its records are signed.
 *
 * @rfc 4035 4.3
 */
sealed interface Zone {

    /** When this has to be found out anew. */
    Instant until();

    /** How this was found out, from the trust anchor on. */
    List<ProofStep> proof();

    /** Signed with these keys, in which the chain of trust has ended. */
    record Signed(Name apex, List<ZoneKey> keys, Instant until, List<ProofStep> proof) implements Zone {}

    /**
     * Not signed, or not in a way that we know: its records, and all below, are insecure.
     *
     * @param error what RFC 8914 says to this; 0 for nothing
     */
    record Unsigned(int error, String reason, Instant until, List<ProofStep> proof) implements Zone {}

    /**
     * The chain of trust breaks before it.
     *
     * @param cause BOGUS, or UNPROVEN where something could not be fetched
     * @param error what RFC 8914 says to this; 0 for nothing
     */
    record Broken(DnsFailure cause, int error, String reason, Instant until, List<ProofStep> proof) implements Zone {}
}
