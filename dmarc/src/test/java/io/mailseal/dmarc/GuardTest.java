package io.mailseal.dmarc;

import static io.mailseal.dmarc.DmarcStatus.FAIL;
import static io.mailseal.dmarc.DmarcStatus.NONE;
import static io.mailseal.dmarc.DmarcStatus.PASS;
import static io.mailseal.dmarc.DmarcStatus.TEMPERROR;
import static io.mailseal.dmarc.IdentifierAlignment.State.ALIGNED;
import static io.mailseal.dmarc.IdentifierAlignment.State.NOT_ALIGNED;
import static io.mailseal.dmarc.IdentifierAlignment.State.SHARED_PUBLIC_SUFFIX;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.psl.PublicSuffixList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 9989 11.8: records above an organization, without psd=y, and what the guard makes of them. */
class GuardTest {

    private final Mail registry =
            Mail.in("_dmarc.com TXT \"v=DMARC1; p=reject\"").from("a.com");

    @Test
    @DisplayName("T51 customers of a registry with a record without psd are not aligned, and the result says why")
    void strangers() {
        Mail.Outcome outcome = registry.dkim("b.com").is(FAIL).aligned(SHARED_PUBLIC_SUFFIX);
        IdentifierAlignment alignment = outcome.result().alignments().get(0);
        assertThat(alignment.organizationalDomain()).contains(DomainName.of("com"));
        assertThat(outcome.result().organizationalDomain()).contains(DomainName.of("com"));
        assertThat(outcome.result().explanation())
                .isEqualTo("b.com and the author domain a.com have but com in common, and by the public suffix"
                        + " list strangers live below it: they are not aligned.");
    }

    @Test
    @DisplayName("T51 by the letter of the RFC, by name, they are")
    void letterOfTheRfc() {
        registry.dkim("b.com")
                .by(DmarcEvaluator.Builder::allowAlignmentByPublicSuffixes)
                .is(PASS)
                .aligned(ALIGNED);
    }

    @Test
    @DisplayName("T51 the registry itself is no better")
    void registryItself() {
        registry.dkim("com").is(FAIL).aligned(SHARED_PUBLIC_SUFFIX);
        registry.from("com").dkim("a.com").is(FAIL).aligned(SHARED_PUBLIC_SUFFIX);
        registry.from("com").dkim("com").is(PASS).aligned(ALIGNED);
    }

    @Test
    @DisplayName("T51 the same domain is always aligned, and the policy is found as ever")
    void identical() {
        registry.dkim("a.com").is(PASS).aligned(ALIGNED).of(DmarcDiscovery.Place.ORGANIZATIONAL_DOMAIN, "com");
    }

    @Test
    @DisplayName("T51 a registry does not get around it by psd=n")
    void declaredRegistry() {
        Mail.in("_dmarc.com TXT \"v=DMARC1; p=reject; psd=n\"")
                .from("a.com")
                .dkim("b.com")
                .is(FAIL)
                .aligned(SHARED_PUBLIC_SUFFIX);
    }

    @Test
    @DisplayName("11.8 a victim's psd=n, and a registry's psd=y, need no guard")
    void remedies() {
        Mail.in("""
                _dmarc.com   TXT "v=DMARC1; p=reject"
                _dmarc.a.com TXT "v=DMARC1; p=reject; psd=n"
                """).from("a.com").dkim("b.com").is(FAIL).aligned(NOT_ALIGNED);
        Mail.in("_dmarc.com TXT \"v=DMARC1; p=reject; psd=y\"")
                .from("a.com")
                .dkim("b.com")
                .is(FAIL)
                .aligned(NOT_ALIGNED);
    }

    @Test
    @DisplayName("PIT_51 private suffixes count, unless their owner declares psd=n, or the list is ICANN's alone")
    void privateSuffixes() {
        Mail mail = Mail.in("_dmarc.github.io TXT \"v=DMARC1; p=reject\"").from("a.github.io");
        mail.dkim("b.github.io").is(FAIL).aligned(SHARED_PUBLIC_SUFFIX);
        mail.dkim("b.github.io")
                .by(builder ->
                        builder.publicSuffixList(PublicSuffixList.bundled().icannOnly()))
                .is(PASS);
        Mail.in("_dmarc.github.io TXT \"v=DMARC1; p=reject; psd=n\"")
                .from("a.github.io")
                .dkim("b.github.io")
                .is(PASS)
                .aligned(ALIGNED);
    }

    @Test
    @DisplayName("PIT_51 a top-level domain that the list does not know is one, too; its owner may declare otherwise")
    void unknownTopLevelDomain() {
        Mail.in("_dmarc.corp TXT \"v=DMARC1; p=reject\"")
                .from("a.corp")
                .dkim("b.corp")
                .is(FAIL)
                .aligned(SHARED_PUBLIC_SUFFIX);
        Mail.in("_dmarc.corp TXT \"v=DMARC1; p=reject; psd=n\"")
                .from("a.corp")
                .dkim("b.corp")
                .is(PASS);
    }

    @Test
    @DisplayName("PIT_51 wildcard and exception rules, and a list of one's own")
    void otherList() throws Exception {
        PublicSuffixList list = PublicSuffixList.parse("""
                // ===BEGIN ICANN DOMAINS===
                example
                *.wild.example
                !city.wild.example
                // ===END ICANN DOMAINS===
                """);
        Mail wild = Mail.in("_dmarc.x.wild.example TXT \"v=DMARC1; p=reject\"")
                .from("a.x.wild.example")
                .dkim("b.x.wild.example");
        wild.by(builder -> builder.publicSuffixList(list)).is(FAIL).aligned(SHARED_PUBLIC_SUFFIX);
        wild.is(PASS);
        Mail.in("_dmarc.city.wild.example TXT \"v=DMARC1; p=reject\"")
                .from("a.city.wild.example")
                .dkim("b.city.wild.example")
                .by(builder -> builder.publicSuffixList(list))
                .is(PASS);
    }

    @ParameterizedTest
    @CsvSource({
        "com,    victim.com,      mail.victim.com",
        "com,    news.victim.com, victim.com",
        "com,    news.victim.com, mail.victim.com",
        "gov.uk, dept.gov.uk,     mail.dept.gov.uk",
        "uk,     news.dept.gov.uk, mail.dept.gov.uk",
        "github.io, a.github.io,  www.a.github.io",
        "kawasaki.jp, www.city.kawasaki.jp, city.kawasaki.jp",
        "corp,   a.corp,          www.a.corp",
    })
    @DisplayName("T51 PIT_51 what the letter of RFC 9989 and RFC 7489 both align stays so, whatever is published above")
    void oneOwner(String registered, String author, String signer) {
        for (String psd : List.of("", "; psd=n")) {
            String above = "_dmarc." + registered + " TXT \"v=DMARC1; p=none" + psd + "\"\n";
            Mail inherited = Mail.in(above).from(author).dkim(signer);
            inherited.byList().is(NONE);
            Mail own = Mail.in(above + "_dmarc." + author + " TXT \"v=DMARC1; p=reject\"\n")
                    .from(author)
                    .dkim(signer);
            own.byList().is(PASS).aligned(ALIGNED);
            own.is(PASS).aligned(ALIGNED);
            inherited.is(PASS).aligned(ALIGNED);
        }
    }

    @Test
    @DisplayName(
            "DMT_08 T51 a right psd=y above a suffix makes that the organizational domain, but no strangers of owners")
    void suffixBelowADeclaredOne() {
        Mail mail = Mail.in("""
                        _dmarc.uk           TXT "v=DMARC1; p=none; psd=y"
                        _dmarc.victim.co.uk TXT "v=DMARC1; p=reject"
                        """).from("victim.co.uk");
        mail.dkim("mail.victim.co.uk").is(PASS).aligned(ALIGNED);
        mail.dkim("evil.co.uk").is(FAIL).aligned(SHARED_PUBLIC_SUFFIX);
    }

    @ParameterizedTest
    @CsvSource({
        "kawasaki.jp,   shop.victim.kawasaki.jp, evil.attacker.kawasaki.jp",
        "kawasaki.jp,   city.kawasaki.jp,        evil.attacker.kawasaki.jp",
        "jp,            victim.kawasaki.jp,      attacker.kawasaki.jp",
        "ck,            victim.co.ck,            evil.org.ck",
        "ck,            www.ck,                  evil.org.ck",
        "ck,            ck,                      www.ck",
        "amazonaws.com, victim.s3.amazonaws.com, evil.s3.amazonaws.com",
        "amazonaws.com, amazonaws.com,           evil.s3.amazonaws.com",
        "amazonaws.com, victim.s3.amazonaws.com, amazonaws.com",
        "compute.amazonaws.com, a.x.compute.amazonaws.com, b.y.compute.amazonaws.com",
    })
    @DisplayName(
            "T51 PIT_51 a suffix below the organizational domain keeps apart, too, and psd=n above it changes nothing")
    void suffixBelowTheOrganization(String registered, String author, String signer) {
        for (String tags : List.of("p=reject", "p=reject; psd=n")) {
            Mail mail = Mail.in("_dmarc." + registered + " TXT \"v=DMARC1; " + tags + "\"")
                    .from(author)
                    .dkim(signer);
            mail.is(FAIL).aligned(SHARED_PUBLIC_SUFFIX);
            mail.by(DmarcEvaluator.Builder::allowAlignmentByPublicSuffixes)
                    .is(PASS)
                    .aligned(ALIGNED);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("DMT_12 what the guard would say does not make a fail of a DNS error")
    void failure(DnsFailure cause) {
        registry.dkim("b.com").failing("b.com", cause).is(TEMPERROR);
        registry.dkim("b.com").failing("com", cause).is(TEMPERROR);
    }

    @Test
    @DisplayName("T52 whoever has a subdomain speaks for the organization, which strict alignment prevents")
    void subdomain() {
        Mail mail = Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject\"");
        mail.dkim("taken.example.com").is(PASS);
        Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject; adkim=s; aspf=s\"")
                .dkim("taken.example.com")
                .is(FAIL);
    }

    @Test
    @DisplayName("T51 aligned evidence beside it is enough")
    void besideAnAlignedOne() {
        registry.dkim("b.com").spf("a.com").is(PASS).aligned(SHARED_PUBLIC_SUFFIX, ALIGNED);
    }
}
