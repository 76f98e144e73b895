package io.mailseal.cli;

import io.mailseal.core.message.MessageAnomaly;
import io.mailseal.dkim.DkimProblem;
import io.mailseal.dkim.DkimResult;
import io.mailseal.dkim.DkimSignature;
import io.mailseal.dkim.DkimSignatureFinding;
import io.mailseal.dkim.DkimSignatureResult;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/** What became of the signatures of a message, for programs. Its members are documented in docs/json.md. */
final class DkimJson {

    private final JsonLine line;
    private final JsonGenerator json;

    private DkimJson(JsonLine line) {
        this.line = line;
        this.json = line.generator();
    }

    static void print(DkimInquiry inquiry, PrintWriter out) {
        JsonLine.print(out, line -> new DkimJson(line).inquiry(inquiry));
    }

    /** The members of a result. */
    static void writeResult(DkimResult result, JsonLine line) {
        new DkimJson(line).result(result);
    }

    private void inquiry(DkimInquiry inquiry) {
        json.writeStringProperty("message", inquiry.message());
        result(inquiry.result());
        json.writeArrayPropertyStart("anomalies");
        for (MessageAnomaly anomaly : inquiry.anomalies()) {
            json.writeString(JsonLine.word(anomaly));
        }
        json.writeEndArray();
        DnsJson.writeUsage(inquiry.usage(), inquiry.resolver(), line);
        if (inquiry.trace()) {
            json.writeArrayPropertyStart("trace");
            inquiry.resolver().entries().forEach(entry -> DnsJson.writeEntry(entry, line));
            json.writeEndArray();
        }
    }

    private void result(DkimResult result) {
        json.writeStringProperty("status", result.status().word());
        json.writeArrayPropertyStart("signatures");
        result.signatures().forEach(this::signature);
        json.writeEndArray();
    }

    private void signature(DkimSignatureResult result) {
        json.writeStartObject();
        json.writeStringProperty("status", result.status().word());
        line.optional("domain", result.domain());
        line.optional("selector", result.selector());
        line.optional("algorithm", result.algorithm());
        line.optional("identity", result.identity());
        line.word("problem", result.problem().map(DkimProblem::kind));
        json.writeName("problemDetails");
        result.problem().ifPresentOrElse(this::problemDetails, json::writeNull);
        json.writeStringProperty("explanation", result.explanation());
        json.writeName("keyBits");
        result.keyBits().ifPresentOrElse(json::writeNumber, json::writeNull);
        json.writeBooleanProperty("testing", result.isTesting());
        line.optional("security", result.security().map(state -> state.word()));
        json.writeName("claims");
        result.signature().ifPresentOrElse(this::claims, json::writeNull);
        number("signedBodyOctets", result.signedBodyOctets());
        number("bodyOctets", result.bodyOctets());
        findings(result.findings());
        json.writeEndObject();
    }

    private void problemDetails(DkimProblem problem) {
        json.writeStartObject();
        line.optional("tag", problem.tag());
        json.writeStringProperty("detail", problem.detail());
        line.word("cause", problem.dnsFailure());
        json.writeEndObject();
    }

    private void claims(DkimSignature signature) {
        json.writeStartObject();
        json.writeStringProperty("identity", signature.identity());
        json.writeStringProperty(
                "headerCanonicalization", signature.headerCanonicalization().word());
        json.writeStringProperty(
                "bodyCanonicalization", signature.bodyCanonicalization().word());
        line.strings("signedFields", signature.signedFields());
        line.optional("timestamp", signature.timestamp());
        line.optional("expiry", signature.expiry());
        number("bodyLength", signature.bodyLength());
        json.writeEndObject();
    }

    private void number(String name, OptionalLong value) {
        json.writeName(name);
        value.ifPresentOrElse(json::writeNumber, json::writeNull);
    }

    private void findings(List<DkimSignatureFinding> findings) {
        json.writeArrayPropertyStart("findings");
        for (DkimSignatureFinding finding : findings) {
            json.writeStartObject();
            line.word("code", Optional.of(finding.code()));
            line.word("severity", Optional.of(finding.severity()));
            json.writeStringProperty("subject", finding.subject());
            json.writeStringProperty("explanation", finding.explanation());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
