package io.mailseal.psl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.psl.PublicSuffixRule.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a list says of names, by the kinds of its rules. */
class PublicSuffixListTest {

    private static final PublicSuffixList LIST = list("""
            // ===BEGIN ICANN DOMAINS===
            com
            uk
            co.uk
            *.ck
            !www.ck
            jp
            *.kobe.jp
            !city.kobe.jp
            named.kobe.jp
            中国
            公司.cn
            *.ελ
            // ===END ICANN DOMAINS===
            // ===BEGIN PRIVATE DOMAINS===
            github.io
            *.compute.example.com
            uk.com
            co.uk
            // ===END PRIVATE DOMAINS===
            """);

    private static PublicSuffixList list(String text) {
        try {
            return PublicSuffixList.parse(text);
        } catch (PublicSuffixListException refused) {
            throw new AssertionError(refused);
        }
    }

    private static DomainName name(String text) {
        return DomainName.ofUnicode(text).orElseThrow();
    }

    /** All that a list says of a name must fit together. */
    private static void check(PublicSuffixList list, String input, String suffix, String rule, Source source) {
        DomainName name = name(input);
        DomainName expected = name(suffix);
        int more = name.labelCount() - expected.labelCount();
        Optional<DomainName> registrable =
                more == 0 ? Optional.empty() : Optional.of(name.suffix(expected.labelCount() + 1));
        assertThat(list.publicSuffix(name)).isEqualTo(expected);
        assertThat(list.registrableDomain(name)).isEqualTo(registrable);
        assertThat(list.isPublicSuffix(name)).isEqualTo(more == 0);
        PublicSuffixMatch match = list.match(name);
        assertThat(match).isEqualTo(new PublicSuffixMatch(name, expected, new PublicSuffixRule(rule, source)));
        assertThat(match.registrableDomain()).isEqualTo(registrable);
        assertThat(match.isPublicSuffix()).isEqualTo(more == 0);
        assertThat(match.rule().isDefault()).isEqualTo(source == Source.DEFAULT);
        assertThat(match.rule().isWildcard()).isEqualTo(rule.startsWith("*"));
        assertThat(match.rule().isException()).isEqualTo(rule.startsWith("!"));
    }

    private static void check(String input, String suffix, String rule, Source source) {
        check(LIST, input, suffix, rule, source);
    }

    @Nested
    class NormalRule {

        @Test
        void itsOwnNameIsTheSuffix() {
            check("com", "com", "com", Source.ICANN);
        }

        @Test
        void matchesWhatIsBelow() {
            check("example.com", "com", "com", Source.ICANN);
            check("a.b.example.com", "com", "com", Source.ICANN);
        }

        @Test
        void theLongestPrevails() {
            check("example.uk", "uk", "uk", Source.ICANN);
            check("co.uk", "co.uk", "co.uk", Source.ICANN);
            check("www.example.co.uk", "co.uk", "co.uk", Source.ICANN);
        }

        @Test
        void matchesWholeLabelsOnly() {
            check("xco.uk", "uk", "uk", Source.ICANN);
            check("example.xcom", "xcom", "*", Source.DEFAULT);
        }
    }

    @Nested
    class WildcardRule {

        @Test
        void standsForExactlyOneLabel() {
            check("any.ck", "any.ck", "*.ck", Source.ICANN);
            check("example.any.ck", "any.ck", "*.ck", Source.ICANN);
            check("www.example.any.ck", "any.ck", "*.ck", Source.ICANN);
        }

        @Test
        void doesNotMatchWhatIsAbove() {
            check("ck", "ck", "*", Source.DEFAULT);
            check("kobe.jp", "jp", "jp", Source.ICANN);
        }

        @Test
        void aRuleOfTheSameNameIsTheOneThatIsTold() {
            check("x.named.kobe.jp", "named.kobe.jp", "named.kobe.jp", Source.ICANN);
            check("x.other.kobe.jp", "other.kobe.jp", "*.kobe.jp", Source.ICANN);
        }
    }

    @Nested
    class ExceptionRule {

        @Test
        void isRegistrableItself() {
            check("www.ck", "ck", "!www.ck", Source.ICANN);
            check("city.kobe.jp", "kobe.jp", "!city.kobe.jp", Source.ICANN);
        }

        @Test
        void prevailsBelowToo() {
            check("a.www.ck", "ck", "!www.ck", Source.ICANN);
            check("a.b.city.kobe.jp", "kobe.jp", "!city.kobe.jp", Source.ICANN);
        }

        @Test
        void prevailsOverLongerRules() {
            PublicSuffixList list = list("""
                    // ===BEGIN ICANN DOMAINS===
                    *.ck
                    !www.ck
                    a.www.ck
                    *.a.www.ck
                    // ===END ICANN DOMAINS===
                    """);
            check(list, "x.y.a.www.ck", "ck", "!www.ck", Source.ICANN);
        }

        @Test
        void ofSeveralTheLongestPrevails() {
            PublicSuffixList list = list("""
                    // ===BEGIN ICANN DOMAINS===
                    !b.c
                    !a.b.c
                    // ===END ICANN DOMAINS===
                    """);
            check(list, "x.a.b.c", "b.c", "!a.b.c", Source.ICANN);
            check(list, "x.b.c", "c", "!b.c", Source.ICANN);
        }
    }

    @Nested
    class DefaultRule {

        @Test
        void holdsWhereNoOtherDoes() {
            check("unlisted", "unlisted", "*", Source.DEFAULT);
            check("a.b.unlisted", "unlisted", "*", Source.DEFAULT);
            check("a.cn", "cn", "*", Source.DEFAULT);
        }
    }

    @Nested
    class Sections {

        private final PublicSuffixList icann = LIST.icannOnly();

        @Test
        void bothDecideUnlessToldOtherwise() {
            check("user.github.io", "github.io", "github.io", Source.PRIVATE);
            check("a.b.compute.example.com", "b.compute.example.com", "*.compute.example.com", Source.PRIVATE);
        }

        @Test
        void icannAloneKnowsNoPrivateRule() {
            check(icann, "user.github.io", "io", "*", Source.DEFAULT);
            check(icann, "a.b.compute.example.com", "com", "com", Source.ICANN);
            check(icann, "example.uk.com", "com", "com", Source.ICANN);
        }

        @Test
        void aRuleInBothIsOneOfIcann() {
            check("example.co.uk", "co.uk", "co.uk", Source.ICANN);
            check(icann, "example.co.uk", "co.uk", "co.uk", Source.ICANN);
        }

        @Test
        void rulesAreCountedOnce() {
            assertThat(LIST.ruleCount()).isEqualTo(15);
            assertThat(icann.ruleCount()).isEqualTo(12);
        }

        @Test
        void icannAloneStaysTheSame() {
            assertThat(LIST.icannOnly()).isSameAs(icann);
            assertThat(icann.icannOnly()).isSameAs(icann);
        }
    }

    @Nested
    class InternationalNames {

        @Test
        void areMatchedAsALabels() {
            check("xn--fiqs8s", "xn--fiqs8s", "xn--fiqs8s", Source.ICANN);
            check("www.食狮.公司.cn", "公司.cn", "xn--55qx5d.cn", Source.ICANN);
            check("www.xn--85x722f.xn--55qx5d.cn", "公司.cn", "xn--55qx5d.cn", Source.ICANN);
            check("食狮.com", "com", "com", Source.ICANN);
        }

        @Test
        void aWildcardStandsForALabelsToo() {
            check("食狮.ck", "食狮.ck", "*.ck", Source.ICANN);
            check("x.食狮.ελ", "食狮.ελ", "*.xn--qxam", Source.ICANN);
        }

        @Test
        void whatOnlyPretendsToBeAnALabelIsALabelLikeOthers() {
            DomainName name = DomainName.of("xn--0.xn--00000000000.com");
            assertThat(LIST.registrableDomain(name)).contains(DomainName.of("xn--00000000000.com"));
        }
    }

    @Nested
    class Names {

        @Test
        void theRootIsItsOwnSuffix() {
            check(".", ".", "*", Source.DEFAULT);
        }

        @Test
        void caseDoesNotMatter() {
            check("WwW.eXample.CO.uk", "co.uk", "co.uk", Source.ICANN);
        }

        @Test
        void aFinalDotDoesNotMatter() {
            check("www.example.com.", "com", "com", Source.ICANN);
        }

        @Test
        void underscoresAreNotSpecial() {
            check("_dmarc.example.co.uk", "co.uk", "co.uk", Source.ICANN);
        }

        /** One label that looks like several must not bring its owner under another rule. */
        @Test
        void aDotWithinALabelSeparatesNothing() {
            DomainName name = labels("example", "x.co", "uk");
            assertThat(LIST.registrableDomain(name)).contains(labels("x.co", "uk"));
            assertThat(LIST.registrableDomain(labels("a", ".", "com"))).contains(labels(".", "com"));
            assertThat(LIST.isPublicSuffix(labels("co.uk"))).isTrue();
            assertThat(LIST.match(labels("co.uk")).rule().isDefault()).isTrue();
        }

        @Test
        void aBackslashBeforeADotIsItsOwnLabelsEnd() {
            assertThat(LIST.publicSuffix(labels("a\\", "co", "uk"))).isEqualTo(DomainName.of("co.uk"));
            assertThat(LIST.match(labels("example", "a\\.co", "uk")).rule().text())
                    .isEqualTo("uk");
            assertThat(LIST.publicSuffix(labels("x", "\\", "ck"))).isEqualTo(labels("\\", "ck"));
        }

        @Test
        void anyOctetMayBeInALabel() {
            assertThat(LIST.registrableDomain(labels("a", "\u0000\u00FF", "com")))
                    .contains(labels("\u0000\u00FF", "com"));
        }

        /** So many that the hashes of some must look like that of the rule. */
        @Test
        void thatOnlyLookLikeARuleToAHashTableAreNone() {
            PublicSuffixList list = list("// ===BEGIN ICANN DOMAINS===\nn\nn1000000\n// ===END ICANN DOMAINS===\n");
            for (int i = 1_000_001; i < 4_000_000; i++) {
                DomainName name = DomainName.of("n" + i);
                if (!list.match(name).rule().isDefault()) {
                    throw new AssertionError(name);
                }
            }
        }

        @Test
        void theLongestOnesAreLikeOthers() {
            DomainName many = DomainName.of("a.".repeat(125) + "com");
            assertThat(LIST.registrableDomain(many)).contains(DomainName.of("a.com"));
            DomainName wide = DomainName.of(("a".repeat(63) + ".").repeat(3) + "a".repeat(61));
            assertThat(LIST.publicSuffix(wide).labelCount()).isEqualTo(1);
        }

        private static DomainName labels(String... labels) {
            List<Octets> octets = new ArrayList<>();
            for (String label : labels) {
                octets.add(Octets.ofLatin1(label));
            }
            return DomainName.ofLabels(octets).orElseThrow();
        }
    }

    @Nested
    class Explanations {

        private String explain(String name) {
            return LIST.match(name(name)).explanation();
        }

        @Test
        void nameOwnerAndRule() {
            assertThat(explain("mail.example.co.uk"))
                    .isEqualTo("mail.example.co.uk belongs to example.co.uk, by the rule co.uk (ICANN).");
            assertThat(explain("www.ck")).isEqualTo("www.ck belongs to www.ck, by the rule !www.ck (ICANN).");
            assertThat(explain("github.io"))
                    .isEqualTo(
                            "github.io is open for registration, so nobody owns it, by the rule github.io (PRIVATE).");
            assertThat(explain("a.unlisted")).isEqualTo("a.unlisted belongs to a.unlisted, by the rule * (default).");
        }
    }

    @Nested
    class Values {

        @Test
        void aMatchIsNotMadeOfStrangers() {
            PublicSuffixRule rule = new PublicSuffixRule("com", Source.ICANN);
            assertThatThrownBy(() -> new PublicSuffixMatch(name("a.com"), name("b.com"), rule))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void nullIsRefused() {
            assertThatThrownBy(() -> LIST.match(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> LIST.publicSuffix(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> LIST.registrableDomain(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> LIST.isPublicSuffix(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> PublicSuffixList.parse(null)).isInstanceOf(NullPointerException.class);
        }
    }

    @Nested
    class ManyThreads {

        private static final int THREADS = 8;

        /** Also while the labels in Unicode are looked at, which happens at the first name that needs them. */
        @Test
        void getTheSameAnswers() throws Exception {
            String text = BundledListTest.text();
            List<DomainName> names = List.of(
                    name("www.食狮.公司.cn"), name("a.example.co.uk"), name("x.city.kawasaki.jp"), name("a.b.unlisted"));
            List<PublicSuffixMatch> expected =
                    names.stream().map(PublicSuffixList.bundled()::match).toList();
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                for (int round = 0; round < 5; round++) {
                    PublicSuffixList fresh = list(text);
                    CountDownLatch start = new CountDownLatch(1);
                    List<Future<List<PublicSuffixMatch>>> answers = new ArrayList<>();
                    for (int i = 0; i < THREADS; i++) {
                        answers.add(threads.submit(() -> {
                            start.await();
                            return names.stream().map(fresh::match).toList();
                        }));
                    }
                    start.countDown();
                    for (Future<List<PublicSuffixMatch>> answer : answers) {
                        assertThat(answer.get()).isEqualTo(expected);
                    }
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }
}
