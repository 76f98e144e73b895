package io.mailseal.cli;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.dns.DnsTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Passes questions on, and remembers what was asked, in order, and what came of it. */
final class TracingResolver implements DnsResolver, AutoCloseable {

    private final DnsResolver resolver;
    private final DnsTimer timer;
    private final Runnable close;
    private final String source;
    private final List<Entry> entries = new ArrayList<>(); // guarded by itself

    TracingResolver(DnsResolver resolver, DnsTimer timer, Runnable close, String source) {
        this.resolver = resolver;
        this.timer = timer;
        this.close = close;
        this.source = source;
    }

    /** One question. Without an answer, it was taken back before there was one. */
    static final class Entry {

        private final DnsQuestion question;
        private volatile Optional<DnsAnswer> answer = Optional.empty();
        private volatile Duration took = Duration.ZERO;

        private Entry(DnsQuestion question) {
            this.question = question;
        }

        DnsQuestion question() {
            return question;
        }

        Optional<DnsAnswer> answer() {
            return answer;
        }

        Duration took() {
            return took;
        }

        private void complete(DnsAnswer given, Duration time) {
            took = time;
            answer = Optional.of(given);
        }
    }

    @Override
    public CompletionStage<DnsAnswer> resolve(DnsQuestion question) {
        Entry entry = new Entry(question);
        synchronized (entries) {
            entries.add(entry);
        }
        long start = timer.nanoTime();
        CompletionStage<DnsAnswer> stage = resolver.resolve(question);
        CompletionStage<DnsAnswer> unused = stage.whenComplete((answer, failure) -> {
            if (failure == null) {
                entry.complete(answer, Duration.ofNanos(timer.nanoTime() - start));
            }
        });
        return stage;
    }

    @Override
    public Optional<DnsAnswer> known(DnsQuestion question) {
        return resolver.known(question);
    }

    @Override
    public Executor executor() {
        return resolver.executor();
    }

    /** Sessions over this, in its time. */
    DnsSessions sessions() {
        return DnsSessions.over(this).withTimer(timer);
    }

    /** Who answers, for people. */
    String source() {
        return source;
    }

    /** What was asked, in order. */
    List<Entry> entries() {
        synchronized (entries) {
            return List.copyOf(entries);
        }
    }

    @Override
    public void close() {
        close.run();
    }
}
