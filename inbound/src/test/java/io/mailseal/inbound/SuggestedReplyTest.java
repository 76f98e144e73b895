package io.mailseal.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.IpAddress;
import io.mailseal.dmarc.DmarcEvaluator;
import io.mailseal.dmarc.DmarcHandling;
import io.mailseal.spf.SpfEvaluator;
import io.mailseal.testkit.InMemoryDns;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuggestedReplyTest {

    private static final String REJECT = "_dmarc.example.org TXT \"v=DMARC1; p=reject\"\n";
    private static final String NOT_OURS = "example.org TXT \"v=spf1 -all\"\n";
    private static final InboundReplyPolicy FOLLOW = InboundReplyPolicy.followDmarc();

    private static String reply(
            String zone,
            String message,
            UnaryOperator<InboundAuthenticator.Builder> options,
            InboundReplyPolicy policy) {
        return Mails.authenticate(InMemoryDns.parse(zone), message, Mails.ENVELOPE, options)
                .suggestedReply(policy)
                .map(SmtpReply::toLine)
                .orElse("none");
    }

    private static String reply(String zone, String message, InboundReplyPolicy policy) {
        return reply(zone, message, builder -> builder, policy);
    }

    @Nested
    class Dmarc {

        @Test
        void DME_12_aRejectionNamesDmarc() {
            assertThat(reply(REJECT + NOT_OURS, Mails.UNSIGNED, FOLLOW.withOtherEvidence()))
                    .isEqualTo("550 5.7.26 Email rejected per DMARC policy for example.org");
        }

        @Test
        void DME_12_whereSomethingPassedButIsNotAlignedTheCodeIsThatOfThePolicy() {
            String zone = REJECT + "other.example TXT \"v=spf1 +all\"\n";
            InboundResult result = Mails.authenticate(
                    InMemoryDns.parse(zone),
                    Mails.UNSIGNED,
                    SmtpEnvelope.of(Mails.CLIENT, "other.example", "a@other.example"));
            assertThat(result.suggestedReply(FOLLOW.withOtherEvidence()).map(SmtpReply::toLine))
                    .contains("550 5.7.1 Email rejected per DMARC policy for example.org");
        }

        @Test
        void DME_09_onThePolicyAloneNothingIsRejected() {
            assertThat(reply(REJECT + NOT_OURS, Mails.UNSIGNED, FOLLOW)).isEqualTo("none");
        }

        @Test
        void theEvaluatorsAdviceIsDecisive() {
            InMemoryDns dns = InMemoryDns.parse(REJECT + NOT_OURS);
            InboundResult result = Mails.authenticate(
                    dns,
                    Mails.UNSIGNED,
                    Mails.ENVELOPE,
                    builder -> builder.dmarc(DmarcEvaluator.builder()
                            .dns(dns.sessions())
                            .rejectOnPolicyAlone()
                            .build()));
            assertThat(result.suggestedReply().orElseThrow().code()).isEqualTo(550);
        }

        @Test
        void aPassAndNoPolicyAreNoReasonToRefuse() {
            assertThat(reply(REJECT + Mails.KEYS, Mails.SIGNED, FOLLOW)).isEqualTo("none");
            assertThat(reply(NOT_OURS, Mails.UNSIGNED, FOLLOW)).isEqualTo("none");
        }

        @Test
        void PIT_45_T47_T54_anOutageIsDeferredAndNeverRejected() {
            assertThat(reply("$FAULT _dmarc.example.org SERVFAIL\n" + NOT_OURS, Mails.UNSIGNED, FOLLOW))
                    .isEqualTo("451 4.7.1 DMARC could not be evaluated for example.org, please try again later");
            assertThat(reply(REJECT + "$FAULT example.org TXT TIMEOUT\n", Mails.UNSIGNED, FOLLOW.withOtherEvidence()))
                    .startsWith("451 4.7.1 DMARC");
        }

        @Test
        void T06_aMessageWithTwoAuthorsIsRefusedIfTheReceiverSaysSo() {
            InMemoryDns dns = InMemoryDns.parse(REJECT);
            InboundResult result = Mails.authenticate(
                    dns,
                    "From: a@evil.example\r\n" + Mails.UNSIGNED,
                    Mails.ENVELOPE,
                    builder -> builder.dmarc(DmarcEvaluator.builder()
                            .dns(dns.sessions())
                            .withoutSingleAuthor(DmarcHandling.Action.REJECT)
                            .build()));
            assertThat(result.suggestedReply().orElseThrow().toLine())
                    .isEqualTo("550 5.7.1 Email rejected, DMARC needs exactly one author domain in the From field");
        }
    }

    @Nested
    class Rfc7372 {

        @Test
        void SPF_47_aFailOfSpfIsRefusedOnlyOnRequest() {
            assertThat(reply(NOT_OURS, Mails.UNSIGNED, FOLLOW)).isEqualTo("none");
            assertThat(reply(NOT_OURS, Mails.UNSIGNED, FOLLOW.rejectSpfFail()))
                    .isEqualTo("550 5.7.23 SPF validation failed, the client may not send for example.org");
        }

        @Test
        void SPF_46_aSoftfailNeverIs() {
            assertThat(reply("example.org TXT \"v=spf1 ~all\"\n", Mails.UNSIGNED, FOLLOW.rejectSpfFail()))
                    .isEqualTo("none");
        }

        @Test
        void T43_theWordsOfTheDomainAreItsOwn() {
            String zone = "example.org TXT \"v=spf1 -all exp=why.example.org\"\n"
                    + "why.example.org TXT \"See http://example.org/ for details\"\n";
            InMemoryDns dns = InMemoryDns.parse(zone);
            InboundResult result = Mails.authenticate(
                    dns,
                    Mails.UNSIGNED,
                    Mails.ENVELOPE,
                    builder -> builder.spf(
                            SpfEvaluator.builder().dns(dns.sessions()).build()));
            assertThat(result.suggestedReply(FOLLOW.rejectSpfFail())
                            .orElseThrow()
                            .text())
                    .endsWith(". example.org explains: See http://example.org/ for details");
        }

        @Test
        void SPF_47_errorsOfSpfHaveTheirCodes() {
            assertThat(reply("example.org TXT \"v=spf1 foo\"\n", Mails.UNSIGNED, FOLLOW.rejectSpfPermerror()))
                    .startsWith("550 5.7.24 ");
            assertThat(reply("$FAULT example.org TXT SERVFAIL\n", Mails.UNSIGNED, FOLLOW.deferSpfTemperror()))
                    .startsWith("451 4.7.24 ");
            assertThat(reply("example.org TXT \"v=spf1 foo\"\n", Mails.UNSIGNED, FOLLOW.deferSpfTemperror()))
                    .isEqualTo("none");
        }

        @Test
        void reverseNamesHaveTheirs() {
            String reverse = "3.100.51.198.in-addr.arpa";
            assertThat(reply(NOT_OURS, Mails.UNSIGNED, FOLLOW.requireReverseName()))
                    .isEqualTo("550 5.7.25 Reverse DNS validation failed for 198.51.100.3");
            assertThat(reply("$FAULT " + reverse + " TIMEOUT\n", Mails.UNSIGNED, FOLLOW.requireReverseName()))
                    .isEqualTo("451 4.7.25 Reverse DNS could not be looked up for 198.51.100.3");
            assertThat(reply(
                            reverse + " PTR m.example.org\nm.example.org A 198.51.100.3\n",
                            Mails.UNSIGNED,
                            FOLLOW.requireReverseName()))
                    .isEqualTo("none");
        }

        @Test
        void dkimHasItsOwnAndAFailureOfCryptographyIsNever4xx() {
            InboundReplyPolicy policy = FOLLOW.requireDkim();
            assertThat(reply(Mails.KEYS, Mails.SIGNED, policy)).isEqualTo("none");
            assertThat(reply(Mails.KEYS, Mails.UNSIGNED, policy)).startsWith("550 5.7.20 ");
            assertThat(reply(Mails.KEYS, Mails.SIGNED + "changed\r\n", policy)).startsWith("550 5.7.20 ");
            assertThat(reply(NOT_OURS, Mails.SIGNED, policy)).startsWith("550 5.7.20 ");
            assertThat(reply(Mails.KEYS, "From: x@example.org\r\n" + Mails.SIGNED, policy))
                    .startsWith("550 5.7.2");
        }

        @Test
        void dkimIsDeferredOnlyForAKeyThatCouldNotBeLookedUp() {
            assertThat(reply("$FAULT one._domainkey.example.org SERVFAIL\n", Mails.SIGNED, FOLLOW.requireDkim()))
                    .startsWith("451 4.7.20 ");
        }

        @Test
        void severalFailuresAreOneReplyThatSaysSo() {
            String line = reply(
                    REJECT + NOT_OURS, Mails.UNSIGNED, FOLLOW.rejectSpfFail().withOtherEvidence());
            assertThat(line)
                    .startsWith("550 5.7.26 Multiple authentication checks failed: ")
                    .contains("SPF", "DMARC");
        }

        /** RFC 9989 §7.2, T43: whoever sends the message has no say in whether DMARC is named. */
        @Test
        void DME_12_theWordsOfADomainDoNotPushDmarcOutOfTheLine() {
            String zone = REJECT + "example.org TXT \"v=spf1 -all exp=why.example.org\"\n" + "why.example.org TXT \""
                    + "long ".repeat(48) + "\" \"" + "words ".repeat(40) + "\"\n";
            InMemoryDns dns = InMemoryDns.parse(zone);
            InboundResult result = Mails.authenticate(
                    dns,
                    Mails.UNSIGNED,
                    Mails.ENVELOPE,
                    builder -> builder.spf(
                            SpfEvaluator.builder().dns(dns.sessions()).build()));
            SmtpReply reply = result.suggestedReply(FOLLOW.rejectSpfFail().withOtherEvidence())
                    .orElseThrow();
            assertThat(reply.toLine()).hasSize(510);
            assertThat(reply.text())
                    .startsWith(
                            "Multiple authentication checks failed: Email rejected per DMARC policy for example.org;");
        }

        @Test
        void whatIsRejectedIsNotDeferred() {
            String zone = NOT_OURS + "$FAULT _dmarc.example.org SERVFAIL\n";
            assertThat(reply(zone, Mails.UNSIGNED, FOLLOW.rejectSpfFail())).startsWith("550 5.7.23 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\r\n250 ok@example.org", "\u001b[2J@example.org", "x@\u00e9.example", "a@b.example\u0000"})
    void T04_whatTheClientSaysCanNotBeginAnotherReply(String mailFrom) {
        SmtpEnvelope envelope = SmtpEnvelope.of(IpAddress.of("203.0.113.9"), "h\r\nx", mailFrom);
        InboundResult result = Mails.authenticate(InMemoryDns.parse(REJECT), Mails.UNSIGNED, envelope);
        InboundReplyPolicy all = FOLLOW.rejectSpfFail()
                .rejectSpfPermerror()
                .deferSpfTemperror()
                .requireReverseName()
                .requireDkim()
                .withOtherEvidence();
        String line = result.suggestedReply(all).orElseThrow().toLine();
        assertThat(line).startsWith("550 ");
        assertThat(line.chars()).allMatch(c -> c >= ' ' && c < 0x7F);
    }

    @Test
    void policiesAreValues() {
        assertThat(FOLLOW.rejectSpfFail().requireDkim())
                .isEqualTo(FOLLOW.requireDkim().rejectSpfFail())
                .hasSameHashCodeAs(FOLLOW.requireDkim().rejectSpfFail())
                .isNotEqualTo(FOLLOW);
    }
}
