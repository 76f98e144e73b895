package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailseal.core.Octets;
import io.mailseal.mtasts.MtaStsFinding.Code;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The text record by itself (§3.1). */
class MtaStsRecordTest {

    static MtaStsParse<MtaStsRecord> parse(String text) {
        return MtaStsRecord.parse(Octets.ofUtf8(text));
    }

    static void assertId(String text, String id, Code... findings) {
        MtaStsParse<MtaStsRecord> parse = parse(text);
        assertThat(parse.value().map(MtaStsRecord::id)).as(parse::toString).contains(id);
        assertThat(parse.findings()).extracting(MtaStsFinding::code).containsExactly(findings);
    }

    static void assertInvalid(String text, Code... findings) {
        MtaStsParse<MtaStsRecord> parse = parse(text);
        assertThat(parse.value()).as(text).isEmpty();
        assertThat(parse.findings()).extracting(MtaStsFinding::code).contains(findings);
        assertThat(parse.explanation()).isNotEmpty();
    }

    @Nested
    class Section_3_1 {

        @Test
        @DisplayName("STS_02 the example of the RFC")
        void example() {
            assertId("v=STSv1; id=20160831085700Z;", "20160831085700Z");
        }

        @Test
        @DisplayName("STS_01 what does not begin with v=STSv1; is no record")
        void begin() {
            for (String other : List.of(
                    "",
                    "v=STSv1",
                    "v=STSv1 ; id=a",
                    " v=STSv1; id=a",
                    "v=STSv2; id=a",
                    "v=STSv10; id=a",
                    "v=stsv1; id=a",
                    "V=STSv1; id=a",
                    "id=a; v=STSv1;",
                    "v =STSv1; id=a")) {
                assertInvalid(other, Code.NOT_A_RECORD);
                assertThat(MtaStsRecord.isOne(Octets.ofUtf8(other))).isFalse();
            }
        }

        @Test
        @DisplayName("STS_02 the id is required, one to 32 letters and digits")
        void id() {
            assertId("v=STSv1;id=a", "a");
            assertId("v=STSv1;id=" + "aZ09".repeat(8), "aZ09".repeat(8));
            assertInvalid("v=STSv1;", Code.MISSING_ID);
            assertInvalid("v=STSv1;x=1", Code.MISSING_ID);
            assertInvalid("v=STSv1; id=", Code.INVALID_ID);
            assertInvalid("v=STSv1; id=" + "a".repeat(33), Code.INVALID_ID);
            for (String bad : List.of("a-b", "a_b", "a.b", "a b", "\u00e4", "a=", "\u0661")) {
                assertInvalid("v=STSv1; id=" + bad, Code.INVALID_ID);
            }
        }

        @Test
        @DisplayName("STS_02 names are case-sensitive: ID is another field, which is ignored")
        void caseOfNames() {
            assertInvalid("v=STSv1; ID=a", Code.MISSPELT_FIELD, Code.MISSING_ID);
            assertId("v=STSv1; Id=b; id=a", "a", Code.MISSPELT_FIELD);
        }

        @Test
        @DisplayName("STS_02 unknown fields are ignored, in any place")
        void unknown() {
            assertId("v=STSv1; x=1; id=a; y.z-_9=:<>~!", "a", Code.UNKNOWN_FIELD, Code.UNKNOWN_FIELD);
        }

        @Test
        @DisplayName("STS_02 §3.2 of a field that occurs twice the first counts")
        void duplicates() {
            assertId("v=STSv1; id=a; id=b;", "a", Code.DUPLICATE_FIELD);
            assertId("v=STSv1; id=a; id=not-an-id;", "a", Code.DUPLICATE_FIELD);
            assertId("v=STSv1; id=a; v=STSv2;", "a", Code.DUPLICATE_FIELD);
            assertId("v=STSv1; x=1; id=a; x=2", "a", Code.UNKNOWN_FIELD, Code.DUPLICATE_FIELD);
            assertInvalid("v=STSv1; id=a-b; id=a;", Code.INVALID_ID);
        }

        @Test
        @DisplayName("STS_01 STS_02 blanks stand around semicolons, and nowhere else")
        void blanks() {
            assertId("v=STSv1; \t id=a \t ;\t ", "a");
            assertInvalid("v=STSv1; id=a ", Code.INVALID_ID);
            assertInvalid("v=STSv1; id =a", Code.INVALID_FIELD);
            assertInvalid("v=STSv1; id= a", Code.INVALID_ID);
            assertInvalid("v=STSv1; id=a\r\n;", Code.INVALID_ID);
        }

        @Test
        @DisplayName("STS_01 what is no field is an error")
        void malformed() {
            for (String bad : List.of(
                    ";",
                    "x",
                    "=1",
                    "x=",
                    "x==",
                    "x=a b",
                    "1%=a",
                    "_x=1",
                    "x=\u00e4",
                    "x=a=b",
                    "x=\u007f",
                    "a".repeat(33) + "=1")) {
                assertInvalid("v=STSv1; id=a; " + bad, Code.INVALID_FIELD);
            }
            assertInvalid("v=STSv1; id=a;;", Code.INVALID_FIELD);
            assertInvalid("v=STSv1;; id=a", Code.INVALID_FIELD);
        }

        @Test
        @DisplayName("T72 T98 a record is read in one go, and not beyond its limit")
        void longest() {
            assertInvalid("v=STSv1;" + " ".repeat(4089), Code.RECORD_TOO_LONG);
            assertInvalid("v=STSv1;" + ";".repeat(4000), Code.INVALID_FIELD);
            assertId("v=STSv1; id=a; x=" + "y".repeat(4096 - 18) + ";", "a", Code.UNKNOWN_FIELD);
            assertInvalid("v=STSv1;id=a;x=" + "y".repeat(4096 - 17), Code.RECORD_TOO_LONG);
        }

        @Test
        @DisplayName("Findings show third-party text as visible ASCII")
        void findings() {
            MtaStsFinding finding = parse("v=STSv1; id=\u0007\u00e4" + "x".repeat(200))
                    .findings()
                    .get(0);
            assertThat(finding.excerpt()).startsWith("id=\\x07\\xc3\\xa4xxx").hasSizeLessThan(90);
            assertThat(finding.isError()).isTrue();
            assertThat(finding.explanation()).startsWith("An id is one to 32 letters and digits: id=");
        }
    }

    @Nested
    class Making_one {

        @Test
        @DisplayName("STS_20 format, and what can't be formatted")
        void format() {
            assertThat(MtaStsRecord.of("20160831085700Z").format()).isEqualTo("v=STSv1; id=20160831085700Z;");
            MtaStsRecord more = new MtaStsRecord("a", List.of(new MtaStsField("x", "1"), new MtaStsField("y", "2")));
            assertThat(more.format()).isEqualTo("v=STSv1; id=a; x=1; y=2;");
            for (String bad : List.of("", "a-b", "a".repeat(33), "a;")) {
                assertThatIllegalArgumentException().isThrownBy(() -> MtaStsRecord.of(bad));
            }
            for (MtaStsField bad : Arrays.asList(
                    new MtaStsField("id", "b"),
                    new MtaStsField("v", "b"),
                    new MtaStsField("x", "a;b"),
                    new MtaStsField("x", "a b"),
                    new MtaStsField("x", "\u00e4"))) {
                assertThatIllegalArgumentException().isThrownBy(() -> new MtaStsRecord("a", List.of(bad)));
            }
            MtaStsField x = new MtaStsField("x", "1");
            assertThatIllegalArgumentException().isThrownBy(() -> new MtaStsRecord("a", List.of(x, x)));
            assertThatIllegalArgumentException().isThrownBy(() -> new MtaStsField("", "1"));
            assertThatIllegalArgumentException().isThrownBy(() -> new MtaStsField("x", ""));
        }

        @Test
        @DisplayName("STS_20 an id of the time, another one than before")
        void newId() {
            Instant now = Instant.parse("2016-08-31T08:57:00Z");
            assertThat(MtaStsRecord.newId(now, "")).isEqualTo("20160831085700Z");
            assertThat(MtaStsRecord.newId(now, "20160831085700Z")).isEqualTo("20160831085701Z");
            assertThat(MtaStsRecord.isId(MtaStsRecord.newId(now, "x"))).isTrue();
        }
    }
}
