package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.CompleteDnsView;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** The laws: nothing throws, the same answers give the same result, and the order of arrival does not matter. */
class SpfPropertyTest {

    private static final List<String> NAMES =
            List.of("a.example", "b.example", "c.example", "d.example", "1.2.0.192.in-addr.arpa");
    private static final List<DnsFailure> FAILURES =
            List.of(DnsFailure.SERVER_FAILURE, DnsFailure.TIMEOUT, DnsFailure.BOGUS, DnsFailure.REFUSED);

    @Property
    void anyOctetsAreARecordOrAnError(@ForAll byte[] octets) {
        assertThat(SpfRecord.parse(Octets.of(octets))).isNotNull();
    }

    @Property
    void anyTermsAreARecordOrAnErrorInside(@ForAll("anyTerms") String terms) {
        String text = "v=spf1 " + terms;
        SpfParse parse = SpfRecord.parse(text);
        if (parse instanceof SpfSyntaxError error) {
            assertThat(error.position()).isBetween(0, text.length());
            assertThat(error.expected()).isNotEmpty();
        } else {
            assertThat(((SpfRecord) parse).text()).isEqualTo(text);
        }
    }

    @Property
    void anyRequestComesToAResult(
            @ForAll String helo, @ForAll("mailFroms") String mailFrom, @ForAll("records") String record) {
        InMemoryDns dns = InMemoryDns.builder()
                .record(DomainName.of("*.example"), DnsRecord.Txt.of(record))
                .record(DomainName.of("*.example"), new DnsRecord.Address(IpAddress.of("192.0.2.1")))
                .build();
        SpfRequest request = SpfRequest.mailFrom(IpAddress.of("192.0.2.1"), helo, mailFrom);
        SpfResult result = SpfEvaluator.builder().resolver(dns).build().evaluate(request);
        assertThat(result.explanation()).isNotEmpty();
        assertThat(result.explanation().chars()).allMatch(c -> c >= ' ' && c <= '~');
        assertThat(result.problem().isPresent())
                .isEqualTo(List.of(SpfStatus.NONE, SpfStatus.TEMPERROR, SpfStatus.PERMERROR)
                        .contains(result.status()));
    }

    @Property
    void theOrderOfArrivalDoesNotMatter(@ForAll("worlds") InMemoryDns dns, @ForAll long seed) {
        SpfResult atOnce = CompleteDnsView.over(dns).evaluate(rules(true));
        assertThat(overTime(dns, seed, true)).isEqualTo(atOnce);
        assertThat(overTime(dns, ~seed, false)).isEqualTo(atOnce);
        assertThat(overTime(dns, seed, false)).isEqualTo(atOnce);
    }

    @Property
    void theLimitsHold(@ForAll("worlds") InMemoryDns dns) {
        SpfResult result = SpfEvaluator.builder().resolver(dns).build().evaluate(request());
        assertThat(result.dnsTerms()).isLessThanOrEqualTo(11);
        assertThat(result.voidLookups()).isLessThanOrEqualTo(3);
        assertThat(dns.questions()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(111 + DnsLimits.DEFAULT.hints());
    }

    private static SpfRequest request() {
        return SpfRequest.mailFrom(IpAddress.of("192.0.2.1"), "b.example", "c@a.example");
    }

    private static SpfCheck rules(boolean prefetching) {
        return Domains.rules(request(), prefetching);
    }

    private static SpfResult overTime(InMemoryDns dns, long seed, boolean prefetching) {
        VirtualClock clock = new VirtualClock();
        Random random = new Random(seed);
        InMemoryDns slow = dns.withClock(clock);
        for (String name : NAMES) {
            for (DnsType type : List.of(DnsType.TXT, DnsType.A, DnsType.MX, DnsType.PTR)) {
                Duration delay = Duration.ofMillis(random.nextInt(100));
                slow = slow.delaying(new DnsQuestion(DomainName.of(name), type), delay);
            }
        }
        SpfEvaluator.Builder builder = SpfEvaluator.builder().dns(slow.sessions());
        SpfResult result =
                (prefetching ? builder : builder.withoutPrefetch()).build().evaluate(request());
        assertThat(clock.pending()).isZero();
        return result;
    }

    // ---- worlds of a few domains that refer to each other ----

    @Provide
    Arbitrary<InMemoryDns> worlds() {
        return Combinators.combine(
                        records().list().ofSize(4),
                        Arbitraries.integers()
                                .between(0, 1 << 16)
                                .withDistribution(RandomDistribution.uniform())
                                .list()
                                .ofSize(5))
                .as(SpfPropertyTest::world);
    }

    private static InMemoryDns world(List<String> records, List<Integer> choices) {
        InMemoryDns.Builder builder = InMemoryDns.builder();
        for (int i = 0; i < 5; i++) {
            DomainName name = DomainName.of(NAMES.get(i));
            int choice = choices.get(i);
            if (i < 4 && (i == 0 || choice % 8 < 7)) {
                builder.record(name, DnsRecord.Txt.of(records.get(i)));
            }
            if (choice / 8 % 4 > 0) {
                builder.record(name, new DnsRecord.Address(IpAddress.of("192.0.2." + choice / 8 % 4)));
            }
            for (int target = 0; target < 4; target++) {
                if ((choice / 32 >> target & 1) == 1) {
                    builder.record(name, new DnsRecord.Mx(target % 2, DomainName.of(NAMES.get(target))));
                    builder.record(name, new DnsRecord.Pointer(DnsType.PTR, DomainName.of(NAMES.get(target))));
                }
            }
            if (choice / 512 % 8 == 7) {
                DnsType type =
                        List.of(DnsType.TXT, DnsType.A, DnsType.MX, DnsType.PTR).get(choice / 4096 % 4);
                builder.failing(new DnsQuestion(name, type), FAILURES.get(choice / 4096 % FAILURES.size()));
            }
        }
        return builder.build();
    }

    @Provide
    Arbitrary<String> records() {
        return terms().list().ofMaxSize(6).map(terms -> "v=spf1 " + String.join(" ", terms));
    }

    private static Arbitrary<String> terms() {
        Arbitrary<String> names = Arbitraries.of(
                "a.example",
                "b.example",
                "c.example",
                "d.example",
                "nx.example",
                "%{d}",
                "%{l}.example",
                "%{h}",
                "%{p}",
                "%{o}",
                "x..example");
        Arbitrary<String> asking = Combinators.combine(
                        Arbitraries.of("", "-", "~", "?"),
                        Arbitraries.of("include:", "a:", "mx:", "ptr:", "exists:", "include:", "include:"),
                        names)
                .as((qualifier, mechanism, name) -> qualifier + mechanism + name);
        Arbitrary<String> others =
                Arbitraries.of("ip4:192.0.2.1", "-ip4:192.0.2.0/24", "a", "mx", "ptr", "ip6:::/0", "-all", "x=%{i}");
        Arbitrary<String> redirects = names.map(name -> "redirect=" + name);
        return Arbitraries.frequencyOf(Tuple.of(8, asking), Tuple.of(3, others), Tuple.of(1, redirects));
    }

    @Provide
    Arbitrary<String> anyTerms() {
        Arbitrary<String> pieces = Arbitraries.of(
                "a",
                "mx",
                "ptr",
                "include",
                "exists",
                "ip4",
                "ip6",
                "all",
                "redirect",
                "exp",
                "x",
                ":",
                "=",
                "/",
                "//",
                "%",
                "%{",
                "}",
                "d",
                "i",
                "r",
                "0",
                "24",
                "128",
                ".",
                "-",
                "+",
                "?",
                "~",
                " ",
                "example",
                "1.2.3.4",
                "::1",
                "\u00FF",
                "\u0000",
                "%{d}",
                "%%",
                "%_",
                ".com");
        return pieces.list().ofMaxSize(20).map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<String> mailFroms() {
        Arbitrary<String> pieces = Arbitraries.of(
                "a",
                "@",
                ".",
                "example",
                "\"",
                "\\",
                "(",
                ")",
                "<",
                ">",
                ":",
                ",",
                " ",
                "\u0000",
                "\r\n",
                "\u00FC",
                "%",
                "x.example",
                "\uD83D\uDE00",
                "[",
                "]",
                "192.0.2.1");
        return Arbitraries.oneOf(
                pieces.list().ofMaxSize(8).map(list -> String.join("", list)),
                Arbitraries.strings().map(text -> text + "@a.example"));
    }
}
