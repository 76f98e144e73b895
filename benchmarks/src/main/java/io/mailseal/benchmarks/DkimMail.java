package io.mailseal.benchmarks;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A signed message as a provider sends it, made without the library, and what is known about it. */
final class DkimMail {

    private static final String SIGNED = "from:to:subject:date:message-id:mime-version:content-type:list-unsubscribe";

    private static final List<String> TRACE = List.of(
            "Return-Path: <bounces+2718281-3d8b-ann=a.example@mail.sender.example>",
            "Received: from mx1.a.example (mx1.a.example [192.0.2.25])\r\n\tby mailbox7.a.example with LMTP id"
                    + " kB2gJq5tZmWcDQAA4P0bdg\r\n\tfor <ann@a.example>; Thu, 28 Mar 2024 09:12:33 +0000",
            "Received: from out-17.sender.example (out-17.sender.example [198.51.100.17])\r\n\t(using TLSv1.3 with"
                    + " cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\r\n\t key-exchange X25519)\r\n\tby mx1.a.example"
                    + " with ESMTPS id 4V4zGf2XbXz9rxF\r\n\tfor <ann@a.example>; Thu, 28 Mar 2024 09:12:31 +0000");

    private static final List<String> FIELDS = List.of(
            "Date: Thu, 28 Mar 2024 09:12:30 +0000",
            "From: The News of the Day <news@sender.example>",
            "To: Ann Example <ann@a.example>",
            "Message-ID: <20240328091230.3d8b.2718281@sender.example>",
            "Subject: What happened while you were asleep, and what is to come",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 7bit",
            "List-Unsubscribe: <https://sender.example/u/3d8b2718281>, <mailto:leave-3d8b@sender.example>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "X-Campaign: 2718281",
            "X-Report-Abuse: Please report abuse to abuse@sender.example");

    private final DkimKeys keys;
    private final String canonicalization;
    private final byte[] body;
    private final String unsigned;
    private final byte[] signature;

    DkimMail(DkimKeys keys, String canonicalization, byte[] body) {
        this(keys, canonicalization, body, sha256(DkimBody.canonical(canonicalization, body)));
    }

    /** With the hash of another body, which is to be put behind it. */
    DkimMail(DkimKeys keys, String canonicalization, byte[] body, byte[] bodyHash) {
        this.keys = keys;
        this.canonicalization = canonicalization;
        this.body = body;
        this.unsigned = "DKIM-Signature: v=1; a=" + keys.algorithm() + "; c=relaxed/" + canonicalization
                + "; d=sender.example; s=k2024;\r\n\tt=1711617150; h=" + SIGNED + ";\r\n\tbh="
                + base64(bodyHash) + ";\r\n\tb=";
        this.signature = keys.sign(signedHeader());
    }

    /** One of 4 KB in all. */
    static DkimMail small(DkimKeys keys) {
        int headerOctets = new DkimMail(keys, "relaxed", new byte[0]).octets().length;
        return new DkimMail(keys, "relaxed", DkimBody.TEXT.octets(4096 - headerOctets));
    }

    /** One that has 4 KB before it is signed. */
    static DkimMail smallUnsigned() {
        int headerOctets = new DkimMail(DkimKeys.RSA_2048, "relaxed", new byte[0]).unsigned().length;
        return new DkimMail(DkimKeys.RSA_2048, "relaxed", DkimBody.TEXT.octets(4096 - headerOctets));
    }

    /** What is hashed of the body. */
    byte[] canonicalBody() {
        return DkimBody.canonical(canonicalization, body);
    }

    /** What is signed. */
    byte[] signedHeader() {
        return signedHeader(List.of(SIGNED.split(":")), unsigned);
    }

    /**
     * What is signed where {@code h=} holds these names, by a field that goes up to its {@code b=}. Each field occurs once,
     * and has no repeated white space.
     */
    static byte[] signedHeader(Collection<String> names, String unsignedField) {
        StringBuilder header = new StringBuilder();
        for (String name : new LinkedHashSet<>(names)) {
            for (String field : FIELDS) {
                if (field.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    header.append(relaxed(field)).append("\r\n");
                }
            }
        }
        return ascii(header.append(relaxed(unsignedField)).toString());
    }

    private static String relaxed(String field) {
        int colon = field.indexOf(':');
        return field.substring(0, colon).toLowerCase(Locale.ROOT) + ":"
                + field.substring(colon + 2).replace("\r\n", "").replace('\t', ' ');
    }

    byte[] signature() {
        return signature;
    }

    /** The message, unsigned. */
    byte[] unsigned() {
        return join(ascii(String.join("\r\n", FIELDS) + "\r\n\r\n"), body);
    }

    /** The whole message: trace fields, the signature, the signed fields, the body. */
    byte[] octets() {
        String b = base64(signature);
        StringBuilder header = new StringBuilder(String.join("\r\n", TRACE)).append("\r\n");
        header.append(unsigned);
        for (int i = 0; i < b.length(); i += 72) {
            header.append(i == 0 ? "" : "\r\n\t").append(b, i, Math.min(b.length(), i + 72));
        }
        header.append("\r\n").append(String.join("\r\n", FIELDS)).append("\r\n\r\n");
        return join(ascii(header.toString()), body);
    }

    /** DNS that knows the key, and nothing else. */
    PreparedDns dns() {
        DnsQuestion question = DnsQuestion.txt(DomainName.of("k2024._domainkey.sender.example"));
        DnsAnswer answer = DnsAnswer.found(question, List.of(DnsRecord.Txt.of(keys.record())));
        return new PreparedDns(Map.of(question, answer.withTtl(Duration.ofHours(1))));
    }

    private static byte[] join(byte[] header, byte[] body) {
        byte[] joined = new byte[header.length + body.length];
        System.arraycopy(header, 0, joined, 0, header.length);
        System.arraycopy(body, 0, joined, header.length, body.length);
        return joined;
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
