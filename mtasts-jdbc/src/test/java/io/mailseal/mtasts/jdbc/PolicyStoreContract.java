package io.mailseal.mtasts.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.mtasts.MtaStsCache;
import io.mailseal.mtasts.MtaStsMode;
import io.mailseal.mtasts.MtaStsPolicy;
import io.mailseal.mtasts.MtaStsProblem;
import io.mailseal.mtasts.PolicyDiscovery;
import io.mailseal.mtasts.PolicyEntry;
import io.mailseal.mtasts.PolicyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises, and what those in a database do, whichever it is. */
abstract class PolicyStoreContract {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final int WRITERS = 8;

    DataSource dataSource;
    PolicyStore store;

    /** A database without tables. */
    abstract DataSource emptyDatabase() throws Exception;

    @BeforeEach
    void open() throws Exception {
        dataSource = emptyDatabase();
        store = machine();
    }

    /** A store as another process would have it. */
    JdbcPolicyStore machine() {
        return JdbcPolicyStore.builder().dataSource(dataSource).build();
    }

    void sql(String... statements) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    static void assertFails(PolicyStoreException.Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        PolicyStoreException.class,
                        failure -> assertThat(failure.kind())
                                .as(failure.getMessage())
                                .isEqualTo(kind));
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
    @DisplayName("Of many machines that write one version one wins")
    void race() throws Exception {
        List<JdbcPolicyStore> machines =
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

    @ParameterizedTest
    @ValueSource(
            ints = {
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE
            })
    @DisplayName("However an application has set up its connections")
    void isolation(int level) throws Exception {
        DataSource plain = dataSource;
        dataSource = new Connections(() -> {
            Connection connection = plain.getConnection();
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(level);
            return connection;
        });
        store = machine();
        race();
        onlyTheCurrentVersionIsRemoved(2);
    }

    private void onlyTheCurrentVersionIsRemoved(int number) {
        assertThat(put(entry(number, MtaStsMode.NONE))).isTrue();
        assertThat(put(entry(number, MtaStsMode.NONE))).isFalse();
        assertThat(get(store.remove(entry(number, MtaStsMode.NONE).withVersion(1))))
                .isTrue();
        assertThat(find(number)).isEmpty();
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
        entries().forEach(entry -> {
            assertThat(put(entry)).isTrue();
            assertThat(get(store.find(entry.domain()))).contains(entry.withVersion(1));
            assertThat(put(entry.withVersion(1))).isTrue();
            assertThat(get(store.due(Instant.MAX, 1))).containsExactly(entry.withVersion(2));
            assertThat(get(store.remove(entry.withVersion(2)))).isTrue();
        });
    }

    @Test
    void timesAreKeptToTheMicrosecond() {
        put(PolicyEntry.of(name(1)).withRefreshAt(NOW.plusNanos(1_999)));
        assertThat(find(1).orElseThrow().refreshAt()).isEqualTo(NOW.plusNanos(1_000));
        assertThat(get(store.due(NOW.plusNanos(1_999), 1))).hasSize(1);
        assertThat(get(store.due(NOW.plusNanos(999), 1))).isEmpty();
    }

    static Stream<PolicyEntry> impossible() {
        PolicyEntry entry = PolicyEntry.of(name(1));
        MtaStsPolicy policy = SharedWorld.policy(MtaStsMode.NONE);
        MtaStsProblem.Kind kind = MtaStsProblem.Kind.TIMEOUT;
        return Stream.of(
                PolicyEntry.of(DomainName.ofLabels(List.of(Octets.of((byte) 0))).orElseThrow()),
                entry.withRefreshAt(Instant.MAX),
                entry.withRefreshAt(Instant.MIN),
                entry.withPolicy(new PolicyEntry.CachedPolicy("1".repeat(33), policy, NOW)),
                entry.withPolicy(new PolicyEntry.CachedPolicy("\0", policy, NOW)),
                entry.withPolicy(new PolicyEntry.CachedPolicy("1", policy, Instant.MAX)),
                entry.withFailure(new PolicyEntry.FailedFetch("-", NOW, 1, kind)),
                entry.withFailure(new PolicyEntry.FailedFetch("1", Instant.MAX, 1, kind)));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void whatNoCacheMakesIsRefused(PolicyEntry entry) {
        assertThatIllegalArgumentException().isThrownBy(() -> store.put(entry));
    }

    @Test
    void whatIsNoHostNameIsNotThere() {
        DomainName odd = DomainName.ofLabels(List.of(Octets.of((byte) 0))).orElseThrow();
        assertThat(get(store.find(odd))).isEmpty();
        assertThat(get(store.remove(PolicyEntry.of(odd)))).isFalse();
    }

    @Test
    @DisplayName("Machines that start at the same time make the tables once")
    void migration() throws Exception {
        for (int round = 0; round < 5; round++) {
            dataSource = emptyDatabase();
            int first = round * WRITERS;
            List<Callable<Boolean>> starts = IntStream.range(first, first + WRITERS)
                    .mapToObj(number -> {
                        JdbcPolicyStore machine = machine();
                        return (Callable<Boolean>) () -> get(machine.put(entry(number, MtaStsMode.ENFORCE)));
                    })
                    .toList();
            assertThat(together(starts)).containsOnly(true);
            store = machine();
            assertThat(get(store.due(Instant.MAX, 100))).hasSize(WRITERS);
        }
    }

    @Test
    @DisplayName("The tables may be made by an administrator, more than once")
    void schemaByHand() throws Exception {
        JdbcPolicyStore careful = JdbcPolicyStore.builder()
                .dataSource(dataSource)
                .withoutSchemaChanges()
                .build();
        assertFails(PolicyStoreException.Kind.SCHEMA, () -> get(careful.prepareAsync()));
        sql(JdbcPolicyStore.schema().toArray(String[]::new));
        sql(JdbcPolicyStore.schema().toArray(String[]::new));
        get(careful.prepareAsync());
        assertThat(get(careful.put(entry(1, MtaStsMode.ENFORCE)))).isTrue();
        sql(JdbcPolicyStore.schema().toArray(String[]::new));
        assertThat(find(1)).isPresent();
    }

    @Test
    @DisplayName("A migration that was cut off is finished")
    void halfDone() throws Exception {
        sql(JdbcPolicyStore.schema().get(0));
        put(entry(1, MtaStsMode.ENFORCE));
        sql(
                "UPDATE mailseal_mtasts_schema SET version = 0, usable_from = 0",
                "DROP INDEX mailseal_mtasts_policy_refresh");
        store = machine();
        assertThat(find(1)).isPresent();
        sql("DROP INDEX mailseal_mtasts_policy_refresh");
    }

    @Test
    @DisplayName("Tables of a later version are used if they can be")
    void laterVersion() throws Exception {
        put(entry(1, MtaStsMode.ENFORCE));
        sql("UPDATE mailseal_mtasts_schema SET version = 7, usable_from = 1");
        store = machine();
        assertThat(find(1)).isPresent();
        sql("UPDATE mailseal_mtasts_schema SET usable_from = 2");
        store = machine();
        assertFails(PolicyStoreException.Kind.SCHEMA, () -> find(1));
        assertFails(PolicyStoreException.Kind.SCHEMA, () -> put(entry(1, MtaStsMode.ENFORCE)));
    }

    @Test
    @DisplayName("A row that is no entry is a failure, not an absent policy, and holds up no others")
    void unreadable() throws Exception {
        put(entry(1, MtaStsMode.ENFORCE));
        put(entry(2, MtaStsMode.ENFORCE));
        for (String change : List.of(
                "policy = 'version: STSv1'", "fetched_at = NULL", "policy_id = NULL", "domain = 'a1..example'")) {
            sql("UPDATE mailseal_mtasts_policy SET " + change + " WHERE domain = 'a1.example'");
            if (!change.startsWith("domain")) {
                assertFails(PolicyStoreException.Kind.UNREADABLE, () -> find(1));
            }
            assertThat(get(store.due(Instant.MAX, 10)))
                    .extracting(PolicyEntry::domain)
                    .containsExactly(name(2));
            sql("DELETE FROM mailseal_mtasts_policy WHERE domain LIKE 'a1.%'");
            put(entry(1, MtaStsMode.ENFORCE));
        }
    }

    @Test
    @DisplayName("A kind of problem that only later versions know takes nothing away")
    void unknownKind() throws Exception {
        put(entry(1, MtaStsMode.ENFORCE)
                .withFailure(new PolicyEntry.FailedFetch("1", NOW, 3, MtaStsProblem.Kind.TIMEOUT)));
        sql("UPDATE mailseal_mtasts_policy SET failure_kind = 'NEW'");
        PolicyEntry read = find(1).orElseThrow();
        assertThat(read.policy()).isEqualTo(entry(1, MtaStsMode.ENFORCE).policy());
        assertThat(read.failure())
                .contains(new PolicyEntry.FailedFetch("1", NOW, 3, MtaStsProblem.Kind.FETCHER_FAILED));
    }

    @Test
    @DisplayName("T72 what protects least goes first, and what is enforced never")
    void capacity() {
        store = JdbcPolicyStore.builder().dataSource(dataSource).capacity(5).build();
        put(entry(1, MtaStsMode.ENFORCE));
        put(entry(2, MtaStsMode.TESTING));
        put(entry(3, MtaStsMode.NONE));
        for (int i = 100; i < 120; i++) {
            assertThat(put(PolicyEntry.of(name(i)))).isTrue();
        }
        assertThat(List.of(find(1), find(2), find(3))).allMatch(Optional::isPresent);
        assertThat(get(store.due(Instant.MAX, 100))).hasSize(5);
        for (int i = 200; i < 204; i++) {
            assertThat(put(entry(i, MtaStsMode.ENFORCE))).isTrue();
        }
        assertThat(find(1)).isPresent();
        assertThat(List.of(find(2), find(3))).allMatch(Optional::isEmpty);
        assertFails(PolicyStoreException.Kind.FULL, () -> put(entry(300, MtaStsMode.ENFORCE)));
        assertFails(PolicyStoreException.Kind.FULL, () -> put(PolicyEntry.of(name(301))));
        assertThat(put(entry(1, MtaStsMode.NONE).withVersion(1))).isTrue();
        assertThat(put(entry(300, MtaStsMode.ENFORCE))).isTrue();
        assertThat(find(1)).isEmpty();
    }

    @Test
    @DisplayName("Rows are not counted each time")
    void capacityOfMany() {
        store = JdbcPolicyStore.builder().dataSource(dataSource).capacity(200).build();
        for (int i = 0; i < 250; i++) {
            put(PolicyEntry.of(name(i)));
        }
        assertThat(get(store.due(Instant.MAX, 1000)).size()).isBetween(190, 202);
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

    @Test
    @DisplayName("T70 while the database is away nobody takes a policy for absent; then it is in force as before")
    void notLowered() {
        AtomicBoolean away = new AtomicBoolean();
        DataSource there = dataSource;
        dataSource = new Connections(() -> {
            if (away.get()) {
                throw new SQLException("nobody listens", "08001");
            }
            return there.getConnection();
        });
        assertNotLowered(machine(), () -> away.set(true), () -> away.set(false));
    }

    /** Something that may throw anything. */
    interface Step {
        void run() throws Exception;
    }

    static void assertNotLowered(PolicyStore store, Step down, Step up) {
        SharedWorld world = new SharedWorld();
        MtaStsCache cache = world.machine(store);
        assertThat(cache.discover(SharedWorld.DOMAIN).mode()).isEqualTo(MtaStsMode.ENFORCE);
        world.attack();
        run(down);
        PolicyDiscovery unknown = cache.discover(SharedWorld.DOMAIN);
        assertThat(unknown.status()).isEqualTo(PolicyDiscovery.Status.UNKNOWN);
        assertThat(unknown.problem().orElseThrow().kind()).isEqualTo(MtaStsProblem.Kind.STORE_UNAVAILABLE);
        assertThat(cache.refreshDue(10)).isZero();
        assertThat(world.storeFailures)
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                PolicyStoreException.class,
                                typed -> assertThat(typed.kind()).isEqualTo(PolicyStoreException.Kind.UNAVAILABLE)));
        world.storeFailures.clear();
        run(up);
        PolicyDiscovery again = cache.discover(SharedWorld.DOMAIN);
        assertThat(again.mode()).isEqualTo(MtaStsMode.ENFORCE);
        assertThat(again.source()).contains(PolicyDiscovery.Source.CACHED);
        assertThat(world.storeFailures).isEmpty();
    }

    private static void run(Step step) {
        try {
            step.run();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }
}
