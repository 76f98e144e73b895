package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Questions by UDP, over real sockets on loopback. */
class UdpTest extends TransportFixture {

    /** Datagrams that are no answer to the query, though they come from the server. All that can be is evil in them. */
    enum Stray {
        NOTHING(query -> new byte[0]),
        ONE_OCTET(query -> new byte[1]),
        GARBAGE(query -> new byte[500]),
        ONLY_THE_ID(query -> Arrays.copyOf(evil(query).toWire(), 2)),
        HALF_A_HEADER(query -> Arrays.copyOf(evil(query).toWire(), 11)),
        NO_QUESTION(query -> withoutQuestion(query, Rcode.NOERROR)),
        NO_QUESTION_AND_NO_SUCH_NAME(query -> withoutQuestion(query, Rcode.NXDOMAIN)),
        HALF_A_QUESTION(query -> Arrays.copyOf(evil(query).toWire(), 15)),
        TWO_QUESTIONS(query -> {
            byte[] wire = evil(query).toWire();
            wire[5] = 2;
            return wire;
        }),
        THE_QUERY_ITSELF(query -> query.message().toWire()),
        NO_RESPONSE(query -> changed(query, message -> message.getHeader().unsetFlag(Flags.QR))),
        ANOTHER_ID(query -> changed(query, message -> message.getHeader().setID(query.id() ^ 1))),
        ANOTHER_OPCODE(query -> changed(query, message -> message.getHeader().setOpcode(Opcode.NOTIFY))),
        ANOTHER_NAME(query -> changedQuestion(query, "b.example.", Type.A, DClass.IN)),
        A_LONGER_NAME(query -> changedQuestion(query, "a.a.example.", Type.A, DClass.IN)),
        THE_ROOT(query -> changedQuestion(query, ".", Type.A, DClass.IN)),
        ANOTHER_TYPE(query -> changedQuestion(query, "a.example.", Type.AAAA, DClass.IN)),
        ANOTHER_CLASS(query -> changedQuestion(query, "a.example.", Type.A, DClass.CH));

        final Function<ScriptedServer.Query, byte[]> datagram;

        Stray(Function<ScriptedServer.Query, byte[]> datagram) {
            this.datagram = datagram;
        }

        private static Message evil(ScriptedServer.Query query) {
            return query.answer("a.example 300 A 192.0.2.66");
        }

        private static byte[] changed(ScriptedServer.Query query, Consumer<Message> change) {
            Message message = evil(query);
            change.accept(message);
            return message.toWire();
        }

        private static byte[] changedQuestion(ScriptedServer.Query query, String name, int type, int dclass) {
            return changed(query, message -> {
                message.removeAllRecords(Section.QUESTION);
                message.addRecord(Record.newRecord(Name.fromConstantString(name), type, dclass), Section.QUESTION);
            });
        }

        private static byte[] withoutQuestion(ScriptedServer.Query query, int rcode) {
            return changed(query, message -> {
                message.removeAllRecords(Section.QUESTION);
                message.getHeader().setRcode(rcode);
            });
        }
    }

    @Nested
    class What_answers_nothing {

        @ParameterizedTest
        @EnumSource(Stray.class)
        @DisplayName("SEC_15, T83: is dropped, and the answer that follows counts")
        void doesNotEndTheWait(Stray stray) {
            ScriptedServer server = server(query -> {
                for (int i = 0; i < 20; i++) {
                    query.reply(stray.datagram.apply(query));
                }
                query.reply(addressOf(query));
            });
            assertAnswered(ask(server));
            assertThat(server.log()).hasSize(1);
        }

        @ParameterizedTest
        @EnumSource(Stray.class)
        @DisplayName("SEC_15, T83: is no answer by itself")
        void isNoAnswer(Stray stray) {
            ScriptedServer server = server(query -> query.reply(stray.datagram.apply(query)));
            CompletableFuture<Reply> reply =
                    to(server).with(it -> it.tries = 1).start().ask(QUESTION);
            ScriptedServer.Query query = server.next();
            assertThat(reply).isNotDone();
            clock.advance(TRY);
            assertLost(get(reply), DnsFailure.TIMEOUT);
            query.reply(addressOf(query)); // too late, and nobody minds
        }

        @Test
        @DisplayName("T83: not even a right answer counts if somebody else sends it")
        void whatComesFromElsewhere() {
            ScriptedServer server = silent();
            CompletableFuture<Reply> reply = to(server).start().ask(QUESTION);
            ScriptedServer.Query query = server.next();
            Message evil = query.answer("a.example 300 A 192.0.2.66");
            for (int i = 0; i < 20; i++) {
                ScriptedServer.sendFromElsewhere(query.source(), evil.toWire());
            }
            query.reply(addressOf(query));
            assertAnswered(get(reply));
        }

        @Test
        void theAnswerToATryThatIsOver() {
            ScriptedServer server = silent();
            CompletableFuture<Reply> reply = to(server).start().ask(QUESTION);
            ScriptedServer.Query first = server.next();
            clock.advance(TRY);
            ScriptedServer.Query second = server.next();
            assertThat(second.id()).isNotEqualTo(first.id());
            first.reply(first.answer("a.example 300 A 192.0.2.66"));
            second.reply(addressOf(second));
            assertAnswered(get(reply));
        }
    }

    @Nested
    class An_answer {

        @Test
        @DisplayName("RFC 4343: letters of the question may come back in the other case")
        void inTheOtherCase() {
            ScriptedServer server = server(query -> {
                byte[] wire = addressOf(query).toWire();
                byte[] upper = "\1A\7EXAMPLE".getBytes(StandardCharsets.ISO_8859_1);
                System.arraycopy(upper, 0, wire, QueryMessage.HEADER, upper.length);
                query.reply(wire);
            });
            assertAnswered(ask(server));
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 4000, 60000})
        void ofAnySize(int size) {
            String text = ("\"" + "x".repeat(200) + "\" ").repeat(1 + size / 201);
            ScriptedServer server = server(query -> query.reply(Responses.add(
                    query.answer("a.example 300 A 192.0.2.1"), Section.ADDITIONAL, "a.example 300 TXT " + text)));
            assertAnswered(ask(server));
        }

        @ParameterizedTest
        @ValueSource(ints = {Rcode.FORMERR, Rcode.SERVFAIL, Rcode.NOTIMP, Rcode.REFUSED})
        void thatIsAnErrorMayLackTheQuestion(int rcode) {
            ScriptedServer server = server(query -> {
                Message response = query.rcode(rcode);
                response.removeAllRecords(Section.QUESTION);
                query.reply(response);
            });
            assertRcode(ask(server), rcode);
        }

        @Test
        void doesNotWaitForTheCallbacksOfOthers() throws Exception {
            ScriptedServer server = silent();
            NameServers transport = to(server).start();
            CountDownLatch others = new CountDownLatch(10);
            CompletableFuture<Boolean> blocked = transport.ask(QUESTION).thenApply(reply -> await(others));
            List<ScriptedServer.Query> queries = new ArrayList<>(List.of(server.next()));
            for (int i = 0; i < 10; i++) {
                CompletableFuture<Void> unused = transport.ask(question(i)).thenAccept(reply -> others.countDown());
                queries.add(server.next());
            }
            queries.forEach(query -> query.reply(addressOf(query)));
            assertThat(get(blocked)).isTrue();
        }

        private static boolean await(CountDownLatch latch) {
            try {
                return latch.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return false;
            }
        }

        @Test
        @DisplayName("nothing but tasks of the client's threads ever completes a reply")
        void isBroughtOver() throws Exception {
            BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
            ScriptedServer server = server(query -> query.reply(addressOf(query)));
            for (Transport one : List.of(to(server), to(server).with(it -> it.overTcp = true))) {
                assertAnswered(broughtOver(one, tasks));
            }
            Transport refused = new Transport(List.of(nobody()));
            assertLost(broughtOver(refused, tasks), DnsFailure.NETWORK);
            assertLost(broughtOver(refused.with(it -> it.overTcp = true), tasks), DnsFailure.NETWORK);
        }

        @Test
        @DisplayName("an asker that has been interrupted does not close the socket that others wait at")
        void isNotLostIfTheAskerIsInterrupted() {
            ScriptedServer server = silent();
            NameServers transport =
                    to(server).limits(it -> it.with(some -> some.sockets = 1)).start();
            CompletableFuture<Reply> one = transport.ask(question(1));
            Thread.currentThread().interrupt();
            CompletableFuture<Reply> two = transport.ask(question(2));
            assertThat(Thread.interrupted()).isTrue();
            for (int i = 0; i < 2; i++) {
                ScriptedServer.Query query = server.next();
                query.reply(addressOf(query));
            }
            assertAnswered(get(one), question(1));
            assertAnswered(get(two), question(2));
        }

        @Test
        @DisplayName("an executor that throws disturbs neither the receiver nor the timer")
        void survivesABrokenExecutor() {
            ScriptedServer server = silent();
            NameServers transport = to(server)
                    .with(it -> it.executor = task -> {
                        throw new IllegalStateException("broken");
                    })
                    .start();
            CompletableFuture<Reply> one = transport.ask(QUESTION);
            server.next();
            clock.advance(TRY);
            ScriptedServer.Query query = server.next();
            query.reply(addressOf(query));
            assertAnswered(get(one));
        }

        private Reply broughtOver(Transport transport, BlockingQueue<Runnable> tasks) throws Exception {
            transport.executor = tasks::add;
            transport.tries = 16;
            CompletableFuture<Reply> reply = transport.start().ask(QUESTION);
            while (!reply.isDone()) {
                Runnable task = tasks.poll(2, TimeUnit.SECONDS);
                if (task == null) {
                    clock.advance(TRY); // see getUnreachable
                } else {
                    assertThat(reply).isNotDone();
                    task.run();
                }
            }
            return get(reply);
        }
    }

    @Nested
    class What_can_not_be_read {

        static byte[] garbled(ScriptedServer.Query query) {
            byte[] wire = query.answer("a.example 300 A 192.0.2.66").toWire();
            return Arrays.copyOf(wire, wire.length - 2);
        }

        @Test
        @DisplayName("T83: is asked for by TCP at once")
        void isAskedForByTcp() {
            ScriptedServer server = server(
                    query -> query.reply(query.isOverTcp() ? addressOf(query).toWire() : garbled(query)));
            assertAnswered(ask(server));
            assertThat(server.log()).extracting(ScriptedServer.Query::isOverTcp).containsExactly(false, true);
        }

        @Test
        @DisplayName("T83: does not end the wait for what can")
        void doesNotEndTheWait() {
            ScriptedServer server = server(query -> {
                if (!query.isOverTcp()) {
                    query.reply(garbled(query));
                }
            });
            CompletableFuture<Reply> reply = to(server).start().ask(QUESTION);
            ScriptedServer.Query byUdp = server.next();
            assertThat(server.next().isOverTcp()).isTrue();
            byUdp.reply(addressOf(byUdp));
            assertAnswered(get(reply));
        }

        @Test
        void isMalformedIfTcpBringsNothingBetter() {
            ScriptedServer server = server(query -> query.reply(garbled(query)));
            CompletableFuture<Reply> reply =
                    to(server).with(it -> it.tries = 2).start().ask(QUESTION);
            assertLost(get(reply), DnsFailure.MALFORMED);
            assertThat(server.log())
                    .extracting(ScriptedServer.Query::isOverTcp)
                    .containsExactly(false, true, false, true);
        }

        @Test
        void isMalformedWhenTimeIsOver() {
            ScriptedServer server = server(query -> {
                if (!query.isOverTcp()) {
                    query.reply(garbled(query));
                }
            });
            CompletableFuture<Reply> reply =
                    to(server).with(it -> it.tries = 1).start().ask(QUESTION);
            server.next();
            server.next();
            assertThat(reply).isNotDone();
            clock.advance(TRY);
            assertLost(get(reply), DnsFailure.MALFORMED);
        }

        @Test
        void isWaitedOnWhereThereIsNoTcp() {
            ScriptedServer server = server(query -> {
                if (query.isOverTcp()) {
                    query.hangUp();
                } else {
                    query.reply(garbled(query));
                }
            });
            CompletableFuture<Reply> reply =
                    to(server).with(it -> it.tries = 1).start().ask(QUESTION);
            ScriptedServer.Query byUdp = server.next();
            for (int i = 0; i < TransportLimits.DEFAULT.connectionsPerTry(); i++) {
                server.awaitEndOfConnection();
            }
            byUdp.reply(addressOf(byUdp));
            assertAnswered(get(reply));
        }

        @Test
        @DisplayName("only so many datagrams are looked at for one query")
        void isBounded() {
            AtomicInteger tasks = new AtomicInteger();
            ScriptedServer server = server(query -> {
                if (!query.isOverTcp()) {
                    for (int i = 0; i < 50; i++) {
                        query.reply(garbled(query));
                    }
                    query.reply(addressOf(query));
                }
            });
            CompletableFuture<Reply> reply = to(server)
                    .with(it -> {
                        it.tries = 1;
                        it.executor = task -> {
                            tasks.incrementAndGet();
                            task.run();
                        };
                    })
                    .start()
                    .ask(QUESTION);
            server.next();
            server.next();
            clock.advance(TRY);
            assertLost(get(reply), DnsFailure.MALFORMED);
            int endOfTime = 1;
            assertThat(tasks.get()).isLessThanOrEqualTo(TransportLimits.DEFAULT.datagramsPerQuery() + endOfTime);
        }
    }

    @Nested
    class A_port_where_nobody_listens {

        static final int MANY = 16;

        @Test
        @DisplayName("the system's word for it ends the try at once, and the next server is asked")
        void isNotWaitedFor() {
            ScriptedServer good = server(query -> query.reply(addressOf(query)));
            List<ServerAddress> servers = List.of(nobody(), ServerAddress.parse(good.address()));
            CompletableFuture<Reply> reply =
                    new Transport(servers).with(it -> it.tries = MANY).start().ask(QUESTION);
            assertAnswered(getUnreachable(reply));
        }

        @Test
        void isANetworkFailure() {
            CompletableFuture<Reply> reply = new Transport(List.of(nobody()))
                    .with(it -> it.tries = MANY)
                    .start()
                    .ask(QUESTION);
            assertLost(getUnreachable(reply), DnsFailure.NETWORK);
            assertThat(((Reply.Lost) get(reply)).reason()).contains("could not be reached");
        }

        @Test
        void endsAllThatIsWaitedForAtTheSocket() {
            ScriptedServer server = silent();
            NameServers transport = to(server)
                    .with(it -> it.tries = MANY)
                    .limits(it -> it.with(some -> some.sockets = 1))
                    .start();
            List<CompletableFuture<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                replies.add(transport.ask(question(i)));
                server.next();
            }
            server.close();
            replies.add(transport.ask(question(3)));
            replies.forEach(reply -> assertLost(getUnreachable(reply), DnsFailure.NETWORK));
        }
    }

    @Nested
    class Sockets {

        /** The ports from which these queries came, with how many from each. */
        static Map<Integer, Long> ports(List<ScriptedServer.Query> queries) {
            return queries.stream()
                    .collect(Collectors.groupingBy(query -> query.source().getPort(), Collectors.counting()));
        }

        void askOneByOne(NameServers transport, int questions) {
            for (int i = 0; i < questions; i++) {
                assertAnswered(get(transport.ask(question(i))), question(i));
            }
        }

        List<CompletableFuture<Reply>> askAtOnce(NameServers transport, int questions) {
            List<CompletableFuture<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < questions; i++) {
                replies.add(transport.ask(question(i)));
            }
            return replies;
        }

        List<ScriptedServer.Query> next(ScriptedServer server, int queries) {
            List<ScriptedServer.Query> next = new ArrayList<>();
            for (int i = 0; i < queries; i++) {
                next.add(server.next());
            }
            return next;
        }

        ScriptedServer answering() {
            return server(query -> query.reply(addressOf(query)));
        }

        @Test
        @DisplayName("SEC_15, T83: ports and IDs are random")
        void canNotBeGuessed() {
            ScriptedServer server = answering();
            NameServers transport = to(server)
                    .limits(it -> it.with(some -> some.queriesPerSocket = 1))
                    .start();
            askOneByOne(transport, 200);
            Set<Integer> ports = ports(server.log()).keySet();
            assertThat(ports).allMatch(port -> port >= 32768 && port <= 65535);
            List<Integer> ids =
                    server.log().stream().map(ScriptedServer.Query::id).toList();
            // 200 numbers out of 32768: three that are there already are most unlikely, and so are two neighbours
            // often.
            assertThat(ports).hasSizeGreaterThan(190);
            assertThat(new HashSet<>(ids)).hasSizeGreaterThan(190);
            assertThat(IntStream.range(1, 200)
                            .filter(i -> Math.abs(ids.get(i) - ids.get(i - 1)) < 10)
                            .count())
                    .isLessThan(10);
        }

        @Test
        @DisplayName("SEC_15: are replaced after a number of queries")
        void areReplaced() {
            ScriptedServer server = answering();
            NameServers transport = to(server)
                    .limits(it -> it.with(some -> {
                        some.sockets = 2;
                        some.queriesPerSocket = 5;
                    }))
                    .start();
            askOneByOne(transport, 100);
            Map<Integer, Long> ports = ports(server.log());
            assertThat(ports).hasSizeGreaterThan(15); // 20 if no port comes twice
            assertThat(transport.openSockets()).isLessThanOrEqualTo(2);
        }

        @Test
        @DisplayName("SEC_15: are replaced after a while")
        void areReplacedWhenOld() {
            ScriptedServer server = answering();
            NameServers transport = to(server)
                    .limits(it -> it.with(some -> {
                        some.sockets = 1;
                        some.socketAge = Duration.ofNanos(1);
                    }))
                    .start();
            askOneByOne(transport, 20);
            assertThat(ports(server.log())).hasSizeGreaterThan(15);
            assertThat(transport.openSockets()).isLessThanOrEqualTo(1);
        }

        @Test
        @DisplayName("SEC_15: a query takes one of several")
        void areUsedAtRandom() {
            ScriptedServer server = answering();
            NameServers transport = to(server).start();
            askOneByOne(transport, 200);
            Map<Integer, Long> ports = ports(server.log());
            assertThat(ports).hasSize(TransportLimits.DEFAULT.sockets());
            assertThat(ports.values()).allMatch(uses -> uses > 1);
            List<Integer> order =
                    server.log().stream().map(query -> query.source().getPort()).toList();
            List<Integer> sorted = new ArrayList<>(order);
            Collections.sort(sorted);
            assertThat(order).isNotEqualTo(sorted);
        }

        @Test
        void haveRoomForAFewQueriesEach() {
            ScriptedServer server = silent();
            NameServers transport = to(server)
                    .limits(it -> it.with(some -> {
                        some.sockets = 2;
                        some.pendingPerSocket = 4;
                    }))
                    .start();
            List<CompletableFuture<Reply>> replies = askAtOnce(transport, 30);
            List<ScriptedServer.Query> queries = next(server, 30);
            assertThat(ports(queries).values()).allMatch(pending -> pending <= 4);
            assertThat(transport.openSockets()).isEqualTo(8); // 30 / 4
            queries.forEach(query -> query.reply(addressOf(query)));
            for (int i = 0; i < 30; i++) {
                assertAnswered(get(replies.get(i)), question(i));
            }
        }

        @Test
        @DisplayName("a thousand questions at once, answered in one burst, and few file descriptors")
        void bearABurst() {
            ScriptedServer server = silent();
            long before = fileDescriptors();
            NameServers transport = to(server).with(it -> it.inFlight = 1000).start();
            List<CompletableFuture<Reply>> replies = new ArrayList<>();
            List<ScriptedServer.Query> queries = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                replies.add(transport.ask(question(i)));
                queries.add(server.next()); // or they would be too many for the buffer of the server
            }
            long open = fileDescriptors() - before;
            int most = TransportLimits.DEFAULT.sockets() + 1000 / TransportLimits.DEFAULT.pendingPerSocket() + 1;
            assertThat(transport.openSockets()).isLessThanOrEqualTo(most);
            assertThat(open).isLessThanOrEqualTo(most + 10L); // the selector has some, and what the JDK loads meanwhile
            Collections.reverse(queries);
            queries.forEach(query -> query.reply(addressOf(query)));
            for (int i = 0; i < 1000; i++) {
                assertAnswered(get(replies.get(i)), question(i));
            }
        }

        @Test
        @DisplayName("those that were replaced but still wait for an answer are few, too")
        void areBoundedWhenAnswersAreMissing() {
            ScriptedServer server = server(query -> {
                if (!query.name().getLabelString(0).equals("a")) {
                    query.reply(addressOf(query));
                }
            });
            NameServers transport = to(server)
                    .with(it -> it.inFlight = 40)
                    .limits(it -> it.with(some -> {
                        some.sockets = 2;
                        some.queriesPerSocket = 2;
                    }))
                    .start();
            List<CompletableFuture<Reply>> lost = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                lost.add(transport.ask(question("a.n" + i)));
                askOneByOne(transport, 4);
            }
            assertThat(lost).noneMatch(CompletableFuture::isDone);
            assertThat(transport.openSockets()).isBetween(40 / 8, 2 + 40 / 8);
            lost.forEach(reply -> reply.cancel(false));
            assertThat(transport.openSockets()).isLessThanOrEqualTo(2);
        }

        @Test
        void ofAQuestionThatIsTakenBackAreFreeAtOnce() {
            ScriptedServer server = silent();
            NameServers transport = to(server)
                    .limits(it -> it.with(some -> {
                        some.sockets = 1;
                        some.pendingPerSocket = 1;
                    }))
                    .start();
            for (int i = 0; i < 20; i++) {
                CompletableFuture<Reply> reply = transport.ask(question(i));
                server.next();
                reply.cancel(false);
            }
            assertThat(ports(server.log())).hasSize(1);
            assertThat(transport.openSockets()).isEqualTo(1);
            assertThat(clock.pending()).isZero();
        }

        @Test
        @DisplayName("idle ones are closed, and so is the thread; the next question opens others")
        void areClosedWhenIdle() throws Exception {
            ScriptedServer server = answering();
            long before = fileDescriptors();
            NameServers transport = to(server)
                    .limits(it -> it.with(some -> some.socketIdle = Duration.ofMillis(40)))
                    .start();
            for (int i = 0; i < 3; i++) {
                askOneByOne(transport, 20);
                awaitEndOfThreads();
                assertThat(transport.openSockets()).isZero();
                assertThat(fileDescriptors()).isLessThan(before + TransportLimits.DEFAULT.sockets());
            }
        }

        @Test
        void areNotThereBeforeTheFirstQuestion() {
            Set<Thread> before = transportThreads();
            NameServers transport = to(silent()).start();
            assertThat(transport.openSockets()).isZero();
            assertThat(transportThreads()).isEqualTo(before);
        }
    }

    @Nested
    class The_limit_of_questions_in_flight {

        static final int MANY = 20_000;

        List<CompletableFuture<Reply>> askMany(NameServers transport) {
            return IntStream.range(0, MANY)
                    .mapToObj(i -> transport.ask(QUESTION))
                    .toList();
        }

        @Test
        void letsAnyNumberWaitUntilTheirTimeIsOver() {
            NameServers transport = to(silent()).with(it -> it.inFlight = 1).start();
            List<CompletableFuture<Reply>> replies = askMany(transport);
            for (int i = 0; i < 3; i++) {
                clock.advance(TRY);
            }
            // As many were sent as there were tries in that time; that the others got no turn is a limit of ours.
            Map<DnsFailure, Long> causes = replies.stream()
                    .map(reply -> ((Reply.Lost) get(reply)).cause())
                    .collect(Collectors.groupingBy(cause -> cause, Collectors.counting()));
            assertThat(causes).containsOnlyKeys(DnsFailure.TIMEOUT, DnsFailure.DEADLINE);
            assertThat(causes.get(DnsFailure.TIMEOUT)).isBetween(1L, 3L);
            assertThat(clock.pending()).isZero();
        }

        @Test
        void letsAnyNumberWaitUntilTheClientIsClosed() {
            NameServers transport = to(silent()).with(it -> it.inFlight = 1).start();
            List<CompletableFuture<Reply>> replies = askMany(transport);
            transport.close();
            replies.forEach(reply -> assertThat(get(reply)).isEqualTo(Reply.closed()));
            assertThat(clock.pending()).isZero();
        }

        @Test
        void letsAnyNumberWaitUntilTheyAreTakenBack() {
            ScriptedServer server = silent();
            NameServers transport = to(server).with(it -> it.inFlight = 1).start();
            CompletableFuture<Reply> first = transport.ask(question(1));
            server.next();
            List<CompletableFuture<Reply>> replies = askMany(transport);
            replies.forEach(reply -> reply.cancel(false));
            CompletableFuture<Reply> last = transport.ask(question(2));
            first.cancel(false);
            ScriptedServer.Query query = server.next();
            query.reply(addressOf(query));
            assertAnswered(get(last), question(2));
            assertThat(server.log()).hasSize(2);
        }
    }

    @Nested
    class Closing {

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void answersWhatIsUnderWayAndClosesAll(boolean overTcp) throws Exception {
            ScriptedServer server = silent();
            NameServers transport = to(server)
                    .with(it -> {
                        it.overTcp = overTcp;
                        it.inFlight = 3;
                    })
                    .start();
            List<CompletableFuture<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < 5; i++) { // two have to wait for a place
                replies.add(transport.ask(question(i)));
            }
            for (int i = 0; i < 3; i++) {
                server.next();
            }
            transport.close();
            for (CompletableFuture<Reply> reply : replies) {
                assertLost(get(reply), DnsFailure.NETWORK);
                assertThat(get(reply)).isEqualTo(Reply.closed());
            }
            assertThat(transport.openSockets()).isZero();
            assertThat(clock.pending()).isZero();
            awaitEndOfThreads();
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void answersWhatIsAskedLater(boolean overTcp) {
            NameServers transport =
                    to(silent()).with(it -> it.overTcp = overTcp).start();
            transport.close();
            transport.close();
            assertThat(get(transport.ask(QUESTION))).isEqualTo(Reply.closed());
            assertThat(clock.pending()).isZero();
        }

        @Test
        void whileOthersAsk() throws Exception {
            ScriptedServer server = server(query -> query.reply(addressOf(query)));
            for (int round = 0; round < 20; round++) {
                NameServers transport = to(server).start();
                CountDownLatch some = new CountDownLatch(20);
                ExecutorService askers = Executors.newFixedThreadPool(3);
                List<CompletableFuture<Reply>> replies = Collections.synchronizedList(new ArrayList<>());
                for (int i = 0; i < 100; i++) {
                    DnsQuestion question = question(i);
                    askers.execute(() -> {
                        replies.add(transport.ask(question));
                        some.countDown();
                    });
                }
                assertThat(some.await(60, TimeUnit.SECONDS)).isTrue();
                transport.close();
                askers.shutdown();
                assertThat(askers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
                for (CompletableFuture<Reply> reply : List.copyOf(replies)) {
                    Reply end = get(reply);
                    assertThat(end)
                            .satisfiesAnyOf(
                                    one -> assertThat(one).isInstanceOf(Reply.Received.class),
                                    one -> assertLost(one, DnsFailure.NETWORK));
                }
                assertThat(transport.openSockets()).isZero();
            }
        }
    }
}
