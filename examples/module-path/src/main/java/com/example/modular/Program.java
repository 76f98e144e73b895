package com.example.modular;

import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dkim.DkimAlgorithm;
import io.mailseal.dkim.DkimPrivateKey;
import io.mailseal.dkim.DkimSigner;
import io.mailseal.core.DomainName;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.dns.DnsClient;
import io.mailseal.dns.TrustAnchors;
import io.mailseal.inbound.InboundAuthenticator;
import io.mailseal.inbound.InboundResult;
import io.mailseal.inbound.SmtpEnvelope;
import io.mailseal.mtasts.MtaStsRecord;
import io.mailseal.testkit.InMemoryDns;
import java.io.IOException;

/** Signs a message, verifies it, and loads what the other modules have for it, each by way of its module. */
public final class Program {

    private Program() {}

    /** Takes nothing. */
    public static void main(String[] arguments) throws IOException {
        DkimPrivateKey key = DkimPrivateKey.generate(DkimAlgorithm.ED25519_SHA256);
        DkimSigner signer = DkimSigner.builder().domain("example.com").key("s1", key).build();
        Octets message = Octets.ofLatin1("From: ann@example.com\r\nSubject: Hello\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\n\r\nHello\r\n");
        Octets signed = Octets.ofLatin1(signer.sign(message).toHeaderFields() + message.toLatin1());
        InMemoryDns dns = InMemoryDns.parse("""
                example.com         A    192.0.2.1
                example.com         TXT  "v=spf1 ip4:192.0.2.1 -all"
                _dmarc.example.com  TXT  "v=DMARC1; p=reject"
                """ + key.keyRecord().zoneLine(DomainName.of("s1"), DomainName.of("example.com")) + "\n");
        InboundAuthenticator inbound = InboundAuthenticator.builder().resolver(dns).build();
        SmtpEnvelope envelope = SmtpEnvelope.of(IpAddress.of("192.0.2.1"), "example.com", "ann@example.com");
        try (Message read = MessageReader.strict().read(signed);
                DnsClient client =
                        DnsClient.builder().server("127.0.0.1").validating(TrustAnchors.iana()).build()) {
            InboundResult result = inbound.authenticate(read, envelope);
            require(result.dmarc().status() == DmarcStatus.PASS, result);
            require(result.dkim().signatures().size() == 1, result);
            require(!client.servers().isEmpty(), client);
        }
        require(Program.class.getModule().isNamed(), "on the class path");
        require(InboundAuthenticator.class.getModule().getName().equals("io.mailseal.inbound"), "no module");
        require(MtaStsRecord.class.getModule().isNamed(), "no module");
        System.out.println("All modules are in order.");
    }

    private static void require(boolean truth, Object shown) {
        if (!truth) {
            throw new IllegalStateException(String.valueOf(shown));
        }
    }
}
