package io.mailseal.dmarc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.dmarc.DmarcFinding.Code;
import io.mailseal.dmarc.DmarcReportDestination.Consent;
import io.mailseal.dmarc.DmarcReportDestination.Mail;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What DNS tells the owner of a domain. */
class DmarcLinterTest {

    private static final String EXAMPLE = """
            _dmarc.example.com TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"
            example.com        MX  10 mx.example.com
            """;

    private static DmarcLint lint(InMemoryDns dns, String domain) {
        DmarcLint lint = DmarcLinter.builder().dns(dns.sessions()).build().lint(DomainName.of(domain));
        for (DmarcFinding finding : lint.findings()) {
            assertThat(finding.explanation()).endsWith(".").matches("[ -~]+");
            assertThat(finding.recordDomain()).isPresent();
        }
        return lint;
    }

    private static List<Code> codes(InMemoryDns dns, String domain) {
        return lint(dns, domain).findings().stream().map(DmarcFinding::code).toList();
    }

    private static List<String> explanations(InMemoryDns dns, String domain) {
        return lint(dns, domain).findings().stream()
                .map(DmarcFinding::explanation)
                .toList();
    }

    private static List<Code> codes(String zone) {
        return codes(InMemoryDns.parse(zone), "example.com");
    }

    @Nested
    class Records {

        @Test
        void nothingToSay() {
            DmarcLint lint = lint(InMemoryDns.parse(EXAMPLE), "example.com");
            assertThat(lint.findings()).isEmpty();
            assertThat(lint.record()).isPresent();
            assertThat(lint.domain()).isEqualTo(DomainName.of("example.com"));
            assertThat(lint.discovery().treeWalk().organizationalDomain()).contains(DomainName.of("example.com"));
            assertThat(lint.destinations())
                    .containsExactly(new DmarcReportDestination(
                            DomainName.of("example.com"), Consent.SAME_ORGANIZATION, Mail.TAKEN, List.of()));
        }

        @Test
        @DisplayName("no record, and one that is inherited")
        void none() {
            assertThat(codes("")).containsExactly(Code.NO_RECORD);
            assertThat(codes(InMemoryDns.parse(EXAMPLE), "a.example.com")).containsExactly(Code.INHERITED_RECORD);
        }

        @Test
        @DisplayName("DMT_05 an inherited policy depends on whether the name exists")
        void inherited() {
            InMemoryDns dns = InMemoryDns.parse(
                    EXAMPLE.replace("p=reject", "p=reject; sp=quarantine; np=none") + "a.example.com A 192.0.2.1\n");
            assertThat(explanations(dns, "a.example.com"))
                    .contains("a.example.com has no record of its own; that of example.com applies, with the policy"
                            + " quarantine.");
            assertThat(explanations(dns, "b.example.com"))
                    .contains("b.example.com has no record of its own; that of example.com applies, with the policy"
                            + " none, since the name does not exist.");
        }

        @Test
        @DisplayName("what the record says by itself comes first, with its domain")
        void ofTheRecord() {
            DmarcLint lint = lint(InMemoryDns.parse(EXAMPLE.replace("p=reject", "p=reject; sp=none")), "example.com");
            assertThat(lint.findings().get(0).code()).isEqualTo(Code.WEAKER_SUBDOMAIN_POLICY);
            assertThat(lint.findings().get(0).recordDomain()).contains(DomainName.of("example.com"));
        }

        @Test
        @DisplayName("PIT_46 T53 several records, on any step")
        void several() {
            assertThat(codes("""
                    _dmarc.example.com TXT "v=DMARC1; p=reject"
                                       TXT "v=DMARC1; p=none"
                    """)).containsExactly(Code.MULTIPLE_RECORDS, Code.NO_RECORD);
        }

        @Test
        @DisplayName("DMP_02 text that was meant to be one")
        void nearly() {
            for (String text :
                    List.of("v=dmarc1; p=none", " v=DMARC1; p=none", "v=DMARC1, p=none", "p=none; v=DMARC1")) {
                assertThat(codes("_dmarc.example.com TXT \"" + text + "\""))
                        .as(text)
                        .containsExactly(Code.NOT_A_RECORD, Code.NO_RECORD);
            }
            assertThat(codes("_dmarc.example.com TXT \"v=spf1 -all\"")).containsExactly(Code.NO_RECORD);
        }

        @Test
        @DisplayName("DMP_12 one that is too long to be read")
        void tooLong() {
            InMemoryDns dns = InMemoryDns.builder()
                    .record(
                            DomainName.of("_dmarc.example.com"),
                            DnsRecord.Txt.of("v=DMARC1; p=none; x=" + "y".repeat(DmarcRecord.MAX_OCTETS)))
                    .build();
            assertThat(codes(dns, "example.com")).containsExactly(Code.RECORD_TOO_LONG);
        }

        @Test
        @DisplayName("a record behind an alias")
        void alias() {
            assertThat(codes("""
                    _dmarc.example.com    CNAME dmarc.service.example
                    dmarc.service.example TXT "v=DMARC1; p=reject; rua=mailto:a@example.com"
                    example.com           MX  10 mx.example.com
                    """)).containsExactly(Code.ALIASED_RECORD);
        }

        @Test
        @DisplayName("DMT_05 policies for subdomains where nobody looks for them")
        void unused() {
            assertThat(codes(InMemoryDns.parse(EXAMPLE + """
                                    _dmarc.a.example.com TXT "v=DMARC1; p=reject; sp=reject; rua=mailto:a@example.com"
                                    """), "a.example.com"))
                    .containsExactly(Code.UNUSED_SUBDOMAIN_POLICY);
            String below = "_dmarc.a.example.com TXT \"v=DMARC1; p=reject; rua=mailto:a@example.com\"\n";
            assertThat(codes(InMemoryDns.parse(EXAMPLE + below), "a.example.com"))
                    .isEmpty();
            assertThat(codes(
                            InMemoryDns.parse(EXAMPLE + below.replace("p=reject", "p=reject; np=reject")),
                            "a.example.com"))
                    .containsExactly(Code.UNUSED_SUBDOMAIN_POLICY);
        }

        @Test
        @DisplayName("T51 an organization that is a public suffix")
        void publicSuffix() {
            String registry = "_dmarc.com TXT \"v=DMARC1; p=reject; rua=mailto:a@example.com\"\n";
            assertThat(codes(EXAMPLE + registry)).contains(Code.PUBLIC_SUFFIX_ORGANIZATION, Code.METHODS_DIFFER);
            assertThat(codes(EXAMPLE + registry.replace("p=reject", "p=reject; psd=y")))
                    .doesNotContain(Code.PUBLIC_SUFFIX_ORGANIZATION);
            assertThat(codes(EXAMPLE + registry.replace("p=reject", "p=reject; psd=n")))
                    .as("no registry can say that it is none")
                    .contains(Code.PUBLIC_SUFFIX_ORGANIZATION);
        }

        @Test
        @DisplayName("T51 the owner of a private suffix may say that nobody else lives there")
        void privateSuffix() {
            String platform = "_dmarc.github.io TXT \"v=DMARC1; p=reject; rua=mailto:a@github.io\"\n";
            String user = platform.replace("github.io", "a.github.io");
            assertThat(codes(InMemoryDns.parse(platform + user), "a.github.io"))
                    .contains(Code.PUBLIC_SUFFIX_ORGANIZATION);
            String declared = platform.replace("p=reject", "p=reject; psd=n");
            assertThat(codes(InMemoryDns.parse(declared + user), "a.github.io"))
                    .doesNotContain(Code.PUBLIC_SUFFIX_ORGANIZATION);
        }

        @Test
        @DisplayName("PIT_51 an organization above a public suffix")
        void abovePublicSuffix() {
            InMemoryDns dns = InMemoryDns.parse("""
                    _dmarc.amazonaws.com      TXT "v=DMARC1; p=reject; rua=mailto:a@amazonaws.com"
                    _dmarc.a.s3.amazonaws.com TXT "v=DMARC1; p=reject; rua=mailto:a@a.s3.amazonaws.com"
                    """);
            assertThat(codes(dns, "a.s3.amazonaws.com")).contains(Code.PUBLIC_SUFFIX_ORGANIZATION);
            assertThat(codes(dns, "amazonaws.com")).doesNotContain(Code.PUBLIC_SUFFIX_ORGANIZATION);
        }

        @Test
        @DisplayName("DME_14 what receivers of RFC 7489 make of it")
        void methods() {
            assertThat(codes(InMemoryDns.parse(EXAMPLE + """
                                    _dmarc.b.example.com TXT "v=DMARC1; p=none; rua=mailto:a@example.com; psd=n"
                                    """), "a.b.example.com"))
                    .contains(Code.METHODS_DIFFER);
        }

        @Test
        @DisplayName("a record that is not there yet")
        void given() {
            DmarcLinter linter =
                    DmarcLinter.builder().dns(InMemoryDns.parse("").sessions()).build();
            DmarcRecord record = DmarcRecord.parse(Octets.ofLatin1("v=DMARC1; p=reject; rua=mailto:a@reports.example"))
                    .orElseThrow();
            DmarcLint lint = linter.lint(record, DomainName.of("example.com"));
            assertThat(lint.record()).contains(record);
            assertThat(lint.findings())
                    .extracting(DmarcFinding::code)
                    .containsExactly(Code.NO_SUCH_DESTINATION, Code.DESTINATION_NOT_AUTHORIZED);
        }
    }

    @Nested
    class Destinations_RFC_9990_section_4 {

        final String zone = """
                _dmarc.blue.example TXT "v=DMARC1; p=reject; rua=mailto:reports@red.test"
                red.test            MX  10 mx.red.test
                """;

        private Consent consent(String more) {
            List<DmarcReportDestination> destinations =
                    lint(InMemoryDns.parse(zone + more), "blue.example").destinations();
            assertThat(destinations).hasSize(1);
            return destinations.get(0).consent();
        }

        @Test
        @DisplayName("T55 PIT_53 another organization has to agree, at the policy domain's name below its own")
        void notGiven() {
            assertThat(consent("")).isEqualTo(Consent.NOT_GIVEN);
            assertThat(codes(InMemoryDns.parse(zone), "blue.example")).containsExactly(Code.DESTINATION_NOT_AUTHORIZED);
            assertThat(codes(InMemoryDns.parse(zone), "sub.blue.example")).contains(Code.DESTINATION_NOT_AUTHORIZED);
            InMemoryDns dns = InMemoryDns.parse(zone);
            lint(dns, "sub.blue.example");
            assertThat(dns.questions())
                    .contains(DnsQuestion.txt(DomainName.of("blue.example._report._dmarc.red.test")))
                    .doesNotContain(DnsQuestion.txt(DomainName.of("sub.blue.example._report._dmarc.red.test")));
        }

        @Test
        @DisplayName("T55 PIT_53 any record with the version will do, several, too, and a wildcard")
        void given() {
            String name = "blue.example._report._dmarc.red.test TXT ";
            assertThat(consent(name + "\"v=DMARC1\"")).isEqualTo(Consent.GIVEN);
            assertThat(consent(name + "\"v=DMARC1;\"")).isEqualTo(Consent.GIVEN);
            assertThat(consent(name + "\"v=DMARC1; x\"\n" + name + "\"v=DMARC1\""))
                    .isEqualTo(Consent.GIVEN);
            assertThat(consent("*._report._dmarc.red.test TXT \"v=DMARC1\"")).isEqualTo(Consent.GIVEN);
            assertThat(consent(name + "\"v=dmarc1\"")).isEqualTo(Consent.NOT_GIVEN);
            assertThat(consent(name + "\"yes\"")).isEqualTo(Consent.NOT_GIVEN);
            assertThat(codes(InMemoryDns.parse(zone + name + "\"v=DMARC1\""), "blue.example"))
                    .isEmpty();
        }

        @Test
        @DisplayName("T55 another address at the same host replaces, one elsewhere spoils")
        void overrides() {
            String name = "blue.example._report._dmarc.red.test TXT ";
            InMemoryDns same = InMemoryDns.parse(zone + name + "\"v=DMARC1; rua=mailto:other@red.test\"");
            assertThat(codes(same, "blue.example")).containsExactly(Code.OVERRIDDEN_DESTINATION);
            assertThat(lint(same, "blue.example").destinations().get(0).overrides())
                    .extracting(DmarcReportUri::uri)
                    .containsExactly("mailto:other@red.test");
            InMemoryDns elsewhere = InMemoryDns.parse(zone + name + "\"v=DMARC1; rua=mailto:victim@third.test\"");
            assertThat(lint(elsewhere, "blue.example").destinations().get(0).consent())
                    .isEqualTo(Consent.GIVEN_FOR_ELSEWHERE);
            assertThat(codes(elsewhere, "blue.example")).containsExactly(Code.OVERRIDE_ELSEWHERE);
        }

        @Test
        @DisplayName("T55 the same organization needs no consent")
        void sameOrganization() {
            assertThat(codes(InMemoryDns.parse("""
                                    _dmarc.example.com TXT "v=DMARC1; p=reject; rua=mailto:a@reports.example.com"
                                    reports.example.com A  192.0.2.1
                                    """), "a.example.com")).containsExactly(Code.INHERITED_RECORD);
        }

        @Test
        @DisplayName("a name that would be too long can confirm nothing")
        void tooLong() {
            String host = String.join(".", "a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(40), "test");
            InMemoryDns dns = InMemoryDns.parse("_dmarc.blue.example TXT \"v=DMARC1; p=reject; rua=mailto:a@" + host
                    + "\"\n" + host + " A 192.0.2.1");
            assertThat(codes(dns, "blue.example"))
                    .containsExactly(Code.SEVERAL_STRINGS, Code.DESTINATION_NOT_AUTHORIZED);
        }

        @Test
        @DisplayName("T55 only hosts that reports are mailed to are looked at")
        void otherSchemes() {
            InMemoryDns dns = InMemoryDns.parse(zone.replace("mailto:reports@red.test", "https://red.test/reports"));
            DmarcLint lint = lint(dns, "blue.example");
            assertThat(lint.destinations()).isEmpty();
            assertThat(dns.questions()).noneMatch(question -> question.name().isAtOrBelow(DomainName.of("red.test")));
        }

        @Test
        @DisplayName("a host that takes no mail")
        void mail() {
            String record = "_dmarc.example.com TXT \"v=DMARC1; p=reject; rua=mailto:a@r.example.com\"\n";
            assertThat(codes(record)).containsExactly(Code.NO_SUCH_DESTINATION);
            assertThat(codes(record + "r.example.com MX 0 .")).containsExactly(Code.NO_SUCH_DESTINATION);
            assertThat(codes(record + "r.example.com TXT \"x\"")).containsExactly(Code.NO_SUCH_DESTINATION);
            assertThat(codes(record + "r.example.com AAAA 2001:db8::1")).isEmpty();
        }

        @Test
        @DisplayName("T55 T50 no more hosts than the limit are looked at")
        void limit() {
            String uris = String.join(
                    ",",
                    IntStream.range(0, 20)
                            .mapToObj(i -> "mailto:a@h" + i + ".test")
                            .toList());
            InMemoryDns dns = InMemoryDns.parse(
                    "_dmarc.example.com TXT \"v=DMARC1; p=reject; fo=1; rua=" + uris + "; ruf=mailto:a@z.test\"");
            DmarcLint lint = lint(dns, "example.com");
            assertThat(lint.destinations()).hasSize(DmarcLinter.MAX_DESTINATIONS);
            assertThat(lint.findings()).extracting(DmarcFinding::code).contains(Code.TOO_MANY_DESTINATIONS);
        }
    }

    @Nested
    class Failures {

        static final DnsQuestion RECORD = DnsQuestion.txt(DomainName.of("_dmarc.blue.example"));

        final InMemoryDns dns = InMemoryDns.parse("""
                _dmarc.blue.example                  TXT "v=DMARC1; p=reject; rua=mailto:reports@red.test"
                blue.example._report._dmarc.red.test TXT "v=DMARC1"
                red.test                             A   192.0.2.1
                """);

        @ParameterizedTest
        @EnumSource
        @DisplayName("a lookup that failed is unknown, never absent")
        void each(DnsFailure cause) {
            assertThat(codes(dns, "blue.example")).isEmpty();
            for (DnsQuestion question : dns.questions()) {
                List<Code> codes = codes(dns.failing(question, cause), "blue.example");
                assertThat(codes).as("%s: %s", question, cause).isSubsetOf(Code.DNS_UNAVAILABLE);
            }
            assertThat(codes(dns.failing(RECORD, cause), "blue.example")).containsExactly(Code.DNS_UNAVAILABLE);
        }

        @Test
        @DisplayName("what is unknown of a destination is told")
        void ofDestinations() {
            DomainName host = DomainName.of("red.test");
            InMemoryDns silent = dns.failing(DnsQuestion.mx(host), DnsFailure.TIMEOUT)
                    .failing(DomainName.of("blue.example._report._dmarc.red.test"), DnsFailure.TIMEOUT);
            assertThat(explanations(silent, "blue.example"))
                    .containsExactly(
                            "Whether red.test takes mail could not be looked up.",
                            "Whether red.test has agreed to get reports could not be looked up.");
        }
    }

    @Test
    @DisplayName("the same answers give an equal result, in few rounds")
    void values() {
        VirtualClock clock = new VirtualClock();
        InMemoryDns slow = InMemoryDns.parse(EXAMPLE.replace("dmarc@example.com", "a@red.test,mailto:b@blue.test"))
                .withClock(clock)
                .withLatency(Duration.ofMillis(20));
        DmarcLinter linter = DmarcLinter.builder().dns(slow.sessions()).build();
        DmarcLint lint = clock.runUntil(linter.lintAsync(DomainName.of("example.com")));
        assertThat(clock.elapsed()).isLessThanOrEqualTo(Duration.ofMillis(60));
        assertThat(linter.lint(DomainName.of("example.com"))).isEqualTo(lint);
        assertThat(slow.inFlight()).isZero();
    }

    @Test
    void aResolverIsNeeded() {
        assertThatIllegalStateException().isThrownBy(() -> DmarcLinter.builder().build());
    }
}
