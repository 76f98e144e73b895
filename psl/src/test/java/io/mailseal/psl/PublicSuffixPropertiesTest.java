package io.mailseal.psl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.psl.PublicSuffixRule.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever the list and the name are: the answer is that of the plain algorithm, and nothing makes it throw. */
class PublicSuffixPropertiesTest {

    private static final String BUNDLED = BundledListTest.text();
    private static final byte[] BUNDLED_OCTETS = BUNDLED.getBytes(StandardCharsets.UTF_8);
    private static final ReferenceList REFERENCE = ReferenceList.parse(BUNDLED);

    // Few, so that names meet rules; one is ü as rules have it, and one as names do.
    private static final Arbitrary<String> LABELS = Arbitraries.of("a", "b", "c", "ü");

    @Provide
    Arbitrary<String> rules() {
        Arbitrary<String> name = LABELS.list().ofMinSize(1).ofMaxSize(4).map(labels -> String.join(".", labels));
        Arbitrary<String> below = LABELS.list().ofMinSize(2).ofMaxSize(4).map(labels -> String.join(".", labels));
        return Arbitraries.oneOf(name, name.map(rule -> "*." + rule), below.map(rule -> "!" + rule));
    }

    @Provide
    Arbitrary<List<String>> ruleLists() {
        return rules().list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<DomainName> names() {
        return Arbitraries.of("a", "b", "c", "xn--tda", "*", "x.a", "\\", "a\\", ".")
                .map(Octets::ofLatin1)
                .list()
                .ofMaxSize(6)
                .map(labels -> DomainName.ofLabels(labels).orElseThrow());
    }

    private static PublicSuffixList list(List<String> icann, List<String> others) throws IOException {
        return PublicSuffixList.parse("// ===BEGIN ICANN DOMAINS===\nzz\n" + String.join("\n", icann)
                + "\n// ===END ICANN DOMAINS===\n// ===BEGIN PRIVATE DOMAINS===\n" + String.join("\n", others)
                + "\n// ===END PRIVATE DOMAINS===\n");
    }

    private static ReferenceList reference(List<String> icann, List<String> others) {
        List<ReferenceList.Rule> rules = new ArrayList<>();
        icann.forEach(rule -> rules.add(ReferenceList.rule(rule, Source.ICANN)));
        others.forEach(rule -> rules.add(ReferenceList.rule(rule, Source.PRIVATE)));
        return new ReferenceList(rules);
    }

    private static void agree(PublicSuffixList list, ReferenceList reference, DomainName name) {
        PublicSuffixMatch match = list.match(name);
        assertThat(list.publicSuffix(name))
                .isEqualTo(reference.publicSuffix(name))
                .isEqualTo(match.publicSuffix());
        assertThat(list.registrableDomain(name))
                .isEqualTo(reference.registrableDomain(name))
                .isEqualTo(match.registrableDomain());
        assertThat(list.isPublicSuffix(name))
                .isEqualTo(match.registrableDomain().isEmpty())
                .isEqualTo(match.isPublicSuffix());
        ReferenceList.Rule rule = reference.prevailing(name);
        assertThat(match.rule()).isEqualTo(new PublicSuffixRule(rule.text(), rule.source()));
    }

    @Property(tries = 20_000)
    void agreesWithTheAlgorithmForAnyRules(
            @ForAll("ruleLists") List<String> icann,
            @ForAll("ruleLists") List<String> others,
            @ForAll("names") DomainName name)
            throws IOException {
        PublicSuffixList list = list(icann, others);
        ReferenceList reference = reference(icann, others);
        agree(list, reference, name);
        agree(list.icannOnly(), reference.icannOnly(), name);
        assertThat(list.skippedLines()).isEmpty();
    }

    @Property(tries = 1_000)
    void agreesWithTheAlgorithmForTheRulesOfTheWorld(@ForAll("worldlyNames") DomainName name) {
        agree(PublicSuffixList.bundled(), REFERENCE, name);
        agree(PublicSuffixList.bundled().icannOnly(), REFERENCE.icannOnly(), name);
    }

    // The name of a rule, with labels taken away or put in front.
    @Provide
    Arbitrary<DomainName> worldlyNames() {
        Arbitrary<DomainName> rules = Arbitraries.of(REFERENCE.rules()).map(ReferenceList.Rule::exampleName);
        Arbitrary<String> prefixes = Arbitraries.of("www", "xn--tda", "a.b", "city", "co", "com", "_dmarc", "x.y.z");
        Arbitrary<DomainName> below = Combinators.combine(rules, prefixes)
                .as((rule, prefix) -> rule.below(prefix).orElse(rule));
        return Arbitraries.oneOf(rules, below, below, rules.map(DomainName::parent));
    }

    @Property
    void whatIsRegistrableStaysSo(@ForAll("worldlyNames") DomainName name) {
        PublicSuffixList list = PublicSuffixList.bundled();
        Optional<DomainName> registrable = list.registrableDomain(name);
        registrable.ifPresent(domain -> {
            assertThat(name.isAtOrBelow(domain)).isTrue();
            assertThat(list.registrableDomain(domain)).contains(domain);
            assertThat(list.publicSuffix(name).labelCount()).isEqualTo(domain.labelCount() - 1);
        });
    }

    @Property
    void privateRulesOnlyEverSplitFurther(@ForAll("worldlyNames") DomainName name) {
        DomainName both = PublicSuffixList.bundled().publicSuffix(name);
        DomainName icann = PublicSuffixList.bundled().icannOnly().publicSuffix(name);
        assertThat(both.isAtOrBelow(icann)).isTrue();
    }

    @Property(tries = 5_000)
    void aRuleIsAHostName(@ForAll("almostNames") String rule) throws IOException {
        Optional<DomainName> name = DomainName.ofUnicode(rule).filter(DomainName::isHostName);
        PublicSuffixList list = list(List.of(rule), List.of());
        if (name.isPresent() && !rule.endsWith(".")) {
            assertThat(list.match(name.get()).rule())
                    .isEqualTo(new PublicSuffixRule(name.get().toString(), Source.ICANN));
            assertThat(list.skippedLines()).isEmpty();
        } else {
            String shown = rule.substring(0, Math.min(rule.length(), DomainName.MAX_TEXT));
            assertThat(list.skippedLines()).extracting(SkippedLine::text).containsExactly(shown);
        }
    }

    @Provide
    Arbitrary<String> almostNames() {
        return Arbitraries.of("a", "7", "B", ".", ".", "-", "_", "ü", "Ü", "xn--", "xn--tda", "XN--TDA", "a".repeat(60))
                .list()
                .ofMinSize(1)
                .ofMaxSize(7)
                .map(parts -> String.join("", parts));
    }

    @Property
    void noOctetsMakeItThrowAnythingElse(@ForAll byte[] octets) throws IOException {
        read(octets);
    }

    @Property(tries = 5_000)
    void noArrangementOfPiecesMakesItThrowAnythingElse(@ForAll("pieces") String text) throws IOException {
        read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<String> pieces() {
        Arbitrary<String> pieces = Arbitraries.of(
                "// ===BEGIN ICANN DOMAINS===\n",
                "// ===END ICANN DOMAINS===\n",
                "// ===BEGIN PRIVATE DOMAINS===\n",
                "// ===END PRIVATE DOMAINS===\n",
                "===BEGIN",
                "// VERSION: ",
                "//",
                "/",
                "\n",
                "\r",
                " ",
                "\u0000",
                "com",
                ".",
                "*",
                "!",
                "ü",
                "xn--",
                "\u200D",
                "\uD800",
                "\\");
        return Arbitraries.oneOf(pieces, pieces, pieces, Arbitraries.strings().ofMaxLength(8))
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 100)
    void noDamageMakesItThrowAnythingElse(
            @ForAll @IntRange(max = 320_000) int place, @ForAll byte damage, @ForAll boolean cut) throws IOException {
        int at = place % BUNDLED_OCTETS.length;
        byte[] damaged = BUNDLED_OCTETS.clone();
        damaged[at] = damage;
        read(cut ? Arrays.copyOf(damaged, at) : damaged);
    }

    // Either a list that answers, or an exception that tells why it is none.
    private static void read(byte[] octets) throws IOException {
        PublicSuffixList list;
        try {
            list = PublicSuffixList.read(new ByteArrayInputStream(octets));
        } catch (PublicSuffixListException refused) {
            assertThat(refused.problem()).isNotNull();
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        assertThat(list.icannOnly().ruleCount()).isLessThanOrEqualTo(list.ruleCount());
        assertThat(list.skippedLines()).isNotNull();
        assertThat(list.isPublicSuffix(list.publicSuffix(DomainName.of("a.b.xn--tda.com"))))
                .isTrue();
    }
}
