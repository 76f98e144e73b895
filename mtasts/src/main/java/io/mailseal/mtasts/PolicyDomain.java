package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.util.Optional;

/**
 * The domain whose policy applies to a message: that of the recipient's address, or that of the smart host which the message
 * is handed to. It is this domain and no other; the policy of a parent says nothing about it.
 *
 * @rfc 8461 3.4
 */
public final class PolicyDomain {

    private final DomainName name;

    private PolicyDomain(DomainName name) {
        this.name = name;
    }

    /**
     * What stands behind the {@code @} of the recipient's address, or the name of a smart host: A-labels or U-labels. Empty
     * for an address literal such as {@code [192.0.2.1]}, which has no policy, nor has it without its brackets, and for what
     * is no domain name.
     */
    public static Optional<DomainName> of(String domain) {
        return DomainName.ofUnicode(domain).filter(PolicyDomain::isOne);
    }

    /** Whether there could be a policy: a host name that leaves room for {@code mta-sts.} before it. */
    static boolean isOne(DomainName domain) {
        // §3.4: nor is an address literal, with brackets or without.
        return HostName.isOne(domain)
                && domain.below("mta-sts").isPresent()
                && domain.below("_mta-sts").isPresent();
    }

    /**
     * @throws IllegalArgumentException for a domain that can't have a policy
     */
    static PolicyDomain require(DomainName domain) {
        if (!isOne(domain)) {
            throw new IllegalArgumentException("no policy domain: " + domain);
        }
        return new PolicyDomain(domain);
    }

    /** Where the record is. */
    DomainName recordName() {
        return name.below("_mta-sts").orElseThrow();
    }

    /** Who serves the policy. */
    DomainName policyHost() {
        return name.below("mta-sts").orElseThrow();
    }
}
