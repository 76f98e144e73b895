/** In-memory DNS and virtual time, for tests of everything that asks DNS. */
module io.mailseal.testkit {
    requires transitive io.mailseal.core;
    requires static org.jspecify;

    exports io.mailseal.testkit;
}
