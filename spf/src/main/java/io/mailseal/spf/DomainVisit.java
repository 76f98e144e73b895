package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.spf.SpfFinding.Code;
import io.mailseal.spf.SpfLintNode.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The linter at a domain: has it a record?
 *
 * @rfc 7208 4.5
 */
final class DomainVisit {

    private final LintTree tree;
    private final DomainName domain;
    private final @Nullable LintReference from;
    private final List<SpfLintNode> siblings;

    /**
     * @param from what leads here; null at the root
     * @param siblings where the node of this domain belongs
     */
    DomainVisit(LintTree tree, DomainName domain, @Nullable LintReference from, List<SpfLintNode> siblings) {
        this.tree = tree;
        this.domain = domain;
        this.from = from;
        this.siblings = siblings;
    }

    Reach look() {
        DnsAnswer answer = tree.lookups().answer(DnsQuestion.txt(domain));
        if (answer == null) {
            leaf(State.NOT_LOOKED_AT, null);
            tree.cut();
            return Reach.unknown();
        }
        return switch (answer.outcome()) {
            case FAILED -> unavailable((DnsAnswer.Failed) answer);
            case NO_SUCH_NAME -> without(State.NO_SUCH_DOMAIN, ProblemFound.noSuchDomain(domain));
            case NO_DATA -> without(State.NO_RECORD, ProblemFound.noText(domain));
            case FOUND -> select((DnsAnswer.Found) answer);
        };
    }

    private Reach select(DnsAnswer.Found answer) {
        RecordSelection selection = RecordSelection.of(answer);
        if (selection.count() == 0) {
            return without(State.NO_RECORD, ProblemFound.noRecord(domain));
        }
        if (selection.count() > 1) {
            return without(State.MULTIPLE_RECORDS, ProblemFound.multipleRecords(domain, selection.count()));
        }
        SpfParse parsed = tree.settings().records().parse(selection.first());
        if (parsed instanceof SpfRecord record) {
            return visit(record, answer);
        }
        SpfProblem problem = ProblemFound.syntax(domain, selection.first(), (SpfSyntaxError) parsed);
        return without(State.MALFORMED, problem);
    }

    private Reach visit(SpfRecord record, DnsAnswer.Found answer) {
        RecordVisit visit = new RecordVisit(tree, domain, record, from);
        longAnswer(record, answer, visit.findings());
        return visit.visit(siblings);
    }

    // §3.4: the other text records at the name come along.
    private void longAnswer(SpfRecord record, DnsAnswer.Found answer, FindingList findings) {
        int name = domain.toString().length();
        int octets = name;
        for (DnsRecord.Txt text : answer.records(DnsRecord.Txt.class)) {
            octets += text.text().length();
        }
        if (octets > SizeFindings.LONGEST_ADVISED && name + record.text().length() <= SizeFindings.LONGEST_ADVISED) {
            findings.add(
                    Code.LONG_ANSWER,
                    "Name and all text records together have " + octets + " octets; of more than "
                            + SizeFindings.LONGEST_ADVISED + " the answer may not fit into a packet of 512.");
        }
    }

    // ---- no record ----

    private Reach unavailable(DnsAnswer.Failed failed) {
        SpfProblem problem = ProblemFound.dnsUnavailable(from == null ? null : from.place(), failed);
        leaf(State.UNAVAILABLE, problem);
        if (from == null) {
            tree.tell(domain, Code.DNS_UNAVAILABLE, problem);
        } else {
            from.add(Code.DNS_UNAVAILABLE, problem.explanation());
        }
        return Reach.unknown();
    }

    // A check that gets so far comes to an error, so that nobody passes.
    private Reach without(State state, SpfProblem problem) {
        leaf(state, problem);
        tell(state, problem);
        Reach nobody = new Reach();
        boolean nothingThere =
                problem.kind() == SpfProblem.Kind.NO_SUCH_DOMAIN || problem.kind() == SpfProblem.Kind.NO_TEXT;
        if (from != null && nothingThere) {
            nobody.addVoid();
        }
        return nobody;
    }

    private void tell(State state, SpfProblem problem) {
        if (state == State.MULTIPLE_RECORDS) {
            tree.tell(domain, Code.MULTIPLE_RECORDS, problem);
        } else if (state == State.MALFORMED) {
            tree.tell(domain, Code.SYNTAX, problem);
        } else if (from == null) {
            tree.tell(domain, state == State.NO_SUCH_DOMAIN ? Code.NO_SUCH_DOMAIN : Code.NO_RECORD, problem);
        } else if (state == State.NO_SUCH_DOMAIN) {
            from.add(
                    Code.NO_SUCH_DOMAIN,
                    from.term() + " leads to " + domain
                            + ", which does not exist: whoever can register it can say who may send.");
        } else {
            Code code = from.isRedirect() ? Code.REDIRECT_WITHOUT_RECORD : Code.INCLUDE_WITHOUT_RECORD;
            from.add(
                    code,
                    from.term() + " leads to no record: a check that gets so far ends in permerror. "
                            + problem.explanation());
        }
    }

    private void leaf(State state, @Nullable SpfProblem problem) {
        siblings.add(LintNode.leaf(domain, term(), state, problem, tree.running()));
    }

    private @Nullable String term() {
        return from == null ? null : from.text();
    }
}
