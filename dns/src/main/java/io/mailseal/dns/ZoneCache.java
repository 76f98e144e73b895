package io.mailseal.dns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.xbill.DNS.Name;

/** What validation has found out about zones, so that their keys are fetched and verified once and not with each answer. */
final class ZoneCache {

    // One for each zone, and one more for every few keys, so that zones full of keys can't fill the memory.
    private static final int MAX_WEIGHT = 10_000;
    private static final int KEYS_PER_UNIT = 8;
    private static final int LOCKS = 64;

    private final Cache<Name, Zone> zones = Caffeine.newBuilder()
            .maximumWeight(MAX_WEIGHT)
            .weigher((Name name, Zone zone) ->
                    zone instanceof Zone.Signed signed ? 1 + signed.keys().size() / KEYS_PER_UNIT : 1)
            .executor(Runnable::run) // not the common pool
            .build();
    private final Object[] locks = new Object[LOCKS];

    ZoneCache() {
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    /** What is known of the zone that this name is in, and still good. */
    Optional<Zone> find(Name name, Instant now) {
        Zone zone = zones.getIfPresent(name);
        return zone == null || !zone.until().isAfter(now) ? Optional.empty() : Optional.of(zone);
    }

    /** What is known, or else what this finds out; equal names at the same time are worked on once. */
    Zone find(Name name, Instant now, Supplier<Zone> otherwise) {
        synchronized (locks[Math.floorMod(name.hashCode(), LOCKS)]) {
            Optional<Zone> known = find(name, now);
            if (known.isPresent()) {
                return known.get();
            }
            Zone zone = otherwise.get();
            if (zone.until().isAfter(now)) {
                zones.put(name, zone);
            }
            return zone;
        }
    }

    void clear() {
        zones.invalidateAll();
    }
}
