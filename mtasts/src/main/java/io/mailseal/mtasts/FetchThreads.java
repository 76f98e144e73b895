package io.mailseal.mtasts;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that connections are made on, unless the user gives others: daemons, started when needed, gone when idle.
 *
 * @param executor where they are
 * @param turns who has one
 * @param callers where a fetch that came to its end hands over the response: what the caller does with it may block
 */
record FetchThreads(Executor executor, FetchTurns turns, Executor callers) {

    private static final int CONNECTIONS = 64;
    private static final int IDLE_SECONDS = 30;

    /** Those of all fetchers that have no others. */
    static FetchThreads shared() {
        return Shared.THREADS;
    }

    /** Those of a user, whose own bound is the bound of all, and who knows how long callers may stay. */
    static FetchThreads of(Executor executor) {
        return new FetchThreads(executor, new FetchTurns(FetchShare.ofAll(Integer.MAX_VALUE)), Runnable::run);
    }

    /**
     * Those on which a fetch ends that took too long, or that finds no thread: not on a timer, nor on a thread that somebody
     * else's fetch has ended on, since what the caller does then may block.
     */
    static Executor forCallers() {
        return Callers.THREADS;
    }

    // Lazy: no thread exists before the first fetch.
    private static final class Shared {
        // Turns are the bound; a turn may be over a moment before its thread is free.
        static final FetchThreads THREADS = new FetchThreads(
                pool(CONNECTIONS, CONNECTIONS, new LinkedBlockingQueue<>(), "mailseal-policy-"),
                new FetchTurns(FetchShare.ofAll(CONNECTIONS)),
                forCallers());
    }

    private static final class Callers {
        // No more than there are fetches that end and callers that block.
        static final Executor THREADS = pool(0, Integer.MAX_VALUE, new SynchronousQueue<>(), "mailseal-policy-caller-");
    }

    private static Executor pool(int fewest, int most, BlockingQueue<Runnable> queue, String name) {
        AtomicInteger started = new AtomicInteger();
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, name + started.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        ThreadPoolExecutor pool = new ThreadPoolExecutor(fewest, most, IDLE_SECONDS, TimeUnit.SECONDS, queue, threads);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
