package io.mailseal.cli;

import io.mailseal.core.authres.AuthenticationResults;
import io.mailseal.core.dns.DnsUsage;
import io.mailseal.core.message.MessageAnomaly;
import io.mailseal.inbound.InboundResult;
import io.mailseal.inbound.SmtpEnvelope;
import java.util.Set;

/** All that there is to say about one message. */
record Verdict(
        String message,
        SmtpEnvelope envelope,
        InboundResult result,
        AuthenticationResults field,
        Set<MessageAnomaly> anomalies,
        DnsUsage usage,
        TracingResolver resolver,
        boolean trace) {}
