package io.mailseal.dns;

import io.mailseal.core.dns.DnsFailure;
import java.net.SocketTimeoutException;

/** What came of a question to the name servers: a message, or nothing that could be read. */
sealed interface Reply {

    /**
     * A response to the question, with any RCODE.
     *
     * @param server who sent it, for people
     * @param age for how many seconds it has been remembered, by which its TTLs are less
     */
    record Received(Response response, String server, long age) implements Reply {

        /** One that has just come. */
        Received(Response response, String server) {
            this(response, server, 0);
        }
    }

    /** No response. */
    record Lost(DnsFailure cause, String reason) implements Reply {}

    static Reply closed() {
        return new Lost(DnsFailure.NETWORK, "the DNS client is closed");
    }

    /** The server can't be talked to. The text of the exception is left out: a server could have had a part in it. */
    static Reply unreachable(String server, Exception cause) {
        return cause instanceof SocketTimeoutException
                ? new Lost(DnsFailure.TIMEOUT, "no connection to " + server + " in time")
                : new Lost(
                        DnsFailure.NETWORK,
                        server + " could not be reached (" + cause.getClass().getSimpleName() + ")");
    }

    /** The server has answered what makes no sense. */
    static Reply garbled(String server) {
        return new Lost(DnsFailure.MALFORMED, server + " sent what cannot be read");
    }
}
