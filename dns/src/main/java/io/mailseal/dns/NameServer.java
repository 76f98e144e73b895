package io.mailseal.dns;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.WireParseException;

/**
 * One server, and how it is talked to: by UDP with EDNS, without EDNS if it does not know that, by TCP if the response did
 * not fit. Every message has an ID of its own.
 *
 * <p>dnsjava carries the messages. Its socket for a question stays open until the response is there or dnsjava's own
 * timeout has passed, which it looks at about once a second, and nothing takes a question back earlier. So an exchange ends
 * up to a second after its timeout, even if nobody waits for it any more; {@link InFlightLimit} counts it until then.
 */
final class NameServer {

    // What passes everywhere without fragments.
    private static final int UDP_PAYLOAD = 1232;

    // One that dnsjava still has, that one again because dnsjava has not yet dropped it, and then a new one.
    private static final int CONNECTIONS = 3;

    private final ServerAddress address;
    private final Executor threads;
    private final SimpleResolver udp;
    private final SimpleResolver tcp;

    NameServer(ServerAddress address, Duration timeout, Executor threads) {
        this.address = address;
        this.threads = threads;
        this.udp = resolver(address, timeout, false);
        this.tcp = resolver(address, timeout, true);
    }

    private static SimpleResolver resolver(ServerAddress address, Duration timeout, boolean overTcp) {
        SimpleResolver resolver = new SimpleResolver(address.socket());
        resolver.setTCP(overTcp);
        resolver.setIgnoreTruncation(true); // whether to go on by TCP is decided here
        resolver.setEDNS(-1); // as is EDNS
        resolver.setTimeout(timeout);
        return resolver;
    }

    /**
     * Asks for a response that is whole. Fails with an IOException where there is none, or with a RuntimeException where
     * dnsjava stumbled over it, and always ends in the client's threads.
     *
     * @param wanted whether somebody still waits; otherwise no further message is sent
     */
    CompletableFuture<Message> exchange(Name name, int type, BooleanSupplier wanted) {
        return new Exchange(name, type, wanted).begin();
    }

    /** One question and all the messages that it takes. */
    private final class Exchange {

        private final Name name;
        private final int type;
        private final BooleanSupplier wanted;
        private boolean edns = true;

        Exchange(Name name, int type, BooleanSupplier wanted) {
            this.name = name;
            this.type = type;
            this.wanted = wanted;
        }

        CompletableFuture<Message> begin() {
            return send(udp).thenCompose(response -> {
                if (refusesEdns(response) && wanted.getAsBoolean()) {
                    edns = false;
                    return send(udp).thenCompose(this::whole);
                }
                return whole(response);
            });
        }

        // RFC 7766 §5: what was truncated is asked for again by TCP. What did arrive is not used.
        private CompletableFuture<Message> whole(Message response) {
            return isTruncated(response) && wanted.getAsBoolean()
                    ? overTcp(CONNECTIONS)
                    : CompletableFuture.completedFuture(response);
        }

        private CompletableFuture<Message> overTcp(int connections) {
            return send(tcp)
                    .thenApply(NameServer::notTruncated)
                    .exceptionallyCompose(
                            failure -> connections > 1 && connectionWasClosed(failure) && wanted.getAsBoolean()
                                    ? overTcp(connections - 1)
                                    : CompletableFuture.failedFuture(failure));
        }

        // handleAsync also brings failures, which dnsjava reports on its selector thread, over to the client's threads.
        private CompletableFuture<Message> send(SimpleResolver resolver) {
            CompletionStage<Message> sent;
            try {
                sent = resolver.sendAsync(query(name, type, edns), threads);
            } catch (RuntimeException notSent) {
                sent = CompletableFuture.failedFuture(new IOException("not sent", notSent));
            }
            return sent.handleAsync(NameServer::checked, threads).toCompletableFuture();
        }
    }

    // RFC 6891 §7: who does not know EDNS answers FORMERR, or by custom NOTIMP, and without an OPT record.
    private static boolean refusesEdns(Message response) {
        int rcode = response.getRcode();
        return (rcode == Rcode.FORMERR || rcode == Rcode.NOTIMP) && response.getOPT() == null;
    }

    // RFC 7766 §6.2.4: the server may close an idle connection at any time, and the client then opens another.
    private static boolean connectionWasClosed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof IOException
                && !(cause instanceof SocketTimeoutException)
                && !(cause instanceof ConnectException)
                && !(cause instanceof WireParseException);
    }

    private static Message notTruncated(Message response) {
        if (isTruncated(response)) {
            throw new CompletionException(new WireParseException("truncated, over TCP"));
        }
        return response;
    }

    private static boolean isTruncated(Message response) {
        return response.getHeader().getFlag(Flags.TC);
    }

    private static Message query(Name name, int type, boolean edns) {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        if (edns) {
            query.addRecord(new OPTRecord(UDP_PAYLOAD, 0, 0), Section.ADDITIONAL);
        }
        return query;
    }

    // dnsjava has compared ID and question. That it is a response at all is left to us.
    private static Message checked(@Nullable Message message, @Nullable Throwable failure) {
        if (failure != null) {
            throw failure instanceof CompletionException wrapped ? wrapped : new CompletionException(failure);
        }
        if (message == null
                || !message.getHeader().getFlag(Flags.QR)
                || message.getHeader().getOpcode() != Opcode.QUERY) {
            throw new CompletionException(new WireParseException("not a response"));
        }
        return message;
    }

    /** {@code 192.0.2.1:53}. */
    @Override
    public String toString() {
        return address.toString();
    }
}
