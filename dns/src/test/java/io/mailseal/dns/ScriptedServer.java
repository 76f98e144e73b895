package io.mailseal.dns;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Section;

/** A name server on loopback, by UDP and TCP (or TLS) on one port, that does with each query what a test says. */
final class ScriptedServer implements AutoCloseable {

    static final InetAddress LOOPBACK =
            ServerAddress.parse("127.0.0.1").socket().getAddress();

    private final Consumer<Query> script;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Socket> ended = new LinkedBlockingQueue<>();
    private final BlockingQueue<Query> arrived = new LinkedBlockingQueue<>();
    private final List<Query> log = new ArrayList<>(); // guarded by itself

    ScriptedServer(Consumer<Query> script) {
        this(script, null);
    }

    /** One that speaks TLS over TCP, if it has a context for that. */
    ScriptedServer(Consumer<Query> script, @Nullable SSLContext tls) {
        this.script = script;
        try {
            DatagramSocket datagrams = null;
            ServerSocket streams = null;
            while (streams == null) {
                datagrams = new DatagramSocket(0, LOOPBACK);
                streams = onSamePort(datagrams, tls);
            }
            udp = datagrams;
            tcp = streams;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("udp", this::readDatagrams);
        start("tcp", this::acceptConnections);
    }

    private static @Nullable ServerSocket onSamePort(DatagramSocket datagrams, @Nullable SSLContext tls)
            throws IOException {
        ServerSocketFactory factory = tls == null ? ServerSocketFactory.getDefault() : tls.getServerSocketFactory();
        try {
            return factory.createServerSocket(datagrams.getLocalPort(), 50, datagrams.getLocalAddress());
        } catch (BindException taken) {
            datagrams.close();
            return null;
        }
    }

    /** One that never answers by itself. */
    static ScriptedServer silent() {
        return new ScriptedServer(query -> {});
    }

    private static void start(String name, Runnable loop) {
        Thread thread = new Thread(loop, "scripted-server-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "127.0.0.1:" + udp.getLocalPort();
    }

    /** The next query that nobody has taken yet; waits for it. */
    Query next() {
        try {
            Query query = arrived.poll(60, TimeUnit.SECONDS);
            if (query == null) {
                throw new AssertionError("no query has come; so far: " + log());
            }
            return query;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** From now on no connection is accepted. */
    void closeTcp() {
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many TCP connections have come so far. */
    int connections() {
        return connections.size();
    }

    /** Waits until a TCP connection has ended, one for each call. */
    void awaitEndOfConnection() {
        try {
            if (ended.poll(60, TimeUnit.SECONDS) == null) {
                throw new AssertionError("no connection has ended");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends the datagram from another socket, as somebody else would. */
    static void sendFromElsewhere(SocketAddress to, byte[] datagram) {
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            socket.send(new DatagramPacket(datagram, datagram.length, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All queries so far. */
    List<Query> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    /** The way back to who sent a query. */
    interface Asker {
        SocketAddress address();

        /** A whole message. */
        void send(byte[] message) throws IOException;

        /** Octets as they are; by TCP without a length before them. */
        default void sendRaw(byte[] octets) throws IOException {
            send(octets);
        }

        /** Ends the sending direction of a connection. */
        default void endOutput() throws IOException {}

        /** Closes a connection. */
        default void close() throws IOException {}
    }

    /** One query, and a way back. */
    static final class Query {
        private final byte[] wire;
        private final boolean overTcp;
        private final Asker asker;
        private final Message message;

        Query(byte[] wire, boolean overTcp, Asker asker) throws IOException {
            this.wire = wire;
            this.overTcp = overTcp;
            this.asker = asker;
            this.message = new Message(wire);
        }

        /** Where it came from. */
        InetSocketAddress source() {
            return (InetSocketAddress) asker.address();
        }

        boolean isOverTcp() {
            return overTcp;
        }

        Message message() {
            return message;
        }

        int id() {
            return message.getHeader().getID();
        }

        Name name() {
            return message.getQuestion().getName();
        }

        /** The TLS session that it came in. */
        ExtendedSSLSession session() {
            return (ExtendedSSLSession) ((SSLSocket) ((StreamAsker) asker).socket()).getSession();
        }

        /** A response to it, still empty. */
        Message response() {
            Message response = new Message(id());
            response.getHeader().setFlag(Flags.QR);
            response.getHeader().setFlag(Flags.RD);
            response.getHeader().setFlag(Flags.RA);
            response.getHeader().setOpcode(Opcode.QUERY);
            response.addRecord(message.getQuestion(), Section.QUESTION);
            return response;
        }

        /** A response with these answers, each as in a master file with absolute names. */
        Message answer(String... records) {
            return Responses.add(response(), Section.ANSWER, records);
        }

        Message rcode(int rcode) {
            Message response = response();
            response.getHeader().setRcode(rcode);
            return response;
        }

        Message truncated() {
            Message response = response();
            response.getHeader().setFlag(Flags.TC);
            return response;
        }

        void reply(Message response) {
            reply(response.toWire());
        }

        void reply(byte[] response) {
            unlessGone(() -> asker.send(response));
        }

        /** Sends these octets, over TCP without a length before them. */
        void replyRaw(byte[] octets) {
            unlessGone(() -> asker.sendRaw(octets));
        }

        /** Says over TCP that nothing more will be sent. */
        void endOutput() {
            unlessGone(asker::endOutput);
        }

        /** Closes the TCP connection it came by. */
        void hangUp() {
            unlessGone(asker::close);
        }

        private interface Act {
            void run() throws IOException;
        }

        private static void unlessGone(Act act) {
            try {
                act.run();
            } catch (IOException e) {
                // The client has gone away; it will tell.
            }
        }

        @Override
        public String toString() {
            return (overTcp ? "tcp " : "udp ") + message.getQuestion() + " " + wire.length;
        }
    }

    private void handle(Query query) {
        synchronized (log) {
            log.add(query);
        }
        arrived.add(query);
        script.accept(query);
    }

    private void readDatagrams() {
        byte[] buffer = new byte[65536];
        while (!udp.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                udp.receive(packet);
                byte[] wire = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
                handle(new Query(wire, false, new DatagramAsker(udp, packet.getSocketAddress())));
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record DatagramAsker(DatagramSocket socket, SocketAddress address) implements Asker {
        @Override
        public void send(byte[] message) throws IOException {
            socket.send(new DatagramPacket(message, message.length, address));
        }
    }

    private void acceptConnections() {
        while (!tcp.isClosed()) {
            try {
                Socket connection = tcp.accept();
                connections.add(connection);
                start("connection", () -> readStream(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void readStream(Socket connection) {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            StreamAsker asker = new StreamAsker(connection);
            while (true) {
                byte[] wire = new byte[in.readUnsignedShort()];
                in.readFully(wire);
                handle(new Query(wire, true, asker));
            }
        } catch (EOFException | SocketException | SSLException over) {
            // as usual
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ended.add(connection);
        }
    }

    private record StreamAsker(Socket socket) implements Asker {
        @Override
        public SocketAddress address() {
            return socket.getRemoteSocketAddress();
        }

        @Override
        public void send(byte[] message) throws IOException {
            byte[] framed = new byte[2 + message.length];
            framed[0] = (byte) (message.length >> 8);
            framed[1] = (byte) message.length;
            System.arraycopy(message, 0, framed, 2, message.length);
            sendRaw(framed);
        }

        @Override
        public void sendRaw(byte[] octets) throws IOException {
            synchronized (socket) {
                socket.getOutputStream().write(octets);
            }
        }

        @Override
        public void endOutput() throws IOException {
            socket.shutdownOutput();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static void close(Socket connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        udp.close();
        closeTcp();
        connections.forEach(ScriptedServer::close);
    }
}
