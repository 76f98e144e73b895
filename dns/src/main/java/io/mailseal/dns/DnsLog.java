package io.mailseal.dns;

import io.mailseal.core.dns.DnsTimer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator should read, at most one line a minute: whoever makes something go wrong again and again must not be able
 * to fill a disk. Nothing that a server or a mail has said is ever in it.
 */
final class DnsLog {

    /** Where lines go. */
    @FunctionalInterface
    interface Sink {
        void warn(String line, Throwable failure);
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(DnsClient.class);
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final DnsTimer timer;
    private final Sink sink;
    private final AtomicLong next;
    private final AtomicLong suppressed = new AtomicLong();

    DnsLog(DnsTimer timer) {
        this(timer, LOGGER::warn);
    }

    DnsLog(DnsTimer timer, Sink sink) {
        this.timer = timer;
        this.sink = sink;
        this.next = new AtomicLong(timer.nanoTime());
    }

    void warn(String event, Throwable failure) {
        long now = timer.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + PAUSE)) {
            suppressed.incrementAndGet();
            return;
        }
        sink.warn(event + " (" + suppressed.getAndSet(0) + " more times since the last such line)", failure);
    }
}
