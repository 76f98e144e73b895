package io.mailseal.dkim;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What was made of a key before, by what it was made of. A table without chains: each has the two places of its pair, and
 * the older one of the two goes when a third comes. So it never grows, never blocks, and who fills it on purpose makes others
 * parse again, and no more.
 */
final class KeyTable<K, V> {

    /** How many are kept at most. */
    static final int PLACES = 1024;

    private final AtomicReferenceArray<@Nullable Entry<K, V>> places = new AtomicReferenceArray<>(PLACES);

    private record Entry<K, V>(K key, V value) {}

    @Nullable
    V get(K key) {
        int pair = pair(key);
        Entry<K, V> newer = places.getAcquire(pair);
        if (newer != null && newer.key().equals(key)) {
            return newer.value();
        }
        Entry<K, V> older = places.getAcquire(pair + 1);
        return older != null && older.key().equals(key) ? older.value() : null;
    }

    void put(K key, V value) {
        int pair = pair(key);
        places.setRelease(pair + 1, places.getAcquire(pair));
        places.setRelease(pair, new Entry<>(key, value));
    }

    // The first place of two.
    private int pair(K key) {
        int hash = key.hashCode();
        return (hash ^ hash >>> 10 ^ hash >>> 20) & (PLACES - 2);
    }
}
