package io.mailseal.mtasts;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Work that waits for one thing after the other. Unlike with stages that are composed, cancelling the result cancels what is
 * waited for.
 */
final class Steps<R> {

    private final CompletableFuture<R> result = new CompletableFuture<>();
    private @Nullable CompletableFuture<?> waitingFor;

    @SuppressWarnings("FutureReturnValueIgnored") // it is the result that is waited for
    Steps() {
        result.whenComplete((value, failure) -> cancelStep());
    }

    CompletableFuture<R> result() {
        return result;
    }

    void end(R value) {
        result.complete(value);
    }

    /** Goes on with what comes of this; what fails, or throws, ends it all. */
    @SuppressWarnings("FutureReturnValueIgnored") // it is the result that is waited for
    <T> void then(CompletableFuture<T> step, Consumer<? super T> next) {
        synchronized (this) {
            waitingFor = step;
        }
        if (result.isDone()) {
            cancelStep();
            return;
        }
        step.whenComplete((value, failure) -> {
            try {
                if (failure != null) {
                    result.completeExceptionally(failure);
                } else if (!result.isDone()) {
                    next.accept(Objects.requireNonNull(value));
                }
            } catch (Throwable bug) {
                result.completeExceptionally(bug);
            }
        });
    }

    private void cancelStep() {
        CompletableFuture<?> step;
        synchronized (this) {
            step = waitingFor;
        }
        if (step != null) {
            step.cancel(true);
        }
    }
}
