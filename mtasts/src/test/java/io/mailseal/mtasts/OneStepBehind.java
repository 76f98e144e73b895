package io.mailseal.mtasts;

import io.mailseal.core.DomainName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store on which somebody else is faster: what a test wants is done just before a call. */
class OneStepBehind implements PolicyStore {

    final PolicyStore store;
    Runnable beforePut = () -> {};
    Runnable beforeRemove = () -> {};
    boolean down;

    OneStepBehind(PolicyStore store) {
        this.store = store;
    }

    private static <T> CompletionStage<T> fails() {
        return CompletableFuture.failedFuture(new IllegalStateException("down"));
    }

    @Override
    public CompletionStage<Optional<PolicyEntry>> find(DomainName domain) {
        return down ? fails() : store.find(domain);
    }

    @Override
    public CompletionStage<Boolean> put(PolicyEntry entry) {
        Runnable before = beforePut;
        beforePut = () -> {}; // it may make calls itself
        before.run();
        return store.put(entry);
    }

    @Override
    public CompletionStage<Boolean> remove(PolicyEntry entry) {
        Runnable before = beforeRemove;
        beforeRemove = () -> {};
        before.run();
        return store.remove(entry);
    }

    @Override
    public CompletionStage<Boolean> forget(DomainName domain) {
        return down ? fails() : store.forget(domain);
    }

    @Override
    public CompletionStage<List<PolicyEntry>> due(Instant now, int limit) {
        return down ? fails() : store.due(now, limit);
    }
}
