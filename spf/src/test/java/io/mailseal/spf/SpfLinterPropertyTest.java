package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.CompleteDnsView;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The linter against the evaluator: what it foretells of a policy is what checks come to. */
class SpfLinterPropertyTest {

    private static final List<String> NAMES = List.of("a.example", "b.example", "c.example", "d.example", "e.example");
    private static final DomainName A = DomainName.of("a.example");
    private static final SpfLimits LIMITS = new SpfLimits(100, 100, 10, 10, 400);

    @Property(tries = 500)
    void asManyClientsPassAsItCounts(@ForAll("worlds") InMemoryDns dns) {
        SpfLint lint = lint(dns);
        int passing = 0;
        for (int host = 0; host < 32; host++) {
            SpfResult result = check(dns, "192.0.2." + host);
            if (result.problem().isPresent()) {
                return; // where a check may end in an error, who passes depends on what comes before
            }
            passing += result.status() == SpfStatus.PASS ? 1 : 0;
        }
        // No client came to what is not exact: that must be behind all that decides of them.
        boolean exact = lint.addresses().exact();
        assertThat(lint.addresses()).as(lint::toString).isEqualTo(new SpfAddressCount(passing, 0, exact));
    }

    @Property(tries = 500)
    void aClientWhomNothingMatchesCostsAsMuchAsItSays(@ForAll("worlds") InMemoryDns dns) {
        SpfLint lint = lint(dns);
        SpfResult overV4 = check(dns, "198.51.100.1");
        if (overV4.problem().isEmpty()) {
            assertThat(lint.dnsTerms()).as(lint::toString).isEqualTo(overV4.dnsTerms());
            assertThat(lint.voidLookups()).as(lint::toString).isEqualTo(overV4.voidLookups());
        }
        SpfResult overV6 = check(dns, "2001:db8::1");
        if (overV6.problem().isEmpty()) {
            assertThat(lint.dnsTerms()).as(lint::toString).isEqualTo(overV6.dnsTerms());
            assertThat(lint.voidLookupsOverIpv6()).as(lint::toString).isEqualTo(overV6.voidLookups());
        }
    }

    @Property
    void whatEndsInAnErrorIsFound(@ForAll("worlds") InMemoryDns dns) {
        SpfResult result = check(dns, "198.51.100.1");
        result.problem()
                .ifPresent(problem -> assertThat(lint(dns).findings())
                        .as("%s", problem)
                        .anyMatch(finding -> finding.severity() == SpfFinding.Severity.ERROR
                                || problem.kind().status() != SpfStatus.PERMERROR
                                        && finding.severity() == SpfFinding.Severity.WARNING));
    }

    @Property(tries = 500)
    void theOrderOfArrivalDoesNotMatter(@ForAll("worlds") InMemoryDns dns, @ForAll long seed) {
        SpfLinter linter = SpfLinter.builder().resolver(dns).limits(LIMITS).build();
        VirtualClock clock = new VirtualClock();
        Random random = new Random(seed);
        InMemoryDns slow = dns.withClock(clock);
        for (String name : NAMES) {
            for (DnsType type : List.of(DnsType.TXT, DnsType.A, DnsType.AAAA, DnsType.MX)) {
                Duration delay = Duration.ofMillis(random.nextInt(100));
                slow = slow.delaying(new DnsQuestion(DomainName.of(name), type), delay);
            }
        }
        CompletableFuture<SpfLint> later =
                SpfLinter.builder().dns(slow.sessions()).limits(LIMITS).build().lintAsync(A);
        clock.advance(Duration.ofSeconds(10));
        assertThat(later).isCompletedWithValue(CompleteDnsView.over(dns).evaluate(linter.evaluation(A)));
    }

    @Property(tries = 300)
    void anyRecordCanBeLinted(@ForAll("strangeRecords") String text) {
        InMemoryDns dns = InMemoryDns.builder()
                .record(DomainName.of("*.example"), DnsRecord.Txt.of(text))
                .record(DomainName.of("*.example"), new DnsRecord.Mx(1, A))
                .build();
        SpfLint lint = SpfLinter.builder().resolver(dns).build().lint(A);
        assertThat(dns.questions()).hasSizeLessThanOrEqualTo(SpfLinter.MAX_QUESTIONS);
        for (SpfFinding finding : lint.findings()) {
            assertThat(finding.explanation().chars()).allMatch(c -> c >= ' ' && c <= '~');
            assertThat(finding.recordDomain()).isPresent();
        }
    }

    @Property(tries = 300)
    void aRecordOfNoDomainCostsAsMuchAndAsksNoMoreThanWithOne(@ForAll("strangeRecords") String text) {
        if (!(SpfRecord.parse(text) instanceof SpfRecord record)) {
            return;
        }
        InMemoryDns dns = InMemoryDns.builder()
                .record(DomainName.of("*.example"), DnsRecord.Txt.of("v=spf1 a:%{o} mx:%{d} include:x.%{d2} -all"))
                .build();
        SpfLinter linter = SpfLinter.builder().resolver(dns).build();
        SpfLint alone = linter.lint(record);
        List<DomainName> named = Stream.of("x.example", "b.example", "a%_b.example")
                .map(name -> DomainSpec.of(name).literalTarget())
                .toList();
        assertThat(dns.questions()).allMatch(question -> named.stream().anyMatch(question.name()::isAtOrBelow));
        for (SpfFinding finding : alone.findings()) {
            assertThat(finding.explanation()).doesNotContain("Optional", "null");
        }
        assertThat(alone.domain()).isEmpty();
        assertThat(alone.root().ownDnsTerms())
                .isEqualTo(linter.lint(record, A).root().ownDnsTerms());
    }

    @Property(tries = 300)
    void whereNothingSpeaksOfTheDomainItMakesNoDifference(
            @ForAll("worlds") InMemoryDns dns, @ForAll("records") String text) {
        SpfRecord record = (SpfRecord) SpfRecord.parse(text);
        if (record.directives().stream().anyMatch(SpfLinterPropertyTest::speaksOfTheDomain)) {
            return;
        }
        SpfLinter linter = SpfLinter.builder().resolver(dns).limits(LIMITS).build();
        SpfLint alone = linter.lint(record);
        SpfLint there = linter.lint(record, DomainName.of("z.example"));
        assertThat(alone.addresses()).isEqualTo(there.addresses());
        assertThat(alone.dnsTerms()).isEqualTo(there.dnsTerms());
        assertThat(alone.voidLookups()).isEqualTo(there.voidLookups());
        assertThat(alone.voidLookupsOverIpv6()).isEqualTo(there.voidLookupsOverIpv6());
        assertThat(alone.root().children().toString())
                .isEqualTo(there.root().children().toString().replace(" in the record of z.example", " in the record"));
    }

    private static boolean speaksOfTheDomain(Directive directive) {
        DomainSpec target = MacroFindings.target(directive.mechanism());
        return target != null && target.isImplied();
    }

    private static SpfLint lint(InMemoryDns dns) {
        return SpfLinter.builder().resolver(dns).limits(LIMITS).build().lint(A);
    }

    private static SpfResult check(InMemoryDns dns, String client) {
        return SpfEvaluator.builder()
                .resolver(dns)
                .limits(LIMITS)
                .build()
                .evaluate(SpfRequest.mailFrom(IpAddress.of(client), "helo.example", "x@a.example"));
    }

    // ---- worlds of a few domains that refer to each other, and of 32 addresses ----

    @Provide
    Arbitrary<InMemoryDns> worlds() {
        return Combinators.combine(
                        records().list().ofSize(NAMES.size()),
                        Arbitraries.integers().between(0, 1 << 20).list().ofSize(NAMES.size()))
                .as(SpfLinterPropertyTest::world)
                .withoutEdgeCases();
    }

    private static InMemoryDns world(List<String> records, List<Integer> choices) {
        InMemoryDns.Builder builder = InMemoryDns.builder();
        for (int i = 0; i < NAMES.size(); i++) {
            DomainName name = DomainName.of(NAMES.get(i));
            Random random = new Random(choices.get(i));
            if (i == 0 || random.nextInt(10) > 0) {
                builder.record(name, DnsRecord.Txt.of(records.get(i)));
            }
            for (int hosts = random.nextInt(3); hosts > 0; hosts--) {
                builder.record(name, new DnsRecord.Address(IpAddress.of("192.0.2." + random.nextInt(32))));
            }
            for (int exchangers = random.nextInt(3); exchangers > 0; exchangers--) {
                builder.record(name, new DnsRecord.Mx(1, DomainName.of(NAMES.get(random.nextInt(NAMES.size())))));
            }
            if (random.nextInt(20) == 0) {
                builder.failing(DnsQuestion.a(name), DnsFailure.SERVER_FAILURE);
            }
        }
        return builder.build();
    }

    @Provide
    Arbitrary<String> records() {
        Arbitrary<String> ends = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(" -all", " ~all", " ?all", "")),
                Tuple.of(1, Arbitraries.of(NAMES).map(name -> " redirect=" + name)));
        return Combinators.combine(terms().list().ofMaxSize(4), ends)
                .as((terms, end) -> "v=spf1 " + String.join(" ", terms) + end)
                .withoutEdgeCases();
    }

    private static Arbitrary<String> terms() {
        Arbitrary<String> qualifiers = Arbitraries.of("", "", "-", "~", "?");
        Arbitrary<String> lengths = Arbitraries.of("", "/31", "/30", "/29");
        Arbitrary<String> networks = Combinators.combine(
                        qualifiers, Arbitraries.integers().between(0, 31), lengths)
                .as((qualifier, host, length) -> qualifier + "ip4:192.0.2." + host + length);
        Arbitrary<String> hosts = Combinators.combine(
                        qualifiers, Arbitraries.of("a", "mx"), Arbitraries.of("", ":b.example", ":d.example"), lengths)
                .as((qualifier, name, target, length) -> qualifier + name + target + length);
        Arbitrary<String> includes = Combinators.combine(
                        qualifiers, Arbitraries.of("b.example", "c.example", "d.example", "e.example"))
                .as((qualifier, target) -> qualifier + "include:" + target);
        return Arbitraries.oneOf(networks, networks, hosts, includes);
    }

    @Provide
    Arbitrary<String> strangeRecords() {
        return Arbitraries.of(
                        "include:%{d}",
                        "include:x.%{d}",
                        "include:b.example",
                        "redirect=x.%{d}",
                        "redirect=%{d1}",
                        "a:%{o}.%{d}",
                        "a",
                        "mx:x.example/0//0",
                        "mx",
                        "exists:%{d2}",
                        "exists:%{l}.x.example",
                        "ptr",
                        "ip4:0.0.0.0/0",
                        "-ip6:::/0",
                        "+all",
                        "a:a%_b.example",
                        "exp=%{d}",
                        "x=%{c}",
                        "include:..example")
                .list()
                .ofMaxSize(8)
                .map(terms -> "v=spf1 " + String.join(" ", terms))
                .withoutEdgeCases();
    }
}
