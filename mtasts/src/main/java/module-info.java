/** MTA-STS: domains that want their mail over authenticated TLS alone, and how a sender finds out and keeps to it. */
module io.mailseal.mtasts {
    requires transitive io.mailseal.core;
    requires static org.jspecify;

    exports io.mailseal.mtasts;
}
