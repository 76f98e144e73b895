package io.mailseal.inbound;

import io.mailseal.core.IpAddress;
import io.mailseal.core.message.MessageReader;
import io.mailseal.testkit.InMemoryDns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** What the tests of this package have in common: a message with two signatures, its zone, and how it is authenticated. */
final class Mails {

    static final Instant NOW = Instant.parse("2025-03-04T00:00:00Z");

    /** By alice@example.org, signed twice by example.org. */
    static final String SIGNED = InboundAuthenticatorTest.resource("two-signatures.eml");

    static final String UNSIGNED = SIGNED.substring(SIGNED.indexOf("From:"));

    static final String KEYS = InboundAuthenticatorTest.resource("two-signatures.zone");

    static final IpAddress CLIENT = IpAddress.of("198.51.100.3");

    static final SmtpEnvelope ENVELOPE = SmtpEnvelope.of(CLIENT, "mail.example.org", "alice@example.org");

    private Mails() {}

    static byte[] octets(String message) {
        return message.getBytes(StandardCharsets.ISO_8859_1);
    }

    static InboundAuthenticator.Builder builder(InMemoryDns dns) {
        return InboundAuthenticator.builder().dns(dns.sessions()).clock(() -> NOW);
    }

    static InboundResult authenticate(InboundAuthenticator inbound, String message, SmtpEnvelope envelope) {
        try {
            return inbound.authenticate(MessageReader.strict().read(octets(message)), envelope);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static InboundResult authenticate(InMemoryDns dns, String message, SmtpEnvelope envelope) {
        return authenticate(builder(dns).build(), message, envelope);
    }

    static InboundResult authenticate(
            InMemoryDns dns,
            String message,
            SmtpEnvelope envelope,
            UnaryOperator<InboundAuthenticator.Builder> options) {
        return authenticate(options.apply(builder(dns)).build(), message, envelope);
    }

    /** Pushed in chunks of this size. */
    static InboundResult push(InboundAuthenticator inbound, String message, SmtpEnvelope envelope, int chunk) {
        byte[] octets = octets(message);
        try (InboundSession session = inbound.begin(envelope)) {
            for (int at = 0; at < octets.length; at += chunk) {
                session.update(octets, at, Math.min(chunk, octets.length - at));
            }
            return session.finish();
        }
    }
}
