package io.mailseal.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsUsage;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dmarc.DmarcEvaluator;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InboundEventTest {

    private static final InMemoryDns DNS = InMemoryDns.parse(Mails.KEYS + """
            example.org        TXT "v=spf1 -all"
            mail.example.org   A   198.51.100.3
            _dmarc.example.org TXT "v=DMARC1; p=reject"
            3.100.51.198.in-addr.arpa PTR mail.example.org
            """);

    private final List<InboundEvent> events = new ArrayList<>();

    private InboundEvent event(String message, SmtpEnvelope envelope) {
        Mails.authenticate(
                DNS,
                message,
                envelope,
                builder -> builder.listener(events::add).receiver(DomainName.of("mx.example.net")));
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    @Nested
    class Json {

        @Test
        void theMembersOfAnEventAreStable() {
            assertThat(event(Mails.SIGNED, Mails.ENVELOPE).toJson())
                    .isEqualTo("{\"time\":\"2025-03-04T00:00:00Z\",\"receiver\":\"mx.example.net\","
                            + "\"messageId\":\"<two@example.org>\",\"client\":\"198.51.100.3\","
                            + "\"helo\":\"mail.example.org\",\"mailFrom\":\"alice@example.org\","
                            + "\"fromDomain\":\"example.org\",\"fromDomains\":[\"example.org\"],"
                            + "\"spf\":\"fail\",\"spfDomain\":\"example.org\",\"spfProblem\":null,"
                            + "\"spfHelo\":\"none\",\"spfHeloDomain\":\"mail.example.org\",\"spfHeloProblem\":\"no_text\","
                            + "\"iprev\":\"pass\",\"iprevNames\":[\"mail.example.org\"],\"iprevProblem\":null,"
                            + "\"dkim\":\"pass\",\"dkimSignatureCount\":2,\"dkimSignatures\":["
                            + "{\"status\":\"pass\",\"domain\":\"example.org\",\"selector\":\"one\","
                            + "\"algorithm\":\"rsa-sha256\",\"problem\":null},"
                            + "{\"status\":\"pass\",\"domain\":\"example.org\",\"selector\":\"two\","
                            + "\"algorithm\":\"rsa-sha256\",\"problem\":null}],"
                            + "\"dmarc\":\"pass\",\"dmarcProblem\":null,\"policyDomain\":\"example.org\","
                            + "\"organizationalDomain\":" + organization() + ",\"publishedPolicy\":\"reject\","
                            + "\"effectivePolicy\":\"reject\",\"suggestedHandling\":\"deliver\","
                            + "\"suggestedHandlingReason\":\"passed\",\"perAuthor\":[],\"methods\":[]," + usage());
        }

        @Test
        void severalAuthorsAreToldOfOneByOne() {
            String message = "From: a@example.org, b@none.example\r\n\r\n";
            InboundResult result = Mails.authenticate(
                    DNS,
                    message,
                    Mails.ENVELOPE,
                    builder -> builder.listener(events::add)
                            .dmarc(DmarcEvaluator.builder()
                                    .dns(DNS.sessions())
                                    .evaluateEachAuthor()
                                    .build()));
            String perAuthor = "\"perAuthor\":[{\"domain\":\"example.org\",\"status\":\"fail\","
                    + "\"effectivePolicy\":\"reject\",\"suggestedHandling\":\"quarantine\"},"
                    + "{\"domain\":\"none.example\",\"status\":\"none\","
                    + "\"effectivePolicy\":null,\"suggestedHandling\":\"deliver\"}]";
            assertThat(result.toJson()).contains(perAuthor);
            assertThat(events.get(0).toJson()).contains(perAuthor);
        }

        private String organization() {
            return events.get(0)
                    .result()
                    .dmarc()
                    .organizationalDomain()
                    .map(domain -> "\"" + domain + "\"")
                    .orElse("null");
        }

        private String usage() {
            InboundEvent event = events.get(0);
            return "\"dnsRounds\":" + event.usage().rounds() + ",\"dnsQuestions\":"
                    + event.usage().questions() + ",\"dnsHints\":"
                    + event.usage().hints() + ",\"dnsFromMemory\":"
                    + event.usage().fromMemory() + ",\"dnsWaitedMillis\":"
                    + event.usage().waited().toMillis() + "}";
        }

        @Test
        void whatTheClientSaysIsEscaped() {
            String message = "Message-ID: <a\"b\u00e9\u0001c@x>\r\n" + Mails.UNSIGNED.replace("Message-ID", "X-Id");
            InboundEvent event =
                    event(message, SmtpEnvelope.of(Mails.CLIENT, "h\r\n{\"x\":1}\u007f", "\u2028@x\ud800"));
            assertThat(event.messageId()).contains("<a\"b??c@x>");
            assertThat(event.toJson())
                    .contains("\"messageId\":\"<a\\\"b??c@x>\"")
                    .contains("\"helo\":\"h\\u000d\\u000a{\\\"x\\\":1}\\u007f\"")
                    .contains("\"mailFrom\":\"\\u2028@x\\ud800\"");
            assertThat(event.toJson().chars()).allMatch(c -> c >= ' ' && c < 0x7F);
        }

        @Test
        void aLongMessageIdIsCutAndSeveralAreNone() {
            String long1 = "Message-ID: <" + "x".repeat(900) + "@x>\r\n";
            assertThat(event(long1 + Mails.UNSIGNED.replace("Message-ID", "X-Id"), Mails.ENVELOPE)
                            .messageId()
                            .orElseThrow())
                    .hasSize(253)
                    .endsWith("x...");
            events.clear();
            assertThat(event(long1 + Mails.UNSIGNED, Mails.ENVELOPE).messageId())
                    .isEmpty();
        }

        @Test
        void aThousandSignaturesAreNotAThousandObjects() {
            String many = "DKIM-Signature: v=1; d=a.example\r\n".repeat(1000) + Mails.UNSIGNED;
            String json = event(many, Mails.ENVELOPE).toJson();
            assertThat(json).contains("\"dkimSignatureCount\":1000").hasSizeLessThan(4000);
        }

        @Test
        void theResultHasTheMembersOfTheProgram() {
            String json = event(Mails.SIGNED, Mails.ENVELOPE).result().toJson();
            assertThat(json)
                    .startsWith("{\"from\":{\"status\":\"one_domain\",\"domain\":\"example.org\","
                            + "\"addresses\":[\"alice@example.org\"],\"anomalies\":[],\"problem\":null,")
                    .contains("\"envelope\":{\"client\":\"198.51.100.3\",\"helo\":\"mail.example.org\","
                            + "\"mailFrom\":\"alice@example.org\"}")
                    .contains("\"spf\":{\"status\":\"fail\",\"identity\":\"mailfrom\",\"domain\":\"example.org\","
                            + "\"matchedTerm\":\"-all\",\"matchedIn\":\"example.org\",\"problem\":null,")
                    .contains("\"spfHelo\":{\"status\":\"none\",\"identity\":\"helo\",")
                    .contains(
                            "\"iprev\":{\"status\":\"pass\",\"client\":\"198.51.100.3\",\"names\":[\"mail.example.org\"],")
                    .contains("\"dkim\":{\"status\":\"pass\",\"signatures\":[{\"status\":\"pass\",")
                    .contains("\"dmarc\":{\"status\":\"pass\",\"authorDomain\":\"example.org\",")
                    .endsWith("\"methods\":[]}");
            assertThat(json.chars()).allMatch(c -> c >= ' ' && c < 0x7F);
        }
    }

    @Nested
    class Listening {

        @Test
        void theListenerIsToldBeforeAnybodySeesTheResult() throws IOException {
            VirtualClock clock = new VirtualClock(Mails.NOW);
            InMemoryDns dns = DNS.withClock(clock).withLatency(Duration.ofMillis(20));
            InboundAuthenticator inbound =
                    Mails.builder(dns).listener(events::add).build();
            CompletableFuture<InboundResult> future =
                    inbound.authenticateAsync(MessageReader.strict().read(Mails.octets(Mails.SIGNED)), Mails.ENVELOPE);
            List<Integer> told = new ArrayList<>();
            CompletableFuture<Void> unused = future.thenAccept(result -> told.add(events.size()));
            assertThat(events).isEmpty();
            clock.advance(Duration.ofMillis(40));
            assertThat(told).containsExactly(1);
            assertThat(events.get(0).result()).isEqualTo(future.join());
            assertThat(events.get(0).usage().rounds()).isEqualTo(2);
        }

        @Test
        void whereEverythingIsRememberedItIsToldAsWell() throws IOException {
            InMemoryDns dns = DNS.withKnown();
            dns.clearLog();
            InboundAuthenticator inbound =
                    Mails.builder(dns).listener(events::add).build();
            InboundResult result = Mails.authenticate(inbound, Mails.SIGNED, Mails.ENVELOPE);
            CompletableFuture<InboundResult> future =
                    inbound.authenticateAsync(MessageReader.strict().read(Mails.octets(Mails.SIGNED)), Mails.ENVELOPE);
            assertThat(future).isCompletedWithValue(result);
            assertThat(events).hasSize(2).allSatisfy(event -> {
                assertThat(event.result()).isEqualTo(result);
                assertThat(event.usage().rounds()).isZero();
                assertThat(event.usage().fromMemory()).isPositive();
            });
            assertThat(dns.questions()).isEmpty();
        }

        @Test
        void ofAMessageThatIsPushedItHearsWhatTheEnvelopeHasCostToo() {
            VirtualClock clock = new VirtualClock(Mails.NOW);
            InMemoryDns dns = DNS.withClock(clock).withLatency(Duration.ofMillis(20));
            dns.clearLog();
            InboundAuthenticator inbound =
                    Mails.builder(dns).listener(events::add).build();
            InboundResult unused = Mails.push(inbound, Mails.SIGNED, Mails.ENVELOPE, 100);
            DnsUsage usage = events.get(0).usage();
            assertThat(usage.questions() + usage.hints())
                    .isEqualTo(dns.questions().size());
            assertThat(usage.waited()).isEqualTo(clock.elapsed());
        }

        @Test
        void whatItThrowsChangesNothing() throws IOException {
            InboundListener broken = event -> {
                throw new AssertionError("broken");
            };
            InboundAuthenticator inbound = Mails.builder(DNS).listener(broken).build();
            InboundResult expected = Mails.authenticate(DNS, Mails.SIGNED, Mails.ENVELOPE);
            assertThat(Mails.authenticate(inbound, Mails.SIGNED, Mails.ENVELOPE))
                    .isEqualTo(expected);
            assertThat(inbound.authenticateAsync(
                                    MessageReader.strict().read(Mails.octets(Mails.SIGNED)), Mails.ENVELOPE)
                            .join())
                    .isEqualTo(expected);
            assertThat(Mails.push(inbound, Mails.SIGNED, Mails.ENVELOPE, 100)).isEqualTo(expected);
        }

        @Test
        void ofAMessageThatWasGivenUpItHearsNothing() {
            try (InboundSession session =
                    Mails.builder(DNS).listener(events::add).build().begin(Mails.ENVELOPE)) {
                session.update(Mails.octets(Mails.SIGNED), 0, 100);
            }
            assertThat(events).isEmpty();
        }
    }
}
