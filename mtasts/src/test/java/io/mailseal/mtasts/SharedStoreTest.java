package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Two mail servers and one store, and all that one of them may do while the other waits (§3.3, §5.1). */
class SharedStoreTest {

    static final MtaStsPolicy ENFORCE = World.policy(MtaStsMode.ENFORCE, Duration.ofDays(30));
    static final MtaStsPolicy TESTING = World.policy(MtaStsMode.TESTING, Duration.ofDays(30));

    final World world = new World();
    final List<CompletableFuture<PolicyResponse>> open = new ArrayList<>();
    final OneStepBehind behind = new OneStepBehind(world.store);

    /** A server whose fetches end when a test says so. */
    final MtaStsCache slow = world.cache().fetcher(slowFetcher()).build();

    /** A server that does its work between two steps of the others. */
    final MtaStsCache quick = world.cache().build();

    /** A server that comes last to the store. */
    final MtaStsCache late = world.cache().store(behind).build();

    MtaStsFetcher slowFetcher() {
        return MtaStsFetcher.builder()
                .dns(DnsSessions.over(question -> world.dns.resolve(question)).withExecutor(Runnable::run))
                .policies(host -> {
                    CompletableFuture<PolicyResponse> response = new CompletableFuture<>();
                    open.add(response);
                    return response;
                })
                .build();
    }

    Optional<PolicyEntry> stored() {
        return world.store.find(World.DOMAIN).toCompletableFuture().join();
    }

    Optional<MtaStsPolicy> storedPolicy() {
        return stored().flatMap(PolicyEntry::policy).map(PolicyEntry.CachedPolicy::policy);
    }

    static PolicyResponse failed() {
        return PolicyResponse.Failed.of(MtaStsProblem.Kind.TIMEOUT, "It fails.");
    }

    static void assertEnforced(PolicyDiscovery discovery) {
        assertThat(discovery.mode()).as(discovery::explanation).isEqualTo(MtaStsMode.ENFORCE);
    }

    static void assertStatus(PolicyDiscovery discovery, PolicyDiscovery.Status status) {
        assertThat(discovery.status()).as(discovery::explanation).isEqualTo(status);
    }

    /** The policy host was down once, the pause is over, and the entry, which holds nothing else, is due. */
    void failedOnce() {
        world.announce("1");
        world.httpsFails(MtaStsProblem.Kind.CONNECTION_FAILED);
        quick.discover(World.DOMAIN);
        world.clock.advance(Duration.ofMinutes(6));
    }

    @Nested
    class An_entry_that_was_removed_and_is_there_again {

        @Test
        @DisplayName("T70 is not that of before: a failure, however late, does not take the place of a policy")
        void lateFailure() {
            failedOnce();
            CompletableFuture<PolicyDiscovery> discovery = slow.discoverAsync(World.DOMAIN);
            world.clock.advance(Duration.ofSeconds(5));
            assertThat(quick.refreshDue(10)).isEqualTo(1);
            assertThat(stored()).isEmpty();
            world.publish("1", ENFORCE);
            quick.discover(World.DOMAIN);
            world.clock.advance(Duration.ofSeconds(30));
            open.get(0).complete(failed());
            assertEnforced(discovery.join());
            assertThat(storedPolicy()).contains(ENFORCE);
            world.zone("other.example TXT nothing");
            assertEnforced(quick.discover(World.DOMAIN));
        }

        @Test
        @DisplayName("T70 is not that of before: who wants to throw it away does not throw a policy away")
        void lateRemoval() {
            failedOnce();
            behind.beforeRemove = () -> {
                quick.refreshDue(10);
                world.publish("1", ENFORCE);
                quick.discover(World.DOMAIN);
            };
            late.refreshDue(10);
            assertThat(storedPolicy()).contains(ENFORCE);
        }

        @Test
        @DisplayName(
                "T74 is not that of before: a refresh that is about to begin does not bring back what was forgotten")
        void lateRefresh() {
            world.publish("evil", TESTING);
            quick.discover(World.DOMAIN);
            world.clock.advance(Duration.ofDays(1));
            behind.beforePut = () -> {
                quick.forgetAsync(World.DOMAIN).join();
                world.publish("good", ENFORCE);
                quick.discover(World.DOMAIN);
                world.httpsFails(MtaStsProblem.Kind.TIMEOUT);
            };
            late.refreshDue(10);
            assertThat(storedPolicy()).contains(ENFORCE);
        }
    }

    @Nested
    class What_was_read_is_outdated {

        @Test
        @DisplayName("T70 who lost a race and can't read what the other has written does not know")
        void lostRaceThenDown() {
            world.announce("1");
            world.httpsFails(MtaStsProblem.Kind.CONNECTION_FAILED);
            behind.beforePut = () -> {
                world.publish("1", ENFORCE);
                quick.discover(World.DOMAIN);
                behind.down = true;
            };
            PolicyDiscovery discovery = late.discover(World.DOMAIN);
            assertStatus(discovery, PolicyDiscovery.Status.UNKNOWN);
            assertThat(discovery.problem().map(MtaStsProblem::kind)).contains(MtaStsProblem.Kind.STORE_UNAVAILABLE);
        }

        CompletableFuture<PolicyDiscovery> waitingForDns(CompletableFuture<DnsAnswer> answer) {
            MtaStsFetcher waiting = MtaStsFetcher.builder()
                    .dns(DnsSessions.over(question -> answer).withExecutor(Runnable::run))
                    .policies(host -> CompletableFuture.completedFuture(world.response))
                    .build();
            return world.cache().fetcher(waiting).build().discoverAsync(World.DOMAIN);
        }

        @Test
        @DisplayName("T70 a policy that another server stores while DNS fails here is in force here, too")
        void whileDnsFails() {
            CompletableFuture<DnsAnswer> answer = new CompletableFuture<>();
            CompletableFuture<PolicyDiscovery> discovery = waitingForDns(answer);
            world.publish("1", ENFORCE);
            quick.discover(World.DOMAIN);
            answer.completeExceptionally(new IllegalStateException("blocked"));
            assertEnforced(discovery.join());
        }

        @Test
        @DisplayName("T70 the same where DNS takes its time to say that there is no record")
        void whileDnsIsSlow() {
            CompletableFuture<DnsAnswer> answer = new CompletableFuture<>();
            CompletableFuture<PolicyDiscovery> discovery = waitingForDns(answer);
            world.publish("1", ENFORCE);
            quick.discover(World.DOMAIN);
            world.clock.advance(Duration.ofSeconds(5));
            world.zone("other.example TXT nothing");
            answer.complete(world.dns
                    .resolve(DnsQuestion.txt(DomainName.of("_mta-sts.example.com")))
                    .toCompletableFuture()
                    .join());
            assertEnforced(discovery.join());
        }

        @Test
        @DisplayName(
                "T70 a policy that expires while the fetch hangs, and was refreshed by another server, is in force")
        void refreshedMeanwhile() {
            world.publish("1", World.policy(MtaStsMode.ENFORCE, Duration.ofSeconds(100)));
            quick.discover(World.DOMAIN);
            world.clock.advance(Duration.ofSeconds(90));
            world.announce("2");
            CompletableFuture<PolicyDiscovery> discovery = slow.discoverAsync(World.DOMAIN);
            quick.refreshDue(10);
            world.clock.advance(Duration.ofSeconds(20));
            open.get(0).complete(failed());
            assertEnforced(discovery.join());
        }

        @Test
        @DisplayName("PIT_66 a policy that was fetched later is not replaced by one whose fetch took longer")
        void slowFetchOfAnOldPolicy() {
            world.publish("1", TESTING);
            CompletableFuture<PolicyDiscovery> discovery = slow.discoverAsync(World.DOMAIN);
            PolicyResponse old = world.response;
            world.clock.advance(Duration.ofSeconds(10));
            world.publish("2", ENFORCE);
            quick.discover(World.DOMAIN);
            world.alerts.clear();
            world.clock.advance(Duration.ofSeconds(10));
            open.get(0).complete(old);
            assertEnforced(discovery.join());
            assertThat(storedPolicy()).contains(ENFORCE);
            assertThat(world.alerts).isEmpty();
        }

        @Test
        @DisplayName("PIT_66 the same for a refresh")
        void slowRefreshOfAnOldPolicy() {
            world.publish("1", TESTING);
            quick.discover(World.DOMAIN);
            world.clock.advance(Duration.ofDays(1));
            CompletableFuture<Integer> refresh = slow.refreshDueAsync(10);
            PolicyResponse old = world.response;
            world.clock.advance(Duration.ofSeconds(10));
            world.publish("2", ENFORCE);
            quick.discover(World.DOMAIN);
            world.clock.advance(Duration.ofSeconds(10));
            open.get(0).complete(old);
            assertThat(refresh.join()).isEqualTo(1);
            assertThat(storedPolicy()).contains(ENFORCE);
        }
    }

    /** Nobody compares the time of one server with that of another. */
    @Nested
    class Clocks_that_differ {

        MtaStsCache ahead() {
            return world.cache()
                    .clock(() -> world.clock.instant().plus(Duration.ofDays(365)))
                    .build();
        }

        @Test
        @DisplayName("T70 PIT_66 what was stored in the future is replaced by what is fetched now, mode none as well")
        void replaced() {
            world.publish("1", ENFORCE);
            ahead().discover(World.DOMAIN);
            for (MtaStsPolicy next : List.of(TESTING, World.policy(MtaStsMode.NONE, Duration.ofDays(1)))) {
                world.publish(next.mode().word(), next);
                assertThat(quick.discover(World.DOMAIN).mode()).isEqualTo(next.mode());
                assertThat(storedPolicy()).contains(next);
            }
            int fetches = world.fetches;
            quick.discover(World.DOMAIN);
            assertThat(world.fetches).isEqualTo(fetches);
        }

        @Test
        @DisplayName("STS_11 a policy of the future is refreshed at the next delivery, so that it expires as it should")
        void refreshed() {
            world.publish("1", ENFORCE);
            ahead().discover(World.DOMAIN);
            quick.discover(World.DOMAIN);
            assertThat(world.fetches).isEqualTo(2);
            assertThat(stored().orElseThrow().policy().orElseThrow().fetched()).isEqualTo(world.clock.instant());
            quick.discover(World.DOMAIN);
            assertThat(world.fetches).isEqualTo(2);
        }

        @Test
        @DisplayName("STS_09 a pause that lasts for longer than any is none")
        void pause() {
            world.announce("1");
            world.httpsFails(MtaStsProblem.Kind.TIMEOUT);
            ahead().discover(World.DOMAIN);
            world.publish("1", ENFORCE);
            assertEnforced(quick.discover(World.DOMAIN));
        }
    }

    @Nested
    class Section_10_3_forgetting {

        void published() {
            world.publish("evil", World.policy(MtaStsMode.ENFORCE, MtaStsPolicy.MAX_AGE));
            quick.discover(World.DOMAIN);
        }

        @Test
        @DisplayName("T74 does not say that there was nothing when the store can't be reached")
        void storeDown() {
            published();
            behind.down = true;
            assertThatThrownBy(late.forgetAsync(World.DOMAIN)::join).hasRootCauseMessage("down");
        }

        @Test
        @DisplayName("T74 is not outrun by a refresh")
        void race() {
            published();
            world.clock.advance(Duration.ofDays(1));
            behind.beforeRemove = () -> quick.refreshDue(10);
            assertThat(late.forgetAsync(World.DOMAIN).join()).isTrue();
            assertThat(stored()).isEmpty();
        }

        @Test
        @DisplayName("T74 a refresh that is under way does not bring it back, whether it succeeds or fails")
        void refreshUnderWay() {
            for (PolicyResponse response : List.of(
                    World.answer(
                            200,
                            World.policy(MtaStsMode.ENFORCE, MtaStsPolicy.MAX_AGE)
                                    .format()),
                    failed())) {
                published();
                world.clock.advance(Duration.ofDays(1));
                CompletableFuture<Integer> refresh = slow.refreshDueAsync(10);
                assertThat(quick.forgetAsync(World.DOMAIN).join()).isTrue();
                world.alerts.clear();
                open.remove(0).complete(response);
                refresh.join();
                assertThat(stored()).isEmpty();
                assertThat(world.alerts).isEmpty();
            }
        }
    }

    @Nested
    class Section_10_2_many_refreshes {

        static DomainName name(int number) {
            return DomainName.of("a" + number + ".example");
        }

        void storeDue(int count) {
            for (int i = 0; i < count; i++) {
                world.store.put(PolicyEntry.of(name(i))
                        .withPolicy(new PolicyEntry.CachedPolicy("1", ENFORCE, world.clock.instant()))
                        .withRefreshAt(world.clock.instant()));
            }
        }

        @Test
        @DisplayName("STS_11 there are 16 at once, however many are due")
        void bounded() {
            storeDue(100);
            CompletableFuture<Integer> refresh = slow.refreshDueAsync(100);
            for (int done = 0; done < 100; done++) {
                assertThat(open).hasSize(Math.min(100, done + 16));
                open.get(done).complete(failed());
            }
            assertThat(refresh.join()).isEqualTo(100);
        }

        @Test
        @DisplayName("STS_11 or as many as an application wants; when it gives up, so do they, and no more begin")
        void cancelled() {
            storeDue(100);
            MtaStsCache cache =
                    world.cache().fetcher(slowFetcher()).refreshesAtOnce(3).build();
            CompletableFuture<Integer> refresh = cache.refreshDueAsync(100);
            open.get(0).complete(failed());
            assertThat(open).hasSize(4);
            refresh.cancel(true);
            assertThat(open).hasSize(4);
            assertThat(open.subList(1, 4)).allMatch(CompletableFuture::isCancelled);
            assertThat(world.alerts).noneMatch(alert -> alert.startsWith("unexpected"));
        }

        @Test
        @DisplayName("STS_11 as many as are due, where each is done at once")
        void atOnce() {
            world.store = PolicyStore.inMemory(20_000);
            storeDue(20_000);
            assertThat(world.cache().build().refreshDue(20_000)).isEqualTo(20_000);
        }

        @Test
        @DisplayName("STS_11 one that ends with an exception leaves the others alone")
        void exceptional() {
            storeDue(20);
            int[] calls = {0};
            MtaStsCache cache = world.cache()
                    .randomness(() -> {
                        if (calls[0]++ == 3) {
                            throw new IllegalStateException("no more randomness");
                        }
                        return 1;
                    })
                    .build();
            assertThat(cache.refreshDue(100)).isEqualTo(19);
            assertThat(world.alerts)
                    .filteredOn(alert -> alert.startsWith("unexpected"))
                    .containsExactly("unexpected a3.example no more randomness");
        }
    }
}
