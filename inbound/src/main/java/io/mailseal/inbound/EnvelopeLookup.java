package io.mailseal.inbound;

import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsSession;
import java.util.concurrent.CompletableFuture;

/**
 * One of the lookups that an envelope leads to, under way from the beginning.
 *
 * @param begun the evaluation for those who want this result alone
 */
record EnvelopeLookup<R>(DnsSession session, DnsEvaluation<R> rules, CompletableFuture<R> begun) {

    static <R> EnvelopeLookup<R> begin(DnsSession session, DnsEvaluation<R> rules) {
        DnsEvaluation<R> alone = new Alone<>(rules);
        return new EnvelopeLookup<>(session, alone, session.evaluateAsync(alone));
    }

    /** For a user, who may complete or cancel it, and whose callbacks may take their time: it is nobody else's. */
    CompletableFuture<R> given() {
        CompletableFuture<R> given = new CompletableFuture<>();
        CompletableFuture<R> unused =
                begun.whenComplete((result, failure) -> RunningTransaction.pass(result, failure, given));
        return given;
    }

    /** For the verdict: an evaluation of its own, which mostly finds all of it done. */
    CompletableFuture<R> again() {
        return session.evaluateAsync(rules);
    }

    /** The same, waited for. */
    R await() {
        return session.evaluate(rules);
    }
}
