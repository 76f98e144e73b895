package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsView;
import java.util.ArrayList;
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

    private final DmarcDiscovery discovery;
    private final DomainName author;
    private final DmarcRecord record;
    private final DmarcSettings settings;
    private final DnsView dns;
    private @Nullable DomainName organizationalDomain;

    /** @param record the one that was discovered */
    AlignmentCheck(DmarcDiscovery discovery, DmarcRecord record, DmarcSettings settings, DnsView dns) {
        this.discovery = discovery;
        this.author = discovery.domain();
        this.record = record;
        this.settings = settings;
        this.dns = dns;
    }

    /**
     * What discovery and a check may ask: the walk of the author, and those of identifiers which only DNS can compare.
     */
    static List<DnsQuestion> questions(DomainName author, Stream<DomainName> identifiers, DmarcSettings settings) {
        if (settings.method() == DiscoveryMethod.PUBLIC_SUFFIX_LIST) {
            return PublicSuffixDiscovery.questions(author, settings.suffixes());
        }
        // Where the guard will say no, there is no need to hurry.
        Stream<DomainName> walked = identifiers
                .filter(domain -> onlyDnsCanTell(author, domain))
                .filter(domain -> !settings.guarding() || !settings.suffixes().areStrangers(author, domain))
                .distinct()
                .limit(settings.maxIdentifiers());
        return Stream.concat(Stream.of(author), walked)
                .flatMap(domain -> TreeWalk.questions(domain).stream())
                .distinct()
                .toList();
    }

    List<IdentifierAlignment> check(List<AuthenticationEvidence> evidence) {
        if (settings.method() == DiscoveryMethod.PUBLIC_SUFFIX_LIST) {
            return evidence.stream().map(this::byList).toList();
        }
        if (evidence.stream().noneMatch(this::needsWalk)) {
            return evidence.stream().map(this::withoutWalk).toList();
        }
        TreeWalk ofAuthor = TreeWalk.of(discovery, settings.records(), dns);
        organizationalDomain = ofAuthor.isWhole() ? ofAuthor.organizationalDomain() : null;
        Map<DomainName, TreeWalk> walks = walks(evidence, ofAuthor);
        return evidence.stream()
                .map(item -> needsWalk(item) ? compare(item, ofAuthor, walks.get(item.domain())) : withoutWalk(item))
                .toList();
    }

    /** That of the author, after a {@link #check} that had to find it out. */
    @Nullable
    DomainName organizationalDomain() {
        return organizationalDomain;
    }

    // RFC 7489 §3.1: the same organizational domain, which the list tells without a question.
    private IdentifierAlignment byList(AuthenticationEvidence item) {
        if (mode(item) == AlignmentMode.STRICT || item.outcome() == AuthenticationEvidence.Outcome.NOT_PASS) {
            return withoutWalk(item);
        }
        DomainName organization = settings.suffixes().organizationalDomain(item.domain());
        boolean same = settings.suffixes().organizationalDomain(author).equals(organization);
        return new IdentifierAlignment(
                item,
                same ? IdentifierAlignment.State.ALIGNED : IdentifierAlignment.State.NOT_ALIGNED,
                organization,
                null);
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
        List<DomainName> identifiers = evidence.stream()
                .filter(this::needsWalk)
                .map(AuthenticationEvidence::domain)
                .filter(ofAuthor::mayShareOrganization)
                .distinct()
                .limit(settings.maxIdentifiers())
                .toList();
        Map<DomainName, TreeWalk> walks = new HashMap<>();
        List<TreeWalk.From> parts = new ArrayList<>();
        for (DomainName identifier : identifiers) {
            ofAuthor.from(identifier)
                    .ifPresentOrElse(
                            walk -> walks.put(identifier, walk),
                            () -> parts.add(new TreeWalk.From(identifier, settings.records())));
        }
        // One alone has nobody to go side by side with.
        List<TreeWalk> further = parts.size() == 1 ? List.of(parts.get(0).evaluate(dns)) : dns.join(parts);
        further.forEach(walk -> walks.put(walk.start(), walk));
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
        return new IdentifierAlignment(item, compare(ofAuthor, ofIdentifier), organization, null);
    }

    private IdentifierAlignment.State compare(TreeWalk ofAuthor, TreeWalk ofIdentifier) {
        DomainName organization = ofIdentifier.organizationalDomain();
        if (!ofAuthor.organizationalDomain().equals(organization)) {
            return IdentifierAlignment.State.NOT_ALIGNED;
        }
        boolean declared = ofAuthor.isDeclared() && ofIdentifier.isDeclared();
        return settings.guarding() && settings.suffixes().isShared(organization, declared)
                ? IdentifierAlignment.State.SHARED_PUBLIC_SUFFIX
                : IdentifierAlignment.State.ALIGNED;
    }

    private static IdentifierAlignment state(AuthenticationEvidence item, IdentifierAlignment.State state) {
        return new IdentifierAlignment(item, state, null, null);
    }
}
