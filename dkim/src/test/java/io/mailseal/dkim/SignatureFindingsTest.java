package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimSignatureFinding.Code;
import io.mailseal.testkit.InMemoryDns;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SignatureFindingsTest {

    private static final String FIELDS = "From: ann@a.example\r\n";
    private static final String BODY = "Hello\r\n";

    /** A signer that leaves nothing to be desired. */
    private static final TestSigner GOOD =
            TestSigner.rsa().tag("h", "from:from:subject:to:date").tag("x", "9999999999");

    private static DkimSignatureResult verify(TestSigner signer, String fields, String more) {
        return verify(signer, signer.record(), fields, more, DkimPolicy.strict());
    }

    private static DkimSignatureResult verify(
            TestSigner signer, String record, String fields, String more, DkimPolicy policy) {
        String message = new String(signer.sign(fields, BODY), StandardCharsets.ISO_8859_1);
        return DkimVerifier.builder()
                .resolver(InMemoryDns.parse(signer.zone(record)))
                .policy(policy)
                .build()
                .verify(Octets.ofLatin1(more + message))
                .signatures()
                .get(0);
    }

    private static List<String> findings(DkimSignatureResult result) {
        return result.findings().stream()
                .map(finding -> (finding.code() + " " + finding.subject()).strip())
                .toList();
    }

    @Test
    void nothing() {
        assertThat(verify(GOOD, FIELDS + "Subject: x\r\n", "").findings()).isEmpty();
        TestSigner ed25519 = TestSigner.ed25519().tag("h", "from:from").tag("x", "9999999999");
        assertThat(verify(ed25519, FIELDS, "").findings()).isEmpty();
    }

    @Nested
    class Section_8_2_body_length {

        @Test
        @DisplayName("T20 DKV_20 l= is a finding even where it covers all")
        void bodyLength() {
            DkimSignatureResult whole = verify(GOOD.tag("l", Integer.toString(BODY.length())), FIELDS, "");
            assertThat(whole.status()).isEqualTo(DkimStatus.PASS);
            assertThat(findings(whole)).containsExactly("BODY_LENGTH l");
            DkimSignatureResult part = verify(GOOD.tag("l", "2"), FIELDS, "");
            assertThat(part.status()).isEqualTo(DkimStatus.POLICY);
            assertThat(findings(part)).containsExactly("PARTIAL_BODY l", "BODY_LENGTH l");
            assertThat(part.findings().get(0).severity()).isEqualTo(DkimSignatureFinding.Severity.ERROR);
        }
    }

    @Nested
    class Section_5_4_header {

        @Test
        @DisplayName("T21 fields that are there and not signed")
        void unsigned() {
            DkimSignatureResult result = verify(
                    GOOD,
                    FIELDS
                            + "Subject: x\r\nCONTENT-TYPE: text/html\r\nReply-To: b@b.example\r\nList-Unsubscribe: <x:y>\r\n"
                            + "Received: z\r\n",
                    "");
            assertThat(findings(result))
                    .containsExactly(
                            "CONTENT_FIELD_NOT_SIGNED reply-to",
                            "CONTENT_FIELD_NOT_SIGNED content-type",
                            "RECOMMENDED_FIELD_NOT_SIGNED list-unsubscribe");
            assertThat(result.findings().get(1).explanation())
                    .isEqualTo("A field that people see is not signed (content-type).");
        }

        @Test
        @DisplayName("PITFALL_34 T21 From signed no more often than it is there")
        void oversigning() {
            assertThat(findings(verify(GOOD.tag("h", "from:subject:to:date"), FIELDS, "")))
                    .containsExactly("FROM_NOT_OVERSIGNED from");
        }

        @Test
        @DisplayName("PITFALL_34 From that is not signed at all is another matter")
        void notSigned() {
            DkimSignatureResult result = verify(GOOD.tag("h", "to:subject"), FIELDS, "");
            assertThat(result.status()).isEqualTo(DkimStatus.PERMERROR);
            assertThat(findings(result)).doesNotContain("FROM_NOT_OVERSIGNED from");
        }

        @Test
        @DisplayName("T06 T21 what was allowed is still found")
        void repeated() {
            DkimPolicy lenient = DkimPolicy.strict().allowSeveralFromFields().allowUnsignedRepeatedFields();
            TestSigner signer = GOOD.tag("h", "from:subject");
            DkimSignatureResult result = verify(
                    signer, signer.record(), FIELDS + "Subject: x\r\n", "From: b@b.example\r\nSubject: y\r\n", lenient);
            assertThat(result.status()).isEqualTo(DkimStatus.PASS);
            assertThat(findings(result))
                    .containsExactly(
                            "SEVERAL_FROM_FIELDS from", "UNSIGNED_REPEATED_FIELD subject", "FROM_NOT_OVERSIGNED from");
        }

        @Test
        @DisplayName("T22 without x= the message can be replayed for ever")
        void expiry() {
            assertThat(findings(verify(GOOD.tag("x", null), FIELDS, ""))).containsExactly("NO_EXPIRY x");
        }
    }

    @Nested
    class Keys {

        @Test
        @DisplayName("T23 RSA keys of less than 2048 bits")
        void shortKey() {
            TestSigner weak =
                    TestSigner.rsa(TestSigner.rsa(1024)).tag("h", "from:from").tag("x", "9999999999");
            DkimSignatureResult result = verify(weak, FIELDS, "");
            assertThat(result.status()).isEqualTo(DkimStatus.PASS);
            assertThat(findings(result)).containsExactly("SHORT_KEY");
        }

        @Test
        @DisplayName("T23 a key that is not there is not short")
        void noKey() {
            DkimSignatureResult result = verify(GOOD, "v=DKIM1; p=", FIELDS, "", DkimPolicy.strict());
            assertThat(result.status()).isEqualTo(DkimStatus.PERMERROR);
            assertThat(findings(result)).isEmpty();
        }

        @Test
        @DisplayName("DKV_29 a testing key")
        void testing() {
            String record = "t=y; " + GOOD.record().substring("v=DKIM1; ".length());
            assertThat(findings(verify(GOOD, record, FIELDS, "", DkimPolicy.strict())))
                    .containsExactly("TESTING_KEY");
        }

        @Test
        @DisplayName("T26 CVE-2017-15361 a key whose private half can be computed")
        void factorable() throws GeneralSecurityException {
            TestSigner signer =
                    TestSigner.rsa(factorableKey()).tag("h", "from:from").tag("x", "9999999999");
            DkimSignatureResult result = verify(signer, FIELDS, "");
            assertThat(result.status()).as(result.toString()).isEqualTo(DkimStatus.PASS);
            assertThat(findings(result)).containsExactly("FACTORABLE_KEY", "SHORT_KEY");
        }

        @Test
        @DisplayName("T26 other keys are not taken for such")
        void notFactorable() {
            Random random = new Random(1);
            for (int i = 0; i < 20_000; i++) {
                assertThat(FactorableKey.isSeen(new BigInteger(2048, random).setBit(0)))
                        .isFalse();
            }
            assertThat(FactorableKey.isSeen(((RSAPublicKey) TestSigner.rsa(1024).getPublic()).getModulus()))
                    .isFalse();
        }

        // Both primes of the form k * M + 65537^a mod M, where M is the product of the first primes.
        private static KeyPair factorableKey() throws GeneralSecurityException {
            BigInteger product = BigInteger.ONE;
            for (BigInteger prime = BigInteger.TWO; prime.intValue() <= 167; prime = prime.nextProbablePrime()) {
                product = product.multiply(prime);
            }
            BigInteger p = prime(product, 3);
            BigInteger q = prime(product, 4);
            BigInteger e = BigInteger.valueOf(65537);
            BigInteger phi = p.subtract(BigInteger.ONE).multiply(q.subtract(BigInteger.ONE));
            KeyFactory factory = KeyFactory.getInstance("RSA");
            BigInteger n = p.multiply(q);
            return new KeyPair(
                    factory.generatePublic(new RSAPublicKeySpec(n, e)),
                    factory.generatePrivate(new RSAPrivateKeySpec(n, e.modInverse(phi))));
        }

        private static BigInteger prime(BigInteger product, int seed) {
            Random random = new Random(seed);
            while (true) {
                BigInteger k = new BigInteger(513 - product.bitLength(), random);
                BigInteger power = BigInteger.valueOf(65537).modPow(new BigInteger(64, random), product);
                BigInteger candidate = k.multiply(product).add(power);
                if (candidate.bitLength() == 512
                        && candidate.testBit(510)
                        && candidate.isProbablePrime(40)
                        && !candidate
                                .subtract(BigInteger.ONE)
                                .mod(BigInteger.valueOf(65537))
                                .equals(BigInteger.ZERO)) {
                    return candidate;
                }
            }
        }
    }

    @Test
    @DisplayName("a signature that fails has findings, too; one that can't be read has none")
    void ofThoseThatDoNotPass() {
        DkimSignatureResult failed = verify(GOOD.tag("bh", "AAAA").tag("x", null), FIELDS, "");
        assertThat(failed.status()).isEqualTo(DkimStatus.FAIL);
        assertThat(findings(failed)).containsExactly("NO_EXPIRY x");
        DkimSignatureResult refused = verify(TestSigner.rsaSha1(), FIELDS, "");
        assertThat(findings(refused)).containsExactly("FROM_NOT_OVERSIGNED from", "NO_EXPIRY x");
        assertThat(verify(GOOD.tag("v", "2"), FIELDS, "").findings()).isEmpty();
    }

    @Test
    void everyCodeHasASentence() {
        assertThat(Arrays.stream(Code.values()).map(code -> new DkimSignatureFinding(code, "").explanation()))
                .doesNotHaveDuplicates()
                .allMatch(sentence -> sentence.endsWith("."));
        assertThat(new DkimSignatureFinding(Code.NO_EXPIRY, "x"))
                .hasToString("NOTE: The signature never expires (x=).");
        assertThat(new DkimSignatureFinding(Code.FROM_NOT_OVERSIGNED, "from"))
                .hasToString("NOTE: A second From field would not break the signature (from).");
    }
}
