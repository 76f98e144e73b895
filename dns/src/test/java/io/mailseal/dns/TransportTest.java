package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** How servers are talked to, over real sockets on loopback. Where time has to pass it is virtual. */
class TransportTest {

    static final Duration TRY = Duration.ofMinutes(1); // nothing real lasts so long
    static final DnsQuestion QUESTION = DnsQuestion.a(DomainName.of("a.example"));

    final VirtualClock clock = new VirtualClock();
    final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    ScriptedServer server(Consumer<ScriptedServer.Query> script) {
        ScriptedServer server = new ScriptedServer(script);
        open.add(server);
        return server;
    }

    ScriptedServer silent() {
        return server(query -> {});
    }

    ScriptedServer answering(String... records) {
        return server(query -> query.reply(query.answer(records)));
    }

    DnsClient.Builder builder(ScriptedServer... servers) {
        DnsClient.Builder builder =
                DnsClient.builder().perTryTimeout(TRY).timer(clock).withoutDnssec();
        for (ScriptedServer server : servers) {
            builder.server(server.address());
        }
        return builder;
    }

    DnsClient client(DnsClient.Builder builder) {
        DnsClient client = builder.build();
        open.add(0, client);
        return client;
    }

    static DnsAnswer get(CompletableFuture<DnsAnswer> answer) {
        try {
            return answer.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer", e);
        }
    }

    DnsAnswer ask(ScriptedServer... servers) {
        return get(client(builder(servers)).resolve(QUESTION));
    }

    static void assertFailed(DnsAnswer answer, DnsFailure cause) {
        assertThat(answer).isInstanceOf(DnsAnswer.Failed.class);
        assertThat(((DnsAnswer.Failed) answer).cause()).as(answer.toString()).isEqualTo(cause);
    }

    static void assertFound(DnsAnswer answer) {
        assertThat(answer).as(answer.toString()).isInstanceOf(DnsAnswer.Found.class);
    }

    @Nested
    class A_query {

        @Test
        @DisplayName("DNSQ_05, SEC_15: absolute name, RD, EDNS with 1232 octets, no DO, no CD")
        void looksSo() {
            ScriptedServer server = answering("a.example 300 A 192.0.2.1");
            assertFound(ask(server));
            Message query = server.next().message();
            assertThat(query.getQuestion().getName().toString()).isEqualTo("a.example.");
            assertThat(query.getHeader().getFlag(Flags.RD)).isTrue();
            assertThat(query.getHeader().getFlag(Flags.CD)).isFalse();
            assertThat(query.getHeader().getFlag(Flags.AD)).isFalse();
            assertThat(query.getOPT().getPayloadSize()).isEqualTo(1232);
            assertThat(query.getOPT().getFlags()).isZero();
            assertThat(query.getOPT().getVersion()).isZero();
        }

        @Test
        void isBuiltLabelByLabel() {
            DomainName name = DomainName.ofLabels(List.of(
                            Octets.ofLatin1("dot.ted"),
                            Octets.ofLatin1("back\\slash\u00ff"),
                            Octets.ofLatin1("example")))
                    .orElseThrow();
            ScriptedServer server = server(query -> query.reply(query.answer(query.name() + " 300 A 192.0.2.1")));
            assertFound(get(client(builder(server)).resolve(DnsQuestion.a(name))));
            byte[] label = server.next().name().getLabel(0);
            assertThat(label).isEqualTo("\7dot.ted".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        }
    }

    @Nested
    class Truncation {

        @Test
        @DisplayName("SEC_15: what is truncated is asked for by TCP")
        void goesOnByTcp() {
            ScriptedServer server = server(query ->
                    query.reply(query.isOverTcp() ? query.answer("a.example 300 A 192.0.2.1") : query.truncated()));
            assertFound(ask(server));
            assertThat(server.log()).extracting(ScriptedServer.Query::isOverTcp).containsExactly(false, true);
            assertThat(server.log().get(0).id())
                    .isNotEqualTo(server.log().get(1).id());
        }

        @Test
        void whatDidArriveIsNotUsed() {
            ScriptedServer server = server(query -> {
                Message response = query.answer("a.example 300 A 192.0.2.1");
                if (query.isOverTcp()) {
                    response = query.answer("a.example 300 A 192.0.2.1", "a.example 300 A 192.0.2.2");
                } else {
                    response.getHeader().setFlag(Flags.TC);
                }
                query.reply(response);
            });
            DnsAnswer answer = ask(server);
            assertFound(answer);
            assertThat(((DnsAnswer.Found) answer).records()).hasSize(2);
        }

        @Test
        void bigAnswers() {
            String text = ("\"" + "x".repeat(255) + "\" ").repeat(240);
            ScriptedServer server = server(query ->
                    query.reply(query.isOverTcp() ? query.answer("a.example 300 TXT " + text) : query.truncated()));
            DnsAnswer answer = get(client(builder(server)).resolve(DnsQuestion.txt(DomainName.of("a.example"))));
            assertFound(answer);
            assertThat(((DnsAnswer.Found) answer).records()).containsExactly(DnsRecord.Txt.of("x".repeat(240 * 255)));
        }

        @Test
        @DisplayName(
                "RFC 7766 §6.2.4: a connection that the server has closed is opened again, without counting as a try")
        void theServerClosesIdleConnections() {
            AtomicInteger overTcp = new AtomicInteger();
            ScriptedServer server = server(query -> {
                if (!query.isOverTcp()) {
                    query.reply(query.truncated());
                } else if (overTcp.incrementAndGet() % 2 == 1) {
                    query.reply(query.answer(query.name() + " 300 A 192.0.2.1"));
                } else {
                    query.hangUp();
                }
            });
            DnsClient client = client(builder(server).tries(1));
            for (int i = 0; i < 20; i++) {
                assertFound(get(client.resolve(DnsQuestion.a(DomainName.of("n" + i + ".example")))));
            }
            assertThat(overTcp).hasValue(39);
        }

        @Test
        void aConnectionThatIsNeverOfUseIsANetworkFailure() {
            ScriptedServer server = server(query -> {
                if (query.isOverTcp()) {
                    query.hangUp();
                } else {
                    query.reply(query.truncated());
                }
            });
            assertFailed(ask(server), DnsFailure.NETWORK);
        }

        @Test
        void truncatedOverTcpMakesNoSense() {
            assertFailed(ask(server(query -> query.reply(query.truncated()))), DnsFailure.MALFORMED);
        }
    }

    @Nested
    class Edns {

        @ParameterizedTest
        @ValueSource(ints = {Rcode.FORMERR, Rcode.NOTIMP})
        @DisplayName("RFC 6891 §7: a server without EDNS is asked without")
        void isLeftOutWhereItIsUnknown(int rcode) {
            ScriptedServer server = server(query -> query.reply(
                    query.message().getOPT() == null ? query.answer("a.example 300 A 192.0.2.1") : query.rcode(rcode)));
            assertFound(ask(server));
        }

        @Test
        void formerrToAPlainQueryIsFinal() {
            ScriptedServer server = server(query -> query.reply(query.rcode(Rcode.FORMERR)));
            DnsAnswer answer = ask(server);
            assertFailed(answer, DnsFailure.REFUSED);
            assertThat(answer.reason()).contains("FORMERR").contains(server.address());
            assertThat(server.log()).hasSize(2);
        }
    }

    @Nested
    class Several_tries {

        @Test
        void silenceIsATimeout() {
            ScriptedServer server = silent();
            CompletableFuture<DnsAnswer> answer =
                    client(builder(server).tries(2)).resolve(QUESTION);
            int first = server.next().id();
            clock.advance(TRY);
            int second = server.next().id();
            assertThat(answer).isNotDone();
            clock.advance(TRY);
            assertFailed(get(answer), DnsFailure.TIMEOUT);
            assertThat(first).isNotEqualTo(second);
            assertThat(clock.pending()).isZero();
        }

        @Test
        @DisplayName("the machine's own time does as well")
        void silenceInRealTime() {
            DnsClient client = client(DnsClient.builder()
                    .server(silent().address())
                    .perTryTimeout(Duration.ofMillis(30))
                    .tries(2)
                    .withoutDnssec());
            assertFailed(get(client.resolve(QUESTION)), DnsFailure.TIMEOUT);
        }

        @Test
        void aLostPacketCostsOneTry() {
            AtomicInteger queries = new AtomicInteger();
            ScriptedServer server = server(query -> {
                if (queries.incrementAndGet() == 2) {
                    query.reply(query.answer("a.example 300 A 192.0.2.1"));
                }
            });
            CompletableFuture<DnsAnswer> answer = client(builder(server)).resolve(QUESTION);
            server.next();
            clock.advance(TRY);
            assertFound(get(answer));
        }

        @Test
        void theServersTakeTurns() {
            ScriptedServer one = silent();
            ScriptedServer two = silent();
            CompletableFuture<DnsAnswer> answer =
                    client(builder(one, two).tries(3)).resolve(QUESTION);
            one.next();
            clock.advance(TRY);
            two.next();
            clock.advance(TRY);
            one.next();
            clock.advance(TRY);
            assertFailed(get(answer), DnsFailure.TIMEOUT);
        }

        @Test
        void theOneThatAnsweredIsAskedFirstNextTime() {
            ScriptedServer dead = silent();
            ScriptedServer alive = server(query -> query.reply(query.answer(query.name() + " 300 A 192.0.2.1")));
            DnsClient client = client(builder(dead, alive));
            CompletableFuture<DnsAnswer> answer = client.resolve(QUESTION);
            dead.next();
            clock.advance(TRY);
            assertFound(get(answer));
            assertFound(get(client.resolve(DnsQuestion.a(DomainName.of("b.example")))));
            assertThat(dead.log()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(ints = {Rcode.SERVFAIL, Rcode.REFUSED, Rcode.NOTIMP})
        void aServerThatRefusesIsNotAskedAgainButTheNextIs(int rcode) {
            ScriptedServer refusing = server(query -> {
                Message response = query.rcode(rcode);
                query.reply(Responses.withError(response, 15, "blocked"));
            });
            ScriptedServer good = answering("a.example 300 A 192.0.2.1");
            assertFound(ask(refusing, good));
            assertThat(refusing.log()).hasSize(1);
        }

        @Test
        void aSingleServerThatFailsIsAskedOnce() {
            ScriptedServer server = server(query -> query.reply(query.rcode(Rcode.SERVFAIL)));
            assertFailed(ask(server), DnsFailure.SERVER_FAILURE);
            assertThat(server.log()).hasSize(1);
        }

        @Test
        void aRefusalSaysMoreThanASilence() {
            ScriptedServer refusing = server(query -> query.reply(query.rcode(Rcode.SERVFAIL)));
            ScriptedServer silent = silent();
            CompletableFuture<DnsAnswer> answer =
                    client(builder(refusing, silent).tries(2)).resolve(QUESTION);
            silent.next();
            clock.advance(TRY);
            assertFailed(get(answer), DnsFailure.SERVER_FAILURE);
        }
    }

    @Nested
    class The_limit_of_questions_in_flight {

        final DnsQuestion second = DnsQuestion.a(DomainName.of("b.example"));

        @Test
        void makesTheNextOneWait() {
            ScriptedServer server = silent();
            DnsClient client = client(builder(server).inFlight(1));
            CompletableFuture<DnsAnswer> one = client.resolve(QUESTION);
            CompletableFuture<DnsAnswer> two = client.resolve(second);
            ScriptedServer.Query query = server.next();
            query.reply(query.answer("a.example 300 A 192.0.2.1"));
            assertFound(get(one));
            query = server.next();
            query.reply(query.answer("b.example 300 A 192.0.2.1"));
            assertFound(get(two));
        }

        @Test
        void whoWaitsTooLongHasReachedALimitOfOurs() {
            ScriptedServer server = silent();
            DnsClient client = client(builder(server).inFlight(1).tries(1));
            CompletableFuture<DnsAnswer> one = client.resolve(QUESTION);
            CompletableFuture<DnsAnswer> two = client.resolve(second);
            server.next();
            clock.advance(TRY);
            assertFailed(get(one), DnsFailure.TIMEOUT);
            assertFailed(get(two), DnsFailure.DEADLINE);
            assertThat(server.log()).hasSize(1);
            assertThat(clock.pending()).isZero();
        }

        @Test
        void aPlaceIsFreeAsSoonAsItsQuestionIsCancelled() {
            ScriptedServer server = silent();
            DnsClient client = client(builder(server).inFlight(1));
            CompletableFuture<DnsAnswer> one = client.resolve(QUESTION);
            server.next();
            CompletableFuture<DnsAnswer> two = client.resolve(second);
            one.cancel(false);
            ScriptedServer.Query query = server.next();
            assertThat(query.name()).hasToString("b.example.");
            query.reply(query.answer("b.example 300 A 192.0.2.1"));
            assertFound(get(two));
        }

        @Test
        void whoIsCancelledWhileWaitingIsNeverSent() {
            ScriptedServer server = silent();
            DnsClient client = client(builder(server).inFlight(1));
            CompletableFuture<DnsAnswer> one = client.resolve(QUESTION);
            client.resolve(second).cancel(false);
            CompletableFuture<DnsAnswer> three = client.resolve(DnsQuestion.a(DomainName.of("c.example")));
            ScriptedServer.Query query = server.next();
            query.reply(query.answer("a.example 300 A 192.0.2.1"));
            assertFound(get(one));
            query = server.next();
            assertThat(query.name().toString()).isEqualTo("c.example.");
            query.reply(query.answer("c.example 300 A 192.0.2.1"));
            assertFound(get(three));
        }
    }
}
