package io.mailseal.cli;

import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimKeyCheck;
import io.mailseal.dkim.DkimKeyFinding;
import io.mailseal.dkim.DkimKeyRecord;
import io.mailseal.dkim.DkimPrivateKey;
import io.mailseal.dkim.DkimProblem;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** A key and its record, for programs. Its members are documented in docs/json.md. */
final class DkimKeyJson {

    private final JsonLine line;
    private final JsonGenerator json;

    private DkimKeyJson(JsonLine line) {
        this.line = line;
        this.json = line.generator();
    }

    /** A key of ours with its record, and the line that publishes it if the name is known. */
    static void printOwn(OwnKey own, PrintWriter out) {
        JsonLine.print(out, line -> {
            line.generator().writeStringProperty("asked", own.file());
            new DkimKeyJson(line).alone(own.record(), Optional.of(own.key()), Optional.ofNullable(own.name()));
        });
    }

    /** A record that somebody has written. */
    static void printRecord(String asked, DkimKeyRecord record, PrintWriter out) {
        JsonLine.print(out, line -> {
            line.generator().writeStringProperty("asked", asked);
            new DkimKeyJson(line).alone(record, Optional.empty(), Optional.empty());
        });
    }

    /** What is published. */
    static void printPublished(KeyInquiry inquiry, PrintWriter out) {
        JsonLine.print(out, line -> new DkimKeyJson(line).published(inquiry));
    }

    private void alone(DkimKeyRecord record, Optional<DkimPrivateKey> key, Optional<KeyName> name) {
        line.word("status", Optional.of(LintStatus.ofKey(record.findings())));
        key(key);
        line.optional("name", name.map(KeyName::ofRecord));
        record(Optional.of(record));
        line.optional("zoneLine", name.map(known -> known.zoneLine(record)));
        findings(record.findings());
        json.writeNullProperty("published");
        json.writeNullProperty("dns");
    }

    private void key(Optional<DkimPrivateKey> key) {
        json.writeName("key");
        key.ifPresentOrElse(
                known -> {
                    json.writeStartObject();
                    json.writeStringProperty("algorithm", known.algorithm().word());
                    json.writeNumberProperty("bits", known.bits());
                    json.writeEndObject();
                },
                json::writeNull);
    }

    private void published(KeyInquiry inquiry) {
        DkimKeyCheck check = inquiry.check();
        json.writeStringProperty("asked", inquiry.asked());
        line.word("status", Optional.of(LintStatus.of(check)));
        key(Optional.empty());
        line.optional("name", Optional.of(check.name()));
        record(check.record());
        line.optional("zoneLine", check.record().map(inquiry.name()::zoneLine));
        findings(check.findings());
        json.writeName("published");
        state(check);
        DnsJson.writeUsage(inquiry.usage(), inquiry.resolver(), line);
        if (inquiry.trace()) {
            json.writeArrayPropertyStart("trace");
            inquiry.resolver().entries().forEach(entry -> DnsJson.writeEntry(entry, line));
            json.writeEndArray();
        }
    }

    private void state(DkimKeyCheck check) {
        json.writeStartObject();
        line.word("state", Optional.of(check.status()));
        json.writeBooleanProperty("ready", check.isReady());
        line.word("problem", check.problem().map(DkimProblem::kind));
        json.writeStringProperty("explanation", check.explanation());
        json.writeNumberProperty("ttl", check.ttl().toSeconds());
        json.writeStringProperty("security", check.security().word());
        json.writeEndObject();
    }

    private void record(Optional<DkimKeyRecord> record) {
        json.writeName("record");
        record.ifPresentOrElse(this::record, json::writeNull);
    }

    private void record(DkimKeyRecord record) {
        json.writeStartObject();
        json.writeStringProperty("text", record.format());
        line.strings("strings", record.strings().stream().map(Octets::toLatin1).toList());
        json.writeStringProperty("keyType", record.keyType());
        json.writeBooleanProperty("revoked", record.isRevoked());
        json.writeBooleanProperty("testing", record.isTesting());
        json.writeBooleanProperty("exactDomain", record.requiresExactDomain());
        json.writeBooleanProperty("forMail", record.allowsService("email"));
        json.writeStringProperty("notes", record.notes());
        line.word("problem", record.problem().map(DkimProblem::kind));
        json.writeEndObject();
    }

    private void findings(List<DkimKeyFinding> findings) {
        json.writeArrayPropertyStart("findings");
        for (DkimKeyFinding finding : findings) {
            json.writeStartObject();
            line.word("code", Optional.of(finding.code()));
            line.word("severity", Optional.of(finding.severity()));
            line.optional("tag", finding.tag());
            json.writeStringProperty("explanation", finding.explanation());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
