package io.mailseal.benchmarks;

import io.mailseal.core.DomainName;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import io.mailseal.dkim.DkimAlgorithm;
import io.mailseal.dkim.DkimKeyRecord;
import io.mailseal.dkim.DkimPrivateKey;
import io.mailseal.dkim.DkimSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Fills a Maildir with messages as they come to a mail server, and writes the master file with the DNS data for them:
 * {@code MailFolder FOLDER COUNT}. The same count gives the same messages, but for the keys and the time of the signatures.
 *
 * <p>Of ten messages eight are in order, a quarter of them with a second signature (Ed25519); one was changed on its way, and
 * one is a forgery, unsigned and from a client that the domain does not know. Most have 2 to 8 KB, one of a hundred 200 KB,
 * one of a thousand 2 MB.
 */
final class MailFolder {

    private static final int DOMAINS = 500;
    private static final int KEYS = 8;
    private static final int INCLUDES = 20;

    private final Path folder;
    private final List<DkimPrivateKey> rsa = new ArrayList<>();
    private final List<DkimPrivateKey> ed25519 = new ArrayList<>();

    private MailFolder(Path folder) {
        this.folder = folder;
        for (int i = 0; i < KEYS; i++) {
            rsa.add(DkimPrivateKey.generateRsa(2048));
            ed25519.add(DkimPrivateKey.generate(DkimAlgorithm.ED25519_SHA256));
        }
    }

    public static void main(String[] args) throws IOException {
        MailFolder mail = new MailFolder(Path.of(args[0]));
        int count = Integer.parseInt(args[1]);
        for (String name : List.of("cur", "new", "tmp")) {
            Files.createDirectories(mail.folder.resolve(name));
        }
        Files.writeString(mail.folder.resolve("mail.zone"), mail.zone());
        IntStream.range(0, count).parallel().forEach(mail::write);
    }

    private String zone() {
        StringBuilder zone = new StringBuilder();
        for (int i = 0; i < INCLUDES; i++) {
            zone.append("_spf" + i + ".provider.example TXT \"v=spf1 ip4:198.51.100.0/24 ip6:2001:db8::/32 -all\"\n");
        }
        for (int i = 0; i < DOMAINS; i++) {
            String domain = domain(i);
            zone.append("mail." + domain + " TXT \"v=spf1 include:_spf" + i % INCLUDES + ".provider.example -all\"\n");
            zone.append("_dmarc." + domain + " TXT \"v=DMARC1; p=reject\"\n");
            zone.append(key("r", domain, rsa.get(i % KEYS)));
            zone.append(key("e", domain, ed25519.get(i % KEYS)));
        }
        return zone.toString();
    }

    private static String domain(int number) {
        return "sender" + number + ".example";
    }

    private static String key(String selector, String domain, DkimPrivateKey key) {
        return DkimKeyRecord.builder(key).build().zoneLine(DomainName.of(selector), DomainName.of(domain)) + "\n";
    }

    private void write(int number) {
        try {
            String name = String.format("%010d.M%06dP1.mx.example:2,S", 1711617150 + number, number);
            Files.write(folder.resolve("cur").resolve(name), message(number));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private byte[] message(int number) throws IOException {
        Random random = new Random(number);
        int sender = random.nextInt(DOMAINS);
        boolean forged = number % 10 == 1;
        byte[] unsigned = unsigned(number, "mail." + domain(sender), random);
        String signatures = forged ? "" : signatures(sender, number % 4 == 0, unsigned);
        if (number % 10 == 0) {
            unsigned[unsigned.length - 20] ^= 1;
        }
        String client = forged ? "203.0.113." : "198.51.100.";
        byte[] top = ascii(trace(number, "mail." + domain(sender), client + random.nextInt(256)) + signatures);
        byte[] all = new byte[top.length + unsigned.length];
        System.arraycopy(top, 0, all, 0, top.length);
        System.arraycopy(unsigned, 0, all, top.length, unsigned.length);
        return all;
    }

    private static String trace(int number, String domain, String client) {
        return "Return-Path: <bounces+" + number + "@" + domain + ">\r\n"
                + "Received: from mx.example by mailbox.example with LMTP id " + number + "\r\n"
                + "\tfor <ann@a.example>; Thu, 28 Mar 2024 09:12:33 +0000\r\n"
                + "Received: from out." + domain + " (out." + domain + " [" + client + "])\r\n"
                + "\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\r\n"
                + "\tby mx.example (Postfix) with ESMTPS id " + number + "\r\n"
                + "\tfor <ann@a.example>; Thu, 28 Mar 2024 09:12:31 +0000\r\n";
    }

    private static byte[] unsigned(int number, String domain, Random random) {
        int size = 2000 + random.nextInt(6000);
        size = number % 100 == 50 ? 200_000 : size;
        size = number % 1000 == 500 ? 2_000_000 : size;
        StringBuilder text = new StringBuilder(size + 1000);
        text.append("Date: Thu, 28 Mar 2024 09:12:30 +0000\r\nFrom: The News <news@" + domain + ">\r\n");
        text.append("To: Ann <ann@a.example>\r\nMessage-ID: <" + number + "@" + domain + ">\r\n");
        text.append("Subject: Number " + number + "\r\nMIME-Version: 1.0\r\n");
        text.append("Content-Type: text/plain; charset=utf-8\r\n\r\n");
        while (text.length() < size) {
            int words = 5 + random.nextInt(8);
            for (int i = 0; i < words; i++) {
                text.append(Integer.toString(random.nextInt(1 << 28), 36)).append(' ');
            }
            text.append("\r\n");
        }
        return ascii(text.toString());
    }

    private String signatures(int sender, boolean both, byte[] unsigned) throws IOException {
        DkimSigner.Builder signer = DkimSigner.builder().domain(domain(sender)).key("r", rsa.get(sender % KEYS));
        if (both) {
            signer.key("e", ed25519.get(sender % KEYS));
        }
        try (Message message = MessageReader.strict().read(unsigned)) {
            return signer.build().sign(message).toHeaderFields();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
