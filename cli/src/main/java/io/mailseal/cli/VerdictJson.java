package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.message.MessageAnomaly;
import io.mailseal.dmarc.DmarcDiscovery;
import io.mailseal.dmarc.DmarcResult;
import io.mailseal.dmarc.IdentifierAlignment;
import io.mailseal.dmarc.TreeWalkStep;
import io.mailseal.inbound.IprevResult;
import io.mailseal.inbound.SmtpEnvelope;
import io.mailseal.mime.AuthorAddress;
import io.mailseal.mime.AuthorAddresses;
import io.mailseal.spf.SpfResult;
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

    /** Of a message that nothing can be said about. */
    static void print(StoredMessage message, ReadFailure failure, PrintWriter out) {
        JsonLine.print(out, line -> new VerdictJson(line).failure(message, failure));
    }

    private void failure(StoredMessage message, ReadFailure failure) {
        message(message);
        json.writeObjectPropertyStart("error");
        line.word("kind", Optional.of(failure.kind()));
        json.writeStringProperty("explanation", failure.explanation());
        json.writeEndObject();
    }

    private void message(StoredMessage message) {
        json.writeStringProperty("message", message.name());
        json.writeName("mbox");
        message.place().ifPresentOrElse(this::place, json::writeNull);
    }

    private void place(Mbox.Place place) {
        json.writeStartObject();
        json.writeNumberProperty("number", place.number());
        json.writeNumberProperty("offset", place.offset());
        json.writeNumberProperty("octets", place.octets());
        json.writeEndObject();
    }

    private void verdict(Verdict verdict) {
        message(verdict.message());
        json.writeNullProperty("error");
        author(verdict.result().author());
        envelope(verdict.arrival().envelope());
        trustedHost(verdict.hop());
        spf("spf", verdict.result().spf(), verdict.resolver());
        spf("spfHelo", verdict.result().spfHelo(), verdict.resolver());
        iprev(verdict.result().iprev());
        dkim(verdict);
        dmarc(verdict);
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

    private void trustedHost(Optional<TrustedHop> hop) {
        json.writeName("trustedHost");
        hop.ifPresentOrElse(this::trustedHost, json::writeNull);
    }

    private void trustedHost(TrustedHop hop) {
        json.writeStartObject();
        line.optional("name", Optional.of(hop.host()));
        line.word("status", Optional.of(hop.status()));
        line.optional("returnPath", hop.returnPath());
        json.writeStringProperty("explanation", hop.explanation());
        json.writeEndObject();
    }

    private void spf(String name, Optional<SpfResult> spf, TracingResolver resolver) {
        json.writeName(name);
        spf.ifPresentOrElse(
                result -> {
                    json.writeStartObject();
                    SpfJson.writeResult(result, resolver, line);
                    json.writeEndObject();
                },
                json::writeNull);
    }

    private void iprev(Optional<IprevResult> iprev) {
        json.writeName("iprev");
        iprev.ifPresentOrElse(this::iprev, json::writeNull);
    }

    private void iprev(IprevResult iprev) {
        json.writeStartObject();
        json.writeStringProperty("status", iprev.status().word());
        line.optional("client", Optional.of(iprev.client()));
        line.strings("names", iprev.names().stream().map(DomainName::toString).toList());
        line.word("problem", iprev.problem());
        json.writeStringProperty("explanation", iprev.explanation());
        json.writeStringProperty("security", iprev.security().word());
        json.writeEndObject();
    }

    private void dkim(Verdict verdict) {
        json.writeObjectPropertyStart("dkim");
        DkimJson.writeResult(verdict.result().dkim(), line);
        json.writeEndObject();
    }

    private void dmarc(Verdict verdict) {
        DmarcResult dmarc = verdict.result().dmarc();
        json.writeObjectPropertyStart("dmarc");
        json.writeStringProperty("status", dmarc.status().word());
        line.optional("authorDomain", dmarc.authorDomain());
        line.optional("policyDomain", dmarc.discovery().flatMap(DmarcDiscovery::policyDomain));
        line.optional("organizationalDomain", dmarc.organizationalDomain());
        line.optional("publishedPolicy", dmarc.publishedPolicy().map(policy -> policy.word()));
        line.optional("effectivePolicy", dmarc.effectivePolicy().map(policy -> policy.word()));
        line.optional(
                "suggestedHandling",
                Optional.of(dmarc.suggestedHandling().action().word()));
        line.word(
                "suggestedHandlingReason", Optional.of(dmarc.suggestedHandling().reason()));
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
        verdict.comparison()
                .ifPresentOrElse(
                        comparison -> DmarcJson.writeDifferences(comparison.differences(), line),
                        () -> json.writeNullProperty("differences"));
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
