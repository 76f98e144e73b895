package io.mailseal.cli;

import static io.mailseal.testkit.junit5.MailAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dmarc.DmarcHandling;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.dnsbl.BlocklistClient;
import io.mailseal.dnsbl.BlocklistProfiles;
import io.mailseal.dnsbl.BlocklistPurpose;
import io.mailseal.dnsbl.BlocklistResult;
import io.mailseal.dnsbl.ListStatus;
import io.mailseal.inbound.InboundAuthenticator;
import io.mailseal.inbound.InboundReplyPolicy;
import io.mailseal.inbound.InboundResult;
import io.mailseal.inbound.SmtpEnvelope;
import io.mailseal.inbound.SmtpReply;
import io.mailseal.mtasts.MtaStsCache;
import io.mailseal.mtasts.MtaStsFetcher;
import io.mailseal.mtasts.MtaStsMode;
import io.mailseal.mtasts.MtaStsProblem;
import io.mailseal.mtasts.PolicyDiscovery;
import io.mailseal.mtasts.PolicyResponse;
import io.mailseal.spf.SpfEvaluator;
import io.mailseal.spf.SpfRequest;
import io.mailseal.spf.SpfStatus;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.TestMessage;
import io.mailseal.testkit.VirtualClock;
import io.mailseal.testkit.junit5.MailExpectation;
import io.mailseal.testkit.junit5.MailScenario;
import io.mailseal.testkit.junit5.MailTestExtension;
import io.mailseal.testkit.junit5.MailZone;
import io.mailseal.testkit.junit5.SignsFor;
import io.mailseal.testkit.junit5.TestSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.AssertionFailedError;

/**
 * The page about tests of applications: its code is compiled and run here, and its tables and output are what there is.
 */
class TestkitReadmeTest {

    private static final Path PAGE = Path.of("..", "testkit-junit5", "README.md");

    /** An application. */
    private static final class MailGateway {

        private final InboundAuthenticator inbound;

        MailGateway(DnsResolver dns, InstantSource clock) {
            inbound = InboundAuthenticator.builder().resolver(dns).clock(clock).build();
        }

        /** Where the message goes, or the beginning of the reply that refuses it. */
        String receive(byte[] octets, SmtpEnvelope envelope) {
            try {
                InboundResult result =
                        inbound.authenticate(MessageReader.strict().read(octets), envelope);
                Optional<SmtpReply> refusal = result.suggestedReply();
                boolean junk = result.dmarc().suggestedHandling().action() == DmarcHandling.Action.QUARANTINE;
                return refusal.map(reply -> reply.code() + " " + reply.enhancedCode())
                        .orElse(junk ? "junk" : "inbox");
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    @Test
    @ExtendWith(MailTestExtension.class)
    void gateway(DnsResolver dns, VirtualClock clock) {
        // JUNIT5
        MailGateway gateway = new MailGateway(dns, clock); // a DnsResolver and an InstantSource
        // end
        assertThat(gateway).isNotNull();
    }

    @Nested
    // JUNIT5
    @MailZone("""
            example.com         TXT "v=spf1 ip4:192.0.2.25 -all"
            _dmarc.example.com  TXT "v=DMARC1; p=reject"
            """)
    class MailGatewayTest {

        private final SmtpEnvelope fromAlice =
                SmtpEnvelope.of(IpAddress.of("192.0.2.25"), "mail.example.com", "alice@example.com");

        private final TestMessage message = TestMessage.builder()
                .from("Alice", "alice@example.com")
                .to("bob@example.net")
                .subject("Lunch")
                .text("At noon?")
                .build();

        @Test
        void whatTheServerOfTheDomainSendsGoesToTheInbox(DnsResolver dns, VirtualClock clock) {
            MailGateway gateway = new MailGateway(dns, clock);
            assertThat(gateway.receive(message.toByteArray(), fromAlice)).isEqualTo("inbox");
        }
        // end

        // JUNIT5
        @Test
        @MailZone("$FAULT example.com TXT TIMEOUT")
        void waitsWhileDnsFails(DnsResolver dns, VirtualClock clock) {
            MailGateway gateway = new MailGateway(dns, clock);
            assertThat(gateway.receive(message.toByteArray(), fromAlice)).isEqualTo("451 4.7.1");
        }
        // end

        // JUNIT5
        @Test
        void aSignatureSurvivesForwarding(
                @SignsFor("example.com") TestSigner signer, DnsResolver dns, VirtualClock clock) {
            SmtpEnvelope forwarded =
                    SmtpEnvelope.of(IpAddress.of("198.51.100.7"), "forwarder.example.org", "alice@example.com");
            MailGateway gateway = new MailGateway(dns, clock);
            TestMessage signed = signer.sign(message);
            assertThat(gateway.receive(signed.toByteArray(), forwarded)).isEqualTo("inbox");
            TestMessage altered = signed.withBody("Please send the money to another account.");
            assertThat(gateway.receive(altered.toByteArray(), forwarded)).isEqualTo("junk");
        }
        // end
    }

    // JUNIT5
    @ParameterizedTest
    @EnumSource
    void doesWhatDmarcSuggests(MailScenario scenario) {
        MailGateway gateway = new MailGateway(scenario.dns(), scenario::now);
        String place = gateway.receive(scenario.message().toByteArray(), scenario.envelope());
        String expected = switch (scenario.expectation().handling()) {
            case DELIVER -> "inbox";
            case QUARANTINE -> "junk";
            case DEFER -> "451 4.7.1";
            case REJECT -> "550 5.7.1";
        };
        assertThat(place).isEqualTo(expected);
    }
    // end

    // JUNIT5
    @Test
    @MailZone("4.3.2.1.zen.spamhaus.org A 127.0.0.2")
    void aListIsAskedAboutRealAddressesAlone(DnsResolver dns, VirtualClock clock) {
        BlocklistClient lists = BlocklistClient.builder()
                .resolver(dns)
                .clock(clock)
                .profile(BlocklistProfiles.named("spamhaus-zen").orElseThrow())
                .build();
        BlocklistResult listed = lists.check(IpAddress.of("1.2.3.4"));
        assertThat(listed.isListed(BlocklistPurpose.BLOCK)).isTrue();
        BlocklistResult documentation = lists.check(IpAddress.of("192.0.2.25"));
        assertThat(documentation.checks(ListStatus.NOT_ASKED)).hasSize(1);
    }
    // end

    // JUNIT5
    @Test
    @MailZone("_mta-sts.example.com TXT \"v=STSv1; id=1;\"")
    void aPolicyIsInForceUntilItExpires(DnsResolver dns, VirtualClock clock) {
        AtomicReference<PolicyResponse> served =
                new AtomicReference<>(new PolicyResponse.Answered(200, "text/plain", "", Octets.ofLatin1("""
                        version: STSv1
                        mode: enforce
                        mx: mx.example.com
                        max_age: 86400
                        """)));
        MtaStsFetcher fetcher = MtaStsFetcher.builder()
                .resolver(dns)
                .policies(host -> CompletableFuture.completedFuture(served.get()))
                .build();
        MtaStsCache policies =
                MtaStsCache.builder().fetcher(fetcher).clock(clock).build();
        DomainName domain = DomainName.of("example.com");
        assertThat(policies.discover(domain).mode()).isEqualTo(MtaStsMode.ENFORCE);
        served.set(new PolicyResponse.Failed(new MtaStsProblem(MtaStsProblem.Kind.TIMEOUT, "No answer.")));
        clock.advance(Duration.ofDays(1));
        assertThat(policies.discover(domain).status()).isEqualTo(PolicyDiscovery.Status.POLICY);
        clock.advance(Duration.ofSeconds(1));
        assertThat(policies.discover(domain).status()).isEqualTo(PolicyDiscovery.Status.NO_POLICY);
    }
    // end

    @Test
    @MailZone("example.com TXT \"v=spf1 -all\"")
    void sessionsWaitByTheVirtualClock(InMemoryDns dns, VirtualClock clock) {
        DnsSessions slow =
                dns.withClock(clock).withLatency(Duration.ofMillis(20)).sessions();
        SpfRequest request = SpfRequest.mailFrom(IpAddress.of("192.0.2.25"), "mail.example.com", "alice@example.com");
        assertThat(SpfEvaluator.builder().dns(slow).build().evaluate(request)).is(SpfStatus.FAIL);
        assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(20));
    }

    // JUNIT5
    @Test
    void aMailingListBreaksSignatures() {
        InboundResult result = MailScenario.MAILING_LIST.authenticate();
        assertThat(result)
                .spf(SpfStatus.PASS)
                .dkim("example.com", DkimStatus.FAIL)
                .dmarc(DmarcStatus.FAIL)
                .isTaken()
                .under(InboundReplyPolicy.followDmarc().withOtherEvidence())
                .isRefused(550, "5.7.1");
    }
    // end

    @ParameterizedTest
    @EnumSource
    void theTableHasEachScenario(MailScenario scenario) throws IOException {
        MailExpectation expected = scenario.expectation();
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `" + scenario + "` | "))
                .toList();
        assertThat(rows)
                .hasSize(1)
                .allMatch(row -> row.endsWith(" | " + expected.spf().word() + " | "
                        + expected.dkim().word() + " | " + expected.dmarc().word() + " | "
                        + expected.handling().word() + " |"));
    }

    @Test
    void failuresLookLikeThat() throws IOException {
        AssertionFailedError failure = catchThrowableOfType(
                AssertionFailedError.class,
                () -> assertThat(MailScenario.MAILING_LIST.authenticate()).dmarc(DmarcStatus.PASS));
        assertThat(Files.readString(PAGE))
                .contains(String.join("\n", failure.getMessage().lines().toList()));
    }

    @AfterAll
    static void whatIsCompiledHereStandsThere() throws IOException {
        CompiledSnippets.areThoseOf(PAGE, "JUNIT5", TestkitReadmeTest.class);
    }
}
