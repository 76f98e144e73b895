package io.mailseal.mtasts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A server on loopback that does what a test tells it to, with whoever connects. */
final class TlsHost implements AutoCloseable {

    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** What it does with one connection. */
    @FunctionalInterface
    interface Script {
        void run(Guest guest) throws Exception;
    }

    private final ServerSocket socket;
    private final Script script;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Guest> guests = new LinkedBlockingQueue<>();
    private final AtomicInteger connections = new AtomicInteger();

    private TlsHost(ServerSocket socket, Script script) {
        this.socket = socket;
        this.script = script;
    }

    /** Over TLS. */
    static TlsHost start(SSLContext tls, Script script, String... protocols) throws IOException {
        SSLServerSocket socket = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(0, 50, LOOPBACK);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        return start(socket, script);
    }

    /** In the clear. */
    static TlsHost plain(Script script) throws IOException {
        return start(new ServerSocket(0, 50, LOOPBACK), script);
    }

    private static TlsHost start(ServerSocket socket, Script script) {
        TlsHost host = new TlsHost(socket, script);
        host.daemon(host::accept);
        return host;
    }

    /** Answers each request with these octets, and closes the connection. */
    static Script answering(String response) {
        return guest -> {
            guest.readHead();
            guest.write(response);
        };
    }

    /** A response of status 200 with this policy. */
    static String ok(String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + length + "\r\n\r\n" + body;
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                open.add(connection);
                connections.incrementAndGet();
                daemon(() -> serve(connection));
            }
        } catch (IOException over) {
            // The test is over.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            Guest guest = new Guest(connection);
            if (connection instanceof SSLSocket secured) {
                secured.startHandshake();
                ExtendedSSLSession session = (ExtendedSSLSession) secured.getSession();
                for (SNIServerName name : session.getRequestedServerNames()) {
                    guest.serverNames.add(((SNIHostName) name).getAsciiName());
                }
                guest.protocol = session.getProtocol();
            }
            script.run(guest);
        } catch (Exception over) {
            // The guest has gone, or did not like the certificate.
        }
    }

    private void daemon(Runnable task) {
        Thread thread = new Thread(task, "test-host");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** The next guest that has said what it wants. */
    Guest next() throws InterruptedException {
        Guest guest = guests.poll(20, TimeUnit.SECONDS);
        if (guest == null) {
            throw new AssertionError("nobody came");
        }
        return guest;
    }

    /** Whether somebody has got so far as to say what it wants, and was not looked at. */
    boolean hasGuests() {
        return !guests.isEmpty();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }

    /** One connection, from the side of the server. */
    final class Guest {

        final List<String> serverNames = new ArrayList<>();
        String protocol = "";
        String head = "";
        private final Socket connection;

        Guest(Socket connection) {
            this.connection = connection;
        }

        /** Reads up to the empty line, and lets the test know. */
        void readHead() throws IOException {
            StringBuilder text = new StringBuilder();
            InputStream in = connection.getInputStream();
            while (text.indexOf("\r\n\r\n") < 0) {
                int octet = in.read();
                if (octet < 0) {
                    throw new IOException("gone after " + text);
                }
                text.append((char) octet);
            }
            head = text.toString();
            guests.add(this);
        }

        void write(String latin1) throws IOException {
            OutputStream out = connection.getOutputStream();
            out.write(latin1.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        Socket connection() {
            return connection;
        }

        /** Until the other side has gone. */
        void awaitEnd() throws IOException {
            while (connection.getInputStream().read() >= 0) {
                // something more
            }
        }
    }
}
