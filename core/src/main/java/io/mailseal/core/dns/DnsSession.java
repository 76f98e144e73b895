package io.mailseal.core.dns;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/**
 * The DNS side of one message: evaluations run over it, each answer is asked for once and remembered, and all share one
 * deadline. May be used by several threads. Opened by {@link DnsSessions#open}.
 */
public sealed interface DnsSession extends AutoCloseable permits RestartingSession {

    /**
     * Runs an evaluation to its end. If all answers are known it runs here and now, and the future returned is complete;
     * otherwise it goes on in the session's executor. The future fails only where the evaluation threw, or with a
     * {@link java.util.concurrent.CancellationException} when it is cancelled or the session is closed. Completing or
     * cancelling it from outside ends the evaluation and takes back its questions.
     *
     * @throws IllegalStateException if the session is closed
     */
    <R> CompletableFuture<R> evaluateAsync(DnsEvaluation<R> evaluation);

    /**
     * The same for the last evaluation of a session: the session is closed before the future is complete. (Where the user
     * completes or cancels it from outside: at once, but not before the user's own callbacks.)
     *
     * @throws IllegalStateException if the session is closed
     */
    <R> CompletableFuture<R> evaluateAsyncAndClose(DnsEvaluation<R> evaluation);

    /**
     * Runs an evaluation to its end on this thread. Interruption ends it, takes back its questions, and leaves the interrupt
     * flag set.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted, or the session closed meanwhile
     * @throws IllegalStateException if the session is closed
     */
    <R> R evaluate(DnsEvaluation<R> evaluation);

    /**
     * Asks now for what an evaluation will probably need later. Counted as hints.
     *
     * @throws IllegalStateException if the session is closed
     */
    void prefetch(Collection<DnsQuestion> questions);

    /** What it has cost so far. */
    DnsUsage usage();

    /** Takes back what is still being asked for, and ends the evaluations under way. May be called again. */
    @Override
    void close();
}
