package io.mailseal.cli;

import io.mailseal.core.IpAddress;
import io.mailseal.spf.SpfExplanation;
import io.mailseal.spf.SpfIdentity;
import io.mailseal.spf.SpfLimits;
import io.mailseal.spf.SpfProblem;
import io.mailseal.spf.SpfRequest;
import io.mailseal.spf.SpfResult;
import io.mailseal.spf.SpfSyntaxError;
import io.mailseal.spf.SpfTrace;
import java.io.PrintWriter;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** What SPF says of a client, for programs. Its members are documented in docs/json.md. */
final class SpfJson {

    private final TracingResolver resolver;
    private final JsonLine line;
    private final JsonGenerator json;

    private SpfJson(TracingResolver resolver, JsonLine line) {
        this.resolver = resolver;
        this.line = line;
        this.json = line.generator();
    }

    static void print(SpfInquiry inquiry, PrintWriter out) {
        JsonLine.print(out, line -> new SpfJson(inquiry.resolver(), line).inquiry(inquiry));
    }

    /** The members of a result, without those that only the command for SPF has. */
    static void writeResult(SpfResult result, TracingResolver resolver, JsonLine line) {
        new SpfJson(resolver, line).result(result);
    }

    /** The members {@code problem} and {@code problemDetails}. */
    static void writeProblem(Optional<SpfProblem> problem, TracingResolver resolver, JsonLine line) {
        new SpfJson(resolver, line).problem(problem);
    }

    /** Where a record leaves the grammar, as an object. */
    static void writeSyntaxError(SpfSyntaxError error, JsonLine line) {
        JsonGenerator json = line.generator();
        json.writeStartObject();
        json.writeNumberProperty("position", error.position());
        json.writeStringProperty("term", error.term());
        json.writeStringProperty("expected", error.expected());
        json.writeEndObject();
    }

    private void inquiry(SpfInquiry inquiry) {
        envelope(inquiry);
        result(inquiry, inquiry.decisive());
        json.writeName("helo");
        if (inquiry.results().size() == 1) {
            json.writeNull();
        } else {
            json.writeStartObject();
            result(inquiry, inquiry.results().get(0));
            json.writeEndObject();
        }
        DnsJson.writeUsage(inquiry.usage(), resolver, line);
    }

    private void envelope(SpfInquiry inquiry) {
        IpAddress client = inquiry.decisive().request().client();
        json.writeObjectPropertyStart("envelope");
        line.optional("client", Optional.of(client));
        line.optional("helo", request(inquiry, SpfIdentity.HELO).map(SpfRequest::helo));
        line.optional("mailFrom", request(inquiry, SpfIdentity.MAIL_FROM).map(SpfRequest::mailFrom));
        json.writeEndObject();
    }

    private static Optional<SpfRequest> request(SpfInquiry inquiry, SpfIdentity identity) {
        return inquiry.results().stream()
                .map(SpfResult::request)
                .filter(request -> request.identity() == identity)
                .findFirst();
    }

    private void result(SpfInquiry inquiry, SpfResult result) {
        result(result);
        json.writeStringProperty("receivedSpf", inquiry.field(result).toLine());
        if (inquiry.trace()) {
            json.writeName("trace");
            result.trace().ifPresentOrElse(this::trace, json::writeNull);
        }
    }

    private void result(SpfResult result) {
        json.writeStringProperty("status", result.status().word());
        json.writeStringProperty("identity", result.identity().word());
        line.optional("domain", result.domain());
        line.optional("matchedTerm", result.matchedTerm());
        line.optional("matchedIn", result.matchedIn());
        problem(result.problem());
        json.writeStringProperty("explanation", result.explanation());
        json.writeName("publishedExplanation");
        result.publishedExplanation().ifPresentOrElse(this::explanation, json::writeNull);
        json.writeNumberProperty("dnsTerms", result.dnsTerms());
        json.writeNumberProperty("voidLookups", result.voidLookups());
        writeLimits(result.limits(), line);
        line.optional("security", result.domain().map(asked -> result.security().word()));
        json.writeBooleanProperty("dependsOnSender", result.dependsOnSender());
        json.writeArrayPropertyStart("recordsConsulted");
        result.recordsConsulted().forEach(this::record);
        json.writeEndArray();
    }

    /** The member {@code limits}. */
    static void writeLimits(SpfLimits limits, JsonLine line) {
        JsonGenerator json = line.generator();
        json.writeObjectPropertyStart("limits");
        json.writeNumberProperty("dnsTerms", limits.dnsTerms());
        json.writeNumberProperty("voidLookups", limits.voidLookups());
        json.writeNumberProperty("mxHosts", limits.mxHosts());
        json.writeNumberProperty("ptrNames", limits.ptrNames());
        json.writeEndObject();
    }

    private void explanation(SpfExplanation words) {
        json.writeStartObject();
        line.optional("domain", Optional.of(words.domain()));
        json.writeStringProperty("text", words.text());
        json.writeEndObject();
    }

    private void record(SpfResult.ConsultedRecord record) {
        json.writeStartObject();
        line.optional("domain", Optional.of(record.domain()));
        json.writeStringProperty("text", record.text());
        json.writeEndObject();
    }

    // ---- problems ----

    private void problem(Optional<SpfProblem> problem) {
        line.word("problem", problem.map(SpfProblem::kind));
        json.writeName("problemDetails");
        problem.ifPresentOrElse(this::details, json::writeNull);
    }

    private void details(SpfProblem problem) {
        json.writeStartObject();
        line.optional("recordDomain", problem.recordDomain());
        line.optional("record", problem.record());
        line.optional("term", problem.term());
        json.writeName("syntaxError");
        problem.syntaxError().ifPresentOrElse(error -> writeSyntaxError(error, line), json::writeNull);
        json.writeName("failedLookup");
        problem.failedLookup()
                .ifPresentOrElse(failed -> DnsJson.writeEntry(resolver.entry(failed), line), json::writeNull);
        line.word("cause", problem.cause().map(SpfProblem::kind));
        json.writeEndObject();
    }

    // ---- the trace ----

    private void trace(SpfTrace trace) {
        json.writeStartObject();
        line.optional("domain", Optional.of(trace.domain()));
        json.writeName("lookup");
        DnsJson.writeEntry(resolver.entry(trace.lookup()), line);
        line.optional("record", trace.record());
        json.writeArrayPropertyStart("steps");
        trace.steps().forEach(this::step);
        json.writeEndArray();
        json.writeStringProperty("status", trace.status().word());
        problem(trace.problem());
        json.writeEndObject();
    }

    private void step(SpfTrace.Step step) {
        json.writeStartObject();
        json.writeStringProperty("term", step.term());
        line.word("effect", Optional.of(step.effect()));
        line.optional("target", step.target());
        json.writeArrayPropertyStart("lookups");
        step.lookups().forEach(this::lookup);
        json.writeEndArray();
        json.writeName("nested");
        step.nested().ifPresentOrElse(this::trace, json::writeNull);
        json.writeNumberProperty("dnsTerm", step.dnsTerm());
        json.writeNumberProperty("dnsTerms", step.dnsTerms());
        json.writeNumberProperty("voidLookups", step.voidLookups());
        json.writeEndObject();
    }

    private void lookup(SpfTrace.Lookup lookup) {
        json.writeStartObject();
        json.writeName("answer");
        DnsJson.writeEntry(resolver.entry(lookup.answer()), line);
        json.writeNumberProperty("voidLookups", lookup.voidLookups());
        json.writeEndObject();
    }
}
