package io.mailseal.mtasts.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tables, and how they come into being. One row of a table of its own says which version they have; whoever changes
 * them holds that row. Each step may be run again without harm, since not every database takes changes of tables back
 * with a transaction.
 */
final class Schema {

    /** The version that this program makes. */
    static final int VERSION = 1;

    private static final int MOST_TRIES = 10;

    private static final String VERSIONS = """
            CREATE TABLE IF NOT EXISTS mailseal_mtasts_schema (
                id SMALLINT NOT NULL PRIMARY KEY,
                version INTEGER NOT NULL,
                usable_from INTEGER NOT NULL
            )""";

    private static final String FIRST_ROW = """
            INSERT INTO mailseal_mtasts_schema (id, version, usable_from)
            SELECT 1, 0, 0 WHERE NOT EXISTS (SELECT 1 FROM mailseal_mtasts_schema)""";

    private static final String READ = "SELECT version, usable_from FROM mailseal_mtasts_schema WHERE id = 1";

    /**
     * What leads to a version from the one before.
     *
     * @param usableFrom the oldest version whose programs can go on with the tables as they are then, so that machines
     *     can be upgraded one after the other
     */
    private record Step(int version, int usableFrom, List<String> statements) {

        String mark() {
            return "UPDATE mailseal_mtasts_schema SET version = " + version + ", usable_from = " + usableFrom
                    + " WHERE id = 1 AND version = " + (version - 1);
        }
    }

    private static final List<Step> STEPS = List.of(new Step(1, 1, List.of("""
            CREATE TABLE IF NOT EXISTS mailseal_mtasts_policy (
                domain VARCHAR(253) NOT NULL PRIMARY KEY,
                version BIGINT NOT NULL,
                refresh_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
                protection SMALLINT NOT NULL,
                policy_id VARCHAR(32),
                policy VARCHAR(65536),
                fetched_at TIMESTAMP(6) WITH TIME ZONE,
                failure_id VARCHAR(32),
                failure_until TIMESTAMP(6) WITH TIME ZONE,
                failure_count INTEGER,
                failure_kind VARCHAR(40)
            )""", """
            CREATE INDEX IF NOT EXISTS mailseal_mtasts_policy_refresh
                ON mailseal_mtasts_policy (refresh_at, domain)""", """
            CREATE INDEX IF NOT EXISTS mailseal_mtasts_policy_protection
                ON mailseal_mtasts_policy (protection, refresh_at)""", """
            CREATE TABLE IF NOT EXISTS mailseal_mtasts_removed (
                id SMALLINT NOT NULL PRIMARY KEY,
                version BIGINT NOT NULL
            )""", """
            INSERT INTO mailseal_mtasts_removed (id, version)
            SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM mailseal_mtasts_removed)""")));

    private final boolean mayChange;
    private final int querySeconds;
    private volatile boolean ready;

    Schema(boolean mayChange, int querySeconds) {
        this.mayChange = mayChange;
        this.querySeconds = querySeconds;
    }

    /** All of it, from nothing. */
    static List<String> statements() {
        List<String> all = new ArrayList<>(List.of(VERSIONS, FIRST_ROW));
        for (Step step : STEPS) {
            all.addAll(step.statements());
            all.add(step.mark());
        }
        return List.copyOf(all);
    }

    /** Makes sure, once in the life of a store, that the tables are there. */
    void ensure(Connection connection) throws SQLException {
        if (!ready) {
            ensureOnce(connection);
        }
    }

    private synchronized void ensureOnce(Connection connection) throws SQLException {
        if (ready) {
            return;
        }
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            prepare(connection);
        } catch (SQLException | RuntimeException failed) {
            Transactions.rollback(connection, failed);
            throw failed;
        } finally {
            Transactions.restore(connection, autoCommit);
        }
        ready = true;
    }

    private void prepare(Connection connection) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                if (isUsable(connection)) {
                    connection.commit();
                    return;
                }
                connection.rollback();
                migrate(connection);
            } catch (SQLException failed) {
                // Mostly another machine that makes the same table: PostgreSQL then says that a name is taken, in
                // spite of IF NOT EXISTS, as soon as the other one has finished.
                if (tries == MOST_TRIES || SqlStates.isLostConnection(failed)) {
                    throw failed;
                }
                connection.rollback();
            }
        }
    }

    private record Found(int version, int usableFrom) {}

    private Statement open(Connection connection) throws SQLException {
        Statement statement = connection.createStatement();
        statement.setQueryTimeout(querySeconds);
        return statement;
    }

    private Optional<Found> find(Connection connection, String query) throws SQLException {
        try (Statement statement = open(connection);
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? Optional.of(new Found(rows.getInt(1), rows.getInt(2))) : Optional.empty();
        }
    }

    private boolean isUsable(Connection connection) throws SQLException {
        Found found;
        try {
            found = find(connection, READ).orElse(new Found(0, 0));
        } catch (SQLException failed) {
            if (!SqlStates.isMissingTable(failed)) {
                throw failed;
            }
            found = new Found(0, 0);
        }
        if (found.usableFrom() > VERSION) {
            throw new PolicyStoreException(
                    PolicyStoreException.Kind.SCHEMA,
                    "The tables of policies are of version " + found.version() + ", and for programs of version "
                            + found.usableFrom() + " or later; this is " + VERSION + ".",
                    null);
        }
        if (found.version() < VERSION && !mayChange) {
            throw new PolicyStoreException(
                    PolicyStoreException.Kind.SCHEMA,
                    "The tables of policies are missing or of version " + found.version() + ", not " + VERSION
                            + ", and are not to be changed.",
                    null);
        }
        return found.version() >= VERSION;
    }

    private void migrate(Connection connection) throws SQLException {
        try (Statement statement = open(connection)) {
            statement.execute(VERSIONS);
            statement.execute(FIRST_ROW);
            // Everybody else waits here, where tables belong to transactions; elsewhere the steps bear it.
            int version = find(connection, READ + " FOR UPDATE").orElseThrow().version();
            for (Step step : STEPS) {
                if (step.version() > version) {
                    for (String sql : step.statements()) {
                        statement.execute(sql);
                    }
                    statement.execute(step.mark());
                }
            }
        }
        connection.commit();
    }
}
