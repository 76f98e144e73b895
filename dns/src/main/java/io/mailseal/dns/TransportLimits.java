package io.mailseal.dns;

import java.time.Duration;

/**
 * What the transport keeps within bounds, for each server.
 *
 * @param sockets how many UDP sockets are open when there is something to ask; a query takes one of them at random
 * @param queriesPerSocket after how many queries a socket, and with it the port, is replaced by another
 * @param socketAge after how long it is replaced even so
 * @param pendingPerSocket how many queries wait at one socket, so that their answers fit into its receive buffer;
 *     when all sockets have so many, another one is opened
 * @param socketIdle after how long a socket is closed that nobody has used
 * @param datagramsPerQuery how many datagrams are looked at that pass for the answer to one query, until one can be
 *     read
 * @param connectionIdle after how long a TCP or TLS connection is closed that nobody has used (RFC 7766 §6.2.3)
 * @param connectionsPerTry over how many connections a question goes if they are closed under it (RFC 7766 §6.2.4)
 * @param strayMessages how many messages of a connection may answer nothing that was asked
 */
record TransportLimits(
        int sockets,
        int queriesPerSocket,
        Duration socketAge,
        int pendingPerSocket,
        Duration socketIdle,
        int datagramsPerQuery,
        Duration connectionIdle,
        int connectionsPerTry,
        int strayMessages) {

    static final TransportLimits DEFAULT = new TransportLimits(
            8, 256, Duration.ofSeconds(10), 64, Duration.ofSeconds(10), 4, Duration.ofSeconds(10), 2, 100);

    // Sockets that were replaced while a last answer was still to come, as a part of the questions in flight.
    private static final int QUESTIONS_PER_REPLACED_SOCKET = 8;

    /** How many sockets may be open beside the others only because of answers that are still to come. */
    int replacedSockets(int inFlight) {
        return Math.max(sockets, inFlight / QUESTIONS_PER_REPLACED_SOCKET);
    }
}
