package io.mailseal.spf;

import io.mailseal.spf.SpfFinding.Code;
import org.jspecify.annotations.Nullable;

/**
 * What the macros of a record do.
 *
 * @rfc 7208 7.2
 */
final class MacroFindings {

    private MacroFindings() {}

    static void find(SpfRecord record, FindingList findings) {
        for (PlacedTerm term : PlacedTerm.of(record)) {
            DomainSpec target = target(term.term());
            if (target != null) {
                look(term, target, findings);
            }
            if (mechanism(term.term()) instanceof Mechanism.Ptr) {
                findings.add(
                        Code.DEPRECATED_PTR,
                        term,
                        term + " is slow, unreliable and a burden to others; ptr should not be published.");
            }
        }
    }

    private static void look(PlacedTerm term, DomainSpec target, FindingList findings) {
        if (target.usesValidatedName()) {
            findings.add(Code.DEPRECATED_MACRO, term, "The macro p in " + term + " is slow and should not be used.");
        }
        if (target.usesLocalPart()) {
            findings.add(
                    Code.LOCAL_PART_MACRO,
                    term,
                    term + " tells DNS the local part of each sender, and with it who writes to whom.");
        } else if (target.usesSender() && !(term.term() instanceof Modifier.Explanation)) {
            findings.add(
                    Code.SENDER_MACRO,
                    term,
                    term + " depends on what the client says, so that no verdict can be kept for another sender.");
        }
        boolean constant = !target.dependsOnMessage() && !target.usesSender();
        if (constant && mechanism(term.term()) instanceof Mechanism.Exists) {
            findings.add(
                    Code.CONSTANT_EXISTS, term, term + " does not depend on the client: it matches all or nobody.");
        }
    }

    private static @Nullable Mechanism mechanism(SpfTerm term) {
        return term instanceof Directive directive ? directive.mechanism() : null;
    }

    /** The target of a term that has one. */
    static @Nullable DomainSpec target(SpfTerm term) {
        if (term instanceof Directive directive) {
            return target(directive.mechanism());
        }
        if (term instanceof Modifier.Redirect redirect) {
            return redirect.target();
        }
        return term instanceof Modifier.Explanation explanation ? explanation.target() : null;
    }

    /** The target of a mechanism that has one. */
    static @Nullable DomainSpec target(Mechanism mechanism) {
        if (mechanism instanceof Mechanism.Include include) {
            return include.target();
        }
        if (mechanism instanceof Mechanism.A a) {
            return a.target();
        }
        if (mechanism instanceof Mechanism.Mx mx) {
            return mx.target();
        }
        if (mechanism instanceof Mechanism.Ptr ptr) {
            return ptr.target();
        }
        return mechanism instanceof Mechanism.Exists exists ? exists.target() : null;
    }
}
