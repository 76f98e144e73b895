package io.mailseal.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import io.mailseal.dmarc.DmarcFinding.Code;
import io.mailseal.dmarc.DmarcFinding.Severity;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a record tells its owner by itself. */
class DmarcFindingsTest {

    private static List<DmarcFinding> findings(String text) {
        return DmarcRecord.parse(Octets.ofLatin1(text))
                .orElseThrow(() -> new AssertionError("no record: " + text))
                .findings();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p=reject; rua=mailto:a@b.example                                |",
                "p=reject; sp=reject; np=reject; rua=mailto:a@b.example; psd=n   |",
                "p=quarantine; adkim=s; aspf=R; t=n; rua=mailto:a@b.example      |",
                "p=reject                                                        | NO_AGGREGATE_REPORTS",
                "p=none; rua=mailto:a@b.example                                  | MONITORING",
                "rua=mailto:a@b.example                                          | NO_POLICY MONITORING",
                "''                                                              | NO_EFFECT NO_AGGREGATE_REPORTS",
                "p=bad; rua=mailto:a@b.example                                   | MONITORING INVALID_POLICY",
                "p=reject; sp=bad                         | NO_EFFECT NO_AGGREGATE_REPORTS INVALID_POLICY",
                "p=reject; p=reject; rua=mailto:a@b.example                      | MONITORING REPEATED_POLICY",
                "p=reject; v=DMARC1; rua=mailto:a@b.example                      | MONITORING REPEATED_POLICY",
                "p=reject; sp=none; rua=mailto:a@b.example                       | WEAKER_SUBDOMAIN_POLICY",
                "p=reject; sp=quarantine; np=none; rua=mailto:a@b.example"
                        + " | WEAKER_SUBDOMAIN_POLICY WEAKER_MISSING_SUBDOMAIN_POLICY",
                "p=reject; np=quarantine; rua=mailto:a@b.example                 | WEAKER_MISSING_SUBDOMAIN_POLICY",
                "p=quarantine; sp=reject; np=reject; rua=mailto:a@b.example      |",
                "p=reject; adkim=x; rua=mailto:a@b.example                       | INVALID_VALUE",
                "p=reject; psd=yes; rua=mailto:a@b.example                       | INVALID_VALUE",
                "p=reject; t=u; rua=mailto:a@b.example                           | INVALID_VALUE",
                "p=reject; t=y; rua=mailto:a@b.example                           | TEST_MODE",
                "p=reject; psd=y; rua=mailto:a@b.example                         | DECLARED_PUBLIC_SUFFIX",
                "p=reject; aspf=r; aspf=s; rua=mailto:a@b.example                | REPEATED_TAG",
                "p=reject; rua=mailto:a@b.example; nonsense                      | MALFORMED_TAG",
                "p=reject; rua=mailto:a@b.example; 1=2                           | MALFORMED_TAG",
                "p=reject; rua=mailto:a@b.example; foo=bar                       | UNKNOWN_TAG",
                "p=reject; Adkim=s; rua=mailto:a@b.example                       | TAG_NAME_CASE",
                "P=reject; rua=mailto:a@b.example                       | NO_POLICY MONITORING TAG_NAME_CASE",
                "p=reject; rua=a@b.example                              | NO_AGGREGATE_REPORTS INVALID_URI",
                "p=reject; rua=mailto:a@b.example,,mailto:c@d.example            | INVALID_URI",
                "p=reject; rua=mailto:a@b.example,                               | INVALID_URI",
                "p=reject; rua=https://b.example/,mailto:a@b.example             | UNSUPPORTED_SCHEME",
                "p=reject; adkim=~; rua=mailto:a@b.example                       | INVALID_VALUE",
                "p=reject; rua=mailto:a%0D@b.example                             | NO_ADDRESS",
                "p=reject; rua=mailto:a@b.example!10m                            | OBSOLETE_SIZE_LIMIT",
                "p=reject; rua=mailto:a@b.example; fo=1                          | FO_WITHOUT_RUF",
                "p=reject; rua=mailto:a@b.example; fo=0:1; ruf=mailto:a@b.example | INVALID_VALUE",
                "p=reject; rua=mailto:a@b.example; ruf=mailto:a@b.example        | RUF_WITHOUT_FO",
                "p=reject; rua=mailto:a@b.example; pct=100                       | OBSOLETE_TAG",
                "p=reject; rua=mailto:a@b.example; rf=afrf; ri=86400             | OBSOLETE_TAG OBSOLETE_TAG",
                "p=reject; rua=mailto:a@b.example; pct=50                        | OBSOLETE_TAG PARTIAL_PERCENTAGE",
                "rua=mailto:a@b.example; p=reject                                | POLICY_NOT_SECOND",
            })
    @DisplayName("DMP_04 DMP_05 DMP_07 DMP_09 DMP_10 DMP_11 PIT_49")
    void findings(String tags, String codes) {
        List<DmarcFinding> findings = findings("v=DMARC1; " + tags);
        assertThat(findings.stream().map(DmarcFinding::code))
                .as(findings::toString)
                .containsExactlyElementsOf(
                        codes == null
                                ? List.of()
                                : Stream.of(codes.split(" ")).map(Code::valueOf).toList());
    }

    @Test
    @DisplayName("each has a sentence in visible ASCII, whatever is in the record")
    void sentences() {
        List<DmarcFinding> findings =
                findings("v=DMARC1; p=\u00ff\u0000; \u0007; x=\n; foo\u001b=1; rua=\u00e9,mailto:a@b; fo=\t1");
        assertThat(findings).hasSizeGreaterThan(4);
        for (DmarcFinding finding : findings) {
            assertThat(finding.explanation()).endsWith(".").matches("[ -~]+");
            assertThat(finding.tag().orElse("")).matches("[ -~]*");
            assertThat(finding.recordDomain()).isEmpty();
            assertThat(finding.severity()).isEqualTo(finding.code().severity());
        }
    }

    @Test
    @DisplayName("they tell where, in the order of the record")
    void positions() {
        String text = "v=DMARC1; p=reject; rua=mailto:a@b.example;  foo=1 ;bar=2";
        assertThat(findings(text))
                .extracting(DmarcFinding::position)
                .containsExactly(text.indexOf("foo"), text.indexOf("bar"));
        assertThat(findings(text).get(0).tag()).contains("foo=1");
    }

    @Test
    @DisplayName("T50 DMP_12 at most twenty of a code; too many addresses are one finding")
    void bounded() {
        assertThat(findings("v=DMARC1; p=reject; rua=mailto:a@b.example" + "; x=1".repeat(500)))
                .as("twenty repetitions, the first, and the length")
                .hasSize(FindingList.MAX_OF_A_CODE + 2);
        String many = "v=DMARC1; p=reject; rua=mailto:a@b.example" + ",mailto:a@b.example".repeat(20);
        assertThat(findings(many))
                .extracting(DmarcFinding::code)
                .containsExactly(Code.SEVERAL_STRINGS, Code.TOO_MANY_URIS);
        String asMany = "v=DMARC1; p=reject; rua=mailto:a@b.example" + ",mailto:a@b.example".repeat(19);
        assertThat(findings(asMany)).extracting(DmarcFinding::code).containsExactly(Code.SEVERAL_STRINGS);
    }

    @Test
    @DisplayName("RFC 1035 3.3 one string has up to 255 octets")
    void strings() {
        String text = "v=DMARC1; p=reject; rua=mailto:a@b.example";
        assertThat(findings(text + " ".repeat(255 - text.length()))).isEmpty();
        assertThat(findings(text + " ".repeat(256 - text.length())))
                .extracting(DmarcFinding::code)
                .containsExactly(Code.SEVERAL_STRINGS);
    }

    @Test
    @DisplayName("4.8 what is no address is shown, unless nothing is there")
    void noAddresses() {
        assertThat(findings("v=DMARC1; p=reject; rua=mailto:a@b.example,,a@b"))
                .extracting(DmarcFinding::explanation)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("Nothing between two commas is no URI"),
                        second -> assertThat(second).contains("a@b").doesNotContain("Nothing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "mailto:a,", "mailto:a@b.example!1m,", "https://a.example,"})
    @DisplayName("T50 the work grows with the length of a tag, not with its square")
    void workIsLinear(String element) {
        String start = "v=DMARC1; p=reject; rua=mailto:a@b.example,";
        String elements = element.repeat((DmarcRecord.MAX_OCTETS - start.length()) / element.length());
        DmarcRecord record =
                DmarcRecord.parse(Octets.ofLatin1(start + elements)).orElseThrow();
        record.findings();
        long before = allocated();
        record.findings();
        assertThat(allocated() - before)
                .as("octets allocated; a copy of the tag for each element makes 80 million")
                .isLessThan(20_000_000);
    }

    // By reflection, since the module under test does not read the module that knows it.
    private static long allocated() {
        try {
            Object threads = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            return (long) Class.forName("com.sun.management.ThreadMXBean")
                    .getMethod("getThreadAllocatedBytes", long.class)
                    .invoke(threads, Thread.currentThread().getId());
        } catch (ReflectiveOperationException missing) {
            throw new AssertionError(missing);
        }
    }

    @Test
    void severities() {
        assertThat(Code.NO_EFFECT.severity()).isEqualTo(Severity.ERROR);
        assertThat(Code.WEAKER_SUBDOMAIN_POLICY.severity()).isEqualTo(Severity.WARNING);
        assertThat(Code.TEST_MODE.severity()).isEqualTo(Severity.NOTE);
    }
}
