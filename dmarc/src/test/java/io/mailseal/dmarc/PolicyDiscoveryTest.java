package io.mailseal.dmarc;

import static io.mailseal.dmarc.DmarcDiscovery.Place.AUTHOR_DOMAIN;
import static io.mailseal.dmarc.DmarcDiscovery.Place.ORGANIZATIONAL_DOMAIN;
import static io.mailseal.dmarc.DmarcDiscovery.Place.PUBLIC_SUFFIX_DOMAIN;
import static io.mailseal.dmarc.DmarcPolicy.NONE;
import static io.mailseal.dmarc.DmarcPolicy.QUARANTINE;
import static io.mailseal.dmarc.DmarcPolicy.REJECT;
import static io.mailseal.dmarc.DmarcProblem.Kind.RECORD_TOO_LONG;
import static io.mailseal.dmarc.DmarcProblem.Kind.UNUSABLE_RECORD;
import static io.mailseal.dmarc.DmarcStatus.FAIL;
import static io.mailseal.dmarc.DmarcStatus.TEMPERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.dmarc.Mail.Outcome;
import io.mailseal.testkit.InMemoryDns;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 9989 4.10.1: whose record applies, and what it says. Nobody is authenticated, so it shows as fail. */
class PolicyDiscoveryTest {

    @Nested
    class Section_4_10_1_which_record {
        final Mail mail = Mail.in("""
                _dmarc.a.b.example.com TXT "v=DMARC1; p=quarantine; sp=none; np=none"
                _dmarc.b.example.com   TXT "v=DMARC1; p=none"
                _dmarc.example.com     TXT "v=DMARC1; p=reject"
                _dmarc.giant.bank      TXT "v=DMARC1; p=none"
                _dmarc.bank            TXT "v=DMARC1; p=reject; sp=quarantine; psd=y"
                """);

        @Test
        @DisplayName("DMT_04 DMT_05 that of the author domain, and its p, also where it is a subdomain")
        void author() {
            mail.from("a.b.example.com")
                    .is(FAIL)
                    .policy(QUARANTINE)
                    .of(AUTHOR_DOMAIN, "a.b.example.com")
                    .missing(false)
                    .asked("_dmarc.a.b.example.com");
        }

        @Test
        @DisplayName("DMT_04 else that of the organizational domain, not the one between")
        void organizational() {
            mail.from("x.b.example.com")
                    .is(FAIL)
                    .policy(REJECT)
                    .of(ORGANIZATIONAL_DOMAIN, "example.com")
                    .asked("_dmarc.x.b.example.com", "_dmarc.b.example.com", "_dmarc.example.com", "_dmarc.com");
        }

        @Test
        @DisplayName("DMT_04 that of the public suffix domain never where the organizational domain has one")
        void organizationBelowPublicSuffix() {
            mail.from("mail.giant.bank").is(FAIL).policy(NONE).of(ORGANIZATIONAL_DOMAIN, "giant.bank");
            mail.from("giant.bank").is(FAIL).policy(NONE).of(AUTHOR_DOMAIN, "giant.bank");
        }

        @Test
        @DisplayName("DMT_16 else that of the public suffix domain, for subdomains")
        void publicSuffix() {
            mail.from("mail.mega.bank").is(FAIL).policy(QUARANTINE).of(PUBLIC_SUFFIX_DOMAIN, "bank");
            mail.from("mega.bank").is(FAIL).policy(QUARANTINE).of(PUBLIC_SUFFIX_DOMAIN, "bank");
        }

        @Test
        @DisplayName("DMT_16 RFC 9991 2: failure reports never go to a public suffix domain")
        void failureReports() {
            String reports = "ruf=mailto:a@b.example";
            Mail bank = Mail.in("""
                    _dmarc.bank      TXT "v=DMARC1; p=reject; psd=y; ruf=mailto:a@b.example"
                    _dmarc.own.bank  TXT "v=DMARC1; p=reject; ruf=mailto:a@b.example"
                    """);
            for (String author : new String[] {"mega.bank", "bank", "nothing.example"}) {
                assertThat(bank.from(author)
                                .evaluate()
                                .result()
                                .discovery()
                                .orElseThrow()
                                .failureReportUris())
                        .isEmpty();
            }
            assertThat(bank.from("own.bank")
                            .evaluate()
                            .result()
                            .discovery()
                            .orElseThrow()
                            .failureReportUris())
                    .extracting(uri -> "ruf=" + uri)
                    .containsExactly(reports);
        }

        @Test
        @DisplayName("DMT_17 a public suffix domain as the author: its p")
        void publicSuffixAsAuthor() {
            mail.from("bank").is(FAIL).policy(REJECT).of(AUTHOR_DOMAIN, "bank").asked("_dmarc.bank");
        }

        @Test
        @DisplayName("DMT_11 no record anywhere: none, without a problem")
        void nothing() {
            Outcome outcome = mail.from("example.net").is(DmarcStatus.NONE);
            outcome.withoutProblem().withoutPolicy().asked("_dmarc.example.net", "_dmarc.net");
            assertThat(outcome.result().discovery().flatMap(DmarcDiscovery::place))
                    .isEmpty();
            assertThat(outcome.result().discovery().flatMap(DmarcDiscovery::policyDomain))
                    .isEmpty();
        }

        @Test
        @DisplayName("DMT_02 the record that the walk jumps over is not found")
        void jumped() {
            Mail deep = Mail.in("_dmarc.h.g.f.e.d.c.b.a TXT \"v=DMARC1; p=reject\"");
            deep.from("i.h.g.f.e.d.c.b.a").is(DmarcStatus.NONE);
            deep.from("h.g.f.e.d.c.b.a").is(FAIL);
        }

        @Test
        @DisplayName("DMT_18 a wildcard answers for the author domain itself, so its p counts")
        void wildcard() {
            Mail wild = Mail.in("*.example.com TXT \"v=DMARC1; p=reject; sp=none; np=none\"");
            wild.from("sub.example.com").is(FAIL).policy(REJECT).of(AUTHOR_DOMAIN, "sub.example.com");
        }

        @Test
        @DisplayName("T51 a record of a top-level domain without psd applies to everything below")
        void topLevelDomain() {
            Mail.in("_dmarc.com TXT \"v=DMARC1; p=reject\"").is(FAIL).of(ORGANIZATIONAL_DOMAIN, "com");
        }
    }

    @Nested
    class Section_4_10_1_records_that_cant_be_used {

        @Test
        @DisplayName("T53 PIT_46 4.1(1) several records are none, and the search goes on")
        void several() {
            Mail mail = Mail.in("""
                    _dmarc.a.example.com TXT "v=DMARC1; p=none"
                                         TXT "v=DMARC1; p=none; rua=mailto:a@example.com"
                    _dmarc.example.com   TXT "v=DMARC1; p=none; sp=reject"
                    """);
            mail.from("a.example.com").is(FAIL).policy(REJECT).of(ORGANIZATIONAL_DOMAIN, "example.com");
            Mail.in("""
                    _dmarc.example.com TXT "v=DMARC1; p=reject"
                                       TXT "v=DMARC1; p=none"
                    """).is(DmarcStatus.NONE).withoutProblem();
        }

        @Test
        @DisplayName("DMP_11 4.1(7) a record without policy and reports: none, no fall-through to the parent")
        void unusable() {
            Mail mail = Mail.in("""
                    _dmarc.a.example.com TXT "v=DMARC1"
                    _dmarc.example.com   TXT "v=DMARC1; p=reject"
                    """);
            mail.from("a.example.com")
                    .is(DmarcStatus.NONE)
                    .because(UNUSABLE_RECORD)
                    .withoutPolicy()
                    .of(AUTHOR_DOMAIN, "a.example.com")
                    .asked("_dmarc.a.example.com");
        }

        @Test
        @DisplayName("DMP_11 likewise at the organizational domain: no fall-through to the public suffix domain")
        void unusableOrganization() {
            Mail mail = Mail.in("""
                    _dmarc.example.com TXT "v=DMARC1; p=reject; sp=bad"
                    _dmarc.com         TXT "v=DMARC1; p=reject; psd=y"
                    """);
            mail.from("a.example.com")
                    .is(DmarcStatus.NONE)
                    .because(UNUSABLE_RECORD)
                    .of(ORGANIZATIONAL_DOMAIN, "example.com");
        }

        @Test
        @DisplayName("DMP_11 a public suffix domain, too")
        void unusablePublicSuffix() {
            Mail.in("_dmarc.com TXT \"v=DMARC1; psd=y\"").is(DmarcStatus.NONE).because(UNUSABLE_RECORD);
        }

        @Test
        @DisplayName("DMP_11 with reports it counts as p=none, and DMARC applies")
        void monitored() {
            Mail mail = Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=bad; sp=reject; rua=mailto:r@example.com\"");
            mail.is(FAIL).policy(NONE).withoutProblem();
            mail.from("sub.example.com").is(FAIL).policy(NONE);
            mail.dkim("example.com").is(DmarcStatus.PASS);
        }
    }

    @Nested
    class Records_that_are_too_long {

        static final String LONG = "v=DMARC1; p=none; x=" + "y".repeat(DmarcRecord.MAX_OCTETS);

        private Mail mail(String domain, String zone) {
            InMemoryDns.Builder dns =
                    InMemoryDns.builder().record(DomainName.of("_dmarc." + domain), DnsRecord.Txt.of(LONG));
            InMemoryDns world = zone.isEmpty()
                    ? dns.build()
                    : dns.record(DomainName.of("_dmarc." + zone), DnsRecord.Txt.of("v=DMARC1; p=reject"))
                            .build();
            return Mail.in("").with(nothing -> world);
        }

        @Test
        @DisplayName("DMP_12 at the author domain: permerror, not an absent record")
        void author() {
            Outcome outcome =
                    mail("example.com", "com").is(DmarcStatus.PERMERROR).because(RECORD_TOO_LONG);
            outcome.withoutPolicy().asked("_dmarc.example.com");
            assertThat(outcome.result().explanation()).contains("example.com", "16384");
            assertThat(outcome.result().discovery().orElseThrow().steps().get(0).isTooLong())
                    .isTrue();
            assertThat(outcome.result().suggestedHandling())
                    .isEqualTo(new DmarcHandling(DmarcHandling.Action.DELIVER, DmarcHandling.Reason.RECORD_NOT_READ));
        }

        @Test
        @DisplayName("DMP_12 above, where no other record is found: permerror")
        void above() {
            mail("example.com", "")
                    .from("a.example.com")
                    .is(DmarcStatus.PERMERROR)
                    .because(RECORD_TOO_LONG);
        }

        @Test
        @DisplayName("DMP_12 above, where another record applies: that one")
        void besideAnother() {
            mail("b.example.com", "example.com")
                    .from("a.b.example.com")
                    .is(FAIL)
                    .policy(REJECT)
                    .of(ORGANIZATIONAL_DOMAIN, "example.com");
        }

        @Test
        @DisplayName("DMP_12 DMT_04 at an organizational domain: permerror, not the record of the public suffix domain")
        void belowAPublicSuffix() {
            InMemoryDns dns = InMemoryDns.builder()
                    .record(DomainName.of("_dmarc.giant.bank"), DnsRecord.Txt.of(LONG))
                    .record(DomainName.of("_dmarc.bank"), DnsRecord.Txt.of("v=DMARC1; p=reject; psd=y"))
                    .build();
            Mail.in("")
                    .with(nothing -> dns)
                    .from("a.giant.bank")
                    .is(DmarcStatus.PERMERROR)
                    .because(RECORD_TOO_LONG);
        }

        @Test
        @DisplayName("DMP_12 by RFC 7489, too, at both places")
        void byList() {
            mail("example.com", "").byList().is(DmarcStatus.PERMERROR).because(RECORD_TOO_LONG);
            mail("example.com", "")
                    .from("a.example.com")
                    .byList()
                    .is(DmarcStatus.PERMERROR)
                    .because(RECORD_TOO_LONG);
        }

        @Test
        @DisplayName("DMP_12 long text that is no record is no matter")
        void otherText() {
            InMemoryDns dns = InMemoryDns.builder()
                    .record(
                            DomainName.of("_dmarc.example.com"),
                            DnsRecord.Txt.of("v=spf1 " + "y".repeat(DmarcRecord.MAX_OCTETS)))
                    .record(DomainName.of("_dmarc.example.com"), DnsRecord.Txt.of("v=DMARC1; p=reject"))
                    .build();
            Mail.in("").with(nothing -> dns).is(FAIL).policy(REJECT);
        }

        @Test
        @DisplayName("DMP_12 DMT_01 together with another record it is one of several")
        void several() {
            InMemoryDns dns = InMemoryDns.builder()
                    .record(DomainName.of("_dmarc.example.com"), DnsRecord.Txt.of(LONG))
                    .record(DomainName.of("_dmarc.example.com"), DnsRecord.Txt.of("v=DMARC1; p=reject"))
                    .build();
            Mail.in("").with(nothing -> dns).is(DmarcStatus.NONE).withoutProblem();
        }
    }

    @Nested
    class Section_3_2_13_domains_that_do_not_exist {
        static final String ZONE = """
                _dmarc.example.com    TXT   "v=DMARC1; p=none; sp=quarantine; np=reject"
                host.example.com      A     192.0.2.1
                node.sub.example.com  A     192.0.2.1
                alias.example.com     CNAME nowhere.example.net
                web.example.com       CNAME host.example.com
                _dmarc.rec.example.com TXT  "not a record"
                _dmarc.two.example.com TXT  "v=DMARC1; p=none"
                                       TXT  "v=DMARC1; p=reject"
                a._dmarc.deep.example.com A 192.0.2.1""";
        final Mail mail = Mail.in(ZONE);

        @Test
        @DisplayName("DMT_06 DMT_07 PIT_48 NXDOMAIN: np")
        void missing() {
            mail.from("nowhere.example.com")
                    .is(FAIL)
                    .policy(REJECT)
                    .missing(true)
                    .asked("_dmarc.nowhere.example.com", "_dmarc.example.com", "_dmarc.com", "nowhere.example.com");
            mail.from("a.nowhere.example.com").is(FAIL).policy(REJECT).missing(true);
        }

        @Test
        @DisplayName("DMT_07 PIT_48 a name with other records exists: sp")
        void noData() {
            mail.from("host.example.com").is(FAIL).policy(QUARANTINE).missing(false);
        }

        @Test
        @DisplayName("DMT_07 a name with nothing but names below it exists")
        void emptyNonTerminal() {
            mail.from("sub.example.com").is(FAIL).policy(QUARANTINE).missing(false);
        }

        @Test
        @DisplayName("DMT_07 RFC 8020: an alias exists, wherever it leads")
        void alias() {
            mail.from("alias.example.com").is(FAIL).policy(QUARANTINE).missing(false);
            mail.from("web.example.com").is(FAIL).policy(QUARANTINE).missing(false);
        }

        @Test
        @DisplayName("DMT_07 RFC 8020: where there is something at _dmarc the name above exists, and is not asked")
        void somethingBelow() {
            for (String author : new String[] {"rec.example.com", "two.example.com", "deep.example.com"}) {
                mail.from(author)
                        .is(FAIL)
                        .policy(QUARANTINE)
                        .missing(false)
                        .asked("_dmarc." + author, "_dmarc.example.com", "_dmarc.com");
            }
        }

        @Test
        @DisplayName("DMT_06 the domain itself is no subdomain")
        void itself() {
            mail.is(FAIL).policy(NONE).asked("_dmarc.example.com");
        }

        @Test
        @DisplayName("DMT_06 4.1(6) not asked where it makes no difference")
        void notAsked() {
            for (String tags :
                    new String[] {"p=reject", "p=none; sp=reject", "p=reject; np=reject", "p=none; sp=reject; np=reject"
                    }) {
                Mail.in("_dmarc.example.com TXT \"v=DMARC1; " + tags + "\"")
                        .from("nowhere.example.com")
                        .is(FAIL)
                        .policy(REJECT)
                        .missing(false)
                        .asked("_dmarc.nowhere.example.com", "_dmarc.example.com", "_dmarc.com");
            }
        }

        @Test
        @DisplayName("DMT_16 below a public suffix domain: sp and np as well")
        void publicSuffix() {
            Mail bank = Mail.in("""
                    _dmarc.bank TXT "v=DMARC1; p=none; sp=quarantine; np=reject; psd=y"
                    mega.bank   A   192.0.2.1""");
            bank.from("mega.bank").is(FAIL).policy(QUARANTINE).of(PUBLIC_SUFFIX_DOMAIN, "bank");
            bank.from("nowhere.bank").is(FAIL).policy(REJECT).of(PUBLIC_SUFFIX_DOMAIN, "bank");
        }

        @ParameterizedTest
        @EnumSource
        @DisplayName("DMT_07 a name server in trouble does not make a name missing; limits of ours are temperror")
        void failure(DnsFailure cause) {
            DnsQuestion existence = DnsQuestion.txt(DomainName.of("nowhere.example.com"));
            Mail failing = mail.from("nowhere.example.com").failing(existence, cause);
            if (cause.isOwnLimit()) {
                failing.is(TEMPERROR).because(existence, cause).withoutPolicy();
            } else {
                failing.is(FAIL).policy(QUARANTINE).missing(false).withoutProblem();
            }
        }

        @Test
        @DisplayName("DMT_07 an author domain too long for a record of its own: the step above says nothing about it")
        void tooLongForTheLabel() {
            String parent = "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(47) + ".example.com";
            String author = "a".repeat(63) + "." + parent;
            Mail deep = Mail.in(ZONE + "\n" + "x._dmarc." + parent + " A 192.0.2.1");
            deep.from(author).is(FAIL).policy(REJECT).missing(true);
        }
    }

    @Nested
    class Section_4_7_test_mode {

        @Test
        @DisplayName("DME_07 PIT_50 t=y lowers the policy by one level")
        void lowered() {
            Mail mail = Mail.in("""
                    _dmarc.example.com TXT "v=DMARC1; p=reject; sp=quarantine; np=none; t=y"
                    host.example.com   A   192.0.2.1""");
            mail.is(FAIL).policy(REJECT).effective(QUARANTINE);
            mail.from("host.example.com").is(FAIL).policy(QUARANTINE).effective(NONE);
            mail.from("nowhere.example.com").is(FAIL).policy(NONE).effective(NONE);
        }

        @Test
        @DisplayName("DME_07 without it the policy is what it is")
        void asItIs() {
            Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject; t=n\"")
                    .is(FAIL)
                    .policy(REJECT)
                    .effective(REJECT);
        }

        @Test
        @DisplayName("DME_07 it changes no verdict")
        void sameVerdict() {
            Mail mail = Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject; t=y\"");
            mail.dkim("example.com").is(DmarcStatus.PASS);
        }
    }

    @Nested
    class Section_11_3_dns_security {
        final Mail mail = Mail.in("""
                $SECURITY example.com SECURE
                $SECURITY com         INSECURE
                _dmarc.example.com    TXT "v=DMARC1; p=none; np=reject"
                """);

        @Test
        void theWeakestOfTheAnswersUsed() {
            mail.is(FAIL).secured(DnsSecurity.SECURE);
            mail.from("sub.example.com").is(FAIL).secured(DnsSecurity.INSECURE);
        }

        @Test
        void theExistenceTestIsOneOfThem() {
            mail.with(dns -> dns.withSecurity(DomainName.of("com"), DnsSecurity.SECURE)
                            .withSecurity(DomainName.of("sub.example.com"), DnsSecurity.INDETERMINATE)
                            .withSecurity(DomainName.of("_dmarc.sub.example.com"), DnsSecurity.SECURE))
                    .from("sub.example.com")
                    .is(FAIL)
                    .policy(REJECT)
                    .secured(DnsSecurity.INDETERMINATE);
        }

        @Test
        void bogusIsAFailure() {
            mail.failing("example.com", DnsFailure.BOGUS).is(TEMPERROR).secured(DnsSecurity.BOGUS);
        }

        @Test
        void nothingAskedNothingKnown() {
            mail.from(".")
                    .is(DmarcStatus.NONE)
                    .secured(DnsSecurity.INDETERMINATE)
                    .asked();
        }
    }

    @Nested
    class The_policy_alone {
        final InMemoryDns dns = InMemoryDns.parse("_dmarc.example.com TXT \"v=DMARC1; p=reject; t=y\"");
        final DmarcPolicyResolver resolver =
                DmarcPolicyResolver.builder().resolver(dns).build();

        @Test
        void isWhatTheEvaluatorFinds() {
            DomainName author = DomainName.of("a.example.com");
            DmarcDiscovery discovery = resolver.discover(author);
            assertThat(discovery).isEqualTo(resolver.discoverAsync(author).join());
            assertThat(discovery.policyDomain()).contains(DomainName.of("example.com"));
            assertThat(discovery.record().map(DmarcRecord::isTesting)).contains(true);
            assertThat(discovery.publishedPolicy()).contains(REJECT);
            assertThat(discovery.effectivePolicy()).contains(QUARANTINE);
            assertThat(discovery)
                    .isEqualTo(Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject; t=y\"")
                            .from("a.example.com")
                            .evaluate()
                            .result()
                            .discovery()
                            .orElseThrow());
        }

        @Test
        @DisplayName("T54 DMT_12 a failure is not the same as nothing")
        void failureIsNotNothing() {
            InMemoryDns broken = dns.failing(Mail.recordOf("example.com"), DnsFailure.SERVER_FAILURE);
            DmarcDiscovery discovery =
                    DmarcPolicyResolver.builder().resolver(broken).build().discover(DomainName.of("example.com"));
            assertThat(discovery.problem())
                    .contains(DmarcProblem.dns(Mail.recordOf("example.com"), DnsFailure.SERVER_FAILURE));
            assertThat(discovery.publishedPolicy()).isEmpty();
            assertThat(discovery.place()).isEmpty();
            assertThat(resolver.discover(DomainName.of("example.net")).problem())
                    .isEmpty();
        }
    }
}
