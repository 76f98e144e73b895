package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsTimer;
import io.mailseal.core.dns.DnsType;
import io.mailseal.core.dns.ExtendedDnsError;
import io.mailseal.testkit.VirtualClock;
import io.mailseal.testkit.nameserver.ForgedResponse;
import io.mailseal.testkit.nameserver.LoopbackNameServer;
import io.mailseal.testkit.nameserver.SignedTree;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What clients say about DNSSEC, over UDP and TCP to a server that serves a signed tree. */
class DnssecClientTest {

    static final int AD = 0x20;
    static final int CD = 0x10;

    final VirtualClock timer = new VirtualClock();
    final SignedTree tree = SignedTree.builder()
            .zone("test", zone -> zone.nsec3().optOut())
            .zone("signed.test", zone -> zone.records("""
                    @           MX    10 mx
                    mx          A     192.0.2.1
                    _25._tcp.mx TLSA  3 1 1 00112233
                    out         CNAME www.plain.test.
                    """))
            .zone("plain.test", zone -> zone.unsigned().records("www A 192.0.2.8\nbrief 5 A 192.0.2.9"))
            .build();
    final List<Integer> flags = Collections.synchronizedList(new ArrayList<>());
    final LoopbackNameServer server = LoopbackNameServer.of(query -> {
        flags.add(query[3] & (AD | CD));
        return tree.answer(query);
    });
    final List<DnsClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(DnsClient::close);
        server.close();
    }

    DnsClient.Builder builder() {
        return DnsClient.builder()
                .server(server.address())
                .timer(timer)
                .clock(InstantSource.fixed(SignedTree.DEFAULT_TIME));
    }

    DnsClient open(DnsClient.Builder builder) {
        DnsClient client = builder.build();
        clients.add(client);
        return client;
    }

    DnsClient validating() {
        return open(builder().validating(TrustAnchors.parse(tree.trustAnchors())));
    }

    static DnsQuestion question(String text) {
        return SignedDns.question(text);
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer", e);
        }
    }

    static DnsAnswer ask(DnsClient client, String question) {
        return get(client.resolve(question(question)));
    }

    static DnsFailure cause(DnsAnswer answer) {
        assertThat(answer).as("%s", answer).isInstanceOf(DnsAnswer.Failed.class);
        return ((DnsAnswer.Failed) answer).cause();
    }

    @Nested
    class Building {

        @Test
        @DisplayName("exactly one word about DNSSEC")
        void oneMode() {
            TrustAnchors anchors = TrustAnchors.iana();
            assertThatIllegalStateException().isThrownBy(() -> builder().build());
            assertThatIllegalStateException()
                    .isThrownBy(
                            () -> builder().validating(anchors).withoutDnssec().build());
            assertThatIllegalStateException()
                    .isThrownBy(() -> builder()
                            .validating(anchors)
                            .trustingAuthenticatedData()
                            .build());
            assertThatIllegalStateException()
                    .isThrownBy(() -> builder()
                            .trustingAuthenticatedData()
                            .withoutDnssec()
                            .build());
        }

        @Test
        @DisplayName("relaxations belong to a mode")
        void relaxations() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> builder().withoutDnssec().allowSha1().build());
            assertThatIllegalStateException()
                    .isThrownBy(() -> builder()
                            .withoutDnssec()
                            .allowInsecureNsec3Iterations()
                            .build());
            assertThatIllegalStateException()
                    .isThrownBy(() -> builder()
                            .withoutDnssec()
                            .allowRemoteAuthenticatedData()
                            .build());
        }

        @Test
        @DisplayName("SEC-13: anchors that can't be used are no anchors")
        void uselessAnchors() {
            TrustAnchors sha1 = TrustAnchors.parse(". DS 4711 5 1 " + "0".repeat(40));
            assertThatIllegalStateException()
                    .isThrownBy(() -> builder().validating(sha1).build())
                    .withMessageContaining("anchor");
            open(builder().validating(sha1).allowSha1());
        }

        @Test
        @DisplayName("SEC-01: whose word is taken is near, or speaks TLS, or was allowed by name")
        void trust() {
            DnsClient.Builder far = DnsClient.builder().server("192.0.2.53").trustingAuthenticatedData();
            assertThatIllegalStateException().isThrownBy(far::build);
            open(far.allowRemoteAuthenticatedData());
            open(DnsClient.builder().server("::1").trustingAuthenticatedData());
            open(DnsClient.builder()
                    .serverOverTls("192.0.2.53", DomainName.of("dns.example.net"))
                    .trustingAuthenticatedData());
        }

        @Test
        void saysWhatItIs() {
            assertThat(validating().toString()).endsWith(", validating");
            assertThat(open(builder().trustingAuthenticatedData()).toString())
                    .endsWith(", trusting authenticated data");
            assertThat(open(builder().withoutDnssec()).toString()).endsWith(", without DNSSEC");
        }
    }

    @Nested
    class Validating {

        @Test
        void secureInsecureAndBogus() {
            DnsClient client = validating();
            assertThat(ask(client, "mx.signed.test A").security()).isEqualTo(DnsSecurity.SECURE);
            assertThat(ask(client, "no.signed.test A").security()).isEqualTo(DnsSecurity.SECURE);
            assertThat(ask(client, "www.plain.test A").security()).isEqualTo(DnsSecurity.INSECURE);
            assertThat(ask(client, "out.signed.test A").security()).isEqualTo(DnsSecurity.INSECURE);
            tree.records("signed.test", DnsType.MX).expire();
            DnsAnswer bogus = ask(client, "signed.test MX");
            assertThat(cause(bogus)).isEqualTo(DnsFailure.BOGUS);
            assertThat(bogus.extendedError().map(ExtendedDnsError::code)).contains(ExtendedDnsError.SIGNATURE_EXPIRED);
        }

        @Test
        @DisplayName("SEC-02: asks with DO and CD, and without AD")
        void flags() {
            ask(validating(), "mx.signed.test A");
            assertThat(tree.queries())
                    .isNotEmpty()
                    .allSatisfy(query -> assertThat(query.dnssecOk()).isTrue());
            assertThat(flags).isNotEmpty().containsOnly(CD);
        }

        @Test
        @DisplayName("SEC-01: the AD bit of a server is worth nothing")
        void ignoresTheServersWord() {
            tree.everyQuestion().authenticated().stripDnssec();
            assertThat(cause(ask(validating(), "mx.signed.test A"))).isEqualTo(DnsFailure.BOGUS);
        }

        @Test
        @DisplayName("T76: a forged denial of TLSA, while keys and delegations get lost on the way, is unproven")
        void failsClosed() {
            tree.questions(DnsType.DS).silent();
            tree.questions(DnsType.DNSKEY).silent();
            tree.question("_25._tcp.mx.signed.test", DnsType.TLSA)
                    .forge(ForgedResponse.noError().soa("signed.test"));
            DnsClient client = open(builder()
                    .timer(DnsTimer.system())
                    .perTryTimeout(Duration.ofSeconds(1))
                    .tries(1)
                    .validating(TrustAnchors.parse(tree.trustAnchors())));
            DnsAnswer answer = ask(client, "_25._tcp.mx.signed.test TLSA");
            assertThat(cause(answer)).isEqualTo(DnsFailure.UNPROVEN);
            assertThat(answer.security()).isEqualTo(DnsSecurity.INDETERMINATE);
        }

        @Test
        @DisplayName("fifty questions at once for one cold zone ask for its keys once")
        void coalesces() {
            DnsClient client = validating();
            List<CompletableFuture<DnsAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(client.resolve(question("n" + i + ".signed.test A")));
            }
            answers.forEach(answer -> assertThat(get(answer).security()).isEqualTo(DnsSecurity.SECURE));
            assertThat(tree.queryCount(DnsType.DNSKEY)).isEqualTo(3);
            assertThat(tree.queryCount(DnsType.DS)).isEqualTo(2);
        }
    }

    @Nested
    class Remembering {

        @Test
        @DisplayName("answers and denials with their state, and zones across answers")
        void states() {
            DnsClient client = validating();
            ask(client, "mx.signed.test A");
            ask(client, "no.signed.test A");
            ask(client, "www.plain.test A");
            long asked = tree.queryCount();
            assertThat(client.known(question("mx.signed.test A")).orElseThrow().security())
                    .isEqualTo(DnsSecurity.SECURE);
            assertThat(client.known(question("no.signed.test A")).orElseThrow().security())
                    .isEqualTo(DnsSecurity.SECURE);
            assertThat(client.known(question("www.plain.test A")).orElseThrow().security())
                    .isEqualTo(DnsSecurity.INSECURE);
            assertThat(tree.queryCount()).isEqualTo(asked);
        }

        @Test
        @DisplayName("SEC-14: what is bogus, for half a minute")
        void bogus() {
            DnsClient client = validating();
            tree.records("signed.test", DnsType.MX).tamperSignature();
            assertThat(cause(ask(client, "signed.test MX"))).isEqualTo(DnsFailure.BOGUS);
            tree.heal();
            long asked = tree.queryCount();
            DnsAnswer again = ask(client, "signed.test MX");
            assertThat(cause(again)).isEqualTo(DnsFailure.BOGUS);
            assertThat(again.extendedError()).isPresent();
            assertThat(tree.queryCount()).isEqualTo(asked);
            timer.advance(Duration.ofSeconds(31));
            assertThat(ask(client, "signed.test MX").security()).isEqualTo(DnsSecurity.SECURE);
        }

        @Test
        @DisplayName("SEC-14: what is secure, not beyond its signature, whatever the floor")
        void floor() {
            tree.records("mx.signed.test", DnsType.A).validity(Duration.ofDays(1), Duration.ofSeconds(5));
            DnsClient client = open(
                    builder().ttlFloor(Duration.ofMinutes(10)).validating(TrustAnchors.parse(tree.trustAnchors())));
            assertThat(ask(client, "mx.signed.test A").ttl()).isEqualTo(Duration.ofSeconds(5));
            timer.advance(Duration.ofSeconds(6));
            assertThat(client.known(question("mx.signed.test A"))).isEmpty();
            assertThat(ask(client, "brief.plain.test A").ttl()).isEqualTo(Duration.ofMinutes(10));
        }

        @Test
        @DisplayName("RFC 2181 §8: replies about zones grow old where they are kept")
        void age() {
            DnsClient client = validating();
            ask(client, "mx.signed.test A");
            timer.advance(Duration.ofMinutes(40));
            assertThat(ask(client, "signed.test DNSKEY").ttl()).isEqualTo(Duration.ofMinutes(20));
            assertThat(ask(client, "signed.test DS").ttl()).isEqualTo(Duration.ofMinutes(20));
            assertThat(tree.queryCount(DnsType.DNSKEY)).isEqualTo(3);
        }

        @Test
        @DisplayName("nothing that could not be proven")
        void unproven() {
            DnsClient client = validating();
            tree.question("signed.test", DnsType.DNSKEY).servfail();
            assertThat(cause(ask(client, "signed.test MX"))).isEqualTo(DnsFailure.UNPROVEN);
            tree.heal();
            assertThat(ask(client, "signed.test MX").security()).isEqualTo(DnsSecurity.SECURE);
        }

        @Test
        @DisplayName("nothing where there is no room")
        void nothing() {
            DnsClient client = open(builder().cacheSize(0).validating(TrustAnchors.parse(tree.trustAnchors())));
            ask(client, "mx.signed.test A");
            long asked = tree.queryCount();
            ask(client, "mx.signed.test A");
            assertThat(tree.queryCount()).isEqualTo(asked + 1);
        }
    }

    @Nested
    class Trusting_the_server {

        final DnsClient client = open(builder().trustingAuthenticatedData());

        @Test
        @DisplayName("SEC-01: AD is secure, and its absence insecure")
        void authenticatedData() {
            tree.question("mx.signed.test", DnsType.A).authenticated();
            tree.question("no.signed.test", DnsType.A).authenticated();
            assertThat(ask(client, "mx.signed.test A").security()).isEqualTo(DnsSecurity.SECURE);
            assertThat(ask(client, "no.signed.test A").security()).isEqualTo(DnsSecurity.SECURE);
            assertThat(ask(client, "www.plain.test A").security()).isEqualTo(DnsSecurity.INSECURE);
        }

        @Test
        @DisplayName("SEC-02: asks with AD")
        void flags() {
            ask(client, "mx.signed.test A");
            assertThat(flags).containsExactly(AD);
        }

        @Test
        @DisplayName("SERVFAIL that says that it is about DNSSEC is bogus; any other is not")
        void bogus() {
            tree.question("mx.signed.test", DnsType.A)
                    .servfail()
                    .extendedError(ExtendedDnsError.SIGNATURE_EXPIRED, "late");
            tree.question("no.signed.test", DnsType.A).servfail().extendedError(22, "no reachable authority");
            tree.question("signed.test", DnsType.MX).servfail();
            tree.question("signed.test", DnsType.TXT)
                    .servfail()
                    .extendedError(ExtendedDnsError.DNSSEC_INDETERMINATE, "no keys");
            assertThat(cause(ask(client, "signed.test TXT"))).isEqualTo(DnsFailure.UNPROVEN);
            DnsAnswer bogus = ask(client, "mx.signed.test A");
            assertThat(cause(bogus)).isEqualTo(DnsFailure.BOGUS);
            assertThat(bogus.extendedError())
                    .contains(new ExtendedDnsError(ExtendedDnsError.SIGNATURE_EXPIRED, "late"));
            assertThat(cause(ask(client, "no.signed.test A"))).isEqualTo(DnsFailure.SERVER_FAILURE);
            assertThat(cause(ask(client, "signed.test MX"))).isEqualTo(DnsFailure.SERVER_FAILURE);
        }

        @Test
        @DisplayName("without DNSSEC the word of the server is not even asked for")
        void without() {
            tree.everyQuestion().authenticated();
            DnsClient plain = open(builder().withoutDnssec());
            assertThat(ask(plain, "mx.signed.test A").security()).isEqualTo(DnsSecurity.INDETERMINATE);
            assertThat(flags).containsExactly(0);
        }
    }

    @Nested
    class Proving {

        @Test
        void showsTheChain() {
            DnsProof proof = get(validating().prove(question("mx.signed.test A")));
            assertThat(proof.answer().security()).isEqualTo(DnsSecurity.SECURE);
            assertThat(proof.steps())
                    .extracting(step -> step.question().toString())
                    .containsExactly(
                            ". DNSKEY",
                            "test DS",
                            "test DNSKEY",
                            "signed.test DS",
                            "signed.test DNSKEY",
                            "mx.signed.test A");
            assertThat(proof.steps())
                    .allSatisfy(step -> assertThat(step.explanation()).isNotEmpty());
            assertThat(proof.steps().get(0).toString()).startsWith(". DNSKEY: secure: signed by itself (key ");
        }

        @Test
        @DisplayName("and nothing where nobody validates, or the client is closed")
        void showsNothing() {
            DnsClient client = open(builder().withoutDnssec());
            assertThat(get(client.prove(question("mx.signed.test A"))).steps()).isEmpty();
            client.close();
            DnsProof closed = get(client.prove(question("mx.signed.test A")));
            assertThat(cause(closed.answer())).isEqualTo(DnsFailure.NETWORK);
        }
    }

    @Nested
    class Observing {

        final List<String> seen = Collections.synchronizedList(new ArrayList<>());

        @Test
        void tellsOfEachAnswer() {
            DnsClient client = open(builder()
                    .observer((answer, source, duration) ->
                            seen.add(answer.question() + " " + answer.outcome() + " " + source + " " + duration))
                    .withoutDnssec());
            ask(client, "mx.signed.test A");
            ask(client, "mx.signed.test A");
            tree.question("signed.test", DnsType.MX).servfail();
            ask(client, "signed.test MX");
            assertThat(seen)
                    .containsExactly(
                            "mx.signed.test A FOUND NETWORK PT0S",
                            "mx.signed.test A FOUND CACHE PT0S",
                            "signed.test MX FAILED NETWORK PT0S");
        }

        @Test
        @DisplayName("an observer that throws changes nothing")
        void survives() {
            DnsClient client = open(builder()
                    .observer((answer, source, duration) -> {
                        throw new IllegalStateException("observer");
                    })
                    .withoutDnssec());
            assertThat(ask(client, "mx.signed.test A").outcome()).isEqualTo(DnsAnswer.Outcome.FOUND);
            assertThat(ask(client, "mx.signed.test A").outcome()).isEqualTo(DnsAnswer.Outcome.FOUND);
        }
    }

    @Test
    @DisplayName("RFC 7766: keys too large for a datagram come by TCP")
    void largeKeys() {
        SignedTree large = SignedTree.builder()
                .zone("test", zone -> zone.standbyKeys(40).records("@ A 192.0.2.1"))
                .build();
        try (LoopbackNameServer big = LoopbackNameServer.of(large);
                DnsClient client = DnsClient.builder()
                        .server(big.address())
                        .clock(InstantSource.fixed(SignedTree.DEFAULT_TIME))
                        .validating(TrustAnchors.parse(large.trustAnchors()))
                        .build()) {
            assertThat(ask(client, "test A").security()).isEqualTo(DnsSecurity.SECURE);
            assertThat(big.tcpQueries()).isPositive();
        }
    }
}
