package com.example;

import static com.example.TicketInbox.Outcome.LATER;
import static com.example.TicketInbox.Outcome.REVIEW;
import static com.example.TicketInbox.Outcome.TICKET;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.inbound.SmtpEnvelope;
import io.mailseal.testkit.TestMessage;
import io.mailseal.testkit.VirtualClock;
import io.mailseal.testkit.junit5.MailScenario;
import io.mailseal.testkit.junit5.MailZone;
import io.mailseal.testkit.junit5.SignsFor;
import io.mailseal.testkit.junit5.TestSigner;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No network and no sleep: what an application does with mail is tested as any other of its code. */
@MailZone("""
        customer.example         A   192.0.2.1
        customer.example         TXT "v=spf1 ip4:192.0.2.1 -all"
        _dmarc.customer.example  TXT "v=DMARC1; p=reject"
        """)
class TicketInboxTest {

    private static final SmtpEnvelope DIRECT =
            SmtpEnvelope.of(IpAddress.of("192.0.2.1"), "customer.example", "ann@customer.example");
    private static final SmtpEnvelope FORWARDED =
            SmtpEnvelope.of(IpAddress.of("198.51.100.7"), "forwarder.example", "ann@customer.example");

    private final TestMessage message = TestMessage.builder()
            .from("Ann", "ann@customer.example")
            .to("help@mx.example.org")
            .subject("It does not start")
            .text("What now?")
            .build();

    @Test
    void aCustomerGetsATicket(DnsResolver dns, VirtualClock clock) throws IOException {
        assertEquals(TICKET, new TicketInbox(dns, clock).take(message.toByteArray(), DIRECT));
    }

    @Test
    void alsoThroughAForwarder(@SignsFor("customer.example") TestSigner ann, DnsResolver dns, VirtualClock clock)
            throws IOException {
        TicketInbox inbox = new TicketInbox(dns, clock);
        assertEquals(REVIEW, inbox.take(message.toByteArray(), FORWARDED));
        assertEquals(TICKET, inbox.take(ann.sign(message).toByteArray(), FORWARDED));
    }

    @Test
    @MailZone("$FAULT _dmarc.customer.example TXT TIMEOUT")
    void whileDnsFailsNothingIsDecided(DnsResolver dns, VirtualClock clock) throws IOException {
        assertEquals(LATER, new TicketInbox(dns, clock).take(message.toByteArray(), DIRECT));
    }

    @ParameterizedTest
    @EnumSource(names = {"FORGED", "FORGED_WITH_RESULTS", "ALTERED", "TWO_AUTHORS", "NO_AUTHOR"})
    void nobodyGetsATicketInTheNameOfAnother(MailScenario scenario) throws IOException {
        TicketInbox inbox = new TicketInbox(scenario.dns(), scenario::now);
        assertEquals(REVIEW, inbox.take(scenario.message().toByteArray(), scenario.envelope()));
    }
}
