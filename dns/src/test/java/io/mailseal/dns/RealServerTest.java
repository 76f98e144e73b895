package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against unbound. Skipped where it is not installed, unless the environment says MAILSEAL_SERVERS=required. */
class RealServerTest {

    static final String LARGE = ("\"" + "x".repeat(250) + "\" ").repeat(20);

    static final String FORWARD_ZONE = """
            $ORIGIN example.
            $TTL 300
            @            SOA   ns hostmaster 1 3600 600 86400 60
            @            NS    ns
            ns           A     127.0.0.1
            a            A     192.0.2.1
            a            A     192.0.2.2
            a            AAAA  2001:db8::1
            @            MX    10 mx1
            @            MX    20 mx2
            text         TXT   "v=spf1 " "-all"
            octets       TXT   "\\195\\164\\000\\255 \\"quoted\\""
            large        TXT   %s
            alias        CNAME alias2
            alias2       CNAME a
            dangling     CNAME nothing
            void         CNAME text
            circle       CNAME circle2
            circle2      CNAME circle
            old          DNAME new
            host.new     A     192.0.2.3
            dot\\.ted     A     192.0.2.4
            \\255bit      A     192.0.2.5
            _25._tcp.a   TLSA  3 1 1 00112233
            """.formatted(LARGE);

    static final String REVERSE_ZONE = """
            $ORIGIN 2.0.192.in-addr.arpa.
            $TTL 300
            @   SOA  ns.example. hostmaster.example. 1 3600 600 86400 60
            @   NS   ns.example.
            1   PTR  a.example.
            """;

    @TempDir
    static Path folder;

    static ServerProcess unbound;
    static DnsClient client;

    @BeforeAll
    static void start() throws IOException {
        RealServers.require("unbound");
        unbound = Unbound.withZones(folder, FORWARD_ZONE, REVERSE_ZONE);
        client = DnsClient.builder()
                .server(unbound.address())
                .perTryTimeout(Duration.ofSeconds(20))
                .withoutDnssec()
                .build();
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.close();
        }
        if (unbound != null) {
            unbound.close();
        }
    }

    static DnsAnswer ask(DomainName name, DnsType type) {
        try {
            return client.resolve(new DnsQuestion(name, type)).get(90, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer", e);
        }
    }

    static DnsAnswer ask(String name, DnsType type) {
        return ask(DomainName.of(name), type);
    }

    static List<DnsRecord> records(DnsAnswer answer) {
        assertThat(answer).as(answer.toString()).isInstanceOf(DnsAnswer.Found.class);
        return ((DnsAnswer.Found) answer).records();
    }

    static DnsRecord address(String address) {
        return new DnsRecord.Address(IpAddress.of(address));
    }

    @Test
    void addresses() {
        assertThat(records(ask("a.example", DnsType.A)))
                .containsExactlyInAnyOrder(address("192.0.2.1"), address("192.0.2.2"));
        assertThat(records(ask("A.EXAMPLE", DnsType.AAAA))).containsExactly(address("2001:db8::1"));
    }

    @Test
    void mailExchangers() {
        assertThat(records(ask("example", DnsType.MX)))
                .containsExactlyInAnyOrder(
                        new DnsRecord.Mx(10, DomainName.of("mx1.example")),
                        new DnsRecord.Mx(20, DomainName.of("mx2.example")));
    }

    @Test
    void text() {
        assertThat(records(ask("text.example", DnsType.TXT))).containsExactly(DnsRecord.Txt.of("v=spf1 -all"));
        assertThat(records(ask("octets.example", DnsType.TXT)))
                .containsExactly(DnsRecord.Txt.of("\u00c3\u00a4\0\u00ff \"quoted\""));
    }

    @Test
    void largeTextByTcp() {
        assertThat(records(ask("large.example", DnsType.TXT))).containsExactly(DnsRecord.Txt.of("x".repeat(5000)));
    }

    @Test
    void pointer() {
        DomainName reverse = IpAddress.of("192.0.2.1").toReverseName();
        assertThat(records(ask(reverse, DnsType.PTR)))
                .containsExactly(new DnsRecord.Pointer(DnsType.PTR, DomainName.of("a.example")));
    }

    @Test
    void tlsa() {
        assertThat(records(ask("_25._tcp.a.example", DnsType.TLSA)))
                .containsExactly(
                        new DnsRecord.Tlsa(3, 1, 1, Octets.of((byte) 0, (byte) 0x11, (byte) 0x22, (byte) 0x33)));
    }

    @Test
    void aliases() {
        DnsAnswer answer = ask("alias.example", DnsType.A);
        assertThat(records(answer)).hasSize(2);
        assertThat(answer.aliases()).hasSize(2);
        assertThat(answer.canonicalName()).isEqualTo(DomainName.of("a.example"));
        assertThat(records(ask("alias.example", DnsType.CNAME)))
                .containsExactly(new DnsRecord.Pointer(DnsType.CNAME, DomainName.of("alias2.example")));
    }

    @Test
    void dname() {
        DnsAnswer answer = ask("host.old.example", DnsType.A);
        assertThat(records(answer)).containsExactly(address("192.0.2.3"));
        assertThat(answer.aliases()).extracting(alias -> alias.type()).containsExactly(DnsType.DNAME);
    }

    @Test
    void noData() {
        DnsAnswer answer = ask("text.example", DnsType.A);
        assertThat(answer).isInstanceOf(DnsAnswer.NoData.class);
        assertThat(answer.ttl()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
    }

    @Test
    void noDataBehindAnAlias() {
        DnsAnswer answer = ask("void.example", DnsType.A);
        assertThat(answer).isInstanceOf(DnsAnswer.NoData.class);
        assertThat(answer.canonicalName()).isEqualTo(DomainName.of("text.example"));
    }

    @Test
    void noSuchName() {
        DnsAnswer answer = ask("nothing.example", DnsType.TXT);
        assertThat(answer).isInstanceOf(DnsAnswer.NoSuchName.class);
        assertThat(answer.ttl()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
    }

    @Test
    void noSuchNameBehindAnAlias() {
        DnsAnswer answer = ask("dangling.example", DnsType.A);
        assertThat(answer).isInstanceOf(DnsAnswer.NoSuchName.class);
        assertThat(answer.canonicalName()).isEqualTo(DomainName.of("nothing.example"));
    }

    @Test
    void circle() {
        DnsAnswer answer = ask("circle.example", DnsType.A);
        assertThat(answer).isInstanceOf(DnsAnswer.Failed.class);
        assertThat(((DnsAnswer.Failed) answer).cause()).isIn(DnsFailure.LOOP, DnsFailure.SERVER_FAILURE);
    }

    @Test
    void labelsWithAnyOctet() {
        DomainName dotted = DomainName.ofLabels(List.of(Octets.ofLatin1("dot.ted"), Octets.ofLatin1("example")))
                .orElseThrow();
        assertThat(records(ask(dotted, DnsType.A))).containsExactly(address("192.0.2.4"));
        DomainName eightBit = DomainName.ofLabels(List.of(Octets.ofLatin1("\u00ffbit"), Octets.ofLatin1("example")))
                .orElseThrow();
        assertThat(records(ask(eightBit, DnsType.A))).containsExactly(address("192.0.2.5"));
        assertThat(ask("dot.ted.example", DnsType.A)).isInstanceOf(DnsAnswer.NoSuchName.class);
    }
}
