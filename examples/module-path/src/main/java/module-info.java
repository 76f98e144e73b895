/** A program that names the modules it needs. */
module com.example.modular {
    requires io.mailseal.dns;
    requires io.mailseal.dnsbl;
    requires io.mailseal.inbound;
    requires io.mailseal.mtasts;
    requires io.mailseal.mtasts.jdbc;
    requires io.mailseal.testkit;
}
