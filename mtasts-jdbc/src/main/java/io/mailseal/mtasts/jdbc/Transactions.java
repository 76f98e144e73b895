package io.mailseal.mtasts.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** The ends of transactions, on connections that the application may have set up either way. */
final class Transactions {

    private Transactions() {}

    /** Something to be done on a connection. */
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Does it, and commits it where the connection does not do so by itself. */
    static <T> T run(Connection connection, Work<T> work) throws SQLException {
        if (connection.getAutoCommit()) {
            return work.run(connection);
        }
        try {
            T result = work.run(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException failed) {
            rollback(connection, failed);
            throw failed;
        }
    }

    /** Takes back what was done. Where that fails, too, the failure that led here is the one to be told. */
    static void rollback(Connection connection, Exception failed) {
        try {
            connection.rollback();
        } catch (SQLException second) {
            failed.addSuppressed(second);
        }
    }

    /** Gives a connection back as it was, or not at all: a pool would hand it to somebody who relies on it. */
    static void restore(Connection connection, boolean autoCommit) throws SQLException {
        try {
            connection.setAutoCommit(autoCommit);
        } catch (SQLException failed) {
            if (!connection.isClosed()) {
                throw failed;
            }
        }
    }
}
