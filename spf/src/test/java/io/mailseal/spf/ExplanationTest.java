package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.InMemoryDns;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7208 §6.2: what the owner of a domain has to say about a fail. The client is 192.0.2.1, and fails. */
class ExplanationTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:30:00.9Z");

    private static SpfResult check(InMemoryDns dns, SpfRequest request, UnaryOperator<SpfEvaluator.Builder> options) {
        return options.apply(SpfEvaluator.builder().resolver(dns).clock(InstantSource.fixed(NOW)))
                .build()
                .evaluate(request);
    }

    private static SpfRequest request(String mailFrom) {
        return SpfRequest.mailFrom(IpAddress.of("192.0.2.1"), "mail.a.example", mailFrom);
    }

    private static SpfResult check(String zone) {
        return check(InMemoryDns.parse(zone), request("alice@a.example"), UnaryOperator.identity());
    }

    private static Optional<String> told(SpfResult result) {
        return result.publishedExplanation().map(SpfExplanation::text);
    }

    /** Says this text with a fail of a.example. */
    private static InMemoryDns saying(Octets text) {
        return InMemoryDns.builder()
                .zone("a.example TXT \"v=spf1 -all exp=x.example\"")
                .record(DomainName.of("x.example"), new DnsRecord.Txt(text))
                .build();
    }

    private static Optional<String> told(String text) {
        return told(check(saying(Octets.ofLatin1(text)), request("alice@a.example"), UnaryOperator.identity()));
    }

    @Nested
    class When_there_is_one {
        @ParameterizedTest
        @ValueSource(strings = {"-all", "-ip4:192.0.2.0/24", "-a:b.example", "-include:c.example", "-exists:b.example"})
        @DisplayName("SPF_33 PIT_20 a fail is explained, whichever term it is that matches")
        void fail(String term) {
            SpfResult result = check("""
                    a.example TXT "v=spf1 %s ?all exp=x.example"
                    b.example A   192.0.2.1
                    c.example TXT "v=spf1 +all exp=wrong.example"
                    x.example TXT "No" "thing " "doing"
                    wrong.example TXT "wrong"
                    """.formatted(term));
            assertThat(result.status()).isEqualTo(SpfStatus.FAIL);
            assertThat(result.publishedExplanation())
                    .contains(new SpfExplanation(DomainName.of("a.example"), "Nothing doing"));
            assertThat(result.publishedExplanation().orElseThrow()).hasToString("a.example explains: Nothing doing");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"+all", "~all", "?all", "", "a:nx1.example a:nx2.example a:nx3.example", "include:x.example"
                })
        @DisplayName("SPF_33 PIT_20 T48 nothing else is, and then it is not even asked for")
        void nothingElse(String terms) {
            InMemoryDns dns = InMemoryDns.parse("""
                    a.example TXT "v=spf1 exp=x.example %s"
                    x.example TXT "Nothing doing"
                    """.formatted(terms));
            SpfResult result = check(dns, request("alice@a.example"), UnaryOperator.identity());
            assertThat(result.status()).isNotEqualTo(SpfStatus.FAIL);
            assertThat(result.publishedExplanation()).isEmpty();
            if (!terms.contains("x.example")) {
                assertThat(dns.questions().toString()).doesNotContain(" x.example");
            }
        }

        @Test
        @DisplayName("SPF_33 without exp there is none")
        void withoutExp() {
            assertThat(told(check("a.example TXT \"v=spf1 -all\""))).isEmpty();
        }

        @Test
        @DisplayName("SPF_33 it is not asked for if nobody wants to know")
        void notWanted() {
            InMemoryDns dns = saying(Octets.ofLatin1("Nothing doing"));
            SpfResult result = check(dns, request("alice@a.example"), builder -> builder.withoutExplanation());
            assertThat(result.status()).isEqualTo(SpfStatus.FAIL);
            assertThat(result.publishedExplanation()).isEmpty();
            assertThat(dns.questions()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"""
                    a.example TXT "v=spf1 -include:b.example ?all"
                    b.example TXT "v=spf1 include:c.example -all exp=x.example"
                    c.example TXT "v=spf1 -ip4:192.0.2.1 exp=x.example"
                    """, """
                    a.example TXT "v=spf1 include:b.example -all"
                    b.example TXT "v=spf1 redirect=c.example exp=x.example"
                    c.example TXT "v=spf1 -all exp=x.example"
                    """, """
                    a.example TXT "v=spf1 -include:b.example ?all"
                    b.example TXT "v=spf1 +all exp=x.example"
                    """})
        @DisplayName("SPF_33 PIT_20 that of an include is never used, nor asked for")
        void include(String zone) {
            InMemoryDns dns = InMemoryDns.parse(zone + "x.example TXT \"wrong\"");
            assertThat(told(check(dns, request("alice@a.example"), UnaryOperator.identity())))
                    .isEmpty();
            assertThat(dns.questions().toString()).doesNotContain("x.example TXT");
        }

        @Test
        @DisplayName("SPF_32 SPF_33 PIT_20 after a redirect that of the other record is used, or none")
        void redirect() {
            String zone = """
                    a.example TXT "v=spf1 redirect=b.example exp=wrong.example"
                    b.example TXT "v=spf1 -all %s"
                    x.example TXT "%%{d}, not %%{o}"
                    wrong.example TXT "wrong"
                    """;
            assertThat(check(zone.formatted("exp=x.example")).publishedExplanation())
                    .contains(new SpfExplanation(DomainName.of("b.example"), "b.example, not a.example"));
            assertThat(told(check(zone.formatted("")))).isEmpty();
        }

        @Test
        @DisplayName("SPF_28 SPF_30 SPF_33 PIT_20 it counts towards no limit, nor does the macro p in it")
        void countsNowhere() {
            SpfResult result = check("""
                    a.example TXT "v=spf1 a a a a a a a a a:nx.example a:nx.example -all exp=%{p}.x.example"
                    a.example A 192.0.2.2
                    unknown.x.example TXT "%{p} is unknown"
                    """);
            assertThat(result.dnsTerms()).isEqualTo(10);
            assertThat(result.voidLookups()).isEqualTo(2);
            assertThat(told(result)).contains("unknown is unknown");
        }

        @Test
        @DisplayName("SPF_48 the records and the sender in it are not those that the verdict rests on")
        void changesNothing() {
            SpfResult result = check("""
                    a.example TXT "v=spf1 -all exp=%{l}.x.example"
                    alice.x.example TXT "%{s}"
                    """);
            assertThat(told(result)).contains("alice@a.example");
            assertThat(result.dependsOnSender()).isFalse();
            assertThat(result.recordsConsulted()).hasSize(1);
        }
    }

    @Nested
    class When_there_is_none {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x.example A 192.0.2.1",
                    "y.example TXT elsewhere",
                    "x.example TXT one\nx.example TXT two",
                    "x.example TXT 50%",
                    "x.example TXT \"%{z}\"",
                    "x.example TXT \"%{d\"",
                    "x.example TXT \"%{d0}\"",
                    "x.example TXT \"% \"",
                    "x.example TXT \"100 %(d)\"",
                })
        @DisplayName("SPF_33 PIT_20 no text, more than one, or one that leaves the grammar: as if there were no exp")
        void none(String zone) {
            SpfResult result = check("a.example TXT \"v=spf1 -all exp=x.example\"\n" + zone);
            assertThat(result.status()).isEqualTo(SpfStatus.FAIL);
            assertThat(result.publishedExplanation()).isEmpty();
            assertThat(result.voidLookups()).isZero();
        }

        @ParameterizedTest
        @ValueSource(strings = {"b..example", "%{d}..example", ".example"})
        @DisplayName("SPF_33 SPF_42 so it is where the target is no name")
        void noTarget(String target) {
            SpfResult result = check("a.example TXT \"v=spf1 -all exp=" + target + "\"");
            assertThat(result.status()).isEqualTo(SpfStatus.FAIL);
            assertThat(result.publishedExplanation()).isEmpty();
        }

        @Test
        @DisplayName("SPF_44 RFC 8616 §4 a local part that is not ASCII leads nowhere, and is not shown")
        void internationalized() {
            InMemoryDns dns = InMemoryDns.parse("""
                    a.example TXT "v=spf1 -all exp=%{l}.x.example"
                    *.x.example TXT "wrong"
                    b.example TXT "v=spf1 -all exp=y.example"
                    y.example TXT "<%{l}>"
                    """);
            assertThat(told(check(dns, request("\u7528\u6237@a.example"), UnaryOperator.identity())))
                    .isEmpty();
            assertThat(told(check(dns, request("\u7528\u6237@b.example"), UnaryOperator.identity())))
                    .contains("<??>");
        }
    }

    @Nested
    class Macros {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "%{s} %{l} %{o} %{d} | alice@a.example alice a.example a.example",
                    "%{i} %{ir} %{v} %{h} | 192.0.2.1 1.2.0.192 in-addr mail.a.example",
                    "100%% of%_all%- | 100% of all%20",
                    "See http://%{d}/why.html?s=%{S}&i=%{I} | See http://a.example/why.html?s=alice%40a.example&i=192.0.2.1",
                    "(%{d2r}.) | (example.a.)",
                })
        @DisplayName("SPF_35 §7.2 all letters may be used")
        void letters(String text, String expansion) {
            assertThat(told(text)).contains(expansion);
        }

        @Test
        @DisplayName("SPF_35 PIT_15 c, r and t are for explanations alone, and t is in seconds")
        void explanationsAlone() {
            assertThat(told("%{c} %{r} %{t}")).contains("192.0.2.1 unknown 1795318200");
            assertThat(NOW.getEpochSecond()).isEqualTo(1795318200L);
            for (String letter : List.of("c", "r", "t", "C", "R", "T")) {
                SpfResult result = check("a.example TXT \"v=spf1 -all exp=%{" + letter + "}.x.example\"");
                assertThat(result.status()).as(letter).isEqualTo(SpfStatus.PERMERROR);
            }
        }

        @Test
        @DisplayName("SPF_39 r is the host that makes the check, if it wants to be named")
        void receiver() {
            SpfResult result = check(
                    saying(Octets.ofLatin1("%{r} %{R}")),
                    request("alice@a.example"),
                    builder -> builder.receiver(DomainName.of("mx.receiver.example")));
            assertThat(told(result)).contains("mx.receiver.example mx.receiver.example");
        }

        @Test
        @DisplayName("SPF_39 c is readable, i is for reversing; both of an IPv4-mapped client are of IPv4")
        void addresses() {
            InMemoryDns dns = saying(Octets.ofLatin1("%{c} %{i}"));
            SpfRequest v6 = SpfRequest.mailFrom(IpAddress.of("2001:db8::cb01"), "", "alice@a.example");
            assertThat(told(check(dns, v6, UnaryOperator.identity())))
                    .contains("2001:db8::cb01 2.0.0.1.0.D.B.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.C.B.0.1");
            SpfRequest mapped = SpfRequest.mailFrom(IpAddress.of("::ffff:192.0.2.1"), "", "alice@a.example");
            assertThat(told(check(dns, mapped, UnaryOperator.identity()))).contains("192.0.2.1 192.0.2.1");
        }
    }

    @Nested
    class Section_11_5_2_untrusted {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\r\n250 ok",
                    "denied\n",
                    "a\u0000b",
                    "\u001B[31mred",
                    "tab\tbed",
                    "\u007F",
                    "\u0085",
                    "\u009B31m",
                    "caf\u00E9",
                    "\u00E2\u0080\u00AE"
                })
        @DisplayName("SPF_34 T43 a text with line breaks, controls or anything but ASCII is no explanation")
        void noControls(String text) {
            assertThat(told(text)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x\r\n250 ok",
                    "\u001B]0;title\u0007",
                    "a\u0000b",
                    "\u00FC\u202E",
                    "\uD83D\uDE00",
                    "\uD83D",
                    "\u0085"
                })
        @DisplayName("SPF_34 T43 nor does HELO bring any in")
        void noControlsOfTheClient(String helo) {
            SpfRequest request = SpfRequest.mailFrom(IpAddress.of("192.0.2.1"), helo, "alice@a.example");
            SpfResult result = check(saying(Octets.ofLatin1("<%{h}> <%{H}>")), request, UnaryOperator.identity());
            assertThat(told(result).orElseThrow()).startsWith("<").endsWith(">").matches("[ -~]+");
        }

        @Test
        @DisplayName("SPF_34 T43 nor does the name of the client, in which any octet may be")
        void noControlsOfNames() {
            DomainName name = DomainName.ofLabels(List.of(
                            Octets.ofLatin1("\r\n250 ok\u001B[31m\u00FF"),
                            Octets.ofLatin1("a"),
                            Octets.ofLatin1("example")))
                    .orElseThrow();
            InMemoryDns dns = InMemoryDns.builder()
                    .zone("a.example TXT \"v=spf1 -all exp=x.example\"\nx.example TXT \"<%{p}> <%{P}>\"")
                    .record(DomainName.of("1.2.0.192.in-addr.arpa"), new DnsRecord.Pointer(DnsType.PTR, name))
                    .record(name, new DnsRecord.Address(IpAddress.of("192.0.2.1")))
                    .build();
            SpfResult result = check(dns, request("alice@a.example"), UnaryOperator.identity());
            assertThat(told(result).orElseThrow()).contains("250").matches("[ -~]+");
        }

        @Test
        @DisplayName("SPF_34 T43 a long one is cut, however long the text and what it is made of")
        void long_ones() {
            assertThat(told("x".repeat(60_000))).contains("x".repeat(400));
            assertThat(told("%{s}".repeat(15_000)))
                    .hasValueSatisfying(text -> assertThat(text).hasSize(400));
            SpfLimits few = new SpfLimits(10, 2, 10, 10, 8);
            InMemoryDns dns = saying(Octets.ofLatin1("no: %{s}"));
            assertThat(told(check(dns, request("alice@a.example"), builder -> builder.limits(few))))
                    .contains("no: alic");
        }

        @Test
        @DisplayName("T42 T43 the macro p is looked up once, however often it is written")
        void validatedNameOnce() {
            InMemoryDns dns = saying(Octets.ofLatin1("%{p}".repeat(10_000)));
            check(dns, request("alice@a.example"), UnaryOperator.identity());
            assertThat(dns.questions()).hasSize(3);
        }
    }
}
