package io.mailseal.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.authres.AuthenticationResults;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsUsage;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dkim.DkimAlgorithm;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dkim.DkimVerifier;
import io.mailseal.dmarc.DiscoveryMethod;
import io.mailseal.dmarc.DmarcEvaluator;
import io.mailseal.dmarc.DmarcHandling;
import io.mailseal.dmarc.DmarcProblem;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.spf.SpfEvaluator;
import io.mailseal.spf.SpfStatus;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InboundAuthenticatorTest {

    private static final Instant NOW = Instant.parse("2025-03-04T00:00:00Z");

    private static final String KEYS = resource("two-signatures.zone");
    private static final String MESSAGE = resource("two-signatures.eml");

    private static final String POLICY = "_dmarc.example.org TXT \"v=DMARC1; p=reject\"\n";

    private static final String FLAT = """
            example.org   TXT "v=spf1 include:a.example.org include:b.example.org include:c.example.org -all"
            a.example.org TXT "v=spf1 ip4:198.51.100.1 -all"
            b.example.org TXT "v=spf1 ip4:198.51.100.2 -all"
            c.example.org TXT "v=spf1 ip4:198.51.100.3 -all"
            """;

    private static final String NESTED = """
            example.org   TXT "v=spf1 include:a.example.org -all"
            a.example.org TXT "v=spf1 include:b.example.org -all"
            b.example.org TXT "v=spf1 include:c.example.org -all"
            c.example.org TXT "v=spf1 ip4:198.51.100.3 -all"
            """;

    private static final SmtpEnvelope ENVELOPE =
            SmtpEnvelope.of(IpAddress.of("198.51.100.3"), "mail.example.org", "alice@example.org");

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(InboundAuthenticatorTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Message message(String text) {
        return MessageReader.strict().read(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static InboundResult authenticate(InMemoryDns dns, String text, SmtpEnvelope envelope) {
        InboundAuthenticator inbound = InboundAuthenticator.builder()
                .dns(dns.sessions())
                .clock(() -> NOW)
                .build();
        try {
            return inbound.authenticate(message(text), envelope);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static AuthenticationResults field(InboundResult result) {
        return result.toAuthenticationResults("mx.example.net");
    }

    @Nested
    class RoundsAndWork {

        private final VirtualClock clock = new VirtualClock(NOW);
        private final CountingProvider rsa = new CountingProvider();

        private DnsUsage usage(InMemoryDns zone) throws IOException {
            InMemoryDns dns = zone.withClock(clock).withLatency(Duration.ofMillis(20));
            InboundAuthenticator inbound = InboundAuthenticator.builder()
                    .dns(dns.sessions())
                    .dkim(DkimVerifier.builder()
                            .dns(dns.sessions())
                            .clock(clock)
                            .provider(DkimAlgorithm.RSA_SHA256, rsa)
                            .build())
                    .build();
            try (DnsSession session = dns.sessions().open()) {
                InboundResult result = inbound.authenticate(message(MESSAGE), ENVELOPE, session);
                assertThat(result.toString()).isEqualTo("spf pass, dkim pass, dmarc pass");
                assertThat(dns.questions()).doesNotHaveDuplicates();
                return session.usage();
            }
        }

        @Test
        void threeFlatIncludesTwoSignaturesAndDmarcTakeTwoRoundsAndTwoVerifications() throws IOException {
            DnsUsage usage = usage(InMemoryDns.parse(KEYS + POLICY + FLAT));
            assertThat(usage.rounds()).isEqualTo(2);
            assertThat(rsa.verifications()).isEqualTo(2);
            assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(40));
        }

        @Test
        void nestedIncludesTakeTheTimeOfTheirDepth() throws IOException {
            DnsUsage usage = usage(InMemoryDns.parse(KEYS + POLICY + NESTED));
            assertThat(clock.elapsed()).as("record, a, b, c").isEqualTo(Duration.ofMillis(80));
            assertThat(usage.rounds()).isEqualTo(4);
            assertThat(rsa.verifications()).isEqualTo(2);
        }

        /** SPF with includes two deep and five records, two signatures, the policy at the organizational domain. */
        @Test
        void includesTwoDeepTwoSignaturesAndAPolicyAboveAreThreeRounds() throws IOException {
            InMemoryDns zone = InMemoryDns.parse(KEYS + """
                    news.example.org   TXT "v=spf1 include:a.example.org include:b.example.org include:c.example.org -all"
                    a.example.org      TXT "v=spf1 include:d.example.org -all"
                    b.example.org      TXT "v=spf1 ip4:198.51.100.2 -all"
                    c.example.org      TXT "v=spf1 ip4:198.51.100.9 -all"
                    d.example.org      TXT "v=spf1 ip4:198.51.100.3 -all"
                    mail.example.org   TXT "v=spf1 a -all"
                    mail.example.org   A   198.51.100.3
                    3.100.51.198.in-addr.arpa PTR mail.example.org
                    _dmarc.example.org TXT "v=DMARC1; p=reject"
                    """);
            InMemoryDns dns = zone.withClock(clock).withLatency(Duration.ofMillis(20));
            InboundAuthenticator inbound = InboundAuthenticator.builder()
                    .dns(dns.sessions())
                    .clock(clock)
                    .build();
            SmtpEnvelope envelope =
                    SmtpEnvelope.of(ENVELOPE.client().orElseThrow(), "mail.example.org", "bounce@news.example.org");
            try (DnsSession session = dns.sessions().open()) {
                InboundResult result = inbound.authenticate(message(MESSAGE), envelope, session);
                assertThat(result.toString()).isEqualTo("spf pass, dkim pass, dmarc pass");
                assertThat(result.spfHelo().orElseThrow().status()).isEqualTo(SpfStatus.PASS);
                assertThat(result.iprev().orElseThrow().status()).isEqualTo(IprevStatus.PASS);
                assertThat(session.usage().rounds()).isEqualTo(3);
                assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(60));
                assertThat(dns.questions()).doesNotHaveDuplicates();
            }
        }

        /** A reverse zone that never answers takes the whole deadline, and DMARC has come to its end long before. */
        @ParameterizedTest
        @ValueSource(strings = {"3.100.51.198.in-addr.arpa", "mail.example.org"})
        void aSlowReverseZoneTakesNoVerdictWithIt(String slow) {
            InMemoryDns zone = InMemoryDns.parse(KEYS + NESTED + "_dmarc.org TXT \"v=DMARC1; p=none\"\n"
                    + "3.100.51.198.in-addr.arpa PTR mail.example.org\n");
            InboundResult healthy = authenticate(zone, MESSAGE, ENVELOPE);
            InboundResult result = authenticate(
                    zone.delaying(DomainName.of(slow), Duration.ofHours(1))
                            .withClock(clock)
                            .withLatency(Duration.ofMillis(20)),
                    MESSAGE,
                    ENVELOPE);
            assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(20));
            assertThat(result.iprev().orElseThrow().status()).isEqualTo(IprevStatus.TEMPERROR);
            assertThat(result.spf()).isEqualTo(healthy.spf());
            assertThat(result.dkim()).isEqualTo(healthy.dkim());
            assertThat(result.dmarc()).isEqualTo(healthy.dmarc());
        }

        @Test
        void aSlowKeyTakesNeitherSpfNorDmarcWithIt() {
            InMemoryDns zone = InMemoryDns.parse(KEYS + POLICY + NESTED);
            InboundResult healthy = authenticate(zone, MESSAGE, ENVELOPE);
            InMemoryDns slow = zone.delaying(DomainName.of("one._domainkey.example.org"), Duration.ofHours(1))
                    .withClock(clock)
                    .withLatency(Duration.ofMillis(20));
            InboundResult result = authenticate(slow, MESSAGE, ENVELOPE);
            assertThat(result.spf()).isEqualTo(healthy.spf());
            assertThat(result.dkim().signatures().get(0).status()).isEqualTo(DkimStatus.TEMPERROR);
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.PASS);
        }

        @Test
        void theTimeOfAnUploadIsNotThatOfDns() throws IOException {
            InMemoryDns dns =
                    InMemoryDns.parse(KEYS + POLICY + FLAT).withClock(clock).withLatency(Duration.ofMillis(20));
            InboundAuthenticator inbound = InboundAuthenticator.builder()
                    .dns(dns.sessions())
                    .clock(clock)
                    .build();
            int headerEnd = MESSAGE.indexOf("\r\n\r\n") + 4;
            InputStream slow = new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.ISO_8859_1)) {
                @Override
                public synchronized int read(byte[] target, int offset, int length) {
                    if (pos >= headerEnd) {
                        clock.advance(Duration.ofMinutes(5));
                    }
                    return super.read(target, offset, pos < headerEnd ? Math.min(length, headerEnd - pos) : 1);
                }
            };
            InboundResult result = inbound.authenticate(MessageReader.strict().read(slow), ENVELOPE);
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.PASS);
            assertThat(dns.log().get(0).at())
                    .as("the keys are asked for before the body")
                    .isZero();
        }

        @Test
        void cancellingLeavesNothingRunning() throws IOException {
            InMemoryDns dns =
                    InMemoryDns.parse(KEYS + POLICY + FLAT).withClock(clock).withLatency(Duration.ofMillis(20));
            InboundAuthenticator inbound = InboundAuthenticator.builder()
                    .dns(dns.sessions())
                    .clock(clock)
                    .build();
            CompletableFuture<InboundResult> future = inbound.authenticateAsync(message(MESSAGE), ENVELOPE);
            clock.advance(Duration.ofMillis(20));
            assertThat(future).isNotDone();
            future.cancel(true);
            assertThat(dns.inFlight()).isZero();
            assertThat(clock.pending()).isZero();
        }
    }

    @Nested
    class Failures {

        @Test
        void spfServfailIsTemperrorInTheField() {
            InboundResult result = authenticate(
                    InMemoryDns.parse(KEYS + POLICY + "$FAULT example.org TXT SERVFAIL\n"), MESSAGE, ENVELOPE);
            assertThat(field(result).results("spf").get(0).result()).isEqualTo("temperror");
            assertThat(result.dmarc().status()).as("DKIM is enough").isEqualTo(DmarcStatus.PASS);
        }

        @ParameterizedTest
        @EnumSource(
                value = DnsFailure.class,
                names = {"TIMEOUT", "SERVER_FAILURE", "REFUSED", "BOGUS", "UNPROVEN", "NETWORK", "MALFORMED", "LOOP"})
        void anOutageOfTheKeysAloneMakesDmarcTemperrorAndNotFail(DnsFailure failure) {
            InMemoryDns dns = InMemoryDns.parse(KEYS + POLICY + "example.org TXT \"v=spf1 -all\"\n")
                    .failing(DomainName.of("one._domainkey.example.org"), failure)
                    .failing(DomainName.of("two._domainkey.example.org"), failure);
            InboundResult result = authenticate(dns, MESSAGE, ENVELOPE);
            assertThat(field(result).results("dkim"))
                    .hasSize(2)
                    .allSatisfy(dkim -> assertThat(dkim.result()).isEqualTo("temperror"));
            assertThat(result.spf().orElseThrow().status()).isEqualTo(SpfStatus.FAIL);
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.TEMPERROR);
            assertThat(field(result).results("dmarc").get(0).result()).isEqualTo("temperror");
        }

        @Test
        void dmarcServfailIsTemperrorInTheField() {
            InboundResult result = authenticate(
                    InMemoryDns.parse(KEYS + FLAT + "$FAULT _dmarc.example.org SERVFAIL\n"), MESSAGE, ENVELOPE);
            assertThat(field(result).results("dmarc").get(0).result()).isEqualTo("temperror");
        }

        @Test
        void aKeyThatIsNotThereIsAnotherMatterThanOneThatCouldNotBeAskedFor() {
            InboundResult result =
                    authenticate(InMemoryDns.parse(POLICY + "example.org TXT \"v=spf1 -all\"\n"), MESSAGE, ENVELOPE);
            assertThat(result.dkim().signatures())
                    .allSatisfy(signature -> assertThat(signature.status()).isEqualTo(DkimStatus.PERMERROR));
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.FAIL);
        }

        @Test
        void everythingDownIsTemperrorThroughout() {
            InboundResult result = authenticate(InMemoryDns.parse("$FAULT * TIMEOUT\n"), MESSAGE, ENVELOPE);
            assertThat(result.toString()).isEqualTo("spf temperror, dkim temperror, dmarc temperror");
        }

        @Test
        void anExceptionOfTheStreamIsTheCallers() {
            InputStream broken = new InputStream() {
                private int at;

                @Override
                public int read() throws IOException {
                    if (at == MESSAGE.length() - 1) {
                        throw new IOException("connection lost");
                    }
                    return MESSAGE.charAt(at++);
                }

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    target[offset] = (byte) read();
                    return 1;
                }
            };
            InMemoryDns dns = InMemoryDns.parse(KEYS + POLICY + FLAT).withClock(new VirtualClock());
            InboundAuthenticator inbound =
                    InboundAuthenticator.builder().dns(dns.sessions()).build();
            assertThatThrownBy(() ->
                            inbound.authenticateAsync(MessageReader.strict().read(broken), ENVELOPE))
                    .isInstanceOf(IOException.class);
            assertThat(dns.inFlight()).as("questions left behind").isZero();
        }
    }

    @Nested
    class Identities {

        private final InMemoryDns dns = InMemoryDns.parse(KEYS + POLICY + FLAT);

        private DmarcProblem.Kind problem(String from) {
            String text = MESSAGE.replace("From: Alice <alice@example.org>\r\n", from);
            InboundResult result = authenticate(dns, text, ENVELOPE);
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.PERMERROR);
            return result.dmarc().problem().orElseThrow().kind();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "Sender: a@example.org|NO_AUTHOR",
                    "From: undisclosed:;|NO_AUTHOR",
                    "From: a@example.org, b@evil.example|SEVERAL_AUTHORS",
                    "From: a@example.org~From: b@evil.example|SEVERAL_FROM_FIELDS",
                    "From: a@example.org <b@evil.example>|UNREADABLE_AUTHOR",
                    "From : a@example.org|UNREADABLE_AUTHOR"
                })
        void aMessageWithoutOneClearAuthorIsPermerrorAndNeverPassOrNone(String from, DmarcProblem.Kind expected) {
            assertThat(problem(from.replace("~", "\r\n") + "\r\n")).isEqualTo(expected);
        }

        /** T06, T07: a second field is no second author, also where several authors are evaluated one by one. */
        @ParameterizedTest
        @ValueSource(strings = {"From: a@example.org", "From : evil@evil.example", "FROM: evil@evil.example"})
        void whereEachAuthorIsEvaluatedASecondFieldIsStillNoPass(String second) {
            String text = second + "\r\n" + MESSAGE;
            InboundResult result = Mails.authenticate(
                    dns,
                    text,
                    ENVELOPE,
                    builder -> builder.dmarc(DmarcEvaluator.builder()
                            .dns(dns.sessions())
                            .evaluateEachAuthor()
                            .build()));
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.PERMERROR);
        }

        @Test
        void DME_13_lotsAreDrawnOnceForEachMessage() {
            InMemoryDns zone = InMemoryDns.parse(
                    "_dmarc.example.org TXT \"v=DMARC1; p=reject; pct=30\"\nexample.org TXT \"v=spf1 -all\"\n");
            for (int lot : new int[] {0, 29, 30, 99}) {
                InboundResult result = Mails.authenticate(
                        zone,
                        MESSAGE,
                        ENVELOPE,
                        builder -> builder.draws(() -> lot)
                                .dmarc(DmarcEvaluator.builder()
                                        .dns(zone.sessions())
                                        .discoveryMethod(DiscoveryMethod.PUBLIC_SUFFIX_LIST)
                                        .rejectOnPolicyAlone()
                                        .build()));
                assertThat(result.dmarc().suggestedHandling().action())
                        .as("lot %d", lot)
                        .isEqualTo(lot < 30 ? DmarcHandling.Action.REJECT : DmarcHandling.Action.QUARANTINE);
            }
        }

        @Test
        void lotsBeyondTheirRangeAreTheCallersMistake() {
            for (int lot : new int[] {-1, 100}) {
                assertThatThrownBy(
                                () -> Mails.authenticate(dns, MESSAGE, ENVELOPE, builder -> builder.draws(() -> lot)))
                        .isInstanceOf(IllegalArgumentException.class);
                InboundAuthenticator inbound = InboundAuthenticator.builder()
                        .dns(dns.sessions())
                        .draws(() -> lot)
                        .build();
                assertThatThrownBy(() -> inbound.begin(ENVELOPE))
                        .as("not only at the end")
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }

        @Test
        @SuppressWarnings("NullAway")
        void aResolverIsNeeded() {
            assertThatThrownBy(() -> InboundAuthenticator.builder().resolver(null))
                    .isInstanceOf(NullPointerException.class);
        }

        /** RFC 8601 §2.7.2: each identity has a result of its own. */
        @Test
        void identitiesWithoutADomainAreToldApart() {
            SmtpEnvelope envelope = SmtpEnvelope.of(IpAddress.of("203.0.113.9"), "[203.0.113.9]", "nobody");
            assertThat(authenticate(dns, MESSAGE, envelope)
                            .toAuthenticationResults("mx.example.net")
                            .toLine())
                    .contains("spf=none reason=\"The MAIL FROM ", "spf=none reason=\"The HELO name ");
        }

        /** T01: the attacker's HELO passes, the sender is a subdomain of the victim that does not exist. */
        @Test
        void aPassOfTheHeloNameIsNoPassOfTheSender() {
            InMemoryDns zone = InMemoryDns.parse("attacker.example TXT \"v=spf1 +all\"\n" + POLICY);
            SmtpEnvelope envelope =
                    SmtpEnvelope.of(IpAddress.of("203.0.113.9"), "attacker.example", "any@nx.example.org");
            InboundResult result = authenticate(zone, MESSAGE, envelope);
            assertThat(result.spf().orElseThrow().status()).isEqualTo(SpfStatus.NONE);
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.FAIL);
        }

        /** T02: an unclosed comment is no null reverse-path. */
        @Test
        void aMalformedSenderIsNotTakenForAnEmptyOne() {
            InMemoryDns zone = InMemoryDns.parse("attacker.example TXT \"v=spf1 +all\"\n" + POLICY);
            SmtpEnvelope envelope =
                    SmtpEnvelope.of(IpAddress.of("203.0.113.9"), "attacker.example", "(any@example.org");
            InboundResult result = authenticate(zone, MESSAGE, envelope);
            assertThat(result.spf().orElseThrow().status()).isNotEqualTo(SpfStatus.PASS);
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.FAIL);
        }

        /** T04: what a client says can't begin a result of its own. */
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "a@b.example;dmarc=pass",
                    "\"x;dkim=pass (\"@example.org",
                    "a@example.org\r\nX: y",
                    "a@ex(ample.org"
                })
        void theFieldHoldsNothingButOurResults(String mailFrom) {
            SmtpEnvelope envelope = SmtpEnvelope.of(IpAddress.of("203.0.113.9"), "h;dmarc=pass", mailFrom);
            String line = field(authenticate(dns, MESSAGE, envelope)).toLine();
            assertThat(line).doesNotContain("\r").doesNotContain("\n");
            assertThat(line.split("; dmarc=", -1)).hasSize(2);
            assertThat(line.split("; dkim=", -1)).hasSize(3);
        }

        @Test
        void withoutAClientSpfIsAbsentFromTheField() {
            InboundResult result = authenticate(dns, MESSAGE, SmtpEnvelope.unknown());
            assertThat(result.spf()).isEmpty();
            assertThat(field(result).results("spf")).isEmpty();
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.PASS);
        }

        @Test
        void aMessageWithoutSignatureSaysSo() {
            String unsigned = MESSAGE.substring(MESSAGE.indexOf("From:"));
            InboundResult result = authenticate(dns, unsigned, ENVELOPE);
            assertThat(field(result).toLine())
                    .isEqualTo("Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=example.org; "
                            + "spf=none smtp.helo=mail.example.org; iprev=permerror policy.iprev=198.51.100.3; "
                            + "dkim=none; dmarc=pass header.from=example.org policy.dmarc=reject");
        }

        /** The field must not become as long as the header that led to it. */
        @Test
        void signaturesBeyondTheLimitAreOneResult() {
            String many = "DKIM-Signature: v=1; d=a.example\r\n".repeat(1000) + MESSAGE;
            InboundResult result = authenticate(dns, many, ENVELOPE);
            assertThat(result.dkim().signatures()).hasSize(1002);
            assertThat(field(result).results("dkim")).hasSize(11).last().satisfies(rest -> {
                assertThat(rest.result()).isEqualTo("permerror");
                assertThat(rest.reason()).contains("a limit was exceeded");
            });
        }

        @Test
        void eachSignatureHasItsPrefix() {
            assertThat(field(authenticate(dns, MESSAGE, ENVELOPE)).results("dkim"))
                    .extracting(result ->
                            result.property("header", "b").orElseThrow().length())
                    .containsExactly(8, 8);
        }
    }

    @Nested
    class Misuse {

        private final InMemoryDns dns = InMemoryDns.parse(POLICY);

        @Test
        void withoutAResolverThereIsNoAuthenticator() {
            assertThatThrownBy(() -> InboundAuthenticator.builder().build()).isInstanceOf(IllegalStateException.class);
        }

        /** One time for all: a clock of a verifier that is given does not count. */
        @Test
        void theClockOfTheAuthenticatorHoldsForAll() {
            InstantSource never = () -> {
                throw new AssertionError("asked for the time");
            };
            InMemoryDns zone = InMemoryDns.parse(KEYS + POLICY);
            InboundAuthenticator inbound = InboundAuthenticator.builder()
                    .dns(zone.sessions())
                    .dkim(DkimVerifier.builder().resolver(zone).clock(never).build())
                    .spf(SpfEvaluator.builder().resolver(zone).clock(never).build())
                    .clock(() -> NOW)
                    .build();
            assertThat(Mails.authenticate(inbound, MESSAGE, ENVELOPE).dkim().status())
                    .isEqualTo(DkimStatus.PASS);
        }

        @Test
        void anAuthservIdThatCanNotStandInAFieldIsRefused() {
            InboundResult result = authenticate(dns, MESSAGE, SmtpEnvelope.unknown());
            assertThatThrownBy(() -> result.toAuthenticationResults("mx\r\nX: y"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Laws {

        @Test
        void theSameAnswersGiveAnEqualResultInWhateverOrderTheyArrive() {
            InMemoryDns dns = InMemoryDns.parse(KEYS + POLICY + NESTED);
            InboundResult expected = authenticate(dns, MESSAGE, ENVELOPE);
            assertThat(authenticate(dns.withKnown(), MESSAGE, ENVELOPE)).isEqualTo(expected);
            List<DnsQuestion> questions = dns.questions();
            for (DnsQuestion late : questions) {
                InMemoryDns delayed = dns.delaying(late, Duration.ofMillis(500)).withClock(new VirtualClock(NOW));
                assertThat(authenticate(delayed, MESSAGE, ENVELOPE))
                        .as("%s last", late)
                        .isEqualTo(expected);
            }
        }

        @Test
        void noFailureOfOneQuestionTurnsPassIntoFail() {
            InMemoryDns dns = InMemoryDns.parse(KEYS + POLICY + NESTED);
            authenticate(dns, MESSAGE, ENVELOPE);
            for (DnsQuestion question : dns.questions()) {
                InboundResult result = authenticate(dns.failing(question, DnsFailure.TIMEOUT), MESSAGE, ENVELOPE);
                assertThat(result.dmarc().status()).as("without %s", question).isNotEqualTo(DmarcStatus.FAIL);
                assertThat(result.spf().orElseThrow().status())
                        .as("without %s", question)
                        .isNotEqualTo(SpfStatus.FAIL);
            }
        }

        @Test
        void aTruncatedHeaderIsNeverPass() {
            String huge = "X-Filler: " + "x".repeat(1 << 21) + "\r\n" + MESSAGE;
            InboundResult result = authenticate(InMemoryDns.parse(KEYS + POLICY + FLAT), huge, ENVELOPE);
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.PERMERROR);
            assertThat(result.dkim().passed()).isEmpty();
        }
    }
}
