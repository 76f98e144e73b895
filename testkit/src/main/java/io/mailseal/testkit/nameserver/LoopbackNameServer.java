package io.mailseal.testkit.nameserver;

import io.mailseal.core.Octets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A name server on 127.0.0.1, by UDP and TCP on one port that the system chooses, and by TLS on another where it is
 * given a context. It serves a {@link SignedTree}, or what a script answers, and behaves as it is told to.
 *
 * <pre>{@code
 * try (LoopbackNameServer server = LoopbackNameServer.of(tree)) {
 *     server.next(Behaviour.wrongId().then(Behaviour.normal()));   // for one query
 *     server.always(Behaviour.truncated());                        // for all after it
 *     server.choose(exchange -> exchange.isOverTcp() ? Behaviour.closesWithin(10) : Behaviour.truncated());
 * }
 * }</pre>
 *
 * <p>Its threads are daemons and end when it is closed. May be told what to do while it is in use, by any thread.
 */
public final class LoopbackNameServer implements AutoCloseable {

    private static final int RECEIVE_BUFFER = 4 << 20;
    private static final int ATTEMPTS = 100;

    private final Function<byte[], SignedTree.Reply> overUdp;
    private final Function<byte[], SignedTree.Reply> overTcp;
    private final DatagramChannel udp;
    private final StreamServer tcp;
    private final @Nullable StreamServer tls;
    private final InetSocketAddress address;
    private final ScheduledThreadPoolExecutor timer;
    private final Queue<Behaviour> nextBehaviours = new ConcurrentLinkedQueue<>();
    private volatile Function<Exchange, Behaviour> chooser = exchange -> Behaviour.normal();
    private final AtomicLong udpQueries = new AtomicLong();
    private final AtomicLong tcpQueries = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final List<Thread> readers = new ArrayList<>();
    private volatile boolean closed;

    private LoopbackNameServer(Builder builder) {
        overUdp = builder.overUdp;
        overTcp = builder.overTcp;
        timer = new ScheduledThreadPoolExecutor(1, task -> thread("late", task));
        timer.setRemoveOnCancelPolicy(true);
        try {
            DatagramChannel datagrams = null;
            ServerSocket streams = null;
            for (int i = 0; streams == null && i < ATTEMPTS; i++) {
                datagrams = openDatagrams();
                streams = onSamePort(datagrams);
            }
            if (datagrams == null || streams == null) {
                throw new IOException("no port is free for both UDP and TCP");
            }
            udp = datagrams;
            address = (InetSocketAddress) datagrams.getLocalAddress();
            tcp = new StreamServer(streams, this::handleStream, timer, LoopbackNameServer::start);
            tls = builder.tls == null
                    ? null
                    : new StreamServer(tlsSocket(builder.tls), this::handleStream, timer, LoopbackNameServer::start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < builder.threads; i++) {
            readers.add(start("udp", this::readDatagrams));
        }
    }

    /** One that serves this tree. */
    public static LoopbackNameServer of(SignedTree tree) {
        return builder().tree(tree).start();
    }

    /** One that answers what this script returns: octets of a query in, octets of the answer out, none for silence. */
    public static LoopbackNameServer of(UnaryOperator<byte[]> script) {
        return builder().script(script).start();
    }

    /** For one with settings. */
    public static Builder builder() {
        return new Builder();
    }

    private static DatagramChannel openDatagrams() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, RECEIVE_BUFFER);
        return channel.bind(new InetSocketAddress(loopback(), 0));
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static @Nullable ServerSocket onSamePort(DatagramChannel datagrams) throws IOException {
        int port = ((InetSocketAddress) datagrams.getLocalAddress()).getPort();
        try {
            return new ServerSocket(port, StreamServer.BACKLOG, loopback());
        } catch (BindException taken) {
            datagrams.close();
            return null;
        }
    }

    private static ServerSocket tlsSocket(SSLContext context) throws IOException {
        return context.getServerSocketFactory().createServerSocket(0, StreamServer.BACKLOG, loopback());
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, "loopback-name-server-" + name);
        thread.setDaemon(true);
        return thread;
    }

    private static Thread start(String name, Runnable task) {
        Thread thread = thread(name, task);
        thread.start();
        return thread;
    }

    // A script that blocks is not waited for for long.
    static void awaitEnd(Thread thread) {
        try {
            if (thread != Thread.currentThread()) {
                thread.join(1_000);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code 127.0.0.1:port}, for UDP and TCP. */
    public String address() {
        return "127.0.0.1:" + address.getPort();
    }

    /** The same as an address of the JDK. */
    public InetSocketAddress socketAddress() {
        return address;
    }

    /**
     * Where it listens for TLS.
     *
     * @throws IllegalStateException if it has no TLS context
     */
    public InetSocketAddress tlsAddress() {
        if (tls == null) {
            throw new IllegalStateException("no TLS context was given");
        }
        return tls.address();
    }

    /** Behaves so from now on, but for what {@link #next} says. */
    public void always(Behaviour behaviour) {
        chooser = exchange -> behaviour;
    }

    /** Behaves so with the next queries, one after the other, before anything else. */
    public void next(Behaviour... behaviours) {
        nextBehaviours.addAll(List.of(behaviours));
    }

    /** Asks this for each query from now on, but for what {@link #next} says. */
    public void choose(Function<Exchange, Behaviour> choice) {
        chooser = choice;
    }

    /** From now on nobody listens on the TCP port; connections that are there stay. TLS is not touched. */
    public void refuseTcp() {
        tcp.stopListening();
    }

    /** How many datagrams came. */
    public long udpQueries() {
        return udpQueries.get();
    }

    /** How many queries came over TCP and TLS. */
    public long tcpQueries() {
        return tcpQueries.get();
    }

    /** How many TCP and TLS connections were accepted. */
    public long connections() {
        return tcp.accepted() + (tls == null ? 0 : tls.accepted());
    }

    /** How many TCP and TLS connections are open now. */
    public int openConnections() {
        return tcp.open() + (tls == null ? 0 : tls.open());
    }

    private void readDatagrams() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(65_535);
        while (true) {
            try {
                buffer.clear();
                SocketAddress client = udp.receive(buffer);
                byte[] query = new byte[buffer.flip().remaining()];
                buffer.get(query);
                udpQueries.incrementAndGet();
                handle(query, false, new DatagramReplies(client));
            } catch (IOException e) {
                if (closed || !udp.isOpen()) {
                    return;
                }
            }
        }
    }

    private void handleStream(byte[] query, Exchange.Channel replies) {
        tcpQueries.incrementAndGet();
        handle(query, true, replies);
    }

    private void handle(byte[] query, boolean stream, Exchange.Channel replies) {
        guarded(() -> {
            SignedTree.Reply reply = (stream ? overTcp : overUdp).apply(query);
            if (reply.message().isEmpty()) {
                return;
            }
            Exchange exchange = new Exchange(Octets.of(query), reply.message(), stream, replies);
            Behaviour next = nextBehaviours.poll();
            Behaviour behaviour = next == null ? chooser.apply(exchange) : next;
            if (reply.delay().isZero()) {
                behaviour.reply(exchange);
            } else {
                later(timer, reply.delay(), () -> guarded(() -> behaviour.reply(exchange)));
            }
        });
    }

    // What a script or a behaviour throws is a mistake of the test's; it is told when the server is closed.
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error mistake) {
            failure.compareAndSet(null, mistake);
        }
    }

    static void later(ScheduledThreadPoolExecutor timer, Duration delay, Runnable task) {
        if (!timer.isShutdown()) {
            var unused = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private final class DatagramReplies implements Exchange.Channel {

        private final SocketAddress client;

        DatagramReplies(SocketAddress client) {
            this.client = client;
        }

        @Override
        public void send(byte[] message) {
            try {
                udp.send(ByteBuffer.wrap(message), client);
            } catch (IOException gone) {
                // or we are; the client will tell
            }
        }

        @Override
        public void sendOctets(byte[] octets) {
            send(octets);
        }

        @Override
        public void sendFromElsewhere(byte[] message) {
            try (DatagramChannel other = DatagramChannel.open()) {
                other.bind(new InetSocketAddress(loopback(), 0)).send(ByteBuffer.wrap(message), client);
            } catch (IOException gone) {
                // as above
            }
        }

        @Override
        public void hangUp() {}

        @Override
        public void reset() {}

        @Override
        public void later(Duration delay, Runnable task) {
            LoopbackNameServer.later(timer, delay, task);
        }
    }

    /**
     * Ends it, and all connections.
     *
     * @throws IllegalStateException if a script or a behaviour has thrown something, which is the cause
     */
    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        try {
            udp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            tcp.close();
            if (tls != null) {
                tls.close();
            }
        }
        readers.forEach(LoopbackNameServer::awaitEnd);
        Throwable mistake = failure.getAndSet(null);
        if (mistake != null) {
            throw new IllegalStateException("a script or behaviour failed", mistake);
        }
    }

    /** What it serves, and how. Not for several threads. */
    public static final class Builder {

        private Function<byte[], SignedTree.Reply> overUdp = query -> new SignedTree.Reply(Octets.EMPTY, Duration.ZERO);
        private Function<byte[], SignedTree.Reply> overTcp = overUdp;
        private @Nullable SSLContext tls;
        private int threads = 1;

        private Builder() {}

        /** Serves this tree. */
        public Builder tree(SignedTree tree) {
            overUdp = query -> tree.respond(query, false);
            overTcp = query -> tree.respond(query, true);
            return this;
        }

        /** Answers what this returns: octets of a query in, octets of the answer out, none for silence. */
        public Builder script(UnaryOperator<byte[]> script) {
            overUdp = query -> new SignedTree.Reply(Octets.of(script.apply(query)), Duration.ZERO);
            overTcp = overUdp;
            return this;
        }

        /** Serves TLS, too, on a port of its own. */
        public Builder tls(SSLContext context) {
            tls = context;
            return this;
        }

        /** How many threads answer over UDP; 1 unless said otherwise. */
        public Builder threads(int count) {
            threads = count;
            return this;
        }

        /**
         * Starts it.
         *
         * @throws UncheckedIOException if it can't listen
         */
        public LoopbackNameServer start() {
            return new LoopbackNameServer(this);
        }
    }
}
