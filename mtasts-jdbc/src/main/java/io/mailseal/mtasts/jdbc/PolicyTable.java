package io.mailseal.mtasts.jdbc;

import io.mailseal.core.DomainName;
import io.mailseal.mtasts.PolicyEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The statements. Nothing is locked for longer than a call takes, unless the call is cut off before it commits.
 *
 * <p>No version is used twice for a domain, and no row remembers that it was removed. One row of a table of its own holds
 * the highest version that was ever removed: it is raised before rows go, and what is inserted begins above it. Who inserts
 * locks that row, so that he never sees it as it was before a removal that he has seen.
 */
final class PolicyTable {

    private static final String SELECT =
            "SELECT domain, version, " + PolicyRow.COLUMNS + " FROM mailseal_mtasts_policy ";
    private static final String FIND = SELECT + "WHERE domain = ?";
    private static final String DUE = SELECT + """
            WHERE refresh_at <= ? AND (refresh_at, domain) > (?, ?)
            ORDER BY refresh_at, domain FETCH FIRST ? ROWS ONLY""";
    private static final String INSERT = "INSERT INTO mailseal_mtasts_policy (" + PolicyRow.COLUMNS + """
            , domain, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
            (SELECT version + 1 FROM mailseal_mtasts_removed WHERE id = 1 FOR UPDATE))""";
    private static final String UPDATE = """
            UPDATE mailseal_mtasts_policy SET refresh_at = ?, protection = ?, policy_id = ?, policy = ?, fetched_at = ?,
            failure_id = ?, failure_until = ?, failure_count = ?, failure_kind = ?, version = version + 1
            WHERE domain = ? AND version = ?""";
    private static final String VERSION = "SELECT version FROM mailseal_mtasts_policy WHERE domain = ?";
    private static final String RAISE = """
            UPDATE mailseal_mtasts_removed SET version = ? WHERE id = 1 AND version < ?
            AND EXISTS (SELECT 1 FROM mailseal_mtasts_policy WHERE domain = ? AND version = ?)""";
    private static final String DELETE = "DELETE FROM mailseal_mtasts_policy WHERE domain = ? AND version = ?";
    private static final String COUNT = "SELECT COUNT(*) FROM mailseal_mtasts_policy";
    private static final String RAISE_TO_ALL = """
            UPDATE mailseal_mtasts_removed SET version = GREATEST(version,
            (SELECT COALESCE(MAX(version), 0) FROM mailseal_mtasts_policy WHERE protection <= ?)) WHERE id = 1""";
    // Both conditions twice: by the outer ones a row that somebody else has just written is judged as it is then.
    private static final String MAKE_ROOM = """
            DELETE FROM mailseal_mtasts_policy
            WHERE protection <= ? AND version <= (SELECT version FROM mailseal_mtasts_removed WHERE id = 1)
            AND domain IN (SELECT domain FROM mailseal_mtasts_policy
                WHERE protection <= ? AND version <= (SELECT version FROM mailseal_mtasts_removed WHERE id = 1)
                ORDER BY protection, refresh_at FETCH FIRST ? ROWS ONLY)""";

    private static final int PAGE = 100;

    // What comes of it takes ten times as much memory where lines are short.
    private static final int MOST_DUE_CHARACTERS = 4 * 1024 * 1024;
    private static final int MOST_TRIES = 3;

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

    // Rows that are none are passed over, however many: the search goes on behind them.
    List<PolicyEntry> due(Connection connection, Instant now, int limit) throws SQLException {
        List<PolicyEntry> due = new ArrayList<>();
        long characters = 0;
        OffsetDateTime time = PolicyRow.time(Instant.MIN);
        String domain = "";
        while (due.size() < limit && characters < MOST_DUE_CHARACTERS) {
            int read = 0;
            try (PreparedStatement statement = prepare(connection, DUE)) {
                statement.setObject(1, PolicyRow.time(now));
                statement.setObject(2, time);
                statement.setString(3, domain);
                statement.setInt(4, PAGE);
                try (ResultSet rows = statement.executeQuery()) {
                    for (; due.size() < limit && characters < MOST_DUE_CHARACTERS && rows.next(); read++) {
                        time = rows.getObject("refresh_at", OffsetDateTime.class);
                        domain = rows.getString("domain");
                        readable(rows).ifPresent(due::add);
                        characters += PolicyRow.characters(rows);
                    }
                }
            }
            if (read < PAGE) {
                break;
            }
        }
        return List.copyOf(due);
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
        return remove(connection, entry.domain(), entry.version());
    }

    private boolean remove(Connection connection, DomainName domain, long version) throws SQLException {
        try (PreparedStatement raise = prepare(connection, RAISE);
                PreparedStatement delete = prepare(connection, DELETE)) {
            raise.setLong(1, version);
            raise.setLong(2, version);
            raise.setString(3, domain.toString());
            raise.setLong(4, version);
            raise.executeUpdate();
            delete.setString(1, domain.toString());
            delete.setLong(2, version);
            return delete.executeUpdate() == 1;
        }
    }

    /**
     * Removes a row without reading more of it than its version.
     *
     * @throws SQLException of a conflict, if somebody has written it in the same moment
     */
    boolean forget(Connection connection, DomainName domain) throws SQLException {
        try (PreparedStatement statement = prepare(connection, VERSION)) {
            statement.setString(1, domain.toString());
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return false;
                }
                if (!remove(connection, domain, rows.getLong(1))) {
                    throw SqlStates.conflict("the row of " + domain + " was written at the same time");
                }
                return true;
            }
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
        } else if (!discard(connection, entry, Math.max(1, share))) {
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
    private boolean discard(Connection connection, PolicyEntry entry, int rows) throws SQLException {
        int protection = Math.min(PolicyRow.protection(entry), PolicyRow.ENFORCED - 1);
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            if (discard(connection, protection, rows) > 0) {
                return true;
            }
        }
        return false;
    }

    // The row that everybody locks comes first, here as in removals and insertions; or they would wait for each other.
    private int discard(Connection connection, int protection, int rows) throws SQLException {
        try (PreparedStatement raise = prepare(connection, RAISE_TO_ALL);
                PreparedStatement delete = prepare(connection, MAKE_ROOM)) {
            raise.setInt(1, protection);
            raise.executeUpdate();
            delete.setInt(1, protection);
            delete.setInt(2, protection);
            delete.setInt(3, rows);
            return delete.executeUpdate();
        }
    }
}
