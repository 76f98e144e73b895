package io.mailseal.dkim;

import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsView;
import java.util.List;

/** All signatures of a message, side by side: their keys are asked for in one round, and each is verified once. */
record MessageEvaluation(List<DnsEvaluation<DkimSignatureResult>> parts) implements DnsEvaluation<DkimResult> {

    @Override
    public DkimResult evaluate(DnsView dns) {
        return new DkimResult(dns.join(parts));
    }
}
