package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.spf.SpfAddressCount;
import io.mailseal.spf.SpfFinding;
import io.mailseal.spf.SpfLimits;
import io.mailseal.spf.SpfLint;
import io.mailseal.spf.SpfLintNode;
import io.mailseal.spf.SpfProblem;
import io.mailseal.spf.SpfSyntaxError;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** What is to be said of a policy, for people: the tree with its costs, whom it lets pass, and what was found. */
final class SpfLintReport {

    private static final int INDENT = 2;
    private static final String NO_DOMAIN = "not given: what speaks of it counts, but is not followed (--domain)";

    private final LabelledText text;

    private SpfLintReport(LabelledText text) {
        this.text = text;
    }

    static void print(LintInquiry inquiry, PrintWriter out, Colours colours) {
        new SpfLintReport(new LabelledText(out, colours)).inquiry(inquiry);
    }

    /** Of a record that leaves the grammar. */
    static void print(String record, SpfSyntaxError error, PrintWriter out, Colours colours) {
        new SpfLintReport(new LabelledText(out, colours)).malformed(record, error);
    }

    private void inquiry(LintInquiry inquiry) {
        SpfLint lint = inquiry.lint();
        text.item("Domain", lint.domain().map(DomainName::toString).orElse(NO_DOMAIN));
        lint.record().ifPresent(record -> text.whole("Record", 0, record.text()));
        text.blankLine();
        if (lint.record().isPresent()) {
            node("Tree", lint.root(), 0, lint.limits());
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

    private void malformed(String record, SpfSyntaxError error) {
        text.whole("Record", 0, record);
        text.blankLine();
        text.marked("Error", "syntax: expected at position " + error.position() + " was " + error.expected() + ".");
        MarkedRecord.print(record, error, text);
        text.blankLine();
        text.item("DNS", "nothing was asked: a record that is malformed leads nowhere");
    }

    // ---- the tree ----

    private void node(String label, SpfLintNode node, int depth, SpfLimits limits) {
        text.whole(label, depth, name(node) + ": " + what(node, limits));
        node.children().forEach(child -> node("", child, depth + INDENT, limits));
    }

    private static String name(SpfLintNode node) {
        String domain = node.domain().map(DomainName::toString).orElse("");
        String term = node.term().orElse(domain.isEmpty() ? "the record" : domain);
        return term.endsWith(domain) ? term : term + " -> " + domain;
    }

    private static String what(SpfLintNode node, SpfLimits limits) {
        return switch (node.state()) {
            case FOUND -> cost(node, limits) + passes(node);
            case REPEATED -> cost(node, limits) + ", once more";
            case NO_SUCH_DOMAIN -> "there is no such domain";
            case NO_RECORD -> "there is no record";
            case MULTIPLE_RECORDS -> "there is more than one record";
            case MALFORMED -> "the record is malformed";
            case UNAVAILABLE -> "not known, a lookup failed";
            case DEPENDS_ON_MESSAGE -> "depends on the message";
            case DEPENDS_ON_DOMAIN -> "depends on the domain";
            case INVALID_TARGET -> "no domain name";
            case LOOP -> "leads back to where it comes from";
            case NOT_LOOKED_AT -> "not looked at";
        };
    }

    // The term that leads to a record is a lookup itself.
    private static String cost(SpfLintNode node, SpfLimits limits) {
        if (node.term().isEmpty()) {
            return LabelledText.count(node.dnsTerms(), "lookup");
        }
        return LabelledText.count(node.dnsTerms() + 1, "lookup") + ", " + node.runningDnsTerms() + " of "
                + limits.dnsTerms() + " so far";
    }

    // Of the root it stands below the tree.
    private static String passes(SpfLintNode node) {
        return node.term().isEmpty() ? "" : "; passes " + addresses(node.addresses());
    }

    private static String addresses(SpfAddressCount count) {
        return bound(count) + count.v4() + " IPv4, " + networks(count) + " IPv6 /64";
    }

    private static String bound(SpfAddressCount count) {
        return count.exact() ? "" : "at least ";
    }

    private static String networks(SpfAddressCount count) {
        return isCountless(count) ? "very many" : Long.toString(count.v6Networks());
    }

    private static boolean isCountless(SpfAddressCount count) {
        return count.v6Networks() == Long.MAX_VALUE;
    }

    // ---- the sum ----

    private void totals(SpfLint lint) {
        SpfLimits limits = lint.limits();
        text.item("Lookups", lint.dnsTerms() + " of " + limits.dnsTerms() + ", where nothing matches");
        text.item(
                "Void",
                lint.voidLookups() + " of " + limits.voidLookups() + " for a client over IPv4, "
                        + lint.voidLookupsOverIpv6() + " of " + limits.voidLookups() + " over IPv6");
        SpfAddressCount count = lint.addresses();
        text.item(
                "Passes",
                "IPv4 addresses: " + bound(count) + count.v4() + "; IPv6 networks of 64 bits: "
                        + (isCountless(count) ? "" : bound(count)) + networks(count));
    }

    // ---- what was found ----

    private void findings(List<SpfFinding> findings, SpfLintNode root) {
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

    private void finding(SpfFinding finding, SpfLintNode root) {
        String place = finding.recordDomain()
                .filter(domain -> !root.domain().equals(Optional.of(domain)))
                .map(domain -> ", at " + domain)
                .orElse("");
        text.marked(label(finding.severity()), JsonLine.word(finding.code()) + place + ": " + finding.explanation());
        if (finding.code() == SpfFinding.Code.SYNTAX) {
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
