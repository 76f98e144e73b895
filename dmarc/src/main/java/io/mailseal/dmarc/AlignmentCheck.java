package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    AlignmentCheck(DomainName author, DmarcRecord record, int maxIdentifiers, DnsView dns) {
        this.author = author;
        this.record = record;
        this.maxIdentifiers = maxIdentifiers;
        this.dns = dns;
    }

    /** What discovery and a check may ask: the walk of the author, and those of identifiers which only DNS can compare. */
    static List<DnsQuestion> questions(DomainName author, Stream<DomainName> identifiers, int maxIdentifiers) {
        Stream<DomainName> walked = identifiers
                .filter(domain -> onlyDnsCanTell(author, domain))
                .distinct()
                .limit(maxIdentifiers);
        return Stream.concat(Stream.of(author), walked)
                .flatMap(domain -> TreeWalk.questions(domain).stream())
                .distinct()
                .toList();
    }

    List<IdentifierAlignment> check(List<AuthenticationEvidence> evidence) {
        if (evidence.stream().noneMatch(this::needsWalk)) {
            return evidence.stream().map(this::withoutWalk).toList();
        }
        TreeWalk ofAuthor = TreeWalk.from(author, dns);
        Map<DomainName, TreeWalk> walks = walks(evidence, ofAuthor);
        return evidence.stream()
                .map(item -> needsWalk(item) ? compare(item, ofAuthor, walks.get(item.domain())) : withoutWalk(item))
                .toList();
    }

    private boolean needsWalk(AuthenticationEvidence item) {
        return mode(item) == AlignmentMode.RELAXED
                && item.outcome() != AuthenticationEvidence.Outcome.NOT_PASS
                && onlyDnsCanTell(author, item.domain());
    }

    // Relaxed alignment means the same organizational domain, which is at or above both of them: without a common label
    // at the right there can't be one.
    private static boolean onlyDnsCanTell(DomainName author, DomainName domain) {
        return !domain.equals(author)
                && !domain.isRoot()
                && !author.isRoot()
                && domain.suffix(1).equals(author.suffix(1));
    }

    private AlignmentMode mode(AuthenticationEvidence item) {
        return item.method() == AuthenticationEvidence.Method.DKIM ? record.adkim() : record.aspf();
    }

    private IdentifierAlignment withoutWalk(AuthenticationEvidence item) {
        if (item.outcome() == AuthenticationEvidence.Outcome.NOT_PASS) {
            return state(item, IdentifierAlignment.State.NOT_AUTHENTICATED);
        }
        boolean same = item.domain().equals(author);
        return state(item, same ? IdentifierAlignment.State.ALIGNED : IdentifierAlignment.State.NOT_ALIGNED);
    }

    // All side by side. What can't be aligned is not walked: whoever has signed, too, could otherwise make us wait for
    // name servers of his, or run into the limit.
    private Map<DomainName, TreeWalk> walks(List<AuthenticationEvidence> evidence, TreeWalk ofAuthor) {
        List<TreeWalk.From> parts = evidence.stream()
                .filter(this::needsWalk)
                .map(AuthenticationEvidence::domain)
                .filter(ofAuthor::mayShareOrganization)
                .distinct()
                .limit(maxIdentifiers)
                .map(TreeWalk.From::new)
                .toList();
        Map<DomainName, TreeWalk> walks = new HashMap<>();
        for (TreeWalk walk : dns.join(parts)) {
            walks.put(walk.start(), walk);
        }
        return walks;
    }

    private IdentifierAlignment compare(
            AuthenticationEvidence item, TreeWalk ofAuthor, @Nullable TreeWalk ofIdentifier) {
        if (!ofAuthor.mayShareOrganization(item.domain())) {
            return state(item, IdentifierAlignment.State.NOT_ALIGNED);
        }
        if (ofIdentifier == null) {
            return state(item, IdentifierAlignment.State.BEYOND_LIMIT);
        }
        if (!ofIdentifier.mayShareOrganization(author)) {
            return state(item, IdentifierAlignment.State.NOT_ALIGNED);
        }
        for (TreeWalk walk : List.of(ofAuthor, ofIdentifier)) {
            if (walk.failure().isPresent()) {
                return new IdentifierAlignment(item, IdentifierAlignment.State.UNKNOWN, null, walk.problem());
            }
        }
        DomainName organization = ofIdentifier.organizationalDomain();
        boolean same = ofAuthor.organizationalDomain().equals(organization);
        return new IdentifierAlignment(
                item,
                same ? IdentifierAlignment.State.ALIGNED : IdentifierAlignment.State.NOT_ALIGNED,
                organization,
                null);
    }

    private static IdentifierAlignment state(AuthenticationEvidence item, IdentifierAlignment.State state) {
        return new IdentifierAlignment(item, state, null, null);
    }
}
