package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsUsage;
import io.mailseal.core.message.MessageAnomaly;
import io.mailseal.dkim.DkimSignatureResult;
import io.mailseal.dmarc.DmarcDiscovery;
import io.mailseal.dmarc.DmarcResult;
import io.mailseal.dmarc.IdentifierAlignment;
import io.mailseal.dmarc.TreeWalkStep;
import io.mailseal.inbound.SmtpEnvelope;
import io.mailseal.mime.AuthorAddress;
import io.mailseal.mime.AuthorAddresses;
import io.mailseal.spf.SpfResult;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** The verdict for programs: one object on one line, in ASCII. Its members are documented in docs/json.md. */
final class VerdictJson {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .characterEscapes(new ControlEscapes())
            .build();

    private final JsonGenerator json;

    private VerdictJson(JsonGenerator json) {
        this.json = json;
    }

    /** DEL is ASCII, but no character to show either. */
    private static final class ControlEscapes extends CharacterEscapes {

        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes[0x7F] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null; // there are no special ones
        }
    }

    static void print(Verdict verdict, PrintWriter out) {
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            new VerdictJson(generator).verdict(verdict);
        }
        out.println();
    }

    private void verdict(Verdict verdict) {
        json.writeStartObject();
        json.writeStringProperty("message", verdict.message());
        author(verdict.result().author());
        envelope(verdict.envelope());
        json.writeName("spf");
        verdict.result().spf().ifPresentOrElse(this::spf, json::writeNull);
        dkim(verdict);
        dmarc(verdict.result().dmarc());
        json.writeArrayPropertyStart("anomalies");
        for (MessageAnomaly anomaly : verdict.anomalies()) {
            json.writeString(word(anomaly));
        }
        json.writeEndArray();
        usage(verdict);
        json.writeStringProperty("authenticationResults", verdict.field().toLine());
        if (verdict.trace()) {
            trace(verdict.resolver());
        }
        json.writeEndObject();
    }

    private void author(AuthorAddresses author) {
        json.writeObjectPropertyStart("from");
        json.writeStringProperty("status", word(author.status()));
        optional("domain", author.authorDomain());
        json.writeArrayPropertyStart("addresses");
        author.addresses().stream().map(AuthorAddress::addrSpec).forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("anomalies");
        author.anomalies().stream().map(VerdictJson::word).forEach(json::writeString);
        json.writeEndArray();
        word("problem", author.problem());
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
        optional("client", envelope.client());
        json.writeStringProperty("helo", envelope.helo());
        json.writeStringProperty("mailFrom", envelope.mailFrom());
        json.writeEndObject();
    }

    private void spf(SpfResult spf) {
        json.writeStartObject();
        json.writeStringProperty("status", spf.status().word());
        json.writeStringProperty("identity", spf.identity().word());
        optional("domain", spf.domain());
        optional("matchedTerm", spf.matchedTerm());
        optional("matchedIn", spf.matchedIn());
        word("problem", spf.problem().map(problem -> problem.kind()));
        json.writeStringProperty("explanation", spf.explanation());
        json.writeNumberProperty("dnsTerms", spf.dnsTerms());
        json.writeNumberProperty("voidLookups", spf.voidLookups());
        optional("security", spf.domain().map(asked -> spf.security().word()));
        json.writeEndObject();
    }

    private void dkim(Verdict verdict) {
        json.writeObjectPropertyStart("dkim");
        json.writeStringProperty("status", verdict.result().dkim().status().word());
        json.writeArrayPropertyStart("signatures");
        verdict.result().dkim().signatures().forEach(this::signature);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void signature(DkimSignatureResult signature) {
        json.writeStartObject();
        json.writeStringProperty("status", signature.status().word());
        optional("domain", signature.domain());
        optional("selector", signature.selector());
        optional("algorithm", signature.algorithm());
        optional("identity", signature.identity());
        word("problem", signature.problem().map(problem -> problem.kind()));
        json.writeStringProperty("explanation", signature.explanation());
        json.writeName("keyBits");
        signature.keyBits().ifPresentOrElse(json::writeNumber, json::writeNull);
        json.writeBooleanProperty("testing", signature.isTesting());
        optional("security", signature.security().map(state -> state.word()));
        json.writeEndObject();
    }

    private void dmarc(DmarcResult dmarc) {
        json.writeObjectPropertyStart("dmarc");
        json.writeStringProperty("status", dmarc.status().word());
        optional("authorDomain", dmarc.authorDomain());
        optional("policyDomain", dmarc.discovery().flatMap(DmarcDiscovery::policyDomain));
        optional("publishedPolicy", dmarc.publishedPolicy().map(policy -> policy.word()));
        optional("effectivePolicy", dmarc.effectivePolicy().map(policy -> policy.word()));
        word("problem", dmarc.problem().map(problem -> problem.kind()));
        json.writeStringProperty("explanation", dmarc.explanation());
        optional(
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
        json.writeStringProperty("method", word(alignment.evidence().method()));
        optional("domain", Optional.of(alignment.evidence().domain()));
        json.writeStringProperty("outcome", word(alignment.evidence().outcome()));
        json.writeStringProperty("alignment", word(alignment.state()));
        json.writeEndObject();
    }

    private void usage(Verdict verdict) {
        DnsUsage usage = verdict.usage();
        json.writeObjectPropertyStart("dns");
        json.writeStringProperty("source", verdict.resolver().source());
        json.writeNumberProperty("rounds", usage.rounds());
        json.writeNumberProperty("questions", usage.questions());
        json.writeNumberProperty("hints", usage.hints());
        json.writeNumberProperty("waitedMillis", usage.waited().toMillis());
        json.writeEndObject();
    }

    private void trace(TracingResolver resolver) {
        json.writeArrayPropertyStart("trace");
        for (TracingResolver.Entry entry : resolver.entries()) {
            json.writeStartObject();
            optional("name", Optional.of(entry.question().name()));
            optional("type", Optional.of(entry.question().type()));
            word("outcome", entry.answer().map(DnsAnswer::outcome));
            word("cause", entry.answer().flatMap(VerdictJson::cause));
            json.writeArrayPropertyStart("records");
            entry.answer().map(VerdictJson::records).orElse(List.of()).forEach(json::writeString);
            json.writeEndArray();
            optional("security", entry.answer().map(answer -> answer.security().word()));
            json.writeNumberProperty("millis", entry.took().toMillis());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static Optional<DnsFailure> cause(DnsAnswer answer) {
        return answer instanceof DnsAnswer.Failed failed ? Optional.of(failed.cause()) : Optional.empty();
    }

    private static List<String> records(DnsAnswer answer) {
        return answer instanceof DnsAnswer.Found found
                ? found.records().stream().map(RecordData::of).toList()
                : List.of();
    }

    private void optional(String name, Optional<?> value) {
        json.writeName(name);
        value.ifPresentOrElse(present -> json.writeString(present.toString()), json::writeNull);
    }

    private void word(String name, Optional<? extends Enum<?>> value) {
        optional(name, value.map(VerdictJson::word));
    }

    // Constants of ours, in the form that JSON users like better.
    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
