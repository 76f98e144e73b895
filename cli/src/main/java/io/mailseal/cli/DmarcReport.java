package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.dmarc.DiscoveryComparison;
import io.mailseal.dmarc.DmarcDifference;
import io.mailseal.dmarc.DmarcDiscovery;
import io.mailseal.dmarc.DmarcFinding;
import io.mailseal.dmarc.DmarcLint;
import io.mailseal.dmarc.DmarcPolicy;
import io.mailseal.dmarc.DmarcProblem;
import io.mailseal.dmarc.DmarcRecord;
import io.mailseal.dmarc.DmarcReportDestination;
import io.mailseal.dmarc.TreeWalkStep;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** The DMARC policy of a domain, for people: how it is found by both methods, where reports go, and what is wrong. */
final class DmarcReport {

    static final String NO_RECORD = "A record begins with v=DMARC1, in exactly this case, and a semicolon or"
            + " the end; and it has no more than " + DmarcRecord.MAX_OCTETS + " octets.";

    private final DmarcInquiry inquiry;
    private final LabelledText text;

    private DmarcReport(DmarcInquiry inquiry, LabelledText text) {
        this.inquiry = inquiry;
        this.text = text;
    }

    static void print(DmarcInquiry inquiry, PrintWriter out, Colours colours) {
        new DmarcReport(inquiry, new LabelledText(out, colours)).print();
    }

    private void print() {
        Optional<DmarcLint> lint = inquiry.lint();
        text.item(
                "Domain",
                lint.map(found -> found.domain().toString()).orElse("not given: nothing is asked (--domain)"));
        text.whole(
                "Record",
                0,
                inquiry.record().map(DmarcReport::shown).orElse(lint.isPresent() ? "none" : inquiry.asked()));
        text.blankLine();
        lint.ifPresent(this::lint);
        findings(inquiry.findings());
        text.blankLine();
        inquiry.asking().ifPresentOrElse(this::asking, () -> text.item("DNS", "nothing was asked"));
    }

    private static String shown(DmarcRecord record) {
        return RecordData.escaped(record.text());
    }

    private void asking(DmarcInquiry.Asking asking) {
        DnsSummary.print(asking.usage(), asking.resolver(), text);
        if (asking.trace()) {
            TraceList.print(asking.resolver(), text);
        }
    }

    // ---- discovery ----

    private void lint(DmarcLint lint) {
        DiscoveryComparison both = lint.discovery();
        discovery("Walk", "by RFC 9989, the tree walk", both.treeWalk());
        text.blankLine();
        discovery("List", "by RFC 7489, the public suffix list", both.publicSuffixList());
        text.blankLine();
        differences(both);
        destinations(lint.destinations());
    }

    private void discovery(String label, String method, DmarcDiscovery discovery) {
        text.item(label, method);
        discovery.steps().forEach(step -> text.whole("", 0, "_dmarc." + step.name() + ": " + found(step)));
        text.item(
                "Org",
                discovery.organizationalDomain().map(DomainName::toString).orElse("not known"));
        text.item("Policy", policy(discovery));
    }

    private static String found(TreeWalkStep step) {
        if (step.failure().isPresent()) {
            return "not known: " + step.failure().get().sentence();
        }
        if (step.isTooLong()) {
            return "a record that is too long to be read";
        }
        if (step.records().size() > 1) {
            return step.records().size() + " records, which count as none";
        }
        return step.record().map(DmarcReport::shown).orElseGet(() -> switch (step.outcome()) {
            case NO_SUCH_NAME -> "there is no such name";
            case FOUND -> "no record, but other text";
            default -> "no record";
        });
    }

    private static String policy(DmarcDiscovery discovery) {
        Optional<DmarcPolicy> published = discovery.publishedPolicy();
        if (published.isEmpty()) {
            return discovery.problem().map(DmarcReport::problem).orElse("none applies");
        }
        DmarcPolicy effective = discovery.effectivePolicy().orElse(published.get());
        return published.get().word()
                + (effective == published.get() ? "" : ", " + effective.word() + " while it is tested")
                + discovery.policyDomain().map(name -> ", from " + name).orElse("")
                + discovery.place().map(DmarcReport::place).orElse("")
                + (discovery.isDomainMissing() ? "; the domain itself does not exist" : "");
    }

    private static String place(DmarcDiscovery.Place place) {
        return switch (place) {
            case AUTHOR_DOMAIN -> " itself";
            case ORGANIZATIONAL_DOMAIN -> ", its organizational domain";
            case PUBLIC_SUFFIX_DOMAIN -> ", the public suffix above it";
        };
    }

    private static String problem(DmarcProblem problem) {
        return switch (problem.kind()) {
            case DNS_UNAVAILABLE ->
                "not known: " + problem.question().map(DnsQuestion::toString).orElse("a record")
                        + " could not be looked up";
            case UNUSABLE_RECORD -> "none: the record has neither a valid policy nor an address for reports";
            case RECORD_TOO_LONG -> "not known: the record is too long to be read";
            default -> "none applies";
        };
    }

    private void differences(DiscoveryComparison both) {
        List<DmarcDifference> differences = both.differences();
        if (!both.isConclusive()) {
            text.item("Both", "can't be compared: a lookup failed");
        } else if (differences.isEmpty()) {
            text.item("Both", "come to the same");
        }
        differences.forEach(difference -> text.item("Differs", difference.explanation()));
    }

    private void destinations(List<DmarcReportDestination> destinations) {
        for (DmarcReportDestination destination : destinations) {
            text.item("Reports", "to " + destination.host() + ": " + consent(destination) + ", " + mail(destination));
        }
    }

    private static String consent(DmarcReportDestination destination) {
        return switch (destination.consent()) {
            case SAME_ORGANIZATION -> "the same organization";
            case GIVEN -> "another organization, which has agreed";
            case GIVEN_FOR_ELSEWHERE -> "another organization, which wants them elsewhere";
            case NOT_GIVEN -> "another organization, which has not agreed";
            case UNKNOWN -> "whether it has agreed is not known";
        };
    }

    private static String mail(DmarcReportDestination destination) {
        return switch (destination.mail()) {
            case TAKEN -> "takes mail";
            case NO_SUCH_HOST -> "does not exist";
            case NOT_TAKEN -> "takes no mail";
            case UNKNOWN -> "whether it takes mail is not known";
        };
    }

    // ---- what was found ----

    private void findings(List<DmarcFinding> findings) {
        if (inquiry.isNoRecord()) {
            text.marked("Error", JsonLine.word(DmarcFinding.Code.NOT_A_RECORD) + ": " + NO_RECORD);
        } else if (findings.isEmpty()) {
            text.item("Found", "nothing to complain of");
        }
        for (DmarcFinding.Severity severity : DmarcFinding.Severity.values()) {
            findings.stream()
                    .filter(finding -> finding.severity() == severity)
                    .filter(finding -> finding.code() != DmarcFinding.Code.METHODS_DIFFER) // said above
                    .forEach(this::finding);
        }
    }

    private void finding(DmarcFinding finding) {
        text.marked(
                label(finding.severity()),
                JsonLine.word(finding.code()) + place(finding) + ": " + finding.explanation());
    }

    private String place(DmarcFinding finding) {
        Optional<DomainName> own = inquiry.lint().map(DmarcLint::domain);
        return finding.recordDomain()
                .filter(domain -> !own.equals(Optional.of(domain)))
                .map(domain -> ", at " + domain)
                .orElse("");
    }

    private static String label(DmarcFinding.Severity severity) {
        return switch (severity) {
            case ERROR -> "Error";
            case WARNING -> "Warning";
            case NOTE -> "Note";
        };
    }
}
