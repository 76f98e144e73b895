package io.mailseal.core.dns;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Answers DNS questions, asynchronously. {@code DnsClient} of the artifact {@code mailseal-dns} is the one for real name
 * servers, {@code InMemoryDns} of {@code mailseal-testkit} the one for tests, and any other is a lambda away.
 *
 * <p>Every DNS outcome is an answer, also the failures. A stage that is null, fails, or answers another question is taken
 * as {@link DnsAnswer.Failed}. Implementations are safe for use by several threads. A stage may be cancelled by the one
 * who asked; that must not disturb anybody else.
 */
@FunctionalInterface
public interface DnsResolver {

    /** Asks. Never blocks for the network. */
    CompletionStage<DnsAnswer> resolve(DnsQuestion question);

    /**
     * What can be told from memory, without waiting. Evaluations look here first; where everything is known they run once,
     * on the caller's thread.
     */
    default Optional<DnsAnswer> known(DnsQuestion question) {
        return Optional.empty();
    }

    /**
     * Where evaluations over this resolver go on when answers have arrived, unless the user gives an executor. By default a
     * small pool of daemon threads of our own, which tolerates that a callback blocks on another evaluation.
     */
    default Executor executor() {
        return EvaluationThreads.shared();
    }

    /**
     * Makes a resolver of a lookup that blocks. A lookup that throws is {@link DnsFailure#NETWORK}.
     *
     * @param executor runs the lookups, one thread for each that is under way
     */
    static DnsResolver ofBlocking(Function<DnsQuestion, DnsAnswer> lookup, Executor executor) {
        return question -> CompletableFuture.supplyAsync(() -> lookup.apply(question), executor);
    }
}
