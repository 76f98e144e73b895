/**
 * Keeps MTA-STS policies in a database.
 *
 * <p>A policy that was seen once protects the mail of a domain for weeks, as long as it is remembered. In the memory of
 * one process it is gone with the next restart, and each of several mail servers has to see it for itself. In a
 * database all of them know what one has seen, one of them refreshes it for all, and a machine that is new is protected
 * from its first mail.
 *
 * <p>{@link io.mailseal.mtasts.jdbc.JdbcPolicyStore} is all there is to it. It is tested with PostgreSQL 15 and H2,
 * makes its tables itself, and leaves driver and connection pool to the application:
 *
 * <pre>{@code
 * PolicyStore store = JdbcPolicyStore.builder().dataSource(dataSource).build();
 * MtaStsCache policies = MtaStsCache.builder().fetcher(fetcher).store(store).build();
 * }</pre>
 *
 * <p>Everything here may be shared between threads, but for builders. No parameter or result is null. What goes wrong
 * with the database is a {@link io.mailseal.mtasts.jdbc.PolicyStoreException}, with which a stage fails; the cache then
 * keeps mail waiting rather than taking a domain for one without a policy. Cancelling a future gives up waiting: what
 * has not begun is not begun, and what has is brought to its end.
 */
@NullMarked
package io.mailseal.mtasts.jdbc;

import org.jspecify.annotations.NullMarked;
