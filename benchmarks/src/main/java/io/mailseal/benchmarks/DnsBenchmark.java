package io.mailseal.benchmarks;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.dns.DnsClient;
import io.mailseal.dns.TrustAnchors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/**
 * Questions to one local server, with so many under way at a time. Nothing is answered from memory, but the keys of zones are
 * known where they are called warm.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class DnsBenchmark {

    private static final int QUESTIONS = LocalServer.HOSTS;

    // Where each takes long.
    private static final int FEW = 1000;

    @Param({"1", "100", "1000"})
    private int outstanding;

    private LocalServer server;
    private Outstanding asking;
    private DnsQuestion[] questions;
    private Name[] names;
    private ByteBuffer[] queries;
    private DnsClient plain;
    private DnsClient validating;
    private DnsClient cold;
    private SimpleResolver dnsjava;
    private ValidatingResolver dnsjavaValidating;
    private RawUdp raw;

    @Setup(Level.Trial)
    public void setUp() throws IOException {
        server = new LocalServer();
        asking = new Outstanding(outstanding);
        questions = new DnsQuestion[QUESTIONS];
        names = new Name[QUESTIONS];
        queries = new ByteBuffer[QUESTIONS];
        for (int i = 0; i < QUESTIONS; i++) {
            questions[i] = DnsQuestion.a(DomainName.of("h" + i + ".bench.example"));
            names[i] = Name.fromString("h" + i + ".bench.example.");
            queries[i] = ByteBuffer.wrap(query(names[i]).toWire());
        }
        plain = DnsClient.builder()
                .server(server.address())
                .cacheSize(0)
                .inFlight(2000)
                .withoutDnssec()
                .build();
        validating = validating(server).build();
        cold = validating(server).ttlCeiling(Duration.ZERO).build(); // nothing is remembered, no zone either
        dnsjava = resolver(server);
        dnsjavaValidating = validatingDnsjava(server);
        raw = new RawUdp(server.socket());
    }

    private static DnsClient.Builder validating(LocalServer server) {
        return DnsClient.builder()
                .server(server.address())
                .cacheSize(0)
                .inFlight(2000)
                .validating(TrustAnchors.parse(server.anchors()));
    }

    private static SimpleResolver resolver(LocalServer server) {
        SimpleResolver resolver = new SimpleResolver(server.socket());
        resolver.setTimeout(Duration.ofSeconds(10));
        return resolver;
    }

    private static ValidatingResolver validatingDnsjava(LocalServer server) throws IOException {
        ValidatingResolver resolver = new ValidatingResolver(resolver(server));
        resolver.loadTrustAnchors(new ByteArrayInputStream(server.anchors().getBytes(StandardCharsets.US_ASCII)));
        return resolver;
    }

    static Message query(Name name) {
        return Message.newQuery(Record.newRecord(name, Type.A, DClass.IN));
    }

    @TearDown(Level.Trial)
    public void tearDown() throws IOException {
        plain.close();
        validating.close();
        cold.close();
        raw.close();
        server.close();
    }

    /** Ready messages, one thread, one socket, nothing parsed. */
    @Benchmark
    @OperationsPerInvocation(QUESTIONS)
    @Beside("ready datagrams")
    public long limitOfTheMachine() throws IOException {
        return raw.ask(queries, outstanding);
    }

    @Benchmark
    @OperationsPerInvocation(QUESTIONS)
    @Beside(value = "dnsjava", workloads = "withoutDnssec")
    public long peerDnsjava() {
        return asking.ask(QUESTIONS, i -> dnsjava.sendAsync(query(names[i])), DnsBenchmark::hasAnswer);
    }

    @Benchmark
    @OperationsPerInvocation(QUESTIONS)
    @Workload("DNS, questions to a server")
    public long withoutDnssec() {
        return asking.ask(QUESTIONS, i -> plain.resolve(questions[i]), DnsAnswer.Found.class::isInstance);
    }

    @Benchmark
    @OperationsPerInvocation(QUESTIONS)
    @Workload("DNS, questions to a server, validated, keys known")
    public long validatingWithWarmKeys() {
        return asking.ask(
                QUESTIONS, i -> validating.resolve(questions[i]), answer -> answer.security() == DnsSecurity.SECURE);
    }

    /** Three zones have to be found and verified for each answer, but what is asked at the same time is asked once. */
    @Benchmark
    @OperationsPerInvocation(FEW)
    @Workload("DNS, questions to a server, validated, nothing known")
    public long validatingWithColdKeys() {
        return asking.ask(FEW, i -> cold.resolve(questions[i]), answer -> answer.security() == DnsSecurity.SECURE);
    }

    @Benchmark
    @OperationsPerInvocation(FEW)
    @Beside(value = "dnsjava", workloads = "validatingWithWarmKeys")
    public long peerDnsjavaValidating() {
        return asking.ask(FEW, i -> dnsjavaValidating.sendAsync(query(names[i])), DnsBenchmark::isSecure);
    }

    /** An invocation takes seconds, so that one iteration warms it up enough. */
    @Benchmark
    @Warmup(iterations = 1, time = 1)
    @Measurement(iterations = 2, time = 1)
    @OperationsPerInvocation(FEW)
    @Beside(value = "dnsjava", workloads = "validatingWithColdKeys")
    public long peerDnsjavaValidatingWithColdKeys() {
        return asking.ask(FEW, i -> coldDnsjava().sendAsync(query(names[i])), DnsBenchmark::isSecure);
    }

    private ValidatingResolver coldDnsjava() {
        try {
            return validatingDnsjava(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSecure(Message answer) {
        return hasAnswer(answer) && answer.getHeader().getFlag(Flags.AD);
    }

    private static boolean hasAnswer(Message answer) {
        return answer.getRcode() == Rcode.NOERROR
                && !answer.getSection(Section.ANSWER).isEmpty();
    }
}
