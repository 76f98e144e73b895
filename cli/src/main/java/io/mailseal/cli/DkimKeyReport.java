package io.mailseal.cli;

import io.mailseal.dkim.DkimKeyCheck;
import io.mailseal.dkim.DkimKeyFinding;
import io.mailseal.dkim.DkimKeyRecord;
import io.mailseal.dkim.DkimPrivateKey;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key and its record, for people; a line for a zone file stands alone, to be copied. */
final class DkimKeyReport {

    private static final int STATUS_WIDTH = 13;

    private final PrintWriter out;
    private final LabelledText text;

    private DkimKeyReport(PrintWriter out, Colours colours) {
        this.out = out;
        this.text = new LabelledText(out, colours);
    }

    /** A key of ours with its record, and the line that publishes it if the name is known. */
    static void printOwn(OwnKey own, PrintWriter out, Colours colours) {
        DkimKeyReport report = new DkimKeyReport(out, colours);
        report.text.item("Key", own.file() + ": " + facts(own.key()));
        report.record(own.record(), own.name());
    }

    /** A record that somebody has written. */
    static void printRecord(DkimKeyRecord record, PrintWriter out, Colours colours) {
        new DkimKeyReport(out, colours).record(record, null);
    }

    /** What is published. */
    static void printPublished(KeyInquiry inquiry, PrintWriter out, Colours colours) {
        new DkimKeyReport(out, colours).published(inquiry);
    }

    private static String facts(DkimPrivateKey key) {
        return key.algorithm().word() + ", " + key.bits() + " bits";
    }

    private void record(DkimKeyRecord record, @Nullable KeyName name) {
        if (name != null) {
            text.item("Name", name.ofRecord().toString());
        }
        what(record);
        findings(record.findings());
        if (name != null) {
            text.blankLine();
            out.println(name.zoneLine(record));
        }
    }

    private void what(DkimKeyRecord record) {
        text.whole("Record", 0, record.format());
        if (record.problem().isEmpty()) {
            text.item("Says", String.join(", ", claims(record)));
        }
        if (!record.notes().isEmpty()) {
            text.item("Notes", record.notes());
        }
    }

    private static List<String> claims(DkimKeyRecord record) {
        List<String> claims = new ArrayList<>();
        claims.add(record.isRevoked() ? "the key is revoked" : "a key of type " + record.keyType());
        if (!record.allowsService("email")) {
            claims.add("not for mail");
        }
        if (!record.allowsHash("sha256")) {
            claims.add("not with SHA-256");
        }
        if (record.isTesting()) {
            claims.add("for testing");
        }
        claims.add(
                record.requiresExactDomain()
                        ? "for identities in the domain itself"
                        : "for identities in the domain and below");
        return claims;
    }

    private void findings(List<DkimKeyFinding> findings) {
        if (findings.isEmpty()) {
            text.item("Found", "nothing to complain of");
        }
        for (DkimKeyFinding.Severity severity : DkimKeyFinding.Severity.values()) {
            for (DkimKeyFinding finding : findings) {
                if (finding.severity() == severity) {
                    text.marked(label(severity), JsonLine.word(finding.code()) + ": " + finding.explanation());
                }
            }
        }
    }

    private static String label(DkimKeyFinding.Severity severity) {
        return switch (severity) {
            case ERROR -> "Error";
            case WARNING -> "Warning";
            case NOTE -> "Note";
        };
    }

    private void published(KeyInquiry inquiry) {
        DkimKeyCheck check = inquiry.check();
        text.status("DKIM", JsonLine.word(check.status()), STATUS_WIDTH, check.explanation());
        text.indented("", STATUS_WIDTH, String.join(", ", facts(inquiry)));
        check.record().ifPresent(this::what);
        if (check.record().isPresent() || !check.findings().isEmpty()) {
            findings(check.findings());
        }
        text.blankLine();
        DnsSummary.print(inquiry.usage(), inquiry.resolver(), text);
        if (inquiry.trace()) {
            TraceList.print(inquiry.resolver(), text);
        }
    }

    private static List<String> facts(KeyInquiry inquiry) {
        List<String> facts = new ArrayList<>();
        DkimKeyCheck check = inquiry.check();
        if (check.status() == DkimKeyCheck.Status.MATCHES) {
            facts.add(check.isReady() ? "ready to sign with" : "not to be signed with");
        }
        if (!check.ttl().isZero()) {
            facts.add("remembered for " + check.ttl().toSeconds() + " s");
        }
        facts.add(SecuritySentence.ofAll(check.security(), inquiry.resolver().dnssec()));
        return facts;
    }
}
