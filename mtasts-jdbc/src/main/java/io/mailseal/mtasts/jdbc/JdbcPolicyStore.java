package io.mailseal.mtasts.jdbc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsTimer;
import io.mailseal.mtasts.PolicyEntry;
import io.mailseal.mtasts.PolicyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps policies in a database, for one mail server or for many. Tested with PostgreSQL and H2; other databases are not
 * claimed. The database of PostgreSQL must be in UTF-8.
 *
 * <p>There are no locks between servers: whoever has read a version of a row may replace that version. The tables,
 * {@code mailseal_mtasts_policy}, {@code mailseal_mtasts_removed} and {@code mailseal_mtasts_schema}, are made when they
 * are first needed, by any number of servers at once. Times are kept to the microsecond. Rows are not to be removed by hand
 * while servers run, since the versions of what was removed are not used again; {@link #forget} is for that.
 *
 * <p>Every stage that fails does so with a {@link PolicyStoreException}. Thread-safe. It has nothing to be closed: the
 * connections are the data source's, and the threads are daemons that go when they are idle. Futures are completed on
 * a thread of the executor, or on one of the store's own when the time is over.
 */
public final class JdbcPolicyStore implements PolicyStore {

    /**
     * How many entries {@link #due} returns at most, whatever the limit; fewer where policies are large: about 4 MiB of their
     * text in all.
     */
    public static final int MOST_DUE = 1000;

    private final DatabaseCalls calls;
    private final PolicyTable table;

    private JdbcPolicyStore(Builder builder, DataSource dataSource) {
        Executor executor = builder.executor == null ? DatabaseThreads.bounded() : builder.executor;
        int querySeconds = (int) Math.max(1, builder.timeout.toSeconds());
        Schema schema = new Schema(builder.schemaChanges, querySeconds);
        this.calls = new DatabaseCalls(dataSource, schema, executor, builder.timer, builder.timeout);
        this.table = new PolicyTable(builder.capacity, querySeconds);
    }

    /** Begins to make one; {@link Builder#dataSource} must be called. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The statements that make the tables from nothing, in order: for an administrator who does not let a mail server
     * do it, with {@link Builder#withoutSchemaChanges}. They may be run again without harm.
     */
    public static List<String> schema() {
        return Schema.statements();
    }

    /**
     * Connects, and makes the tables if they are not there, or brings them to this version. Nobody has to call it: each
     * of the other methods does the same when it is the first. It lets an application tell at its start that the
     * database is not as it should be.
     */
    public CompletableFuture<Void> prepareAsync() {
        return calls.read(connection -> true).thenApply(done -> null);
    }

    /** {@inheritDoc} Nothing is asked where the name is no host name, since such a domain has no policy. */
    @Override
    public CompletableFuture<Optional<PolicyEntry>> find(DomainName domain) {
        return domain.isHostName()
                ? calls.read(connection -> table.find(connection, domain))
                : CompletableFuture.completedFuture(Optional.empty());
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException for an entry that no cache makes: a domain that is no host name, an id that no
     *     record has, a time outside of the years 1 to 9999
     */
    @Override
    public CompletableFuture<Boolean> put(PolicyEntry entry) {
        PolicyRow.check(entry);
        return calls.write(connection -> table.put(connection, entry));
    }

    @Override
    public CompletableFuture<Boolean> remove(PolicyEntry entry) {
        return entry.domain().isHostName()
                ? calls.write(connection -> table.remove(connection, entry))
                : CompletableFuture.completedFuture(false);
    }

    @Override
    public CompletableFuture<Boolean> forget(DomainName domain) {
        return domain.isHostName()
                ? calls.insist(connection -> table.forget(connection, domain))
                : CompletableFuture.completedFuture(false);
    }

    /** {@inheritDoc} No more than {@link #MOST_DUE}, fewer of large ones. Rows that can't be read are passed over. */
    @Override
    public CompletableFuture<List<PolicyEntry>> due(Instant now, int limit) {
        Objects.requireNonNull(now, "now");
        return limit <= 0
                ? CompletableFuture.completedFuture(List.of())
                : calls.read(connection -> table.due(connection, now, Math.min(limit, MOST_DUE)));
    }

    /** Makes a store. Not for use by several threads. */
    public static final class Builder {

        private @Nullable DataSource dataSource;
        private @Nullable Executor executor;
        private DnsTimer timer = DnsTimer.system();
        private Duration timeout = Duration.ofSeconds(10);
        private int capacity = 1_000_000;
        private boolean schemaChanges = true;

        private Builder() {}

        /** Where connections come from, mostly a pool; must be said. A connection is given back after each call. */
        public Builder dataSource(DataSource newDataSource) {
            dataSource = Objects.requireNonNull(newDataSource, "dataSource");
            return this;
        }

        /**
         * The threads that wait for the database. Without it the store has up to eight of its own, and lets a thousand
         * calls wait for these. What an executor rejects fails with {@link PolicyStoreException.Kind#TOO_BUSY}.
         */
        public Builder executor(Executor newExecutor) {
            executor = Objects.requireNonNull(newExecutor, "executor");
            return this;
        }

        /**
         * How long a caller waits at most, for a thread, for a connection and for the database together; ten seconds if
         * nothing else is said. A statement is cancelled at about that time, too. A driver that hangs on a dead
         * connection needs a limit of its own (PostgreSQL: {@code socketTimeout}), or keeps its thread.
         *
         * @throws IllegalArgumentException unless it is positive, and no longer than an hour
         */
        public Builder timeout(Duration newTimeout) {
            if (newTimeout.isNegative() || newTimeout.isZero() || newTimeout.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("no time to wait: " + newTimeout);
            }
            timeout = newTimeout;
            return this;
        }

        /**
         * About how many domains are kept, to within a hundredth; a million if nothing else is said. When there is no
         * room, something goes that protects no more than what comes: entries without a policy first, then policies of
         * mode none, then of mode testing. Policies that are enforced stay, so that nobody drives them out by
         * publishing others: what would be new then is not stored, which is a failure of its own,
         * {@link PolicyStoreException.Kind#FULL}.
         *
         * @throws IllegalArgumentException for less than one
         */
        public Builder capacity(int newCapacity) {
            if (newCapacity < 1) {
                throw new IllegalArgumentException("a store without room: " + newCapacity);
            }
            capacity = newCapacity;
            return this;
        }

        /** Leaves the tables to an administrator, who runs {@link JdbcPolicyStore#schema}; the store looks at them. */
        public Builder withoutSchemaChanges() {
            schemaChanges = false;
            return this;
        }

        Builder timer(DnsTimer newTimer) {
            timer = newTimer;
            return this;
        }

        /**
         * The store. Connects to nothing yet.
         *
         * @throws IllegalStateException without a data source
         */
        public JdbcPolicyStore build() {
            if (dataSource == null) {
                throw new IllegalStateException("no data source");
            }
            return new JdbcPolicyStore(this, dataSource);
        }
    }
}
