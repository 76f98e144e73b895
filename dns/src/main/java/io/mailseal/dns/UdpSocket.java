package io.mailseal.dns;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A socket on a random port, connected to one server: the system drops what others send. Several queries share it at
 * the same time, each with a random ID of its own.
 *
 * @rfc 5452 9
 */
final class UdpSocket {

    /** What became of a query that was to be sent. */
    enum Taken {
        SENT,
        /** As many queries wait here as may. */
        FULL,
        /** It has been used so often, or for so long, that another one should take its place. */
        WORN_OUT
    }

    // Above the ports that are registered for services, but for a few: 15 bits that an attacker has to guess.
    private static final int FIRST_PORT = 0x8000;
    private static final int PORTS = 0x8000;
    private static final int PORT_ATTEMPTS = 16;

    // What the system counts for a datagram beside its octets.
    private static final int OVERHEAD = 1024;

    private static final int FREE = -1;
    private static final int NOWHERE = -1;

    private final DatagramChannel channel;
    private final UdpSockets pool;
    private final TransportLimits limits;
    private final int[] ids;
    private final @Nullable UdpQuery[] waiting;
    private final int[] looked;
    private int pending;
    private int used;
    private long opened = System.nanoTime();
    private long lastUsed = opened;
    private boolean replaced;
    private boolean closed;

    private UdpSocket(DatagramChannel channel, UdpSockets pool, TransportLimits limits) {
        this.channel = channel;
        this.pool = pool;
        this.limits = limits;
        this.ids = new int[limits.pendingPerSocket()];
        this.waiting = new UdpQuery[limits.pendingPerSocket()];
        this.looked = new int[limits.pendingPerSocket()];
        Arrays.fill(ids, FREE);
    }

    static UdpSocket open(
            InetSocketAddress server, UdpSockets pool, TransportLimits limits, int udpPayload, RandomNumbers random)
            throws IOException {
        DatagramChannel channel = channelTo(server.getAddress());
        try {
            channel.configureBlocking(false);
            int buffer = limits.pendingPerSocket() * (udpPayload + OVERHEAD);
            if (channel.getOption(StandardSocketOptions.SO_RCVBUF) < buffer) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, buffer);
            }
            bind(channel, random);
            channel.connect(server);
            return new UdpSocket(channel, pool, limits);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static DatagramChannel channelTo(InetAddress server) throws IOException {
        try {
            return DatagramChannel.open(
                    server instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        } catch (UnsupportedOperationException noSuchFamily) {
            throw new SocketException("no way to this kind of address");
        }
    }

    // The system's own choice of a port is not random everywhere, so it is only taken where no other can be had.
    private static void bind(DatagramChannel channel, RandomNumbers random) throws IOException {
        for (int i = 0; i < PORT_ATTEMPTS; i++) {
            try {
                channel.bind(new InetSocketAddress(FIRST_PORT + random.next() % PORTS));
                return;
            } catch (BindException taken) {
                // Another one, then.
            }
        }
        channel.bind(null);
    }

    DatagramChannel channel() {
        return channel;
    }

    /** Sends the query under an ID of its own, and has it wait here. */
    Taken send(UdpQuery query, RandomNumbers random) {
        int id;
        synchronized (this) {
            long now = System.nanoTime();
            if (isWornOut(now)) {
                return Taken.WORN_OUT;
            }
            if (pending == ids.length) {
                return Taken.FULL;
            }
            id = enter(query, random);
            lastUsed = now;
        }
        if (query.isOver()) {
            forget(query); // it was ended before it could know where it waits
        } else {
            write(query.message(), id);
        }
        return Taken.SENT;
    }

    private boolean isWornOut(long now) {
        return closed
                || replaced
                || used >= limits.queriesPerSocket()
                || used > 0 && now - opened >= limits.socketAge().toNanos();
    }

    private int enter(UdpQuery query, RandomNumbers random) {
        int id = random.next();
        while (placeOf(id) != NOWHERE) {
            id = random.next();
        }
        int place = placeOf(FREE);
        ids[place] = id;
        waiting[place] = query;
        looked[place] = 0;
        pending++;
        used++;
        query.waitAt(this);
        return id;
    }

    private int placeOf(int id) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == id) {
                return i;
            }
        }
        return NOWHERE;
    }

    private void write(QueryMessage message, int id) {
        ByteBuffer out = ByteBuffer.allocate(message.length());
        message.putTo(out, id);
        try {
            channel.write(out.flip()); // where the system has no room for it, it is as good as lost on its way
        } catch (IOException e) {
            fail(e);
        }
    }

    /** A datagram has come; returns the query that it seems to answer, if there is one. */
    @Nullable
    UdpQuery asker(ByteBuffer datagram) {
        int id = QueryMessage.id(datagram);
        UdpQuery query;
        boolean done = false;
        synchronized (this) {
            int place = placeOf(id);
            query = id < 0 || place == NOWHERE ? null : waiting[place];
            if (query == null || !query.message().isAnsweredBy(datagram)) {
                return null;
            }
            if (++looked[place] == limits.datagramsPerQuery()) {
                free(place);
                done = isDone();
            }
        }
        if (done) {
            close();
        }
        return query;
    }

    /** The query no longer waits. */
    void forget(UdpQuery query) {
        boolean done;
        synchronized (this) {
            for (int i = 0; i < waiting.length; i++) {
                if (waiting[i] == query) {
                    free(i);
                }
            }
            done = isDone();
        }
        if (done) {
            close();
        }
    }

    private void free(int place) {
        UdpQuery query = waiting[place];
        if (query != null) {
            query.waitAt(null);
        }
        ids[place] = FREE;
        waiting[place] = null;
        pending--;
    }

    private boolean isDone() {
        return replaced && pending == 0;
    }

    synchronized boolean isWaitedAt() {
        return pending > 0;
    }

    /** Takes no more queries, and closes as soon as nothing is waited for. */
    void replace() {
        boolean done;
        synchronized (this) {
            replaced = true;
            done = isDone();
        }
        if (done) {
            close();
        }
    }

    /** Goes on as if it were new. */
    synchronized void prolong() {
        used = 0;
        opened = System.nanoTime();
    }

    /** Closes it if nobody has needed it for a while. */
    void closeIfIdle(long now) {
        synchronized (this) {
            if (pending > 0 || now - lastUsed < limits.socketIdle().toNanos()) {
                return;
            }
            replaced = true;
        }
        close();
    }

    private void close() {
        fail(new IOException("closed"));
    }

    /** It is of no more use. Whoever still waits here need not. */
    void fail(IOException cause) {
        List<UdpQuery> left = new ArrayList<>();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            for (int i = 0; i < waiting.length; i++) {
                UdpQuery query = waiting[i];
                if (query != null) {
                    left.add(query);
                    free(i);
                }
            }
        }
        pool.closed(this);
        left.forEach(query -> pool.report(() -> query.failed(cause)));
    }
}
