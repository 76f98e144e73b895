package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A bounded store in memory. Whoever fills it on purpose drives out what protects nobody first. A policy of 64 KiB takes more
 * than ten times as much memory, if each of its lines is short, and a stranger may have many domains; so the large ones share
 * a room of their own, and drive out each other.
 */
final class MemoryPolicyStore implements PolicyStore {

    // About thirty lines; few honest policies have ten.
    private static final long LARGE = 4 * 1024;
    private static final long ROOM_PER_DOMAIN = 1024;

    // Enough for the largest policy there is.
    private static final long LEAST_ROOM = 1024 * 1024;

    // What a line takes beside its text: a name, a pattern, a place in a list.
    private static final long OCTETS_PER_LINE = 100;

    private final PolicyShelf small;
    private final PolicyShelf large;

    // The highest version that was ever removed, of all domains: one number, and no domain gets one of its versions
    // again.
    private long highestRemoved;

    MemoryPolicyStore(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a store without room: " + capacity);
        }
        this.small = new PolicyShelf(capacity, entry -> 1);
        this.large = new PolicyShelf(Math.max(LEAST_ROOM, capacity * ROOM_PER_DOMAIN), MemoryPolicyStore::octets);
    }

    /** About how much memory its policy takes. */
    private static long octets(PolicyEntry entry) {
        return entry.policy().stream()
                .flatMap(cached -> cached.policy().lines().stream())
                .mapToLong(line -> OCTETS_PER_LINE + line.length())
                .sum();
    }

    private PolicyShelf shelf(PolicyEntry entry) {
        return octets(entry) > LARGE ? large : small;
    }

    private @Nullable PolicyEntry get(DomainName domain) {
        PolicyEntry entry = small.get(domain);
        return entry != null ? entry : large.get(domain);
    }

    private @Nullable PolicyEntry take(DomainName domain) {
        PolicyEntry entry = small.remove(domain);
        return entry != null ? entry : large.remove(domain);
    }

    private boolean removeNow(DomainName domain) {
        PolicyEntry removed = take(domain);
        if (removed != null) {
            removed(removed);
        }
        return removed != null;
    }

    private void removed(PolicyEntry entry) {
        highestRemoved = Math.max(highestRemoved, entry.version());
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
        PolicyEntry replaced = take(entry.domain());
        long before = replaced == null ? highestRemoved : replaced.version();
        PolicyShelf shelf = shelf(entry);
        shelf.put(entry.withVersion(before + 1));
        for (PolicyEntry gone = shelf.removeExcess(); gone != null; gone = shelf.removeExcess()) {
            removed(gone);
        }
        return CompletableFuture.completedFuture(true);
    }

    private boolean isOutdated(PolicyEntry entry) {
        PolicyEntry stored = get(entry.domain());
        return (stored == null ? 0 : stored.version()) != entry.version();
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
        return CompletableFuture.completedFuture(Stream.concat(small.all(), large.all())
                .filter(entry -> !entry.refreshAt().isAfter(now))
                .sorted(Comparator.comparing(PolicyEntry::refreshAt))
                .limit(limit)
                .toList());
    }
}
