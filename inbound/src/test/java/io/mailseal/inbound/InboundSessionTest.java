package io.mailseal.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.message.MessageLimits;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.spf.SpfResult;
import io.mailseal.spf.SpfStatus;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InboundSessionTest {

    private static final String ZONE = Mails.KEYS + """
            example.org        TXT "v=spf1 include:a.example.org -all"
            a.example.org      TXT "v=spf1 ip4:198.51.100.3 -all"
            mail.example.org   TXT "v=spf1 a -all"
            mail.example.org   A   198.51.100.3
            _dmarc.example.org TXT "v=DMARC1; p=reject"
            3.100.51.198.in-addr.arpa PTR mail.example.org
            """;

    private static final byte[] MESSAGE = Mails.octets(Mails.SIGNED);
    private static final int HEADER = Mails.SIGNED.indexOf("\r\n\r\n") + 4;

    private final VirtualClock clock = new VirtualClock(Mails.NOW);
    private final InMemoryDns dns = InMemoryDns.parse(ZONE).withClock(clock).withLatency(Duration.ofMillis(20));
    private final InboundAuthenticator inbound = Mails.builder(dns).build();

    private void nothingIsLeft() {
        assertThat(dns.inFlight()).as("still asked").isZero();
        assertThat(clock.pending()).as("left running").isZero();
    }

    @Nested
    class BeforeData {

        @Test
        void spfHeloAndNamesAreThereBeforeTheMessage() {
            try (InboundSession session = inbound.begin(Mails.ENVELOPE)) {
                CompletableFuture<SpfResult> spf = session.spfAsync();
                CompletableFuture<SpfResult> helo = session.spfHeloAsync();
                CompletableFuture<IprevResult> iprev = session.iprevAsync();
                clock.advance(Duration.ofMillis(40));
                assertThat(spf.join().status()).isEqualTo(SpfStatus.PASS);
                assertThat(helo.join().status()).isEqualTo(SpfStatus.PASS);
                assertThat(iprev.join().status()).isEqualTo(IprevStatus.PASS);
                session.update(MESSAGE, 0, MESSAGE.length);
                InboundResult result = session.finish();
                assertThat(result.spf()).contains(spf.join());
                assertThat(result.spfHelo()).contains(helo.join());
                assertThat(result.iprev()).contains(iprev.join());
            }
            nothingIsLeft();
        }

        @Test
        void whatTheEnvelopeLeadsToIsAskedForWithoutBeingAskedFor() {
            try (InboundSession session = inbound.begin(Mails.ENVELOPE)) {
                clock.advance(Duration.ofSeconds(5));
                session.update(MESSAGE, 0, HEADER);
                clock.advance(Duration.ofSeconds(5));
                session.update(MESSAGE, HEADER, MESSAGE.length - HEADER);
                CompletableFuture<InboundResult> result = session.finishAsync();
                assertThat(result).as("nothing is left to wait for").isCompleted();
                assertThat(dns.questions()).doesNotHaveDuplicates();
            }
            nothingIsLeft();
        }

        @Test
        void withoutAClientThereIsNothingToAsk() {
            try (InboundSession session = inbound.begin(SmtpEnvelope.unknown())) {
                assertThatThrownBy(session::spfAsync).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(session::spfHeloAsync).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(session::iprevAsync).isInstanceOf(IllegalStateException.class);
                session.update(MESSAGE, 0, MESSAGE.length);
                assertThat(session.finish().dmarc().status()).isEqualTo(DmarcStatus.PASS);
            }
        }

        @Test
        void aRefusalBeforeDataLeavesNothingBehind() {
            InboundSession session = inbound.begin(Mails.ENVELOPE);
            CompletableFuture<SpfResult> spf = session.spfAsync();
            session.close();
            assertThat(spf).isCancelled();
            nothingIsLeft();
        }

        @Test
        void severalMessagesOfOneConnectionAreSessionsOfTheirOwn() {
            for (String sender : new String[] {"alice@example.org", "", "bob@a.example.org"}) {
                SmtpEnvelope envelope = SmtpEnvelope.of(Mails.CLIENT, "mail.example.org", sender);
                try (InboundSession session = inbound.begin(envelope)) {
                    session.update(MESSAGE, 0, MESSAGE.length);
                    InboundResult result = session.finish();
                    assertThat(result.envelope()).isEqualTo(envelope);
                    assertThat(result).isEqualTo(Mails.authenticate(dns, Mails.SIGNED, envelope));
                }
            }
        }
    }

    /** A client decides what its envelope leads to, and when it sends the message. */
    @Nested
    class SlowClients {

        private static final String VICTIM = "From: ceo@victim.example\r\nSubject: x\r\n\r\nhi\r\n";
        private static final String POLICY = "_dmarc.victim.example TXT \"v=DMARC1; p=reject\"\n";
        private static final SmtpEnvelope EVIL = SmtpEnvelope.of(Mails.CLIENT, "h.evil.example", "x@s0.evil.example");

        /** Each answer is in time, but the chain is longer than the deadline. */
        private InMemoryDns chain() {
            StringBuilder zone = new StringBuilder(POLICY);
            for (int i = 0; i < 8; i++) {
                zone.append("s" + i + ".evil.example TXT \"v=spf1 include:s" + (i + 1) + ".evil.example -all\"\n");
            }
            zone.append("s8.evil.example TXT \"v=spf1 -all\"\n");
            InMemoryDns slow =
                    InMemoryDns.parse(zone.toString()).withClock(clock).withLatency(Duration.ofMillis(20));
            for (int i = 0; i < 9; i++) {
                slow = slow.delaying(DomainName.of("s" + i + ".evil.example"), Duration.ofSeconds(4));
            }
            return slow;
        }

        /** More hosts than a session has hints, the last of them slow. */
        private InMemoryDns crowd() {
            StringBuilder zone = new StringBuilder(POLICY + "s0.evil.example TXT \"v=spf1");
            for (int i = 0; i < 10; i++) {
                zone.append(" mx:m" + i + ".evil.example");
            }
            zone.append(" -all\"\n");
            for (int i = 0; i < 10; i++) {
                for (int j = 0; j < 10; j++) {
                    String host = "h" + i + "-" + j + ".evil.example";
                    zone.append("m" + i + ".evil.example MX 10 " + host + "\n" + host + " A 203.0.113.9\n");
                }
            }
            return InMemoryDns.parse(zone.toString())
                    .withClock(clock)
                    .withLatency(Duration.ofMillis(20))
                    .delaying(DomainName.of("h9-9.evil.example"), Duration.ofMinutes(1));
        }

        private InMemoryDns deadReverseZone() {
            return InMemoryDns.parse(POLICY)
                    .withClock(clock)
                    .withLatency(Duration.ofMillis(20))
                    .delaying(DnsQuestion.ptr(Mails.CLIENT.toReverseName()), Duration.ofMinutes(1));
        }

        private void assertFailsHoweverItComes(InMemoryDns zone, Duration pause) {
            InboundAuthenticator authenticator = Mails.builder(zone).build();
            InboundResult read = Mails.authenticate(authenticator, VICTIM, EVIL);
            assertThat(read.dmarc().status()).isEqualTo(DmarcStatus.FAIL);
            byte[] octets = Mails.octets(VICTIM);
            try (InboundSession waiting = authenticator.begin(EVIL)) {
                clock.advance(pause);
                waiting.update(octets, 0, octets.length);
                assertThat(waiting.finish()).as("waited for").isEqualTo(read);
            }
            InboundSession session = authenticator.begin(EVIL);
            clock.advance(pause);
            session.update(octets, 0, octets.length);
            CompletableFuture<InboundResult> result = session.finishAsync();
            clock.advance(Duration.ofMinutes(1));
            assertThat(result.join()).as("not waited for").isEqualTo(read);
            assertThat(clock.pending()).as("left running").isZero();
            assertThat(zone.inFlight()).as("still asked").isZero();
        }

        @Test
        void T54_aSlowChainOfIncludesDoesNotKeepThePolicyFromBeingFound() {
            for (Duration pause : new Duration[] {Duration.ZERO, Duration.ofMillis(200), Duration.ofSeconds(30)}) {
                assertFailsHoweverItComes(chain(), pause);
            }
        }

        @Test
        void T54_moreHostsThanHintsDoNotEither() {
            for (Duration pause : new Duration[] {Duration.ZERO, Duration.ofMillis(200), Duration.ofSeconds(30)}) {
                assertFailsHoweverItComes(crowd(), pause);
            }
        }

        @Test
        void aDeadReverseZoneDoesNotEither() {
            assertFailsHoweverItComes(deadReverseZone(), Duration.ofSeconds(25));
        }
    }

    /** The executor of the resolver decides who of several goes on first. */
    @Nested
    class ResultsOfTheEnvelope {

        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private final InboundAuthenticator queued = InboundAuthenticator.builder()
                .dns(dns.delaying(DnsQuestion.ptr(Mails.CLIENT.toReverseName()), Duration.ofSeconds(1))
                        .sessions()
                        .withExecutor(tasks::add))
                .clock(() -> Mails.NOW)
                .build();

        private void runLastFirst() {
            while (!tasks.isEmpty()) {
                tasks.removeLast().run();
            }
        }

        /** Those who have asked for one are not left without it, because the whole is there first. */
        @Test
        void theyAreGivenAlsoIfTheWholeIsThereFirst() {
            InboundSession session = queued.begin(Mails.ENVELOPE);
            CompletableFuture<SpfResult> spf = session.spfAsync();
            CompletableFuture<SpfResult> helo = session.spfHeloAsync();
            CompletableFuture<IprevResult> iprev = session.iprevAsync();
            session.update(MESSAGE, 0, MESSAGE.length);
            CompletableFuture<InboundResult> result = session.finishAsync();
            CompletableFuture<Void> unused = result.thenAccept(known -> session.close());
            while (!result.isDone()) {
                clock.advance(Duration.ofMillis(20));
                runLastFirst();
            }
            runLastFirst();
            assertThat(spf).isCompletedWithValue(result.join().spf().orElseThrow());
            assertThat(helo).isCompletedWithValue(result.join().spfHelo().orElseThrow());
            assertThat(iprev).isCompletedWithValue(result.join().iprev().orElseThrow());
            nothingIsLeft();
        }

        @Test
        void alsoIfTheWholeIsWaitedFor() {
            InboundSession session = queued.begin(Mails.ENVELOPE);
            CompletableFuture<SpfResult> spf = session.spfAsync();
            CompletableFuture<IprevResult> iprev = session.iprevAsync();
            session.update(MESSAGE, 0, MESSAGE.length);
            InboundResult result = session.finish(); // while nothing runs in the executor
            session.close();
            clock.advance(Duration.ofSeconds(1));
            runLastFirst();
            assertThat(spf).isCompletedWithValue(result.spf().orElseThrow());
            assertThat(iprev).isCompletedWithValue(result.iprev().orElseThrow());
            nothingIsLeft();
        }

        @Test
        void whoCompletesOneChangesNothingAboutTheMessage() {
            try (InboundSession session = inbound.begin(Mails.ENVELOPE)) {
                assertThat(session.spfAsync().cancel(true)).isTrue();
                session.update(MESSAGE, 0, MESSAGE.length);
                CompletableFuture<SpfResult> again = session.spfAsync();
                InboundResult result = session.finish();
                assertThat(result).isEqualTo(Mails.authenticate(inbound, Mails.SIGNED, Mails.ENVELOPE));
                assertThat(again).isCompletedWithValue(result.spf().orElseThrow());
            }
            nothingIsLeft();
        }
    }

    @Nested
    class Data {

        @Test
        void everyChunkSizeGivesTheResultOfThePull() {
            InboundResult pulled = Mails.authenticate(inbound, Mails.SIGNED, Mails.ENVELOPE);
            for (int chunk : new int[] {1, 2, 7, 64, HEADER - 2, HEADER - 1, HEADER, HEADER + 1, MESSAGE.length}) {
                assertThat(Mails.push(inbound, Mails.SIGNED, Mails.ENVELOPE, chunk))
                        .as("chunks of %d", chunk)
                        .isEqualTo(pulled);
            }
        }

        @Test
        void theKeysAreAskedForWhenTheHeaderIsComplete() {
            try (InboundSession session = inbound.begin(SmtpEnvelope.unknown())) {
                session.update(MESSAGE, 0, HEADER - 1);
                assertThat(dns.questions()).isEmpty();
                session.update(MESSAGE, HEADER - 1, 1);
                assertThat(dns.questions())
                        .extracting(DnsQuestion::toString)
                        .contains("one._domainkey.example.org TXT", "_dmarc.example.org TXT");
            }
            nothingIsLeft();
        }

        @Test
        void aMessageThatEndsInItsHeaderIsWhatHasCome() {
            byte[] header = Arrays.copyOf(MESSAGE, HEADER - 2);
            try (InboundSession session = inbound.begin(Mails.ENVELOPE)) {
                session.update(header, 0, header.length);
                assertThat(session.finish())
                        .isEqualTo(Mails.authenticate(inbound, Mails.SIGNED.substring(0, HEADER - 2), Mails.ENVELOPE));
            }
            try (InboundSession session = inbound.begin(Mails.ENVELOPE)) {
                assertThat(session.finish().dmarc().status())
                        .as("nothing at all")
                        .isEqualTo(DmarcStatus.PERMERROR);
            }
        }

        @Test
        void aHeaderBeyondTheLimitIsNeverPass() throws IOException {
            MessageLimits limits = new MessageLimits(1000, 10, 500);
            InboundAuthenticator limited =
                    Mails.builder(dns).messageLimits(limits).build();
            InboundResult pushed = Mails.push(limited, Mails.SIGNED, Mails.ENVELOPE, 100);
            assertThat(pushed.dmarc().status()).isEqualTo(DmarcStatus.PERMERROR);
            assertThat(pushed)
                    .isEqualTo(limited.authenticate(
                            MessageReader.strict().withLimits(limits).read(MESSAGE), Mails.ENVELOPE));
        }

        @Test
        void bodiesAreNotKept() {
            byte[] chunk = new byte[1 << 20];
            Arrays.fill(chunk, (byte) 'x');
            try (InboundSession session = inbound.begin(Mails.ENVELOPE)) {
                session.update(MESSAGE, 0, HEADER);
                for (int i = 0; i < 300; i++) {
                    session.update(chunk, 0, chunk.length);
                }
                assertThat(session.finish().dkim().passed()).isEmpty();
            }
        }
    }

    @Nested
    class Ending {

        @Test
        void aDisconnectWhileTheVerdictIsOnItsWayCancelsIt() {
            InboundSession session = inbound.begin(Mails.ENVELOPE);
            session.update(MESSAGE, 0, MESSAGE.length);
            CompletableFuture<InboundResult> result = session.finishAsync();
            assertThat(result).isNotDone();
            session.close();
            assertThat(result).isCancelled();
            nothingIsLeft();
        }

        @Test
        void cancellingTheFutureTakesTheQuestionsBack() {
            InboundSession session = inbound.begin(Mails.ENVELOPE);
            session.update(MESSAGE, 0, MESSAGE.length);
            session.finishAsync().cancel(true);
            nothingIsLeft();
        }

        @Test
        void withAListenerTheFutureIsCancelledJustTheSame() {
            InboundAuthenticator told = Mails.builder(dns).listener(event -> {}).build();
            InboundSession closed = told.begin(Mails.ENVELOPE);
            CompletableFuture<InboundResult> first = closed.finishAsync();
            closed.close();
            assertThat(first).isCancelled();
            assertThatThrownBy(first::join).isInstanceOf(CancellationException.class);
            told.begin(Mails.ENVELOPE).finishAsync().cancel(true);
            nothingIsLeft();
        }

        @Test
        void closingAfterTheResultChangesNothing() {
            InboundSession session = inbound.begin(Mails.ENVELOPE);
            session.update(MESSAGE, 0, MESSAGE.length);
            CompletableFuture<InboundResult> result = session.finishAsync();
            clock.advance(Duration.ofMillis(60));
            session.close();
            session.close();
            assertThat(result.join().dmarc().status()).isEqualTo(DmarcStatus.PASS);
        }

        @Test
        void misuseIsTheCallers() {
            InboundSession finished = inbound.begin(Mails.ENVELOPE);
            assertThatThrownBy(() -> finished.update(MESSAGE, 0, MESSAGE.length + 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            finished.finish();
            assertMisused(finished);
            InboundSession closed = inbound.begin(Mails.ENVELOPE);
            closed.close();
            assertMisused(closed);
        }

        private void assertMisused(InboundSession session) {
            assertThatThrownBy(() -> session.update(MESSAGE, 0, 1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(session::finish).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(session::finishAsync).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(session::spfAsync).isInstanceOf(IllegalStateException.class);
        }
    }
}
