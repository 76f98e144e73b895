package io.mailseal.dmarc;

import static io.mailseal.dmarc.DmarcStatus.FAIL;
import static io.mailseal.dmarc.DmarcStatus.NONE;
import static io.mailseal.dmarc.DmarcStatus.PASS;
import static io.mailseal.dmarc.DmarcStatus.PERMERROR;
import static io.mailseal.dmarc.DmarcStatus.TEMPERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.dmarc.DmarcHandling.Action;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9989 11.5: a From field with several domains. */
class SeveralAuthorsTest {

    private static final String ZONE = """
            _dmarc.reject.example     TXT "v=DMARC1; p=reject"
            _dmarc.quarantine.example TXT "v=DMARC1; p=quarantine"
            _dmarc.monitor.example    TXT "v=DMARC1; p=none"
            """;

    private final InMemoryDns dns =
            InMemoryDns.parse(ZONE).failing(Mail.recordOf("broken.example"), DnsFailure.SERVER_FAILURE);

    private final DmarcEvaluator each =
            DmarcEvaluator.builder().dns(dns.sessions()).evaluateEachAuthor().build();

    private static DmarcRequest from(List<String> authors, String signers) {
        List<AuthenticationEvidence> evidence = signers.isEmpty()
                ? List.of()
                : Stream.of(signers.split(" "))
                        .map(DomainName::of)
                        .map(AuthenticationEvidence::dkimPass)
                        .toList();
        return DmarcRequest.withoutUsableAuthor(
                DmarcProblem.Kind.SEVERAL_AUTHORS,
                authors.stream().map(DomainName::of).toList(),
                evidence);
    }

    @Test
    @DisplayName("DME_02 PIT_52 without the option: permerror, whoever was authenticated, and nothing is asked")
    void byDefault() {
        DmarcEvaluator dmarc = DmarcEvaluator.builder().dns(dns.sessions()).build();
        DmarcResult result = dmarc.evaluate(from(List.of("reject.example", "monitor.example"), "reject.example"));
        assertThat(result.status()).isEqualTo(PERMERROR);
        assertThat(result.problem()).contains(DmarcProblem.of(DmarcProblem.Kind.SEVERAL_AUTHORS));
        assertThat(result.explanation()).isEqualTo("The From field of the message names more than one author domain.");
        assertThat(result.perAuthor()).isEmpty();
        assertThat(dns.questions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "reject monitor,            '',      FAIL,      reject,     QUARANTINE",
        "quarantine monitor,        '',      FAIL,      quarantine, QUARANTINE",
        "quarantine reject monitor, '',      FAIL,      reject,     QUARANTINE",
        "reject monitor,            reject,  FAIL,      monitor,    DELIVER",
        "reject monitor,            monitor, FAIL,      reject,     QUARANTINE",
        "reject nothing,            reject,  NONE,      nothing,    DELIVER",
        "nothing monitor,           '',      FAIL,      monitor,    DELIVER",
        "broken reject,             '',      FAIL,      reject,     QUARANTINE",
        "broken monitor,            '',      TEMPERROR, broken,     DEFER",
        "broken monitor,            monitor, TEMPERROR, broken,     DEFER",
        "nothing other,             '',      NONE,      nothing,    DELIVER",
    })
    @DisplayName("DME_02 T06 evaluated each: the strictest policy among those that fail; a pass of one is none")
    void strictest(String authors, String signer, DmarcStatus status, String decides, DmarcHandling.Action action) {
        List<String> domains =
                Stream.of(authors.split(" ")).map(name -> name + ".example").toList();
        String signers = signer.isEmpty() ? "" : signer + ".example";
        List<String> reversed = new ArrayList<>(domains);
        Collections.reverse(reversed);
        for (List<String> order : List.of(domains, reversed)) {
            DmarcResult result = each.evaluate(from(order, signers));
            assertThat(result.status()).as(result::toString).isEqualTo(status);
            if (!authors.equals("nothing other")) {
                assertThat(result.authorDomain()).contains(DomainName.of(decides + ".example"));
            }
            assertThat(result.suggestedHandling().action()).isEqualTo(action);
            assertThat(result.perAuthor()).hasSize(domains.size());
            assertThat(result.authorDomains()).hasSize(domains.size());
            assertThat(result.explanation()).startsWith("Of " + domains.size() + " author domains ");
            assertThat(each.evaluate(from(order, signers))).isEqualTo(result);
        }
    }

    @Test
    @DisplayName("DME_02 T06 pass only where each passes")
    void pass() {
        DmarcResult result =
                each.evaluate(from(List.of("reject.example", "monitor.example"), "monitor.example reject.example"));
        assertThat(result.status()).isEqualTo(PASS);
        assertThat(result.perAuthor()).extracting(DmarcResult::status).containsExactly(PASS, PASS);
    }

    @Test
    @DisplayName("DME_02 11.5 more than the limit: permerror, and nothing is asked")
    void limit() {
        List<String> four = List.of("a.example", "b.example", "c.example", "d.example");
        assertThat(each.evaluate(from(four, "")).status()).isEqualTo(PERMERROR);
        assertThat(dns.questions()).isEmpty();
        DmarcEvaluator more = DmarcEvaluator.builder()
                .dns(dns.sessions())
                .evaluateEachAuthor(4)
                .build();
        assertThat(more.evaluate(from(four, "")).status()).isEqualTo(NONE);
        DmarcEvaluator two = DmarcEvaluator.builder()
                .dns(dns.sessions())
                .evaluateEachAuthor(2)
                .build();
        assertThat(two.evaluate(from(four.subList(0, 2), "")).status()).isEqualTo(NONE);
        assertThat(two.evaluate(from(four.subList(0, 3), "")).status()).isEqualTo(PERMERROR);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DmarcEvaluator.builder().evaluateEachAuthor(1));
    }

    @Test
    @DisplayName("T06 several From fields, no author and an unreadable one stay permerror")
    void otherProblems() {
        List<DomainName> domains = List.of(DomainName.of("reject.example"), DomainName.of("monitor.example"));
        for (DmarcProblem.Kind kind : List.of(
                DmarcProblem.Kind.SEVERAL_FROM_FIELDS,
                DmarcProblem.Kind.NO_AUTHOR,
                DmarcProblem.Kind.UNREADABLE_AUTHOR)) {
            DmarcResult result = each.evaluate(DmarcRequest.withoutUsableAuthor(
                    kind, domains, List.of(AuthenticationEvidence.dkimPass(domains.get(0)))));
            assertThat(result.status()).isEqualTo(PERMERROR);
            assertThat(result.problem()).contains(DmarcProblem.of(kind));
        }
        DmarcResult one = each.evaluate(from(List.of("reject.example"), "reject.example"));
        assertThat(one.status())
                .as("two addresses of one domain are no several authors")
                .isEqualTo(PERMERROR);
    }

    @Test
    @DisplayName("DMT_14 all of them side by side, and no name is asked twice")
    void sideBySide() {
        VirtualClock clock = new VirtualClock();
        InMemoryDns slow = InMemoryDns.parse(ZONE).withClock(clock).withLatency(Duration.ofMillis(20));
        try (DnsSession session = slow.sessions().withLimits(DnsLimits.DEFAULT).open()) {
            session.evaluate(each.evaluation(
                    from(List.of("a.reject.example", "b.reject.example", "c.monitor.example"), "d.reject.example")));
            assertThat(session.usage().rounds()).isEqualTo(1);
        }
        assertThat(slow.questions()).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("DME_11 the strictest decides by its effective policy, not by the published one")
    void effective() {
        InMemoryDns tested = InMemoryDns.parse("""
                _dmarc.tested.example     TXT "v=DMARC1; p=reject; t=y"
                _dmarc.reject.example     TXT "v=DMARC1; p=reject"
                _dmarc.quiet.example      TXT "v=DMARC1; p=quarantine; t=y"
                """);
        DmarcEvaluator dmarc = DmarcEvaluator.builder()
                .dns(tested.sessions())
                .evaluateEachAuthor()
                .build();
        DmarcResult result = dmarc.evaluate(from(List.of("tested.example", "quiet.example", "reject.example"), ""));
        assertThat(result.status()).isEqualTo(FAIL);
        assertThat(result.authorDomain()).contains(DomainName.of("reject.example"));
        assertThat(result.perAuthor())
                .extracting(each -> each.effectivePolicy().orElseThrow())
                .containsExactly(DmarcPolicy.QUARANTINE, DmarcPolicy.NONE, DmarcPolicy.REJECT);
        assertThat(result.status()).isNotEqualTo(TEMPERROR);
    }

    /** Authors of all kinds; those whose name begins with slow or many have evidence that makes them so. */
    private static final List<String> KINDS = List.of(
            "pass.test",
            "nothing.test",
            "monitor.test",
            "quarantine.test",
            "reject.test",
            "broken.test",
            "long.test",
            "slow-monitor.test",
            "slow-reject.test",
            "many-monitor.test",
            "many-quarantine.test",
            "many-reject.test");

    private static final InMemoryDns KINDS_OF_ZONES = InMemoryDns.parse(
                    """
                    _dmarc.pass.test            TXT "v=DMARC1; p=reject"
                    _dmarc.monitor.test         TXT "v=DMARC1; p=none"
                    _dmarc.quarantine.test      TXT "v=DMARC1; p=quarantine"
                    _dmarc.reject.test          TXT "v=DMARC1; p=reject"
                    _dmarc.slow-monitor.test    TXT "v=DMARC1; p=none"
                    _dmarc.slow-reject.test     TXT "v=DMARC1; p=reject"
                    _dmarc.many-monitor.test    TXT "v=DMARC1; p=none"
                    _dmarc.many-quarantine.test TXT "v=DMARC1; p=quarantine"
                    _dmarc.many-reject.test     TXT "v=DMARC1; p=reject"
                    _dmarc.long.test            TXT "v=DMARC1; p=reject; %s"
                    """.formatted("x".repeat(DmarcRecord.MAX_OCTETS)))
            .failing(Mail.recordOf("broken.test"), DnsFailure.SERVER_FAILURE);

    private static List<AuthenticationEvidence> evidenceOfKinds() {
        List<AuthenticationEvidence> evidence = new ArrayList<>();
        evidence.add(AuthenticationEvidence.dkimPass(DomainName.of("pass.test")));
        for (String kind : KINDS) {
            if (kind.startsWith("many")) {
                evidence.add(AuthenticationEvidence.dkimPass(DomainName.of("a." + kind)));
            } else if (kind.startsWith("slow")) {
                evidence.add(new AuthenticationEvidence(
                        AuthenticationEvidence.Method.DKIM,
                        DomainName.of(kind),
                        AuthenticationEvidence.Outcome.TEMPERROR,
                        ""));
            }
        }
        return evidence;
    }

    private static int strictness(DmarcHandling handling) {
        return List.of(Action.DELIVER, Action.DEFER, Action.QUARANTINE, Action.REJECT)
                .indexOf(handling.action());
    }

    static Stream<UnaryOperator<DmarcEvaluator.Builder>> receivers() {
        return Stream.of(
                builder -> builder,
                DmarcEvaluator.Builder::rejectOnPolicyAlone,
                builder -> builder.onTemperror(Action.DELIVER),
                builder -> builder.onTemperror(Action.QUARANTINE).rejectOnPolicyAlone());
    }

    @ParameterizedTest
    @MethodSource("receivers")
    @DisplayName("DME_02 T06 PIT_45 the strictest handling decides, whatever the order of the authors")
    void anyOrder(UnaryOperator<DmarcEvaluator.Builder> receiver) {
        DmarcEvaluator dmarc = receiver.apply(DmarcEvaluator.builder()
                        .dns(KINDS_OF_ZONES.sessions())
                        .maxIdentifiers(0)
                        .evaluateEachAuthor(3))
                .build();
        Map<Set<String>, List<Object>> decisions = new HashMap<>();
        for (String first : KINDS) {
            for (String second : KINDS) {
                for (String third : KINDS) {
                    Set<String> authors = new LinkedHashSet<>(List.of(first, second, third));
                    if (authors.size() > 1) {
                        DmarcResult result = dmarc.evaluate(DmarcRequest.withoutUsableAuthor(
                                DmarcProblem.Kind.SEVERAL_AUTHORS,
                                authors.stream().map(DomainName::of).toList(),
                                evidenceOfKinds()));
                        assertStrictest(result);
                        List<Object> decision = decision(result);
                        assertThat(decision)
                                .as("%s", authors)
                                .isEqualTo(decisions.computeIfAbsent(authors, set -> decision));
                    }
                }
            }
        }
    }

    private static void assertStrictest(DmarcResult result) {
        assertThat(result.perAuthor()).hasSizeGreaterThan(1).allSatisfy(one -> {
            assertThat(strictness(one.suggestedHandling()))
                    .as("%s beside %s", one, result)
                    .isLessThanOrEqualTo(strictness(result.suggestedHandling()));
            assertThat(strictness(one.suggestedHandlingWithOtherEvidence()))
                    .as("%s beside %s, with other evidence", one, result)
                    .isLessThanOrEqualTo(strictness(result.suggestedHandlingWithOtherEvidence()));
        });
    }

    private static List<Object> decision(DmarcResult result) {
        return List.of(
                result.authorDomain(),
                result.status(),
                result.problem(),
                result.effectivePolicy(),
                result.suggestedHandling(),
                result.explanation());
    }

    @Test
    @DisplayName(
            "PIT_45 of two that are not known now, the one that is deferred; and a limit is no way around a policy")
    void notKnownNow() {
        DmarcEvaluator dmarc = DmarcEvaluator.builder()
                .dns(KINDS_OF_ZONES.sessions())
                .maxIdentifiers(0)
                .evaluateEachAuthor()
                .build();
        assertThat(dmarc.evaluate(ofKinds("slow-monitor.test", "slow-reject.test"))
                        .suggestedHandling()
                        .action())
                .isEqualTo(Action.DEFER);
        assertThat(dmarc.evaluate(ofKinds("slow-monitor.test", "many-reject.test"))
                        .suggestedHandling()
                        .action())
                .isEqualTo(Action.QUARANTINE);
    }

    private static DmarcRequest ofKinds(String... authors) {
        return DmarcRequest.withoutUsableAuthor(
                DmarcProblem.Kind.SEVERAL_AUTHORS,
                Stream.of(authors).map(DomainName::of).toList(),
                evidenceOfKinds());
    }
}
