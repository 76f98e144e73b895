package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.message.MessageLimits;
import io.mailseal.core.message.MessageReader;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A message that comes as a stream, as octets, and in chunks. */
class DkimVerificationTest {

    private static final String FIELDS = "From: ann@a.example\r\nSubject: Hello\r\n";
    private static final String BODY = "Hello,  \r\n\thow are you?\r\n\r\n";
    private static final TestSigner ONE = TestSigner.rsa();
    private static final TestSigner TWO = TestSigner.ed25519().tag("s", "s2").tag("c", "simple/simple");
    private static final String ZONE = ONE.zone() + TWO.zone();
    private static final String HEADER = ONE.signature(FIELDS, BODY) + TWO.signature(FIELDS, BODY) + FIELDS;
    private static final byte[] MESSAGE = octets(HEADER + "\r\n" + BODY);

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static DkimVerifier verifier(InMemoryDns dns) {
        return DkimVerifier.builder().dns(dns.sessions()).build();
    }

    private static void assertPasses(DkimResult result) {
        assertThat(result.signatures())
                .extracting(DkimSignatureResult::status)
                .as(result.toString())
                .containsExactly(DkimStatus.PASS, DkimStatus.PASS);
    }

    @Property(tries = 300)
    void chunksDoNotMatter(@ForAll @Size(max = 12) List<@IntRange(max = 300) Integer> sizes) {
        DkimVerification verification = verifier(InMemoryDns.parse(ZONE)).begin();
        int at = 0;
        for (int size : sizes) {
            int some = Math.min(size, MESSAGE.length - at);
            verification.update(MESSAGE, at, some);
            at += some;
        }
        verification.update(MESSAGE, at, MESSAGE.length - at);
        assertPasses(verification.finish());
    }

    @Test
    @DisplayName("however a message comes, the result is the same")
    void sameResult() throws IOException {
        DkimVerifier verifier = verifier(InMemoryDns.parse(ZONE).withKnown());
        DkimResult read = verifier.verify(MessageReader.strict().read(MESSAGE));
        assertPasses(read);
        assertThat(List.of(
                        verifier.verify(new ByteArrayInputStream(MESSAGE)),
                        verifier.verify(Octets.of(MESSAGE)),
                        verifier.verifyAsync(new ByteArrayInputStream(MESSAGE)).join(),
                        verifier.verifyAsync(Octets.of(MESSAGE)).join()))
                .containsOnly(read);
    }

    @Test
    void largerThanAChunk() {
        String body = "0123456789\r\n".repeat(20_000);
        byte[] message = ONE.sign(FIELDS, body);
        assertThat(verifier(InMemoryDns.parse(ZONE)).verify(Octets.of(message)).status())
                .isEqualTo(DkimStatus.PASS);
    }

    @Test
    @DisplayName("a stream that is not the verifier's is not closed, and its failure is the caller's")
    void streams() {
        InputStream failing = new ByteArrayInputStream(MESSAGE) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                int count = super.read(target, offset, length);
                if (count < 0) {
                    throw new IllegalStateException("read beyond the end");
                }
                return count;
            }

            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };
        InMemoryDns dns = InMemoryDns.parse(ZONE);
        assertThatThrownBy(() -> verifier(dns).verify(failing)).hasMessage("read beyond the end");
        assertThat(dns.inFlight()).isZero();
    }

    @Test
    @DisplayName("a message that breaks off in its header")
    void brokenOff() {
        DkimVerification verification = verifier(InMemoryDns.parse(ZONE)).begin();
        verification.update(MESSAGE, 0, HEADER.length() - 5);
        assertThat(verification.finish().signatures())
                .extracting(DkimSignatureResult::status)
                .containsExactly(DkimStatus.FAIL, DkimStatus.FAIL);
        assertThat(verifier(InMemoryDns.parse(ZONE)).begin().finish().status()).isEqualTo(DkimStatus.NONE);
    }

    @Test
    @DisplayName("MSG_08 a header beyond the limits, which the verifier's builder can change")
    void limits() {
        DkimVerifier small = DkimVerifier.builder()
                .resolver(InMemoryDns.parse(ZONE))
                .messageLimits(new MessageLimits(1000, 3, 1000))
                .build();
        assertThat(small.verify(Octets.of(MESSAGE)).signatures())
                .hasSize(1)
                .allMatch(result -> result.problem().orElseThrow().kind() == DkimProblem.Kind.LIMIT_EXCEEDED);
    }

    @Nested
    class Asking {

        private final VirtualClock clock = new VirtualClock();
        private final InMemoryDns dns = InMemoryDns.parse(ZONE).withClock(clock).withLatency(Duration.ofMillis(20));
        private final DkimVerification verification = verifier(dns).begin();

        @Test
        @DisplayName("the questions go out as soon as the header is complete, and no sooner")
        void early() {
            verification.update(MESSAGE, 0, HEADER.length() + 1);
            assertThat(dns.questions()).isEmpty();
            verification.update(MESSAGE, HEADER.length() + 1, 1);
            assertThat(dns.questions()).hasSize(2);
            verification.update(MESSAGE, HEADER.length() + 2, BODY.length());
            assertPasses(verification.finish());
            assertThat(dns.questions()).hasSize(2);
            assertThat(dns.inFlight()).isZero();
        }

        @Test
        void asynchronously() {
            verification.update(MESSAGE, 0, MESSAGE.length);
            CompletableFuture<DkimResult> result = verification.finishAsync();
            assertThat(result).isNotDone();
            clock.advance(Duration.ofMillis(20));
            assertThat(result).isCompleted();
            assertPasses(result.join());
            verification.close();
            assertPasses(result.join());
        }

        @Test
        @DisplayName("closing takes back the questions")
        void closed() {
            verification.update(MESSAGE, 0, MESSAGE.length);
            assertThat(dns.inFlight()).isEqualTo(2);
            verification.close();
            verification.close();
            assertThat(dns.inFlight()).isZero();
        }

        @Test
        @DisplayName("closing, and cancelling, end what is under way")
        void closedWhileUnderWay() {
            verification.update(MESSAGE, 0, MESSAGE.length);
            CompletableFuture<DkimResult> result = verification.finishAsync();
            verification.close();
            assertThat(dns.inFlight()).isZero();
            assertThatThrownBy(result::join).isInstanceOf(CancellationException.class);
            CompletableFuture<DkimResult> cancelled = verifier(dns).verifyAsync(Octets.of(MESSAGE));
            cancelled.cancel(true);
            assertThat(dns.inFlight()).isZero();
        }

        @Test
        @DisplayName(
                "where the keys were remembered and no longer are, they are asked for, and closing takes that back")
        void forgottenMeanwhile() {
            InMemoryDns remembering = InMemoryDns.parse(ZONE);
            AtomicBoolean remembers = new AtomicBoolean(true);
            DnsResolver forgetful = new DnsResolver() {
                @Override
                public Optional<DnsAnswer> known(DnsQuestion question) {
                    return remembers.get()
                            ? Optional.of(remembering
                                    .resolve(question)
                                    .toCompletableFuture()
                                    .join())
                            : Optional.empty();
                }

                @Override
                public CompletionStage<DnsAnswer> resolve(DnsQuestion question) {
                    return dns.resolve(question);
                }

                @Override
                public Executor executor() {
                    return dns.executor();
                }
            };
            DkimVerification begun =
                    DkimVerifier.builder().resolver(forgetful).build().begin();
            begun.update(MESSAGE, 0, MESSAGE.length);
            assertThat(dns.inFlight()).isZero();
            remembers.set(false);
            CompletableFuture<DkimResult> result = begun.finishAsync();
            assertThat(dns.inFlight()).isEqualTo(2);
            begun.close();
            assertThat(dns.inFlight()).isZero();
            assertThatThrownBy(result::join).isInstanceOf(CancellationException.class);
        }

        @Test
        @DisplayName("closing while the header is being completed leaves nothing behind")
        void closedAtTheHeader() {
            List<DkimVerification> begun = new ArrayList<>();
            DnsResolver disconnecting = new DnsResolver() {
                @Override
                public CompletionStage<DnsAnswer> resolve(DnsQuestion question) {
                    return dns.resolve(question);
                }

                @Override
                public Executor executor() {
                    begun.get(0).close(); // as another thread might, while this one opens the session
                    return dns.executor();
                }
            };
            begun.add(DkimVerifier.builder().resolver(disconnecting).build().begin());
            assertThatIllegalStateException().isThrownBy(() -> begun.get(0).update(MESSAGE, 0, MESSAGE.length));
            assertThat(dns.inFlight()).isZero();
        }

        @Test
        @DisplayName("a message without signatures asks nothing")
        void unsigned() {
            byte[] message = octets(FIELDS + "\r\n" + BODY);
            verification.update(message, 0, message.length);
            assertThat(verification.finishAsync()).isCompletedWithValue(new DkimResult(List.of()));
            assertThat(dns.questions()).isEmpty();
        }
    }

    @Nested
    class Misuse {

        private final DkimVerification verification =
                verifier(InMemoryDns.parse(ZONE)).begin();

        private void assertUnusable() {
            assertThatThrownBy(() -> verification.update(MESSAGE, 0, 1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(verification::finish).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(verification::finishAsync).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void afterTheEnd() {
            verification.finish();
            assertUnusable();
        }

        @Test
        void afterTheAsynchronousEnd() {
            verification.finishAsync().join();
            assertUnusable();
        }

        @Test
        void afterClosing() {
            verification.close();
            assertUnusable();
        }

        @Test
        void ranges() {
            assertThatThrownBy(() -> verification.update(MESSAGE, MESSAGE.length, 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> verification.update(MESSAGE, -1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
