package io.mailseal.testkit;

import io.mailseal.core.dns.DnsTimer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Time that moves only when it is told to: by {@link #advance}, or by a wait for a future, which jumps from event to event
 * until the future is done. Tasks run on the thread that moves the time, in the order in which they are due.
 *
 * <p>May be used by several threads. A task may schedule others, and may itself wait for a future. What happens on threads
 * that this clock does not know of (a pool) is not waited for, so tests should keep to {@code Runnable::run} as executor.
 */
public final class VirtualClock implements DnsTimer, InstantSource {

    /** When a clock starts unless it is told otherwise: 2026-01-01T00:00:00Z. */
    public static final Instant DEFAULT_START = Instant.parse("2026-01-01T00:00:00Z");

    private final Object lock = new Object();
    private final Instant start;
    private final TreeSet<Event> events = new TreeSet<>();
    // Those inside of a task that are not waiting for others: while there is one, more events may come.
    private final Set<Thread> busy = new HashSet<>();
    private long now;
    private long scheduled;

    /** A clock that starts at {@link #DEFAULT_START}. */
    public VirtualClock() {
        this(DEFAULT_START);
    }

    /** A clock that starts then. */
    public VirtualClock(Instant start) {
        this.start = start;
    }

    private record Event(long due, long order, Runnable task) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return due != other.due ? Long.compare(due, other.due) : Long.compare(order, other.order);
        }
    }

    /** The virtual instant. */
    @Override
    public Instant instant() {
        return start.plus(elapsed());
    }

    /** The virtual time since the start, in nanoseconds. */
    @Override
    public long nanoTime() {
        synchronized (lock) {
            return now;
        }
    }

    /** The virtual time since the start. */
    public Duration elapsed() {
        return Duration.ofNanos(nanoTime());
    }

    /** How many tasks are scheduled that neither have begun nor were taken back: zero where nothing is left running. */
    public int pending() {
        synchronized (lock) {
            return events.size();
        }
    }

    /** Runs the task when the time has come; a delay that is not positive means the next move of the clock. */
    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        synchronized (lock) {
            Event event = new Event(now + Math.max(0, delay.toNanos()), scheduled++, task);
            events.add(event);
            lock.notifyAll();
            return () -> takeBack(event);
        }
    }

    private void takeBack(Event event) {
        synchronized (lock) {
            events.remove(event);
            lock.notifyAll();
        }
    }

    /**
     * Lets that much time pass. What is due meanwhile runs on this thread, each task at its own time; among those of one
     * time, in the order in which they were scheduled. What a task throws comes out of here.
     *
     * @throws IllegalArgumentException for a negative duration
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + duration);
        }
        long until = nanoTime() + duration.toNanos();
        while (runNext(until)) {
            // Each task may add others that are due by then, too.
        }
        synchronized (lock) {
            now = Math.max(now, until);
        }
    }

    /**
     * Moves from event to event until the future is completed, in whichever way.
     *
     * @throws IllegalStateException if nothing is left that could complete it
     * @throws InterruptedException if this thread is interrupted, be it by a task
     */
    @Override
    public void await(CompletableFuture<?> future) throws InterruptedException {
        while (!future.isDone()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!runNext(Long.MAX_VALUE) && !othersMayHelp(future)) {
                throw new IllegalStateException("no event is left that could complete the future, " + elapsed()
                        + " after the start: " + future);
            }
        }
    }

    /**
     * Moves from event to event until the future is completed, and returns its result: for the asynchronous twins.
     *
     * @throws IllegalStateException if nothing is left that could complete it, or this thread is interrupted
     * @throws java.util.concurrent.CompletionException if it failed
     * @throws java.util.concurrent.CancellationException if it was cancelled
     */
    public <T> T runUntil(CompletableFuture<T> future) {
        try {
            await(future);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + future, interrupted);
        }
        return future.join();
    }

    // False where nothing is due until then.
    private boolean runNext(long until) {
        Event event;
        boolean outermost;
        synchronized (lock) {
            if (events.isEmpty() || events.first().due() > until) {
                return false;
            }
            event = events.pollFirst();
            now = Math.max(now, event.due());
            outermost = busy.add(Thread.currentThread());
        }
        try {
            event.task().run();
        } finally {
            if (outermost) {
                leave();
            }
        }
        return true;
    }

    private void leave() {
        synchronized (lock) {
            busy.remove(Thread.currentThread());
            lock.notifyAll();
        }
    }

    // Waits while another thread is inside of a task; false where there is none and nothing has come of it.
    @SuppressWarnings("FutureReturnValueIgnored") // it is the future itself that matters
    private boolean othersMayHelp(CompletableFuture<?> future) throws InterruptedException {
        future.whenComplete((result, failure) -> wakeUp());
        synchronized (lock) {
            boolean insideTask = busy.remove(Thread.currentThread());
            lock.notifyAll();
            try {
                while (events.isEmpty() && !future.isDone() && !busy.isEmpty()) {
                    lock.wait();
                }
                return !events.isEmpty() || future.isDone();
            } finally {
                if (insideTask) {
                    busy.add(Thread.currentThread());
                }
            }
        }
    }

    private void wakeUp() {
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    /** When it is, and how much is pending. */
    @Override
    public String toString() {
        return instant() + " (" + elapsed() + " after the start), " + pending() + " pending";
    }
}
