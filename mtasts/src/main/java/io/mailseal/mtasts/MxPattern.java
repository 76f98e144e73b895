package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.util.Optional;

/**
 * Which mail exchangers a policy allows: one host, or all that have one label more than a name.
 *
 * @param domain the host, or what comes after {@code *.}
 * @param wildcard whether the one label before it may be any
 * @rfc 8461 4.1
 */
public record MxPattern(DomainName domain, boolean wildcard) {

    /**
     * @throws IllegalArgumentException for a domain that is no host name
     */
    public MxPattern {
        if (!domain.isHostName()) {
            throw new IllegalArgumentException("not a host name: " + domain);
        }
    }

    /**
     * Reads {@code mail.example.com} or {@code *.example.com}, in A-labels and without a dot at the end. Empty for anything
     * else: a wildcard is a whole label, the leftmost, and there is no other.
     *
     * @rfc 8461 3.2
     */
    public static Optional<MxPattern> parse(String text) {
        boolean wildcard = text.startsWith("*.");
        String domain = wildcard ? text.substring(2) : text;
        if (domain.endsWith(".")) {
            return Optional.empty();
        }
        return DomainName.parse(domain).filter(DomainName::isHostName).map(name -> new MxPattern(name, wildcard));
    }

    /**
     * A pattern that the caller knows to be right.
     *
     * @throws IllegalArgumentException where {@link #parse} would find nothing
     */
    public static MxPattern of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no pattern: " + text));
    }

    /**
     * Whether this host is allowed: {@code *.example.com} is neither {@code example.com} nor {@code a.b.example.com}. What no
     * host can be called, such as {@code 192.0.2.1}, is never allowed: no certificate could be for it.
     */
    public boolean matches(DomainName host) {
        if (!HostName.isOne(host)) {
            return false;
        }
        if (!wildcard) {
            return host.equals(domain);
        }
        return host.labelCount() == domain.labelCount() + 1 && host.isAtOrBelow(domain);
    }

    /** As it stands in a policy. */
    @Override
    public String toString() {
        return wildcard ? "*." + domain : domain.toString();
    }
}
