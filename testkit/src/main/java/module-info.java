/**
 * In-memory DNS, virtual time and messages, for tests of everything about mail; and a name server that serves a signed
 * tree.
 */
module io.mailseal.testkit {
    requires transitive io.mailseal.core;
    requires static org.jspecify;

    exports io.mailseal.testkit;
    exports io.mailseal.testkit.nameserver;
}
