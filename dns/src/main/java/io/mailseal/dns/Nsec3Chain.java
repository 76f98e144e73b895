package io.mailseal.dns;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * Some NSEC3 records of one chain, which is to say that all have the same iterations and salt. Each name is hashed once. For
 * one thread.
 *
 * @rfc 5155 7.1
 */
final class Nsec3Chain {

    private final List<Nsec3Span> spans;
    private final Nsec3Hash hash;
    private final ValidationWork work;
    private final Map<Name, byte[]> hashes = new HashMap<>();
    private boolean exhausted;

    Nsec3Chain(List<Nsec3Span> spans, Nsec3Hash.Parameters parameters, ValidationWork work) {
        this.spans = spans;
        this.hash = new Nsec3Hash(parameters);
        this.work = work;
    }

    /** The record of this name, if it is here. */
    @Nullable
    Nsec3Span matching(Name name) {
        byte[] hashed = hashed(name);
        return hashed == null ? null : first(span -> span.matches(hashed));
    }

    /** A record that shows that the name has none, if it is here. */
    @Nullable
    Nsec3Span covering(Name name) {
        byte[] hashed = hashed(name);
        return hashed == null ? null : first(span -> span.covers(hashed));
    }

    /** Whether a name was not hashed since {@link #start}, so that a record may be here that was not found. */
    boolean isExhausted() {
        return exhausted;
    }

    void start() {
        exhausted = false;
    }

    private @Nullable Nsec3Span first(Predicate<Nsec3Span> wanted) {
        for (Nsec3Span span : spans) {
            if (wanted.test(span)) {
                return span;
            }
        }
        return null;
    }

    private byte @Nullable [] hashed(Name name) {
        byte[] known = hashes.get(name);
        if (known != null) {
            return known;
        }
        if (!work.mayHash()) {
            exhausted = true;
            return null;
        }
        byte[] hashed = hash.of(name);
        hashes.put(name, hashed);
        return hashed;
    }
}
