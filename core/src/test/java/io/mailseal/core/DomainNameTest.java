package io.mailseal.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {

    private static DomainName name(String text) {
        return DomainName.of(text);
    }

    private static DomainName ofLabels(String... latin1) {
        return DomainName.ofLabels(Stream.of(latin1).map(Octets::ofLatin1).toList())
                .orElseThrow();
    }

    /** 253 octets: three labels of 63 and one of 61. */
    private static final String LONGEST =
            "a".repeat(63) + "." + "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(61);

    @Nested
    class Rfc1035_Section_2_3_4_size_limits {

        @Test
        void aLabelHas63Octets() {
            assertThat(DomainName.parse("a".repeat(63) + ".example")).isPresent();
            assertThat(DomainName.parse("a".repeat(64) + ".example")).isEmpty();
        }

        @Test
        void aNameHas253Octets() {
            assertThat(name(LONGEST).toString()).hasSize(DomainName.MAX_TEXT);
            assertThat(DomainName.parse(LONGEST + "d")).isEmpty();
            assertThat(DomainName.parse("x." + LONGEST)).isEmpty();
        }

        @Test
        void theFinalDotDoesNotCount() {
            assertThat(DomainName.parse(LONGEST + ".")).contains(name(LONGEST));
        }

        @Test
        void aNameHas127Labels() {
            String most = "a.".repeat(126) + "a";
            assertThat(name(most).labelCount()).isEqualTo(127);
            assertThat(DomainName.parse("a." + most)).isEmpty();
        }

        @Test
        void countOctetsAndNotWhatEscapesNeed() {
            List<Octets> labels = Collections.nCopies(3, Octets.of(new byte[63]));
            DomainName name = DomainName.ofLabels(labels).orElseThrow();
            assertThat(name.toString()).hasSize(3 * 63 * 4 + 2);
            assertThat(name.below("a".repeat(61))).isPresent();
            assertThat(name.below("a".repeat(62))).isEmpty();
        }

        @Test
        void ofLabels() {
            assertThat(DomainName.ofLabels(List.of(Octets.of(new byte[64])))).isEmpty();
            assertThat(DomainName.ofLabels(List.of(Octets.EMPTY, Octets.ofLatin1("a"))))
                    .isEmpty();
            assertThat(DomainName.ofLabels(Collections.nCopies(128, Octets.ofLatin1("a"))))
                    .isEmpty();
            assertThat(DomainName.ofLabels(List.of())).contains(DomainName.ROOT);
        }

        @Test
        void ofUnicodeCountALabels() {
            // Two octets of UTF-8 each; the A-label of 59 is longer than 63 octets.
            assertThat(DomainName.ofUnicode("ü".repeat(59) + ".example")).isEmpty();
            assertThat(DomainName.ofUnicode("ü".repeat(20) + ".example")).isPresent();
        }

        @Test
        void areCheckedWithoutLookingAtAMegabyte() {
            assertThat(DomainName.parse("a.".repeat(500_000))).isEmpty();
            assertThat(DomainName.ofUnicode("ü".repeat(1_000_000))).isEmpty();
            assertThat(name("example").below("a".repeat(1_000_000))).isEmpty();
        }
    }

    @Nested
    class Text {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "..",
                    "...",
                    ".example",
                    "a..b",
                    "a.b..",
                    " ",
                    "a b",
                    "a\tb",
                    "a\\.b",
                    "a\\",
                    "a\u0000b",
                    "a\nb",
                    "a\r\n",
                    "a\u007F",
                    "bücher.example",
                    "a\u00A0b",
                    "faß",
                    "ｅxample.com",
                    "a。b",
                    "\uD800"
                })
        void thatIsNoName(String text) {
            assertThat(DomainName.parse(text)).isEmpty();
            assertThatThrownBy(() -> DomainName.of(text)).isInstanceOf(IllegalArgumentException.class);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "com",
                    "example.com",
                    "_dmarc.example.com",
                    "*.example.com",
                    "a-.b",
                    "-",
                    "1.2.3.4",
                    "a/b.c",
                    "xn--bcher-kva.example",
                    "xn--",
                    "%{i}.example",
                    "!",
                    "~"
                })
        void thatIsOne(String text) {
            assertThat(name(text)).hasToString(text);
        }

        @Test
        void withAFinalDotIsTheSameName() {
            assertThat(name("example.com.")).isEqualTo(name("example.com")).hasToString("example.com");
        }

        @Test
        void ofTheRoot() {
            assertThat(name(".")).isSameAs(DomainName.ROOT).hasToString(".");
            assertThat(DomainName.ROOT.toUnicode()).isEqualTo(".");
            assertThat(DomainName.ROOT.labels()).isEmpty();
        }
    }

    @Nested
    class Rfc4343_case {

        @Test
        void ofAsciiLettersDoesNotMatter() {
            assertThat(name("EXAMPLE.Com")).isEqualTo(name("example.com")).hasSameHashCodeAs(name("example.com"));
            assertThat(ofLabels("ÀB")).hasToString("\\192b");
        }

        @Test
        void ofOtherOctetsDoes() {
            assertThat(ofLabels("\u00C0")).isNotEqualTo(ofLabels("\u00E0"));
            assertThat(ofLabels("[")).isNotEqualTo(ofLabels("{"));
            assertThat(ofLabels("@")).isNotEqualTo(ofLabels("`"));
        }

        @Test
        void doesNotDependOnTheLocale_T100() {
            Locale before = Locale.getDefault();
            try {
                Locale.setDefault(Locale.forLanguageTag("tr-TR"));
                assertThat(name("INFO.example")).hasToString("info.example");
            } finally {
                Locale.setDefault(before);
            }
        }
    }

    @Nested
    class Rfc1035_Section_5_1_escapes {

        @Test
        void showOctetsThatAreNotPrintable() {
            assertThat(ofLabels("a\u0000b", "\u0009", " ", "\u007F", "ÿ"))
                    .hasToString("a\\000b.\\009.\\032.\\127.\\255");
        }

        @Test
        void tellADotInALabelFromOneBetweenLabels() {
            assertThat(ofLabels("a.b")).hasToString("a\\.b").isNotEqualTo(ofLabels("a", "b"));
            assertThat(ofLabels("a\\", "b")).hasToString("a\\\\.b").isNotEqualTo(ofLabels("a\\.b"));
            assertThat(ofLabels(".")).isNotEqualTo(DomainName.ROOT);
            assertThat(ofLabels("\\000")).isNotEqualTo(ofLabels("\u0000"));
        }

        @Test
        void areNoTextThatIsRead() {
            assertThat(DomainName.parse("a\\046b")).isEmpty();
        }
    }

    @Nested
    class Ancestors {

        private final DomainName name = name("a.b.example.com");

        @Test
        void oneAboveTheOther() {
            assertThat(name.parent()).isEqualTo(name("b.example.com"));
            assertThat(name("com").parent()).isSameAs(DomainName.ROOT);
            assertThatThrownBy(DomainName.ROOT::parent).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void bySuffix() {
            assertThat(name.suffix(4)).isSameAs(name);
            assertThat(name.suffix(2)).isEqualTo(name("example.com"));
            assertThat(name.suffix(0)).isSameAs(DomainName.ROOT);
            assertThatThrownBy(() -> name.suffix(5)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> name.suffix(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        }

        @ParameterizedTest
        @CsvSource({
            "a.example.com, b.example.com, 2",
            "a.b.example.com, EXAMPLE.com, 2",
            "example.com, example.com, 2",
            "aexample.com, example.com, 1",
            "example.com, example.net, 0",
            "example.com, ., 0"
        })
        void commonLabels(String one, String other, int expected) {
            assertThat(name(one).commonLabels(name(other))).isEqualTo(expected);
            assertThat(name(other).commonLabels(name(one))).isEqualTo(expected);
        }

        @Test
        void escapedLabelsAreLabels() {
            DomainName odd = ofLabels("a.b\\", "\u0001c", "d.", "e");
            assertThat(odd.suffix(3)).isEqualTo(ofLabels("\u0001c", "d.", "e"));
            assertThat(odd.suffix(2)).isEqualTo(ofLabels("d.", "e"));
            assertThat(odd.suffix(1)).isEqualTo(ofLabels("e"));
            assertThat(odd.suffix(3)).hasToString("\\001c.d\\..e");
        }

        @ParameterizedTest
        @CsvSource({
            "example.com, example.com, true",
            "a.example.com, EXAMPLE.com, true",
            "aexample.com, example.com, false",
            "example.com, a.example.com, false",
            "example.com, com, true",
            "example.com, ., true",
            "., com, false",
            "., ., true",
            "example.com.evil, example.com, false"
        })
        void atOrBelow(String name, String ancestor, boolean expected) {
            assertThat(name(name).isAtOrBelow(name(ancestor))).isEqualTo(expected);
        }

        @Test
        void aDotInsideOfALabelIsNoBoundary() {
            assertThat(ofLabels("a.example", "com").isAtOrBelow(name("example.com")))
                    .isFalse();
            assertThat(ofLabels("evil.example.com").isAtOrBelow(name("com"))).isFalse();
        }
    }

    @Nested
    class Below {

        @Test
        void oneOrSeveralLabels() {
            assertThat(name("example.com").below("_dmarc")).contains(name("_dmarc.example.com"));
            assertThat(name("example.com").below("S1._DomainKey")).contains(name("s1._domainkey.example.com"));
            assertThat(DomainName.ROOT.below("com")).contains(name("com"));
            assertThat(name("example.com").below(name("_dmarc"))).contains(name("_dmarc.example.com"));
            assertThat(name("example.com").below(DomainName.ROOT)).contains(name("example.com"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a..b", ".a", "a b", "ü", "a\\.b"})
        void noLabelAtAll(String prefix) {
            assertThat(name("example.com").below(prefix)).isEmpty();
        }

        @Test
        void tooLong() {
            assertThat(name(LONGEST).below("a")).isEmpty();
            assertThat(name(LONGEST).below(name("a"))).isEmpty();
        }
    }

    @Nested
    class Rfc1123_Section_2_1_host_names {

        @ParameterizedTest
        @ValueSource(strings = {"a", "example.com", "3com.example", "a-b.c", "xn--bcher-kva.example", "1.2.3.4"})
        void are(String text) {
            assertThat(name(text).isHostName()).isTrue();
            assertThat(name(text).isPrintable()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {".", "_dmarc.example", "a-.example", "-a.example", "-", "*.example", "a/b"})
        void areNot(String text) {
            assertThat(name(text).isHostName()).isFalse();
        }

        @Test
        void printable() {
            assertThat(ofLabels("a b").isPrintable()).isFalse();
            assertThat(ofLabels("a\u0000").isPrintable()).isFalse();
            assertThat(ofLabels("\u00FC").isPrintable()).isFalse();
            assertThat(ofLabels("a.b").isPrintable()).isTrue();
        }
    }

    @Nested
    class Rfc8616_Section_2_unicode {

        @Test
        void entersByName() {
            assertThat(DomainName.ofUnicode("bücher.example")).contains(name("xn--bcher-kva.example"));
            assertThat(DomainName.ofUnicode("faß.example")).contains(name("xn--fa-hia.example"));
            assertThat(DomainName.ofUnicode("EXAMPLE.com.")).contains(name("example.com"));
            assertThat(DomainName.ofUnicode(".")).contains(DomainName.ROOT);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "BÜcher.example",
                    "☕.example",
                    "bu\u0308cher.example",
                    "a。b",
                    "admin.com\u2000",
                    "xn--bcher-KVA1234.example",
                    "xn--.example",
                    "",
                    "ü..example",
                    "\uD83D.example",
                    "a\u200Bb.example"
                })
        void thatIsNoName_T10(String text) {
            assertThat(DomainName.ofUnicode(text)).isEmpty();
        }

        @Test
        void isShown() {
            assertThat(name("xn--bcher-kva.example").toUnicode()).isEqualTo("bücher.example");
        }

        @Test
        void isShownAsItIsWhereItIsNotValid() {
            assertThat(name("xn--a.example").toUnicode()).isEqualTo("xn--a.example");
            assertThat(name("xn--a.example").hasOnlyValidALabels()).isFalse();
            assertThat(ofLabels("\u00FC", "a.b").toUnicode()).isEqualTo("\\252.a\\.b");
        }
    }

    @Nested
    class Rfc4034_Section_6_1_order {

        @Test
        void isThatOfTheExample() {
            List<DomainName> ordered = List.of(
                    name("example"),
                    name("a.example"),
                    name("yljkjljk.a.example"),
                    name("Z.a.example"),
                    name("zABC.a.EXAMPLE"),
                    name("z.example"),
                    ofLabels("\u0001", "z", "example"),
                    name("*.z.example"),
                    ofLabels("\u00C8", "z", "example"));
            List<DomainName> shuffled = new ArrayList<>(ordered);
            Collections.reverse(shuffled);
            Collections.sort(shuffled);
            assertThat(shuffled).isEqualTo(ordered);
        }
    }

    @Provide
    Arbitrary<List<Octets>> labels() {
        Arbitrary<Octets> octets = Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(Octets::of);
        Arbitrary<Octets> letters = Arbitraries.strings()
                .withChars("aAbB.\\0")
                .ofMinLength(1)
                .ofMaxLength(3)
                .map(Octets::ofLatin1);
        return Arbitraries.oneOf(octets, letters).list().ofMaxSize(6);
    }

    @Property
    void equalityIsThatOfTheLabelsWithoutCase(
            @ForAll("labels") List<Octets> one, @ForAll("labels") List<Octets> other) {
        DomainName first = DomainName.ofLabels(one).orElseThrow();
        DomainName second = DomainName.ofLabels(other).orElseThrow();
        boolean same = lowered(one).equals(lowered(other));
        assertThat(first.equals(second)).isEqualTo(same);
        assertThat(first.compareTo(second) == 0).isEqualTo(same);
        assertThat(Integer.signum(first.compareTo(second))).isEqualTo(-Integer.signum(second.compareTo(first)));
        assertThat(DomainName.ofLabels(first.labels())).contains(first);
        assertThat(first.toString()).isPrintable().doesNotContain(" ");
    }

    private static List<List<Integer>> lowered(List<Octets> labels) {
        return labels.stream()
                .map(label -> label.toLatin1()
                        .chars()
                        .map(c -> c >= 'A' && c <= 'Z' ? c + 32 : c)
                        .boxed()
                        .toList())
                .toList();
    }

    /** Whether anything in them is escaped or not, names are lists of labels. */
    @Property
    void namesAreListsOfLabels(@ForAll("fewLabels") List<String> one, @ForAll("fewLabels") List<String> other) {
        DomainName first = ofLabels(one.toArray(String[]::new));
        DomainName second = ofLabels(other.toArray(String[]::new));
        assertThat(first.labelCount()).isEqualTo(one.size());
        assertThat(first.labels()).isEqualTo(one.stream().map(Octets::ofLatin1).toList());
        int common = 0;
        while (common < Math.min(one.size(), other.size())
                && one.get(one.size() - 1 - common).equals(other.get(other.size() - 1 - common))) {
            common++;
        }
        assertThat(first.commonLabels(second)).isEqualTo(common);
        assertThat(first.isAtOrBelow(second)).isEqualTo(common == other.size());
        for (int count = 0; count <= one.size(); count++) {
            List<String> last = one.subList(one.size() - count, one.size());
            DomainName suffix = first.suffix(count);
            assertThat(suffix).isEqualTo(ofLabels(last.toArray(String[]::new)));
            assertThat(suffix.labelCount()).isEqualTo(count);
            assertThat(first.isAtOrBelow(suffix)).isTrue();
        }
        List<String> joined = Stream.concat(other.stream(), one.stream()).toList();
        DomainName below = first.below(second).orElseThrow();
        assertThat(below).isEqualTo(ofLabels(joined.toArray(String[]::new)));
        assertThat(below.labelCount()).isEqualTo(joined.size());
        boolean hosts = !one.isEmpty()
                && one.stream()
                        .allMatch(label -> label.chars().allMatch(c -> c == 'a' || c == 'b' || c == '-')
                                && !label.startsWith("-")
                                && !label.endsWith("-"));
        assertThat(first.isHostName()).isEqualTo(hosts);
    }

    @Provide
    Arbitrary<List<String>> fewLabels() {
        Arbitrary<String> plain =
                Arbitraries.strings().withChars('a', 'b', '-').ofMinLength(1).ofMaxLength(2);
        Arbitrary<String> odd = Arbitraries.strings()
                .withChars('a', '.', '\\', ' ')
                .ofMinLength(1)
                .ofMaxLength(2);
        return Arbitraries.frequencyOf(Tuple.of(9, plain), Tuple.of(1, odd))
                .list()
                .ofMaxSize(4);
    }

    @Property
    void printableTextIsReadBack(@ForAll String text) {
        DomainName.parse(text).ifPresent(name -> {
            assertThat(DomainName.parse(name.toString())).contains(name);
            assertThat(name.toString().getBytes(StandardCharsets.US_ASCII)).hasSizeLessThanOrEqualTo(253);
        });
    }

    @Property
    void noTextThrows(@ForAll String text) {
        DomainName.parse(text);
        DomainName.ofUnicode(text).ifPresent(DomainName::toUnicode);
        name("example").below(text);
    }
}
