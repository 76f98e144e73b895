package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.VirtualClock;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

class DnsClientTest {

    static final Duration TRY = Duration.ofMinutes(1);
    static final DnsQuestion QUESTION = DnsQuestion.a(DomainName.of("a.example"));

    final VirtualClock clock = new VirtualClock();
    final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    ScriptedServer server(Consumer<ScriptedServer.Query> script) {
        ScriptedServer server = new ScriptedServer(script);
        open.add(server);
        return server;
    }

    ScriptedServer silent() {
        return server(query -> {});
    }

    ScriptedServer anyAddress() {
        return server(query -> query.reply(query.answer(query.name() + " 300 A 192.0.2.1")));
    }

    DnsClient.Builder builder(ScriptedServer server) {
        return DnsClient.builder()
                .server(server.address())
                .perTryTimeout(TRY)
                .timer(clock)
                .withoutDnssec();
    }

    DnsClient client(DnsClient.Builder builder) {
        DnsClient client = builder.build();
        open.add(0, client);
        return client;
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer", e);
        }
    }

    static void assertFailed(DnsAnswer answer, DnsFailure cause) {
        assertThat(answer).isInstanceOf(DnsAnswer.Failed.class);
        assertThat(((DnsAnswer.Failed) answer).cause()).as(answer.toString()).isEqualTo(cause);
    }

    static DnsQuestion address(String name) {
        return DnsQuestion.a(DomainName.of(name));
    }

    @Nested
    class Making_one {

        @Test
        void needsAServer() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> DnsClient.builder().withoutDnssec().build());
        }

        @Test
        void needsAWordAboutDnssec() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> DnsClient.builder().server("127.0.0.1").build())
                    .withMessageContaining("DNSSEC");
        }

        @Test
        void needsBoundsThatDoNotCross() {
            DnsClient.Builder builder = DnsClient.builder()
                    .server("127.0.0.1")
                    .withoutDnssec()
                    .ttlFloor(Duration.ofSeconds(2))
                    .ttlCeiling(Duration.ofSeconds(1));
            assertThatIllegalStateException().isThrownBy(builder::build);
        }

        @Test
        void refusesNumbersThatMakeNoSense() {
            DnsClient.Builder builder = DnsClient.builder();
            assertThatIllegalArgumentException().isThrownBy(() -> builder.perTryTimeout(Duration.ZERO));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.perTryTimeout(Duration.ofHours(1)));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.tries(0));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.cacheSize(-1));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.inFlight(0));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.ttlFloor(Duration.ofSeconds(-1)));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.ttlCeiling(Duration.ofSeconds(-1)));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.server("ns.example"));
        }

        @Test
        void ofTheMachine() {
            try (DnsClient client = DnsClient.system()) {
                assertThat(client.servers()).isNotEmpty();
                assertThat(client.toString()).endsWith("without DNSSEC");
            }
        }

        @Test
        void ofAnAddress() {
            try (DnsClient client = DnsClient.server(IpAddress.of("2001:db8::1"), 5353)) {
                assertThat(client).hasToString("DnsClient[[2001:db8::1]:5353], without DNSSEC");
            }
        }

        @Test
        @DisplayName("no type of dnsjava, nor of Caffeine, is in the API")
        void showsNoForeignTypes() {
            for (Class<?> type : List.of(DnsClient.class, DnsClient.Builder.class)) {
                for (Method method : type.getMethods()) {
                    assertThat(method.toGenericString())
                            .doesNotContain("org.xbill")
                            .doesNotContain("caffeine");
                }
                assertThat(type.getConstructors()).isEmpty();
                assertThat(type.getFields()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 41, 128, 251, 252, 255})
    @DisplayName("RFC 6895 §3.1: types that no record has can't be asked for")
    void typesOfQuestionsOnly(int type) {
        DnsClient client = client(builder(silent()));
        DnsQuestion question = new DnsQuestion(DomainName.of("a.example"), new DnsType(type));
        assertThatIllegalArgumentException().isThrownBy(() -> client.resolve(question));
    }

    @Nested
    class The_cache {

        @Test
        void answersInsteadOfTheServer() {
            ScriptedServer server = anyAddress();
            DnsClient client = client(builder(server));
            DnsAnswer first = get(client.resolve(QUESTION));
            CompletableFuture<DnsAnswer> second = client.resolve(QUESTION);
            assertThat(second).isCompletedWithValue(first);
            assertThat(client.known(QUESTION)).contains(first);
            assertThat(server.log()).hasSize(1);
        }

        @Test
        void knowsOnlyWhatWasAsked() {
            DnsClient client = client(builder(anyAddress()));
            assertThat(client.known(QUESTION)).isEmpty();
            get(client.resolve(QUESTION));
            assertThat(client.known(DnsQuestion.aaaa(QUESTION.name()))).isEmpty();
        }

        @Test
        void countsTheTtlDown() {
            DnsClient client = client(builder(anyAddress()));
            get(client.resolve(QUESTION));
            clock.advance(Duration.ofSeconds(100));
            assertThat(client.known(QUESTION).orElseThrow().ttl()).isEqualTo(Duration.ofSeconds(200));
        }

        @Test
        void neverServesWhatHasExpired() {
            ScriptedServer server = anyAddress();
            DnsClient client = client(builder(server));
            get(client.resolve(QUESTION));
            clock.advance(Duration.ofSeconds(300));
            assertThat(client.known(QUESTION)).isEmpty();
            get(client.resolve(QUESTION));
            assertThat(server.log()).hasSize(2);
        }

        @Test
        void keepsToTheCeiling() {
            DnsClient client = client(builder(anyAddress()).ttlCeiling(Duration.ofSeconds(10)));
            assertThat(get(client.resolve(QUESTION)).ttl()).isEqualTo(Duration.ofSeconds(10));
            clock.advance(Duration.ofSeconds(10));
            assertThat(client.known(QUESTION)).isEmpty();
        }

        @Test
        void keepsToTheFloor() {
            ScriptedServer server = server(query -> query.reply(query.answer("a.example 0 A 192.0.2.1")));
            DnsClient client = client(builder(server).ttlFloor(Duration.ofSeconds(10)));
            get(client.resolve(QUESTION));
            clock.advance(Duration.ofSeconds(9));
            assertThat(client.known(QUESTION)).isPresent();
        }

        @Test
        void doesNotKeepATtlOfZero() {
            ScriptedServer server = server(query -> query.reply(query.answer("a.example 0 A 192.0.2.1")));
            DnsClient client = client(builder(server));
            get(client.resolve(QUESTION));
            assertThat(client.known(QUESTION)).isEmpty();
        }

        @Test
        @DisplayName("RFC 2308 §5: negative answers for as long as the SOA record says")
        void keepsNegativeAnswers() {
            ScriptedServer server = server(query -> {
                Message response = query.rcode(3);
                query.reply(Responses.add(response, Section.AUTHORITY, "example 300 SOA ns hostmaster 1 2 3 4 60"));
            });
            DnsClient client = client(builder(server));
            get(client.resolve(QUESTION));
            clock.advance(Duration.ofSeconds(59));
            assertThat(client.known(QUESTION)).get().isInstanceOf(DnsAnswer.NoSuchName.class);
            clock.advance(Duration.ofSeconds(1));
            assertThat(client.known(QUESTION)).isEmpty();
        }

        @Test
        @DisplayName("RFC 2308 §5: a floor does not make a negative answer without SOA one to be kept")
        void theFloorIsNotForThose() {
            DnsClient client =
                    client(builder(server(query -> query.reply(query.rcode(3)))).ttlFloor(Duration.ofSeconds(10)));
            get(client.resolve(QUESTION));
            assertThat(client.known(QUESTION)).isEmpty();
        }

        @Test
        void doesNotKeepFailures() {
            DnsClient client = client(builder(server(query -> query.reply(query.rcode(2)))));
            assertFailed(get(client.resolve(QUESTION)), DnsFailure.SERVER_FAILURE);
            assertThat(client.known(QUESTION)).isEmpty();
        }

        @Test
        void isBounded() {
            DnsClient client = client(builder(anyAddress()).cacheSize(10));
            for (int i = 0; i < 100; i++) {
                get(client.resolve(address("n" + i + ".example")));
            }
            long kept = 0;
            for (int i = 0; i < 100; i++) {
                kept += client.known(address("n" + i + ".example")).stream().count();
            }
            assertThat(kept).isBetween(1L, 10L);
        }

        @Test
        void weighsLargeAnswers() {
            String text = ("\"" + "x".repeat(255) + "\" ").repeat(100);
            ScriptedServer server = server(query ->
                    query.reply(query.isOverTcp() ? query.answer("a.example 300 TXT " + text) : query.truncated()));
            DnsClient client = client(builder(server).cacheSize(10));
            DnsQuestion question = DnsQuestion.txt(DomainName.of("a.example"));
            get(client.resolve(question));
            assertThat(client.known(question)).isEmpty();
        }

        @Test
        void canBeNone() {
            DnsClient client = client(builder(anyAddress()).cacheSize(0));
            get(client.resolve(QUESTION));
            assertThat(client.known(QUESTION)).isEmpty();
        }
    }

    @Nested
    class Equal_questions_at_once {

        @Test
        void areAskedOnceAndAnsweredEach() {
            ScriptedServer server = silent();
            DnsClient client = client(builder(server));
            CompletableFuture<DnsAnswer> one = client.resolve(QUESTION);
            CompletableFuture<DnsAnswer> two = client.resolve(QUESTION);
            assertThat(one).isNotSameAs(two);
            ScriptedServer.Query query = server.next();
            query.reply(query.answer("a.example 300 A 192.0.2.1"));
            assertThat(get(one)).isEqualTo(get(two));
            assertThat(server.log()).hasSize(1);
        }

        @Test
        void areNotDisturbedWhenOneAskerCancels() {
            ScriptedServer server = silent();
            DnsClient client = client(builder(server));
            CompletableFuture<DnsAnswer> one = client.resolve(QUESTION);
            CompletableFuture<DnsAnswer> two = client.resolve(QUESTION);
            one.cancel(false);
            ScriptedServer.Query query = server.next();
            query.reply(query.answer("a.example 300 A 192.0.2.1"));
            assertThat(get(two)).isInstanceOf(DnsAnswer.Found.class);
            assertThat(one).isCancelled();
        }

        @Test
        void areNotDisturbedByAnAskerWhoseCallbackBlocks() {
            ScriptedServer server = silent();
            DnsClient client = client(builder(server));
            CompletableFuture<DnsAnswer> two = new CompletableFuture<>();
            CompletableFuture<DnsAnswer> waiting = client.resolve(QUESTION).thenApply(answer -> two.join());
            client.resolve(QUESTION).thenAccept(two::complete);
            ScriptedServer.Query query = server.next();
            query.reply(query.answer("a.example 300 A 192.0.2.1"));
            assertThat(get(waiting)).isInstanceOf(DnsAnswer.Found.class);
        }
    }

    @Nested
    class Cancelling {

        @Test
        void leavesNothingRunning() {
            ScriptedServer server = silent();
            DnsClient client = client(builder(server));
            CompletableFuture<DnsAnswer> answer = client.resolve(QUESTION);
            server.next();
            assertThat(clock.pending()).isPositive();
            answer.cancel(false);
            assertThat(clock.pending()).isZero();
        }

        @Test
        void endsWhatAnAliasLedTo() {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            try {
                ScriptedServer server = silent();
                CompletableFuture<DnsAnswer> answer =
                        client(builder(server).executor(executor)).resolve(QUESTION);
                ScriptedServer.Query query = server.next();
                query.reply(query.answer("a.example 300 CNAME b.other"));
                assertThat(server.next().name()).hasToString("b.other.");
                answer.cancel(false);
                get(CompletableFuture.runAsync(() -> {}, executor)); // what came before it is over
                assertThat(clock.pending()).isZero();
            } finally {
                executor.shutdownNow();
            }
        }

        @Test
        void theNextOneAsksAnew() {
            ScriptedServer server = silent();
            DnsClient client = client(builder(server));
            client.resolve(QUESTION).cancel(false);
            server.next();
            CompletableFuture<DnsAnswer> answer = client.resolve(QUESTION);
            ScriptedServer.Query query = server.next();
            query.reply(query.answer("a.example 300 A 192.0.2.1"));
            assertThat(get(answer)).isInstanceOf(DnsAnswer.Found.class);
        }

        @Test
        void completingFromOutsideEndsItToo() {
            ScriptedServer server = silent();
            CompletableFuture<DnsAnswer> answer = client(builder(server)).resolve(QUESTION);
            server.next();
            answer.complete(DnsAnswer.noData(QUESTION));
            assertThat(clock.pending()).isZero();
        }
    }

    @Nested
    class Closing {

        @Test
        void failsWhatIsUnderWay() {
            ScriptedServer server = silent();
            DnsClient client = client(builder(server));
            CompletableFuture<DnsAnswer> answer = client.resolve(QUESTION);
            server.next();
            client.close();
            assertFailed(get(answer), DnsFailure.NETWORK);
            assertThat(get(answer).reason()).contains("closed");
            assertThat(clock.pending()).isZero();
        }

        @Test
        void failsWhatIsAskedLater() {
            DnsClient client = client(builder(anyAddress()));
            get(client.resolve(QUESTION));
            client.close();
            client.close();
            assertFailed(get(client.resolve(QUESTION)), DnsFailure.NETWORK);
            assertThat(client.known(QUESTION)).isEmpty();
        }

        @Test
        void losesNoTask() {
            DnsClient client = client(builder(anyAddress()));
            client.close();
            CompletableFuture<Thread> ran = new CompletableFuture<>();
            client.executor().execute(() -> ran.complete(Thread.currentThread()));
            assertThat(get(ran)).isSameAs(Thread.currentThread());
        }

        @Test
        void endsTheThreads() throws Exception {
            DnsClient client = client(builder(anyAddress()));
            Thread thread =
                    get(client.resolve(QUESTION).thenApplyAsync(a -> Thread.currentThread(), client.executor()));
            client.close();
            thread.join(60_000);
            assertThat(thread.isAlive()).isFalse();
        }

        @Test
        void leavesTheCallersExecutorOpen() {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            try {
                DnsClient client = client(builder(anyAddress()).executor(executor));
                get(client.resolve(QUESTION));
                client.close();
                assertThat(executor.isShutdown()).isFalse();
            } finally {
                executor.shutdownNow();
            }
        }
    }

    @Nested
    class Threads {

        // The server does not answer before the callback is there.
        Thread callbackThread(DnsClient.Builder builder, ScriptedServer server) {
            CompletableFuture<Thread> thread =
                    client(builder).resolve(QUESTION).thenApply(answer -> Thread.currentThread());
            ScriptedServer.Query query = server.next();
            query.reply(query.answer("a.example 300 A 192.0.2.1"));
            return get(thread);
        }

        @Test
        void areDaemonsWithAName() {
            ScriptedServer server = silent();
            Thread thread = callbackThread(builder(server), server);
            assertThat(thread.getName()).startsWith("mailseal-dns-");
            assertThat(thread.isDaemon()).isTrue();
        }

        @Test
        void areTheCallersIfHeGaveSome() {
            ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "mine"));
            try {
                ScriptedServer server = silent();
                assertThat(callbackThread(builder(server).executor(executor), server)
                                .getName())
                        .isEqualTo("mine");
            } finally {
                executor.shutdownNow();
            }
        }

        @Test
        void areOursWhereTheCallersRefuse() {
            ScriptedServer server = silent();
            DnsClient.Builder builder = builder(server).executor(task -> {
                throw new RejectedExecutionException("full");
            });
            assertThat(callbackThread(builder, server).getName()).startsWith("mailseal-dns-");
        }

        @Test
        void ofTimeoutsAndFailuresAreTheSame() {
            ScriptedServer server = silent();
            DnsClient client = client(builder(server).tries(1));
            CompletableFuture<Thread> timeout = client.resolve(QUESTION).thenApply(answer -> Thread.currentThread());
            server.next();
            clock.advance(TRY);
            assertThat(get(timeout).getName()).startsWith("mailseal-dns-");
        }

        @Test
        @DisplayName("a blocking call inside of a callback does not deadlock, in more callbacks than there are threads")
        void mayBlockInCallbacks() {
            ScriptedServer server = silent();
            DnsClient client = client(builder(server).inFlight(MANY));
            List<CompletableFuture<DnsAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                DnsQuestion inner = address("inner" + i + ".example");
                answers.add(client.resolve(address("outer" + i + ".example"))
                        .thenApply(answer -> client.resolve(inner).join()));
            }
            answerAll(server, "outer");
            answerAll(server, "inner"); // that they have come means that all callbacks block
            answers.forEach(answer -> assertThat(get(answer)).isInstanceOf(DnsAnswer.Found.class));
        }
    }

    // More than any pool of ours has threads.
    static final int MANY = 8 * Math.max(2, Runtime.getRuntime().availableProcessors());

    // Waits for that many queries before the first is answered.
    static void answerAll(ScriptedServer server, String prefix) {
        List<ScriptedServer.Query> queries = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            queries.add(server.next());
        }
        for (ScriptedServer.Query query : queries) {
            assertThat(query.name().toString()).startsWith(prefix);
            query.reply(query.answer(query.name() + " 0 A 192.0.2.1"));
        }
    }

    @Nested
    class Sessions {

        @Test
        void asInTheExampleOfThePackage() {
            ScriptedServer server = server(query -> query.reply(query.answer("example.com 300 MX 10 mx.example.com")));
            try (DnsClient client = DnsClient.server(server.address());
                    DnsSession session = DnsSessions.over(client).open()) {
                DnsQuestion question = DnsQuestion.mx(DomainName.of("example.com"));
                DnsAnswer answer = session.evaluate(dns -> dns.get(question));
                assertThat(answer.toString()).contains("mx.example.com");
            }
        }

        @Test
        void runOverAClient() {
            ScriptedServer server = server(query -> query.reply(
                    query.name().toString().equals("a.example.")
                            ? query.answer("a.example 300 MX 10 mx.example")
                            : query.answer("mx.example 300 A 192.0.2.1")));
            DnsSessions sessions = DnsSessions.over(client(builder(server)));
            try (DnsSession session = sessions.open()) {
                DnsAnswer address = session.evaluate(dns -> {
                    DnsAnswer exchangers = dns.get(DnsQuestion.mx(DomainName.of("a.example")));
                    assertThat(exchangers).isInstanceOf(DnsAnswer.Found.class);
                    return dns.get(address("mx.example"));
                });
                assertThat(address).isInstanceOf(DnsAnswer.Found.class);
                assertThat(session.usage().rounds()).isEqualTo(2);
            }
            try (DnsSession session = sessions.open()) {
                CompletableFuture<DnsAnswer> again = session.evaluateAsync(dns -> dns.get(address("mx.example")));
                assertThat(again).isCompleted();
                assertThat(session.usage().fromMemory()).isEqualTo(1);
            }
        }

        @Test
        void goOnInTheThreadsOfTheClient() {
            ScriptedServer server = silent();
            try (DnsSession session = DnsSessions.over(client(builder(server))).open()) {
                CompletableFuture<String> thread = session.evaluateAsync(dns -> {
                    dns.get(QUESTION);
                    return Thread.currentThread().getName();
                });
                ScriptedServer.Query query = server.next();
                query.reply(query.answer("a.example 300 A 192.0.2.1"));
                assertThat(get(thread)).startsWith("mailseal-dns-");
            }
        }

        @Test
        void mayBlockInCallbacksOnFurtherSessions() {
            ScriptedServer server = silent();
            DnsSessions sessions = DnsSessions.over(client(builder(server).inFlight(MANY)))
                    .withLimits(DnsLimits.DEFAULT.withDeadline(TRY));
            List<CompletableFuture<DnsAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                DnsQuestion outer = address("outer" + i + ".example");
                DnsQuestion inner = address("inner" + i + ".example");
                DnsSession session = sessions.open();
                open.add(0, session::close);
                answers.add(session.evaluateAsync(dns -> dns.get(outer)).thenApply(answer -> {
                    try (DnsSession further = sessions.open()) {
                        return further.evaluate(dns -> dns.get(inner));
                    }
                }));
            }
            answerAll(server, "outer");
            answerAll(server, "inner");
            answers.forEach(answer -> assertThat(get(answer)).isInstanceOf(DnsAnswer.Found.class));
        }

        @Test
        void endWithAnAnswerWhenTheClientIsClosed() {
            ScriptedServer server = silent();
            DnsClient client = client(builder(server));
            try (DnsSession session = DnsSessions.over(client).open()) {
                CompletableFuture<DnsAnswer> answer = session.evaluateAsync(dns -> dns.get(QUESTION));
                server.next();
                client.close();
                assertFailed(get(answer), DnsFailure.NETWORK);
            }
        }
    }

    @Nested
    class Addresses_of_servers {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "192.0.2.1=192.0.2.1:53",
                    "192.0.2.1:5353=192.0.2.1:5353",
                    "2001:db8::1=[2001:db8::1]:53",
                    "[2001:db8::1]=[2001:db8::1]:53",
                    "[2001:db8::1]:5353=[2001:db8::1]:5353"
                })
        void areRead(String pair) {
            int equals = pair.indexOf('=');
            assertThat(ServerAddress.parse(pair.substring(0, equals))).hasToString(pair.substring(equals + 1));
        }

        @Test
        void nothingElseIs() {
            for (String text : Arrays.asList(
                    "",
                    ":",
                    ":53",
                    "ns.example",
                    "ns.example:53",
                    "localhost",
                    "192.0.2.1:",
                    "192.0.2.1:0",
                    "192.0.2.1:65536",
                    "192.0.2.1:+53",
                    "192.0.2.1:053535",
                    "192.0.2.1: 53",
                    "[192.0.2.1]:53",
                    "[2001:db8::1",
                    "[2001:db8::1]53",
                    "[2001:db8::1]:",
                    "2001:db8::1]",
                    "[]",
                    "1",
                    "192.0.2",
                    "192.0.2.1:\u0665\u0663")) {
                assertThatIllegalArgumentException().as(text).isThrownBy(() -> ServerAddress.parse(text));
            }
        }
    }
}
