package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.message.MessageAnomaly;
import io.mailseal.dmarc.DmarcDiscovery;
import io.mailseal.dmarc.DmarcPolicy;
import io.mailseal.dmarc.DmarcResult;
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
        text.item("Message", verdict.message());
        AuthorAddresses author = verdict.result().author();
        String addresses =
                author.addresses().stream().map(AuthorAddress::addrSpec).collect(Collectors.joining(", "));
        text.item("From", addresses.isEmpty() ? "nobody" : addresses);
        if (author.problem().isPresent()) {
            text.item("", author.explanation());
        }
        verdict.envelope()
                .client()
                .ifPresent(client -> text.item(
                        "Client",
                        client + ", HELO " + shown(verdict.envelope().helo()) + ", MAIL FROM <"
                                + verdict.envelope().mailFrom() + ">"));
        for (MessageAnomaly anomaly : verdict.anomalies()) {
            text.item("Noted", anomaly.sentence());
        }
    }

    private static String shown(String text) {
        return text.isEmpty() ? "not given" : text;
    }

    private void spf() {
        Optional<SpfResult> spf = verdict.result().spf();
        if (spf.isEmpty()) {
            method("SPF", "-", "Not evaluated, since the client is not known (--ip).", List.of());
            return;
        }
        SpfResult result = spf.get();
        List<String> facts = new ArrayList<>();
        result.domain().ifPresent(domain -> facts.add("MAIL FROM domain " + domain));
        facts.add(LabelledText.count(result.dnsTerms(), "lookup") + " counted");
        result.domain().ifPresent(asked -> facts.add(security(result.security())));
        method("SPF", result.status().word(), result.explanation(), facts);
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
