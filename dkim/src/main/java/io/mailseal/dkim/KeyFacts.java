package io.mailseal.dkim;

import io.mailseal.core.dns.DnsSecurity;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the key of a signature.
 *
 * @param security of the answer that held it; null if it was not asked for
 * @param bits zero if unknown
 */
record KeyFacts(@Nullable DnsSecurity security, int bits, boolean testing) {

    /** Of a signature whose key was not asked for. */
    static final KeyFacts NONE = new KeyFacts(null, 0, false);

    KeyFacts withBits(int newBits) {
        return new KeyFacts(security, newBits, testing);
    }
}
