package io.mailseal.spf;

import io.mailseal.core.DomainName;
import org.jspecify.annotations.Nullable;

/**
 * What one run of check_host() comes to.
 *
 * @param recordDomain the domain of the record that was evaluated to its end; null where there is a problem
 * @param term the directive that matched, if one did
 * @param explanation what the owner of that domain says of a fail
 * @rfc 7208 4.2
 */
record Decision(
        SpfStatus status,
        @Nullable DomainName recordDomain,
        @Nullable String term,
        @Nullable SpfProblem problem,
        @Nullable SpfExplanation explanation) {

    static Decision matched(DomainName recordDomain, Directive directive, @Nullable SpfExplanation explanation) {
        return new Decision(directive.qualifier().status(), recordDomain, directive.text(), null, explanation);
    }

    // §4.7: as if the record ended in ?all.
    static Decision nothingMatched(DomainName recordDomain) {
        return new Decision(SpfStatus.NEUTRAL, recordDomain, null, null, null);
    }

    static Decision stopped(SpfProblem problem) {
        return new Decision(problem.kind().status(), null, null, problem, null);
    }
}
