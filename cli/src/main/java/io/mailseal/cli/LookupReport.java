package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAlias;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsSecurity;
import java.io.PrintWriter;

/** What DNS has at a name, for people: for each question the answer, and how far it can be believed. */
final class LookupReport {

    private final Lookup lookup;
    private final LabelledText text;

    private LookupReport(Lookup lookup, LabelledText text) {
        this.lookup = lookup;
        this.text = text;
    }

    static void print(Lookup lookup, PrintWriter out, Colours colours) {
        new LookupReport(lookup, new LabelledText(out, colours)).print();
    }

    private void print() {
        for (TracingResolver.Entry entry : lookup.entries()) {
            text.item("Asked", entry.question() + writtenAs());
            entry.answer().ifPresent(this::answer);
            if (lookup.trace() || ChainOfTrust.breaks(entry)) {
                ChainOfTrust.print("Chain", entry, text);
            }
            text.blankLine();
        }
        DnsSummary.print(lookup.usage(), lookup.resolver(), text);
        if (lookup.trace()) {
            String label = "Trace";
            for (TracingResolver.Entry entry : lookup.entries()) {
                text.item(label, entry.question() + ": " + entry.took().toMillis() + " ms");
                label = "";
            }
        }
    }

    // An address is asked for at another name, and Unicode as A-labels.
    private String writtenAs() {
        boolean same =
                DomainName.parse(lookup.asked()).filter(lookup.name()::equals).isPresent();
        return same ? "" : " (" + lookup.asked() + ")";
    }

    private void answer(DnsAnswer answer) {
        for (DnsAlias alias : answer.aliases()) {
            text.whole("Alias", 0, alias(alias));
        }
        switch (answer.outcome()) {
            case FOUND -> records((DnsAnswer.Found) answer);
            case NO_DATA ->
                text.item(
                        "Answer",
                        "NODATA: " + answer.canonicalName() + " exists, and has no "
                                + answer.question().type() + " record");
            case NO_SUCH_NAME ->
                text.item("Answer", "NXDOMAIN: there is no " + answer.canonicalName() + ", nor anything below it");
            case FAILED -> failure((DnsAnswer.Failed) answer);
        }
        if (answer.outcome() != DnsAnswer.Outcome.FAILED) {
            text.item("TTL", answer.ttl().toSeconds() + " s");
        }
        text.verdict("DNSSEC", SecuritySentence.of(answer, lookup.resolver().dnssec()));
        noted(answer);
    }

    private static String alias(DnsAlias alias) {
        return alias.owner() + " is " + alias.target() + " (" + alias.type() + ", "
                + alias.security().word() + ")";
    }

    private void records(DnsAnswer.Found found) {
        String label = "Records";
        for (DnsRecord record : found.records()) {
            text.whole(label, 0, RecordData.of(record));
            label = "";
        }
    }

    private void failure(DnsAnswer.Failed failed) {
        String sentence = failed.cause() + ": " + failed.cause().sentence();
        boolean saidBelow = SecuritySentence.isAboutTheProof(failed.cause())
                || failed.reason().isEmpty();
        text.verdict("Failed", saidBelow ? sentence : sentence + " (" + failed.reason() + ")");
    }

    // What the words about DNSSEC do not have already.
    private void noted(DnsAnswer answer) {
        boolean said = answer instanceof DnsAnswer.Failed failed
                ? SecuritySentence.isAboutTheProof(failed.cause())
                : answer.security() == DnsSecurity.INSECURE && lookup.resolver().dnssec() == DnssecMode.VALIDATING;
        if (!said) {
            answer.extendedError().ifPresent(error -> text.item("Noted", SecuritySentence.of(error)));
        }
    }
}
