package io.mailseal.mtasts.jdbc;

import io.mailseal.core.dns.DnsTimer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.sql.DataSource;

/** Brings blocking calls of JDBC away from the caller's thread, and to an end in time, whatever the driver does. */
final class DatabaseCalls {

    private static final int MOST_TRIES = 100;

    private final DataSource dataSource;
    private final Schema schema;
    private final Executor executor;
    private final Executor timeouts = DatabaseThreads.forTimeouts();
    private final DnsTimer timer;
    private final Duration timeout;

    DatabaseCalls(DataSource dataSource, Schema schema, Executor executor, DnsTimer timer, Duration timeout) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.executor = executor;
        this.timer = timer;
        this.timeout = timeout;
    }

    private interface Call<T> {
        T run() throws SQLException;
    }

    /** What changes nothing. It is tried once more if the connection is lost: a pool may have kept it for too long. */
    <T> CompletableFuture<T> read(Transactions.Work<T> work) {
        return submit(() -> {
            try {
                return once(work);
            } catch (SQLException failed) {
                if (SqlStates.isLostConnection(failed)) {
                    return once(work);
                }
                throw failed;
            }
        });
    }

    /** What tells whether it has changed something. It is false where somebody else was faster. */
    CompletableFuture<Boolean> write(Transactions.Work<Boolean> work) {
        return submit(() -> {
            try {
                return once(work);
            } catch (SQLException failed) {
                if (SqlStates.isConflict(failed)) {
                    return false;
                }
                throw failed;
            }
        });
    }

    /** What is to be done whoever else writes: tried again while somebody else is faster. */
    CompletableFuture<Boolean> insist(Transactions.Work<Boolean> work) {
        return submit(() -> {
            for (int tries = 1; ; tries++) {
                try {
                    return once(work);
                } catch (SQLException failed) {
                    if (!SqlStates.isConflict(failed) || tries == MOST_TRIES) {
                        throw failed;
                    }
                }
            }
        });
    }

    private <T> T once(Transactions.Work<T> work) throws SQLException {
        try (Connection connection = connect()) {
            schema.ensure(connection);
            return Transactions.run(connection, work);
        }
    }

    private Connection connect() {
        try {
            return dataSource.getConnection();
        } catch (SQLException failed) {
            throw PolicyStoreException.unavailable(failed);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is the result that is waited for
    private <T> CompletableFuture<T> submit(Call<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable alarm = timer.schedule(timeout, () -> timeouts.execute(() -> expire(result)));
        result.whenComplete((value, failure) -> alarm.run());
        try {
            executor.execute(() -> run(call, result));
        } catch (RejectedExecutionException full) {
            result.completeExceptionally(new PolicyStoreException(
                    PolicyStoreException.Kind.TOO_BUSY, "Too much waits for the database of policies.", full));
        }
        return result;
    }

    private void expire(CompletableFuture<?> result) {
        result.completeExceptionally(new PolicyStoreException(
                PolicyStoreException.Kind.TIMEOUT,
                "The database of policies did not answer within " + timeout.toMillis() + " ms.",
                null));
    }

    private static <T> void run(Call<T> call, CompletableFuture<T> result) {
        if (result.isDone()) {
            return; // cancelled, or too late
        }
        try {
            result.complete(call.run());
        } catch (PolicyStoreException failed) {
            result.completeExceptionally(failed);
        } catch (SQLException | RuntimeException failed) {
            // Pools throw exceptions of their own.
            result.completeExceptionally(PolicyStoreException.unavailable(failed));
        } catch (Error failed) {
            result.completeExceptionally(failed);
            throw failed;
        }
    }
}
