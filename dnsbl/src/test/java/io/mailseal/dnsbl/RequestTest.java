package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.testkit.InMemoryDns;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTest {

    private static HeaderBlock header(String text) {
        return HeaderBlock.parse(Octets.ofUtf8(text.replace("\n", "\r\n")));
    }

    private static Set<String> from(BlocklistRequest request, SubjectSource source) {
        return request.subjects().entrySet().stream()
                .filter(entry -> entry.getValue().contains(source))
                .map(entry -> entry.getKey().toString())
                .collect(Collectors.toSet());
    }

    @Test
    void header() {
        BlocklistRequest request =
                BlocklistRequest.builder().header(header("""
                        From: Joe <joe@Example.NET>, ann@b\u00fccher.example
                        Reply-To: "x, y" <other@reply.example>
                        DKIM-Signature: v=1; a=rsa-sha256; d=signer.example; s=s; h=from;
                         bh=; b=
                        DKIM-Signature: v=1; d = other.example ; broken
                        """)).build();
        assertThat(from(request, SubjectSource.FROM))
                .containsExactlyInAnyOrder(
                        "example.net", "joe@example.net", "xn--bcher-kva.example", "ann@xn--bcher-kva.example");
        assertThat(from(request, SubjectSource.REPLY_TO))
                .containsExactlyInAnyOrder("reply.example", "other@reply.example");
        assertThat(from(request, SubjectSource.DKIM_DOMAIN))
                .containsExactlyInAnyOrder("signer.example", "other.example");
    }

    @Test
    void envelope() {
        BlocklistRequest request = BlocklistRequest.builder()
                .client(IpAddress.of("::ffff:44.1.1.1"))
                .helo("Mail.Example.ORG")
                .mailFrom("Joe@example.com")
                .build();
        assertThat(from(request, SubjectSource.CLIENT)).containsExactly("44.1.1.1");
        assertThat(from(request, SubjectSource.HELO)).containsExactly("mail.example.org");
        assertThat(from(request, SubjectSource.MAIL_FROM)).containsExactlyInAnyOrder("example.com", "Joe@example.com");
        assertThat(BlocklistRequest.builder().mailFrom("").helo("").build().subjects())
                .isEmpty();
    }

    @Test
    @DisplayName(
            "DBL_11: a file is asked about by a digest of the length that the list has; anything else is no digest")
    void files() {
        for (String value : new String[] {"abc", "zz", "0x12", "\u0661\u0661"}) {
            assertThatThrownBy(() -> new BlocklistSubject.Hashed(HashSubject.FILE, value))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        BlocklistProfile files = BlocklistProfile.builder("files", "_file.hbl.example")
                .hash(new HashForm(HashSubject.FILE, HashDigest.SHA256, HashEncoding.BASE32, HashedText.AS_IS))
                .code(ReturnCode.listed(CodePattern.of("127.0.3.10"), "FILE", "Malware.", 4))
                .build();
        // The digest of nothing, and that name in base32.
        BlocklistRequest request = BlocklistRequest.builder()
                .file(Octets.of(new byte[16]), SubjectSource.QUESTION)
                .subject(
                        new BlocklistSubject.Hashed(
                                HashSubject.FILE, "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"),
                        SubjectSource.QUESTION)
                .build();
        InMemoryDns dns =
                Lists.saying("4oymiquy7qobjgx36tejs35zeqt24qpemsnzgtfeswmrw6csxbkq._file.hbl.example A 127.0.3.10");
        assertThat(BlocklistClient.builder()
                        .resolver(dns)
                        .profile(files)
                        .build()
                        .check(request)
                        .checks())
                .extracting(BlocklistCheck::status)
                .containsExactly(ListStatus.NOT_ASKED, ListStatus.LISTED);
    }

    @Test
    @DisplayName("T93: sources take turns, so none crowds out another")
    void turns() {
        BlocklistRequest.Builder request = BlocklistRequest.builder();
        for (int i = 0; i < 3; i++) {
            request.address(IpAddress.ofBytes((byte) 44, (byte) 0, (byte) 0, (byte) i), SubjectSource.RECEIVED)
                    .domain(DomainName.of("h" + i + ".net"), SubjectSource.FROM);
        }
        assertThat(request.build().subjects().keySet())
                .extracting(BlocklistSubject::toString)
                .containsExactly("h0.net", "44.0.0.0", "h1.net", "44.0.0.1", "h2.net", "44.0.0.2");
    }

    @Nested
    class Received {

        private static final String CHAIN = """
                Received: from relay.example.org (relay.example.org [10.0.0.5])
                 by mx.example.org with ESMTP; Thu, 1 Jan 2026 00:00:00 +0000
                Received: from sender (mail.sender.net [44.1.1.1]) by relay.example.org; Thu, 1 Jan 2026
                Received: from forged ([44.9.9.9]) by mail.sender.net; Thu, 1 Jan 2026
                """;

        private Set<String> clients(TrustedHops hops) {
            return from(BlocklistRequest.builder().received(header(CHAIN), hops).build(), SubjectSource.RECEIVED);
        }

        @Test
        void byNumber() {
            assertThat(clients(TrustedHops.newest(0))).isEmpty();
            assertThat(clients(TrustedHops.newest(1))).containsExactly("10.0.0.5");
            assertThat(clients(TrustedHops.newest(2))).containsExactlyInAnyOrder("10.0.0.5", "44.1.1.1");
            assertThat(clients(TrustedHops.newest(Integer.MAX_VALUE))).hasSize(3);
        }

        @Test
        void byNetwork() {
            assertThat(clients(TrustedHops.through(client -> client.isIn(IpAddress.of("10.0.0.0"), 8))))
                    .containsExactly("44.1.1.1");
            assertThat(clients(TrustedHops.through(client -> false))).containsExactly("10.0.0.5");
        }

        @Test
        @DisplayName("a client that writes an address of ours is not taken for one of ours")
        void forgedOwnAddress() {
            HeaderBlock forged = header("""
                    Received: from [44.1.1.1] (helo=10.0.0.1) by mx.example.org; Thu, 1 Jan 2026
                    Received: from x (x [44.9.9.9]) by relay.example.org; Thu, 1 Jan 2026
                    """);
            TrustedHops ours = TrustedHops.through(client -> client.isIn(IpAddress.of("10.0.0.0"), 8));
            assertThat(from(BlocklistRequest.builder().received(forged, ours).build(), SubjectSource.RECEIVED))
                    .containsExactly("44.1.1.1");
        }

        @ParameterizedTest
        @DisplayName("RFC 5321 4.4: an address counts only where hosts write the one that they have seen")
        @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                from a.example (b.example [44.1.1.1]) by mx.example; date    | 44.1.1.1
                from a.example ([IPv6:2a00:1450::1]) by mx.example           | 2a00:1450::1
                from [44.1.1.1] (helo=a.example) by mx.example               | 44.1.1.1
                from a.example ([44.1.1.1] helo=[44.9.9.9]) by mx.example    | 44.1.1.1
                from [44.9.9.9] (b.example [44.1.1.1]) by mx.example         | 44.1.1.1
                from unknown (HELO a.example) (44.1.1.1) by mx.example       | 44.1.1.1
                from x([44.9.9.9] (b.example [44.1.1.1]) by mx.example       | -
                from x([44.9.9.9]) (b.example [44.1.1.1]) by mx.example      | -
                from [44.1.1.1] (helo=44.9.9.9) by mx.example                | 44.1.1.1
                from [44.1.1.1] (port=1 helo=10.0.0.1 ident=x) by mx.example | 44.1.1.1
                from [44.1.1.1]:2525 (helo=10.0.0.1) by mx.example           | 44.1.1.1
                from unknown (HELO 44.9.9.9) (ident@44.1.1.1) by 0 with SMTP | 44.1.1.1
                from a (x [44.9.9.9]) by b ( (r [44.1.1.1]) by mx.example    | -
                from a (x [44.9.9.9]) (by b) (r [44.1.1.1]) by mx.example    | -
                from a (r [44.1.1.1]) (using TLS (256/256 bits) (Client CN "[10.0.0.1]")) by mx.example | -
                from a (r [44.1.1.1]) (Authenticated sender: joe@[10.0.0.1]) by mx.example | -
                from a (ident="a [10.0.0.1]" [44.1.1.1]) by mx.example       | -
                from x ([44.9.9.9]) by y (b.example [44.1.1.1]) by mx.example | -
                from a.example (b.example [44.1.1.1])                        | -
                by mx.example (a.example [44.1.1.1])                         | -
                from a.example by mx.example (b.example [44.1.1.1])          | -
                from [44.9.9.9] by mx.example                                | -
                from a.example (b.example [::ffff:44.1.1.1]) by mx.example   | 44.1.1.1
                (comment) from [44.1.1.1 by mx.example                       | -
                """)
        void forms(String value, String client) {
            HeaderBlock header = header("Received: " + value + "\n");
            assertThat(ReceivedClient.in(header.fields().get(0))
                            .map(IpAddress::toString)
                            .orElse(null))
                    .isEqualTo(client);
        }
    }
}
