package io.mailseal.testkit.nameserver;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * The part of a server that accepts connections, TCP or TLS: a thread for each.
 *
 * @rfc 7766 8
 */
final class StreamServer {

    static final int BACKLOG = 200;

    private final ServerSocket listener;
    private final BiConsumer<byte[], Exchange.Channel> handler;
    private final ScheduledThreadPoolExecutor timer;
    private final BiFunction<String, Runnable, Thread> threads;
    private final Thread acceptor;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private volatile boolean closed;

    StreamServer(
            ServerSocket listener,
            BiConsumer<byte[], Exchange.Channel> handler,
            ScheduledThreadPoolExecutor timer,
            BiFunction<String, Runnable, Thread> threads) {
        this.listener = listener;
        this.handler = handler;
        this.timer = timer;
        this.threads = threads;
        this.acceptor = threads.apply("accept", this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    long accepted() {
        return accepted.get();
    }

    int open() {
        return connections.size();
    }

    private void accept() {
        while (true) {
            try {
                Socket connection = listener.accept();
                connections.add(connection);
                if (closed) {
                    close(connection);
                    return;
                }
                accepted.incrementAndGet();
                var unused = threads.apply("connection", () -> read(connection));
            } catch (IOException e) {
                if (listener.isClosed()) {
                    return;
                }
            }
        }
    }

    private void read(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(connection.getInputStream());
            StreamReplies replies = new StreamReplies(connection);
            while (true) {
                byte[] query = new byte[in.readUnsignedShort()];
                in.readFully(query);
                handler.accept(query, replies);
            }
        } catch (IOException over) {
            // The end of the stream, a reset, a failed handshake: the client knows.
        } finally {
            connections.remove(connection);
        }
    }

    private final class StreamReplies implements Exchange.Channel {

        private final Socket connection;
        private final OutputStream out;

        StreamReplies(Socket connection) throws IOException {
            this.connection = connection;
            this.out = connection.getOutputStream();
        }

        @Override
        public void send(byte[] message) {
            sendOctets(new WireWriter().number16(message.length).octets(message).toByteArray());
        }

        @Override
        public void sendOctets(byte[] octets) {
            synchronized (this) {
                try {
                    out.write(octets);
                    out.flush();
                } catch (IOException gone) {
                    // the client will tell
                }
            }
        }

        @Override
        public void sendFromElsewhere(byte[] message) {
            send(message);
        }

        @Override
        public void hangUp() {
            StreamServer.close(connection);
        }

        @Override
        public void reset() {
            try {
                connection.setSoLinger(true, 0);
            } catch (IOException gone) {
                // then it is closed already
            }
            StreamServer.close(connection);
        }

        @Override
        public void later(Duration delay, Runnable task) {
            LoopbackNameServer.later(timer, delay, task);
        }
    }

    void stopListening() {
        try {
            listener.close();
        } catch (IOException ignored) {
            // nothing can be done, and it listens no more
        }
        // As long as it waits in the system, a connection may still be accepted.
        LoopbackNameServer.awaitEnd(acceptor);
    }

    void close() {
        closed = true;
        stopListening();
        connections.forEach(StreamServer::close);
    }

    private static void close(Socket connection) {
        try {
            connection.close();
        } catch (IOException ignored) {
            // it is of no use any more
        }
    }
}
