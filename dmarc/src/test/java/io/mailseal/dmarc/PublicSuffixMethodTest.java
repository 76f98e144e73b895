package io.mailseal.dmarc;

import static io.mailseal.dmarc.DmarcDiscovery.Place.AUTHOR_DOMAIN;
import static io.mailseal.dmarc.DmarcDiscovery.Place.ORGANIZATIONAL_DOMAIN;
import static io.mailseal.dmarc.DmarcPolicy.NONE;
import static io.mailseal.dmarc.DmarcPolicy.QUARANTINE;
import static io.mailseal.dmarc.DmarcPolicy.REJECT;
import static io.mailseal.dmarc.DmarcStatus.FAIL;
import static io.mailseal.dmarc.DmarcStatus.PASS;
import static io.mailseal.dmarc.DmarcStatus.TEMPERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.psl.PublicSuffixList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 7489: discovery by a public suffix list, percentages, alignment. */
class PublicSuffixMethodTest {

    @Nested
    class Section_6_6_3_discovery {
        final Mail mail = Mail.in("""
                _dmarc.a.b.example.com   TXT "v=DMARC1; p=none; sp=reject"
                _dmarc.b.example.com     TXT "v=DMARC1; p=quarantine"
                _dmarc.example.com       TXT "v=DMARC1; p=reject; sp=quarantine; np=none"
                _dmarc.com               TXT "v=DMARC1; p=none"
                """).byList();

        @Test
        @DisplayName("DME_13 the author domain, and its p")
        void author() {
            mail.from("a.b.example.com")
                    .is(FAIL)
                    .policy(NONE)
                    .of(AUTHOR_DOMAIN, "a.b.example.com")
                    .asked("_dmarc.a.b.example.com");
        }

        @Test
        @DisplayName(
                "DME_13 PIT_51 else the organizational domain of the list, and its sp: not what is between or above")
        void organization() {
            Mail.Outcome outcome = mail.from("x.b.example.com")
                    .is(FAIL)
                    .policy(QUARANTINE)
                    .of(ORGANIZATIONAL_DOMAIN, "example.com")
                    .asked("_dmarc.x.b.example.com", "_dmarc.example.com");
            DmarcDiscovery discovery = outcome.result().discovery().orElseThrow();
            assertThat(discovery.method()).isEqualTo(DiscoveryMethod.PUBLIC_SUFFIX_LIST);
            assertThat(discovery.method().word()).isEqualTo("psl");
            assertThat(discovery.organizationalDomain()).contains(DomainName.of("example.com"));
        }

        @Test
        @DisplayName("DME_13 np and psd are unknown tags, and so is t")
        void laterTags() {
            mail.from("nowhere.example.com").is(FAIL).policy(QUARANTINE).missing(false);
            Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject; np=bad; psd=y; t=y\"")
                    .byList()
                    .is(FAIL)
                    .policy(REJECT)
                    .effective(REJECT);
        }

        @Test
        @DisplayName("DME_13 nothing: none")
        void nothing() {
            mail.from("a.example.net")
                    .is(DmarcStatus.NONE)
                    .withoutProblem()
                    .asked("_dmarc.a.example.net", "_dmarc.example.net");
            mail.from("example.net").is(DmarcStatus.NONE).asked("_dmarc.example.net");
        }

        @Test
        @DisplayName("DME_13 a public suffix has no organization above it")
        void publicSuffix() {
            mail.from("co.uk").is(DmarcStatus.NONE).asked("_dmarc.co.uk");
            mail.from("com").is(FAIL).policy(NONE).asked("_dmarc.com");
            mail.from(".").is(DmarcStatus.NONE).asked();
        }

        @Test
        @DisplayName("DME_13 PIT_46 several records: none, and no other is looked for")
        void several() {
            Mail two = Mail.in("""
                    _dmarc.a.example.com TXT "v=DMARC1; p=none"
                                         TXT "v=DMARC1; p=reject"
                    _dmarc.example.com   TXT "v=DMARC1; p=reject"
                    """).byList();
            two.from("a.example.com").is(DmarcStatus.NONE).withoutProblem().asked("_dmarc.a.example.com");
        }

        @ParameterizedTest
        @CsvSource({
            "p=bad,                            ,     ",
            "sp=reject,                        ,     ",
            "p=reject; sp=bad,                 ,     ",
            "p=bad; rua=mailto:a@example.com,  NONE, NONE",
            "rua=mailto:a@example.com,         NONE, NONE",
            "p=reject; np=bad,                 REJECT, REJECT",
            "p=quarantine; sp=none,            QUARANTINE, NONE",
        })
        @DisplayName("DME_13 DMP_11 p is required, unless somebody wants reports")
        void unusable(String tags, DmarcPolicy own, DmarcPolicy below) {
            Mail record =
                    Mail.in("_dmarc.example.com TXT \"v=DMARC1; " + tags + "\"").byList();
            for (String author : new String[] {"example.com", "a.example.com"}) {
                DmarcPolicy expected = author.equals("example.com") ? own : below;
                if (expected == null) {
                    record.from(author).is(DmarcStatus.NONE).because(DmarcProblem.Kind.UNUSABLE_RECORD);
                } else {
                    record.from(author).is(FAIL).policy(expected);
                }
            }
        }

        @ParameterizedTest
        @EnumSource
        @DisplayName("DMT_12 T54 a DNS error is temperror at both places, and only there")
        void failures(DnsFailure cause) {
            Mail inherited = mail.from("x.example.com");
            for (String domain : new String[] {"x.example.com", "example.com"}) {
                inherited.failing(domain, cause).is(TEMPERROR).because(Mail.recordOf(domain), cause);
            }
            inherited.failing("com", cause).is(FAIL);
        }

        @Test
        void theWeakestOfTheAnswersUsed() {
            Mail signed = Mail.in("""
                    $SECURITY example.com SECURE
                    $SECURITY x.example.com INSECURE
                    _dmarc.example.com TXT "v=DMARC1; p=reject"
                    """).byList();
            signed.is(FAIL).secured(DnsSecurity.SECURE);
            signed.from("x.example.com").is(FAIL).secured(DnsSecurity.INSECURE);
        }

        @Test
        @DisplayName("PIT_51 the list can be replaced, and its private section left out")
        void lists() {
            Mail pages = Mail.in("""
                    _dmarc.github.io   TXT "v=DMARC1; p=reject"
                    _dmarc.a.github.io TXT "v=DMARC1; p=none"
                    """).from("x.a.github.io");
            pages.byList().is(FAIL).policy(NONE).of(ORGANIZATIONAL_DOMAIN, "a.github.io");
            pages.by(builder -> builder.discoveryMethod(DiscoveryMethod.PUBLIC_SUFFIX_LIST)
                            .publicSuffixList(PublicSuffixList.bundled().icannOnly()))
                    .is(FAIL)
                    .policy(REJECT)
                    .of(ORGANIZATIONAL_DOMAIN, "github.io");
        }
    }

    @Nested
    class Section_6_6_4_sampling {

        @ParameterizedTest
        @CsvSource({
            "p=reject; pct=50,     49, REJECT",
            "p=reject; pct=50,     50, QUARANTINE",
            "p=reject; pct=50,       , QUARANTINE",
            "p=reject; pct=90,     89, REJECT",
            "p=reject; pct=90,     90, QUARANTINE",
            "p=reject; pct=9,       8, REJECT",
            "p=reject; pct=9,       9, QUARANTINE",
            "p=quarantine; pct=1,   0, QUARANTINE",
            "p=quarantine; pct=1,   1, NONE",
            "p=none; pct=0,         0, NONE",
            "p=reject; pct=0,       0, QUARANTINE",
            "p=reject; pct=100,    99, REJECT",
            "p=reject; pct=100,      , REJECT",
            "p=reject,               , REJECT",
            "p=reject; pct=101,    99, REJECT",
            "p=reject; pct=-1,     99, REJECT",
            "p=reject; pct=0050,   99, REJECT",
            "p=reject; pct=5x,     99, REJECT",
            "p=reject; pct=,       99, REJECT",
        })
        @DisplayName("DME_13 messages whose lot is not below the percentage get the next lower policy")
        void percentage(String tags, Integer draw, DmarcPolicy effective) {
            Mail mail = Mail.in("_dmarc.example.com TXT \"v=DMARC1; " + tags + "\"");
            DmarcRequest request =
                    draw == null ? mail.request() : mail.request().withDraw(draw);
            Mail.Outcome outcome = mail.byList().evaluate(request).is(FAIL).effective(effective);
            assertThat(outcome.result().isSampledOut())
                    .isEqualTo(outcome.result().publishedPolicy().orElseThrow() != effective
                            || tags.contains("pct=0") && !tags.contains("pct=00"));
            DmarcResult walked = mail.evaluate(request).result();
            assertThat(walked.isSampledOut()).as("RFC 9989 knows no percentage").isFalse();
            assertThat(walked.effectivePolicy()).isEqualTo(walked.publishedPolicy());
        }

        @Test
        void lotsAreOf0To99() {
            DmarcRequest request = Mail.in("").request();
            assertThatIllegalArgumentException().isThrownBy(() -> request.withDraw(-1));
            assertThatIllegalArgumentException().isThrownBy(() -> request.withDraw(100));
            assertThat(request.withDraw(7).draw()).hasValue(7);
            assertThat(request.withDraw(7)).isNotEqualTo(request).isEqualTo(request.withDraw(7));
            assertThat(request.withDraw(7).withOtherEvidence().draw()).hasValue(7);
        }
    }

    @Nested
    class Section_3_1_alignment {
        final Mail mail = Mail.in("_dmarc.example.co.uk TXT \"v=DMARC1; p=reject\"")
                .from("mail.example.co.uk")
                .byList();

        @Test
        @DisplayName("DME_05 DME_13 relaxed: the same organizational domain, told by the list without a question")
        void relaxed() {
            mail.dkim("other.example.co.uk").is(PASS).asked("_dmarc.mail.example.co.uk", "_dmarc.example.co.uk");
            mail.spf("example.co.uk").is(PASS);
            mail.dkim("stranger.co.uk").is(FAIL);
            mail.dkim("co.uk").is(FAIL);
            mail.dkim("example.uk").is(FAIL);
        }

        @Test
        @DisplayName("DME_05 strict: the same domain")
        void strict() {
            Mail strict = Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject; adkim=s\"")
                    .byList();
            strict.dkim("a.example.com").is(FAIL);
            strict.spf("a.example.com").is(PASS);
            strict.dkim("example.com").is(PASS);
        }

        @Test
        @DisplayName("PIT_45 an aligned identifier that could not be authenticated now: temperror")
        void unavailable() {
            mail.with(AuthenticationEvidence.Method.DKIM, "a.example.co.uk", AuthenticationEvidence.Outcome.TEMPERROR)
                    .is(TEMPERROR)
                    .because(DmarcProblem.Kind.EVIDENCE_UNAVAILABLE);
        }
    }

    @Test
    void questionsAreTwoAtMost() {
        DmarcPolicyResolver resolver = DmarcPolicyResolver.builder()
                .resolver(question -> null)
                .discoveryMethod(DiscoveryMethod.PUBLIC_SUFFIX_LIST)
                .build();
        assertThat(resolver.questions(DomainName.of("a.b.example.com")))
                .containsExactly(Mail.recordOf("a.b.example.com"), Mail.recordOf("example.com"));
        assertThat(resolver.questions(DomainName.of("example.com"))).containsExactly(Mail.recordOf("example.com"));
        assertThat(resolver.questions(DomainName.ROOT)).isEqualTo(java.util.List.<DnsQuestion>of());
    }
}
