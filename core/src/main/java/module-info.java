/**
 * What every part of Mailseal stands on: names, addresses and octets; DNS questions, answers and evaluations; messages and
 * their header fields; the Authentication-Results field; and how further methods join those of an inbound server.
 */
module io.mailseal.core {
    requires static org.jspecify;

    exports io.mailseal.core;
    exports io.mailseal.core.authres;
    exports io.mailseal.core.cache to
            io.mailseal.dkim,
            io.mailseal.dmarc,
            io.mailseal.dnsbl,
            io.mailseal.spf;
    exports io.mailseal.core.dns;
    exports io.mailseal.core.inbound;
    exports io.mailseal.core.json to
            io.mailseal.cli,
            io.mailseal.dnsbl,
            io.mailseal.inbound;
    exports io.mailseal.core.message;
    exports io.mailseal.core.syntax to
            io.mailseal.cli,
            io.mailseal.dkim,
            io.mailseal.dmarc,
            io.mailseal.dnsbl,
            io.mailseal.spf;
}
