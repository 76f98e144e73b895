package io.mailseal.core.dns;

import java.util.Collection;

/**
 * What is known of the authenticity of an answer, from the strongest to the weakest.
 *
 * @rfc 4035 4.3
 */
public enum DnsSecurity {
    /** Signed, and the chain from a trust anchor was verified. */
    SECURE("secure"),
    /** Proven to be in a zone that is not signed. */
    INSECURE("insecure"),
    /** Nobody checked; or, in a failure, what could not be proven either way. */
    INDETERMINATE("indeterminate"),
    /** Should be signed, but the proof is wrong or missing. Only failures are bogus. */
    BOGUS("bogus");

    private final String word;

    DnsSecurity(String word) {
        this.word = word;
    }

    /** The word of RFC 4035, in lower case. */
    public String word() {
        return word;
    }

    /** The weaker of both. */
    public DnsSecurity weaker(DnsSecurity other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** The weakest of them; SECURE where there is none, since then nothing was relied upon. */
    public static DnsSecurity weakest(Collection<DnsSecurity> states) {
        DnsSecurity weakest = SECURE;
        for (DnsSecurity state : states) {
            weakest = weakest.weaker(state);
        }
        return weakest;
    }
}
