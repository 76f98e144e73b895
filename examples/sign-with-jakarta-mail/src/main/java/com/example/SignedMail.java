package com.example;

import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimSigner;
import io.mailseal.dkim.DkimSigningResult;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Sends messages of Jakarta Mail with a signature on top. */
public final class SignedMail {

    private final Session session;
    private final DkimSigner signer;

    /** Sends over the transport of the session. */
    public SignedMail(Session session, DkimSigner signer) {
        this.session = session;
        this.signer = signer;
    }

    /** Signs a message, and sends it to all of its recipients. */
    public void send(MimeMessage message) throws MessagingException, IOException {
        MimeMessage signed = sign(message);
        try (Transport transport = session.getTransport()) {
            transport.connect();
            // Not Transport.send, which would save the message once more, with another Message-ID.
            transport.sendMessage(signed, message.getAllRecipients());
        }
    }

    /** The message as octets, signed; read again, so that Jakarta Mail sends exactly these. */
    MimeMessage sign(MimeMessage message) throws MessagingException, IOException {
        message.saveChanges();
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        message.writeTo(written);
        byte[] octets = written.toByteArray();
        DkimSigningResult result = signer.sign(Octets.of(octets));
        if (!result.problems().isEmpty()) {
            throw new MessagingException("Not signed: " + result.problems());
        }
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes(result.toHeaderFields().getBytes(StandardCharsets.US_ASCII));
        signed.writeBytes(octets);
        return new MimeMessage(session, new ByteArrayInputStream(signed.toByteArray()));
    }
}
