package io.mailseal.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.dns.DnsClient;
import io.mailseal.dns.TrustAnchors;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Answers from memory, in nanoseconds each, by one thread and by four. The limit is a bare cache of the same size. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class CachedDnsBenchmark {

    private static final int NAMES = 1024;

    private LocalServer server;
    private DnsClient plain;
    private DnsClient validating;
    private Cache<DnsQuestion, DnsAnswer> cache;
    private DnsQuestion[] questions;

    @Setup(Level.Trial)
    public void setUp() {
        server = new LocalServer();
        plain = DnsClient.builder().server(server.address()).withoutDnssec().build();
        validating = DnsClient.builder()
                .server(server.address())
                .validating(TrustAnchors.parse(server.anchors()))
                .build();
        cache = Caffeine.newBuilder().maximumSize(10_000).build();
        questions = new DnsQuestion[NAMES];
        for (int i = 0; i < NAMES; i++) {
            questions[i] = DnsQuestion.a(DomainName.of("h" + i + ".bench.example"));
            DnsAnswer answer = plain.resolve(questions[i]).join();
            DnsAnswer unused = validating.resolve(questions[i]).join();
            cache.put(questions[i], answer);
        }
    }

    @TearDown(Level.Trial)
    public void tearDown() throws IOException {
        plain.close();
        validating.close();
        server.close();
    }

    // A new object each time, as it is in a message that has just been parsed.
    private DnsQuestion question() {
        DnsQuestion question = questions[ThreadLocalRandom.current().nextInt(NAMES)];
        return new DnsQuestion(question.name(), question.type());
    }

    private static DnsAnswer require(DnsAnswer answer) {
        if (answer.outcome() != DnsAnswer.Outcome.FOUND) {
            throw new IllegalStateException(answer.toString());
        }
        return answer;
    }

    @Benchmark
    public DnsAnswer limitOfABareCache() {
        return require(cache.getIfPresent(question()));
    }

    @Benchmark
    public DnsAnswer known() {
        return require(plain.known(question()).orElseThrow());
    }

    @Benchmark
    public DnsAnswer resolved() {
        return require(plain.resolve(question()).join());
    }

    @Benchmark
    public DnsAnswer knownValidated() {
        return require(validating.known(question()).orElseThrow());
    }

    @Benchmark
    @Threads(4)
    public DnsAnswer limitOfABareCacheByFour() {
        return require(cache.getIfPresent(question()));
    }

    @Benchmark
    @Threads(4)
    public DnsAnswer knownByFour() {
        return require(plain.known(question()).orElseThrow());
    }

    @Benchmark
    @Threads(4)
    public DnsAnswer knownValidatedByFour() {
        return require(validating.known(question()).orElseThrow());
    }
}
