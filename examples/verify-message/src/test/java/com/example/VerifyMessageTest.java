package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mailseal.testkit.InMemoryDns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyMessageTest {

    private static final InMemoryDns DNS = InMemoryDns.parse("""
            example.com         A    192.0.2.1
            _dmarc.example.com  TXT  "v=DMARC1; p=reject"
            """);

    @Test
    void whatNobodySignedIsNotBelieved(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.eml"), "From: boss@example.com\r\n\r\nPay at once.\r\n");
        String verdict = VerifyMessage.verdict(file, DNS);
        assertTrue(verdict.startsWith("fail: "), verdict);
    }

    @Test
    void aNameServerThatDoesNotAnswerIsNoVerdict(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.eml"), "From: boss@slow.example\r\n\r\nPay at once.\r\n");
        InMemoryDns slow = InMemoryDns.parse("$FAULT _dmarc.slow.example TIMEOUT\n");
        assertEquals("temperror", VerifyMessage.verdict(file, slow).split(":")[0]);
    }
}
