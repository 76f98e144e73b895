package io.mailseal.dkim;

import io.mailseal.core.Octets;

/**
 * The canonical header fields that a signature covers, itself included. Equal by content; comparing one with itself, which
 * is what happens between the rounds of an evaluation, costs nothing.
 *
 * @rfc 6376 3.7
 */
final class SignedHeader {

    private final Octets canonical;

    SignedHeader(Octets canonical) {
        this.canonical = canonical;
    }

    Octets canonical() {
        return canonical;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof SignedHeader that && canonical.equals(that.canonical);
    }

    @Override
    public int hashCode() {
        return canonical.length();
    }

    @Override
    public String toString() {
        return canonical.toString();
    }
}
