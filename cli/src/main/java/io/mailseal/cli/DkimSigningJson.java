package io.mailseal.cli;

import io.mailseal.dkim.DkimSigningFinding;
import io.mailseal.dkim.DkimSigningOutcome;
import io.mailseal.dkim.DkimSigningProblem;
import io.mailseal.dkim.DkimSigningResult;
import java.io.PrintWriter;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** What became of signing a message, for programs. Its members are documented in docs/json.md. */
final class DkimSigningJson {

    private DkimSigningJson() {}

    static void print(String message, DkimSigningResult result, PrintWriter out) {
        JsonLine.print(out, line -> {
            JsonGenerator json = line.generator();
            json.writeStringProperty("message", message);
            line.word("status", Optional.of(result.status()));
            json.writeStringProperty("fields", result.toHeaderFields());
            json.writeArrayPropertyStart("keys");
            result.outcomes().forEach(outcome -> write(outcome, line));
            json.writeEndArray();
            json.writeArrayPropertyStart("findings");
            result.findings().forEach(finding -> write(finding, line));
            json.writeEndArray();
        });
    }

    private static void write(DkimSigningOutcome outcome, JsonLine line) {
        JsonGenerator json = line.generator();
        json.writeStartObject();
        line.optional("selector", Optional.of(outcome.selector()));
        line.optional("algorithm", Optional.of(outcome.algorithm().word()));
        line.word("status", Optional.of(outcome.status()));
        line.word("problem", outcome.problem().map(DkimSigningProblem::kind));
        line.optional("field", outcome.toHeaderField());
        json.writeStringProperty("explanation", outcome.explanation());
        json.writeEndObject();
    }

    private static void write(DkimSigningFinding finding, JsonLine line) {
        JsonGenerator json = line.generator();
        json.writeStartObject();
        line.word("code", Optional.of(finding.code()));
        json.writeStringProperty("subject", finding.subject());
        json.writeStringProperty("explanation", finding.explanation());
        json.writeEndObject();
    }
}
