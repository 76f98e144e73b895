package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a store promises, on the one in memory. */
class PolicyStoreTest {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    final PolicyStore store = PolicyStore.inMemory(10);

    static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    static DomainName name(int number) {
        return DomainName.of("a" + number + ".example");
    }

    static PolicyEntry entry(int number, MtaStsMode mode) {
        MtaStsPolicy policy = World.policy(mode, Duration.ofDays(1));
        return PolicyEntry.of(name(number))
                .withPolicy(new PolicyEntry.CachedPolicy("1", policy, NOW))
                .withRefreshAt(NOW.plusSeconds(number));
    }

    Optional<PolicyEntry> find(int number) {
        return get(store.find(name(number)));
    }

    @Nested
    class Versions {

        @Test
        void firstIsOne() {
            assertThat(find(1)).isEmpty();
            assertThat(get(store.put(entry(1, MtaStsMode.NONE)))).isTrue();
            assertThat(find(1)).contains(entry(1, MtaStsMode.NONE).withVersion(1));
        }

        @Test
        void onlyTheCurrentOneIsReplaced() {
            store.put(entry(1, MtaStsMode.NONE));
            assertThat(get(store.put(entry(1, MtaStsMode.ENFORCE)))).isFalse();
            assertThat(get(store.put(entry(1, MtaStsMode.ENFORCE).withVersion(2))))
                    .isFalse();
            assertThat(get(store.put(entry(1, MtaStsMode.ENFORCE).withVersion(1))))
                    .isTrue();
            assertThat(find(1)).contains(entry(1, MtaStsMode.ENFORCE).withVersion(2));
        }

        @Test
        void onlyTheCurrentOneIsRemoved() {
            store.put(entry(1, MtaStsMode.NONE));
            assertThat(get(store.remove(entry(1, MtaStsMode.NONE)))).isFalse();
            assertThat(get(store.remove(entry(1, MtaStsMode.NONE).withVersion(1))))
                    .isTrue();
            assertThat(find(1)).isEmpty();
        }

        @Test
        @DisplayName("T70 no version is used twice, nor is one removed that is not there")
        void noneTwice() {
            assertThat(get(store.remove(entry(1, MtaStsMode.NONE)))).isFalse();
            store.put(entry(1, MtaStsMode.NONE));
            store.put(entry(1, MtaStsMode.NONE).withVersion(1));
            assertThat(get(store.remove(entry(1, MtaStsMode.NONE).withVersion(2))))
                    .isTrue();
            store.put(entry(1, MtaStsMode.ENFORCE));
            assertThat(get(store.put(entry(1, MtaStsMode.NONE).withVersion(1)))).isFalse();
            assertThat(get(store.put(entry(1, MtaStsMode.NONE).withVersion(2)))).isFalse();
            assertThat(find(1)).contains(entry(1, MtaStsMode.ENFORCE).withVersion(3));
        }

        @Test
        @DisplayName("Of many writers of one version one wins")
        void race() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                for (int round = 0; round < 50; round++) {
                    int version = round;
                    CountDownLatch start = new CountDownLatch(1);
                    List<Future<Boolean>> writers = new ArrayList<>();
                    for (int i = 0; i < 8; i++) {
                        writers.add(threads.submit(() -> {
                            start.await();
                            return get(store.put(entry(1, MtaStsMode.ENFORCE).withVersion(version)));
                        }));
                    }
                    start.countDown();
                    int won = 0;
                    for (Future<Boolean> writer : writers) {
                        won += writer.get() ? 1 : 0;
                    }
                    assertThat(won).isEqualTo(1);
                }
            } finally {
                threads.shutdown();
            }
            assertThat(find(1).orElseThrow().version()).isEqualTo(50);
        }
    }

    @Nested
    class Due {

        @Test
        void whoWaitsLongestComesFirst() {
            for (int i = 5; i > 0; i--) {
                store.put(entry(i, MtaStsMode.ENFORCE));
            }
            assertThat(get(store.due(NOW, 10))).isEmpty();
            assertThat(get(store.due(NOW.plusSeconds(3), 10)))
                    .extracting(PolicyEntry::domain)
                    .containsExactly(name(1), name(2), name(3));
            assertThat(get(store.due(NOW.plusSeconds(9), 2)))
                    .extracting(PolicyEntry::domain)
                    .containsExactly(name(1), name(2));
        }
    }

    @Nested
    class Capacity {

        @Test
        @DisplayName("T72 what protects least goes first, however much of it comes")
        void leastFirst() {
            store.put(entry(1, MtaStsMode.ENFORCE));
            store.put(entry(2, MtaStsMode.TESTING));
            store.put(entry(3, MtaStsMode.NONE));
            for (int i = 100; i < 10_000; i++) {
                PolicyEntry.FailedFetch failure = new PolicyEntry.FailedFetch("1", NOW, 1, MtaStsProblem.Kind.TIMEOUT);
                store.put(PolicyEntry.of(name(i)).withFailure(failure));
            }
            assertThat(List.of(find(1), find(2), find(3))).allMatch(Optional::isPresent);
            for (int i = 10_000; i < 20_000; i++) {
                store.put(entry(i, MtaStsMode.TESTING));
            }
            assertThat(find(1)).isPresent();
            assertThat(find(3)).isEmpty();
        }

        PolicyEntry large(int number, MtaStsMode mode, int lines) {
            List<MxPattern> mx = IntStream.range(0, lines)
                    .mapToObj(i -> MxPattern.of("m" + i))
                    .toList();
            MtaStsPolicy policy = new MtaStsPolicy(mode, Duration.ofDays(1), mx, List.of());
            return PolicyEntry.of(name(number)).withPolicy(new PolicyEntry.CachedPolicy("1", policy, NOW));
        }

        @Test
        @DisplayName("T72 policies of thousands of lines fill the memory of nobody, and drive out each other alone")
        void largeOnes() {
            for (int i = 0; i < 10; i++) {
                store.put(entry(i, MtaStsMode.ENFORCE));
            }
            store.put(large(99, MtaStsMode.TESTING, 1000));
            for (int i = 100; i < 300; i++) {
                assertThat(get(store.put(large(i, MtaStsMode.ENFORCE, 5500)))).isTrue();
                assertThat(find(i)).isPresent();
            }
            assertThat(IntStream.range(0, 10)).allMatch(i -> find(i).isPresent());
            assertThat(find(99)).isEmpty();
            assertThat(IntStream.range(100, 300).filter(i -> find(i).isPresent()))
                    .contains(299)
                    .hasSizeLessThanOrEqualTo(2);
        }

        @Test
        @DisplayName(
                "T70 T72 a policy that becomes large, or small again, is there once, in one version after the other")
        void fromOneToTheOther() {
            store.put(entry(1, MtaStsMode.ENFORCE));
            store.put(large(1, MtaStsMode.ENFORCE, 1000).withVersion(1));
            assertThat(find(1)).contains(large(1, MtaStsMode.ENFORCE, 1000).withVersion(2));
            store.put(entry(1, MtaStsMode.ENFORCE).withVersion(2));
            assertThat(find(1)).contains(entry(1, MtaStsMode.ENFORCE).withVersion(3));
            assertThat(get(store.due(Instant.MAX, 10))).hasSize(1);
            store.put(large(1, MtaStsMode.ENFORCE, 1000).withVersion(3));
            assertThat(get(store.due(Instant.MAX, 10))).hasSize(1);
            assertThat(get(store.forget(name(1)))).isTrue();
            assertThat(get(store.forget(name(1)))).isFalse();
            store.put(entry(1, MtaStsMode.ENFORCE));
            assertThat(find(1).orElseThrow().version()).isEqualTo(5);
        }

        @Test
        @DisplayName("Of those that are enforced the one that was not used for longest goes")
        void leastRecentlyUsed() {
            for (int i = 0; i < 10; i++) {
                store.put(entry(i, MtaStsMode.ENFORCE));
            }
            find(0);
            store.put(entry(10, MtaStsMode.ENFORCE));
            assertThat(find(0)).isPresent();
            assertThat(find(1)).isEmpty();
        }
    }
}
