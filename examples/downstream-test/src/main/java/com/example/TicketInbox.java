package com.example;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.inbound.InboundAuthenticator;
import io.mailseal.inbound.InboundResult;
import io.mailseal.inbound.SmtpEnvelope;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** An application: makes tickets of mail from customers, and must not make them of mail in a customer's name. */
public final class TicketInbox {

    private final InboundAuthenticator inbound;

    /** DNS and time come from outside, so that tests can have theirs. */
    public TicketInbox(DnsResolver dns, InstantSource clock) {
        inbound = InboundAuthenticator.builder().resolver(dns).clock(clock).build();
    }

    /** What becomes of a message. */
    public enum Outcome {
        /** A ticket in the name of the customer. */
        TICKET,
        /** Somebody has to look at it. */
        REVIEW,
        /** It is fetched once more later. */
        LATER
    }

    /** Takes a message, and how it came. */
    public Outcome take(byte[] octets, SmtpEnvelope envelope) throws IOException {
        try (Message message = MessageReader.strict().read(octets)) {
            InboundResult result = inbound.authenticate(message, envelope);
            Optional<DomainName> customer = result.author().authorDomain();
            DmarcStatus status = result.dmarc().status();
            if (status == DmarcStatus.TEMPERROR) {
                return Outcome.LATER;
            }
            return customer.isPresent() && status == DmarcStatus.PASS ? Outcome.TICKET : Outcome.REVIEW;
        }
    }
}
