package io.mailseal.core.dns;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Time as a session sees it: for deadlines, and for those who wait. Tests put a virtual one in its place. */
public interface DnsTimer {

    /** A number of nanoseconds that only grows; its zero means nothing. */
    long nanoTime();

    /**
     * Runs a short task after that time, on any thread, but never within this call.
     *
     * @return takes the task back, if it has not begun
     */
    Runnable schedule(Duration delay, Runnable task);

    /** Blocks until the future is completed, in whichever way. */
    void await(CompletableFuture<?> future) throws InterruptedException;

    /** The machine's own time. */
    static DnsTimer system() {
        return SystemTimer.INSTANCE;
    }
}
