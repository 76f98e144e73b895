package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    static List<DnsQuestion> questions(DomainName author, Collection<DomainName> identifiers, DmarcSettings settings) {
        if (settings.method() == DiscoveryMethod.PUBLIC_SUFFIX_LIST) {
            return PublicSuffixDiscovery.questions(author, settings.suffixes());
        }
        Set<DomainName> walked = new LinkedHashSet<>();
        for (DomainName identifier : identifiers) {
            if (walked.size() < settings.maxIdentifiers() && mayBeWalked(author, identifier, settings)) {
                walked.add(identifier);
            }
        }
        if (walked.isEmpty()) {
            return TreeWalk.questions(author);
        }
        Set<DnsQuestion> questions = new LinkedHashSet<>(TreeWalk.questions(author));
        walked.forEach(domain -> questions.addAll(TreeWalk.questions(domain)));
        return List.copyOf(questions);
    }

    // Where the guard will say no, there is no need to hurry.
    private static boolean mayBeWalked(DomainName author, DomainName domain, DmarcSettings settings) {
        return onlyDnsCanTell(author, domain)
                && !(settings.guarding() && settings.suffixes().areStrangers(author, domain));
    }

    List<IdentifierAlignment> check(List<AuthenticationEvidence> evidence) {
        List<IdentifierAlignment> alignments = new ArrayList<>(evidence.size());
        if (settings.method() == DiscoveryMethod.PUBLIC_SUFFIX_LIST) {
            evidence.forEach(item -> alignments.add(byList(item)));
        } else if (needsWalk(evidence)) {
            walk(evidence, alignments);
        } else {
            evidence.forEach(item -> alignments.add(withoutWalk(item)));
        }
        return alignments;
    }

    private void walk(List<AuthenticationEvidence> evidence, List<IdentifierAlignment> alignments) {
        TreeWalk ofAuthor = TreeWalk.of(discovery, settings.records(), dns);
        organizationalDomain = ofAuthor.isWhole() ? ofAuthor.organizationalDomain() : null;
        Map<DomainName, TreeWalk> walks = walks(evidence, ofAuthor);
        for (AuthenticationEvidence item : evidence) {
            alignments.add(needsWalk(item) ? compare(item, ofAuthor, walks.get(item.domain())) : withoutWalk(item));
        }
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
        boolean same = settings.suffixes().haveOneOwner(author, item.domain());
        return new IdentifierAlignment(
                item,
                same ? IdentifierAlignment.State.ALIGNED : IdentifierAlignment.State.NOT_ALIGNED,
                organization,
                null);
    }

    private boolean needsWalk(List<AuthenticationEvidence> evidence) {
        for (AuthenticationEvidence item : evidence) {
            if (needsWalk(item)) {
                return true;
            }
        }
        return false;
    }

    private boolean needsWalk(AuthenticationEvidence item) {
        return mode(item) == AlignmentMode.RELAXED
                && item.outcome() != AuthenticationEvidence.Outcome.NOT_PASS
                && onlyDnsCanTell(author, item.domain());
    }

    // Relaxed alignment means the same organizational domain, which is at or above both of them: without a common label
    // at the right there can't be one.
    private static boolean onlyDnsCanTell(DomainName author, DomainName domain) {
        return author.commonLabels(domain) > 0 && !domain.equals(author);
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

    // All side by side.
    private Map<DomainName, TreeWalk> walks(List<AuthenticationEvidence> evidence, TreeWalk ofAuthor) {
        Map<DomainName, TreeWalk> walks = new HashMap<>();
        List<TreeWalk.From> parts = new ArrayList<>();
        for (DomainName identifier : identifiers(evidence, ofAuthor)) {
            Optional<TreeWalk> made = ofAuthor.from(identifier);
            if (made.isPresent()) {
                walks.put(identifier, made.get());
            } else {
                parts.add(new TreeWalk.From(identifier, settings.records()));
            }
        }
        // One alone has nobody to go side by side with.
        List<TreeWalk> further = parts.size() == 1 ? List.of(parts.get(0).evaluate(dns)) : dns.join(parts);
        further.forEach(walk -> walks.put(walk.start(), walk));
        return walks;
    }

    // What can't be aligned is not walked: whoever has signed, too, could otherwise make us wait for name servers of
    // his, or run into the limit.
    private Set<DomainName> identifiers(List<AuthenticationEvidence> evidence, TreeWalk ofAuthor) {
        Set<DomainName> identifiers = new LinkedHashSet<>();
        for (AuthenticationEvidence item : evidence) {
            boolean walked = identifiers.size() < settings.maxIdentifiers()
                    && needsWalk(item)
                    && ofAuthor.mayShareOrganization(item.domain());
            if (walked) {
                identifiers.add(item.domain());
            }
        }
        return identifiers;
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
        if (ofAuthor.failure().isPresent()) {
            return unknown(item, ofAuthor);
        }
        if (ofIdentifier.failure().isPresent()) {
            return unknown(item, ofIdentifier);
        }
        DomainName organization = ofIdentifier.organizationalDomain();
        return new IdentifierAlignment(item, compare(ofAuthor, ofIdentifier), organization, null);
    }

    private IdentifierAlignment.State compare(TreeWalk ofAuthor, TreeWalk ofIdentifier) {
        DomainName organization = ofIdentifier.organizationalDomain();
        if (!ofAuthor.organizationalDomain().equals(organization)) {
            return IdentifierAlignment.State.NOT_ALIGNED;
        }
        return settings.guarding() && areStrangers(ofAuthor, ofIdentifier)
                ? IdentifierAlignment.State.SHARED_PUBLIC_SUFFIX
                : IdentifierAlignment.State.ALIGNED;
    }

    // What both RFCs align stays so, whoever publishes records above.
    private boolean areStrangers(TreeWalk ofAuthor, TreeWalk ofIdentifier) {
        return !settings.suffixes().haveOneOwner(ofAuthor.start(), ofIdentifier.start())
                && (isShared(ofAuthor) || isShared(ofIdentifier));
    }

    private boolean isShared(TreeWalk walk) {
        return settings.suffixes().isShared(walk.start(), walk.organizationalDomain(), walk.isDeclared());
    }

    private static IdentifierAlignment unknown(AuthenticationEvidence item, TreeWalk failed) {
        return new IdentifierAlignment(item, IdentifierAlignment.State.UNKNOWN, null, failed.problem());
    }

    private static IdentifierAlignment state(AuthenticationEvidence item, IdentifierAlignment.State state) {
        return new IdentifierAlignment(item, state, null, null);
    }
}
