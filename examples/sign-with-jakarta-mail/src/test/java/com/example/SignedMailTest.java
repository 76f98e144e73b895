package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimAlgorithm;
import io.mailseal.dkim.DkimPrivateKey;
import io.mailseal.dkim.DkimResult;
import io.mailseal.dkim.DkimSigner;
import io.mailseal.dkim.DkimStatus;
import io.mailseal.dkim.DkimVerifier;
import io.mailseal.testkit.InMemoryDns;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.subethamail.wiser.Wiser;

/** Over a real SMTP server: what arrives there passes. */
class SignedMailTest {

    @Test
    void whatArrivesPasses() throws Exception {
        DkimPrivateKey key = DkimPrivateKey.generate(DkimAlgorithm.ED25519_SHA256);
        DkimSigner signer = DkimSigner.builder().domain("example.com").key("s1", key).build();
        Wiser server = Wiser.port(0);
        server.start();
        try {
            Properties properties = new Properties();
            properties.setProperty("mail.transport.protocol", "smtp");
            properties.setProperty("mail.smtp.host", "localhost");
            properties.setProperty("mail.smtp.port", String.valueOf(server.getServer().getPortAllocated()));
            properties.setProperty("mail.smtp.allow8bitmime", "false");
            Session session = Session.getInstance(properties);
            MimeMessage message = new MimeMessage(session);
            message.setFrom("Ann <ann@example.com>");
            message.setRecipients(RecipientType.TO, "bob@example.org");
            message.setSubject("Grüße");
            message.setText("Schöne Grüße\n.\nmit einem Punkt für sich\n", "UTF-8");
            new SignedMail(session, signer).send(message);

            Octets arrived = Octets.of(server.getMessages().get(0).getData());
            InMemoryDns dns = InMemoryDns.parse(
                    key.keyRecord().zoneLine(DomainName.of("s1"), DomainName.of("example.com")) + "\n");
            DkimResult result = DkimVerifier.builder().resolver(dns).build().verify(arrived);
            assertEquals(DkimStatus.PASS, result.status(), result::toString);
        } finally {
            server.stop();
        }
    }
}
