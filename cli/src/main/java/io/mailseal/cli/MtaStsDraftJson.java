package io.mailseal.cli;

import io.mailseal.mtasts.MtaStsPublication;
import io.mailseal.mtasts.PublicationStep;
import java.io.PrintWriter;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** A policy that is to be published, for programs. The members are documented in docs/json.md. */
final class MtaStsDraftJson {

    private MtaStsDraftJson() {}

    static void print(MtaStsDraft draft, PrintWriter out) {
        JsonLine.print(out, line -> draft(draft, line));
    }

    private static void draft(MtaStsDraft draft, JsonLine line) {
        JsonGenerator json = line.generator();
        MtaStsJson parts = new MtaStsJson(line);
        line.word("status", Optional.of(LintStatus.ofMtaSts(draft.findings())));
        parts.findings(draft.findings());
        line.optional("domain", Optional.ofNullable(draft.domain()));
        line.optional("recordName", draft.publication().map(MtaStsPublication::recordName));
        line.optional("policyUrl", draft.publication().map(MtaStsPublication::policyUrl));
        json.writeName("record");
        parts.record(draft.record());
        line.optional("zoneLine", draft.zoneLine());
        json.writeName("policy");
        parts.policy(draft.policy());
        line.optional("file", Optional.ofNullable(draft.file()));
        json.writeArrayPropertyStart("steps");
        draft.steps().forEach(step -> step(step, line));
        json.writeEndArray();
    }

    private static void step(PublicationStep step, JsonLine line) {
        JsonGenerator json = line.generator();
        json.writeStartObject();
        line.word("kind", Optional.of(step.kind()));
        line.optional("place", Optional.of(step.place()).filter(place -> !place.isEmpty()));
        line.optional("text", Optional.of(step.text()).filter(text -> !text.isEmpty()));
        json.writeNumberProperty("seconds", step.duration().toSeconds());
        json.writeStringProperty("explanation", step.reason());
        json.writeEndObject();
    }
}
