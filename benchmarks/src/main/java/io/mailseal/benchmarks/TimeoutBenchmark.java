package io.mailseal.benchmarks;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.dns.DnsClient;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.SimpleResolver;

/** A server that is silent, and a timeout of 200 ms: when does it come? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 1, time = 4)
@Fork(1)
public class TimeoutBenchmark {

    private static final Duration TIMEOUT = Duration.ofMillis(200);

    private DatagramSocket silent;
    private DnsClient client;
    private SimpleResolver dnsjava;
    private Message query;

    @Setup(Level.Trial)
    public void setUp() throws IOException {
        silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        client = DnsClient.builder()
                .server("127.0.0.1:" + silent.getLocalPort())
                .perTryTimeout(TIMEOUT)
                .tries(1)
                .withoutDnssec()
                .build();
        dnsjava = new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.getLocalPort()));
        dnsjava.setTimeout(TIMEOUT);
        query = DnsBenchmark.query(Name.fromString("a.example."));
    }

    @TearDown(Level.Trial)
    public void tearDown() {
        client.close();
        silent.close();
    }

    @Benchmark
    @Workload("DNS, a timeout of 200 ms")
    public DnsAnswer timeout() {
        DnsAnswer answer =
                client.resolve(DnsQuestion.a(DomainName.of("a.example"))).join();
        if (answer.outcome() != DnsAnswer.Outcome.FAILED) {
            throw new IllegalStateException(answer.toString());
        }
        return answer;
    }

    @Benchmark
    @Beside("a timer of the JDK")
    public Object limitTimer() {
        CompletableFuture<Boolean> never = new CompletableFuture<>();
        return never.completeOnTimeout(true, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    @Benchmark
    @Beside("dnsjava")
    public Object peerDnsjava() {
        return dnsjava.sendAsync(query)
                .handle((answer, failure) -> failure)
                .toCompletableFuture()
                .join();
    }
}
