package io.mailseal.dmarc;

import static io.mailseal.dmarc.FailureReportOption.ANYTHING_FAILED;
import static io.mailseal.dmarc.FailureReportOption.DKIM_FAILED;
import static io.mailseal.dmarc.FailureReportOption.NOTHING_PASSED;
import static io.mailseal.dmarc.FailureReportOption.SPF_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9989 4.6 to 4.8: a record as a value, read and written. */
class RecordModelTest {

    private static DmarcRecord record(String text) {
        return DmarcRecord.parse(Octets.ofLatin1(text)).orElseThrow(() -> new AssertionError("no record: " + text));
    }

    @Nested
    class Section_4_7_failure_options {

        @ParameterizedTest
        @CsvSource({
            "0,       NOTHING_PASSED",
            "1,       ANYTHING_FAILED",
            "d,       DKIM_FAILED",
            "S,       SPF_FAILED",
            "0:d,     NOTHING_PASSED DKIM_FAILED",
            "1:s:d,   ANYTHING_FAILED DKIM_FAILED SPF_FAILED",
            "d:s,     DKIM_FAILED SPF_FAILED",
            "d:0:s,   NOTHING_PASSED DKIM_FAILED SPF_FAILED",
            "s : 1,   ANYTHING_FAILED SPF_FAILED",
        })
        @DisplayName("DMP_09 one or more, in any order")
        void options(String list, String expected) {
            assertThat(record("v=DMARC1; p=none; ruf=mailto:a@b.example; fo=" + list)
                            .fo())
                    .extracting(Enum::name)
                    .containsExactlyInAnyOrder(expected.split(" "));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "2", "0:1", "1:0", "d:d", "0:0", "0:", ":0", "0::d", "0,d", "0d", "\u0010", "x:d"})
        @DisplayName(
                "DMP_09 DMP_05 0 and 1 exclude each other, none comes twice; what leaves the grammar is the default")
        void invalid(String list) {
            assertThat(record("v=DMARC1; p=none; ruf=mailto:a@b.example; fo=" + list)
                            .fo())
                    .containsExactly(NOTHING_PASSED);
        }

        @Test
        @DisplayName("DMP_09 DMP_08 ignored without a valid ruf; the default is 0")
        void withoutRuf() {
            assertThat(record("v=DMARC1; p=none; fo=1:d").fo()).containsExactly(NOTHING_PASSED);
            assertThat(record("v=DMARC1; p=none; fo=1:d; ruf=x").fo()).containsExactly(NOTHING_PASSED);
            assertThat(record("v=DMARC1; p=none; ruf=mailto:a@b.example").fo()).containsExactly(NOTHING_PASSED);
        }
    }

    @Nested
    class Section_4_6_addresses {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "mailto:a@b.example              | a@b.example",
                    "MAILTO:A@B.Example              | A@B.Example",
                    "mailto:a%2Bc@b.example          | a+c@b.example",
                    "mailto:a%21c@b.example!10m      | a!c@b.example",
                    "mailto:a@b.example?bcc=c@d.e    | a@b.example",
                    "mailto:a@b.example#x            | a@b.example",
                })
        @DisplayName("T56 DMP_10 what a mailto leads to, without what it would add to a mail")
        void address(String uri, String address) {
            DmarcReportUri parsed = DmarcReportUri.parse(uri).orElseThrow();
            assertThat(parsed.isMailto()).isTrue();
            assertThat(parsed.address()).contains(address);
            assertThat(parsed.host()).contains(DomainName.of("b.example"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "mailto:a%0D%0ABcc:x@b.example",
                    "mailto:a%0d%0a@b.example",
                    "mailto:a@b.example%0D%0Ax",
                    "mailto:a%00@b.example",
                    "mailto:%22a%20b%22@b.example",
                    "mailto:a%2Cc@b.example",
                    "mailto:a@b.example%2Cc@d.example",
                    "mailto:a%3E@b.example",
                    "mailto:a%C3%A9@b.example",
                    "mailto:.a@b.example",
                    "mailto:a@@b.example",
                    "mailto:a@[192.0.2.1]",
                    "mailto:a@b_c.example",
                    "mailto:?to=a@b.example",
                    "mailto:a?b@c.example",
                })
        @DisplayName("T56 DMP_10 a mailto with anything that SMTP or a header could stumble over leads nowhere")
        void evil(String uri) {
            assertThat(DmarcReportUri.parse(uri).flatMap(DmarcReportUri::address))
                    .as(uri)
                    .isEmpty();
        }

        @Test
        @DisplayName("DMP_10 a local part of 64 octets is the longest")
        void longLocalPart() {
            assertThat(DmarcReportUri.parse("mailto:" + "a".repeat(64) + "@b.example")
                            .orElseThrow()
                            .address())
                    .isPresent();
            assertThat(DmarcReportUri.parse("mailto:" + "a".repeat(65) + "@b.example")
                            .orElseThrow()
                            .address())
                    .isEmpty();
        }

        @Test
        @DisplayName("T57 DMP_10 other schemes are kept as URIs, lead to no address, and count as reports wanted")
        void otherSchemes() {
            DmarcReportUri uri = record("v=DMARC1; rua=https://user@reports.example:8443/x?y#z")
                    .rua()
                    .get(0);
            assertThat(uri.scheme()).isEqualTo("https");
            assertThat(uri.isMailto()).isFalse();
            assertThat(uri.address()).isEmpty();
            assertThat(uri.host()).contains(DomainName.of("reports.example"));
            assertThat(DmarcReportUri.parse("tel:123").orElseThrow().host()).isEmpty();
            assertThat(DmarcReportUri.parse("https://[::1]/").flatMap(DmarcReportUri::host))
                    .isEmpty();
        }

        @Test
        @DisplayName("DMP_10 the size limit is kept for people, and ignored")
        void sizeLimit() {
            DmarcReportUri uri = DmarcReportUri.parse("mailto:a@b.example!10M").orElseThrow();
            assertThat(uri.uri()).isEqualTo("mailto:a@b.example");
            assertThat(uri.obsoleteSizeLimit()).contains("10M");
            assertThat(uri).hasToString("mailto:a@b.example!10M");
            assertThat(uri)
                    .isNotEqualTo(DmarcReportUri.parse("mailto:a@b.example").orElseThrow());
        }
    }

    @Nested
    class Section_4_7_tags {

        @Test
        @DisplayName("DMP_04 all tags are kept for people, those included that mean nothing")
        void tags() {
            DmarcRecord record = record("v=DMARC1 ;p = reject;pct=50;; foo=a b ;x; P=none; p=none");
            assertThat(record.tags())
                    .extracting(DmarcTag::toString)
                    .containsExactly("v=DMARC1", "p=reject", "pct=50", "foo=a b", "P=none", "p=none");
            assertThat(record.format()).isEqualTo("v=DMARC1; p=reject; pct=50; foo=a b; P=none; p=none");
            assertThat(record(record.format()).tags()).isEqualTo(record.tags());
        }

        @Test
        @DisplayName("DMP_07 of a repeated tag the first counts, a repeated policy is invalid")
        void repeated() {
            DmarcRecord record = record("v=DMARC1; p=none; adkim=s; adkim=r; rua=mailto:a@b.example; rua=mailto:c@d");
            assertThat(record.adkim()).isEqualTo(AlignmentMode.STRICT);
            assertThat(record.rua()).hasSize(1);
            assertThat(record("v=DMARC1; p=none; p=none").p()).isInstanceOf(DmarcRecord.PolicyTag.Invalid.class);
        }

        @Test
        @DisplayName("DME_13 the percentage of RFC 7489 is there for those who go by it")
        void percentage() {
            assertThat(record("v=DMARC1; p=none; pct=42").percentage()).isEqualTo(42);
            assertThat(record("v=DMARC1; p=none").percentage()).isEqualTo(100);
        }
    }

    @Nested
    class Section_4_8_writing {

        @Test
        @DisplayName("DMP_03 every tag, in a usual order, whatever that of the calls")
        void everything() {
            DmarcRecord record = DmarcRecord.builder()
                    .ruf("mailto:f@example.com")
                    .rua("mailto:a@example.com", "mailto:b@example.com")
                    .fo(DKIM_FAILED, ANYTHING_FAILED, SPF_FAILED)
                    .testing()
                    .psd(PublicSuffixFlag.ORGANIZATIONAL)
                    .aspf(AlignmentMode.STRICT)
                    .adkim(AlignmentMode.STRICT)
                    .np(DmarcPolicy.REJECT)
                    .sp(DmarcPolicy.QUARANTINE)
                    .p(DmarcPolicy.REJECT)
                    .build();
            assertThat(record.text().toLatin1())
                    .isEqualTo("v=DMARC1; p=reject; sp=quarantine; np=reject; adkim=s; aspf=s; psd=n; t=y; fo=1:d:s;"
                            + " rua=mailto:a@example.com,mailto:b@example.com; ruf=mailto:f@example.com");
            assertThat(record.format()).isEqualTo(record.text().toLatin1());
            assertThat(record(record.format())).isEqualTo(record);
            assertThat(record.fo()).containsExactlyInAnyOrder(ANYTHING_FAILED, DKIM_FAILED, SPF_FAILED);
            assertThat(record.isTesting()).isTrue();
            assertThat(record.rua()).hasSize(2);
        }

        @Test
        @DisplayName("DMP_08 what is the default is not written")
        void defaults() {
            DmarcRecord record = DmarcRecord.builder()
                    .p(DmarcPolicy.NONE)
                    .adkim(AlignmentMode.RELAXED)
                    .aspf(AlignmentMode.RELAXED)
                    .psd(PublicSuffixFlag.UNDECLARED)
                    .build();
            assertThat(record.format()).isEqualTo("v=DMARC1; p=none");
            assertThat(DmarcRecord.builder().rua("mailto:a@example.com").build().format())
                    .isEqualTo("v=DMARC1; rua=mailto:a@example.com");
        }

        @Test
        @DisplayName("DMP_11 what would have no effect is refused")
        void withoutEffect() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> DmarcRecord.builder().build())
                    .withMessageContaining("neither policy nor reports");
            assertThatIllegalStateException()
                    .isThrownBy(() -> DmarcRecord.builder()
                            .rua("mailto:a@example.com")
                            .sp(DmarcPolicy.REJECT)
                            .build());
            assertThatIllegalStateException()
                    .isThrownBy(() -> DmarcRecord.builder()
                            .p(DmarcPolicy.NONE)
                            .fo(DKIM_FAILED)
                            .build());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"a@example.com", "mailto:", "mailto:a@b,c", "mailto:a@b!10m", "mailto:a@b; p=none", "x y:z"})
        @DisplayName("DMP_10 T56 an address that would break the record is refused")
        void badUris(String uri) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DmarcRecord.builder().rua(uri));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DmarcRecord.builder().ruf("mailto:a@b.example", uri));
        }

        @Test
        @DisplayName("DMP_12 no more addresses than are read")
        void tooManyUris() {
            String[] uris = new String[DmarcRecord.MAX_URIS + 1];
            java.util.Arrays.fill(uris, "mailto:a@example.com");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DmarcRecord.builder().rua(uris));
            String[] most = java.util.Arrays.copyOf(uris, DmarcRecord.MAX_URIS);
            assertThat(DmarcRecord.builder().rua(most).build().rua()).hasSize(DmarcRecord.MAX_URIS);
        }

        @Test
        @DisplayName("DMP_12 no record longer than what is read")
        void tooLong() {
            String[] uris = new String[DmarcRecord.MAX_URIS];
            java.util.Arrays.fill(uris, "mailto:a@example.com?" + "x".repeat(DmarcRecord.MAX_OCTETS / uris.length));
            assertThatIllegalStateException()
                    .isThrownBy(() -> DmarcRecord.builder().rua(uris).build());
        }

        @Test
        @DisplayName("DMP_09 0 and 1 together are refused")
        void badOptions() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DmarcRecord.builder().fo(NOTHING_PASSED, ANYTHING_FAILED));
            assertThat(List.of(FailureReportOption.values())).hasSize(4);
        }
    }
}
