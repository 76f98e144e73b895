package io.mailseal.dkim;

import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsView;

/** A signature whose result needs neither key nor body. */
record SettledSignature(DkimSignatureResult result) implements DnsEvaluation<DkimSignatureResult> {

    @Override
    public DkimSignatureResult evaluate(DnsView dns) {
        return result;
    }
}
