package io.mailseal.mtasts.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.mtasts.MtaStsMode;
import io.mailseal.mtasts.PolicyEntry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** On a real PostgreSQL. Skipped where it is not installed, unless the environment says MAILSEAL_SERVERS=required. */
class PostgresPolicyStoreTest extends DatabaseStoreContract {

    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start();
    }

    @AfterAll
    static void end() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    DataSource emptyDatabase() throws SQLException {
        dataSource = server.dataSource();
        sql("DROP TABLE IF EXISTS mailseal_mtasts_policy, mailseal_mtasts_removed, mailseal_mtasts_schema");
        return dataSource;
    }

    private void restart() throws IOException, InterruptedException {
        server.stop();
        server.resume();
    }

    @Test
    @DisplayName("A restart forgets nothing, nor does a crash, and the store goes on")
    void restarts() throws Exception {
        put(entry(1, MtaStsMode.ENFORCE));
        restart();
        assertThat(find(1)).contains(entry(1, MtaStsMode.ENFORCE).withVersion(1));
        assertThat(put(entry(1, MtaStsMode.ENFORCE).withVersion(1))).isTrue();
        server.crash();
        server.resume();
        assertThat(find(1)).contains(entry(1, MtaStsMode.ENFORCE).withVersion(2));
    }

    @Test
    @DisplayName("While it is down everything fails as UNAVAILABLE")
    void down() throws Exception {
        put(entry(1, MtaStsMode.ENFORCE));
        server.stop();
        try {
            PolicyEntry next = entry(1, MtaStsMode.NONE).withVersion(1);
            JdbcPolicyStore fresh = machine();
            assertFails(PolicyStoreException.Kind.UNAVAILABLE, () -> find(1));
            assertFails(PolicyStoreException.Kind.UNAVAILABLE, () -> put(next));
            assertFails(PolicyStoreException.Kind.UNAVAILABLE, () -> get(store.remove(next)));
            assertFails(PolicyStoreException.Kind.UNAVAILABLE, () -> get(store.forget(name(1))));
            assertFails(PolicyStoreException.Kind.UNAVAILABLE, () -> get(store.due(NOW, 1)));
            assertFails(PolicyStoreException.Kind.UNAVAILABLE, () -> get(fresh.prepareAsync()));
            server.resume();
            assertThat(get(fresh.find(name(1))))
                    .isEqualTo(find(1))
                    .contains(entry(1, MtaStsMode.ENFORCE).withVersion(1));
        } finally {
            restart();
        }
    }

    @Test
    @DisplayName("T70 a policy is not lowered by a server that is down")
    void downNotLowered() {
        assertNotLowered(machine(), server::stop, server::resume);
    }

    @Test
    @DisplayName("A pooled connection that was killed meanwhile is not noticed by who reads")
    void killedWhileIdle() throws Exception {
        dataSource = Connections.pooled(server.dataSource());
        store = machine();
        put(entry(1, MtaStsMode.ENFORCE));
        killOthers();
        assertThat(find(1)).isPresent();
        killOthers();
        assertThat(get(store.due(NOW.plusSeconds(9), 9))).hasSize(1);
    }

    @Test
    @DisplayName("Nobody knows what became of a write whose connection was killed; the next one tells")
    void killedBeforeWriting() throws Exception {
        dataSource = Connections.pooled(server.dataSource());
        store = machine();
        put(entry(1, MtaStsMode.ENFORCE));
        killOthers();
        PolicyEntry next = entry(1, MtaStsMode.TESTING).withVersion(1);
        assertFails(PolicyStoreException.Kind.UNAVAILABLE, () -> put(next));
        assertThat(find(1)).contains(entry(1, MtaStsMode.ENFORCE).withVersion(1));
        assertThat(put(next)).isTrue();
    }

    private static void killOthers() throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
                    WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'""");
        }
    }

    @Test
    @DisplayName("A connection that is killed in the middle of a write leaves the row as it was")
    void killedWhileWriting() throws Exception {
        put(entry(1, MtaStsMode.ENFORCE));
        try (Connection holder = server.dataSource().getConnection()) {
            CompletableFuture<Boolean> blocked = blockedWrite(holder, machine());
            terminate(blockedBackend());
            assertFails(PolicyStoreException.Kind.UNAVAILABLE, () -> get(blocked));
            holder.rollback();
        }
        assertThat(find(1)).contains(entry(1, MtaStsMode.ENFORCE).withVersion(1));
    }

    @Test
    @DisplayName("A write that has to wait for too long is given up, in the database, too")
    void lockTimeout() throws Exception {
        put(entry(1, MtaStsMode.ENFORCE));
        JdbcPolicyStore impatient = JdbcPolicyStore.builder()
                .dataSource(dataSource)
                .timeout(Duration.ofSeconds(1))
                .build();
        try (Connection holder = server.dataSource().getConnection()) {
            CompletableFuture<Boolean> blocked = blockedWrite(holder, impatient);
            assertThat(blocked).failsWithin(Duration.ofMinutes(1));
            while (isBlocked()) {
                Thread.onSpinWait();
            }
            holder.rollback();
        }
        assertThat(find(1)).contains(entry(1, MtaStsMode.ENFORCE).withVersion(1));
    }

    // A write that waits for a row which somebody else holds.
    private CompletableFuture<Boolean> blockedWrite(Connection holder, JdbcPolicyStore writer) throws SQLException {
        get(writer.prepareAsync());
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute("SELECT 1 FROM mailseal_mtasts_policy FOR UPDATE");
        }
        return writer.put(entry(1, MtaStsMode.TESTING).withVersion(1));
    }

    @Override
    boolean isBlocked() throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                PreparedStatement query =
                        connection.prepareStatement("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
                ResultSet rows = query.executeQuery()) {
            return rows.next();
        }
    }

    private static final String BLOCKED =
            "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'UPDATE mailseal%'";

    private static int blockedBackend() throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                PreparedStatement query = connection.prepareStatement(BLOCKED)) {
            while (true) {
                try (ResultSet rows = query.executeQuery()) {
                    if (rows.next()) {
                        return rows.getInt(1);
                    }
                }
            }
        }
    }

    private static void terminate(int backend) throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                PreparedStatement kill = connection.prepareStatement("SELECT pg_terminate_backend(?)")) {
            kill.setInt(1, backend);
            kill.execute();
        }
    }
}
