package io.mailseal.dnsbl;

import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsView;
import io.mailseal.dnsbl.uri.ExtractionProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The rules: all lists together, or one after the other where what comes first may be enough. They take what is remembered of
 * the lists as it was when they began, and only report what they see.
 *
 * @param leftOut how many subjects were too many
 * @param problems why others may be missing
 */
record RequestCheck(
        List<ListPart> lists, ShortCircuit shortCircuit, int reasons, int leftOut, Set<ExtractionProblem> problems)
        implements DnsEvaluation<BlocklistResult> {

    RequestCheck {
        lists = List.copyOf(lists);
    }

    @Override
    public BlocklistResult evaluate(DnsView dns) {
        List<BlocklistCheck> checks = new ArrayList<>();
        List<ListObservation> seen = new ArrayList<>();
        for (List<ListPart> stage : stages()) {
            boolean enough = shortCircuit.isPossible() && shortCircuit.isReached(checks);
            CheckRound round = enough ? null : CheckRound.of(dns, stage, reasons - reasonsIn(checks));
            List<List<BlocklistCheck>> ofStage = stage.stream()
                    .map(part -> round == null ? spared(part) : round.checks(part))
                    .toList();
            ofStage.forEach(checks::addAll);
            if (round != null) {
                observe(stage, ofStage, round, seen, ListPart.isAnswered(checks));
            }
        }
        return new BlocklistResult(checks, leftOut, problems, seen);
    }

    private static void observe(
            List<ListPart> stage,
            List<List<BlocklistCheck>> checks,
            CheckRound round,
            List<ListObservation> seen,
            boolean someAnswered) {
        boolean answered = checks.stream().anyMatch(ListPart::isAnswered);
        for (int i = 0; i < stage.size(); i++) {
            stage.get(i)
                    .observation(checks.get(i), round, answered, someAnswered)
                    .ifPresent(seen::add);
        }
    }

    private List<List<ListPart>> stages() {
        return shortCircuit.isPossible() ? lists.stream().map(List::of).toList() : List.of(lists);
    }

    private static int reasonsIn(List<BlocklistCheck> checks) {
        return (int) checks.stream().filter(BlocklistCheck::isListed).count();
    }

    private static List<BlocklistCheck> spared(ListPart part) {
        List<BlocklistCheck> checks = new ArrayList<>();
        for (Lookup lookup : part.lookups()) {
            NotAsked reason = lookup.query().reason().orElse(NotAsked.SHORT_CIRCUIT);
            checks.add(CheckedSubject.notAsked(lookup, reason));
        }
        return checks;
    }

    // The names in the lookups may hold a key.
    @Override
    public String toString() {
        return "blocklist check of " + lists;
    }
}
