package io.mailseal.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.authres.AuthenticationResults;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.spf.ReceivedSpf;
import io.mailseal.spf.SpfIdentity;
import io.mailseal.spf.SpfProblem;
import io.mailseal.spf.SpfResult;
import io.mailseal.spf.SpfStatus;
import io.mailseal.testkit.InMemoryDns;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the envelope leads to: SPF for both identities, the client's names, and what is said of them. */
class EnvelopeTest {

    private static final InMemoryDns DNS = InMemoryDns.parse("""
            example.org          TXT "v=spf1 ip4:198.51.100.3 -all"
            mail.example.org     TXT "v=spf1 a -all"
            mail.example.org     A   198.51.100.3
            _dmarc.example.org   TXT "v=DMARC1; p=reject"
            other.example        TXT "v=spf1 +all"
            xn--bcher-kva.example TXT "v=spf1 +all"
            _dmarc.xn--bcher-kva.example TXT "v=DMARC1; p=reject; aspf=s"
            3.100.51.198.in-addr.arpa PTR mail.example.org
            """);

    private static InboundResult authenticate(String helo, String mailFrom) {
        return Mails.authenticate(DNS, Mails.UNSIGNED, SmtpEnvelope.of(Mails.CLIENT, helo, mailFrom));
    }

    @Nested
    class Identities {

        @Test
        void PIT_13_bothAreEvaluatedAndEachSaysWhoseItIs() {
            InboundResult result = authenticate("mail.example.org", "alice@example.org");
            SpfResult spf = result.spf().orElseThrow();
            SpfResult helo = result.spfHelo().orElseThrow();
            assertThat(spf.identity()).isEqualTo(SpfIdentity.MAIL_FROM);
            assertThat(spf.domain()).contains(DomainName.of("example.org"));
            assertThat(helo.identity()).isEqualTo(SpfIdentity.HELO);
            assertThat(helo.domain()).contains(DomainName.of("mail.example.org"));
            assertThat(List.of(spf.status(), helo.status())).containsOnly(SpfStatus.PASS);
        }

        @Test
        void SPF_03_ofANullReversePathMailFromIsThePostmasterAtHelo() {
            InboundResult result = authenticate("mail.example.org", "");
            SpfResult spf = result.spf().orElseThrow();
            assertThat(spf.identity()).isEqualTo(SpfIdentity.MAIL_FROM);
            assertThat(spf.domain()).contains(DomainName.of("mail.example.org"));
            assertThat(result.dmarc().status()).as("aligned").isEqualTo(DmarcStatus.PASS);
        }

        @Test
        void T01_DME_03_aPassOfHeloIsNoEvidence() {
            InboundResult result = Mails.authenticate(
                    DNS, Mails.UNSIGNED, SmtpEnvelope.of(Mails.CLIENT, "mail.example.org", "any@nx.example.org"));
            assertThat(result.spfHelo().orElseThrow().status()).isEqualTo(SpfStatus.PASS);
            assertThat(result.spf().orElseThrow().status()).isEqualTo(SpfStatus.NONE);
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.FAIL);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "localhost",
                    "[198.51.100.3]",
                    "198.51.100.3",
                    "a..b",
                    "-",
                    "host name.example",
                    "\u0000.example"
                })
        void aHeloThatIsNoDomainNameIsNoneAndNothingIsAskedForIt(String helo) {
            DNS.clearLog();
            SpfResult spf = authenticate(helo, "alice@example.org").spfHelo().orElseThrow();
            assertThat(spf.status()).isEqualTo(SpfStatus.NONE);
            assertThat(spf.problem().map(SpfProblem::kind)).contains(SpfProblem.Kind.INVALID_DOMAIN);
            assertThat(spf.domain()).isEmpty();
        }

        @Test
        void whatIsNotKnownIsNotEvaluated() {
            InboundResult withoutHelo = authenticate("", "alice@example.org");
            assertThat(withoutHelo.spfHelo()).isEmpty();
            assertThat(withoutHelo.spf()).isPresent();
            InboundResult unknown = Mails.authenticate(DNS, Mails.UNSIGNED, SmtpEnvelope.unknown());
            assertThat(unknown.spf()).isEmpty();
            assertThat(unknown.spfHelo()).isEmpty();
            assertThat(unknown.iprev()).isEmpty();
        }

        @Test
        void heloAndTheNamesOfTheClientCanBeLeftOut() {
            InboundResult result = Mails.authenticate(
                    DNS,
                    Mails.UNSIGNED,
                    Mails.ENVELOPE,
                    builder -> builder.withoutHelo().withoutIprev());
            assertThat(result.spfHelo()).isEmpty();
            assertThat(result.iprev()).isEmpty();
            assertThatThrownBy(() -> Mails.builder(DNS)
                            .iprev(IprevEvaluator.builder().dns(DNS.sessions()).build())
                            .withoutIprev()
                            .build())
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Nested
    class Normalisation {

        @ParameterizedTest
        @CsvSource({"a@EXAMPLE.Org", "a@example.org.", "a@Mail.Example.ORG."})
        void PIT_54_caseAndFinalDotOfTheEnvelopeMakeNoDifference(String mailFrom) {
            assertThat(authenticate("h.example", mailFrom).dmarc().status()).isEqualTo(DmarcStatus.PASS);
        }

        @ParameterizedTest
        @CsvSource({
            "a@B\u00fcCHER.example, a@xn--bcher-kva.example",
            "a@xn--bcher-kva.example, a@b\u00fccher.example",
            "a@XN--BCHER-KVA.example, a@b\u00fccher.EXAMPLE"
        })
        void PIT_54_uLabelsAndALabelsAreTheSameNameAlsoWhereAlignmentIsStrict(String mailFrom, String from) {
            String message = new String(
                    ("From: " + from + "\r\n\r\n").getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            InboundResult result =
                    Mails.authenticate(DNS, message, SmtpEnvelope.of(Mails.CLIENT, "h.example", mailFrom));
            assertThat(result.author().authorDomain()).contains(DomainName.of("xn--bcher-kva.example"));
            assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.PASS);
        }
    }

    @Nested
    class Fields {

        private AuthenticationResults field(InboundResult result) {
            return result.toAuthenticationResults("mx.example.net");
        }

        @Test
        void ARH_10_eachIdentityAndTheReverseLookupHaveResultsOfTheirOwn() {
            AuthenticationResults field = field(authenticate("mail.example.org", "alice@example.org"));
            assertThat(field.toLine())
                    .startsWith("Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=example.org; "
                            + "spf=pass smtp.helo=mail.example.org; iprev=pass policy.iprev=198.51.100.3; dkim=none;");
        }

        @Test
        void ARH_11_anAddressOfIpv6IsQuoted() {
            InboundResult result = Mails.authenticate(
                    DNS,
                    Mails.UNSIGNED,
                    SmtpEnvelope.of(IpAddress.of("2001:db8::1"), "mail.example.org", "alice@example.org"));
            assertThat(field(result).toLine()).contains("iprev=permerror policy.iprev=\"2001:db8::1\";");
        }

        @Test
        void RSPF_01_mailFromComesAboveHelo() {
            List<ReceivedSpf> fields =
                    authenticate("mail.example.org", "alice@example.org").toReceivedSpf("mx.example.net");
            assertThat(fields)
                    .extracting(field -> field.identity().orElseThrow())
                    .containsExactly(SpfIdentity.MAIL_FROM, SpfIdentity.HELO);
            assertThat(fields).allSatisfy(field -> {
                assertThat(field.receiver()).contains("mx.example.net");
                assertThat(field.clientIp()).contains(Mails.CLIENT);
                assertThat(field.toHeaderField())
                        .startsWith("Received-SPF: pass")
                        .endsWith("\r\n");
            });
            assertThat(fields.get(0).envelopeFrom()).contains("alice@example.org");
        }

        @Test
        void RSPF_01_withoutAClientThereAreNone() {
            assertThat(Mails.authenticate(DNS, Mails.UNSIGNED, SmtpEnvelope.unknown())
                            .toReceivedSpf("mx.example.net"))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x;dmarc=pass (",
                    "a\"b;spf=pass smtp.mailfrom=example.org",
                    "(;)\\\"",
                    "h\r\nReceived-SPF: pass",
                    "=?utf-8?q?=3B?="
                })
        void PIT_21_PIT_59_RSPF_04_whatTheClientSaysStaysAValue(String hostile) {
            InboundResult result = authenticate(hostile, hostile + "@other.example");
            String line = field(result).toLine();
            assertThat(line).doesNotContain("\r").doesNotContain("\n").doesNotContain("(");
            assertThat(field(result).results("dmarc")).hasSize(1);
            assertThat(AuthenticationResults.parse(line.substring("Authentication-Results:".length())))
                    .isEqualTo(field(result));
            for (ReceivedSpf field : result.toReceivedSpf("mx.example.net")) {
                assertThat(ReceivedSpf.parse(field.toHeaderField().substring("Received-SPF:".length())))
                        .isEqualTo(field);
            }
        }

        @Test
        void aReceiverThatCanNotStandInTheFieldIsRefused() {
            InboundResult result = authenticate("mail.example.org", "alice@example.org");
            assertThatThrownBy(() -> result.toReceivedSpf("mx\r\nX: y")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
