package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The DNS tree walk from a domain up to its top-level domain: at most eight questions, until a record says what its
 * domain is, or an answer can't be had.
 *
 * @rfc 9989 4.10
 */
final class TreeWalk {

    private static final int MAX_QUERIES = 8;
    private static final DomainName LABEL = DomainName.of("_dmarc");

    private final DomainName start;
    private final List<TreeWalkStep> steps;
    private final boolean whole;
    private final DomainName organizationalDomain;

    /** A walk that goes on side by side with others. */
    record From(DomainName start, ParsedRecords records) implements DnsEvaluation<TreeWalk> {
        @Override
        public TreeWalk evaluate(DnsView dns) {
            return from(start, records, dns);
        }
    }

    private TreeWalk(DomainName start, List<TreeWalkStep> steps, boolean whole) {
        this.start = start;
        this.steps = List.copyOf(steps);
        this.whole = whole;
        this.organizationalDomain = organization();
    }

    /** The names that a walk may ask, in order. */
    static List<DomainName> targets(DomainName start) {
        List<DomainName> targets = new ArrayList<>(MAX_QUERIES);
        if (start.isRoot()) {
            return targets;
        }
        targets.add(start);
        for (int labels = next(start.labelCount()); labels > 0; labels = next(labels)) {
            targets.add(start.suffix(labels));
        }
        return targets;
    }

    // Steps 4 and 7: one label less, or, where there are eight and more, as many as leave seven.
    private static int next(int labels) {
        return Math.min(labels, MAX_QUERIES) - 1;
    }

    /** What a walk may ask, all of it. */
    static List<DnsQuestion> questions(DomainName start) {
        List<DnsQuestion> questions = new ArrayList<>(MAX_QUERIES);
        for (DomainName target : targets(start)) {
            question(target).ifPresent(questions::add);
        }
        return questions;
    }

    // None at the root, which nobody writes mail from, and where the name with the label would be too long.
    static Optional<DnsQuestion> question(DomainName target) {
        return target.isRoot() ? Optional.empty() : target.below(LABEL).map(DnsQuestion::txt);
    }

    /** Walks. */
    static TreeWalk from(DomainName start, ParsedRecords records, DnsView dns) {
        return on(firstStep(start, records, dns), records, dns);
    }

    /** Walks on, behind the first step. */
    static TreeWalk on(TreeWalk first, ParsedRecords records, DnsView dns) {
        DomainName start = first.start;
        if (start.isRoot() || first.isEnded()) {
            return new TreeWalk(start, first.steps, first.failure().isEmpty());
        }
        List<TreeWalkStep> steps = new ArrayList<>(MAX_QUERIES);
        steps.addAll(first.steps);
        for (int labels = next(start.labelCount()); labels > 0; labels = next(labels)) {
            Optional<TreeWalkStep> step = step(start.suffix(labels), records, dns);
            step.ifPresent(steps::add);
            if (step.isPresent() && step.get().endsWalk()) {
                return new TreeWalk(start, steps, !step.get().isFailed());
            }
        }
        return new TreeWalk(start, steps, true);
    }

    /** The first step alone. */
    static TreeWalk firstStep(DomainName start, ParsedRecords records, DnsView dns) {
        dns.prefetch(() -> questions(start), answer -> List.of());
        Optional<TreeWalkStep> first = step(start, records, dns);
        List<TreeWalkStep> steps = first.isPresent() ? List.of(first.get()) : List.of();
        return new TreeWalk(start, steps, !steps.isEmpty() && isEnd(steps.get(0)));
    }

    private static boolean isEnd(TreeWalkStep step) {
        return step.endsWalk() && !step.isFailed();
    }

    /** The walk of an author domain, as far as discovery had to make it, and on from there. */
    static TreeWalk of(DmarcDiscovery discovery, ParsedRecords records, DnsView dns) {
        boolean whole = discovery.organizationalDomain().isPresent();
        TreeWalk made = new TreeWalk(discovery.domain(), discovery.steps(), whole);
        return whole ? made : on(made, records, dns);
    }

    /**
     * The walk from a name above the start, which this one came by if it is whole: none of its own is needed. Empty
     * where that is not so, since the walk ended below, or jumped over it.
     */
    Optional<TreeWalk> from(DomainName above) {
        if (!whole || !start.isAtOrBelow(above)) {
            return Optional.empty();
        }
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).name().equals(above)) {
                return Optional.of(new TreeWalk(above, steps.subList(i, steps.size()), true));
            }
        }
        return Optional.empty();
    }

    /** What is published for a name; empty where no question can be asked for it. */
    static Optional<TreeWalkStep> step(DomainName target, ParsedRecords records, DnsView dns) {
        Optional<DnsQuestion> question = question(target);
        return question.isPresent()
                ? Optional.of(TreeWalkStep.of(target, dns.get(question.get()), records))
                : Optional.empty();
    }

    /** Where it began. */
    DomainName start() {
        return start;
    }

    /** What was asked, from the domain itself upwards. */
    List<TreeWalkStep> steps() {
        return steps;
    }

    private boolean isEnded() {
        return !steps.isEmpty() && steps.get(steps.size() - 1).endsWalk();
    }

    /** The step that failed, if one did; it is the last then. */
    Optional<TreeWalkStep> failure() {
        return steps.isEmpty() || !steps.get(steps.size() - 1).isFailed()
                ? Optional.empty()
                : Optional.of(steps.get(steps.size() - 1));
    }

    /** Whether it came to its end, so that nothing beyond could change the organizational domain. */
    boolean isWhole() {
        return whole;
    }

    /** The failure as a problem. */
    DmarcProblem problem() {
        return problem(failure().orElseThrow());
    }

    /** The failure of a step as a problem. */
    static DmarcProblem problem(TreeWalkStep step) {
        return DmarcProblem.dns(
                question(step.name()).orElseThrow(), step.failure().orElseThrow());
    }

    /** The weakest DNSSEC status of the answers; INDETERMINATE where nothing was asked. */
    DnsSecurity security() {
        if (steps.isEmpty()) {
            return DnsSecurity.INDETERMINATE;
        }
        DnsSecurity weakest = DnsSecurity.SECURE;
        for (TreeWalkStep step : steps) {
            weakest = weakest.weaker(step.security());
        }
        return weakest;
    }

    /** The step at a name that has exactly one record, if the walk came there. */
    Optional<TreeWalkStep> recordAt(DomainName name) {
        for (TreeWalkStep step : steps) {
            if (step.record().isPresent() && step.name().equals(name)) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    /**
     * The organizational domain of the domain where the walk began.
     *
     * @rfc 9989 4.10.2
     */
    DomainName organizationalDomain() {
        return organizationalDomain;
    }

    private DomainName organization() {
        DomainName shortest = start; // if nothing determines it, the initial domain
        for (TreeWalkStep step : steps) {
            Optional<DmarcRecord> record = step.record();
            if (record.isEmpty()) {
                continue;
            }
            switch (record.get().psd()) {
                case ORGANIZATIONAL -> {
                    return step.name(); // rule 1
                }
                case PUBLIC_SUFFIX -> {
                    if (!step.name().equals(start)) {
                        // Rule 2; the name below may be one that the walk left out.
                        return start.suffix(step.name().labelCount() + 1);
                    }
                    shortest = step.name();
                }
                case UNDECLARED -> shortest = step.name(); // rule 3: the steps go from the longest to the shortest
            }
        }
        return shortest;
    }

    /** Whether the organizational domain says itself that it is one. */
    boolean isDeclared() {
        for (TreeWalkStep step : steps) {
            if (step.declares(PublicSuffixFlag.ORGANIZATIONAL)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is a record on the way that is too long to be read. */
    boolean hasTooLong() {
        for (TreeWalkStep step : steps) {
            if (step.isTooLong()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the other domain can have the same organizational domain, which is at or above each: true if unknown. */
    boolean mayShareOrganization(DomainName other) {
        return failure().isPresent() || other.isAtOrBelow(organizationalDomain);
    }

    /** The public suffix domain that the walk ended at, if it did. */
    Optional<TreeWalkStep> publicSuffix() {
        for (TreeWalkStep step : steps) {
            if (step.declares(PublicSuffixFlag.PUBLIC_SUFFIX) && !step.name().equals(start)) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }
}
