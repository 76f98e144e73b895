package io.mailseal.dns;

import io.mailseal.core.dns.DnsFailure;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletionException;
import org.xbill.DNS.Message;
import org.xbill.DNS.WireParseException;

/** What came of a question to the name servers: a message, or nothing that could be read. */
sealed interface Reply {

    /**
     * A response to the question, with any RCODE.
     *
     * @param server who sent it, for people
     */
    record Received(Message message, String server) implements Reply {}

    /** No response. */
    record Lost(DnsFailure cause, String reason) implements Reply {}

    static Reply closed() {
        return new Lost(DnsFailure.NETWORK, "the DNS client is closed");
    }

    /** What an exception of the transport means. Its own text is left out where a server could have had a part in it. */
    static Reply lost(Throwable failure, String server) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof WireParseException) {
            return new Lost(DnsFailure.MALFORMED, server + " sent what is no response to the question");
        }
        if (cause instanceof SocketTimeoutException) {
            return new Lost(DnsFailure.TIMEOUT, "no answer from " + server);
        }
        if (cause instanceof RuntimeException) {
            return new Lost(DnsFailure.MALFORMED, server + " sent what cannot be read");
        }
        return new Lost(DnsFailure.NETWORK, server + " could not be reached (" + nameOf(cause) + ")");
    }

    private static String nameOf(Throwable cause) {
        return cause.getClass().getSimpleName();
    }
}
