package io.mailseal.benchmarks;

import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.dns.DnsClient;
import io.mailseal.spf.SpfEvaluator;
import io.mailseal.spf.SpfRequest;
import io.mailseal.spf.SpfResult;
import io.mailseal.spf.SpfStatus;
import io.mailseal.testkit.nameserver.LoopbackNameServer;
import io.mailseal.testkit.nameserver.SignedTree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.james.jspf.impl.SPF;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whole SPF checks by one thread, from the strings of an SMTP session to the verdict, with every DNS answer in memory.
 *
 * <p>Both sides get the same strings: the address of the client, the HELO name and the reverse-path, which change from one
 * check to the next. Where answers are known, they come from a hash map on both sides; ours is asked for a {@code DnsAnswer}
 * by its question, jSPF's for strings by host name and type, and twice for each record: it follows RFC 4408 and asks for
 * type SPF before TXT. Our result has the records consulted, the counts and the DNSSEC status; jSPF's is the verdict and a
 * line for the header, which is not asked for here. We keep parsed records by their text; jSPF parses them each time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class SpfBenchmark {

    private static final int SENDERS = 64;

    @Param
    private SpfZone zone;

    private final String[] clients = new String[SENDERS];
    private final String[] senders = new String[SENDERS];
    private int next;
    private Map<DnsQuestion, DnsAnswer> answers;
    private List<DnsQuestion> questions;
    private List<String> texts;

    private SpfEvaluator known;
    private SpfEvaluator knownWithoutPrefetch;
    private SpfEvaluator knownWithTrace;
    private SpfEvaluator cached;
    private SPF jspf;
    private LoopbackNameServer server;
    private DnsClient client;

    @Setup(Level.Trial)
    public void setUp() {
        for (int i = 0; i < SENDERS; i++) {
            clients[i] = SpfZone.client(i);
            senders[i] = SpfZone.sender(i);
        }
        answers = zone.answers();
        questions = List.copyOf(answers.keySet());
        texts = List.copyOf(zone.records().values());
        DnsResolver dns = new PreparedDns(answers);
        known = SpfEvaluator.builder().resolver(dns).build();
        knownWithoutPrefetch =
                SpfEvaluator.builder().resolver(dns).withoutPrefetch().build();
        knownWithTrace = SpfEvaluator.builder().resolver(dns).withTrace().build();
        server = LoopbackNameServer.of(SignedTree.builder()
                .zone("example", example -> example.unsigned().records(zone.masterFile()))
                .build());
        client = DnsClient.builder().server(server.address()).withoutDnssec().build();
        cached = SpfEvaluator.builder().resolver(client).build();
        jspf = new SPF(new JspfDns(zone, Duration.ZERO));
        requireRightVerdicts();
    }

    @TearDown(Level.Trial)
    public void tearDown() {
        client.close();
        server.close();
    }

    private void requireRightVerdicts() {
        for (SpfEvaluator evaluator : List.of(known, knownWithoutPrefetch, knownWithTrace, cached)) {
            require(SpfStatus.PASS, check(evaluator, clients[0], senders[0]));
            require(SpfStatus.FAIL, check(evaluator, SpfZone.STRANGER, senders[0]));
        }
        require("pass", checkByJspf(clients[0], senders[0]));
        require("fail", checkByJspf(SpfZone.STRANGER, senders[0]));
    }

    private static SpfResult check(SpfEvaluator evaluator, String client, String sender) {
        return evaluator.evaluate(SpfRequest.mailFrom(IpAddress.parse(client).orElseThrow(), SpfZone.HELO, sender));
    }

    private String checkByJspf(String client, String sender) {
        return jspf.checkSPF(client, sender, SpfZone.HELO).getResult();
    }

    private static SpfResult require(SpfStatus expected, SpfResult result) {
        if (result.status() != expected) {
            throw new IllegalStateException(result.toString());
        }
        return result;
    }

    private static String require(String expected, String result) {
        if (!result.equals(expected)) {
            throw new IllegalStateException("jSPF: " + result);
        }
        return result;
    }

    private SpfResult pass(SpfEvaluator evaluator) {
        int i = next++ & (SENDERS - 1);
        return require(SpfStatus.PASS, check(evaluator, clients[i], senders[i]));
    }

    @Benchmark
    @Workload("SPF, answers known")
    public SpfResult known() {
        return pass(known);
    }

    @Benchmark
    @Workload("SPF, answers known, without prefetch")
    public SpfResult knownWithoutPrefetch() {
        return pass(knownWithoutPrefetch);
    }

    @Benchmark
    @Workload("SPF, answers known, with trace")
    public SpfResult knownWithTrace() {
        return pass(knownWithTrace);
    }

    /** Over our own DNS client, in whose cache all is. */
    @Benchmark
    @Workload("SPF, answers in the cache of our DNS client")
    public SpfResult cachedByDnsClient() {
        return pass(cached);
    }

    /** The lookups of all records in a map, with the questions ready, and one look at each character of the records. */
    @Benchmark
    @Beside("lookups in a map")
    public int limitLookups() {
        int delimiters = 0;
        for (DnsQuestion question : questions) {
            delimiters += answers.get(question).outcome() == DnsAnswer.Outcome.FOUND ? 0 : 1;
        }
        for (String text : texts) {
            delimiters += OneLook.at(text);
        }
        return delimiters;
    }

    @Benchmark
    @Beside("jSPF")
    public String peerJspf() {
        int i = next++ & (SENDERS - 1);
        return require("pass", checkByJspf(clients[i], senders[i]));
    }
}
