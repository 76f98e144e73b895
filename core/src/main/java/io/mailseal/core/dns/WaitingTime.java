package io.mailseal.core.dns;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How long the evaluations of a session have waited for DNS, those side by side counted once, and the alarm for the moment
 * when that was too long. Guarded by the lock of the session.
 */
final class WaitingTime {

    private final DnsTimer timer;
    private final long deadlineNanos;
    private final Consumer<Object> ring;

    private long pastNanos;
    private int waiting;
    private long since;
    private @Nullable Object alarm;
    private Runnable takeBack = () -> {};

    /**
     * @param ring told when the time is over, without the lock; it looks whether the alarm is still the current one
     */
    WaitingTime(DnsTimer timer, Duration deadline, Consumer<Object> ring) {
        this.timer = timer;
        this.deadlineNanos = deadline.toNanos();
        this.ring = ring;
    }

    /** One more waits. */
    void begin() {
        if (waiting++ == 0) {
            since = timer.nanoTime();
        }
    }

    /** One fewer waits. */
    void end() {
        if (--waiting == 0) {
            pastNanos += timer.nanoTime() - since;
            alarm = null;
            takeBack.run();
        }
    }

    /** All the time up to now. */
    long nanos() {
        return pastNanos + (waiting > 0 ? timer.nanoTime() - since : 0);
    }

    /** Whether it was too long. */
    boolean isOver() {
        return nanos() >= deadlineNanos;
    }

    /** Sees to it that somebody is told when it is over, as long as anybody waits. */
    void setAlarm() {
        if (alarm != null) {
            return;
        }
        Object set = new Object();
        alarm = set;
        takeBack = timer.schedule(Duration.ofNanos(Math.max(0, deadlineNanos - nanos())), () -> ring.accept(set));
    }

    /** Whether nobody has taken this alarm back. */
    boolean isCurrent(Object set) {
        return alarm == set;
    }
}
