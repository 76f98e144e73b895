package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.spf.RecordFindings.Role;
import io.mailseal.spf.SpfFinding.Code;
import io.mailseal.spf.SpfLintNode.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the tree of records, and finds what is wrong with it, once all answers are there. Used once. */
final class LintTree {

    /** How many includes and redirects are followed at most. */
    private static final int MAX_REFERENCES = 200;

    private static final int MAX_FINDINGS = 1000;

    /** A record that was visited. */
    private record Visited(LintNode node, Reach reach) {}

    private final LintCheck check;
    private final LintTargets targets;
    private final LintLookups lookups;

    private final Set<DomainName> path = new HashSet<>();
    private final Map<DomainName, Visited> visited = new HashMap<>();
    private final Set<DomainName> told = new HashSet<>();
    private final List<FindingList> findings = new ArrayList<>(); // those of the root first
    private int references;
    private int running;
    private boolean cut;

    LintTree(LintCheck check, LintTargets targets, LintLookups lookups) {
        this.check = check;
        this.targets = targets;
        this.lookups = lookups;
    }

    LintTargets targets() {
        return targets;
    }

    LintLookups lookups() {
        return lookups;
    }

    SpfSettings settings() {
        return check.settings();
    }

    SpfLint result() {
        List<SpfLintNode> top = new ArrayList<>(1);
        Reach reach = root(top);
        SpfLintNode root = top.get(0);
        FindingList own = findings.get(0);
        new LintTotals(reach, root, settings().limits(), own).find();
        if (cut || lookups.isCut() || reach.addresses().isFull()) {
            own.add(Code.TOO_LARGE, "There is more than was looked at: all counts are the least.");
        }
        List<SpfFinding> all = findings.stream()
                .flatMap(list -> list.inOrder().stream())
                .limit(MAX_FINDINGS)
                .toList();
        return new LintResult(
                check.domain(),
                root,
                reach.voidLookups(),
                reach.voidLookupsOverIpv6(),
                settings().limits(),
                all);
    }

    private Reach root(List<SpfLintNode> top) {
        SpfRecord record = check.record();
        if (record == null) {
            return new DomainVisit(this, check.published(), null, top).look();
        }
        RecordVisit visit = new RecordVisit(this, check.domain(), record, null);
        SizeFindings.findStrings(record, visit.findings());
        return visit.visit(top);
    }

    // ---- where a term leads ----

    /** Follows an include or redirect. */
    Reach follow(LintReference from) {
        if (++references > MAX_REFERENCES) {
            cut = true;
            return Reach.unknown();
        }
        String missing = targets.missing(from.target(), from.recordDomain());
        if (missing != null) {
            from.add(Code.NOT_FOLLOWED, "Where " + from.term() + " leads depends on " + missing + ".");
            boolean message = from.target().dependsOnMessage();
            return unknown(null, from, message ? State.DEPENDS_ON_MESSAGE : State.DEPENDS_ON_DOMAIN);
        }
        DomainName target = targets.of(from.target(), from.recordDomain());
        if (target == null || target.labelCount() < 2) {
            return invalid(from);
        }
        if (path.contains(target)) {
            from.add(
                    Code.LOOP,
                    from.term() + " leads back to " + target + ": a check that gets so far ends in permerror.");
            return unknown(target, from, State.LOOP);
        }
        Visited before = visited.get(target);
        return before == null ? new DomainVisit(this, target, from, from.siblings()).look() : repeated(before, from);
    }

    private Reach unknown(@Nullable DomainName target, LintReference from, State state) {
        from.siblings().add(LintNode.leaf(target, from.text(), state, null, running));
        return Reach.unknown();
    }

    private Reach invalid(LintReference from) {
        SpfProblem problem = ProblemFound.invalidTarget(from.place());
        from.add(Code.INVALID_TARGET, problem.explanation());
        from.siblings().add(LintNode.leaf(null, from.text(), State.INVALID_TARGET, problem, running));
        return new Reach();
    }

    private Reach repeated(Visited before, LintReference from) {
        running += before.reach().dnsTerms();
        from.siblings().add(before.node().repeated(from.text(), running));
        return before.reach();
    }

    // ---- what happens on the way ----

    /** A term that asks DNS was met. */
    void countTerm() {
        running++;
    }

    /** How many there were. */
    int running() {
        return running;
    }

    /** Something was not looked at. */
    void cut() {
        cut = true;
    }

    /**
     * Begins with a record.
     *
     * @param domain null where that is not known; nothing leads back to it
     */
    FindingList enter(@Nullable DomainName domain, SpfRecord record, Role role) {
        if (domain != null) {
            path.add(domain);
        }
        FindingList list = RecordFindings.of(record, role, domain);
        findings.add(list);
        return list;
    }

    /** Is done with it. */
    void leave(@Nullable DomainName domain, LintNode node, Reach reach) {
        if (domain != null) {
            path.remove(domain);
            visited.put(domain, new Visited(node, reach));
        }
    }

    /** Tells something of a domain that has no record to be visited: once, however often it is met. */
    void tell(DomainName domain, Code code, SpfProblem problem) {
        if (told.add(domain)) {
            FindingList list = new FindingList(domain);
            int position = problem.syntaxError().map(SpfSyntaxError::position).orElse(0);
            list.add(new FindingMade(code, domain, null, position, problem.explanation()));
            findings.add(list);
        }
    }
}
