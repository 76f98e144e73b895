package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAlias;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsType;
import io.mailseal.core.dns.ExtendedDnsError;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** What validating clients find at the {@link RealServers}, each in another way. They have to agree. */
final class RealAnswers implements AutoCloseable {

    private final RealServers servers;
    private final Map<RealServers.Way, DnsClient> clients = new EnumMap<>(RealServers.Way.class);

    RealAnswers(RealServers servers, UnaryOperator<DnsClient.Builder> settings) {
        this.servers = servers;
        for (RealServers.Way way : RealServers.Way.values()) {
            clients.put(way, client(servers, servers.server(way), settings));
        }
    }

    static DnsClient client(RealServers servers, ServerProcess server, UnaryOperator<DnsClient.Builder> settings) {
        return settings.apply(builder(server).validating(servers.anchors())).build();
    }

    /** In no hurry: other tests run on the same machine. */
    static DnsClient.Builder builder(ServerProcess server) {
        return DnsClient.builder()
                .server(server.address())
                .inFlight(64)
                .perTryTimeout(Duration.ofSeconds(4))
                .tries(8);
    }

    DnsClient client(RealServers.Way way) {
        return clients.get(way);
    }

    /** What is found in all ways. Skips the test if the tools could not make the zone. */
    Found ask(String name, DnsType type) {
        servers.root().refused().forEach((zone, message) -> assumeTrue(!(name + ".").endsWith(zone), message));
        DnsQuestion question = new DnsQuestion(DomainName.of(name), type);
        Map<RealServers.Way, CompletableFuture<DnsAnswer>> answers = new EnumMap<>(RealServers.Way.class);
        clients.forEach((way, client) -> answers.put(way, client.resolve(question)));
        Map<RealServers.Way, DnsAnswer> found = new EnumMap<>(RealServers.Way.class);
        answers.forEach((way, answer) -> found.put(way, await(answer)));
        return new Found(found);
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    @Override
    public void close() {
        clients.values().forEach(DnsClient::close);
    }

    /** The answers to one question. */
    final class Found {

        private final Map<RealServers.Way, DnsAnswer> answers;

        private Found(Map<RealServers.Way, DnsAnswer> answers) {
            this.answers = answers;
        }

        Found is(DnsAnswer.Outcome outcome, DnsSecurity security) {
            return each((answer, proof) -> {
                assertThat(answer.outcome()).as(proof).isEqualTo(outcome);
                assertThat(answer.security()).as(proof).isEqualTo(security);
            });
        }

        Found isFound(DnsSecurity security) {
            return is(DnsAnswer.Outcome.FOUND, security);
        }

        Found isNoData(DnsSecurity security) {
            return is(DnsAnswer.Outcome.NO_DATA, security);
        }

        Found isNoSuchName(DnsSecurity security) {
            return is(DnsAnswer.Outcome.NO_SUCH_NAME, security);
        }

        Found with(DnsRecord record) {
            return each((answer, proof) ->
                    assertThat(((DnsAnswer.Found) answer).records()).as(proof).containsExactly(record));
        }

        /** The status of each alias in the chain. */
        Found along(DnsSecurity... hops) {
            return each((answer, proof) -> assertThat(answer.aliases())
                    .as(proof)
                    .extracting(DnsAlias::security)
                    .containsExactly(hops));
        }

        Found along(DnsType... hops) {
            return each((answer, proof) -> assertThat(answer.aliases())
                    .as(proof)
                    .extracting(DnsAlias::type)
                    .containsExactly(hops));
        }

        /** With this INFO-CODE of RFC 8914. */
        Found because(int error) {
            return each((answer, proof) -> assertThat(answer.extendedError().map(ExtendedDnsError::code))
                    .as(proof)
                    .contains(error));
        }

        Found isBogus() {
            return each((answer, proof) -> {
                assertThat(answer).as(proof).isInstanceOf(DnsAnswer.Failed.class);
                assertThat(((DnsAnswer.Failed) answer).cause()).as(proof).isEqualTo(DnsFailure.BOGUS);
                assertThat(answer.security()).as(proof).isEqualTo(DnsSecurity.BOGUS);
                assertThat(answer.reason()).as(proof).isNotEmpty();
            });
        }

        private Found each(BiConsumer<DnsAnswer, String> check) {
            answers.forEach((way, answer) -> {
                try {
                    check.accept(answer, way.toString());
                } catch (AssertionError wrong) {
                    DnsProof proof = await(client(way).prove(answer.question()));
                    throw new AssertionError(wrong.getMessage() + "\n" + answer + "\nproof now: " + proof, wrong);
                }
            });
            return this;
        }
    }
}
