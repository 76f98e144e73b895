package io.mailseal.dns;

import io.mailseal.core.dns.DnsAnswer;
import java.util.List;

/**
 * An answer and what proves or breaks it.
 *
 * @param answer as the client gives it to everybody
 * @param steps the chain of trust, from the trust anchor down to the answer; empty unless the client validates
 */
public record DnsProof(DnsAnswer answer, List<ProofStep> steps) {

    public DnsProof {
        steps = List.copyOf(steps);
    }
}
