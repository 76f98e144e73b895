package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.dns.DnsFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/** Questions by TCP: after a truncated answer, or without UDP at all. */
class StreamTest extends TransportFixture {

    Transport overTcp(ScriptedServer... servers) {
        return to(servers).with(it -> it.overTcp = true);
    }

    ScriptedServer answering() {
        return server(query -> query.reply(addressOf(query)));
    }

    static void askOneByOne(NameServers transport, int questions) {
        for (int i = 0; i < questions; i++) {
            assertAnswered(get(transport.ask(question(i))), question(i));
        }
    }

    @Nested
    class After_a_truncated_answer {

        @Test
        @DisplayName("RFC 7766 §5, SEC_15: what was truncated is asked for by TCP, and not used")
        void goesOnByTcp() {
            ScriptedServer server =
                    server(query -> query.reply(query.isOverTcp() ? addressOf(query) : query.truncated()));
            assertAnswered(ask(server));
            assertThat(server.log()).extracting(ScriptedServer.Query::isOverTcp).containsExactly(false, true);
        }

        @Test
        @DisplayName("T87: where TCP is refused it is a failure, and no empty answer")
        void tcpIsRefused() throws Exception {
            ScriptedServer server = server(query -> query.reply(query.truncated()));
            server.closeTcp();
            Reply reply = get(to(server).with(it -> it.tries = 2).start().ask(QUESTION));
            assertLost(reply, DnsFailure.NETWORK);
            assertThat(server.log()).hasSize(2);
        }

        @Test
        @DisplayName("T87: where TCP is blocked it is a timeout, and no empty answer")
        void tcpIsSilent() {
            ScriptedServer server = server(query -> {
                if (!query.isOverTcp()) {
                    query.reply(query.truncated());
                }
            });
            CompletableFuture<Reply> reply =
                    to(server).with(it -> it.tries = 1).start().ask(QUESTION);
            server.next();
            server.next();
            assertThat(reply).isNotDone();
            clock.advance(TRY);
            assertLost(get(reply), DnsFailure.TIMEOUT);
        }

        @Test
        void truncatedOnceMoreIsMalformed() {
            Reply reply = ask(server(query -> query.reply(query.truncated())));
            assertLost(reply, DnsFailure.MALFORMED);
        }

        @Test
        void anotherTryBeginsWithUdpAgain() {
            AtomicInteger queries = new AtomicInteger();
            ScriptedServer server = server(query -> {
                if (!query.isOverTcp()) {
                    query.reply(query.truncated());
                } else if (queries.incrementAndGet() == 2) {
                    query.reply(addressOf(query));
                }
            });
            CompletableFuture<Reply> reply = to(server).start().ask(QUESTION);
            server.next();
            server.next();
            clock.advance(TRY);
            assertAnswered(get(reply));
            assertThat(server.log())
                    .extracting(ScriptedServer.Query::isOverTcp)
                    .containsExactly(false, true, false, true);
        }
    }

    @Nested
    @DisplayName("RFC 7766 §6.2.1: One connection")
    class One_connection {

        @Test
        void isUsedAgain() {
            ScriptedServer server = answering();
            NameServers transport = overTcp(server).start();
            askOneByOne(transport, 20);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(transport.openSockets()).isEqualTo(1);
            assertThat(server.log()).allMatch(ScriptedServer.Query::isOverTcp);
        }

        @Test
        @DisplayName("RFC 7766 §6.2.1.1, §7: takes many questions at once, which are answered in any order")
        void takesManyAtOnce() {
            ScriptedServer server = silent();
            NameServers transport = overTcp(server).start();
            List<CompletableFuture<Reply>> replies = new ArrayList<>();
            List<ScriptedServer.Query> queries = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                replies.add(transport.ask(question(i)));
            }
            for (int i = 0; i < 200; i++) {
                queries.add(server.next());
            }
            assertThat(server.connections()).isEqualTo(1);
            assertThat(queries.stream().map(ScriptedServer.Query::id).collect(Collectors.toSet()))
                    .hasSize(200);
            Collections.shuffle(queries, new Random(1));
            queries.forEach(query -> query.reply(addressOf(query)));
            for (int i = 0; i < 200; i++) {
                assertAnswered(get(replies.get(i)), question(i));
            }
        }

        @Test
        @DisplayName("RFC 7766 §7: an answer is matched by ID and question")
        void matchesByIdAndQuestion() {
            ScriptedServer server = server(query -> {
                Message evil = query.answer("a.example 300 A 192.0.2.66");
                evil.getHeader().setID(query.id() ^ 1);
                query.reply(evil);
                evil = query.answer("a.example 300 A 192.0.2.66");
                evil.removeAllRecords(Section.QUESTION);
                evil.addRecord(Responses.to(question("b.example")).getQuestion(), Section.QUESTION);
                query.reply(evil);
                query.reply(addressOf(query));
            });
            assertAnswered(get(overTcp(server).start().ask(QUESTION)));
            assertThat(server.connections()).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 11, 12, 65535})
        void passesOverMessagesOfAnySizeThatSayNothing(int size) {
            ScriptedServer server = server(query -> {
                query.reply(new byte[size]);
                query.reply(addressOf(query));
            });
            assertAnswered(get(overTcp(server).start().ask(QUESTION)));
        }

        @Test
        @DisplayName("a server that sends no end of messages that answer nothing is no longer listened to")
        void isGivenUpIfAllIsNonsense() {
            ScriptedServer server = server(query -> {
                for (int i = 0; i < 2 * TransportLimits.DEFAULT.strayMessages(); i++) {
                    query.reply(new byte[100]);
                }
            });
            Reply reply = get(overTcp(server).with(it -> it.tries = 1).start().ask(QUESTION));
            assertLost(reply, DnsFailure.NETWORK);
        }

        @Test
        void survivesLateAnswers() {
            ScriptedServer server = silent();
            NameServers transport = overTcp(server)
                    .limits(it -> it.with(some -> some.strayMessages = 0))
                    .start();
            List<ScriptedServer.Query> cancelled = new ArrayList<>();
            CompletableFuture<Reply> wanted = transport.ask(QUESTION);
            ScriptedServer.Query query = server.next();
            for (int i = 0; i < 20; i++) {
                CompletableFuture<Reply> reply = transport.ask(question(i));
                cancelled.add(server.next());
                reply.cancel(false);
            }
            cancelled.forEach(late -> late.reply(addressOf(late)));
            query.reply(addressOf(query));
            assertAnswered(get(wanted));
            assertThat(server.connections()).isEqualTo(1);
        }

        @Test
        void bringsLargeAnswers() {
            String text = ("\"" + "x".repeat(250) + "\" ").repeat(250);
            ScriptedServer server = server(query ->
                    query.reply(Responses.add(addressOf(query), Section.ADDITIONAL, "a.example 300 TXT " + text)));
            assertAnswered(get(overTcp(server).start().ask(QUESTION)));
        }

        @Test
        void maySendOneOctetAtATime() {
            ScriptedServer server = server(query -> {
                byte[] answer = addressOf(query).toWire();
                query.replyRaw(new byte[] {(byte) (answer.length >> 8)});
                query.replyRaw(new byte[] {(byte) answer.length});
                for (byte octet : answer) {
                    query.replyRaw(new byte[] {octet});
                }
            });
            assertAnswered(get(overTcp(server).start().ask(QUESTION)));
        }
    }

    @Nested
    @DisplayName("RFC 7766 §6.2.4: A server that closes its connections")
    class A_server_that_closes {

        @Test
        void afterEachAnswer() {
            ScriptedServer server = server(query -> {
                query.reply(addressOf(query));
                query.hangUp();
            });
            askOneByOne(overTcp(server).with(it -> it.tries = 1).start(), 50);
        }

        @Test
        @DisplayName("after one answer, though many were asked for: each gets its answer in one try")
        void afterTheFirstOfManyAnswers() {
            AtomicInteger queries = new AtomicInteger();
            ScriptedServer server = server(query -> {
                if (queries.incrementAndGet() >= 30) {
                    query.reply(addressOf(query));
                    query.hangUp();
                }
            });
            NameServers transport = overTcp(server).with(it -> it.tries = 1).start();
            List<CompletableFuture<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                replies.add(transport.ask(question(i)));
            }
            for (int i = 0; i < 30; i++) {
                assertAnswered(get(replies.get(i)), question(i));
            }
            assertThat(server.log()).hasSizeLessThan(3 * 30); // so they were not all sent again each time
        }

        @Test
        void whileNothingIsAsked() {
            ScriptedServer server = answering();
            NameServers transport = overTcp(server).with(it -> it.tries = 1).start();
            for (int i = 0; i < 10; i++) {
                assertAnswered(get(transport.ask(question(i))), question(i));
                ScriptedServer.Query query = server.next();
                query.hangUp();
                server.awaitEndOfConnection();
            }
            assertThat(server.connections()).isEqualTo(10);
        }

        @Test
        @DisplayName("without any answer: the question goes over one more connection, and that is all")
        void withoutAnAnswer() {
            ScriptedServer server = server(ScriptedServer.Query::hangUp);
            NameServers transport = overTcp(server).with(it -> it.tries = 1).start();
            assertLost(get(transport.ask(QUESTION)), DnsFailure.NETWORK);
            assertThat(server.connections()).isEqualTo(TransportLimits.DEFAULT.connectionsPerTry());
            assertThat(transport.openSockets()).isZero();
        }

        @Test
        @DisplayName("half: it says that nothing more will come, but leaves the connection open")
        void half() {
            ScriptedServer server = server(ScriptedServer.Query::endOutput);
            NameServers transport = overTcp(server).with(it -> it.tries = 1).start();
            assertLost(get(transport.ask(QUESTION)), DnsFailure.NETWORK);
            for (int i = 0; i < TransportLimits.DEFAULT.connectionsPerTry(); i++) {
                server.awaitEndOfConnection();
            }
            assertThat(transport.openSockets()).isZero();
        }

        @Test
        @DisplayName("in the middle of an answer")
        void inTheMiddle() {
            AtomicInteger queries = new AtomicInteger();
            ScriptedServer server = server(query -> {
                if (queries.incrementAndGet() == 1) {
                    byte[] wire = addressOf(query).toWire();
                    query.replyRaw(new byte[] {0, (byte) wire.length});
                    query.replyRaw(Arrays.copyOf(wire, wire.length - 1));
                    query.hangUp();
                } else {
                    query.reply(addressOf(query));
                }
            });
            assertAnswered(get(overTcp(server).with(it -> it.tries = 1).start().ask(QUESTION)));
        }

        @Test
        void asSoonAsTheyAreOpen() throws Exception {
            try (ServerSocket closing = new ServerSocket(0, 50, ScriptedServer.LOOPBACK)) {
                AtomicInteger accepted = new AtomicInteger();
                Thread thread = new Thread(() -> {
                    try {
                        while (true) {
                            closing.accept().close();
                            accepted.incrementAndGet();
                        }
                    } catch (IOException closed) {
                        // The test is over.
                    }
                });
                thread.setDaemon(true);
                thread.start();
                ServerAddress address = ServerAddress.parse("127.0.0.1:" + closing.getLocalPort());
                NameServers transport = new Transport(List.of(address))
                        .with(it -> {
                            it.overTcp = true;
                            it.tries = 1;
                        })
                        .start();
                assertLost(get(transport.ask(QUESTION)), DnsFailure.NETWORK);
                assertThat(accepted.get()).isLessThanOrEqualTo(TransportLimits.DEFAULT.connectionsPerTry());
            }
        }
    }

    @Nested
    class A_server_that_does_not_answer {

        @Test
        void isWaitedForAsLongAsATryLasts() {
            ScriptedServer server = silent();
            NameServers transport = overTcp(server).with(it -> it.tries = 2).start();
            CompletableFuture<Reply> reply = transport.ask(QUESTION);
            server.next();
            clock.advance(TRY);
            server.next();
            assertThat(reply).isNotDone();
            clock.advance(TRY);
            assertLost(get(reply), DnsFailure.TIMEOUT);
            assertThat(clock.pending()).isZero();
        }

        @Test
        @DisplayName("loses its connection, since that may be the reason")
        void losesItsConnection() {
            ScriptedServer server = silent();
            NameServers transport = overTcp(server).with(it -> it.tries = 2).start();
            CompletableFuture<Reply> reply = transport.ask(QUESTION);
            server.next();
            clock.advance(TRY);
            ScriptedServer.Query second = server.next();
            second.reply(addressOf(second));
            assertAnswered(get(reply));
            assertThat(server.connections()).isEqualTo(2);
            server.awaitEndOfConnection();
        }

        @Test
        @DisplayName("keeps its connection if others got their answers over it")
        void keepsItsConnection() {
            ScriptedServer server = server(query -> {
                if (!query.name().getLabelString(0).equals("a")) {
                    query.reply(addressOf(query));
                }
            });
            NameServers transport = overTcp(server).with(it -> it.tries = 1).start();
            CompletableFuture<Reply> lost = transport.ask(QUESTION);
            askOneByOne(transport, 1);
            clock.advance(TRY);
            assertLost(get(lost), DnsFailure.TIMEOUT);
            askOneByOne(transport, 1);
            assertThat(server.connections()).isEqualTo(1);
        }

        @Test
        @DisplayName("whoever else waits at the connection may wait on")
        void doesNotDisturbOthers() {
            ScriptedServer server = silent();
            NameServers transport = overTcp(server).with(it -> it.tries = 1).start();
            CompletableFuture<Reply> first = transport.ask(question(1));
            server.next();
            clock.advance(TRY.dividedBy(2));
            CompletableFuture<Reply> second = transport.ask(question(2));
            ScriptedServer.Query query = server.next();
            clock.advance(TRY.dividedBy(2));
            assertLost(get(first), DnsFailure.TIMEOUT);
            query.reply(addressOf(query));
            assertAnswered(get(second), question(2));
            server.awaitEndOfConnection(); // nobody else will use it
        }

        @Test
        @DisplayName("because it sends one octet after the other")
        void becauseItIsSlow() {
            ScriptedServer server = server(query -> query.replyRaw(new byte[] {0, 100, 1, 2, 3}));
            NameServers transport = overTcp(server).with(it -> it.tries = 1).start();
            CompletableFuture<Reply> reply = transport.ask(QUESTION);
            server.next();
            clock.advance(TRY);
            assertLost(get(reply), DnsFailure.TIMEOUT);
            server.awaitEndOfConnection();
        }

        @Test
        @DisplayName("because nobody accepts the connection, or reads from it")
        void becauseItDoesNotRead() throws Exception {
            try (ServerSocket listening = new ServerSocket(0, 50, ScriptedServer.LOOPBACK)) {
                ServerAddress address = ServerAddress.parse("127.0.0.1:" + listening.getLocalPort());
                NameServers transport = new Transport(List.of(address))
                        .with(it -> {
                            it.overTcp = true;
                            it.tries = 1;
                        })
                        .start();
                CompletableFuture<Reply> reply = transport.ask(QUESTION);
                try (Socket connection = listening.accept()) {
                    assertThat(reply).isNotDone();
                    clock.advance(TRY);
                    assertLost(get(reply), DnsFailure.TIMEOUT);
                    awaitEndOf(connection.getInputStream());
                }
                assertThat(transport.openSockets()).isZero();
            }
        }

        private static void awaitEndOf(InputStream in) throws IOException {
            while (in.read() >= 0) {
                // the query
            }
        }
    }

    @Nested
    class Connections {

        @Test
        @DisplayName("RFC 7766 §6.2.3: idle ones are closed, with their threads; the next question opens another")
        void areClosedWhenIdle() throws Exception {
            ScriptedServer server = answering();
            NameServers transport = overTcp(server)
                    .limits(it -> it.with(some -> some.connectionIdle = Duration.ofMillis(20)))
                    .start();
            for (int i = 0; i < 3; i++) {
                askOneByOne(transport, 1);
                server.awaitEndOfConnection();
                awaitEndOfThreads();
                assertThat(transport.openSockets()).isZero();
            }
            assertThat(server.connections()).isEqualTo(3);
        }

        @Test
        void areNotIdleWhileSomethingIsWaitedFor() throws Exception {
            ScriptedServer server = silent();
            NameServers transport = overTcp(server)
                    .limits(it -> it.with(some -> some.connectionIdle = Duration.ofNanos(1)))
                    .start();
            CompletableFuture<Reply> reply = transport.ask(QUESTION);
            ScriptedServer.Query query = server.next();
            assertThat(transport.openSockets()).isEqualTo(1);
            query.reply(addressOf(query));
            assertAnswered(get(reply));
            server.awaitEndOfConnection();
        }

        @Test
        void thatAreNotYetOpenAreGivenUpWhenNobodyNeedsThem() throws Exception {
            // As many connections as the system keeps for it, so that a further one is not even refused.
            try (ServerSocketChannel full =
                    ServerSocketChannel.open().bind(new InetSocketAddress(ScriptedServer.LOOPBACK, 0), 1)) {
                InetSocketAddress address = (InetSocketAddress) full.getLocalAddress();
                List<SocketChannel> others = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    SocketChannel other = SocketChannel.open();
                    others.add(other);
                    other.configureBlocking(false);
                    other.connect(address);
                }
                NameServers transport = new Transport(List.of(ServerAddress.parse("127.0.0.1:" + address.getPort())))
                        .with(it -> it.overTcp = true)
                        .start();
                CompletableFuture<Reply> reply = transport.ask(QUESTION);
                assertThat(transport.openSockets()).isEqualTo(1);
                reply.cancel(false);
                assertThat(transport.openSockets()).isZero();
                awaitEndOfThreads();
                for (SocketChannel other : others) {
                    other.close();
                }
            }
        }
    }
}
