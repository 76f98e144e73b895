package io.mailseal.dnsbl;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.dnsbl.uri.RegisteredDomain;
import io.mailseal.dnsbl.uri.RegisteredDomains;
import io.mailseal.dnsbl.uri.UriHost;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One list and one subject: what is to be asked, or why nothing is.
 *
 * @param kind of which kind the subject is on this list
 * @param registered what the name was reduced to, and by what
 */
record Lookup(
        BlocklistProfile profile,
        BlocklistSubject subject,
        Set<SubjectSource> sources,
        BlocklistKind kind,
        @Nullable RegisteredDomain registered,
        ListQuery query) {

    /** Empty where the list is of another kind, which is nothing to speak of when a message is checked by many lists. */
    static Optional<Lookup> of(
            BlocklistProfile profile,
            BlocklistSubject subject,
            Set<SubjectSource> sources,
            RegisteredDomains registeredDomains) {
        BlocklistKind kind = kindOf(profile, subject);
        if (kind == null) {
            return Optional.empty();
        }
        Lookup plain = new Lookup(profile, subject, sources, kind, null, ListQuery.notAsked(NotAsked.UNPROVEN));
        boolean unproven = profile.purpose() == BlocklistPurpose.ALLOW && !plain.isProven();
        return Optional.of(unproven ? plain : plain.asking(registeredDomains));
    }

    /** Whether the list may be asked about it at all. */
    static boolean isPossible(BlocklistProfile profile, BlocklistSubject subject) {
        return kindOf(profile, subject) != null;
    }

    private static @Nullable BlocklistKind kindOf(BlocklistProfile profile, BlocklistSubject subject) {
        BlocklistKind kind;
        if (subject instanceof BlocklistSubject.Address address) {
            kind = address.address().isV4() ? BlocklistKind.IPV4 : BlocklistKind.IPV6;
        } else if (subject instanceof BlocklistSubject.Domain) {
            kind = BlocklistKind.DOMAIN;
        } else if (subject instanceof BlocklistSubject.Host) {
            kind = BlocklistKind.URI_HOST;
        } else {
            HashSubject type = ((BlocklistSubject.Hashed) subject).type();
            boolean digested =
                    profile.hash().filter(form -> form.subject() == type).isPresent();
            kind = digested ? BlocklistKind.HASH : null;
        }
        return kind != null && profile.kinds().contains(kind) ? kind : null;
    }

    private Lookup asking(RegisteredDomains registeredDomains) {
        if (subject instanceof BlocklistSubject.Address address) {
            return asking(null, profile.query(address.address()));
        }
        if (subject instanceof BlocklistSubject.Domain domain) {
            return asking(domain.name(), registeredDomains);
        }
        if (subject instanceof BlocklistSubject.Host host) {
            return asking(host.host(), registeredDomains);
        }
        return asking(null, Digests.query(profile, (BlocklistSubject.Hashed) subject));
    }

    private Lookup asking(UriHost host, RegisteredDomains registeredDomains) {
        Optional<IpAddress> address = host.address();
        return address.isPresent()
                ? asking(null, profile.queryHost(address.get()))
                : asking(host.name().orElseThrow(), registeredDomains);
    }

    // DBL-13: what is listed may be the registered domain alone.
    private Lookup asking(DomainName name, RegisteredDomains registeredDomains) {
        DomainName askable = isShortened() ? SpecialNames.askable(name) : name;
        if (profile.reduction() == HostReduction.FULL_HOST || SpecialNames.contains(askable)) {
            return asking(null, queryRoomFor(askable));
        }
        RegisteredDomain reduced = registeredDomains.of(askable).orElse(null);
        return reduced == null
                ? asking(null, ListQuery.notAsked(NotAsked.NO_REGISTERED_DOMAIN))
                : asking(reduced, queryName(reduced.name()));
    }

    // Whoever has a domain may choose names below it that nobody can ask about. What is good about it is not theirs.
    private boolean isShortened() {
        return profile.purpose() == BlocklistPurpose.BLOCK;
    }

    private ListQuery queryRoomFor(DomainName name) {
        DomainName part = name;
        ListQuery query = queryName(part);
        while (isShortened() && query.equals(ListQuery.notAsked(NotAsked.NAME_TOO_LONG)) && part.labelCount() > 2) {
            part = part.suffix(part.labelCount() - 1);
            query = queryName(part);
        }
        return query;
    }

    private ListQuery queryName(DomainName name) {
        return kind == BlocklistKind.DOMAIN ? profile.queryDomain(name) : profile.queryHost(name);
    }

    private Lookup asking(@Nullable RegisteredDomain newRegistered, ListQuery newQuery) {
        return new Lookup(profile, subject, sources, kind, newRegistered, newQuery);
    }

    /** The same, but not asked. */
    Lookup without(NotAsked reason) {
        return asking(registered, ListQuery.notAsked(reason));
    }

    /** Whether this code means something for a subject from there. */
    boolean isFor(ReturnCode code) {
        // RFC 5782 §6: that an address is a dial-up user's says nothing where the mail came through its provider.
        boolean client = sources.contains(SubjectSource.CLIENT) || sources.contains(SubjectSource.QUESTION);
        // DBL-16: who is good is not for the sender to say.
        return (client || !code.isClientOnly()) && (code.weight() >= 0 || isProven());
    }

    private boolean isProven() {
        return sources.stream().anyMatch(SubjectSource::isProven);
    }

    /** Whether it is about a URI whose host is an address. */
    boolean isNumericHost() {
        return subject instanceof BlocklistSubject.Host host
                && host.host().address().isPresent();
    }

    /** Whether there is something to be asked. */
    boolean isAsked() {
        return query.name().isPresent();
    }

    /** The question that decides. */
    DnsQuestion question() {
        return DnsQuestion.a(query.name().orElseThrow());
    }

    /** The question for the reason. */
    DnsQuestion reasonQuestion() {
        return DnsQuestion.txt(query.name().orElseThrow());
    }

    // The name in the question may hold a key.
    @Override
    public String toString() {
        return profile + ": " + subject;
    }
}
