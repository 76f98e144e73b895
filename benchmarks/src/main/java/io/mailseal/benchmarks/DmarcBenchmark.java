package io.mailseal.benchmarks;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.dmarc.AuthenticationEvidence;
import io.mailseal.dmarc.DiscoveryMethod;
import io.mailseal.dmarc.DmarcDiscovery;
import io.mailseal.dmarc.DmarcEvaluator;
import io.mailseal.dmarc.DmarcPolicyResolver;
import io.mailseal.dmarc.DmarcRequest;
import io.mailseal.dmarc.DmarcResult;
import io.mailseal.dmarc.DmarcStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
 * Which policy is for {@code a.mail.sender.example}, with every DNS answer in memory: by the tree walk of RFC 9989 and by the
 * public suffix list of RFC 7489; the policy is that of {@code sender.example}. And the whole of DMARC for a message from there
 * with two identifiers that pass. The limit is the lookups of the tree walk in a map, with the questions ready,
 * and one look at each character of the record.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class DmarcBenchmark {

    private static final String POLICY = "v=DMARC1; p=reject; sp=quarantine; adkim=r; rua=mailto:dmarc@sender.example";
    private static final DomainName AUTHOR = DomainName.of("a.mail.sender.example");

    private Map<DnsQuestion, DnsAnswer> answers;
    private List<DnsQuestion> questions;
    private DmarcPolicyResolver treeWalk;
    private DmarcPolicyResolver suffixes;
    private DmarcEvaluator evaluator;
    private DmarcRequest request;

    @Setup(Level.Trial)
    public void setUp() {
        DnsQuestion question = DnsQuestion.txt(DomainName.of("_dmarc.sender.example"));
        DnsRecord policy = DnsRecord.Txt.of(POLICY);
        answers = Map.of(question, DnsAnswer.found(question, List.of(policy)).withTtl(Duration.ofHours(1)));
        CompleteDns dns = new CompleteDns(answers);
        treeWalk = DmarcPolicyResolver.builder().resolver(dns).build();
        suffixes = DmarcPolicyResolver.builder()
                .resolver(dns)
                .discoveryMethod(DiscoveryMethod.PUBLIC_SUFFIX_LIST)
                .build();
        questions = treeWalk.questions(AUTHOR);
        evaluator = DmarcEvaluator.builder().resolver(dns).build();
        request = DmarcRequest.of(
                AUTHOR,
                List.of(
                        AuthenticationEvidence.spfPass(DomainName.of("bounces.provider.example")),
                        AuthenticationEvidence.dkimPass(DomainName.of("sender.example"))));
    }

    private static DmarcDiscovery require(DmarcDiscovery discovery) {
        if (discovery.record().isEmpty()) {
            throw new IllegalStateException(discovery.toString());
        }
        return discovery;
    }

    @Benchmark
    @Workload("DMARC, policy discovery by tree walk")
    public DmarcDiscovery treeWalk() {
        return require(treeWalk.discover(AUTHOR));
    }

    @Benchmark
    @Workload("DMARC, policy discovery by public suffix list")
    public DmarcDiscovery publicSuffixList() {
        return require(suffixes.discover(AUTHOR));
    }

    @Benchmark
    @Workload("DMARC, whole evaluation")
    public DmarcResult evaluate() {
        DmarcResult result = evaluator.evaluate(request);
        if (result.status() != DmarcStatus.PASS) {
            throw new IllegalStateException(result.toString());
        }
        return result;
    }

    @Benchmark
    @Beside("lookups in a map")
    public int limitLookups() {
        int delimiters = OneLook.at(POLICY);
        for (DnsQuestion question : questions) {
            delimiters += answers.containsKey(question) ? 1 : 0;
        }
        return delimiters;
    }
}
