package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.message.MessageAnomaly;
import io.mailseal.dmarc.DmarcComparison;
import io.mailseal.dmarc.DmarcDiscovery;
import io.mailseal.dmarc.DmarcHandling;
import io.mailseal.dmarc.DmarcPolicy;
import io.mailseal.dmarc.DmarcResult;
import io.mailseal.inbound.IprevResult;
import io.mailseal.inbound.SmtpEnvelope;
import io.mailseal.mime.AuthorAddress;
import io.mailseal.mime.AuthorAddresses;
import io.mailseal.spf.SpfResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The verdict for people: what came out for each method, and why; then the field. */
final class VerdictReport {

    private static final int STATUS_WIDTH = SignatureList.STATUS_WIDTH;

    private final Verdict verdict;
    private final PrintWriter out;
    private final LabelledText text;

    private VerdictReport(Verdict verdict, PrintWriter out, Colours colours) {
        this.verdict = verdict;
        this.out = out;
        this.text = new LabelledText(out, colours);
    }

    static void print(Verdict verdict, PrintWriter out, Colours colours) {
        new VerdictReport(verdict, out, colours).print();
    }

    private void print() {
        head();
        text.blankLine();
        spf();
        dkim();
        dmarc();
        text.blankLine();
        DnsSummary.print(verdict.usage(), verdict.resolver(), text);
        if (verdict.trace()) {
            TraceList.print(verdict.resolver(), text);
        }
        text.blankLine();
        out.println(verdict.field());
    }

    private void head() {
        text.item("Message", verdict.message().name());
        AuthorAddresses author = verdict.result().author();
        String addresses =
                author.addresses().stream().map(AuthorAddress::addrSpec).collect(Collectors.joining(", "));
        text.item("From", addresses.isEmpty() ? "nobody" : addresses);
        if (author.problem().isPresent()) {
            text.item("", author.explanation());
        }
        client(verdict.arrival().envelope());
        for (MessageAnomaly anomaly : verdict.anomalies()) {
            text.item("Noted", anomaly.sentence());
        }
    }

    private void client(SmtpEnvelope envelope) {
        envelope.client()
                .ifPresent(client -> text.item(
                        "Client",
                        client + ", HELO " + shown(envelope.helo()) + ", MAIL FROM <" + envelope.mailFrom() + ">"));
        String label = envelope.client().isPresent() ? "" : "Client";
        verdict.hop().ifPresent(hop -> text.item(label, hop.explanation()));
    }

    private static String shown(String text) {
        return text.isEmpty() ? "not given" : text;
    }

    private void spf() {
        Optional<SpfResult> spf = verdict.result().spf();
        if (spf.isEmpty()) {
            String option = verdict.hop().isPresent() ? "" : " (--ip)";
            method("SPF", "-", "Not evaluated, since the client is not known" + option + ".", List.of());
            return;
        }
        spf("SPF", "MAIL FROM", spf.get());
        verdict.result().spfHelo().ifPresent(result -> spf("HELO", "HELO", result));
        verdict.result().iprev().ifPresent(this::iprev);
    }

    private void spf(String label, String identity, SpfResult result) {
        List<String> facts = new ArrayList<>();
        result.domain().ifPresent(domain -> facts.add(identity + " domain " + domain));
        facts.add(LabelledText.count(result.dnsTerms(), "lookup") + " counted");
        result.domain().ifPresent(asked -> facts.add(security(result.security())));
        method(label, result.status().word(), result.explanation(), facts);
    }

    private void iprev(IprevResult result) {
        method("iprev", result.status().word(), result.explanation(), List.of(security(result.security())));
    }

    private void dkim() {
        SignatureList.print(verdict.result().dkim(), verdict.resolver().dnssec(), text, signature -> {});
    }

    private void dmarc() {
        DmarcResult result = verdict.result().dmarc();
        List<String> facts = new ArrayList<>();
        result.discovery().ifPresent(discovery -> {
            discovery.publishedPolicy().ifPresent(policy -> facts.add(policy(discovery, policy)));
            facts.add(security(discovery.security()));
        });
        method("DMARC", result.status().word(), result.explanation(), facts);
        DmarcHandling handling = result.suggestedHandling();
        text.indented(
                "",
                STATUS_WIDTH,
                "suggested: " + handling.action().word() + ". "
                        + handling.reason().explanation());
        verdict.comparison().ifPresent(this::comparison);
    }

    private void comparison(DmarcComparison comparison) {
        if (!comparison.isConclusive()) {
            text.item("Both", "can't be compared: a lookup failed");
        } else if (comparison.differences().isEmpty()) {
            text.item("Both", "RFC 9989 and RFC 7489 come to the same");
        }
        comparison.differences().forEach(difference -> text.item("Differs", difference.explanation()));
    }

    private static String policy(DmarcDiscovery discovery, DmarcPolicy published) {
        String text = "policy " + published.word() + " of "
                + discovery.policyDomain().map(DomainName::toString).orElse("nobody");
        DmarcPolicy effective = discovery.effectivePolicy().orElse(published);
        return effective == published ? text : text + ", " + effective.word() + " while it is tested";
    }

    private String security(DnsSecurity state) {
        return SecuritySentence.ofAll(state, verdict.resolver().dnssec());
    }

    private void method(String method, String status, String why, List<String> facts) {
        text.status(method, status, STATUS_WIDTH, why);
        if (!facts.isEmpty()) {
            text.indented("", STATUS_WIDTH, String.join(", ", facts));
        }
    }
}
