package io.mailseal.spf;

import static io.mailseal.spf.Domains.zone;
import static io.mailseal.spf.SpfProblem.Kind.INCLUDE_WITHOUT_RECORD;
import static io.mailseal.spf.SpfProblem.Kind.REDIRECT_WITHOUT_RECORD;
import static io.mailseal.spf.SpfProblem.Kind.SYNTAX;
import static io.mailseal.spf.SpfProblem.Kind.TOO_MANY_DNS_TERMS;
import static io.mailseal.spf.SpfProblem.Kind.TOO_MANY_MX_HOSTS;
import static io.mailseal.spf.SpfProblem.Kind.TOO_MANY_VOID_LOOKUPS;
import static io.mailseal.spf.SpfStatus.FAIL;
import static io.mailseal.spf.SpfStatus.NEUTRAL;
import static io.mailseal.spf.SpfStatus.NONE;
import static io.mailseal.spf.SpfStatus.PASS;
import static io.mailseal.spf.SpfStatus.PERMERROR;
import static io.mailseal.spf.SpfStatus.TEMPERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Where others are known to go wrong, each point in the form in which it was seen; the numbers are those of the catalogue
 * of pitfalls. What stands behind each is tested in {@link CheckHostTest} and its neighbours.
 */
class PitfallsTest {

    @Test
    @DisplayName("PIT_1 redirect counts, and a circle of redirects ends")
    void redirectCounts() {
        String chain = IntStream.range(0, 11)
                .mapToObj(i -> i + ".a.example TXT \"v=spf1 redirect=" + (i + 1) + ".a.example\"\n")
                .collect(Collectors.joining());
        zone(chain).from("x@0.a.example").check("192.0.2.1").because(TOO_MANY_DNS_TERMS);
        zone(chain + "11.a.example TXT \"v=spf1 +all\"")
                .from("x@1.a.example")
                .check("192.0.2.1")
                .is(PASS)
                .counted(10, 0);
        zone("a.example TXT \"v=spf1 redirect=b.example\"\nb.example TXT \"v=spf1 redirect=a.example\"")
                .check("192.0.2.1")
                .because(TOO_MANY_DNS_TERMS);
    }

    @Test
    @DisplayName("PIT_2 every domain-spec may have macros")
    void macrosEverywhere() {
        for (String term : List.of("a:%{d}", "a:%{d}/24", "mx:%{d}", "ptr:%{d}", "exists:%{d}", "include:%{l}.%{d}")) {
            zone("""
                    a.example TXT "v=spf1 %s -all"
                    a.example A   192.0.2.1
                    a.example MX  0 a.example
                    alice.a.example TXT "v=spf1 +all"
                    1.2.0.192.in-addr.arpa PTR a.example
                    """.formatted(term)).check("192.0.2.1").is(PASS).matchedBy(term);
        }
    }

    @Test
    @DisplayName("PIT_3 two voids and any good term is no error; the third void is, at once; dual stack counts once")
    void voids() {
        zone("""
                a.example TXT "v=spf1 a:nx1.example a:nx2.example include:b.example -all"
                b.example TXT "v=spf1 ip4:192.0.2.1 -all"
                """).check("192.0.2.1").is(PASS).counted(3, 2);
        zone("a.example TXT \"v=spf1 a:nx1.example a:nx2.example a:nx3.example ip4:192.0.2.1 -all\"")
                .check("192.0.2.1")
                .because(TOO_MANY_VOID_LOOKUPS)
                .asked("a.example TXT", "nx1.example A", "nx2.example A", "nx3.example A");
        Domains oneFamily = zone("""
                a.example TXT "v=spf1 a:b.example a:c.example a:d.example -all"
                b.example A   192.0.2.1
                c.example A   192.0.2.2
                d.example AAAA 2001:db8::1
                """);
        oneFamily.check("192.0.2.9").is(FAIL).counted(3, 1);
        oneFamily.check("2001:db8::1").is(PASS).counted(3, 2);
    }

    @Test
    @DisplayName("PIT_4 a failure behind include or redirect is temperror, a name that is not there permerror")
    void failuresBehindOthers() {
        for (String term : List.of("include:b.example -all", "redirect=b.example")) {
            String record = "a.example TXT \"v=spf1 " + term + "\"\n";
            zone(record + "$FAULT b.example SERVFAIL").check("192.0.2.1").is(TEMPERROR);
            zone(record).check("192.0.2.1").is(PERMERROR);
        }
        zone("a.example TXT \"v=spf1 include:b.example -all\"")
                .check("192.0.2.1")
                .because(INCLUDE_WITHOUT_RECORD);
        zone("a.example TXT \"v=spf1 redirect=b.example\"").check("192.0.2.1").because(REDIRECT_WITHOUT_RECORD);
    }

    @Test
    @DisplayName("PIT_5 a timeout of exists is temperror, and not the fail of what comes after")
    void existsInTime() {
        zone("$FAULT b.example TIMEOUT\na.example TXT \"v=spf1 exists:b.example -all\"")
                .check("192.0.2.1")
                .is(TEMPERROR);
    }

    @Test
    @DisplayName("PIT_6 a failure of PTR is no match")
    void failureOfPtr() {
        zone("$FAULT 1.2.0.192.in-addr.arpa SERVFAIL\na.example TXT \"v=spf1 ptr -all\"")
                .check("192.0.2.1")
                .is(FAIL)
                .matchedBy("-all");
    }

    @Test
    @DisplayName("PIT_7 what passes inside of an include inside of an include is weighed by each of both")
    void nestedIncludes() {
        zone("""
                a.example TXT "v=spf1 ?include:b.example -all"
                b.example TXT "v=spf1 include:c.example -all"
                c.example TXT "v=spf1 +all"
                """).check("192.0.2.1").is(NEUTRAL).matchedBy("?include:b.example");
    }

    @Test
    @DisplayName("PIT_8 a record of type 99 beside it changes nothing, and is not asked for")
    void type99() {
        // The octets of the string "v=spf1 +all".
        zone("""
                a.example TYPE99 \\# 12 0b763d73706631202b616c6c
                a.example TXT "v=spf1 -all"
                """).check("192.0.2.1").is(FAIL).asked("a.example TXT");
    }

    @Test
    @DisplayName("PIT_9 a prefix length of 0 is everybody, more than there are bits permerror")
    void prefixLengths() {
        zone("a.example TXT \"v=spf1 ip4:203.0.113.1/0 -all\"")
                .check("192.0.2.1")
                .is(PASS);
        zone("a.example TXT \"v=spf1 ip4:203.0.113.1/1 -all\"")
                .check("192.0.2.1")
                .is(PASS);
        zone("a.example TXT \"v=spf1 ip4:203.0.113.1/2 -all\"")
                .check("127.0.0.1")
                .is(FAIL);
        zone("a.example TXT \"v=spf1 ip4:192.0.2.1/33 +all\"")
                .check("192.0.2.1")
                .because(SYNTAX);
        zone("a.example TXT \"v=spf1 ip6:2001:db8::/0 -all\"").check("ff00::").is(PASS);
        zone("a.example TXT \"v=spf1 ip6:2001:db8::/129 +all\"")
                .check("2001:db8::")
                .because(SYNTAX);
    }

    @Test
    @DisplayName("PIT_10 an IPv4-mapped client is one of IPv4, in ip4, a and macros")
    void mapped() {
        Domains domains = zone("""
                a.example TXT "v=spf1 %s -all"
                a.example A 192.0.2.1
                1.2.0.192.in-addr.a.example A 127.0.0.2
                """.formatted("ip4:192.0.2.9 exists:%{ir}.%{v}.a.example a"));
        domains.check("::ffff:192.0.2.9").is(PASS).matchedBy("ip4:192.0.2.9");
        domains.check("::ffff:192.0.2.1").is(PASS).matchedBy("exists:%{ir}.%{v}.a.example");
    }

    @Test
    @DisplayName("PIT_11 fifteen mail exchangers are permerror, the first of them matching or not; PTR is cut to ten")
    void tooMany() {
        String hosts = IntStream.range(0, 15)
                .mapToObj(i -> "a.example MX " + i + " m" + i + ".a.example\n")
                .collect(Collectors.joining());
        zone("a.example TXT \"v=spf1 mx +all\"\n*.a.example A 192.0.2.1\n" + hosts)
                .check("192.0.2.1")
                .because(TOO_MANY_MX_HOSTS);
        String names = IntStream.range(0, 9)
                .mapToObj(i -> "1.2.0.192.in-addr.arpa PTR p" + i + ".b.example\n")
                .collect(Collectors.joining());
        String tenth = "1.2.0.192.in-addr.arpa PTR p.a.example\np.a.example A 192.0.2.1\n";
        String record = "a.example TXT \"v=spf1 ptr -all\"\n";
        zone(record + names + tenth).check("192.0.2.1").is(PASS);
        zone(record + names + "1.2.0.192.in-addr.arpa PTR p9.b.example\n" + tenth)
                .check("192.0.2.1")
                .is(FAIL);
    }

    @Test
    @DisplayName("PIT_12 an mx whose host has no address does not spoil the next")
    void twoMx() {
        zone("""
                a.example TXT "v=spf1 mx mx:b.example -all"
                a.example MX 0 c.example
                c.example TXT "no address"
                b.example MX 0 d.example
                d.example A 192.0.2.1
                """).check("192.0.2.1").is(PASS).matchedBy("mx:b.example");
    }

    @Test
    @DisplayName("PIT_13 SPF_01 SPF_02 HELO and MAIL FROM are checked side by side, each with a result of its own")
    void bothIdentities() {
        InMemoryDns dns = InMemoryDns.parse("""
                a.example     TXT "v=spf1 ip4:192.0.2.1 -all"
                fail.example  TXT "v=spf1 -all"
                pass.example  TXT "v=spf1 +all"
                other.example TXT "v=spf1 -all"
                """).withClock(new VirtualClock()).withLatency(Duration.ofMillis(20));
        SpfEvaluator spf = SpfEvaluator.builder().dns(dns.sessions()).build();
        IpAddress client = IpAddress.of("192.0.2.1");
        for (String helo : List.of("fail.example", "nx.example", "pass.example", "[192.0.2.1]")) {
            try (DnsSession session = dns.sessions().open()) {
                List<SpfResult> both = session.evaluate(view -> view.join(List.of(
                        spf.evaluation(SpfRequest.helo(client, helo)),
                        spf.evaluation(SpfRequest.mailFrom(client, helo, "alice@a.example")))));
                assertThat(both)
                        .extracting(SpfResult::identity)
                        .containsExactly(SpfIdentity.HELO, SpfIdentity.MAIL_FROM);
                assertThat(both.get(0).status())
                        .isEqualTo(helo.startsWith("fail") ? FAIL : helo.startsWith("pass") ? PASS : NONE);
                assertThat(both.get(1).status()).isEqualTo(PASS);
                assertThat(session.usage().rounds()).isEqualTo(1);
            }
        }
        SpfRequest notTheirs = SpfRequest.mailFrom(client, "pass.example", "alice@other.example");
        assertThat(spf.evaluate(notTheirs).status()).isEqualTo(FAIL);
    }

    @Test
    @DisplayName("PIT_14 p is no name that the client only claims, and ten of its names are tried, not one")
    void validatedName() {
        String names = IntStream.range(0, 9)
                .mapToObj(i -> "1.2.0.192.in-addr.arpa PTR p" + i + ".a.example\n")
                .collect(Collectors.joining());
        String record = "a.example TXT \"v=spf1 exists:%{p}.x.example -all\"\n";
        String forged = "p0.a.example.x.example A 127.0.0.2\n";
        zone(record + forged + names).check("192.0.2.1").is(FAIL);
        String tenth = """
                1.2.0.192.in-addr.arpa PTR p.a.example
                p.a.example A 192.0.2.1
                p.a.example.x.example A 127.0.0.2
                """;
        zone(record + forged + names + tenth).check("192.0.2.1").is(PASS);
        Domains.Outcome tooMany = zone(record + names + "1.2.0.192.in-addr.arpa PTR p9.a.example\n" + tenth)
                .check("192.0.2.1")
                .is(FAIL);
        assertThat(tooMany.dns().questions()).hasSize(1 + 1 + 10 + 1);
    }

    @Test
    @DisplayName("PIT_15 t is in seconds; c, r and t are for explanations alone")
    void seconds() {
        InMemoryDns dns = InMemoryDns.parse("""
                a.example TXT "v=spf1 -all exp=x.example"
                x.example TXT "%{t}"
                """);
        SpfResult result = SpfEvaluator.builder()
                .resolver(dns)
                .clock(InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_999L)))
                .build()
                .evaluate(SpfRequest.mailFrom(IpAddress.of("192.0.2.1"), "", "alice@a.example"));
        assertThat(result.publishedExplanation().map(SpfExplanation::text)).contains("1700000000");
        for (String letter : List.of("c", "r", "t")) {
            zone("a.example TXT \"v=spf1 exists:%{" + letter + "}.a.example +all\"")
                    .check("192.0.2.1")
                    .because(SYNTAX);
        }
    }

    @Test
    @DisplayName("PIT_16 a macro in upper case is escaped for a URL")
    void escaped() {
        zone("""
                a.example TXT "v=spf1 exists:%{S}.x.example -all"
                a%40a.example.x.example A 127.0.0.2
                """).from("a@a.example").check("192.0.2.1").is(PASS);
        // The delimiters are those of the value, and the dots between its parts need no escape.
        zone("""
                a.example TXT "v=spf1 exists:%{L=}.x.example -all"
                %2B1.user.x.example A 127.0.0.2
                """).from("+1=user@a.example").check("192.0.2.1").is(PASS);
    }

    @Test
    @DisplayName("PIT_17 what has an equals sign is a modifier, also where it is called as a mechanism is")
    void modifiers() {
        zone("a.example TXT \"v=spf1 anything= a= mx=b.example all=x ip4=192.0.2.1 include=%{d} -all\"")
                .check("192.0.2.1")
                .is(FAIL)
                .matchedBy("-all")
                .asked("a.example TXT");
    }

    @Test
    @DisplayName("PIT_18 the end of the time is temperror")
    void deadline() {
        InMemoryDns dns = InMemoryDns.parse("a.example TXT \"v=spf1 a -all\"")
                .withClock(new VirtualClock())
                .withLatency(Duration.ofSeconds(2));
        SpfEvaluator spf = SpfEvaluator.builder()
                .dns(dns.sessions().withLimits(DnsLimits.DEFAULT.withDeadline(Duration.ofSeconds(3))))
                .build();
        assertThat(spf.evaluate(SpfRequest.helo(IpAddress.of("192.0.2.1"), "a.example"))
                        .status())
                .isEqualTo(TEMPERROR);
    }

    @Test
    @DisplayName("PIT_19 two records are permerror, whichever comes first; what is no record is never tried as one")
    void records() {
        for (String other : List.of("v=spf1 -all", "v=spf1 moo", "V=SPF1")) {
            zone("a.example TXT \"v=spf1 +all\"\na.example TXT \"" + other + "\"")
                    .check("192.0.2.1")
                    .is(PERMERROR);
        }
        zone("""
                a.example TXT "ip4:192.0.2.1 -all"
                a.example TXT "v=spf2 +all"
                a.example TXT "spf2.0/mfrom +all"
                """).check("192.0.2.1").is(NONE);
    }

    @Test
    @DisplayName("PIT_20 an explanation costs nothing, is ASCII without line breaks, and is that of a fail alone")
    void explanation() {
        String zone = """
                a.example TXT "v=spf1 %s include:b.example %s exp=x.example"
                b.example TXT "v=spf1 -all exp=y.example"
                x.example TXT "%s"
                y.example TXT "wrong"
                """;
        String nine = "a:b.example ".repeat(9);
        String hosts = "\nb.example A 192.0.2.9";
        SpfResult result = zone(zone.formatted(nine, "-all", "so it is") + hosts)
                .check("192.0.2.1")
                .is(FAIL)
                .counted(10, 0)
                .result();
        assertThat(result.publishedExplanation().map(SpfExplanation::text)).contains("so it is");
        for (String text : List.of("a\\013\\010250 ok", "caf\\195\\169", "\\000")) {
            SpfResult without = zone(zone.formatted("", "-all", text))
                    .check("192.0.2.1")
                    .is(FAIL)
                    .result();
            assertThat(without.publishedExplanation()).as(text).isEmpty();
        }
        SpfResult softfail = zone(zone.formatted("", "~all", "so it is"))
                .check("192.0.2.1")
                .is(SpfStatus.SOFTFAIL)
                .result();
        assertThat(softfail.publishedExplanation()).isEmpty();
    }

    @Test
    @DisplayName("PIT_21 nothing that a sender or a domain chose breaks out of Received-SPF")
    void receivedSpf() {
        for (String bad : List.of(
                "x\r\nX-Spam: no",
                "x; client-ip=198.51.100.1",
                "x\"; identity=helo; y=\"",
                "x\\",
                "x\n y",
                "(",
                ")",
                "\u0000",
                "\u001B[31m",
                "\u00FC")) {
            SpfResult result = zone("a.example TXT \"v=spf1 a:%_\\\"\\;=()\\\\b.example/0 -all\"")
                    .greeting(bad)
                    .from("\"" + bad.replace("\\", "\\\\").replace("\"", "\\\"") + "\"@a.example")
                    .check("192.0.2.1")
                    .result();
            String field = ReceivedSpf.of(result, "mx.example.org").toHeaderField();
            assertThat(field).startsWith("Received-SPF: ").endsWith("\r\n").matches("[ -~\r\n]+");
            // No line of its own: each begins with a blank, and holds nothing but ASCII.
            String[] lines = field.substring(0, field.length() - 2).split("\r\n", -1);
            assertThat(lines).allMatch(line -> line.indexOf('\r') < 0 && line.indexOf('\n') < 0);
            for (int i = 1; i < lines.length; i++) {
                assertThat(lines[i]).as(field).matches("[ \t].*\\S.*");
            }
            ReceivedSpfParse parsed = ReceivedSpf.parse(field.substring("Received-SPF:".length()));
            assertThat(parsed).as(field).isInstanceOf(ReceivedSpf.class);
            ReceivedSpf read = (ReceivedSpf) parsed;
            assertThat(read.status()).isEqualTo(result.status());
            assertThat(read.clientIp()).as(field).contains(IpAddress.of("192.0.2.1"));
            assertThat(read.identity()).as(field).contains(SpfIdentity.MAIL_FROM);
            assertThat(read.repeatedKeys()).as(field).isEmpty();
            read.helo().ifPresent(helo -> assertThat(helo).isEqualTo(bad));
        }
    }

    @Test
    @DisplayName("PIT_22 only the reading of a record is remembered, never what came of it for somebody")
    void nothingIsRemembered() {
        String zone = """
                a.example TXT "v=spf1 exists:%%{l}.x.example a -all"
                b.example TXT "v=spf1 exists:%%{l}.x.example a -all"
                alice.x.example A 127.0.0.2
                a.example A 192.0.2.%s
                b.example A 192.0.2.9
                """;
        // One evaluator over DNS that changes.
        InMemoryDns[] now = {InMemoryDns.parse(zone.formatted("1"))};
        SpfEvaluator spf = SpfEvaluator.builder()
                .resolver(question -> now[0].resolve(question))
                .build();
        assertThat(status(spf, "192.0.2.1", "alice@a.example")).isEqualTo(PASS);
        assertThat(status(spf, "192.0.2.7", "alice@a.example")).isEqualTo(PASS);
        assertThat(status(spf, "192.0.2.7", "bob@a.example")).isEqualTo(FAIL);
        assertThat(status(spf, "192.0.2.1", "bob@a.example")).isEqualTo(PASS);
        assertThat(status(spf, "192.0.2.1", "bob@b.example")).isEqualTo(FAIL);
        assertThat(status(spf, "192.0.2.9", "bob@b.example")).isEqualTo(PASS);
        now[0] = InMemoryDns.parse(zone.formatted("2"));
        assertThat(status(spf, "192.0.2.1", "bob@a.example")).isEqualTo(FAIL);
        now[0] = InMemoryDns.parse(zone.formatted("1").toUpperCase(Locale.ROOT).replace("-ALL", "?ALL"));
        assertThat(status(spf, "192.0.2.2", "bob@a.example")).isEqualTo(NEUTRAL);
    }

    private static SpfStatus status(SpfEvaluator spf, String client, String mailFrom) {
        return spf.evaluate(SpfRequest.mailFrom(IpAddress.of(client), "mail.a.example", mailFrom))
                .status();
    }
}
