package io.mailseal.spf;

import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsView;
import java.time.Instant;

/** The rules of SPF for one request. Two that are equal come to equal results over the same answers. */
record SpfCheck(SpfRequest request, SpfSettings settings, Instant now) implements DnsEvaluation<SpfResult> {

    @Override
    public SpfResult evaluate(DnsView dns) {
        Sender sender = Sender.of(request);
        // §4.3: a malformed domain is "none", and nothing is asked.
        return sender == null
                ? SpfVerdict.withoutDomain(request, settings.limits())
                : new CheckHost(dns, this, sender).result();
    }

    // The request tells them apart well enough.
    @Override
    public int hashCode() {
        return request.hashCode();
    }
}
