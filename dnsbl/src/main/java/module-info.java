/** DNS blocklists and allow lists: for addresses, domains, URIs, e-mail addresses and whole messages. */
module io.mailseal.dnsbl {
    requires transitive io.mailseal.core;
    requires transitive io.mailseal.psl;
    requires io.mailseal.mime;
    requires org.jsoup;
    requires tools.jackson.core;
    requires static org.jspecify;

    exports io.mailseal.dnsbl;
    exports io.mailseal.dnsbl.uri;
}
