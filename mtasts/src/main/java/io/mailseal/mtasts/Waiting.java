package io.mailseal.mtasts;

import io.mailseal.core.dns.DnsTimer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** The blocking twins. */
final class Waiting {

    private Waiting() {}

    /**
     * Waits for a future that is nobody else's, as this timer waits, which may be one of virtual time.
     *
     * @throws CancellationException if the thread is interrupted; then the future is cancelled
     */
    static <T> T on(CompletableFuture<T> future, DnsTimer timer) {
        try {
            timer.await(future);
            return future.get();
        } catch (InterruptedException interrupted) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("interrupted").initCause(interrupted);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new CompletionException(cause);
        }
    }
}
