package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares authenticated identifiers with the author domain, walking the tree where only DNS can tell.
 *
 * @rfc 9989 4.10.2
 */
final class AlignmentCheck {

    private final DomainName author;
    private final DmarcRecord record;
    private final int maxIdentifiers;
    private final DnsView dns;
    private final Set<DomainName> walked = new HashSet<>();

    AlignmentCheck(DomainName author, DmarcRecord record, int maxIdentifiers, DnsView dns) {
        this.author = author;
        this.record = record;
        this.maxIdentifiers = maxIdentifiers;
        this.dns = dns;
    }

    List<IdentifierAlignment> check(List<AuthenticationEvidence> evidence) {
        for (AuthenticationEvidence item : evidence) {
            if (needsWalk(item)) {
                dns.prefetch(TreeWalk.questions(item.domain()));
            }
        }
        List<IdentifierAlignment> alignments = new ArrayList<>(evidence.size());
        for (AuthenticationEvidence item : evidence) {
            alignments.add(check(item));
        }
        return alignments;
    }

    private IdentifierAlignment check(AuthenticationEvidence item) {
        if (item.outcome() == AuthenticationEvidence.Outcome.NOT_PASS) {
            return state(item, IdentifierAlignment.State.NOT_CHECKED);
        }
        if (item.domain().equals(author)) {
            return state(item, IdentifierAlignment.State.ALIGNED);
        }
        if (!needsWalk(item)) {
            return state(item, IdentifierAlignment.State.NOT_ALIGNED);
        }
        if (!walked.contains(item.domain()) && walked.size() == maxIdentifiers) {
            return state(item, IdentifierAlignment.State.NOT_CHECKED);
        }
        walked.add(item.domain());
        return compareOrganizations(item);
    }

    // Relaxed alignment means the same organizational domain, which is an ancestor of both: without a common label at
    // the
    // right there can't be one.
    private boolean needsWalk(AuthenticationEvidence item) {
        DomainName domain = item.domain();
        return item.outcome() != AuthenticationEvidence.Outcome.NOT_PASS
                && !domain.equals(author)
                && mode(item) == AlignmentMode.RELAXED
                && !domain.isRoot()
                && !author.isRoot()
                && domain.suffix(1).equals(author.suffix(1));
    }

    private AlignmentMode mode(AuthenticationEvidence item) {
        return item.method() == AuthenticationEvidence.Method.DKIM ? record.adkim() : record.aspf();
    }

    private IdentifierAlignment compareOrganizations(AuthenticationEvidence item) {
        TreeWalk ofAuthor = TreeWalk.from(author, dns);
        TreeWalk ofIdentifier = TreeWalk.from(item.domain(), dns);
        for (TreeWalk walk : List.of(ofAuthor, ofIdentifier)) {
            if (walk.failure().isPresent()) {
                return new IdentifierAlignment(item, IdentifierAlignment.State.UNKNOWN, walk.problem());
            }
        }
        boolean same = ofAuthor.organizationalDomain().equals(ofIdentifier.organizationalDomain());
        return state(item, same ? IdentifierAlignment.State.ALIGNED : IdentifierAlignment.State.NOT_ALIGNED);
    }

    private static IdentifierAlignment state(AuthenticationEvidence item, IdentifierAlignment.State state) {
        return new IdentifierAlignment(item, state, null);
    }
}
