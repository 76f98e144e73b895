/** One message in; every verdict out, and the Authentication-Results field. */
module io.mailseal.inbound {
    requires transitive io.mailseal.core;
    requires transitive io.mailseal.dkim;
    requires transitive io.mailseal.dmarc;
    requires transitive io.mailseal.mime;
    requires transitive io.mailseal.spf;
    requires static org.jspecify;

    exports io.mailseal.inbound;
}
