package io.mailseal.dmarc;

import static io.mailseal.dmarc.DmarcPolicy.NONE;
import static io.mailseal.dmarc.DmarcPolicy.QUARANTINE;
import static io.mailseal.dmarc.DmarcPolicy.REJECT;
import static io.mailseal.dmarc.DmarcRecord.Subject.DOMAIN_ITSELF;
import static io.mailseal.dmarc.DmarcRecord.Subject.EXISTING_SUBDOMAIN;
import static io.mailseal.dmarc.DmarcRecord.Subject.MISSING_SUBDOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import io.mailseal.dmarc.DmarcRecord.PolicyTag;
import java.util.List;
import org.assertj.core.api.OptionalAssert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9989 about records, as text. */
class DmarcRecordTest {

    private static final String REPORTS = "; rua=mailto:reports@example.com";

    private static DmarcRecord record(String text) {
        return DmarcRecord.parse(Octets.ofLatin1(text)).orElseThrow(() -> new AssertionError("no record: " + text));
    }

    private static boolean isRecord(String text) {
        return DmarcRecord.parse(Octets.ofLatin1(text)).isPresent();
    }

    private static OptionalAssert<DmarcPolicy> policy(String text) {
        return assertThat(record(text).policyFor(DOMAIN_ITSELF)).as(text);
    }

    private static List<String> uris(List<DmarcReportUri> uris) {
        return uris.stream().map(DmarcReportUri::uri).toList();
    }

    private static PolicyTag stated(DmarcPolicy policy) {
        return new PolicyTag.Stated(policy);
    }

    @Nested
    class Section_4_7_version {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "v=DMARC1",
                    "v=DMARC1;",
                    "v=DMARC1 ; ",
                    "v = DMARC1; p=none",
                    "v\t=\tDMARC1\t;p=none",
                    "v= DMARC1 ;p=none",
                    "v=DMARC1;;p=none",
                    "v=DMARC1 ; p=none ; "
                })
        @DisplayName("DMP_02 DMP_03 these are records")
        void records(String text) {
            assertThat(isRecord(text)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    ";",
                    "v",
                    "v=",
                    "=DMARC1",
                    "DMARC1",
                    "v=dmarc1; p=none",
                    "v=Dmarc1; p=none",
                    "v=DMARC1x; p=none",
                    "v=DMARC2; p=none",
                    "v=DMARC 1; p=none",
                    "v=DMARC1=; p=none",
                    "v==DMARC1; p=none",
                    "v=DMARC1 p=none",
                    "v=DMARC1, p=none",
                    "v=DMARC1\\; p=none",
                    "\"v=DMARC1; p=none\"",
                    " v=DMARC1; p=none",
                    "\tv=DMARC1; p=none",
                    ";v=DMARC1; p=none",
                    "p=none; v=DMARC1",
                    "vv=DMARC1; p=none",
                    "v=DMARC1\0; p=none",
                    "v=DMARC1\n; p=none",
                    "v=DMARC1\u00a0; p=none",
                    "\u00ef\u00bb\u00bfv=DMARC1; p=none",
                    "v=spf1 -all"
                })
        @DisplayName("DMP_02 PIT_49 these are none")
        void noRecords(String text) {
            assertThat(isRecord(text)).isFalse();
        }

        @Test
        @DisplayName("4.1(5) the names of tags are in lower case, that of the version, too")
        void lowerCaseNames() {
            assertThat(isRecord("V=DMARC1; p=reject")).isFalse();
            assertThat(record("v=DMARC1; P=reject").p()).isEqualTo(new PolicyTag.Absent());
        }

        @Test
        @DisplayName("DMP_12 what is too long is no record")
        void tooLong() {
            String longest = "v=DMARC1; p=reject; x=" + "x".repeat(DmarcRecord.MAX_OCTETS - 22);
            assertThat(longest).hasSize(DmarcRecord.MAX_OCTETS);
            assertThat(isRecord(longest)).isTrue();
            assertThat(isRecord(longest + "x")).isFalse();
            assertThat(DmarcRecord.isTooLong(Octets.ofLatin1(longest))).isFalse();
            assertThat(DmarcRecord.isTooLong(Octets.ofLatin1(longest + "x"))).isTrue();
        }
    }

    @Nested
    class Section_4_7_tags {

        @Test
        @DisplayName("DMP_08 what is not there has its default")
        void defaults() {
            DmarcRecord record = record("v=DMARC1");
            assertThat(record.text()).isEqualTo(Octets.ofLatin1("v=DMARC1"));
            assertThat(List.of(record.p(), record.sp(), record.np())).containsOnly(new PolicyTag.Absent());
            assertThat(record.adkim()).isEqualTo(AlignmentMode.RELAXED);
            assertThat(record.aspf()).isEqualTo(AlignmentMode.RELAXED);
            assertThat(record.psd()).isEqualTo(PublicSuffixFlag.UNDECLARED);
            assertThat(record.isTesting()).isFalse();
            assertThat(record.rua()).isEmpty();
            assertThat(record.ruf()).isEmpty();
        }

        @Test
        @DisplayName("DMP_03 everything, in any order, with white space and a semicolon at the end")
        void everything() {
            DmarcRecord record = record("v=DMARC1;t = y ;psd=n\t; ruf=mailto:f@example.com ;rua=mailto:r@example.com;"
                    + "aspf=s;adkim=s;np=reject;sp=quarantine;p=none ; ");
            assertThat(record.p()).isEqualTo(stated(NONE));
            assertThat(record.sp()).isEqualTo(stated(QUARANTINE));
            assertThat(record.np()).isEqualTo(stated(REJECT));
            assertThat(record.adkim()).isEqualTo(AlignmentMode.STRICT);
            assertThat(record.aspf()).isEqualTo(AlignmentMode.STRICT);
            assertThat(record.psd()).isEqualTo(PublicSuffixFlag.ORGANIZATIONAL);
            assertThat(record.isTesting()).isTrue();
            assertThat(uris(record.rua())).containsExactly("mailto:r@example.com");
            assertThat(uris(record.ruf())).containsExactly("mailto:f@example.com");
        }

        @Test
        @DisplayName("DMP_04 unknown tags, and those of RFC 7489 that are no more, change nothing")
        void unknownTags() {
            DmarcRecord record = record("v=DMARC1; pct=0; p=reject; rf=iodef; ri=1; x=y; future=\"a=b\"");
            assertThat(record.p()).isEqualTo(stated(REJECT));
            assertThat(record.isTesting()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "v=DMARC1; nonsense; p=reject",
                    "v=DMARC1; =; p=reject",
                    "v=DMARC1; =none; p=reject",
                    "v=DMARC1; p1=none; p=reject",
                    "v=DMARC1; p-=none; p=reject",
                    "v=DMARC1; \u00fc=\u00fc; p=reject",
                    "v=DMARC1; x=\0; p=reject",
                    "v=DMARC1; p; p=reject",
                    "v=DMARC1; p none; p=reject",
                    "v=DMARC1;\u00a0p=none; p=reject"
                })
        @DisplayName("DMP_05 what is no tag costs no more than itself")
        void errorsAreSkipped(String text) {
            assertThat(record(text).p()).isEqualTo(stated(REJECT));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "=x",
                    "`=x",
                    "{=x",
                    "@=x",
                    "[=x",
                    "a`=x",
                    "a{=x",
                    "a@=x",
                    "a[=x",
                    "x=\u001F",
                    "x=\u007F",
                    "x=\u00fc",
                    "x=a\0b",
                    "x=\r"
                })
        @DisplayName("DMP_05 a tag has a name of letters, and a value of what can be printed")
        void noTags(String text) {
            assertThat(record("v=DMARC1; p=none; " + text + "; y=1").format()).isEqualTo("v=DMARC1; p=none; y=1");
        }

        @ParameterizedTest
        @ValueSource(strings = {"azAZ=x", "x=~", "x=! ~", "x=a\tb", "x="})
        void tags(String text) {
            assertThat(record("v=DMARC1; p=none; " + text + "; y=1").format())
                    .isEqualTo("v=DMARC1; p=none; " + text + "; y=1");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "x", "yes", "y n", "ss", "1", "y\u00e4", "\0y", "=y", "y,"})
        @DisplayName("DMP_05 a bad letter counts as if it were not there")
        void badLetters(String bad) {
            DmarcRecord record =
                    record("v=DMARC1; p=reject; adkim=" + bad + "; aspf=" + bad + "; psd=" + bad + "; t=" + bad);
            assertThat(record.adkim()).isEqualTo(AlignmentMode.RELAXED);
            assertThat(record.aspf()).isEqualTo(AlignmentMode.RELAXED);
            assertThat(record.psd()).isEqualTo(PublicSuffixFlag.UNDECLARED);
            assertThat(record.isTesting()).isFalse();
            assertThat(record.policyFor(DOMAIN_ITSELF)).contains(REJECT);
        }

        @Test
        @DisplayName("DMP_06 the case of the literals does not matter")
        void caseOfLiterals() {
            DmarcRecord record = record("v=DMARC1; p=REJECT; sp=Quarantine; np=nOnE; adkim=S; aspf=S; psd=Y; t=Y");
            assertThat(List.of(record.p(), record.sp(), record.np()))
                    .containsExactly(stated(REJECT), stated(QUARANTINE), stated(NONE));
            assertThat(List.of(record.adkim(), record.aspf())).containsOnly(AlignmentMode.STRICT);
            assertThat(record.psd()).isEqualTo(PublicSuffixFlag.PUBLIC_SUFFIX);
            assertThat(record.isTesting()).isTrue();
            assertThat(record("v=DMARC1; p=none; adkim=R; psd=U; t=N").isTesting())
                    .isFalse();
        }

        @Test
        @DisplayName("DMP_07 of tags that are repeated the first counts")
        void repeatedTags() {
            DmarcRecord record = record(
                    "v=DMARC1; p=none; adkim=s; adkim=r; t=y; t=n; psd=n; psd=y; rua=mailto:a@b" + "; rua=mailto:c@d");
            assertThat(record.adkim()).isEqualTo(AlignmentMode.STRICT);
            assertThat(record.isTesting()).isTrue();
            assertThat(record.psd()).isEqualTo(PublicSuffixFlag.ORGANIZATIONAL);
            assertThat(uris(record.rua())).containsExactly("mailto:a@b");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "v=DMARC1; p=none; p=reject",
                    "v=DMARC1; p=reject; p=reject",
                    "v=DMARC1; p=reject; p=\u00fc",
                    "v=DMARC1; p=reject; v=DMARC1",
                    "v=DMARC1; v=DMARC1; p=reject",
                    "v=DMARC1; v=spf1; p=reject"
                })
        @DisplayName("DMP_07 where the policy or the version is repeated the policy is not valid")
        void repeatedPolicies(String text) {
            policy(text).isEmpty();
            policy(text + REPORTS).contains(NONE);
        }

        @Test
        void repeatedSubdomainPoliciesAreNotValid() {
            policy("v=DMARC1; p=reject; sp=none; sp=reject").isEmpty();
            policy("v=DMARC1; p=reject; np=none; np=reject").isEmpty();
        }
    }

    @Nested
    class Section_4_8_report_addresses {

        private static List<String> rua(String list) {
            return uris(record("v=DMARC1; p=none; rua=" + list).rua());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "mailto:a@example.com",
                    "MAILTO:Reports@Example.COM",
                    "mailto:a%2Cb%21@example.com",
                    "mailto:a@example.com?subject=x",
                    "mailto:a+b=c@example.com",
                    "https://example.com/report?x=1",
                    "coap+tcp://example.com"
                })
        @DisplayName("DMP_10 URIs, as they are written, of any scheme")
        void valid(String uri) {
            assertThat(rua(uri)).containsExactly(uri);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "reports@example.com",
                    "mailto:",
                    "mailto:@",
                    "mailto:a@",
                    "mailto:@example.com",
                    "mailto:example.com",
                    ":a@example.com",
                    "1mailto:a@example.com",
                    "mail to:a@example.com",
                    "mailto:a b@example.com",
                    "mailto:<a@example.com>",
                    "mailto:a%@example.com",
                    "mailto:a%2@example.com",
                    "mailto:a%2g@example.com",
                    "mailto:a@example.com%0",
                    "mailto:\u00fc@example.com",
                    "mailto:a@example.com!",
                    "mailto:a@example.com!m",
                    "mailto:a@example.com!10x",
                    "mailto:a@example.com!10mb",
                    "mailto:a@example.com!10!10",
                    "mailto:a@example.com!-1",
                    "!10m",
                    "https:",
                    "mailto:\"a\"@example.com"
                })
        @DisplayName("DMP_10 these are none")
        void invalid(String uri) {
            assertThat(rua(uri)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"!0", "!10", "!10k", "!10M", "!50g", "!1t", "!99999999999999999999999"})
        @DisplayName("DMP_10 4.1(9) the obsolete size is read over")
        void size(String size) {
            assertThat(rua("mailto:a@example.com" + size + ",mailto:b@example.com"))
                    .containsExactly("mailto:a@example.com", "mailto:b@example.com");
        }

        @Test
        void whatIsNoneIsLeftOutOfTheList() {
            assertThat(rua(" , mailto:a@example.com ,, b@example.com\t,\tmailto:c@example.com , "))
                    .containsExactly("mailto:a@example.com", "mailto:c@example.com");
        }

        @Test
        @DisplayName("DMP_12 so many and no more")
        void tooMany() {
            assertThat(rua("x,".repeat(30) + "mailto:a@example.com,".repeat(30)))
                    .hasSize(DmarcRecord.MAX_URIS);
        }
    }

    @Nested
    class Section_4_10_1_the_policy_of_a_record {

        @ParameterizedTest
        @CsvSource({
            "p=reject,                               REJECT,     REJECT,     REJECT",
            "p=reject; sp=none,                      REJECT,     NONE,       NONE",
            "p=reject; np=none,                      REJECT,     REJECT,     NONE",
            "p=reject; sp=quarantine; np=none,       REJECT,     QUARANTINE, NONE",
            "p=none; sp=quarantine; np=reject,       NONE,       QUARANTINE, REJECT",
        })
        @DisplayName("DMT_05 DMT_06 DMP_08 for the domain, for subdomains, and for those that are not there")
        void subjects(String tags, DmarcPolicy itself, DmarcPolicy existing, DmarcPolicy missing) {
            DmarcRecord record = record("v=DMARC1; " + tags);
            assertThat(record.policyFor(DOMAIN_ITSELF)).contains(itself);
            assertThat(record.policyFor(EXISTING_SUBDOMAIN)).contains(existing);
            assertThat(record.policyFor(MISSING_SUBDOMAIN)).contains(missing);
            assertThat(record.distinguishesMissingSubdomains()).isEqualTo(existing != missing);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "v=DMARC1",
                    "v=DMARC1; sp=reject; np=reject",
                    "v=DMARC1; p=",
                    "v=DMARC1; p",
                    "v=DMARC1; p=rejected",
                    "v=DMARC1; p=reject,none",
                    "v=DMARC1; p=re ject",
                    "v=DMARC1; p=r\u00e9ject",
                    "v=DMARC1; p=none\0",
                    "v=DMARC1; p=reject; sp=",
                    "v=DMARC1; p=reject; sp=bad",
                    "v=DMARC1; p=reject; sp=\u00fc",
                    "v=DMARC1; p=reject; sp=no\tne",
                    "v=DMARC1; p=reject; np=",
                    "v=DMARC1; p=reject; np=bad",
                    "v=DMARC1; p=reject; np=\0"
                })
        @DisplayName("DMP_11 PIT_49 without a valid p, or with a bad sp or np: with reports as none, otherwise nothing")
        void unusable(String text) {
            for (DmarcRecord.Subject subject : DmarcRecord.Subject.values()) {
                assertThat(record(text).policyFor(subject)).as(text).isEmpty();
                assertThat(record(text + REPORTS).policyFor(subject)).as(text).contains(NONE);
                assertThat(record(text + "; rua=reports@example.com").policyFor(subject))
                        .as(text)
                        .isEmpty();
                assertThat(record(text + "; ruf=mailto:r@example.com").policyFor(subject))
                        .as(text)
                        .isEmpty();
            }
            assertThat(record(text + REPORTS).distinguishesMissingSubdomains()).isFalse();
        }

        @Test
        void anySchemeIsGoodEnough() {
            policy("v=DMARC1; rua=https://example.com/reports").contains(NONE);
        }

        @Test
        void whatIsNotValidIsShown() {
            assertThat(record("v=DMARC1; p=rejected").p()).isEqualTo(new PolicyTag.Invalid("rejected"));
            assertThat(record("v=DMARC1; p=rejected").p().policy()).isEmpty();
            assertThat(record("v=DMARC1; p=reject").p().policy()).contains(REJECT);
        }
    }
}
