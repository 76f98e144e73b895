package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimProblem.Kind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DkimKeyRecordTest {

    private static DkimKeyRecord parse(String text) {
        return DkimKeyRecord.parse(Octets.ofLatin1(text));
    }

    private static void assertProblem(String text, Kind kind) {
        assertThat(parse(text).problem())
                .hasValueSatisfying(problem ->
                        assertThat(problem.kind()).as(problem.toString()).isEqualTo(kind));
    }

    @Nested
    class Section_3_6_1 {

        @Test
        void defaults() {
            DkimKeyRecord record = parse("p=QUFB");
            assertThat(record.problem()).isEmpty();
            assertThat(record.keyType()).isEqualTo("rsa");
            assertThat(record.allowsHash("sha256")).isTrue();
            assertThat(record.allowsService("email")).isTrue();
            assertThat(record.isTesting()).isFalse();
            assertThat(record.requiresExactDomain()).isFalse();
            assertThat(record.publicKey()).isEqualTo(Octets.ofLatin1("AAA"));
        }

        @Test
        @DisplayName("DKV_26 all tags")
        void allTags() {
            DkimKeyRecord record = parse(
                    "v=DKIM1; h=sha1 : sha512; k=ed25519; n=notes=20; p= QU\tFB ; s=tlsrpt:x; t= y : s:z; g=*; u=1;");
            assertThat(record.problem()).isEmpty();
            assertThat(record.keyType()).isEqualTo("ed25519");
            assertThat(record.allowsHash("sha256")).isFalse();
            assertThat(record.allowsHash("sha512")).isTrue();
            assertThat(record.allowsService("email")).isFalse();
            assertThat(record.isTesting()).isTrue();
            assertThat(record.requiresExactDomain()).isTrue();
            assertThat(record.publicKey()).isEqualTo(Octets.ofLatin1("AAA"));
        }

        @Test
        void anyService() {
            assertThat(parse("s=*; p=").allowsService("email")).isTrue();
            assertThat(parse("s=x:*; p=").allowsService("email")).isTrue();
        }

        @Test
        @DisplayName("DKV_25 the version comes first and is DKIM1")
        void version() {
            assertThat(parse("v=DKIM1; p=").problem()).isEmpty();
            assertProblem("p=; v=DKIM1", Kind.KEY_SYNTAX);
            assertThat(parse("v=DKIM10; p=").isForeign()).isTrue();
            assertThat(parse("v=dkim1; p=").isForeign()).isTrue();
            assertThat(parse("v=spf1 -all").isForeign()).isTrue();
            assertThat(parse("v=DKIM1; p=").isForeign()).isFalse();
            assertThat(parse("anything").isForeign()).isFalse();
        }

        @Test
        @DisplayName("DKV_27 revoked, missing and malformed keys")
        void keys() {
            assertThat(parse("p=").isRevoked()).isTrue();
            assertThat(parse("p= ;").isRevoked()).isTrue();
            assertProblem("v=DKIM1; k=rsa", Kind.KEY_SYNTAX);
            assertProblem("p=QUF*", Kind.KEY_MALFORMED);
            assertProblem("p=QUFBQ", Kind.KEY_MALFORMED);
            assertProblem("p=QQ==QQ==", Kind.KEY_MALFORMED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "p", "p=QUFB; p=QUFB", "p=QUFB;; t=y", "v=DKIM1 p=QUFB=; =", "p=QUFB; t=\u0001"})
        @DisplayName("DKV_01 what is no list of tags")
        void syntax(String text) {
            assertProblem(text, Kind.KEY_SYNTAX);
        }
    }

    @Test
    void corpusOfRecords() {
        int count = 0;
        for (JsonNode example : Corpora.json("dkim-syntax/key-records.json").get("cases")) {
            DkimKeyRecord record = parse(example.get("record").asString());
            // Whether there is a key in it is seen later here, and "XXXXXXXX=" and "XXXXXX=" are no base64.
            boolean usable = record.problem()
                            .filter(problem -> problem.kind() == Kind.KEY_SYNTAX)
                            .isEmpty()
                    && !record.isForeign()
                    && !record.isRevoked()
                    && record.keyType().equals("rsa");
            assertThat(usable)
                    .as(example.toString())
                    .isEqualTo(example.get("valid").asBoolean());
            count++;
        }
        System.out.printf("dkim-syntax/key-records.json: %d records%n", count);
        assertThat(count).isEqualTo(9);
    }
}
