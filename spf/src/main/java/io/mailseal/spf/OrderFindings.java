package io.mailseal.spf;

import io.mailseal.spf.RecordFindings.Role;
import io.mailseal.spf.SpfFinding.Code;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the order of the terms has to do with it: how the record ends, and what is never reached.
 *
 * @rfc 7208 5.1
 */
final class OrderFindings {

    private final SpfRecord record;
    private final FindingList findings;
    private final List<PlacedTerm> terms;
    private @Nullable PlacedTerm all; // the first

    private OrderFindings(SpfRecord record, FindingList findings) {
        this.record = record;
        this.findings = findings;
        this.terms = PlacedTerm.of(record);
        this.all = terms.stream().filter(OrderFindings::isAll).findFirst().orElse(null);
    }

    static void find(SpfRecord record, Role role, FindingList findings) {
        OrderFindings order = new OrderFindings(record, findings);
        order.end(role);
        order.afterAll();
        order.duplicates();
        order.modifiers();
    }

    private static boolean isAll(PlacedTerm term) {
        return term.term() instanceof Directive directive && directive.mechanism() instanceof Mechanism.All;
    }

    // ---- how it ends ----

    private void end(Role role) {
        if (all == null) {
            if (record.redirect().isEmpty() && role != Role.INCLUDED) {
                findings.add(
                        Code.NO_END,
                        "There is no all and no redirect at the end, which says nothing of those who are not listed.");
            }
            return;
        }
        switch (((Directive) all.term()).qualifier()) {
            case PASS -> passAll(all);
            case NEUTRAL -> {
                if (role != Role.INCLUDED) {
                    findings.add(Code.NEUTRAL_ALL, all, all + " says nothing of those who are not listed.");
                }
            }
            case FAIL, SOFTFAIL -> {}
        }
    }

    // Appendix A.4 has a use for it: "-include:" of those who may not, and then everybody else.
    private void passAll(PlacedTerm term) {
        boolean excludes = DnsTerms.tested(record).stream()
                .anyMatch(directive ->
                        directive.qualifier() == Qualifier.FAIL || directive.qualifier() == Qualifier.SOFTFAIL);
        if (excludes) {
            findings.add(Code.REST_PASSES, term, term + " lets everybody pass whom the terms before do not exclude.");
        } else {
            findings.add(Code.EVERYBODY_PASSES, term, term + " lets everybody pass; was -all meant?");
        }
    }

    // ---- what is not reached ----

    private void afterAll() {
        if (all == null) {
            return;
        }
        for (PlacedTerm term : terms) {
            if (term.term() instanceof Modifier.Redirect) {
                findings.add(Code.REDIRECT_BESIDE_ALL, term, term + " is ignored, since there is " + all + ".");
            } else if (term.term() instanceof Directive && term.position() > all.position()) {
                findings.add(Code.TERM_AFTER_ALL, term, term + " is never tested, since it comes after " + all + ".");
            }
        }
    }

    private void duplicates() {
        Map<Mechanism, PlacedTerm> seen = new HashMap<>();
        for (PlacedTerm term : PlacedTerm.tested(record)) {
            Mechanism mechanism = ((Directive) term.term()).mechanism();
            PlacedTerm before = seen.putIfAbsent(mechanism, term);
            if (before != null) {
                findings.add(Code.DUPLICATE_TERM, term, term + " never decides, since " + before + " comes before it.");
            }
        }
    }

    // §6
    private void modifiers() {
        int lastDirective = terms.stream()
                .filter(term -> term.term() instanceof Directive)
                .mapToInt(PlacedTerm::position)
                .max()
                .orElse(0);
        for (PlacedTerm term : terms) {
            boolean known = term.term() instanceof Modifier.Redirect || term.term() instanceof Modifier.Explanation;
            if (known && term.position() < lastDirective) {
                findings.add(Code.MODIFIER_NOT_LAST, term, term + " should come after all mechanisms.");
            }
        }
    }
}
