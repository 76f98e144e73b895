package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimKeyFinding.Code;
import io.mailseal.dkim.DkimProblem.Kind;
import io.mailseal.testkit.InMemoryDns;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
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

    @Nested
    class Published {

        private static final DkimPrivateKey RSA = DkimPrivateKey.generate(DkimAlgorithm.RSA_SHA256);
        private static final DkimPrivateKey ED25519 = DkimPrivateKey.ofEd25519Seed(
                Octets.of(HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")));
        private static final DomainName SELECTOR = DomainName.of("s1");
        private static final DomainName DOMAIN = DomainName.of("a.example");

        @Test
        @DisplayName("KEY_01, KEY_02 version first, key last, t=s")
        void ofKey() {
            assertThat(ED25519.keyRecord().format())
                    .isEqualTo("v=DKIM1; k=ed25519; t=s; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
            assertThat(ED25519.keyRecord().findings()).isEmpty();
            assertThat(RSA.keyRecord().publicKey()).isEqualTo(RSA.publicKey());
            assertThat(RSA.keyRecord().findings())
                    .extracting(DkimKeyFinding::code)
                    .containsExactly(Code.SEVERAL_STRINGS);
        }

        @Test
        void allTags() {
            DkimKeyRecord record = DkimKeyRecord.builder(ED25519)
                    .hashes("sha256")
                    .services("email", "tlsrpt")
                    .testing()
                    .notes("für; 100=%")
                    .build();
            assertThat(record.format())
                    .isEqualTo("v=DKIM1; k=ed25519; h=sha256; s=email:tlsrpt; t=y:s; n=f=C3=BCr=3B 100=3D%; "
                            + "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
            assertThat(record.notes()).isEqualTo("für; 100=%");
            assertThat(record.isTesting()).isTrue();
            assertThat(record.requiresExactDomain()).isTrue();
            assertThat(record.allowsService("other")).isFalse();
        }

        @Test
        void identitiesBelowTheDomain() {
            DkimKeyRecord record =
                    DkimKeyRecord.builder(ED25519).allowIdentitiesBelowDomain().build();
            assertThat(record.format()).doesNotContain("t=");
            assertThat(record.requiresExactDomain()).isFalse();
        }

        @Test
        void revoked() {
            assertThat(DkimKeyRecord.revoked().format()).isEqualTo("v=DKIM1; p=");
            assertThat(DkimKeyRecord.revoked().isRevoked()).isTrue();
            assertThat(DkimKeyRecord.revoked().problem()).isEmpty();
        }

        @Test
        void refused() {
            DkimKeyRecord.Builder builder = DkimKeyRecord.builder(ED25519);
            assertThatIllegalArgumentException().isThrownBy(() -> builder.hashes("sha1"));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.hashes("sha256", "x;y"));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.hashes("sha256", "*"));
            assertThat(builder.services("*").build().allowsService("email")).isTrue();
            assertThatIllegalArgumentException().isThrownBy(() -> builder.services());
            assertThatIllegalArgumentException().isThrownBy(() -> builder.services("a-"));
            for (String word : List.of("a`", "a{", "a@", "a[", "a/", "a:", "-a", "0a", "*a")) {
                assertThatIllegalArgumentException().isThrownBy(() -> builder.services(word));
            }
            assertThat(builder.services("az-AZ09", "Za").build().allowsService("Za"))
                    .isTrue();
            assertThatIllegalArgumentException().isThrownBy(() -> builder.services(""));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DkimKeyRecord.builder(DkimAlgorithm.RSA_SHA256, ED25519.publicKey()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DkimKeyRecord.builder(DkimAlgorithm.ED25519_SHA256, RSA.publicKey()));
            Octets shortKey = Octets.of(TestSigner.rsa(512).getPublic().getEncoded());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DkimKeyRecord.builder(DkimAlgorithm.RSA_SHA256, shortKey));
        }

        @Test
        @DisplayName("RFC 8301 3.2 keys of 1024 to 4096 bits")
        void lengths() {
            for (int bits : new int[] {1024, 4096}) {
                Octets key = rsa(bits);
                assertThat(DkimKeyRecord.builder(DkimAlgorithm.RSA_SHA256, key)
                                .build()
                                .publicKey())
                        .isEqualTo(key);
            }
            for (int bits : new int[] {1023, 4097}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> DkimKeyRecord.builder(DkimAlgorithm.RSA_SHA256, rsa(bits)));
            }
        }

        private static Octets rsa(int bits) {
            return Octets.of(Base64.getDecoder().decode(Findings.rsa(BigInteger.ONE.shiftLeft(bits - 1), 65537)));
        }

        @Test
        @DisplayName("3.6.2.1 the name of a record")
        void name() {
            assertThat(DkimKeyRecord.name(SELECTOR, DOMAIN)).isEqualTo(DomainName.of("s1._domainkey.a.example"));
            DomainName longest = DomainName.of(("a".repeat(60) + ".").repeat(3) + "example");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DkimKeyRecord.name(DomainName.of("s".repeat(63)), longest))
                    .withMessageContaining(longest.toString());
        }

        @Test
        @DisplayName("records are equal where their texts are")
        void values() {
            assertThat(parse("p=QUFB")).isEqualTo(parse("p=QUFB")).hasSameHashCodeAs(parse("p=QUFB"));
            assertThat(parse("p=QUFB")).isNotEqualTo(parse("p=QUFC")).isNotEqualTo(parse("p=QUFB;"));
            assertThat(parse("p=QUFB").hashCode()).isNotEqualTo(parse("p=QUFC").hashCode());
            assertThat(parse("p=QUFB")).hasToString("p=QUFB");
        }

        @Test
        @DisplayName("KEY_01 strings of at most 255 octets")
        void strings() {
            DkimKeyRecord record = RSA.keyRecord();
            assertThat(record.strings())
                    .extracting(Octets::length)
                    .containsExactly(255, record.text().length() - 255);
            assertThat(parse("x".repeat(255)).strings()).hasSize(1);
            assertThat(parse("x".repeat(256)).strings()).hasSize(2);
            assertThat(parse("").strings()).containsExactly(Octets.EMPTY);
        }

        @Test
        void zoneLine() {
            assertThat(ED25519.keyRecord().zoneLine(SELECTOR, DOMAIN))
                    .isEqualTo("s1._domainkey.a.example. IN TXT \"v=DKIM1; k=ed25519; t=s; "
                            + "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"");
            assertThat(parse("n=\"a\\b\u00e9\t\"; p=").zoneLine(SELECTOR, DOMAIN))
                    .isEqualTo("s1._domainkey.a.example. IN TXT \"n=\\\"a\\\\b\\233\\009\\\"; p=\"");
            assertThat(parse(" ~\u001f\u007f").zoneLine(SELECTOR, DOMAIN)).endsWith(" IN TXT \" ~\\031\\127\"");
        }

        @Test
        @DisplayName("a name server reads the same record")
        void zoneLineIsRead() {
            for (DkimKeyRecord record : List.of(
                    RSA.keyRecord(),
                    parse("n=\"a\\b\u00e9 \u0001;p="),
                    DkimKeyRecord.builder(RSA).notes("\"").build())) {
                InMemoryDns dns = InMemoryDns.parse(record.zoneLine(SELECTOR, DOMAIN) + "\n");
                DkimKeyCheck check =
                        DkimKeyChecker.builder().resolver(dns).build().check(SELECTOR, DOMAIN);
                assertThat(check.record()).contains(record);
            }
        }
    }

    @Nested
    class Findings {

        private static final String RSA = Base64.getEncoder()
                .encodeToString(TestSigner.rsa(2048).getPublic().getEncoded());

        private void assertFindings(String text, Code... codes) {
            assertThat(parse(text).findings())
                    .as(text)
                    .filteredOn(finding -> finding.code() != Code.SEVERAL_STRINGS)
                    .extracting(DkimKeyFinding::code)
                    .containsExactlyInAnyOrder(codes);
            assertThat(parse(text).findings()).allSatisfy(finding -> {
                assertThat(finding.explanation()).matches("[A-Z][ -~]+\\.");
                assertThat(finding.severity()).isEqualTo(finding.code().severity());
            });
        }

        @Test
        void none() {
            assertFindings("v=DKIM1; k=rsa; t=s; p=" + RSA);
            assertFindings("v=DKIM1; p=" + RSA);
        }

        @Test
        void tags() {
            assertFindings("p=" + RSA, Code.NO_VERSION);
            assertFindings("v=DKIM1; g=*; p=" + RSA, Code.OBSOLETE_GRANULARITY);
            assertFindings("v=DKIM1; x=1; K=rsa; p=" + RSA, Code.UNKNOWN_TAG, Code.MISCASED_TAG);
            assertFindings("v=DKIM1; t=y:z; p=" + RSA, Code.TESTING, Code.UNKNOWN_FLAG);
            assertFindings("v=DKIM1; s=tlsrpt; p=" + RSA, Code.MAIL_NOT_ALLOWED);
            assertFindings("v=DKIM1; h=sha1; p=" + RSA, Code.HASH_NOT_ALLOWED);
            assertFindings("v=DKIM1; h=sha1:sha256; p=" + RSA, Code.OBSOLETE_HASH);
        }

        @Test
        void syntax() {
            assertFindings("v=DKIM1; p=" + RSA + ";; ", Code.SYNTAX);
            assertFindings("p=" + RSA + "; v=DKIM1", Code.SYNTAX);
            assertFindings("v=spf1 -all", Code.FOREIGN_VERSION);
            assertFindings("v=DKIM1\\; k=rsa\\; p=" + RSA, Code.ESCAPED_SEMICOLON);
            assertFindings("v=DKIM1; k=rsa", Code.NO_KEY);
            assertFindings("\"v=DKIM1; k=rsa\"", Code.SYNTAX, Code.NO_VERSION);
        }

        @Test
        void keys() {
            assertFindings("v=DKIM1; p=", Code.REVOKED);
            assertFindings("v=DKIM1; p=*", Code.KEY_MALFORMED);
            assertFindings("v=DKIM1; p=QUFB", Code.KEY_MALFORMED);
            assertFindings("v=DKIM1; k=ed25519; p=QUFB", Code.KEY_MALFORMED);
            assertFindings("v=DKIM1; k=dsa; p=QUFB", Code.UNKNOWN_KEY_TYPE);
            assertFindings("v=DKIM1; p=" + RSA.substring(0, 50) + " " + RSA.substring(50), Code.BLANK_IN_KEY);
            assertThat(parse("v=DKIM1; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
                            .findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.explanation()).contains("k=ed25519"));
        }

        @Test
        @DisplayName("RFC 8301 3.2 lengths")
        void lengths() {
            assertFindings("v=DKIM1; p=" + rsa(BigInteger.ONE.shiftLeft(511), 65537), Code.KEY_TOO_SHORT);
            assertFindings("v=DKIM1; p=" + rsa(BigInteger.ONE.shiftLeft(1023), 65537), Code.SHORT_KEY);
            assertFindings("v=DKIM1; p=" + rsa(BigInteger.ONE.shiftLeft(2047), 65537));
            assertFindings("v=DKIM1; p=" + rsa(BigInteger.ONE.shiftLeft(4095), 65537), Code.LONG_RECORD);
            assertFindings(
                    "v=DKIM1; p=" + rsa(BigInteger.ONE.shiftLeft(4096), 65537), Code.KEY_TOO_LONG, Code.LONG_RECORD);
            assertFindings("v=DKIM1; p=" + rsa(BigInteger.ONE.shiftLeft(2047), 3), Code.UNUSUAL_EXPONENT);
        }

        @Test
        @DisplayName("KEY_04 keys of the generator of ROCA")
        void predictable() {
            BigInteger primorial = BigInteger.ONE;
            for (int prime = 2; prime <= 701; prime++) {
                if (BigInteger.valueOf(prime).isProbablePrime(50)) {
                    primorial = primorial.multiply(BigInteger.valueOf(prime));
                }
            }
            BigInteger generator = BigInteger.valueOf(65537);
            BigInteger modulus = generator
                    .modPow(BigInteger.valueOf(123_457), primorial)
                    .add(primorial.multiply(BigInteger.TWO.pow(2047 - primorial.bitLength())));
            assertThat(modulus.bitLength()).isEqualTo(2047);
            assertFindings("v=DKIM1; p=" + rsa(modulus, 65537), Code.PREDICTABLE_KEY, Code.SHORT_KEY);
        }

        // Any odd modulus above this number: nobody looks whether it has two factors.
        private static String rsa(BigInteger modulus, int exponent) {
            DerOutput numbers = new DerOutput().add(modulus.setBit(0)).add(BigInteger.valueOf(exponent));
            byte[] key = new DerOutput().add(DerInput.SEQUENCE, numbers).toByteArray();
            byte[] bits = new byte[1 + key.length];
            System.arraycopy(key, 0, bits, 1, key.length);
            DerOutput info = new DerOutput()
                    .add(DerInput.SEQUENCE, RsaPrivateKey.ALGORITHM)
                    .add(DerInput.BIT_STRING, bits);
            return Base64.getEncoder()
                    .encodeToString(new DerOutput().add(DerInput.SEQUENCE, info).toByteArray());
        }

        @Test
        void size() {
            String notes = "n=" + "x".repeat(66_000) + "; ";
            assertFindings("v=DKIM1; " + notes + "p=" + RSA, Code.TOO_LONG_FOR_DNS);
        }

        private static List<Code> codes(int octets) {
            return parse("v=DKIM1; k=rsa; p=" + "A".repeat(octets - 18)).findings().stream()
                    .map(DkimKeyFinding::code)
                    .filter(code -> code != Code.KEY_MALFORMED)
                    .toList();
        }

        @Test
        @DisplayName("3.6.2.2 with one octet for the length of each string")
        void sizes() {
            assertThat(codes(255)).isEmpty();
            assertThat(codes(256)).containsExactly(Code.SEVERAL_STRINGS);
            assertThat(codes(456)).containsExactly(Code.SEVERAL_STRINGS);
            assertThat(codes(457)).containsExactly(Code.LONG_RECORD, Code.SEVERAL_STRINGS);
            assertThat(codes(65_279)).containsExactly(Code.LONG_RECORD, Code.SEVERAL_STRINGS);
            assertThat(codes(65_280)).containsExactly(Code.TOO_LONG_FOR_DNS, Code.SEVERAL_STRINGS);
            assertThat(parse("n=" + "x".repeat(508)).findings())
                    .extracting(DkimKeyFinding::explanation)
                    .contains("In a zone file it must be cut into 2 strings.");
            assertThat(parse("n=" + "x".repeat(509)).findings())
                    .extracting(DkimKeyFinding::explanation)
                    .contains("In a zone file it must be cut into 3 strings.");
        }

        @Test
        @DisplayName("what is found has the name of its tag, unless that is very long")
        void names() {
            String longest = "x".repeat(64);
            assertThat(parse("v=DKIM1; K=rsa; x=1; p=; " + longest + "=; " + longest + "yz=")
                            .findings())
                    .extracting(finding -> finding.code() + " " + finding.tag().orElse(""))
                    .containsExactlyInAnyOrder(
                            "MISCASED_TAG K",
                            "UNKNOWN_TAG x",
                            "UNKNOWN_TAG " + longest,
                            "UNKNOWN_TAG " + longest,
                            "REVOKED p");
            assertThat(parse("v=spf1 -all").findings())
                    .extracting(DkimKeyFinding::explanation)
                    .containsExactly("It begins with v=spf1 -all, so it is none of DKIM1.");
        }

        @Test
        @DisplayName("a record of nothing but unknown tags has few findings")
        void bounded() {
            StringBuilder text = new StringBuilder("v=DKIM1; p=");
            for (int i = 0; i < 900; i++) {
                text.append("; a").append(i).append('=');
            }
            assertThat(parse(text.toString()).findings())
                    .filteredOn(finding -> finding.code() == Code.UNKNOWN_TAG)
                    .hasSize(20);
        }
    }

    @Tag("corpora")
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
        System.out.printf("conformance | dkim-syntax/key-records.json | %1$d | %1$d | 0%n", count);
        assertThat(count).isEqualTo(9);
    }
}
