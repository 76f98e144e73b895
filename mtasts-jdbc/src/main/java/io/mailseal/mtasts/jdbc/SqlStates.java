package io.mailseal.mtasts.jdbc;

import java.sql.SQLException;
import java.util.Set;

/** What the codes of errors mean that databases have in common. */
final class SqlStates {

    // Where the table is missing: PostgreSQL's, then those of ISO and H2.
    private static final Set<String> NO_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");

    // A key that exists already, transactions that can't both be, and those that wait for each other.
    private static final Set<String> CONFLICT = Set.of("23505", "40001", "40P01");

    private SqlStates() {}

    private static String of(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }

    /** Somebody else was faster. */
    static boolean isConflict(SQLException failure) {
        return CONFLICT.contains(of(failure));
    }

    /** That somebody else was faster, where the database has not said so itself. */
    static SQLException conflict(String message) {
        return new SQLException(message, "40001");
    }

    /** The connection is of no use any more; another may be. */
    static boolean isLostConnection(SQLException failure) {
        return of(failure).startsWith("08") || of(failure).startsWith("57P0");
    }

    static boolean isMissingTable(SQLException failure) {
        return NO_TABLE.contains(of(failure));
    }
}
