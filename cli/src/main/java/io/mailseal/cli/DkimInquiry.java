package io.mailseal.cli;

import io.mailseal.core.dns.DnsUsage;
import io.mailseal.core.message.MessageAnomaly;
import io.mailseal.dkim.DkimResult;
import java.util.Set;

/**
 * All that there is to say about the signatures of one message.
 *
 * @param message as it was named on the command line
 */
record DkimInquiry(
        String message,
        DkimResult result,
        Set<MessageAnomaly> anomalies,
        DnsUsage usage,
        TracingResolver resolver,
        boolean trace) {}
