package io.mailseal.inbound;

import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSession;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A message and the session that asks for it: how the rules are run.
 *
 * <p>An evaluation goes on when all that it lacks has come, and not before. So what leads to the verdict is evaluated by
 * itself, and so is each of the others; at the end the rules for all find them done. A name server that does not answer holds
 * up what needs it, and when the time is over, nothing else is left to ask.
 */
record RunningTransaction(MailTransaction message, DnsSession session) {

    /** Asks for what the rules will need. */
    void prefetch(List<DnsQuestion> questions) {
        session.prefetch(questions);
    }

    /** Runs the rules to their end; the session stays open. */
    InboundResult finish() {
        VerdictEvaluation verdict = message.evaluation();
        List<CompletableFuture<?>> sides = sides(verdict);
        try {
            AuthorPart.Found unused = session.evaluate(new Alone<>(verdict.author()));
            if (verdict.hasLaterMethods()) {
                List<InboundMethodOutcome> unusedToo = session.evaluate(new Alone<>(verdict.laterMethods()));
            }
            InboundResult result = session.evaluate(verdict);
            message.tell(result, session::usage);
            return result;
        } finally {
            sides.forEach(side -> side.cancel(false));
        }
    }

    /** Runs the rules, and closes the session. Whoever ends the future that is given out ends the work. */
    CompletableFuture<InboundResult> finishAsync() {
        CompletableFuture<InboundResult> given = new CompletableFuture<>();
        CompletableFuture<InboundResult> unused = given.whenComplete((result, failure) -> session.close());
        finish(given, () -> {});
        return given;
    }

    /**
     * The same for a future that somebody has by now.
     *
     * @param settle called when the result is there, and nobody sees it yet
     */
    void finish(CompletableFuture<InboundResult> given, Runnable settle) {
        VerdictEvaluation verdict = message.evaluation();
        List<CompletableFuture<?>> parts = sides(verdict);
        CompletableFuture<?> author = evaluate(verdict.author());
        parts.add(verdict.hasLaterMethods() ? author.thenCompose(found -> evaluate(verdict.laterMethods())) : author);
        CompletableFuture<InboundResult> unused = CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new))
                .thenCompose(done -> evaluate(verdict))
                .whenComplete((result, failure) -> give(result, failure, given, settle));
    }

    private void give(
            @Nullable InboundResult result,
            @Nullable Throwable failure,
            CompletableFuture<InboundResult> given,
            Runnable settle) {
        session.close();
        if (result != null && !given.isDone()) {
            settle.run();
            message.tell(result, session::usage);
        }
        pass(result, failure, given);
    }

    /** Hands over how one future has ended to another one, which is cancelled if that was. */
    static <R> void pass(@Nullable R result, @Nullable Throwable failure, CompletableFuture<R> given) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (result != null) {
            given.complete(result);
        } else if (cause instanceof CancellationException) {
            given.cancel(false);
        } else if (cause != null) {
            given.completeExceptionally(cause);
        }
    }

    private List<CompletableFuture<?>> sides(VerdictEvaluation verdict) {
        List<CompletableFuture<?>> sides = new ArrayList<>();
        for (DnsEvaluation<?> spf : verdict.author().spf()) {
            sides.add(evaluate(spf)); // which a slow key must not hold up
        }
        for (DnsEvaluation<?> part : verdict.sideParts()) {
            sides.add(evaluate(part));
        }
        return sides;
    }

    private <R> CompletableFuture<R> evaluate(DnsEvaluation<R> part) {
        try {
            return session.evaluateAsync(part instanceof VerdictEvaluation ? part : new Alone<>(part));
        } catch (IllegalStateException closed) {
            // By another thread, in the midst of it.
            CompletableFuture<R> cancelled = new CompletableFuture<>();
            cancelled.cancel(false);
            return cancelled;
        }
    }
}
