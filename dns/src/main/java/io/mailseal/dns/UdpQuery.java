package io.mailseal.dns;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A query that is sent by UDP once, and the wait for its answer. What comes of it is reported in the client's
 * threads.
 */
abstract class UdpQuery {

    private final QueryMessage message;
    private volatile boolean over;
    private volatile @Nullable UdpSocket socket;

    UdpQuery(QueryMessage message) {
        this.message = message;
    }

    /** This seems to be the answer. There may be more of that kind, since anybody can send a datagram. */
    abstract void arrived(byte[] answer);

    /** There will be no answer. */
    abstract void failed(IOException cause);

    final QueryMessage message() {
        return message;
    }

    final boolean isOver() {
        return over;
    }

    /** Whether datagrams still reach it. */
    final boolean isListening() {
        return socket != null;
    }

    /** Which socket it waits at, if it still waits. */
    final void waitAt(@Nullable UdpSocket where) {
        socket = where;
    }

    /** Nobody waits for it any more. */
    final void end() {
        over = true;
        UdpSocket where = socket;
        if (where != null) {
            where.forget(this);
        }
    }
}
