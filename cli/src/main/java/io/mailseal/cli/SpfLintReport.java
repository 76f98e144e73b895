package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.spf.SpfAddressCount;
import io.mailseal.spf.SpfFinding;
import io.mailseal.spf.SpfLimits;
import io.mailseal.spf.SpfLint;
import io.mailseal.spf.SpfLintNode;
import io.mailseal.spf.SpfParse;
import io.mailseal.spf.SpfProblem;
import io.mailseal.spf.SpfRecord;
import io.mailseal.spf.SpfSyntaxError;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is to be said of a policy, for people: the tree with its costs, whom it lets pass, and what was found. */
final class SpfLintReport {

    private static final int INDENT = 2;
    private static final SpfLimits LIMITS = SpfLimits.rfc7208();

    private final LabelledText text;

    private SpfLintReport(LabelledText text) {
        this.text = text;
    }

    static void print(LintInquiry inquiry, PrintWriter out, Colours colours) {
        new SpfLintReport(new LabelledText(out, colours)).inquiry(inquiry);
    }

    /** Of a record by itself. */
    static void print(String record, SpfParse parse, PrintWriter out, Colours colours) {
        new SpfLintReport(new LabelledText(out, colours)).record(record, parse);
    }

    private void inquiry(LintInquiry inquiry) {
        SpfLint lint = inquiry.lint();
        text.item("Domain", lint.domain().toString());
        lint.record().ifPresent(record -> text.whole("Record", 0, record.text()));
        text.blankLine();
        if (lint.record().isPresent()) {
            node("Tree", lint.root(), 0);
            text.blankLine();
            totals(lint);
        }
        findings(lint.findings(), lint.root());
        text.blankLine();
        DnsSummary.print(inquiry.usage(), inquiry.resolver(), text);
        if (inquiry.trace()) {
            TraceList.print(inquiry.resolver(), text);
        }
    }

    private void record(String record, SpfParse parse) {
        text.whole("Record", 0, record);
        text.blankLine();
        if (parse instanceof SpfSyntaxError error) {
            text.item("Error", "syntax: expected at position " + error.position() + " was " + error.expected() + ".");
            MarkedRecord.print(record, error, text);
        } else {
            findings(((SpfRecord) parse).findings(), null);
        }
        text.blankLine();
        text.item("DNS", "nothing was asked: only the record itself was looked at; --domain follows its terms");
    }

    // ---- the tree ----

    private void node(String label, SpfLintNode node, int depth) {
        text.whole(label, depth, name(node) + ": " + what(node));
        node.children().forEach(child -> node("", child, depth + INDENT));
    }

    private static String name(SpfLintNode node) {
        String domain = node.domain().map(DomainName::toString).orElse("");
        String term = node.term().orElse(domain);
        return term.endsWith(domain) ? term : term + " -> " + domain;
    }

    private static String what(SpfLintNode node) {
        return switch (node.state()) {
            case FOUND -> cost(node) + passes(node);
            case REPEATED -> cost(node) + ", once more";
            case NO_SUCH_DOMAIN -> "there is no such domain";
            case NO_RECORD -> "there is no record";
            case MULTIPLE_RECORDS -> "there is more than one record";
            case MALFORMED -> "the record is malformed";
            case UNAVAILABLE -> "not known, a lookup failed";
            case DEPENDS_ON_MESSAGE -> "depends on the message";
            case INVALID_TARGET -> "no domain name";
            case LOOP -> "leads back to where it comes from";
            case NOT_LOOKED_AT -> "not looked at";
        };
    }

    // The term that leads to a record is a lookup itself.
    private static String cost(SpfLintNode node) {
        if (node.term().isEmpty()) {
            return LabelledText.count(node.dnsTerms(), "lookup");
        }
        return LabelledText.count(node.dnsTerms() + 1, "lookup") + ", " + node.runningDnsTerms() + " of "
                + LIMITS.dnsTerms() + " so far";
    }

    // Of the root it stands below the tree.
    private static String passes(SpfLintNode node) {
        return node.term().isEmpty() ? "" : "; passes " + addresses(node.addresses());
    }

    private static String addresses(SpfAddressCount count) {
        return (count.exact() ? "" : "at least ") + count.v4() + " IPv4, " + networks(count) + " IPv6 /64";
    }

    private static String networks(SpfAddressCount count) {
        return count.v6Networks() == Long.MAX_VALUE ? "countless" : Long.toString(count.v6Networks());
    }

    // ---- the sum ----

    private void totals(SpfLint lint) {
        text.item("Lookups", lint.dnsTerms() + " of " + LIMITS.dnsTerms() + ", where nothing matches");
        text.item(
                "Void",
                lint.voidLookups() + " of " + LIMITS.voidLookups() + " for a client over IPv4, "
                        + lint.voidLookupsOverIpv6() + " of " + LIMITS.voidLookups() + " over IPv6");
        String bound = lint.addresses().exact() ? "" : "at least ";
        text.item(
                "Passes",
                "IPv4 addresses: " + bound + lint.addresses().v4() + "; IPv6 networks of 64 bits: " + bound
                        + networks(lint.addresses()));
    }

    // ---- what was found ----

    /** @param root null where there is no tree */
    private void findings(List<SpfFinding> findings, @Nullable SpfLintNode root) {
        if (findings.isEmpty()) {
            text.item("Found", "nothing to complain of");
        }
        for (SpfFinding.Severity severity : SpfFinding.Severity.values()) {
            for (SpfFinding finding : findings) {
                if (finding.severity() == severity) {
                    finding(finding, root);
                }
            }
        }
    }

    private void finding(SpfFinding finding, @Nullable SpfLintNode root) {
        String place = finding.recordDomain()
                .filter(domain -> root != null && !root.domain().equals(Optional.of(domain)))
                .map(domain -> ", at " + domain)
                .orElse("");
        text.item(label(finding.severity()), JsonLine.word(finding.code()) + place + ": " + finding.explanation());
        if (finding.code() == SpfFinding.Code.SYNTAX && root != null) {
            malformed(root, finding)
                    .ifPresent(problem -> problem.syntaxError()
                            .ifPresent(
                                    error -> MarkedRecord.print(problem.record().orElse(""), error, text)));
        }
    }

    private static String label(SpfFinding.Severity severity) {
        return switch (severity) {
            case ERROR -> "Error";
            case WARNING -> "Warning";
            case NOTE -> "Note";
        };
    }

    // Its record is at one place of the tree.
    private static Optional<SpfProblem> malformed(SpfLintNode node, SpfFinding finding) {
        boolean here =
                node.state() == SpfLintNode.State.MALFORMED && node.domain().equals(finding.recordDomain());
        return here
                ? node.problem()
                : node.children().stream()
                        .flatMap(child -> malformed(child, finding).stream())
                        .findFirst();
    }
}
