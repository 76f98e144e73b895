package io.mailseal.dns;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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

    private static final int MOST_THREADS = 0x7FFF;

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
        if (!closed) {
            deliver(task);
        }
    }

    /**
     * For what completes futures: whatever the caller's executor does, be it that it throws, or runs the task where it
     * was called, the task runs once, and not here unless the client is closed.
     */
    void deliver(Runnable task) {
        if (!takenElsewhere(task)) {
            runInOwn(task);
        }
    }

    private void runInOwn(Runnable task) {
        if (!takenByOwn(task)) {
            task.run();
        }
    }

    private boolean takenElsewhere(Runnable task) {
        if (given == null) {
            return false;
        }
        Delivery delivery = new Delivery(task);
        try {
            given.execute(delivery);
            return true;
        } catch (RuntimeException | Error broken) {
            return delivery.begun; // full, closed, or without threads
        } finally {
            delivery.calling = false;
        }
    }

    private final class Delivery implements Runnable {

        private final Runnable task;
        private final Thread caller = Thread.currentThread();
        private boolean calling = true; // these two belong to the caller's thread
        private boolean begun;

        Delivery(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (Thread.currentThread() == caller && calling) {
                begun = true;
                runInOwn(task); // the caller may be a selector or a timer
            } else {
                task.run();
            }
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
            int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
            // That many at work at any time, and not just one, however many wait for further questions.
            own = new ForkJoinPool(
                    threads, this::thread, null, true, threads, MOST_THREADS, threads, null, 60, TimeUnit.SECONDS);
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
