package io.mailseal.dns;

import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * How questions get to the servers and back.
 *
 * @param overTcp whether UDP is left out
 * @param tls for those servers that have a name to be authenticated by
 * @param tries how often a question is sent in all
 * @param perTry how long each of them may take
 * @param udpPayload the largest UDP message to be received, as EDNS tells the server
 * @param inFlight how many questions may be at the servers at once
 */
record TransportSettings(
        List<ServerAddress> servers,
        boolean overTcp,
        SSLContext tls,
        int tries,
        Duration perTry,
        int udpPayload,
        int inFlight,
        DnssecRequest dnssec) {}
