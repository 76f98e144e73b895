package io.mailseal.benchmarks;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsType;
import io.mailseal.dkim.DkimPrivateKey;
import io.mailseal.dkim.DkimSigner;
import io.mailseal.inbound.SmtpEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A message of 4 KB that a provider sends for its customer: SPF with five records, includes in includes; two signatures, of
 * the customer and of the provider; and a DMARC policy that is published at the organizational domain.
 */
final class InboundMail {

    static final String CLIENT = "198.51.100.17";
    static final String HELO = "out-17.provider.example";
    static final String MAIL_FROM = "bounces+2718281@mail.sender.example";

    private static final int OCTETS = 4096;
    private static final String REVERSE = "17.100.51.198.in-addr.arpa";

    private static final String FIELDS = String.join(
            "\r\n",
            "Date: Thu, 28 Mar 2024 09:12:30 +0000",
            "From: The News of the Day <news@mail.sender.example>",
            "To: Ann Example <ann@a.example>",
            "Message-ID: <20240328091230.3d8b.2718281@mail.sender.example>",
            "Subject: What happened while you were asleep, and what is to come",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 7bit",
            "List-Unsubscribe: <https://sender.example/u/3d8b2718281>, <mailto:leave-3d8b@sender.example>",
            "X-Campaign: 2718281",
            "",
            "");

    private final DkimPrivateKey senderKey =
            DkimPrivateKey.of(DkimKeys.RSA_2048.pair().getPrivate());
    private final DkimPrivateKey providerKey = DkimPrivateKey.generateRsa(2048);
    private final byte[] unsigned = withBody(OCTETS - 1400);
    private final byte[] octets = signed();

    static SmtpEnvelope envelope() {
        return SmtpEnvelope.of(IpAddress.parse(CLIENT).orElseThrow(), HELO, MAIL_FROM);
    }

    /** The whole message. */
    byte[] octets() {
        return octets;
    }

    /** The same without its signatures. */
    byte[] unsigned() {
        return unsigned;
    }

    /** The text records, by their names. */
    Map<String, String> texts() {
        return Map.of(
                "mail.sender.example",
                "v=spf1 include:_spf.sender.example include:_spf.provider.example -all",
                "_spf.sender.example",
                "v=spf1 ip4:203.0.113.0/25 include:_a.sender.example ~all",
                "_a.sender.example",
                "v=spf1 ip4:203.0.113.128/28 ip6:2001:db8:5::/48 ~all",
                "_spf.provider.example",
                "v=spf1 include:_b.provider.example ~all",
                "_b.provider.example",
                "v=spf1 ip4:192.0.2.0/24 ip4:198.51.100.0/24 ~all",
                HELO,
                "v=spf1 ip4:" + CLIENT + " -all",
                "k1._domainkey.sender.example",
                key(senderKey),
                "k2._domainkey.provider.example",
                key(providerKey),
                "_dmarc.sender.example",
                "v=DMARC1; p=reject; rua=mailto:dmarc@sender.example");
    }

    /** All answers; what is not here does not exist. */
    Map<DnsQuestion, DnsAnswer> answers() {
        Map<DnsQuestion, DnsAnswer> answers = new HashMap<>();
        texts().forEach((name, text) -> put(answers, DnsQuestion.txt(DomainName.of(name)), DnsRecord.Txt.of(text)));
        put(answers, DnsQuestion.ptr(DomainName.of(REVERSE)), new DnsRecord.Pointer(DnsType.PTR, DomainName.of(HELO)));
        put(
                answers,
                DnsQuestion.a(DomainName.of(HELO)),
                new DnsRecord.Address(IpAddress.parse(CLIENT).orElseThrow()));
        return answers;
    }

    private static void put(Map<DnsQuestion, DnsAnswer> answers, DnsQuestion question, DnsRecord record) {
        answers.put(question, DnsAnswer.found(question, List.of(record)).withTtl(Duration.ofHours(1)));
    }

    private static String key(DkimPrivateKey key) {
        return key.keyRecord().format();
    }

    private byte[] signed() {
        byte[] bySender = sign(unsigned, "sender.example", "k1", senderKey);
        return sign(bySender, "provider.example", "k2", providerKey);
    }

    private static byte[] sign(byte[] message, String domain, String selector, DkimPrivateKey key) {
        String fields = DkimSigner.builder()
                .domain(domain)
                .key(selector, key)
                .build()
                .sign(message)
                .toHeaderFields();
        return ascii(fields + new String(message, StandardCharsets.US_ASCII));
    }

    private static byte[] withBody(int octets) {
        String header = FIELDS;
        String body = new String(DkimBody.TEXT.octets(octets - header.length()), StandardCharsets.US_ASCII);
        return ascii(header + body);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
