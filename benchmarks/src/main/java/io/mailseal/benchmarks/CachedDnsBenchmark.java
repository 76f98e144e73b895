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
import org.xbill.DNS.Credibility;
import org.xbill.DNS.Name;
import org.xbill.DNS.SetResponse;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Answers from memory, in nanoseconds each, by one thread and by four. The limit is a bare cache of the same size, the peer the
 * cache of dnsjava, which holds what is in the answer, and whether it was validated it does not know. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class CachedDnsBenchmark {

    private static final int NAMES = 1024;

    private LocalServer server;
    private DnsClient plain;
    private DnsClient validating;
    private Cache<DnsQuestion, DnsAnswer> cache;
    private org.xbill.DNS.Cache dnsjava;
    private DnsQuestion[] questions;
    private Name[] names;

    @Setup(Level.Trial)
    public void setUp() throws IOException {
        server = new LocalServer();
        plain = DnsClient.builder().server(server.address()).withoutDnssec().build();
        validating = DnsClient.builder()
                .server(server.address())
                .validating(TrustAnchors.parse(server.anchors()))
                .build();
        cache = Caffeine.newBuilder().maximumSize(10_000).build();
        dnsjava = new org.xbill.DNS.Cache();
        dnsjava.setMaxEntries(10_000);
        SimpleResolver resolver = new SimpleResolver(server.socket());
        questions = new DnsQuestion[NAMES];
        names = new Name[NAMES];
        for (int i = 0; i < NAMES; i++) {
            questions[i] = DnsQuestion.a(DomainName.of("h" + i + ".bench.example"));
            DnsAnswer answer = plain.resolve(questions[i]).join();
            DnsAnswer unused = validating.resolve(questions[i]).join();
            cache.put(questions[i], answer);
            names[i] = Name.fromString("h" + i + ".bench.example.");
            dnsjava.addMessage(resolver.send(DnsBenchmark.query(names[i])));
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
    @Beside(
            value = "a bare cache",
            workloads = {"known", "resolved", "knownValidated"})
    public DnsAnswer limitOfABareCache() {
        return require(cache.getIfPresent(question()));
    }

    @Benchmark
    @Workload("DNS, an answer from memory")
    public DnsAnswer known() {
        return require(plain.known(question()).orElseThrow());
    }

    @Benchmark
    @Workload("DNS, an answer from memory, as a future")
    public DnsAnswer resolved() {
        return require(plain.resolve(question()).join());
    }

    @Benchmark
    @Workload("DNS, a validated answer from memory")
    public DnsAnswer knownValidated() {
        return require(validating.known(question()).orElseThrow());
    }

    private SetResponse lookUp() {
        SetResponse found =
                dnsjava.lookupRecords(names[ThreadLocalRandom.current().nextInt(NAMES)], Type.A, Credibility.NORMAL);
        if (!found.isSuccessful()) {
            throw new IllegalStateException(found.toString());
        }
        return found;
    }

    @Benchmark
    @Beside(
            value = "dnsjava's cache",
            workloads = {"known", "resolved", "knownValidated"})
    public SetResponse peerDnsjava() {
        return lookUp();
    }

    @Benchmark
    @Threads(4)
    @Beside(
            value = "dnsjava's cache",
            workloads = {"knownByFour", "knownValidatedByFour"})
    public SetResponse peerDnsjavaByFour() {
        return lookUp();
    }

    @Benchmark
    @Threads(4)
    @Beside(
            value = "a bare cache",
            workloads = {"knownByFour", "knownValidatedByFour"})
    public DnsAnswer limitOfABareCacheByFour() {
        return require(cache.getIfPresent(question()));
    }

    @Benchmark
    @Threads(4)
    @Workload("DNS, an answer from memory")
    public DnsAnswer knownByFour() {
        return require(plain.known(question()).orElseThrow());
    }

    @Benchmark
    @Threads(4)
    @Workload("DNS, a validated answer from memory")
    public DnsAnswer knownValidatedByFour() {
        return require(validating.known(question()).orElseThrow());
    }
}
