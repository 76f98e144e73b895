package io.mailseal.mtasts.jdbc;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a store: daemons, started when needed, gone when idle, so that nobody has to close anything. */
final class DatabaseThreads {

    // About as many as a pool has connections; more would only wait for one.
    private static final int THREADS = 8;
    private static final int QUEUE = 1000;
    private static final int IDLE_SECONDS = 30;

    private DatabaseThreads() {}

    /** Those that wait for the database; what fits neither on them nor in the queue is refused. */
    static Executor bounded() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(QUEUE),
                named("mailseal-policy-store-"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Those on which a call ends that took too long: not on the timer, since what the caller does then may block. */
    static Executor forTimeouts() {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE, // no more than there are calls that wait
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                named("mailseal-policy-store-timeout-"));
    }

    private static ThreadFactory named(String name) {
        AtomicInteger started = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + started.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
