package io.mailseal.cli;

import io.mailseal.core.dns.DnsFailure;
import io.mailseal.dmarc.DiscoveryComparison;
import io.mailseal.dmarc.DmarcDifference;
import io.mailseal.dmarc.DmarcDiscovery;
import io.mailseal.dmarc.DmarcFinding;
import io.mailseal.dmarc.DmarcLint;
import io.mailseal.dmarc.DmarcPolicy;
import io.mailseal.dmarc.DmarcRecord;
import io.mailseal.dmarc.DmarcReportDestination;
import io.mailseal.dmarc.DmarcReportUri;
import io.mailseal.dmarc.TreeWalkStep;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** The DMARC policy of a domain, for programs. The members are documented in docs/json.md. */
final class DmarcJson {

    private final JsonLine line;
    private final JsonGenerator json;

    private DmarcJson(JsonLine line) {
        this.line = line;
        this.json = line.generator();
    }

    static void print(DmarcInquiry inquiry, PrintWriter out) {
        JsonLine.print(out, line -> new DmarcJson(line).inquiry(inquiry));
    }

    private void inquiry(DmarcInquiry inquiry) {
        json.writeStringProperty("asked", inquiry.asked());
        line.word("status", Optional.of(inquiry.status()));
        json.writeArrayPropertyStart("findings");
        if (inquiry.isNoRecord()) {
            noRecord();
        }
        inquiry.findings().forEach(this::finding);
        json.writeEndArray();
        line.optional("domain", inquiry.lint().map(DmarcLint::domain));
        json.writeName("record");
        inquiry.record().ifPresentOrElse(this::record, json::writeNull);
        inquiry.lint().ifPresentOrElse(this::lint, this::withoutLint);
        asking(inquiry.asking());
    }

    // ---- findings ----

    private void finding(DmarcFinding finding) {
        json.writeStartObject();
        json.writeStringProperty("code", JsonLine.word(finding.code()));
        json.writeStringProperty("severity", JsonLine.word(finding.severity()));
        line.optional("recordDomain", finding.recordDomain());
        line.optional("tag", finding.tag());
        json.writeNumberProperty("position", finding.position());
        json.writeStringProperty("explanation", finding.explanation());
        json.writeEndObject();
    }

    private void noRecord() {
        DmarcFinding.Code code = DmarcFinding.Code.NOT_A_RECORD;
        json.writeStartObject();
        json.writeStringProperty("code", JsonLine.word(code));
        json.writeStringProperty("severity", JsonLine.word(code.severity()));
        line.optional("recordDomain", Optional.empty());
        line.optional("tag", Optional.empty());
        json.writeNumberProperty("position", 0);
        json.writeStringProperty("explanation", DmarcReport.NO_RECORD);
        json.writeEndObject();
    }

    // ---- the record ----

    private void record(DmarcRecord record) {
        json.writeStartObject();
        json.writeStringProperty("text", record.text().toLatin1());
        line.optional("p", record.p().policy().map(DmarcPolicy::word));
        line.optional("sp", record.sp().policy().map(DmarcPolicy::word));
        line.optional("np", record.np().policy().map(DmarcPolicy::word));
        line.word("adkim", Optional.of(record.adkim()));
        line.word("aspf", Optional.of(record.aspf()));
        line.word("psd", Optional.of(record.psd()));
        json.writeBooleanProperty("testing", record.isTesting());
        json.writeNumberProperty("percentage", record.percentage());
        line.strings("fo", record.fo().stream().map(JsonLine::word).sorted().toList());
        line.strings("rua", uris(record.rua()));
        line.strings("ruf", uris(record.ruf()));
        json.writeEndObject();
    }

    private static List<String> uris(List<DmarcReportUri> uris) {
        return uris.stream().map(DmarcReportUri::uri).toList();
    }

    // ---- discovery ----

    private void withoutLint() {
        for (String name : List.of("treeWalk", "publicSuffixList", "conclusive", "differences", "destinations")) {
            json.writeNullProperty(name);
        }
    }

    private void lint(DmarcLint lint) {
        DiscoveryComparison both = lint.discovery();
        discovery("treeWalk", both.treeWalk());
        discovery("publicSuffixList", both.publicSuffixList());
        json.writeBooleanProperty("conclusive", both.isConclusive());
        writeDifferences(both.differences(), line);
        json.writeArrayPropertyStart("destinations");
        lint.destinations().forEach(this::destination);
        json.writeEndArray();
    }

    private void discovery(String name, DmarcDiscovery discovery) {
        json.writeObjectPropertyStart(name);
        line.optional("organizationalDomain", discovery.organizationalDomain());
        line.optional("policyDomain", discovery.policyDomain());
        line.word("place", discovery.place());
        line.optional("publishedPolicy", discovery.publishedPolicy().map(DmarcPolicy::word));
        line.optional("effectivePolicy", discovery.effectivePolicy().map(DmarcPolicy::word));
        json.writeBooleanProperty("domainMissing", discovery.isDomainMissing());
        line.word("problem", discovery.problem().map(problem -> problem.kind()));
        json.writeStringProperty("security", discovery.security().word());
        json.writeArrayPropertyStart("steps");
        discovery.steps().forEach(this::step);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void step(TreeWalkStep step) {
        json.writeStartObject();
        line.optional("domain", Optional.of(step.name()));
        line.word("outcome", Optional.of(step.outcome()));
        Optional<DnsFailure> cause = step.failure();
        line.word("cause", cause);
        json.writeStringProperty("security", step.security().word());
        line.strings(
                "records",
                step.records().stream().map(record -> record.text().toLatin1()).toList());
        json.writeBooleanProperty("tooLong", step.isTooLong());
        json.writeEndObject();
    }

    /** The member {@code differences}. */
    static void writeDifferences(List<DmarcDifference> differences, JsonLine line) {
        JsonGenerator json = line.generator();
        json.writeArrayPropertyStart("differences");
        for (DmarcDifference difference : differences) {
            json.writeStartObject();
            line.word("kind", Optional.of(difference.kind()));
            json.writeStringProperty("treeWalk", difference.treeWalk());
            json.writeStringProperty("publicSuffixList", difference.publicSuffixList());
            json.writeStringProperty("explanation", difference.explanation());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void destination(DmarcReportDestination destination) {
        json.writeStartObject();
        line.optional("host", Optional.of(destination.host()));
        line.word("consent", Optional.of(destination.consent()));
        line.word("mail", Optional.of(destination.mail()));
        line.strings("overrides", uris(destination.overrides()));
        json.writeEndObject();
    }

    // ---- DNS ----

    private void asking(Optional<DmarcInquiry.Asking> asking) {
        if (asking.isEmpty()) {
            json.writeNullProperty("dns");
            return;
        }
        DnsJson.writeUsage(asking.get().usage(), asking.get().resolver(), line);
        if (asking.get().trace()) {
            json.writeArrayPropertyStart("trace");
            asking.get().resolver().entries().forEach(entry -> DnsJson.writeEntry(entry, line));
            json.writeEndArray();
        }
    }
}
