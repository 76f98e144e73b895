package com.example;

import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dns.DnsClient;
import io.mailseal.inbound.InboundAuthenticator;
import io.mailseal.inbound.InboundResult;
import io.mailseal.inbound.SmtpEnvelope;
import java.io.IOException;
import java.nio.file.Path;

/** Says of a message in a file whether the domain of its author vouches for it. */
public final class VerifyMessage {

    private VerifyMessage() {}

    /** Takes the name of a file. */
    public static void main(String[] arguments) throws IOException {
        try (DnsClient dns = DnsClient.system()) {
            System.out.println(verdict(Path.of(arguments[0]), dns));
        }
    }

    static String verdict(Path file, DnsResolver dns) throws IOException {
        InboundAuthenticator inbound = InboundAuthenticator.builder().resolver(dns).build();
        try (Message message = MessageReader.strict().read(file)) {
            InboundResult result = inbound.authenticate(message, SmtpEnvelope.unknown());
            return result.dmarc().status().word() + ": " + result.dmarc().explanation();
        }
    }
}
