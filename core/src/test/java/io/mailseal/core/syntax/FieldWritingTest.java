package io.mailseal.core.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5322: text on its way into a structured header field. */
class FieldWritingTest {

    @Nested
    class Section_3_2_2_and_3_2_4_quoting {

        @Test
        void escapesWhatWouldEndIt() {
            assertThat(Quoting.COMMENT.quote("a (b) \\ \"c\"")).isEqualTo("(a \\(b\\) \\\\ \"c\")");
            assertThat(Quoting.QUOTED_STRING.quote("a (b) \\ \"c\"")).isEqualTo("\"a (b) \\\\ \\\"c\\\"\"");
            assertThat(Quoting.COMMENT.quote("")).isEqualTo("()");
            assertThat(Quoting.QUOTED_STRING.quote("\t")).isEqualTo("\"\t\"");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"\r\n", "\n", "\r", "\u0000", "\u001F", "\u007F", "\u0080", "\u00FC", "\uD83D", "\uFF02"})
        void refusesWhatNothingMakesSafe_T04(String text) {
            for (Quoting quoting : Quoting.values()) {
                assertThat(quoting.canHold("a" + text)).isFalse();
                assertThatIllegalArgumentException().isThrownBy(() -> quoting.require("a" + text));
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> quoting.quote("secret" + text))
                        .withMessageNotContainingAny("secret", "\r", "\n");
            }
        }

        @Test
        void internationalizedMailHasMore() {
            assertThat(Quoting.QUOTED_STRING.quoteInternational("gr\u00FC\u00DFe \uD83D\uDE00 \"\uFF02"))
                    .isEqualTo("\"gr\u00FC\u00DFe \uD83D\uDE00 \\\"\uFF02\"");
            assertThat(Quoting.COMMENT.quoteInternational("\u00FC(")).isEqualTo("(\u00FC\\()");
            assertThat(Quoting.COMMENT.canHoldInternational("\u00FC".repeat(450)))
                    .isTrue();
            assertThat(Quoting.COMMENT.canHoldInternational("\u00FC".repeat(450) + "a"))
                    .isFalse();
            assertThat(Quoting.COMMENT.canHoldInternational("\uD83D\uDE00".repeat(225)))
                    .isTrue();
            assertThat(Quoting.COMMENT.canHoldInternational("\uD83D\uDE00".repeat(225) + "a"))
                    .isFalse();
            assertThat(Quoting.COMMENT.canHoldInternational("(".repeat(450))).isTrue();
            assertThat(Quoting.COMMENT.canHoldInternational("(".repeat(451))).isFalse();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\r\n",
                    "\n",
                    "\r",
                    "\u0000",
                    "\u001F",
                    "\u007F",
                    "\u0085",
                    "\u2028",
                    "\u2029",
                    "\uD83D",
                    "\uDE00",
                    "\uFFFE",
                    "\uDBFF\uDFFF",
                    "\u202A",
                    "\u202E",
                    "\u2066",
                    "\u2069"
                })
        void internationalizedMailHasNotEverything_T04(String text) {
            for (Quoting quoting : Quoting.values()) {
                assertThat(quoting.canHoldInternational("\u00FC" + text)).isFalse();
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> quoting.quoteInternational("secret" + text))
                        .withMessageNotContainingAny("secret", "\r", "\n");
            }
        }

        @Test
        void countsTheOctetsOfEachCharacter() {
            for (String full :
                    List.of("a".repeat(900), "\u07FF".repeat(450), "\u0800".repeat(300), "\uFFFD".repeat(300))) {
                assertThat(Quoting.COMMENT.canHoldInternational(full)).isTrue();
                assertThat(Quoting.COMMENT.canHoldInternational(full + "a")).isFalse();
            }
            assertThat(Quoting.COMMENT.canHoldInternational("\uD800\uDC00".repeat(225)))
                    .isTrue();
            assertThat(Quoting.COMMENT.canHoldInternational("\uD800\uDC00".repeat(225) + "a"))
                    .isFalse();
            assertThat(Quoting.COMMENT.canHoldInternational(" \t~\u00A0")).isTrue();
        }

        @Test
        void countsTheEscapes() {
            assertThat(Quoting.QUOTED_STRING.canHold("\"".repeat(450))).isTrue();
            assertThat(Quoting.QUOTED_STRING.canHold("\"".repeat(450) + "a")).isFalse();
            assertThat(Quoting.COMMENT.canHold("\"".repeat(900))).isTrue();
            assertThat(Quoting.COMMENT.canHold("(".repeat(451))).isFalse();
            assertThat(Quoting.COMMENT.canHold("a".repeat(901))).isFalse();
        }
    }

    @Nested
    class Section_3_2_3_dot_atom {

        @ParameterizedTest
        @ValueSource(
                strings = {"a", "mx.example.org", "192.0.2.1", "!#$%&'*+-/=?^_`{|}~", "a/24", "-", "A.9", "azAZ09"})
        void matches(String text) {
            assertThat(DotAtom.matches(text)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "", ".", ".a", "a.", "a..b", "a b", "a@b", "a:b", "(", "\"a\"", "\\", "a;", "\u00FC", "\r", "a,b",
                    "@", "["
                })
        void doesNotMatch(String text) {
            assertThat(DotAtom.matches(text)).isFalse();
        }
    }

    @Nested
    class Section_2_2_3_folding {

        @Test
        void aWordKeepsTheColumnOfTheSemicolonFree() {
            String word = "w".repeat(20);
            FoldedText fits = FoldedText.with("\n");
            fits.append("x".repeat(56));
            fits.word(word);
            assertThat(fits).hasToString("x".repeat(56) + " " + word);
            FoldedText tooLong = FoldedText.with("\n");
            tooLong.append("x".repeat(57));
            tooLong.word(word);
            assertThat(tooLong).hasToString("x".repeat(57) + "\n        " + word);
        }

        private static FoldedText field() {
            FoldedText text = FoldedText.with("\n");
            text.append("Name: value");
            return text;
        }

        @Test
        void goesOnWhereItFits() {
            FoldedText text = field();
            text.item("a=b;");
            text.item("x".repeat(78 - 17));
            text.item("c");
            assertThat(text).hasToString("Name: value a=b; " + "x".repeat(61) + "\n    c");
        }

        @Test
        void breaksAtASpaceThatBecomesTheIndentation() {
            FoldedText text = field();
            text.phrase(" (" + "word ".repeat(14) + "end)");
            assertThat(text).hasToString("Name: value (" + "word ".repeat(12) + "word\n word end)");
        }

        @Test
        void breaksBeforeAPhraseToo() {
            FoldedText text = field();
            text.phrase(" (" + "x".repeat(70) + ")");
            assertThat(text).hasToString("Name: value\n (" + "x".repeat(70) + ")");
        }

        @Test
        void doesNotBreakBehindABlankWhichWouldEndTheLine() {
            FoldedText text = FoldedText.with("\n");
            text.append("Name: ");
            text.phrase(" " + "x".repeat(80));
            assertThat(text).hasToString("Name:  " + "x".repeat(80));
        }

        @Test
        void leavesRunsOfBlanksAlone() {
            FoldedText text = field();
            String blanks = "a" + " ".repeat(80) + "b" + " \t ".repeat(30) + "c ";
            text.item(blanks);
            assertThat(text).hasToString("Name: value\n    " + blanks);
        }

        @Test
        void doesNotFoldOnOneLine() {
            FoldedText text = FoldedText.onOneLine();
            text.append("Name:");
            text.newLine("a b");
            text.word("c".repeat(100));
            text.item("d e".repeat(100));
            text.phrase(" f");
            assertThat(text).hasToString("Name: a b " + "c".repeat(100) + " " + "d e".repeat(100) + " f");
        }
    }

    @Property
    void unfoldingGivesTheTextBack(@ForAll("phrases") String phrase, @ForAll("phrases") String other) {
        FoldedText text = FoldedText.with("\r\n");
        text.append("Name: <");
        text.phrase(phrase + ">");
        text.phrase(" <" + other + ">");
        String unfolded = HeaderBlock.parse(Octets.ofLatin1(text + "\r\n\r\n"))
                .fields("Name")
                .get(0)
                .unfoldedValue();
        assertThat(unfolded).isEqualTo("<" + phrase + "> <" + other + ">");
        assertThat(text.toString().lines()).noneMatch(String::isBlank);
    }

    @Provide
    Arbitrary<String> phrases() {
        return Arbitraries.of("a", "word ", " ", "\t", "long-word-that-takes-room", "b c d")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }
}
