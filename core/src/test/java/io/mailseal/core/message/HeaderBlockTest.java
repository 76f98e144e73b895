package io.mailseal.core.message;

import static io.mailseal.core.message.MessageAnomaly.BARE_CR;
import static io.mailseal.core.message.MessageAnomaly.BARE_LF;
import static io.mailseal.core.message.MessageAnomaly.BLANK_LINE;
import static io.mailseal.core.message.MessageAnomaly.EMPTY_NAME;
import static io.mailseal.core.message.MessageAnomaly.FOLDED_NAME;
import static io.mailseal.core.message.MessageAnomaly.INVALID_NAME;
import static io.mailseal.core.message.MessageAnomaly.LEADING_CONTINUATION;
import static io.mailseal.core.message.MessageAnomaly.LIMIT_EXCEEDED;
import static io.mailseal.core.message.MessageAnomaly.LONG_LINE;
import static io.mailseal.core.message.MessageAnomaly.NON_ASCII_HEADER;
import static io.mailseal.core.message.MessageAnomaly.NO_COLON;
import static io.mailseal.core.message.MessageAnomaly.NO_SEPARATOR;
import static io.mailseal.core.message.MessageAnomaly.NUL;
import static io.mailseal.core.message.MessageAnomaly.REPEATED_FIELD;
import static io.mailseal.core.message.MessageAnomaly.SPACE_BEFORE_COLON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.Octets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderBlockTest {

    private static HeaderBlock parse(String latin1) {
        return HeaderBlock.parse(Octets.ofLatin1(latin1));
    }

    private static HeaderBlock parse(String latin1, MessageLimits limits) {
        return HeaderBlock.parse(Octets.ofLatin1(latin1), limits);
    }

    private static HeaderField only(String latin1) {
        List<HeaderField> fields = parse(latin1).fields();
        assertThat(fields).hasSize(1);
        return fields.get(0);
    }

    private static List<String> names(HeaderBlock header) {
        return header.fields().stream().map(HeaderField::name).toList();
    }

    @Nested
    class Section_2_1_header_and_body {

        @Test
        @DisplayName("MSG-01: the header ends at the first empty line")
        void endsAtTheFirstEmptyLine() {
            HeaderBlock header = parse("A: 1\r\nB: 2\r\n\r\nC: 3\r\n\r\n");
            assertThat(names(header)).containsExactly("A", "B");
            assertThat(header.raw()).isEqualTo(Octets.ofLatin1("A: 1\r\nB: 2\r\n"));
            assertThat(header.anomalies()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "A: 1\n\nC: 3\r\n",
                    "A: 1\r\r",
                    "A: 1\r\n\nB: 2\r\n",
                    "A: 1\n\r\nB: 2\r\n",
                    "A: 1\r\n\rB: 2\r\n"
                })
        void onlyCrlfMakesALine_T13(String text) {
            HeaderBlock header = parse(text);
            assertThat(header.raw()).isEqualTo(Octets.ofLatin1(text));
            assertThat(header.anomalies()).contains(NO_SEPARATOR).containsAnyOf(BARE_LF, BARE_CR);
        }

        @Test
        void aLineEndAfterALoneCrCounts() {
            assertThat(parse("A: 1\r\r\n\r\nB: 2").raw()).isEqualTo(Octets.ofLatin1("A: 1\r\r\n"));
            assertThat(parse("A: 1\r\n\r\r\n\r\nB: 2").raw()).isEqualTo(Octets.ofLatin1("A: 1\r\n\r\r\n"));
        }

        @Test
        void aMessageThatStartsWithAnEmptyLineHasNoFields() {
            HeaderBlock header = parse("\r\nFrom: a@b.example\r\n\r\n");
            assertThat(header.fields()).isEmpty();
            assertThat(header.raw()).isEqualTo(Octets.EMPTY);
            assertThat(header.anomalies()).isEmpty();
        }

        @Test
        void ofNothingIsEmptyAndNotEnded() {
            HeaderBlock header = parse("");
            assertThat(header.fields()).isEmpty();
            assertThat(header.anomalies()).containsExactly(NO_SEPARATOR);
        }

        @ParameterizedTest
        @ValueSource(strings = {"A: 1\r\nB: 2\r\n", "A: 1\r\nB: 2", "A: 1\r\nB: 2\r"})
        void withoutAnEmptyLineAllIsHeader(String text) {
            HeaderBlock header = parse(text);
            assertThat(names(header)).containsExactly("A", "B");
            assertThat(header.raw()).isEqualTo(Octets.ofLatin1(text));
            assertThat(header.anomalies()).contains(NO_SEPARATOR);
        }

        @Test
        void aLineOfBlanksIsNotEmpty() {
            HeaderBlock header = parse("A: 1\r\n \r\nB: 2\r\n\r\n");
            assertThat(names(header)).containsExactly("A", "B");
            assertThat(header.fields().get(0).unfoldedValue()).isEqualTo("1");
        }
    }

    @Nested
    class Section_2_1_1_line_length {

        @Test
        void of998Octets() {
            assertThat(only("A: " + "x".repeat(995) + "\r\n\r\n").anomalies()).isEmpty();
            assertThat(only("A: " + "x".repeat(996) + "\r\n\r\n").anomalies()).containsExactly(LONG_LINE);
        }

        @Test
        void ofEachLineOfAFoldedField() {
            String line = "x".repeat(990);
            assertThat(only("A: " + line + "\r\n " + line + "\r\n\r\n").anomalies())
                    .isEmpty();
            assertThat(only("A: b\r\n " + line + line + "\r\n c\r\n\r\n").anomalies())
                    .containsExactly(LONG_LINE);
        }

        @Test
        void aBareCrOrLfEndsNoLine() {
            String half = "x".repeat(600);
            assertThat(only("A: " + half + "\n" + half + "\r\n\r\n").anomalies())
                    .contains(LONG_LINE);
            assertThat(only("A: " + half + "\r" + half + "\r\n\r\n").anomalies())
                    .contains(LONG_LINE);
        }

        @Test
        void ofTheLastLineWithoutAnEnd() {
            assertThat(only("A: " + "x".repeat(995)).anomalies()).isEmpty();
            assertThat(only("A: " + "x".repeat(996)).anomalies()).containsExactly(LONG_LINE);
        }
    }

    @Nested
    class Section_2_2_fields {

        @Test
        void areRawAndInOrder() {
            HeaderBlock header = parse("B:  x \r\nA:y\r\nB:\tz\r\n\tzz\r\n\r\n");
            assertThat(header.fields())
                    .extracting(field -> field.raw().toLatin1())
                    .containsExactly("B:  x \r\n", "A:y\r\n", "B:\tz\r\n\tzz\r\n");
            assertThat(header.fields())
                    .extracting(field -> field.rawValue().toLatin1())
                    .containsExactly("  x \r\n", "y\r\n", "\tz\r\n\tzz\r\n");
        }

        @Test
        void ofOneNameFromTopToBottom() {
            HeaderBlock header = parse("Received: 1\r\nA: x\r\nRECEIVED: 2\r\n\r\n");
            assertThat(header.fields("received"))
                    .extracting(HeaderField::unfoldedValue)
                    .containsExactly("1", "2");
            assertThat(header.fields("Receive")).isEmpty();
            assertThatThrownBy(() -> header.fields().clear()).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> header.fields("A").clear()).isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        @DisplayName("MSG-07: names are compared as ASCII, whatever the locale")
        void namesAreComparedAsAscii() {
            Locale before = Locale.getDefault();
            try {
                Locale.setDefault(Locale.forLanguageTag("tr-TR"));
                HeaderBlock header = parse("MIME-VERSION: 1.0\r\nMime-Version: 1.0\r\n\r\n");
                assertThat(header.fields("mime-version")).hasSize(2);
                assertThat(header.fields("m\u0131me-version")).isEmpty();
                assertThat(header.anomalies()).contains(REPEATED_FIELD);
            } finally {
                Locale.setDefault(before);
            }
        }

        @Test
        void everyPrintableCharacterButTheColonMayBeInAName() {
            StringBuilder name = new StringBuilder();
            for (char c = 0x21; c < 0x7F; c++) {
                name.append(c == ':' ? "" : String.valueOf(c));
            }
            assertThat(only(name + ": x\r\n\r\n").name()).isEqualTo(name.toString());
            assertThat(only(name + ": x\r\n\r\n").anomalies()).isEmpty();
        }

        @Test
        void anEmptyValueIsAValue() {
            assertThat(only("A:\r\n\r\n").unfoldedValue()).isEmpty();
            assertThat(only("A:\r\n\r\n").rawValue()).isEqualTo(Octets.ofLatin1("\r\n"));
            assertThat(only("A:").rawValue()).isEqualTo(Octets.EMPTY);
            assertThat(only("A: \t\r\n \r\n\r\n").unfoldedValue()).isEmpty();
        }

        @Test
        void aValueWithoutANameIsAValue() {
            assertThat(only(": b\r\n\r\n").unfoldedValue()).isEqualTo("b");
            assertThat(only(": b\r\n\r\n").rawValue()).isEqualTo(Octets.ofLatin1(" b\r\n"));
        }

        @Test
        void eachLetterIsTheSameInEitherCaseAndNothingElse() {
            for (char c = '@'; c <= '['; c++) {
                boolean letter = c != '@' && c != '[';
                char other = (char) (c + 'a' - 'A');
                assertThat(only(c + "x: y\r\n\r\n").isNamed(other + "X")).isEqualTo(letter);
                assertThat(only(other + "x: y\r\n\r\n").isNamed(c + "X")).isEqualTo(letter);
            }
        }

        @Test
        void aNameIsNoneThatGoesOnOrBeginsEarlier_T07() {
            assertThat(only("\u0000From: x\r\n\r\n").isNamed("From")).isFalse();
            assertThat(only("From: x\r\n\r\n").isNamed("\u0000From")).isFalse();
            HeaderBlock header = parse("\u0000From: x\r\nFrom: y\r\n\r\n");
            assertThat(header.count("From")).isEqualTo(1);
            assertThat(header.count("\u0000From")).isEqualTo(1);
            assertThat(header.anomalies()).doesNotContain(REPEATED_FIELD);
        }

        @Test
        void onlyTheFirstColonCounts() {
            assertThat(only("A: b: c\r\n\r\n").unfoldedValue()).isEqualTo("b: c");
        }

        @Test
        void areEqualByTheirOctets() {
            assertThat(only("A: b\r\n\r\n")).isEqualTo(only("A: b\r\n\r\n")).hasSameHashCodeAs(only("A: b\r\n\r\n"));
            assertThat(only("A: b\r\n\r\n")).isNotEqualTo(only("a: b\r\n\r\n")).isNotEqualTo(only("A:  b\r\n\r\n"));
            assertThat(only("A: b\r\n\r\n").hashCode())
                    .isNotEqualTo(only("A: c\r\n\r\n").hashCode());
            assertThat(only("A: b\r\n\r\n"))
                    .hasToString(Octets.ofLatin1("A: b\r\n").toString());
        }
    }

    @Nested
    class Section_2_2_3_folding {

        @ParameterizedTest
        @CsvSource({"' b c ', b c", "' b\r\n c', b c", "'b\r\n\tc', b\tc", "'\r\n b', b", "' b\r\n \r\n  c\r\n ', b   c"
        })
        void isUndone(String value, String expected) {
            assertThat(only("A:" + value + "\r\n\r\n").unfoldedValue()).isEqualTo(expected);
        }

        @Test
        void leavesBareCrAndLfWhereTheyAre() {
            assertThat(only("A: b\rc\nd\n\r e\r\n\r\n").unfoldedValue()).isEqualTo("b\rc\nd\n\r e");
        }

        @Test
        void leavesACrAtTheVeryEndWhereItIs() {
            assertThat(only("A: b\r").unfoldedValue()).isEqualTo("b\r");
            assertThat(only("A: b\r\n").unfoldedValue()).isEqualTo("b");
        }

        @Test
        void isNotDoneByALoneLf_T13() {
            HeaderBlock header = parse("A: b\n c\nFrom: evil@a.example\r\n\r\n");
            assertThat(names(header)).containsExactly("A");
            assertThat(header.anomalies()).containsExactly(BARE_LF);
        }
    }

    /** MSG-02: anomalies are exposed and not repaired. */
    @Nested
    class Msg02_anomalies {

        @Test
        void bareLf() {
            assertThat(only("A: b\nc\r\n\r\n").anomalies()).containsExactly(BARE_LF);
        }

        @ParameterizedTest
        @ValueSource(strings = {"A: b\rc\r\n\r\n", "A: b\r\r\n\r\n", "A: b\r\n\r\r\n\r\n", "A: b\n\rc\n\r\n\r\n"})
        void bareCr(String text) {
            assertThat(parse(text).anomalies()).contains(BARE_CR);
        }

        @Test
        void aCrAtTheVeryEnd() {
            assertThat(parse("A: b\r").anomalies()).containsExactly(BARE_CR, NO_SEPARATOR);
        }

        @Test
        void nul() {
            HeaderField field = only("A: b\u0000c\r\n\r\n");
            assertThat(field.anomalies()).containsExactly(NUL);
            assertThat(field.unfoldedValue()).isEqualTo("b\u0000c");
        }

        @Test
        @DisplayName("T14: octets above 127 stay opaque")
        void nonAscii() {
            HeaderField field = only("From: j\u00F6rg@a.example\r\n\r\n");
            assertThat(field.anomalies()).containsExactly(NON_ASCII_HEADER);
            assertThat(field.unfoldedValue()).isEqualTo("j\u00F6rg@a.example");
            assertThat(only("A: +AGE-\r\n\r\n").unfoldedValue()).isEqualTo("+AGE-");
        }

        @Test
        void nonAsciiInTheName() {
            assertThat(only("Fr\u00F6m: x\r\n\r\n").anomalies()).containsExactly(NON_ASCII_HEADER, INVALID_NAME);
        }

        @ParameterizedTest
        @ValueSource(strings = {"no colon here", "x", "=?utf-8?q?From=3A?= x"})
        void noColon(String line) {
            HeaderBlock header = parse("A: b\r\n" + line + "\r\nC: d\r\n\r\n");
            HeaderField field = header.fields().get(1);
            assertThat(field.anomalies()).containsExactly(NO_COLON);
            assertThat(field.name()).isEmpty();
            assertThat(field.unfoldedValue()).isEmpty();
            assertThat(field.rawValue()).isEqualTo(Octets.EMPTY);
            assertThat(field.raw()).isEqualTo(Octets.ofLatin1(line + "\r\n"));
            assertThat(names(header)).containsExactly("A", "", "C");
        }

        @ParameterizedTest
        @ValueSource(strings = {": x\r\n\r\n", " : x\r\n\r\n", "\t\r\n : x\r\n\r\n", ":"})
        void emptyName(String text) {
            HeaderField field = only(text);
            assertThat(field.anomalies()).contains(EMPTY_NAME);
            assertThat(field.name()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"a b: x", "From\u0000: x", "From\u000B: x", "From\u007F: x", "a\r\n b: x", "a\rb: x"})
        void invalidName(String line) {
            assertThat(only(line + "\r\n\r\n").anomalies()).contains(INVALID_NAME);
        }

        @Test
        void leadingContinuation() {
            HeaderBlock header = parse(" a\r\n b\r\nC: d\r\n\r\n");
            assertThat(header.fields()).hasSize(2);
            assertThat(header.fields().get(0).anomalies()).containsExactly(NO_COLON, LEADING_CONTINUATION);
        }

        @Test
        void aFieldHasItsOwnAlone() {
            HeaderBlock header = parse("A : b\r\nC: d\r\nno colon\r\nE: f\r\n\r\n");
            assertThat(header.fields())
                    .extracting(HeaderField::anomalies)
                    .containsExactly(Set.of(SPACE_BEFORE_COLON), Set.of(), Set.of(NO_COLON), Set.of());
        }

        @Test
        void theBlockHasThoseOfAllFields() {
            assertThat(parse("A : b\r\nC: \u0000\r\n\r\n").anomalies()).containsExactly(NUL, SPACE_BEFORE_COLON);
            assertThat(parse("A: b\r\n\r\n\u0000").anomalies()).isEmpty();
        }
    }

    /** T07: what some reader takes for From is counted as From by us. */
    @Nested
    class T07_spellings_of_From {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "From : x",
                    "From\t: x",
                    "From \t : x",
                    "From\r\n : x",
                    "From\r\n \r\n\t: x",
                    "From\r: x",
                    "From\n: x"
                })
        void withSpaceBeforeTheColon(String line) {
            HeaderField field = only(line + "\r\n\r\n");
            assertThat(field.isNamed("from")).isTrue();
            assertThat(field.unfoldedValue()).isEqualTo("x");
            assertThat(field.anomalies()).contains(SPACE_BEFORE_COLON);
            assertThat(field.anomalies().contains(FOLDED_NAME))
                    .as("not on one line")
                    .isEqualTo(line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0);
        }

        @Test
        void aLineOfBlanksEndsNoHeaderAndIsReported() {
            HeaderBlock header = parse("A: b\r\n \t\r\n c\r\nD: e\r\n\r\n");
            assertThat(header.fields()).hasSize(2);
            assertThat(header.anomalies()).containsExactly(BLANK_LINE);
            assertThat(parse("A: b\r\n c \r\n\r\n").anomalies()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {" From: x", "\tFrom: x", " \r\n From: x"})
        void asAContinuationOfNothing(String line) {
            HeaderField field = only(line + "\r\n\r\n");
            assertThat(field.isNamed("from")).isTrue();
            assertThat(field.anomalies()).contains(LEADING_CONTINUATION);
        }

        @Test
        void afterABareLineFeed() {
            assertThat(only("\nFrom: x\r\n\r\n").isNamed("From")).isTrue();
            assertThat(only("\nFrom: x\r\n\r\n").anomalies()).containsExactly(BARE_LF);
        }

        @ParameterizedTest
        @ValueSource(strings = {" From: x\r\nFrom: y", "From: y\r\nFrom : x", "from: y\r\nFrom\r\n : x"})
        void countedBesideACleanOne(String fields) {
            HeaderBlock header = parse(fields + "\r\n\r\n");
            assertThat(header.fields("From")).hasSize(2);
            assertThat(header.anomalies()).contains(REPEATED_FIELD);
        }

        @ParameterizedTest
        @ValueSource(strings = {"X-From: x", "Fro m: x", "From\u0000: x", "A: b\r\n From: x", "\u00A0From: x"})
        void whatIsNotOne(String fields) {
            assertThat(parse(fields + "\r\n\r\n").fields("From")).isEmpty();
        }

        @Test
        void theLineOfAnMboxIsNotOne() {
            HeaderBlock header = parse("From a@b.example Thu Jan  1 00:00:00 1970\r\nFrom: x\r\n\r\n");
            assertThat(header.fields("From")).hasSize(1);
            assertThat(header.anomalies()).containsExactly(INVALID_NAME);
        }
    }

    @Nested
    class Section_3_6_how_often {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Date",
                    "FROM",
                    "Sender",
                    "Reply-To",
                    "To",
                    "Cc",
                    "Bcc",
                    "Message-ID",
                    "In-Reply-To",
                    "References",
                    "Subject",
                    "MIME-Version",
                    "Content-Type"
                })
        void onceAtMost(String name) {
            assertThat(parse(name + ": a\r\nX: y\r\n" + name.toLowerCase(Locale.ROOT) + ": a\r\n\r\n")
                            .anomalies())
                    .containsExactly(REPEATED_FIELD);
        }

        @ParameterizedTest
        @ValueSource(strings = {"Received", "Comments", "Keywords", "DKIM-Signature", "Resent-From", "X-Any"})
        void anyNumber(String name) {
            assertThat(parse(name + ": a\r\n" + name + ": a\r\n\r\n").anomalies())
                    .isEmpty();
        }
    }

    /** MSG-08 and T99: hard caps, and a defined result beyond them. */
    @Nested
    class Msg08_limits {

        private final MessageLimits limits = new MessageLimits(100, 4, 50);

        @Test
        void ofAllFieldsTogetherCountsTheFieldsAlone() {
            String fields = ("A: " + "x".repeat(45) + "\r\n").repeat(2); // 100 octets
            assertThat(parse(fields + "\r\n", limits).anomalies()).isEmpty();
            assertThat(parse(fields, limits).anomalies()).containsExactly(NO_SEPARATOR);
        }

        @Test
        void ofAllFieldsTogether() {
            String fields = "A: x\r\n" + ("A: " + "x".repeat(45) + "\r\n").repeat(2);
            HeaderBlock header = parse(fields + "\r\n", limits);
            assertThat(header.isTruncated()).isTrue();
            assertThat(header.anomalies()).contains(LIMIT_EXCEEDED).doesNotContain(NO_SEPARATOR);
            assertThat(header.raw().length()).isEqualTo(101);
        }

        @Test
        void ofOneField() {
            String most = "A: " + "x".repeat(45) + "\r\n";
            assertThat(parse(most + "\r\n", limits).isTruncated()).isFalse();
            HeaderBlock header = parse("B: y\r\nx" + most + "C: z\r\n\r\n", limits);
            assertThat(header.isTruncated()).isTrue();
            assertThat(names(header)).containsExactly("B");
            assertThat(header.raw()).isEqualTo(Octets.ofLatin1("B: y\r\nx" + most + "C: z\r\n"));
        }

        @Test
        void ofTheNumberOfFields() {
            assertThat(parse("A: b\r\n".repeat(4) + "\r\n", limits).isTruncated())
                    .isFalse();
            HeaderBlock header = parse("A: b\r\n".repeat(5) + "\r\n", limits);
            assertThat(header.isTruncated()).isTrue();
            assertThat(header.fields()).hasSize(4);
        }

        @Test
        void thatAllowNothingAreRefused() {
            assertThatThrownBy(() -> new MessageLimits(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new MessageLimits(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new MessageLimits(1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"a:\r\n", "\r\n ", "x", ":", "a: b\r\n c\r\n", "\r", "\n", " \r\n", "\u0000", "From : x\r\n"
                })
        void holdForAMegabyteOfAnything_T98_T99(String pattern) {
            String text = "A: b" + pattern.repeat((1 << 20) / pattern.length());
            MessageLimits wide = new MessageLimits(1 << 21, 1 << 21, 1 << 21);
            assertThat(parse(text, wide).raw().length()).isPositive();
            HeaderBlock header = parse(text);
            assertThat(header.fields()).hasSizeLessThanOrEqualTo(2000);
            assertThat(header.fields("From")).hasSizeLessThanOrEqualTo(2000);
        }
    }
}
