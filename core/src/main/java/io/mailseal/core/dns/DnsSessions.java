package io.mailseal.core.dns;

import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How sessions are opened: over which resolver, how far they may go, and where their evaluations run. Immutable; one
 * serves a whole application.
 */
public final class DnsSessions {

    private final DnsResolver resolver;
    private final DnsLimits limits;
    private final DnsTimer timer;
    private final @Nullable Executor executor;

    private DnsSessions(DnsResolver resolver, DnsLimits limits, DnsTimer timer, @Nullable Executor executor) {
        this.resolver = resolver;
        this.limits = limits;
        this.timer = timer;
        this.executor = executor;
    }

    /** Sessions over this resolver, with {@link DnsLimits#DEFAULT}. */
    public static DnsSessions over(DnsResolver resolver) {
        Objects.requireNonNull(resolver, "resolver");
        return new DnsSessions(resolver, DnsLimits.DEFAULT, DnsTimer.system(), null);
    }

    /** The same over another resolver, such as one that has this one's answers and something more to say. */
    public DnsSessions withResolver(DnsResolver newResolver) {
        return new DnsSessions(Objects.requireNonNull(newResolver, "resolver"), limits, timer, executor);
    }

    /** The same with other limits. */
    public DnsSessions withLimits(DnsLimits newLimits) {
        return new DnsSessions(resolver, newLimits, timer, executor);
    }

    /** The same with another notion of time. */
    public DnsSessions withTimer(DnsTimer newTimer) {
        return new DnsSessions(resolver, limits, newTimer, executor);
    }

    /**
     * The same, but asynchronous evaluations go on in this executor when answers have come, instead of in
     * {@link DnsResolver#executor}. If callbacks on their results block on further evaluations, it needs a thread for each.
     */
    public DnsSessions withExecutor(Executor newExecutor) {
        return new DnsSessions(resolver, limits, timer, newExecutor);
    }

    /** What is asked. */
    public DnsResolver resolver() {
        return resolver;
    }

    /** Time as sessions see it. */
    public DnsTimer timer() {
        return timer;
    }

    /** How far each session may go. */
    public DnsLimits limits() {
        return limits;
    }

    /** A new session: one for each message, or for each question of a user. To be closed. */
    public DnsSession open() {
        return newSession();
    }

    private RestartingSession newSession() {
        Executor chosen = Optional.ofNullable(executor).orElseGet(resolver::executor);
        return new RestartingSession(resolver, limits, timer, chosen);
    }

    /**
     * Whether the resolver remembers the answers to all of these: then there is no need to ask for them early, and
     * {@link #evaluateRemembered} will probably do.
     */
    public boolean remembers(Collection<DnsQuestion> questions) {
        GuardedResolver guarded = new GuardedResolver(resolver);
        for (DnsQuestion question : questions) {
            if (guarded.known(question) == null) {
                return false;
            }
        }
        return true;
    }

    /** Runs one evaluation, once, on what the resolver remembers. Empty if that is not all it needs. */
    public <R> Optional<R> evaluateRemembered(DnsEvaluation<R> evaluation) {
        RunningEvaluation<R> running =
                new RunningEvaluation<>(new RememberedAnswers(resolver), evaluation, limits.budget());
        return running.run() ? Optional.of(running.result()) : Optional.empty();
    }

    /**
     * The same for one that consists of parts, where a session is to go on with what was found out, if that is not all it
     * needs.
     */
    public <R> DnsAttempt<R> attempt(DnsEvaluation<R> evaluation) {
        RememberedAnswers remembered = new RememberedAnswers(resolver);
        return new DnsAttempt<>(this, remembered, new RunningEvaluation<>(remembered, evaluation, limits.budget()));
    }

    DnsSession openKnowing(RunningEvaluation<?> running, RememberedAnswers remembered) {
        RestartingSession session = newSession();
        session.learn(running, remembered);
        return session;
    }

    /**
     * Runs one evaluation in a session of its own, and waits for it.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public <R> R evaluate(DnsEvaluation<R> evaluation) {
        RememberedAnswers remembered = new RememberedAnswers(resolver);
        RunningEvaluation<R> running = new RunningEvaluation<>(remembered, evaluation, limits.budget());
        if (running.run()) {
            return running.result();
        }
        try (RestartingSession session = newSession()) {
            return session.goOn(running, remembered);
        }
    }

    /** Runs one evaluation in a session of its own, which ends with the future. */
    public <R> CompletableFuture<R> evaluateAsync(DnsEvaluation<R> evaluation) {
        RememberedAnswers remembered = new RememberedAnswers(resolver);
        RunningEvaluation<R> running = new RunningEvaluation<>(remembered, evaluation, limits.budget());
        try {
            if (running.run()) {
                return CompletableFuture.completedFuture(running.result());
            }
        } catch (Throwable thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
        return newSession().goOnAsyncAndClose(running, remembered);
    }
}
