package io.mailseal.spf;

import static io.mailseal.spf.FailuresTest.Around.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every cause of a failed lookup, at every place where a question can be asked, in a record that stands alone, is included
 * or is redirected to. Each row of the tables names the section of RFC 7208 that decides what becomes of it.
 */
class FailuresTest {

    private static final String V4 = "192.0.2.1";
    private static final String V6 = "2001:db8::1";
    private static final String MAPPED = "::ffff:192.0.2.1";
    private static final String REVERSE_V4 = "1.2.0.192.in-addr.arpa PTR";
    private static final String REVERSE_V6 =
            "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR";

    private static final List<DnsFailure> OF_DNS = Arrays.stream(DnsFailure.values())
            .filter(failure -> !failure.isOwnLimit())
            .toList();
    private static final List<DnsFailure> OF_OURS =
            Arrays.stream(DnsFailure.values()).filter(DnsFailure::isOwnLimit).toList();

    /** A term, the question of it that fails, and what else is in DNS. */
    private record Place(String name, String term, String client, String question, String zone) {

        /** Followed by what would let everybody pass, unless that would make the term meaningless. */
        String record() {
            return term.startsWith("redirect=") ? term : term + " +all";
        }
    }

    private static Place place(String name, String term, String client, String question, String... zone) {
        return new Place(name, term, client, question, String.join("\n", zone) + "\n");
    }

    /** §5: "the mechanism stops and the topmost check_host() returns temperror". */
    private static final List<Place> WHERE_IT_ENDS = List.of(
            place("SPF_27 §5.3 a", "a:x.example", V4, "x.example A"),
            place("SPF_27 §5.3 a, IPv6 client", "a:x.example", V6, "x.example AAAA"),
            place("SPF_27 §5 a, IPv4-mapped client", "a:x.example", MAPPED, "x.example A"),
            place("SPF_27 §5.3 a, behind an alias", "a:w.example", V4, "x.example A", "w.example CNAME x.example"),
            place("SPF_27 §5.4 mx", "mx:x.example", V4, "x.example MX"),
            place("SPF_27 §5.4 mx, IPv6 client", "mx:x.example", V6, "x.example MX"),
            place("SPF_27 §5.4 host of mx", "mx:m.example", V4, "x.example A", "m.example MX 0 x.example"),
            place("SPF_27 §5.4 host of mx, IPv6 client", "mx:m.example", V6, "x.example AAAA", """
                    m.example MX 0 x.example
                    x.example A 192.0.2.1"""),
            place("SPF_27 §5.4 one of the hosts of mx", "mx:m.example", V4, "x.example A", """
                    m.example MX 0 y.example
                    m.example MX 1 x.example
                    m.example MX 2 nx.example
                    y.example A 198.51.100.1"""),
            place("PIT_5 §5.7 exists", "exists:x.example", V4, "x.example A"),
            place("PIT_5 §5.7 exists, IPv6 client", "exists:x.example", V6, "x.example A"),
            place("SPF_19 PIT_4 §5.2 include", "include:x.example", V4, "x.example TXT"),
            place("PIT_4 §6.1 redirect", "redirect=x.example", V4, "x.example TXT"));

    /** §5.5: "this mechanism fails to match", "that domain name is skipped and the search continues". */
    private static final List<Place> WHERE_IT_IS_NO_MATCH = List.of(
            place("PIT_6 §5.5 ptr", "-ptr:x.example", V4, REVERSE_V4),
            place("PIT_6 §5.5 ptr, IPv6 client", "-ptr:x.example", V6, REVERSE_V6),
            place("PIT_6 §5.5 ptr, IPv4-mapped client", "-ptr:x.example", MAPPED, REVERSE_V4),
            place("PIT_6 §5.5 address of ptr", "-ptr:x.example", V4, "m.x.example A", REVERSE_V4 + " m.x.example"),
            place(
                    "PIT_6 §5.5 address of ptr, IPv6 client",
                    "-ptr:x.example",
                    V6,
                    "m.x.example AAAA",
                    REVERSE_V6 + " m.x.example"),
            place("PIT_6 §5.5 one of the addresses of ptr", "-ptr:x.example", V4, "m.x.example A", """
                    1.2.0.192.in-addr.arpa PTR l.x.example
                    1.2.0.192.in-addr.arpa PTR m.x.example
                    1.2.0.192.in-addr.arpa PTR n.x.example
                    l.x.example A 198.51.100.1"""));

    /** §7.3: "if a DNS error occurs, the string unknown is used"; each term matches with that, and with that alone. */
    private static final List<Place> WHERE_IT_IS_UNKNOWN = Stream.of(REVERSE_V4, "m.example A")
            .flatMap(question -> Stream.of(
                    macro("§5.3 %{p} in a", "a:%{p}.x.example", question, "unknown.x.example A 192.0.2.1"),
                    macro("§5.4 %{p} in mx", "mx:%{p}.x.example", question, """
                            unknown.x.example MX 0 y.example
                            y.example A 192.0.2.1"""),
                    macro("§5.7 %{p} in exists", "exists:%{p}.x.example", question, "unknown.x.example A 127.0.0.2"),
                    macro("§5.2 %{p} in include", "include:%{p}.x.example", question, """
                            unknown.x.example TXT "v=spf1 ip4:192.0.2.1 -all"
                            """),
                    macro("§6.1 %{p} in redirect", "redirect=%{p}.x.example", question, """
                            unknown.x.example TXT "v=spf1 ip4:192.0.2.1 -all"
                            """)))
            .toList();

    private static Place macro(String name, String term, String question, String zone) {
        return question.equals(REVERSE_V4)
                ? place("PIT_14 SPF_40 " + name + ", its PTR", term, V4, question, zone)
                : place("PIT_14 SPF_40 " + name + ", its address", term, V4, question, zone, REVERSE_V4 + " m.example");
    }

    /** How one comes to the record that holds the term. */
    enum Around {
        NOTHING("a.example", "", ""),
        INCLUDE("b.example", "include:b.example", "a.example TXT \"v=spf1 include:b.example ?all\"\n"),
        REDIRECT("b.example", "", "a.example TXT \"v=spf1 redirect=b.example\"\n"),
        TWO_INCLUDES("c.example", "include:b.example", """
                a.example TXT "v=spf1 include:b.example ?all"
                b.example TXT "v=spf1 include:c.example -all"
                """),
        REDIRECT_AND_INCLUDE("c.example", "include:c.example", """
                a.example TXT "v=spf1 redirect=b.example"
                b.example TXT "v=spf1 include:c.example -all"
                """),
        INCLUDE_AND_REDIRECT("c.example", "include:b.example", """
                a.example TXT "v=spf1 include:b.example -all"
                b.example TXT "v=spf1 redirect=c.example"
                """);

        final String inner;
        final String including; // what matches when the inner record passes; empty where that is a term of its own
        final String zone;

        Around(String inner, String including, String zone) {
            this.inner = inner;
            this.including = including;
            this.zone = zone;
        }
    }

    private static InMemoryDns dns(Around around, Place place, String record) {
        String own = around.inner + " TXT \"v=spf1 " + record + "\"\n";
        return InMemoryDns.parse(around.zone + own + place.zone());
    }

    private static DnsQuestion question(String text) {
        int space = text.indexOf(' ');
        DnsType type = DnsType.parse(text.substring(space + 1)).orElseThrow();
        return new DnsQuestion(DomainName.of(text.substring(0, space)), type);
    }

    private static SpfResult evaluate(DnsSessions sessions, String client) {
        SpfRequest request = SpfRequest.mailFrom(IpAddress.of(client), "mail.a.example", "alice@a.example");
        SpfResult result =
                SpfEvaluator.builder().dns(sessions).withoutPrefetch().build().evaluate(request);
        assertThat(SpfEvaluator.builder().dns(sessions).build().evaluate(request))
                .as("with prefetch")
                .isEqualTo(result);
        return result;
    }

    /** One container for each place, in it one test for each way to it. */
    private static Stream<DynamicNode> each(List<Place> places, BiConsumer<Around, Place> test) {
        return each(places, test, Around.values());
    }

    private static Stream<DynamicNode> each(List<Place> places, BiConsumer<Around, Place> test, Around... arounds) {
        return places.stream()
                .map(place -> dynamicContainer(
                        place.name(),
                        Arrays.stream(arounds)
                                .map(around -> dynamicTest(around.name(), () -> test.accept(around, place)))));
    }

    private static void assertEnded(SpfResult result, Around around, Place place, DnsFailure cause) {
        assertThat(result.status()).as("%s: %s", cause, result).isEqualTo(SpfStatus.TEMPERROR);
        assertThat(result.matchedTerm()).isEmpty();
        SpfProblem problem = result.problem().orElseThrow();
        assertThat(problem.kind()).isEqualTo(SpfProblem.Kind.DNS_UNAVAILABLE);
        assertThat(problem.recordDomain()).contains(DomainName.of(around.inner));
        assertThat(problem.term()).contains(place.term());
        DnsAnswer.Failed failed = problem.failedLookup().orElseThrow();
        assertThat(failed.cause()).isEqualTo(cause);
        assertThat(problem.explanation())
                .startsWith(failed.question() + ", which is for " + place.term() + " in the record of " + around.inner
                        + ", could not be looked up: ")
                .endsWith(cause.sentence() + ".");
        assertThat(result.security()).as("%s", cause).isEqualTo(securityOf(cause));
    }

    private static DnsSecurity securityOf(DnsFailure cause) {
        return cause == DnsFailure.BOGUS ? DnsSecurity.BOGUS : DnsSecurity.INDETERMINATE;
    }

    private static void assertPassed(SpfResult result, Around around, String innerTerm, String innerDomain) {
        assertThat(result.status()).as(result::toString).isEqualTo(SpfStatus.PASS);
        assertThat(result.matchedTerm()).contains(around.including.isEmpty() ? innerTerm : around.including);
        if (around.including.isEmpty()) {
            assertThat(result.matchedIn()).contains(DomainName.of(innerDomain));
        }
    }

    @TestFactory
    @DisplayName("SPF_27 PIT_4 PIT_5 §5: a failure of DNS ends it all with temperror")
    Stream<DynamicNode> endsIt() {
        return each(WHERE_IT_ENDS, (around, place) -> {
            for (DnsFailure cause : OF_DNS) {
                InMemoryDns dns = dns(around, place, place.record()).failing(question(place.question()), cause);
                SpfResult result = evaluate(dns.sessions(), place.client());
                assertEnded(result, around, place, cause);
                assertThat(result.voidLookups()).isZero();
            }
        });
    }

    @TestFactory
    @DisplayName("SPF_08 §4.4: so it does where the first record is looked up")
    Stream<DynamicNode> endsItAtOnce() {
        return Arrays.stream(DnsFailure.values())
                .map(cause -> dynamicTest(cause.name(), () -> {
                    InMemoryDns dns = InMemoryDns.parse("a.example TXT \"v=spf1 +all\"")
                            .failing(question("a.example TXT"), cause);
                    SpfResult result = evaluate(dns.sessions(), V4);
                    assertThat(result.status()).isEqualTo(SpfStatus.TEMPERROR);
                    assertThat(result.problem().flatMap(SpfProblem::recordDomain))
                            .contains(DomainName.of("a.example"));
                    assertThat(result.problem().flatMap(SpfProblem::term)).isEmpty();
                    assertThat(result.problem()
                                    .flatMap(SpfProblem::failedLookup)
                                    .map(DnsAnswer.Failed::cause))
                            .contains(cause);
                    assertThat(result.security()).isEqualTo(securityOf(cause));
                }));
    }

    @TestFactory
    @DisplayName("SPF_23 PIT_6 §5.5: in ptr it is no match, whatever the cause")
    Stream<DynamicNode> isNoMatch() {
        return each(WHERE_IT_IS_NO_MATCH, (around, place) -> {
            for (DnsFailure cause : OF_DNS) {
                InMemoryDns dns = dns(around, place, place.record()).failing(question(place.question()), cause);
                SpfResult result = evaluate(dns.sessions(), place.client());
                assertPassed(result, around, "+all", around.inner);
                assertThat(result.security()).isEqualTo(securityOf(cause));
                assertThat(result.voidLookups()).isZero();
            }
        });
    }

    @TestFactory
    @DisplayName("SPF_40 PIT_14 §7.3: in the macro p it is unknown, whatever the cause")
    Stream<DynamicNode> isUnknown() {
        return each(WHERE_IT_IS_UNKNOWN, (around, place) -> {
            for (DnsFailure cause : OF_DNS) {
                InMemoryDns dns = dns(around, place, place.record()).failing(question(place.question()), cause);
                SpfResult result = evaluate(dns.sessions(), place.client());
                boolean redirected = place.term().startsWith("redirect=");
                assertPassed(
                        result,
                        around,
                        redirected ? "ip4:192.0.2.1" : place.term(),
                        redirected ? "unknown.x.example" : around.inner);
            }
        });
    }

    @TestFactory
    @DisplayName("SPF_31 PIT_18 §4.6.4: a failure of ours is temperror also there")
    Stream<DynamicNode> ownLimits() {
        return each(
                Stream.of(WHERE_IT_ENDS, WHERE_IT_IS_NO_MATCH, WHERE_IT_IS_UNKNOWN)
                        .flatMap(List::stream)
                        .toList(),
                (around, place) -> {
                    for (DnsFailure cause : OF_OURS) {
                        InMemoryDns dns = dns(around, place, place.record()).failing(question(place.question()), cause);
                        assertEnded(evaluate(dns.sessions(), place.client()), around, place, cause);
                    }
                });
    }

    @TestFactory
    @DisplayName("SPF_31 PIT_18 T47 §4.6.4: the end of the time is temperror, wherever it comes")
    Stream<DynamicNode> theTimeEnds() {
        return each(
                Stream.of(WHERE_IT_ENDS, WHERE_IT_IS_NO_MATCH, WHERE_IT_IS_UNKNOWN)
                        .flatMap(List::stream)
                        .toList(),
                (around, place) -> {
                    VirtualClock clock = new VirtualClock();
                    InMemoryDns dns = dns(around, place, place.record())
                            .withClock(clock)
                            .withLatency(Duration.ofMillis(20))
                            .delaying(question(place.question()), Duration.ofMinutes(10));
                    assertEnded(evaluate(dns.sessions(), place.client()), around, place, DnsFailure.DEADLINE);
                    assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(2 * 20));
                    assertThat(clock.pending()).isZero();
                });
    }

    @TestFactory
    @DisplayName("T40 the end of the budget is temperror, whichever question it is that is one too many")
    Stream<DynamicNode> theBudgetEnds() {
        return each(
                Stream.of(WHERE_IT_ENDS, WHERE_IT_IS_NO_MATCH, WHERE_IT_IS_UNKNOWN)
                        .flatMap(List::stream)
                        .toList(),
                (around, place) -> {
                    InMemoryDns dns = dns(around, place, place.record());
                    SpfResult unbounded = evaluate(dns.sessions(), place.client());
                    int needed =
                            Math.toIntExact(dns.questions().stream().distinct().count());
                    for (int budget = 1; budget < needed; budget++) {
                        DnsSessions sessions = dns.sessions().withLimits(DnsLimits.DEFAULT.withBudget(budget));
                        SpfResult result = evaluate(sessions, place.client());
                        assertThat(result.status()).as("%s: %s", budget, result).isEqualTo(SpfStatus.TEMPERROR);
                        assertThat(result.problem()
                                        .flatMap(SpfProblem::failedLookup)
                                        .map(DnsAnswer.Failed::cause))
                                .contains(DnsFailure.BUDGET);
                    }
                    DnsSessions enough = dns.sessions().withLimits(DnsLimits.DEFAULT.withBudget(needed));
                    assertThat(evaluate(enough, place.client())).isEqualTo(unbounded);
                });
    }

    private static Stream<Place> mechanismsWhereItEnds() {
        return WHERE_IT_ENDS.stream().filter(place -> !place.term().startsWith("redirect="));
    }

    @TestFactory
    @DisplayName(
            "SPF_27 §5: what comes after the failure does not matter; it never becomes none, neutral, fail or pass")
    Stream<DynamicNode> whatComesAfter() {
        List<String> terms =
                List.of("", "+all", "-all", "~all", "?all", "ip4:0.0.0.0/0", "redirect=y.example", "a:nx.example");
        return each(mechanismsWhereItEnds().toList(), (around, place) -> {
            for (String term : terms) {
                InMemoryDns dns = dns(around, place, place.term() + " " + term)
                        .failing(question(place.question()), DnsFailure.SERVER_FAILURE);
                assertEnded(evaluate(dns.sessions(), place.client()), around, place, DnsFailure.SERVER_FAILURE);
            }
        });
    }

    @TestFactory
    @DisplayName("SPF_27 §5: nor does the qualifier")
    Stream<DynamicNode> qualifiers() {
        return each(mechanismsWhereItEnds().toList(), (around, place) -> {
            for (String qualifier : List.of("+", "-", "~", "?")) {
                Place qualified = new Place(
                        place.name(), qualifier + place.term(), place.client(), place.question(), place.zone());
                InMemoryDns dns = dns(around, qualified, qualified.record())
                        .failing(question(place.question()), DnsFailure.TIMEOUT);
                assertEnded(evaluate(dns.sessions(), place.client()), around, qualified, DnsFailure.TIMEOUT);
            }
        });
    }

    @TestFactory
    @DisplayName("SPF_15 §4.6.2: after a match no failure matters, be it ours, also where one asks on suspicion")
    Stream<DynamicNode> afterMatch() {
        return each(
                Stream.concat(mechanismsWhereItEnds(), WHERE_IT_IS_NO_MATCH.stream())
                        .toList(),
                (around, place) -> {
                    Place more = place(
                            place.name(),
                            place.term(),
                            place.client(),
                            place.question(),
                            place.zone(),
                            "good.example A 127.0.0.2");
                    InMemoryDns dns = dns(around, more, "exists:good.example " + place.term() + " -all");
                    for (DnsFailure cause : DnsFailure.values()) {
                        InMemoryDns failing = dns.failing(question(place.question()), cause);
                        SpfResult result = evaluate(failing.sessions(), place.client());
                        assertPassed(result, around, "exists:good.example", around.inner);
                        assertThat(result.security()).isEqualTo(DnsSecurity.INDETERMINATE);
                    }
                });
    }

    /** §6.2: "proceed as if no exp modifier was given"; the first is where its text is, the others are for the macro p. */
    private static final List<Place> WHERE_IT_IS_NO_EXPLANATION = List.of(
            place("SPF_33 PIT_20 §6.2 exp", "exp=x.example", V4, "x.example TXT", "x.example TXT because"),
            place("SPF_33 PIT_20 §6.2 exp behind an alias", "exp=w.example", V4, "x.example TXT", """
                    w.example CNAME x.example
                    x.example TXT because"""));

    private static final List<Place> WHERE_THE_EXPLANATION_HAS_UNKNOWN = Stream.of(REVERSE_V4, "m.example A")
            .flatMap(question -> Stream.of(
                    macro("§6.2 %{p} in exp", "exp=%{p}.x.example", question, "unknown.x.example TXT unknown"),
                    macro("§6.2 %{p} in its text", "exp=x.example", question, "x.example TXT %{p}")))
            .toList();

    private static Stream<DynamicNode> eachExplanation(List<Place> places, BiConsumer<Around, Place> test) {
        return each(places, test, Around.NOTHING, Around.REDIRECT);
    }

    private static InMemoryDns failing(Around around, Place place) {
        return dns(around, place, place.term() + " -all");
    }

    /** It is a fail as it would be without exp, and not even less secure. */
    private static void assertUnexplained(SpfResult result, Around around, InMemoryDns dns) {
        assertThat(result.status()).as(result::toString).isEqualTo(SpfStatus.FAIL);
        assertThat(result.matchedTerm()).contains("-all");
        assertThat(result.matchedIn()).contains(DomainName.of(around.inner));
        assertThat(result.publishedExplanation()).isEmpty();
        assertThat(result.security()).isEqualTo(DnsSecurity.INDETERMINATE);
        assertThat(result.voidLookups()).isZero();
        SpfEvaluator silent =
                SpfEvaluator.builder().resolver(dns).withoutExplanation().build();
        assertThat(silent.evaluate(result.request())).isEqualTo(result);
    }

    @TestFactory
    @DisplayName("SPF_33 PIT_20 §6.2: in exp it is as if there were no exp, whatever the cause, be it ours")
    Stream<DynamicNode> isNoExplanation() {
        return eachExplanation(WHERE_IT_IS_NO_EXPLANATION, (around, place) -> {
            for (DnsFailure cause : DnsFailure.values()) {
                InMemoryDns dns = failing(around, place);
                assertThat(evaluate(dns.sessions(), place.client()).publishedExplanation())
                        .contains(new SpfExplanation(DomainName.of(around.inner), "because"));
                InMemoryDns failing = dns.failing(question(place.question()), cause);
                assertUnexplained(evaluate(failing.sessions(), place.client()), around, failing);
            }
        });
    }

    @TestFactory
    @DisplayName("SPF_33 SPF_40 §7.3: the macro p is unknown there; a failure of ours is as if there were no exp")
    Stream<DynamicNode> isUnknownInExplanation() {
        return eachExplanation(WHERE_THE_EXPLANATION_HAS_UNKNOWN, (around, place) -> {
            for (DnsFailure cause : OF_DNS) {
                InMemoryDns dns = failing(around, place).failing(question(place.question()), cause);
                assertThat(evaluate(dns.sessions(), place.client()).publishedExplanation())
                        .contains(new SpfExplanation(DomainName.of(around.inner), "unknown"));
            }
            for (DnsFailure cause : OF_OURS) {
                InMemoryDns dns = failing(around, place).failing(question(place.question()), cause);
                assertUnexplained(evaluate(dns.sessions(), place.client()), around, dns);
            }
        });
    }

    @TestFactory
    @DisplayName("SPF_33 SPF_31 §6.2: the end of the time or the budget leaves the fail as it is")
    Stream<DynamicNode> ownLimitsInExplanation() {
        List<Place> places = Stream.concat(
                        WHERE_IT_IS_NO_EXPLANATION.stream(), WHERE_THE_EXPLANATION_HAS_UNKNOWN.stream())
                .toList();
        return eachExplanation(places, (around, place) -> {
            VirtualClock clock = new VirtualClock();
            InMemoryDns slow = failing(around, place)
                    .withClock(clock)
                    .delaying(question(place.question()), Duration.ofMinutes(10));
            SpfResult late = evaluate(slow.sessions(), place.client());
            assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(2 * 20));
            assertThat(clock.pending()).isZero();
            assertUnexplained(late, around, failing(around, place));

            int needed = around == NOTHING ? 1 : 2;
            DnsLimits limits = DnsLimits.DEFAULT.withBudget(needed);
            InMemoryDns dns = failing(around, place);
            assertUnexplained(evaluate(dns.sessions().withLimits(limits), place.client()), around, dns);
        });
    }

    @Test
    @DisplayName("SPF_33 SPF_30 §4.6.4 that there is no explanation is no void lookup")
    void absentExplanation() {
        Place nowhere = place("", "a:nx1.example a:nx2.example exp=nx3.example", V4, "");
        InMemoryDns dns = failing(NOTHING, nowhere);
        SpfResult result = evaluate(dns.sessions(), V4);
        assertThat(result.status()).isEqualTo(SpfStatus.FAIL);
        assertThat(result.voidLookups()).isEqualTo(2);
        assertThat(result.dnsTerms()).isEqualTo(2);
        assertThat(result.publishedExplanation()).isEmpty();
        assertThat(dns.questions()).contains(question("nx3.example TXT"));
    }

    @Test
    @DisplayName("SPF_20 the address type of the other family is not asked for, and may fail")
    void otherFamily() {
        InMemoryDns dns = InMemoryDns.parse("""
                a.example TXT "v=spf1 a mx -all"
                a.example MX  0 b.example
                b.example A    192.0.2.1
                b.example AAAA 2001:db8::1
                """);
        Stream.of("a.example", "b.example").forEach(name -> {
            InMemoryDns noV6 = dns.failing(question(name + " AAAA"), DnsFailure.SERVER_FAILURE);
            assertPassed(evaluate(noV6.sessions(), V4), NOTHING, "mx", "a.example");
            InMemoryDns noV4 = dns.failing(question(name + " A"), DnsFailure.SERVER_FAILURE);
            assertPassed(evaluate(noV4.sessions(), V6), NOTHING, "mx", "a.example");
        });
    }

    @Test
    @DisplayName("SPF_23 §5.5 a name of the client that was validated matches, whatever failed beside it, be it ours")
    void anotherName() {
        InMemoryDns dns = InMemoryDns.parse("""
                a.example TXT "v=spf1 ptr -all"
                1.2.0.192.in-addr.arpa PTR l.a.example
                1.2.0.192.in-addr.arpa PTR m.a.example
                m.a.example A 192.0.2.1
                """);
        for (DnsFailure cause : DnsFailure.values()) {
            InMemoryDns failing = dns.failing(question("l.a.example A"), cause);
            assertPassed(evaluate(failing.sessions(), V4), NOTHING, "ptr", "a.example");
        }
    }

    @Test
    @DisplayName("SPF_40 §7.3 p is another validated name if the address of one can't be had")
    void anotherValidatedName() {
        InMemoryDns dns = InMemoryDns.parse("""
                a.example TXT "v=spf1 exists:%{p}.x.example -all"
                1.2.0.192.in-addr.arpa PTR l.a.example
                1.2.0.192.in-addr.arpa PTR m.a.example
                l.a.example A 192.0.2.1
                m.a.example A 192.0.2.1
                m.a.example.x.example A 127.0.0.2
                """);
        for (DnsFailure cause : OF_DNS) {
            InMemoryDns failing = dns.failing(question("l.a.example A"), cause);
            assertPassed(evaluate(failing.sessions(), V4), NOTHING, "exists:%{p}.x.example", "a.example");
        }
        // Which name it would have been is not known where the failure is ours.
        for (DnsFailure cause : OF_OURS) {
            InMemoryDns failing = dns.failing(question("l.a.example A"), cause);
            assertThat(evaluate(failing.sessions(), V4).status()).isEqualTo(SpfStatus.TEMPERROR);
        }
    }

    @Test
    @DisplayName("SPF_27 §5 that a name does not exist is no failure, nor that it has no such records")
    void absenceIsNoFailure() {
        String absent = """
                a.example TXT "v=spf1 %s:%s ~all"
                nodata.example TXT "nothing"
                """;
        for (String mechanism : List.of("a", "mx", "exists")) {
            for (String name : List.of("nx.example", "nodata.example")) {
                InMemoryDns dns = InMemoryDns.parse(absent.formatted(mechanism, name));
                SpfResult result = evaluate(dns.sessions(), V4);
                assertThat(result.status()).as(mechanism + ":" + name).isEqualTo(SpfStatus.SOFTFAIL);
                assertThat(result.voidLookups()).isEqualTo(1);
            }
        }
    }

    @Test
    @DisplayName("SPF_10 §4.5 a failure is never taken for a domain without a record, nor the other way round")
    void failureAndAbsence() {
        InMemoryDns dns = InMemoryDns.parse("a.example TXT \"v=spf1 include:b.example -all\"");
        SpfResult absent = evaluate(dns.sessions(), V4);
        assertThat(absent.problem().map(SpfProblem::kind)).contains(SpfProblem.Kind.INCLUDE_WITHOUT_RECORD);
        InMemoryDns failing = dns.failing(DomainName.of("b.example"), DnsFailure.REFUSED);
        assertThat(evaluate(failing.sessions(), V4).problem().map(SpfProblem::kind))
                .contains(SpfProblem.Kind.DNS_UNAVAILABLE);
    }
}
