package io.mailseal.core.dns;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ForkJoinWorkerThreadFactory;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The pool on which evaluations go on when nobody gave another. A fork-join pool, because it starts a spare thread when
 * one of its own blocks on a future: a callback that calls a blocking twin does not deadlock.
 */
final class EvaluationThreads implements ForkJoinWorkerThreadFactory {

    private final AtomicInteger started = new AtomicInteger();

    private EvaluationThreads() {}

    static Executor shared() {
        return Holder.POOL;
    }

    // Lazy: no thread exists before the first evaluation has to wait; idle ones go away by themselves.
    private static final class Holder {
        static final ForkJoinPool POOL = new ForkJoinPool(
                Math.max(2, Runtime.getRuntime().availableProcessors()), new EvaluationThreads(), null, true);
    }

    @Override
    public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setName("mailseal-evaluation-" + started.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
