package io.mailseal.mtasts.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.mtasts.MtaStsCache;
import io.mailseal.mtasts.MtaStsMode;
import io.mailseal.mtasts.MtaStsPolicy;
import io.mailseal.mtasts.MtaStsProblem;
import io.mailseal.mtasts.PolicyDiscovery;
import io.mailseal.mtasts.PolicyEntry;
import io.mailseal.mtasts.PolicyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every store promises, in memory or in a database. */
abstract class PolicyStoreContract {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final int WRITERS = 8;

    PolicyStore store;

    /** A store without entries; what {@link #machine} gives shares them. */
    abstract PolicyStore emptyStore() throws Exception;

    /** The same store as another process would have it. */
    abstract PolicyStore machine();

    /** A store with room for so many domains, over what the others share or on its own. */
    abstract PolicyStore withCapacity(int capacity);

    @BeforeEach
    void open() throws Exception {
        store = emptyStore();
    }

    static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    static DomainName name(int number) {
        return DomainName.of("a" + number + ".example");
    }

    static PolicyEntry entry(int number, MtaStsMode mode) {
        return PolicyEntry.of(name(number))
                .withPolicy(new PolicyEntry.CachedPolicy("1", SharedWorld.policy(mode), NOW))
                .withRefreshAt(NOW.plusSeconds(number));
    }

    Optional<PolicyEntry> find(int number) {
        return get(store.find(name(number)));
    }

    boolean put(PolicyEntry entry) {
        return get(store.put(entry));
    }

    /** Lets all begin at the same time, and waits for them. */
    static <T> List<T> together(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            CyclicBarrier start = new CyclicBarrier(calls.size());
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> call : calls) {
                running.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void firstVersionIsOne() {
        assertThat(find(1)).isEmpty();
        assertThat(put(entry(1, MtaStsMode.NONE))).isTrue();
        assertThat(find(1)).contains(entry(1, MtaStsMode.NONE).withVersion(1));
    }

    @Test
    void onlyTheCurrentVersionIsReplaced() {
        put(entry(1, MtaStsMode.NONE));
        assertThat(put(entry(1, MtaStsMode.ENFORCE))).isFalse();
        assertThat(put(entry(1, MtaStsMode.ENFORCE).withVersion(2))).isFalse();
        assertThat(put(entry(1, MtaStsMode.ENFORCE).withVersion(1))).isTrue();
        assertThat(find(1)).contains(entry(1, MtaStsMode.ENFORCE).withVersion(2));
    }

    @Test
    void onlyTheCurrentVersionIsRemoved() {
        put(entry(1, MtaStsMode.NONE));
        assertThat(get(store.remove(entry(1, MtaStsMode.NONE)))).isFalse();
        assertThat(get(store.remove(entry(1, MtaStsMode.NONE).withVersion(1)))).isTrue();
        assertThat(find(1)).isEmpty();
        assertThat(get(store.remove(entry(1, MtaStsMode.NONE).withVersion(1)))).isFalse();
    }

    @Test
    @DisplayName("T70 an entry that was removed and is there again is another one: no version is used twice")
    void noVersionTwice() {
        for (int i = 1; i <= 3; i++) {
            put(entry(1, MtaStsMode.NONE));
            PolicyEntry stale = find(1).orElseThrow();
            assertThat(get(store.remove(stale))).isTrue();
            assertThat(put(entry(1, MtaStsMode.ENFORCE))).isTrue();
            assertThat(put(stale)).isFalse();
            assertThat(get(store.remove(stale))).isFalse();
            PolicyEntry kept = find(1).orElseThrow();
            assertThat(kept).isEqualTo(entry(1, MtaStsMode.ENFORCE).withVersion(stale.version() + 1));
            assertThat(get(store.remove(kept))).isTrue();
        }
    }

    @Test
    @DisplayName("T70 an entry that was driven out and is there again is another one")
    void drivenOut() {
        store = withCapacity(1);
        put(entry(1, MtaStsMode.NONE));
        put(entry(1, MtaStsMode.NONE).withVersion(1));
        PolicyEntry stale = find(1).orElseThrow();
        assertThat(put(entry(2, MtaStsMode.TESTING))).isTrue();
        assertThat(find(1)).isEmpty();
        assertThat(get(store.remove(find(2).orElseThrow()))).isTrue();
        for (int i = 0; i < 2; i++) {
            assertThat(put(entry(1, MtaStsMode.TESTING)
                            .withVersion(i == 0 ? 0 : find(1).orElseThrow().version())))
                    .isTrue();
            assertThat(put(stale)).isFalse();
            assertThat(get(store.remove(stale))).isFalse();
        }
        assertThat(find(1).orElseThrow().policy())
                .isEqualTo(entry(1, MtaStsMode.TESTING).policy());
    }

    @Test
    @DisplayName("T70 no version is used twice, however many machines write and remove")
    void noVersionTwiceAtOnce() throws Exception {
        List<List<Long>> removed = together(Stream.generate(this::machine)
                .limit(WRITERS)
                .map(machine -> (Callable<List<Long>>) () -> {
                    List<Long> versions = new ArrayList<>();
                    for (int i = 0; i < 20; i++) {
                        PolicyEntry found = get(machine.find(name(1))).orElse(PolicyEntry.of(name(1)));
                        if (found.version() == 0 || i % 3 == 0) {
                            get(machine.put(found));
                        } else if (get(machine.remove(found))) {
                            versions.add(found.version());
                        }
                    }
                    return versions;
                })
                .toList());
        assertThat(removed.stream().flatMap(List::stream)).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("T74 what is to be forgotten goes, in whatever version, and its versions don't come again")
    void forgotten() {
        assertThat(get(store.forget(name(1)))).isFalse();
        put(entry(1, MtaStsMode.ENFORCE));
        put(entry(1, MtaStsMode.ENFORCE).withVersion(1));
        put(entry(2, MtaStsMode.ENFORCE));
        assertThat(get(store.forget(name(1)))).isTrue();
        assertThat(find(1)).isEmpty();
        assertThat(find(2)).isPresent();
        assertThat(put(entry(1, MtaStsMode.NONE).withVersion(2))).isFalse();
        put(entry(1, MtaStsMode.NONE));
        assertThat(find(1)).contains(entry(1, MtaStsMode.NONE).withVersion(3));
        assertThat(get(store.forget(name(1)))).isTrue();
        assertThat(get(store.forget(name(1)))).isFalse();
    }

    @Test
    @DisplayName("T74 what is to be forgotten goes, however many machines write it at the same time")
    void forgottenAtOnce() throws Exception {
        for (int round = 0; round < 4; round++) {
            put(entry(1, MtaStsMode.ENFORCE));
            PolicyEntry first = find(1).orElseThrow();
            List<Callable<Boolean>> machines = new ArrayList<>();
            for (int i = 1; i < WRITERS; i++) {
                PolicyStore machine = machine();
                machines.add(() -> {
                    PolicyEntry next = first;
                    while (get(machine.put(next))) {
                        next = next.withVersion(next.version() + 1);
                    }
                    return false;
                });
            }
            PolicyStore administrator = machine();
            machines.add(() -> get(administrator.forget(name(1))));
            assertThat(together(machines)).containsOnlyOnce(true);
            assertThat(find(1)).isEmpty();
        }
    }

    @Test
    @DisplayName("Of many machines that write one version one wins")
    void race() throws Exception {
        List<PolicyStore> machines =
                Stream.generate(this::machine).limit(WRITERS).toList();
        for (int round = 0; round < 20; round++) {
            PolicyEntry entry = entry(1, MtaStsMode.ENFORCE).withVersion(round);
            assertThat(together(machines.stream()
                            .map(machine -> (Callable<Boolean>) () -> get(machine.put(entry)))
                            .toList()))
                    .containsOnlyOnce(true);
        }
        assertThat(find(1).orElseThrow().version()).isEqualTo(20);
    }

    @Test
    @DisplayName("No change is lost, however many machines read and write")
    void lostUpdates() throws Exception {
        put(entry(1, MtaStsMode.ENFORCE).withRefreshAt(NOW));
        together(Stream.generate(this::machine)
                .limit(WRITERS)
                .map(machine -> (Callable<Boolean>) () -> {
                    for (int done = 0; done < 10; ) {
                        PolicyEntry read = get(machine.find(name(1))).orElseThrow();
                        PolicyEntry later = read.withRefreshAt(read.refreshAt().plusSeconds(1));
                        done += get(machine.put(later)) ? 1 : 0;
                    }
                    return true;
                })
                .toList());
        PolicyEntry last = find(1).orElseThrow();
        assertThat(last.refreshAt()).isEqualTo(NOW.plusSeconds(10 * WRITERS));
        assertThat(last.version()).isEqualTo(1 + 10 * WRITERS);
    }

    @Test
    void whoWaitsLongestComesFirst() {
        for (int i = 5; i > 0; i--) {
            put(entry(i, MtaStsMode.ENFORCE));
        }
        assertThat(get(store.due(NOW, 10))).isEmpty();
        assertThat(get(store.due(NOW.plusSeconds(3), 10)))
                .extracting(PolicyEntry::domain)
                .containsExactly(name(1), name(2), name(3));
        assertThat(get(store.due(NOW.plusSeconds(9), 2)))
                .extracting(PolicyEntry::domain)
                .containsExactly(name(1), name(2));
        assertThat(get(store.due(NOW.plusSeconds(9), 0))).isEmpty();
        assertThat(get(store.due(Instant.MAX, Integer.MAX_VALUE))).hasSize(5);
        assertThat(get(store.due(Instant.MIN, 1))).isEmpty();
    }

    static Stream<PolicyEntry> entries() {
        PolicyEntry nothing = PolicyEntry.of(name(1)).withRefreshAt(NOW);
        DomainName longest = DomainName.of("a.".repeat(94) + "b".repeat(61) + ".co"); // 252 octets
        MtaStsPolicy large = MtaStsPolicy.builder()
                .mode(MtaStsMode.NONE)
                .maxAge(MtaStsPolicy.MAX_AGE)
                .field("comment", "x".repeat(MtaStsPolicy.MAX_OCTETS - 58)) // not one octet more
                .build();
        MtaStsPolicy foreign = MtaStsPolicy.builder()
                .mode(MtaStsMode.NONE)
                .maxAge(Duration.ZERO)
                .field("comment", "Grüße, 世界 🦭 '; -- %")
                .build();
        return Stream.of(
                        Stream.of(nothing, nothing.withRefreshAt(Instant.EPOCH)),
                        Stream.of(MtaStsMode.values()).map(mode -> entry(1, mode)),
                        Stream.of(large, foreign)
                                .map(policy -> nothing.withPolicy(new PolicyEntry.CachedPolicy(
                                        "0123456789abcdefABCDEF0123456789", policy, NOW.plusNanos(123_456_000)))),
                        Stream.of(PolicyEntry.of(longest).withPolicy(new PolicyEntry.CachedPolicy("", foreign, NOW))),
                        Stream.of(MtaStsProblem.Kind.values())
                                .map(kind -> entry(1, MtaStsMode.ENFORCE)
                                        .withFailure(new PolicyEntry.FailedFetch("", NOW, Integer.MAX_VALUE, kind))),
                        Stream.of(nothing.withFailure(
                                new PolicyEntry.FailedFetch("abc", NOW, 1, MtaStsProblem.Kind.TIMEOUT))))
                .flatMap(part -> part);
    }

    @Test
    @DisplayName("What is written is read again, inserted or updated")
    void roundTrip() {
        AtomicLong removed = new AtomicLong();
        entries().forEach(entry -> {
            long first = removed.get() + 1;
            assertThat(put(entry)).isTrue();
            assertThat(get(store.find(entry.domain()))).contains(entry.withVersion(first));
            assertThat(put(entry.withVersion(first))).isTrue();
            assertThat(get(store.due(Instant.MAX, 1))).containsExactly(entry.withVersion(first + 1));
            assertThat(get(store.remove(entry.withVersion(first + 1)))).isTrue();
            removed.set(first + 1);
        });
    }

    @Test
    void whatIsNoHostNameIsNotThere() {
        DomainName odd = DomainName.ofLabels(List.of(Octets.of((byte) 0))).orElseThrow();
        assertThat(get(store.find(odd))).isEmpty();
        assertThat(get(store.remove(PolicyEntry.of(odd)))).isFalse();
        assertThat(get(store.forget(odd))).isFalse();
    }

    @Test
    @DisplayName("What one machine has seen all know, and one of them refreshes it")
    void sharedCache() throws Exception {
        SharedWorld world = new SharedWorld();
        List<MtaStsCache> machines =
                Stream.generate(() -> world.machine(machine())).limit(4).toList();
        assertThat(machines.get(0).discover(SharedWorld.DOMAIN).source()).contains(PolicyDiscovery.Source.FETCHED);
        world.clock.advance(Duration.ofDays(2));
        together(machines.stream()
                .map(machine -> (Callable<Integer>) () -> machine.refreshDue(10))
                .toList());
        assertThat(world.fetches).hasValue(2);
        world.attack();
        world.clock.advance(Duration.ofDays(7));
        for (MtaStsCache machine : machines) {
            PolicyDiscovery discovery = machine.discover(SharedWorld.DOMAIN);
            assertThat(discovery.source()).contains(PolicyDiscovery.Source.CACHED);
            assertThat(discovery.mode()).isEqualTo(MtaStsMode.ENFORCE);
        }
        assertThat(world.storeFailures).isEmpty();
    }
}
