/**
 * What every part of Mailseal stands on: names, addresses and octets; DNS questions, answers and evaluations; messages and
 * their header fields; and the Authentication-Results field.
 */
module io.mailseal.core {
    requires static org.jspecify;

    exports io.mailseal.core;
    exports io.mailseal.core.authres;
    exports io.mailseal.core.cache to
            io.mailseal.dkim,
            io.mailseal.spf;
    exports io.mailseal.core.dns;
    exports io.mailseal.core.message;
    exports io.mailseal.core.syntax to
            io.mailseal.dkim,
            io.mailseal.spf;
}
