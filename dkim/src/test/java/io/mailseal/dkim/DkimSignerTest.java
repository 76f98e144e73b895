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
import io.mailseal.psl.PublicSuffixList;
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
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureSpi;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
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

    /** Thrown as if it were unchecked. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Its signatures need a native part that is missing. */
    private static final class BrokenProvider extends Provider {
        private static final long serialVersionUID = 1;

        BrokenProvider() {
            super("Broken", "1", "for tests");
            put("Signature.Ed25519", Broken.class.getName());
        }
    }

    /** One of its signatures. */
    public static final class Broken extends SignatureSpi {
        @Override
        protected void engineInitVerify(PublicKey key) {}

        @Override
        protected void engineInitSign(PrivateKey key) {}

        @Override
        protected void engineUpdate(byte octet) {}

        @Override
        protected void engineUpdate(byte[] octets, int offset, int length) {}

        @Override
        protected byte[] engineSign() {
            throw new UnsatisfiedLinkError("no native part");
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            return false;
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {}

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            return name;
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
                    "@b=c.a.example",
                    "@x;y.a.example",
                    "@\"<>=.a.example",
                    "@-.a.example"
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

        @ParameterizedTest
        @DisplayName("T33 a public suffix does not sign, unless it is allowed by name")
        @ValueSource(strings = {"co.uk", "CO.UK", "aichi.jp", "any.ck"})
        void publicSuffix(String domain) {
            DkimSigner.Builder builder = DkimSigner.builder().domain(domain).key("s1", ED25519);
            assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("public suffix");
            DkimSigner signer = builder.allowPublicSuffixDomain().build();
            assertThat(signer.sign(octets(MESSAGE)).status()).isEqualTo(DkimSigningStatus.SIGNED);
        }

        @ParameterizedTest
        @DisplayName("T33 below a public suffix, at a private one, and where there is none, they do")
        @ValueSource(strings = {"a.co.uk", "www.ck", "github.io", "mail.internal", "a.example"})
        void noPublicSuffix(String domain) {
            assertThat(DkimSigner.builder().domain(domain).key("s1", ED25519).build())
                    .isNotNull();
        }

        @Test
        void anotherPublicSuffixList() throws IOException {
            PublicSuffixList list = PublicSuffixList.parse("""
                    // ===BEGIN ICANN DOMAINS===
                    a.example
                    // ===END ICANN DOMAINS===
                    // ===BEGIN PRIVATE DOMAINS===
                    b.example
                    // ===END PRIVATE DOMAINS===
                    """);
            DkimSigner.Builder builder = ed25519().publicSuffixList(list);
            assertThatIllegalArgumentException().isThrownBy(builder::build);
            assertThat(builder.domain("b.example").build()).isNotNull();
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
                    "From: a@b\r\nno colon\r\n\r\n",
                    " From: a@b\r\nFrom: a@b\r\n\r\n",
                    "From: a@b\r\n: a\r\n\r\n",
                    "From: a@b\r\nSub ject: a\r\n\r\n",
                    "From: a@b\r\nSubject\r\n : a\r\n\r\n",
                    "From: a@b\r\n \r\n\r\n",
                })
        void malformedHeader(String message) {
            refused(message, Kind.MALFORMED_HEADER);
        }

        @ParameterizedTest
        @DisplayName("DKS_11 CR or LF alone")
        @ValueSource(
                strings = {
                    "From: a@b\n\n",
                    "From: a@b\nb\r\n\r\n",
                    "From: a@b\rb\r\n\r\n",
                    "From: a@b\r\n\r\nx\ny\r\n",
                    "From: a@b\r\n\r\nx\ry\r\n",
                    "From: a@b\r\n\r\n\n",
                    "From: a@b\r\n\r\nx\r\r\n",
                    "From: a@b\r\n\r\nx\r\n\r",
                    "From: a@b\r\n\r\nx\r",
                })
        void bareLineEnd(String message) {
            refused(message, Kind.BARE_LINE_END);
        }

        @ParameterizedTest
        @DisplayName("DKS_19 NUL")
        @ValueSource(
                strings = {"From: a@b\0\r\n\r\n", "From: a@b\r\n\r\n\0", "From: a@b\r\n\r\n123456789\0abcdefghijk\r\n"})
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
            refused("From: a@b\r\n" + "Resent-To: a@b\r\n".repeat(1990) + "\r\n", Kind.SIGNATURE_TOO_LARGE);
        }

        @Test
        void otherControlCharactersAndEightBitsAreSigned() {
            String message = "From: a@b\u00e9\u0001\r\n\r\n\u0007\u000b\f\u007f\u0080\u00ff";
            DkimSigner signer = ed25519().allowUndeclaredEightBitBody().build();
            assertThat(verify(field(signer, message) + "\r\n" + message).status())
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

        private static DkimSigningResult signed(DkimSigner.Builder builder, String message) {
            DkimSigningResult result = builder.build().sign(octets(message));
            assertThat(result.status()).as(result.toString()).isEqualTo(DkimSigningStatus.SIGNED);
            assertThat(verify(result.toHeaderFields() + message).status()).isEqualTo(DkimStatus.PASS);
            return result;
        }

        private static List<String> found(DkimSigningResult result) {
            return result.findings().stream()
                    .map(finding -> finding.code() + (finding.subject().isEmpty() ? "" : " " + finding.subject()))
                    .toList();
        }

        /** A message with Date and Message-ID. */
        private static String whole(String more, String body) {
            return FIELDS + "Date: Sun, 01 Nov 2026 00:00:00 +0000\r\nMessage-ID: <1@a.example>\r\n" + more + "\r\n"
                    + body;
        }

        @ParameterizedTest
        @DisplayName("DKS_19 From without an address")
        @ValueSource(
                strings = {
                    "",
                    "a",
                    "ann <>",
                    "@",
                    "<@>",
                    "a@",
                    "@b",
                    "<@b>",
                    "a<@b",
                    "\"a@b\"",
                    "(a@b)",
                    "ann (a@b)",
                    "(a(b)c@d) e",
                    "\"a\\\"@b\"",
                    "nobody:;",
                    "a <b>, @c",
                    "\"a@b",
                    "(a@b",
                    "(\\)a@b)"
                })
        void fromWithoutAddress(String from) {
            refused("From: " + from + "\r\n\r\n", Kind.FROM_WITHOUT_ADDRESS);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a@b",
                    "<a@b>",
                    "\"a b\"@c",
                    "\"x\" <a@b>",
                    "(x) a@b (y)",
                    "a @ b",
                    "a(x)@(y)b",
                    "a@[192.0.2.1]",
                    "x:a@b;",
                    "<@x,@y:a@b>",
                    "\u00fc@\u00fc",
                    "\r\n a@b"
                })
        void fromWithAnAddress(String from) {
            assertThat(ed25519()
                            .build()
                            .sign(octets("From: " + from + "\r\n\r\n"))
                            .status())
                    .isEqualTo(DkimSigningStatus.SIGNED);
        }

        @ParameterizedTest
        @DisplayName("DKS_19 T21 a field that may be there once is repeated")
        @ValueSource(
                strings = {
                    "Subject",
                    "DATE",
                    "To",
                    "Cc",
                    "Bcc",
                    "Reply-To",
                    "Sender",
                    "Message-ID",
                    "In-Reply-To",
                    "References",
                    "MIME-Version",
                    "Content-Type",
                    "Content-Transfer-Encoding",
                    "Content-ID",
                    "Content-Description"
                })
        void repeatedField(String name) {
            String message = "From: a@b\r\n" + name + ": 1\r\nX-A: a\r\n" + name + ": 2\r\n\r\n";
            DkimSigningResult refused = both().build().sign(octets(message));
            refused(refused, Kind.REPEATED_FIELD);
            assertThat(refused.problems().get(0).detail()).isEqualTo(name.toLowerCase(Locale.ROOT));
            assertThat(refused.findings()).isEmpty();
            assertThat(found(signed(both().allowRepeatedFields(), message)))
                    .contains("REPEATED_FIELD " + name.toLowerCase(Locale.ROOT));
        }

        @Test
        @DisplayName("DKS_19 several From fields are not among what can be allowed")
        void severalFromAllTheSame() {
            DkimSigner signer = both().allowRepeatedFields().build();
            refused(signer.sign(octets("From: a@b\r\nFrom: a@b\r\n\r\n")), Kind.SEVERAL_FROM);
        }

        @Test
        @DisplayName("DKS_07 exact names of fewer fields than there are: what verifiers do not accept is not signed")
        void signedLessOftenThanThere() {
            String message = "From: a@b\r\nTo: c@d\r\nSubject: 1\r\nSubject: 2\r\nX-A: 1\r\nX-A: 2\r\n\r\n";
            DkimSigner once = ed25519()
                    .allowRepeatedFields()
                    .signedFields(DkimSignedFields.exactly(List.of("From", "Subject", "X-A")))
                    .build();
            refused(once.sign(octets(message)), Kind.UNSIGNED_REPEATED_FIELD);
            DkimSignedFields twice = DkimSignedFields.exactly(List.of("From", "Subject", "X-A", "subject"));
            assertThat(found(signed(ed25519().allowRepeatedFields().signedFields(twice), message)))
                    .containsExactly("REPEATED_FIELD subject");
            DkimSignedFields never = DkimSignedFields.exactly(List.of("From", "X-A"));
            assertThat(found(signed(ed25519().allowRepeatedFields().signedFields(never), message)))
                    .containsExactly("REPEATED_FIELD subject");
        }

        @ParameterizedTest
        @DisplayName("DKS_12 lines of more than 998 octets")
        @CsvSource({
            "header, 998, true",
            "header, 999, false",
            "body, 998, true",
            "body, 999, false",
            "end, 998, true",
            "end, 999, false"
        })
        void longLine(String where, int length, boolean taken) {
            String line = "x".repeat(length);
            String message = switch (where) {
                case "header" -> whole("X-A: a\r\n " + line.substring(1) + "\r\n", BODY);
                case "body" -> whole("", BODY + line + "\r\n" + BODY);
                default -> whole("", BODY + line);
            };
            if (taken) {
                assertThat(found(signed(ed25519(), message))).isEmpty();
            } else {
                DkimSigningResult refused = both().build().sign(octets(message));
                refused(refused, Kind.LONG_LINE);
                assertThat(refused.problems().get(0).detail())
                        .isEqualTo(where.equals("header") ? "in the header" : "in the body");
                assertThat(found(signed(both().allowLongLines(), message))).containsExactly("LONG_LINE");
            }
        }

        @ParameterizedTest
        @DisplayName("DKS_12 octets above 127 in a body that is not declared to have any")
        @ValueSource(
                strings = {
                    "",
                    "Content-Transfer-Encoding: 7bit\r\n",
                    "Content-Transfer-Encoding: quoted-printable\r\n",
                    "Content-Transfer-Encoding: base64\r\n",
                    "Content-Transfer-Encoding: 8 bit\r\n",
                    "Content-Transfer-Encoding: (8bit)\r\n",
                    "Content-Transfer-Encoding: (8bit\r\n",
                    "Content-Transfer-Encoding: (\\\r\n",
                    "Content-Transfer-Encoding:\r\n",
                    "Content-Type: text/plain; charset=utf-8\r\n",
                    "Content-Type: multipart-mixed\r\n",
                })
        void undeclaredEightBits(String more) {
            String message = whole(more, "\u00c3\u00bc\r\n");
            refused(message, Kind.UNDECLARED_EIGHT_BIT_BODY);
            assertThat(found(signed(both().allowUndeclaredEightBitBody(), message)))
                    .containsExactly("UNDECLARED_EIGHT_BIT_BODY");
            assertThat(found(signed(both(), whole(more, BODY)))).isEmpty();
        }

        @ParameterizedTest
        @DisplayName("DKS_12 octets above 127 that are declared are signed, and told")
        @CsvSource(
                delimiter = '|',
                value = {
                    "Content-Transfer-Encoding: 8bit                      | EIGHT_BIT_BODY",
                    "Content-Transfer-Encoding: BINARY                    | EIGHT_BIT_BODY",
                    "content-transfer-encoding: (a (b) \\) c) 8Bit (d)    | EIGHT_BIT_BODY",
                    "Content-Type: multipart/mixed; boundary=a            | UNDECLARED_EIGHT_BIT_BODY",
                    "Content-Type: (a) Multipart/Signed; boundary=a       | UNDECLARED_EIGHT_BIT_BODY",
                    "Content-Type: message/rfc822                         | UNDECLARED_EIGHT_BIT_BODY",
                })
        void declaredEightBits(String more, String code) {
            assertThat(found(signed(both(), whole(more.strip() + "\r\n", "a\r\n\u00fc\r\n"))))
                    .containsExactly(code);
        }

        @Test
        @DisplayName("DKS_12 octets above 127 in the header are signed, and told, each field once")
        void eightBitHeader() {
            String message = whole("X-A: \u00fc\r\nX-A: \u00fc\r\n", BODY).replace("Hello\r\n", "H\u00e9llo\r\n");
            assertThat(found(signed(both(), message)))
                    .containsExactly("EIGHT_BIT_HEADER subject", "EIGHT_BIT_HEADER x-a");
        }

        @Test
        @DisplayName("DKS_19 fields that servers add where they are missing, if they are sealed")
        void missingFields() {
            assertThat(found(signed(both(), MESSAGE)))
                    .containsExactly("MISSING_FIELD date", "MISSING_FIELD message-id");
            DkimSignedFields fewer = DkimSignedFields.recommended().without("Message-ID");
            assertThat(found(signed(both().signedFields(fewer), MESSAGE))).containsExactly("MISSING_FIELD date");
            assertThat(found(signed(both(), whole("", BODY)))).isEmpty();
        }

        @Test
        @DisplayName("DKS_03 a key of less than 2048 bits signs, and that is told")
        void shortKeys() {
            DkimPrivateKey shorter = DkimPrivateKey.of(TestSigner.rsa(1024).getPrivate());
            DkimExternalSigner external = (algorithm, digest) ->
                    CompletableFuture.completedFuture(SigningKeys.signRsaDigest(shorter, digest));
            DkimSigner signer = builder()
                    .key("r1", RSA)
                    .key("local", shorter)
                    .externalKey("far", shorter.keyRecord(), external)
                    .externalKey("broken", shorter.keyRecord(), (algorithm, digest) -> null)
                    .key("e1", ED25519)
                    .build();
            DkimSigningResult result = signer.sign(octets(whole("", BODY)));
            assertThat(result.status()).isEqualTo(DkimSigningStatus.PARTLY_SIGNED);
            assertThat(found(result)).containsExactly("SHORT_KEY local", "SHORT_KEY far");
            assertThat(result.findings().get(0)).hasToString("SHORT_KEY: The key has less than 2048 bits (local).");
        }

        @Test
        @DisplayName("what a body has is seen wherever it is, and however it comes")
        void bodyInChunks() {
            String body = "a\r\n".repeat(400) + "x".repeat(998) + "\r\n" + "b\r\n".repeat(10);
            for (String message : List.of(
                    whole("", body),
                    whole("", body.replace("b\r\nb", "\u00fc")),
                    whole("", body.replace("xxxx", "xxxxx")))) {
                DkimSigningResult expected = both().build().sign(octets(message));
                int start = message.indexOf("\r\n\r\n") + 4;
                for (int size : new int[] {1, 2, 3, 7, 31, 32, 33, 500, 999, 1000, 1001}) {
                    DkimSigning signing =
                            both().build().prepare(HeaderBlock.parse(Octets.ofLatin1(message.substring(0, start))));
                    byte[] octets = octets(message.substring(start));
                    for (int at = 0; at < octets.length; at += size) {
                        signing.update(octets, at, Math.min(size, octets.length - at));
                    }
                    assertThat(signing.finish()).as("chunks of " + size).isEqualTo(expected);
                }
            }
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
                String lines = ("y".repeat(126) + "\r\n").repeat(128);
                String body = "x".repeat(204 + at) + "\r\n" + lines.substring(226) + "x\r\n\r\r\n\n" + lines;
                DkimSigningResult result = sign("From: a@b\r\n\r\n" + body);
                assertThat(normalised()).endsWith("x\r\n\r\n\r\n\r\n" + lines);
                assertThat(verify(result.toHeaderFields() + normalised()).status())
                        .isEqualTo(DkimStatus.PASS);
            }
        }

        @Test
        void async() throws IOException {
            InputStream in = new ByteArrayInputStream(octets("From: a@b\n\nb\n"));
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
            assertThat(selection.namesFor(HeaderBlock.parse(Octets.ofLatin1(fields + "\r\n"))))
                    .isEqualTo(signature.signedFields());
            return signature.signedFields();
        }

        @Test
        @DisplayName("DKS_05 DKS_08 the recommended ones, sealed")
        void recommended() {
            assertThat(names("From: a@b\r\nTo: a\r\nSubject: a\r\n", DkimSignedFields.recommended()))
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
            assertThat(names("From: a@b\r\nList-Unsubscribe: <a>\r\nSENDER: a\r\n", DkimSignedFields.recommended()))
                    .containsSubsequence("Sender", "Sender", "List-Unsubscribe", "List-Unsubscribe")
                    .doesNotContain("List-Id");
        }

        @Test
        void resentFieldsAreSignedAndMayBeAdded() {
            assertThat(names("Resent-To: a\r\nResent-To: b\r\nFrom: a@b\r\n", DkimSignedFields.recommended()))
                    .containsSubsequence("Resent-To", "Resent-To")
                    .doesNotContain("Resent-From");
        }

        @Test
        @DisplayName("DKS_09 fields that change on the way are not signed")
        void changing() {
            String fields = "Return-Path: <a>\r\nReceived: a\r\nAuthentication-Results: a\r\nARC-Seal: a\r\n"
                    + "Delivered-To: a\r\nBIMI-Location: a\r\nComments: a\r\nKeywords: a\r\n";
            assertThat(names(fields + "From: a@b\r\n", DkimSignedFields.recommended()))
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
            assertThat(names("From: a@b\r\n", DkimSignedFields.recommended())).doesNotContain("DKIM-Signature");
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
            assertThat(names("From: a@b\r\nSubject: a\r\nX-B: a\r\nX-D: a\r\n", selection))
                    .containsOnlyOnce("X-A", "List-Id", "x-b")
                    .containsSubsequence("X-D", "X-D")
                    .containsSubsequence("subject", "subject")
                    .doesNotContain("To", "Cc", "X-C", "Subject");
        }

        @Test
        @DisplayName("DKS_08 what is sealed stays so when it is chosen again")
        void nothingIsLowered() {
            DkimSignedFields recommended = DkimSignedFields.recommended();
            String fields = "From: a@b\r\nSubject: a\r\nSender: a\r\nResent-To: a\r\n";
            assertThat(names(fields, recommended.signing("Subject", "Sender").sealingIfPresent("Subject")))
                    .isEqualTo(names(fields, recommended));
            assertThat(names(fields, recommended.sealing("Sender", "Resent-To", "Bcc")))
                    .containsSubsequence("Sender", "Sender", "Resent-To", "Resent-To", "Bcc");
            assertThat(names(fields, recommended.without("Subject").signing("Subject")))
                    .containsOnlyOnce("Subject");
            assertThat(recommended.signing("Subject")).isEqualTo(recommended);
        }

        @Test
        @DisplayName("DKS_07 exactly: from the bottom up, none where none is left")
        void exactly() {
            List<String> names = List.of("x-b", "from", "X-B", "x-B", "x-a");
            String fields = "X-b: 1\r\nFrom: a@b\r\nX-B: 2\r\n";
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
        @ValueSource(strings = {"", "a b", "a:", "a;b", "a\r\n", "\u00e9", "a\u007f", " ", "\u001f"})
        void noNames(String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DkimSignedFields.recommended().sealing(name));
            assertThatIllegalArgumentException().isThrownBy(() -> DkimSignedFields.exactly(List.of("From", name)));
        }

        @Test
        @DisplayName("RFC 5322 3.6.8 a name has any other printable character, and there is an end to it")
        void oddNames() {
            DkimSignedFields odd = DkimSignedFields.exactly(List.of("From", "!x~", "x".repeat(70)));
            assertThat(odd.namesFor(HeaderBlock.parse(Octets.EMPTY))).hasSize(3);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DkimSignedFields.exactly(List.of("From", "x".repeat(71))));
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
                    .isEqualTo(DkimSignedFields.exactly(List.of("From")))
                    .isNotEqualTo(DkimSignedFields.exactly(List.of("From", "To")))
                    .isNotEqualTo(recommended);
            assertThat(recommended).isNotEqualTo(DkimSignedFields.exactly(List.of("From")));
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
        @DisplayName("DKS_22 the body is read once, whatever the number of keys")
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
            assertThat(result.problems().get(0).detail()).contains(detail).doesNotContain("gone", "token", "Client");
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
                    "java.security.ProviderException");
            refused(
                    (algorithm, digest) -> {
                        throw new NoClassDefFoundError("kms/Client");
                    },
                    Kind.EXTERNAL_SIGNER_FAILED,
                    "java.lang.NoClassDefFoundError");
        }

        @Test
        void failing() {
            refused(
                    (algorithm, digest) -> CompletableFuture.failedFuture(new IOException("gone")),
                    Kind.EXTERNAL_SIGNER_FAILED,
                    "java.io.IOException");
            refused(
                    (algorithm, digest) -> CompletableFuture.supplyAsync(() -> {
                        throw new IllegalStateException("gone");
                    }),
                    Kind.EXTERNAL_SIGNER_FAILED,
                    "java.lang.IllegalStateException");
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
        void endedByTheCallerAsByATimeout() {
            CompletableFuture<byte[]> pending = new CompletableFuture<>();
            CompletableFuture<DkimSigningResult> result =
                    rsa((algorithm, digest) -> pending).signAsync(octets(MESSAGE));
            result.completeExceptionally(new TimeoutException());
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

        @ParameterizedTest
        @DisplayName("DKS_17 DKS_20 a record under which verifiers would take no signature is a mistake")
        @ValueSource(strings = {"s=tlsrpt;", "s=;", "s=emai:EMAIL;", "h=sha1;", "h=*;", "h=;", "v=DKIM2;"})
        void recordThatForbidsIt(String tags) {
            String record = tags + (tags.startsWith("v=") ? "" : "k=ed25519;") + " p="
                    + Base64.getEncoder().encodeToString(ED25519.publicKey().toByteArray());
            DkimKeyRecord published = DkimKeyRecord.parse(Octets.ofLatin1(record));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder().externalKey("s1", published, (algorithm, digest) -> null));
        }

        @ParameterizedTest
        @ValueSource(strings = {"s=*;", "s=tlsrpt:email;", "h=sha1:sha256;", "t=y;", "t=s;", "x=y;"})
        void recordThatAllowsIt(String tags) {
            String record = tags + "k=ed25519; p="
                    + Base64.getEncoder().encodeToString(ED25519.publicKey().toByteArray());
            DkimKeyRecord published = DkimKeyRecord.parse(Octets.ofLatin1(record));
            assertThat(builder()
                            .externalKey("s1", published, (algorithm, digest) -> null)
                            .identity("@a.example")
                            .build())
                    .isNotNull();
        }

        @Test
        @DisplayName("DKS_17 t=s: no identity below the domain, in whatever order it is said")
        void exactDomain() {
            DkimKeyRecord exact = ED25519.keyRecord();
            assertThat(exact.requiresExactDomain()).isTrue();
            DkimSigner.Builder builder = builder()
                    .externalKey("s1", exact, (algorithm, digest) -> null)
                    .identity("ann@news.a.example");
            assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("t=s");
            DkimKeyRecord relaxed =
                    DkimKeyRecord.builder(ED25519).allowIdentitiesBelowDomain().build();
            assertThat(builder()
                            .identity("ann@news.a.example")
                            .externalKey("s1", relaxed, (algorithm, digest) -> null)
                            .build())
                    .isNotNull();
        }

        @Test
        @DisplayName("whatever is thrown, the other keys sign, and nothing of it is shown but its class")
        void errors() {
            class Hostile extends CompletionException {
                private static final long serialVersionUID = 1;

                @Override
                public String toString() {
                    throw new IllegalStateException("gone");
                }

                @Override
                public String getMessage() {
                    throw new IllegalStateException("gone");
                }

                @Override
                public synchronized Throwable getCause() {
                    throw new IllegalStateException("gone");
                }
            }
            for (Throwable thrown : List.of(
                    new AssertionError("token"),
                    new StackOverflowError("token"),
                    new Hostile(),
                    new IOException("token"))) {
                DkimExternalSigner throwing = (algorithm, digest) -> {
                    throw DkimSignerTest.<RuntimeException>sneaky(thrown);
                };
                DkimExternalSigner failing = (algorithm, digest) -> CompletableFuture.failedFuture(thrown);
                for (DkimExternalSigner external : List.of(throwing, failing)) {
                    DkimSigningResult result = builder()
                            .externalKey("r1", rsaRecord, external)
                            .key("e1", ED25519)
                            .build()
                            .sign(octets(MESSAGE));
                    assertThat(result.status()).isEqualTo(DkimSigningStatus.PARTLY_SIGNED);
                    assertThat(result.problems())
                            .containsExactly(new DkimSigningProblem(
                                    Kind.EXTERNAL_SIGNER_FAILED,
                                    thrown.getClass().getName()));
                }
            }
        }

        @Test
        @DisplayName("an error of a provider escapes, and leaves no external signer at work")
        void errorOfAProvider() {
            CompletableFuture<byte[]> pending = new CompletableFuture<>();
            Provider broken = new BrokenProvider();
            DkimSigner signer = builder()
                    .externalKey("r1", rsaRecord, (algorithm, digest) -> pending)
                    .key("e1", ED25519)
                    .provider(DkimAlgorithm.ED25519_SHA256, broken)
                    .build();
            assertThatThrownBy(() -> signer.signAsync(octets(MESSAGE))).isInstanceOf(UnsatisfiedLinkError.class);
            assertThat(pending).isCancelled();
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
            byte[] data = new HeaderSelection(header).signedBy(signature).canonical();
            assertThat(Octets.of(key.sign(data))).isEqualTo(signature.signature());
        }

        @Test
        @DisplayName("DKS_13 RFC 6376 A.2 with the key of appendix C")
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
