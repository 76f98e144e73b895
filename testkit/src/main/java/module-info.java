/** In-memory DNS and virtual time, for tests of everything that asks DNS; and a name server that serves a signed tree. */
module io.mailseal.testkit {
    requires transitive io.mailseal.core;
    requires static org.jspecify;

    exports io.mailseal.testkit;
    exports io.mailseal.testkit.nameserver;
}
