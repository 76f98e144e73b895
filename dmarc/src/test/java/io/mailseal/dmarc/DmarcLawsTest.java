package io.mailseal.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsEvaluation;
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
import java.util.function.UnaryOperator;
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

    @Property(tries = 5000)
    void whatIsWrittenReadsTheSame(@ForAll("texts") String text) {
        DmarcRecord.parse(Octets.ofLatin1(text)).ifPresent(record -> {
            DmarcRecord again =
                    DmarcRecord.parse(Octets.ofLatin1(record.format())).orElseThrow();
            assertThat(again.tags()).isEqualTo(record.tags());
            assertThat(again.format()).isEqualTo(record.format());
            assertThat(meaning(again)).isEqualTo(meaning(record));
        });
    }

    private static List<Object> meaning(DmarcRecord record) {
        List<Object> meaning = new ArrayList<>(List.of(
                record.p(),
                record.sp(),
                record.np(),
                record.adkim(),
                record.aspf(),
                record.psd(),
                record.isTesting(),
                record.percentage(),
                record.fo(),
                record.rua(),
                record.ruf()));
        for (DmarcRecord.Subject subject : DmarcRecord.Subject.values()) {
            meaning.add(record.policyFor(subject));
            meaning.add(record.legacyPolicyFor(subject));
        }
        return meaning;
    }

    @Property(tries = 5000)
    void findingsAreSentencesInVisibleAscii(@ForAll("texts") String text) {
        DmarcRecord.parse(Octets.ofLatin1(text))
                .ifPresent(record -> record.findings().forEach(finding -> {
                    assertThat(finding.explanation()).endsWith(".");
                    assertThat(finding.explanation() + finding.tag().orElse(""))
                            .matches(shown -> shown.chars().allMatch(c -> c >= ' ' && c <= '~'));
                    assertThat(finding.position()).isBetween(0, text.length());
                }));
    }

    @Property
    void whatIsBuiltReadsTheSame(
            @ForAll DmarcPolicy p,
            @ForAll DmarcPolicy sp,
            @ForAll DmarcPolicy np,
            @ForAll AlignmentMode adkim,
            @ForAll AlignmentMode aspf,
            @ForAll PublicSuffixFlag psd) {
        DmarcRecord built = DmarcRecord.builder()
                .p(p)
                .sp(sp)
                .np(np)
                .adkim(adkim)
                .aspf(aspf)
                .psd(psd)
                .build();
        assertThat(DmarcRecord.parse(Octets.ofLatin1(built.format()))).contains(built);
        assertThat(meaning(built).subList(0, 6))
                .containsExactly(
                        new DmarcRecord.PolicyTag.Stated(p),
                        new DmarcRecord.PolicyTag.Stated(sp),
                        new DmarcRecord.PolicyTag.Stated(np),
                        adkim,
                        aspf,
                        psd);
    }

    /** The guard only takes alignments away. */
    @Property
    void theGuardLetsNobodyPassWhoOtherwiseWouldNot(@ForAll("worlds") World world) {
        World letter = new World(Mode.LETTER_OF_THE_RFC, world.author(), world.evidence(), world.zone(), Map.of());
        World guarded = new World(Mode.GUARDED, world.author(), world.evidence(), world.zone(), Map.of());
        DmarcResult strict = guarded.evaluate();
        if (strict.status() == DmarcStatus.PASS) {
            assertThat(letter.evaluate().status()).isEqualTo(DmarcStatus.PASS);
        }
        assertThat(strict.discovery())
                .as("policies are not touched")
                .isEqualTo(letter.evaluate().discovery());
    }

    @Property
    void aComparisonIsBothResults(@ForAll("worlds") World world) {
        DmarcEvaluator dmarc =
                DmarcEvaluator.builder().dns(world.dns().sessions()).build();
        DmarcComparison comparison = dmarc.compare(world.request());
        World byList = new World(Mode.PUBLIC_SUFFIX_LIST, world.author(), world.evidence(), world.zone(), Map.of());
        if (world.authors().size() == 1) {
            assertThat(comparison.publicSuffixList()).isEqualTo(byList.evaluate());
        }
        comparison
                .differences()
                .forEach(difference -> assertThat(difference.treeWalk()).isNotEqualTo(difference.publicSuffixList()));
    }

    @Property
    void theSameAnswersGiveAnEqualLint(@ForAll("worlds") World world) {
        DmarcLinter linter = DmarcLinter.builder().dns(world.dns().sessions()).build();
        DmarcLint lint = linter.lint(world.author());
        assertThat(CompleteDnsView.over(world.dns()).evaluate(linter.evaluation(world.author())))
                .isEqualTo(lint)
                .hasSameHashCodeAs(lint);
    }

    /** No message is to be treated worse than its policy asks for, nor is one rejected on that alone. */
    @Property
    void handlingNeverExceedsThePolicy(@ForAll("worlds") World world) {
        DmarcResult result = world.evaluate();
        DmarcHandling.Action action = result.suggestedHandling().action();
        assertThat(action).isNotEqualTo(DmarcHandling.Action.REJECT);
        if (result.status() == DmarcStatus.PASS || result.status() == DmarcStatus.NONE) {
            assertThat(action).isEqualTo(DmarcHandling.Action.DELIVER);
        }
        if (action == DmarcHandling.Action.DEFER) {
            assertThat(result.status()).isEqualTo(DmarcStatus.TEMPERROR);
        }
        if (result.suggestedHandlingWithOtherEvidence().action() == DmarcHandling.Action.REJECT) {
            assertThat(result.effectivePolicy()).contains(DmarcPolicy.REJECT);
            assertThat(result.status()).isNotEqualTo(DmarcStatus.TEMPERROR);
        }
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
        dns.sessions().evaluate(new TreeWalk.From(start, new ParsedRecords()));
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
        DmarcEvaluator dmarc = world.mode()
                .settings
                .apply(DmarcEvaluator.builder().dns(slow.sessions()))
                .build();
        assertThat(clock.runUntil(dmarc.evaluateAsync(world.request()))).isEqualTo(world.evaluate());
        assertThat(slow.inFlight()).isZero();
        assertThat(clock.pending()).isZero();
    }

    @Property
    void theOrderOfTheEvidenceDoesNotMatter(@ForAll("worlds") World world) {
        List<AuthenticationEvidence> reversed = new ArrayList<>(world.evidence());
        Collections.reverse(reversed);
        assertThat(new World(world.mode(), world.author(), reversed, world.zone(), Map.of())
                        .evaluate()
                        .status())
                .isEqualTo(world.evaluate().status());
    }

    @Property
    void whatIsRequiredWasHintedAt(@ForAll("worlds") World world) {
        Set<DnsQuestion> hinted = world.questions();
        world.authors().forEach(author -> hinted.add(DnsQuestion.txt(author)));
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
        world.authors().forEach(author -> questions.add(DnsQuestion.txt(author)));
        for (DnsQuestion question : questions) {
            DmarcResult result = world.failing(question, cause).evaluate();
            if (!required.contains(question)) {
                assertThat(result).as("%s did not matter", question).isEqualTo(expected);
            } else {
                assertTemperrorOrTheSame(question, result, expected);
            }
        }
    }

    // Of several authors, each: where one name is no longer known to be missing its policy may be the strictest.
    private static void assertTemperrorOrTheSame(DnsQuestion question, DmarcResult result, DmarcResult expected) {
        List<DmarcResult> each = result.perAuthor().isEmpty() ? List.of(result) : result.perAuthor();
        List<DmarcResult> eachExpected = expected.perAuthor().isEmpty() ? List.of(expected) : expected.perAuthor();
        assertThat(each).hasSameSizeAs(eachExpected);
        for (int i = 0; i < each.size(); i++) {
            assertThat(each.get(i).status())
                    .as("without %s", question)
                    .isIn(DmarcStatus.TEMPERROR, eachExpected.get(i).status());
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
        DmarcResult broken =
                new World(world.mode(), world.author(), world.evidence(), world.zone(), failures).evaluate();
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
                "fo=",
                "fo=0:d",
                "pct=",
                "10",
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
        return Combinators.combine(
                        Arbitraries.of(Mode.class),
                        domains,
                        evidence.list().ofMaxSize(4),
                        Arbitraries.randomValue(Random::nextLong))
                .as(DmarcLawsTest::world);
    }

    // Each name that may be asked has something or nothing.
    private static World world(Mode mode, DomainName author, List<AuthenticationEvidence> evidence, long seed) {
        Random random = new Random(seed);
        Map<DnsQuestion, List<String>> zone = new HashMap<>();
        World empty = new World(mode, author, evidence, zone, Map.of());
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
        return new World(mode, author, evidence, zone, Map.of());
    }

    /** How an evaluator was built. */
    private enum Mode {
        GUARDED(builder -> builder),
        LETTER_OF_THE_RFC(DmarcEvaluator.Builder::allowAlignmentByPublicSuffixes),
        PUBLIC_SUFFIX_LIST(builder -> builder.discoveryMethod(DiscoveryMethod.PUBLIC_SUFFIX_LIST)),
        EACH_AUTHOR(DmarcEvaluator.Builder::evaluateEachAuthor),
        EACH_AUTHOR_BY_LIST(
                builder -> builder.evaluateEachAuthor().discoveryMethod(DiscoveryMethod.PUBLIC_SUFFIX_LIST));

        final UnaryOperator<DmarcEvaluator.Builder> settings;

        Mode(UnaryOperator<DmarcEvaluator.Builder> settings) {
            this.settings = settings;
        }
    }

    /** A message, and all text records there are, by question. */
    private record World(
            Mode mode,
            DomainName author,
            List<AuthenticationEvidence> evidence,
            Map<DnsQuestion, List<String>> zone,
            Map<DnsQuestion, DnsFailure> failures) {

        List<DomainName> authors() {
            DomainName other = DomainName.of("a.com");
            boolean several = mode == Mode.EACH_AUTHOR || mode == Mode.EACH_AUTHOR_BY_LIST;
            return several && !author.equals(other) ? List.of(author, other) : List.of(author);
        }

        /** All that may be asked. */
        Set<DnsQuestion> questions() {
            Set<DnsQuestion> questions = new LinkedHashSet<>();
            authors().forEach(name -> questions.addAll(TreeWalk.questions(name)));
            evidence.forEach(item -> questions.addAll(TreeWalk.questions(item.domain())));
            return questions;
        }

        World failing(DnsQuestion question, DnsFailure cause) {
            return new World(mode, author, evidence, zone, Map.of(question, cause));
        }

        World with(DnsQuestion question, List<String> texts) {
            Map<DnsQuestion, List<String>> changed = new HashMap<>(zone);
            changed.put(question, texts);
            return new World(mode, author, evidence, changed, Map.of());
        }

        InMemoryDns dns() {
            InMemoryDns.Builder builder = InMemoryDns.builder();
            zone.forEach((question, texts) ->
                    texts.forEach(text -> builder.record(question.name(), DnsRecord.Txt.of(text))));
            failures.forEach(builder::failing);
            return builder.build();
        }

        DmarcRequest request() {
            return authors().size() == 1
                    ? DmarcRequest.of(author, evidence)
                    : DmarcRequest.withoutUsableAuthor(DmarcProblem.Kind.SEVERAL_AUTHORS, authors(), evidence);
        }

        DnsEvaluation<DmarcResult> rules() {
            return mode.settings
                    .apply(DmarcEvaluator.builder().resolver(question -> {
                        throw new AssertionError("only the rules are of interest");
                    }))
                    .build()
                    .evaluation(request());
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
