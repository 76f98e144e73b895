package io.mailseal.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.spf.SpfStatus;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for a whole message, whatever DNS does to it. */
class InboundLawsTest {

    private static final Instant NOW = Instant.parse("2025-03-04T00:00:00Z");
    private static final String MESSAGE = InboundAuthenticatorTest.resource("two-signatures.eml");
    private static final SmtpEnvelope ENVELOPE =
            SmtpEnvelope.of(IpAddress.of("198.51.100.3"), "mail.example.org", "alice@bounce.example.org");

    private static final InMemoryDns HEALTHY =
            InMemoryDns.parse(InboundAuthenticatorTest.resource("two-signatures.zone") + """
            bounce.example.org TXT "v=spf1 include:a.example.org mx:b.example.org redirect=c.example.org"
            a.example.org      TXT "v=spf1 include:d.example.org -all"
            b.example.org      MX  10 mx.example.org
            mx.example.org     A   192.0.2.1
            c.example.org      TXT "v=spf1 exists:%{i}.e.example.org -all"
            d.example.org      TXT "v=spf1 ip4:192.0.2.2 -all"
            198.51.100.3.e.example.org A 127.0.0.2
            _dmarc.example.org TXT "v=DMARC1; p=none; sp=quarantine; np=reject"
            """);

    private static final InboundResult EXPECTED = authenticate(HEALTHY);
    private static final List<DnsQuestion> QUESTIONS =
            HEALTHY.questions().stream().distinct().toList();

    private static final List<DnsFailure> FAILURES = List.of(
            DnsFailure.TIMEOUT,
            DnsFailure.SERVER_FAILURE,
            DnsFailure.REFUSED,
            DnsFailure.BOGUS,
            DnsFailure.UNPROVEN,
            DnsFailure.NETWORK,
            DnsFailure.MALFORMED,
            DnsFailure.LOOP);

    private static InboundResult authenticate(InMemoryDns dns) {
        InboundAuthenticator inbound = InboundAuthenticator.builder()
                .dns(dns.sessions())
                .clock(() -> NOW)
                .build();
        try {
            return inbound.authenticate(
                    MessageReader.strict().read(MESSAGE.getBytes(StandardCharsets.ISO_8859_1)), ENVELOPE);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static InMemoryDns broken(Random random) {
        InMemoryDns dns = HEALTHY;
        for (DnsQuestion question : QUESTIONS) {
            if (random.nextInt(4) == 0) {
                dns = dns.failing(question, FAILURES.get(random.nextInt(FAILURES.size())));
            }
        }
        return dns;
    }

    private static InMemoryDns slow(InMemoryDns dns, Random random, VirtualClock clock) {
        InMemoryDns slow = dns;
        for (DnsQuestion question : QUESTIONS) {
            slow = slow.delaying(question, Duration.ofMillis(random.nextInt(300)));
        }
        return slow.withClock(clock).withLatency(Duration.ofMillis(1));
    }

    @Property
    void theSameAnswersGiveAnEqualResultInWhateverOrderTheyArrive(@ForAll long faults, @ForAll long delays) {
        InMemoryDns dns = broken(new Random(faults));
        InboundResult expected = authenticate(dns);
        assertThat(authenticate(dns.withKnown())).isEqualTo(expected);
        VirtualClock clock = new VirtualClock(NOW);
        InMemoryDns slow = slow(dns, new Random(delays), clock);
        assertThat(authenticate(slow)).isEqualTo(expected);
        assertThat(clock.pending()).as("left running").isZero();
        assertThat(slow.inFlight()).as("still asked").isZero();
    }

    @Property
    void failuresTurnPassIntoNothingButTemperror(@ForAll long faults) {
        assertThat(EXPECTED.toString()).isEqualTo("spf pass, dkim pass, dmarc pass");
        InboundResult result = authenticate(broken(new Random(faults)));
        assertThat(result.spf().orElseThrow().status()).isIn(SpfStatus.PASS, SpfStatus.TEMPERROR);
        assertThat(result.dmarc().status()).isIn(DmarcStatus.PASS, DmarcStatus.TEMPERROR);
    }
}
