package io.mailseal.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How long it takes, in answers that have to be waited for. */
class DmarcRoundsTest {

    private static final Duration ANSWER = Duration.ofMillis(20);

    private final VirtualClock clock = new VirtualClock();

    private InMemoryDns slow(Mail mail) {
        return mail.dns().withClock(clock).withLatency(ANSWER);
    }

    private DmarcStatus takes(int answers, Mail mail) {
        InMemoryDns dns = slow(mail);
        try (DnsSession session = dns.sessions().open()) {
            DmarcStatus status = session.evaluate(Mail.rules(mail.request(), mail.maxIdentifiers()))
                    .status();
            assertThat(clock.elapsed()).as(dns::toString).isEqualTo(ANSWER.multipliedBy(answers));
            assertThat(session.usage().rounds()).as(dns::toString).isEqualTo(answers);
            return status;
        }
    }

    @Test
    @DisplayName("the walks of the author domain and of all identifiers are one round")
    void oneRound() {
        Mail mail = Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject\"")
                .from("a.b.example.com")
                .spf("bounce.mail.example.com")
                .dkim("c.d.e.f.example.com")
                .dkim("list.attacker.com");
        assertThat(takes(1, mail)).isEqualTo(DmarcStatus.PASS);
    }

    @Test
    void whetherTheAuthorDomainExistsIsAnother() {
        Mail mail = Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=none; np=reject\"")
                .from("a.b.example.com")
                .dkim("c.example.com");
        assertThat(takes(2, mail)).isEqualTo(DmarcStatus.PASS);
    }

    @Test
    @DisplayName("T50 beyond the hints the walks still go side by side")
    void manyIdentifiers() {
        Mail mail = Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject\"");
        for (int i = 0; i < 20; i++) {
            String labels = String.join("." + i + ".", "a", "b", "c", "d", "example.com");
            mail = mail.with(AuthenticationEvidence.Method.DKIM, labels, AuthenticationEvidence.Outcome.TEMPERROR);
        }
        InMemoryDns dns = slow(mail);
        DmarcEvaluator dmarc = DmarcEvaluator.builder().dns(dns.sessions()).build();
        assertThat(clock.runUntil(dmarc.evaluateAsync(mail.request())).status()).isEqualTo(DmarcStatus.TEMPERROR);
        assertThat(dns.questions()).hasSizeGreaterThan(120);
        assertThat(clock.elapsed()).isLessThanOrEqualTo(ANSWER.multipliedBy(8));
    }

    @Test
    @DisplayName("T54 name servers of whoever else has signed are not waited for")
    void strangersAreNotWaitedFor() {
        Mail mail = Mail.in("""
                _dmarc.example.com TXT "v=DMARC1; p=reject"
                $DELAY *.attacker.com 60s""").dkim("sub.attacker.com").dkim("mail.example.com");
        assertThat(takes(1, mail)).isEqualTo(DmarcStatus.PASS);
    }

    @Test
    void whatIsHintedAtInVainIsTakenBack() {
        Mail mail = Mail.in("""
                _dmarc.example.com TXT "v=DMARC1; p=reject; adkim=s"
                $DELAY _dmarc.sub.example.com 60s""").dkim("sub.example.com");
        InMemoryDns dns = slow(mail);
        DmarcEvaluator dmarc = DmarcEvaluator.builder().dns(dns.sessions()).build();
        assertThat(clock.runUntil(dmarc.evaluateAsync(mail.request())).status()).isEqualTo(DmarcStatus.FAIL);
        assertThat(dns.inFlight()).isZero();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void cancellingTakesBackTheQuestions() {
        Mail mail = Mail.in("").dkim("sub.example.com");
        InMemoryDns dns = slow(mail);
        CompletableFuture<DmarcResult> future =
                DmarcEvaluator.builder().dns(dns.sessions()).build().evaluateAsync(mail.request());
        assertThat(dns.inFlight()).isPositive();
        future.cancel(true);
        assertThat(dns.inFlight()).isZero();
        CompletableFuture<DmarcDiscovery> discovery =
                DmarcPolicyResolver.builder().dns(dns.sessions()).build().discoverAsync(DomainName.of("example.com"));
        assertThat(dns.inFlight()).isPositive();
        discovery.cancel(true);
        assertThat(dns.inFlight()).isZero();
        assertThat(clock.pending()).isZero();
    }

    @Test
    @DisplayName("DMT_12 when the time is over: temperror")
    void deadline() {
        Mail mail = Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject\"");
        InMemoryDns dns = slow(mail).delaying(Mail.recordOf("example.com"), Duration.ofMinutes(1));
        DmarcEvaluator dmarc = DmarcEvaluator.builder().dns(dns.sessions()).build();
        DmarcResult result = clock.runUntil(dmarc.evaluateAsync(mail.request()));
        assertThat(result.status()).isEqualTo(DmarcStatus.TEMPERROR);
        assertThat(result.problem()).contains(DmarcProblem.dns(Mail.recordOf("example.com"), DnsFailure.DEADLINE));
    }

    @Test
    @DisplayName("DMT_12 when the questions are used up: temperror, also for whether the author domain exists")
    void budget() {
        Mail mail = Mail.in("_dmarc.example.com TXT \"v=DMARC1; p=reject; np=none\"")
                .from("a.example.com");
        for (int budget = 1; budget <= 3; budget++) {
            DmarcResult result = mail.dns()
                    .sessions()
                    .withLimits(DnsLimits.DEFAULT.withBudget(budget))
                    .evaluate(Mail.rules(mail.request(), 20));
            assertThat(result.status()).isEqualTo(DmarcStatus.TEMPERROR);
            assertThat(result.problem().flatMap(DmarcProblem::cause)).contains(DnsFailure.BUDGET);
        }
        DmarcResult result = mail.dns()
                .sessions()
                .withLimits(DnsLimits.DEFAULT.withBudget(4))
                .evaluate(Mail.rules(mail.request(), 20));
        assertThat(result.status()).isEqualTo(DmarcStatus.FAIL);
    }
}
