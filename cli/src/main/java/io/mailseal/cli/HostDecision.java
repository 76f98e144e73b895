package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.mtasts.MtaStsDelivery;
import io.mailseal.mtasts.MtaStsMode;
import io.mailseal.mtasts.MxDecision;
import io.mailseal.mtasts.PolicyDiscovery;

/**
 * Whether mail for a domain may go to a host.
 *
 * @param host as an MX record would name it
 * @param mode that of the policy that is in force; none where there is no policy
 */
record HostDecision(DomainName host, MxDecision decision, MtaStsMode mode) {

    static HostDecision of(DomainName host, PolicyDiscovery discovery) {
        return new HostDecision(host, MtaStsDelivery.of(discovery).candidate(host), discovery.mode());
    }

    /** Whether it depends on TLS with the host, too. */
    boolean isConditional() {
        return mode != MtaStsMode.NONE && decision.failures().isEmpty();
    }
}
