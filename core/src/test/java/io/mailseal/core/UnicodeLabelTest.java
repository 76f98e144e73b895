package io.mailseal.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.IdnaTable.DerivedProperty;
import java.net.IDN;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnicodeLabelTest {

    private static final String ZWNJ = "\u200C";
    private static final String ZWJ = "\u200D";

    private static void accepts(String label) {
        String aLabel = UnicodeLabel.toALabel(label);
        assertThat(aLabel).as(label).isNotNull().startsWith("xn--");
        assertThat(UnicodeLabel.isValidALabel(aLabel)).as(aLabel).isTrue();
        assertThat(UnicodeLabel.toULabel(aLabel)).isEqualTo(label);
    }

    // The label itself, and also as an A-label that somebody made of it without looking.
    private static void refuses(String label) {
        assertThat(UnicodeLabel.toALabel(label)).as(label).isNull();
        String pretended = "xn--" + Punycode.encode(label);
        assertThat(UnicodeLabel.isValidALabel(pretended)).as(pretended).isFalse();
        assertThat(UnicodeLabel.toULabel(pretended)).as(pretended).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "faß, xn--fa-hia",
        "bücher, xn--bcher-kva",
        "BüCHER, xn--bcher-kva",
        "δοκιμή, xn--jxalpdlp",
        "βόλος, xn--nxasmm1c", // the final sigma, too, stays what it is
        "испытание, xn--80akhbyknj4f",
        "παράδειγμα, xn--hxajbheg2az3al",
        "דוגמה, xn--6dbbec0c",
        "مثال, xn--mgbh0fb",
        "例え, xn--r8jz45g",
        "उदाहरण, xn--p1b6ci4b4b3a",
        "실례, xn--9n2bp8q",
        "straße-7, xn--strae-7-3va",
    })
    void turnsIntoAnALabel(String label, String aLabel) {
        assertThat(UnicodeLabel.toALabel(label)).isEqualTo(aLabel);
        assertThat(UnicodeLabel.isValidALabel(aLabel)).isTrue();
    }

    @Nested
    class Rfc5891_Section_5_4 {

        @ParameterizedTest
        @ValueSource(strings = {"Ü", "bÜcher", "Δοκιμή", "ｂücher", "ﬁü", "\u212Aü", "ſü", "Straẞe"})
        void nothingIsMapped(String label) {
            refuses(label);
        }

        @ParameterizedTest
        @ValueSource(strings = {"u\u0308ber", "e\u0301", "\u1100\u1161", "가\u11A8", "ü\u0323"})
        void notInNormalizationFormC(String label) {
            refuses(label);
        }

        @ParameterizedTest
        @ValueSource(strings = {"ab--ü", "üb--a", "xn--ü", "-ü", "ü-", "-", "--"})
        void hyphensOutOfPlace(String label) {
            refuses(label);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a--ü", "abc--ü", "ü--a", "𐌰b-ü"})
        void hyphensElsewhere(String label) {
            accepts(label);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\u0323a", "\u093Fक", "\u05B0א", "\uD800\uDDFDa"})
        void leadingCombiningMark(String label) {
            refuses(label);
        }

        @Test
        void disallowed() {
            refuses("☕");
            refuses("i❤ü");
            refuses("😀");
            refuses("例。え"); // ideographic full stop
            refuses("ü.b");
            refuses("ü_b");
            refuses("ü b");
            refuses("ü\u00A0b");
            refuses("ü\u2000b");
            refuses("ü\u00ADb"); // soft hyphen
            refuses("ü\u200Bb"); // zero width space
            refuses("ü\u202Eb"); // right-to-left override
            refuses("ü\uFE0F"); // variation selector
            refuses("ü\uFEFFb");
            refuses("ü\u0000");
            refuses("ü\u007F");
            refuses("ü\u0085");
            refuses("بـب"); // tatweel
            refuses("〱");
            refuses("①");
            refuses("½");
            refuses("ªü");
            refuses("\u1112\u1112"); // conjoining jamo
            refuses("\uAB70"); // a small Cherokee letter: there the capitals are the older ones
            refuses("\uE000ü"); // private use
            refuses("\uFFFEü"); // a noncharacter
        }

        @ParameterizedTest
        @ValueSource(strings = {"Ꮿ", "ıt", "ʻokina", "〇", "བོད་ཡིག", "𐐨", "𠜎", "ⴰ"})
        void permittedAlthoughUnusual(String label) {
            accepts(label);
        }
    }

    @Nested
    class Rfc5892_AppendixA {

        @Test
        void a1_nonJoinerBehindVirama() {
            accepts("क्" + ZWNJ + "ष");
            refuses("क" + ZWNJ + "ष");
        }

        @Test
        void a1_nonJoinerBetweenJoiningLetters() {
            accepts("نامه" + ZWNJ + "ای");
            accepts("می" + ZWNJ + "خواهم");
            accepts("بَ" + ZWNJ + "َب"); // a transparent vowel sign on each side
            accepts("ب" + ZWNJ + "ا"); // the alef joins to its right only, which is enough
            refuses("ا" + ZWNJ + "ب"); // to its left it joins nothing
            refuses("ب" + ZWNJ);
            refuses(ZWNJ + "ب");
            refuses("ب" + ZWNJ + ZWNJ + "ب");
            refuses("ü" + ZWNJ + "b");
        }

        @Test
        void a1_ofPhagsPaAndMongolian() {
            accepts("ꡲ" + ZWNJ + "ꡀ"); // left-joining
            refuses("ꡀ" + ZWNJ + "ꡲ");
            accepts("ᠠ" + ZWNJ + "ᠠ");
        }

        @Test
        void a2_joiner() {
            accepts("क्" + ZWJ + "ष");
            accepts("ශ්" + ZWJ + "රී");
            refuses("क" + ZWJ + "ष");
            refuses("ب" + ZWJ + "ب");
            refuses(ZWJ + "ü");
        }

        @Test
        void a3_middleDot() {
            accepts("l·l");
            accepts("col·lecció");
            accepts("l·l·l");
            refuses("l·a");
            refuses("a·l");
            refuses("·l");
            refuses("l·");
            refuses("l··l");
            assertThat(UnicodeLabel.toALabel("L·L")).isEqualTo(UnicodeLabel.toALabel("l·l"));
        }

        @Test
        void a4_greekLowerNumeralSign() {
            accepts("͵β");
            refuses("β͵");
            refuses("͵b");
        }

        @Test
        void a5_a6_geresh() {
            accepts("צ׳");
            accepts("צה״ל");
            refuses("׳צ");
            refuses("״צ");
            refuses("ü׳");
        }

        @Test
        void a7_katakanaMiddleDot() {
            accepts("テ・スト");
            accepts("・テ");
            accepts("a・の");
            accepts("中・");
            refuses("・");
            refuses("a・b");
            refuses("・ü");
            refuses("ー・"); // the prolonged sound mark is of no script
        }

        @Test
        void a8_a9_arabicIndicDigits() {
            accepts("ب٠١");
            accepts("ب۰۱");
            refuses("ب٠۱");
            refuses("ب۱ب٠");
        }
    }

    @Nested
    class Rfc5893_Section_2 {

        @Test
        void rule1_startsWithALetterOfItsDirection() {
            accepts("אב");
            refuses("1אב");
            refuses("٠ب"); // an Arabic number is right-to-left, but no start
            refuses("٠");
        }

        @Test
        void rule2_noLeftToRightWithin() {
            accepts("א-ב");
            refuses("אaב");
            refuses("אü");
        }

        @Test
        void rule3_endsWithLetterOrNumber() {
            accepts("אב1");
            accepts("ب٠");
            accepts("שָׁ"); // behind it may be non-spacing marks
            refuses("א꞉");
            refuses("אʹ");
        }

        @Test
        void rule4_notBothKindsOfNumbers() {
            accepts("ب1۲"); // the extended digits are European numbers
            refuses("ب1٢");
            refuses("ب۱ب٢");
        }

        @Test
        void rule5_noRightToLeftInLeftToRight() {
            refuses("aאb");
            refuses("üא");
            refuses("ü٠");
        }

        @Test
        void labelsWithoutRightToLeftCharactersAreFree() {
            accepts("1ü");
            accepts("üʹ");
        }
    }

    @Test
    void unpairedSurrogatesAreRefused() {
        for (String label : List.of("\uD800", "ü\uDC00", "\uDC00\uD800", "a\uD83D")) {
            assertThat(UnicodeLabel.toALabel(label)).isNull();
            assertThat(UnicodeLabel.isValidALabel("xn--" + label)).isFalse();
        }
        assertThat(UnicodeLabel.isValidALabel("xn--8c9b")).isFalse(); // U+D83D
    }

    @Nested
    class Length {

        @Test
        void anALabelHas63OctetsAtMost() {
            assertThat(UnicodeLabel.toALabel("a".repeat(55) + "ü")).hasSize(63);
            assertThat(UnicodeLabel.toALabel("a".repeat(56) + "ü")).isNull();
            assertThat(UnicodeLabel.toALabel("ü".repeat(5_000_000))).isNull();
            assertThat(UnicodeLabel.isValidALabel("xn--" + "a".repeat(5_000_000)))
                    .isFalse();
        }

        @Test
        void manyCodePointsOfTwoCharsFit() {
            accepts("𐐨".repeat(50));
        }
    }

    @Nested
    class NotULabels {

        @ParameterizedTest
        @ValueSource(strings = {"", "a", "example", "xn--fa-hia", "_dmarc", "."})
        void ascii(String label) {
            assertThat(UnicodeLabel.toALabel(label)).isNull();
        }
    }

    @Nested
    class ALabels {

        @ParameterizedTest
        @ValueSource(strings = {"xn--fa-hia", "XN--FA-HIA", "Xn--Fa-HiA", "xn--bcher-kva"})
        void inEitherCase(String label) {
            assertThat(UnicodeLabel.isValidALabel(label)).isTrue();
        }

        @Test
        void toULabelIsInLowerCase() {
            assertThat(UnicodeLabel.toULabel("XN--FA-HIA")).isEqualTo("faß");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "fa-hia",
                    "xn-",
                    "xn--",
                    "xn---",
                    "xn--a", // U+0080
                    "xn--abc-", // nothing but ASCII
                    "xn--abc",
                    "xn--fa-hi", // breaks off
                    "xn--fa-hia-", // a hyphen too much
                    "xn--faß-hia",
                    "xn--99999999",
                    "xn--tda1a", // not what an encoder makes
                    "xn--53h", // U+2615, disallowed
                    "xn--wgv71a\u0130",
                })
        void fakes(String label) {
            assertThat(UnicodeLabel.isValidALabel(label)).isFalse();
            assertThat(UnicodeLabel.toULabel(label)).isNull();
        }
    }

    @Nested
    class CodePointsLaterThanUnicode13 {

        // Of Unicode 14: Vithkuqi, a script that came with it. Of Unicode 15.1: a Han extension.
        private static final String VITHKUQI = "\uD801\uDD97\uD801\uDD98";
        private static final String HAN_I = "\uD87A\uDFF0";

        @Test
        void areRefusedInUnicode() {
            assertThat(UnicodeLabel.toALabel(VITHKUQI)).isNull();
            assertThat(UnicodeLabel.toALabel("a" + HAN_I)).isNull();
        }

        @Test
        void areAcceptedInAnALabelButNotShown() {
            String aLabel = "xn--" + Punycode.encode(VITHKUQI);
            assertThat(UnicodeLabel.isValidALabel(aLabel)).isTrue();
            assertThat(UnicodeLabel.toULabel(aLabel)).isNull();
        }

        @Test
        void maySatisfyAContextThatWeCannotJudge() {
            assertThat(UnicodeLabel.isValidALabel("xn--" + Punycode.encode(HAN_I + "・")))
                    .isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {HAN_I + "☕", HAN_I + "Ü", "ab--" + HAN_I, "-" + HAN_I, "\u0323" + HAN_I})
        void doNotExcuseTheRest(String label) {
            refuses(label);
        }
    }

    // IDNA2003 agrees where nothing is mapped and no deviation character (ß, ς, the joiners) occurs.
    @Property
    void agreesWithIdna2003(@ForAll("plainLabels") String label) {
        String aLabel = UnicodeLabel.toALabel(label);
        assertThat(aLabel == null ? "" : aLabel).isEqualTo(idna2003(label));
    }

    private static String idna2003(String label) {
        try {
            return IDN.toASCII(label, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException tooLong) {
            return "";
        }
    }

    @Provide
    Arbitrary<String> plainLabels() {
        return Arbitraries.of(
                        "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿāăąćčďđēęěğħīłńňōőřśšťūůźž",
                        "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώϊϋ",
                        "абвгдежзийклмнопрстуфхцчшщъыьэюяёђѓєѕіїјљњћќўџ",
                        "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
                        "بتثجحخدذرزسشصضطظعغفقلمنهوي",
                        "ぁあいうえおかがきぎくぐさしすせそたちつてとなにぬねのはばぱ",
                        "アイウエオカガキギクグサシスセソタチツテトナニヌネノ日本語中文字例名前",
                        "가각간갈감갑값강개객거건걸검것게겨결경계고곡",
                        "กขคงจฉชซญดตถทธนบปผฝพฟภมยรลวศษสหอฮ")
                .flatMap(alphabet -> Arbitraries.strings()
                        .withChars(alphabet.toCharArray())
                        .ofMinLength(1)
                        .ofMaxLength(30));
    }

    @Property
    void toULabelUndoesToALabel(@ForAll("permittedCodePoints") String label) {
        String aLabel = UnicodeLabel.toALabel(label);
        Assume.that(aLabel != null);
        assertThat(aLabel).hasSizeLessThanOrEqualTo(63);
        assertThat(UnicodeLabel.isValidALabel(aLabel)).isTrue();
        assertThat(UnicodeLabel.toULabel(aLabel)).isEqualTo(label);
    }

    @Provide
    Arbitrary<String> permittedCodePoints() {
        List<Integer> permitted = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(cp -> IdnaTable.unicode13().derivedProperty(cp) == DerivedProperty.PVALID)
                .boxed()
                .toList();
        return Arbitraries.of(permitted)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(points -> points.stream()
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    @Property
    void noStringThrows(@ForAll @StringLength(max = 140) String label) {
        UnicodeLabel.toALabel(label);
        assertThat(UnicodeLabel.isValidALabel("xn--" + label)).isEqualTo(UnicodeLabel.isValidALabel("XN--" + label));
    }

    @Property
    void anALabelIsTheOnlyOneOfItsULabel(@ForAll("asciiTails") String tail) {
        String uLabel = UnicodeLabel.toULabel("xn--" + tail);
        if (uLabel != null) {
            assertThat(UnicodeLabel.toALabel(uLabel)).isEqualTo("xn--" + tail);
        }
    }

    @Provide
    Arbitrary<String> asciiTails() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withChars('-')
                .ofMaxLength(62);
    }
}
