package io.mailseal.core;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PunycodeTest {

    /** The samples, in the order of the RFC, (A) to (S). */
    @ParameterizedTest
    @CsvSource(delimiterString = " | ", textBlock = """
                    ليهمابتكلموشعربي؟ | egbpdaj6bu4bxfgehfvwxn
                    他们为什么不说中文 | ihqwcrb4cv8a8dqg056pqjye
                    他們爲什麽不說中文 | ihqwctvzc91f659drss3x8bo0yb
                    Pročprostěnemluvíčesky | Proprostnemluvesky-uyb24dma41a
                    למההםפשוטלאמדבריםעברית | 4dbcagdahymbxekheh6e0a7fei0b
                    यहलोगहिन्दीक्योंनहींबोलसकतेहैं | i1baa7eci9glrd9b2ae1bj0hfcgg6iyaf8o0a1dig0cd
                    なぜみんな日本語を話してくれないのか | n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa
                    세계의모든사람들이한국어를이해한다면얼마나좋을까 | \
                    989aomsvi5e83db1d2a355cv1e0vak1dwrv93d5xbh15a0dt30a5jpsd879ccm6fea98c
                    почемужеонинеговорятпорусски | b1abfaaepdrnnbgefbadotcwatmq2g4l
                    PorquénopuedensimplementehablarenEspañol | PorqunopuedensimplementehablarenEspaol-fmd56a
                    TạisaohọkhôngthểchỉnóitiếngViệt | TisaohkhngthchnitingVit-kjcr8268qyxafd2f1b9g
                    3年B組金八先生 | 3B-ww4c5e180e575a65lsy2b
                    安室奈美恵-with-SUPER-MONKEYS | -with-SUPER-MONKEYS-pc58ag80a8qai00g7n9n
                    Hello-Another-Way-それぞれの場所 | Hello-Another-Way--fc4qua05auwb3674vfr0b
                    ひとつ屋根の下2 | 2-u9tlzr9756bt3uc0v
                    MajiでKoiする5秒前 | MajiKoi5-783gue6qz075azm5e
                    パフィーdeルンバ | de-jg4avhby1noc0d
                    そのスピードで | d9juau41awczczp
                    -> $1.00 <- | -> $1.00 <--""")
    void section_7_1(String text, String encoded) {
        assertThat(Punycode.encode(text)).isEqualTo(encoded);
        assertThat(Punycode.decode(encoded)).isEqualTo(text);
    }

    @Nested
    class Decode {

        @Test
        void takesDigitsInEitherCase() {
            assertThat(Punycode.decode("IHQWCRB4CV8A8DQG056PQJYE")).isEqualTo("他们为什么不说中文");
        }

        @Test
        void ofAsciiAlone() {
            assertThat(Punycode.decode("abc-")).isEqualTo("abc");
            assertThat(Punycode.decode("")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "-", // nothing to delimit
                    "-a", // the same
                    "abc-z", // breaks off
                    "abc-_", // no digit
                    "bücher", // not ASCII
                    "99999999", // far beyond U+10FFFF
                    "a-99999999999999999999999999999999999999999999", // overflows 64 bits, too
                })
        void refuses(String encoded) {
            assertThat(Punycode.decode(encoded)).isNull();
        }

        @Test
        void refusesSurrogates() {
            // U+D83D and U+DE00, each by itself; in a string the two would become U+1F600.
            assertThat(Punycode.decode("8c9bk9h")).isNull();
        }

        @Test
        void reachesTheLastCodePoint() {
            String last = Character.toString(Character.MAX_CODE_POINT);
            assertThat(Punycode.decode("dn32g")).isEqualTo(last);
            assertThat(Punycode.encode(last)).isEqualTo("dn32g");
            assertThat(Punycode.decode("en32g")).isNull();
        }
    }

    @Nested
    class Encode {

        @Test
        void refusesUnpairedSurrogates() {
            assertThat(Punycode.encode("\uD800")).isNull();
            assertThat(Punycode.encode("a\uDC00")).isNull();
            assertThat(Punycode.encode("ü\uDC00\uD800")).isNull();
            assertThat(Punycode.encode("\uD83D\uDE00")).isEqualTo("e28h");
        }

        @Test
        void refusesWhatNoNameCanHold() {
            assertThat(Punycode.encode("a".repeat(254))).hasSize(255);
            assertThat(Punycode.encode("a".repeat(255))).isNull();
            assertThat(Punycode.encode("ü".repeat(1_000_000))).isNull();
            assertThat(Punycode.decode("a".repeat(256))).isNull();
        }
    }

    @Property
    void decodeUndoesEncode(@ForAll @StringLength(max = 70) String text) {
        String encoded = Punycode.encode(text);
        if (encoded != null) {
            assertThat(Punycode.decode(encoded)).isEqualTo(text);
        }
    }

    @Property
    void decodeNeverThrows(
            @ForAll @StringLength(max = 70) @CharRange(from = 'a', to = 'z') @CharRange(from = '-', to = '9')
                    String text) {
        String decoded = Punycode.decode(text);
        if (decoded != null) {
            assertThat(Punycode.encode(decoded)).isNotNull();
        }
    }
}
