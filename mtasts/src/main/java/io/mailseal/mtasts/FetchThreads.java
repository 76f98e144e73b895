package io.mailseal.mtasts;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that connections are made on, unless the user gives others: started when needed, gone when idle. There is a
 * bound, and a queue behind it; what does not fit is refused, and the queue counts against the time of a fetch.
 */
final class FetchThreads {

    private static final int THREADS = 64;
    private static final int QUEUE = 1000;

    private FetchThreads() {}

    static Executor shared() {
        return Holder.POOL;
    }

    // Lazy: no thread exists before the first fetch.
    private static final class Holder {
        static final ThreadPoolExecutor POOL = start();

        private static ThreadPoolExecutor start() {
            AtomicInteger started = new AtomicInteger();
            ThreadPoolExecutor pool = new ThreadPoolExecutor(
                    THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), task -> {
                        Thread thread = new Thread(task, "mailseal-policy-" + started.incrementAndGet());
                        thread.setDaemon(true);
                        return thread;
                    });
            pool.allowCoreThreadTimeOut(true);
            return pool;
        }
    }
}
