package io.mailseal.dmarc;

import static io.mailseal.dmarc.AuthenticationEvidence.Method.DKIM;
import static io.mailseal.dmarc.AuthenticationEvidence.Method.SPF;
import static io.mailseal.dmarc.AuthenticationEvidence.Outcome.NOT_PASS;
import static io.mailseal.dmarc.DmarcDiscovery.Place.AUTHOR_DOMAIN;
import static io.mailseal.dmarc.DmarcDiscovery.Place.ORGANIZATIONAL_DOMAIN;
import static io.mailseal.dmarc.DmarcProblem.Kind.EVIDENCE_UNAVAILABLE;
import static io.mailseal.dmarc.DmarcProblem.Kind.LIMIT_EXCEEDED;
import static io.mailseal.dmarc.DmarcStatus.FAIL;
import static io.mailseal.dmarc.DmarcStatus.NONE;
import static io.mailseal.dmarc.DmarcStatus.PASS;
import static io.mailseal.dmarc.DmarcStatus.PERMERROR;
import static io.mailseal.dmarc.DmarcStatus.TEMPERROR;
import static io.mailseal.dmarc.IdentifierAlignment.State.ALIGNED;
import static io.mailseal.dmarc.IdentifierAlignment.State.BEYOND_LIMIT;
import static io.mailseal.dmarc.IdentifierAlignment.State.NOT_ALIGNED;
import static io.mailseal.dmarc.IdentifierAlignment.State.NOT_AUTHENTICATED;
import static io.mailseal.dmarc.IdentifierAlignment.State.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.testkit.InMemoryDns;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** RFC 9989 4.4, 4.10.2, 5.3 and B.4: from author domain and evidence to the result. */
class DmarcEvaluatorTest {

    private static final AuthenticationEvidence.Outcome UNAVAILABLE = AuthenticationEvidence.Outcome.TEMPERROR;

    @Nested
    class Section_4_4_alignment {
        final Mail mail = Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject\"");

        @Test
        @DisplayName("DME_05 DME_06 the table: foo and news have the same organizational domain")
        void table() {
            Mail news = mail.from("news.example.com");
            news.dkim("foo.example.com").is(PASS).aligned(ALIGNED);
            news.dkim("news.example.com").is(PASS).aligned(ALIGNED);
            news.dkim("foo.example.net").is(FAIL).aligned(NOT_ALIGNED);
        }

        @Test
        @DisplayName("DME_05 upwards and downwards")
        void bothDirections() {
            mail.from("a.example.com").dkim("example.com").is(PASS);
            mail.dkim("a.example.com").is(PASS);
            mail.dkim("com").is(FAIL).aligned(NOT_ALIGNED);
            mail.dkim("notexample.com").is(FAIL).aligned(NOT_ALIGNED);
            mail.dkim("example.com.attacker.net").is(FAIL).aligned(NOT_ALIGNED);
        }

        @Test
        @DisplayName("DME_06 without authenticated identifiers: fail")
        void nobody() {
            mail.is(FAIL).aligned().withoutProblem();
        }

        @ParameterizedTest
        @CsvSource({
            "adkim=r; aspf=r, true, true",
            "adkim=s; aspf=r, false, true",
            "adkim=r; aspf=s, true, false",
            "adkim=s; aspf=s, false, false",
            "adkim=S; aspf=x, false, true",
        })
        @DisplayName("DME_05 DMT_10 each method has a mode of its own, and strict asks for nothing more")
        void modes(String tags, boolean dkim, boolean spf) {
            Mail own = Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject; " + tags + "\"");
            own.dkim("mail.example.com").is(dkim ? PASS : FAIL).aligned(dkim ? ALIGNED : NOT_ALIGNED);
            own.spf("mail.example.com").is(spf ? PASS : FAIL).aligned(spf ? ALIGNED : NOT_ALIGNED);
            own.dkim("example.com").is(PASS).asked("_dmarc.example.com");
            own.spf("example.com").is(PASS).asked("_dmarc.example.com");
        }

        @Test
        @DisplayName("DME_05 the mode is that of the record that applies")
        void inheritedMode() {
            Mail strict = Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject; adkim=s\"");
            strict.from("a.example.com").dkim("example.com").is(FAIL);
            strict.from("a.example.com").dkim("a.example.com").is(PASS);
        }

        @Test
        @DisplayName("4.4.1 DME_04 any one signature will do, wherever it stands")
        void anySignature() {
            mail.dkim("a.net")
                    .dkim("b.com")
                    .dkim("mail.example.com")
                    .is(PASS)
                    .aligned(NOT_ALIGNED, NOT_ALIGNED, ALIGNED);
            mail.dkim("example.com").dkim("a.net").is(PASS);
        }

        @Test
        @DisplayName("4.4.2 DME_03 SPF or DKIM will do")
        void anyMethod() {
            mail.spf("bounce.example.com").is(PASS);
            mail.spf("bounce.example.com").dkim("list.net").is(PASS).aligned(ALIGNED, NOT_ALIGNED);
            mail.spf("list.net").dkim("example.com").is(PASS).aligned(NOT_ALIGNED, ALIGNED);
        }

        @Test
        @DisplayName("T01 DME_03 what was not authenticated counts for nothing, whoever else was")
        void notAuthenticated() {
            mail.from("nx.example.com")
                    .with(SPF, "nx.example.com", NOT_PASS)
                    .spf("helo.attacker.net")
                    .is(FAIL)
                    .aligned(NOT_AUTHENTICATED, NOT_ALIGNED);
            mail.with(DKIM, "example.com", NOT_PASS).is(FAIL).aligned(NOT_AUTHENTICATED);
        }

        @Test
        @DisplayName("PIT_54 DME_01 neither case nor a final dot matters")
        void caseAndDot() {
            mail.from("EXAMPLE.com").dkim("Example.COM.").is(PASS);
            Mail.in("_DMARC.Example.Com TXT \"v=DMARC1; p=reject\"")
                    .from("Mail.Example.com")
                    .dkim("eXample.com")
                    .is(PASS);
        }

        @Test
        @DisplayName("PIT_54 DME_01 a U-label and its A-label are the same domain")
        void internationalized() {
            Mail books = Mail.in("_dmarc.xn--bcher-kva.example TXT \"v=DMARC1; p=reject\"");
            DomainName author = DomainName.ofUnicode("b\u00fccher.Example").orElseThrow();
            assertThat(author).isEqualTo(DomainName.of("XN--bcher-kva.example."));
            books.from(author.toString()).dkim("mail.XN--BCHER-KVA.example").is(PASS);
        }

        @Test
        @DisplayName("11.8 a subdomain speaks for its organization, unless that is strict")
        void subdomain() {
            mail.spf("evil.example.com").is(PASS);
            Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject; aspf=s\"")
                    .spf("evil.example.com")
                    .is(FAIL);
        }

        @Test
        @DisplayName("11.8 an organization that says psd=n is on its own")
        void declaredOrganization() {
            Mail own = Mail.in("""
                    _dmarc.example.com      TXT "v=DMARC1; p=reject"
                    _dmarc.mail.example.com TXT "v=DMARC1; p=reject; psd=n"
                    """);
            own.from("evil.example.com").dkim("mail.example.com").is(FAIL);
            own.from("a.mail.example.com").dkim("mail.example.com").is(PASS);
            own.from("a.mail.example.com").dkim("example.com").is(FAIL);
        }
    }

    @Nested
    class Section_4_10_2_walks {

        @Test
        @DisplayName("DMT_09 the author domain and each identifier have a walk, and no name is asked twice")
        void walks() {
            Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject\"")
                    .spf("a.b.example.com")
                    .dkim("c.example.com")
                    .is(PASS)
                    .asked(
                            "_dmarc.example.com",
                            "_dmarc.com",
                            "_dmarc.a.b.example.com",
                            "_dmarc.c.example.com",
                            "_dmarc.b.example.com");
        }

        @Test
        @DisplayName("DMT_09 the organizational domain of the author is not the one of the record, if that is its own")
        void ownRecordIsNotTheOrganization() {
            Mail mail = Mail.in("""
                    _dmarc.a.example.com TXT "v=DMARC1; p=none"
                    _dmarc.example.com   TXT "v=DMARC1; p=reject"
                    """);
            mail.from("a.example.com").dkim("b.example.com").is(PASS).of(AUTHOR_DOMAIN, "a.example.com");
        }

        @Test
        @DisplayName("DMT_10 no walk where all are the same")
        void same() {
            Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject\"")
                    .spf("example.com")
                    .dkim("example.com")
                    .is(PASS)
                    .asked("_dmarc.example.com");
        }

        @Test
        @DisplayName("DMT_10 no walk where no policy applies")
        void noPolicy() {
            Mail.in("").dkim("mail.example.com").is(NONE).aligned().asked("_dmarc.example.com", "_dmarc.com");
        }

        @Test
        @DisplayName("DMT_10 no walk without a common label")
        void otherTopLevelDomain() {
            Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject\"")
                    .dkim("example.net")
                    .is(FAIL)
                    .asked("_dmarc.example.com");
        }

        @Test
        @DisplayName("DMT_10 T50 no walk from what is not below the author's organization: it can't be aligned")
        void otherOrganization() {
            Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject\"")
                    .dkim("a.b.c.attacker.com")
                    .is(FAIL)
                    .aligned(NOT_ALIGNED)
                    .asked("_dmarc.example.com", "_dmarc.com");
        }

        @Test
        @DisplayName("DMT_10 no walk from what was not authenticated")
        void notAuthenticated() {
            Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject\"")
                    .with(DKIM, "mail.example.com", NOT_PASS)
                    .is(FAIL)
                    .asked("_dmarc.example.com");
        }

        @Test
        @DisplayName("4.1(3) the exception for psd=y at the start is about each walk's own start")
        void publicSuffixAtTheStart() {
            Mail mail = Mail.in("_dmarc.bank TXT \"v=DMARC1; p=reject; psd=y\"");
            mail.from("giant.bank").dkim("bank").is(FAIL).aligned(NOT_ALIGNED);
            mail.from("giant.bank").dkim("mail.giant.bank").is(PASS);
            mail.from("giant.bank").dkim("mega.bank").is(FAIL);
            mail.from("bank").dkim("giant.bank").is(FAIL);
            mail.from("bank").dkim("bank").is(PASS);
        }

        @Test
        @DisplayName("DMT_08 an organization that the walk has jumped over")
        void jumped() {
            Mail mail = Mail.in("_dmarc.g.f.e.d.c.b.a TXT \"v=DMARC1; p=reject; psd=y\"");
            mail.from("j.i.h.g.f.e.d.c.b.a").dkim("x.y.h.g.f.e.d.c.b.a").is(PASS);
            mail.from("j.i.h.g.f.e.d.c.b.a").dkim("h.g.f.e.d.c.b.a").is(PASS);
            mail.from("j.i.h.g.f.e.d.c.b.a").dkim("j.i.k.g.f.e.d.c.b.a").is(FAIL);
        }

        @Test
        @DisplayName("DMT_08 DMT_10 a declared organization that the identifier's walk has jumped over")
        void jumpedByOneAlone() {
            Mail mail = Mail.in("""
                    _dmarc.i.h.g.f.e.d.c.b.a TXT "v=DMARC1; p=reject; psd=n"
                    _dmarc.g.f.e.d.c.b.a     TXT "v=DMARC1; p=reject"
                    """);
            mail.from("i.h.g.f.e.d.c.b.a")
                    .dkim("j.i.h.g.f.e.d.c.b.a")
                    .is(FAIL)
                    .aligned(NOT_ALIGNED)
                    .asked(
                            "_dmarc.i.h.g.f.e.d.c.b.a",
                            "_dmarc.j.i.h.g.f.e.d.c.b.a",
                            "_dmarc.g.f.e.d.c.b.a",
                            "_dmarc.f.e.d.c.b.a",
                            "_dmarc.e.d.c.b.a",
                            "_dmarc.d.c.b.a",
                            "_dmarc.c.b.a",
                            "_dmarc.b.a",
                            "_dmarc.a");
            mail.from("i.h.g.f.e.d.c.b.a").dkim("i.h.g.f.e.d.c.b.a").is(PASS);
        }

        @Test
        @DisplayName("3.2.14 the organizational domain is in the result where it was needed, or declares itself")
        void organizationalDomain() {
            DomainName organization = DomainName.of("example.com");
            Mail mail = Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject\"");
            assertThat(mail.dkim("a.example.com").evaluate().result().organizationalDomain())
                    .contains(organization);
            assertThat(mail.from("b.example.com").evaluate().result().organizationalDomain())
                    .contains(organization);
            assertThat(mail.evaluate().result().organizationalDomain()).isEmpty();
            Mail declared = Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject; psd=n\"");
            assertThat(declared.evaluate().result().organizationalDomain()).contains(organization);
        }

        @ParameterizedTest
        @EnumSource
        @DisplayName("3.2.14 none where the walk to it failed")
        void unknownOrganizationalDomain(DnsFailure cause) {
            Mail mail = Mail.in("_dmarc.a.example.com TXT \"v=DMARC1; p=reject\"")
                    .from("a.example.com")
                    .dkim("b.example.com")
                    .failing("example.com", cause);
            assertThat(mail.evaluate().result().organizationalDomain()).isEmpty();
            assertThat(mail.failing("a.example.com", cause).evaluate().result().organizationalDomain())
                    .isEmpty();
        }
    }

    @Nested
    class Section_5_3_1_author {
        final InMemoryDns dns = InMemoryDns.parse("_dmarc.example.com TXT \"v=DMARC1; p=reject\"");
        final DmarcEvaluator dmarc = DmarcEvaluator.builder().resolver(dns).build();

        @ParameterizedTest
        @EnumSource(
                value = DmarcProblem.Kind.class,
                names = {"NO_AUTHOR", "SEVERAL_AUTHORS", "SEVERAL_FROM_FIELDS", "UNREADABLE_AUTHOR"})
        @DisplayName("DME_02 T06 T08 without exactly one author: permerror, whoever was authenticated")
        void withoutAuthor(DmarcProblem.Kind kind) {
            List<DomainName> domains = List.of(DomainName.of("example.com"), DomainName.of("attacker.net"));
            DmarcResult result = dmarc.evaluate(DmarcRequest.withoutUsableAuthor(
                    kind, domains, List.of(AuthenticationEvidence.dkimPass(DomainName.of("example.com")))));
            assertThat(result.status()).isEqualTo(PERMERROR);
            assertThat(result.problem().map(DmarcProblem::kind)).contains(kind);
            assertThat(result.authorDomain()).isEmpty();
            assertThat(result.authorDomains()).isEqualTo(domains);
            assertThat(result.discovery()).isEmpty();
            assertThat(result.publishedPolicy()).isEmpty();
            assertThat(result.effectivePolicy()).isEmpty();
            assertThat(result.alignments()).isEmpty();
            assertThat(result.security()).isEqualTo(DnsSecurity.INDETERMINATE);
            assertThat(result.explanation()).endsWith(".");
            assertThat(dns.questions()).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(
                value = DmarcProblem.Kind.class,
                mode = Mode.EXCLUDE,
                names = {"NO_AUTHOR", "SEVERAL_AUTHORS", "SEVERAL_FROM_FIELDS", "UNREADABLE_AUTHOR"})
        void otherProblemsAreNoneOfAnAuthor(DmarcProblem.Kind kind) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DmarcRequest.withoutUsableAuthor(kind, List.of(), List.of()));
        }

        @Test
        void theAuthorIsInTheResult() {
            DmarcResult result = dmarc.evaluate(DmarcRequest.of(DomainName.of("example.com"), List.of()));
            assertThat(result.authorDomain()).contains(DomainName.of("example.com"));
            assertThat(result.authorDomains()).containsExactly(DomainName.of("example.com"));
        }
    }

    @Nested
    class Section_5_3_5_and_6_evidence_that_could_not_be_had {
        final Mail mail = Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject\"");

        @Test
        @DisplayName("PIT_45 DMT_13 aligned and not known now: temperror, never fail")
        void aligned() {
            mail.with(DKIM, "example.com", UNAVAILABLE)
                    .is(TEMPERROR)
                    .because(EVIDENCE_UNAVAILABLE)
                    .aligned(ALIGNED);
            mail.with(SPF, "bounce.example.com", UNAVAILABLE).is(TEMPERROR).because(EVIDENCE_UNAVAILABLE);
            mail.with(DKIM, "example.com", UNAVAILABLE)
                    .with(SPF, "example.com", NOT_PASS)
                    .dkim("list.net")
                    .is(TEMPERROR);
        }

        @Test
        @DisplayName("DMT_13 beside another that passes: pass")
        void besidePass() {
            mail.with(DKIM, "example.com", UNAVAILABLE).spf("example.com").is(PASS);
            mail.with(DKIM, "mail.example.com", UNAVAILABLE)
                    .dkim("mail.example.com")
                    .is(PASS)
                    .withoutProblem();
        }

        @Test
        @DisplayName("DMT_13 not aligned and not known now: fail")
        void notAligned() {
            mail.with(DKIM, "example.net", UNAVAILABLE).is(FAIL);
            mail.with(DKIM, "attacker.com", UNAVAILABLE).is(FAIL);
            Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject; adkim=s\"")
                    .with(DKIM, "mail.example.com", UNAVAILABLE)
                    .is(FAIL);
        }

        @Test
        @DisplayName("DMT_11 without a policy: none")
        void withoutPolicy() {
            Mail.in("").with(DKIM, "example.com", UNAVAILABLE).is(NONE);
        }
    }

    @Nested
    class Section_5_3_6_failures {
        final Mail mail = Mail.in("""
                _dmarc.example.com       TXT "v=DMARC1; p=reject"
                _dmarc.a.example.com     TXT "v=DMARC1; p=quarantine"
                """);

        @ParameterizedTest
        @EnumSource
        @DisplayName("T54 DMT_12 the record can't be asked for: temperror, and no policy")
        void record(DnsFailure cause) {
            mail.failing("example.com", cause)
                    .is(TEMPERROR)
                    .because(Mail.recordOf("example.com"), cause)
                    .withoutPolicy();
            mail.failing("example.com", cause).dkim("example.com").is(TEMPERROR);
        }

        @ParameterizedTest
        @EnumSource
        @DisplayName("DMT_12 an identifier's walk, without an aligned pass: temperror")
        void identifier(DnsFailure cause) {
            mail.dkim("b.example.com")
                    .failing("b.example.com", cause)
                    .is(TEMPERROR)
                    .because(Mail.recordOf("b.example.com"), cause)
                    .aligned(UNKNOWN);
        }

        @ParameterizedTest
        @EnumSource
        @DisplayName("DMT_13 with one: pass")
        void besidePass(DnsFailure cause) {
            Mail failing = mail.dkim("b.example.com").failing("b.example.com", cause);
            failing.spf("example.com").is(PASS).aligned(UNKNOWN, ALIGNED).withoutProblem();
            failing.spf("c.example.com").is(PASS).aligned(UNKNOWN, ALIGNED);
            failing.spf("b.example.com").is(TEMPERROR);
        }

        @ParameterizedTest
        @EnumSource
        @DisplayName("DMT_13 T54 an attacker who breaks the DNS of his own domain gets fail, not temperror")
        void attacker(DnsFailure cause) {
            for (String broken : new String[] {"sub.attacker.com", "attacker.com"}) {
                mail.dkim("sub.attacker.com").failing(broken, cause).is(FAIL).aligned(NOT_ALIGNED);
                mail.from("a.example.com")
                        .dkim("sub.attacker.com")
                        .failing(broken, cause)
                        .is(FAIL)
                        .aligned(NOT_ALIGNED);
            }
        }

        @ParameterizedTest
        @EnumSource
        @DisplayName("DMT_13 the author's walk, where the identifier's organization is not above the author: fail")
        void authorsWalkThatDoesNotMatter(DnsFailure cause) {
            mail.from("a.example.com")
                    .dkim("mailer.com")
                    .failing("example.com", cause)
                    .is(FAIL)
                    .policy(DmarcPolicy.QUARANTINE)
                    .aligned(NOT_ALIGNED);
        }

        @ParameterizedTest
        @EnumSource
        @DisplayName("DMT_12 the author's walk, where it is: temperror")
        void authorsWalk(DnsFailure cause) {
            mail.from("a.example.com")
                    .dkim("b.example.com")
                    .failing("example.com", cause)
                    .is(TEMPERROR)
                    .aligned(UNKNOWN);
            mail.from("a.example.com")
                    .dkim("a.example.com")
                    .failing("example.com", cause)
                    .is(PASS);
        }
    }

    @Nested
    class Limits {
        final Mail mail = Mail.in("""
                _dmarc.example.com   TXT "v=DMARC1; p=reject"
                _dmarc.a.example.com TXT "v=DMARC1; p=reject; psd=n"
                _dmarc.b.example.com TXT "v=DMARC1; p=reject; psd=n"
                """);

        @Test
        @DisplayName("T50 more walks than allowed, and none compared is aligned: permerror")
        void exceeded() {
            mail.maxIdentifiers(2)
                    .dkim("a.example.com")
                    .dkim("b.example.com")
                    .dkim("c.example.com")
                    .is(PERMERROR)
                    .because(LIMIT_EXCEEDED)
                    .aligned(NOT_ALIGNED, NOT_ALIGNED, BEYOND_LIMIT);
        }

        @Test
        void notExceeded() {
            mail.maxIdentifiers(3)
                    .dkim("a.example.com")
                    .dkim("b.example.com")
                    .dkim("c.example.com")
                    .is(PASS);
            mail.maxIdentifiers(2).dkim("a.example.com").dkim("b.example.com").is(FAIL);
        }

        @Test
        void oneIdentifierCountsOnce() {
            mail.maxIdentifiers(2)
                    .dkim("a.example.com")
                    .spf("a.example.com")
                    .dkim("A.Example.com")
                    .dkim("b.example.com")
                    .is(FAIL)
                    .aligned(NOT_ALIGNED, NOT_ALIGNED, NOT_ALIGNED, NOT_ALIGNED);
        }

        @Test
        void whatNeedsNoWalkDoesNotCount() {
            mail.maxIdentifiers(0).dkim("example.com").is(PASS);
            mail.maxIdentifiers(0).dkim("example.net").is(FAIL);
            mail.maxIdentifiers(0).with(DKIM, "c.example.com", NOT_PASS).is(FAIL);
            mail.maxIdentifiers(0).dkim("c.example.com").is(PERMERROR);
        }

        @Test
        @DisplayName("T50 signatures of strangers do not use it up: fail, not permerror")
        void strangers() {
            Mail crowded = mail;
            for (int i = 0; i < 50; i++) {
                crowded = crowded.dkim("s" + i + ".attacker" + i + ".com");
            }
            crowded.is(FAIL).asked("_dmarc.example.com", "_dmarc.com");
            crowded.dkim("c.example.com").is(PASS);
        }

        @Test
        @DisplayName("T50 not even in hints")
        void hints() {
            InMemoryDns dns = InMemoryDns.parse("");
            Mail crowded = mail;
            for (int i = 0; i < 50; i++) {
                crowded = crowded.dkim("d" + i + ".example.com");
            }
            DmarcEvaluator.builder().resolver(dns).maxIdentifiers(3).build().evaluate(crowded.request());
            assertThat(Set.copyOf(dns.questions()))
                    .containsExactlyInAnyOrder(
                            Mail.recordOf("example.com"),
                            Mail.recordOf("com"),
                            Mail.recordOf("d0.example.com"),
                            Mail.recordOf("d1.example.com"),
                            Mail.recordOf("d2.example.com"));
        }

        @Test
        void anAlignedPassIsEnoughBeyondTheLimit() {
            mail.maxIdentifiers(1)
                    .dkim("a.example.com")
                    .dkim("b.example.com")
                    .spf("example.com")
                    .is(PASS)
                    .aligned(NOT_ALIGNED, BEYOND_LIMIT, ALIGNED);
        }

        @Test
        void lessThanNothingIsAMistake() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DmarcEvaluator.builder().maxIdentifiers(-1));
        }
    }

    @Nested
    class Appendix_B_4 {

        @Test
        @DisplayName("DMT_15 B.4.1 simple")
        void simple() {
            Mail.in("""
                    _dmarc.example.com         TXT "v=DMARC1; p=reject"
                    _dmarc.signing.example.com TXT "v=DMARC1; p=reject"
                    """)
                    .spf("example.com")
                    .dkim("signing.example.com")
                    .is(PASS)
                    .aligned(ALIGNED, ALIGNED)
                    .of(AUTHOR_DOMAIN, "example.com")
                    .asked("_dmarc.example.com", "_dmarc.com", "_dmarc.signing.example.com");
        }

        @Test
        @DisplayName("DMT_15 B.4.2 deep")
        void deep() {
            Mail.in("""
                    _dmarc.example.com         TXT "v=DMARC1; p=reject"
                    _dmarc.signing.example.com TXT "v=DMARC1; p=reject"
                    """)
                    .from("a.b.c.d.e.f.g.h.i.j.k.example.com")
                    .spf("example.com")
                    .dkim("signing.example.com")
                    .is(PASS)
                    .aligned(ALIGNED, ALIGNED)
                    .of(ORGANIZATIONAL_DOMAIN, "example.com")
                    .asked(
                            "_dmarc.a.b.c.d.e.f.g.h.i.j.k.example.com",
                            "_dmarc.g.h.i.j.k.example.com",
                            "_dmarc.h.i.j.k.example.com",
                            "_dmarc.i.j.k.example.com",
                            "_dmarc.j.k.example.com",
                            "_dmarc.k.example.com",
                            "_dmarc.example.com",
                            "_dmarc.com",
                            "_dmarc.signing.example.com");
        }

        @Test
        @DisplayName("DMT_15 B.4.3 with a public suffix domain")
        void publicSuffix() {
            Mail bank = Mail.in("""
                    _dmarc.bank.example       TXT "v=DMARC1; p=reject; psd=y; rua=mailto:reports@bank.example"
                    _dmarc.giant.bank.example TXT "v=DMARC1; p=quarantine"
                    """).from("giant.bank.example");
            bank.spf("mail.giant.bank.example")
                    .dkim("mail.mega.bank.example")
                    .is(PASS)
                    .aligned(ALIGNED, NOT_ALIGNED)
                    .of(AUTHOR_DOMAIN, "giant.bank.example");
            bank.dkim("mail.mega.bank.example").is(FAIL).policy(DmarcPolicy.QUARANTINE);
        }
    }

    @Nested
    class Section_5_3_6_explanations {

        private final Mail mail = Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject\"");

        private static String explanation(Mail mail) {
            return mail.evaluate().result().explanation();
        }

        @Test
        @DisplayName("what was authenticated and is not aligned is named; what was not, is not")
        void notAligned() {
            String nothing = "Nothing that was authenticated is aligned with the author domain example.com.";
            assertThat(explanation(mail)).isEqualTo(nothing);
            assertThat(explanation(mail.spf("other.example")))
                    .isEqualTo("SPF authenticated other.example, which is not aligned with the author domain"
                            + " example.com.");
            assertThat(explanation(mail.with(SPF, "other.example", AuthenticationEvidence.Outcome.TEMPERROR)))
                    .isEqualTo(nothing);
        }

        @Test
        @DisplayName("which lookup failed, and how")
        void lookups() {
            assertThat(explanation(mail.dkim("example.com").failing("example.com", DnsFailure.TIMEOUT)))
                    .contains(DnsFailure.TIMEOUT.sentence() + " for _dmarc.example.com");
        }

        @Test
        @DisplayName("results are values, and say what they are")
        void values() {
            DmarcResult pass = mail.dkim("example.com").evaluate().result();
            DmarcResult fail = mail.dkim("example.net").evaluate().result();
            assertThat(pass)
                    .isEqualTo(mail.dkim("example.com").evaluate().result())
                    .isNotEqualTo(fail);
            assertThat(fail)
                    .isNotEqualTo(mail.dkim("example.org").evaluate().result())
                    .isNotEqualTo(mail.evaluate().result());
            assertThat(pass).hasToString("pass: " + pass.explanation());
            assertThat(pass.discovery().orElseThrow().toString())
                    .isEqualTo("example.com: example.com after [example.com: 1 records]");
            assertThat(pass.discovery())
                    .isEqualTo(fail.discovery())
                    .isNotEqualTo(mail.from("example.net").evaluate().result().discovery());
            assertThat(mail.request())
                    .isEqualTo(mail.request())
                    .isNotEqualTo(mail.from("example.net").request())
                    .hasToString("[example.com] []");
        }
    }
}
