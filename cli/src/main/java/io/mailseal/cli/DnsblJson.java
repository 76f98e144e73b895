package io.mailseal.cli;

import io.mailseal.core.IpAddress;
import io.mailseal.dnsbl.BlocklistCheck;
import io.mailseal.dnsbl.BlocklistHealth;
import io.mailseal.dnsbl.BlocklistProfile;
import io.mailseal.dnsbl.ListHealth;
import io.mailseal.dnsbl.ReturnCode;
import io.mailseal.dnsbl.TestPointCheck;
import io.mailseal.dnsbl.uri.FoundUri;
import io.mailseal.dnsbl.uri.UriExtraction;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** What lists say, and what they are, for programs. The members are documented in docs/json.md. */
final class DnsblJson {

    private final JsonLine line;
    private final JsonGenerator json;

    private DnsblJson(JsonLine line) {
        this.line = line;
        this.json = line.generator();
    }

    // ---- what lists say ----

    static void print(BlocklistInquiry inquiry, PrintWriter out) {
        JsonLine.print(out, line -> new DnsblJson(line).inquiry(inquiry));
    }

    private void inquiry(BlocklistInquiry inquiry) {
        json.writeStringProperty("asked", inquiry.asked());
        json.writeNumberProperty("score", inquiry.result().score().total());
        json.writeStringProperty("explanation", inquiry.result().explanation());
        json.writeArrayPropertyStart("checks");
        inquiry.result().checks().forEach(this::check);
        json.writeEndArray();
        json.writeNumberProperty("leftOut", inquiry.result().leftOut());
        json.writeName("uris");
        inquiry.question().extraction().ifPresentOrElse(this::uris, json::writeNull);
        line.strings(
                "uriProblems",
                inquiry.result().extractionProblems().stream()
                        .map(JsonLine::word)
                        .toList());
        DnsJson.writeUsage(inquiry.usage(), inquiry.resolver(), line);
        json.writeName("trace");
        if (inquiry.trace()) {
            json.writeStartArray();
            inquiry.resolver().entries().forEach(entry -> DnsJson.writeEntry(entry, line));
            json.writeEndArray();
        } else {
            json.writeNull();
        }
    }

    private void check(BlocklistCheck check) {
        json.writeStartObject();
        json.writeStringProperty("list", check.list());
        json.writeStringProperty("zone", check.zone());
        line.word("purpose", Optional.of(check.purpose()));
        json.writeStringProperty("subject", check.subject().toString());
        line.strings(
                "sources", check.sources().stream().map(JsonLine::word).sorted().toList());
        line.optional("registeredDomain", check.registeredDomain().map(reduced -> reduced.name()));
        line.word("registeredDomainBasis", check.registeredDomain().map(reduced -> reduced.basis()));
        line.word("status", Optional.of(check.status()));
        line.word("notAsked", check.notAsked());
        line.word("error", check.error());
        line.word("failure", check.failure());
        json.writeBooleanProperty("suspended", check.isSuspended());
        codes("codes", check.codes());
        codes("remarks", check.remarks());
        line.strings(
                "answers", check.answers().stream().map(IpAddress::toString).toList());
        line.strings(
                "unknownCodes",
                check.unknownCodes().stream().map(IpAddress::toString).toList());
        line.strings("reasons", check.reasons());
        json.writeNumberProperty("weight", check.weight());
        json.writeStringProperty("security", check.security().word());
        json.writeStringProperty("explanation", check.explanation());
        json.writeEndObject();
    }

    private void codes(String name, List<ReturnCode> codes) {
        json.writeArrayPropertyStart(name);
        codes.forEach(this::code);
        json.writeEndArray();
    }

    private void code(ReturnCode code) {
        json.writeStartObject();
        json.writeStringProperty("pattern", code.pattern().toString());
        json.writeStringProperty("name", code.name());
        json.writeStringProperty("meaning", code.meaning());
        line.word("effect", Optional.of(code.effect()));
        line.word("error", code.error());
        json.writeNumberProperty("weight", code.weight());
        json.writeBooleanProperty("clientOnly", code.isClientOnly());
        json.writeEndObject();
    }

    private void uris(UriExtraction found) {
        json.writeStartArray();
        for (FoundUri uri : found.uris()) {
            json.writeStartObject();
            json.writeStringProperty("uri", uri.uri());
            json.writeStringProperty("host", uri.host().toString());
            line.word("place", Optional.of(uri.place()));
            json.writeNumberProperty("part", uri.part());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    // ---- what lists are ----

    static void printLists(List<BlocklistProfile> profiles, PrintWriter out) {
        JsonLine.print(out, line -> new DnsblJson(line).lists(profiles));
    }

    private void lists(List<BlocklistProfile> profiles) {
        json.writeArrayPropertyStart("lists");
        for (BlocklistProfile profile : profiles) {
            json.writeStartObject();
            json.writeStringProperty("name", profile.name());
            json.writeStringProperty("title", profile.title());
            json.writeStringProperty("zone", profile.zone());
            line.word("purpose", Optional.of(profile.purpose()));
            line.strings("kinds", profile.kinds().stream().map(JsonLine::word).toList());
            json.writeBooleanProperty("needsKey", profile.needsKey());
            line.optional("terms", profile.terms());
            codes("codes", profile.codes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    // ---- whether lists are in order ----

    static void printHealth(BlocklistHealth health, PrintWriter out) {
        JsonLine.print(out, line -> new DnsblJson(line).health(health));
    }

    private void health(BlocklistHealth health) {
        json.writeBooleanProperty("healthy", health.isHealthy());
        json.writeArrayPropertyStart("lists");
        for (ListHealth list : health.lists()) {
            json.writeStartObject();
            json.writeStringProperty("list", list.list());
            json.writeStringProperty("zone", list.zone());
            line.word("status", Optional.of(list.status()));
            line.word("error", list.error());
            line.word("failure", list.failure());
            json.writeArrayPropertyStart("points");
            list.points().forEach(this::point);
            json.writeEndArray();
            json.writeStringProperty("explanation", list.explanation());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void point(TestPointCheck check) {
        json.writeStartObject();
        line.word("kind", Optional.of(check.point().kind()));
        json.writeStringProperty("subject", check.point().subject());
        json.writeBooleanProperty("listed", check.point().listed());
        json.writeBooleanProperty("right", check.isRight());
        json.writeEndObject();
    }
}
