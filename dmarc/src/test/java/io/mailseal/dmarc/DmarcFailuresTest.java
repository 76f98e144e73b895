package io.mailseal.dmarc;

import static io.mailseal.dmarc.DmarcStatus.FAIL;
import static io.mailseal.dmarc.DmarcStatus.NONE;
import static io.mailseal.dmarc.DmarcStatus.PASS;
import static io.mailseal.dmarc.DmarcStatus.TEMPERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9989 5.3.6: each question of each walk fails, for each cause. */
class DmarcFailuresTest {

    private static final String ZONE = """
            _dmarc.example.com     TXT "v=DMARC1; p=reject"
            _dmarc.own.example.com TXT "v=DMARC1; p=quarantine; sp=none; np=reject"
            _dmarc.psd             TXT "v=DMARC1; p=reject; psd=y"
            _dmarc.org.psd         TXT "v=DMARC1; p=reject; psd=n"
            """;

    /** A message, its status while all works, and which domains' records then must not fail, and which may. */
    private record Case(String name, Mail mail, DmarcStatus status, List<String> matter, List<String> others) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case of(String name, Mail mail, DmarcStatus status, String matter, String others) {
        return new Case(name, mail, status, words(matter), words(others));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    static Stream<Case> cases() {
        Mail mail = Mail.in(ZONE);
        return Stream.of(
                of("no evidence", mail, FAIL, "example.com", "com"),
                of("identical", mail.dkim("example.com"), PASS, "example.com", "com"),
                of(
                        "inherited",
                        mail.from("a.b.example.com"),
                        FAIL,
                        "a.b.example.com b.example.com example.com com",
                        ""),
                of(
                        "inherited, identical",
                        mail.from("a.b.example.com").spf("a.b.example.com"),
                        PASS,
                        "a.b.example.com b.example.com example.com com",
                        ""),
                of("relaxed", mail.dkim("x.y.example.com"), PASS, "example.com com x.y.example.com y.example.com", ""),
                of("nothing published", mail.from("a.net").dkim("a.net"), NONE, "a.net net", ""),
                of(
                        "own record",
                        mail.from("own.example.com").dkim("other.example.com"),
                        PASS,
                        "own.example.com other.example.com example.com com",
                        ""),
                of("stranger", mail.dkim("sub.stranger.com"), FAIL, "example.com com", "sub.stranger.com stranger.com"),
                of(
                        "stranger beside the aligned",
                        mail.dkim("sub.stranger.com").spf("x.example.com"),
                        PASS,
                        "example.com com x.example.com",
                        "sub.stranger.com stranger.com"),
                of(
                        "relaxed beside the identical",
                        mail.dkim("x.y.example.com").spf("example.com"),
                        PASS,
                        "example.com",
                        "com x.y.example.com y.example.com"),
                of(
                        "relaxed twice",
                        mail.dkim("x.example.com").spf("y.example.com"),
                        PASS,
                        "example.com com",
                        "x.example.com y.example.com"),
                of("other top-level domain", mail.dkim("a.net"), FAIL, "example.com", "com a.net net"),
                of(
                        "declared organization",
                        mail.from("a.org.psd").dkim("b.org.psd"),
                        PASS,
                        "a.org.psd org.psd b.org.psd",
                        "psd"),
                of(
                        "declared organization and stranger",
                        mail.from("org.psd").dkim("b.psd"),
                        FAIL,
                        "org.psd",
                        "psd b.psd"),
                of("below a public suffix", mail.from("a.psd").dkim("b.a.psd"), PASS, "a.psd psd b.a.psd", ""),
                of("below a public suffix, strangers", mail.from("a.psd").dkim("b.psd"), FAIL, "a.psd psd", "b.psd"),
                of(
                        "jumping",
                        mail.from("i.h.g.f.e.d.c.b.example.com"),
                        FAIL,
                        "i.h.g.f.e.d.c.b.example.com f.e.d.c.b.example.com e.d.c.b.example.com d.c.b.example.com"
                                + " c.b.example.com b.example.com example.com com",
                        "h.g.f.e.d.c.b.example.com g.f.e.d.c.b.example.com"));
    }

    static Stream<Arguments> causes() {
        return cases().flatMap(one -> Stream.of(DnsFailure.values()).map(cause -> Arguments.of(one, cause)));
    }

    @ParameterizedTest
    @MethodSource("causes")
    @DisplayName("DMT_12 DMT_13 T54 temperror where it matters, and only there")
    void everyQuestion(Case one, DnsFailure cause) {
        DmarcResult working = one.mail.is(one.status).withoutProblem().result();
        for (String domain : one.matter) {
            one.mail.failing(domain, cause).is(TEMPERROR).because(Mail.recordOf(domain), cause);
        }
        for (String domain : one.others) {
            DmarcResult result = one.mail
                    .failing(domain, cause)
                    .is(one.status)
                    .withoutProblem()
                    .result();
            assertThat(result.discovery()).isEqualTo(working.discovery());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    @DisplayName("what is asked is what matters, or is asked for the sake of another piece of evidence")
    void nothingElseIsAsked(Case one) {
        one.mail.evaluate();
        List<DnsQuestion> listed = Stream.concat(one.matter.stream(), one.others.stream())
                .map(Mail::recordOf)
                .toList();
        assertThat(listed).containsAll(one.mail.dns().questions());
        assertThat(one.mail.dns().questions())
                .containsAll(one.matter.stream().map(Mail::recordOf).toList());
    }

    @ParameterizedTest
    @MethodSource("causes")
    @DisplayName("DMT_07 the existence test never matters where it is not needed")
    void existence(Case one, DnsFailure cause) {
        DnsQuestion existence = DnsQuestion.txt(DomainName.of(one.mail.author().toString()));
        assertThat(one.mail.failing(existence, cause).evaluate().result())
                .isEqualTo(one.mail.evaluate().result());
    }
}
