package io.mailseal.dnsbl.uri;

import io.mailseal.core.DomainName;
import java.util.Objects;

/**
 * The part of a host's name that somebody registered, and what told so.
 *
 * @param name such as {@code example.co.uk}
 * @param basis what decided how many labels it has
 */
public record RegisteredDomain(DomainName name, Basis basis) {

    /** What decided how many labels a registered domain has. */
    public enum Basis {
        /** SURBL's three-level list: one label more than an entry of three labels. */
        THREE_LEVEL_LIST,
        /** SURBL's two-level list: one label more than an entry of two labels. */
        TWO_LEVEL_LIST,
        /** SURBL's lists, neither of which has the name: two labels. */
        TOP_LEVEL_DOMAIN,
        /** A public suffix list. */
        PUBLIC_SUFFIX_LIST
    }

    /** No component may be null. */
    public RegisteredDomain {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(basis, "basis");
    }
}
