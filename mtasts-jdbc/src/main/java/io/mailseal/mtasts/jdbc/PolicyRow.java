package io.mailseal.mtasts.jdbc;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.mtasts.MtaStsPolicy;
import io.mailseal.mtasts.MtaStsProblem;
import io.mailseal.mtasts.PolicyEntry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** An entry as it stands in columns. */
final class PolicyRow {

    /** In the order in which they are read and written, without the domain and the version. */
    static final String COLUMNS = "refresh_at, protection, policy_id, policy, fetched_at, "
            + "failure_id, failure_until, failure_count, failure_kind";

    /** How many these are. */
    static final int COUNT = 9;

    /** What an enforced policy has in the column "protection"; what protects less has less. */
    static final int ENFORCED = 3;

    private static final int LONGEST_ID = 32;
    private static final Instant EARLIEST = Instant.parse("0001-01-02T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-30T00:00:00Z");

    private PolicyRow() {}

    /**
     * @throws IllegalArgumentException for an entry that the columns have no room for; no cache makes one
     */
    static void check(PolicyEntry entry) {
        require(entry.domain().isHostName(), entry);
        requireTime(entry.refreshAt(), entry);
        entry.policy().ifPresent(policy -> {
            require(isId(policy.id()), entry);
            requireTime(policy.fetched(), entry);
        });
        entry.failure().ifPresent(failure -> {
            require(isId(failure.id()), entry);
            requireTime(failure.until(), entry);
        });
    }

    private static void require(boolean fits, PolicyEntry entry) {
        if (!fits) {
            throw new IllegalArgumentException("no entry that could be stored: " + entry);
        }
    }

    private static void requireTime(Instant time, PolicyEntry entry) {
        require(!time.isBefore(EARLIEST) && !time.isAfter(LATEST), entry);
    }

    // Letters and digits, as in a record; none where there was no record.
    private static boolean isId(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c > 0x7E || !Character.isLetterOrDigit(c)) {
                return false;
            }
        }
        return id.length() <= LONGEST_ID;
    }

    /** How much an entry protects, from 0 to {@link #ENFORCED}. */
    static int protection(PolicyEntry entry) {
        return entry.policy()
                .map(cached -> switch (cached.policy().mode()) {
                    case NONE -> 1;
                    case TESTING -> 2;
                    case ENFORCE -> ENFORCED;
                })
                .orElse(0);
    }

    /** A time as all databases keep it: to the microsecond. */
    static OffsetDateTime time(Instant instant) {
        Instant bounded = instant.isBefore(EARLIEST) ? EARLIEST : instant.isAfter(LATEST) ? LATEST : instant;
        return bounded.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** Fills in the columns. */
    static void write(PreparedStatement statement, int first, PolicyEntry entry) throws SQLException {
        PolicyEntry.CachedPolicy policy = entry.policy().orElse(null);
        PolicyEntry.FailedFetch failure = entry.failure().orElse(null);
        setTime(statement, first, entry.refreshAt());
        statement.setInt(first + 1, protection(entry));
        statement.setString(first + 2, policy == null ? null : policy.id());
        statement.setString(first + 3, policy == null ? null : policy.policy().format());
        setTime(statement, first + 4, policy == null ? null : policy.fetched());
        statement.setString(first + 5, failure == null ? null : failure.id());
        setTime(statement, first + 6, failure == null ? null : failure.until());
        statement.setObject(first + 7, failure == null ? null : failure.count(), Types.INTEGER);
        statement.setString(
                first + 8, failure == null ? null : failure.problem().name());
    }

    private static void setTime(PreparedStatement statement, int index, @Nullable Instant instant) throws SQLException {
        if (instant == null) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(index, time(instant));
        }
    }

    /**
     * The entry in the current row, whose first column is the domain.
     *
     * @throws PolicyStoreException for what is none
     */
    static PolicyEntry read(ResultSet row) throws SQLException {
        String domain = row.getString("domain");
        try {
            PolicyEntry entry = PolicyEntry.of(DomainName.of(domain)).withVersion(row.getLong("version"));
            String text = row.getString("policy");
            if (text != null) {
                entry = entry.withPolicy(policy(row, text));
            }
            String failure = row.getString("failure_kind");
            if (failure != null) {
                entry = entry.withFailure(failure(row, failure));
            }
            return entry.withRefreshAt(instant(row, "refresh_at"));
        } catch (IllegalArgumentException broken) {
            throw new PolicyStoreException(
                    PolicyStoreException.Kind.UNREADABLE,
                    "The row of " + domain + " is no entry: " + broken.getMessage(),
                    broken);
        }
    }

    /** How long the policy in the current row is. */
    static int characters(ResultSet row) throws SQLException {
        String text = row.getString("policy");
        return text == null ? 0 : text.length();
    }

    private static PolicyEntry.CachedPolicy policy(ResultSet row, String text) throws SQLException {
        MtaStsPolicy policy = MtaStsPolicy.parse(Octets.ofUtf8(text))
                .value()
                .orElseThrow(() -> new IllegalArgumentException("its policy is malformed"));
        return new PolicyEntry.CachedPolicy(string(row, "policy_id"), policy, instant(row, "fetched_at"));
    }

    private static PolicyEntry.FailedFetch failure(ResultSet row, String kind) throws SQLException {
        return new PolicyEntry.FailedFetch(
                string(row, "failure_id"), instant(row, "failure_until"), row.getInt("failure_count"), kind(kind));
    }

    // A later version on another machine may know more kinds; that is no reason to do without the policy.
    private static MtaStsProblem.Kind kind(String name) {
        for (MtaStsProblem.Kind kind : MtaStsProblem.Kind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        return MtaStsProblem.Kind.FETCHER_FAILED;
    }

    private static String string(ResultSet row, String column) throws SQLException {
        String value = row.getString(column);
        if (value == null) {
            throw new IllegalArgumentException(column + " is missing");
        }
        return value;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        if (value == null) {
            throw new IllegalArgumentException(column + " is missing");
        }
        return value.toInstant();
    }
}
