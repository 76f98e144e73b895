package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** DNS over TLS with unbound (RFC 7858, RFC 8310). */
class RealTlsTest {

    private static final Path CERTIFICATE = Path.of("certificate.pem");
    private static final Path KEY = Path.of("key.pem");

    static final DomainName NAME = DomainName.of("dns.mailseal.test");
    static final DomainName OTHER_NAME = DomainName.of("other.mailseal.test");

    static RealServers servers;
    static TestAuthority authority;
    static ServerProcess good;
    static ServerProcess expired;

    @BeforeAll
    static void start() throws IOException {
        servers = RealServers.shared();
        authority = new TestAuthority("Mailseal tests");
        good = server("tls", Instant.parse("2049-01-01T00:00:00Z"));
        expired = server("tls-expired", Instant.parse("2021-01-01T00:00:00Z"));
    }

    private static ServerProcess server(String name, Instant notAfter) throws IOException {
        Path folder = servers.folder(name);
        authority.issue(NAME.toString(), notAfter, folder.resolve(CERTIFICATE), folder.resolve(KEY));
        return servers.started(Unbound.validatingOverTls(
                folder,
                servers.root(),
                servers.server(RealServers.Way.AT_NAMED),
                CERTIFICATE.toString(),
                KEY.toString()));
    }

    private static DnsClient.Builder client(ServerProcess server, DomainName name) {
        return DnsClient.builder()
                .serverOverTls(server.address(), name)
                .tls(authority.trusted())
                .perTryTimeout(Duration.ofSeconds(10))
                .tries(2);
    }

    private static DnsAnswer ask(DnsClient.Builder builder, String name, DnsType type) {
        try (DnsClient client = builder.build()) {
            return RealAnswers.await(client.resolve(new DnsQuestion(DomainName.of(name), type)));
        }
    }

    private static void checkFails(DnsClient.Builder builder, DnsFailure... causes) {
        DnsAnswer answer = ask(builder.validating(servers.anchors()), "www.alg13.example", DnsType.A);
        assertThat(answer).as(answer.toString()).isInstanceOf(DnsAnswer.Failed.class);
        assertThat(((DnsAnswer.Failed) answer).cause()).as(answer.toString()).isIn((Object[]) causes);
        assertThat(answer.reason()).isNotEmpty();
    }

    @Test
    void theRightName() {
        DnsAnswer answer = ask(client(good, NAME).validating(servers.anchors()), "large.alg13.example", DnsType.TXT);
        assertThat(answer).as(answer.toString()).isInstanceOf(DnsAnswer.Found.class);
        assertThat(answer.security()).isEqualTo(DnsSecurity.SECURE);
    }

    @Test
    void manyQuestionsAtOnce() {
        try (DnsClient client = client(good, NAME).validating(servers.anchors()).build()) {
            List<CompletableFuture<DnsAnswer>> answers = SignedZones.questions(servers.root()).stream()
                    .filter(question -> question.name().isAtOrBelow(DomainName.of("nsec3.example")))
                    .map(client::resolve)
                    .toList();
            assertThat(answers)
                    .hasSizeGreaterThan(50)
                    .allSatisfy(
                            answer -> assertThat(RealAnswers.await(answer)).isNotInstanceOf(DnsAnswer.Failed.class));
        }
    }

    @Test
    void theVerdictOfAServerOverTlsMayBeTaken() {
        DnsAnswer answer = ask(client(good, NAME).trustingAuthenticatedData(), "www.alg13.example", DnsType.A);
        assertThat(answer.security()).as(answer.toString()).isEqualTo(DnsSecurity.SECURE);
        DnsAnswer bogus = ask(client(good, NAME).trustingAuthenticatedData(), "www.expired.example", DnsType.A);
        assertThat(bogus.security()).as(bogus.toString()).isEqualTo(DnsSecurity.BOGUS);
    }

    @Test
    void anotherName() {
        checkFails(client(good, OTHER_NAME), DnsFailure.NETWORK);
    }

    @Test
    void anotherAuthority() {
        checkFails(client(good, NAME).tls(new TestAuthority("Mailseal tests").trusted()), DnsFailure.NETWORK);
    }

    @Test
    void anExpiredCertificate() {
        checkFails(client(expired, NAME), DnsFailure.NETWORK);
    }

    /** There is an answer in clear text to be had at that port, by UDP and by TCP. Nobody asks for it. */
    @Test
    void neverClearText() {
        for (RealServers.Way way : RealServers.Way.values()) {
            DnsClient.Builder impatient = client(servers.server(way), NAME).perTryTimeout(Duration.ofMillis(300));
            checkFails(impatient, DnsFailure.NETWORK, DnsFailure.TIMEOUT);
        }
    }
}
