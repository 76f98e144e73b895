package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.mtasts.MtaStsField;
import io.mailseal.mtasts.MtaStsFinding;
import io.mailseal.mtasts.MtaStsPolicy;
import io.mailseal.mtasts.MtaStsProblem;
import io.mailseal.mtasts.MtaStsRecord;
import io.mailseal.mtasts.MxPattern;
import io.mailseal.mtasts.PolicyDiscovery;
import io.mailseal.mtasts.PolicyResponse;
import io.mailseal.mtasts.TlsFailure;
import io.mailseal.mtasts.TlsFailureType;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The MTA-STS of a domain, for programs. The members are documented in docs/json.md. */
final class MtaStsJson {

    private final JsonLine line;
    private final JsonGenerator json;

    MtaStsJson(JsonLine line) {
        this.line = line;
        this.json = line.generator();
    }

    /**
     * What a sender finds out.
     *
     * @param host null if nobody asked about one
     */
    static void print(MtaStsInquiry inquiry, @Nullable HostDecision host, PrintWriter out) {
        PolicyDiscovery.Status status =
                inquiry.published().map(found -> found.discovery().status()).orElse(PolicyDiscovery.Status.NO_POLICY);
        JsonLine.print(out, line -> new MtaStsJson(line).inquiry(inquiry, status, host));
    }

    /** What its owner wants to know. */
    static void printLint(MtaStsInquiry inquiry, PrintWriter out) {
        JsonLine.print(out, line -> new MtaStsJson(line).inquiry(inquiry, inquiry.lintStatus(), null));
    }

    private void inquiry(MtaStsInquiry inquiry, Enum<?> status, @Nullable HostDecision host) {
        json.writeStringProperty("asked", inquiry.asked());
        json.writeStringProperty("status", JsonLine.word(status));
        findings(inquiry.findings());
        line.optional("domain", inquiry.domain());
        texts(inquiry);
        json.writeName("record");
        inquiry.record().ifPresentOrElse(this::record, json::writeNull);
        json.writeName("response");
        inquiry.published().map(MtaStsInquiry.Published::response).ifPresentOrElse(this::response, json::writeNull);
        json.writeName("policy");
        inquiry.policy().ifPresentOrElse(this::policy, json::writeNull);
        json.writeName("problem");
        inquiry.problem().ifPresentOrElse(this::problem, json::writeNull);
        json.writeName("exchangers");
        inquiry.exchangers().ifPresentOrElse(found -> exchangers(found, inquiry.policy()), json::writeNull);
        json.writeName("sender");
        inquiry.published().map(MtaStsInquiry.Published::discovery).ifPresentOrElse(this::sender, json::writeNull);
        json.writeName("decision");
        Optional.ofNullable(host).ifPresentOrElse(this::decision, json::writeNull);
        asking(inquiry.asking());
    }

    /** The member {@code findings}. */
    void findings(List<MtaStsFinding> findings) {
        json.writeArrayPropertyStart("findings");
        for (MtaStsFinding finding : findings) {
            json.writeStartObject();
            line.word("code", Optional.of(finding.code()));
            line.word("severity", Optional.of(finding.severity()));
            json.writeName("line");
            if (finding.line() == 0) {
                json.writeNull();
            } else {
                json.writeNumber(finding.line());
            }
            json.writeStringProperty("excerpt", finding.excerpt());
            json.writeStringProperty("explanation", finding.explanation());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void texts(MtaStsInquiry inquiry) {
        inquiry.published()
                .ifPresentOrElse(
                        found -> line.strings(
                                "texts",
                                found.texts().stream().map(Octets::toLatin1).toList()),
                        () -> json.writeNullProperty("texts"));
    }

    // ---- record and policy ----

    /** A record as an object. */
    void record(MtaStsRecord record) {
        json.writeStartObject();
        json.writeStringProperty("id", record.id());
        fields(record.fields());
        json.writeStringProperty("text", record.format());
        json.writeEndObject();
    }

    /** A policy as an object. */
    void policy(MtaStsPolicy policy) {
        json.writeStartObject();
        json.writeStringProperty("mode", policy.mode().word());
        json.writeNumberProperty("maxAge", policy.maxAge().toSeconds());
        line.strings("mx", policy.mx().stream().map(MxPattern::toString).toList());
        fields(policy.fields());
        json.writeStringProperty("text", policy.format());
        json.writeEndObject();
    }

    private void fields(List<MtaStsField> fields) {
        json.writeArrayPropertyStart("fields");
        for (MtaStsField field : fields) {
            json.writeStartObject();
            json.writeStringProperty("name", field.name());
            json.writeStringProperty("value", field.value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void response(PolicyResponse response) {
        if (!(response instanceof PolicyResponse.Answered answer)) {
            json.writeNull(); // why there is none is the problem
            return;
        }
        json.writeStartObject();
        json.writeNumberProperty("httpStatus", answer.status());
        json.writeStringProperty("contentType", answer.contentType());
        json.writeStringProperty("contentEncoding", answer.contentEncoding());
        json.writeNumberProperty("octets", answer.body().length());
        json.writeEndObject();
    }

    private void problem(MtaStsProblem problem) {
        json.writeStartObject();
        line.word("kind", Optional.of(problem.kind()));
        line.word("step", Optional.of(problem.kind().step()));
        line.optional("failureType", problem.kind().failureType().map(TlsFailureType::word));
        json.writeStringProperty("explanation", problem.explanation());
        json.writeEndObject();
    }

    // ---- what a sender makes of it ----

    private void exchangers(MailExchangers exchangers, Optional<MtaStsPolicy> policy) {
        json.writeStartObject();
        line.word("state", Optional.of(exchangers.state()));
        json.writeArrayPropertyStart("hosts");
        for (DomainName host : exchangers.hosts()) {
            json.writeStartObject();
            json.writeStringProperty("host", host.toString());
            json.writeName("allowed");
            policy.ifPresentOrElse(found -> json.writeBoolean(found.allows(host)), json::writeNull);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void sender(PolicyDiscovery discovery) {
        json.writeStartObject();
        json.writeStringProperty("mode", discovery.mode().word());
        failures(discovery.failures());
        json.writeStringProperty("explanation", discovery.explanation());
        json.writeEndObject();
    }

    private void decision(HostDecision host) {
        json.writeStartObject();
        json.writeStringProperty("host", host.host().toString());
        line.word("action", Optional.of(host.decision().action()));
        failures(host.decision().failures());
        json.writeStringProperty("explanation", host.decision().explanation());
        json.writeEndObject();
    }

    private void failures(List<TlsFailure> failures) {
        json.writeArrayPropertyStart("failures");
        for (TlsFailure failure : failures) {
            json.writeStartObject();
            json.writeStringProperty("resultType", failure.type().word());
            json.writeStringProperty("reasonCode", failure.reasonCode());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void asking(Optional<MtaStsInquiry.Asking> asking) {
        if (asking.isEmpty()) {
            json.writeNullProperty("dns");
            return;
        }
        DnsJson.writeUsage(asking.get().usage(), asking.get().resolver(), line);
        if (asking.get().trace()) {
            json.writeArrayPropertyStart("trace");
            asking.get().resolver().entries().forEach(entry -> DnsJson.writeEntry(entry, line));
            json.writeEndArray();
        }
    }
}
