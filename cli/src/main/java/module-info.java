/** The program mailseal. Exports nothing. */
module io.mailseal.cli {
    requires info.picocli;
    requires io.mailseal.core;
    requires io.mailseal.dkim;
    requires io.mailseal.dmarc;
    requires io.mailseal.dns;
    requires io.mailseal.dnsbl;
    requires io.mailseal.inbound;
    requires io.mailseal.mime;
    requires io.mailseal.mtasts;
    requires io.mailseal.spf;
    requires io.mailseal.testkit;
    requires tools.jackson.core;
    requires static org.jspecify;

    opens io.mailseal.cli to
            info.picocli;
}
