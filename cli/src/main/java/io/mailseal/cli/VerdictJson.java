package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.message.MessageAnomaly;
import io.mailseal.dmarc.DmarcDiscovery;
import io.mailseal.dmarc.DmarcResult;
import io.mailseal.dmarc.IdentifierAlignment;
import io.mailseal.dmarc.TreeWalkStep;
import io.mailseal.inbound.SmtpEnvelope;
import io.mailseal.mime.AuthorAddress;
import io.mailseal.mime.AuthorAddresses;
import java.io.PrintWriter;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** The verdict for programs: one object on one line, in ASCII. Its members are documented in docs/json.md. */
final class VerdictJson {

    private final JsonLine line;
    private final JsonGenerator json;

    private VerdictJson(JsonLine line) {
        this.line = line;
        this.json = line.generator();
    }

    static void print(Verdict verdict, PrintWriter out) {
        JsonLine.print(out, line -> new VerdictJson(line).verdict(verdict));
    }

    private void verdict(Verdict verdict) {
        json.writeStringProperty("message", verdict.message());
        author(verdict.result().author());
        envelope(verdict.envelope());
        spf(verdict);
        dkim(verdict);
        dmarc(verdict.result().dmarc());
        json.writeArrayPropertyStart("anomalies");
        for (MessageAnomaly anomaly : verdict.anomalies()) {
            json.writeString(JsonLine.word(anomaly));
        }
        json.writeEndArray();
        DnsJson.writeUsage(verdict.usage(), verdict.resolver(), line);
        json.writeStringProperty("authenticationResults", verdict.field().toLine());
        if (verdict.trace()) {
            json.writeArrayPropertyStart("trace");
            verdict.resolver().entries().forEach(entry -> DnsJson.writeEntry(entry, line));
            json.writeEndArray();
        }
    }

    private void author(AuthorAddresses author) {
        json.writeObjectPropertyStart("from");
        json.writeStringProperty("status", JsonLine.word(author.status()));
        line.optional("domain", author.authorDomain());
        json.writeArrayPropertyStart("addresses");
        author.addresses().stream().map(AuthorAddress::addrSpec).forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("anomalies");
        author.anomalies().stream().map(JsonLine::word).forEach(json::writeString);
        json.writeEndArray();
        line.word("problem", author.problem());
        json.writeStringProperty("explanation", author.explanation());
        json.writeEndObject();
    }

    private void envelope(SmtpEnvelope envelope) {
        json.writeName("envelope");
        if (envelope.client().isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        line.optional("client", envelope.client());
        json.writeStringProperty("helo", envelope.helo());
        json.writeStringProperty("mailFrom", envelope.mailFrom());
        json.writeEndObject();
    }

    private void spf(Verdict verdict) {
        json.writeName("spf");
        verdict.result()
                .spf()
                .ifPresentOrElse(
                        result -> {
                            json.writeStartObject();
                            SpfJson.writeResult(result, verdict.resolver(), line);
                            json.writeEndObject();
                        },
                        json::writeNull);
    }

    private void dkim(Verdict verdict) {
        json.writeObjectPropertyStart("dkim");
        DkimJson.writeResult(verdict.result().dkim(), line);
        json.writeEndObject();
    }

    private void dmarc(DmarcResult dmarc) {
        json.writeObjectPropertyStart("dmarc");
        json.writeStringProperty("status", dmarc.status().word());
        line.optional("authorDomain", dmarc.authorDomain());
        line.optional("policyDomain", dmarc.discovery().flatMap(DmarcDiscovery::policyDomain));
        line.optional("publishedPolicy", dmarc.publishedPolicy().map(policy -> policy.word()));
        line.optional("effectivePolicy", dmarc.effectivePolicy().map(policy -> policy.word()));
        line.word("problem", dmarc.problem().map(problem -> problem.kind()));
        json.writeStringProperty("explanation", dmarc.explanation());
        line.optional(
                "security",
                dmarc.discovery().map(discovery -> discovery.security().word()));
        json.writeArrayPropertyStart("asked");
        dmarc.discovery()
                .ifPresent(discovery -> discovery.steps().stream()
                        .map(TreeWalkStep::name)
                        .map(DomainName::toString)
                        .forEach(json::writeString));
        json.writeEndArray();
        json.writeArrayPropertyStart("identifiers");
        dmarc.alignments().forEach(this::identifier);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void identifier(IdentifierAlignment alignment) {
        json.writeStartObject();
        json.writeStringProperty("method", JsonLine.word(alignment.evidence().method()));
        line.optional("domain", Optional.of(alignment.evidence().domain()));
        json.writeStringProperty("outcome", JsonLine.word(alignment.evidence().outcome()));
        json.writeStringProperty("alignment", JsonLine.word(alignment.state()));
        json.writeEndObject();
    }
}
