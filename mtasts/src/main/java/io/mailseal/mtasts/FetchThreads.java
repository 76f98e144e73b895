package io.mailseal.mtasts;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that connections are made on, unless the user gives others: daemons, started when needed, gone when idle.
 *
 * @param executor where they are
 * @param turns who has one
 */
record FetchThreads(Executor executor, FetchTurns turns) {

    private static final int CONNECTIONS = 64;
    private static final int IDLE_SECONDS = 30;

    /** Those of all fetchers that have no others. */
    static FetchThreads shared() {
        return Shared.THREADS;
    }

    /** Those of a user, whose own bound is the bound of all. */
    static FetchThreads of(Executor executor) {
        return new FetchThreads(executor, new FetchTurns(FetchShare.ofAll(Integer.MAX_VALUE)));
    }

    // Lazy: no thread exists before the first fetch.
    private static final class Shared {
        static final FetchThreads THREADS =
                new FetchThreads(connections(), new FetchTurns(FetchShare.ofAll(CONNECTIONS)));
    }

    // Turns are the bound; a turn may be over a moment before its thread is free.
    private static Executor connections() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                CONNECTIONS,
                CONNECTIONS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                named("mailseal-policy-"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    static ThreadFactory named(String name) {
        AtomicInteger started = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + started.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
