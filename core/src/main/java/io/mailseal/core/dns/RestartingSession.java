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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
 * timer is, since it only takes a note.
 */
final class RestartingSession implements DnsSession {

    private final DnsResolver resolver;
    private final DnsLimits limits;
    private final DnsTimer timer;
    private final Executor executor;

    private final ConcurrentMap<DnsQuestion, DnsAnswer> answers = new ConcurrentHashMap<>();
    private final ConcurrentMap<DnsEvaluation<?>, Object> finishedParts = new ConcurrentHashMap<>();
    private volatile boolean expired;
    private volatile boolean closed;

    private final Object lock = new Object();

    // All that follows is guarded by the lock.
    private final Map<DnsQuestion, Asking> underWay = new LinkedHashMap<>();
    private final Set<RunningEvaluation<?>> evaluations = new LinkedHashSet<>();
    private final Set<DnsQuestion> hinted = new HashSet<>();
    private final Set<DnsQuestion> grown = new HashSet<>();
    private final BitSet waves = new BitSet(); // those that an evaluation has waited for
    private int deliveredWave;
    private int questions;
    private int hints;
    private int fromMemory;
    private long waitedNanos;
    private int waiting;
    private long waitingSince;
    private @Nullable Alarm alarm;

    RestartingSession(DnsResolver resolver, DnsLimits limits, DnsTimer timer, Executor executor) {
        this.resolver = resolver;
        this.limits = limits;
        this.timer = timer;
        this.executor = executor;
    }

    // ---- evaluations ----

    @Override
    public <R> R evaluate(DnsEvaluation<R> evaluation) {
        requireOpen();
        RunningEvaluation<R> running = new RunningEvaluation<>(this, evaluation, limits.budget());
        if (running.run()) {
            return running.result();
        }
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
        requireOpen();
        RunningEvaluation<R> running = new RunningEvaluation<>(this, evaluation, limits.budget());
        try {
            if (running.run()) {
                return CompletableFuture.completedFuture(running.result());
            }
        } catch (RuntimeException | Error thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
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
            future.complete(running.result());
        } catch (RuntimeException | Error thrown) {
            future.completeExceptionally(thrown);
        }
    }

    private <R> void resume(RunningEvaluation<R> running, CompletableFuture<R> future) {
        try {
            executor.execute(() -> runAgain(running, future));
        } catch (RuntimeException rejected) {
            future.completeExceptionally(rejected);
        }
    }

    private <R> void runAgain(RunningEvaluation<R> running, CompletableFuture<R> future) {
        if (future.isDone()) {
            return;
        }
        try {
            if (running.run()) {
                future.complete(running.result());
                return;
            }
        } catch (RuntimeException | Error thrown) {
            future.completeExceptionally(thrown);
            return;
        }
        askAndRun(running, future);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
    }

    // ---- what evaluations see ----

    /** The answer if it is known, or if the time is over; otherwise null. */
    @Nullable
    DnsAnswer answer(DnsQuestion question) {
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
        Optional<DnsAnswer> known;
        try {
            known = resolver.known(question);
        } catch (RuntimeException broken) {
            return null; // then it is asked, and may fail properly
        }
        if (known.isEmpty()) {
            return null;
        }
        DnsAnswer checked = checked(question, known.get(), null);
        DnsAnswer earlier = answers.putIfAbsent(question, checked);
        if (earlier != null) {
            return earlier;
        }
        synchronized (lock) {
            fromMemory++;
        }
        return checked;
    }

    /** The result of a part that has come to its end before. */
    @SuppressWarnings("unchecked") // stored by finish() under the same part
    <P> @Nullable P finished(DnsEvaluation<? extends P> part) {
        return (P) finishedParts.get(part);
    }

    void finish(DnsEvaluation<?> part, Object result) {
        finishedParts.put(part, result);
    }

    // ---- asking ----

    /**
     * Asks for what the last run lacked and hinted at. True if all of it is there by now; otherwise the evaluation is
     * parked, and {@code wake} is called when it is, or {@code abandon} when the session is closed.
     */
    private boolean ask(RunningEvaluation<?> running, Runnable wake, Runnable abandon) {
        List<Asking> fresh = new ArrayList<>();
        synchronized (lock) {
            if (expired) {
                return true;
            }
            evaluations.add(running);
            running.wake = wake;
            running.abandon = abandon;
            running.outstanding = 1; // so that nothing wakes it before everything is asked
            startWaiting(running);
            for (DnsQuestion question : running.missing()) {
                require(question, running, fresh);
            }
            questions += fresh.size();
        }
        Deque<Hint> suspected = new ArrayDeque<>();
        running.hints().forEach((question, then) -> suspected.add(new Hint(question, then)));
        collectHints(suspected, running, fresh);
        send(fresh);
        return settle(running);
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
        asking.interested.add(running);
        if (asking.waiting.add(running)) {
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
            if (!closed && !running.ended) {
                running.parked = true;
                setAlarm();
                return false;
            }
            dropped = forget(running);
        }
        dropped.forEach(asking -> cancel(asking.stage));
        running.abandon.run();
        return false;
    }

    private record Hint(DnsQuestion question, Function<DnsAnswer, Collection<DnsQuestion>> then) {}

    // Adds what is worth asking to fresh. What is known already is followed to what it leads to.
    private void collectHints(Deque<Hint> suspected, @Nullable RunningEvaluation<?> onBehalfOf, List<Asking> fresh) {
        while (!suspected.isEmpty()) {
            Hint hint = suspected.poll();
            DnsAnswer answer = admit(hint) ? answer(hint.question()) : answers.get(hint.question());
            if (answer == null) {
                suspect(hint, onBehalfOf, fresh);
            } else if (mayGrow(hint.question())) {
                grow(answer, hint.then(), suspected);
            }
        }
    }

    // Charges the allowance for a question that nobody has hinted at before.
    private boolean admit(Hint hint) {
        synchronized (lock) {
            if (hinted.contains(hint.question())) {
                return true;
            }
            return !expired && hinted.size() < limits.hints() && hinted.add(hint.question());
        }
    }

    private void suspect(Hint hint, @Nullable RunningEvaluation<?> onBehalfOf, List<Asking> fresh) {
        synchronized (lock) {
            if (closed || expired || (onBehalfOf != null && onBehalfOf.ended) || answers.containsKey(hint.question())) {
                return;
            }
            Asking asking = underWay.get(hint.question());
            if (asking == null) {
                if (!hinted.contains(hint.question())) {
                    return; // beyond the allowance
                }
                asking = begin(hint.question());
                fresh.add(asking);
                hints++;
            }
            asking.addInterest(onBehalfOf);
            if (asking.then == null) {
                asking.then = hint.then();
            }
        }
    }

    private boolean mayGrow(DnsQuestion question) {
        synchronized (lock) {
            return grown.add(question);
        }
    }

    @SuppressWarnings("EmptyCatch")
    private static void grow(
            DnsAnswer answer, Function<DnsAnswer, Collection<DnsQuestion>> then, Deque<Hint> suspected) {
        try {
            then.apply(answer).forEach(question -> suspected.add(new Hint(question, then)));
        } catch (RuntimeException broken) {
            // A hint never changes a verdict, also not one that is broken: it just leads no further.
        }
    }

    // All are asked before the first answer is looked at, so that they overlap even where the resolver is quick.
    private void send(List<Asking> fresh) {
        for (Asking asking : fresh) {
            CompletionStage<DnsAnswer> stage = resolve(asking.question);
            boolean wanted;
            synchronized (lock) {
                asking.stage = stage;
                wanted = underWay.get(asking.question) == asking;
            }
            if (!wanted) {
                cancel(stage);
            }
        }
        for (Asking asking : fresh) {
            listen(asking);
        }
    }

    @SuppressWarnings("NullAway") // a user's resolver may break its promise
    private CompletionStage<DnsAnswer> resolve(DnsQuestion question) {
        try {
            CompletionStage<DnsAnswer> stage = resolver.resolve(question);
            return stage == null ? CompletableFuture.completedFuture(null) : stage;
        } catch (RuntimeException broken) {
            return CompletableFuture.failedFuture(broken);
        }
    }

    private void listen(Asking asking) {
        CompletionStage<DnsAnswer> stage = asking.stage;
        if (stage == null) {
            return;
        }
        try {
            CompletionStage<DnsAnswer> unused =
                    stage.whenComplete((answer, failure) -> arrive(asking, checked(asking.question, answer, failure)));
        } catch (RuntimeException broken) {
            arrive(asking, checked(asking.question, null, broken));
        }
    }

    // A resolver that is a user's may do anything; what it does becomes an answer.
    private static DnsAnswer checked(DnsQuestion question, @Nullable DnsAnswer answer, @Nullable Throwable failure) {
        if (failure != null) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            return DnsAnswer.failed(question, DnsFailure.NETWORK).withReason("the resolver failed: " + cause);
        }
        if (answer == null) {
            return DnsAnswer.failed(question, DnsFailure.MALFORMED).withReason("the resolver gave no answer");
        }
        if (!answer.question().equals(question)) {
            return DnsAnswer.failed(question, DnsFailure.MALFORMED)
                    .withReason("the resolver answered another question: " + answer.question());
        }
        return answer;
    }

    private void arrive(Asking asking, DnsAnswer answer) {
        List<Runnable> wakes = new ArrayList<>();
        boolean grows;
        synchronized (lock) {
            if (underWay.get(asking.question) != asking) {
                return; // taken back, or too late
            }
            underWay.remove(asking.question);
            answers.put(asking.question, answer);
            deliveredWave = Math.max(deliveredWave, asking.wave);
            release(asking, wakes);
            grows = asking.then != null && grown.add(asking.question);
        }
        if (grows) {
            followHint(asking, answer);
        }
        wakes.forEach(Runnable::run);
    }

    // One evaluation fewer waits for this question; those that wait for nothing else go on.
    private void release(Asking asking, List<Runnable> wakes) {
        for (RunningEvaluation<?> running : asking.waiting) {
            running.outstanding--;
            if (running.outstanding == 0 && running.parked) {
                running.parked = false;
                stopWaiting(running);
                wakes.add(running.wake);
            }
        }
    }

    private void followHint(Asking asking, DnsAnswer answer) {
        Function<DnsAnswer, Collection<DnsQuestion>> then = asking.then;
        List<Asking> fresh = new ArrayList<>();
        if (then != null) {
            Deque<Hint> suspected = new ArrayDeque<>();
            grow(answer, then, suspected);
            collectHints(suspected, stillInterested(asking), fresh);
        }
        send(fresh);
    }

    private @Nullable RunningEvaluation<?> stillInterested(Asking asking) {
        synchronized (lock) {
            return asking.forSession || asking.interested.isEmpty()
                    ? null
                    : asking.interested.iterator().next();
        }
    }

    @Override
    public void prefetch(Collection<DnsQuestion> wanted) {
        requireOpen();
        Deque<Hint> suspected = new ArrayDeque<>();
        wanted.forEach(question -> suspected.add(new Hint(question, answer -> List.of())));
        List<Asking> fresh = new ArrayList<>();
        collectHints(suspected, null, fresh);
        send(fresh);
    }

    // ---- time ----

    private void startWaiting(RunningEvaluation<?> running) {
        running.waiting = true;
        if (waiting++ == 0) {
            waitingSince = timer.nanoTime();
        }
    }

    private void stopWaiting(RunningEvaluation<?> running) {
        if (!running.waiting) {
            return;
        }
        running.waiting = false;
        if (--waiting == 0) {
            waitedNanos += timer.nanoTime() - waitingSince;
            if (alarm != null) {
                alarm.cancel.run();
                alarm = null;
            }
        }
    }

    private static final class Alarm {
        Runnable cancel = () -> {};
    }

    private void setAlarm() {
        if (alarm != null || expired) {
            return;
        }
        Alarm set = new Alarm();
        alarm = set;
        long left = limits.deadline().toNanos() - waitedNanos - (timer.nanoTime() - waitingSince);
        set.cancel = timer.schedule(Duration.ofNanos(Math.max(0, left)), () -> expire(set));
    }

    private void expire(Alarm set) {
        List<Runnable> wakes = new ArrayList<>();
        List<Asking> dropped;
        synchronized (lock) {
            if (alarm != set) {
                return; // the wait was over just before
            }
            alarm = null;
            expired = true;
            dropped = List.copyOf(underWay.values());
            underWay.clear();
            dropped.forEach(asking -> release(asking, wakes));
        }
        dropped.forEach(asking -> cancel(asking.stage));
        wakes.forEach(Runnable::run);
    }

    // ---- the end ----

    private void end(RunningEvaluation<?> running) {
        List<Asking> dropped;
        synchronized (lock) {
            running.ended = true;
            dropped = forget(running);
        }
        dropped.forEach(asking -> cancel(asking.stage));
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
            asking.waiting.remove(running);
            if (asking.interested.remove(running) && asking.interested.isEmpty() && !asking.forSession) {
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
        dropped.forEach(asking -> cancel(asking.stage));
        abandoned.forEach(running -> running.abandon.run());
    }

    @SuppressWarnings("EmptyCatch") // a stage that can't be cancelled is only forgotten
    private static void cancel(@Nullable CompletionStage<DnsAnswer> stage) {
        if (stage == null) {
            return;
        }
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (RuntimeException unsupported) {
            // Its answer will be dropped.
        }
    }

    @Override
    public DnsUsage usage() {
        synchronized (lock) {
            long sinceThen = waiting > 0 ? timer.nanoTime() - waitingSince : 0;
            return new DnsUsage(
                    waves.cardinality(), questions, hints, fromMemory, Duration.ofNanos(waitedNanos + sinceThen));
        }
    }
}
