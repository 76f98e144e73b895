package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers' own code may do to the client, and what must not come of it. */
@Timeout(90)
class CallersCodeTest extends TransportFixture {

    DnsClient client(DnsClient.Builder builder) {
        return builder.withoutDnssec().build();
    }

    static boolean await(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Nested
    class An_executor_that_runs_tasks_where_it_is_called {

        @Test
        @DisplayName("callbacks run neither on the receiver's thread")
        void notOnTheReceiver() {
            ScriptedServer server = silent();
            NameServers transport =
                    to(server).with(it -> it.executor = Runnable::run).start();
            CompletableFuture<String> thread = transport
                    .ask(QUESTION)
                    .thenApply(reply -> Thread.currentThread().getName());
            ScriptedServer.Query query = server.next();
            query.reply(addressOf(query));
            assertThat(get(thread)).isNotEqualTo("mailseal-dns-io");
        }

        @Test
        @DisplayName("nor on a connection's")
        void notOnTheConnection() {
            ScriptedServer server = silent();
            NameServers transport = to(server)
                    .with(it -> it.executor = Runnable::run)
                    .with(it -> it.overTcp = true)
                    .start();
            CompletableFuture<String> thread = transport
                    .ask(QUESTION)
                    .thenApply(reply -> Thread.currentThread().getName());
            ScriptedServer.Query query = server.next();
            query.reply(addressOf(query));
            assertThat(get(thread)).doesNotStartWith("mailseal-dns-stream");
        }

        @Test
        @DisplayName("nor on the timer's")
        void notOnTheTimer() {
            NameServers transport = to(silent())
                    .with(it -> it.executor = Runnable::run)
                    .with(it -> it.timer = DnsTimer.system())
                    .with(it -> it.tries = 1)
                    .start(Duration.ofMillis(50));
            CompletableFuture<String> thread = transport
                    .ask(QUESTION)
                    .thenApply(reply -> Thread.currentThread().getName());
            assertThat(get(thread)).doesNotContain("DelayScheduler");
        }
    }

    @Nested
    class An_executor_that_throws {

        final Executor broken = task -> {
            throw new IllegalStateException("broken");
        };

        @Test
        void losesNoneOfSeveralAskers() {
            ScriptedServer server = silent();
            try (DnsClient client =
                    client(DnsClient.builder().server(server.address()).executor(broken))) {
                CompletableFuture<DnsAnswer> one = client.resolve(QUESTION);
                CompletableFuture<DnsAnswer> two = client.resolve(QUESTION);
                ScriptedServer.Query query = server.next();
                query.reply(addressOf(query));
                assertThat(get(one)).isInstanceOf(DnsAnswer.Found.class);
                assertThat(get(two)).isInstanceOf(DnsAnswer.Found.class);
            }
        }

        @Test
        void doesNotKeepTheClientFromClosing() {
            ScriptedServer server = silent();
            DnsClient client =
                    client(DnsClient.builder().server(server.address()).executor(broken));
            CompletableFuture<DnsAnswer> one = client.resolve(QUESTION);
            server.next();
            client.close();
            assertThat(get(one)).isInstanceOf(DnsAnswer.Failed.class);
        }
    }

    @Nested
    class Errors {

        @Test
        void ofAnObserver() {
            ScriptedServer server = server(query -> query.reply(addressOf(query)));
            try (DnsClient client =
                    client(DnsClient.builder().server(server.address()).observer((answer, source, duration) -> {
                        throw new NoClassDefFoundError("metrics");
                    }))) {
                assertThat(get(client.resolve(QUESTION))).isInstanceOf(DnsAnswer.Found.class);
            }
        }

        @Test
        @DisplayName("of the rules end the answer that they were met in, instead of leaving it open for ever")
        void ofTheRules() {
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            AnswerRules rules = question -> raw -> {
                raw.get(question);
                throw new NoClassDefFoundError("a provider");
            };
            CompletableFuture<AnswerRules.Answered> answered =
                    new Resolution(QUESTION, rules, question -> reply, 1).begin();
            reply.complete(Reply.closed());
            assertThat(answered).isCompletedExceptionally();
        }

        @Test
        @DisplayName("of the transport (no more threads) do not close a question for ever")
        void ofTheTransport() {
            List<DnsQuestion> asked = new ArrayList<>();
            Upstream upstream = question -> {
                asked.add(question);
                if (asked.size() == 1) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                return CompletableFuture.completedFuture(Reply.closed());
            };
            SharedQuestions shared = new SharedQuestions(upstream, new ClientThreads(null), (question, reply) -> {});
            try {
                shared.ask(QUESTION);
            } catch (OutOfMemoryError e) {
                // The asker may be told in either way.
            }
            assertThat(get(shared.ask(QUESTION))).isEqualTo(Reply.closed());
        }
    }

    @Test
    @DisplayName("who asks what is known at once does not run the callbacks of others who asked the same")
    void callbacksOfOthers() {
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        SharedQuestions[] shared = new SharedQuestions[1];
        Upstream upstream = question -> {
            CompletableFuture<Void> unused =
                    shared[0].ask(question).thenAccept(reply -> threads.add(Thread.currentThread()));
            return CompletableFuture.completedFuture(Reply.closed());
        };
        shared[0] = new SharedQuestions(upstream, new ClientThreads(null), (question, reply) -> {});
        CompletableFuture<Reply> unused = shared[0].ask(QUESTION);
        try {
            assertThat(threads.poll(5, TimeUnit.SECONDS)).isNotEqualTo(Thread.currentThread());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("no anchors at all are the caller's mistake, and not a client that validates nothing")
    void noAnchors() {
        assertThatThrownBy(() -> DnsClient.builder()
                        .server("127.0.0.1")
                        .validating((TrustAnchors) null)
                        .build())
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    @DisplayName("callbacks that wait for questions leave all threads but one for a callback that works")
    void blockedCallbacks() {
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        CountDownLatch entered = new CountDownLatch(threads);
        CountDownLatch end = new CountDownLatch(1);
        ScriptedServer server = silent();
        NameServers transport = to(server).start();
        List<ScriptedServer.Query> outer = new ArrayList<>();
        CompletableFuture<Reply> inner = transport.ask(question(1000));
        ScriptedServer.Query innerQuery = server.next();
        for (int i = 0; i < threads - 1; i++) {
            CompletableFuture<Reply> unused = transport.ask(question(i)).thenApply(reply -> {
                entered.countDown();
                return inner.join();
            });
            ScriptedServer.Query query = server.next();
            query.reply(addressOf(query));
        }
        CompletableFuture<Boolean> working = transport.ask(question(500)).thenApply(reply -> {
            entered.countDown();
            return await(end);
        });
        ScriptedServer.Query query = server.next();
        query.reply(addressOf(query));
        assertThat(await(entered)).isTrue();
        CompletableFuture<Reply> other = transport.ask(question(501));
        ScriptedServer.Query last = server.next();
        last.reply(addressOf(last));
        try {
            assertAnswered(get(other), question(501));
        } finally {
            end.countDown();
            assertThat(get(working)).isTrue();
            innerQuery.reply(addressOf(innerQuery));
        }
    }

    @Test
    @DisplayName("a connection that brings nothing is left alone even if nobody waits as long as a try lasts")
    void impatientAskers() {
        ScriptedServer server = silent();
        NameServers transport = to(server).with(it -> it.overTcp = true).start();
        CompletableFuture<Reply> previous = transport.ask(question(0));
        server.next();
        for (int i = 1; i < 4; i++) {
            CompletableFuture<Reply> next = transport.ask(question(i));
            server.next();
            clock.advance(TRY.dividedBy(4).multipliedBy(3));
            previous.cancel(false);
            previous = next;
        }
        assertThat(server.connections()).isGreaterThan(1);
    }
}
