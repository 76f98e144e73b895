package io.mailseal.cli;

import io.mailseal.core.dns.DnsAlias;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsUsage;
import io.mailseal.core.dns.ExtendedDnsError;
import io.mailseal.dns.ProofStep;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Questions, answers and proofs, for programs. */
final class DnsJson {

    private final JsonLine line;
    private final JsonGenerator json;

    private DnsJson(JsonLine line) {
        this.line = line;
        this.json = line.generator();
    }

    /** The member {@code dns}. */
    static void writeUsage(DnsUsage usage, TracingResolver resolver, JsonLine line) {
        JsonGenerator json = line.generator();
        json.writeObjectPropertyStart("dns");
        json.writeStringProperty("source", resolver.source());
        line.word("dnssec", Optional.of(resolver.dnssec()));
        json.writeNumberProperty("rounds", usage.rounds());
        json.writeNumberProperty("questions", usage.questions());
        json.writeNumberProperty("hints", usage.hints());
        json.writeNumberProperty("waitedMillis", usage.waited().toMillis());
        json.writeEndObject();
    }

    /** One question as an element of a list. */
    static void writeEntry(TracingResolver.Entry entry, JsonLine line) {
        new DnsJson(line).entry(entry);
    }

    private void entry(TracingResolver.Entry entry) {
        Optional<DnsAnswer> answer = entry.answer();
        json.writeStartObject();
        line.optional("name", Optional.of(entry.question().name()));
        line.optional("type", Optional.of(entry.question().type()));
        line.word("outcome", answer.map(DnsAnswer::outcome));
        line.word("cause", answer.flatMap(DnsJson::cause));
        line.optional("canonicalName", answer.map(DnsAnswer::canonicalName));
        aliases(answer.map(DnsAnswer::aliases).orElse(List.of()));
        line.strings("records", answer.map(DnsJson::records).orElse(List.of()));
        json.writeName("ttl");
        answer.filter(given -> given.outcome() != DnsAnswer.Outcome.FAILED)
                .ifPresentOrElse(given -> json.writeNumber(given.ttl().toSeconds()), json::writeNull);
        line.optional("security", answer.map(given -> given.security().word()));
        line.optional("explanation", answer.map(DnsAnswer::reason).filter(reason -> !reason.isEmpty()));
        json.writeName("extendedError");
        answer.flatMap(DnsAnswer::extendedError).ifPresentOrElse(this::extendedError, json::writeNull);
        proof(entry.proof());
        json.writeNumberProperty("millis", entry.took().toMillis());
        json.writeEndObject();
    }

    private void aliases(List<DnsAlias> aliases) {
        json.writeArrayPropertyStart("aliases");
        for (DnsAlias alias : aliases) {
            json.writeStartObject();
            line.optional("owner", Optional.of(alias.owner()));
            line.optional("type", Optional.of(alias.type()));
            line.optional("target", Optional.of(alias.target()));
            json.writeStringProperty("security", alias.security().word());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void extendedError(ExtendedDnsError error) {
        json.writeStartObject();
        json.writeNumberProperty("code", error.code());
        json.writeStringProperty("text", error.text());
        json.writeEndObject();
    }

    private void proof(List<ProofStep> steps) {
        json.writeArrayPropertyStart("proof");
        for (ProofStep step : steps) {
            json.writeStartObject();
            line.optional("name", Optional.of(step.question().name()));
            line.optional("type", Optional.of(step.question().type()));
            json.writeStringProperty("security", step.security().word());
            json.writeStringProperty("explanation", step.explanation());
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
}
