package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DkimCheckTest {

    private static final String FIELDS = "From: ann@a.example\r\nSubject: Hello\r\n";
    private static final String BODY = "Hello,  \r\n\thow are you?\r\n\r\n";
    private static final TestSigner ONE = TestSigner.rsa();
    private static final TestSigner TWO = TestSigner.rsa().tag("s", "s2").tag("c", "simple/simple");
    private static final String ZONE = ONE.zone() + TWO.zone();
    private static final String SIGNED = ONE.signature(FIELDS, BODY) + TWO.signature(FIELDS, BODY) + FIELDS;

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static HeaderBlock header(String text) {
        return HeaderBlock.parse(Octets.ofLatin1(text));
    }

    private static DkimVerifier verifier(InMemoryDns dns) {
        return DkimVerifier.builder().dns(dns.sessions()).build();
    }

    private static Message message() {
        return MessageReader.strict().read(octets(SIGNED + "\r\n" + BODY));
    }

    private static List<DkimStatus> statuses(DkimResult result) {
        return result.signatures().stream().map(DkimSignatureResult::status).toList();
    }

    private static final class FailingStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("gone");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("gone");
        }
    }

    @Nested
    class Steps {

        private final InMemoryDns dns = InMemoryDns.parse(ZONE);
        private final DkimCheck check = verifier(dns).prepare(header(SIGNED));

        @Test
        void headerThenBodyThenRules() throws IOException {
            assertThat(check.keyQuestions())
                    .extracting(DnsQuestion::toString)
                    .containsExactly("s1._domainkey.a.example TXT", "s2._domainkey.a.example TXT");
            assertThat(check.needsBody()).isTrue();
            check.update(octets("##" + BODY), 2, 5);
            check.update(new ByteArrayInputStream(octets(BODY), 5, BODY.length() - 5));
            try (DnsSession session = dns.sessions().open()) {
                DkimResult result = session.evaluate(check.evaluation());
                assertThat(statuses(result)).containsExactly(DkimStatus.PASS, DkimStatus.PASS);
            }
        }

        @Test
        @DisplayName("the rules are a record, so that they can be joined")
        void joined() throws IOException {
            check.update(new ByteArrayInputStream(octets(BODY)));
            DnsEvaluation<DkimResult> rules = check.evaluation();
            assertThat(rules).isInstanceOf(Record.class).isSameAs(check.evaluation());
            try (DnsSession session = dns.sessions().open()) {
                List<DkimResult> results = session.evaluate(view -> view.join(List.of(rules)));
                assertThat(results.get(0).status()).isEqualTo(DkimStatus.PASS);
            }
        }

        @Test
        void noBodyAfterTheRules() {
            check.evaluation();
            assertThatThrownBy(() -> check.update(new byte[1], 0, 1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> check.update(InputStream.nullInputStream()))
                    .isInstanceOf(IllegalStateException.class);
        }

        @Test
        void rangesAreChecked() {
            assertThatThrownBy(() -> check.update(new byte[3], 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        }

        @Test
        @DisplayName("the body is not read for signatures that were refused already")
        void refused() throws IOException {
            DkimCheck refused = verifier(dns).prepare(header("DKIM-Signature: v=2\r\n" + FIELDS));
            assertThat(refused.needsBody()).isFalse();
            assertThat(refused.keyQuestions()).isEmpty();
            assertThat(refused.signingDomains()).isEmpty();
            refused.update(new FailingStream());
        }

        @Test
        @DisplayName("only whose signatures may pass, each once")
        void signingDomains() {
            String more = "DKIM-Signature: v=2; d=b.example\r\n";
            assertThat(verifier(dns).prepare(header(more + SIGNED)).signingDomains())
                    .containsExactly(DomainName.of("a.example"));
        }

        @Test
        @DisplayName("results are values")
        void values() throws IOException {
            List<DkimSignatureResult> results = verifier(dns).verify(message()).signatures();
            List<DkimSignatureResult> again = verifier(dns).verify(message()).signatures();
            assertThat(results).isEqualTo(again).doesNotHaveDuplicates();
            assertThat(results.get(0).hashCode()).isNotEqualTo(results.get(1).hashCode());
            assertThat(results.get(1).selector()).contains(DomainName.of("s2"));
            assertThat(results.get(0)).hasToString("pass: The signature of a.example is good.");
            List<DkimSignature> claimed = results.stream()
                    .map(result -> result.signature().orElseThrow())
                    .toList();
            assertThat(claimed.get(0)).isEqualTo(again.get(0).signature().orElseThrow());
            assertThat(claimed).doesNotHaveDuplicates();
            assertThat(claimed.get(0).hashCode()).isNotEqualTo(claimed.get(1).hashCode());
        }

        @Test
        void theStreamMayFail() {
            assertThatThrownBy(() -> check.update(new FailingStream()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("gone");
        }
    }

    @Nested
    class Rounds {

        private final VirtualClock clock = new VirtualClock();
        private final InMemoryDns dns = InMemoryDns.parse(ZONE).withClock(clock).withLatency(Duration.ofMillis(20));
        private final CountingProvider provider = new CountingProvider("SHA256withRSA");
        private final DkimVerifier verifier = DkimVerifier.builder()
                .dns(dns.sessions())
                .provider(DkimAlgorithm.RSA_SHA256, provider)
                .build();

        @Test
        @DisplayName("each signature is verified once, however often the rules run")
        void verifiedOnce() throws IOException {
            InMemoryDns slow = dns.delaying(DomainName.of("s2._domainkey.a.example"), Duration.ofSeconds(1));
            DkimCheck check = verifier.prepare(header(SIGNED));
            check.update(new ByteArrayInputStream(octets(BODY)));
            DnsQuestion later = DnsQuestion.txt(DomainName.of("later.example"));
            try (DnsSession session = slow.sessions().open()) {
                DkimResult result = session.evaluate(view -> {
                    DkimResult joined =
                            view.<DkimResult>join(List.of(check.evaluation())).get(0);
                    view.get(later);
                    return joined;
                });
                assertThat(result.status()).isEqualTo(DkimStatus.PASS);
                assertThat(session.usage().rounds()).isEqualTo(2);
            }
            assertThat(provider.verifications()).isEqualTo(2);
        }

        @Test
        @DisplayName("the questions go out before the body is read")
        void questionsFirst() throws IOException {
            String message = SIGNED + "\r\n" + BODY;
            List<Integer> askedWhileReading = new ArrayList<>();
            InputStream in = new ByteArrayInputStream(octets(message)) {
                @Override
                public synchronized int read(byte[] target, int offset, int length) {
                    askedWhileReading.add(dns.questions().size());
                    // The header first, and the body in a chunk of its own.
                    return super.read(target, offset, Math.min(length, SIGNED.length() + 2));
                }
            };
            assertThat(verifier.verify(MessageReader.strict().read(in)).status())
                    .isEqualTo(DkimStatus.PASS);
            assertThat(askedWhileReading.get(0)).isZero();
            assertThat(askedWhileReading.get(1)).isEqualTo(2);
            assertThat(dns.questions()).hasSize(2);
        }

        @Test
        void asynchronously() throws IOException {
            CompletableFuture<DkimResult> future = verifier.verifyAsync(message());
            assertThat(future).isNotDone();
            clock.advance(Duration.ofMillis(20));
            assertThat(future).isCompletedWithValueMatching(result -> result.status() == DkimStatus.PASS);
        }

        @Test
        @DisplayName("cancelling takes back the questions")
        void cancelled() throws IOException {
            CompletableFuture<DkimResult> future = verifier.verifyAsync(message());
            future.cancel(true);
            assertThat(dns.inFlight()).isZero();
            assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
        }

        @Test
        void nothingIsLeftOpenWhenTheBodyFails() throws IOException {
            InputStream failing = new ByteArrayInputStream(octets(SIGNED + "\r\n")) {
                @Override
                public synchronized int read(byte[] target, int offset, int length) {
                    int count = super.read(target, offset, length);
                    if (count < 0) {
                        throw new UncheckedIOException(new IOException("gone"));
                    }
                    return count;
                }
            };
            Message message = MessageReader.strict().read(failing);
            assertThatThrownBy(() -> verifier.verifyAsync(message)).isInstanceOf(UncheckedIOException.class);
            assertThat(dns.inFlight()).isZero();
        }

        @Test
        @DisplayName("DKV_23 a key that takes too long is temperror")
        void deadline() throws IOException {
            InMemoryDns slow = dns.withLatency(Duration.ofMinutes(1));
            assertThat(verifier(slow).verify(message()).status()).isEqualTo(DkimStatus.TEMPERROR);
            assertThat(slow.inFlight()).isZero();
        }
    }

    @Nested
    class Providers {

        @Test
        void oneForEd25519() throws IOException {
            TestSigner signer = TestSigner.ed25519();
            InMemoryDns dns = InMemoryDns.parse(signer.zone());
            CountingProvider provider = new CountingProvider("Ed25519");
            DkimVerifier verifier = DkimVerifier.builder()
                    .resolver(dns)
                    .provider(DkimAlgorithm.ED25519_SHA256, provider)
                    .build();
            byte[] message = signer.sign(FIELDS, BODY);
            assertThat(verifier.verify(MessageReader.strict().read(message)).status())
                    .isEqualTo(DkimStatus.PASS);
            assertThat(provider.verifications()).isEqualTo(1);
        }

        @Test
        void oneThatLacksTheAlgorithm() {
            CountingProvider provider = new CountingProvider("Ed25519");
            assertThatThrownBy(() -> DkimVerifier.builder().provider(DkimAlgorithm.RSA_SHA256, provider))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
