package io.mailseal.benchmarks;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.dns.DnsUsage;
import io.mailseal.spf.SpfEvaluator;
import io.mailseal.spf.SpfRequest;
import io.mailseal.spf.SpfResult;
import io.mailseal.spf.SpfStatus;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.james.jspf.impl.SPF;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * One SPF check, where nothing is in memory and each answer takes 20 ms. In a chain nobody can know what to ask next before
 * the answer is there; records side by side can be asked for together.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 10)
@Fork(1)
public class SpfLatencyBenchmark {

    private static final Duration DELAY = Duration.ofMillis(20);

    /** What the last check has cost. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cost {
        public int rounds;
        public int questions;
    }

    @Param({"CHAIN", "FLAT"})
    private SpfZone zone;

    private SlowDns dns;
    private SpfEvaluator evaluator;
    private SpfEvaluator withoutPrefetch;
    private JspfDns jspfDns;
    private SPF jspf;

    @Setup(Level.Trial)
    public void setUp() {
        dns = new SlowDns(zone.answers(), DELAY);
        evaluator = SpfEvaluator.builder().resolver(dns).build();
        withoutPrefetch = SpfEvaluator.builder().resolver(dns).withoutPrefetch().build();
        jspfDns = new JspfDns(zone, DELAY);
        jspf = new SPF(jspfDns);
    }

    @TearDown(Level.Trial)
    public void tearDown() {
        dns.close();
    }

    private SpfResult check(SpfEvaluator by, Cost cost) {
        IpAddress client = IpAddress.parse(SpfZone.client(1)).orElseThrow();
        SpfRequest request = SpfRequest.mailFrom(client, SpfZone.HELO, SpfZone.sender(1));
        try (DnsSession session = DnsSessions.over(dns).open()) {
            SpfResult result = session.evaluate(by.evaluation(request));
            if (result.status() != SpfStatus.PASS) {
                throw new IllegalStateException(result.toString());
            }
            DnsUsage usage = session.usage();
            cost.rounds = usage.rounds();
            cost.questions = usage.questions() + usage.hints();
            return result;
        }
    }

    @Benchmark
    @Workload("SPF, each DNS answer takes 20 ms")
    public SpfResult prefetching(Cost cost) {
        return check(evaluator, cost);
    }

    @Benchmark
    @Workload("SPF, each DNS answer takes 20 ms, without prefetch")
    public SpfResult withoutPrefetch(Cost cost) {
        return check(withoutPrefetch, cost);
    }

    /** As many answers, one after the other, as the records are deep. */
    @Benchmark
    @Beside("the answers of the deepest record")
    public void limitDepth() {
        for (int i = 0; i < zone.depth(); i++) {
            DnsAnswer unused =
                    dns.resolve(DnsQuestion.txt(DomainName.of(SpfZone.DOMAIN))).join();
        }
    }

    /**
     * With a DNS service that blocks, as its default one does; so each question is a round. It asks for type SPF, which RFC
     * 7208 has abolished, before it asks for TXT.
     */
    @Benchmark
    @Beside("jSPF")
    public String peerJspf(Cost cost) {
        int askedBefore = jspfDns.questions();
        String result = jspf.checkSPF(SpfZone.client(1), SpfZone.sender(1), SpfZone.HELO)
                .getResult();
        if (!result.equals("pass")) {
            throw new IllegalStateException("jSPF: " + result);
        }
        cost.questions = jspfDns.questions() - askedBefore;
        cost.rounds = cost.questions;
        return result;
    }
}
