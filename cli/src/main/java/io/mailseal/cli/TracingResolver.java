package io.mailseal.cli;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.dns.DnsTimer;
import io.mailseal.dns.DnsClient;
import io.mailseal.dns.DnsProof;
import io.mailseal.dns.ProofStep;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Passes questions on, and remembers what was asked, in order, and what came of it. */
final class TracingResolver implements DnsResolver, AutoCloseable {

    private final Function<DnsQuestion, CompletableFuture<DnsProof>> resolver;
    private final Executor executor;
    private final DnsTimer timer;
    private final Runnable close;
    private final String source;
    private final DnssecMode dnssec;
    private final Supplier<TracingResolver> another;
    private final List<Entry> entries = new ArrayList<>(); // guarded by itself

    private TracingResolver(
            Function<DnsQuestion, CompletableFuture<DnsProof>> resolver,
            Executor executor,
            DnsTimer timer,
            Runnable close,
            String source,
            DnssecMode dnssec,
            Supplier<TracingResolver> another) {
        this.resolver = resolver;
        this.executor = executor;
        this.timer = timer;
        this.close = close;
        this.source = source;
        this.dnssec = dnssec;
        this.another = another;
    }

    /** Over name servers. The client is closed with this. */
    static TracingResolver over(DnsClient client, DnssecMode dnssec) {
        return over(client, dnssec, client::close);
    }

    private static TracingResolver over(DnsClient client, DnssecMode dnssec, Runnable close) {
        String source = "the name servers " + String.join(", ", client.servers());
        return new TracingResolver(
                client::prove,
                client.executor(),
                DnsTimer.system(),
                close,
                source,
                dnssec,
                () -> over(client, dnssec, () -> {}));
    }

    /** Over a zone file, in virtual time: what the file says of delays and timeouts happens at once. */
    static TracingResolver over(InMemoryDns zone, String file) {
        VirtualClock clock = new VirtualClock();
        InMemoryDns timed = zone.withClock(clock);
        return new TracingResolver(
                question -> unproven(timed.resolve(question)),
                timed.executor(),
                clock,
                () -> {},
                "the file " + file,
                DnssecMode.ZONE_FILE,
                () -> over(zone, file));
    }

    /** One with nothing noted, and over a zone file with a time of its own; good for as long as this is open. */
    TracingResolver another() {
        return another.get();
    }

    private static CompletableFuture<DnsProof> unproven(CompletableFuture<DnsAnswer> answer) {
        CompletableFuture<DnsProof> proof = answer.thenApply(given -> new DnsProof(given, List.of()));
        CompletableFuture<DnsProof> unused = proof.whenComplete((given, cancelled) -> answer.cancel(false));
        return proof;
    }

    /** One question. Without an answer, it was taken back before there was one. */
    static final class Entry {

        /** What became of it, and after which time. */
        private record Outcome(DnsProof proof, Duration took) {}

        private final DnsQuestion question;
        private final DnsTimer timer;
        private final long asked;
        private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();

        private Entry(DnsQuestion question, DnsTimer timer) {
            this.question = question;
            this.timer = timer;
            this.asked = timer.nanoTime();
        }

        DnsQuestion question() {
            return question;
        }

        Optional<DnsAnswer> answer() {
            return Optional.ofNullable(outcome.get()).map(known -> known.proof().answer());
        }

        /** What proves or breaks the answer; empty unless it was validated here. */
        List<ProofStep> proof() {
            return Optional.ofNullable(outcome.get())
                    .map(known -> known.proof().steps())
                    .orElse(List.of());
        }

        Duration took() {
            return Optional.ofNullable(outcome.get()).map(Outcome::took).orElse(Duration.ZERO);
        }

        // The first outcome stays: one that comes later was not waited for.
        private DnsAnswer complete(DnsProof proof) {
            outcome.compareAndSet(null, new Outcome(proof, Duration.ofNanos(timer.nanoTime() - asked)));
            return proof.answer();
        }
    }

    @Override
    public CompletionStage<DnsAnswer> resolve(DnsQuestion question) {
        Entry entry = new Entry(question, timer);
        synchronized (entries) {
            entries.add(entry);
        }
        CompletableFuture<DnsProof> proof = resolver.apply(question);
        CompletableFuture<DnsAnswer> answer = proof.thenApply(entry::complete);
        CompletableFuture<DnsAnswer> unused = answer.whenComplete((given, cancelled) -> proof.cancel(false));
        return answer;
    }

    @Override
    public Executor executor() {
        return executor;
    }

    /** Sessions over this, in its time. */
    DnsSessions sessions() {
        return DnsSessions.over(this).withTimer(timer);
    }

    /** Who answers, for people. */
    String source() {
        return source;
    }

    /** Who is believed about DNSSEC. */
    DnssecMode dnssec() {
        return dnssec;
    }

    /** What was asked, in order. */
    List<Entry> entries() {
        synchronized (entries) {
            return List.copyOf(entries);
        }
    }

    /**
     * The question to which an evaluation got this answer, also where it was the end of its patience, and another came
     * too late.
     */
    Entry entry(DnsAnswer answer) {
        Entry entry = entries().stream()
                .filter(asked -> asked.question().equals(answer.question()))
                .filter(asked -> asked.answer().map(answer::equals).orElse(true))
                .findFirst()
                .orElseGet(() -> new Entry(answer.question(), timer));
        DnsAnswer unused = entry.complete(new DnsProof(answer, List.of()));
        return entry;
    }

    @Override
    public void close() {
        close.run();
    }
}
