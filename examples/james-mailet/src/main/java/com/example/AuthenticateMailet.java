package com.example;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.authres.ForgedResults;
import io.mailseal.core.authres.RewriteOutcome;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dns.DnsClient;
import io.mailseal.inbound.InboundAuthenticator;
import io.mailseal.inbound.InboundResult;
import io.mailseal.inbound.SmtpEnvelope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;

/**
 * Adds an Authentication-Results field to mail that came by SMTP, and removes those that pretend to be this server's. A message
 * whose header is so broken that nobody can tell goes to the processor {@code error}. One parameter: {@code authservId}.
 */
public final class AuthenticateMailet extends GenericMailet {

    private final Optional<DnsResolver> given;
    private Optional<DnsClient> own = Optional.empty();
    private String authservId = "";
    private InboundAuthenticator inbound;
    private ForgedResults forged;

    /** For the server. */
    public AuthenticateMailet() {
        given = Optional.empty();
    }

    /** With DNS of somebody else's. */
    AuthenticateMailet(DnsResolver dns) {
        given = Optional.of(dns);
    }

    @Override
    public void init() throws MessagingException {
        authservId = getInitParameterAsOptional("authservId")
                .orElseThrow(() -> new MessagingException("the parameter authservId is missing"));
        own = given.isPresent() ? Optional.empty() : Optional.of(DnsClient.system());
        inbound = InboundAuthenticator.builder()
                .resolver(given.orElseGet(own::orElseThrow))
                .receiver(DomainName.of(authservId))
                .build();
        forged = ForgedResults.builder().authservId(authservId).build();
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        try {
            byte[] octets = octets(mail.getMessage());
            ByteArrayOutputStream rewritten = new ByteArrayOutputStream();
            try (Message message = MessageReader.strict().read(octets)) {
                InboundResult result = inbound.authenticate(message, envelope(mail));
                String field = result.toAuthenticationResults(authservId).toHeaderField();
                try (Message again = MessageReader.strict().read(octets)) {
                    RewriteOutcome outcome = forged.rewrite(again, rewritten, field);
                    if (!outcome.isWritten()) {
                        mail.setState(Mail.ERROR);
                        return;
                    }
                }
            }
            mail.setMessage(
                    new MimeMessage(mail.getMessage().getSession(), new ByteArrayInputStream(rewritten.toByteArray())));
        } catch (IOException failed) {
            throw new MessagingException("can't read the message", failed);
        }
    }

    private static byte[] octets(MimeMessage message) throws IOException, MessagingException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toByteArray();
    }

    private static SmtpEnvelope envelope(Mail mail) {
        Optional<IpAddress> client = IpAddress.parse(mail.getRemoteAddr());
        String helo = AttributeUtils.getValueAndCastFromMail(mail, Mail.SMTP_HELO, String.class)
                .orElse("");
        String sender = mail.getMaybeSender().asString("");
        return client.map(address -> SmtpEnvelope.of(address, helo, sender)).orElseGet(SmtpEnvelope::unknown);
    }

    @Override
    public void destroy() {
        own.ifPresent(DnsClient::close);
    }

    @Override
    public String getMailetInfo() {
        return "Authenticates mail";
    }
}
