package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mailseal.testkit.InMemoryDns;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.client.SMTPException;
import org.subethamail.smtp.client.SmartClient;
import org.subethamail.smtp.server.SMTPServer;

/** A real client speaks SMTP with the server; DNS is a zone in memory. */
class AuthenticatingServerTest {

    private static final InMemoryDns DNS = InMemoryDns.parse("""
            good.example         A    192.0.2.1
            good.example         TXT  "v=spf1 ip4:127.0.0.1 ip6:::1 -all"
            _dmarc.good.example  TXT  "v=DMARC1; p=reject"
            bank.example         A    192.0.2.2
            bank.example         TXT  "v=spf1 -all"
            _dmarc.bank.example  TXT  "v=DMARC1; p=reject"
            $FAULT slow.example TIMEOUT
            $FAULT _dmarc.slow.example TIMEOUT
            """);

    @TempDir
    Path folder;

    private SMTPServer server;

    @BeforeEach
    void start() {
        server = AuthenticatingServer.server(0, "mx.example.org", DNS, folder);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private void deliver(String sender, String from, String forgery) throws IOException {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        SmartClient client = SmartClient.createAndConnect(host, server.getPortAllocated(), "client.example");
        try {
            client.from(sender);
            client.to("bob@mx.example.org");
            client.dataStart();
            String message = forgery + "From: " + from + "\r\nSubject: Hello\r\n\r\nHello\r\n..\r\n";
            client.dataWrite(message.getBytes(StandardCharsets.US_ASCII));
            client.dataEnd();
        } finally {
            client.quit();
        }
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void whatTheDomainVouchesForIsKeptWithItsVerdict() throws IOException {
        String forgery = "Authentication-Results: mx.example.org; dmarc=pass header.from=bank.example\r\n";
        deliver("ann@good.example", "ann@good.example", forgery);
        assertEquals(1, kept().size());
        String message = Files.readString(kept().get(0));
        assertTrue(message.contains("dmarc=pass"), message);
        assertTrue(message.startsWith("Received: from [127.0.0.1] by mx.example.org"), message);
        assertTrue(!message.contains("bank.example"), message);
    }

    @Test
    void aForgedMessageIsRefusedForGood() throws IOException {
        SMTPException refused =
                assertThrows(SMTPException.class, () -> deliver("eve@good.example", "ceo@bank.example", ""));
        assertEquals(550, refused.getResponse().getCode());
        assertEquals(List.of(), kept());
    }

    @Test
    void whereDnsFailsTheClientMayTryAgain() throws IOException {
        SMTPException deferred =
                assertThrows(SMTPException.class, () -> deliver("eve@slow.example", "ann@slow.example", ""));
        assertEquals(451, deferred.getResponse().getCode());
        assertEquals(List.of(), kept());
    }
}
