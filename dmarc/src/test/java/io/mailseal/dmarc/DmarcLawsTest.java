package io.mailseal.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.testkit.CompleteDnsView;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for all records, names and zones. */
class DmarcLawsTest {

    @Property(tries = 5000)
    void anyTextCanBeRead(@ForAll("texts") String text) {
        DmarcRecord.parse(Octets.ofLatin1(text)).ifPresent(record -> {
            assertThat(record.text()).isEqualTo(Octets.ofLatin1(text));
            assertThat(record.rua()).hasSizeLessThanOrEqualTo(DmarcRecord.MAX_URIS);
            for (DmarcRecord.Subject subject : DmarcRecord.Subject.values()) {
                boolean usable =
                        record.p().policy().isPresent() || !record.rua().isEmpty();
                assertThat(record.policyFor(subject).isPresent() && !usable).isFalse();
            }
        });
    }

    @Property
    void anyOctetsCanBeRead(@ForAll @Size(max = 200) byte[] octets) {
        assertThat(DmarcRecord.parse(Octets.of(octets))).isEmpty();
        String begin = "v=DMARC1;p=reject;";
        assertThat(DmarcRecord.parse(Octets.ofLatin1(begin + Octets.of(octets).toLatin1())))
                .isPresent();
    }

    @Property
    void noWalkHasMoreThanEightQuestions(@ForAll @IntRange(max = 126) int dots) {
        DomainName start = DomainName.of("a" + ".a".repeat(dots));
        assertThat(TreeWalk.questions(start)).hasSizeLessThanOrEqualTo(8).doesNotHaveDuplicates();
        InMemoryDns dns = InMemoryDns.parse("");
        dns.sessions().evaluate(new TreeWalk.From(start));
        assertThat(dns.questions()).hasSizeLessThanOrEqualTo(8);
    }

    @Property
    void theSameAnswersGiveAnEqualResult(@ForAll("worlds") World world) {
        DmarcResult expected = world.evaluate();
        assertThat(world.evaluate()).isEqualTo(expected).hasSameHashCodeAs(expected);
        assertThat(world.dns().sessions().evaluate(world.rules())).isEqualTo(expected);
        assertThat(world.dns().withKnown().sessions().evaluate(world.rules())).isEqualTo(expected);
        DnsLimits withoutHints = DnsLimits.DEFAULT.withHints(0);
        assertThat(world.dns().sessions().withLimits(withoutHints).evaluate(world.rules()))
                .isEqualTo(expected);
    }

    @Property
    void theOrderInWhichAnswersArriveDoesNotMatter(@ForAll("worlds") World world, @ForAll long seed) {
        VirtualClock clock = new VirtualClock();
        InMemoryDns slow = world.dns().withClock(clock).withLatency(Duration.ofMillis(1));
        Random random = new Random(seed);
        for (DnsQuestion question : world.questions()) {
            slow = slow.delaying(question, Duration.ofMillis(random.nextInt(200)));
        }
        DmarcEvaluator dmarc = DmarcEvaluator.builder().dns(slow.sessions()).build();
        assertThat(clock.runUntil(dmarc.evaluateAsync(world.request()))).isEqualTo(world.evaluate());
        assertThat(slow.inFlight()).isZero();
        assertThat(clock.pending()).isZero();
    }

    @Property
    void theOrderOfTheEvidenceDoesNotMatter(@ForAll("worlds") World world) {
        List<AuthenticationEvidence> reversed = new ArrayList<>(world.evidence());
        Collections.reverse(reversed);
        assertThat(new World(world.author(), reversed, world.zone()).evaluate().status())
                .isEqualTo(world.evaluate().status());
    }

    @Property
    void whatIsRequiredWasHintedAt(@ForAll("worlds") World world) {
        Set<DnsQuestion> hinted = new LinkedHashSet<>(TreeWalk.questions(world.author()));
        world.evidence().forEach(item -> hinted.addAll(TreeWalk.questions(item.domain())));
        hinted.add(DnsQuestion.txt(world.author()));
        assertThat(hinted).containsAll(world.required());
    }

    /** A pass needs an identifier that was authenticated; a fail, a policy that can be told. */
    @Property
    void nothingComesFromNothing(@ForAll("worlds") World world) {
        DmarcResult result = world.evaluate();
        switch (result.status()) {
            case PASS -> assertThat(result.alignments()).anyMatch(IdentifierAlignment::isAlignedPass);
            case FAIL -> assertThat(result.alignments()).noneMatch(IdentifierAlignment::isAlignedPass);
            case NONE -> assertThat(result.publishedPolicy()).isEmpty();
            case TEMPERROR, PERMERROR -> assertThat(result.problem()).isPresent();
        }
        boolean verdict = result.status() == DmarcStatus.PASS || result.status() == DmarcStatus.FAIL;
        assertThat(result.publishedPolicy().isPresent() || !verdict).isTrue();
        assertThat(result.problem().isPresent() && verdict).isFalse();
    }

    /** Every question of every walk, every cause: temperror, or as if it had been answered. */
    @Property
    void aFailureIsTemperrorOrChangesNothing(@ForAll("worlds") World world, @ForAll DnsFailure cause) {
        DmarcResult expected = world.evaluate();
        Set<DnsQuestion> required = world.required();
        Set<DnsQuestion> questions = world.questions();
        questions.add(DnsQuestion.txt(world.author()));
        for (DnsQuestion question : questions) {
            DmarcResult result = world.failing(question, cause).evaluate();
            if (!required.contains(question)) {
                assertThat(result).as("%s did not matter", question).isEqualTo(expected);
            } else if (result.status() != DmarcStatus.TEMPERROR) {
                assertThat(result.status()).as("without %s", question).isEqualTo(expected.status());
            }
        }
    }

    @Property
    void severalFailuresAreTemperrorOrChangeNothing(@ForAll("worlds") World world, @ForAll long seed) {
        Random random = new Random(seed);
        Map<DnsQuestion, DnsFailure> failures = new HashMap<>();
        for (DnsQuestion question : world.questions()) {
            if (random.nextInt(3) == 0) {
                failures.put(question, CAUSES.get(random.nextInt(CAUSES.size())));
            }
        }
        DmarcResult broken = new World(world.author(), world.evidence(), world.zone(), failures).evaluate();
        assertThat(broken.status()).isIn(DmarcStatus.TEMPERROR, world.evaluate().status());
    }

    /** Where some answer would have changed the verdict the failure is temperror. */
    @Property
    void aFailureThatMattersIsTemperror(@ForAll("worlds") World world, @ForAll DnsFailure cause) {
        for (DnsQuestion question : world.questions()) {
            DmarcResult result = world.failing(question, cause).evaluate();
            if (result.status() != DmarcStatus.TEMPERROR) {
                for (List<String> answer : ANSWERS) {
                    DmarcStatus other = world.with(question, answer).evaluate().status();
                    assertThat(other)
                            .as("%s with %s, but %s where it fails", question, answer, result)
                            .isIn(result.status(), DmarcStatus.TEMPERROR);
                }
            }
        }
    }

    private static final List<DnsFailure> CAUSES = List.of(DnsFailure.values());

    private static final List<List<String>> ANSWERS = List.of(
            List.of(),
            List.of("v=DMARC1; p=none"),
            List.of("v=DMARC1; p=reject; adkim=s; aspf=s"),
            List.of("v=DMARC1; p=reject; psd=y"),
            List.of("v=DMARC1; p=quarantine; psd=n; np=none"),
            List.of("v=DMARC1; sp=none"),
            List.of("v=DMARC1; p=none", "v=DMARC1; p=reject"),
            List.of("v=spf1 -all"));

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> token = Arbitraries.of(
                "v=DMARC1",
                "v",
                "DMARC1",
                "=",
                ";",
                ";",
                "; ",
                " ",
                "\t",
                ",",
                "!",
                "10m",
                "p",
                "sp",
                "np",
                "none",
                "reject",
                "quarantine",
                "adkim",
                "aspf",
                "s",
                "psd",
                "t",
                "y",
                "n",
                "rua=",
                "ruf=",
                "mailto:",
                "a@b.example",
                "%",
                "%2C",
                "https://",
                "\0",
                "\u00ff");
        Arbitrary<String> tokens = token.list().ofMaxSize(40).map(list -> String.join("", list));
        return Arbitraries.oneOf(tokens, tokens.map(text -> "v=DMARC1;" + text));
    }

    @Provide
    Arbitrary<World> worlds() {
        Arbitrary<DomainName> names = Arbitraries.of("a", "a", "b")
                .list()
                .ofMaxSize(10)
                .map(labels -> DomainName.of(String.join(".", labels) + (labels.isEmpty() ? "com" : ".com")));
        Arbitrary<DomainName> domains = Arbitraries.oneOf(names, names, names, Arbitraries.of(DomainName.of("a.net")));
        Arbitrary<AuthenticationEvidence> evidence = Combinators.combine(
                        Arbitraries.of(AuthenticationEvidence.Method.class),
                        domains,
                        Arbitraries.of(AuthenticationEvidence.Outcome.class))
                .as((method, domain, outcome) -> new AuthenticationEvidence(method, domain, outcome, ""));
        return Combinators.combine(domains, evidence.list().ofMaxSize(4), Arbitraries.randomValue(Random::nextLong))
                .as(DmarcLawsTest::world);
    }

    // Each name that may be asked has something or nothing.
    private static World world(DomainName author, List<AuthenticationEvidence> evidence, long seed) {
        Random random = new Random(seed);
        Map<DnsQuestion, List<String>> zone = new HashMap<>();
        World empty = new World(author, evidence, zone);
        for (DnsQuestion question : empty.questions()) {
            if (random.nextInt(5) < 2) {
                zone.put(question, ANSWERS.get(random.nextInt(ANSWERS.size())));
            }
        }
        if (random.nextBoolean()) {
            zone.put(TreeWalk.questions(author).get(0), List.of("v=DMARC1; p=reject"));
        }
        if (random.nextBoolean()) {
            zone.put(DnsQuestion.txt(author), List.of("it exists"));
        }
        return new World(author, evidence, zone);
    }

    /** A message, and all text records there are, by question. */
    private record World(
            DomainName author,
            List<AuthenticationEvidence> evidence,
            Map<DnsQuestion, List<String>> zone,
            Map<DnsQuestion, DnsFailure> failures) {

        World(DomainName author, List<AuthenticationEvidence> evidence, Map<DnsQuestion, List<String>> zone) {
            this(author, evidence, zone, Map.of());
        }

        /** All that may be asked. */
        Set<DnsQuestion> questions() {
            Set<DnsQuestion> questions = new LinkedHashSet<>(TreeWalk.questions(author));
            evidence.forEach(item -> questions.addAll(TreeWalk.questions(item.domain())));
            return questions;
        }

        World failing(DnsQuestion question, DnsFailure cause) {
            return new World(author, evidence, zone, Map.of(question, cause));
        }

        World with(DnsQuestion question, List<String> texts) {
            Map<DnsQuestion, List<String>> changed = new HashMap<>(zone);
            changed.put(question, texts);
            return new World(author, evidence, changed);
        }

        InMemoryDns dns() {
            InMemoryDns.Builder builder = InMemoryDns.builder();
            zone.forEach((question, texts) ->
                    texts.forEach(text -> builder.record(question.name(), DnsRecord.Txt.of(text))));
            failures.forEach(builder::failing);
            return builder.build();
        }

        DmarcRequest request() {
            return DmarcRequest.of(author, evidence);
        }

        DmarcEvaluation rules() {
            return new DmarcEvaluation(request(), 20);
        }

        DmarcResult evaluate() {
            return CompleteDnsView.over(dns()).evaluate(rules());
        }

        /** What is asked in the end, hints aside. */
        Set<DnsQuestion> required() {
            InMemoryDns dns = dns();
            Set<DnsQuestion> required = new LinkedHashSet<>();
            CompleteDnsView view = CompleteDnsView.of(question -> {
                required.add(question);
                return dns.answer(question);
            });
            view.evaluate(rules());
            return required;
        }
    }
}
