package io.mailseal.core.dns;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The session that runs its evaluations again when answers have come.
 *
 * <p>Foreign code (the resolver, the rules, what a hint leads to, whoever waits) is never called with the lock held; the
 * timer is, since it only takes a note. Whatever foreign code throws ends what it belongs to and nothing else.
 */
final class RestartingSession implements DnsSession, AnswerSource {

    private final GuardedResolver resolver;
    private final DnsLimits limits;
    private final DnsTimer timer;
    private final Executor executor;

    private final ConcurrentMap<DnsQuestion, DnsAnswer> answers = new ConcurrentHashMap<>();
    private final ConcurrentMap<DnsEvaluation<?>, Object> finishedParts = new ConcurrentHashMap<>();
    private volatile boolean expired;
    private volatile boolean closed;

    private final Object lock = new Object();

    // All that follows is guarded by the lock.
    private final WaitingTime waitingTime;
    private final Map<DnsQuestion, Asking> underWay = new LinkedHashMap<>();
    private final Set<RunningEvaluation<?>> evaluations = new LinkedHashSet<>();
    private final Set<DnsQuestion> hinted = new HashSet<>();
    private final Set<DnsQuestion> grown = new HashSet<>();
    private final BitSet waves = new BitSet(); // those that an evaluation has waited for
    private int deliveredWave;
    private int questions;
    private int hints;
    private int fromMemory;

    RestartingSession(DnsResolver resolver, DnsLimits limits, DnsTimer timer, Executor executor) {
        this.resolver = new GuardedResolver(resolver);
        this.limits = limits;
        this.timer = timer;
        this.executor = executor;
        this.waitingTime = new WaitingTime(timer, limits.deadline(), this::ring);
    }

    // ---- evaluations ----

    @Override
    public <R> R evaluate(DnsEvaluation<R> evaluation) {
        requireOpen();
        RunningEvaluation<R> running = new RunningEvaluation<>(this, evaluation, limits.budget());
        if (running.run()) {
            return running.result();
        }
        return goOn(running);
    }

    /** Takes over what has run, and could not come to its end, on what the resolver remembers. */
    <R> R goOn(RunningEvaluation<R> running, RememberedAnswers remembered) {
        adopt(running, remembered);
        return goOn(running);
    }

    /** The same, and the session is closed before the future is complete. */
    <R> CompletableFuture<R> goOnAsyncAndClose(RunningEvaluation<R> running, RememberedAnswers remembered) {
        adopt(running, remembered);
        running.atEnd = this::close;
        return goOnAsync(running);
    }

    private void adopt(RunningEvaluation<?> running, RememberedAnswers remembered) {
        learn(running, remembered);
        running.goOnIn(this);
    }

    /** Takes over what was found out before the session was opened. */
    void learn(RunningEvaluation<?> running, RememberedAnswers remembered) {
        running.required().forEach((question, answer) -> {
            if (answer != null) {
                answers.put(question, answer);
            }
        });
        finishedParts.putAll(remembered.finishedParts());
        synchronized (lock) {
            fromMemory += answers.size();
        }
    }

    private <R> R goOn(RunningEvaluation<R> running) {
        try {
            do {
                CompletableFuture<Boolean> ready = new CompletableFuture<>();
                if (!ask(running, () -> ready.complete(true), () -> ready.complete(false))) {
                    await(ready);
                }
                if (closed) {
                    throw new CancellationException("the session was closed");
                }
            } while (!running.run());
            return running.result();
        } finally {
            end(running);
        }
    }

    private void await(CompletableFuture<Boolean> ready) {
        try {
            timer.await(ready);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("interrupted while waiting for DNS");
            cancelled.initCause(interrupted);
            throw cancelled;
        }
    }

    @Override
    public <R> CompletableFuture<R> evaluateAsync(DnsEvaluation<R> evaluation) {
        return start(evaluation, () -> {});
    }

    @Override
    public <R> CompletableFuture<R> evaluateAsyncAndClose(DnsEvaluation<R> evaluation) {
        return start(evaluation, this::close);
    }

    private <R> CompletableFuture<R> start(DnsEvaluation<R> evaluation, Runnable atEnd) {
        requireOpen();
        RunningEvaluation<R> running = new RunningEvaluation<>(this, evaluation, limits.budget());
        running.atEnd = atEnd;
        try {
            if (running.run()) {
                end(running);
                return CompletableFuture.completedFuture(running.result());
            }
        } catch (Throwable thrown) {
            end(running);
            return CompletableFuture.failedFuture(thrown);
        }
        return goOnAsync(running);
    }

    private <R> CompletableFuture<R> goOnAsync(RunningEvaluation<R> running) {
        CompletableFuture<R> future = new CompletableFuture<>();
        // Whoever completes it, be it a user who has lost patience: what is under way for it ends then.
        CompletableFuture<R> unused = future.whenComplete((result, failure) -> end(running));
        askAndRun(running, future);
        return future;
    }

    private <R> void askAndRun(RunningEvaluation<R> running, CompletableFuture<R> future) {
        try {
            do {
                if (!ask(running, () -> resume(running, future), () -> future.cancel(false)) || future.isDone()) {
                    return;
                }
            } while (!running.run());
            complete(running, future);
        } catch (Throwable thrown) {
            fail(running, future, thrown);
        }
    }

    private <R> void resume(RunningEvaluation<R> running, CompletableFuture<R> future) {
        try {
            executor.execute(() -> runAgain(running, future));
        } catch (Throwable rejected) {
            fail(running, future, rejected);
        }
    }

    private <R> void runAgain(RunningEvaluation<R> running, CompletableFuture<R> future) {
        if (future.isDone()) {
            return;
        }
        try {
            if (running.run()) {
                complete(running, future);
                return;
            }
        } catch (Throwable thrown) {
            fail(running, future, thrown);
            return;
        }
        askAndRun(running, future);
    }

    // Before anybody sees the result, all that was under way for it has ended.
    private <R> void complete(RunningEvaluation<R> running, CompletableFuture<R> future) {
        end(running);
        future.complete(running.result());
    }

    private <R> void fail(RunningEvaluation<R> running, CompletableFuture<R> future, Throwable thrown) {
        end(running);
        future.completeExceptionally(thrown);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
    }

    // ---- what evaluations see ----

    // If it is known, or if the time is over.
    @Override
    public @Nullable DnsAnswer answer(DnsQuestion question) {
        DnsAnswer answer = answers.get(question);
        if (answer != null) {
            return answer;
        }
        if (expired) {
            return DnsAnswer.failed(question, DnsFailure.DEADLINE);
        }
        return recall(question);
    }

    // What the resolver remembers becomes an answer of this session.
    private @Nullable DnsAnswer recall(DnsQuestion question) {
        DnsAnswer answer = resolver.known(question);
        if (answer == null) {
            return null;
        }
        DnsAnswer earlier = answers.putIfAbsent(question, answer);
        if (earlier != null) {
            return earlier;
        }
        synchronized (lock) {
            fromMemory++;
        }
        return answer;
    }

    @Override
    @SuppressWarnings("unchecked") // stored by finish() under the same part
    public <P> @Nullable P finished(DnsEvaluation<? extends P> part) {
        return (P) finishedParts.get(part);
    }

    @Override
    public void finish(DnsEvaluation<?> part, Object result) {
        finishedParts.put(part, result);
    }

    // ---- asking ----

    /**
     * Asks for what the last run lacked and hinted at. True if all of it is there by now; otherwise the evaluation is
     * parked, and {@code wake} is called when it is, or {@code abandon} when the session is closed.
     */
    private boolean ask(RunningEvaluation<?> running, Runnable wake, Runnable abandon) {
        List<Asking> fresh = new ArrayList<>();
        Deque<Hint> suspected = Hint.of(running); // before it waits: this is time of the rules
        boolean late;
        boolean asks;
        synchronized (lock) {
            late = waitingTime.isOver();
            asks = !late && !expired && isWanted(running);
            if (asks) {
                evaluations.add(running);
                running.wake = wake;
                running.abandon = abandon;
                running.outstanding = 1; // so that nothing wakes it before everything is asked
                running.waiting = true;
                waitingTime.begin();
                for (DnsQuestion question : running.missing()) {
                    require(question, running, fresh);
                }
                questions += fresh.size();
            }
        }
        if (late) {
            expire();
        }
        if (!asks) {
            return goesOn(running, abandon);
        }
        collectHints(suspected, List.of(running), false, fresh);
        send(fresh);
        return settle(running);
    }

    private boolean isWanted(RunningEvaluation<?> running) {
        return !closed && !running.ended;
    }

    // Nothing is asked any more: either the time is over, which the rules are to see, or nobody waits for them.
    private boolean goesOn(RunningEvaluation<?> running, Runnable abandon) {
        synchronized (lock) {
            if (isWanted(running)) {
                return true;
            }
        }
        abandon.run();
        return false;
    }

    private void require(DnsQuestion question, RunningEvaluation<?> running, List<Asking> fresh) {
        if (answers.containsKey(question)) {
            return; // came since the run
        }
        Asking asking = underWay.get(question);
        if (asking == null) {
            asking = begin(question);
            fresh.add(asking);
        }
        waves.set(asking.wave);
        if (asking.addWaiting(running)) {
            running.outstanding++;
        }
    }

    // A wave is what is asked before an answer of the same wave has come: its questions overlap.
    private Asking begin(DnsQuestion question) {
        Asking asking = new Asking(question, deliveredWave + 1);
        underWay.put(question, asking);
        return asking;
    }

    private boolean settle(RunningEvaluation<?> running) {
        List<Asking> dropped;
        synchronized (lock) {
            running.outstanding--;
            if (running.outstanding == 0) {
                stopWaiting(running);
                return true;
            }
            // The session may have been closed, or the evaluation ended from outside, while it was asking.
            if (isWanted(running)) {
                running.parked = true;
                waitingTime.setAlarm();
                return false;
            }
            dropped = forget(running);
        }
        cancel(dropped);
        running.abandon.run();
        return false;
    }

    private void stopWaiting(RunningEvaluation<?> running) {
        if (running.waiting) {
            running.waiting = false;
            waitingTime.end();
        }
    }

    // All are asked before the first answer is looked at, so that they overlap even where the resolver is quick.
    private void send(List<Asking> fresh) {
        for (Asking asking : fresh) {
            if (!isUnderWay(asking)) {
                continue; // taken back before it was sent
            }
            CompletionStage<DnsAnswer> stage = resolver.ask(asking.question);
            boolean wanted;
            boolean late;
            synchronized (lock) {
                asking.stage = stage;
                wanted = underWay.get(asking.question) == asking;
                late = waitingTime.isOver();
            }
            if (!wanted) {
                GuardedResolver.cancel(stage);
            }
            if (late) {
                expire(); // a resolver that blocks, against its promise, does not get around the deadline
                break;
            }
        }
        for (Asking asking : fresh) {
            if (asking.stage != null) {
                GuardedResolver.listen(asking.stage, asking.question, answer -> arrive(asking, answer));
            }
        }
    }

    private boolean isUnderWay(Asking asking) {
        synchronized (lock) {
            return underWay.get(asking.question) == asking;
        }
    }

    private void arrive(Asking asking, DnsAnswer answer) {
        List<Runnable> wakes = new ArrayList<>();
        boolean grows;
        synchronized (lock) {
            if (underWay.get(asking.question) != asking) {
                return; // taken back, or too late
            }
            underWay.remove(asking.question);
            answers.putIfAbsent(asking.question, answer); // a run may have seen what the resolver remembers by now
            deliveredWave = Math.max(deliveredWave, asking.wave);
            release(asking, wakes);
            grows = asking.then != null && grown.add(asking.question);
        }
        // First those who wait: what a hint leads to may be slow, and nobody's waiting time would count it.
        wakes.forEach(Runnable::run);
        if (grows) {
            followHint(asking, answers.getOrDefault(asking.question, answer));
        }
    }

    // One evaluation fewer waits for this question; those that wait for nothing else go on.
    private void release(Asking asking, List<Runnable> wakes) {
        for (RunningEvaluation<?> running : asking.waiting()) {
            running.outstanding--;
            if (running.outstanding == 0 && running.parked) {
                running.parked = false;
                stopWaiting(running);
                wakes.add(running.wake);
            }
        }
    }

    // ---- hints ----

    @Override
    public void prefetch(Collection<DnsQuestion> wanted) {
        requireOpen();
        Deque<Hint> suspected = Hint.of(wanted);
        List<Asking> fresh = new ArrayList<>();
        collectHints(suspected, List.of(), true, fresh);
        send(fresh);
    }

    private void followHint(Asking asking, DnsAnswer answer) {
        Function<DnsAnswer, Collection<DnsQuestion>> then = asking.then;
        if (then == null) {
            return;
        }
        Deque<Hint> suspected = new ArrayDeque<>();
        new Hint(asking.question, then).grow(answer, suspected);
        Collection<RunningEvaluation<?>> interested;
        synchronized (lock) {
            interested = List.copyOf(asking.interested());
        }
        List<Asking> fresh = new ArrayList<>();
        collectHints(suspected, interested, asking.forSession, fresh);
        send(fresh);
    }

    // Adds what is worth asking to fresh. What is known already is followed to what it leads to.
    private void collectHints(
            Deque<Hint> suspected,
            Collection<RunningEvaluation<?>> interested,
            boolean forSession,
            List<Asking> fresh) {
        while (!suspected.isEmpty()) {
            Hint hint = suspected.poll();
            if (!admit(hint, interested, forSession)) {
                continue;
            }
            DnsAnswer answer = answer(hint.question());
            if (answer == null) {
                suspect(hint, interested, forSession, fresh);
            } else if (mayGrow(hint.question())) {
                hint.grow(answer, suspected);
            }
        }
    }

    // Whether there is anything left to do for it. What is under way anyway costs no allowance.
    private boolean admit(Hint hint, Collection<RunningEvaluation<?>> interested, boolean forSession) {
        synchronized (lock) {
            if (closed || expired) {
                return false;
            }
            Asking asking = underWay.get(hint.question());
            if (asking != null) {
                asking.join(interested, forSession, hint.then());
                return false;
            }
            if (answers.containsKey(hint.question()) || hinted.contains(hint.question())) {
                return true;
            }
            return hinted.size() < limits.hints() && hinted.add(hint.question());
        }
    }

    private void suspect(
            Hint hint, Collection<RunningEvaluation<?>> interested, boolean forSession, List<Asking> fresh) {
        synchronized (lock) {
            boolean wanted = forSession || interested.stream().anyMatch(running -> !running.ended);
            if (closed || expired || !wanted || answers.containsKey(hint.question())) {
                return;
            }
            Asking asking = underWay.get(hint.question());
            if (asking == null) {
                asking = begin(hint.question());
                fresh.add(asking);
                hints++;
            }
            asking.join(interested, forSession, hint.then());
        }
    }

    private boolean mayGrow(DnsQuestion question) {
        synchronized (lock) {
            return grown.add(question);
        }
    }

    // ---- the end ----

    private void ring(Object alarm) {
        synchronized (lock) {
            if (!waitingTime.isCurrent(alarm)) {
                return; // the wait was over just before
            }
        }
        expire();
    }

    // The time is over: what is open is answered so, and whoever waits goes on.
    private void expire() {
        List<Runnable> wakes = new ArrayList<>();
        List<Asking> dropped;
        synchronized (lock) {
            expired = true;
            dropped = List.copyOf(underWay.values());
            underWay.clear();
            dropped.forEach(asking -> release(asking, wakes));
        }
        cancelElsewhere(dropped);
        wakes.forEach(Runnable::run);
    }

    private void end(RunningEvaluation<?> running) {
        List<Asking> dropped;
        synchronized (lock) {
            if (running.ended) {
                return;
            }
            running.ended = true;
            dropped = forget(running);
        }
        cancel(dropped);
        running.atEnd.run();
    }

    // What was under way for this evaluation alone is to be taken back.
    private List<Asking> forget(RunningEvaluation<?> running) {
        running.parked = false;
        stopWaiting(running);
        evaluations.remove(running);
        List<Asking> dropped = new ArrayList<>();
        Iterator<Asking> each = underWay.values().iterator();
        while (each.hasNext()) {
            Asking asking = each.next();
            if (asking.forget(running)) {
                each.remove();
                dropped.add(asking);
            }
        }
        return dropped;
    }

    @Override
    public void close() {
        List<RunningEvaluation<?>> abandoned;
        List<Asking> dropped;
        synchronized (lock) {
            closed = true;
            abandoned = List.copyOf(evaluations);
            evaluations.clear();
            dropped = List.copyOf(underWay.values());
            underWay.clear();
        }
        cancel(dropped);
        abandoned.forEach(running -> running.abandon.run());
    }

    // Taking questions back may run code of users, which must hold up neither a deadline nor the timer.
    private void cancelElsewhere(List<Asking> dropped) {
        if (dropped.isEmpty()) {
            return;
        }
        try {
            executor.execute(() -> cancel(dropped));
        } catch (Throwable rejected) {
            cancel(dropped);
        }
    }

    private static void cancel(List<Asking> dropped) {
        for (Asking asking : dropped) {
            if (asking.stage != null) {
                GuardedResolver.cancel(asking.stage);
            }
        }
    }

    @Override
    public DnsUsage usage() {
        synchronized (lock) {
            Duration waited = Duration.ofNanos(waitingTime.nanos());
            return new DnsUsage(waves.cardinality(), questions, hints, fromMemory, waited);
        }
    }
}
