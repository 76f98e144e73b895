package io.mailseal.mtasts.jdbc;

import io.mailseal.core.DomainName;
import io.mailseal.mtasts.PolicyEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The statements. Each is one of its own, so that nothing is locked for longer than it takes. */
final class PolicyTable {

    private static final String SELECT = "SELECT domain, " + PolicyRow.COLUMNS + " FROM mailseal_mtasts_policy ";
    private static final String FIND = SELECT + "WHERE domain = ?";
    private static final String DUE =
            SELECT + "WHERE refresh_at <= ? ORDER BY refresh_at, domain FETCH FIRST ? ROWS ONLY";
    private static final String INSERT = "INSERT INTO mailseal_mtasts_policy (" + PolicyRow.COLUMNS
            + ", domain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String UPDATE = """
            UPDATE mailseal_mtasts_policy SET version = ?, refresh_at = ?, protection = ?, policy_id = ?, policy = ?,
            fetched_at = ?, failure_id = ?, failure_until = ?, failure_count = ?, failure_kind = ?
            WHERE domain = ? AND version = ?""";
    private static final String DELETE = "DELETE FROM mailseal_mtasts_policy WHERE domain = ? AND version = ?";
    private static final String COUNT = "SELECT COUNT(*) FROM mailseal_mtasts_policy";
    private static final String MAKE_ROOM = """
            DELETE FROM mailseal_mtasts_policy WHERE domain IN (
            SELECT domain FROM mailseal_mtasts_policy WHERE protection <= ?
            ORDER BY protection, refresh_at FETCH FIRST ? ROWS ONLY)""";

    private final int capacity;
    private final int querySeconds;
    private final AtomicInteger uncounted = new AtomicInteger();

    PolicyTable(int capacity, int querySeconds) {
        this.capacity = capacity;
        this.querySeconds = querySeconds;
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(querySeconds);
        return statement;
    }

    Optional<PolicyEntry> find(Connection connection, DomainName domain) throws SQLException {
        try (PreparedStatement statement = prepare(connection, FIND)) {
            statement.setString(1, domain.toString());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(PolicyRow.read(rows)) : Optional.empty();
            }
        }
    }

    List<PolicyEntry> due(Connection connection, Instant now, int limit) throws SQLException {
        try (PreparedStatement statement = prepare(connection, DUE)) {
            statement.setObject(1, PolicyRow.time(now));
            statement.setInt(2, limit);
            try (ResultSet rows = statement.executeQuery()) {
                List<PolicyEntry> due = new ArrayList<>();
                while (rows.next()) {
                    readable(rows).ifPresent(due::add);
                }
                return List.copyOf(due);
            }
        }
    }

    // One row that is none must not keep all others from being refreshed; whoever looks for its domain hears of it.
    private static Optional<PolicyEntry> readable(ResultSet rows) throws SQLException {
        try {
            return Optional.of(PolicyRow.read(rows));
        } catch (PolicyStoreException unreadable) {
            return Optional.empty();
        }
    }

    boolean put(Connection connection, PolicyEntry entry) throws SQLException {
        return entry.version() == 0 ? insert(connection, entry) : update(connection, entry);
    }

    private boolean insert(Connection connection, PolicyEntry entry) throws SQLException {
        makeRoom(connection, entry);
        try (PreparedStatement statement = prepare(connection, INSERT)) {
            PolicyRow.write(statement, 1, entry);
            statement.setString(1 + PolicyRow.COUNT, entry.domain().toString());
            return statement.executeUpdate() == 1;
        }
    }

    private boolean update(Connection connection, PolicyEntry entry) throws SQLException {
        try (PreparedStatement statement = prepare(connection, UPDATE)) {
            PolicyRow.write(statement, 1, entry);
            statement.setString(1 + PolicyRow.COUNT, entry.domain().toString());
            statement.setLong(2 + PolicyRow.COUNT, entry.version());
            return statement.executeUpdate() == 1;
        }
    }

    boolean remove(Connection connection, PolicyEntry entry) throws SQLException {
        try (PreparedStatement statement = prepare(connection, DELETE)) {
            statement.setString(1, entry.domain().toString());
            statement.setLong(2, entry.version());
            return statement.executeUpdate() == 1;
        }
    }

    // Rows are counted once in a hundredth of the capacity, since that takes a while in a large table.
    private void makeRoom(Connection connection, PolicyEntry entry) throws SQLException {
        if (uncounted.getAndDecrement() > 0) {
            return;
        }
        int share = capacity / 100;
        long free = capacity - count(connection);
        if (free > 0) {
            uncounted.set((int) Math.min(free - 1, share));
        } else if (discard(connection, entry, Math.max(1, share)) == 0) {
            throw new PolicyStoreException(
                    PolicyStoreException.Kind.FULL,
                    "There is no room for the policy of " + entry.domain() + ": " + capacity
                            + " domains are kept, and what they have protects no less.",
                    null);
        }
    }

    private long count(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection, COUNT);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    // What protects least first, never an enforced policy, and for nothing that protects less.
    private int discard(Connection connection, PolicyEntry entry, int rows) throws SQLException {
        try (PreparedStatement statement = prepare(connection, MAKE_ROOM)) {
            statement.setInt(1, Math.min(PolicyRow.protection(entry), PolicyRow.ENFORCED - 1));
            statement.setInt(2, rows);
            return statement.executeUpdate();
        }
    }
}
