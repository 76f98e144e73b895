package io.mailseal.dns;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which a client works and completes what it was asked: the caller's executor, or daemon threads of
 * its own. These are a fork-join pool, because it starts a spare thread when one of its own blocks on a future; so
 * callbacks may block on further questions.
 *
 * <p>No task is ever lost. What the caller's executor refuses goes to the client's own threads, and when these have
 * been closed, it runs where it is.
 */
final class ClientThreads implements Executor {

    private final @Nullable Executor given;
    private final AtomicInteger started = new AtomicInteger();
    private volatile @Nullable ForkJoinPool own;
    private volatile boolean closed;

    ClientThreads(@Nullable Executor given) {
        this.given = given;
    }

    @Override
    public void execute(Runnable task) {
        if (!takenByGiven(task) && !takenByOwn(task)) {
            task.run();
        }
    }

    /**
     * For what selectors and timers hand over: as soon as the client is closed nobody waits for it any more, and it is
     * dropped instead of being run on those threads. Nor must they be ended by whatever an executor throws.
     */
    void executeUnlessClosed(Runnable task) {
        try {
            if (!closed) {
                execute(task);
            }
        } catch (RuntimeException broken) {
            takenByOwn(task);
        }
    }

    private boolean takenByGiven(Runnable task) {
        return given != null && taken(given, task);
    }

    private boolean takenByOwn(Runnable task) {
        ForkJoinPool begun = own;
        ForkJoinPool pool = begun == null ? begin() : begun;
        return pool != null && taken(pool, task);
    }

    private static boolean taken(Executor executor, Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException fullOrClosed) {
            return false;
        }
    }

    // Lazy: no thread exists before the first answer.
    private synchronized @Nullable ForkJoinPool begin() {
        if (own == null && !closed) {
            int processors = Runtime.getRuntime().availableProcessors();
            own = new ForkJoinPool(Math.max(2, processors), this::thread, null, true);
        }
        return own;
    }

    private ForkJoinWorkerThread thread(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setName("mailseal-dns-" + started.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Lets the client's own threads finish what they were given, and end. */
    synchronized void close() {
        closed = true;
        if (own != null) {
            own.shutdown();
        }
    }
}
