package io.mailseal.benchmarks;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.dns.DnsClient;
import java.io.IOException;
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
import org.openjdk.jmh.annotations.Warmup;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

/** The first answer of a client that validates: three zones have to be found and verified before it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class ColdDnsBenchmark {

    private LocalServer server;
    private Name name;
    private DnsQuestion question;

    @Setup(Level.Trial)
    public void setUp() throws IOException {
        server = new LocalServer();
        name = Name.fromString("h0.bench.example.");
        question = DnsQuestion.a(DomainName.of("h0.bench.example"));
    }

    @TearDown(Level.Trial)
    public void tearDown() throws IOException {
        server.close();
    }

    @Benchmark
    public Object validatingWithColdKeys() {
        try (DnsClient client = DnsBenchmark.validating(server)) {
            return require(client.resolve(question).join(), answer -> answer.security() == DnsSecurity.SECURE);
        }
    }

    @Benchmark
    public Object peerDnsjavaValidatingWithColdKeys() throws IOException {
        Message answer = DnsBenchmark.validatingDnsjava(server).send(DnsBenchmark.query(name));
        return require(answer, message -> message.getHeader().getFlag(Flags.AD));
    }

    private static <A> A require(A answer, java.util.function.Predicate<A> isGood) {
        if (!isGood.test(answer)) {
            throw new IllegalStateException("not a secure answer: " + answer);
        }
        return answer;
    }
}
