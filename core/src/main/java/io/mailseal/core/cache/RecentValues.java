package io.mailseal.core.cache;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What was made of a key before, such as a record of its text. A table without chains: each key has the two places of its
 * pair, and the older one of the two goes when a third comes. So it never grows, never blocks, and who fills it on purpose
 * makes others work again, and no more. There are two, since of some hundred popular keys a few would otherwise drive each
 * other out for ever. May be used by several threads.
 *
 * @param <K> with equality, immutable; what it keeps alive is kept alive
 * @param <V> immutable
 */
public final class RecentValues<K, V> {

    /** How many are kept at most. */
    public static final int PLACES = 1024;

    private final AtomicReferenceArray<@Nullable Entry<K, V>> places = new AtomicReferenceArray<>(PLACES);

    private record Entry<K, V>(K key, V value) {}

    /** What was put under an equal key; null where it was not, or has gone. */
    public @Nullable V get(K key) {
        int pair = pair(key);
        Entry<K, V> newer = places.getAcquire(pair);
        if (newer != null && newer.key().equals(key)) {
            return newer.value();
        }
        Entry<K, V> older = places.getAcquire(pair + 1);
        return older != null && older.key().equals(key) ? older.value() : null;
    }

    /** Keeps a value. The last one put under a key counts. */
    public void put(K key, V value) {
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
