package io.mailseal.benchmarks;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A resolver that remembers nothing, and answers each question after the same time. */
final class SlowDns implements DnsResolver, AutoCloseable {

    private final Map<DnsQuestion, DnsAnswer> answers;
    private final Duration delay;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    SlowDns(Map<DnsQuestion, DnsAnswer> answers, Duration delay) {
        this.answers = answers;
        this.delay = delay;
    }

    @Override
    public CompletableFuture<DnsAnswer> resolve(DnsQuestion question) {
        CompletableFuture<DnsAnswer> future = new CompletableFuture<>();
        DnsAnswer answer = answers.getOrDefault(question, DnsAnswer.noSuchName(question));
        Future<?> unused = timer.schedule(() -> future.complete(answer), delay.toNanos(), TimeUnit.NANOSECONDS);
        return future;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
