package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {

    private static final InMemoryDns REFUSING = Lists.saying("1.2.3.44.bl.example A 127.0.0.255");
    private static final InMemoryDns SILENT = Lists.DNS.failing(DomainName.of("*.bl.example"), DnsFailure.TIMEOUT);

    private final VirtualClock clock = new VirtualClock();
    private final Switch dns = new Switch(Lists.DNS);
    private final BlocklistClient client = BlocklistClient.builder()
            .resolver(dns)
            .clock(clock)
            .profile(Lists.BLOCK)
            .build();

    /** DNS that changes. */
    private static final class Switch implements DnsResolver {

        private InMemoryDns now;
        private int asked;

        Switch(InMemoryDns now) {
            this.now = now;
        }

        void to(InMemoryDns other) {
            now = other;
        }

        int askedSince() {
            int count = asked;
            asked = 0;
            return count;
        }

        @Override
        public CompletionStage<DnsAnswer> resolve(DnsQuestion question) {
            asked++;
            return CompletableFuture.completedFuture(now.answer(question));
        }
    }

    private BlocklistCheck check() {
        return client.check(Lists.ofClient(Lists.LISTED)).checks().get(0);
    }

    private ListState state() {
        return client.states().get(0);
    }

    @Nested
    class TestPoints_RFC_5782_5 {

        private ListHealth health(BlocklistProfile profile, InMemoryDns zone) {
            return BlocklistClient.builder()
                    .dns(zone.sessions())
                    .profile(profile)
                    .build()
                    .checkHealth()
                    .lists()
                    .get(0);
        }

        @Test
        @DisplayName("DBL_05, PIT_63: 127.0.0.2 and ::FFFF:7F00:2 are listed, 127.0.0.1 and ::FFFF:7F00:1 are not")
        void addresses() {
            ListHealth health = health(Lists.BLOCK, Lists.DNS);
            assertThat(health.status()).isEqualTo(ListHealth.Status.HEALTHY);
            assertThat(health.points())
                    .extracting(TestPointCheck::toString)
                    .containsExactly(
                            "127.0.0.2 listed: right",
                            "127.0.0.1 not listed: right",
                            "::ffff:127.0.0.2 listed: right",
                            "::ffff:127.0.0.1 not listed: right");
        }

        @Test
        @DisplayName("DBL_05, PIT_63: TEST is listed, INVALID is not")
        void names() {
            assertThat(health(Lists.DOMAINS, Lists.DNS).status()).isEqualTo(ListHealth.Status.HEALTHY);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                *.bl.example A 127.0.0.2          | BROKEN  | WILDCARD
                *.bl.example A 203.0.113.9        | BROKEN  | FOREIGN_ANSWER
                *.bl.example A 127.0.0.255        | BROKEN  | QUOTA
                *.bl.example A 127.255.255.254    | BROKEN  | UNKNOWN_ERROR
                other.example A 127.0.0.2         | BROKEN  | NO_TEST_POINT
                $FAULT *.bl.example TIMEOUT       | UNKNOWN |
                $FAULT *.bl.example REFUSED       | BROKEN  | REFUSED
                """)
        @DisplayName("T90, T91, DBL_05: a list that is gone, refuses, lists all or nothing is not in order")
        void broken(String zone, ListHealth.Status status, BlocklistError error) {
            ListHealth health = health(Lists.BLOCK, InMemoryDns.parse(zone + "\n"));
            assertThat(health.status()).isEqualTo(status);
            assertThat(health.error().orElse(null)).isEqualTo(error);
            assertThat(health.explanation()).startsWith("block ").endsWith(".");
        }

        @Test
        void promisedCodes() {
            BlocklistProfile profile = BlocklistProfile.builder("own", "bl.example")
                    .kinds(BlocklistKind.IPV4)
                    .code(ReturnCode.listed(CodePattern.of("127.0.0.2"), "SPAM", "Spam.", 1))
                    .code(ReturnCode.listed(CodePattern.of("127.0.0.3"), "CSS", "More spam.", 1))
                    .testPoints(List.of(
                            new TestPoint(BlocklistKind.IPV4, "127.0.0.2", true, List.of(IpAddress.of("127.0.0.3")))))
                    .build();
            assertThat(health(profile, Lists.DNS).error()).contains(BlocklistError.NO_TEST_POINT);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                [{"kind": "ipv4", "subject": "127.0.0.2", "listed": true}] | 3.0.0.127 | BROKEN
                [{"kind": "ipv4", "subject": "127.0.0.2", "listed": true}] | 2.0.0.127 | HEALTHY
                []                                                         | 3.0.0.127 | HEALTHY
                []                                                         | 1.0.0.127 | BROKEN
                """)
        @DisplayName("DBL_05: a profile with points of its own is held to list nothing else, and is no wildcard still")
        void ownPoints(String points, String listed, ListHealth.Status status) {
            BlocklistProfile profile = BlocklistProfile.of("""
                    {"name": "own", "zone": "bl.example", "kinds": ["ipv4", "ipv6"], "testPoints": %s,
                     "codes": [{"code": "127.0.0.2", "name": "SPAM", "meaning": "Spam."}]}
                    """.formatted(points));
            InMemoryDns zone = Lists.saying(listed + ".bl.example A 127.0.0.2");
            assertThat(health(profile, zone).status()).isEqualTo(status);
        }

        @Test
        @DisplayName("DBL_05: however many test points a list has, all are asked")
        void manyPoints() {
            List<BlocklistProfile> profiles = new ArrayList<>();
            StringBuilder zone = new StringBuilder();
            for (int list = 0; list < 12; list++) {
                List<TestPoint> points = new ArrayList<>();
                for (int i = 0; i < BlocklistProfile.MAX_TEST_POINTS; i++) {
                    points.add(new TestPoint(BlocklistKind.IPV4, "127.0.1." + i, true, List.of()));
                    zone.append(i).append(".1.0.127.bl").append(list).append(".example A 127.0.0.2\n");
                }
                profiles.add(BlocklistProfile.builder("list" + list, "bl" + list + ".example")
                        .kinds(BlocklistKind.IPV4)
                        .code(ReturnCode.listed(CodePattern.of("127.0.0.2"), "SPAM", "Spam.", 1))
                        .testPoints(points)
                        .build());
            }
            BlocklistClient many = BlocklistClient.builder()
                    .resolver(InMemoryDns.parse(zone.toString()))
                    .limits(BlocklistLimits.DEFAULT.withLookups(1))
                    .profiles(profiles)
                    .build();
            assertThat(many.checkHealth().isHealthy()).isTrue();
        }

        @Test
        void nothingToTestBy() {
            assertThat(health(Lists.DIGESTS, Lists.DNS).status()).isEqualTo(ListHealth.Status.UNTESTABLE);
        }

        @Test
        @DisplayName("DBL_05: a list that fails its test is not asked, and is asked again once it passes")
        void settles() {
            dns.to(InMemoryDns.parse("*.bl.example A 127.0.0.2\n"));
            client.checkHealth();
            assertThat(check().error()).contains(BlocklistError.WILDCARD);
            assertThat(check().isSuspended()).isTrue();
            dns.to(Lists.DNS);
            assertThat(client.checkHealth().isHealthy()).isTrue();
            assertThat(check().isListed()).isTrue();
        }

        @Test
        void asynchronously() {
            assertThat(client.checkHealthAsync()).isCompletedWithValue(client.checkHealth());
        }
    }

    @Nested
    class Suspension {

        @Test
        @DisplayName("DBL_09, T91: one answer that is about the list suspends it, for longer each time, up to a day")
        void backOff() {
            dns.to(REFUSING);
            Duration pause = Duration.ofHours(1);
            for (int i = 0; i < 8; i++) {
                assertThat(check().error())
                        .as("suspension " + i)
                        .contains(
                                i == 0 ? BlocklistError.QUOTA : state().error().orElseThrow());
                assertThat(state().status()).isEqualTo(ListState.Status.SUSPENDED);
                assertThat(state().until()).contains(clock.instant().plus(pause));
                clock.advance(pause);
                pause = pause.multipliedBy(2).compareTo(Duration.ofDays(1)) < 0
                        ? pause.multipliedBy(2)
                        : Duration.ofDays(1);
            }
        }

        @Test
        @DisplayName("DBL_09: a suspended list is not asked, and its answers are of no use")
        void notAsked() {
            dns.to(REFUSING);
            check();
            dns.to(Lists.DNS);
            dns.askedSince();
            BlocklistCheck suspended = check();
            assertThat(dns.askedSince()).isZero();
            assertThat(suspended.status()).isEqualTo(ListStatus.UNUSABLE);
            assertThat(suspended.isSuspended()).isTrue();
            assertThat(suspended.error()).contains(BlocklistError.QUOTA);
        }

        @Test
        @DisplayName(
                "DBL_05: when the pause is over, its test points are asked along, and if they are right it is back")
        void halfOpen() {
            dns.to(REFUSING);
            check();
            dns.to(Lists.DNS);
            clock.advance(Duration.ofHours(1));
            assertThat(check().isListed()).isTrue();
            assertThat(dns.askedSince())
                    .as("the address, the reason, four test points and a fresh one, and those asked before")
                    .isEqualTo(1 + 7);
            assertThat(state().status()).isEqualTo(ListState.Status.READY);
            assertThat(state().suspensions()).isZero();
        }

        @Test
        @DisplayName("DBL_05: if they are not right, nothing it says counts, and it is suspended for longer")
        void stillBroken() {
            dns.to(REFUSING);
            check();
            dns.to(InMemoryDns.parse("1.2.3.44.bl.example A 127.0.0.2\n"));
            clock.advance(Duration.ofHours(1));
            assertThat(check().error()).contains(BlocklistError.NO_TEST_POINT);
            assertThat(state().until()).contains(clock.instant().plus(Duration.ofHours(2)));
        }

        @Test
        @DisplayName("DBL_05: one check tries it, the others wait for what comes of that, but not for ever")
        void oneProbe() {
            dns.to(REFUSING);
            check();
            dns.to(Lists.DNS);
            clock.advance(Duration.ofHours(1));
            // Rules that are made and never run.
            assertThat(client.evaluation(Lists.ofClient(Lists.LISTED))).isNotNull();
            assertThat(state().status()).isEqualTo(ListState.Status.PROBING);
            assertThat(check().isSuspended()).isTrue();
            clock.advance(BlocklistLimits.DEFAULT.deadline());
            assertThat(check().isListed()).isTrue();
        }

        @Test
        @DisplayName("DBL_06: it takes several failures in a row, and they are not many if they are seen at once")
        void failures() {
            dns.to(SILENT);
            for (int i = 1; i < 5; i++) {
                assertThat(check().failure()).contains(DnsFailure.TIMEOUT);
                assertThat(state().status()).isEqualTo(ListState.Status.FAILING);
                assertThat(state().failures()).isEqualTo(i);
            }
            check();
            assertThat(state().status()).isEqualTo(ListState.Status.SUSPENDED);
            assertThat(state().until()).contains(clock.instant().plus(Duration.ofMinutes(1)));
            assertThat(check().status()).isEqualTo(ListStatus.UNKNOWN);
        }

        @Test
        void anAnswerForgivesFailures() {
            dns.to(SILENT);
            check();
            dns.to(Lists.DNS);
            check();
            assertThat(state()).hasToString("block: READY");
        }

        @Test
        void seenTwiceIsSeenOnce() {
            dns.to(SILENT);
            BlocklistResult result = dns.now.sessions().evaluate(client.evaluation(Lists.ofClient(Lists.LISTED)));
            client.observe(result);
            client.observe(result);
            assertThat(state().failures()).isEqualTo(1);
        }

        @Test
        void whatWasSeenBeforeASuspensionDoesNotEndIt() {
            BlocklistResult early = Lists.DNS.sessions().evaluate(client.evaluation(Lists.ofClient(Lists.LISTED)));
            dns.to(REFUSING);
            check();
            client.observe(early);
            assertThat(state().status()).isEqualTo(ListState.Status.SUSPENDED);
        }

        @Test
        void aLimitOfOursIsNoFaultOfTheList() {
            dns.to(Lists.DNS.failing(DomainName.of("*.bl.example"), DnsFailure.DEADLINE));
            check();
            assertThat(state().status()).isEqualTo(ListState.Status.READY);
        }

        @Test
        void aWrongQuestionIsNoFaultOfTheList() {
            BlocklistClient domains = BlocklistClient.builder()
                    .resolver(InMemoryDns.parse("bad.net.dbl.example A 127.0.1.255\n"))
                    .profile(Lists.DOMAINS)
                    .build();
            assertThat(domains.check(DomainName.of("bad.net")).checks().get(0).error())
                    .contains(BlocklistError.WRONG_QUERY);
            assertThat(domains.states().get(0).status()).isEqualTo(ListState.Status.READY);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                1.2.3.44.bl.example A 203.0.113.9         | FOREIGN_ANSWER
                1.2.3.44.bl.example A 127.255.255.252     | UNKNOWN_ERROR
                $FAULT 1.2.3.44.bl.example REFUSED        | REFUSED
                """)
        @DisplayName(
                "DBL_09: an answer that may be about one subject alone suspends nothing while the list is in order")
        void oneOddAnswer(String record, BlocklistError error) {
            dns.to(Lists.DNS.withZone("2.2.3.44.bl.example A 127.0.0.2\n" + record + "\n"));
            BlocklistCheck odd = client.check(IpAddress.of("44.3.2.1")).checks().get(0);
            assertThat(odd.status()).isEqualTo(ListStatus.UNUSABLE);
            assertThat(odd.error()).contains(error);
            assertThat(state().status()).isEqualTo(ListState.Status.READY);
            assertThat(client.check(IpAddress.of("44.3.2.2")).listings()).hasSize(1);
        }

        @ParameterizedTest
        @CsvSource({"*.bl.example A 203.0.113.9", "*.bl.example A 127.255.255.252"})
        @DisplayName("DBL_09, T91: and suspends the list if it says the same of what it never lists")
        void everyAnswerIsOdd(String zone) {
            dns.to(InMemoryDns.parse(zone + "\n"));
            check();
            assertThat(state().status()).isEqualTo(ListState.Status.SUSPENDED);
        }

        private BlocklistClient both(InMemoryDns zone) {
            dns.to(zone);
            return BlocklistClient.builder()
                    .resolver(dns)
                    .clock(clock)
                    .profiles(List.of(Lists.BLOCK, Lists.ALLOW))
                    .build();
        }

        @Test
        @DisplayName("DBL_09: a list that alone refuses is suspended at once")
        void refusedAlone() {
            BlocklistClient two = both(Lists.DNS.failing(DomainName.of("*.bl.example"), DnsFailure.REFUSED));
            two.check(Lists.LISTED);
            assertThat(two.states().get(0)).hasToString("block: SUSPENDED until 2026-01-01T01:00:00Z, REFUSED");
            BlocklistClient health = both(dns.now);
            health.checkHealth();
            assertThat(health.states().get(0)).hasToString("block: SUSPENDED until 2026-01-01T01:00:00Z, REFUSED");
        }

        @Test
        @DisplayName(
                "DBL_09: where every list is refused, a resolver of ours does it: no list is left alone for an hour")
        void refusedByOurResolver() {
            InMemoryDns refusing = Lists.DNS.failing(DomainName.of("*.example"), DnsFailure.REFUSED);
            BlocklistClient two = both(refusing);
            for (int i = 1; i < 5; i++) {
                assertThat(two.check(Lists.LISTED).checks())
                        .allMatch(check -> check.error().equals(Optional.of(BlocklistError.REFUSED)));
                assertThat(two.states()).extracting(ListState::failures).containsExactly(i, i);
            }
            two.checkHealth();
            assertThat(two.states())
                    .extracting(ListState::until)
                    .containsOnly(Optional.of(clock.instant().plus(Duration.ofMinutes(1))));
            assertThat(two.check(Lists.LISTED).checks())
                    .as("still a permerror")
                    .allMatch(check -> check.isSuspended() && check.status() == ListStatus.UNUSABLE);
        }

        @Test
        @DisplayName("DBL_06: a pause gets longer only where other lists have an answer: the network may be at fault")
        void silenceOfAll() {
            for (boolean all : new boolean[] {true, false}) {
                String silent = all ? "*.example" : "*.bl.example";
                BlocklistClient two = both(Lists.DNS.failing(DomainName.of(silent), DnsFailure.TIMEOUT));
                for (int i = 0; i < 5; i++) {
                    two.check(Lists.LISTED);
                }
                Duration pause = Duration.ofMinutes(1);
                for (int i = 0; i < 4; i++) {
                    assertThat(two.states().get(0).until())
                            .contains(clock.instant().plus(pause));
                    assertThat(two.states().get(0).suspensions()).isEqualTo(all ? 1 : i + 1);
                    clock.advance(pause);
                    two.check(Lists.LISTED);
                    pause = all ? pause : pause.multipliedBy(2);
                }
                dns.to(Lists.DNS);
                clock.advance(pause);
                assertThat(two.check(Lists.LISTED).listings()).hasSize(2);
                assertThat(two.states()).extracting(ListState::status).containsOnly(ListState.Status.READY);
            }
        }

        @Test
        @DisplayName("DBL_06: time that is over before a hit is confirmed is no silence of the list")
        void deadlineOfAConfirmation() {
            InMemoryDns late = Lists.DNS.failing(DomainName.of("*.127.bl.example"), DnsFailure.DEADLINE);
            BlocklistClient two = both(late);
            assertThat(two.check(Lists.LISTED).checks("block").get(0).failure()).contains(DnsFailure.DEADLINE);
            assertThat(two.states()).extracting(ListState::status).containsOnly(ListState.Status.READY);
        }

        @Test
        @DisplayName("DBL_05: of many threads one tries a suspended list, and what they see at once counts once")
        void manyThreads() throws Exception {
            dns.to(REFUSING);
            check();
            clock.advance(Duration.ofHours(1));
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                Callable<ListTurn.Use> begin = () -> ((RequestCheck) client.evaluation(Lists.ofClient(Lists.LISTED)))
                        .lists()
                        .get(0)
                        .turn()
                        .use();
                List<ListTurn.Use> uses = new ArrayList<>();
                for (Future<ListTurn.Use> use : threads.invokeAll(Collections.nCopies(100, begin))) {
                    uses.add(use.get());
                }
                assertThat(uses).containsOnlyOnce(ListTurn.Use.PROBE).doesNotContain(ListTurn.Use.ASK);
                BlocklistClient other = BlocklistClient.builder()
                        .resolver(SILENT)
                        .profile(Lists.BLOCK)
                        .build();
                BlocklistResult silent = SILENT.sessions().evaluate(other.evaluation(Lists.ofClient(Lists.LISTED)));
                Callable<Boolean> observe = () -> {
                    other.observe(silent);
                    return true;
                };
                threads.invokeAll(Collections.nCopies(100, observe));
                assertThat(other.states().get(0).failures()).isEqualTo(1);
            } finally {
                threads.shutdown();
            }
        }

        @Test
        @DisplayName("DBL_09: that a list refuses is told once, and once that it is back")
        void toldOnce() {
            List<String> told = new ArrayList<>();
            BlocklistClient telling = BlocklistClient.builder()
                    .resolver(dns)
                    .clock(clock)
                    .profile(Lists.BLOCK)
                    .listener(state -> {
                        told.add(state.toString());
                        throw new IllegalStateException("a listener's own affair");
                    })
                    .build();
            InMemoryDns refusing = Lists.saying("*.bl.example A 127.0.0.255");
            for (InMemoryDns now : List.of(Lists.DNS, refusing, refusing, SILENT, SILENT, Lists.DNS, Lists.DNS)) {
                dns.to(now);
                for (int i = 0; i < 4; i++) {
                    telling.check(Lists.LISTED);
                    telling.checkHealth();
                }
                clock.advance(Duration.ofDays(1));
            }
            assertThat(told)
                    .containsExactly(
                            "block: SUSPENDED until 2026-01-02T01:00:00Z, QUOTA",
                            "block: SUSPENDED until 2026-01-04T00:01:00Z, TIMEOUT",
                            "block: READY");
        }

        @Test
        @DisplayName("DBL_05: of a list whose half is a wildcard, the other half does not end the suspension")
        void halfAWildcard() {
            String v4 = "2.0.0.127.bl.example A 127.0.0.2\n1.2.3.44.bl.example A 127.0.0.2\n";
            dns.to(InMemoryDns.parse(v4 + "*.a.2.bl.example A 127.0.0.2\n*.0.0.bl.example A 127.0.0.2\n"));
            client.check(Lists.LISTED_V6);
            assertThat(state().error()).contains(BlocklistError.WILDCARD);
            clock.advance(Duration.ofHours(1));
            assertThat(check().status()).isEqualTo(ListStatus.UNUSABLE);
            assertThat(state().suspensions()).isEqualTo(2);
        }

        @Test
        @DisplayName("DBL_05: who looks at the health of a suspended list does not make its pause longer")
        void healthWhileSuspended() {
            dns.to(REFUSING.failing(DomainName.of("*.127.bl.example"), DnsFailure.TIMEOUT)
                    .failing(DomainName.of("*.0.0.bl.example"), DnsFailure.TIMEOUT));
            check();
            ListState suspended = state();
            for (int i = 0; i < 16; i++) {
                clock.advance(Duration.ofMinutes(1));
                client.checkHealth();
            }
            assertThat(state()).isEqualTo(suspended);
        }

        @Test
        @DisplayName("DBL_05: a suspension by a clock that was ahead ends when the clock is set right")
        void clockGoesBack() {
            AtomicReference<Instant> time = new AtomicReference<>(Instant.parse("2038-01-01T00:00:00Z"));
            BlocklistClient early = BlocklistClient.builder()
                    .resolver(dns)
                    .clock(time::get)
                    .profile(Lists.BLOCK)
                    .build();
            dns.to(REFUSING);
            early.check(Lists.LISTED);
            dns.to(Lists.DNS);
            time.set(Instant.parse("2026-01-01T00:00:00Z"));
            assertThat(early.check(Lists.LISTED).listings()).hasSize(1);
        }

        @Test
        @DisplayName("DBL_06: a list that alone is silent until the deadline of all has failed")
        void silentUntilTheDeadline() {
            InMemoryDns silent = Lists.DNS.failing(DomainName.of("*.bl.example"), DnsFailure.DEADLINE);
            BlocklistClient two = BlocklistClient.builder()
                    .resolver(silent)
                    .profiles(List.of(Lists.BLOCK, Lists.ALLOW))
                    .build();
            for (int i = 0; i < 5; i++) {
                two.check(Lists.ofClient(Lists.LISTED));
            }
            assertThat(two.states())
                    .extracting(ListState::status)
                    .containsExactly(ListState.Status.SUSPENDED, ListState.Status.READY);
        }

        @Test
        @DisplayName("PIT_63: a pause is a year at most, and who waits is told of a bug in any case")
        void bounds() {
            assertThatThrownBy(() -> new BlocklistBackOff(
                            5, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofSeconds(Long.MAX_VALUE)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> BlocklistClient.builder().stopAtScore(0))
                    .isInstanceOf(IllegalArgumentException.class);
            CompletableFuture<String> future = new CompletableFuture<>();
            CompletableFuture<String> observed = Observed.of(future, value -> {
                throw new IllegalStateException("bug");
            });
            future.complete("value");
            assertThat(observed).isCompletedExceptionally();
        }

        @Test
        @DisplayName("T90: a wildcard is seen by the first message that it would have blocked")
        void wildcard() {
            dns.to(InMemoryDns.parse("*.bl.example A 127.0.0.2\n"));
            assertThat(check().error()).contains(BlocklistError.WILDCARD);
            assertThat(state()).hasToString("block: SUSPENDED until 2026-01-01T01:00:00Z, WILDCARD");
        }
    }
}
