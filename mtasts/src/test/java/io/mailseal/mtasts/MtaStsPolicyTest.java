package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.mtasts.MtaStsFinding.Code;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The policy by itself (§3.2). */
class MtaStsPolicyTest {

    static final String GOOD = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 1000000\n";

    static MtaStsParse<MtaStsPolicy> parse(String text) {
        return MtaStsPolicy.parse(Octets.ofUtf8(text));
    }

    static MtaStsPolicy assertValid(String text, Code... findings) {
        MtaStsParse<MtaStsPolicy> parse = parse(text);
        assertThat(parse.findings()).extracting(MtaStsFinding::code).containsExactly(findings);
        assertThat(parse.value()).as(parse::toString).isPresent();
        assertThat(parse.explanation()).isEmpty();
        return parse.value().orElseThrow();
    }

    static void assertInvalid(String text, Code... findings) {
        MtaStsParse<MtaStsPolicy> parse = parse(text);
        assertThat(parse.value()).as(text).isEmpty();
        assertThat(parse.findings()).extracting(MtaStsFinding::code).contains(findings);
        assertThat(parse.explanation()).isNotEmpty();
    }

    static void assertMaxAge(String text, long seconds, Code... findings) {
        MtaStsPolicy policy = assertValid(
                GOOD.replace("enforce", "none")
                        .replace("mx: mail.example.com\n", "")
                        .replace("1000000", text),
                findings);
        assertThat(policy.maxAge()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Nested
    class Section_3_2_lines {

        @Test
        @DisplayName("STS_06 the example of the RFC")
        void example() {
            MtaStsPolicy policy = assertValid("""
                    version: STSv1
                    mode: enforce
                    mx: mail.example.com
                    mx: *.example.net
                    mx: backupmx.example.com
                    max_age: 604800
                    """, Code.WILDCARD_MX);
            assertThat(policy.mode()).isEqualTo(MtaStsMode.ENFORCE);
            assertThat(policy.maxAge()).isEqualTo(Duration.ofDays(7));
            assertThat(policy.mx())
                    .containsExactly(
                            MxPattern.of("mail.example.com"),
                            MxPattern.of("*.example.net"),
                            MxPattern.of("backupmx.example.com"));
        }

        @Test
        @DisplayName("STS_06 LF or CRLF, also mixed; the last line needs no end")
        void lineEnds() {
            MtaStsPolicy policy = assertValid(GOOD);
            assertThat(assertValid(GOOD.replace("\n", "\r\n"))).isEqualTo(policy);
            assertThat(assertValid(GOOD.replace("STSv1\n", "STSv1\r\n"))).isEqualTo(policy);
            assertThat(assertValid(GOOD.substring(0, GOOD.length() - 1))).isEqualTo(policy);
            assertInvalid(GOOD.replace("\n", "\r"), Code.INVALID_VERSION);
            assertInvalid(GOOD.replace("\n", "\r\r\n"), Code.INVALID_VERSION);
        }

        @Test
        @DisplayName("STS_06 blanks after the colon and at the end of a line, and nowhere else")
        void blanks() {
            MtaStsPolicy policy = assertValid(GOOD);
            assertThat(assertValid(GOOD.replace(": ", ":"))).isEqualTo(policy);
            assertThat(assertValid(GOOD.replace(": ", ": \t\t ").replace("\n", " \t\n")))
                    .isEqualTo(policy);
            assertInvalid(" " + GOOD, Code.INVALID_LINE);
            assertInvalid(GOOD.replace("mode:", "mode :"), Code.INVALID_LINE);
            assertInvalid(GOOD.replace("mode:", "\tmode:"), Code.INVALID_LINE);
        }

        @Test
        @DisplayName("STS_06 an empty line is none of the grammar")
        void emptyLines() {
            assertInvalid(GOOD + "\n", Code.EMPTY_LINE);
            assertInvalid(GOOD.replace("mode", "\nmode"), Code.EMPTY_LINE);
            assertInvalid("\n" + GOOD, Code.EMPTY_LINE);
            assertInvalid(GOOD + " \t", Code.EMPTY_LINE);
        }

        @Test
        @DisplayName("STS_06 version, mode and max_age are required, and mx unless the mode is none")
        void required() {
            assertInvalid("", Code.MISSING_VERSION, Code.MISSING_MODE, Code.MISSING_MAX_AGE, Code.MISSING_MX);
            assertInvalid("mode: none\nmax_age: 1", Code.MISSING_VERSION);
            assertInvalid("version: STSv1\nmax_age: 1\nmx: a.example", Code.MISSING_MODE);
            assertInvalid("version: STSv1\nmode: none", Code.MISSING_MAX_AGE);
            assertInvalid("version: STSv1\nmode: testing\nmax_age: 1", Code.MISSING_MX);
            assertInvalid("version: STSv1\nmode: enforce\nmax_age: 1", Code.MISSING_MX);
            assertValid("version: STSv1\nmode: none\nmax_age: 1");
            assertValid("version: STSv1\nmode: none\nmax_age: 1\nmx: a.example", Code.POINTLESS_MX);
        }

        @Test
        @DisplayName("STS_06 the fields come in any order")
        void order() {
            assertValid("mx: a.example\nmax_age: 1000000\nmode: enforce\nversion: STSv1");
        }

        @Test
        @DisplayName("STS_06 unknown fields are ignored, with UTF-8 and inner blanks in their values")
        void unknown() {
            MtaStsPolicy policy = assertValid(
                    GOOD + "x: \u00e4 \u20ac  \ud83d\ude00\ny-1.z_:=;:", Code.UNKNOWN_FIELD, Code.UNKNOWN_FIELD);
            assertThat(policy.fields())
                    .containsExactly(
                            new MtaStsField("x", "\u00e4 \u20ac  \ud83d\ude00"), new MtaStsField("y-1.z_", "=;:"));
            for (String bad : List.of(
                    "x:",
                    "x: ",
                    "x: a\tb",
                    "x: a\u0000b",
                    "_x: a",
                    "\u00e4: a",
                    "x y: a",
                    ": a",
                    "x",
                    "a".repeat(33) + ": 1")) {
                assertInvalid(GOOD + bad, Code.INVALID_LINE);
            }
        }

        @Test
        @DisplayName("STS_06 of a field that occurs twice the first counts")
        void duplicates() {
            assertThat(assertValid(
                            GOOD + "mode: none\nversion: STSv2\nmax_age: never\n",
                            Code.DUPLICATE_FIELD,
                            Code.DUPLICATE_FIELD,
                            Code.DUPLICATE_FIELD))
                    .isEqualTo(assertValid(GOOD));
            assertInvalid("mode: None\n" + GOOD, Code.INVALID_MODE);
            assertValid(GOOD + "x: 1\nx: 2", Code.UNKNOWN_FIELD, Code.DUPLICATE_FIELD);
            assertThat(assertValid(GOOD + "mx: MAIL.example.com", Code.DUPLICATE_MX)
                            .mx())
                    .hasSize(1);
        }

        @Test
        @DisplayName("STS_06 names are case-sensitive")
        void caseOfNames() {
            assertInvalid(GOOD.replace("mode", "Mode"), Code.MISSPELT_FIELD, Code.MISSING_MODE);
            assertInvalid(GOOD.replace("mx:", "MX:"), Code.MISSPELT_FIELD, Code.MISSING_MX);
        }

        @Test
        @DisplayName("STS_06 T100 UTF-8 only, without a mark, whatever the locale")
        void encoding() {
            assertThat(MtaStsPolicy.parse(Octets.ofLatin1(GOOD + "x: \u00e4")).findings())
                    .extracting(MtaStsFinding::code)
                    .containsExactly(Code.NOT_UTF8);
            assertThat(parse("\uFEFF" + GOOD).findings())
                    .extracting(MtaStsFinding::code)
                    .containsExactly(Code.BYTE_ORDER_MARK);
            Locale before = Locale.getDefault();
            try {
                Locale.setDefault(Locale.forLanguageTag("tr-TR"));
                assertValid(GOOD.replace("mail.example.com", "MAIL.EXAMPLE.COM"));
                assertInvalid(GOOD.replace("version", "VERSION"), Code.MISSPELT_FIELD);
            } finally {
                Locale.setDefault(before);
            }
        }
    }

    @Nested
    class Section_3_2_values {

        @Test
        @DisplayName("STS_07 the version is STSv1 and nothing else")
        void version() {
            for (String bad : List.of("STSv2", "STSv10", "stsv1", "STSv", "STSv1 x", "")) {
                assertInvalid(GOOD.replace("STSv1", bad), Code.INVALID_VERSION);
            }
        }

        @Test
        @DisplayName("STS_07 the mode is enforce, testing or none, in lower case")
        void mode() {
            assertThat(assertValid(GOOD.replace("enforce", "testing"), Code.TESTING_MODE)
                            .mode())
                    .isEqualTo(MtaStsMode.TESTING);
            for (String bad : List.of("Enforce", "ENFORCE", "report", "enforced", "none none", "")) {
                assertInvalid(GOOD.replace("enforce", bad), Code.INVALID_MODE);
            }
        }

        @Test
        @DisplayName("STS_07 T72 max_age is one to ten digits; more than a year counts as a year")
        void maxAge() {
            assertMaxAge("0", 0);
            assertMaxAge("0000000009", 9);
            assertMaxAge("31557600", 31557600);
            assertMaxAge("31557601", 31557600, Code.MAX_AGE_CLAMPED);
            assertMaxAge("9999999999", 31557600, Code.MAX_AGE_CLAMPED);
            for (String bad : List.of(
                    "", "-1", "+1", "1.0", "1e3", "00000000001", "10000000000", "\u0661", "1 0", "9".repeat(1000))) {
                assertInvalid(GOOD.replace("1000000", bad), Code.INVALID_MAX_AGE);
            }
        }

        @Test
        @DisplayName("STS_07 mx is a host name or a wildcard before one, in A-labels")
        void mx() {
            assertValid(GOOD.replace("mail.example.com", "xn--bcher-kva.example"));
            assertValid(GOOD.replace("mail.example.com", "localhost"));
            for (String bad : List.of(
                    "",
                    "b\u00fccher.example",
                    "*",
                    "*.",
                    "*example.com",
                    "*.*.example.com",
                    "**.example.com",
                    "mail.*.com",
                    "m*.example.com",
                    "mail.example.com.",
                    "mail..example.com",
                    ".example.com",
                    "-mail.example.com",
                    "mail-.example.com",
                    "_mail.example.com",
                    "mail.example.com, mx.example.com",
                    "[192.0.2.1]",
                    "a".repeat(64) + ".example",
                    "a.".repeat(130) + "example")) {
                assertInvalid(GOOD.replace("mail.example.com", bad), Code.INVALID_MX);
            }
        }

        @Test
        @DisplayName("STS_07 an address is an mx by the grammar, and matches no host, which its owner is told")
        void mxIsAddress() {
            for (String address : List.of("192.0.2.1", "*.0.2.1", "mail.example.1", "1")) {
                MtaStsParse<MtaStsPolicy> parse = parse(GOOD.replace("mail.example.com", address));
                assertThat(parse.value()).as(address).isPresent();
                assertThat(parse.findings().toString()).as(address).contains("IMPOSSIBLE_MX");
            }
            assertValid(GOOD.replace("mail.example.com", "1.example"));
        }

        @Test
        @DisplayName("STS_20 a sentence about a finding does not begin with the name of a field in another case")
        void sentences() {
            for (Code code : Code.values()) {
                String sentence = MtaStsFinding.of(code).explanation();
                String first = sentence.substring(0, sentence.indexOf(' '));
                assertThat(first.toLowerCase(Locale.ROOT))
                        .as(sentence)
                        .isNotIn("v", "id", "version", "mode", "mx", "max_age");
                assertThat(Character.isUpperCase(sentence.charAt(0)))
                        .as(sentence)
                        .isTrue();
                assertThat(sentence).endsWith(".").doesNotEndWith("..");
            }
        }

        @Test
        @DisplayName("STS_20 §10 what is odd: short life, wildcards, labels that only look like A-labels")
        void oddities() {
            assertValid(GOOD.replace("1000000", "604799"), Code.SHORT_MAX_AGE);
            assertValid(GOOD.replace("mail.example.com", "*.com"), Code.BROAD_MX);
            assertValid(GOOD.replace("mail.example.com", "*.example.com"), Code.WILDCARD_MX);
            assertValid(GOOD.replace("mail.example.com", "xn--a.example"), Code.INVALID_A_LABEL);
        }
    }

    @Nested
    class Limits {

        @Test
        @DisplayName("T72 a policy of more than 64 KiB is not read")
        void tooLong() {
            String good = GOOD.replace("\n", "\r\n");
            String filler = "x: " + "a".repeat(65536 - good.length() - 5);
            assertValid(good + filler + "\r\n", Code.UNKNOWN_FIELD);
            assertThat(parse(good + filler + "a\r\n").findings())
                    .extracting(MtaStsFinding::code)
                    .containsExactly(Code.POLICY_TOO_LONG);
            // What fits is to fit again when it is written, as stores do.
            assertThat(parse(good + filler + "a").findings())
                    .extracting(MtaStsFinding::code)
                    .containsExactly(Code.POLICY_TOO_LONG);
        }

        @Test
        @DisplayName("T72 a million lines of mx are not read; as many as fit are")
        void manyLines() {
            assertInvalid(GOOD + "mx: a.example\n".repeat(1_000_000), Code.POLICY_TOO_LONG);
            String many =
                    IntStream.range(0, 5000).mapToObj(i -> "mx:" + i + "a\n").collect(Collectors.joining());
            assertThat(assertValid(GOOD + many).mx()).hasSize(5001);
        }

        @Test
        @DisplayName("T98 thousands of fields, duplicates and faults come to an end")
        void manyFields() {
            String many = IntStream.range(0, 6000).mapToObj(i -> i + ":1\n").collect(Collectors.joining());
            assertThat(parse(GOOD + many).value().orElseThrow().fields()).hasSize(6000);
            assertInvalid(GOOD + "\n".repeat(60_000), Code.EMPTY_LINE);
            assertInvalid(":".repeat(65_536), Code.INVALID_LINE);
        }
    }

    @Nested
    class Making_one {

        @Test
        @DisplayName("STS_20 the file, its lines ended by CRLF")
        void format() {
            MtaStsPolicy policy = MtaStsPolicy.builder()
                    .mode(MtaStsMode.TESTING)
                    .mx("mail.example.com")
                    .mx("*.example.net")
                    .maxAge(Duration.ofDays(15))
                    .field("x", "y z")
                    .build();
            assertThat(policy.format())
                    .isEqualTo("version: STSv1\r\nmode: testing\r\nmx: mail.example.com\r\nmx: *.example.net\r\n"
                            + "max_age: 1296000\r\nx: y z\r\n");
            assertThat(parse(policy.format()).value()).contains(policy);
        }

        @Test
        @DisplayName("STS_20 the same host twice is the same policy as once, and the one that is read back")
        void sameMxTwice() {
            MtaStsPolicy policy = MtaStsPolicy.builder()
                    .mode(MtaStsMode.ENFORCE)
                    .mx("mail.example.com")
                    .mx("*.example.net")
                    .mx("MAIL.example.com")
                    .maxAge(Duration.ofDays(15))
                    .build();
            assertThat(policy.mx()).containsExactly(MxPattern.of("mail.example.com"), MxPattern.of("*.example.net"));
            assertThat(parse(policy.format()).value()).contains(policy);
        }

        @Test
        void misuse() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> MtaStsPolicy.builder().build());
            MtaStsPolicy.Builder builder =
                    MtaStsPolicy.builder().mode(MtaStsMode.ENFORCE).maxAge(Duration.ofDays(1));
            assertThatIllegalArgumentException().isThrownBy(builder::build);
            for (Duration bad : List.of(Duration.ofSeconds(-1), Duration.ofMillis(1500), Duration.ofDays(366))) {
                assertThatIllegalArgumentException().isThrownBy(() -> World.policy(MtaStsMode.NONE, bad));
            }
            assertThatIllegalArgumentException().isThrownBy(() -> builder.mx("*.*.example"));
            assertThatIllegalArgumentException().isThrownBy(() -> new MxPattern(DomainName.of("_x.example"), false));
            builder.mx("a.example").field("mx", "b.example");
            assertThatIllegalArgumentException().isThrownBy(builder::build);
        }

        @Test
        @DisplayName("T72 however many errors there are, what is told in a sentence stays short")
        void manyErrors() {
            MtaStsParse<MtaStsPolicy> parse = parse("a\n".repeat(30_000));
            assertThat(parse.findings()).hasSizeGreaterThan(30_000);
            assertThat(parse.explanation().length()).isLessThan(1000);
            assertThat(parse.explanation()).startsWith("Line 1: ").endsWith(" There are 29999 errors more.");
            assertThat(parse(GOOD + "\n\n\n\n\n\n").explanation()).endsWith(". There is one error more.");
            assertThat(parse(GOOD + "\n\n\n\n\n").explanation())
                    .startsWith("Line 5: ")
                    .doesNotContain("more");
        }

        @Test
        @DisplayName(
                "STS_20 STS_13 beside the domain's MX records: hosts that are left out, patterns that are not needed")
        void besideMx() {
            MtaStsPolicy policy = assertValid(GOOD + "mx: *.example.net\nmx: old.example.com", Code.WILDCARD_MX);
            List<DomainName> exchangers = List.of(
                    DomainName.of("mail.example.com"),
                    DomainName.of("a.example.net"),
                    DomainName.of("b.c.example.net"));
            assertThat(policy.findings(exchangers))
                    .extracting(finding -> finding.code() + " " + finding.excerpt())
                    .containsExactly("MX_NOT_COVERED b.c.example.net", "UNUSED_MX old.example.com");
            assertThat(MtaStsCacheTest.NONE.findings(exchangers)).isEmpty();
        }
    }
}
