package io.mailseal.dns;

import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsTimer;

/** One server, and what is open to talk to it. */
final class NameServer {

    private final ServerAddress address;
    private final TransportSettings settings;
    private final DnsTimer timer;
    private final UdpSockets udp;
    private final StreamConnections streams;
    private final String text;

    NameServer(
            ServerAddress address,
            TransportSettings settings,
            TransportLimits limits,
            UdpReceiver receiver,
            RandomNumbers random,
            DnsTimer timer,
            ClientThreads threads) {
        this.address = address;
        this.settings = settings;
        this.timer = timer;
        this.udp = new UdpSockets(address.socket(), settings, limits, receiver, random);
        this.streams = new StreamConnections(address, settings, limits, threads, random);
        this.text = address.toString();
    }

    UdpSockets udp() {
        return udp;
    }

    StreamConnections streams() {
        return streams;
    }

    // RFC 8310 §5: by the strict profile there is no way back to clear text.
    boolean isStreamOnly() {
        return settings.overTcp() || address.isOverTls();
    }

    boolean isAskedForProof() {
        return settings.dnssec() == DnssecRequest.PROOF;
    }

    long now() {
        return timer.nanoTime();
    }

    /** Whether that was so long ago that an answer should have come. */
    boolean isLongAgo(long time) {
        return now() - time >= settings.perTry().toNanos() / 2;
    }

    Reply silence() {
        return new Reply.Lost(
                DnsFailure.TIMEOUT,
                "no answer from " + text + " within " + settings.perTry().toMillis() + " ms");
    }

    void close() {
        udp.close();
        streams.close();
    }

    /** {@code 192.0.2.1:53}. */
    @Override
    public String toString() {
        return text;
    }
}
