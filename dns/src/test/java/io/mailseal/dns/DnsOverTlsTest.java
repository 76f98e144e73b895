package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsFailure;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DNS over TLS (RFC 7858) by the strict profile of RFC 8310: with the server that was meant, or not at all. */
class DnsOverTlsTest extends TransportFixture {

    static final DomainName NAME = DomainName.of("dns.example");

    @TempDir
    static Path folder;

    static TestCertificate good;
    static TestCertificate ofAnother;
    static TestCertificate commonNameOnly;
    static SSLContext trustingAll;

    @BeforeAll
    static void makeCertificates() throws Exception {
        good = TestCertificate.make(folder, "somebody", "san=dns:dns.example");
        ofAnother = TestCertificate.make(folder, "dns.example", "san=dns:other.example,ip:127.0.0.1");
        commonNameOnly = TestCertificate.make(folder, "dns.example");
        trustingAll = TestCertificate.trusting(good, ofAnother, commonNameOnly);
    }

    ScriptedServer serverWith(TestCertificate certificate) throws Exception {
        return server(certificate.serverContext(), query -> query.reply(addressOf(query)));
    }

    Transport overTls(String address, SSLContext trust) {
        return new Transport(List.of(ServerAddress.parseOverTls(address, NAME))).with(it -> it.tls = trust);
    }

    Transport overTls(ScriptedServer server) {
        return overTls(server.address(), trustingAll);
    }

    static void assertNotAuthenticated(Reply reply) {
        assertLost(reply, DnsFailure.NETWORK);
        assertThat(((Reply.Lost) reply).reason()).endsWith("#dns.example could not be authenticated");
    }

    @Nested
    class The_server_that_was_meant {

        @Test
        void isAsked() throws Exception {
            ScriptedServer server = serverWith(good);
            NameServers transport = overTls(server).start();
            for (int i = 0; i < 10; i++) {
                assertAnswered(get(transport.ask(question(i))), question(i));
            }
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.log()).hasSize(10).allMatch(ScriptedServer.Query::isOverTcp);
        }

        @Test
        @DisplayName("RFC 8310 §8.1: is told the name by which it is to show itself (SNI)")
        void isToldItsName() throws Exception {
            ScriptedServer server = serverWith(good);
            assertAnswered(get(overTls(server).start().ask(QUESTION)));
            assertThat(server.next().session().getRequestedServerNames())
                    .containsExactly(new SNIHostName("dns.example"));
        }

        @Test
        void isTalkedToByANewVersion() throws Exception {
            ScriptedServer server = serverWith(good);
            assertAnswered(get(overTls(server).start().ask(QUESTION)));
            assertThat(server.next().session().getProtocol()).isIn("TLSv1.3", "TLSv1.2");
        }

        @Test
        void mayAnswerInAnyOrder() throws Exception {
            ScriptedServer server = server(good.serverContext(), query -> {});
            NameServers transport = overTls(server).start();
            List<CompletableFuture<Reply>> replies = new ArrayList<>();
            List<ScriptedServer.Query> queries = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                replies.add(transport.ask(question(i)));
            }
            for (int i = 0; i < 50; i++) {
                queries.add(0, server.next());
            }
            queries.forEach(query -> query.reply(addressOf(query)));
            for (int i = 0; i < 50; i++) {
                assertAnswered(get(replies.get(i)), question(i));
            }
        }

        @Test
        void mayCloseItsConnections() throws Exception {
            ScriptedServer server = server(good.serverContext(), query -> {
                query.reply(addressOf(query));
                query.hangUp();
            });
            NameServers transport = overTls(server).with(it -> it.tries = 1).start();
            for (int i = 0; i < 10; i++) {
                assertAnswered(get(transport.ask(question(i))), question(i));
            }
        }

        @Test
        void mayKeepSilent() throws Exception {
            ScriptedServer server = server(good.serverContext(), query -> {});
            NameServers transport = overTls(server).with(it -> it.tries = 1).start();
            CompletableFuture<Reply> reply = transport.ask(QUESTION);
            server.next();
            clock.advance(TRY);
            assertLost(get(reply), DnsFailure.TIMEOUT);
            server.awaitEndOfConnection();
        }
    }

    @Nested
    @DisplayName("RFC 8310 §5: Anyone else")
    class Anyone_else {

        void assertIsToldNothing(ScriptedServer server, SSLContext trust) {
            assertNotAuthenticated(get(overTls(server.address(), trust).start().ask(QUESTION)));
            assertThat(server.log()).isEmpty();
        }

        @Test
        void whoseCertificateIsForAnotherName() throws Exception {
            assertIsToldNothing(serverWith(ofAnother), trustingAll);
        }

        @Test
        void whoseCertificateNobodyVouchesFor() throws Exception {
            assertIsToldNothing(serverWith(good), TestCertificate.trusting(ofAnother));
        }

        @Test
        @DisplayName("RFC 8310 §8.1: whose name is only in the subject of the certificate")
        void whoseNameIsInTheSubject() throws Exception {
            assertIsToldNothing(serverWith(commonNameOnly), trustingAll);
        }

        @Test
        @DisplayName("who answers in clear text")
        void whoSpeaksInTheClear() throws Exception {
            try (ServerSocket clear = new ServerSocket(0, 50, ScriptedServer.LOOPBACK)) {
                Thread thread = new Thread(() -> {
                    try {
                        while (true) {
                            Socket socket = clear.accept();
                            socket.getOutputStream().write(new byte[100]);
                        }
                    } catch (IOException over) {
                        // The test is over.
                    }
                });
                thread.setDaemon(true);
                thread.start();
                String address = "127.0.0.1:" + clear.getLocalPort();
                assertNotAuthenticated(get(overTls(address, trustingAll).start().ask(QUESTION)));
            }
        }

        @Test
        @DisplayName("who waits for a question in clear text")
        void whoWaitsForClearText() {
            ScriptedServer server = server(query -> query.reply(addressOf(query)));
            NameServers transport = overTls(server).with(it -> it.tries = 1).start();
            CompletableFuture<Reply> reply = transport.ask(QUESTION);
            clock.advance(TRY);
            assertLost(get(reply), DnsFailure.TIMEOUT);
            assertThat(server.log()).isEmpty();
        }

        @Test
        @DisplayName("who only listens by UDP, which a server with a name is never asked by")
        void whoHasNoTls() throws Exception {
            ScriptedServer server = serverWith(good);
            server.closeTcp();
            assertLost(get(overTls(server).start().ask(QUESTION)), DnsFailure.NETWORK);
            assertThat(server.log()).isEmpty();
        }

        @Test
        void isNoReasonNotToAskTheNext() throws Exception {
            ScriptedServer bad = serverWith(ofAnother);
            ScriptedServer next = serverWith(good);
            List<ServerAddress> servers = List.of(
                    ServerAddress.parseOverTls(bad.address(), NAME), ServerAddress.parseOverTls(next.address(), NAME));
            Transport transport = new Transport(servers).with(it -> it.tls = trustingAll);
            assertAnswered(get(transport.start().ask(QUESTION)));
        }
    }

    @Nested
    class Addresses {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "192.0.2.1=192.0.2.1:853#dns.example",
                    "192.0.2.1:5353=192.0.2.1:5353#dns.example",
                    "2001:db8::1=[2001:db8::1]:853#dns.example",
                    "[2001:db8::1]:53=[2001:db8::1]:53#dns.example"
                })
        void areRead(String pair) {
            int equals = pair.indexOf('=');
            ServerAddress server = ServerAddress.parseOverTls(pair.substring(0, equals), NAME);
            assertThat(server).hasToString(pair.substring(equals + 1));
            assertThat(server.isOverTls()).isTrue();
        }

        @Test
        void areMade() {
            IpAddress host = IpAddress.of("192.0.2.1");
            assertThat(ServerAddress.overTls(host, 853, NAME)).isEqualTo(ServerAddress.parseOverTls("192.0.2.1", NAME));
            assertThat(ServerAddress.of(host, 853).isOverTls()).isFalse();
            assertThatIllegalArgumentException().isThrownBy(() -> ServerAddress.overTls(host, 0, NAME));
        }

        @ParameterizedTest
        @ValueSource(strings = {".", "_dns.example", "192.0.2.1", "*.example"})
        void needTheNameOfAHost(String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ServerAddress.parseOverTls("192.0.2.1", DomainName.of(name)));
        }
    }
}
