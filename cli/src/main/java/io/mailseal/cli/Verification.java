package io.mailseal.cli;

import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.message.Message;
import io.mailseal.dmarc.AuthenticationEvidence;
import io.mailseal.dmarc.DmarcComparison;
import io.mailseal.dmarc.DmarcEvaluator;
import io.mailseal.dmarc.DmarcRequest;
import io.mailseal.dmarc.DmarcResult;
import io.mailseal.dmarc.IdentifierAlignment;
import io.mailseal.inbound.InboundAuthenticator;
import io.mailseal.inbound.InboundResult;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done with each message. For several threads. */
final class Verification implements ManyMessages.Work {

    private final InboundAuthenticator inbound;
    private final @Nullable DmarcEvaluator comparing;
    private final TracingResolver resolver;
    private final EnvelopeOptions envelope;
    private final String authservId;
    private final boolean trace;

    /** @param comparing null where nothing is to be compared */
    Verification(
            InboundAuthenticator inbound,
            @Nullable DmarcEvaluator comparing,
            TracingResolver resolver,
            EnvelopeOptions envelope,
            String authservId,
            boolean trace) {
        this.inbound = inbound;
        this.comparing = comparing;
        this.resolver = resolver;
        this.envelope = envelope;
        this.authservId = authservId;
        this.trace = trace;
    }

    /** Reads and authenticates a message. What is asked is noted for it alone. */
    @Override
    public Verdict of(StoredMessage stored) throws IOException {
        TracingResolver own = resolver.another();
        try (Message message = stored.read();
                DnsSession session = own.sessions().open()) {
            EnvelopeOptions.Arrival arrival = envelope.arrival(message.header());
            InboundResult result = inbound.authenticate(message, arrival.envelope(), session);
            return new Verdict(
                    stored,
                    arrival,
                    result,
                    comparison(result.dmarc(), session),
                    result.toAuthenticationResults(authservId),
                    message.anomalies(),
                    session.usage(),
                    own,
                    trace);
        }
    }

    private @Nullable DmarcComparison comparison(DmarcResult result, DnsSession session) {
        if (comparing == null || result.authorDomain().isEmpty()) {
            return null;
        }
        List<AuthenticationEvidence> evidence =
                result.alignments().stream().map(IdentifierAlignment::evidence).toList();
        return session.evaluate(
                comparing.comparison(DmarcRequest.of(result.authorDomain().get(), evidence)));
    }
}
