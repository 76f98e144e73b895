package io.mailseal.cli;

import io.mailseal.core.dns.DnsUsage;

/** What was asked of whom, and who is believed about DNSSEC. */
final class DnsSummary {

    private DnsSummary() {}

    static void print(DnsUsage usage, TracingResolver resolver, LabelledText text) {
        text.item(
                "DNS",
                LabelledText.count(usage.questions() + usage.hints(), "question") + " in "
                        + LabelledText.count(usage.rounds(), "round") + ", "
                        + usage.waited().toMillis() + " ms of waiting; answers from " + resolver.source());
        text.item("DNSSEC", resolver.dnssec().sentence());
    }
}
