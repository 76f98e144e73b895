package io.mailseal.dns;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * One try: a question to one server, and all the messages that it takes. By UDP with EDNS; without EDNS if the server
 * does not know that; by TCP if the response did not fit or can't be read. A server that is talked to by TLS is never
 * talked to otherwise.
 *
 * <p>It ends once, by telling its owner or by being ended. What arrives is looked at in the client's threads.
 */
final class Exchange {

    /** Who is told what came of it, in the client's threads, unless it was ended before. */
    interface Owner {
        void settle(Exchange exchange, Reply reply);
    }

    private final NameServer server;
    private final Owner owner;
    private QueryMessage query;
    private boolean edns = true;
    private boolean garbled;
    private boolean over;
    private @Nullable UdpQuery udp;
    private @Nullable StreamQuery stream;
    private long streamSince;

    Exchange(NameServer server, QueryMessage query, Owner owner) {
        this.server = server;
        this.query = query;
        this.owner = owner;
    }

    void begin() {
        if (server.isStreamOnly()) {
            askByStream();
        } else {
            askByUdp();
        }
    }

    /** The time for it is over. Returns what that means, or null if it was over already. */
    @Nullable
    Reply timeIsOver() {
        return end() ? (isGarbled() ? Reply.garbled(server.toString()) : server.silence()) : null;
    }

    /** Nobody waits for it any more. Returns false if it was over already. */
    boolean end() {
        UdpQuery datagram;
        StreamQuery message;
        boolean inVain;
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            datagram = udp;
            message = stream;
            inVain = server.isLongAgo(streamSince);
        }
        if (datagram != null) {
            datagram.end();
        }
        if (message != null) {
            message.end(inVain);
        }
        return true;
    }

    private void settle(Reply reply) {
        if (end()) {
            owner.settle(this, reply);
        }
    }

    private void askByUdp() {
        UdpQuery datagram;
        synchronized (this) {
            if (over) {
                return;
            }
            datagram = new OverUdp(query);
            udp = datagram;
        }
        server.udp().send(datagram);
    }

    private void askByStream() {
        StreamQuery message;
        synchronized (this) {
            if (over || stream != null) {
                return;
            }
            message = new OverStream(query);
            stream = message;
            streamSince = server.now();
        }
        server.streams().send(message);
    }

    private final class OverUdp extends UdpQuery {

        OverUdp(QueryMessage message) {
            super(message);
        }

        @Override
        void arrived(byte[] answer) {
            if (QueryMessage.isTruncated(answer)) { // RFC 7766 §5. What did arrive is not used.
                if (leave(this)) {
                    askByStream();
                }
                return;
            }
            Message response = parsed(answer);
            if (response == null) {
                // Anybody may have sent it, so the wait goes on. If it comes from the server, TCP will tell.
                if (isFirstGarbled()) {
                    askByStream();
                }
            } else if (leave(this)) {
                read(response, Exchange.this::askByUdp);
            }
        }

        @Override
        void failed(IOException cause) {
            if (leave(this) && !isAskedByStream()) {
                settle(lost(Reply.unreachable(server.toString(), cause)));
            }
        }
    }

    private final class OverStream extends StreamQuery {

        OverStream(QueryMessage message) {
            super(message);
        }

        @Override
        void arrived(byte[] answer) {
            if (!leave(this)) {
                return;
            }
            Message response = QueryMessage.isTruncated(answer) ? null : parsed(answer);
            if (response == null) {
                settle(Reply.garbled(server.toString()));
            } else {
                read(response, Exchange.this::askByStream);
            }
        }

        @Override
        void failed(Reply loss) {
            if (leave(this) && !isAskedByUdp()) {
                settle(lost(loss));
            }
        }
    }

    // RFC 6891 §7: who does not know EDNS answers FORMERR, or by custom NOTIMP, and without an OPT record. Without EDNS
    // there are no signatures, so where these are wanted it stays a refusal.
    private void read(Message response, Runnable askAgain) {
        int rcode = response.getRcode();
        boolean refusesEdns = (rcode == Rcode.FORMERR || rcode == Rcode.NOTIMP) && response.getOPT() == null;
        if (refusesEdns && !server.isAskedForProof() && isFirstWithoutEdns()) {
            askAgain.run();
        } else {
            settle(received(response));
        }
    }

    private Reply received(Message message) {
        try {
            return new Reply.Received(new Response(message), server.toString());
        } catch (RuntimeException unreadable) {
            return Reply.garbled(server.toString());
        }
    }

    // dnsjava throws anything when it meets something unexpected.
    private static @Nullable Message parsed(byte[] message) {
        try {
            return new Message(message);
        } catch (IOException | RuntimeException unreadable) {
            return null;
        }
    }

    private synchronized boolean isFirstWithoutEdns() {
        boolean first = edns;
        edns = false;
        query = first ? query.withoutEdns() : query;
        return first;
    }

    private synchronized boolean isFirstGarbled() {
        boolean first = !garbled;
        garbled = true;
        return first;
    }

    private synchronized boolean isGarbled() {
        return garbled;
    }

    private Reply lost(Reply loss) {
        return isGarbled() ? Reply.garbled(server.toString()) : loss;
    }

    private synchronized boolean isAskedByUdp() {
        return udp != null && udp.isListening();
    }

    private synchronized boolean isAskedByStream() {
        return stream != null;
    }

    // What has arrived is used once, and only if it is still waited for.
    private boolean leave(UdpQuery datagram) {
        synchronized (this) {
            if (over || udp != datagram) {
                return false;
            }
            udp = null;
        }
        datagram.end();
        return true;
    }

    private synchronized boolean leave(StreamQuery message) {
        if (over || stream != message) {
            return false;
        }
        stream = null;
        return true;
    }
}
