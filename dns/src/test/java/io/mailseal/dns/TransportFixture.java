package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsTimer;
import io.mailseal.testkit.VirtualClock;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What tests of the transport have in common: servers on loopback, and a time that only passes when it is told to. */
abstract class TransportFixture {

    static final Duration TRY = Duration.ofMinutes(1); // nothing real lasts so long
    static final DnsQuestion QUESTION = question("a.example");
    static final String ANSWER = "a.example 300 A 192.0.2.1";

    final VirtualClock clock = new VirtualClock();
    private final Set<Thread> before = transportThreads();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        awaitEndOfThreads();
    }

    ScriptedServer server(Consumer<ScriptedServer.Query> script) {
        ScriptedServer server = new ScriptedServer(script);
        open.add(server);
        return server;
    }

    ScriptedServer server(SSLContext tls, Consumer<ScriptedServer.Query> script) {
        ScriptedServer server = new ScriptedServer(script, tls);
        open.add(server);
        return server;
    }

    ScriptedServer silent() {
        return server(query -> {});
    }

    /** What a test of the transport may set; the rest is as usual. */
    final class Transport {
        private final List<ServerAddress> servers;
        boolean overTcp;
        int tries = 3;
        int udpPayload = 1232;
        int inFlight = 256;
        DnssecRequest dnssec = DnssecRequest.NONE;

        @Nullable
        SSLContext tls;

        TransportLimits limits = TransportLimits.DEFAULT;
        DnsTimer timer = clock;

        @Nullable
        Executor executor;

        Transport(List<ServerAddress> servers) {
            this.servers = servers;
        }

        Transport with(Consumer<Transport> change) {
            change.accept(this);
            return this;
        }

        Transport limits(UnaryOperator<Limits> change) {
            limits = change.apply(new Limits()).toLimits();
            return this;
        }

        NameServers start() {
            return start(TRY);
        }

        NameServers start(Duration perTry) {
            ClientThreads threads = new ClientThreads(executor);
            TransportSettings settings = new TransportSettings(
                    servers, overTcp, tls == null ? defaultTls() : tls, tries, perTry, udpPayload, inFlight, dnssec);
            NameServers transport = new NameServers(settings, limits, timer, threads);
            open.add(0, threads::close);
            open.add(0, transport::close);
            return transport;
        }

        private static SSLContext defaultTls() {
            try {
                return SSLContext.getDefault();
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** The limits with some of them changed. */
    static final class Limits {
        int sockets = TransportLimits.DEFAULT.sockets();
        int queriesPerSocket = TransportLimits.DEFAULT.queriesPerSocket();
        Duration socketAge = TransportLimits.DEFAULT.socketAge();
        int pendingPerSocket = TransportLimits.DEFAULT.pendingPerSocket();
        Duration socketIdle = TransportLimits.DEFAULT.socketIdle();
        int datagramsPerQuery = TransportLimits.DEFAULT.datagramsPerQuery();
        Duration connectionIdle = TransportLimits.DEFAULT.connectionIdle();
        int connectionsPerTry = TransportLimits.DEFAULT.connectionsPerTry();
        int strayMessages = TransportLimits.DEFAULT.strayMessages();

        Limits with(Consumer<Limits> change) {
            change.accept(this);
            return this;
        }

        TransportLimits toLimits() {
            return new TransportLimits(
                    sockets,
                    queriesPerSocket,
                    socketAge,
                    pendingPerSocket,
                    socketIdle,
                    datagramsPerQuery,
                    connectionIdle,
                    connectionsPerTry,
                    strayMessages);
        }
    }

    Transport to(ScriptedServer... servers) {
        return new Transport(Stream.of(servers)
                .map(server -> ServerAddress.parse(server.address()))
                .toList());
    }

    static DnsQuestion question(String name) {
        return DnsQuestion.a(DomainName.of(name));
    }

    static DnsQuestion question(int number) {
        return question("n" + number + ".example");
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("nothing came of it", e);
        }
    }

    /**
     * What comes of a question that is expected to end by the system's word that nobody listens. The system says so
     * only so often in a second; where it keeps silent, another try makes it speak.
     */
    Reply getUnreachable(CompletableFuture<Reply> reply) {
        while (true) {
            try {
                return reply.get(2, TimeUnit.SECONDS);
            } catch (TimeoutException silence) {
                clock.advance(TRY);
            } catch (Exception e) {
                throw new AssertionError("nothing came of it", e);
            }
        }
    }

    Reply ask(ScriptedServer... servers) {
        return get(to(servers).start().ask(QUESTION));
    }

    /** Answers with the address that its name stands for, see {@link #addressOf}. */
    static Message addressOf(ScriptedServer.Query query) {
        return query.answer(query.name() + " 300 A " + addressOf(query.name()));
    }

    /** Another one for each name {@code n0.example}, {@code n1.example}, ...; 192.0.2.1 for all others. */
    static String addressOf(Name name) {
        String label = name.getLabelString(0);
        if (!label.startsWith("n")) {
            return "192.0.2.1";
        }
        int number = Integer.parseInt(label.substring(1));
        return "10." + (number >> 16) + "." + (number >> 8 & 0xFF) + "." + (number & 0xFF);
    }

    static void assertAnswered(Reply reply) {
        assertAnswered(reply, QUESTION);
    }

    static void assertAnswered(Reply reply, DnsQuestion question) {
        Name name = WireName.of(question.name());
        assertThat(addresses(reply, name)).containsExactly(addressOf(name));
    }

    static List<String> addresses(Reply reply, Name name) {
        assertThat(reply).as(reply.toString()).isInstanceOf(Reply.Received.class);
        return ((Reply.Received) reply)
                .response().records(name, Type.A).stream()
                        .map(Record::rdataToString)
                        .toList();
    }

    static void assertRcode(Reply reply, int rcode) {
        assertThat(reply).as(reply.toString()).isInstanceOf(Reply.Received.class);
        assertThat(((Reply.Received) reply).response().rcode()).isEqualTo(rcode);
    }

    static void assertLost(Reply reply, DnsFailure cause) {
        assertThat(reply).as(reply.toString()).isInstanceOf(Reply.Lost.class);
        assertThat(((Reply.Lost) reply).cause()).as(reply.toString()).isEqualTo(cause);
    }

    /** A server where nobody listens, neither by UDP nor by TCP. */
    static ServerAddress nobody() {
        try (DatagramSocket socket = new DatagramSocket(0, ScriptedServer.LOOPBACK)) {
            return ServerAddress.parse("127.0.0.1:" + socket.getLocalPort());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the transport's own threads have ended, those of before aside. */
    void awaitEndOfThreads() throws InterruptedException {
        for (Thread thread : transportThreads()) {
            if (!before.contains(thread)) {
                thread.join(60_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    static Set<Thread> transportThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("mailseal-dns-io")
                        || thread.getName().startsWith("mailseal-dns-stream"))
                .collect(Collectors.toSet());
    }

    /** How many file descriptors this process has, or -1 where that can't be told. */
    static long fileDescriptors() {
        Path folder = Path.of("/proc/self/fd");
        if (!Files.isDirectory(folder)) {
            return -1;
        }
        try (Stream<Path> descriptors = Files.list(folder)) {
            return descriptors.count();
        } catch (Exception e) {
            return -1;
        }
    }
}
