package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.testkit.InMemoryDns;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The whole way of one message, as the description of the package has it: real HTTPS, and TLS with several hosts. */
class DeliveryFlowTest {

    static final TestAuthority AUTHORITY = new TestAuthority("Authority of the tests");

    final List<TlsHost> toClose = new ArrayList<>();
    final Map<DomainName, TlsHost> exchangers = new LinkedHashMap<>();
    final List<String> steps = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (TlsHost each : toClose) {
            each.close();
        }
    }

    TlsHost host(SSLContext tls, String answer) throws IOException {
        TlsHost host = TlsHost.start(tls, TlsHost.answering(answer));
        toClose.add(host);
        return host;
    }

    void exchanger(String name, SSLContext tls) throws IOException {
        exchangers.put(DomainName.of(name), host(tls, "250 ok\r\n"));
    }

    MtaStsCache cache(String policy) throws IOException {
        TlsHost policyHost = host(AUTHORITY.server("mta-sts.example.com"), TlsHost.ok(policy));
        InMemoryDns dns = InMemoryDns.parse("""
                _mta-sts.example.com TXT "v=STSv1; id=1;"
                mta-sts.example.com A 127.0.0.1
                """);
        HttpsPolicyFetcher https = HttpsPolicyFetcher.builder()
                .resolver(dns)
                .trust(AUTHORITY.trusted())
                .allowAddresses(IpAddress.of("127.0.0.0"), 8)
                .allowPort(policyHost.port())
                .build();
        MtaStsFetcher fetcher =
                MtaStsFetcher.builder().resolver(dns).policies(https).build();
        return MtaStsCache.builder().fetcher(fetcher).build();
    }

    DeliveryAction deliver(MtaStsDelivery delivery) throws IOException {
        for (DomainName mx : exchangers.keySet()) {
            MxDecision decision = delivery.candidate(mx);
            if (decision.action().delivers()) {
                MxHandshake handshake = delivery.handshake(mx, AUTHORITY.trusted());
                decision = delivery.candidate(mx, greet(mx, handshake));
            }
            steps.add(mx + " " + decision.action());
            if (decision.action().delivers()) {
                return decision.action();
            }
        }
        return delivery.whenNoneIsLeft();
    }

    TlsOutcome greet(DomainName mx, MxHandshake handshake) throws IOException {
        try (Socket smtp = new Socket(TlsHost.LOOPBACK, exchangers.get(mx).port())) {
            SSLSocket secured =
                    (SSLSocket) handshake.sslContext().getSocketFactory().createSocket(smtp, mx.toString(), 25, true);
            secured.setSSLParameters(handshake.sslParameters());
            secured.startHandshake();
            secured.getOutputStream().write("EHLO client.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(secured.getInputStream().read()).isEqualTo('2');
            return handshake.outcome();
        } catch (IOException failure) {
            return handshake.outcome(failure);
        }
    }

    @Test
    @DisplayName(
            "STS_15 §8.4 hosts are taken as they come: one that is forged, one with a bad certificate, the good one")
    void skipping() throws Exception {
        exchanger("mx.evil.example", AUTHORITY.server("mx.evil.example"));
        exchanger("mx1.example.com", AUTHORITY.server("mx.evil.example"));
        exchanger("mx2.example.com", AUTHORITY.server("mx2.example.com"));
        MtaStsCache policies = cache("version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 604800\n");
        MtaStsDelivery delivery = MtaStsDelivery.of(policies.discover(DomainName.of("example.com")));
        assertThat(deliver(delivery)).isEqualTo(DeliveryAction.ALLOW);
        assertThat(steps)
                .containsExactly("mx.evil.example SKIP_MX", "mx1.example.com SKIP_MX", "mx2.example.com ALLOW");
        assertThat(exchangers.get(DomainName.of("mx.evil.example")).connections())
                .isZero();
        assertThat(exchangers.get(DomainName.of("mx1.example.com")).hasGuests()).isFalse();
    }

    @Test
    @DisplayName("STS_15 §5 testing: a handshake that fails costs the connection, and the mail goes over a new one")
    void testingAfterFailedHandshake() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        TlsHost noTls = TlsHost.plain(guest -> {
            if (connections.incrementAndGet() > 1) {
                guest.readHead();
            }
            guest.write("250 whatever\r\n");
        });
        toClose.add(noTls);
        exchangers.put(World.MX, noTls);
        String policy = "version: STSv1\nmode: testing\nmx: mail.example.com\nmax_age: 604800\n";
        MtaStsDelivery delivery = MtaStsDelivery.of(cache(policy).discover(World.DOMAIN));
        MxDecision decision =
                delivery.candidate(World.MX, greet(World.MX, delivery.handshake(World.MX, AUTHORITY.trusted())));
        assertThat(decision.action()).isEqualTo(DeliveryAction.ALLOW_AND_REPORT);
        assertThat(decision.failures()).extracting(TlsFailure::type).containsExactly(TlsFailureType.VALIDATION_FAILURE);
        try (Socket inTheClear = new Socket(TlsHost.LOOPBACK, noTls.port())) {
            inTheClear.getOutputStream().write("EHLO client.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(inTheClear.getInputStream().read()).isEqualTo('2');
        }
    }

    @Test
    @DisplayName("STS_15 STS_16 no good host: the message waits; in mode testing it is delivered to the first")
    void noneLeft() throws Exception {
        exchanger("mx.evil.example", AUTHORITY.server("mx.evil.example"));
        exchanger("mx1.example.com", AUTHORITY.server("mx.evil.example"));
        String policy = "version: STSv1\nmode: enforce\nmx: mx1.example.com\nmax_age: 604800\n";
        MtaStsDelivery enforced = MtaStsDelivery.of(cache(policy).discover(World.DOMAIN));
        assertThat(deliver(enforced)).isEqualTo(DeliveryAction.DEFER);
        steps.clear();
        MtaStsDelivery tested =
                MtaStsDelivery.of(cache(policy.replace("enforce", "testing")).discover(World.DOMAIN));
        assertThat(deliver(tested)).isEqualTo(DeliveryAction.ALLOW_AND_REPORT);
        assertThat(steps).containsExactly("mx.evil.example ALLOW_AND_REPORT");
    }
}
