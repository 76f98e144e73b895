package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.CompleteDnsView;
import io.mailseal.testkit.VirtualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever DNS holds, a check comes to a result, within its limits, and to no other result over the same answers. */
class HostileDnsPropertyTest {

    // §4.6.4: the first record, and ten times an mx with its ten hosts.
    private static final int MOST_QUESTIONS = 1 + 10 * 11;
    // §7.3: beside them the names of the client for the macro p, once, since the client does not change.
    private static final int MOST_FOR_NAMES = 11;
    // §6.2: the explanation.
    private static final int MOST_FOR_EXPLANATION = 1;

    private static final DnsEvaluationFactory WITH_PREFETCH = spf(SpfEvaluator.builder());
    private static final DnsEvaluationFactory WITHOUT_PREFETCH =
            spf(SpfEvaluator.builder().withoutPrefetch());

    private static final DnsEvaluationFactory TRACED =
            spf(SpfEvaluator.builder().withTrace());

    private static final SpfLinter LINTER = SpfLinter.builder()
            .resolver(question -> {
                throw new AssertionError("only the rules are of interest");
            })
            .build();

    private interface DnsEvaluationFactory extends Function<SpfRequest, DnsEvaluation<SpfResult>> {}

    private static DnsEvaluationFactory spf(SpfEvaluator.Builder builder) {
        SpfEvaluator spf = builder.resolver(question -> {
                    throw new AssertionError("only the rules are of interest");
                })
                .build();
        return request -> spf.evaluation(request, Instant.EPOCH);
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    @Label("T40 T41 T42 a check ends, and within its limits")
    void endsWithinItsLimits(@ForAll("worlds") HostileDns world, @ForAll("requests") SpfRequest request) {
        List<DnsQuestion> asked = new ArrayList<>();
        SpfResult result = over(question -> {
                    asked.add(question);
                    return world.answer(question);
                })
                .evaluate(WITHOUT_PREFETCH.apply(request));

        assertThat(result.dnsTerms()).isBetween(0, 11);
        assertThat(result.voidLookups()).isBetween(0, 3);
        Set<DnsQuestion> distinct = new HashSet<>(asked);
        assertThat(distinct).hasSizeLessThanOrEqualTo(MOST_QUESTIONS + MOST_FOR_NAMES + MOST_FOR_EXPLANATION);
        if (!world.texts().toString().toLowerCase(Locale.ROOT).contains("%{p")) {
            assertThat(distinct).hasSizeLessThanOrEqualTo(MOST_QUESTIONS + MOST_FOR_EXPLANATION);
        }
        // The same question may be asked for again by another term, but not without end.
        assertThat(asked).hasSizeLessThanOrEqualTo(12 * 23);
        assertSound(result);
    }

    private static void assertSound(SpfResult result) {
        assertVisible(result.explanation());
        result.matchedTerm().ifPresent(HostileDnsPropertyTest::assertVisible);
        result.publishedExplanation().ifPresent(explanation -> {
            assertThat(explanation.text().chars()).allMatch(c -> c >= ' ' && c <= '~');
            assertThat(explanation.text())
                    .hasSizeLessThanOrEqualTo(SpfLimits.rfc7208().explanationLength());
            assertThat(result.status()).isEqualTo(SpfStatus.FAIL);
        });
        result.problem().ifPresent(problem -> {
            assertVisible(problem.explanation());
            problem.term().ifPresent(HostileDnsPropertyTest::assertVisible);
            assertThat(problem.kind().status()).isEqualTo(result.status());
            assertThat(problem.failedLookup().isPresent()).isEqualTo(problem.kind() == SpfProblem.Kind.DNS_UNAVAILABLE);
            assertThat(problem.syntaxError().isPresent()).isEqualTo(problem.kind() == SpfProblem.Kind.SYNTAX);
        });
        assertThat(result.problem().isPresent())
                .isEqualTo(Set.of(SpfStatus.NONE, SpfStatus.TEMPERROR, SpfStatus.PERMERROR)
                        .contains(result.status()));
        assertThat(result.matchedIn().isPresent())
                .isEqualTo(result.matchedTerm().isPresent());
        assertThat(result.recordsConsulted()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(11);
    }

    private static void assertVisible(String text) {
        assertThat(text).isNotEmpty();
        assertThat(text.chars()).as(text).allMatch(c -> c >= ' ' && c <= '~');
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    @Label("DESIGN law 1 and 2: neither prefetching nor the order in which answers arrive matters")
    void theSameAnswersGiveAnEqualResult(
            @ForAll("worlds") HostileDns world, @ForAll("requests") SpfRequest request, @ForAll long order) {
        SpfResult atOnce = over(world::answer).evaluate(WITHOUT_PREFETCH.apply(request));

        assertThat(over(world::answer).evaluate(WITH_PREFETCH.apply(request))).isEqualTo(atOnce);
        assertThat(overTime(world, order, WITHOUT_PREFETCH, request, 0)).isEqualTo(atOnce);
        assertThat(overTime(world, order, WITH_PREFETCH, request, 64)).isEqualTo(atOnce);
        assertThat(overTime(world, ~order, WITH_PREFETCH, request, 64)).isEqualTo(atOnce);
        SpfResult again = over(world::answer).evaluate(WITH_PREFETCH.apply(request));
        assertThat(again).hasSameHashCodeAs(atOnce).hasToString(atOnce.toString());
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    @Label("DESIGN law 1 and 2: it is the same with the trace, which itself is the same each time")
    void theTraceChangesNothing(
            @ForAll("worlds") HostileDns world, @ForAll("requests") SpfRequest request, @ForAll long order) {
        SpfResult plain = over(world::answer).evaluate(WITHOUT_PREFETCH.apply(request));
        SpfResult traced = over(world::answer).evaluate(TRACED.apply(request));

        assertThat(overTime(world, order, TRACED, request, 64)).isEqualTo(traced);
        assertThat(plain.trace()).isEmpty();
        assertThat(traced.trace().isPresent()).isEqualTo(traced.domain().isPresent());
        assertThat(traced.status()).isEqualTo(plain.status());
        assertThat(traced.problem()).isEqualTo(plain.problem());
        assertThat(traced.matchedTerm()).isEqualTo(plain.matchedTerm());
        assertThat(traced.matchedIn()).isEqualTo(plain.matchedIn());
        assertThat(traced.dnsTerms()).isEqualTo(plain.dnsTerms());
        assertThat(traced.voidLookups()).isEqualTo(plain.voidLookups());
        assertThat(traced.security()).isEqualTo(plain.security());
        assertThat(traced.recordsConsulted()).isEqualTo(plain.recordsConsulted());
        assertThat(traced.publishedExplanation()).isEqualTo(plain.publishedExplanation());
        assertThat(traced.dependsOnSender()).isEqualTo(plain.dependsOnSender());
    }

    private static SpfResult overTime(
            HostileDns world, long order, DnsEvaluationFactory spf, SpfRequest request, int hints) {
        VirtualClock clock = new VirtualClock();
        HostileDns.Delayed resolver = world.new Delayed(clock, order);
        DnsSessions sessions =
                DnsSessions.over(resolver).withTimer(clock).withLimits(DnsLimits.DEFAULT.withHints(hints));
        try (DnsSession session = sessions.open()) {
            SpfResult result = session.evaluate(spf.apply(request));
            assertThat(session.usage().questions())
                    .isLessThanOrEqualTo(MOST_QUESTIONS + MOST_FOR_NAMES + MOST_FOR_EXPLANATION);
            assertThat(session.usage().hints()).isLessThanOrEqualTo(hints);
            return result;
        } finally {
            assertThat(clock.pending()).isZero();
        }
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    @Label("the order of the records in an answer does not matter")
    void theOrderInsideAnAnswerDoesNotMatter(
            @ForAll("gentleWorlds") HostileDns world, @ForAll("requests") SpfRequest request, @ForAll long order) {
        SpfResult one = over(world::answer).evaluate(WITHOUT_PREFETCH.apply(request));
        SpfResult other = over(question -> world.shuffled(question, order)).evaluate(WITHOUT_PREFETCH.apply(request));
        assertThat(other).isEqualTo(one);
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    @Label("SPF_27 PIT_4 a lookup that fails gives temperror and says so, or is one that does not matter")
    void aFailureIsTemperrorOrChangesNothing(
            @ForAll("gentleWorlds") HostileDns world,
            @ForAll("requests") SpfRequest request,
            @ForAll int which,
            @ForAll DnsFailure cause) {
        List<DnsQuestion> asked = new ArrayList<>();
        SpfResult before = over(question -> {
                    asked.add(question);
                    return world.answer(question);
                })
                .evaluate(WITHOUT_PREFETCH.apply(request));
        if (asked.isEmpty()
                || asked.stream().anyMatch(question -> question.type().equals(DnsType.PTR))) {
            return; // ptr and the macro p have rules of their own
        }
        DnsQuestion failing = asked.get(Math.floorMod(which, asked.size()));
        SpfResult after = over(question ->
                        question.equals(failing) ? DnsAnswer.failed(question, cause) : world.answer(question))
                .evaluate(WITHOUT_PREFETCH.apply(request));

        if (after.status() == SpfStatus.TEMPERROR) {
            assertThat(after.problem().flatMap(SpfProblem::failedLookup)).contains(DnsAnswer.failed(failing, cause));
        } else {
            // Hosts of an mx behind the one that matched; or the explanation.
            assertThat(after.status()).isEqualTo(before.status());
            assertThat(after.matchedTerm()).isEqualTo(before.matchedTerm());
            assertThat(after.problem()).isEqualTo(before.problem());
            boolean explanation = after.status() == SpfStatus.FAIL && failing.equals(asked.get(asked.size() - 1));
            assertThat(failing.type()).isIn(DnsType.A, DnsType.AAAA, explanation ? DnsType.TXT : DnsType.A);
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    @Label("T40 T41 T44 T45 the linter ends, too, asks no more than it says, and obeys the same laws")
    void theLinter(@ForAll("worlds") HostileDns world, @ForAll long order) {
        DnsEvaluation<SpfLint> rules = LINTER.evaluation(HostileDns.FIRST);
        Set<DnsQuestion> asked = new HashSet<>();
        SpfLint lint = over(question -> {
                    asked.add(question);
                    return world.answer(question);
                })
                .evaluate(rules);

        assertThat(asked).hasSizeLessThanOrEqualTo(SpfLinter.MAX_QUESTIONS);
        assertThat(asked.stream().filter(question -> question.type().equals(DnsType.TXT)))
                .hasSizeLessThanOrEqualTo(SpfLinter.MAX_RECORDS);
        assertThat(lint.findings()).hasSizeLessThanOrEqualTo(1_000);
        lint.findings().forEach(finding -> {
            assertVisible(finding.explanation());
            finding.term().ifPresent(HostileDnsPropertyTest::assertVisible);
        });
        VirtualClock clock = new VirtualClock();
        HostileDns.Delayed resolver = world.new Delayed(clock, order);
        assertThat(DnsSessions.over(resolver).withTimer(clock).evaluate(rules)).isEqualTo(lint);
        assertThat(resolver.asked).isEqualTo(asked);
        assertThat(clock.pending()).isZero();
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Label("T42 any octets as the record of everything")
    void anyOctets(@ForAll byte[] octets, @ForAll("requests") SpfRequest request) {
        byte[] version = Octets.ofLatin1("v=spf1 ").toByteArray();
        byte[] text = new byte[version.length + octets.length];
        System.arraycopy(version, 0, text, 0, version.length);
        System.arraycopy(octets, 0, text, version.length, octets.length);
        HostileDns world = new HostileDns(List.of(Octets.of(text)), 7, HostileDns.Mood.WILD);
        assertSound(over(world::answer).evaluate(WITHOUT_PREFETCH.apply(request)));
    }

    private static CompleteDnsView over(Function<DnsQuestion, DnsAnswer> answers) {
        return CompleteDnsView.of(answers);
    }

    // ---- records that are mostly right, and mean no good ----

    @Provide
    Arbitrary<HostileDns> worlds() {
        return worlds(HostileDns.Mood.values());
    }

    @Provide
    Arbitrary<HostileDns> gentleWorlds() {
        return worlds(HostileDns.Mood.GENTLE, HostileDns.Mood.GREEDY);
    }

    private static Arbitrary<HostileDns> worlds(HostileDns.Mood... moods) {
        Arbitrary<List<Octets>> others = Arbitraries.frequencyOf(Tuple.of(9, records()), Tuple.of(1, explanations()))
                .map(Octets::ofLatin1)
                .list()
                .ofMaxSize(4);
        return Combinators.combine(records(), others, Arbitraries.longs(), Arbitraries.of(moods))
                .as((first, more, seed, mood) -> {
                    List<Octets> texts = new ArrayList<>(List.of(Octets.ofLatin1(first)));
                    texts.addAll(more);
                    return new HostileDns(texts, seed, mood);
                });
    }

    @Provide
    Arbitrary<SpfRequest> requests() {
        Arbitrary<IpAddress> clients = Arbitraries.of("192.0.2.1", "192.0.2.9", "2001:db8::1", "::ffff:192.0.2.1")
                .map(IpAddress::of);
        Arbitrary<String> helos =
                Arbitraries.of("b.example", "", "[192.0.2.1]", "x".repeat(300) + ".example", "a b\u0000\r\n", "\u00FC");
        Arbitrary<String> localParts = Arbitraries.of(
                        "alice", "a.b-c+d", "", "l".repeat(900), "@".repeat(900), "\u00FC", "..", "-.".repeat(99))
                .map(text -> text.indexOf('@') < 0 ? text : '"' + text + '"');
        return Combinators.combine(
                        clients, helos, localParts, Arbitraries.integers().between(0, 9))
                .as((client, helo, localPart, kind) -> kind == 0
                        ? SpfRequest.helo(client, "a.example")
                        : SpfRequest.mailFrom(client, helo, localPart + "@a.example"));
    }

    private static Arbitrary<String> records() {
        Arbitrary<String> joined = terms().list().ofMaxSize(14).map(terms -> "v=spf1 " + String.join(" ", terms));
        Arbitrary<String> repeated = Combinators.combine(
                        terms(), Arbitraries.integers().between(1, 30))
                .as((term, times) -> "v=spf1" + (" " + term).repeat(times));
        return Arbitraries.frequencyOf(Tuple.of(2, joined), Tuple.of(1, repeated));
    }

    private static Arbitrary<String> explanations() {
        return Arbitraries.of(
                "%{s} %{l} %{o} %{d} %{i} %{p} %{v} %{h} %{c} %{r} %{t}",
                "See http://%{d}/why?s=%{S}&i=%{I}&h=%{H}",
                "\r\n250 ok\u001B[31m\u0000\u00FF",
                "%{H}".repeat(2_000),
                "100%");
    }

    private static Arbitrary<String> terms() {
        Arbitrary<String> mechanisms = Combinators.combine(
                        Arbitraries.of("", "-", "~", "?", "+"),
                        Arbitraries.of("include:", "include:", "include:", "a:", "mx:", "mx:", "ptr:", "exists:"),
                        targets())
                .as((qualifier, mechanism, target) -> qualifier + mechanism + target);
        Arbitrary<String> others = Arbitraries.of(
                "a",
                "-mx",
                "mx/24//64",
                "ptr",
                "ip4:192.0.2.1",
                "-ip4:192.0.2.0/28",
                "ip6:2001:db8::/64",
                "ip4:0.0.0.0/0",
                "-all",
                "all",
                "?all",
                "x=%{i}%%");
        Arbitrary<String> malformed = Arbitraries.of("a:%", "moo", "\u0000", "\u00FF=", "+exp=a.b", "ip4:1.2.3");
        Arbitrary<String> modifiers = Combinators.combine(Arbitraries.of("redirect=", "exp="), targets())
                .as((name, target) -> name + target);
        return Arbitraries.frequencyOf(
                Tuple.of(160, mechanisms), Tuple.of(20, others), Tuple.of(12, modifiers), Tuple.of(1, malformed));
    }

    private static Arbitrary<String> targets() {
        Arbitrary<String> good = Arbitraries.of(
                "a.example", "b.example", "c.example", "%{d}", "1.%{d}", "2.%{d}", "3.%{d2}", "%{ir}.%{v}.x.example");
        Arbitrary<String> odd = Arbitraries.of(
                "%{l}.%{o}",
                "%{l1r+-=/_.}".repeat(20) + ".%{d}",
                "%{s}",
                "%{s}".repeat(100),
                "%{h}",
                "%{H}.example",
                "%{p}",
                "%{p}.x.example",
                "%{p2r}.%{L}.example",
                "%{d}.%{d}.%{d}.%{d}.%{d}.%{d}",
                "..example",
                "%{d1}",
                "%_%%%-.example");
        return Arbitraries.frequencyOf(Tuple.of(3, good), Tuple.of(1, odd));
    }
}
