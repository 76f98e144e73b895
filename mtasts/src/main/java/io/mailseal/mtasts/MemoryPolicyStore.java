package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A bounded store in memory. Whoever fills it on purpose drives out what protects nobody first. */
final class MemoryPolicyStore implements PolicyStore {

    // By what an entry protects, the least first; in each the one that was not used for longest comes first.
    private final List<Map<DomainName, PolicyEntry>> ranks = new ArrayList<>();
    private final int capacity;

    // The highest version that was ever removed, of all domains: one number, and no domain gets one of its versions
    // again.
    private long highestRemoved;

    MemoryPolicyStore(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a store without room: " + capacity);
        }
        this.capacity = capacity;
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

    private @Nullable PolicyEntry get(DomainName domain) {
        for (Map<DomainName, PolicyEntry> rank : ranks) {
            PolicyEntry entry = rank.get(domain);
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    private boolean removeNow(DomainName domain) {
        for (Map<DomainName, PolicyEntry> rank : ranks) {
            PolicyEntry removed = rank.remove(domain);
            if (removed != null) {
                highestRemoved = Math.max(highestRemoved, removed.version());
                return true;
            }
        }
        return false;
    }

    @Override
    public synchronized CompletableFuture<Optional<PolicyEntry>> find(DomainName domain) {
        return CompletableFuture.completedFuture(Optional.ofNullable(get(domain)));
    }

    @Override
    public synchronized CompletableFuture<Boolean> put(PolicyEntry entry) {
        if (isOutdated(entry)) {
            return CompletableFuture.completedFuture(false);
        }
        long before = entry.version() == 0 ? highestRemoved : entry.version();
        ranks.forEach(rank -> rank.remove(entry.domain()));
        rank(entry).put(entry.domain(), entry.withVersion(before + 1));
        while (ranks.stream().mapToInt(Map::size).sum() > capacity) {
            removeLeast();
        }
        return CompletableFuture.completedFuture(true);
    }

    private boolean isOutdated(PolicyEntry entry) {
        PolicyEntry stored = get(entry.domain());
        return (stored == null ? 0 : stored.version()) != entry.version();
    }

    private void removeLeast() {
        for (Map<DomainName, PolicyEntry> rank : ranks) {
            Iterator<PolicyEntry> eldest = rank.values().iterator();
            if (eldest.hasNext()) {
                highestRemoved = Math.max(highestRemoved, eldest.next().version());
                eldest.remove();
                return;
            }
        }
    }

    @Override
    public synchronized CompletableFuture<Boolean> remove(PolicyEntry entry) {
        return CompletableFuture.completedFuture(!isOutdated(entry) && removeNow(entry.domain()));
    }

    @Override
    public synchronized CompletableFuture<Boolean> forget(DomainName domain) {
        return CompletableFuture.completedFuture(removeNow(domain));
    }

    @Override
    public synchronized CompletableFuture<List<PolicyEntry>> due(Instant now, int limit) {
        return CompletableFuture.completedFuture(ranks.stream()
                .flatMap(rank -> rank.values().stream())
                .filter(entry -> !entry.refreshAt().isAfter(now))
                .sorted(Comparator.comparing(PolicyEntry::refreshAt))
                .limit(limit)
                .toList());
    }
}
