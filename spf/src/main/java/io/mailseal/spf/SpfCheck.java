package io.mailseal.spf;

import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsView;

/** The rules of SPF for one request. Two that are equal come to equal results over the same answers. */
record SpfCheck(SpfRequest request, SpfLimits limits, boolean prefetching) implements DnsEvaluation<SpfResult> {

    @Override
    public SpfResult evaluate(DnsView dns) {
        Sender sender = Sender.of(request);
        // §4.3: a malformed domain is "none", and nothing is asked.
        return sender == null ? SpfVerdict.withoutDomain(request) : new CheckHost(dns, this, sender).result();
    }
}
