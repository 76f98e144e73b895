package io.mailseal.dns;

import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;

/**
 * One link of a chain of trust: the records that were looked at, what they turned out to be, and why.
 *
 * @param question which records
 * @param security SECURE if they were proven, INSECURE where the proof shows that the chain ends here, BOGUS or INDETERMINATE
 *     where it breaks
 * @param explanation for people, a clause without capital and full stop
 */
public record ProofStep(DnsQuestion question, DnsSecurity security, String explanation) {

    /** {@code example.com DNSKEY: secure: signed with key 12345, ...}. */
    @Override
    public String toString() {
        return question + ": " + security.word() + ": " + explanation;
    }
}
