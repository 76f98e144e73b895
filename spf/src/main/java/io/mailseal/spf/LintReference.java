package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.spf.RecordFindings.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An include or a redirect that the linter follows.
 *
 * @param recordDomain the domain whose record it is in; null where that is not known
 * @param role what the record will be that it leads to
 * @param findings where to tell what is wrong with the term
 * @param siblings where the node that it leads to belongs
 */
record LintReference(
        @Nullable DomainName recordDomain,
        PlacedTerm term,
        DomainSpec target,
        Role role,
        FindingList findings,
        List<SpfLintNode> siblings) {

    /** Tells something of the term. */
    void add(SpfFinding.Code code, String explanation) {
        findings.add(code, term, explanation);
    }

    String text() {
        return term.term().text();
    }

    boolean isRedirect() {
        return term.term() instanceof Modifier.Redirect;
    }

    TermPlace place() {
        return new TermPlace(recordDomain, text());
    }
}
