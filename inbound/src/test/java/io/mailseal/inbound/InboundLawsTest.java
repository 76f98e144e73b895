package io.mailseal.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dkim.DkimSignatureResult;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.spf.SpfResult;
import io.mailseal.spf.SpfStatus;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What holds for a whole message, whatever DNS does to it, and however it comes. */
class InboundLawsTest {

    private static final SmtpEnvelope ENVELOPE =
            SmtpEnvelope.of(Mails.CLIENT, "mail.example.org", "alice@bounce.example.org");

    private static final String COMMON = Mails.KEYS + """
            bounce.example.org TXT "v=spf1 include:a.example.org mx:b.example.org redirect=c.example.org"
            a.example.org      TXT "v=spf1 include:d.example.org -all"
            b.example.org      MX  10 mx.example.org
            mx.example.org     A   192.0.2.1
            c.example.org      TXT "v=spf1 exists:%{i}.e.example.org -all"
            d.example.org      TXT "v=spf1 ip4:192.0.2.2 -all"
            _dmarc.example.org TXT "v=DMARC1; p=none; sp=quarantine; np=reject"
            mail.example.org   TXT "v=spf1 a -all"
            3.100.51.198.in-addr.arpa PTR mail.example.org
            3.100.51.198.in-addr.arpa PTR other.example.org
            other.example.org  A   192.0.2.1
            """;

    /** Everything passes. */
    private static final InMemoryDns GOOD =
            InMemoryDns.parse(COMMON + "198.51.100.3.e.example.org A 127.0.0.2\nmail.example.org A 198.51.100.3\n");

    /** Nothing does. */
    private static final InMemoryDns BAD = InMemoryDns.parse(COMMON + "mail.example.org A 192.0.2.1\n");

    private static final String CHANGED = Mails.SIGNED + "changed\r\n";

    private static final List<DnsFailure> FAILURES = List.of(
            DnsFailure.TIMEOUT,
            DnsFailure.SERVER_FAILURE,
            DnsFailure.REFUSED,
            DnsFailure.BOGUS,
            DnsFailure.UNPROVEN,
            DnsFailure.NETWORK,
            DnsFailure.MALFORMED,
            DnsFailure.LOOP);

    private static final List<DnsQuestion> OF_GOOD = questions(GOOD, Mails.SIGNED);
    private static final List<DnsQuestion> OF_BAD = questions(BAD, CHANGED);

    private static List<DnsQuestion> questions(InMemoryDns dns, String message) {
        dns.clearLog();
        InboundResult unused = authenticate(dns, message);
        return dns.questions().stream().distinct().toList();
    }

    private static InboundResult authenticate(InMemoryDns dns, String message) {
        return Mails.authenticate(dns, message, ENVELOPE);
    }

    private static InMemoryDns broken(InMemoryDns healthy, List<DnsQuestion> questions, Random random) {
        InMemoryDns dns = healthy;
        for (DnsQuestion question : questions) {
            if (random.nextInt(4) == 0) {
                dns = dns.failing(question, FAILURES.get(random.nextInt(FAILURES.size())));
            }
        }
        return dns;
    }

    private static InMemoryDns slow(InMemoryDns dns, List<DnsQuestion> questions, Random random, VirtualClock clock) {
        InMemoryDns slow = dns;
        for (DnsQuestion question : questions) {
            slow = slow.delaying(question, Duration.ofMillis(random.nextInt(300)));
        }
        return slow.withClock(clock).withLatency(Duration.ofMillis(1));
    }

    @Property
    void theSameAnswersGiveAnEqualResultInWhateverOrderTheyArrive(@ForAll long faults, @ForAll long delays) {
        InMemoryDns dns = broken(GOOD, OF_GOOD, new Random(faults));
        InboundResult expected = authenticate(dns, Mails.SIGNED);
        assertThat(authenticate(dns.withKnown(), Mails.SIGNED)).isEqualTo(expected);
        VirtualClock clock = new VirtualClock(Mails.NOW);
        InMemoryDns slow = slow(dns, OF_GOOD, new Random(delays), clock);
        assertThat(authenticate(slow, Mails.SIGNED)).isEqualTo(expected);
        assertThat(clock.pending()).as("left running").isZero();
        assertThat(slow.inFlight()).as("still asked").isZero();
    }

    /** Then there may be no session at all, or one that goes on where the memory ended. */
    @Property
    void whateverIsRememberedTheResultIsEqual(@ForAll long faults, @ForAll long memory) throws Exception {
        InMemoryDns dns = broken(GOOD, OF_GOOD, new Random(faults));
        InboundResult expected = authenticate(dns, Mails.SIGNED);
        DnsResolver half = halfRemembering(dns, memory);
        InboundAuthenticator inbound = InboundAuthenticator.builder()
                .dns(DnsSessions.over(half).withExecutor(Runnable::run))
                .clock(() -> Mails.NOW)
                .build();
        assertThat(Mails.authenticate(inbound, Mails.SIGNED, ENVELOPE)).isEqualTo(expected);
        assertThat(inbound.authenticateAsync(MessageReader.strict().read(Mails.octets(Mails.SIGNED)), ENVELOPE)
                        .join())
                .isEqualTo(expected);
        assertThat(Mails.push(inbound, Mails.SIGNED, ENVELOPE, 100)).isEqualTo(expected);
    }

    // About three quarters of the questions, or all.
    private static DnsResolver halfRemembering(InMemoryDns dns, long memory) {
        InMemoryDns remembering = dns.withKnown();
        return new DnsResolver() {
            @Override
            public Optional<DnsAnswer> known(DnsQuestion question) {
                boolean remembers = memory % 4 == 0 || ((question.hashCode() * 0x9E3779B1 ^ memory) & 3) != 0;
                return remembers ? remembering.known(question) : Optional.empty();
            }

            @Override
            public CompletionStage<DnsAnswer> resolve(DnsQuestion question) {
                return dns.resolve(question);
            }
        };
    }

    /** Pushed in chunks of any size, with time passing between them, at the end of which somebody waits or not. */
    @Property
    void aMessageThatIsPushedGetsTheResultOfOneThatIsRead(
            @ForAll long faults, @ForAll long delays, @ForAll long chunks, @ForAll boolean waiting) {
        InMemoryDns dns = broken(GOOD, OF_GOOD, new Random(faults));
        InboundResult expected = authenticate(dns, Mails.SIGNED);
        VirtualClock clock = new VirtualClock(Mails.NOW);
        InMemoryDns slow = slow(dns, OF_GOOD, new Random(delays), clock);
        assertThat(push(slow, clock, new Random(chunks), waiting)).isEqualTo(expected);
        assertThat(clock.pending()).as("left running").isZero();
        assertThat(slow.inFlight()).as("still asked").isZero();
    }

    private static InboundResult push(InMemoryDns dns, VirtualClock clock, Random random, boolean waiting) {
        byte[] octets = Mails.octets(Mails.SIGNED);
        try (InboundSession session = Mails.builder(dns).build().begin(ENVELOPE)) {
            int at = 0;
            while (at < octets.length) {
                int count = Math.min(octets.length - at, random.nextInt(random.nextBoolean() ? 8 : 800));
                session.update(octets, at, count);
                at += count;
                if (random.nextInt(50) == 0) {
                    clock.advance(Duration.ofMillis(random.nextInt(200)));
                }
            }
            if (waiting) {
                return session.finish();
            }
            CompletableFuture<InboundResult> result = session.finishAsync();
            clock.advance(Duration.ofSeconds(5));
            return result.join();
        }
    }

    @Property
    void failuresTurnPassIntoNothingButTemperror(@ForAll long faults) {
        assertThat(authenticate(GOOD, Mails.SIGNED).toString()).isEqualTo("spf pass, dkim pass, dmarc pass");
        assertPassOrTemperror(authenticate(broken(GOOD, OF_GOOD, new Random(faults)), Mails.SIGNED));
    }

    @Property
    void failuresTurnFailIntoNothingButTemperror(@ForAll long faults) {
        assertThat(authenticate(BAD, CHANGED).toString()).isEqualTo("spf fail, dkim fail, dmarc fail");
        assertFailOrTemperror(authenticate(broken(BAD, OF_BAD, new Random(faults)), CHANGED));
    }

    @Test
    void everyFailureOfEveryQuestionIsTemperrorOrMakesNoDifference() {
        assertThat(OF_GOOD).hasSizeGreaterThan(12);
        for (DnsFailure failure : DnsFailure.values()) {
            for (DnsQuestion question : OF_GOOD) {
                assertPassOrTemperror(authenticate(GOOD.failing(question, failure), Mails.SIGNED));
            }
            for (DnsQuestion question : OF_BAD) {
                assertFailOrTemperror(authenticate(BAD.failing(question, failure), CHANGED));
            }
        }
    }

    private static void assertPassOrTemperror(InboundResult result) {
        assertThat(statuses(result)).isSubsetOf(SpfStatus.PASS, SpfStatus.TEMPERROR);
        assertThat(result.dkim().signatures())
                .extracting(DkimSignatureResult::status)
                .isSubsetOf(DkimStatus.PASS, DkimStatus.TEMPERROR);
        assertThat(result.iprev().orElseThrow().status()).isIn(IprevStatus.PASS, IprevStatus.TEMPERROR);
        assertThat(result.dmarc().status()).isIn(DmarcStatus.PASS, DmarcStatus.TEMPERROR);
    }

    private static void assertFailOrTemperror(InboundResult result) {
        assertThat(statuses(result)).isSubsetOf(SpfStatus.FAIL, SpfStatus.TEMPERROR);
        assertThat(result.dkim().signatures())
                .extracting(DkimSignatureResult::status)
                .isSubsetOf(DkimStatus.FAIL, DkimStatus.TEMPERROR);
        assertThat(result.iprev().orElseThrow().status()).isIn(IprevStatus.FAIL, IprevStatus.TEMPERROR);
        assertThat(result.dmarc().status()).isIn(DmarcStatus.FAIL, DmarcStatus.TEMPERROR);
    }

    private static List<SpfStatus> statuses(InboundResult result) {
        SpfResult mailFrom = result.spf().orElseThrow();
        return List.of(mailFrom.status(), result.spfHelo().orElseThrow().status());
    }
}
