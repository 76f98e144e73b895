package io.mailseal.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.IpAddress;
import io.mailseal.core.authres.MethodResult;
import io.mailseal.dmarc.DmarcStatus;
import io.mailseal.dnsbl.BlocklistClient;
import io.mailseal.dnsbl.BlocklistKind;
import io.mailseal.dnsbl.BlocklistMethod;
import io.mailseal.dnsbl.BlocklistProfile;
import io.mailseal.dnsbl.BlocklistPurpose;
import io.mailseal.dnsbl.BlocklistResult;
import io.mailseal.dnsbl.CodePattern;
import io.mailseal.dnsbl.DnswlMethod;
import io.mailseal.dnsbl.ListState;
import io.mailseal.dnsbl.ReturnCode;
import io.mailseal.spf.SpfStatus;
import io.mailseal.testkit.InMemoryDns;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Allow lists and blocklists as they join an inbound server. */
class ListsTest {

    private static final SmtpEnvelope ENVELOPE =
            SmtpEnvelope.of(IpAddress.of("44.3.2.1"), "mail.example.org", "alice@example.org");

    private static final InMemoryDns DNS = InMemoryDns.parse(Mails.KEYS + """
            example.org            TXT "v=spf1 -all"
            _dmarc.example.org     TXT "v=DMARC1; p=reject"
            1.2.3.44.wl.example    A   127.0.10.3
                                   TXT "good.example"
            1.2.3.44.bl.example    A   127.0.0.2
            bad.net.dbl.example    A   127.0.1.2
            """);

    private static final BlocklistProfile ALLOW = BlocklistProfile.builder("allow", "wl.example")
            .kinds(BlocklistKind.IPV4)
            .purpose(BlocklistPurpose.ALLOW)
            .code(ReturnCode.listed(CodePattern.of("127.0.10.3"), "HI", "Never sends spam.", -5))
            .build();
    private static final BlocklistProfile BLOCK = BlocklistProfile.builder("block", "bl.example")
            .kinds(BlocklistKind.IPV4)
            .code(ReturnCode.listed(CodePattern.of("127.0.0.2"), "SPAM", "Sends spam.", 5))
            .build();
    private static final BlocklistProfile DOMAINS = BlocklistProfile.builder("domains", "dbl.example")
            .kinds(BlocklistKind.DOMAIN, BlocklistKind.URI_HOST)
            .code(ReturnCode.listed(CodePattern.of("127.0.1.2"), "SPAM", "In spam.", 4))
            .build();

    private static BlocklistClient client(InMemoryDns dns) {
        return BlocklistClient.builder()
                .dns(dns.sessions())
                .profiles(List.of(ALLOW, BLOCK, DOMAINS))
                .build();
    }

    private static List<String> words(InboundResult result, String method) {
        return result.toAuthenticationResults("mx.example").results().stream()
                .filter(each -> each.isOf(method))
                .map(MethodResult::toString)
                .toList();
    }

    @Test
    @DisplayName("DBL-16, RFC 8904: a client on an allow list is told of, and what fails still fails")
    void dnswl() {
        InboundAuthenticator inbound =
                Mails.builder(DNS).method(DnswlMethod.of(client(DNS))).build();
        InboundResult alone = Mails.authenticate(DNS, Mails.UNSIGNED, ENVELOPE);
        InboundResult result = Mails.authenticate(inbound, Mails.UNSIGNED, ENVELOPE);
        assertThat(words(result, "dnswl"))
                .containsExactly(
                        "dnswl=pass dns.zone=wl.example policy.ip=127.0.10.3 policy.txt=good.example dns.sec=na");
        assertThat(result.spf().orElseThrow().status()).isEqualTo(SpfStatus.FAIL);
        assertThat(result.dmarc().status()).isEqualTo(DmarcStatus.FAIL);
        assertThat(result.dmarc()).isEqualTo(alone.dmarc());
        assertThat(result.suggestedReply()).isEqualTo(alone.suggestedReply());
    }

    @Test
    @DisplayName("Blocklists are asked about envelope, header and body, and nothing of it is in the field")
    void blocklists() {
        InboundAuthenticator inbound = Mails.builder(DNS)
                .method(BlocklistMethod.builder(client(DNS)).build())
                .build();
        String message = Mails.UNSIGNED + "Look at http://bad.net/ now.\r\n";
        for (int chunk : new int[] {1, 11, 100_000}) {
            InboundResult result = Mails.push(inbound, message, ENVELOPE, chunk);
            BlocklistResult lists = result.detail(BlocklistResult.class).orElseThrow();
            assertThat(lists.score().explanation())
                    .isEqualTo("4: -5 allow HI (44.3.2.1), +5 block SPAM (44.3.2.1), +4 domains SPAM (bad.net)");
            assertThat(words(result, "x-dnsbl")).isEmpty();
        }
    }

    @Test
    @DisplayName("T90: a list that has turned into a wildcard blocks no message, and is left alone from then on")
    void wildcard() {
        InMemoryDns dns = DNS.withZone("*.bl.example A 127.0.0.2\n");
        BlocklistClient client = client(dns);
        InboundAuthenticator inbound = Mails.builder(dns)
                .method(BlocklistMethod.builder(client).build())
                .build();
        InboundResult result = Mails.authenticate(inbound, Mails.SIGNED, ENVELOPE);
        assertThat(result.detail(BlocklistResult.class).orElseThrow().isListed(BlocklistPurpose.BLOCK))
                .isFalse();
        assertThat(client.states().get(1).status()).isEqualTo(ListState.Status.SUSPENDED);
    }
}
