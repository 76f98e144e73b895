package io.mailseal.cli;

import io.mailseal.spf.SpfAddressCount;
import io.mailseal.spf.SpfFinding;
import io.mailseal.spf.SpfLint;
import io.mailseal.spf.SpfLintNode;
import io.mailseal.spf.SpfSyntaxError;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** What is to be said of a policy, for programs. Its members are documented in docs/json.md. */
final class SpfLintJson {

    private final JsonLine line;
    private final JsonGenerator json;

    private SpfLintJson(JsonLine line) {
        this.line = line;
        this.json = line.generator();
    }

    static void print(LintInquiry inquiry, PrintWriter out) {
        JsonLine.print(out, line -> new SpfLintJson(line).inquiry(inquiry));
    }

    /** Of a record that leaves the grammar. */
    static void print(String record, SpfSyntaxError error, PrintWriter out) {
        JsonLine.print(out, line -> new SpfLintJson(line).malformed(record, error));
    }

    private void inquiry(LintInquiry inquiry) {
        SpfLint lint = inquiry.lint();
        head(inquiry.asked(), LintStatus.of(lint), Optional.empty());
        findings(lint.findings());
        line.optional("domain", lint.domain());
        json.writeNumberProperty("dnsTerms", lint.dnsTerms());
        json.writeNumberProperty("voidLookups", lint.voidLookups());
        json.writeNumberProperty("voidLookupsOverIpv6", lint.voidLookupsOverIpv6());
        SpfJson.writeLimits(lint.limits(), line);
        addresses(lint.addresses());
        json.writeName("root");
        node(lint.root(), inquiry.resolver());
        DnsJson.writeUsage(inquiry.usage(), inquiry.resolver(), line);
        if (inquiry.trace()) {
            json.writeArrayPropertyStart("trace");
            inquiry.resolver().entries().forEach(entry -> DnsJson.writeEntry(entry, line));
            json.writeEndArray();
        }
    }

    private void malformed(String record, SpfSyntaxError error) {
        head(record, LintStatus.ERROR, Optional.of(error));
        findings(List.of());
        for (String name : List.of(
                "domain", "dnsTerms", "voidLookups", "voidLookupsOverIpv6", "limits", "addresses", "root", "dns")) {
            json.writeNullProperty(name);
        }
    }

    private void head(String asked, LintStatus status, Optional<SpfSyntaxError> error) {
        json.writeStringProperty("asked", asked);
        json.writeStringProperty("status", JsonLine.word(status));
        json.writeName("syntaxError");
        error.ifPresentOrElse(found -> SpfJson.writeSyntaxError(found, line), json::writeNull);
    }

    private void findings(List<SpfFinding> findings) {
        json.writeArrayPropertyStart("findings");
        findings.forEach(this::finding);
        json.writeEndArray();
    }

    private void finding(SpfFinding finding) {
        json.writeStartObject();
        line.word("code", Optional.of(finding.code()));
        line.word("severity", Optional.of(finding.severity()));
        line.optional("recordDomain", finding.recordDomain());
        line.optional("term", finding.term());
        json.writeNumberProperty("position", finding.position());
        json.writeStringProperty("explanation", finding.explanation());
        json.writeEndObject();
    }

    private void addresses(SpfAddressCount addresses) {
        json.writeObjectPropertyStart("addresses");
        json.writeNumberProperty("v4", addresses.v4());
        json.writeName("v6Networks");
        if (addresses.v6Networks() == Long.MAX_VALUE) {
            json.writeNull();
        } else {
            json.writeNumber(addresses.v6Networks());
        }
        json.writeBooleanProperty("exact", addresses.exact());
        json.writeEndObject();
    }

    private void node(SpfLintNode node, TracingResolver resolver) {
        json.writeStartObject();
        line.optional("domain", node.domain());
        line.optional("term", node.term());
        line.word("state", Optional.of(node.state()));
        line.optional("record", node.record().map(record -> record.text()));
        SpfJson.writeProblem(node.problem(), resolver, line);
        json.writeNumberProperty("ownDnsTerms", node.ownDnsTerms());
        json.writeNumberProperty("dnsTerms", node.dnsTerms());
        json.writeNumberProperty("runningDnsTerms", node.runningDnsTerms());
        addresses(node.addresses());
        json.writeArrayPropertyStart("children");
        node.children().forEach(child -> node(child, resolver));
        json.writeEndArray();
        json.writeEndObject();
    }
}
