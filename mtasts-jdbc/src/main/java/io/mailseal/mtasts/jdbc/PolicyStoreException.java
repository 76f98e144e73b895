package io.mailseal.mtasts.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Why nobody knows what is in the store, or why nothing was written. It is what the stages of a {@link JdbcPolicyStore}
 * fail with, so that {@link io.mailseal.mtasts.MtaStsObserver#storeFailed} is told it; the cause is the driver's
 * exception, where there is one.
 */
public final class PolicyStoreException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What kind of failure; more may be added. */
    public enum Kind {
        /** No connection, a broken one, or the database refused. After a write nobody knows whether it was done. */
        UNAVAILABLE,
        /** It took too long: {@link JdbcPolicyStore.Builder#timeout}. Nobody knows whether a write was done. */
        TIMEOUT,
        /** Too much waits for the database already; it was not asked. */
        TOO_BUSY,
        /** The tables are missing and not to be made, or those of a later version that this one can't use. */
        SCHEMA,
        /** What stands in a row is no entry: somebody else has written it. */
        UNREADABLE,
        /** There is no room for another domain: {@link JdbcPolicyStore.Builder#capacity}. */
        FULL
    }

    private final Kind kind;

    PolicyStoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    static PolicyStoreException unavailable(Exception cause) {
        String state = cause instanceof SQLException sql ? " (SQLSTATE " + sql.getSQLState() + ")" : "";
        return new PolicyStoreException(
                Kind.UNAVAILABLE, "The database of policies failed" + state + ": " + cause.getMessage(), cause);
    }

    /** For programs. */
    public Kind kind() {
        return kind;
    }
}
