package io.mailseal.cli;

import io.mailseal.core.authres.AuthenticationResults;
import io.mailseal.core.dns.DnsUsage;
import io.mailseal.core.message.MessageAnomaly;
import io.mailseal.dmarc.DmarcComparison;
import io.mailseal.inbound.InboundResult;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that there is to say about one message.
 *
 * @param compared what RFC 7489 says of it as well; null if that was not asked for, or there is no author domain
 */
record Verdict(
        StoredMessage message,
        EnvelopeOptions.Arrival arrival,
        InboundResult result,
        @Nullable DmarcComparison compared,
        AuthenticationResults field,
        Set<MessageAnomaly> anomalies,
        DnsUsage usage,
        TracingResolver resolver,
        boolean trace) {

    /** What the host that the user trusts says of the way of the message, if there is such a host. */
    Optional<TrustedHop> hop() {
        return Optional.ofNullable(arrival.hop());
    }

    /** What RFC 7489 says of it as well. */
    Optional<DmarcComparison> comparison() {
        return Optional.ofNullable(compared);
    }

    int exitStatus() {
        return ExitStatus.of(result.dmarc().status());
    }
}
