package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.dns.DnsClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lists as they are really served, asked over the network. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RbldnsdTest {

    private static final String HEAD = """
            $SOA 1 ns.example hostmaster.example 0 1h 15m 1w 1
            $NS 1 ns.example
            $TTL 1
            """;

    private static final String ADDRESSES = HEAD + """
            :127.0.0.2:Spam received, see https://bl.example/?$
            127.0.0.2
            44.3.2.1
            44.3.2.10 :127.0.0.10:A dial-up user
            44.3.2.99 :127.0.0.99:
            """;

    private static final String DOMAINS = HEAD + """
            :127.0.1.2:In spam
            test
            .bad.net
            """;

    private RbldnsdServer server;
    private DnsClient dns;
    private BlocklistClient client;

    @BeforeEach
    void start() throws IOException {
        server = RbldnsdServer.start(ADDRESSES, DOMAINS);
        dns = DnsClient.builder()
                .server(server.address())
                .withoutDnssec()
                .cacheSize(0)
                .perTryTimeout(Duration.ofMillis(500))
                .tries(2)
                .build();
        BlocklistProfile addresses = BlocklistProfile.builder("block", "bl.example")
                .kinds(BlocklistKind.IPV4)
                .code(ReturnCode.listed(CodePattern.of("127.0.0.2"), "SPAM", "Sends spam.", 5))
                .code(ReturnCode.listed(CodePattern.of("127.0.0.10"), "DYNAMIC", "A dial-up user.", 2)
                        .forClientOnly())
                .build();
        client = BlocklistClient.builder()
                .resolver(dns)
                .profile(addresses)
                .profile(Lists.DOMAINS)
                .build();
    }

    @AfterEach
    void end() throws IOException {
        if (dns != null) {
            dns.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private BlocklistCheck check(String address) {
        return client.check(IpAddress.of(address)).checks().get(0);
    }

    @Test
    void listedWithItsReason() {
        BlocklistCheck check = check("44.3.2.1");
        assertThat(check.status()).as(check.toString()).isEqualTo(ListStatus.LISTED);
        assertThat(check.codes()).extracting(ReturnCode::name).containsExactly("SPAM");
        assertThat(check.reasons()).containsExactly("Spam received, see https://bl.example/?44.3.2.1");
        assertThat(client.check(DomainName.of("www.bad.net")).listings()).hasSize(1);
    }

    @Test
    void otherCodes() {
        assertThat(check("44.3.2.10").codes()).extracting(ReturnCode::name).containsExactly("DYNAMIC");
        assertThat(check("44.3.2.99").unknownCodes()).containsExactly(IpAddress.of("127.0.0.99"));
    }

    @Test
    void notListed() {
        assertThat(check("44.3.2.2").status()).isEqualTo(ListStatus.NOT_LISTED);
        assertThat(client.check(DomainName.of("good.net")).checks())
                .extracting(BlocklistCheck::status)
                .containsExactly(ListStatus.NOT_LISTED);
    }

    @Test
    @DisplayName("DBL_05: the test points of RFC 5782 are right")
    void healthy() {
        assertThat(client.checkHealth().isHealthy()).isTrue();
    }

    @Test
    @DisplayName("T90, PIT_63: the list turns into a wildcard while it is in use, and lists nothing any more")
    void wildcard() throws IOException, InterruptedException {
        assertThat(check("44.3.2.1").isListed()).isTrue();
        server.serveAddresses(HEAD + """
                :127.0.0.2:Everything
                0.0.0.0/1
                128.0.0.0/1
                """);
        BlocklistCheck check = check("44.3.2.50");
        assertThat(check.error()).contains(BlocklistError.WILDCARD);
        assertThat(client.states().get(0).status()).isEqualTo(ListState.Status.SUSPENDED);
        assertThat(check("44.3.2.1").isSuspended()).isTrue();
        server.serveAddresses(ADDRESSES);
        assertThat(client.checkHealth().isHealthy()).isTrue();
        assertThat(check("44.3.2.50").status()).isEqualTo(ListStatus.NOT_LISTED);
    }

    @Test
    @DisplayName("DBL_06: the server is gone, and the list lists nothing")
    void gone() {
        server.end();
        BlocklistCheck check = check("44.3.2.1");
        assertThat(check.status()).isEqualTo(ListStatus.UNKNOWN);
        assertThat(check.failure().orElseThrow()).isIn(DnsFailure.TIMEOUT, DnsFailure.NETWORK);
    }

    @Test
    @DisplayName("T91: a server that refuses is of no use")
    void refused() {
        BlocklistProfile elsewhere = BlocklistProfile.builder("elsewhere", "other.example")
                .kinds(BlocklistKind.IPV4)
                .code(ReturnCode.listed(CodePattern.of("127.0.0.2"), "SPAM", "Sends spam.", 5))
                .build();
        BlocklistCheck check = BlocklistClient.builder()
                .resolver(dns)
                .profile(elsewhere)
                .build()
                .check(IpAddress.of("44.3.2.1"))
                .checks()
                .get(0);
        assertThat(check.error()).contains(BlocklistError.REFUSED);
    }
}
