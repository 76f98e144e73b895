package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation has found out so far.
 *
 * @param author whose message it is taken to be; null where that can't be told
 * @param discovery null where there was no author domain to look for
 * @param organizationalDomain that of the author, where it had to be found out
 * @param perAuthor the results for each of several author domains
 */
record DmarcCase(
        DmarcRequest request,
        HandlingRules handling,
        @Nullable DomainName author,
        @Nullable DmarcDiscovery discovery,
        List<IdentifierAlignment> alignments,
        @Nullable DomainName organizationalDomain,
        List<DmarcResult> perAuthor) {

    DmarcCase {
        alignments = List.copyOf(alignments);
        perAuthor = List.copyOf(perAuthor);
    }

    static DmarcCase of(DmarcRequest request, HandlingRules handling, @Nullable DomainName author) {
        return new DmarcCase(request, handling, author, null, List.of(), null, List.of());
    }

    DmarcCase with(DmarcDiscovery found) {
        return new DmarcCase(request, handling, author, found, alignments, organizationalDomain, perAuthor);
    }

    DmarcCase with(List<IdentifierAlignment> compared, @Nullable DomainName organization) {
        return new DmarcCase(request, handling, author, discovery, compared, organization, perAuthor);
    }

    /** The same message, of which these results were made, one for each author. */
    DmarcCase decidedBy(DmarcRequest whole, List<DmarcResult> results) {
        return new DmarcCase(whole, handling, author, discovery, alignments, organizationalDomain, results);
    }

    DmarcResult result(DmarcStatus status, String explanation) {
        return new DmarcResult(this, status, null, explanation);
    }

    DmarcResult result(DmarcStatus status, DmarcProblem problem, String explanation) {
        return new DmarcResult(this, status, problem, explanation);
    }
}
