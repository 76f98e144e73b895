package io.mailseal.dns;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsFailure;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server, by TCP or TLS, and the queries that are on their way over it. Queries are written as
 * they come and answered in any order. Two threads belong to it: one opens it, writes and watches over it, the other
 * reads. Both end with it.
 *
 * <p>It is closed when nobody has needed it for a while and when the server closes it. It takes no more queries when it
 * turns out to be of no use: one was waited for in vain, and meanwhile not one answer came to anybody.
 *
 * @rfc 7766 6.2
 */
final class StreamConnection {

    private final StreamConnections owner;
    private final ServerAddress server;
    private final SSLContext tls;
    private final Duration connectTimeout;
    private final TransportLimits limits;
    private final RandomNumbers random;
    private final Socket tcp = new Socket(Proxy.NO_PROXY);
    private final Map<Integer, StreamQuery> waiting = new HashMap<>();
    private final List<StreamQuery> unwritten = new ArrayList<>();
    private boolean started;
    private boolean established;
    private boolean retired;
    private boolean closed;
    private long answers;
    private long toBeIgnored;

    StreamConnection(
            StreamConnections owner,
            ServerAddress server,
            SSLContext tls,
            Duration connectTimeout,
            TransportLimits limits,
            RandomNumbers random) {
        this.owner = owner;
        this.server = server;
        this.tls = tls;
        this.connectTimeout = connectTimeout;
        this.limits = limits;
        this.random = random;
        this.toBeIgnored = limits.strayMessages();
    }

    /** Has the query wait here until it is written and answered; false if this connection takes no more. */
    boolean take(StreamQuery query) {
        synchronized (this) {
            if (closed || retired) {
                return false;
            }
            query.id = freeId();
            query.written = false;
            query.answersBefore = answers;
            waiting.put(query.id, query);
            unwritten.add(query);
            query.waitAt(this);
            if (started) {
                notifyAll();
            } else {
                started = true;
                start("mailseal-dns-stream-out", this::write);
            }
        }
        if (query.isOver()) {
            forget(query, false); // it was ended before it could know where it waits
        }
        return true;
    }

    private int freeId() {
        int id = random.next();
        while (waiting.containsKey(id)) {
            id = random.next();
        }
        return id;
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private void write() {
        Socket stream = opened();
        if (stream == null) {
            return;
        }
        try {
            InputStream in = stream.getInputStream();
            OutputStream out = stream.getOutputStream();
            start("mailseal-dns-stream-in", () -> read(in));
            for (byte[] batch = nextBatch(); batch != null; batch = nextBatch()) {
                out.write(batch);
                out.flush();
            }
        } catch (IOException | InterruptedException e) {
            // Whatever it was, the connection is no longer there.
        } finally {
            close();
        }
    }

    private @Nullable Socket opened() {
        try {
            tcp.setTcpNoDelay(true);
            tcp.connect(server.socket(), Math.max(1, Math.toIntExact(connectTimeout.toMillis())));
        } catch (IOException | UnsupportedAddressTypeException e) {
            fail(Reply.unreachable(server.toString(), e));
            return null;
        }
        Socket stream = tcp;
        DomainName name = server.name();
        if (name != null) {
            try {
                stream = TlsHandshake.secured(tcp, name, tls);
            } catch (IOException | RuntimeException e) {
                // RFC 8310 §8.1: who can't be authenticated is not asked. What was said about that is not repeated.
                fail(
                        e instanceof SocketException
                                ? Reply.unreachable(server.toString(), e)
                                : new Reply.Lost(DnsFailure.NETWORK, server + " could not be authenticated"));
                return null;
            }
        }
        synchronized (this) {
            established = true;
        }
        return stream;
    }

    // RFC 7766 §8: each length together with its message. Null when it is time to close.
    private synchronized byte @Nullable [] nextBatch() throws InterruptedException {
        List<StreamQuery> next = writable();
        long idleSince = System.nanoTime();
        while (next.isEmpty() && !closed) {
            if (waiting.isEmpty() && retired) {
                return null;
            } else if (waiting.isEmpty()) {
                long left = limits.connectionIdle().toNanos() - (System.nanoTime() - idleSince);
                if (left <= 0) {
                    return null;
                }
                wait(left / 1_000_000 + 1);
            } else {
                wait();
                idleSince = System.nanoTime();
            }
            next = writable();
        }
        return closed ? null : framed(next);
    }

    private List<StreamQuery> writable() {
        if (!owner.isOneByOne()) {
            return unwritten;
        }
        boolean busy = waiting.size() > unwritten.size();
        return unwritten.isEmpty() || busy ? List.of() : unwritten.subList(0, 1);
    }

    private static byte[] framed(List<StreamQuery> queries) {
        int length = 0;
        for (StreamQuery query : queries) {
            length += 2 + query.message().length();
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        for (StreamQuery query : queries) {
            out.putShort((short) query.message().length());
            query.message().putTo(out, query.id);
            query.written = true;
        }
        queries.clear(); // no longer unwritten
        return out.array();
    }

    private void read(InputStream stream) {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(stream));
            while (true) {
                byte[] message = new byte[in.readUnsignedShort()];
                in.readFully(message);
                received(message);
            }
        } catch (IOException e) {
            // RFC 7766 §6.2.4: the server may close it at any time.
        } finally {
            close();
        }
    }

    private void received(byte[] message) throws IOException {
        StreamQuery query = asker(ByteBuffer.wrap(message));
        if (query != null) {
            owner.report(() -> query.arrived(message));
        }
    }

    // RFC 7766 §7: matched by ID and question.
    private synchronized @Nullable StreamQuery asker(ByteBuffer message) throws IOException {
        StreamQuery query = waiting.get(QueryMessage.id(message));
        if (query == null || !query.written || !query.message().isAnsweredBy(message)) {
            if (toBeIgnored-- == 0) {
                throw new IOException("too much that answers nothing");
            }
            return null;
        }
        answers++;
        takeOut(query);
        return query;
    }

    private void takeOut(StreamQuery query) {
        query.waitAt(null);
        waiting.remove(query.id);
        if (waiting.isEmpty() || !unwritten.isEmpty()) {
            notifyAll();
        }
    }

    /**
     * The query no longer waits.
     *
     * @param inVain whether it waited so long that the connection is to blame, if nobody else got an answer either
     */
    void forget(StreamQuery query, boolean inVain) {
        boolean done;
        synchronized (this) {
            if (waiting.get(query.id) != query) {
                return;
            }
            takeOut(query);
            if (query.written) {
                toBeIgnored++; // its answer may yet come
            } else {
                unwritten.remove(query);
            }
            retired |= inVain && answers == query.answersBefore;
            done = waiting.isEmpty() && (retired || !established);
        }
        if (done) {
            close();
        }
    }

    /** Ends it. Queries without an answer go over another connection. */
    void close() {
        for (StreamQuery query : end()) {
            owner.sendAgain(query);
        }
    }

    // It could not even be opened.
    private void fail(Reply loss) {
        for (StreamQuery query : end()) {
            owner.report(() -> query.failed(loss));
        }
    }

    private List<StreamQuery> end() {
        List<StreamQuery> left;
        boolean leftSeveral;
        long answered;
        synchronized (this) {
            if (closed) {
                return List.of();
            }
            closed = true;
            left = List.copyOf(waiting.values());
            for (StreamQuery query : left) {
                query.waitAt(null);
                // Where others got their answers it may yet have its turn.
                query.connections += query.answersBefore == answers ? 1 : 0;
            }
            answered = answers;
            leftSeveral = answers > 0 && left.size() - unwritten.size() > 1;
            waiting.clear();
            unwritten.clear();
            notifyAll();
        }
        owner.closed(this, leftSeveral, answered);
        try {
            tcp.close(); // and not the TLS socket, which would wait until its last words are written
        } catch (IOException e) {
            // It is closed all the same.
        }
        return left;
    }
}
