package io.mailseal.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The thread that receives for all UDP sockets of a client. It reads datagrams, drops those that answer nothing, and
 * hands the others to the client's threads; nothing else ever runs on it. It lives only while sockets are open.
 */
final class UdpReceiver {

    private static final int LARGEST_DATAGRAM = 65535;

    // Of one socket, before the others have their turn.
    private static final int DATAGRAMS_PER_TURN = 64;

    private final ClientThreads threads;
    private final Duration idleCheck;
    private @Nullable Loop loop;
    private boolean closed;

    /** @param idleCheck how often to look for sockets that nobody uses any more */
    UdpReceiver(ClientThreads threads, Duration idleCheck) {
        this.threads = threads;
        this.idleCheck = idleCheck;
    }

    /** From now on receives what comes to the socket, which is connected. */
    synchronized void add(UdpSocket socket) throws IOException {
        if (closed) {
            throw new IOException("the DNS client is closed");
        }
        if (loop == null) {
            Loop begun = new Loop(Selector.open());
            Thread thread = new Thread(null, begun, "mailseal-dns-io", 0, false);
            thread.setDaemon(true);
            thread.start();
            loop = begun;
        }
        loop.add(socket);
    }

    /** Closes the socket's channel. */
    synchronized void remove(UdpSocket socket) {
        try {
            socket.channel().close();
        } catch (IOException e) {
            // It is closed all the same.
        }
        if (loop != null) {
            loop.selector.wakeup(); // the system's socket is only closed by its selector
        }
    }

    /** Hands it to the client's threads. */
    void report(Runnable event) {
        threads.executeUnlessClosed(event);
    }

    /** Ends the thread. The sockets have been closed before. */
    synchronized void close() {
        closed = true;
        if (loop != null) {
            loop.selector.wakeup();
        }
    }

    private synchronized boolean goesOn(Loop current) {
        if (closed || current.selector.keys().isEmpty()) {
            loop = null;
            return false;
        }
        return true;
    }

    private synchronized void ended(Loop current) {
        if (loop == current) {
            loop = null;
        }
    }

    private final class Loop implements Runnable {

        private final Selector selector;
        private final ByteBuffer datagram = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
        private long lastIdleCheck = System.nanoTime();

        Loop(Selector selector) {
            this.selector = selector;
        }

        void add(UdpSocket socket) throws IOException {
            socket.channel().register(selector, SelectionKey.OP_READ, socket);
            selector.wakeup();
        }

        @Override
        public void run() {
            IOException cause = new IOException("the receiver has ended");
            try {
                do {
                    selector.select(this::receive, idleCheck.toMillis());
                    closeIdle();
                } while (goesOn(this));
            } catch (IOException e) {
                cause = e;
            } finally {
                ended(this);
                end(cause);
            }
        }

        private void receive(SelectionKey key) {
            UdpSocket socket = (UdpSocket) key.attachment();
            try {
                for (int i = 0; i < DATAGRAMS_PER_TURN; i++) {
                    if (socket.channel().read(datagram.clear()) <= 0) {
                        return;
                    }
                    UdpQuery query = socket.asker(datagram.flip());
                    if (query != null) {
                        byte[] answer = new byte[datagram.limit()];
                        datagram.get(0, answer);
                        report(() -> query.arrived(answer));
                    }
                }
            } catch (IOException e) {
                socket.fail(e);
            }
        }

        private void closeIdle() {
            long now = System.nanoTime();
            if (now - lastIdleCheck >= idleCheck.toNanos()) {
                lastIdleCheck = now;
                sockets().forEach(socket -> socket.closeIfIdle(now));
            }
        }

        private List<UdpSocket> sockets() {
            List<UdpSocket> sockets = new ArrayList<>();
            selector.keys().forEach(key -> sockets.add((UdpSocket) key.attachment()));
            return sockets;
        }

        private void end(IOException cause) {
            sockets().forEach(socket -> socket.fail(cause));
            try {
                selector.close();
            } catch (IOException e) {
                // There is nothing that could be done.
            }
        }
    }
}
