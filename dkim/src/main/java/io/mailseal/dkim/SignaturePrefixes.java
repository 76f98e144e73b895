package io.mailseal.dkim;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How much of a signature names it within its message.
 *
 * @rfc 6008 4
 */
final class SignaturePrefixes {

    private static final int SHORTEST = 8;

    private final NavigableSet<String> signatures;

    SignaturePrefixes(Collection<String> signatures) {
        // One alone, which is the rule, has no neighbours.
        this.signatures = signatures.size() == 1 ? Collections.emptyNavigableSet() : new TreeSet<>(signatures);
    }

    /** The shortest beginning, of eight characters or more, that no other signature of the message has. */
    String of(String signature) {
        // Whatever has most in common with it is its neighbour in the order.
        int before = common(signature, signatures.lower(signature));
        int after = common(signature, signatures.higher(signature));
        int length = Math.max(SHORTEST, 1 + Math.max(before, after));
        return signature.substring(0, Math.min(length, signature.length()));
    }

    private static int common(String one, @Nullable String other) {
        int length = 0;
        while (other != null
                && length < Math.min(one.length(), other.length())
                && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }
}
