package io.mailseal.mtasts;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where those go on who wait for a future: on a thread that nobody else waits for. They may block, by delivering the mail, to
 * a host that takes its time; on a thread that evaluates DNS, of a store, of a timer, or one that connects, they would hold
 * up everybody else.
 */
final class Callers {

    // Without a bound: with one, so many callers that block would stop all others.
    private static final Executor THREADS = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            FetchThreads.named("mailseal-policy-caller-"));

    private Callers() {}

    /** The same for the caller, completed on a thread of his own. When he has no use for it any more, the work is cancelled. */
    @SuppressWarnings("FutureReturnValueIgnored") // it is the one returned that is waited for
    static <T> CompletableFuture<T> handOver(CompletableFuture<T> work) {
        if (work.isDone()) {
            return work;
        }
        CompletableFuture<T> handed = new CompletableFuture<>();
        work.whenComplete((value, failure) -> run(() -> complete(handed, value, failure)));
        handed.whenComplete((value, failure) -> work.cancel(true));
        return handed;
    }

    private static <T> void complete(CompletableFuture<T> handed, T value, @Nullable Throwable failure) {
        if (failure == null) {
            handed.complete(value);
        } else {
            handed.completeExceptionally(failure);
        }
    }

    // What was waited for must not be lost because no thread can be started.
    private static void run(Runnable task) {
        try {
            THREADS.execute(task);
        } catch (Throwable noThread) {
            task.run();
        }
    }
}
