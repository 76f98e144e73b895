package io.mailseal.dkim;

import static io.mailseal.dkim.DkimStatus.FAIL;
import static io.mailseal.dkim.DkimStatus.NEUTRAL;
import static io.mailseal.dkim.DkimStatus.NONE;
import static io.mailseal.dkim.DkimStatus.PASS;
import static io.mailseal.dkim.DkimStatus.PERMERROR;
import static io.mailseal.dkim.DkimStatus.POLICY;
import static io.mailseal.dkim.DkimStatus.TEMPERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dkim.DkimProblem.Kind;
import io.mailseal.testkit.InMemoryDns;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractAssert;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DkimVerifierTest {

    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final String FIELDS = "From: Ann <ann@a.example>\r\nTo: b@b.example\r\nSubject: Hello\r\n";
    private static final String BODY = "Hello,\r\n\r\nhow are you?\r\n";

    private static DkimResult verify(InMemoryDns dns, byte[] message, DkimPolicy policy) {
        DkimVerifier verifier = DkimVerifier.builder()
                .resolver(dns)
                .clock(() -> NOW)
                .policy(policy)
                .build();
        try (Message read = MessageReader.strict().read(message)) {
            return verifier.verify(read);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static DkimResult verify(String zone, byte[] message) {
        return verify(InMemoryDns.parse(zone), message, DkimPolicy.strict());
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** The only signature of a message. */
    private static Check check(String zone, byte[] message) {
        return new Check(verify(zone, message));
    }

    /** Whose cryptography it may be. */
    static List<Map<DkimAlgorithm, Provider>> providers() {
        Provider bouncyCastle = new BouncyCastleProvider();
        return List.of(
                Map.of(),
                Map.of(DkimAlgorithm.RSA_SHA256, bouncyCastle, DkimAlgorithm.ED25519_SHA256, bouncyCastle),
                Map.of(DkimAlgorithm.ED25519_SHA256, Security.getProvider("SunEC")));
    }

    private static Check verify(Map<DkimAlgorithm, Provider> providers, String zone, byte[] message) {
        DkimVerifier.Builder verifier =
                DkimVerifier.builder().resolver(InMemoryDns.parse(zone)).clock(() -> NOW);
        providers.forEach(verifier::provider);
        try (Message read = MessageReader.strict().read(message)) {
            return new Check(verifier.build().verify(read));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A message that is signed and has its key. */
    private static Check check(TestSigner signer) {
        return check(signer.zone(), signer.sign(FIELDS, BODY));
    }

    private static Check check(TestSigner signer, DkimPolicy policy) {
        return new Check(verify(InMemoryDns.parse(signer.zone()), signer.sign(FIELDS, BODY), policy));
    }

    private static final class Check extends AbstractAssert<Check, DkimSignatureResult> {

        Check(DkimResult result) {
            super(result.signatures().get(0), Check.class);
            assertThat(result.signatures()).hasSize(1);
            assertThat(result.status()).isEqualTo(actual.status());
        }

        Check is(DkimStatus status) {
            assertThat(actual.status()).as(actual.toString()).isEqualTo(status);
            assertThat(actual instanceof DkimSignatureResult.Passed).isEqualTo(status == PASS);
            return this;
        }

        Check is(DkimStatus status, Kind kind) {
            is(status);
            assertThat(actual.problem())
                    .hasValueSatisfying(problem ->
                            assertThat(problem.kind()).as(actual.toString()).isEqualTo(kind));
            assertThat(kind.status()).isEqualTo(status);
            return this;
        }

        Check tag(String tag) {
            assertThat(actual.problem().orElseThrow().tag()).hasValue(tag);
            return this;
        }

        DkimSignatureResult result() {
            return actual;
        }
    }

    @Nested
    class Examples {

        @Test
        @DisplayName("DKV_38 RFC 6376 A.2")
        void rfc6376() {
            check(RfcExamples.RFC6376_ZONE, RfcExamples.RFC6376_MESSAGE).is(PASS);
        }

        @Test
        @DisplayName("DKV_38 DKV_08 RFC 8463 A.3, both signatures")
        void rfc8463() {
            DkimResult result = verify(RfcExamples.RFC8463_ZONE, RfcExamples.RFC8463_MESSAGE);
            assertThat(result.passed())
                    .extracting(passed -> passed.verified().toString())
                    .containsExactly(
                            "d=football.example.com s=brisbane a=ed25519-sha256",
                            "d=football.example.com s=test a=rsa-sha256");
        }

        @Test
        @DisplayName("DKV_30 each changed octet of the body is fail")
        void changedBody() {
            byte[] message = RfcExamples.RFC8463_MESSAGE;
            for (int i = text(message).indexOf("\r\n\r\n") + 4; i < message.length; i++) {
                assertFails(changed(message, i));
            }
        }

        @Test
        @DisplayName("DKV_30 each changed octet of a signed value is fail")
        void changedHeader() {
            byte[] message = RfcExamples.RFC8463_MESSAGE;
            String text = text(message);
            int changed = 0;
            for (String name : List.of("\r\nFrom: ", "\r\nTo: ", "\r\nSubject: ", "\r\nDate: ", "\r\nMessage-ID: ")) {
                int start = text.indexOf(name) + name.length();
                for (int i = start; i < text.indexOf("\r\n", start); i++) {
                    assertFails(changed(message, i));
                    changed++;
                }
            }
            assertThat(changed).isGreaterThan(150);
        }

        private byte[] changed(byte[] message, int at) {
            byte[] copy = message.clone();
            copy[at] = (byte) (copy[at] == 'X' ? 'Y' : 'X');
            return copy;
        }

        private void assertFails(byte[] message) {
            assertThat(verify(RfcExamples.RFC8463_ZONE, message).signatures())
                    .as(text(message))
                    .extracting(DkimSignatureResult::status)
                    .containsExactly(FAIL, FAIL);
        }
    }

    @Nested
    class Section_3_3_algorithms {

        @Test
        void rsaSha256() {
            Check passed = check(TestSigner.rsa()).is(PASS);
            assertThat(passed.result().keyBits()).hasValue(2048);
        }

        @Test
        @DisplayName("DKV_08 ed25519-sha256")
        void ed25519() {
            Check passed = check(TestSigner.ed25519()).is(PASS);
            assertThat(passed.result().keyBits()).hasValue(256);
        }

        @Test
        @DisplayName("DKV_06 T27 PITFALL_27 rsa-sha1 never passes")
        void rsaSha1() {
            check(TestSigner.rsaSha1()).is(POLICY, Kind.OBSOLETE_ALGORITHM);
        }

        @ParameterizedTest
        @ValueSource(strings = {"rsa-md5", "RSA-SHA256", "rsa", "rsa-sha256-x", ""})
        @DisplayName("DKV_06 unknown algorithms")
        void unknown(String algorithm) {
            check(TestSigner.rsa().tag("a", algorithm))
                    .is(NEUTRAL, Kind.UNSUPPORTED_ALGORITHM)
                    .tag("a");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "rsa",
                    "-",
                    "-sha256",
                    "rsa-",
                    "rsa-sha256-x",
                    "1rsa-sha256",
                    "rsa-2sha",
                    "rsa-sha_256",
                    "rs a-sha256",
                    "`-a",
                    "{-a",
                    "@-a",
                    "[-a",
                    "a-`",
                    "a-{",
                    "a-@",
                    "a-[",
                    "a/-a",
                    "a-a/",
                    "a:-a"
                })
        @DisplayName("3.5 a= is two words and a hyphen, or nothing is known of the signature")
        void noAlgorithm(String algorithm) {
            Check refused = check(TestSigner.rsa().tag("a", algorithm)).is(NEUTRAL, Kind.UNSUPPORTED_ALGORITHM);
            assertThat(refused.result().signature()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"rsa-md5", "a-z", "az-az", "AZ-ZA", "a0-z9", "a09z-Z90A"})
        @DisplayName("3.5 of an algorithm that is not known the signature is shown")
        void otherAlgorithm(String algorithm) {
            Check refused = check(TestSigner.rsa().tag("a", algorithm)).is(NEUTRAL, Kind.UNSUPPORTED_ALGORITHM);
            assertThat(refused.result().signature().orElseThrow().algorithm()).isEqualTo(algorithm);
        }

        @Test
        @DisplayName("DKV_09 T23 PITFALL_26 keys under 1024 bits")
        void shortKeys() {
            for (int bits : new int[] {512, 768, 1023}) {
                Check refused = check(TestSigner.rsa(TestSigner.rsa(bits))).is(POLICY, Kind.KEY_TOO_SHORT);
                assertThat(refused.result().keyBits()).hasValue(bits);
            }
            check(TestSigner.rsa(TestSigner.rsa(1024))).is(PASS);
        }

        @Test
        @DisplayName("DKV_09 T24 keys over 4096 bits")
        void longKeys() {
            BigInteger modulus = BigInteger.ONE.shiftLeft(16383).setBit(0);
            byte[] key = PublicKeyMaterialTest.pkcs1(modulus, BigInteger.valueOf(65537));
            TestSigner signer = TestSigner.rsa();
            Check refused = check(
                            signer.zone("p=" + Base64.getEncoder().encodeToString(key)), signer.sign(FIELDS, BODY))
                    .is(POLICY, Kind.KEY_TOO_LONG);
            assertThat(refused.result().keyBits()).hasValue(16384);
        }

        @Test
        @DisplayName("T24 DKV_10 a key that no one may compute with")
        void hugeExponent() {
            BigInteger exponent = BigInteger.ONE.shiftLeft(2000).setBit(0);
            byte[] key =
                    PublicKeyMaterialTest.pkcs1(BigInteger.ONE.shiftLeft(2047).setBit(0), exponent);
            TestSigner signer = TestSigner.rsa();
            check(signer.zone("p=" + Base64.getEncoder().encodeToString(key)), signer.sign(FIELDS, BODY))
                    .is(PERMERROR, Kind.KEY_MALFORMED);
        }

        @Test
        @DisplayName("a signature of the wrong length is a mismatch")
        void wrongLength() {
            for (TestSigner signer : List.of(TestSigner.rsa(), TestSigner.ed25519())) {
                String message = text(signer.sign(FIELDS, BODY));
                int b = message.indexOf("\tb=") + 3;
                for (String signature : List.of("QUFB", "A".repeat(1000))) {
                    String changed =
                            message.substring(0, b) + signature + message.substring(message.indexOf("\r\n", b));
                    check(signer.zone(), octets(changed)).is(FAIL, Kind.SIGNATURE_MISMATCH);
                }
            }
        }

        @ParameterizedTest
        @MethodSource("io.mailseal.dkim.DkimVerifierTest#providers")
        @DisplayName("T28 a signature of almost the right length is a mismatch, whosever cryptography it is")
        void nearlyRightLength(Map<DkimAlgorithm, Provider> providers) {
            for (TestSigner signer : List.of(TestSigner.ed25519(), TestSigner.rsa())) {
                byte[] message = withLeadingZero(signer);
                verify(providers, signer.zone(), message).is(PASS);
                Octets signature = signature(message);
                byte[] octets = signature.toByteArray();
                verify(providers, signer.zone(), with(message, Arrays.copyOf(octets, octets.length + 1)))
                        .is(FAIL, Kind.SIGNATURE_MISMATCH);
                verify(providers, signer.zone(), with(message, Arrays.copyOfRange(octets, 1, octets.length)))
                        .is(FAIL, Kind.SIGNATURE_MISMATCH);
            }
        }

        // Of a number, what it begins with might be thought to be of no importance.
        private static byte[] withLeadingZero(TestSigner signer) {
            for (int i = 0; ; i++) {
                byte[] message = signer.sign(FIELDS, BODY + i);
                if (signature(message).at(0) == 0) {
                    return message;
                }
            }
        }

        private static Octets signature(byte[] message) {
            return verify("", message)
                    .signatures()
                    .get(0)
                    .signature()
                    .orElseThrow()
                    .signature();
        }

        private static byte[] with(byte[] message, byte[] signature) {
            String text = text(message);
            int b = text.indexOf("\tb=") + 3;
            return octets(text.substring(0, b)
                    + Base64.getEncoder().encodeToString(signature)
                    + text.substring(text.indexOf("\r\n", b)));
        }

        @ParameterizedTest
        @MethodSource("io.mailseal.dkim.DkimVerifierTest#providers")
        @DisplayName("T24 an RSA key that is none in the eyes of some providers does not pass, and does not throw")
        void notAProductOfTwoPrimes(Map<DkimAlgorithm, Provider> providers) {
            TestSigner signer = TestSigner.rsa();
            BigInteger one = BigInteger.ONE;
            for (BigInteger modulus :
                    List.of(one.shiftLeft(2047).add(one), BigInteger.valueOf(3).pow(1290))) {
                String p = Base64.getEncoder()
                        .encodeToString(PublicKeyMaterialTest.pkcs1(modulus, BigInteger.valueOf(65537)));
                DkimSignatureResult result = verify(providers, signer.zone("p=" + p), signer.sign(FIELDS, BODY))
                        .result();
                assertThat(result.status()).as(result.toString()).isIn(PERMERROR, FAIL);
            }
        }

        @Test
        @DisplayName("T28 a point that is not on the curve")
        void notOnTheCurve() {
            TestSigner signer = TestSigner.ed25519();
            byte[] point = new byte[32];
            point[0] = 2;
            String p = Base64.getEncoder().encodeToString(point);
            check(signer.zone("k=ed25519; p=" + p), signer.sign(FIELDS, BODY)).is(PERMERROR, Kind.KEY_MALFORMED);
            Check notOne = check(signer.zone("k=ed25519; p=QUFB"), signer.sign(FIELDS, BODY))
                    .is(PERMERROR, Kind.KEY_MALFORMED);
            assertThat(notOne.result().explanation()).endsWith(" (p=): not an Ed25519 key.");
        }
    }

    @Nested
    class Section_3_4_canonicalization {

        @ParameterizedTest
        @ValueSource(
                strings = {"simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed", "relaxed", "simple"})
        @DisplayName("DKV_07 every combination")
        void combinations(String c) {
            check(TestSigner.rsa().tag("c", c)).is(PASS);
        }

        @Test
        @DisplayName("DKV_07 without the tag: simple/simple")
        void defaults() {
            DkimSignature signature = check(TestSigner.rsa().tag("c", null))
                    .is(PASS)
                    .result()
                    .signature()
                    .orElseThrow();
            assertThat(signature.headerCanonicalization()).isEqualTo(DkimCanonicalization.SIMPLE);
            assertThat(signature.bodyCanonicalization()).isEqualTo(DkimCanonicalization.SIMPLE);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "simple/simple/simple", "relaxed/stressed", "worried", "Relaxed"})
        @DisplayName("DKV_07 unknown ones")
        void unknown(String c) {
            check(TestSigner.rsa().tag("c", c))
                    .is(NEUTRAL, Kind.UNSUPPORTED_CANONICALIZATION)
                    .tag("c");
        }

        @Test
        @DisplayName("PITFALL_29 the default locale does not matter")
        void turkish() {
            Locale before = Locale.getDefault();
            Locale.setDefault(Locale.forLanguageTag("tr"));
            try {
                TestSigner signer = TestSigner.rsa().tag("h", "from:subject:MIME-Version:List-ID");
                byte[] message = signer.sign(FIELDS + "MIME-VERSION: 1.0\r\nLIST-ID: I\r\n", BODY);
                check(signer.zone(), message).is(PASS);
            } finally {
                Locale.setDefault(before);
            }
        }

        @Test
        @DisplayName("PITFALL_32 a body with lone CR and LF is verified as it came")
        void loneLineEnds() {
            TestSigner signer = TestSigner.rsa();
            byte[] message = signer.sign(FIELDS, "a\nb\rc \r\n");
            check(signer.zone(), message).is(PASS);
            check(signer.zone(), octets(text(message).replace("a\nb", "a\r\nb")))
                    .is(FAIL, Kind.BODY_HASH_MISMATCH);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\n", "\r"})
        @DisplayName("PITFALL_32 a lone CR or LF beside a name, where it is allowed at all, was not signed")
        void loneLineEndBesideName(String lineEnd) {
            TestSigner signer = TestSigner.rsa();
            String message = text(signer.sign(FIELDS, BODY));
            for (String name : List.of("From", "DKIM-Signature")) {
                for (String changed : List.of(lineEnd + name + ":", name + lineEnd + ":")) {
                    byte[] octets = octets(message.replace(name + ":", changed));
                    new Check(verify(
                                    InMemoryDns.parse(signer.zone()),
                                    octets,
                                    DkimPolicy.strict().allowMalformedHeader()))
                            .is(FAIL, Kind.SIGNATURE_MISMATCH);
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"simple", "relaxed"})
        @DisplayName("§3.7 a message that broke off in a field: it does not run into the next of the signed ones")
        void brokenOff(String c) {
            TestSigner signer = TestSigner.rsa().tag("c", c).tag("h", "from:subject:to");
            String from = "From: ann@a.example\r\n";
            String joined = signer.signature(from + "Subject: HelloTo: evil\r\n", "");
            check(signer.zone(), octets(joined + from + "To: evil\r\nSubject: Hello"))
                    .is(FAIL, Kind.SIGNATURE_MISMATCH);
            String apart = signer.signature(from + "To: b\r\nSubject: Hello\r\n", "");
            check(signer.zone(), octets(apart + from + "To: b\r\nSubject: Hello"))
                    .is(PASS);
        }
    }

    @Nested
    class Section_3_5_signature_field {

        @Test
        void claims() {
            TestSigner signer = TestSigner.rsa()
                    .tag("i", "ann=3Dx@sub.A.example")
                    .tag("t", "1700000000")
                    .tag("x", "1900000000")
                    .tag("q", "http : dns/txt")
                    .tag("unknown", "");
            DkimSignatureResult result = check(signer).is(PASS).result();
            DkimSignature signature = result.signature().orElseThrow();
            assertThat(signature.domain()).isEqualTo(DomainName.of("a.example"));
            assertThat(signature.selector()).isEqualTo(DomainName.of("s1"));
            assertThat(signature.identity()).isEqualTo("ann=x@sub.A.example");
            assertThat(signature.identityDomain()).isEqualTo(DomainName.of("sub.a.example"));
            assertThat(signature.signedFields()).containsExactly("from", "subject");
            assertThat(signature.timestamp()).hasValue(Instant.ofEpochSecond(1700000000));
            assertThat(signature.expiry()).hasValue(Instant.ofEpochSecond(1900000000));
            assertThat(signature.bodyLength()).isEmpty();
            assertThat(result.domain()).hasValue(DomainName.of("a.example"));
            assertThat(result.algorithm()).hasValue("rsa-sha256");
            assertThat(result.identity()).hasValue("ann=x@sub.A.example");
            assertThat(result.signaturePrefix().orElseThrow()).hasSize(8);
            assertThat(result.bodyOctets()).hasValue(BODY.length());
            assertThat(result.signedBodyOctets()).hasValue(BODY.length());
        }

        @Test
        void identityByDefault() {
            DkimSignatureResult result = check(TestSigner.rsa()).is(PASS).result();
            assertThat(result.signature().orElseThrow().identity()).isEqualTo("@a.example");
            assertThat(result.identity()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"1.0", "01", "2", "", "1 1", "DKIM1", "0.5"})
        @DisplayName("DKV_02 PITFALL_40 other versions")
        void version(String version) {
            check(TestSigner.rsa().tag("v", version))
                    .is(NEUTRAL, Kind.UNSUPPORTED_VERSION)
                    .tag("v");
        }

        @ParameterizedTest
        @ValueSource(strings = {"v", "a", "d", "h", "s"})
        @DisplayName("DKV_03 PITFALL_40 required tags")
        void required(String tag) {
            check(TestSigner.rsa().tag(tag, null))
                    .is(PERMERROR, Kind.MISSING_TAG)
                    .tag(tag);
        }

        @ParameterizedTest
        @ValueSource(strings = {"b", "bh"})
        @DisplayName("DKV_03 required tags that hold base64")
        void requiredBase64(String tag) {
            TestSigner signer = TestSigner.rsa();
            String message = text(signer.sign(FIELDS, BODY)).replaceFirst("([ \t])" + tag + "=", "$1x=");
            check(signer.zone(), octets(message))
                    .is(PERMERROR, Kind.MISSING_TAG)
                    .tag(tag);
        }

        @Test
        @DisplayName("DKV_01 T30 duplicate tags")
        void duplicates() {
            TestSigner signer = TestSigner.rsa();
            String message = text(signer.sign(FIELDS, BODY)).replaceFirst("; d=", "; d=b.example; d=");
            check(signer.zone(), octets(message))
                    .is(NEUTRAL, Kind.DUPLICATE_TAG)
                    .tag("d");
        }

        @ParameterizedTest
        @ValueSource(strings = {"; ; d=", "; d", "; =1; d=", "; \u0000=; d=", "; x=\u0007; d="})
        @DisplayName("DKV_01 T30 what is no list of tags")
        void syntax(String replacement) {
            TestSigner signer = TestSigner.rsa();
            String message = text(signer.sign(FIELDS, BODY)).replaceFirst("; d=", replacement);
            Check refused = check(signer.zone(), octets(message));
            refused.is(NEUTRAL, Kind.TAG_LIST_SYNTAX);
        }

        @Test
        @DisplayName("DKV_21 white space in base64 is nothing, anything else is not")
        void base64() {
            TestSigner signer = TestSigner.rsa();
            String message = text(signer.sign(FIELDS, BODY));
            int b = message.indexOf("\tb=") + 3;
            String before = message.substring(0, b);
            String after = message.substring(b);
            check(signer.zone(), octets(before + " \r\n " + after.substring(0, 9) + "\r\n\t " + after.substring(9)))
                    .is(PASS);
            for (String bad : List.of("*", "-", "=", "\u00e9")) {
                check(signer.zone(), octets(before + bad + after))
                        .is(NEUTRAL, Kind.INVALID_BASE64)
                        .tag("b");
            }
            check(signer.zone(), octets(before + "\r\n" + FIELDS))
                    .is(NEUTRAL, Kind.INVALID_BASE64)
                    .tag("b");
        }

        @Test
        @DisplayName("PITFALL_28 tags that end in b")
        void tagsThatEndInB() {
            check(TestSigner.rsa().tag("xb", "AAA").tag("c", "simple")).is(PASS);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ":", ":::", "from:", "from::to", "from: a b", "from:\u00e9"})
        @DisplayName("DKV_04 T30 lists of field names that are none")
        void signedFields(String h) {
            check(TestSigner.rsa().tag("h", h)).is(NEUTRAL, Kind.INVALID_TAG).tag("h");
        }

        @Test
        @DisplayName("DKV_04 PITFALL_23 From must be signed")
        void from() {
            check(TestSigner.rsa().tag("h", "to:subject:x-from")).is(PERMERROR, Kind.FROM_NOT_SIGNED);
            check(TestSigner.rsa().tag("h", " FROM ")).is(PASS);
        }

        @ParameterizedTest
        @CsvSource(textBlock = """
                        @a.example,      PASS,      -
                        x@A.EXAMPLE,     PASS,      -
                        @sub.a.example,  PASS,      -
                        @ba.example,     PERMERROR, IDENTITY_OUTSIDE_DOMAIN
                        @example.net,    PERMERROR, IDENTITY_OUTSIDE_DOMAIN
                        a.example,       NEUTRAL,   INVALID_TAG
                        @,               NEUTRAL,   INVALID_TAG
                        @a.example=,     NEUTRAL,   INVALID_TAG
                        @a.example=3b,   NEUTRAL,   INVALID_TAG
                        x=FF@a.example,  NEUTRAL,   INVALID_TAG
                        """)
        @DisplayName("DKV_05 PITFALL_24 the identity is at or below the domain")
        void identity(String identity, DkimStatus status, String kind) {
            Check checked = check(TestSigner.rsa().tag("i", identity)).is(status);
            assertThat(checked.result().problem().map(problem -> problem.kind().toString()))
                    .isEqualTo(Optional.of(kind).filter(name -> !name.equals("-")));
        }

        @Test
        @DisplayName("DKV_05 what can't be read of it is shown")
        void malformedIdentity() {
            Check checked = check(TestSigner.rsa().tag("i", "x=FF@a.example"))
                    .is(NEUTRAL, Kind.INVALID_TAG)
                    .tag("i");
            assertThat(checked.result().problem().orElseThrow().detail()).contains("x=FF@a.example");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "example",
                    "a.example.",
                    ".a.example",
                    "a..example",
                    "a.exa mple",
                    "a(b).example",
                    "a.example(",
                    "-a.example",
                    "a-.example",
                    "a\\046example",
                    "a/b.example",
                    "a.example\u00ff",
                    "xn--a.example"
                })
        @DisplayName("DKV_12 T03 T33 CVE-2020-12272 signing domains that are none")
        void domains(String domain) {
            TestSigner signer = TestSigner.rsa().tag("d", domain);
            InMemoryDns dns = InMemoryDns.parse("");
            new Check(verify(dns, signer.sign(FIELDS, BODY), DkimPolicy.strict()))
                    .is(PERMERROR, Kind.INVALID_DOMAIN)
                    .tag("d");
            assertThat(dns.questions()).isEmpty();
        }

        @Test
        @DisplayName("T03 NUL goes nowhere")
        void nul() {
            TestSigner signer = TestSigner.rsa().tag("s", "a\u0000.evil.example");
            InMemoryDns dns = InMemoryDns.parse("");
            new Check(verify(dns, signer.sign(FIELDS, BODY), DkimPolicy.strict())).is(NEUTRAL, Kind.TAG_LIST_SYNTAX);
            assertThat(dns.questions()).isEmpty();
        }

        @Test
        @DisplayName("DKV_12 selectors")
        void selectors() {
            check(TestSigner.rsa().tag("s", "2026.Key_1-a")).is(PASS);
            for (String selector : List.of("", "a.", "a..b", "a(", "-a", "a".repeat(64))) {
                TestSigner signer = TestSigner.rsa().tag("s", selector);
                check("", signer.sign(FIELDS, BODY))
                        .is(PERMERROR, Kind.INVALID_SELECTOR)
                        .tag("s");
            }
        }

        @Test
        @DisplayName("DKV_12 domain and selector are too long together")
        void tooLongTogether() {
            String longName = ("a".repeat(60) + ".").repeat(3) + "example";
            TestSigner signer = TestSigner.rsa().tag("d", longName).tag("s", "s".repeat(60));
            check("", signer.sign(FIELDS, BODY)).is(PERMERROR, Kind.INVALID_SELECTOR);
        }

        @Test
        @DisplayName("T30 a list of very many names")
        void manyNames() {
            TestSigner signer = TestSigner.rsa().tag("h", "from" + ":x".repeat(100_000));
            check(signer).is(PASS);
        }

        @Test
        @DisplayName("T31 very many tags")
        void manyTags() {
            StringBuilder tags = new StringBuilder();
            for (int i = 0; i < 20_000; i++) {
                tags.append("; x").append(i).append("=1");
            }
            TestSigner signer = TestSigner.rsa();
            String message = text(signer.sign(FIELDS, BODY)).replaceFirst("; d=", tags + "; d=");
            check(signer.zone(), octets(message)).is(PERMERROR, Kind.LIMIT_EXCEEDED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"http", "dns", "dns/special", "", "DNS/TXT"})
        @DisplayName("DKV_11 ways to get the key")
        void queryMethods(String q) {
            check(TestSigner.rsa().tag("q", q))
                    .is(NEUTRAL, Kind.UNSUPPORTED_QUERY_METHOD)
                    .tag("q");
        }

        @ParameterizedTest
        @CsvSource({"t, -1", "x, 1.5", "t, ''", "l, 0x10", "l, 1e3", "x, \u0661"})
        @DisplayName("T30 numbers that are none")
        void numbers(String tag, String value) {
            String octets = text(value.getBytes(StandardCharsets.UTF_8));
            TestSigner plain = TestSigner.rsa();
            String message = text(plain.sign(FIELDS, BODY)).replaceFirst("; d=", "; " + tag + "=" + octets + "; d=");
            check(plain.zone(), octets(message))
                    .is(NEUTRAL, Kind.INVALID_NUMBER)
                    .tag(tag);
        }
    }

    @Nested
    class Section_3_5_times {

        private Check check(Instant made, Instant expiry, DkimPolicy policy) {
            TestSigner signer = TestSigner.rsa();
            signer = made == null ? signer : signer.tag("t", Long.toString(made.getEpochSecond()));
            signer = expiry == null ? signer : signer.tag("x", Long.toString(expiry.getEpochSecond()));
            return DkimVerifierTest.check(signer, policy);
        }

        @Test
        @DisplayName("DKV_22 PITFALL_42 expired, with tolerance")
        void expired() {
            check(null, NOW.minusSeconds(300), DkimPolicy.strict()).is(PASS);
            check(null, NOW.minusSeconds(301), DkimPolicy.strict()).is(POLICY, Kind.EXPIRED);
            check(null, NOW.minusSeconds(301), DkimPolicy.strict().allowExpiredSignatures())
                    .is(PASS);
            check(null, NOW.minusSeconds(301), DkimPolicy.strict().withClockSkew(Duration.ofHours(1)))
                    .is(PASS);
            check(null, Instant.EPOCH, DkimPolicy.strict().withClockSkew(Duration.ofSeconds(Long.MAX_VALUE)))
                    .is(PASS);
        }

        @Test
        @DisplayName("DKV_22 from the future, with tolerance")
        void future() {
            check(NOW.plusSeconds(300), null, DkimPolicy.strict()).is(PASS);
            check(NOW.plusSeconds(301), null, DkimPolicy.strict()).is(POLICY, Kind.FUTURE_TIMESTAMP);
        }

        @Test
        @DisplayName("DKV_22 x= is after t=")
        void order() {
            check(NOW, NOW, DkimPolicy.strict()).is(NEUTRAL, Kind.EXPIRY_NOT_AFTER_TIMESTAMP);
            check(NOW, NOW.plusSeconds(1), DkimPolicy.strict()).is(PASS);
        }

        @Test
        @DisplayName("DKV_22 T30 more than twelve digits are infinite")
        void infinite() {
            DkimVerifierTest.check(TestSigner.rsa().tag("x", "9".repeat(500))).is(PASS);
            DkimVerifierTest.check(TestSigner.rsa().tag("t", "9".repeat(80))).is(POLICY, Kind.FUTURE_TIMESTAMP);
            Check twelve = DkimVerifierTest.check(TestSigner.rsa().tag("x", "9".repeat(12)))
                    .is(PASS);
            assertThat(twelve.result().signature().orElseThrow().expiry())
                    .contains(Instant.ofEpochSecond(999_999_999_999L));
        }
    }

    @Nested
    class Section_3_5_body_length {

        private static final int LENGTH = 10;

        @Test
        @DisplayName("DKV_20 T20 a signature that leaves the end of the body unsigned")
        void partial() {
            TestSigner signer = TestSigner.rsa().tag("l", Integer.toString(LENGTH));
            Check refused = check(signer).is(POLICY, Kind.PARTIAL_BODY);
            assertThat(refused.result().signedBodyOctets()).hasValue(LENGTH);
            assertThat(refused.result().bodyOctets()).hasValue(BODY.length());
            check(signer, DkimPolicy.strict().allowPartialBodySignatures()).is(PASS);
        }

        @Test
        @DisplayName("DKV_20 T20 text appended to a signature with l=")
        void appended() {
            TestSigner signer = TestSigner.rsa().tag("l", Integer.toString(BODY.length()));
            check(signer).is(PASS);
            byte[] message = octets(text(signer.sign(FIELDS, BODY)) + "<h1>evil</h1>\r\n");
            check(signer.zone(), message).is(POLICY, Kind.PARTIAL_BODY);
        }

        @Test
        @DisplayName("DKV_19 T30 longer than the body")
        void tooLong() {
            check(TestSigner.rsa().tag("l", Integer.toString(BODY.length() + 1)))
                    .is(FAIL, Kind.BODY_TOO_SHORT);
            String message = text(TestSigner.rsa().sign(FIELDS, BODY));
            String zone = TestSigner.rsa().zone();
            check(zone, octets(message.replaceFirst("; d=", "; l=" + "9".repeat(76) + "; d=")))
                    .is(FAIL, Kind.BODY_TOO_SHORT);
            check(zone, octets(message.replaceFirst("; d=", "; l=" + "9".repeat(77) + "; d=")))
                    .is(NEUTRAL, Kind.INVALID_NUMBER);
        }

        @Test
        @DisplayName("PITFALL_33 l=0 is no body at all")
        void zero() {
            check(TestSigner.rsa().tag("l", "0")).is(POLICY, Kind.PARTIAL_BODY);
            TestSigner signer = TestSigner.rsa().tag("l", "0");
            check(signer.zone(), signer.sign(FIELDS, "")).is(PASS);
        }
    }

    @Nested
    class Section_3_6_keys {

        private static final TestSigner SIGNER = TestSigner.rsa();
        private static final String P =
                SIGNER.record().substring(SIGNER.record().indexOf("p="));

        private Check check(String record) {
            return DkimVerifierTest.check(SIGNER.zone(record), SIGNER.sign(FIELDS, BODY));
        }

        @Test
        @DisplayName("DKV_25 DKV_26 PITFALL_25 what the key allows")
        void allowed() {
            check("v=DKIM1; k=rsa; h=sha1:sha256; s=other:email; t=s; n=x; " + P)
                    .is(PASS);
            check(P).is(PASS);
            check("g=; " + P).is(PASS);
        }

        @Test
        @DisplayName("DKV_26 PITFALL_25 what it does not allow")
        void notAllowed() {
            check("h=sha1; " + P).is(PERMERROR, Kind.KEY_HASH_NOT_ALLOWED).tag("h");
            check("s=tlsrpt; " + P).is(PERMERROR, Kind.KEY_SERVICE_NOT_ALLOWED).tag("s");
            check("k=ed25519; " + P).is(PERMERROR, Kind.KEY_TYPE_MISMATCH).tag("k");
            check("k=x-unknown; " + P).is(PERMERROR, Kind.KEY_TYPE_MISMATCH);
        }

        @Test
        @DisplayName("DKV_27 PITFALL_38 revoked")
        void revoked() {
            check("v=DKIM1; p=").is(PERMERROR, Kind.KEY_REVOKED);
        }

        @Test
        @DisplayName("DKV_27 T32 malformed")
        void malformed() {
            assertThat(check("v=DKIM1; p=QUFB")
                            .is(PERMERROR, Kind.KEY_MALFORMED)
                            .result()
                            .explanation())
                    .endsWith(" (p=): not an RSA key.");
            check("v=DKIM1; p=garbage*").is(PERMERROR, Kind.KEY_MALFORMED);
            check("v=DKIM1; " + P + "AAAA").is(PERMERROR, Kind.KEY_MALFORMED);
            check("k=rsa").is(PERMERROR, Kind.KEY_SYNTAX).tag("p");
            check(P + "; v=DKIM1").is(PERMERROR, Kind.KEY_SYNTAX).tag("v");
            check("v=DKIM10; " + P).is(PERMERROR, Kind.NO_DKIM_RECORD);
        }

        @Test
        @DisplayName("DKV_28 PITFALL_39 a bare RSAPublicKey")
        void pkcs1() {
            byte[] spki = Base64.getDecoder().decode(P.substring(2));
            int header = 24;
            byte[] pkcs1 = Arrays.copyOfRange(spki, header, spki.length);
            check("p=" + Base64.getEncoder().encodeToString(pkcs1)).is(PASS);
        }

        @Test
        @DisplayName("DKV_29 t=y is reported, and changes nothing")
        void testing() {
            assertThat(check("t=y; " + P).is(PASS).result().isTesting()).isTrue();
            assertThat(check(P).is(PASS).result().isTesting()).isFalse();
            Check failed = DkimVerifierTest.check(
                    SIGNER.zone("t=x:y; " + P), octets(text(SIGNER.sign(FIELDS, BODY)) + "more"));
            assertThat(failed.is(FAIL, Kind.BODY_HASH_MISMATCH).result().isTesting())
                    .isTrue();
        }

        @Test
        @DisplayName("DKV_05 PITFALL_24 t=s wants the identity in the domain itself")
        void exactDomain() {
            TestSigner below = SIGNER.tag("i", "@sub.a.example");
            DkimVerifierTest.check(below.zone("t=s; " + P), below.sign(FIELDS, BODY))
                    .is(PERMERROR, Kind.IDENTITY_BELOW_DOMAIN);
            TestSigner same = SIGNER.tag("i", "x@A.example");
            DkimVerifierTest.check(same.zone("t=y:s; " + P), same.sign(FIELDS, BODY))
                    .is(PASS);
        }
    }

    @Nested
    class Section_6_1_2_key_retrieval {

        private static final TestSigner SIGNER = TestSigner.rsa();
        private static final byte[] MESSAGE = SIGNER.sign(FIELDS, BODY);
        private static final String NAME = "s1._domainkey.a.example";

        @Test
        @DisplayName("DKV_23 PITFALL_38 NXDOMAIN and an empty answer stay apart")
        void noKey() {
            check("", MESSAGE).is(PERMERROR, Kind.NO_KEY_NAME);
            check(NAME + " A 192.0.2.1", MESSAGE).is(PERMERROR, Kind.NO_KEY_RECORD);
        }

        @ParameterizedTest
        @EnumSource(DnsFailure.class)
        @DisplayName("DKV_23 DKV_31 every failure is temperror, and says which")
        void failures(DnsFailure failure) {
            InMemoryDns dns = InMemoryDns.parse(SIGNER.zone()).failing(DomainName.of(NAME), failure);
            Check checked = new Check(verify(dns, MESSAGE, DkimPolicy.strict()));
            checked.is(TEMPERROR, Kind.DNS_UNAVAILABLE);
            assertThat(checked.result().problem().orElseThrow().dnsFailure()).hasValue(failure);
        }

        @Test
        @DisplayName("DKV_23 T32 an alias is followed, one in a circle is not")
        void aliases() {
            String zone = NAME + " CNAME key.b.example.\nkey.b.example TXT \"" + SIGNER.record() + "\"\n";
            check(zone, MESSAGE).is(PASS);
            check(NAME + " CNAME b.example.\nb.example CNAME " + NAME + ".\n", MESSAGE)
                    .is(TEMPERROR, Kind.DNS_UNAVAILABLE);
        }

        @Test
        @DisplayName("DKV_24 PITFALL_37 T32 several records")
        void several() {
            String foreign = NAME + " TXT \"v=spf1 -all\"\n";
            check(SIGNER.zone() + foreign, MESSAGE).is(PASS);
            check(SIGNER.zone() + foreign + NAME + " TXT \"garbage\"\n", MESSAGE)
                    .is(PASS);
            check(NAME + " TXT \"garbage\"\n" + NAME + " TXT \"more of it\"\n", MESSAGE)
                    .is(PERMERROR, Kind.MULTIPLE_KEYS);
            check(SIGNER.zone() + SIGNER.zone("p="), MESSAGE).is(PERMERROR, Kind.MULTIPLE_KEYS);
            check(foreign, MESSAGE).is(PERMERROR, Kind.NO_DKIM_RECORD);
        }

        @Test
        @DisplayName("DKV_33 the DNSSEC status of the key")
        void security() {
            DkimSignatureResult secure = check("$SECURITY a.example SECURE\n" + SIGNER.zone(), MESSAGE)
                    .is(PASS)
                    .result();
            assertThat(secure.security()).hasValue(DnsSecurity.SECURE);
            assertThat(check(SIGNER.zone(), MESSAGE).result().security()).hasValue(DnsSecurity.INDETERMINATE);
        }
    }

    @Nested
    class Section_6_1_signatures {

        private static final TestSigner GOOD = TestSigner.rsa();

        @Test
        void unsigned() {
            DkimResult result = verify("", octets(FIELDS + "\r\n" + BODY));
            assertThat(result.signatures()).isEmpty();
            assertThat(result.status()).isEqualTo(NONE);
        }

        @Test
        @DisplayName("DKV_32 PITFALL_41 each has its result, in order, whatever the others are")
        void each() {
            TestSigner other = TestSigner.ed25519().tag("s", "s2");
            String message = "DKIM-Signature: nonsense\r\n"
                    + GOOD.signature(FIELDS, BODY)
                    + GOOD.tag("d", "lost.example").signature(FIELDS, BODY)
                    + other.signature(FIELDS, "another body")
                    + "DKIM-Signature:\r\n"
                    + FIELDS
                    + "\r\n"
                    + BODY;
            DkimResult result = verify(GOOD.zone() + other.zone(), octets(message));
            assertThat(result.signatures())
                    .extracting(DkimSignatureResult::status)
                    .containsExactly(NEUTRAL, PASS, PERMERROR, FAIL, NEUTRAL);
            assertThat(result.status()).isEqualTo(PASS);
            assertThat(result.passed()).hasSize(1);
        }

        @Test
        @DisplayName("DKV_32 T29 beyond the limit: a result, and no question")
        void limit() {
            StringBuilder message = new StringBuilder();
            for (int i = 0; i < 1000; i++) {
                message.append(GOOD.tag("s", "s" + i).signature(FIELDS, BODY).substring(0, 150))
                        .append("; b=QUFB\r\n");
            }
            InMemoryDns dns = InMemoryDns.parse("");
            DkimResult result = verify(dns, octets(message + FIELDS + "\r\n" + BODY), DkimPolicy.strict());
            assertThat(result.signatures()).hasSize(1000);
            assertThat(result.signatures().get(10).problem())
                    .hasValueSatisfying(problem -> assertThat(problem.kind()).isEqualTo(Kind.LIMIT_EXCEEDED));
            assertThat(dns.questions().size()).isLessThanOrEqualTo(10);
        }

        @Test
        @DisplayName("T22 DKV_33 signatures are told apart by their beginnings")
        void prefixes() {
            String b = "QUFBQUFBQUFBQUFB";
            String field = "DKIM-Signature: b=%s\r\n";
            DkimResult result = verify(
                    "",
                    octets(field.formatted(b + "AAAA") + field.formatted(b + "BAAA") + field.formatted("Q0ND")
                            + field.formatted("*") + field.formatted(b + "AAAA") + "\r\n"));
            assertThat(result.signatures())
                    .extracting(signature -> signature.signaturePrefix().orElse(""))
                    .containsExactly(b + "A", b + "B", "Q0ND", "", b + "A");
        }
    }

    @Nested
    class Section_8_policy {

        private static final TestSigner SIGNER = TestSigner.rsa();

        private Check check(UnaryOperator<String> change, DkimPolicy policy) {
            String message = change.apply(text(SIGNER.sign(FIELDS, BODY)));
            return new Check(verify(InMemoryDns.parse(SIGNER.zone()), octets(message), policy));
        }

        @Test
        @DisplayName("DKV_34 PITFALL_34 T06 a second From")
        void severalFrom() {
            UnaryOperator<String> second = message -> "From: evil@c.example\r\n" + message;
            check(second, DkimPolicy.strict()).is(POLICY, Kind.SEVERAL_FROM_FIELDS);
            check(second, DkimPolicy.strict().allowSeveralFromFields()).is(PASS);
        }

        @ParameterizedTest
        @ValueSource(strings = {"From : evil@c.example\r\n", "From\t:evil@c.example\r\n"})
        @DisplayName("T07 a second From in disguise")
        void disguisedFrom(String field) {
            check(message -> field + message, DkimPolicy.strict()).is(POLICY, Kind.SEVERAL_FROM_FIELDS);
        }

        @Test
        @DisplayName("T21 a second Subject on top of the signed one")
        void secondSubject() {
            UnaryOperator<String> second = message -> "Subject: evil\r\n" + message;
            check(second, DkimPolicy.strict()).is(POLICY, Kind.UNSIGNED_REPEATED_FIELD);
            check(second, DkimPolicy.strict().allowUnsignedRepeatedFields()).is(PASS);
            check(message -> "Received: x\r\n" + message, DkimPolicy.strict()).is(PASS);
        }

        @Test
        @DisplayName("T21 DKV_34 fields that the policy wants signed")
        void required() {
            check(message -> message, DkimPolicy.strict().requireSigned("Subject", "Date"))
                    .is(PASS);
            check(message -> message, DkimPolicy.strict().requireSigned("Subject", "to"))
                    .is(POLICY, Kind.REQUIRED_FIELD_NOT_SIGNED);
            check(message -> message, DkimPolicy.strict().requireSigned("to").requireSigned("Subject"))
                    .is(POLICY, Kind.REQUIRED_FIELD_NOT_SIGNED);
        }

        @Test
        @DisplayName("DKV_34 what the policy says is only said of a good signature")
        void failBeforePolicy() {
            check(message -> "Subject: evil\r\n" + message + "x", DkimPolicy.strict())
                    .is(FAIL, Kind.BODY_HASH_MISMATCH);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "no field\r\n",
                    " leading\r\n",
                    ": x\r\n",
                    "X\r\n : x\r\n",
                    "X: a\nb\r\n",
                    "X: a\rb\r\n",
                    "X: \u0000\r\n"
                })
        @DisplayName("DKV_35 T13 a malformed header")
        void malformedHeader(String line) {
            check(message -> line + message, DkimPolicy.strict()).is(PERMERROR, Kind.MALFORMED_HEADER);
            check(message -> line + message, DkimPolicy.strict().allowMalformedHeader())
                    .is(PASS);
        }

        @Test
        @DisplayName("MSG_08 a header beyond the limits: one result, nothing is looked at")
        void truncated() {
            String huge = text(SIGNER.sign(FIELDS, BODY)).replaceFirst("From:", "X: 1\r\n".repeat(3000) + "From:");
            DkimVerifierTest.check(SIGNER.zone(), octets(huge)).is(PERMERROR, Kind.LIMIT_EXCEEDED);
        }
    }

    @Nested
    class Rfc8616_internationalized_mail {

        private static String utf8(String text) {
            return text(text.getBytes(StandardCharsets.UTF_8));
        }

        @Test
        @DisplayName("DKV_12 DKV_36 U-labels in d=, s= and i= stand for A-labels")
        void uLabels() {
            TestSigner signer = TestSigner.rsa()
                    .tag("d", utf8("bücher.example"))
                    .tag("s", utf8("schlüssel"))
                    .tag("i", utf8("änne@unter.bücher.example"));
            String zone = "xn--schlssel-95a._domainkey.xn--bcher-kva.example TXT \"" + signer.record() + "\"\n";
            DkimSignatureResult result = check(
                            zone, signer.sign(utf8("From: änne@bücher.example\r\nSubject: ä\r\n"), BODY))
                    .result();
            assertThat(result.signature().orElseThrow().domain()).isEqualTo(DomainName.of("xn--bcher-kva.example"));
            assertThat(result.signature().orElseThrow().identity()).isEqualTo("änne@unter.bücher.example");
        }

        @Test
        @DisplayName("T35 ß is itself, and what is no U-label is refused")
        void strict() {
            TestSigner sharp = TestSigner.rsa().tag("d", utf8("faß.example"));
            DkimSignatureResult result = check("", sharp.sign(FIELDS, BODY))
                    .is(PERMERROR, Kind.NO_KEY_NAME)
                    .result();
            assertThat(result.domain()).hasValue(DomainName.of("xn--fa-hia.example"));
            for (String domain : List.of("BÜCHER.example", "☕.example", "a\u200b.example", "a\u2024example")) {
                check("", TestSigner.rsa().tag("d", utf8(domain)).sign(FIELDS, BODY))
                        .is(PERMERROR, Kind.INVALID_DOMAIN);
            }
        }

        @Test
        void octetsThatAreNotUtf8() {
            check("", TestSigner.rsa().tag("d", "\u00fc.example").sign(FIELDS, BODY))
                    .is(PERMERROR, Kind.INVALID_DOMAIN);
        }
    }

    @Nested
    class Builder {

        @Test
        void needsDnsOnce() {
            InMemoryDns dns = InMemoryDns.parse("");
            assertThatThrownBy(() -> DkimVerifier.builder().build()).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> DkimVerifier.builder()
                            .resolver(dns)
                            .dns(dns.sessions())
                            .build())
                    .isInstanceOf(IllegalStateException.class);
        }

        @Test
        void refusesNonsense() {
            assertThatThrownBy(() -> DkimVerifier.builder().maxSignatures(0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> DkimVerifier.builder().clock(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> DkimPolicy.strict().withClockSkew(Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Explanations {

        @Test
        void areSentences() {
            List<String> explanations = new ArrayList<>();
            explanations.add(check(TestSigner.rsa()).result().explanation());
            explanations.add(check(TestSigner.rsa().tag("a", "x\"y")).result().explanation());
            explanations.add(
                    check("", octets("DKIM-Signature: b\r\n\r\n")).result().explanation());
            assertThat(explanations)
                    .containsExactly(
                            "The signature of a.example is good.",
                            "The signature of a.example does not count: the algorithm is not supported (a=): x\"y.",
                            "The signature does not count: the signature field is no list of tags (b=): an equals sign"
                                    + " is expected after the name of the tag, at 2.");
        }

        @Test
        @DisplayName("T04 T30 they are a line of visible ASCII of bounded length, whatever is in the message")
        void bounded() {
            String name = "x".repeat(10_000);
            for (String value : List.of("v=" + "\u00fc\\".repeat(5_000), name + "=1; " + name + "=2", name)) {
                DkimSignatureResult result = check("", octets("DKIM-Signature: " + value + "\r\n\r\n"))
                        .result();
                assertThat(result.explanation()).hasSizeLessThan(2_000).matches("[ -~]+");
                assertThat(result.problem().orElseThrow().detail()).matches("[ -~]*");
            }
        }
    }
}
