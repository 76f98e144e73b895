package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies over real HTTPS, on loopback, from servers good and bad (§3.3). */
class HttpsPolicyFetcherTest {

    static final DomainName DOMAIN = DomainName.of("example.com");
    static final String HOST = "mta-sts.example.com";
    static final String POLICY = "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmax_age: 604800\r\n";
    static final TestAuthority AUTHORITY = new TestAuthority("Authority of the tests");
    static final SSLContext GOOD = AUTHORITY.server(HOST);
    static final IpAddress LOOPBACK = IpAddress.of("127.0.0.0");

    final VirtualClock clock = new VirtualClock();
    final List<AutoCloseable> toClose = new ArrayList<>();
    InMemoryDns dns = InMemoryDns.parse(HOST + " A 127.0.0.1");

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : toClose) {
            each.close();
        }
    }

    TlsHost host(SSLContext tls, TlsHost.Script script, String... protocols) throws IOException {
        TlsHost host = TlsHost.start(tls, script, protocols);
        toClose.add(host);
        return host;
    }

    TlsHost host(String response) throws IOException {
        return host(GOOD, TlsHost.answering(response));
    }

    HttpsPolicyFetcher.Builder https(int port) {
        return HttpsPolicyFetcher.builder()
                .resolver(dns)
                .timer(clock)
                .trust(AUTHORITY.trusted())
                .allowAddresses(LOOPBACK, 8)
                .allowPort(port);
    }

    CompletableFuture<PolicyFetch> fetchAsync(int port, UnaryOperator<HttpsPolicyFetcher.Builder> settings) {
        return MtaStsFetcher.builder()
                .resolver(dns)
                .policies(settings.apply(https(port)).build())
                .build()
                .fetchPolicyAsync(DOMAIN);
    }

    static PolicyFetch get(CompletableFuture<PolicyFetch> fetch) {
        return fetch.orTimeout(30, TimeUnit.SECONDS).join();
    }

    PolicyFetch fetch(TlsHost host) {
        return get(fetchAsync(host.port(), it -> it));
    }

    static void assertProblem(PolicyFetch fetch, MtaStsProblem.Kind kind) {
        assertThat(fetch.problem().map(MtaStsProblem::kind))
                .as(fetch::explanation)
                .contains(kind);
        assertThat(fetch.policy()).isEmpty();
        assertThat(Octets.ofUtf8(fetch.explanation()).isAscii()).isTrue();
    }

    static void assertPolicy(PolicyFetch fetch) {
        assertThat(fetch.problem()).isEmpty();
        assertThat(fetch.policy())
                .isEqualTo(MtaStsPolicy.parse(Octets.ofUtf8(POLICY)).value());
    }

    @Nested
    class What_is_asked {

        @Test
        @DisplayName(
                "STS_03 §3.3 GET of the well-known path, Host and SNI are those of the policy host, TLS 1.2 or later")
        void request() throws Exception {
            TlsHost host = host(TlsHost.ok(POLICY));
            assertPolicy(fetch(host));
            TlsHost.Guest guest = host.next();
            assertThat(guest.head)
                    .startsWith("GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: " + HOST + ":" + host.port() + "\r\n");
            assertThat(guest.serverNames).containsExactly(HOST);
            assertThat(guest.protocol).isIn("TLSv1.3", "TLSv1.2");
        }

        @Test
        @DisplayName("STS_04 T71 T72 §3.3 no cache on the way is asked, nothing compressed is asked for")
        void noCache() throws Exception {
            TlsHost host = host(TlsHost.ok(POLICY));
            assertPolicy(fetch(host));
            assertThat(host.next().head)
                    .doesNotContain("Accept-Encoding")
                    .doesNotContain("If-")
                    .contains("\r\nCache-Control: no-cache\r\n");
        }

        @Test
        @DisplayName(
                "T71 each fetch is a connection of its own: neither a session nor a connection for another name is used again")
        void noCoalescing() throws Exception {
            TlsHost host = host(TlsHost.ok(POLICY));
            for (int i = 1; i <= 3; i++) {
                assertPolicy(fetch(host));
                assertThat(host.connections()).isEqualTo(i);
            }
        }

        @Test
        @DisplayName("STS_03 the JDK's own HTTPS server is understood")
        void serverOfTheJdk() throws Exception {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(TlsHost.LOOPBACK, 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(GOOD));
            server.createContext("/.well-known/mta-sts.txt", exchange -> {
                byte[] body = POLICY.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "text/plain; charset=utf-8");
                boolean chunked = exchange.getRemoteAddress().getPort() % 2 == 0;
                exchange.sendResponseHeaders(200, chunked ? 0 : body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            toClose.add(() -> server.stop(0));
            for (int i = 0; i < 4; i++) {
                assertPolicy(get(fetchAsync(server.getAddress().getPort(), it -> it)));
            }
        }
    }

    @Nested
    class Who_answers {

        void assertRefused(SSLContext tls, String reason) throws Exception {
            TlsHost host = host(tls, TlsHost.answering(TlsHost.ok(POLICY)));
            PolicyFetch fetch = fetch(host);
            assertProblem(fetch, MtaStsProblem.Kind.CERTIFICATE_INVALID);
            assertThat(fetch.explanation()).contains(reason);
            assertThat(host.hasGuests()).as("nothing is said to a stranger").isFalse();
        }

        @Test
        @DisplayName("STS_03 T71 §3.3 a certificate for another name")
        void wrongName() throws Exception {
            assertRefused(AUTHORITY.server("example.com", "www.example.com", "mta-sts.example.org"), "HOST_MISMATCH");
        }

        @Test
        @DisplayName("STS_03 T71 §3.3 an expired certificate, and one that is not valid yet")
        void expired() throws Exception {
            Instant end = Instant.parse("2021-01-01T00:00:00Z");
            assertRefused(AUTHORITY.server(TestAuthority.LONG_AGO, end, "somebody", HOST), "EXPIRED");
            Instant begin = Instant.parse("2048-01-01T00:00:00Z");
            assertRefused(AUTHORITY.server(begin, TestAuthority.FAR_AHEAD, "somebody", HOST), "NOT_TRUSTED");
        }

        @Test
        @DisplayName("STS_03 §3.3 a certificate of an authority that nobody knows")
        void unknownAuthority() throws Exception {
            assertRefused(new TestAuthority("Another").server(HOST), "NOT_TRUSTED");
        }

        @Test
        @DisplayName("STS_03 §3.3 a certificate whose common name is right and which has no DNS-ID")
        void commonNameOnly() throws Exception {
            assertRefused(AUTHORITY.server(TestAuthority.LONG_AGO, TestAuthority.FAR_AHEAD, HOST), "HOST_MISMATCH");
        }

        @Test
        @DisplayName("STS_03 T71 §3.3 a wildcard is good as the whole leftmost label, and nowhere else")
        void wildcard() throws Exception {
            assertPolicy(fetch(host(AUTHORITY.server("*.example.com"), TlsHost.answering(TlsHost.ok(POLICY)))));
            assertRefused(AUTHORITY.server("mta*.example.com", "*-sts.example.com"), "HOST_MISMATCH");
            assertRefused(AUTHORITY.server("mta-sts.*.com", "*.*.com", "*.com", "*"), "HOST_MISMATCH");
            assertRefused(AUTHORITY.server("*.mta-sts.example.com"), "HOST_MISMATCH");
        }

        @Test
        @DisplayName("STS_03 §7.2 TLS 1.2 and 1.3 are spoken")
        void versions() throws Exception {
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                TlsHost host = host(GOOD, TlsHost.answering(TlsHost.ok(POLICY)), version);
                assertPolicy(fetch(host));
                assertThat(host.next().protocol).isEqualTo(version);
            }
        }

        @Test
        @DisplayName("STS_03 §7.2 older versions are not offered")
        void oldVersions() {
            CertificateCheck check = new CertificateCheck(DOMAIN, AUTHORITY.trusted(), true);
            ServerTls tls = new ServerTls(DOMAIN, check);
            assertThat(tls.parameters(tls.context()).getProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
        }

        @Test
        @DisplayName("STS_03 whoever speaks in the clear is not understood")
        void clearText() throws Exception {
            TlsHost plain = TlsHost.plain(guest -> {
                guest.write(TlsHost.ok(POLICY));
                guest.awaitEnd();
            });
            toClose.add(plain);
            assertProblem(fetch(plain), MtaStsProblem.Kind.TLS_FAILED);
        }
    }

    @Nested
    class What_is_answered {

        @ParameterizedTest
        @ValueSource(ints = {301, 302, 303, 307, 308})
        @DisplayName("STS_04 T71 PIT_64 §3.3 a redirect is not followed")
        void redirect(int status) throws Exception {
            TlsHost target = host(TlsHost.ok(POLICY));
            TlsHost host = host("HTTP/1.1 " + status + " Moved\r\nLocation: https://" + HOST + ":" + target.port()
                    + "/.well-known/mta-sts.txt\r\nContent-Length: 0\r\n\r\n");
            assertProblem(fetch(host), MtaStsProblem.Kind.REDIRECT);
            assertThat(target.connections()).isZero();
        }

        @ParameterizedTest
        @ValueSource(ints = {201, 203, 204, 206, 304, 404, 410, 500, 503})
        @DisplayName("STS_04 §3.3 nothing but 200")
        void status(int status) throws Exception {
            String body = status == 204 || status == 304 ? "" : POLICY;
            PolicyFetch fetch = fetch(host(TlsHost.ok(body).replace("200 OK", status + " Whatever")));
            assertProblem(fetch, status == 304 ? MtaStsProblem.Kind.REDIRECT : MtaStsProblem.Kind.HTTP_STATUS);
            assertThat(fetch.explanation()).contains(String.valueOf(status));
        }

        @Test
        @DisplayName("STS_05 PIT_64 §3.2 text/plain, whatever its parameters, and nothing else")
        void mediaType() throws Exception {
            for (String type : List.of(
                    "text/plain; charset=utf-8",
                    "text/plain;charset=us-ascii",
                    "TEXT/Plain ; format=flowed",
                    "text/plain; charset=iso-8859-1")) {
                assertPolicy(fetch(host(TlsHost.ok(POLICY).replace("text/plain", type))));
            }
            for (String type : List.of(
                    "text/html",
                    "text/plainer",
                    "application/octet-stream",
                    "",
                    "text",
                    "text/plain, text/html",
                    "image/png; text/plain")) {
                TlsHost host = host(TlsHost.ok(POLICY).replace("text/plain", type));
                assertProblem(fetch(host), MtaStsProblem.Kind.MEDIA_TYPE);
            }
            assertProblem(
                    fetch(host(TlsHost.ok(POLICY).replace("Content-Type", "Other"))), MtaStsProblem.Kind.MEDIA_TYPE);
            assertProblem(
                    fetch(host(TlsHost.ok(POLICY).replace("Content-Type", "Content-Type: text/plain\r\nContent-Type"))),
                    MtaStsProblem.Kind.MEDIA_TYPE);
        }

        @Test
        @DisplayName("STS_05 §3.2 any media type, where that is allowed")
        void anyMediaType() throws Exception {
            TlsHost host = host(TlsHost.ok(POLICY).replace("text/plain", "application/octet-stream"));
            assertPolicy(MtaStsFetcher.builder()
                    .resolver(dns)
                    .policies(https(host.port()).build())
                    .allowAnyMediaType()
                    .build()
                    .fetchPolicy(DOMAIN));
        }

        @ParameterizedTest
        @ValueSource(strings = {"gzip", "br", "x-gzip", "gzip, identity"})
        @DisplayName("T72 a body that is compressed is not unpacked")
        void compressed(String encoding) throws Exception {
            TlsHost host =
                    host(TlsHost.ok(POLICY).replace("\r\n\r\n", "\r\nContent-Encoding: " + encoding + "\r\n\r\n"));
            assertProblem(fetch(host), MtaStsProblem.Kind.CONTENT_ENCODING);
        }

        @Test
        void encodedAsItself() throws Exception {
            assertPolicy(
                    fetch(host(TlsHost.ok(POLICY).replaceFirst("\r\n\r\n", "\r\nContent-Encoding: identity\r\n\r\n"))));
        }

        @Test
        @DisplayName("STS_06 what is no policy is INVALID_POLICY, and its findings are told")
        void noPolicy() throws Exception {
            PolicyFetch fetch = fetch(host(TlsHost.ok("<html>Welcome!</html>")));
            assertProblem(fetch, MtaStsProblem.Kind.INVALID_POLICY);
            assertThat(fetch.findings())
                    .extracting(MtaStsFinding::code)
                    .contains(MtaStsFinding.Code.INVALID_LINE, MtaStsFinding.Code.MISSING_VERSION);
        }
    }

    @Nested
    class How_long_it_takes {

        void assertTimeOut(TlsHost.Script script) throws Exception {
            TlsHost host = host(GOOD, script);
            CompletableFuture<PolicyFetch> fetch = fetchAsync(host.port(), it -> it);
            host.next();
            clock.advance(Duration.ofSeconds(59));
            assertThat(fetch).isNotDone();
            clock.advance(Duration.ofSeconds(1));
            assertProblem(get(fetch), MtaStsProblem.Kind.TIMEOUT);
            assertThat(clock.pending()).isZero();
        }

        @Test
        @DisplayName("STS_08 PIT_64 §3.3 a minute in all: a server that never answers")
        void silent() throws Exception {
            assertTimeOut(guest -> {
                guest.readHead();
                guest.awaitEnd();
            });
        }

        @Test
        @DisplayName("STS_08 T72 §3.3 a minute in all: a server that stops in the middle")
        void halfAnAnswer() throws Exception {
            assertTimeOut(guest -> {
                guest.readHead();
                guest.write(TlsHost.ok(POLICY).substring(0, 100));
                guest.awaitEnd();
            });
        }

        @Test
        @DisplayName("STS_08 §3.3 a minute in all: a server that does not come to TLS")
        void noHandshake() throws Exception {
            CompletableFuture<Socket> came = new CompletableFuture<>();
            TlsHost plain = TlsHost.plain(guest -> {
                came.complete(guest.connection());
                guest.awaitEnd();
            });
            toClose.add(plain);
            CompletableFuture<PolicyFetch> fetch = fetchAsync(plain.port(), it -> it);
            came.get(20, TimeUnit.SECONDS);
            clock.advance(Duration.ofMinutes(1));
            assertProblem(get(fetch), MtaStsProblem.Kind.TIMEOUT);
        }

        @Test
        @DisplayName("STS_08 a minute to find addresses and a thread, or it is a limit of ours")
        void dnsAndThreads() {
            dns = dns.withClock(clock).delaying(DomainName.of(HOST), Duration.ofSeconds(10));
            List<Runnable> waiting = new ArrayList<>();
            CompletableFuture<PolicyFetch> fetch =
                    fetchAsync(1, it -> it.executor(waiting::add).dns(dns.sessions()));
            clock.advance(Duration.ofSeconds(10));
            assertThat(waiting).hasSize(1);
            clock.advance(Duration.ofSeconds(50));
            // Nobody was asked, so it says nothing of the domain.
            assertProblem(get(fetch), MtaStsProblem.Kind.TOO_BUSY);
            waiting.get(0).run(); // too late, and it does not connect
        }

        @Test
        @DisplayName("T72 STS_08 the minute is that of the exchange, however late its turn comes")
        void lateTurn() throws Exception {
            TlsHost host = host(GOOD, guest -> {
                guest.readHead();
                guest.awaitEnd();
            });
            List<Runnable> waiting = new ArrayList<>();
            CompletableFuture<PolicyFetch> fetch = fetchAsync(
                    host.port(),
                    it -> it.executor(waiting::add).dns(DnsSessions.over(dns).withExecutor(Runnable::run)));
            clock.advance(Duration.ofSeconds(59));
            Thread turn = new Thread(waiting.get(0));
            turn.start();
            host.next();
            clock.advance(Duration.ofSeconds(59));
            assertThat(fetch).isNotDone();
            clock.advance(Duration.ofSeconds(1));
            assertProblem(get(fetch), MtaStsProblem.Kind.TIMEOUT);
            turn.join();
            assertThat(clock.pending()).isZero();
        }

        @Test
        @DisplayName("T72 whose addresses are not found in a minute has not failed: it is a limit of ours")
        void slowDns() {
            CompletableFuture<PolicyFetch> fetch =
                    fetchAsync(1, it -> it.resolver(question -> new CompletableFuture<>()));
            clock.advance(Duration.ofMinutes(1));
            assertProblem(get(fetch), MtaStsProblem.Kind.HOST_DNS_LIMIT);
            assertThat(MtaStsProblem.Kind.HOST_DNS_LIMIT.isOurs()).isTrue();
        }

        @Test
        @DisplayName("T72 who is told of a time-out may block, without holding up the time-outs of others")
        void blockingCallers() throws Exception {
            CountDownLatch told = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            HttpsPolicyFetcher impatient = HttpsPolicyFetcher.builder()
                    .resolver(question -> new CompletableFuture<>())
                    .limits(PolicyFetchLimits.DEFAULT.withTime(Duration.ofMillis(50)))
                    .build();
            try {
                CompletableFuture<Void> blocked = impatient
                        .fetch(DomainName.of(HOST))
                        .thenAccept(response -> {
                            told.countDown();
                            awaitUninterruptibly(release);
                        });
                assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
                PolicyResponse.Failed second = (PolicyResponse.Failed)
                        impatient.fetch(DomainName.of("mta-sts.other.example")).get(20, TimeUnit.SECONDS);
                assertThat(second.problem().kind()).isEqualTo(MtaStsProblem.Kind.HOST_DNS_LIMIT);
                assertThat(blocked).isNotDone();
            } finally {
                release.countDown();
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"nothing.example A 127.0.0.1", HOST + " A 10.0.0.1", HOST + " A 127.0.0.1"})
        @DisplayName("T72 what callers do never runs on a thread that evaluates DNS or connects")
        void threadOfCallers(String zone) {
            dns = InMemoryDns.parse(zone).withClock(clock).delaying(DomainName.of(HOST), Duration.ofSeconds(1));
            CompletableFuture<String> thread = https(1).dns(dns.sessions())
                    .build()
                    .fetch(DomainName.of(HOST))
                    .thenApply(response -> Thread.currentThread().getName());
            clock.advance(Duration.ofSeconds(1));
            assertThat(thread.orTimeout(20, TimeUnit.SECONDS).join()).startsWith("mailseal-policy-caller-");
        }

        @Test
        @DisplayName("T72 who blocks with a policy in hand holds up no other fetch")
        void blockingWithPolicy() throws Exception {
            CountDownLatch release = new CountDownLatch(1);
            TlsHost host = host(TlsHost.ok(POLICY));
            try {
                List<CompletableFuture<Void>> blocked = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    blocked.add(fetchAsync(host.port(), it -> it).thenAccept(fetch -> awaitUninterruptibly(release)));
                }
                assertPolicy(fetch(host));
                assertThat(blocked).noneMatch(CompletableFuture::isDone);
            } finally {
                release.countDown();
            }
        }

        private void awaitUninterruptibly(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        @Test
        @DisplayName("STS_08 T72 §3.3 64 KiB: a body that says it is longer")
        void announced() throws Exception {
            assertProblem(
                    fetch(host("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 65537\r\n\r\n")),
                    MtaStsProblem.Kind.TOO_LARGE);
            assertProblem(
                    fetch(host("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                            + "Content-Length: 99999999999999999999999\r\n\r\n")),
                    MtaStsProblem.Kind.TOO_LARGE);
        }

        @Test
        @DisplayName("STS_08 T72 §3.3 64 KiB: endless chunks, endless header, endless trailer, endless line")
        void endless() throws Exception {
            assertEndless(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1000\r\n" + "a".repeat(4096) + "\r\n");
            assertEndless(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1;x=" + "y".repeat(99) + "\r\na\r\n");
            assertEndless("HTTP/1.1 200 OK\r\n", "X-Field: and another one\r\n");
            assertEndless("HTTP/1.1 200 OK\r\nX-Field: ", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
            assertEndless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X-Field: and another one\r\n");
        }

        void assertEndless(String begin, String more) throws Exception {
            TlsHost host = host(GOOD, guest -> {
                guest.readHead();
                guest.write(begin);
                while (true) {
                    guest.write(more);
                }
            });
            assertProblem(fetch(host), MtaStsProblem.Kind.TOO_LARGE);
        }

        @Test
        @DisplayName("STS_08 a policy of exactly 64 KiB is taken")
        void largest() throws Exception {
            String filler = "x: " + "a".repeat(65536 - POLICY.length() - 5) + "\r\n";
            assertThat(fetch(host(TlsHost.ok(POLICY + filler))).policy()).isPresent();
        }

        @Test
        @DisplayName("Cancelling closes the connection")
        void cancelled() throws Exception {
            CompletableFuture<Void> gone = new CompletableFuture<>();
            TlsHost host = host(GOOD, guest -> {
                guest.readHead();
                try {
                    guest.awaitEnd();
                } finally {
                    gone.complete(null);
                }
            });
            CompletableFuture<PolicyFetch> fetch = fetchAsync(host.port(), it -> it);
            host.next();
            assertThat(fetch.cancel(true)).isTrue();
            gone.get(20, TimeUnit.SECONDS);
            assertThat(clock.pending()).isZero();
        }
    }

    @Nested
    class Where_it_connects_to {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "A 127.0.0.1",
                    "A 10.0.0.1",
                    "A 169.254.169.254",
                    "A 192.168.1.1",
                    "A 100.64.0.1",
                    "A 224.0.0.1",
                    "AAAA ::1",
                    "AAAA ::ffff:10.0.0.1",
                    "AAAA ::ffff:127.0.0.1",
                    "AAAA 64:ff9b::7f00:1",
                    "AAAA 2002:7f00:1::1",
                    "AAAA fe80::1",
                    "AAAA fc00::1"
                })
        @DisplayName("STS_19 T73 an address that nobody on the Internet has: nothing is connected to")
        void special(String address) throws Exception {
            TlsHost host = host(TlsHost.ok(POLICY));
            dns = InMemoryDns.parse(HOST + " " + address);
            HttpsPolicyFetcher strict = HttpsPolicyFetcher.builder()
                    .resolver(dns)
                    .trust(AUTHORITY.trusted())
                    .allowPort(host.port())
                    .build();
            PolicyResponse.Failed failed =
                    (PolicyResponse.Failed) strict.fetch(DomainName.of(HOST)).get(20, TimeUnit.SECONDS);
            assertThat(failed.problem().kind()).isEqualTo(MtaStsProblem.Kind.ADDRESS_NOT_ALLOWED);
            assertThat(host.connections()).isZero();
        }

        @Test
        @DisplayName("STS_19 T73 behind a NAT64 that was told of, the address inside is what counts")
        void nat64() throws Exception {
            dns = InMemoryDns.parse(HOST + " AAAA 2600:1:2:3::a00:1");
            assertProblem(
                    get(fetchAsync(1, it -> it.nat64Prefix(IpAddress.of("2600:1:2:3::"), 96))),
                    MtaStsProblem.Kind.ADDRESS_NOT_ALLOWED);
            assertThatIllegalArgumentException().isThrownBy(() -> https(1).nat64Prefix(LOOPBACK, 96));
        }

        @Test
        @DisplayName("STS_19 T73 through an alias, too")
        void alias() throws Exception {
            dns = InMemoryDns.parse(HOST + " CNAME inner.example\ninner.example A 10.0.0.1");
            assertProblem(get(fetchAsync(1, it -> it)), MtaStsProblem.Kind.ADDRESS_NOT_ALLOWED);
        }

        @Test
        @DisplayName("STS_19 T73 of several addresses the special ones are left out")
        void mixed() throws Exception {
            TlsHost host = host(TlsHost.ok(POLICY));
            dns = InMemoryDns.parse(HOST + " A 10.0.0.1\n" + HOST + " A 127.0.0.1\n" + HOST + " AAAA ::1");
            assertPolicy(fetch(host));
        }

        @Test
        @DisplayName("STS_19 T73 rebinding: one question is asked, and its answer is what is connected to")
        void rebinding() throws Exception {
            TlsHost host = host(TlsHost.ok(POLICY));
            AtomicInteger asked = new AtomicInteger();
            DnsResolver changing = question -> {
                int count = question.equals(DnsQuestion.a(DomainName.of(HOST))) ? asked.incrementAndGet() : 0;
                DnsRecord record = new DnsRecord.Address(IpAddress.of(count == 1 ? "127.0.0.1" : "10.0.0.1"));
                return CompletableFuture.completedFuture(
                        count == 0 ? DnsAnswer.noData(question) : DnsAnswer.found(question, List.of(record)));
            };
            assertPolicy(get(fetchAsync(host.port(), it -> it.resolver(changing))));
            assertThat(asked).hasValue(1);
            // Next time it is another address, and that is vetted again.
            assertProblem(
                    get(fetchAsync(host.port(), it -> it.resolver(changing))), MtaStsProblem.Kind.ADDRESS_NOT_ALLOWED);
        }

        @Test
        @DisplayName("STS_19 the port is 443 unless another one is allowed by name")
        void port() {
            assertThatIllegalArgumentException().isThrownBy(() -> https(0));
            assertThatIllegalArgumentException().isThrownBy(() -> https(65536));
            assertThatIllegalStateException()
                    .isThrownBy(() -> HttpsPolicyFetcher.builder().build());
            assertThatIllegalArgumentException().isThrownBy(() -> https(1).allowAddresses(LOOPBACK, 33));
        }

        @Test
        @DisplayName("STS_19 no proxy of the system's is used")
        void noProxy() throws Exception {
            TlsHost host = host(TlsHost.ok(POLICY));
            TlsHost proxy = TlsHost.plain(guest -> {});
            toClose.add(proxy);
            List<String> properties = List.of("https.proxy", "http.proxy", "socksProxy");
            for (String each : properties) {
                System.setProperty(each + "Host", "127.0.0.1");
                System.setProperty(each + "Port", String.valueOf(proxy.port()));
            }
            try {
                assertPolicy(fetch(host));
            } finally {
                for (String each : properties) {
                    System.clearProperty(each + "Host");
                    System.clearProperty(each + "Port");
                }
            }
            assertThat(proxy.connections()).isZero();
        }

        @Test
        @DisplayName("STS_19 a proxy that is given is told the address that was vetted, not the name")
        void proxy() throws Exception {
            TlsHost host = host(TlsHost.ok(POLICY));
            TlsHost proxy = TlsHost.plain(guest -> {
                guest.readHead();
                try (Socket onward = new Socket(TlsHost.LOOPBACK, host.port())) {
                    guest.write("HTTP/1.1 200 Connection established\r\n\r\n");
                    Thread back = new Thread(() -> copy(onward, guest.connection()));
                    back.setDaemon(true);
                    back.start();
                    copy(guest.connection(), onward);
                }
            });
            toClose.add(proxy);
            assertPolicy(get(
                    fetchAsync(host.port(), it -> it.proxy(new InetSocketAddress(TlsHost.LOOPBACK, proxy.port())))));
            assertThat(proxy.next().head).startsWith("CONNECT 127.0.0.1:" + host.port() + " HTTP/1.1\r\n");
            assertThat(host.next().serverNames).containsExactly(HOST);
        }

        private static void copy(Socket from, Socket to) {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
                to.shutdownOutput();
            } catch (IOException over) {
                // one of them has gone
            }
        }

        @ParameterizedTest
        @CsvSource({"403 Forbidden, PROXY_FAILED", "407 Authenticate, PROXY_FAILED", "502 Bad, CONNECTION_FAILED"})
        @DisplayName("STS_19 a proxy that refuses is a failure of ours; one that does not get through is none")
        void proxyRefuses(String status, MtaStsProblem.Kind kind) throws Exception {
            TlsHost proxy = TlsHost.plain(TlsHost.answering("HTTP/1.1 " + status + "\r\n\r\n"));
            toClose.add(proxy);
            assertProblem(
                    get(fetchAsync(443, it -> it.proxy(new InetSocketAddress(TlsHost.LOOPBACK, proxy.port())))), kind);
        }

        @Test
        @DisplayName("STS_19 a proxy that is not there says nothing of the domain")
        void noSuchProxy() throws Exception {
            int closed;
            try (ServerSocket free = new ServerSocket(0, 1, TlsHost.LOOPBACK)) {
                closed = free.getLocalPort();
            }
            assertProblem(
                    get(fetchAsync(443, it -> it.proxy(new InetSocketAddress(TlsHost.LOOPBACK, closed)))),
                    MtaStsProblem.Kind.PROXY_FAILED);
            assertThat(MtaStsProblem.Kind.PROXY_FAILED.isOurs()).isTrue();
        }

        @Test
        @DisplayName("A proxy that does not come to the first address leaves time for the next one")
        void proxyHangs() throws Exception {
            TlsHost host = host(TlsHost.ok(POLICY));
            TlsHost proxy = TlsHost.plain(guest -> {
                guest.readHead();
                if (guest.head.startsWith("CONNECT 127.0.0.2")) {
                    guest.awaitEnd();
                    return;
                }
                try (Socket onward = new Socket(TlsHost.LOOPBACK, host.port())) {
                    guest.write("HTTP/1.1 200 Connection established\r\n\r\n");
                    Thread back = new Thread(() -> copy(onward, guest.connection()));
                    back.setDaemon(true);
                    back.start();
                    copy(guest.connection(), onward);
                }
            });
            toClose.add(proxy);
            dns = InMemoryDns.parse(HOST + " A 127.0.0.2\n" + HOST + " A 127.0.0.1");
            PolicyFetchLimits limits =
                    new PolicyFetchLimits(Duration.ofMinutes(1), Duration.ofMillis(300), 4, 16 * 1024, 65536);
            assertPolicy(get(fetchAsync(
                    host.port(),
                    it -> it.limits(limits).proxy(new InetSocketAddress(TlsHost.LOOPBACK, proxy.port())))));
            assertThat(proxy.connections()).isEqualTo(2);
        }

        @Test
        @DisplayName("STS_10 nobody listens, no such host, DNS fails: each is told apart")
        void unreachable() throws Exception {
            int closed;
            try (ServerSocket free = new ServerSocket(0, 1, TlsHost.LOOPBACK)) {
                closed = free.getLocalPort();
            }
            assertProblem(get(fetchAsync(closed, it -> it)), MtaStsProblem.Kind.CONNECTION_FAILED);
            dns = InMemoryDns.parse("other.example A 127.0.0.1");
            assertProblem(get(fetchAsync(closed, it -> it)), MtaStsProblem.Kind.NO_POLICY_HOST);
            dns = dns.failing(DomainName.of(HOST), DnsFailure.SERVER_FAILURE);
            assertProblem(get(fetchAsync(closed, it -> it)), MtaStsProblem.Kind.HOST_DNS_UNAVAILABLE);
        }

        @Test
        @DisplayName("The next address is tried where one does not let itself be connected to")
        void nextAddress() throws Exception {
            TlsHost host = host(TlsHost.ok(POLICY));
            // Only 127.0.0.1 is listened on; the whole network is loopback.
            dns = InMemoryDns.parse(HOST + " A 127.0.0.2\n" + HOST + " A 127.0.0.1");
            assertPolicy(fetch(host));
        }

        @Test
        @DisplayName("Where no thread is left, it is a limit of ours")
        void busy() {
            PolicyFetch fetch = get(fetchAsync(
                    1,
                    it -> it.executor(task -> {
                        throw new RejectedExecutionException();
                    })));
            assertProblem(fetch, MtaStsProblem.Kind.TOO_BUSY);
        }
    }

    /** Threads that are not there when they are needed are no failure of the domain's. */
    @Nested
    class Without_threads {

        final List<Throwable> failures = List.of(
                new OutOfMemoryError("unable to create native thread"),
                new IllegalStateException("shut down"),
                new RejectedExecutionException());

        @Test
        @DisplayName("T72 whatever an executor throws, it is a limit of ours, and the turn is given back")
        void turnGivenBack() throws Exception {
            TlsHost host = host(TlsHost.ok(POLICY));
            for (Throwable failure : failures) {
                AtomicInteger left = new AtomicInteger(10);
                Executor executor = task -> {
                    if (left.getAndDecrement() > 0) {
                        sneak(failure);
                    }
                    new Thread(task).start();
                };
                HttpsPolicyFetcher fetcher = https(host.port())
                        .dns(DnsSessions.over(dns).withExecutor(Runnable::run))
                        .executor(executor)
                        .build();
                for (int i = 0; i < 10; i++) {
                    assertThat(How_many_at_a_time.kind(fetcher.fetch(DomainName.of(HOST))))
                            .isEqualTo(MtaStsProblem.Kind.TOO_BUSY);
                }
                assertThat(fetcher.fetch(DomainName.of(HOST)).get(20, TimeUnit.SECONDS))
                        .isInstanceOf(PolicyResponse.Answered.class);
            }
        }

        @Test
        @DisplayName("T72 a response is not lost where the thread of the next fetch can't be started")
        void responseKept() throws Exception {
            TlsHost host = host(TlsHost.ok(POLICY));
            List<Runnable> waiting = new ArrayList<>();
            HttpsPolicyFetcher fetcher = https(host.port())
                    .dns(DnsSessions.over(dns).withExecutor(Runnable::run))
                    .executor(task -> {
                        if (waiting.size() == 4) {
                            throw new OutOfMemoryError("unable to create native thread");
                        }
                        waiting.add(task);
                    })
                    .build();
            List<CompletableFuture<PolicyResponse>> asked = IntStream.range(0, 6)
                    .mapToObj(i -> fetcher.fetch(DomainName.of(HOST)))
                    .toList();
            waiting.get(0).run();
            assertThat(asked.get(0).get(20, TimeUnit.SECONDS)).isInstanceOf(PolicyResponse.Answered.class);
            assertThat(How_many_at_a_time.kind(asked.get(4))).isEqualTo(MtaStsProblem.Kind.TOO_BUSY);
            assertThat(How_many_at_a_time.kind(asked.get(5))).isEqualTo(MtaStsProblem.Kind.TOO_BUSY);
            waiting.subList(1, 4).forEach(Runnable::run);
            assertThat(asked.subList(1, 4))
                    .allSatisfy(each ->
                            assertThat(each.get(20, TimeUnit.SECONDS)).isInstanceOf(PolicyResponse.Answered.class));
        }

        @Test
        @DisplayName("T72 an executor that runs work on the thread that brings it loses no response")
        void callerRuns() throws Exception {
            CountDownLatch release = new CountDownLatch(1);
            TlsHost host = host(GOOD, guest -> {
                guest.readHead();
                guest.write(TlsHost.ok(POLICY));
            });
            List<Runnable> waiting = new ArrayList<>();
            HttpsPolicyFetcher fetcher = https(host.port())
                    .dns(DnsSessions.over(dns).withExecutor(Runnable::run))
                    .executor(task -> {
                        if (waiting.size() == 4) {
                            awaitUninterruptibly(release);
                        } else {
                            waiting.add(task);
                        }
                    })
                    .build();
            List<CompletableFuture<PolicyResponse>> asked = IntStream.range(0, 5)
                    .mapToObj(i -> fetcher.fetch(DomainName.of(HOST)))
                    .toList();
            Thread first = new Thread(waiting.get(0));
            first.start();
            assertThat(asked.get(0).get(20, TimeUnit.SECONDS)).isInstanceOf(PolicyResponse.Answered.class);
            release.countDown();
            first.join();
        }

        private void awaitUninterruptibly(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void sneak(Throwable failure) throws T {
            throw (T) failure;
        }
    }

    @Nested
    class How_many_at_a_time {

        final List<Runnable> started = new CopyOnWriteArrayList<>();

        /** Never connects by itself: what would be begun is only noted. */
        HttpsPolicyFetcher noting(String zone) {
            return HttpsPolicyFetcher.builder()
                    .dns(DnsSessions.over(InMemoryDns.parse(zone)).withExecutor(Runnable::run))
                    .timer(clock)
                    .allowAddresses(LOOPBACK, 8)
                    .allowPort(1)
                    .executor(started::add)
                    .build();
        }

        static String zone(int owners, String suffix, String network) {
            return IntStream.range(0, owners)
                    .mapToObj(i -> "mta-sts." + i + suffix + " A " + network + (i % 250 + 1))
                    .collect(Collectors.joining("\n"));
        }

        static CompletableFuture<PolicyResponse> ask(HttpsPolicyFetcher fetcher, String domain) {
            return fetcher.fetch(DomainName.of("mta-sts." + domain));
        }

        static MtaStsProblem.Kind kind(CompletableFuture<PolicyResponse> response) {
            return ((PolicyResponse.Failed)
                            response.orTimeout(20, TimeUnit.SECONDS).join())
                    .problem()
                    .kind();
        }

        @Test
        @DisplayName("T72 one owner has four at a time, whatever names he invents; the others don't wait for him")
        void ofOneOwner() {
            HttpsPolicyFetcher fetcher =
                    noting(zone(100, ".bad.example", "127.0.1.") + "\nmta-sts.example.com A 127.0.1.1");
            for (int i = 0; i < 100; i++) {
                ask(fetcher, i + ".bad.example");
            }
            assertThat(started).hasSize(4);
            ask(fetcher, "example.com");
            assertThat(started).hasSize(5);
        }

        @Test
        @DisplayName("T72 below a suffix such as co.uk the owner is told by one label more")
        void ownersBelowSuffix() {
            HttpsPolicyFetcher fetcher = noting(
                    zone(20, ".bad.co.uk", "127.0.1.") + "\nmta-sts.a.co.uk A 127.0.1.1\nmta-sts.b.co.uk A 127.0.1.2");
            for (int i = 0; i < 20; i++) {
                ask(fetcher, i + ".bad.co.uk");
            }
            assertThat(started).hasSize(4);
            ask(fetcher, "a.co.uk");
            ask(fetcher, "b.co.uk");
            assertThat(started).hasSize(6);
        }

        @Test
        @DisplayName("T72 sixteen at a time go to one network, under whatever domains")
        void ofOneNetwork() {
            HttpsPolicyFetcher fetcher =
                    noting(zone(100, ".example", "127.0.1.") + "\nmta-sts.example.com A 127.0.2.1");
            for (int i = 0; i < 100; i++) {
                ask(fetcher, i + ".example");
            }
            assertThat(started).hasSize(16);
            ask(fetcher, "example.com");
            assertThat(started).hasSize(17);
        }

        @Test
        @DisplayName("Who waits has his turn when one before him has ended, or was cancelled")
        void turns() {
            HttpsPolicyFetcher fetcher = noting(zone(7, ".bad.example", "127.0.1."));
            List<CompletableFuture<PolicyResponse>> asked = IntStream.range(0, 7)
                    .mapToObj(i -> ask(fetcher, i + ".bad.example"))
                    .toList();
            assertThat(started).hasSize(4);
            started.get(1).run(); // nobody listens there
            assertThat(kind(asked.get(1))).isEqualTo(MtaStsProblem.Kind.CONNECTION_FAILED);
            assertThat(started).hasSize(5);
            asked.get(5).cancel(true); // while it waits
            asked.get(0).cancel(true); // before it has begun
            assertThat(started).hasSize(6);
            started.get(0).run();
            assertThat(started).as("nobody else waits").hasSize(6);
            started.subList(2, 6).forEach(Runnable::run);
            for (int i : new int[] {2, 3, 4, 6}) {
                assertThat(kind(asked.get(i))).isEqualTo(MtaStsProblem.Kind.CONNECTION_FAILED);
            }
            assertThat(clock.pending()).isZero();
        }

        @Test
        @DisplayName(
                "T72 who waits for more than a minute, and who finds no room to wait, is TOO_BUSY: no failure of the domain")
        void tooBusy() {
            HttpsPolicyFetcher fetcher =
                    noting(zone(200, ".bad.example", "127.0.1.") + "\nmta-sts.example.com A 127.0.1.1");
            List<CompletableFuture<PolicyResponse>> asked = IntStream.range(0, 200)
                    .mapToObj(i -> ask(fetcher, i + ".bad.example"))
                    .toList();
            assertThat(asked.subList(0, 104)).noneMatch(CompletableFuture::isDone);
            assertThat(asked.subList(104, 200)).allMatch(it -> kind(it) == MtaStsProblem.Kind.TOO_BUSY);
            ask(fetcher, "example.com");
            assertThat(started).as("the others find room").hasSize(5);
            clock.advance(Duration.ofMinutes(1));
            assertThat(asked).allMatch(it -> kind(it) == MtaStsProblem.Kind.TOO_BUSY);
            assertThat(clock.pending()).isZero();
        }

        @Test
        @DisplayName("T72 in the whole: a thousand silent hosts of a stranger don't keep others from their policies")
        void starving() throws Exception {
            TlsHost silent = TlsHost.plain(TlsHost.Guest::awaitEnd);
            toClose.add(silent);
            TlsHost host = host(TlsHost.ok(POLICY));
            InMemoryDns bad = InMemoryDns.parse(IntStream.range(0, 1100)
                    .mapToObj(i -> "mta-sts." + i + ".bad.example A 127.0.0.1")
                    .collect(Collectors.joining("\n")));
            HttpsPolicyFetcher strangers = https(silent.port()).resolver(bad).build();
            List<CompletableFuture<PolicyResponse>> asked = IntStream.range(0, 1100)
                    .mapToObj(i -> ask(strangers, i + ".bad.example"))
                    .toList();
            assertPolicy(fetch(host));
            asked.forEach(each -> each.cancel(true));
        }
    }
}
