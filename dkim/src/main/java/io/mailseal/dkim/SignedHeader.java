package io.mailseal.dkim;

import io.mailseal.core.Octets;
import java.util.Arrays;

/**
 * The canonical header fields that a signature covers, itself included. Equal by content; comparing one with itself, which
 * is what happens between the rounds of an evaluation, costs nothing.
 *
 * @rfc 6376 3.7
 */
final class SignedHeader {

    private final byte[] canonical;

    /** Keeps the array, which nobody changes any more. */
    SignedHeader(byte[] canonical) {
        this.canonical = canonical;
    }

    /** Not to be changed. */
    byte[] canonical() {
        return canonical;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof SignedHeader that && Arrays.equals(canonical, that.canonical);
    }

    @Override
    public int hashCode() {
        return canonical.length;
    }

    @Override
    public String toString() {
        return Octets.of(canonical).toString();
    }
}
