package io.mailseal.cli;

import io.mailseal.core.message.MessageAnomaly;
import io.mailseal.dkim.DkimSignature;
import io.mailseal.dkim.DkimSignatureFinding;
import io.mailseal.dkim.DkimSignatureResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What became of the signatures of a message, for people: why, what each covers, and what is weak about it. */
final class DkimReport {

    private final DkimInquiry inquiry;
    private final LabelledText text;

    private DkimReport(DkimInquiry inquiry, LabelledText text) {
        this.inquiry = inquiry;
        this.text = text;
    }

    static void print(DkimInquiry inquiry, PrintWriter out, Colours colours) {
        new DkimReport(inquiry, new LabelledText(out, colours)).print();
    }

    private void print() {
        text.item("Message", inquiry.message());
        for (MessageAnomaly anomaly : inquiry.anomalies()) {
            text.item("Noted", anomaly.sentence());
        }
        text.blankLine();
        SignatureList.print(inquiry.result(), inquiry.resolver().dnssec(), text, this::details);
        text.blankLine();
        DnsSummary.print(inquiry.usage(), inquiry.resolver(), text);
        if (inquiry.trace()) {
            TraceList.print(inquiry.resolver(), text);
        }
    }

    private void details(DkimSignatureResult result) {
        result.signature().ifPresent(signature -> {
            text.item("Says", String.join(", ", claims(signature)));
            text.item("Signs", String.join(", ", fields(signature)) + body(result));
        });
        for (DkimSignatureFinding finding : result.findings()) {
            text.marked(label(finding), JsonLine.word(finding.code()) + ": " + finding.explanation());
        }
    }

    private static List<String> claims(DkimSignature signature) {
        List<String> claims = new ArrayList<>();
        claims.add("on behalf of " + signature.identity());
        signature.timestamp().ifPresent(made -> claims.add("made " + made));
        signature.expiry().ifPresent(end -> claims.add("good until " + end));
        claims.add("c=" + signature.headerCanonicalization().word() + "/"
                + signature.bodyCanonicalization().word());
        return claims;
    }

    // What is named once more than it is there is often named twice.
    private static List<String> fields(DkimSignature signature) {
        List<String> fields = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (String name : signature.signedFields()) {
            String lowered = name.toLowerCase(Locale.ROOT);
            if (!seen.contains(lowered)) {
                fields.add(name + times(signature, lowered));
                seen.add(lowered);
            }
        }
        return fields;
    }

    private static String times(DkimSignature signature, String lowered) {
        long times = signature.signedFields().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).equals(lowered))
                .count();
        return times == 1 ? "" : " (" + times + ")";
    }

    private static String body(DkimSignatureResult result) {
        if (result.signedBodyOctets().isEmpty() || result.bodyOctets().isEmpty()) {
            return "";
        }
        return "; of the body " + result.signedBodyOctets().getAsLong() + " of "
                + result.bodyOctets().getAsLong() + " octets";
    }

    private static String label(DkimSignatureFinding finding) {
        return switch (finding.severity()) {
            case ERROR -> "Error";
            case WARNING -> "Warning";
            case NOTE -> "Note";
        };
    }
}
