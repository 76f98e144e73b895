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

    /**
     * Whether strangers live below this organizational domain. The owner of a private suffix, or of one that the list
     * does not know, may declare otherwise; registries may not.
     *
     * @rfc 9989 11.8
     */
    boolean isShared(DomainName organization, boolean declared) {
        PublicSuffixMatch match = list().match(organization);
        return match.isPublicSuffix() && !(declared && match.rule().source() != PublicSuffixRule.Source.ICANN);
    }

    /** Whether two names have nothing in common but what registries open to everybody. */
    boolean areStrangers(DomainName one, DomainName other) {
        return list().icannOnly().isPublicSuffix(commonSuffix(one, other));
    }

    private static DomainName commonSuffix(DomainName one, DomainName other) {
        int labels = Math.min(one.labelCount(), other.labelCount());
        while (!one.suffix(labels).equals(other.suffix(labels))) {
            labels--;
        }
        return one.suffix(labels);
    }
}
