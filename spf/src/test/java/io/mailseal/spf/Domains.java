package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.testkit.InMemoryDns;
import java.time.Instant;

/** Domains in a text block, and clients who want to use their names. */
final class Domains {

    private final InMemoryDns dns;
    private final SpfLimits limits;
    private String mailFrom = "alice@a.example";
    private String helo = "mail.a.example";

    private Domains(InMemoryDns dns, SpfLimits limits) {
        this.dns = dns;
        this.limits = limits;
    }

    static Domains zone(String text) {
        return new Domains(InMemoryDns.parse(text), SpfLimits.rfc7208());
    }

    /** The rules themselves, at the epoch. */
    static SpfCheck rules(SpfRequest request, boolean prefetching) {
        SpfSettings settings =
                new SpfSettings(SpfLimits.rfc7208(), prefetching, false, true, null, new ParsedRecords());
        return new SpfCheck(request, settings, Instant.EPOCH);
    }

    Domains with(SpfLimits newLimits) {
        return new Domains(dns, newLimits);
    }

    Domains from(String newMailFrom) {
        Domains other = new Domains(dns, limits);
        other.helo = helo;
        other.mailFrom = newMailFrom;
        return other;
    }

    Domains greeting(String newHelo) {
        Domains other = new Domains(dns, limits);
        other.helo = newHelo;
        other.mailFrom = mailFrom;
        return other;
    }

    /** Checks MAIL FROM, which is alice@a.example if nothing else was said. */
    Outcome check(String client) {
        return outcome(SpfRequest.mailFrom(IpAddress.of(client), helo, mailFrom));
    }

    /** Checks HELO, which is mail.a.example if nothing else was said. */
    Outcome checkHelo(String client) {
        return outcome(SpfRequest.helo(IpAddress.of(client), helo));
    }

    private Outcome outcome(SpfRequest request) {
        dns.clearLog();
        SpfEvaluator spf = SpfEvaluator.builder()
                .resolver(dns)
                .limits(limits)
                .withoutPrefetch()
                .build();
        return new Outcome(spf.evaluate(request), dns);
    }

    /** A result, and what was asked for it. */
    record Outcome(SpfResult result, InMemoryDns dns) {

        Outcome is(SpfStatus status) {
            assertThat(result.status()).as(this::toString).isEqualTo(status);
            return this;
        }

        Outcome matchedBy(String term) {
            assertThat(result.matchedTerm()).as(this::toString).contains(term);
            assertThat(result.problem()).as(this::toString).isEmpty();
            return this;
        }

        Outcome matchedByNothing() {
            assertThat(result.matchedTerm()).as(this::toString).isEmpty();
            assertThat(result.matchedIn()).as(this::toString).isEmpty();
            return this;
        }

        Outcome in(String domain) {
            assertThat(result.matchedIn()).as(this::toString).contains(DomainName.of(domain));
            return this;
        }

        Outcome because(SpfProblem.Kind kind) {
            assertThat(result.problem().map(SpfProblem::kind))
                    .as(this::toString)
                    .contains(kind);
            assertThat(result.status()).as(this::toString).isEqualTo(kind.status());
            return matchedByNothing();
        }

        Outcome at(String term) {
            assertThat(result.problem().flatMap(SpfProblem::term))
                    .as(this::toString)
                    .contains(term);
            return this;
        }

        Outcome explained(String sentence) {
            assertThat(result.explanation()).isEqualTo(sentence);
            return this;
        }

        Outcome counted(int dnsTerms, int voidLookups) {
            assertThat(result.dnsTerms()).as("DNS terms, %s", this).isEqualTo(dnsTerms);
            assertThat(result.voidLookups()).as("void lookups, %s", this).isEqualTo(voidLookups);
            return this;
        }

        Outcome secured(DnsSecurity security) {
            assertThat(result.security()).as(this::toString).isEqualTo(security);
            return this;
        }

        Outcome asked(String... questions) {
            assertThat(dns.questions().stream().map(Object::toString)).containsExactlyInAnyOrder(questions);
            return this;
        }

        Outcome askedNothing() {
            return asked();
        }
    }
}
