package io.mailseal.dns;

import org.jspecify.annotations.Nullable;

/**
 * A query over a TCP or TLS connection, and the wait for its answer. What comes of it is reported in the client's
 * threads.
 */
abstract class StreamQuery {

    private final QueryMessage message;
    private volatile boolean over;
    private volatile @Nullable StreamConnection connection;

    // These belong to the connection that it is at.
    int id;
    boolean written;
    long answersBefore;
    int connections;

    StreamQuery(QueryMessage message) {
        this.message = message;
    }

    /** This is the answer, the only one. */
    abstract void arrived(byte[] answer);

    /** There will be no answer. */
    abstract void failed(Reply loss);

    final QueryMessage message() {
        return message;
    }

    final boolean isOver() {
        return over;
    }

    final void waitAt(@Nullable StreamConnection where) {
        connection = where;
    }

    /**
     * Nobody waits for it any more.
     *
     * @param inVain whether it was waited for as long as could be
     */
    final void end(boolean inVain) {
        over = true;
        StreamConnection where = connection;
        if (where != null) {
            where.forget(this, inVain);
        }
    }
}
