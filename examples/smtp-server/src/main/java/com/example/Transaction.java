package com.example;

import io.mailseal.core.IpAddress;
import io.mailseal.core.authres.ForgedResults;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import io.mailseal.inbound.InboundAuthenticator;
import io.mailseal.inbound.InboundReplyPolicy;
import io.mailseal.inbound.InboundResult;
import io.mailseal.inbound.InboundSession;
import io.mailseal.inbound.SmtpEnvelope;
import io.mailseal.inbound.SmtpReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/** One message on its way in. The server calls this from one thread. */
final class Transaction implements MessageHandler {

    /** This server has nothing else to judge by, so it does what the owner of the domain asks for. */
    private static final InboundReplyPolicy POLICY = InboundReplyPolicy.followDmarc().withOtherEvidence();

    private final MessageContext context;
    private final String name;
    private final InboundAuthenticator inbound;
    private final Path folder;
    private String mailFrom = "";

    Transaction(MessageContext context, String name, InboundAuthenticator inbound, Path folder) {
        this.context = context;
        this.name = name;
        this.inbound = inbound;
        this.folder = folder;
    }

    @Override
    public void from(String sender) {
        mailFrom = sender;
    }

    @Override
    public void recipient(String recipient) {}

    @Override
    public String data(InputStream data) throws RejectException, IOException {
        Path arriving = Files.createTempFile(folder, "mail", ".part");
        try (InboundSession session = inbound.begin(SmtpEnvelope.of(client(), helo(), mailFrom))) {
            receive(data, arriving, session);
            InboundResult result = session.finish();
            Optional<SmtpReply> refusal = result.suggestedReply(POLICY);
            if (refusal.isPresent()) {
                SmtpReply reply = refusal.get();
                throw new RejectException(reply.code(), reply.enhancedCode() + " " + reply.text());
            }
            keep(arriving, result);
        } finally {
            Files.delete(arriving);
        }
        return "Taken";
    }

    private static void receive(InputStream data, Path file, InboundSession session) throws IOException {
        byte[] chunk = new byte[8192];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = data.read(chunk); read >= 0; read = data.read(chunk)) {
                session.update(chunk, 0, read);
                out.write(chunk, 0, read);
            }
        }
    }

    private void keep(Path arriving, InboundResult result) throws IOException, RejectException {
        ForgedResults forged = ForgedResults.builder().authservId(name).build();
        String verdict = result.toAuthenticationResults(name).toHeaderField();
        Path kept = Files.createTempFile(folder, "mail", ".eml");
        try (Message message = MessageReader.strict().read(arriving);
                OutputStream out = Files.newOutputStream(kept)) {
            out.write(received().getBytes(StandardCharsets.US_ASCII));
            if (!forged.rewrite(message, out, verdict).isWritten()) {
                throw new RejectException(554, "5.6.0 The header of this message can't be read");
            }
        }
    }

    private String received() {
        String when = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        return "Received: from [" + client() + "] by " + name + " with ESMTP; " + when + "\r\n";
    }

    private IpAddress client() {
        InetAddress address = ((InetSocketAddress) context.getRemoteAddress()).getAddress();
        return IpAddress.of(address.getHostAddress());
    }

    private String helo() {
        return context.getHelo().orElse("");
    }

    @Override
    public void done() {}
}
