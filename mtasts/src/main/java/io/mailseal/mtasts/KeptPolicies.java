package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** A store as the cache sees it: it may fail, but says so in a value, and whoever lost a race tries again. */
final class KeptPolicies {

    private static final int MOST_TRIES = 4;

    private final PolicyStore store;
    private final MtaStsObserver observer;

    KeptPolicies(PolicyStore store, MtaStsObserver observer) {
        this.store = store;
        this.observer = observer;
    }

    /**
     * What is kept of a domain.
     *
     * @param known whether the store could tell; if not, the entry is a new one
     */
    record Kept(PolicyEntry entry, boolean known) {}

    CompletableFuture<Kept> find(DomainName domain) {
        PolicyEntry none = PolicyEntry.of(domain);
        return guarded(() -> store.find(domain))
                .thenApply(found ->
                        found.map(entry -> new Kept(entry.orElse(none), true)).orElse(new Kept(none, false)));
    }

    CompletableFuture<List<PolicyEntry>> due(Instant now, int limit) {
        return guarded(() -> store.due(now, limit)).thenApply(found -> found.orElse(List.of()));
    }

    /** Whether it was removed. */
    CompletableFuture<Boolean> remove(PolicyEntry entry) {
        return guarded(() -> store.remove(entry)).thenApply(removed -> removed.orElse(false));
    }

    /** Whether this entry was written, without another try. */
    CompletableFuture<Boolean> put(PolicyEntry entry) {
        return guarded(() -> store.put(entry)).thenApply(written -> written.orElse(false));
    }

    /**
     * Changes an entry; where somebody else has changed it meanwhile, what they have made of it.
     *
     * @param change what is to be written; empty where nothing is, since it is outdated
     * @return what was written, or what is there now if nothing was
     */
    CompletableFuture<PolicyEntry> change(PolicyEntry entry, Function<PolicyEntry, Optional<PolicyEntry>> change) {
        return change(entry, change, 1);
    }

    private CompletableFuture<PolicyEntry> change(
            PolicyEntry entry, Function<PolicyEntry, Optional<PolicyEntry>> change, int tries) {
        Optional<PolicyEntry> changed = change.apply(entry);
        if (changed.isEmpty()) {
            return CompletableFuture.completedFuture(entry);
        }
        return guarded(() -> store.put(changed.get())).thenCompose(written -> {
            if (written.orElse(true) || tries == MOST_TRIES) {
                return CompletableFuture.completedFuture(changed.get());
            }
            return find(entry.domain())
                    .thenCompose(now -> now.known()
                            ? change(now.entry(), change, tries + 1)
                            : CompletableFuture.completedFuture(changed.get()));
        });
    }

    // Empty where the store failed.
    private <T> CompletableFuture<Optional<T>> guarded(Supplier<? extends CompletionStage<T>> access) {
        CompletableFuture<Optional<T>> guarded = new CompletableFuture<>();
        try {
            CompletionStage<Void> unused = access.get().handle((result, failure) -> {
                if (result == null) {
                    failed(failure == null ? new NullPointerException("a store answered null") : failure);
                }
                guarded.complete(Optional.ofNullable(result));
                return null;
            });
        } catch (RuntimeException thrown) {
            failed(thrown);
            guarded.complete(Optional.empty());
        }
        return guarded;
    }

    private void failed(Throwable failure) {
        try {
            observer.storeFailed(failure);
        } catch (RuntimeException dropped) {
            // As MtaStsObserver says.
        }
    }
}
