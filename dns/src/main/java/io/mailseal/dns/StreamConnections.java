package io.mailseal.dns;

import io.mailseal.core.dns.DnsFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The TCP or TLS connection to one server: one at a time, opened when there is something to ask, shared by all
 * questions, and opened again when it was closed. One that is of no more use may live on beside it for as long as a
 * try lasts.
 *
 * @rfc 7766 6.2
 */
final class StreamConnections {

    // After so many answers over one connection the server has shown that it keeps connections open.
    private static final int ANSWERS_FOR_TRUST = 16;

    private final ServerAddress server;
    private final SSLContext tls;
    private final Duration connectTimeout;
    private final TransportLimits limits;
    private final ClientThreads threads;
    private final RandomNumbers random;
    private final Set<StreamConnection> alive = new HashSet<>();
    private @Nullable StreamConnection current;
    private volatile boolean oneByOne;
    private boolean closed;

    StreamConnections(
            ServerAddress server,
            TransportSettings settings,
            TransportLimits limits,
            ClientThreads threads,
            RandomNumbers random) {
        this.server = server;
        this.tls = settings.tls();
        this.connectTimeout = settings.perTry();
        this.limits = limits;
        this.threads = threads;
        this.random = random;
    }

    /** Sends the query over the connection that there is, or else over a new one. If that fails, the query is told. */
    void send(StreamQuery query) {
        StreamConnection connection = open();
        while (connection != null && !connection.take(query)) {
            drop(connection);
            connection = open();
        }
        if (connection == null) {
            report(() -> query.failed(Reply.closed()));
        }
    }

    private synchronized @Nullable StreamConnection open() {
        if (closed) {
            return null;
        }
        if (current == null) {
            current = new StreamConnection(this, server, tls, connectTimeout, limits, random);
            alive.add(current);
        }
        return current;
    }

    private synchronized void drop(StreamConnection connection) {
        if (current == connection) {
            current = null;
        }
    }

    /** Sends the query over another connection, unless that has been tried often enough. */
    void sendAgain(StreamQuery query) {
        if (query.connections < limits.connectionsPerTry()) {
            send(query);
        } else {
            String reason = "no answer from " + server + " over " + query.connections + " connections";
            report(() -> query.failed(new Reply.Lost(DnsFailure.NETWORK, reason)));
        }
    }

    /**
     * Whether to wait for each answer before the next query is written, because the server does not take several at
     * once.
     */
    boolean isOneByOne() {
        return oneByOne;
    }

    /** The connection takes no more. */
    synchronized void closed(StreamConnection connection, boolean leftSeveral, long answers) {
        drop(connection);
        alive.remove(connection);
        oneByOne = leftSeveral || oneByOne && answers < ANSWERS_FOR_TRUST;
    }

    void report(Runnable event) {
        threads.executeUnlessClosed(event);
    }

    /** Closes the connection, now and for ever. */
    void close() {
        List<StreamConnection> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(alive);
        }
        left.forEach(StreamConnection::close);
    }

    /** How many are open. */
    synchronized int count() {
        return alive.size();
    }
}
