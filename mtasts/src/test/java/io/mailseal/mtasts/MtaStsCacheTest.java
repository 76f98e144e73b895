package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.testkit.InMemoryDns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory of policies, over virtual time (§3.3, §5.1, §10.2). */
class MtaStsCacheTest {

    static final Duration WEEK = Duration.ofDays(7);
    static final MtaStsPolicy ENFORCE = World.policy(MtaStsMode.ENFORCE, WEEK);
    static final MtaStsPolicy TESTING = World.policy(MtaStsMode.TESTING, WEEK);
    static final MtaStsPolicy NONE = World.policy(MtaStsMode.NONE, Duration.ofDays(1));

    final World world = new World();
    MtaStsCache cache = world.cache().build();

    PolicyDiscovery discover() {
        return cache.discover(World.DOMAIN);
    }

    void assertInForce(MtaStsPolicy policy, PolicyDiscovery.Source source) {
        assertInForce(discover(), policy, source);
    }

    static void assertInForce(PolicyDiscovery discovery, MtaStsPolicy policy, PolicyDiscovery.Source source) {
        assertThat(discovery.status()).as(discovery::explanation).isEqualTo(PolicyDiscovery.Status.POLICY);
        assertThat(discovery.policy().map(PolicyEntry.CachedPolicy::policy)).contains(policy);
        assertThat(discovery.source()).contains(source);
    }

    static void assertNone(PolicyDiscovery discovery, MtaStsProblem.Kind kind) {
        assertThat(discovery.status()).as(discovery::explanation).isEqualTo(PolicyDiscovery.Status.NO_POLICY);
        assertThat(discovery.problem().map(MtaStsProblem::kind)).contains(kind);
        assertThat(discovery.mode()).isEqualTo(MtaStsMode.NONE);
    }

    static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }

    PolicyEntry stored() {
        return world.store.find(World.DOMAIN).toCompletableFuture().join().orElseThrow();
    }

    @Nested
    class Section_5_1_what_is_kept {

        @Test
        @DisplayName("STS_10 §3.3 a policy is fetched once, and then kept")
        void kept() {
            world.publish("1", ENFORCE);
            assertInForce(ENFORCE, PolicyDiscovery.Source.FETCHED);
            assertInForce(ENFORCE, PolicyDiscovery.Source.CACHED);
            assertThat(world.fetches).isEqualTo(1);
            assertThat(world.alerts).containsExactly("policy 1");
        }

        @Test
        @DisplayName("STS_10 §3.1 no record: no policy, and nothing is fetched")
        void noRecord() {
            assertNone(discover(), MtaStsProblem.Kind.NO_SUCH_NAME);
            assertThat(discover().failures()).isEmpty();
            assertThat(world.fetches).isZero();
        }

        @Test
        @DisplayName("STS_10 PIT_65 §3.3 a record and no policy, and nothing kept: as without MTA-STS, and reported")
        void notFetchable() {
            world.announce("1");
            world.httpsFails(MtaStsProblem.Kind.CONNECTION_FAILED);
            PolicyDiscovery discovery = discover();
            assertNone(discovery, MtaStsProblem.Kind.CONNECTION_FAILED);
            assertThat(discovery.failures())
                    .containsExactly(new TlsFailure(TlsFailureType.STS_POLICY_FETCH_ERROR, "connection-failed"));
        }

        @Test
        @DisplayName("STS_10 §3.1 DNS that fails, and nothing kept: as without MTA-STS, and nothing to report")
        void dnsFails() {
            world.announce("1");
            world.dnsFails(DnsFailure.TIMEOUT);
            PolicyDiscovery discovery = discover();
            assertNone(discovery, MtaStsProblem.Kind.DNS_UNAVAILABLE);
            assertThat(discovery.failures()).isEmpty();
        }

        @Test
        @DisplayName("PIT_66 §3.1 another id: the new policy takes the place of the old one")
        void anotherId() {
            world.publish("1", ENFORCE);
            discover();
            world.publish("2", TESTING);
            assertInForce(TESTING, PolicyDiscovery.Source.FETCHED);
            assertInForce(TESTING, PolicyDiscovery.Source.CACHED);
            world.publish("1", ENFORCE); // ids have no order
            assertInForce(ENFORCE, PolicyDiscovery.Source.FETCHED);
            assertThat(world.alerts).containsExactly("policy 1", "policy 2", "policy 1");
        }

        @Test
        @DisplayName("PIT_66 §3.1 the same id: nothing is fetched, although the policy is another one")
        void sameId() {
            world.publish("1", ENFORCE);
            discover();
            world.publish("1", TESTING);
            assertInForce(ENFORCE, PolicyDiscovery.Source.CACHED);
            assertThat(world.fetches).isEqualTo(1);
        }

        @Test
        @DisplayName("§3.2 in force up to and with the moment at which max_age is reached, and not after")
        void expiry() {
            world.publish("1", World.policy(MtaStsMode.ENFORCE, Duration.ofSeconds(100)));
            discover();
            world.zone("other.example TXT nothing");
            world.httpsFails(MtaStsProblem.Kind.CONNECTION_FAILED);
            world.clock.advance(Duration.ofSeconds(100));
            assertThat(discover().status()).isEqualTo(PolicyDiscovery.Status.POLICY);
            world.clock.advance(Duration.ofMillis(1));
            assertNone(discover(), MtaStsProblem.Kind.NO_SUCH_NAME);
        }

        @Test
        @DisplayName("STS_07 §3.2 max_age 0: good for this delivery, and forgotten")
        void zero() {
            world.publish("1", World.policy(MtaStsMode.ENFORCE, Duration.ZERO));
            assertInForce(World.policy(MtaStsMode.ENFORCE, Duration.ZERO), PolicyDiscovery.Source.FETCHED);
            world.clock.advance(Duration.ofMillis(1));
            world.httpsFails(MtaStsProblem.Kind.CONNECTION_FAILED);
            assertNone(discover(), MtaStsProblem.Kind.CONNECTION_FAILED);
        }

        @Test
        @DisplayName("STS_12 §3.4 the domain itself and never its parent; no mail domain, no question")
        void domains() {
            world.publish("1", ENFORCE);
            assertNone(cache.discover(DomainName.of("sub.example.com")), MtaStsProblem.Kind.NO_SUCH_NAME);
            assertThat(world.dns.questions())
                    .containsExactly(DnsQuestion.txt(DomainName.of("_mta-sts.sub.example.com")));
            world.dns.clearLog();
            assertNone(cache.discover(DomainName.of("_x.example.com")), MtaStsProblem.Kind.INVALID_DOMAIN);
            assertNone(cache.discover(DomainName.ROOT), MtaStsProblem.Kind.INVALID_DOMAIN);
            assertThat(world.dns.questions()).isEmpty();
        }
    }

    @Nested
    class Section_3_3_pause {

        @Test
        @DisplayName("STS_09 §3.3 an id that failed is left alone for five minutes, another one is not")
        void perId() {
            world.announce("1");
            world.httpsFails(MtaStsProblem.Kind.TIMEOUT);
            assertNone(discover(), MtaStsProblem.Kind.TIMEOUT);
            world.clock.advance(Duration.ofSeconds(299));
            PolicyDiscovery paused = discover();
            assertNone(paused, MtaStsProblem.Kind.PAUSED);
            assertThat(paused.failures()).hasSize(1);
            assertThat(world.fetches).isEqualTo(1);
            world.announce("2");
            assertNone(discover(), MtaStsProblem.Kind.TIMEOUT);
            assertThat(world.fetches).isEqualTo(2);
            world.clock.advance(Duration.ofMinutes(5));
            world.publish("2", ENFORCE);
            assertInForce(ENFORCE, PolicyDiscovery.Source.FETCHED);
            assertThat(stored().failure()).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(
                value = MtaStsProblem.Kind.class,
                names = {"CERTIFICATE_INVALID", "INVALID_POLICY", "TIMEOUT"})
        @DisplayName("STS_18 §6 what is reported during the pause is what went wrong, not that there is a pause")
        void reportedDuringThePause(MtaStsProblem.Kind kind) {
            for (boolean inForce : List.of(false, true)) {
                world.store = PolicyStore.inMemory(10);
                cache = world.cache().build();
                if (inForce) {
                    world.publish("0", ENFORCE);
                    discover();
                }
                world.announce("1");
                world.httpsFails(kind);
                List<TlsFailure> failures = discover().failures();
                assertThat(failures)
                        .extracting(TlsFailure::type)
                        .containsExactly(kind.failureType().orElseThrow());
                PolicyDiscovery paused = discover();
                assertThat(paused.problem().map(MtaStsProblem::kind)).contains(MtaStsProblem.Kind.PAUSED);
                assertThat(paused.failures()).isEqualTo(failures);
            }
        }

        @Test
        @DisplayName(
                "STS_09 PIT_66 a new id that fails leaves the old policy in force, and is tried again after the pause")
        void newIdFails() {
            world.publish("1", ENFORCE);
            discover();
            world.announce("2");
            world.httpsFails(MtaStsProblem.Kind.HTTP_STATUS);
            for (int i = 0; i < 3; i++) {
                PolicyDiscovery discovery = discover();
                assertInForce(discovery, ENFORCE, PolicyDiscovery.Source.CACHED);
                assertThat(discovery.failures()).hasSize(1);
            }
            assertThat(world.fetches).isEqualTo(2);
            world.clock.advance(Duration.ofMinutes(5));
            world.publish("2", TESTING);
            assertInForce(TESTING, PolicyDiscovery.Source.FETCHED);
        }
    }

    @Nested
    class Too_much_at_once {

        static final String BUSY = "busy example.com TOO_BUSY";

        @Test
        @DisplayName(
                "T70 STS_10 a limit of ours says nothing of a domain: mail waits, nothing is kept, nothing is reported")
        void firstContact() {
            world.announce("1");
            world.httpsFails(MtaStsProblem.Kind.TOO_BUSY);
            PolicyDiscovery discovery = discover();
            assertThat(discovery.status()).isEqualTo(PolicyDiscovery.Status.UNKNOWN);
            assertThat(discovery.problem().map(MtaStsProblem::kind)).contains(MtaStsProblem.Kind.TOO_BUSY);
            assertThat(discovery.failures()).isEmpty();
            assertThat(MtaStsDelivery.of(discovery).candidate(World.MX).action())
                    .isEqualTo(DeliveryAction.DEFER);
            assertThat(world.store.find(World.DOMAIN).toCompletableFuture().join())
                    .isEmpty();
            assertThat(world.alerts).containsExactly(BUSY);
            world.publish("1", ENFORCE); // no pause
            assertInForce(ENFORCE, PolicyDiscovery.Source.FETCHED);
        }

        @Test
        @DisplayName("T70 the same where the time or the questions for DNS are used up, for the record or for the host")
        void dnsLimits() {
            for (DnsFailure limit : List.of(DnsFailure.DEADLINE, DnsFailure.BUDGET)) {
                world.alerts.clear();
                world.announce("1");
                world.dnsFails(limit);
                assertUnknown(discover(), MtaStsProblem.Kind.DNS_LIMIT);
                assertThat(world.alerts).containsExactly("busy example.com DNS_LIMIT");
                world.announce("1");
                InMemoryDns zone = world.dns.failing(DomainName.of("mta-sts.example.com"), limit);
                MtaStsFetcher fetcher = MtaStsFetcher.builder().resolver(zone).build();
                assertUnknown(
                        world.cache().fetcher(fetcher).build().discover(World.DOMAIN),
                        MtaStsProblem.Kind.HOST_DNS_LIMIT);
                assertThat(world.store.find(World.DOMAIN).toCompletableFuture().join())
                        .isEmpty();
            }
        }

        @Test
        @DisplayName("T70 a policy in force stays so where the time for DNS is used up, and nothing is reported")
        void dnsLimitInForce() {
            world.publish("1", ENFORCE);
            discover();
            world.dnsFails(DnsFailure.DEADLINE);
            PolicyDiscovery discovery = discover();
            assertInForce(discovery, ENFORCE, PolicyDiscovery.Source.CACHED);
            assertThat(discovery.failures()).isEmpty();
        }

        @Test
        @DisplayName("T70 a fetcher of the application's that fails says nothing of the domain: mail waits")
        void fetcherFails() {
            world.announce("1");
            for (PolicyFetcher failing : List.<PolicyFetcher>of(
                    host -> CompletableFuture.failedFuture(new IllegalStateException("a mistake")), host -> {
                        throw new OutOfMemoryError("unable to create native thread");
                    })) {
                MtaStsFetcher fetcher = MtaStsFetcher.builder()
                        .resolver(world.dns)
                        .policies(failing)
                        .build();
                assertUnknown(
                        world.cache().fetcher(fetcher).build().discover(World.DOMAIN),
                        MtaStsProblem.Kind.FETCHER_FAILED);
                assertThat(world.store.find(World.DOMAIN).toCompletableFuture().join())
                        .isEmpty();
            }
        }

        @Test
        @DisplayName("T70 T72 STS_08 a fetcher of the application's that never ends holds up nobody for ever")
        void fetcherHangs() {
            DomainName other = DomainName.of("other.example");
            List<CompletableFuture<PolicyResponse>> never = new ArrayList<>();
            boolean[] hanging = {false};
            world.publish("1", ENFORCE);
            world.zone("_mta-sts.example.com TXT \"v=STSv1; id=1;\"\n_mta-sts.other.example TXT \"v=STSv1; id=1;\"");
            MtaStsFetcher fetcher = MtaStsFetcher.builder()
                    .dns(DnsSessions.over(world.dns).withExecutor(Runnable::run))
                    .policies(host -> {
                        CompletableFuture<PolicyResponse> answer = new CompletableFuture<>();
                        if (hanging[0] && host.isAtOrBelow(World.DOMAIN)) {
                            never.add(answer);
                        } else {
                            answer.complete(world.response);
                        }
                        return answer;
                    })
                    .watch(world.clock)
                    .build();
            cache = world.cache().fetcher(fetcher).build();
            discover();
            cache.discover(other);
            assertThat(world.clock.pending()).isZero();
            hanging[0] = true;
            for (int day = 1; day <= 30; day++) {
                world.clock.advance(Duration.ofDays(1));
                CompletableFuture<Integer> round = cache.refreshDueAsync(10);
                world.clock.advance(WatchedFetcher.TIME);
                assertThat(get(round)).isPositive();
            }
            assertInForce(cache.discover(other), ENFORCE, PolicyDiscovery.Source.CACHED);
            CompletableFuture<PolicyDiscovery> waiting = cache.discoverAsync(World.DOMAIN);
            world.clock.advance(WatchedFetcher.TIME);
            assertUnknown(get(waiting), MtaStsProblem.Kind.FETCHER_FAILED);
            assertThat(never).hasSizeGreaterThan(5).allMatch(CompletableFuture::isCancelled);
            assertThat(world.clock.pending()).isZero();
        }

        void assertUnknown(PolicyDiscovery discovery, MtaStsProblem.Kind kind) {
            assertThat(discovery.status()).as(discovery::explanation).isEqualTo(PolicyDiscovery.Status.UNKNOWN);
            assertThat(discovery.problem().map(MtaStsProblem::kind)).contains(kind);
            assertThat(discovery.failures()).isEmpty();
        }

        @Test
        @DisplayName("T70 a policy in force stays so, and another id is tried again at once")
        void inForce() {
            world.publish("1", ENFORCE);
            discover();
            world.announce("2");
            world.httpsFails(MtaStsProblem.Kind.TOO_BUSY);
            PolicyEntry before = stored();
            PolicyDiscovery discovery = discover();
            assertInForce(discovery, ENFORCE, PolicyDiscovery.Source.CACHED);
            assertThat(discovery.failures()).isEmpty();
            assertThat(stored()).isEqualTo(before);
            assertThat(world.alerts).containsExactly("policy 1", BUSY);
            world.publish("2", TESTING);
            assertInForce(TESTING, PolicyDiscovery.Source.FETCHED);
        }

        @Test
        @DisplayName("STS_11 a refresh is due again after the pause, and has not failed")
        void refresh() {
            world.publish("1", ENFORCE);
            discover();
            world.httpsFails(MtaStsProblem.Kind.TOO_BUSY);
            world.clock.advance(Duration.ofDays(1));
            for (int i = 0; i < 3; i++) {
                assertThat(cache.refreshDue(10)).isZero();
                assertThat(stored().failure()).isEmpty();
                assertThat(stored().refreshAt()).isEqualTo(world.clock.instant().plus(Duration.ofMinutes(5)));
                world.clock.advance(Duration.ofMinutes(5));
            }
            assertThat(world.alerts).containsExactly("policy 1", BUSY, BUSY, BUSY);
            world.publish("1", ENFORCE);
            assertThat(cache.refreshDue(10)).isEqualTo(1);
        }
    }

    @Nested
    class Section_10_2_refresh {

        @Test
        @DisplayName("STS_11 §3.3 a policy is fetched again after a day, so that it does not expire")
        void daily() {
            world.publish("1", ENFORCE);
            discover();
            for (int day = 1; day <= 30; day++) {
                world.clock.advance(Duration.ofDays(1));
                assertThat(cache.refreshDue(10)).isEqualTo(1);
                assertThat(world.fetches).isEqualTo(1 + day);
            }
            assertInForce(ENFORCE, PolicyDiscovery.Source.CACHED);
            assertThat(cache.refreshDue(10)).isZero();
        }

        @Test
        @DisplayName("STS_11 a delivery refreshes what is due, and does not wait for it")
        void byDelivery() {
            List<CompletableFuture<PolicyResponse>> open = new ArrayList<>();
            MtaStsFetcher slow = MtaStsFetcher.builder()
                    .resolver(question -> world.dns.resolve(question))
                    .policies(host -> {
                        CompletableFuture<PolicyResponse> answer = new CompletableFuture<>();
                        open.add(answer);
                        return answer;
                    })
                    .build();
            world.publish("1", ENFORCE);
            discover();
            cache = world.cache().fetcher(slow).build();
            world.clock.advance(Duration.ofDays(1));
            for (int i = 0; i < 3; i++) {
                assertInForce(ENFORCE, PolicyDiscovery.Source.CACHED);
            }
            assertThat(open).hasSize(1);
            open.get(0).complete(world.response);
            assertThat(stored().policy().orElseThrow().fetched()).isEqualTo(world.clock.instant());
        }

        @Test
        @DisplayName("STS_11 T70 §10.2 it is fetched again whatever became of the record")
        void regardlessOfTheRecord() {
            world.publish("1", ENFORCE);
            discover();
            world.zone("other.example TXT nothing");
            for (int day = 1; day <= 30; day++) {
                world.clock.advance(Duration.ofDays(1));
                cache.refreshDue(10);
            }
            assertInForce(ENFORCE, PolicyDiscovery.Source.CACHED);
            assertThat(stored().policy().orElseThrow().id()).isEqualTo("1");
        }

        @Test
        @DisplayName("STS_11 T70 §10.2 a failure is told, and tried again after 5, 10, 20, ... minutes, at last daily")
        void backOff() {
            world.publish("1", ENFORCE);
            discover();
            world.httpsFails(MtaStsProblem.Kind.CONNECTION_FAILED);
            world.clock.advance(Duration.ofDays(1));
            List<Duration> delays = new ArrayList<>();
            for (int i = 1; i <= 11; i++) {
                assertThat(cache.refreshDue(10)).isEqualTo(1);
                assertThat(world.alerts).last().isEqualTo("refresh CONNECTION_FAILED " + i);
                Duration delay = Duration.between(world.clock.instant(), stored().refreshAt());
                delays.add(delay);
                world.clock.advance(delay);
            }
            assertThat(delays)
                    .extracting(Duration::toMinutes)
                    .containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1280L, 1440L, 1440L);
            world.response = World.answer(200, ENFORCE.format());
            assertInForce(ENFORCE, PolicyDiscovery.Source.CACHED); // which refreshes it
            assertThat(stored().failure()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(ints = {6, 24, 48, 72})
        @DisplayName("STS_11 T70 §10.2 a host that comes back shortly before the policy expires is still asked in time")
        void backShortlyBeforeTheEnd(int hours) {
            MtaStsPolicy policy = World.policy(MtaStsMode.ENFORCE, Duration.ofHours(hours));
            world.publish("1", policy);
            discover();
            world.httpsFails(MtaStsProblem.Kind.CONNECTION_FAILED);
            for (int minute = 0; minute < hours * 60; minute++) {
                if (minute == hours * 60 - 15) {
                    world.publish("1", policy);
                }
                world.clock.advance(Duration.ofMinutes(1));
                cache.refreshDue(10);
            }
            assertThat(stored().failure()).isEmpty();
            assertThat(world.fetches).isLessThan(25); // and no host that is down is asked more often for that
            world.clock.advance(Duration.ofMinutes(1));
            world.zone("other.example TXT nothing");
            assertInForce(policy, PolicyDiscovery.Source.CACHED);
        }

        @Test
        @DisplayName("STS_11 §10.2 nobody is told of a policy of mode none that is gone")
        void givenUp() {
            world.publish("1", World.policy(MtaStsMode.NONE, WEEK));
            discover();
            world.alerts.clear();
            world.zone("other.example TXT nothing");
            world.httpsFails(MtaStsProblem.Kind.NO_POLICY_HOST);
            for (int day = 0; day < 10; day++) {
                world.clock.advance(Duration.ofDays(1));
                cache.refreshDue(10);
                assertThat(discover().failures()).isEmpty();
            }
            assertThat(world.alerts).isEmpty();
            assertNone(discover(), MtaStsProblem.Kind.NO_SUCH_NAME);
            assertThat(world.store.find(World.DOMAIN).toCompletableFuture().join())
                    .isEmpty();
        }

        @Test
        @DisplayName("STS_11 jitter: between three quarters of the time and all of it, by the number that is given")
        void jitter() {
            for (double chance : List.of(0.0, 0.5, 1.0)) {
                world.store = PolicyStore.inMemory(10);
                cache = world.cache().randomness(() -> chance).build();
                world.publish("1", ENFORCE);
                discover();
                assertThat(Duration.between(world.clock.instant(), stored().refreshAt()))
                        .isEqualTo(Duration.ofMinutes((long) (24 * 60 * (0.75 + 0.25 * chance))));
            }
        }

        @Test
        @DisplayName("STS_11 a policy of a short life is refreshed after half of it")
        void shortLife() {
            world.publish("1", World.policy(MtaStsMode.ENFORCE, Duration.ofHours(10)));
            discover();
            assertThat(stored().refreshAt()).isEqualTo(world.clock.instant().plus(Duration.ofHours(5)));
        }

        @Test
        @DisplayName("STS_09 a refresh respects the pause of the id")
        void pause() {
            world.publish("1", ENFORCE);
            discover();
            world.clock.advance(Duration.ofDays(1).minusSeconds(1));
            world.announce("2");
            world.httpsFails(MtaStsProblem.Kind.TIMEOUT);
            discover();
            int before = world.fetches;
            world.clock.advance(Duration.ofSeconds(1));
            cache.refreshDue(10);
            assertThat(world.fetches).isEqualTo(before);
            world.clock.advance(Duration.ofMinutes(5));
            cache.refreshDue(10);
            assertThat(world.fetches).isEqualTo(before + 1);
        }

        @Test
        @DisplayName(
                "STS_09 what holds no policy in force is thrown away, but not before its pause is over, and not fetched")
        void thrownAway() {
            world.announce("1");
            world.httpsFails(MtaStsProblem.Kind.TIMEOUT);
            discover();
            assertThat(cache.refreshDue(10)).isZero();
            world.clock.advance(Duration.ofMinutes(5));
            assertThat(cache.refreshDue(10)).isEqualTo(1);
            assertThat(world.fetches).isEqualTo(1);
            assertThat(world.store.find(World.DOMAIN).toCompletableFuture().join())
                    .isEmpty();
            // A policy that has expired while a new id is paused.
            world.publish("1", World.policy(MtaStsMode.ENFORCE, Duration.ofHours(1)));
            discover();
            world.clock.advance(Duration.ofHours(1));
            world.announce("2");
            world.httpsFails(MtaStsProblem.Kind.TIMEOUT);
            discover();
            int before = world.fetches;
            world.clock.advance(Duration.ofSeconds(1));
            cache.refreshDue(10);
            assertNone(discover(), MtaStsProblem.Kind.PAUSED);
            world.clock.advance(Duration.ofMinutes(5));
            cache.refreshDue(10);
            assertThat(world.fetches).isEqualTo(before);
            assertThat(world.store.find(World.DOMAIN).toCompletableFuture().join())
                    .isEmpty();
        }

        @Test
        @DisplayName("Of several that share a store one refreshes")
        void shared() {
            world.publish("1", ENFORCE);
            discover();
            world.clock.advance(Duration.ofDays(1));
            List<PolicyEntry> due = world.store
                    .due(world.clock.instant(), 10)
                    .toCompletableFuture()
                    .join();
            PolicyStore late = new PolicyStore() {
                @Override
                public CompletionStage<Optional<PolicyEntry>> find(DomainName domain) {
                    return world.store.find(domain);
                }

                @Override
                public CompletionStage<Boolean> put(PolicyEntry entry) {
                    return world.store.put(entry);
                }

                @Override
                public CompletionStage<Boolean> remove(PolicyEntry entry) {
                    return world.store.remove(entry);
                }

                @Override
                public CompletionStage<Boolean> forget(DomainName domain) {
                    return world.store.forget(domain);
                }

                @Override
                public CompletionStage<List<PolicyEntry>> due(Instant now, int limit) {
                    return CompletableFuture.completedFuture(due);
                }
            };
            cache.refreshDue(10);
            assertThat(world.fetches).isEqualTo(2);
            world.cache().store(late).build().refreshDue(10);
            assertThat(world.fetches).isEqualTo(2);
        }
    }

    @Nested
    class Section_8_3_removal {

        @Test
        @DisplayName(
                "STS_15 §8.3 mode none takes the place of a policy that is enforced, and may be followed by nothing")
        void removal() {
            world.publish("1", ENFORCE);
            discover();
            world.publish("2", NONE);
            assertInForce(NONE, PolicyDiscovery.Source.FETCHED);
            assertThat(discover().mode()).isEqualTo(MtaStsMode.NONE);
            world.zone("other.example TXT nothing");
            world.httpsFails(MtaStsProblem.Kind.NO_POLICY_HOST);
            assertInForce(NONE, PolicyDiscovery.Source.CACHED);
            world.clock.advance(Duration.ofDays(2));
            assertNone(discover(), MtaStsProblem.Kind.NO_SUCH_NAME);
        }
    }

    @Nested
    class Section_10_3_hostile_policies {

        @Test
        @DisplayName("T74 §10.3 a long policy of an attacker is replaced as soon as the owner publishes another")
        void replaced() {
            world.publish("evil", World.policy(MtaStsMode.ENFORCE, MtaStsPolicy.MAX_AGE));
            discover();
            world.publish("good", TESTING);
            assertInForce(TESTING, PolicyDiscovery.Source.FETCHED);
        }

        @Test
        @DisplayName("T74 an administrator forgets a policy, or disregards those of a domain")
        void administrator() {
            world.publish("evil", World.policy(MtaStsMode.ENFORCE, MtaStsPolicy.MAX_AGE));
            discover();
            MtaStsCache exempt = world.cache().allowWithoutPolicy(World.DOMAIN).build();
            assertNone(exempt.discover(World.DOMAIN), MtaStsProblem.Kind.DISREGARDED);
            world.zone("other.example TXT nothing");
            assertThat(cache.forgetAsync(World.DOMAIN).join()).isTrue();
            assertThat(cache.forgetAsync(World.DOMAIN).join()).isFalse();
            assertNone(discover(), MtaStsProblem.Kind.NO_SUCH_NAME);
        }
    }

    @Nested
    class Several_at_once {

        final List<CompletableFuture<PolicyResponse>> open = new ArrayList<>();

        @Test
        @DisplayName("All who wait for a domain share one discovery; each has a future of its own")
        void oneFlight() {
            world.publish("1", ENFORCE);
            cache = world.cache().fetcher(slow()).build();
            List<CompletableFuture<PolicyDiscovery>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(cache.discoverAsync(World.DOMAIN));
            }
            assertThat(open).hasSize(1);
            all.get(0).cancel(true);
            all.get(7).complete(null);
            open.get(0).complete(world.response);
            for (int i = 1; i < 20; i++) {
                if (i != 7) {
                    assertInForce(all.get(i).join(), ENFORCE, PolicyDiscovery.Source.FETCHED);
                }
            }
            assertInForce(ENFORCE, PolicyDiscovery.Source.CACHED);
        }

        @Test
        @DisplayName("When the last of them goes, the fetch is cancelled; who comes later begins anew")
        void lastOneGoes() {
            world.publish("1", ENFORCE);
            cache = world.cache().fetcher(slow()).build();
            CompletableFuture<PolicyDiscovery> first = cache.discoverAsync(World.DOMAIN);
            CompletableFuture<PolicyDiscovery> second = cache.discoverAsync(World.DOMAIN);
            first.cancel(true);
            assertThat(open.get(0)).isNotDone();
            second.cancel(true);
            assertThat(open.get(0)).isCancelled();
            CompletableFuture<PolicyDiscovery> third = cache.discoverAsync(World.DOMAIN);
            open.get(1).complete(world.response);
            assertInForce(third.join(), ENFORCE, PolicyDiscovery.Source.FETCHED);
        }

        MtaStsFetcher slow() {
            return MtaStsFetcher.builder()
                    .resolver(question -> world.dns.resolve(question))
                    .policies(host -> {
                        CompletableFuture<PolicyResponse> answer = new CompletableFuture<>();
                        open.add(answer);
                        return answer;
                    })
                    .build();
        }

        @Test
        @DisplayName("T70 A fetch that fails changes nothing about a policy that somebody else has fetched meanwhile")
        void failureIsOutdated() {
            world.announce("1");
            MtaStsFetcher failing = MtaStsFetcher.builder()
                    .resolver(question -> world.dns.resolve(question))
                    .policies(host -> {
                        world.clock.advance(Duration.ofSeconds(1));
                        world.store.put(PolicyEntry.of(World.DOMAIN)
                                .withPolicy(new PolicyEntry.CachedPolicy("1", ENFORCE, world.clock.instant())));
                        return CompletableFuture.completedFuture(World.answer(503, ""));
                    })
                    .build();
            cache = world.cache().fetcher(failing).build();
            assertInForce(ENFORCE, PolicyDiscovery.Source.CACHED);
            assertThat(stored().failure()).isEmpty();
        }

        @Test
        @DisplayName("T72 who does with a policy what blocks holds up neither the store nor other discoveries")
        void threadOfCallers() {
            world.publish("1", ENFORCE);
            cache = world.cache().fetcher(slow()).build();
            CompletableFuture<String> discovery = cache.discoverAsync(World.DOMAIN)
                    .thenApply(found -> Thread.currentThread().getName());
            open.get(0).complete(world.response);
            assertThat(get(discovery)).startsWith("mailseal-policy-caller-");
        }

        @Test
        @DisplayName("T74 a discovery that is under way when its domain is forgotten is none for who asks afterwards")
        void forgottenMeanwhile() {
            world.publish("1", ENFORCE);
            discover();
            world.announce("2");
            cache = world.cache().fetcher(slow()).build();
            CompletableFuture<PolicyDiscovery> before = cache.discoverAsync(World.DOMAIN);
            assertThat(cache.forgetAsync(World.DOMAIN).join()).isTrue();
            CompletableFuture<PolicyDiscovery> after = cache.discoverAsync(World.DOMAIN);
            assertThat(open).hasSize(2);
            open.get(0).complete(World.answer(200, TESTING.format()));
            get(before);
            assertThat(world.store.find(World.DOMAIN).toCompletableFuture().join())
                    .as("what was forgotten does not come back")
                    .isEmpty();
            open.get(1).complete(world.response);
            assertInForce(get(after), ENFORCE, PolicyDiscovery.Source.FETCHED);
        }

        @Test
        @DisplayName("STS_11 a round of refreshes that is asked for during another one is that one")
        void oneRound() {
            world.publish("1", ENFORCE);
            discover();
            world.clock.advance(Duration.ofDays(1));
            cache = world.cache().fetcher(slow()).build();
            CompletableFuture<Integer> first = cache.refreshDueAsync(10);
            world.clock.advance(Duration.ofMinutes(10)); // it is due again
            CompletableFuture<Integer> second = cache.refreshDueAsync(10);
            assertThat(open).hasSize(1);
            open.get(0).complete(world.response);
            assertThat(get(first)).isEqualTo(1);
            assertThat(get(second)).isEqualTo(1);
        }

        @Test
        @DisplayName("Who is slower writes again, over what the other has written")
        void race() {
            world.publish("1", ENFORCE);
            PolicyStore store = world.store;
            List<PolicyEntry> written = new ArrayList<>();
            world.store = new PolicyStore() {
                @Override
                public CompletionStage<Optional<PolicyEntry>> find(DomainName domain) {
                    return store.find(domain);
                }

                @Override
                public CompletionStage<Boolean> put(PolicyEntry entry) {
                    if (written.isEmpty()) {
                        // Somebody else comes first.
                        store.put(PolicyEntry.of(World.DOMAIN)
                                .withFailure(new PolicyEntry.FailedFetch(
                                        "1", Instant.EPOCH, 1, MtaStsProblem.Kind.TIMEOUT)));
                    }
                    written.add(entry);
                    return store.put(entry);
                }

                @Override
                public CompletionStage<Boolean> remove(PolicyEntry entry) {
                    return store.remove(entry);
                }

                @Override
                public CompletionStage<Boolean> forget(DomainName domain) {
                    return store.forget(domain);
                }

                @Override
                public CompletionStage<List<PolicyEntry>> due(Instant now, int limit) {
                    return store.due(now, limit);
                }
            };
            cache = world.cache().build();
            assertInForce(ENFORCE, PolicyDiscovery.Source.FETCHED);
            assertThat(written).extracting(PolicyEntry::version).containsExactly(0L, 1L);
            assertThat(stored().policy().orElseThrow().id()).isEqualTo("1");
            assertThat(stored().version()).isEqualTo(2);
        }
    }

    @Nested
    class A_store_that_fails {

        PolicyStore broken(boolean reading, boolean writing) {
            PolicyStore store = world.store;
            return new PolicyStore() {
                @Override
                public CompletionStage<Optional<PolicyEntry>> find(DomainName domain) {
                    return reading
                            ? CompletableFuture.failedFuture(new IllegalStateException("read"))
                            : store.find(domain);
                }

                @Override
                public CompletionStage<Boolean> put(PolicyEntry entry) {
                    if (writing) {
                        throw new IllegalStateException("write");
                    }
                    return store.put(entry);
                }

                @Override
                public CompletionStage<Boolean> remove(PolicyEntry entry) {
                    return store.remove(entry);
                }

                @Override
                public CompletionStage<Boolean> forget(DomainName domain) {
                    return store.forget(domain);
                }

                @Override
                @SuppressWarnings("NullAway")
                public CompletionStage<List<PolicyEntry>> due(Instant now, int limit) {
                    return null;
                }
            };
        }

        @Test
        @DisplayName("T70 that can't be read: a live policy counts; otherwise nobody knows, and mail waits")
        void notReadable() {
            world.publish("1", ENFORCE);
            discover();
            world.alerts.clear();
            cache = world.cache().store(broken(true, false)).build();
            assertInForce(ENFORCE, PolicyDiscovery.Source.FETCHED);
            world.httpsFails(MtaStsProblem.Kind.TIMEOUT);
            assertUnknown(discover());
            world.zone("other.example TXT nothing");
            assertUnknown(discover());
            assertThat(world.alerts).containsOnly("store read");
        }

        void assertUnknown(PolicyDiscovery discovery) {
            assertThat(discovery.status()).isEqualTo(PolicyDiscovery.Status.UNKNOWN);
            assertThat(discovery.problem().map(MtaStsProblem::kind)).contains(MtaStsProblem.Kind.STORE_UNAVAILABLE);
            assertThat(MtaStsDelivery.of(discovery).candidate(World.MX).action())
                    .isEqualTo(DeliveryAction.DEFER);
        }

        @Test
        @DisplayName("T70 that throws an Error: mail waits, and the next discovery begins anew")
        void throwsError() {
            world.publish("1", ENFORCE);
            world.httpsFails(MtaStsProblem.Kind.TIMEOUT);
            boolean[] broken = {true};
            OneStepBehind store = new OneStepBehind(world.store) {
                @Override
                public CompletionStage<Optional<PolicyEntry>> find(DomainName domain) {
                    if (broken[0]) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    return super.find(domain);
                }
            };
            cache = world.cache().store(store).build();
            assertUnknown(discover());
            broken[0] = false;
            world.publish("1", ENFORCE);
            assertInForce(ENFORCE, PolicyDiscovery.Source.FETCHED);
        }

        @Test
        @DisplayName("that can't be written: what was fetched counts all the same")
        void notWritable() {
            world.publish("1", ENFORCE);
            cache = world.cache().store(broken(false, true)).build();
            assertInForce(ENFORCE, PolicyDiscovery.Source.FETCHED);
            assertInForce(ENFORCE, PolicyDiscovery.Source.FETCHED);
            assertThat(world.alerts).contains("store write");
            assertThat(cache.refreshDue(10)).isZero();
        }

        @Test
        @DisplayName("STS_10 that can't be written: where nothing could be fetched, what can be read counts")
        void notWritableAndNothingFetched() {
            world.announce("1");
            world.httpsFails(MtaStsProblem.Kind.TIMEOUT);
            cache = world.cache().store(broken(false, true)).build();
            assertNone(discover(), MtaStsProblem.Kind.TIMEOUT);
            world.store.put(PolicyEntry.of(World.DOMAIN)
                    .withPolicy(new PolicyEntry.CachedPolicy("0", ENFORCE, world.clock.instant())));
            assertInForce(ENFORCE, PolicyDiscovery.Source.CACHED);
        }
    }

    @Test
    @DisplayName("An observer that throws, and a fetcher that fails, disturb nothing")
    void usersCode() {
        world.publish("1", ENFORCE);
        MtaStsObserver throwing = new MtaStsObserver() {
            @Override
            public void policyChanged(PolicyEntry entry) {
                throw new IllegalStateException("observer");
            }
        };
        cache = world.cache().observer(throwing).build();
        assertInForce(ENFORCE, PolicyDiscovery.Source.FETCHED);
        for (PolicyFetcher failing : List.<PolicyFetcher>of(
                host -> {
                    throw new IllegalStateException("fetcher");
                },
                host -> null,
                host -> CompletableFuture.completedFuture(null),
                host -> CompletableFuture.failedFuture(new IllegalStateException("fetcher")))) {
            InMemoryDns zone = InMemoryDns.parse("_mta-sts.example.com TXT \"v=STSv1; id=2;\"");
            MtaStsFetcher fetcher =
                    MtaStsFetcher.builder().resolver(zone).policies(failing).build();
            assertThat(fetcher.fetch(World.DOMAIN).problem().map(MtaStsProblem::kind))
                    .contains(MtaStsProblem.Kind.FETCHER_FAILED);
        }
    }

    @Test
    void misuse() {
        assertThatIllegalStateException().isThrownBy(() -> MtaStsCache.builder().build());
        assertThatIllegalStateException()
                .isThrownBy(() -> MtaStsFetcher.builder().build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MtaStsCache.builder().refreshesAtOnce(0));
        assertThatIllegalArgumentException().isThrownBy(() -> PolicyStore.inMemory(0));
        assertThatIllegalArgumentException().isThrownBy(() -> cache.refreshDue(0));
        assertThatIllegalArgumentException().isThrownBy(() -> cache.refreshDueAsync(-1));
        assertThat(world.alerts).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RefreshSchedule(Duration.ofMinutes(1), Duration.ofMinutes(5)));
    }
}
