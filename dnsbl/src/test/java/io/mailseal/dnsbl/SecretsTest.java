package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.authres.MethodResult;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.inbound.InboundContext;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.testkit.InMemoryDns;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The key of a list is in the questions to DNS, and nowhere else. */
class SecretsTest {

    private static final String ZONE = Secrets.KEY + ".zen.dq.example";

    private static final BlocklistProfile KEYED = Secrets.keyed().withKey(Secrets.KEY);

    static List<InMemoryDns> zones() {
        InMemoryDns listed = InMemoryDns.parse("1.2.3.44." + ZONE + " A 127.0.0.2\n1.2.3.44." + ZONE + " TXT \"see "
                + ZONE + "\"\nbad.net." + ZONE + " A 127.0.0.2\n");
        return List.of(
                listed,
                InMemoryDns.parse("*." + ZONE + " A 127.0.0.2\n"),
                InMemoryDns.parse("*." + ZONE + " A 127.255.255.254\n"),
                InMemoryDns.parse("other.example A 127.0.0.1\n"),
                listed.failing(DomainName.of("*." + ZONE), DnsFailure.REFUSED),
                listed.failing(DomainName.of("*." + ZONE), DnsFailure.TIMEOUT));
    }

    private static BlocklistClient client(InMemoryDns dns) {
        return BlocklistClient.builder().dns(dns.sessions()).profile(KEYED).build();
    }

    private static void hides(Object... things) {
        for (Object thing : things) {
            assertThat(String.valueOf(thing)).doesNotContainIgnoringCase(Secrets.KEY);
        }
    }

    @ParameterizedTest
    @MethodSource("zones")
    @DisplayName("T94, DBL_10: no result, text, rule, state or health shows the key")
    void hidden(InMemoryDns dns) {
        BlocklistClient client = client(dns);
        BlocklistRequest request =
                BlocklistRequest.builder().client(Lists.LISTED).helo("bad.net").build();
        DnsEvaluation<BlocklistResult> rules = client.evaluation(request);
        BlocklistResult result = client.check(request);
        assertThat(dns.questions())
                .isNotEmpty()
                .allMatch(question -> question.toString().contains(Secrets.KEY));
        hides(rules, result, result.explanation(), result.score(), result.checks(), client.states(), client.profiles());
        for (BlocklistCheck check : result.checks()) {
            hides(check, check.zone(), check.explanation(), check.codes(), check.reasons(), check.subject());
            assertThat(check.zone()).isEqualTo("***.zen.dq.example");
        }
        hides(client.checkHealth(), client.checkHealth().lists().get(0).explanation());
        hides(new HealthCheck(client.profiles()), new Confirmation(((RequestCheck) rules).lists(), 1));
        for (ListPart part : ((RequestCheck) rules).lists()) {
            hides(part, part.lookups());
        }
    }

    @Test
    @DisplayName("T94, DBL_10: nor does Authentication-Results, or what a method throws")
    void inbound() {
        InMemoryDns dns = zones().get(0);
        BlocklistMethod method =
                BlocklistMethod.builder(client(dns)).allowUnregisteredResults().build();
        InboundContext context = InboundContext.of(HeaderBlock.parse(Octets.EMPTY), Instant.EPOCH)
                .withEnvelope(Lists.LISTED, "bad.net", "");
        var check = method.begin(context);
        var rules = check.evaluation(List.of());
        hides(rules);
        List<MethodResult> results = dns.sessions().evaluate(rules).results();
        assertThat(results).hasSize(2);
        hides(results);
        assertThat(results.get(0).property("dns", "zone")).contains("***.zen.dq.example");
        assertThatThrownBy(() -> DnswlMethod.of(client(dns)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContainIgnoringCase(Secrets.KEY);
        assertThatThrownBy(() -> BlocklistClient.builder().profile(KEYED).profile(KEYED))
                .message()
                .doesNotContainIgnoringCase(Secrets.KEY);
    }

    @Test
    @DisplayName("T94, DBL_10: a long reason is not cut through the key")
    void noPartOfIt() {
        DnsQuestion question = DnsQuestion.txt(DomainName.of("1.2.3.44." + ZONE));
        for (int blanks = 1; blanks < 900; blanks++) {
            String text = "listed" + " ".repeat(blanks) + Secrets.KEY + " " + Secrets.KEY;
            DnsAnswer answer = DnsAnswer.found(question, List.of(DnsRecord.Txt.of(text)));
            ListQuery query = KEYED.query(Lists.LISTED);
            assertThat(ListText.of(answer, query)).containsExactly("listed *** ***");
        }
    }

    @Test
    void anAnswerIsNoneOfOurTexts() {
        // What a resolver says about a failure may hold the name that was asked: it is not taken over.
        DnsAnswer failed = DnsAnswer.failed(DnsQuestion.a(DomainName.of("1.2.3.44." + ZONE)), DnsFailure.NETWORK)
                .withReason("no route to " + ZONE);
        BlocklistResult result = BlocklistClient.builder()
                .resolver(question -> CompletableFuture.completedFuture(failed))
                .profile(KEYED)
                .build()
                .check(Lists.LISTED);
        hides(result, result.checks());
    }
}
