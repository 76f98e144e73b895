package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.psl.PublicSuffixList;
import io.mailseal.psl.PublicSuffixMatch;
import io.mailseal.psl.PublicSuffixRule;
import org.jspecify.annotations.Nullable;

/**
 * What the public suffix list says where it is asked.
 *
 * @param given null for the list that comes with the library, which is read when it is needed
 */
record PublicSuffixes(@Nullable PublicSuffixList given) {

    static final PublicSuffixes BUNDLED = new PublicSuffixes(null);

    private PublicSuffixList list() {
        return given == null ? PublicSuffixList.bundled() : given;
    }

    /**
     * The organizational domain; that of a public suffix is itself.
     *
     * @rfc 7489 3.2
     */
    DomainName organizationalDomain(DomainName name) {
        return list().registrableDomain(name).orElse(name);
    }

    /** Whether two names belong to one owner: RFC 7489 would align them. */
    boolean haveOneOwner(DomainName one, DomainName other) {
        return organizationalDomain(one).equals(organizationalDomain(other));
    }

    /**
     * Whether what is between a name and its organizational domain is open to strangers: the organizational domain is a
     * public suffix, or above one. The owner of a private suffix, or of one that the list does not know, may declare
     * otherwise for this suffix; registries may not. A declaration above a suffix says nothing of it: {@code psd=n} is
     * what any organization may publish to keep apart from a registry.
     *
     * @rfc 9989 11.8
     */
    boolean isShared(DomainName name, DomainName organization, boolean declared) {
        PublicSuffixMatch match = list().match(name);
        return match.publicSuffix().isAtOrBelow(organization)
                && !(declared && match.publicSuffix().equals(organization) && !isOfRegistry(match));
    }

    private static boolean isOfRegistry(PublicSuffixMatch match) {
        return match.rule().source() == PublicSuffixRule.Source.ICANN;
    }

    /** Whether two names have nothing in common but what registries open to everybody. */
    boolean areStrangers(DomainName one, DomainName other) {
        return list().icannOnly().isPublicSuffix(one.suffix(one.commonLabels(other)));
    }
}
