package io.mailseal.dmarc;

import static io.mailseal.dmarc.DmarcDifference.Kind.ALIGNMENT;
import static io.mailseal.dmarc.DmarcDifference.Kind.EFFECTIVE_POLICY;
import static io.mailseal.dmarc.DmarcDifference.Kind.HANDLING;
import static io.mailseal.dmarc.DmarcDifference.Kind.ORGANIZATIONAL_DOMAIN;
import static io.mailseal.dmarc.DmarcDifference.Kind.POLICY_DOMAIN;
import static io.mailseal.dmarc.DmarcDifference.Kind.PUBLISHED_POLICY;
import static io.mailseal.dmarc.DmarcDifference.Kind.STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Both methods, and what differs. */
class ComparisonTest {

    private static final String EXAMPLE = """
            _dmarc.example.com TXT "v=DMARC1; p=reject"
            """;

    private static List<DmarcDifference.Kind> differences(Mail mail) {
        DmarcComparison comparison = mail.evaluator().compare(mail.request());
        assertThat(comparison.treeWalk().discovery().orElseThrow().method()).isEqualTo(DiscoveryMethod.TREE_WALK);
        assertThat(comparison.publicSuffixList().discovery().orElseThrow().method())
                .isEqualTo(DiscoveryMethod.PUBLIC_SUFFIX_LIST);
        comparison
                .differences()
                .forEach(difference -> assertThat(difference.explanation())
                        .contains(difference.treeWalk(), difference.publicSuffixList())
                        .endsWith("."));
        return comparison.differences().stream().map(DmarcDifference::kind).toList();
    }

    @Test
    @DisplayName("DME_14 mostly nothing differs")
    void same() {
        Mail mail = Mail.in(EXAMPLE);
        assertThat(differences(mail)).isEmpty();
        assertThat(differences(mail.from("a.example.com").dkim("b.example.com")))
                .isEmpty();
        assertThat(differences(mail.from("example.net"))).isEmpty();
        assertThat(mail.evaluator().compare(mail.request()).isConclusive()).isTrue();
    }

    @Test
    @DisplayName("DME_14 an organization below the registered domain: other alignment, other result, other handling")
    void declaredOrganization() {
        Mail mail = Mail.in("""
                _dmarc.example.com   TXT "v=DMARC1; p=none"
                _dmarc.a.example.com TXT "v=DMARC1; p=quarantine; psd=n"
                """).from("x.a.example.com").dkim("example.com");
        assertThat(differences(mail))
                .containsExactly(
                        ORGANIZATIONAL_DOMAIN,
                        POLICY_DOMAIN,
                        PUBLISHED_POLICY,
                        EFFECTIVE_POLICY,
                        ALIGNMENT,
                        STATUS,
                        HANDLING);
        DmarcComparison comparison = mail.evaluator().compare(mail.request());
        assertThat(comparison.differences().get(0).explanation())
                .isEqualTo("The organizational domain is a.example.com by the tree walk (RFC 9989), and example.com by"
                        + " the public suffix list (RFC 7489).");
        assertThat(comparison.differences().get(4).treeWalk()).isEqualTo("nothing");
        assertThat(comparison.differences().get(4).publicSuffixList()).isEqualTo("DKIM example.com");
    }

    @Test
    @DisplayName("DME_14 a problem that lasts is something to compare")
    void lastingProblem() {
        Mail mail =
                Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=none; x=" + "y".repeat(DmarcRecord.MAX_OCTETS) + "\"");
        DmarcComparison comparison = mail.evaluator().compare(mail.request());
        assertThat(comparison.treeWalk().problem().map(DmarcProblem::kind)).contains(DmarcProblem.Kind.RECORD_TOO_LONG);
        assertThat(comparison.isConclusive()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "p=reject; np=none, PUBLISHED_POLICY EFFECTIVE_POLICY HANDLING",
        "p=reject; t=y,     EFFECTIVE_POLICY",
        "p=reject; pct=0,   EFFECTIVE_POLICY",
        "p=none; pct=0,     ''",
    })
    @DisplayName("DME_14 tags that one of both does not know")
    void tags(String tags, String expected) {
        Mail mail = Mail.in("_dmarc.example.com TXT \"v=DMARC1; " + tags + "\"").from("nowhere.example.com");
        assertThat(String.join(" ", differences(mail).stream().map(Enum::name).toList()))
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("DME_14 several records: the walk goes on, RFC 7489 stops")
    void severalRecords() {
        Mail mail = Mail.in("""
                _dmarc.example.com   TXT "v=DMARC1; p=reject"
                _dmarc.a.example.com TXT "v=DMARC1; p=none"
                                     TXT "v=DMARC1; p=none; t=y"
                """).from("a.example.com");
        assertThat(differences(mail))
                .containsExactly(POLICY_DOMAIN, PUBLISHED_POLICY, EFFECTIVE_POLICY, STATUS, HANDLING);
    }

    @Test
    @DisplayName("DME_14 the organizational domain is looked for, even if nothing else depends on it")
    void organizationOfADomainWithItsOwnRecord() {
        Mail mail = Mail.in("""
                _dmarc.example.com     TXT "v=DMARC1; p=reject"
                _dmarc.a.b.example.com TXT "v=DMARC1; p=reject; psd=n"
                _dmarc.c.example.com   TXT "v=DMARC1; p=reject"
                """);
        assertThat(differences(mail.from("a.b.example.com"))).containsExactly(ORGANIZATIONAL_DOMAIN);
        assertThat(differences(mail.from("c.example.com"))).isEmpty();
        DmarcComparison comparison =
                mail.evaluator().compare(mail.from("c.example.com").request());
        assertThat(comparison.treeWalk().organizationalDomain()).contains(DomainName.of("example.com"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("DME_14 DMT_12 where DNS does not tell, nothing is compared")
    void failures(DnsFailure cause) {
        Mail mail = Mail.in(EXAMPLE).from("a.example.com").failing("a.example.com", cause);
        DmarcComparison comparison = mail.evaluator().compare(mail.request());
        assertThat(comparison.isConclusive()).isFalse();
        assertThat(comparison.differences()).isEmpty();
        DmarcPolicyResolver resolver =
                DmarcPolicyResolver.builder().dns(mail.dns().sessions()).build();
        assertThat(resolver.compare(mail.author()).isConclusive()).isFalse();
        assertThat(resolver.compare(mail.author()).differences()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("DME_14 DMT_12 an identifier that DNS does not tell of is no difference, where another one passes")
    void unknownBesideAPass(DnsFailure cause) {
        Mail mail = Mail.in(EXAMPLE).dkim("x.example.com").spf("example.com");
        assertThat(differences(mail)).isEmpty();
        DmarcComparison comparison =
                mail.failing("x.example.com", cause).evaluator().compare(mail.request());
        assertThat(comparison.treeWalk().alignments())
                .extracting(IdentifierAlignment::state)
                .containsExactly(IdentifierAlignment.State.UNKNOWN, IdentifierAlignment.State.ALIGNED);
        assertThat(comparison.isConclusive()).isTrue();
        assertThat(comparison.differences()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("DMT_12 above a record of its own a failure only hides the organizational domain")
    void failureAbove(DnsFailure cause) {
        Mail mail = Mail.in(EXAMPLE).failing("com", cause);
        DmarcPolicyResolver resolver =
                DmarcPolicyResolver.builder().dns(mail.dns().sessions()).build();
        DmarcDiscovery discovery = resolver.discover(mail.author());
        assertThat(discovery.publishedPolicy()).contains(DmarcPolicy.REJECT);
        assertThat(discovery.problem()).isEmpty();
        assertThat(discovery.organizationalDomain()).isEmpty();
        assertThat(discovery.steps()).hasSize(2);
        assertThat(resolver.compare(mail.author()).differences()).isEmpty();
        assertThat(resolver.compare(mail.author()).isConclusive()).isTrue();
    }

    @Test
    @DisplayName("DME_14 discovery alone can be compared, too")
    void discovery() {
        InMemoryDns dns = InMemoryDns.parse("""
                _dmarc.example.com TXT "v=DMARC1; p=none; sp=reject"
                _dmarc.com         TXT "v=DMARC1; p=none"
                """);
        DmarcPolicyResolver resolver =
                DmarcPolicyResolver.builder().dns(dns.sessions()).build();
        DiscoveryComparison comparison = resolver.compare(DomainName.of("a.example.com"));
        assertThat(comparison.differences())
                .extracting(DmarcDifference::kind)
                .containsExactly(ORGANIZATIONAL_DOMAIN, POLICY_DOMAIN, PUBLISHED_POLICY, EFFECTIVE_POLICY);
        assertThat(resolver.compare(DomainName.of("example.com")).differences())
                .extracting(DmarcDifference::kind)
                .containsExactly(ORGANIZATIONAL_DOMAIN);
    }

    @Test
    @DisplayName("both methods take no longer than one")
    void rounds() {
        VirtualClock clock = new VirtualClock();
        Mail mail = Mail.in(EXAMPLE).from("a.b.example.com").dkim("c.example.com");
        InMemoryDns slow = mail.dns().withClock(clock).withLatency(Duration.ofMillis(20));
        DmarcEvaluator dmarc = DmarcEvaluator.builder().dns(slow.sessions()).build();
        DmarcComparison comparison = clock.runUntil(dmarc.compareAsync(mail.request()));
        assertThat(comparison.treeWalk().status()).isEqualTo(DmarcStatus.PASS);
        assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(20));
        DmarcPolicyResolver resolver =
                DmarcPolicyResolver.builder().dns(slow.sessions()).build();
        assertThat(clock.runUntil(resolver.compareAsync(mail.author()))).isEqualTo(resolver.compare(mail.author()));
    }
}
