package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mailseal.testkit.InMemoryDns;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Test;

class AuthenticateMailetTest {

    private static final InMemoryDns DNS = InMemoryDns.parse("""
            example.com         A    192.0.2.1
            example.com         TXT  "v=spf1 ip4:192.0.2.1 -all"
            _dmarc.example.com  TXT  "v=DMARC1; p=reject"
            """);

    private static String topmost(String message) throws Exception {
        FakeMail mail = FakeMail.builder()
                .name("one")
                .sender("ann@example.com")
                .recipient("bob@example.org")
                .remoteAddr("192.0.2.1")
                .attribute(new Attribute(Mail.SMTP_HELO, AttributeValue.of("mail.example.com")))
                .mimeMessage(new MimeMessage(
                        Session.getInstance(new Properties()),
                        new ByteArrayInputStream(message.getBytes(StandardCharsets.US_ASCII))))
                .build();
        AuthenticateMailet mailet = new AuthenticateMailet(DNS);
        mailet.init(FakeMailetConfig.builder()
                .mailetName("Authenticate")
                .setProperty("authservId", "mx.example.org")
                .build());
        mailet.service(mail);
        String[] fields = mail.getMessage().getHeader("Authentication-Results");
        assertEquals(1, fields.length);
        return fields[0];
    }

    @Test
    void saysWhatItFound() throws Exception {
        String field = topmost("From: ann@example.com\r\nSubject: Hello\r\n\r\nHello\r\n");
        assertTrue(field.contains("spf=pass"), field);
        assertTrue(field.contains("dmarc=pass"), field);
    }

    @Test
    void removesWhatPretendsToBeItsOwn() throws Exception {
        String forgery = "Authentication-Results: mx.example.org; dmarc=pass header.from=bank.example\r\n";
        String field = topmost(forgery + "From: ann@example.com\r\nSubject: Hello\r\n\r\nHello\r\n");
        assertFalse(field.contains("bank.example"), field);
    }
}
