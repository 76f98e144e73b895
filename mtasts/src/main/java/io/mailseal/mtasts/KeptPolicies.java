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
     * @param known whether the store could tell; if not, the entry is what was known before, or a new one
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

    /** Whether there was anything that is now forgotten. Unlike all else here it fails where the store does. */
    CompletableFuture<Boolean> forget(DomainName domain) {
        return asked(() -> store.forget(domain));
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
     * @return what was written, or what is there now if nothing was; not known where the store failed, or somebody else
     *     was faster each time
     */
    CompletableFuture<Kept> change(PolicyEntry entry, Function<PolicyEntry, Optional<PolicyEntry>> change) {
        return change(new Kept(entry, true), change, 1);
    }

    private CompletableFuture<Kept> change(
            Kept current, Function<PolicyEntry, Optional<PolicyEntry>> change, int tries) {
        PolicyEntry changed = current.known() ? change.apply(current.entry()).orElse(null) : null;
        if (changed == null) {
            return CompletableFuture.completedFuture(current);
        }
        return guarded(() -> store.put(changed)).thenCompose(written -> {
            if (written.orElse(true) || tries == MOST_TRIES) {
                return CompletableFuture.completedFuture(new Kept(changed, written.orElse(false)));
            }
            return find(changed.domain()).thenCompose(now -> change(now, change, tries + 1));
        });
    }

    // Empty where the store failed.
    private <T> CompletableFuture<Optional<T>> guarded(Supplier<? extends CompletionStage<T>> access) {
        return this.<T>asked(access).handle((result, failure) -> Optional.ofNullable(result));
    }

    private <T> CompletableFuture<T> asked(Supplier<? extends CompletionStage<T>> access) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            CompletionStage<Void> unused = access.get().handle((result, failure) -> {
                if (result == null) {
                    fail(answer, failure == null ? new NullPointerException("a store answered null") : failure);
                } else {
                    answer.complete(result);
                }
                return null;
            });
        } catch (Throwable thrown) { // such as that no thread could be started
            fail(answer, thrown);
        }
        return answer;
    }

    private void fail(CompletableFuture<?> answer, Throwable failure) {
        failed(failure);
        answer.completeExceptionally(failure);
    }

    private void failed(Throwable failure) {
        try {
            observer.storeFailed(failure);
        } catch (RuntimeException dropped) {
            // As MtaStsObserver says.
        }
    }
}
