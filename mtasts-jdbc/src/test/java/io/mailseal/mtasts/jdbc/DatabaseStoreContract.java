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
import io.mailseal.mtasts.MxPattern;
import io.mailseal.mtasts.PolicyDiscovery;
import io.mailseal.mtasts.PolicyEntry;
import io.mailseal.mtasts.PolicyStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stores in a database promise beyond that, whichever it is. */
abstract class DatabaseStoreContract extends PolicyStoreContract {

    DataSource dataSource;

    /** A database without tables. */
    abstract DataSource emptyDatabase() throws Exception;

    @Override
    PolicyStore emptyStore() throws Exception {
        dataSource = emptyDatabase();
        return machine();
    }

    @Override
    JdbcPolicyStore machine() {
        return JdbcPolicyStore.builder().dataSource(dataSource).build();
    }

    @Override
    JdbcPolicyStore withCapacity(int capacity) {
        return JdbcPolicyStore.builder()
                .dataSource(dataSource)
                .capacity(capacity)
                .build();
    }

    void sql(String... statements) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
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
        store.forget(name(1)).toCompletableFuture().join();
        noVersionTwiceAtOnce();
        store.forget(name(1)).toCompletableFuture().join();
        forgottenAtOnce();
    }

    private void onlyTheCurrentVersionIsRemoved(int number) {
        assertThat(put(entry(number, MtaStsMode.NONE))).isTrue();
        assertThat(put(entry(number, MtaStsMode.NONE))).isFalse();
        assertThat(get(store.remove(entry(number, MtaStsMode.NONE).withVersion(1))))
                .isTrue();
        assertThat(find(number)).isEmpty();
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
    @DisplayName("A row that is no entry is a failure, not an absent policy, holds up no others, and can be forgotten")
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
            if (change.startsWith("domain")) {
                sql("DELETE FROM mailseal_mtasts_policy WHERE domain LIKE 'a1.%'");
            } else {
                assertThat(get(store.forget(name(1)))).isTrue();
                assertThat(find(1)).isEmpty();
            }
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
    @DisplayName("Rows that are no entries, and wait longest, don't keep others from being refreshed")
    void manyUnreadable() throws Exception {
        put(entry(300, MtaStsMode.ENFORCE));
        put(entry(301, MtaStsMode.ENFORCE));
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO mailseal_mtasts_policy (domain, version, refresh_at, protection, failure_kind)
                        VALUES (?, 1, ?, 0, 'without the rest')""")) {
            for (int i = 1; i <= 250; i++) {
                insert.setString(1, name(i).toString());
                insert.setObject(2, PolicyRow.time(NOW.plusSeconds(i / 2)));
                insert.executeUpdate();
            }
        }
        assertThat(get(store.due(Instant.MAX, 1)))
                .extracting(PolicyEntry::domain)
                .containsExactly(name(300));
        assertThat(get(store.due(Instant.MAX, 10)))
                .extracting(PolicyEntry::domain)
                .containsExactly(name(300), name(301));
    }

    @Test
    @DisplayName("T72 strangers' policies of thousands of lines come a few at a time, and the others after them")
    void largeOnesAreDue() {
        List<MxPattern> mx =
                IntStream.range(0, 5500).mapToObj(i -> MxPattern.of("m" + i)).toList();
        MtaStsPolicy large = new MtaStsPolicy(MtaStsMode.ENFORCE, Duration.ofDays(7), mx, List.of());
        for (int i = 0; i < 100; i++) {
            put(PolicyEntry.of(name(i))
                    .withPolicy(new PolicyEntry.CachedPolicy("1", large, NOW))
                    .withRefreshAt(NOW.plusSeconds(i)));
        }
        put(entry(999, MtaStsMode.ENFORCE).withRefreshAt(NOW.plusSeconds(999)));
        List<PolicyEntry> due = get(store.due(Instant.MAX, 1000));
        assertThat(due.size()).isBetween(10, 80);
        assertThat(due)
                .extracting(PolicyEntry::domain)
                .isEqualTo(IntStream.range(0, due.size())
                        .mapToObj(PolicyStoreContract::name)
                        .toList());
        assertThat(get(store.due(Instant.MAX, 1)).equals(due.subList(0, 1))).isTrue();
    }

    /** Whether somebody waits for a lock. */
    abstract boolean isBlocked() throws SQLException;

    private void awaitBlocked(CompletableFuture<?> call) throws SQLException {
        while (!isBlocked() && !call.isDone()) {
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName("T72 what is enforced since a moment ago is not driven out by who has not seen it yet")
    void enforcedMeanwhile() throws Exception {
        store = withCapacity(1);
        put(PolicyEntry.of(name(1)));
        PolicyEntry enforced = entry(1, MtaStsMode.ENFORCE).withVersion(2);
        try (Connection holder = dataSource.getConnection()) {
            holder.setAutoCommit(false);
            CompletableFuture<Boolean> put;
            try (PreparedStatement update = holder.prepareStatement("""
                    UPDATE mailseal_mtasts_policy SET version = 2, protection = 3, policy_id = '1', policy = ?,
                    fetched_at = ?, refresh_at = ?""")) {
                update.setString(1, SharedWorld.policy(MtaStsMode.ENFORCE).format());
                update.setObject(2, PolicyRow.time(NOW));
                update.setObject(3, PolicyRow.time(enforced.refreshAt()));
                update.executeUpdate();
                put = store.put(PolicyEntry.of(name(2))).toCompletableFuture();
                awaitBlocked(put);
                holder.commit();
            }
            assertFails(PolicyStoreException.Kind.FULL, () -> get(put));
        }
        assertThat(find(1)).contains(enforced);
        assertThat(find(2)).isEmpty();
    }

    @Test
    @DisplayName("T70 an entry that is new begins above what is being removed in the same moment")
    void removedMeanwhile() throws Exception {
        get(machine().prepareAsync());
        CompletableFuture<Boolean> put;
        try (Connection holder = dataSource.getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("UPDATE mailseal_mtasts_removed SET version = 5");
            put = store.put(entry(1, MtaStsMode.ENFORCE)).toCompletableFuture();
            awaitBlocked(put);
            holder.commit();
        }
        assertThat(get(put)).isTrue();
        assertThat(find(1)).contains(entry(1, MtaStsMode.ENFORCE).withVersion(6));
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
