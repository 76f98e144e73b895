package io.mailseal.benchmarks;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.dnsbl.BlocklistClient;
import io.mailseal.dnsbl.BlocklistKind;
import io.mailseal.dnsbl.BlocklistProfile;
import io.mailseal.dnsbl.BlocklistProfiles;
import io.mailseal.dnsbl.BlocklistResult;
import io.mailseal.dnsbl.ListStatus;
import java.time.Duration;
import java.util.HashMap;
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
 * One address and ten lists, per second, with every answer in memory: an address that is on none of them, and one that is on
 * two, whose reasons and test points are asked for, too. The limit is ten lookups in a map, with the questions ready.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class BlocklistBenchmark {

    private static final int LISTS = 10;
    private static final String ADDRESS = "44.3.2.1";
    private static final String REVERSED = "1.2.3.44.";

    private Map<DnsQuestion, DnsAnswer> answers;
    private List<DnsQuestion> questions;
    private IpAddress address;
    private BlocklistClient listedNowhere;
    private BlocklistClient listedTwice;

    @Setup(Level.Trial)
    public void setUp() {
        List<BlocklistProfile> profiles = BlocklistProfiles.ready().stream()
                .filter(profile -> profile.kinds().contains(BlocklistKind.IPV4))
                .map(profile -> profile.needsKey() ? profile.withKey("abcdefghijklmnopqrstuvwxyz") : profile)
                .limit(LISTS)
                .toList();
        address = IpAddress.of(ADDRESS);
        answers = new HashMap<>();
        for (BlocklistProfile profile : profiles) {
            DnsQuestion question = DnsQuestion.a(DomainName.of(REVERSED + profile.name() + ".example"));
            answers.put(question, DnsAnswer.noSuchName(question));
        }
        questions = List.copyOf(answers.keySet());
        listedNowhere = client(profiles, new CompleteDns(Map.of()));
        listedTwice = client(profiles, new CompleteDns(listings()));
        require(listedNowhere.check(address), LISTS, 0);
        require(listedTwice.check(address), LISTS - 2, 2);
    }

    private static BlocklistClient client(List<BlocklistProfile> profiles, CompleteDns dns) {
        return BlocklistClient.builder().resolver(dns).profiles(profiles).build();
    }

    private static Map<DnsQuestion, DnsAnswer> listings() {
        Map<DnsQuestion, DnsAnswer> listings = new HashMap<>();
        for (String zone : List.of("bl.spamcop.net", "psbl.surriel.com")) {
            DomainName name = DomainName.of(REVERSED + zone);
            put(listings, DnsQuestion.a(name), new DnsRecord.Address(IpAddress.of("127.0.0.2")));
            put(listings, DnsQuestion.txt(name), DnsRecord.Txt.of("Listed, see https://list.example/" + ADDRESS));
        }
        return listings;
    }

    private static void put(Map<DnsQuestion, DnsAnswer> answers, DnsQuestion question, DnsRecord record) {
        answers.put(question, DnsAnswer.found(question, List.of(record)).withTtl(Duration.ofHours(1)));
    }

    private static BlocklistResult require(BlocklistResult result, int clean, int listed) {
        boolean right = result.checks(ListStatus.NOT_LISTED).size() == clean
                && result.checks(ListStatus.LISTED).size() == listed;
        if (!right) {
            throw new IllegalStateException(result.toString());
        }
        return result;
    }

    @Benchmark
    @Workload("blocklists, an address over 10 lists, listed nowhere")
    public BlocklistResult listedNowhere() {
        return require(listedNowhere.check(address), LISTS, 0);
    }

    @Benchmark
    @Workload("blocklists, an address over 10 lists, listed on 2")
    public BlocklistResult listedTwice() {
        return require(listedTwice.check(address), LISTS - 2, 2);
    }

    @Benchmark
    @Beside("10 lookups in a map")
    public int limitLookups() {
        int found = 0;
        for (DnsQuestion question : questions) {
            found += answers.get(question).outcome() == DnsAnswer.Outcome.NO_SUCH_NAME ? 1 : 0;
        }
        return found;
    }
}
