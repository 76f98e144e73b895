package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.mtasts.MtaStsFinding;
import io.mailseal.mtasts.MtaStsMode;
import io.mailseal.mtasts.MtaStsPolicy;
import io.mailseal.mtasts.MtaStsRecord;
import io.mailseal.mtasts.PolicyResponse;
import io.mailseal.mtasts.TlsFailure;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The MTA-STS of a domain, for people: what it publishes, what a sender makes of it, and what is wrong. */
final class MtaStsReport {

    private static final int ACTION_WIDTH = 18;

    private final MtaStsInquiry inquiry;
    private final LabelledText text;

    private MtaStsReport(MtaStsInquiry inquiry, LabelledText text) {
        this.inquiry = inquiry;
        this.text = text;
    }

    static void print(MtaStsInquiry inquiry, PrintWriter out, Colours colours) {
        print(inquiry, null, out, colours);
    }

    /** @param host null if nobody asked about one */
    static void print(MtaStsInquiry inquiry, @Nullable HostDecision host, PrintWriter out, Colours colours) {
        new MtaStsReport(inquiry, new LabelledText(out, colours)).print(host);
    }

    private void print(@Nullable HostDecision host) {
        text.item("Domain", inquiry.domain().map(DomainName::toString).orElse("not given: nothing is asked"));
        inquiry.published().ifPresentOrElse(this::published, this::ofText);
        text.blankLine();
        inquiry.exchangers().ifPresent(this::exchangers);
        inquiry.published().ifPresent(this::sender);
        if (host != null) {
            host(host);
        }
        if (inquiry.exchangers().isPresent()) {
            text.blankLine();
        }
        if (inquiry.problem().isEmpty() || !inquiry.findings().isEmpty()) {
            findings(inquiry.findings(), text);
            text.blankLine();
        }
        inquiry.asking().ifPresentOrElse(this::asking, () -> text.item("DNS", "nothing was asked"));
    }

    private void asking(MtaStsInquiry.Asking asking) {
        DnsSummary.print(asking.usage(), asking.resolver(), text);
        if (asking.trace()) {
            TraceList.print(asking.resolver(), text);
        }
    }

    // ---- record and policy ----

    private void published(MtaStsInquiry.Published published) {
        String label = "Record";
        for (var each : published.texts()) {
            text.whole(label, 0, RecordData.escaped(each));
            label = "";
        }
        if (published.texts().isEmpty()) {
            text.item("Record", "none");
        }
        text.item("HTTPS", https(published.response()));
        inquiry.policy().ifPresentOrElse(policy -> policy(policy, text), () -> text.item("Policy", "none"));
        inquiry.problem()
                .ifPresent(
                        problem -> text.item("Problem", JsonLine.word(problem.kind()) + ": " + problem.explanation()));
    }

    private static String https(@Nullable PolicyResponse response) {
        if (response == null) {
            return "no policy host was asked";
        }
        if (response instanceof PolicyResponse.Answered answer) {
            return "status " + answer.status() + ", "
                    + (answer.contentType().isEmpty() ? "no media type" : answer.contentType()) + ", "
                    + LabelledText.count(answer.body().length(), "octet");
        }
        return "no answer";
    }

    private void ofText() {
        if (inquiry.isOfRecord()) {
            text.whole("Record", 0, inquiry.record().map(MtaStsRecord::format).orElse(inquiry.asked()));
        } else {
            inquiry.policy().ifPresentOrElse(policy -> policy(policy, text), () -> text.item("Policy", "malformed"));
        }
    }

    /** The lines of a policy. */
    static void policy(MtaStsPolicy policy, LabelledText text) {
        String label = "Policy";
        for (String line : policy.lines()) {
            text.whole(label, 0, line);
            label = "";
        }
    }

    // ---- what a sender makes of it ----

    private void exchangers(MailExchangers exchangers) {
        switch (exchangers.state()) {
            case LISTED -> hosts(exchangers.hosts());
            case IMPLICIT -> {
                text.item("MX", "there are no such records, so that mail goes to the domain itself");
                hosts(exchangers.hosts());
            }
            case NULL_MX -> text.item("MX", "the domain takes no mail");
            case NO_SUCH_DOMAIN -> text.item("MX", "there is no such domain");
            case UNKNOWN -> text.item("MX", "not known: the lookup failed");
        }
    }

    private void hosts(List<DomainName> hosts) {
        for (DomainName host : hosts) {
            text.whole(
                    "MX",
                    0,
                    host + inquiry.policy().map(policy -> allowed(policy, host)).orElse(""));
        }
    }

    private static String allowed(MtaStsPolicy policy, DomainName host) {
        return policy.mode() == MtaStsMode.NONE ? "" : policy.allows(host) ? ": allowed" : ": not allowed";
    }

    private void sender(MtaStsInquiry.Published published) {
        text.item("Sender", published.discovery().explanation());
        failures(published.discovery().failures());
    }

    private void host(HostDecision host) {
        text.status(
                "Host",
                JsonLine.word(host.decision().action()),
                ACTION_WIDTH,
                host.decision().explanation());
        failures(host.decision().failures());
        if (host.isConditional()) {
            text.item(
                    "Then",
                    "TLS 1.2 or later, with a certificate for " + host.host() + " that is trusted; otherwise "
                            + (host.mode() == MtaStsMode.ENFORCE
                                    ? "no mail goes there."
                                    : "mail goes there all the same, and the domain is told."));
        }
    }

    private void failures(List<TlsFailure> failures) {
        for (TlsFailure failure : failures) {
            text.item(
                    "Reports",
                    failure.type().word() + (failure.reasonCode().isEmpty() ? "" : ": " + failure.reasonCode()));
        }
    }

    // ---- what was found ----

    static void findings(List<MtaStsFinding> findings, LabelledText text) {
        if (findings.isEmpty()) {
            text.item("Found", "nothing to complain of");
        }
        for (MtaStsFinding.Severity severity : MtaStsFinding.Severity.values()) {
            findings.stream()
                    .filter(finding -> finding.severity() == severity)
                    .forEach(finding ->
                            text.marked(label(severity), JsonLine.word(finding.code()) + ": " + finding.explanation()));
        }
    }

    private static String label(MtaStsFinding.Severity severity) {
        return switch (severity) {
            case ERROR -> "Error";
            case WARNING -> "Warning";
            case NOTE -> "Note";
        };
    }
}
