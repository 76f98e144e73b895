package io.mailseal.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Section;

/** A name server on loopback, by UDP and TCP on one port, that does with each query what a test says. */
final class ScriptedServer implements AutoCloseable {

    static final InetAddress LOOPBACK =
            ServerAddress.parse("127.0.0.1").socket().getAddress();

    private final Consumer<Query> script;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Query> arrived = new LinkedBlockingQueue<>();
    private final List<Query> log = new CopyOnWriteArrayList<>();

    ScriptedServer(Consumer<Query> script) {
        this.script = script;
        try {
            DatagramSocket datagrams = null;
            ServerSocket streams = null;
            while (streams == null) {
                datagrams = new DatagramSocket(0, LOOPBACK);
                streams = onSamePort(datagrams);
            }
            udp = datagrams;
            tcp = streams;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("udp", this::readDatagrams);
        start("tcp", this::acceptConnections);
    }

    private static ServerSocket onSamePort(DatagramSocket datagrams) throws IOException {
        try {
            return new ServerSocket(datagrams.getLocalPort(), 50, datagrams.getLocalAddress());
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
                throw new AssertionError("no query has come; so far: " + log);
            }
            return query;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** All queries so far. */
    List<Query> log() {
        return List.copyOf(log);
    }

    /** Where the answers to a query go. */
    interface Sender {
        void send(byte[] message) throws IOException;
    }

    /** One query, and a way back. */
    static final class Query {
        private final byte[] wire;
        private final boolean overTcp;
        private final Sender sender;
        private final Runnable closer;
        private final Message message;

        Query(byte[] wire, boolean overTcp, Sender sender, Runnable closer) throws IOException {
            this.wire = wire;
            this.overTcp = overTcp;
            this.sender = sender;
            this.closer = closer;
            this.message = new Message(wire);
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
            try {
                sender.send(response);
            } catch (IOException e) {
                // The client has gone away; it will tell.
            }
        }

        /** Closes the TCP connection it came by. */
        void hangUp() {
            closer.run();
        }

        @Override
        public String toString() {
            return (overTcp ? "tcp " : "udp ") + message.getQuestion() + " " + wire.length;
        }
    }

    private void handle(Query query) {
        log.add(query);
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
                handle(new Query(wire, false, reply -> sendTo(packet, reply), () -> {}));
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void sendTo(DatagramPacket packet, byte[] reply) throws IOException {
        udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
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
            DataOutputStream out = new DataOutputStream(connection.getOutputStream());
            while (true) {
                byte[] wire = new byte[in.readUnsignedShort()];
                in.readFully(wire);
                handle(new Query(wire, true, reply -> write(out, reply), () -> close(connection)));
            }
        } catch (EOFException | SocketException over) {
            // as usual
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(DataOutputStream out, byte[] reply) throws IOException {
        byte[] framed = new byte[2 + reply.length];
        framed[0] = (byte) (reply.length >> 8);
        framed[1] = (byte) reply.length;
        System.arraycopy(reply, 0, framed, 2, reply.length);
        out.write(framed);
        out.flush();
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
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connections.forEach(ScriptedServer::close);
    }
}
