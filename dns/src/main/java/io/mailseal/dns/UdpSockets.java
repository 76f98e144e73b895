package io.mailseal.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The UDP sockets for one server. A few are open while there is something to ask, a query takes one of them at
 * random, and after a number of queries, or some seconds, each is replaced by one on another port.
 */
final class UdpSockets {

    private final InetSocketAddress server;
    private final int udpPayload;
    private final TransportLimits limits;
    private final int maxReplaced;
    private final UdpReceiver receiver;
    private final RandomNumbers random;
    private final ReentrantLock changing = new ReentrantLock();
    private final Set<UdpSocket> replaced = new HashSet<>(); // those that wait for a last answer
    private volatile UdpSocket[] open = {}; // those that take queries; a new array for each change
    private boolean closed;

    UdpSockets(
            InetSocketAddress server,
            TransportSettings settings,
            TransportLimits limits,
            UdpReceiver receiver,
            RandomNumbers random) {
        this.server = server;
        this.udpPayload = settings.udpPayload();
        this.limits = limits;
        this.maxReplaced = limits.replacedSockets(settings.inFlight());
        this.receiver = receiver;
        this.random = random;
    }

    /** Sends the query. If that fails, the query is told. */
    void send(UdpQuery query) {
        try {
            while (!isTaken(query)) {
                // All were full, or have just been replaced.
            }
        } catch (IOException e) {
            receiver.report(() -> query.failed(e));
        }
    }

    private boolean isTaken(UdpQuery query) throws IOException {
        UdpSocket[] sockets = filled();
        int first = random.next();
        boolean changed = false;
        for (int i = 0; i < sockets.length; i++) {
            UdpSocket socket = sockets[(first + i) % sockets.length];
            UdpSocket.Taken taken = socket.send(query, random);
            if (taken == UdpSocket.Taken.SENT) {
                return true;
            }
            if (taken == UdpSocket.Taken.WORN_OUT) {
                replace(socket);
                changed = true;
            }
        }
        if (!changed) {
            openBeside(sockets);
        }
        return false;
    }

    // Opens one more as long as there are too few, unless somebody else is just doing that.
    private UdpSocket[] filled() throws IOException {
        if (open.length == 0) {
            changing.lock();
        } else if (open.length >= limits.sockets() || !changing.tryLock()) {
            return open;
        }
        try {
            if (open.length < limits.sockets()) {
                add();
            }
        } catch (IOException e) {
            if (open.length == 0) {
                throw e;
            }
        } finally {
            changing.unlock();
        }
        return open;
    }

    private void openBeside(UdpSocket[] full) throws IOException {
        changing.lock();
        try {
            if (open == full) {
                add();
            }
        } finally {
            changing.unlock();
        }
    }

    private void add() throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        UdpSocket socket = UdpSocket.open(server, this, limits, udpPayload, random);
        try {
            receiver.add(socket);
        } catch (IOException e) {
            receiver.remove(socket);
            throw e;
        }
        UdpSocket[] more = Arrays.copyOf(open, open.length + 1);
        more[open.length] = socket;
        open = more;
    }

    // It stays if too many were replaced and still wait for a last answer: each of them takes a file descriptor.
    private void replace(UdpSocket socket) {
        changing.lock();
        try {
            if (replaced.size() >= maxReplaced && socket.isWaitedAt()) {
                socket.prolong();
                return;
            }
            if (takeOut(socket)) {
                replaced.add(socket);
            }
        } finally {
            changing.unlock();
        }
        socket.replace();
    }

    private boolean takeOut(UdpSocket socket) {
        List<UdpSocket> left =
                Arrays.stream(open).filter(other -> other != socket).toList();
        boolean found = left.size() < open.length;
        open = left.toArray(UdpSocket[]::new);
        return found;
    }

    /** The socket has been closed. */
    void closed(UdpSocket socket) {
        changing.lock();
        try {
            takeOut(socket);
            replaced.remove(socket);
        } finally {
            changing.unlock();
        }
        receiver.remove(socket);
    }

    void report(Runnable event) {
        receiver.report(event);
    }

    /** Closes all sockets, now and for ever. */
    void close() {
        List<UdpSocket> all;
        changing.lock();
        try {
            closed = true;
            all = new ArrayList<>(replaced);
            all.addAll(Arrays.asList(open));
        } finally {
            changing.unlock();
        }
        IOException cause = new IOException("the DNS client is closed");
        all.forEach(socket -> socket.fail(cause));
    }

    /** How many file descriptors that is. */
    int count() {
        changing.lock();
        try {
            return open.length + replaced.size();
        } finally {
            changing.unlock();
        }
    }
}
