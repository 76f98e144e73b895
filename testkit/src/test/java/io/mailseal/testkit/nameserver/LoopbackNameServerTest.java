package io.mailseal.testkit.nameserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mailseal.core.dns.DnsType;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the server does, seen from plain sockets. */
class LoopbackNameServerTest {

    static final int PATIENCE = 20_000;

    static final SignedTree TREE = SignedTree.builder()
            .zone(
                    "example",
                    zone -> zone.records("@ MX 10 mx\nlate A 192.0.2.1\nlarge TYPE65280 \\# 3000 " + "00".repeat(3000)))
            .build();

    LoopbackNameServer server;

    @BeforeEach
    void start() {
        TREE.heal();
        TREE.clearLog();
        server = LoopbackNameServer.of(TREE);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static byte[] query(int id) {
        return WireMessage.query(id, "example", DnsType.MX, true, 1232);
    }

    /** A client over UDP, that takes datagrams from anybody. */
    final class Datagrams implements AutoCloseable {
        private final DatagramSocket socket = open();
        InetSocketAddress from;

        private static DatagramSocket open() {
            try {
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                socket.setSoTimeout(PATIENCE);
                return socket;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        void send(byte[] query) throws IOException {
            socket.send(new DatagramPacket(query, query.length, server.socketAddress()));
        }

        byte[] receive() throws IOException {
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(packet);
            from = (InetSocketAddress) packet.getSocketAddress();
            return Arrays.copyOf(packet.getData(), packet.getLength());
        }

        WireMessage message() throws IOException {
            return WireMessage.parse(receive());
        }

        /** No datagram is on its way: the next one is the answer to this query, which is sent now. */
        void nothingBefore(int id) throws IOException {
            send(query(id));
            assertThat(message().id()).isEqualTo(id);
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @Nested
    class Udp {

        final Datagrams client = new Datagrams();

        @AfterEach
        void close() {
            client.close();
        }

        @Test
        void answersFromTheTree() throws IOException {
            client.send(query(7));
            WireMessage message = client.message();
            assertThat(message.id()).isEqualTo(7);
            assertThat(message.texts(DnsType.MX)).containsExactly("10 mx.example.");
            assertThat(client.from).isEqualTo(server.socketAddress());
            assertThat(server.address()).isEqualTo("127.0.0.1:" + client.from.getPort());
            assertThat(server.udpQueries()).isEqualTo(1);
            assertThat(server.tcpQueries()).isZero();
        }

        @Test
        void answersAScript() throws IOException {
            try (LoopbackNameServer echo = LoopbackNameServer.of(query -> query)) {
                server.close();
                server = echo;
                client.send(new byte[] {1, 2, 3});
                assertThat(client.receive()).containsExactly(1, 2, 3);
            }
        }

        @Test
        void maySayNothing() throws IOException {
            server.next(Behaviour.silent());
            client.send(query(1));
            client.nothingBefore(2);
            TREE.question("example", DnsType.A).silent();
            client.send(WireMessage.query("example", DnsType.A));
            client.nothingBefore(3);
        }

        @Test
        void mayBeLate() throws IOException {
            long start = System.nanoTime();
            server.next(Behaviour.late(Duration.ofMillis(50)));
            client.send(query(1));
            assertThat(client.message().id()).isEqualTo(1);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000);
            TREE.question("late.example", DnsType.A).delay(Duration.ofMillis(50));
            client.send(WireMessage.query("late.example", DnsType.A));
            assertThat(client.message().answer(DnsType.A)).hasSize(1);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(100_000_000);
        }

        @Test
        void mayAnswerTwice() throws IOException {
            server.next(Behaviour.twice());
            client.send(query(1));
            assertThat(client.receive()).isEqualTo(client.receive());
            client.nothingBefore(2);
        }

        @Test
        void mayForgeBeforeItAnswers() throws IOException {
            server.next(Behaviour.wrongId()
                    .then(Behaviour.wrongQuestion())
                    .then(Behaviour.withoutQr())
                    .then(Behaviour.garbage())
                    .then(Behaviour.cutOff(5))
                    .then(Behaviour.fromElsewhere())
                    .then(Behaviour.normal()));
            client.send(query(0x1200));
            assertThat(client.message().id()).isEqualTo(0x4700);
            assertThat(client.message().questions().toString()).isEqualTo("[dxample MX]");
            assertThat(client.message().flags() & 0x8000).isZero();
            assertThat(client.receive()).hasSize(40).startsWith(0x12, 0, 0xFF, 0xFF);
            assertThat(client.receive()).hasSize(5).startsWith(0x12, 0);
            assertThat(client.message().answer()).hasSize(2);
            assertThat(client.from).isNotEqualTo(server.socketAddress());
            assertThat(client.message().answer()).hasSize(2);
            assertThat(client.from).isEqualTo(server.socketAddress());
        }

        @Test
        void mayTruncate() throws IOException {
            server.next(Behaviour.truncated());
            client.send(query(1));
            WireMessage message = client.message();
            assertThat(message.isTruncated()).isTrue();
            assertThat(message.answer()).isEmpty();
            assertThat(message.questions()).hasSize(1);
        }

        @Test
        void mayAnswerInAnotherOrder() throws IOException {
            server.always(Behaviour.reversed(3));
            for (int id = 1; id <= 3; id++) {
                client.send(query(id));
            }
            assertThat(List.of(
                            client.message().id(),
                            client.message().id(),
                            client.message().id()))
                    .containsExactly(3, 2, 1);
        }

        @Test
        void mayDependOnTheQuery() throws IOException {
            server.choose(exchange -> exchange.query().at(1) == 1 ? Behaviour.silent() : Behaviour.normal());
            client.send(query(1));
            client.nothingBefore(2);
        }

        @Test
        void whatATestDidWrongIsToldAtTheEnd() throws IOException {
            try (LoopbackNameServer broken = LoopbackNameServer.of(query -> {
                throw new IllegalArgumentException("my mistake");
            })) {
                server.close();
                server = LoopbackNameServer.of(TREE);
                client.socket.send(new DatagramPacket(query(1), 20, broken.socketAddress()));
                client.socket.send(new DatagramPacket(query(2), 20, broken.socketAddress()));
                while (broken.udpQueries() < 2) {
                    Thread.onSpinWait();
                }
                assertThatIllegalStateException()
                        .isThrownBy(broken::close)
                        .havingRootCause()
                        .withMessage("my mistake");
            }
        }

        @Test
        void manyQueriesAreAnswered() throws IOException {
            Set<Integer> waiting = new HashSet<>();
            for (int id = 0; id < 5_000; id++) {
                client.send(query(id));
                waiting.add(id);
                if (waiting.size() == 50) {
                    assertThat(waiting.remove(client.message().id())).isTrue();
                }
            }
            while (!waiting.isEmpty()) {
                assertThat(waiting.remove(client.message().id())).isTrue();
            }
            assertThat(TREE.queryCount()).isEqualTo(5_000);
        }
    }

    /** A client over TCP or TLS. */
    static final class Stream implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;

        Stream(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
        }

        void send(byte[] query) throws IOException {
            socket.getOutputStream()
                    .write(new WireWriter().number16(query.length).octets(query).toByteArray());
            socket.getOutputStream().flush();
        }

        WireMessage message() throws IOException {
            byte[] message = new byte[in.readUnsignedShort()];
            in.readFully(message);
            return WireMessage.parse(message);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    Stream connect() throws IOException {
        return new Stream(new Socket(
                server.socketAddress().getAddress(), server.socketAddress().getPort()));
    }

    @Nested
    class Tcp {

        @Test
        void answersManyQueriesOnOneConnection() throws IOException {
            try (Stream client = connect()) {
                for (int id = 1; id <= 100; id++) {
                    client.send(query(id));
                }
                for (int id = 1; id <= 100; id++) {
                    assertThat(client.message().id()).isEqualTo(id);
                }
                assertThat(server.tcpQueries()).isEqualTo(100);
                assertThat(server.connections()).isEqualTo(1);
                assertThat(server.openConnections()).isEqualTo(1);
            }
        }

        @Test
        void answersWhatIsTooLargeForUdp() throws IOException {
            try (Stream client = connect()) {
                client.send(WireMessage.query("large.example", new DnsType(65280)));
                assertThat(client.message().answer()).hasSize(2);
            }
        }

        @Test
        void mayCloseAfterTheAnswer() throws IOException {
            server.next(Behaviour.closesAfter());
            try (Stream client = connect()) {
                client.send(query(1));
                assertThat(client.message().id()).isEqualTo(1);
                assertThatExceptionOfType(EOFException.class).isThrownBy(client::message);
            }
        }

        @Test
        void mayCloseBeforeTheAnswer() throws IOException {
            server.next(Behaviour.closesBefore());
            try (Stream client = connect()) {
                client.send(query(1));
                assertThatExceptionOfType(EOFException.class).isThrownBy(client::message);
            }
        }

        @Test
        void mayCloseWithinTheAnswer() throws IOException {
            server.next(Behaviour.closesWithin(10));
            try (Stream client = connect()) {
                client.send(query(0x0102));
                byte[] octets = client.in.readAllBytes();
                assertThat(octets).hasSize(10);
                assertThat(octets[2]).isEqualTo((byte) 1);
            }
        }

        @Test
        void maySendOneOctetAtATime() throws IOException {
            server.next(Behaviour.octetByOctet());
            try (Stream client = connect()) {
                client.send(query(1));
                assertThat(client.message().texts(DnsType.MX)).hasSize(1);
            }
        }

        @Test
        void mayAnswerInAnotherOrder() throws IOException {
            server.always(Behaviour.reversed(3));
            try (Stream client = connect()) {
                for (int id = 1; id <= 3; id++) {
                    client.send(query(id));
                }
                List<Integer> ids = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    ids.add(client.message().id());
                }
                assertThat(ids).containsExactly(3, 2, 1);
            }
        }

        @Test
        void mayReset() throws IOException {
            server.next(Behaviour.resets());
            try (Stream client = connect()) {
                client.send(query(1));
                assertThatExceptionOfType(SocketException.class)
                        .isThrownBy(client::message)
                        .withMessageContaining("reset");
            }
        }

        @Test
        void mayBeLate() throws IOException {
            server.next(Behaviour.late(Duration.ofMillis(50)));
            try (Stream client = connect()) {
                long start = System.nanoTime();
                client.send(query(1));
                assertThat(client.message().id()).isEqualTo(1);
                assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000);
            }
        }

        @Test
        void mayBeRefused() throws IOException {
            server.always(Behaviour.truncated());
            server.refuseTcp();
            assertThatExceptionOfType(ConnectException.class).isThrownBy(LoopbackNameServerTest.this::connect);
            try (Datagrams client = new Datagrams()) {
                client.send(query(1));
                assertThat(client.message().isTruncated()).isTrue();
            }
        }

        @Test
        void truncationIsForUdp() throws IOException {
            server.always(Behaviour.truncated());
            try (Stream client = connect()) {
                client.send(query(1));
                assertThat(client.message().answer()).hasSize(2);
            }
        }

        @Test
        void closingEndsConnections() throws IOException {
            try (Stream client = connect()) {
                client.send(query(1));
                client.message();
                server.close();
                assertThat(client.in.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void answersOverTls() throws Exception {
        SSLContext context = SelfSigned.context();
        try (LoopbackNameServer secure =
                LoopbackNameServer.builder().tree(TREE).tls(context).start()) {
            InetSocketAddress address = secure.tlsAddress();
            secure.next(Behaviour.octetByOctet(), Behaviour.closesWithin(10));
            try (Stream client =
                    new Stream(context.getSocketFactory().createSocket(address.getAddress(), address.getPort()))) {
                client.send(query(1));
                assertThat(client.message().texts(DnsType.MX)).hasSize(1);
                client.send(query(2));
                assertThat(client.in.readNBytes(11)).hasSize(10);
            }
            assertThat(secure.tcpQueries()).isEqualTo(2);
            assertThat(secure.connections()).isEqualTo(1);
        }
        assertThatIllegalStateException().isThrownBy(server::tlsAddress);
    }

    @Test
    void threadsEndWithTheServer() throws Exception {
        BlockingQueue<Thread> seen = new LinkedBlockingQueue<>();
        LoopbackNameServer other = LoopbackNameServer.of(query -> {
            seen.add(Thread.currentThread());
            return query;
        });
        try (other;
                Datagrams udp = new Datagrams();
                Stream tcp = new Stream(new Socket(
                        other.socketAddress().getAddress(),
                        other.socketAddress().getPort()))) {
            udp.socket.send(new DatagramPacket(query(1), 20, other.socketAddress()));
            udp.receive();
            tcp.send(query(2));
            assertThat(tcp.in.readUnsignedShort()).isEqualTo(query(2).length);
            assertThat(seen).hasSize(2);
        }
        for (Thread thread : seen) {
            thread.join(PATIENCE);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void nobodyListensAfterwards() throws IOException {
        server.close();
        assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(1);
            socket.send(new DatagramPacket(query(1), 20, server.socketAddress()));
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> socket.receive(new DatagramPacket(new byte[512], 512)));
        }
    }
}
