package io.mailseal.core.dns;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The machine's own time, on the timer that the JDK keeps for its futures. */
final class SystemTimer implements DnsTimer {

    static final SystemTimer INSTANCE = new SystemTimer();

    private SystemTimer() {}

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        CompletableFuture<Boolean> alarm =
                new CompletableFuture<Boolean>().completeOnTimeout(true, delay.toNanos(), TimeUnit.NANOSECONDS);
        Thread caller = Thread.currentThread();
        CompletableFuture<Void> unused = alarm.thenAccept(due -> {
            if (due && Thread.currentThread() == caller) {
                EvaluationThreads.shared().execute(task); // due already, and never within this call
            } else if (due) {
                task.run();
            }
        });
        // Completing it takes the entry out of the JDK's timer; cancelling would leave an exception unread.
        return () -> alarm.complete(false);
    }

    @Override
    @SuppressWarnings("EmptyCatch") // however it was completed, the wait is over
    public void await(CompletableFuture<?> future) throws InterruptedException {
        try {
            future.get();
        } catch (ExecutionException | CancellationException over) {
            // The caller looks at the future.
        }
    }
}
