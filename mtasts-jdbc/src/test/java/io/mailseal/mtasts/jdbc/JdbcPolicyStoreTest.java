package io.mailseal.mtasts.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mailseal.mtasts.PolicyEntry;
import io.mailseal.testkit.VirtualClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Threads, time, and failures that need no database. */
class JdbcPolicyStoreTest {

    static final DataSource DOWN = new Connections(() -> {
        throw new SQLException("nobody listens", "08001");
    });

    static JdbcDataSource h2() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:");
        return source;
    }

    static void assertFails(PolicyStoreException.Kind kind, CompletableFuture<?> stage) {
        DatabaseStoreContract.assertFails(kind, stage::join);
    }

    @Test
    void nothingHappensBeforeTheFirstCall() {
        JdbcPolicyStore.builder()
                .dataSource(new Connections(() -> {
                    throw new AssertionError("connected");
                }))
                .build();
    }

    @Test
    @DisplayName("Nobody waits on his own thread, and nobody longer than said")
    void timeout() {
        VirtualClock clock = new VirtualClock();
        JdbcPolicyStore store = JdbcPolicyStore.builder()
                .dataSource(new Connections(() -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException never) {
                        Thread.currentThread().interrupt();
                    }
                    throw new SQLException("unreachable");
                }))
                .timeout(Duration.ofSeconds(3))
                .timer(clock)
                .build();
        CompletableFuture<Optional<PolicyEntry>> found = store.find(PolicyStoreContract.name(1));
        CompletableFuture<Boolean> cancelled = store.put(PolicyEntry.of(PolicyStoreContract.name(2)));
        cancelled.cancel(true);
        assertThat(clock.pending()).isEqualTo(1);
        clock.advance(Duration.ofMillis(2999));
        assertThat(found).isNotDone();
        clock.advance(Duration.ofMillis(1));
        assertFails(PolicyStoreException.Kind.TIMEOUT, found);
        assertThat(clock.pending()).isZero();
    }

    @Test
    @DisplayName("Work is done on the executor alone, and the alarm is taken back with it")
    void executor() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        VirtualClock clock = new VirtualClock();
        JdbcPolicyStore store = JdbcPolicyStore.builder()
                .dataSource(h2())
                .executor(tasks::add)
                .timer(clock)
                .build();
        CompletableFuture<Optional<PolicyEntry>> found = store.find(PolicyStoreContract.name(1));
        assertThat(found).isNotDone();
        tasks.remove().run();
        assertThat(found).isCompletedWithValue(Optional.empty());
        assertThat(clock.pending()).isZero();
    }

    @Test
    void whatWasCancelledDoesNotBegin() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        JdbcPolicyStore store = JdbcPolicyStore.builder()
                .dataSource(new Connections(() -> {
                    throw new AssertionError("connected");
                }))
                .executor(tasks::add)
                .build();
        CompletableFuture<Boolean> put = store.put(PolicyEntry.of(PolicyStoreContract.name(1)));
        put.cancel(true);
        tasks.remove().run();
        assertThat(put).isCancelled();
    }

    @Test
    void whatIsRejectedIsTooBusy() {
        JdbcPolicyStore store = JdbcPolicyStore.builder()
                .dataSource(h2())
                .executor(task -> {
                    throw new RejectedExecutionException("full");
                })
                .build();
        assertFails(PolicyStoreException.Kind.TOO_BUSY, store.find(PolicyStoreContract.name(1)));
    }

    @Test
    void failuresAreTyped() {
        JdbcPolicyStore down = JdbcPolicyStore.builder().dataSource(DOWN).build();
        assertFails(PolicyStoreException.Kind.UNAVAILABLE, down.find(PolicyStoreContract.name(1)));
        JdbcPolicyStore broken = JdbcPolicyStore.builder()
                .dataSource(new Connections(() -> {
                    throw new IllegalStateException("the pool is closed");
                }))
                .build();
        assertFails(PolicyStoreException.Kind.UNAVAILABLE, broken.prepareAsync());
    }

    @Test
    void misuse() {
        JdbcPolicyStore.Builder builder = JdbcPolicyStore.builder();
        assertThatIllegalStateException().isThrownBy(builder::build);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.capacity(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ofDays(1)));
    }
}
