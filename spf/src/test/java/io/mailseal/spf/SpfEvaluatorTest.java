package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The façade: sessions, time and hints. Each answer takes 20 ms of virtual time. */
class SpfEvaluatorTest {

    private static final SpfRequest REQUEST = request("192.0.2.1");

    private final VirtualClock clock = new VirtualClock();

    private static SpfRequest request(String client) {
        return SpfRequest.mailFrom(IpAddress.of(client), "mail.a.example", "alice@a.example");
    }

    private InMemoryDns zone(String text) {
        return InMemoryDns.parse(text).withClock(clock).withLatency(Duration.ofMillis(20));
    }

    private static SpfEvaluator evaluator(InMemoryDns dns) {
        return SpfEvaluator.builder().dns(dns.sessions()).build();
    }

    @Nested
    class Rounds {
        @Test
        @DisplayName("three flat includes need two rounds")
        void flatIncludes() {
            InMemoryDns dns = zone("""
                    a.example TXT "v=spf1 include:b.example include:c.example include:d.example -all"
                    b.example TXT "v=spf1 -all"
                    c.example TXT "v=spf1 -all"
                    d.example TXT "v=spf1 ip4:192.0.2.1"
                    """);
            try (DnsSession session = dns.sessions().open()) {
                assertThat(session.evaluate(evaluator(dns).evaluation(REQUEST)).status())
                        .isEqualTo(SpfStatus.PASS);
                assertThat(session.usage().rounds()).isEqualTo(2);
                assertThat(clock.elapsed()).hasMillis(40);
            }
        }

        @Test
        @DisplayName("nested includes, mx and redirect need the time of their depth")
        void nested() {
            InMemoryDns dns = zone("""
                    a.example  TXT "v=spf1 include:b.example include:c.example redirect=d.example"
                    b.example  TXT "v=spf1 include:b1.example include:b2.example -all"
                    c.example  TXT "v=spf1 mx a:c1.example -all"
                    d.example  TXT "v=spf1 exists:%{ir}.d.example ip4:192.0.2.1 -all"
                    b1.example TXT "v=spf1 -all"
                    b2.example TXT "v=spf1 a -all"
                    b2.example A   198.51.100.1
                    c.example  MX  10 c2.example
                    c1.example A   198.51.100.1
                    c2.example A   198.51.100.1""");
            assertThat(evaluator(dns).evaluate(REQUEST).status()).isEqualTo(SpfStatus.PASS);
            assertThat(clock.elapsed()).as(dns::toString).hasMillis(80);
        }

        @Test
        @DisplayName("without prefetch one waits for the other")
        void withoutPrefetch() {
            InMemoryDns dns = zone("""
                    a.example TXT "v=spf1 include:b.example include:c.example -all"
                    b.example TXT "v=spf1 -all"
                    c.example TXT "v=spf1 ip4:192.0.2.1"
                    """);
            SpfEvaluator spf =
                    SpfEvaluator.builder().dns(dns.sessions()).withoutPrefetch().build();
            assertThat(spf.evaluate(REQUEST)).isEqualTo(evaluator(dns).evaluate(REQUEST));
            assertThat(clock.elapsed()).hasMillis(60 + 40);
        }

        @Test
        @DisplayName("what is not needed delays nothing, and is taken back")
        void unneeded() {
            InMemoryDns dns = zone("""
                    $DELAY c.example 10s
                    a.example TXT "v=spf1 include:b.example include:c.example -all"
                    b.example TXT "v=spf1 ip4:192.0.2.1"
                    """);
            assertThat(evaluator(dns).evaluate(REQUEST).status()).isEqualTo(SpfStatus.PASS);
            assertThat(clock.elapsed()).hasMillis(40);
            assertThat(clock.pending()).isZero();
        }

        @Test
        @DisplayName("nothing is suspected after a range that matches, or of a name that is none")
        void noSuspicion() {
            InMemoryDns dns = zone("""
                    a.example TXT "v=spf1 include:b.example -all"
                    b.example TXT "v=spf1 include:d.example ip4:192.0.2.0/24 include:c.example -all"
                    d.example TXT "v=spf1 include:localhost.%{d1} -all"
                    """);
            SpfResult unused = evaluator(dns).evaluate(REQUEST);
            assertThat(dns.questions())
                    .map(Object::toString)
                    .containsExactlyInAnyOrder(
                            "a.example TXT", "b.example TXT", "d.example TXT", "localhost.example TXT");
        }

        @Test
        @DisplayName("all hosts of an mx are asked for at once")
        void mxHosts() {
            InMemoryDns dns = zone("""
                    a.example TXT "v=spf1 mx -all"
                    a.example MX 1 b.example
                    a.example MX 2 c.example
                    b.example A 192.0.2.2
                    c.example A 192.0.2.1""");
            SpfEvaluator spf =
                    SpfEvaluator.builder().dns(dns.sessions()).withoutPrefetch().build();
            assertThat(spf.evaluate(REQUEST).status()).isEqualTo(SpfStatus.PASS);
            assertThat(clock.elapsed()).hasMillis(60);
        }
    }

    @Nested
    class Hints {
        private String hinted(String record) {
            InMemoryDns dns = zone("a.example TXT \"v=spf1 " + record + "\"");
            try (DnsSession session = dns.sessions().open()) {
                session.evaluate(evaluator(dns).evaluation(REQUEST));
            }
            return dns.questions().toString();
        }

        @Test
        @DisplayName("a match before the first question asks nothing on suspicion")
        void nothing() {
            assertThat(hinted("ip4:192.0.2.1 include:b.example -all")).isEqualTo("[a.example TXT]");
        }

        @Test
        @DisplayName("T48 what tells of the sender is asked for when its turn comes, not on suspicion")
        void senderStaysPrivate() {
            InMemoryDns dns = zone("""
                    a.example TXT "v=spf1 a exists:%{l}.b.example a:%{h} include:%{o} -all"
                    a.example A 192.0.2.1""");
            evaluator(dns).evaluate(REQUEST);
            assertThat(dns.questions().toString()).isEqualTo("[a.example TXT, a.example A]");
        }

        @Test
        @DisplayName("what comes after all is not asked for, nor is the redirect")
        void afterAll() {
            assertThat(hinted("exists:b.example -all a:c.example redirect=d.example"))
                    .isEqualTo("[a.example TXT, b.example A]");
        }

        @Test
        @DisplayName("T41 a loop ends")
        void loop() {
            assertThat(hinted("include:a.example")).isEqualTo("[a.example TXT]");
        }

        @Test
        @DisplayName("T40 a record with a thousand terms asks no more than may be evaluated")
        void manyTerms() {
            StringBuilder terms = new StringBuilder();
            for (int i = 0; i < 1_000; i++) {
                terms.append("a:").append(i).append(".example ");
            }
            InMemoryDns dns = zone("a.example TXT \"v=spf1 " + terms + "\"");
            assertThat(evaluator(dns).evaluate(REQUEST).status()).isEqualTo(SpfStatus.PERMERROR);
            assertThat(dns.questions()).hasSize(11);
        }
    }

    @Nested
    class Limits_of_the_session {
        private SpfResult within(DnsLimits limits, InMemoryDns dns) {
            SpfEvaluator spf = SpfEvaluator.builder()
                    .dns(dns.sessions().withLimits(limits))
                    .build();
            return spf.evaluate(REQUEST);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a:slow.example",
                    "include:slow.example",
                    "ptr",
                    "exists:%{p}.example",
                    "redirect=slow.example"
                })
        @DisplayName("SPF_31 PIT_18 the end of the time is temperror, also where other failures are no match")
        void deadline(String term) {
            InMemoryDns dns = zone("""
                    $DELAY slow.example 600s
                    $DELAY 1.2.0.192.in-addr.arpa 600s
                    a.example TXT "v=spf1 %s"
                    """.formatted(term));
            SpfResult result = within(DnsLimits.DEFAULT, dns);
            assertThat(result.status()).isEqualTo(SpfStatus.TEMPERROR);
            assertThat(failure(result)).isEqualTo(DnsFailure.DEADLINE);
            assertThat(clock.elapsed()).hasSeconds(20);
            assertThat(clock.pending()).isZero();
        }

        @Test
        @DisplayName("so it is for the addresses of the client's names, unless one is found")
        void deadlineOfNames() {
            String zone = """
                    $DELAY slow.a.example 600s
                    1.2.0.192.in-addr.arpa PTR slow.a.example
                    a.example A 192.0.2.1
                    a.example TXT "v=spf1 %s -all"
                    """;
            String ptr = zone.formatted("ptr");
            String macro = zone.formatted("exists:%{p}.example");
            assertThat(failure(within(DnsLimits.DEFAULT, zone(ptr)))).isEqualTo(DnsFailure.DEADLINE);
            assertThat(failure(within(DnsLimits.DEFAULT, zone(macro)))).isEqualTo(DnsFailure.DEADLINE);
            InMemoryDns found = zone(ptr + "1.2.0.192.in-addr.arpa PTR a.example\n");
            assertThat(within(DnsLimits.DEFAULT, found).status()).isEqualTo(SpfStatus.PASS);
        }

        @Test
        @DisplayName("T40 the end of the budget is temperror")
        void budget() {
            InMemoryDns dns = zone("a.example TXT \"v=spf1 a a:b.example a:c.example -all\"");
            SpfResult result = within(DnsLimits.DEFAULT.withBudget(2), dns);
            assertThat(failure(result)).isEqualTo(DnsFailure.BUDGET);
        }

        private DnsFailure failure(SpfResult result) {
            return result.problem()
                    .flatMap(SpfProblem::failedLookup)
                    .map(DnsAnswer.Failed::cause)
                    .orElseThrow(() -> new AssertionError(result));
        }
    }

    @Nested
    class Twins {
        private static final String ZONE = """
                a.example TXT "v=spf1 include:b.example -all"
                b.example TXT "v=spf1 ip4:192.0.2.1"
                """;

        @Test
        void comeToTheSame() {
            InMemoryDns dns = zone(ZONE);
            SpfResult blocking = evaluator(dns).evaluate(REQUEST);
            CompletableFuture<SpfResult> future = evaluator(dns).evaluateAsync(REQUEST);
            assertThat(future).isNotDone();
            assertThat(clock.runUntil(future)).isEqualTo(blocking);
            assertThat(clock.pending()).isZero();
        }

        @Test
        @DisplayName("where all is known the future is complete, and nothing is asked")
        void known() {
            InMemoryDns dns = InMemoryDns.parse(ZONE).withKnown();
            assertThat(evaluator(dns).evaluateAsync(REQUEST))
                    .isCompletedWithValueMatching(result -> result.status() == SpfStatus.PASS);
            assertThat(dns.questions()).isEmpty();
        }

        @Test
        @DisplayName("cancelling takes everything back")
        void cancelled() {
            InMemoryDns dns = zone(ZONE);
            CompletableFuture<SpfResult> future = evaluator(dns).evaluateAsync(REQUEST);
            clock.advance(Duration.ofMillis(30));
            assertThat(dns.inFlight()).isEqualTo(1);
            future.cancel(true);
            assertThat(dns.inFlight()).isZero();
            assertThat(clock.pending()).isZero();
        }

        @Test
        @DisplayName("interrupting takes everything back, and the flag stays")
        void interrupted() {
            InMemoryDns dns = zone(ZONE);
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> evaluator(dns).evaluate(REQUEST));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(dns.inFlight()).isZero();
        }
    }

    @Nested
    class Values {
        @Test
        @DisplayName("the example of the package")
        void example() {
            InMemoryDns resolver = InMemoryDns.parse("example.com TXT \"v=spf1 ip4:192.0.2.7 -all\"");
            SpfEvaluator spf = SpfEvaluator.builder().resolver(resolver).build();
            SpfResult result = spf.evaluate(
                    SpfRequest.mailFrom(IpAddress.of("192.0.2.1"), "mail.example.com", "alice@example.com"));
            assertThat(result.status()).isEqualTo(SpfStatus.FAIL);
            assertThat(result.explanation())
                    .isEqualTo("192.0.2.1 matches nothing before -all in the record of example.com.");
        }

        @Test
        @DisplayName("the rules for equal requests are equal, so that a session runs them once")
        void evaluations() {
            SpfEvaluator spf = evaluator(zone(""));
            Instant now = Instant.EPOCH;
            assertThat(spf.evaluation(REQUEST, now)).isEqualTo(spf.evaluation(request("192.0.2.1"), now));
            assertThat(spf.evaluation(REQUEST)).isInstanceOf(Record.class);
            assertThat(spf.evaluation(REQUEST, now)).isNotEqualTo(spf.evaluation(request("192.0.2.2"), now));
        }

        @Test
        void requests() {
            SpfRequest helo = SpfRequest.helo(IpAddress.of("192.0.2.1"), "mail.a.example");
            assertThat(helo.identity()).isEqualTo(SpfIdentity.HELO);
            assertThat(helo.mailFrom()).isEmpty();
            assertThat(REQUEST.identity().word()).isEqualTo("mailfrom");
            assertThat(evaluator(zone("")).evaluate(helo).domain()).contains(DomainName.of("mail.a.example"));
            assertThatNullPointerException().isThrownBy(() -> SpfRequest.helo(null, ""));
        }

        @Test
        void limits() {
            assertThat(SpfLimits.rfc7208()).isEqualTo(new SpfLimits(10, 2, 10, 10, 400));
            assertThatIllegalArgumentException().isThrownBy(() -> new SpfLimits(-1, 2, 10, 10, 400));
            assertThatIllegalArgumentException().isThrownBy(() -> new SpfLimits(10, 2, 101, 10, 400));
        }

        @Test
        void builderNeedsDns() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> SpfEvaluator.builder().build());
            assertThatNullPointerException()
                    .isThrownBy(() -> SpfEvaluator.builder().dns((DnsSessions) null));
        }
    }
}
