package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** TLS with mail exchangers, over real connections on loopback (§4.2, §7). */
class MxHandshakeTest {

    static final TestAuthority AUTHORITY = new TestAuthority("Authority of the tests");
    static final SSLContext GOOD = AUTHORITY.server("mail.example.com");

    final List<TlsHost> toClose = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (TlsHost each : toClose) {
            each.close();
        }
    }

    TlsHost host(SSLContext tls, String... protocols) throws IOException {
        TlsHost host = TlsHost.start(
                tls,
                guest -> {
                    guest.readHead();
                    guest.write("220 ok\r\n");
                },
                protocols);
        toClose.add(host);
        return host;
    }

    static MxHandshake handshake(MtaStsMode mode) {
        return handshake(mode, World.MX, AUTHORITY.trusted());
    }

    static MxHandshake handshake(MtaStsMode mode, DomainName mx, CertificateTrust trust) {
        return MtaStsDeliveryTest.delivery(mode).handshake(mx, trust);
    }

    /** As an SMTP client does it after STARTTLS. */
    static TlsOutcome connect(TlsHost host, MxHandshake handshake) throws IOException {
        try (Socket smtp = new Socket(TlsHost.LOOPBACK, host.port())) {
            SSLSocket secured = (SSLSocket) handshake
                    .sslContext()
                    .getSocketFactory()
                    .createSocket(smtp, handshake.referenceIdentifier().toString(), 25, true);
            secured.setSSLParameters(handshake.sslParameters());
            try {
                secured.startHandshake();
                secured.getOutputStream().write("EHLO\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                assertThat(secured.getInputStream().read()).isEqualTo('2');
            } catch (IOException failure) {
                return handshake.outcome(failure);
            }
            return handshake.outcome();
        }
    }

    TlsOutcome connect(SSLContext server) throws IOException {
        TlsOutcome enforced = connect(host(server), handshake(MtaStsMode.ENFORCE));
        TlsHost lenient = host(server);
        TlsOutcome tested = connect(lenient, handshake(MtaStsMode.TESTING));
        assertThat(tested.kind()).as("testing finds the same").isEqualTo(enforced.kind());
        assertThat(lenient.hasGuests()).as("and the connection is there").isTrue();
        return enforced;
    }

    @Nested
    class Section_4_2 {

        @Test
        @DisplayName("STS_14 a certificate for the host, by a trusted authority, not expired")
        void good() throws Exception {
            assertThat(connect(GOOD).isAuthenticated()).isTrue();
            assertThat(connect(AUTHORITY.server("other.example", "MAIL.example.com"))
                            .isAuthenticated())
                    .isTrue();
            assertThat(connect(AUTHORITY.server("*.example.com")).isAuthenticated())
                    .isTrue();
        }

        @Test
        @DisplayName(
                "STS_14 the certificate must be for the host: not for the domain, nor for the pattern of the policy")
        void otherNames() throws Exception {
            for (String[] names : new String[][] {
                {"example.com"},
                {"mail.example.org"},
                {"*.mail.example.com"},
                {"mail*.example.com"},
                {"*.com"},
                {"*.*.com"}
            }) {
                assertThat(connect(AUTHORITY.server(names)).kind())
                        .as(String.join(", ", names))
                        .isEqualTo(TlsOutcome.Kind.HOST_MISMATCH);
            }
        }

        @Test
        @DisplayName("STS_14 RFC 9525 §2 the common name does not count")
        void commonName() throws Exception {
            SSLContext commonNameOnly =
                    AUTHORITY.server(TestAuthority.LONG_AGO, TestAuthority.FAR_AHEAD, "mail.example.com");
            assertThat(connect(commonNameOnly).kind()).isEqualTo(TlsOutcome.Kind.HOST_MISMATCH);
        }

        @Test
        @DisplayName("STS_14 RFC 5280 §4.2.1.6 a DNS-ID has no dot at its end, and is no address")
        void namesThatAreNone() {
            assertThat(certificateIsFor("mail.example.com", "MAIL.example.com")).isTrue();
            assertThat(certificateIsFor("mail.example.com", "mail.example.com."))
                    .isFalse();
            assertThat(certificateIsFor("mail.example.com", "*.example.com.")).isFalse();
            assertThat(certificateIsFor("192.0.2.1", "192.0.2.1")).isFalse();
            assertThat(certificateIsFor("192.0.2.1", "*.0.2.1")).isFalse();
        }

        private boolean certificateIsFor(String host, String presented) {
            return new CertificateNames(List.of(presented)).include(DomainName.of(host));
        }

        @Test
        @DisplayName("STS_14 expired, and by nobody who is known")
        void chain() throws Exception {
            SSLContext expired = AUTHORITY.server(
                    TestAuthority.LONG_AGO, Instant.parse("2021-01-01T00:00:00Z"), "x", "mail.example.com");
            assertThat(connect(expired).kind()).isEqualTo(TlsOutcome.Kind.EXPIRED);
            SSLContext stranger = new TestAuthority("Another").server("mail.example.com");
            assertThat(connect(stranger).kind()).isEqualTo(TlsOutcome.Kind.NOT_TRUSTED);
        }

        @Test
        @DisplayName("STS_14 STS_15 enforce: nothing is said to a host whose certificate is not in order")
        void enforced() throws Exception {
            TlsHost host = host(AUTHORITY.server("other.example"));
            MxHandshake handshake = handshake(MtaStsMode.ENFORCE);
            TlsOutcome outcome = connect(host, handshake);
            assertThat(handshake.isRequired()).isTrue();
            assertThat(host.hasGuests()).isFalse();
            assertThat(MtaStsDeliveryTest.delivery(MtaStsMode.ENFORCE)
                            .candidate(World.MX, outcome)
                            .action())
                    .isEqualTo(DeliveryAction.SKIP_MX);
        }

        @Test
        @DisplayName("STS_17 PIT_67 enforce, and a host with TLSA records: its own certificate ends no handshake")
        void daneDecides() throws Exception {
            DomainName other = DomainName.of("mx.other.example");
            MtaStsDelivery delivery = MtaStsDeliveryTest.delivery(MtaStsMode.ENFORCE);
            assertThat(delivery.candidate(other, DaneRecords.PRESENT).action()).isEqualTo(DeliveryAction.ALLOW);
            TlsHost host = host(new TestAuthority("Himself").server("nobody.example"));
            MxHandshake handshake = delivery.handshake(other, AUTHORITY.trusted(), DaneRecords.PRESENT);
            TlsOutcome outcome = connect(host, handshake);
            assertThat(handshake.isRequired()).isFalse();
            assertThat(outcome.kind()).isEqualTo(TlsOutcome.Kind.HOST_MISMATCH);
            assertThat(host.hasGuests()).isTrue();
            assertThat(delivery.candidate(other, outcome, DaneOutcome.AUTHENTICATED)
                            .action())
                    .isEqualTo(DeliveryAction.ALLOW);
        }

        @Test
        @DisplayName("STS_14 a trust manager of the user's judges the chain, and only that")
        void usersTrust() throws Exception {
            X509TrustManager trustsAll = new X509TrustManager() {
                @Override
                public void checkClientTrusted(X509Certificate[] chain, String type) {}

                @Override
                public void checkServerTrusted(X509Certificate[] chain, String type) {}

                @Override
                public X509Certificate[] getAcceptedIssuers() {
                    return new X509Certificate[0];
                }
            };
            SSLContext stranger = new TestAuthority("Another").server("mail.example.com");
            CertificateTrust trust = CertificateTrust.of(trustsAll);
            assertThat(connect(host(stranger), handshake(MtaStsMode.ENFORCE, World.MX, trust))
                            .isAuthenticated())
                    .isTrue();
            DomainName other = DomainName.of("mx.example.com");
            assertThat(connect(host(stranger), handshake(MtaStsMode.ENFORCE, other, trust))
                            .kind())
                    .isEqualTo(TlsOutcome.Kind.HOST_MISMATCH);
        }

        @Test
        @DisplayName("It is for servers, and what it has not seen is no success")
        void misuse() {
            MxHandshake handshake = handshake(MtaStsMode.TESTING);
            assertThat(handshake.outcome().kind()).isEqualTo(TlsOutcome.Kind.FAILED);
            assertThat(handshake.outcome(new IOException("reset")).reason()).isEqualTo("reset");
            assertThatThrownBy(() -> handshake.trustManager().checkClientTrusted(new X509Certificate[0], "RSA"))
                    .isInstanceOf(CertificateException.class);
        }
    }

    @Nested
    class Section_7 {

        @Test
        @DisplayName("STS_14 §7.1 SNI is the name of the host; of what is no host name there is no certificate")
        void serverName() throws Exception {
            TlsHost host = host(GOOD);
            connect(host, handshake(MtaStsMode.ENFORCE));
            assertThat(host.next().serverNames).containsExactly("mail.example.com");
            // Also for a client with an SSLEngine that knows no name.
            assertThat(handshake(MtaStsMode.TESTING).sslParameters().getServerNames())
                    .containsExactly(new SNIHostName("mail.example.com"));
            SSLContext wildcard = AUTHORITY.server("*.example.com", "_dc-mx.example.com");
            for (MtaStsMode mode : MtaStsMode.values()) {
                MxHandshake odd = handshake(mode, DomainName.of("_dc-mx.example.com"), AUTHORITY.trusted());
                assertThat(connect(host(wildcard), odd).kind()).isEqualTo(TlsOutcome.Kind.HOST_MISMATCH);
            }
        }

        @Test
        @DisplayName("STS_14 §7.2 TLS 1.2 and 1.3, and nothing older")
        void versions() throws Exception {
            assertThat(handshake(MtaStsMode.TESTING).sslParameters().getProtocols())
                    .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                TlsHost host = host(GOOD, version);
                assertThat(connect(host, handshake(MtaStsMode.ENFORCE)).isAuthenticated())
                        .isTrue();
                assertThat(host.next().protocol).isEqualTo(version);
            }
        }

        @Test
        @DisplayName("STS_14 what breaks off is no matter of the certificate")
        void brokenOff() throws Exception {
            TlsHost plain = TlsHost.plain(guest -> guest.write("220 mail.example.com ESMTP\r\n"));
            toClose.add(plain);
            assertThat(connect(plain, handshake(MtaStsMode.ENFORCE)).kind()).isEqualTo(TlsOutcome.Kind.FAILED);
        }
    }
}
