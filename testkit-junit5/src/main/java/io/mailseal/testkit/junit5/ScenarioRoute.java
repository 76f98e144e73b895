package io.mailseal.testkit.junit5;

import io.mailseal.core.IpAddress;
import io.mailseal.inbound.SmtpEnvelope;
import io.mailseal.testkit.InMemoryDns;

/** Who hands a message to Bob's server, and DNS as the scenarios have it before something breaks. */
enum ScenarioRoute {
    ALICE("192.0.2.25", "mail.example.com", Letters.ALICE),
    BOUNCE("192.0.2.25", "mail.example.com", ""),
    FORWARDER("198.51.100.7", "forwarder.example.org", Letters.ALICE),
    FORWARDER_AS_SENDER("198.51.100.7", "forwarder.example.org", "alice=example.com@forwarder.example.org"),
    LIST("198.51.100.20", "lists.example.org", "friends-bounces@lists.example.org"),
    EVE("203.0.113.66", "mail.example.com", Letters.ALICE),
    LOOKALIKE("203.0.113.66", "mail.examp1e.com", "alice@examp1e.com"),
    PLAIN_DOMAIN("203.0.113.80", "mail.plain.example", "carol@plain.example");

    private static final String ZONE = """
            $ORIGIN example.com.
            @       MX   10 mail
            @       TXT  "v=spf1 ip4:192.0.2.25 -all"
            _dmarc  TXT  "v=DMARC1; p=reject"
            mail    A    192.0.2.25
            mail    TXT  "v=spf1 a -all"

            $ORIGIN example.org.
            @          TXT  "v=spf1 -all"
            _dmarc     TXT  "v=DMARC1; p=quarantine"
            forwarder  A    198.51.100.7
            forwarder  TXT  "v=spf1 a -all"
            lists      A    198.51.100.20
            lists      TXT  "v=spf1 a -all"

            $ORIGIN examp1e.com.
            @       TXT  "v=spf1 ip4:203.0.113.66 -all"
            _dmarc  TXT  "v=DMARC1; p=reject"
            mail    A    203.0.113.66

            $ORIGIN plain.example.
            mail    A    203.0.113.80

            $ORIGIN example.net.
            @       MX   10 mx
            mx      A    192.0.2.125

            $ORIGIN in-addr.arpa.
            25.2.0.192      PTR  mail.example.com.
            7.100.51.198    PTR  forwarder.example.org.
            20.100.51.198   PTR  lists.example.org.
            66.113.0.203    PTR  mail.examp1e.com.
            80.113.0.203    PTR  mail.plain.example.
            """;

    private final String client;
    private final String helo;
    private final String mailFrom;

    ScenarioRoute(String client, String helo, String mailFrom) {
        this.client = client;
        this.helo = helo;
        this.mailFrom = mailFrom;
    }

    SmtpEnvelope envelope() {
        return SmtpEnvelope.of(IpAddress.of(client), helo, mailFrom);
    }

    /** With the keys of all who sign. */
    static InMemoryDns world() {
        InMemoryDns dns = InMemoryDns.parse(ZONE);
        for (TestSigner signer : Letters.signers()) {
            dns = signer.publishedIn(dns);
        }
        return dns;
    }
}
