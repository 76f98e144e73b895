package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageLimits;
import io.mailseal.core.message.MessageReader;
import io.mailseal.core.syntax.Tag;
import io.mailseal.dkim.DkimSigningProblem.Kind;
import io.mailseal.testkit.InMemoryDns;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DkimSignerTest {

    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final String FIELDS = "From: Ann <ann@a.example>\r\nTo: b@b.example\r\nSubject: Hello\r\n";
    private static final String BODY = "Hello,\r\n\r\nhow are you?\r\n";
    private static final String MESSAGE = FIELDS + "\r\n" + BODY;

    private static final DkimPrivateKey RSA = SigningKeys.rsa();
    private static final DkimPrivateKey ED25519 = SigningKeys.ed25519();

    private static DkimSigner.Builder builder() {
        return DkimSigner.builder().domain("a.example").clock(() -> NOW);
    }

    private static DkimSigner.Builder ed25519() {
        return builder().key("s1", ED25519);
    }

    private static DkimSigner.Builder both() {
        return builder().key("r1", RSA).key("e1", ED25519);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The only field that comes of it, without the line end. */
    private static String field(DkimSigner signer, String message) {
        DkimSigningResult result = signer.sign(octets(message));
        assertThat(result.status()).as(result.toString()).isEqualTo(DkimSigningStatus.SIGNED);
        String field = result.toHeaderFields();
        assertThat(field).endsWith("\r\n");
        return field.substring(0, field.length() - 2);
    }

    private static DkimSignature parsed(String fields) {
        HeaderField field = HeaderBlock.parse(Octets.ofLatin1(fields)).fields().get(0);
        SignatureParser.Parsed parsed = new SignatureParser(field, SignatureParser.tags(field)).parse();
        assertThat(parsed.problem()).as(fields).isNull();
        return parsed.signature();
    }

    private static DkimSignature signature(DkimSigner signer) {
        return parsed(signer.sign(octets(MESSAGE)).toHeaderFields());
    }

    private static String tag(DkimSigner signer, String name) {
        return SignatureParser.tags(signature(signer).field())
                .first(name)
                .map(Tag::value)
                .orElse(null);
    }

    private static DkimResult verify(String message) {
        InMemoryDns dns = InMemoryDns.parse(SigningKeys.zone("s1", ED25519, "a.example")
                + SigningKeys.zone("e1", ED25519, "a.example")
                + SigningKeys.zone("r1", RSA, "a.example"));
        DkimVerifier verifier =
                DkimVerifier.builder().resolver(dns).clock(() -> NOW).build();
        try {
            return verifier.verify(MessageReader.strict().read(octets(message)));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void refused(DkimSigningResult result, Kind kind) {
        assertThat(result.status()).as(result.toString()).isEqualTo(DkimSigningStatus.REFUSED);
        assertThat(result.toHeaderFields()).isEmpty();
        assertThat(result.outcomes()).isNotEmpty().allSatisfy(outcome -> {
            assertThat(outcome.status()).isEqualTo(DkimSigningStatus.REFUSED);
            assertThat(outcome.problem().orElseThrow().kind()).isEqualTo(kind);
            assertThat(outcome.toHeaderField()).isEmpty();
            assertThat(outcome.explanation()).contains(kind.sentence()).endsWith(".");
        });
        assertThat(result.problems()).hasSize(1);
    }

    private static void refused(String message, Kind kind) {
        refused(both().build().sign(octets(message)), kind);
    }

    @Nested
    class Section_3_5_the_field {

        @Test
        @DisplayName("DKS_01 DKS_04 the required tags, version first, signature last")
        void requiredTags() {
            List<String> names = SignatureParser.tags(
                            signature(ed25519().build()).field())
                    .tags()
                    .stream()
                    .map(Tag::name)
                    .toList();
            assertThat(names).containsExactly("v", "a", "c", "d", "s", "t", "h", "bh", "b");
        }

        @Test
        void whole() {
            String field = field(
                    ed25519()
                            .signedFields(DkimSignedFields.exactly(List.of("From", "To")))
                            .build(),
                    MESSAGE);
            assertThat(field).startsWith("""
                            DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=a.example; s=s1;
                             t=1793491200; h=From:To; bh=BODY_HASH;
                             b=""".replace("\n", "\r\n").replace("BODY_HASH", bodyHash()));
        }

        private String bodyHash() {
            byte[] hash = Sha256.newDigest().digest(octets(BODY));
            return Base64.getEncoder().encodeToString(hash);
        }

        @Test
        void timestampByDefault() {
            assertThat(signature(ed25519().build()).timestamp()).hasValue(NOW);
            assertThat(signature(ed25519().withoutTimestamp().build()).timestamp())
                    .isEmpty();
        }

        @Test
        @DisplayName("DKS_16 x= is after t=")
        void expiry() {
            DkimSignature signature =
                    signature(ed25519().validFor(Duration.ofDays(7)).build());
            assertThat(signature.expiry()).hasValue(NOW.plus(Duration.ofDays(7)));
            assertThat(signature.timestamp()).hasValue(NOW);
            assertThat(signature(ed25519().build()).expiry()).isEmpty();
        }

        @Test
        void expiryWithoutTimestamp() {
            DkimSignature signature = signature(
                    ed25519().withoutTimestamp().validFor(Duration.ofSeconds(1)).build());
            assertThat(signature.expiry()).hasValue(NOW.plusSeconds(1));
            assertThat(signature.timestamp()).isEmpty();
        }

        @Test
        void nonsensicalValidityIsAMistake() {
            for (Duration duration : List.of(Duration.ZERO, Duration.ofMillis(999), Duration.ofDays(40_000))) {
                assertThatIllegalArgumentException().isThrownBy(() -> builder().validFor(duration));
            }
        }

        @Test
        void timeBefore1970IsTheBeginning() {
            DkimSigner signer =
                    ed25519().clock(() -> Instant.EPOCH.minusSeconds(5)).build();
            assertThat(tag(signer, "t")).isEqualTo("0");
        }

        @ParameterizedTest
        @DisplayName("DKS_17 i= is at or below d=, in DKIM's quoted-printable")
        @CsvSource(
                delimiter = '|',
                value = {
                    "@a.example           | @a.example",
                    "ann@a.example        | ann@a.example",
                    "ann@b.a.example      | ann@b.a.example",
                    "ANN@B.a.example      | ANN@b.a.example",
                    "a;b=c@a.example      | a=3Bb=3Dc@a.example",
                    "\"a b\"@a.example    | \"a=20b\"@a.example",
                    "j\u00f6rg@a.example  | j=C3=B6rg@a.example",
                    "\"@\"@a.example      | \"@\"@a.example",
                })
        void identity(String identity, String value) {
            DkimSigner signer = ed25519().identity(identity).build();
            assertThat(tag(signer, "i")).isEqualTo(value);
            assertThat(signature(signer).identity()).isEqualToIgnoringCase(identity);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "ann",
                    "ann@",
                    "ann@example",
                    "ann@xa.example",
                    "a\r\n@a.example",
                    "\u007f@a.example",
                    "@a.example;l=5;zz=.a.example",
                    "@b=c.a.example"
                })
        void noIdentity(String identity) {
            DkimSigner.Builder builder = ed25519().identity(identity);
            assertThatIllegalArgumentException().isThrownBy(builder::build);
        }

        @Test
        void localPartThatIsTooLong() {
            DkimSigner.Builder builder = ed25519().identity("a".repeat(65) + "@a.example");
            assertThatIllegalArgumentException().isThrownBy(builder::build);
        }

        @Test
        @DisplayName("DKS_10 T20 l= only where it was said what that gives up")
        void length() {
            assertThat(tag(ed25519().build(), "l")).isNull();
            assertThat(tag(ed25519().allowOthersToAppendToTheBody().build(), "l"))
                    .isEqualTo(Integer.toString(BODY.length()));
        }

        @Test
        void whatIsAppendedIsSeen() {
            DkimSigner signer = ed25519().allowOthersToAppendToTheBody().build();
            String fields = signer.sign(octets(MESSAGE)).toHeaderFields();
            assertThat(verify(fields + MESSAGE).status()).isEqualTo(DkimStatus.PASS);
            assertThat(verify(fields + MESSAGE + "more\r\n").status()).isEqualTo(DkimStatus.POLICY);
        }

        @Test
        void neitherQueryMethodNorCopiedFields() {
            assertThat(tag(ed25519().build(), "q")).isNull();
            assertThat(tag(ed25519().build(), "z")).isNull();
        }

        @Test
        @DisplayName("DKS_18 U-labels are written as A-labels")
        void internationalDomain() {
            DkimSigner signer = DkimSigner.builder()
                    .domain("b\u00fccher.example")
                    .key("k\u00f6ln", ED25519)
                    .identity("ann@x.b\u00fccher.example")
                    .build();
            assertThat(tag(signer, "d")).isEqualTo("xn--bcher-kva.example");
            assertThat(tag(signer, "s")).isEqualTo("xn--kln-sna");
            assertThat(tag(signer, "i")).isEqualTo("ann@x.xn--bcher-kva.example");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", ".", "example", "a.example.", "a b.example", "a;b.example", "a..example", "-a.example"})
        void noDomain(String domain) {
            assertThatIllegalArgumentException().isThrownBy(() -> builder().domain(domain));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ".", "a b", "a;", "a\r\nb", "s1"})
        void noSelector(String selector) {
            DkimSigner.Builder builder = ed25519();
            assertThatIllegalArgumentException().isThrownBy(() -> builder.key(selector, RSA));
        }

        @Test
        void selectorAndDomainTooLongTogether() {
            String label = "a".repeat(60) + ".";
            DkimSigner.Builder builder =
                    DkimSigner.builder().domain(label.repeat(3) + "example").key(label + "b", ED25519);
            assertThatIllegalArgumentException().isThrownBy(builder::build);
        }

        @Test
        void domainAndKeyAreNeeded() {
            assertThatIllegalStateException().isThrownBy(() -> builder().build());
            assertThatIllegalStateException()
                    .isThrownBy(() -> DkimSigner.builder().key("s1", ED25519).build());
        }

        @Test
        void theLocaleDoesNotMatter() {
            Locale before = Locale.getDefault();
            String expected = field(both().build(), MESSAGE);
            try {
                for (String tag : List.of("tr-TR", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai")) {
                    Locale.setDefault(Locale.forLanguageTag(tag));
                    assertThat(field(both().build(), MESSAGE)).as(tag).isEqualTo(expected);
                }
            } finally {
                Locale.setDefault(before);
            }
        }
    }

    @Nested
    class Section_5_3_what_can_be_signed {

        @Test
        @DisplayName("DKS_19 no From")
        void noFrom() {
            refused("Subject: a\r\n\r\nbody\r\n", Kind.NO_FROM);
            refused("", Kind.NO_FROM);
        }

        @Test
        @DisplayName("DKS_19 several From")
        void severalFrom() {
            refused("From: a@a.example\r\nfrom: b@b.example\r\n\r\n", Kind.SEVERAL_FROM);
        }

        @ParameterizedTest
        @DisplayName("DKS_19 malformed header")
        @ValueSource(
                strings = {
                    "From: a\r\nno colon\r\n\r\n",
                    " From: a\r\nFrom: a\r\n\r\n",
                    "From: a\r\n: a\r\n\r\n",
                    "From: a\r\nSub ject: a\r\n\r\n",
                    "From: a\r\nSubject\r\n : a\r\n\r\n",
                    "From: a\r\n \r\n\r\n",
                })
        void malformedHeader(String message) {
            refused(message, Kind.MALFORMED_HEADER);
        }

        @ParameterizedTest
        @DisplayName("DKS_11 CR or LF alone")
        @ValueSource(
                strings = {
                    "From: a\n\n",
                    "From: a\nb\r\n\r\n",
                    "From: a\rb\r\n\r\n",
                    "From: a\r\n\r\nx\ny\r\n",
                    "From: a\r\n\r\nx\ry\r\n",
                    "From: a\r\n\r\n\n",
                    "From: a\r\n\r\nx\r\r\n",
                    "From: a\r\n\r\nx\r\n\r",
                    "From: a\r\n\r\nx\r",
                })
        void bareLineEnd(String message) {
            refused(message, Kind.BARE_LINE_END);
        }

        @ParameterizedTest
        @DisplayName("DKS_19 NUL")
        @ValueSource(strings = {"From: a\0\r\n\r\n", "From: a\r\n\r\n\0", "From: a\r\n\r\n123456789\0abcdefghijk\r\n"})
        void nul(String message) {
            refused(message, Kind.NUL);
        }

        @Test
        void headerTooLarge() throws IOException {
            MessageReader reader = MessageReader.strict().withLimits(new MessageLimits(20, 10, 20));
            try (Message message = reader.read(octets(MESSAGE))) {
                refused(ed25519().build().sign(message), Kind.HEADER_TOO_LARGE);
            }
        }

        @Test
        void moreFieldsThanASignatureCanName() {
            refused("From: a\r\n" + "Message-ID: a\r\n".repeat(1990) + "\r\n", Kind.SIGNATURE_TOO_LARGE);
        }

        @Test
        void otherControlCharactersAndEightBitsAreSigned() {
            String message = "From: a\u00e9\u0001\r\n\r\n\u0007\u000b\f\u007f\u0080\u00ff";
            assertThat(verify(field(ed25519().build(), message) + "\r\n" + message)
                            .status())
                    .isEqualTo(DkimStatus.PASS);
        }

        @Test
        void aHeaderWithoutAnEndIsOneWithoutABody() {
            assertThat(verify(field(ed25519().build(), FIELDS) + "\r\n" + FIELDS)
                            .status())
                    .isEqualTo(DkimStatus.PASS);
        }

        @Test
        @DisplayName("DKS_14 DKS_15 signatures that are there stay as they are")
        void signaturesBeforeIt() {
            String once = field(ed25519().build(), MESSAGE) + "\r\n" + MESSAGE;
            String twice = field(builder().key("r1", RSA).build(), once) + "\r\n" + once;
            assertThat(verify(twice).signatures())
                    .extracting(DkimSignatureResult::status)
                    .containsExactly(DkimStatus.PASS, DkimStatus.PASS);
        }
    }

    @Nested
    class Section_5_3_normalising {

        private final ByteArrayOutputStream normalised = new ByteArrayOutputStream();

        private DkimSigningResult sign(String message) throws IOException {
            InputStream in = new ByteArrayInputStream(octets(message));
            return ed25519().build().signNormalisingLineEnds(in, normalised);
        }

        private String normalised() {
            return normalised.toString(StandardCharsets.ISO_8859_1);
        }

        @ParameterizedTest
        @CsvSource({
            "abc, abc",
            "a/b, a~b",
            "a!b, a~b",
            "a~b, a~b",
            "a!~b, a~~b",
            "a~/b, a~~b",
            "!//!, ~~~",
            "a~, a~",
            "a!, a~",
        })
        void everyLineEndIsOne(String given, String expected) throws IOException {
            String fields = "From: a@a.example/Subject: b/";
            DkimSigningResult result = sign(lines(fields + "/" + given));
            assertThat(normalised()).isEqualTo(lines(fields.replace('/', '~') + "~" + expected));
            assertThat(verify(result.toHeaderFields() + normalised()).status()).isEqualTo(DkimStatus.PASS);
        }

        private static String lines(String text) {
            return text.replace('/', '\n').replace('!', '\r').replace("~", "\r\n");
        }

        @Test
        void whatIsInOrderStaysAsItIs() throws IOException {
            assertThat(sign(MESSAGE)).isEqualTo(ed25519().build().sign(octets(MESSAGE)));
            assertThat(normalised()).isEqualTo(MESSAGE);
        }

        @Test
        void readToTheEndWhereItIsRefused() throws IOException {
            String body = "0123456789abcdef\n".repeat(10_000);
            refused(sign("Subject: a\n\n" + body), Kind.NO_FROM);
            assertThat(normalised()).isEqualTo("Subject: a\r\n\r\n" + body.replace("\n", "\r\n"));
        }

        @Test
        void acrossReads() throws IOException {
            for (int at = 0; at < 40; at++) {
                normalised.reset();
                String body = "x".repeat(16_384 - 20 + at) + "\r\n\r\r\n\n" + "y".repeat(16_384);
                DkimSigningResult result = sign("From: a\r\n\r\n" + body);
                assertThat(normalised()).endsWith("x\r\n\r\n\r\n\r\n" + "y".repeat(16_384));
                assertThat(verify(result.toHeaderFields() + normalised()).status())
                        .isEqualTo(DkimStatus.PASS);
            }
        }

        @Test
        void async() throws IOException {
            InputStream in = new ByteArrayInputStream(octets("From: a\n\nb\n"));
            CompletableFuture<DkimSigningResult> result =
                    ed25519().build().signNormalisingLineEndsAsync(in, normalised);
            assertThat(verify(result.join().toHeaderFields() + normalised()).status())
                    .isEqualTo(DkimStatus.PASS);
        }
    }

    @Nested
    class Section_5_4_signed_fields {

        private List<String> names(String fields, DkimSignedFields selection) {
            DkimSignature signature = parsed(ed25519()
                    .signedFields(selection)
                    .build()
                    .sign(octets(fields + "\r\n"))
                    .toHeaderFields());
            assertThat(verify(ed25519()
                                            .signedFields(selection)
                                            .build()
                                            .sign(octets(fields + "\r\n"))
                                            .toHeaderFields() + fields + "\r\n")
                            .signatures())
                    .singleElement()
                    .extracting(DkimSignatureResult::status)
                    .isEqualTo(DkimStatus.PASS);
            return signature.signedFields();
        }

        @Test
        @DisplayName("DKS_05 DKS_08 the recommended ones, sealed")
        void recommended() {
            assertThat(names("From: a\r\nTo: a\r\nSubject: a\r\n", DkimSignedFields.recommended()))
                    .containsExactly(
                            "From",
                            "From",
                            "To",
                            "To",
                            "Cc",
                            "Subject",
                            "Subject",
                            "Date",
                            "Reply-To",
                            "Message-ID",
                            "In-Reply-To",
                            "References",
                            "MIME-Version",
                            "Content-Type",
                            "Content-Transfer-Encoding");
        }

        @Test
        @DisplayName("DKS_08 those that may be added on the way are sealed once they are there")
        void sealedIfPresent() {
            assertThat(names("From: a\r\nList-Unsubscribe: <a>\r\nSENDER: a\r\n", DkimSignedFields.recommended()))
                    .containsSubsequence("Sender", "Sender", "List-Unsubscribe", "List-Unsubscribe")
                    .doesNotContain("List-Id");
        }

        @Test
        void resentFieldsAreSignedAndMayBeAdded() {
            assertThat(names("Resent-To: a\r\nResent-To: b\r\nFrom: a\r\n", DkimSignedFields.recommended()))
                    .containsSubsequence("Resent-To", "Resent-To")
                    .doesNotContain("Resent-From");
        }

        @Test
        @DisplayName("DKS_09 fields that change on the way are not signed")
        void changing() {
            String fields = "Return-Path: <a>\r\nReceived: a\r\nAuthentication-Results: a\r\nARC-Seal: a\r\n"
                    + "Delivered-To: a\r\nBIMI-Location: a\r\nComments: a\r\nKeywords: a\r\n";
            assertThat(names(fields + "From: a\r\n", DkimSignedFields.recommended()))
                    .doesNotContain(
                            "Return-Path",
                            "Received",
                            "Authentication-Results",
                            "ARC-Seal",
                            "Delivered-To",
                            "BIMI-Location",
                            "Comments",
                            "Keywords");
        }

        @Test
        @DisplayName("DKS_06 the signature does not name itself")
        void notItself() {
            assertThat(names("From: a\r\n", DkimSignedFields.recommended())).doesNotContain("DKIM-Signature");
            for (String name : List.of("DKIM-Signature", "dkim-signature")) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> DkimSignedFields.recommended().signing(name));
                assertThatIllegalArgumentException().isThrownBy(() -> DkimSignedFields.exactly(List.of("From", name)));
            }
        }

        @Test
        void changesOfThePreset() {
            DkimSignedFields selection = DkimSignedFields.recommended()
                    .sealing("X-A", "List-Id")
                    .signing("x-b", "subject")
                    .sealingIfPresent("X-C", "X-D")
                    .without("to", "CC", "X-Unknown");
            assertThat(names("From: a\r\nSubject: a\r\nX-B: a\r\nX-D: a\r\n", selection))
                    .containsOnlyOnce("X-A", "List-Id", "x-b", "subject")
                    .containsSubsequence("X-D", "X-D")
                    .doesNotContain("To", "Cc", "X-C", "Subject");
        }

        @Test
        @DisplayName("DKS_07 exactly: from the bottom up, none where none is left")
        void exactly() {
            List<String> names = List.of("subject", "from", "Subject", "SUBJECT", "x-a");
            String fields = "Subject: 1\r\nFrom: a\r\nSubject: 2\r\n";
            assertThat(names(fields, DkimSignedFields.exactly(names))).isEqualTo(names);
        }

        @Test
        void fromIsAlwaysSigned() {
            DkimSignedFields recommended = DkimSignedFields.recommended();
            assertThatIllegalArgumentException().isThrownBy(() -> recommended.without("from"));
            assertThatIllegalArgumentException().isThrownBy(() -> recommended.signing("FROM"));
            assertThatIllegalArgumentException().isThrownBy(() -> recommended.sealingIfPresent("From"));
            assertThatIllegalArgumentException().isThrownBy(() -> DkimSignedFields.exactly(List.of("To")));
            assertThatIllegalArgumentException().isThrownBy(() -> DkimSignedFields.exactly(List.of()));
            assertThat(recommended.sealing("from")).isNotEqualTo(recommended);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a b", "a:", "a;b", "a\r\n", "\u00e9"})
        void noNames(String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DkimSignedFields.recommended().sealing(name));
            assertThatIllegalArgumentException().isThrownBy(() -> DkimSignedFields.exactly(List.of("From", name)));
        }

        @Test
        void exactFieldsAreNotChanged() {
            DkimSignedFields exact = DkimSignedFields.exactly(List.of("From"));
            assertThatIllegalStateException().isThrownBy(() -> exact.signing("To"));
            assertThatIllegalStateException().isThrownBy(() -> exact.without("To"));
        }

        @Test
        void values() {
            DkimSignedFields recommended = DkimSignedFields.recommended();
            assertThat(recommended.signing("X-A"))
                    .isEqualTo(recommended.signing("X-A"))
                    .hasSameHashCodeAs(recommended.signing("X-A"));
            assertThat(recommended.signing("X-A")).isNotEqualTo(recommended.sealing("X-A"));
            assertThat(DkimSignedFields.exactly(List.of("From")))
                    .hasToString("From")
                    .isNotEqualTo(recommended);
            assertThat(recommended.toString()).startsWith("From+:To+").endsWith("Resent-Cc");
        }

        @ParameterizedTest
        @DisplayName("T21 nothing that is sealed can be added, on top or below")
        @ValueSource(
                strings = {
                    "Subject: b",
                    "From: b",
                    "To: b",
                    "Content-Type: text/html",
                    "Cc: b",
                    "Date: b",
                    "Reply-To: b"
                })
        void nothingCanBeAdded(String added) {
            String fields = field(ed25519().build(), MESSAGE) + "\r\n";
            assertThat(verify(added + "\r\n" + fields + MESSAGE).status()).isEqualTo(DkimStatus.FAIL);
            assertThat(verify(fields + FIELDS + added + "\r\n\r\n" + BODY).status())
                    .isEqualTo(DkimStatus.FAIL);
        }
    }

    @Nested
    class Keys {

        @Test
        @DisplayName("DKS_02 one field for each key, in order")
        void twoKeys() {
            DkimSigningResult result = both().build().sign(Octets.ofLatin1(MESSAGE));
            assertThat(result.status()).isEqualTo(DkimSigningStatus.SIGNED);
            assertThat(result.problems()).isEmpty();
            assertThat(result.outcomes()).hasSize(2);
            assertThat(result.outcomes().get(0).algorithm()).isEqualTo(DkimAlgorithm.RSA_SHA256);
            assertThat(result.outcomes().get(0).selector()).hasToString("r1");
            assertThat(result.outcomes().get(1).algorithm()).isEqualTo(DkimAlgorithm.ED25519_SHA256);
            assertThat(verify(result.toHeaderFields() + MESSAGE).signatures())
                    .extracting(DkimSignatureResult::status)
                    .containsExactly(DkimStatus.PASS, DkimStatus.PASS);
        }

        @Test
        void theBodyIsReadOnce() throws IOException {
            int[] reads = new int[1];
            InputStream in = new FilterInputStream(new ByteArrayInputStream(octets(MESSAGE))) {
                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    int count = super.read(target, offset, length);
                    reads[0] += Math.max(0, count);
                    return count;
                }
            };
            DkimSigningResult result =
                    both().build().sign(MessageReader.strict().read(in));
            assertThat(result)
                    .isEqualTo(both().build().sign(octets(MESSAGE)))
                    .hasSameHashCodeAs(both().build().sign(octets(MESSAGE)));
            assertThat(reads[0]).isEqualTo(MESSAGE.length());
        }

        @Test
        void bodyIsNotNeededWhereTheHeaderIsRefused() throws IOException {
            DkimSigning signing = ed25519().build().prepare(HeaderBlock.parse(Octets.ofLatin1("To: a\r\n")));
            assertThat(signing.needsBody()).isFalse();
            InputStream closed = InputStream.nullInputStream();
            closed.close();
            signing.update(closed);
            refused(signing.finish(), Kind.NO_FROM);
        }

        @Test
        void failuresOfTheStreamAreTheCallers() throws IOException {
            Path empty = Files.createTempFile("mailseal", ".eml");
            Files.write(empty, octets(MESSAGE));
            try (Message message = MessageReader.strict().read(empty)) {
                message.close();
                assertThatThrownBy(() -> ed25519().build().sign(message)).isInstanceOf(IOException.class);
            } finally {
                Files.delete(empty);
            }
        }

        @Test
        void misuse() {
            DkimSigning signing = ed25519().build().prepare(HeaderBlock.parse(Octets.ofLatin1(FIELDS)));
            assertThatThrownBy(() -> signing.update(new byte[1], 1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(signing.finish().status()).isEqualTo(DkimSigningStatus.SIGNED);
            assertThatIllegalStateException().isThrownBy(signing::finish);
            assertThatIllegalStateException().isThrownBy(signing::finishAsync);
            assertThatIllegalStateException().isThrownBy(() -> signing.update(new byte[1], 0, 1));
            assertThatIllegalStateException().isThrownBy(() -> signing.update(InputStream.nullInputStream()));
        }

        @ParameterizedTest
        @EnumSource(DkimAlgorithm.class)
        void providersGiveTheSame(DkimAlgorithm algorithm) {
            DkimPrivateKey key = algorithm == DkimAlgorithm.RSA_SHA256 ? RSA : ED25519;
            String expected = field(builder().key("s1", key).build(), MESSAGE);
            Provider bouncyCastle = new BouncyCastleProvider();
            Provider platform = Security.getProvider(algorithm == DkimAlgorithm.RSA_SHA256 ? "SunRsaSign" : "SunEC");
            for (Provider provider : List.of(bouncyCastle, platform)) {
                DkimSigner signer =
                        builder().key("s1", key).provider(algorithm, provider).build();
                assertThat(field(signer, MESSAGE)).as(provider.getName()).isEqualTo(expected);
            }
        }

        @Test
        void providerWithoutTheAlgorithmIsAMistake() {
            Provider other = Security.getProvider("SunJCE");
            assertThatIllegalArgumentException().isThrownBy(() -> builder().provider(DkimAlgorithm.RSA_SHA256, other));
        }

        @Test
        void async() throws IOException {
            DkimSigningResult expected = both().build().sign(octets(MESSAGE));
            assertThat(both().build().signAsync(octets(MESSAGE))).isCompletedWithValue(expected);
            assertThat(both().build().signAsync(Octets.ofLatin1(MESSAGE))).isCompletedWithValue(expected);
            assertThat(both().build().signAsync(MessageReader.strict().read(octets(MESSAGE))))
                    .isCompletedWithValue(expected);
        }

        @Test
        void toStringTellsNoSecret() {
            assertThat(both().build()).hasToString("d=a.example s=[r1, e1]");
        }
    }

    @Nested
    class ExternalSigners {

        private final DkimKeyRecord rsaRecord = DkimKeyRecord.parse(Octets.ofLatin1(SigningKeys.record(RSA)));
        private final DkimKeyRecord ed25519Record = DkimKeyRecord.parse(Octets.ofLatin1(SigningKeys.record(ED25519)));

        private DkimSigner rsa(DkimExternalSigner external) {
            return builder().externalKey("r1", rsaRecord, external).build();
        }

        private void refused(DkimExternalSigner external, Kind kind, String detail) {
            DkimSigningResult result = rsa(external).sign(octets(MESSAGE));
            DkimSignerTest.refused(result, kind);
            assertThat(result.problems().get(0).detail()).contains(detail);
        }

        @Test
        void rsaGetsTheDigest() {
            String expected = field(builder().key("r1", RSA).build(), MESSAGE);
            assertThat(field(
                            rsa((algorithm, digest) -> {
                                assertThat(algorithm).isEqualTo(DkimAlgorithm.RSA_SHA256);
                                assertThat(digest).hasSize(32);
                                return CompletableFuture.completedFuture(SigningKeys.signRsaDigest(RSA, digest));
                            }),
                            MESSAGE))
                    .isEqualTo(expected);
        }

        @Test
        void ed25519GetsTheDigest() {
            DkimExternalSigner external = (algorithm, digest) -> {
                assertThat(algorithm).isEqualTo(DkimAlgorithm.ED25519_SHA256);
                return CompletableFuture.completedFuture(SigningKeys.signEd25519(ED25519, digest));
            };
            DkimSigner signer =
                    builder().externalKey("s1", ed25519Record, external).build();
            assertThat(field(signer, MESSAGE)).isEqualTo(field(ed25519().build(), MESSAGE));
        }

        @Test
        void slow() {
            CompletableFuture<byte[]> later = new CompletableFuture<>();
            AtomicReference<byte[]> asked = new AtomicReference<>();
            CompletableFuture<DkimSigningResult> result = rsa((algorithm, digest) -> {
                        asked.set(digest);
                        return later;
                    })
                    .signAsync(octets(MESSAGE));
            assertThat(result).isNotDone();
            later.complete(SigningKeys.signRsaDigest(RSA, asked.get()));
            assertThat(result).isCompleted();
            assertThat(verify(result.join().toHeaderFields() + MESSAGE).status())
                    .isEqualTo(DkimStatus.PASS);
        }

        @Test
        void throwing() {
            refused(
                    (algorithm, digest) -> {
                        throw new ProviderException("no\r\ntoken");
                    },
                    Kind.EXTERNAL_SIGNER_FAILED,
                    "no\\x0d\\x0atoken");
            refused(
                    (algorithm, digest) -> {
                        throw new NoClassDefFoundError("kms/Client");
                    },
                    Kind.EXTERNAL_SIGNER_FAILED,
                    "kms/Client");
        }

        @Test
        void failing() {
            refused(
                    (algorithm, digest) -> CompletableFuture.failedFuture(new IOException("gone")),
                    Kind.EXTERNAL_SIGNER_FAILED,
                    "gone");
            refused(
                    (algorithm, digest) -> CompletableFuture.supplyAsync(() -> {
                        throw new IllegalStateException("gone");
                    }),
                    Kind.EXTERNAL_SIGNER_FAILED,
                    "java.lang.IllegalStateException: gone");
        }

        @Test
        void nothing() {
            refused((algorithm, digest) -> null, Kind.EXTERNAL_SIGNER_FAILED, "no stage");
            refused(
                    (algorithm, digest) -> CompletableFuture.completedFuture(null),
                    Kind.EXTERNAL_SIGNER_FAILED,
                    "nothing");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 64, 255, 257, 100_000})
        void wrongLength(int length) {
            refused(
                    (algorithm, digest) -> CompletableFuture.completedFuture(new byte[length]),
                    Kind.EXTERNAL_SIGNATURE_INVALID,
                    length + " octets instead of 256");
        }

        @Test
        void signatureOfSomethingElse() {
            refused(
                    (algorithm, digest) -> CompletableFuture.completedFuture(
                            SigningKeys.signRsaDigest(RSA, Sha256.newDigest().digest(digest))),
                    Kind.EXTERNAL_SIGNATURE_INVALID,
                    "does not verify");
            refused(
                    (algorithm, digest) -> CompletableFuture.completedFuture(
                            SigningKeys.signRsaDigest(SigningKeys.otherRsa(), digest)),
                    Kind.EXTERNAL_SIGNATURE_INVALID,
                    "does not verify");
        }

        @Test
        void cancelledByItself() {
            CompletableFuture<byte[]> cancelled = new CompletableFuture<>();
            cancelled.cancel(true);
            refused((algorithm, digest) -> cancelled, Kind.EXTERNAL_SIGNER_FAILED, "CancellationException");
        }

        @Test
        void cancelling() {
            CompletableFuture<byte[]> pending = new CompletableFuture<>();
            CompletableFuture<DkimSigningResult> result =
                    rsa((algorithm, digest) -> pending).signAsync(octets(MESSAGE));
            result.cancel(true);
            assertThat(pending).isCancelled();
        }

        @Test
        void cancellingWhatCannotBe() {
            CompletionStage<byte[]> pending = new CompletableFuture<byte[]>().minimalCompletionStage();
            CompletableFuture<DkimSigningResult> result =
                    rsa((algorithm, digest) -> pending).signAsync(octets(MESSAGE));
            assertThat(result.cancel(true)).isTrue();
        }

        @Test
        void interruption() throws InterruptedException {
            CompletableFuture<byte[]> pending = new CompletableFuture<>();
            CountDownLatch asked = new CountDownLatch(1);
            AtomicReference<Object> seen = new AtomicReference<>();
            Thread thread = new Thread(() -> {
                try {
                    seen.set(rsa((algorithm, digest) -> {
                                asked.countDown();
                                return pending;
                            })
                            .sign(octets(MESSAGE)));
                } catch (CancellationException cancelled) {
                    seen.set(Thread.currentThread().isInterrupted());
                }
            });
            thread.start();
            asked.await();
            thread.interrupt();
            thread.join();
            assertThat(seen).hasValue(true);
            assertThat(pending).isCancelled();
        }

        @Test
        void theOtherKeySignsAllTheSame() {
            DkimSigner signer = builder()
                    .externalKey("r1", rsaRecord, (algorithm, digest) -> null)
                    .key("e1", ED25519)
                    .build();
            DkimSigningResult result = signer.sign(octets(MESSAGE));
            assertThat(result.status()).isEqualTo(DkimSigningStatus.PARTLY_SIGNED);
            assertThat(result.problems())
                    .extracting(DkimSigningProblem::kind)
                    .containsExactly(Kind.EXTERNAL_SIGNER_FAILED);
            assertThat(verify(result.toHeaderFields() + MESSAGE).signatures()).hasSize(1);
            assertThat(result.explanation())
                    .startsWith("The key r1 did not sign: ")
                    .endsWith(". The key e1 signed.");
        }

        @Test
        void twoAtATime() {
            List<CompletableFuture<byte[]>> pending = new ArrayList<>();
            List<byte[]> digests = new ArrayList<>();
            DkimExternalSigner external = (algorithm, digest) -> {
                pending.add(new CompletableFuture<>());
                digests.add(digest);
                return pending.get(pending.size() - 1);
            };
            CompletableFuture<DkimSigningResult> result = builder()
                    .externalKey("r1", rsaRecord, external)
                    .externalKey("e1", ed25519Record, external)
                    .build()
                    .signAsync(octets(MESSAGE));
            assertThat(pending).hasSize(2);
            pending.get(1).complete(SigningKeys.signEd25519(ED25519, digests.get(1)));
            assertThat(result).isNotDone();
            pending.get(0).complete(SigningKeys.signRsaDigest(RSA, digests.get(0)));
            assertThat(result.join().status()).isEqualTo(DkimSigningStatus.SIGNED);
            assertThat(result.join().outcomes().get(0).algorithm()).isEqualTo(DkimAlgorithm.RSA_SHA256);
        }

        @ParameterizedTest
        @DisplayName("DKS_03 T23 no key, none of its type, or one that is too short is a mistake")
        @ValueSource(
                strings = {"", "v=DKIM1; p=", "v=DKIM1; p=AAAA", "v=DKIM1; k=dsa; p=AAAA", "v=DKIM1; k=ed25519; p=AAAA"
                })
        void noKey(String record) {
            DkimKeyRecord published = DkimKeyRecord.parse(Octets.ofLatin1(record));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder().externalKey("s1", published, (algorithm, digest) -> null));
        }

        @Test
        void shortKey() {
            byte[] spki = TestSigner.rsa(512).getPublic().getEncoded();
            String record = "v=DKIM1; p=" + Base64.getEncoder().encodeToString(spki);
            DkimKeyRecord published = DkimKeyRecord.parse(Octets.ofLatin1(record));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder().externalKey("s1", published, (algorithm, digest) -> null))
                    .withMessageContaining("512 bits");
        }
    }

    @Nested
    class KnownAnswers {

        // What is signed is read off the example by the verifier's side; RSA PKCS #1 v1.5 and Ed25519 leave no choice
        // then.
        private void reproduces(byte[] message, int index, DkimPrivateKey key) {
            HeaderBlock header = HeaderBlock.parse(Octets.of(message));
            HeaderField field = header.fields("DKIM-Signature").get(index);
            DkimSignature signature = new SignatureParser(field, SignatureParser.tags(field))
                    .parse()
                    .signature();
            Octets data = new HeaderSelection(header).signedBy(signature).canonical();
            assertThat(Octets.of(key.sign(data.toByteArray()))).isEqualTo(signature.signature());
        }

        @Test
        @DisplayName("RFC 6376 A.2 with the key of appendix C")
        void rfc6376() {
            reproduces(RfcExamples.RFC6376_MESSAGE, 0, SigningKeys.rfc6376());
        }

        @Test
        @DisplayName("RFC 8463 A.3, Ed25519")
        void rfc8463Ed25519() {
            reproduces(RfcExamples.RFC8463_MESSAGE, 0, SigningKeys.rfc8463Ed25519());
        }

        @Test
        @DisplayName("RFC 8463 A.3, RSA")
        void rfc8463Rsa() {
            reproduces(RfcExamples.RFC8463_MESSAGE, 1, SigningKeys.rfc8463Rsa());
        }

        @Test
        @DisplayName("RFC 8463 A: the message signed by us, with its keys, verifies under its records")
        void rfc8463SignedByUs() throws IOException {
            List<String> names = List.of("from", "to", "subject", "date", "message-id", "from", "subject", "date");
            DkimSigner signer = DkimSigner.builder()
                    .domain("football.example.com")
                    .key("brisbane", SigningKeys.rfc8463Ed25519())
                    .key("test", SigningKeys.rfc8463Rsa())
                    .identity("@football.example.com")
                    .signedFields(DkimSignedFields.exactly(names))
                    .clock(() -> Instant.ofEpochSecond(1528637909))
                    .build();
            byte[] message = withoutSignatures(RfcExamples.RFC8463_MESSAGE);
            DkimSigningResult result = signer.sign(message);
            assertThat(result.outcomes()).allSatisfy(outcome -> {
                DkimSignature signature = parsed(outcome.toHeaderField().orElseThrow());
                assertThat(signature.bodyHash().toByteArray())
                        .isEqualTo(Base64.getDecoder().decode("2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8="));
                assertThat(signature.signedFields()).isEqualTo(names);
            });
            DkimVerifier verifier = DkimVerifier.builder()
                    .resolver(InMemoryDns.parse(RfcExamples.RFC8463_ZONE))
                    .build();
            String signed = result.toHeaderFields() + new String(message, StandardCharsets.ISO_8859_1);
            assertThat(verifier.verify(MessageReader.strict().read(octets(signed)))
                            .signatures())
                    .extracting(DkimSignatureResult::status)
                    .containsExactly(DkimStatus.PASS, DkimStatus.PASS);
        }

        private static byte[] withoutSignatures(byte[] message) {
            String text = new String(message, StandardCharsets.ISO_8859_1);
            return octets(text.substring(text.indexOf("From: ")));
        }

        @ParameterizedTest
        @DisplayName("empty-body hashes, RFC 6376 3.4.3 and 3.4.4")
        @CsvSource({
            "SIMPLE, frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=",
            "RELAXED, 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        })
        void emptyBody(DkimCanonicalization canonicalization, String hash) {
            DkimSigner signer = ed25519()
                    .canonicalization(canonicalization, canonicalization)
                    .build();
            assertThat(field(signer, FIELDS + "\r\n")).contains(" bh=" + hash + ";");
        }
    }

    @Nested
    class Values {

        @Test
        void problems() {
            DkimSigningProblem problem = new DkimSigningProblem(Kind.NUL, "in the body");
            assertThat(problem.sentence()).isEqualTo("the message holds a NUL octet: in the body");
            assertThat(DkimSigningProblem.of(Kind.NUL).sentence()).isEqualTo("the message holds a NUL octet");
        }

        @Test
        void results() throws GeneralSecurityException {
            DkimSigningResult one = ed25519().build().sign(octets(MESSAGE));
            DkimSigningResult other = ed25519().build().sign(octets(MESSAGE + "x"));
            assertThat(one).isNotEqualTo(other).hasToString("SIGNED: The key s1 signed.");
            assertThat(one.outcomes().get(0)).hasToString("SIGNED: The key s1 signed.");
            assertThat(MessageDigest.getInstance("SHA-256").digest(octets(BODY)))
                    .isEqualTo(parsed(one.toHeaderFields()).bodyHash().toByteArray());
            assertThat(Arrays.asList(DkimSigningStatus.values())).hasSize(3);
        }
    }
}
