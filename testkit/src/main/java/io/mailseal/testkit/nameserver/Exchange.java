package io.mailseal.testkit.nameserver;

import io.mailseal.core.Octets;
import java.time.Duration;

/**
 * One query that came to a {@link LoopbackNameServer}, the answer to it, and the way back. Safe for several threads.
 */
public final class Exchange {

    /** Where replies go. */
    interface Channel {
        void send(byte[] message);

        void sendOctets(byte[] octets);

        void sendFromElsewhere(byte[] message);

        void hangUp();

        void reset();

        void later(Duration delay, Runnable task);
    }

    private final Octets query;
    private final Octets answer;
    private final boolean overTcp;
    private final Channel channel;

    Exchange(Octets query, Octets answer, boolean overTcp, Channel channel) {
        this.query = query;
        this.answer = answer;
        this.overTcp = overTcp;
        this.channel = channel;
    }

    /** What came, without the length that TCP puts before it. */
    public Octets query() {
        return query;
    }

    /** What the tree or the script answers; a copy, so it may be changed. */
    public byte[] answer() {
        return answer.toByteArray();
    }

    /** Whether it came over TCP or TLS. */
    public boolean isOverTcp() {
        return overTcp;
    }

    /** Sends a message, over TCP with its length before it. A client that is gone is no error. */
    public void send(byte[] message) {
        channel.send(message);
    }

    /** The same, after that time; without effect if the server is closed until then. */
    public void sendLater(Duration delay, byte[] message) {
        channel.later(delay, () -> channel.send(message));
    }

    /** Sends these octets and no length before them; over UDP the same as {@link #send}. */
    public void sendOctets(byte[] octets) {
        channel.sendOctets(octets);
    }

    /** Sends a message from another port than the server's; over TCP the same as {@link #send}. */
    public void sendFromElsewhere(byte[] message) {
        channel.sendFromElsewhere(message);
    }

    /** Closes the connection; over UDP without effect. */
    public void hangUp() {
        channel.hangUp();
    }

    /** Resets the connection; over UDP without effect. */
    public void reset() {
        channel.reset();
    }
}
