package io.mailseal.dnsbl;

import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The rules: all lists together, or one after the other where what comes first may be enough. They take what is remembered of
 * the lists as it was when they began, and only report what they see.
 *
 * @param leftOut how many subjects were too many
 */
record RequestCheck(List<ListPart> lists, ShortCircuit shortCircuit, int reasons, int leftOut)
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
            for (ListPart part : stage) {
                List<BlocklistCheck> ofList = round == null ? spared(part) : round.checks(part);
                checks.addAll(ofList);
                part.observation(ofList).ifPresent(seen::add);
            }
        }
        return new BlocklistResult(checks, leftOut, seen);
    }

    /** What the rules ask first. */
    Set<DnsQuestion> questions() {
        return lists.isEmpty() ? Set.of() : CheckRound.firstQuestions(stages().get(0));
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
