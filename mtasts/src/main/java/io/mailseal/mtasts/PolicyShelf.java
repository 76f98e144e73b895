package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Entries that share so much room. Where there is none left, what protects least goes first. Not thread-safe. */
final class PolicyShelf {

    // By what an entry protects, the least first; in each the one that was not used for longest comes first.
    private final List<Map<DomainName, PolicyEntry>> ranks = new ArrayList<>();
    private final long room;
    private final ToLongFunction<PolicyEntry> size;
    private long used;

    /** @param size how much of the room an entry takes */
    PolicyShelf(long room, ToLongFunction<PolicyEntry> size) {
        this.room = room;
        this.size = size;
        for (int i = 0; i < 4; i++) {
            ranks.add(new LinkedHashMap<>(16, 0.75f, true));
        }
    }

    private Map<DomainName, PolicyEntry> rank(PolicyEntry entry) {
        return ranks.get(entry.policy()
                .map(cached -> switch (cached.policy().mode()) {
                    case NONE -> 1;
                    case TESTING -> 2;
                    case ENFORCE -> 3;
                })
                .orElse(0));
    }

    /** That of this domain, which counts as used now; null if there is none. */
    @Nullable
    PolicyEntry get(DomainName domain) {
        for (Map<DomainName, PolicyEntry> rank : ranks) {
            PolicyEntry entry = rank.get(domain);
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    /** Puts one there whose domain has none, whether there is room or not. */
    void put(PolicyEntry entry) {
        rank(entry).put(entry.domain(), entry);
        used += size.applyAsLong(entry);
    }

    /** Takes away that of this domain; null if there is none. */
    @Nullable
    PolicyEntry remove(DomainName domain) {
        for (Map<DomainName, PolicyEntry> rank : ranks) {
            PolicyEntry removed = rank.remove(domain);
            if (removed != null) {
                used -= size.applyAsLong(removed);
                return removed;
            }
        }
        return null;
    }

    /** Takes away what protects least, if there is more than has room; null if there is not. */
    @Nullable
    PolicyEntry removeExcess() {
        if (used <= room) {
            return null;
        }
        for (Map<DomainName, PolicyEntry> rank : ranks) {
            Iterator<DomainName> eldest = rank.keySet().iterator();
            if (eldest.hasNext()) {
                return remove(eldest.next());
            }
        }
        return null;
    }

    Stream<PolicyEntry> all() {
        return ranks.stream().flatMap(rank -> rank.values().stream());
    }
}
