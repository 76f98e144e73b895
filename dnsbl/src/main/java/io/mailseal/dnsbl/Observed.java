package io.mailseal.dnsbl;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A future whose value somebody else takes note of before it is complete, and which is cancelled as the first one is. */
final class Observed {

    private Observed() {}

    @SuppressWarnings("FutureReturnValueIgnored") // it is the one returned that counts
    static <T> CompletableFuture<T> of(CompletableFuture<T> future, Consumer<T> observer) {
        CompletableFuture<T> observed = new CompletableFuture<>();
        future.whenComplete((value, failure) -> {
            if (failure == null) {
                complete(observed, value, observer);
            } else if (future.isCancelled()) {
                observed.cancel(false);
            } else {
                observed.completeExceptionally(failure);
            }
        });
        observed.whenComplete((value, failure) -> future.cancel(true));
        return observed;
    }

    // Who waits is told in any case.
    private static <T> void complete(CompletableFuture<T> observed, T value, Consumer<T> observer) {
        try {
            observer.accept(value);
            observed.complete(value);
        } catch (RuntimeException bug) {
            observed.completeExceptionally(bug);
        }
    }
}
