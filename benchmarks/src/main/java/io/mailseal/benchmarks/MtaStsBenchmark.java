package io.mailseal.benchmarks;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.mtasts.DeliveryAction;
import io.mailseal.mtasts.MtaStsCache;
import io.mailseal.mtasts.MtaStsDelivery;
import io.mailseal.mtasts.MtaStsFetcher;
import io.mailseal.mtasts.MtaStsPolicy;
import io.mailseal.mtasts.MtaStsRecord;
import io.mailseal.mtasts.MxDecision;
import io.mailseal.mtasts.PolicyResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a sender does for each message to a domain with a policy: find the policy in its cache (the record in DNS is known),
 * and decide about an exchanger; and what it does for a new one: read the record, and a policy with eight patterns. The limit
 * of reading is to decode the octets and to look at each character once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class MtaStsBenchmark {

    private static final DomainName DOMAIN = DomainName.of("a.example");
    private static final DomainName EXCHANGER = DomainName.of("mx7.mail.provider.example");
    private static final String RECORD = "v=STSv1; id=20240328T091230;";
    private static final String POLICY = "version: STSv1\r\nmode: enforce\r\nmx: mx1.a.example\r\nmx: mx2.a.example\r\n"
            + "mx: mx3.a.example\r\nmx: mx4.a.example\r\nmx: backup.b.example\r\nmx: *.eu.provider.example\r\n"
            + "mx: *.us.provider.example\r\nmx: *.mail.provider.example\r\nmax_age: 604800\r\n";

    private final Octets record = Octets.ofLatin1(RECORD);
    private final Octets policyText = Octets.ofLatin1(POLICY);
    private final byte[] recordOctets = RECORD.getBytes(StandardCharsets.US_ASCII);
    private final byte[] policyOctets = POLICY.getBytes(StandardCharsets.US_ASCII);
    private MtaStsCache cache;

    @Setup(Level.Trial)
    public void setUp() {
        DnsQuestion question = DnsQuestion.txt(DomainName.of("_mta-sts.a.example"));
        DnsAnswer answer = DnsAnswer.found(question, List.of(DnsRecord.Txt.of(RECORD)));
        PolicyResponse response = new PolicyResponse.Answered(200, "text/plain", "", policyText);
        cache = MtaStsCache.builder()
                .fetcher(MtaStsFetcher.builder()
                        .resolver(new CompleteDns(Map.of(question, answer.withTtl(Duration.ofHours(1)))))
                        .policies(host -> CompletableFuture.completedFuture(response))
                        .build())
                .build();
    }

    @Benchmark
    @Workload("MTA-STS, kept policy and decision about an MX")
    public MxDecision decide() {
        MxDecision decision = MtaStsDelivery.of(cache.discover(DOMAIN)).candidate(EXCHANGER);
        if (decision.action() != DeliveryAction.ALLOW) {
            throw new IllegalStateException(decision.toString());
        }
        return decision;
    }

    @Benchmark
    @Workload("MTA-STS, record read")
    public MtaStsRecord record() {
        return MtaStsRecord.parse(record).value().orElseThrow();
    }

    @Benchmark
    @Workload("MTA-STS, policy of 8 hosts read")
    public MtaStsPolicy policy() {
        return MtaStsPolicy.parse(policyText).value().orElseThrow();
    }

    @Benchmark
    @Beside(value = "one look at each octet", workloads = "record")
    public int limitRecordScan() {
        return OneLook.at(recordOctets);
    }

    @Benchmark
    @Beside(value = "one look at each octet", workloads = "policy")
    public int limitPolicyScan() {
        return OneLook.at(policyOctets);
    }
}
