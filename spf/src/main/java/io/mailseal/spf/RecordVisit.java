package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.spf.RecordFindings.Role;
import io.mailseal.spf.SpfFinding.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The linter at a record: its terms one after the other, as if none of them matched. */
final class RecordVisit {

    private final LintTree tree;
    private final @Nullable DomainName domain;
    private final SpfRecord record;
    private final @Nullable LintReference from;
    private final Role role;
    private final FindingList findings;

    private final Reach reach = new Reach();
    private final AddressSet decided = new AddressSet();
    private final Set<Mechanism> seen = new HashSet<>();
    private final List<SpfLintNode> children = new ArrayList<>();

    /**
     * @param domain whose record it is; null where that is not known
     * @param from what leads here; null at the root
     */
    RecordVisit(LintTree tree, @Nullable DomainName domain, SpfRecord record, @Nullable LintReference from) {
        this.tree = tree;
        this.domain = domain;
        this.record = record;
        this.from = from;
        this.role = from == null ? Role.DECIDING : from.role();
        this.findings = tree.enter(domain, record, role);
    }

    /** What is found in this record. */
    FindingList findings() {
        return findings;
    }

    /** @param siblings where the node of this record belongs */
    Reach visit(List<SpfLintNode> siblings) {
        terms();
        String term = from == null ? null : from.text();
        LintNode node = LintNode.found(domain, term, record, reach, tree.running(), children);
        siblings.add(node);
        tree.leave(domain, node, reach);
        return reach;
    }

    private void terms() {
        for (PlacedTerm term : PlacedTerm.tested(record)) {
            Directive directive = (Directive) term.term();
            decide(term, directive, reach(term, directive.mechanism()));
        }
        for (PlacedTerm term : PlacedTerm.of(record)) {
            if (term.term() instanceof Modifier.Redirect redirect && !DnsTerms.hasAll(record)) {
                redirect(term, redirect);
            } else if (term.term() instanceof Modifier.Explanation explanation && role == Role.DECIDING) {
                explanation(term, explanation);
            }
        }
    }

    // ---- mechanisms ----

    private Reach reach(PlacedTerm term, Mechanism mechanism) {
        if (mechanism instanceof Mechanism.All) {
            return Reach.everybody();
        }
        if (mechanism instanceof Mechanism.Ip ip) {
            Reach network = new Reach();
            network.add(AddressRange.of(ip));
            return network;
        }
        countTerm();
        if (mechanism instanceof Mechanism.Include include) {
            return tree.follow(new LintReference(domain, term, include.target(), Role.INCLUDED, findings, children));
        }
        return hosts(term, mechanism);
    }

    private Reach hosts(PlacedTerm term, Mechanism mechanism) {
        DomainSpec spec = MacroFindings.target(mechanism);
        if (spec == null || mechanism instanceof Mechanism.Ptr || tree.targets().missing(spec, domain) != null) {
            return Reach.unknown();
        }
        DomainName target = tree.targets().of(spec, domain);
        if (target == null) {
            findings.add(Code.NO_SUCH_HOST, term, term + " leads to no domain name, and matches nobody.");
            return new Reach();
        }
        HostVisit hosts = new HostVisit(tree.lookups(), domain, term, findings);
        if (mechanism instanceof Mechanism.A a) {
            return hosts.a(target, a.cidr());
        }
        return mechanism instanceof Mechanism.Mx mx
                ? hosts.mx(target, mx.cidr(), tree.settings().limits().mxHosts())
                : hosts.exists(target);
    }

    // Who was decided upon before is not decided upon again.
    private void decide(PlacedTerm term, Directive directive, Reach there) {
        redundant(term, directive.mechanism(), there);
        reach.addCosts(there);
        for (AddressRange range : there.addresses().ranges()) {
            if (directive.qualifier() == Qualifier.PASS) {
                decided.missing(range).forEach(reach::add);
            }
            decided.add(range);
        }
    }

    // §10.1.1: "ip4:192.0.2.0/24 mx" is wasteful where the exchangers are in the range. A duplicate is told elsewhere.
    private void redundant(PlacedTerm term, Mechanism mechanism, Reach there) {
        boolean first = seen.add(mechanism);
        List<AddressRange> ranges = there.addresses().ranges();
        if (role == Role.DECIDING && first && mechanism.asksDns() && there.isExact() && !ranges.isEmpty()) {
            if (ranges.stream().allMatch(range -> decided.missing(range).isEmpty())) {
                findings.add(
                        Code.REDUNDANT_LOOKUP,
                        term,
                        "All that " + term
                                + " leads to is covered by the terms before it: its lookups could be saved.");
            }
        }
    }

    private void countTerm() {
        reach.addDnsTerm();
        tree.countTerm();
    }

    // ---- modifiers ----

    private void redirect(PlacedTerm term, Modifier.Redirect redirect) {
        countTerm();
        Reach there = tree.follow(new LintReference(domain, term, redirect.target(), role, findings, children));
        reach.addCosts(there);
        for (AddressRange range : there.addresses().ranges()) {
            decided.missing(range).forEach(reach::add);
        }
    }

    // §6.2
    private void explanation(PlacedTerm term, Modifier.Explanation explanation) {
        DomainName target = tree.targets().of(explanation.target(), domain);
        DnsAnswer answer = target == null ? null : tree.lookups().answer(DnsQuestion.txt(target));
        if (answer == null) {
            return;
        }
        if (answer instanceof DnsAnswer.Failed failed) {
            TermPlace place = new TermPlace(domain, term.term().text());
            findings.add(
                    Code.DNS_UNAVAILABLE,
                    term,
                    ProblemFound.dnsUnavailable(place, failed).explanation());
            return;
        }
        List<DnsRecord.Txt> texts =
                answer instanceof DnsAnswer.Found found ? found.records(DnsRecord.Txt.class) : List.of();
        if (texts.size() != 1 || ExplainString.parse(texts.get(0).text()) == null) {
            findings.add(
                    Code.NO_EXPLANATION,
                    term,
                    term + " leads to " + target + ", which has no text record that explains, or more than one.");
        }
    }
}
