package io.mailseal.psl;

import io.mailseal.core.DomainName;
import java.util.Optional;

/**
 * What a list says of a name, and why.
 *
 * @param name the name in question
 * @param publicSuffix its suffix that is open for registration, perhaps the whole of it
 * @param rule the rule that decided
 */
public record PublicSuffixMatch(DomainName name, DomainName publicSuffix, PublicSuffixRule rule) {

    /**
     * @throws IllegalArgumentException if the name does not end in the suffix
     */
    public PublicSuffixMatch {
        if (!name.isAtOrBelow(publicSuffix)) {
            throw new IllegalArgumentException(publicSuffix + " is no suffix of " + name);
        }
    }

    /** Whether the name is a public suffix itself, and so belongs to nobody. */
    public boolean isPublicSuffix() {
        return name.labelCount() == publicSuffix.labelCount();
    }

    /** The public suffix and one label more; empty if the name is a public suffix itself. */
    public Optional<DomainName> registrableDomain() {
        return isPublicSuffix() ? Optional.empty() : Optional.of(name.suffix(publicSuffix.labelCount() + 1));
    }

    /** A sentence for people, such as: {@code www.ck belongs to www.ck, by the rule !www.ck (ICANN).} */
    public String explanation() {
        String found = registrableDomain()
                .map(domain -> " belongs to " + domain)
                .orElse(" is open for registration, so nobody owns it");
        return name + found + ", by the rule " + rule + ".";
    }
}
