package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The DNS tree walk from a domain up to its top-level domain: at most eight questions, until a record says what its domain
 * is, or an answer can't be had.
 *
 * @param steps what was asked, from the domain itself upwards
 * @rfc 9989 4.10
 */
record TreeWalk(DomainName start, List<TreeWalkStep> steps) {

    private static final int MAX_QUERIES = 8;
    private static final String LABEL = "_dmarc";

    /** A walk that goes on side by side with others. */
    record From(DomainName start) implements DnsEvaluation<TreeWalk> {
        @Override
        public TreeWalk evaluate(DnsView dns) {
            return from(start, dns);
        }
    }

    TreeWalk {
        steps = List.copyOf(steps);
    }

    /** The names that a walk may ask, in order. */
    static List<DomainName> targets(DomainName start) {
        List<DomainName> targets = new ArrayList<>(MAX_QUERIES);
        if (start.isRoot()) {
            return targets;
        }
        targets.add(start);
        // Step 4: one label less, or, where there are eight and more, as many as leave seven.
        for (int labels = Math.min(start.labelCount(), MAX_QUERIES) - 1; labels > 0; labels--) {
            targets.add(start.suffix(labels));
        }
        return targets;
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
    private static Optional<DnsQuestion> question(DomainName target) {
        return target.isRoot() ? Optional.empty() : target.below(LABEL).map(DnsQuestion::txt);
    }

    /** Walks. */
    static TreeWalk from(DomainName start, DnsView dns) {
        dns.prefetch(questions(start));
        List<TreeWalkStep> steps = new ArrayList<>(MAX_QUERIES);
        for (DomainName target : targets(start)) {
            Optional<DnsQuestion> question = question(target);
            if (question.isEmpty()) {
                continue;
            }
            TreeWalkStep step = step(target, dns.get(question.get()));
            steps.add(step);
            if (step.endsWalk()) {
                break;
            }
        }
        return new TreeWalk(start, steps);
    }

    /** The first step alone. */
    static TreeWalk firstStep(DomainName start, DnsView dns) {
        dns.prefetch(questions(start));
        return question(start)
                .map(question -> new TreeWalk(start, List.of(step(start, dns.get(question)))))
                .orElseGet(() -> new TreeWalk(start, List.of()));
    }

    private static TreeWalkStep step(DomainName target, DnsAnswer answer) {
        List<DmarcRecord> records = new ArrayList<>();
        if (answer instanceof DnsAnswer.Found found) {
            for (DnsRecord.Txt txt : found.records(DnsRecord.Txt.class)) {
                DmarcRecord.parse(txt.text()).ifPresent(records::add);
            }
        }
        return new TreeWalkStep(target, answer, records);
    }

    /** The step that failed, if one did; it is the last then. */
    Optional<TreeWalkStep> failure() {
        return steps.stream().filter(TreeWalkStep::isFailed).findFirst();
    }

    /** The failure as a problem. */
    DmarcProblem problem() {
        TreeWalkStep step = failure().orElseThrow();
        return DmarcProblem.dns(
                question(step.name()).orElseThrow(), step.failure().orElseThrow());
    }

    /** The weakest DNSSEC status of the answers; INDETERMINATE where nothing was asked. */
    DnsSecurity security() {
        return steps.isEmpty()
                ? DnsSecurity.INDETERMINATE
                : DnsSecurity.weakest(steps.stream().map(TreeWalkStep::security).toList());
    }

    /** The record of a name, if it has exactly one and the walk came there. */
    Optional<DmarcRecord> recordAt(DomainName name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .flatMap(TreeWalkStep::record);
    }

    /**
     * The organizational domain of the domain where the walk began.
     *
     * @rfc 9989 4.10.2
     */
    DomainName organizationalDomain() {
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

    /** Whether the other domain can have the same organizational domain, which is at or above each: true if unknown. */
    boolean mayShareOrganization(DomainName other) {
        return failure().isPresent() || other.isAtOrBelow(organizationalDomain());
    }

    /** The public suffix domain that the walk ended at, if it did. */
    Optional<TreeWalkStep> publicSuffix() {
        return steps.stream()
                .filter(step -> !step.name().equals(start))
                .filter(step -> step.record()
                        .filter(record -> record.psd() == PublicSuffixFlag.PUBLIC_SUFFIX)
                        .isPresent())
                .findFirst();
    }
}
