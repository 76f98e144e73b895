package io.mailseal.dns;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsTimer;
import io.mailseal.dns.DnsObserver.Source;
import java.time.Duration;

/** Tells the observer, and survives what it throws. */
final class Observation {

    private final DnsObserver observer;
    private final DnsTimer timer;
    private final DnsLog log;

    Observation(DnsObserver observer, DnsTimer timer) {
        this.observer = observer;
        this.timer = timer;
        this.log = new DnsLog(timer);
    }

    void fromCache(DnsAnswer answer) {
        tell(answer, Source.CACHE, Duration.ZERO);
    }

    /** @param asked when the question came, by the timer */
    void fromNetwork(DnsAnswer answer, long asked) {
        tell(answer, Source.NETWORK, Duration.ofNanos(timer.nanoTime() - asked));
    }

    private void tell(DnsAnswer answer, Source source, Duration duration) {
        try {
            observer.answered(answer, source, duration);
        } catch (RuntimeException | Error failure) {
            log.warn("the DNS observer failed", failure);
        }
    }
}
