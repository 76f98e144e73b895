package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.spf.SpfExplanation;
import io.mailseal.spf.SpfIdentity;
import io.mailseal.spf.SpfProblem;
import io.mailseal.spf.SpfRequest;
import io.mailseal.spf.SpfResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What SPF says of a client, for people: for each identity what came out, and why; then the fields. */
final class SpfReport {

    private static final int STATUS_WIDTH = 11;

    private final SpfInquiry inquiry;
    private final PrintWriter out;
    private final LabelledText text;

    private SpfReport(SpfInquiry inquiry, PrintWriter out, Colours colours) {
        this.inquiry = inquiry;
        this.out = out;
        this.text = new LabelledText(out, colours);
    }

    static void print(SpfInquiry inquiry, PrintWriter out, Colours colours) {
        new SpfReport(inquiry, out, colours).print();
    }

    private void print() {
        text.item("Client", client());
        for (SpfResult result : inquiry.results()) {
            text.blankLine();
            result(result);
        }
        text.blankLine();
        DnsSummary.print(inquiry.usage(), inquiry.resolver(), text);
        unused();
        text.blankLine();
        inquiry.results().forEach(result -> out.println(inquiry.field(result)));
    }

    private String client() {
        StringBuilder client =
                new StringBuilder(inquiry.decisive().request().client().toString());
        for (SpfResult result : inquiry.results()) {
            SpfRequest request = result.request();
            client.append(
                    switch (request.identity()) {
                        case HELO -> ", HELO " + request.helo();
                        case MAIL_FROM -> ", MAIL FROM <" + request.mailFrom() + ">";
                    });
        }
        return client.toString();
    }

    private void result(SpfResult result) {
        String label = result.identity() == SpfIdentity.HELO ? "HELO" : "MAIL";
        text.status(label, result.status().word(), STATUS_WIDTH, result.explanation());
        text.indented("", STATUS_WIDTH, String.join(", ", facts(result)));
        result.matchedTerm().ifPresent(term -> text.item("Term", term + matchedIn(result)));
        result.problem().ifPresent(this::problem);
        if (result.dependsOnSender()) {
            text.item("Noted", "This holds for this sender only: a term has the sender or the HELO name in it.");
        }
        result.publishedExplanation().ifPresent(words -> text.item("Quoted", quoted(words)));
        result.trace().ifPresent(trace -> SpfTraceTree.print(trace, result.limits(), inquiry.resolver(), text));
    }

    private List<String> facts(SpfResult result) {
        List<String> facts = new ArrayList<>();
        result.domain().ifPresent(domain -> facts.add(name(result.request()) + " " + domain));
        facts.add(result.dnsTerms() + " of " + result.limits().dnsTerms() + " lookups");
        facts.add(result.voidLookups() + " of " + result.limits().voidLookups() + " void lookups");
        result.domain()
                .ifPresent(asked -> facts.add(SecuritySentence.ofAll(
                        result.security(), inquiry.resolver().dnssec())));
        return facts;
    }

    // Whatever is in it, it ends where the quotation mark says.
    private static String quoted(SpfExplanation words) {
        return words.domain() + " explains, in words of its own that nobody has checked: \""
                + RecordData.escaped(Octets.ofLatin1(words.text())) + "\"";
    }

    private static String matchedIn(SpfResult result) {
        return result.matchedIn().map(domain -> ", in the record of " + domain).orElse("");
    }

    private static String name(SpfRequest request) {
        if (request.identity() == SpfIdentity.HELO) {
            return "HELO name";
        }
        return request.mailFrom().isEmpty() ? "no sender, so postmaster at the HELO name" : "MAIL FROM domain";
    }

    private void problem(SpfProblem problem) {
        String cause = problem.cause()
                .map(why -> " (" + JsonLine.word(why.kind()) + ")")
                .orElse("");
        text.item("Problem", JsonLine.word(problem.kind()) + cause + place(problem));
        problem.syntaxError()
                .ifPresent(error -> MarkedRecord.print(problem.record().orElse(""), error, text));
        problem.failedLookup().ifPresent(this::failure);
    }

    private static String place(SpfProblem problem) {
        String domain = problem.recordDomain().map(DomainName::toString).orElse("");
        if (problem.term().isPresent()) {
            return ": " + problem.term().get() + ", in the record of " + domain;
        }
        return domain.isEmpty() ? "" : ": " + domain;
    }

    private void failure(DnsAnswer.Failed failed) {
        text.item("", failed.question() + ": " + failed.cause() + ": " + AnswerText.failure(failed));
        TracingResolver.Entry entry = inquiry.resolver().entry(failed);
        if (ChainOfTrust.breaks(entry)) {
            ChainOfTrust.print("Chain", entry, text);
        }
    }

    // What was asked beforehand, in vain.
    private void unused() {
        if (!inquiry.trace()) {
            return;
        }
        Set<DnsQuestion> used = new HashSet<>();
        inquiry.results().forEach(result -> result.trace().ifPresent(trace -> SpfTraceTree.questions(trace, used)));
        String label = "Unused";
        for (TracingResolver.Entry entry : inquiry.resolver().entries()) {
            if (!used.contains(entry.question())) {
                text.whole(
                        label,
                        0,
                        entry.question() + ": "
                                + entry.answer().map(AnswerText::of).orElse("taken back"));
                label = "";
            }
        }
    }
}
