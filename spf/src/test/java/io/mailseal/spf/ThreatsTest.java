package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attacker may try, by the numbers of the threat catalogue; the victim is sometimes a third party. */
class ThreatsTest {

    private static final SpfLimits LOOSEST = new SpfLimits(100, 100, 100, 100, 4096);

    private static SpfRequest request(String helo, String mailFrom) {
        return SpfRequest.mailFrom(IpAddress.of("192.0.2.1"), helo, mailFrom);
    }

    private static SpfRequest request() {
        return request("mail.a.example", "alice@a.example");
    }

    private static SpfEvaluator.Builder spf(InMemoryDns dns) {
        return SpfEvaluator.builder().dns(dns.sessions());
    }

    private static SpfResult check(String zone) {
        return spf(InMemoryDns.parse(zone)).build().evaluate(request());
    }

    private static String numbered(int count, String pattern) {
        return IntStream.range(0, count)
                .mapToObj(i -> pattern.replace("#", Integer.toString(i)))
                .collect(Collectors.joining());
    }

    @Nested
    class T40_amplification {

        @Test
        @DisplayName("T40 §11.1 the most that a record can make us ask are its 111 questions")
        void most() {
            // Each mx has hosts of its own.
            InMemoryDns.Builder zone = InMemoryDns.builder()
                    .zone("a.example TXT \"v=spf1" + numbered(10, " mx:#.m.example") + " -all exp=why.example\"");
            for (int mx = 0; mx < 10; mx++) {
                for (int host = 0; host < 10; host++) {
                    DomainName name = DomainName.of("h" + host + "." + mx + ".m.example");
                    zone.record(DomainName.of(mx + ".m.example"), new DnsRecord.Mx(host, name));
                    zone.record(name, new DnsRecord.Address(IpAddress.of("198.51.100.1")));
                }
            }
            InMemoryDns dns = zone.build();
            SpfResult result = spf(dns).withoutExplanation().build().evaluate(request());
            assertThat(result.status()).isEqualTo(SpfStatus.FAIL);
            assertThat(dns.questions()).hasSize(111).doesNotHaveDuplicates();
            dns.clearLog();
            assertThat(spf(dns).build().evaluate(request())).isEqualTo(result);
            assertThat(dns.questions()).hasSize(112).doesNotHaveDuplicates(); // and that of the explanation
        }

        @Test
        @DisplayName("T40 the names of the client add eleven, once, and the explanation one")
        void mostWithNames() {
            InMemoryDns.Builder zone = InMemoryDns.builder()
                    .zone("a.example TXT \"v=spf1" + numbered(10, " mx:#.%{p}.m.example") + " -all exp=why.example\"\n"
                            + numbered(20, "1.2.0.192.in-addr.arpa PTR p#.b.example\n"));
            for (int mx = 0; mx < 10; mx++) {
                for (int host = 0; host < 10; host++) {
                    DomainName name = DomainName.of("h" + host + "." + mx + ".m.example");
                    zone.record(DomainName.of(mx + ".unknown.m.example"), new DnsRecord.Mx(host, name));
                    zone.record(name, new DnsRecord.Address(IpAddress.of("198.51.100.1")));
                }
            }
            InMemoryDns dns = zone.build();
            SpfResult result = spf(dns).build().evaluate(request());
            assertThat(result.status()).isEqualTo(SpfStatus.FAIL);
            assertThat(dns.questions()).hasSize(111 + 11 + 1).doesNotHaveDuplicates();
        }

        @Test
        @DisplayName("T40 names made from macros are void after two, so that nobody is asked for thousands")
        void generatedNames() {
            InMemoryDns dns = InMemoryDns.parse("""
                    a.example TXT "v=spf1 exists:1.%{i}.%{l}.v.example exists:2.%{i}.%{l}.v.example a:3.%{h}.v.example +all"
                    """);
            SpfResult result = spf(dns).build().evaluate(request());
            assertThat(result.problem().map(SpfProblem::kind)).contains(SpfProblem.Kind.TOO_MANY_VOID_LOOKUPS);
            assertThat(dns.questions()).hasSize(4);
        }

        @Test
        @DisplayName("T40 what is asked on suspicion is bounded, too, in width and in depth")
        void hints() {
            InMemoryDns dns =
                    InMemoryDns.parse("""
                    a.example TXT "v=spf1%s -all"
                    *.a.example TXT "v=spf1%s -all"
                    """.formatted(numbered(40, " include:#.%{d}"), numbered(40, " include:#.%{d}")));
            SpfResult result = spf(dns).build().evaluate(request());
            assertThat(result.problem().map(SpfProblem::kind)).contains(SpfProblem.Kind.TOO_MANY_DNS_TERMS);
            assertThat(dns.questions()).hasSizeLessThanOrEqualTo(11 + 64);
        }
    }

    @Nested
    class T41_loops {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "include:a.example",
                    "redirect=a.example",
                    "include:%{d}",
                    "redirect=%{o}",
                    "include:b.example",
                    "?include:c.example -include:c.example redirect=b.example"
                })
        @DisplayName("T41 they end, also where limits are as loose as can be, and with a trace")
        void end(String terms) {
            InMemoryDns dns = InMemoryDns.parse("""
                    a.example TXT "v=spf1 %s"
                    b.example TXT "v=spf1 redirect=a.example"
                    c.example TXT "v=spf1 ?include:a.example"
                    """.formatted(terms));
            SpfResult result = spf(dns).limits(LOOSEST).withTrace().build().evaluate(request());
            assertThat(result.problem().map(SpfProblem::kind)).contains(SpfProblem.Kind.TOO_MANY_DNS_TERMS);
            assertThat(result.dnsTerms()).isEqualTo(101);
            assertThat(dns.questions()).hasSizeLessThanOrEqualTo(3);
            assertThat(result.recordsConsulted()).hasSizeLessThanOrEqualTo(3);
        }

        @Test
        @DisplayName("T41 as many domains as there are names lead nowhere")
        void endless() {
            SpfResult result = check("""
                    a.example TXT "v=spf1 include:x.%{d} -all"
                    *.a.example TXT "v=spf1 redirect=x.%{d}"
                    """);
            assertThat(result.problem().map(SpfProblem::kind)).contains(SpfProblem.Kind.TOO_MANY_DNS_TERMS);
            assertThat(result.dnsTerms()).isEqualTo(11);
        }
    }

    @Nested
    class T42_expansion {
        private SpfResult check(String record, String helo, String localPart) {
            InMemoryDns dns = InMemoryDns.builder()
                    .record(DomainName.of("a.example"), DnsRecord.Txt.of(record))
                    .record(DomainName.of("*.a.example"), new DnsRecord.Address(IpAddress.of("198.51.100.1")))
                    .build();
            return spf(dns).build().evaluate(request(helo, localPart + "@a.example"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"%{s}", "%{S}", "%{l1r+-=/_.}", "%{L99r+-=/_.}", "%{h}", "%{H1r-}", "%{i}", "%{d}", "%{p}"})
        @DisplayName("T42 a record of 8 KiB of macros, the longest sender and HELO name")
        void manyMacros(String macro) {
            String target = macro.repeat(8_192 / macro.length());
            for (String localPart : List.of("-".repeat(1_000), "a-".repeat(500), "\"" + "\u00FC".repeat(900) + "\"")) {
                SpfResult result = check("v=spf1 a:" + target + ".a.example -all", "h+".repeat(500_000), localPart);
                assertThat(result.status()).as(result::toString).isEqualTo(SpfStatus.FAIL);
                assertThat(result.explanation()).hasSizeLessThan(1_000);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"l", "-", ".", "\u00FC"})
        @DisplayName("T42 a local part of 64 KiB is expanded nowhere, and does not make the record go away")
        void longLocalPart(String character) {
            InMemoryDns dns = InMemoryDns.parse("""
                    a.example     TXT "v=spf1 +exists:%{L1r+-=/_.}.a.example +a:%{s} -all exp=why.a.example"
                    why.a.example TXT "%{l}%{s}%{L}"
                    """);
            SpfResult result = spf(dns).build().evaluate(request("", character.repeat(65_536) + "@a.example"));
            assertThat(result.status()).isEqualTo(SpfStatus.FAIL);
            assertThat(result.matchedTerm()).contains("-all");
            assertThat(result.publishedExplanation().map(SpfExplanation::text)).contains("@a.example");
            assertThat(dns.questions()).map(Object::toString).containsExactly("a.example TXT", "why.a.example TXT");
        }

        @ParameterizedTest
        @ValueSource(strings = {"@", "\"", "("})
        @DisplayName("T42 what is 64 KiB long and no mailbox is none")
        void longMalformed(String character) {
            InMemoryDns dns = InMemoryDns.parse("a.example TXT \"v=spf1 +all\"");
            SpfResult result = spf(dns).build().evaluate(request("", character.repeat(65_536) + "@a.example"));
            assertThat(result.problem().map(SpfProblem::kind)).contains(SpfProblem.Kind.INVALID_DOMAIN);
            assertThat(dns.questions()).isEmpty();
        }

        @Test
        @DisplayName("T42 one delimiter after the other, one macro after the other, in as many terms as may ask")
        void delimiters() {
            String target = "%{l1r+-=/_.}%{h1r+-=/_.}".repeat(300);
            String record = "v=spf1" + numbered(10, " a:#." + target + ".a.example") + " ?all";
            assertThat(check(record, "=/_".repeat(340), "+-=/_.".repeat(160)).status())
                    .isEqualTo(SpfStatus.NEUTRAL);
        }

        @Test
        @DisplayName("T42 the longest record there can be, one term or many thousands, malformed at its very end")
        void longest() {
            for (String terms :
                    List.of(" a".repeat(32_000), " x=%{p}".repeat(9_000), " exists:" + "%%".repeat(32_000))) {
                SpfResult result = check("v=spf1" + terms + " %", "", "alice");
                assertThat(result.problem().map(SpfProblem::kind)).contains(SpfProblem.Kind.SYNTAX);
                assertThat(result.explanation()).hasSizeLessThan(2_000);
            }
        }
    }

    @Nested
    class T43_text_for_others {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "alice\r\nX: y@a.example",
                    "\"a\r\n250 ok\"@a.example",
                    "alice@a.example\r\nDATA",
                    "\u001B[31m@a.example",
                    "\u202Ealice@a.example"
                })
        @DisplayName("T43 what the sender says is not repeated unless it is visible ASCII")
        void sender(String mailFrom) {
            InMemoryDns dns = InMemoryDns.parse("""
                    a.example TXT "v=spf1 exists:%{l}.b.example -all exp=x.example"
                    x.example TXT "%{s} %{h}"
                    """);
            SpfResult result = spf(dns).withTrace().build().evaluate(request("\r\n\u001B[31m", mailFrom));
            assertThat(result.explanation()).matches("[ -~]+");
            result.publishedExplanation()
                    .ifPresent(explanation -> assertThat(explanation.toString()).matches("[ -~]+"));
        }

        @Test
        @DisplayName("T43 nor what a record says")
        void record() {
            SpfResult result = check("a.example TXT \"v=spf1 a:\\013\\010250\\027[31m\\255 -all\"");
            assertThat(result.problem().map(SpfProblem::kind)).contains(SpfProblem.Kind.SYNTAX);
            assertThat(result.explanation()).matches("[ -~]+");
        }
    }

    @Nested
    class T45_domains_that_are_gone {
        private static final String ZONE = """
                a.example TXT "v=spf1 ?include:b.example include:gone.example redirect=c.example"
                b.example TXT "v=spf1 ip4:198.51.100.1 -all"
                """;

        @Test
        @DisplayName("T45 an include of a domain that nobody owns is permerror, and the name is told")
        void told() {
            SpfProblem problem = check(ZONE).problem().orElseThrow();
            assertThat(problem.kind()).isEqualTo(SpfProblem.Kind.INCLUDE_WITHOUT_RECORD);
            assertThat(problem.term()).contains("include:gone.example");
            SpfProblem cause = problem.cause().orElseThrow();
            assertThat(cause.kind()).isEqualTo(SpfProblem.Kind.NO_SUCH_DOMAIN);
            assertThat(cause.recordDomain()).contains(DomainName.of("gone.example"));
        }

        @Test
        @DisplayName("T45 the trace lists the domains of the tree, and whether they are there")
        void traced() {
            SpfTrace trace = spf(InMemoryDns.parse(ZONE))
                    .withTrace()
                    .build()
                    .evaluate(request())
                    .trace()
                    .orElseThrow();
            List<String> domains = new ArrayList<>();
            list(trace, domains);
            assertThat(domains).containsExactly("a.example FOUND", "b.example FOUND", "gone.example NO_SUCH_NAME");
        }

        private void list(SpfTrace trace, List<String> domains) {
            domains.add(trace.domain() + " " + trace.lookup().outcome());
            trace.steps().forEach(step -> step.nested().ifPresent(nested -> list(nested, domains)));
        }

        @Test
        @DisplayName("T45 an alias into a domain that is gone shows as such")
        void danglingAlias() {
            SpfTrace trace = spf(InMemoryDns.parse("a.example CNAME gone.example"))
                    .withTrace()
                    .build()
                    .evaluate(request())
                    .trace()
                    .orElseThrow();
            assertThat(trace.lookup().outcome()).isEqualTo(DnsAnswer.Outcome.NO_SUCH_NAME);
            assertThat(trace.lookup().canonicalName()).isEqualTo(DomainName.of("gone.example"));
        }
    }

    @Nested
    class T46_forwarders {
        private final InMemoryDns dns = InMemoryDns.parse("""
                forwarder.example      TXT "v=spf1 ip4:192.0.2.1 -all"
                mail.forwarder.example TXT "v=spf1 ip4:192.0.2.1 -all"
                bank.example           TXT "v=spf1 ip4:198.51.100.1 -all"
                """);

        @Test
        @DisplayName("T46 a pass is that of the domain that was checked, and says so")
        void whose() {
            SpfResult forwarded =
                    spf(dns).build().evaluate(request("mail.forwarder.example", "user=bank.example@forwarder.example"));
            assertThat(forwarded.status()).isEqualTo(SpfStatus.PASS);
            assertThat(forwarded.domain()).contains(DomainName.of("forwarder.example"));
            assertThat(forwarded.identity()).isEqualTo(SpfIdentity.MAIL_FROM);
        }

        @Test
        @DisplayName("T46 a sender that the forwarder kept does not pass for its sake, whatever HELO is worth")
        void notTheSenders() {
            SpfResult kept = spf(dns).build().evaluate(request("mail.forwarder.example", "user@bank.example"));
            assertThat(kept.status()).isEqualTo(SpfStatus.FAIL);
            SpfResult bounce = spf(dns).build().evaluate(request("mail.forwarder.example", ""));
            assertThat(bounce.status()).isEqualTo(SpfStatus.PASS);
            assertThat(bounce.domain()).contains(DomainName.of("mail.forwarder.example"));
        }
    }

    @Nested
    class T47_slow_servers {
        @ParameterizedTest
        @ValueSource(strings = {"+all", "-all", "?all"})
        @DisplayName("T47 whoever makes us wait too long gets temperror, and it is known that it was for the time")
        void slow(String all) {
            VirtualClock clock = new VirtualClock();
            InMemoryDns dns = InMemoryDns.parse("""
                            a.example TXT "v=spf1 %s %s"
                            *.b.example TXT "v=spf1 redirect=x.%%{d}"
                            """.formatted("include:x.b.example", all))
                    .withClock(clock)
                    .withLatency(Duration.ofSeconds(3));
            SpfResult result = spf(dns).build().evaluate(request());
            assertThat(result.status()).isEqualTo(SpfStatus.TEMPERROR);
            assertThat(result.problem().flatMap(SpfProblem::failedLookup).map(DnsAnswer.Failed::cause))
                    .contains(DnsFailure.DEADLINE);
            assertThat(clock.elapsed()).hasSeconds(20);
        }

        @Test
        @DisplayName("T47 SPF_31 whoever is slow, but in time, gets the result")
        void inTime() {
            VirtualClock clock = new VirtualClock();
            InMemoryDns dns = InMemoryDns.parse("""
                            a.example TXT "v=spf1 include:b.example -all"
                            b.example TXT "v=spf1 a -all"
                            b.example A 192.0.2.1
                            """).withClock(clock).withLatency(Duration.ofMillis(6_600));
            assertThat(spf(dns).withoutPrefetch().build().evaluate(request()).status())
                    .isEqualTo(SpfStatus.PASS);
            assertThat(clock.elapsed()).hasMillis(19_800);
        }

        @Test
        @DisplayName("T47 it is not taken for none, which is let in")
        void notNone() {
            InMemoryDns dns = InMemoryDns.parse("a.example TXT \"v=spf1 -all\"");
            for (DnsFailure failure : DnsFailure.values()) {
                InMemoryDns failing = dns.failing(DnsQuestion.txt(DomainName.of("a.example")), failure);
                assertThat(spf(failing).build().evaluate(request()).status())
                        .as("%s", failure)
                        .isEqualTo(SpfStatus.TEMPERROR);
            }
        }
    }

    @Nested
    class T48_privacy {
        @Test
        @DisplayName("T48 §11.6 who sends is told to DNS by no term that the check does not come to")
        void onlyWhenItsTurnComes() {
            InMemoryDns dns = InMemoryDns.parse("""
                    a.example TXT "v=spf1 a mx include:b.example -exists:%{s}.x.example -all exp=%{l}.y.example"
                    a.example A  198.51.100.1
                    a.example MX 0 a.example
                    b.example TXT "v=spf1 ip4:192.0.2.1 exists:%{l}.%{o}.x.example include:%{h}.x.example"
                    """);
            SpfResult result = spf(dns).build().evaluate(request());
            assertThat(result.status()).isEqualTo(SpfStatus.PASS);
            assertThat(result.dependsOnSender()).isFalse();
            assertThat(dns.questions().toString()).doesNotContain("alice").doesNotContain("mail.a.example");
        }

        @Test
        @DisplayName("T48 that it was told shows in the result")
        void shows() {
            SpfResult result = check("a.example TXT \"v=spf1 exists:%{l}.x.example -all\"");
            assertThat(result.dependsOnSender()).isTrue();
        }
    }

    @Test
    @DisplayName("T42 a text record of any octets is a record, none, or malformed")
    void anyOctets() {
        for (int octet = 0; octet < 256; octet++) {
            byte[] text = {'v', '=', 's', 'p', 'f', '1', ' ', 'x', '=', (byte) octet};
            InMemoryDns dns = InMemoryDns.builder()
                    .record(DomainName.of("a.example"), new DnsRecord.Txt(Octets.of(text)))
                    .build();
            boolean visible = octet >= ' ' && octet <= '~' && octet != '%';
            assertThat(spf(dns).build().evaluate(request()).status())
                    .as("octet %d", octet)
                    .isEqualTo(visible ? SpfStatus.NEUTRAL : SpfStatus.PERMERROR);
        }
    }
}
