package io.mailseal.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.dmarc.AuthenticationEvidence.Method;
import io.mailseal.testkit.InMemoryDns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A message in a world of domains: whose it claims to be, and who was authenticated. */
record Mail(
        InMemoryDns dns,
        DomainName author,
        List<AuthenticationEvidence> evidence,
        int maxIdentifiers,
        UnaryOperator<DmarcEvaluator.Builder> settings) {

    Mail {
        evidence = List.copyOf(evidence);
    }

    /** A message from example.com, which nobody has authenticated. */
    static Mail in(String zone) {
        return new Mail(InMemoryDns.parse(zone), DomainName.of("example.com"), List.of(), 20, builder -> builder);
    }

    Mail from(String newAuthor) {
        return new Mail(dns, DomainName.of(newAuthor), evidence, maxIdentifiers, settings);
    }

    Mail dkim(String signer) {
        return with(Method.DKIM, signer, AuthenticationEvidence.Outcome.PASS);
    }

    Mail spf(String mailFrom) {
        return with(Method.SPF, mailFrom, AuthenticationEvidence.Outcome.PASS);
    }

    Mail with(Method method, String domain, AuthenticationEvidence.Outcome outcome) {
        List<AuthenticationEvidence> more = new ArrayList<>(evidence);
        more.add(new AuthenticationEvidence(method, DomainName.of(domain), outcome, outcome.name()));
        return new Mail(dns, author, more, maxIdentifiers, settings);
    }

    Mail maxIdentifiers(int number) {
        return new Mail(dns, author, evidence, number, settings);
    }

    /** Evaluated by an evaluator that was built so. */
    Mail by(UnaryOperator<DmarcEvaluator.Builder> newSettings) {
        return new Mail(dns, author, evidence, maxIdentifiers, newSettings);
    }

    /** Evaluated by RFC 7489. */
    Mail byList() {
        return by(builder -> builder.discoveryMethod(DiscoveryMethod.PUBLIC_SUFFIX_LIST));
    }

    Mail with(UnaryOperator<InMemoryDns> change) {
        return new Mail(change.apply(dns), author, evidence, maxIdentifiers, settings);
    }

    Mail failing(DnsQuestion question, DnsFailure cause) {
        return with(working -> working.failing(question, cause));
    }

    /** The record of this domain can't be asked for. */
    Mail failing(String domain, DnsFailure cause) {
        return failing(recordOf(domain), cause);
    }

    static DnsQuestion recordOf(String domain) {
        return DnsQuestion.txt(DomainName.of("_dmarc." + domain));
    }

    /** The rules, with nothing to ask yet. */
    static DnsEvaluation<DmarcResult> rules(DmarcRequest request, int maxIdentifiers) {
        return DmarcEvaluator.builder()
                .resolver(question -> {
                    throw new AssertionError("only the rules are of interest");
                })
                .maxIdentifiers(maxIdentifiers)
                .build()
                .evaluation(request);
    }

    DmarcRequest request() {
        return DmarcRequest.of(author, evidence);
    }

    /** Asks just what is required, one after the other. */
    DmarcEvaluator evaluator() {
        return settings.apply(DmarcEvaluator.builder()
                        .dns(dns.sessions().withLimits(DnsLimits.DEFAULT.withHints(0)))
                        .maxIdentifiers(maxIdentifiers))
                .build();
    }

    Outcome evaluate() {
        return evaluate(request());
    }

    Outcome evaluate(DmarcRequest message) {
        dns.clearLog();
        return new Outcome(evaluator().evaluate(message), dns);
    }

    Outcome is(DmarcStatus status) {
        return evaluate().is(status);
    }

    /** A result, and what was asked for it. */
    record Outcome(DmarcResult result, InMemoryDns dns) {

        Outcome is(DmarcStatus status) {
            assertThat(result.status()).as(this::toString).isEqualTo(status);
            assertThat(result.explanation()).as(this::toString).endsWith(".");
            return this;
        }

        Outcome because(DmarcProblem.Kind kind) {
            assertThat(result.problem().map(DmarcProblem::kind))
                    .as(this::toString)
                    .contains(kind);
            return this;
        }

        Outcome because(DnsQuestion question, DnsFailure cause) {
            because(DmarcProblem.Kind.DNS_UNAVAILABLE);
            assertThat(result.problem().flatMap(DmarcProblem::question))
                    .as(this::toString)
                    .contains(question);
            assertThat(result.problem().flatMap(DmarcProblem::cause))
                    .as(this::toString)
                    .contains(cause);
            return this;
        }

        Outcome withoutProblem() {
            assertThat(result.problem()).as(this::toString).isEmpty();
            return this;
        }

        /** The policy that was found, before test mode lowers it. */
        Outcome policy(DmarcPolicy policy) {
            assertThat(result.publishedPolicy()).as(this::toString).contains(policy);
            return this;
        }

        Outcome effective(DmarcPolicy policy) {
            assertThat(result.effectivePolicy()).as(this::toString).contains(policy);
            return this;
        }

        Outcome withoutPolicy() {
            assertThat(result.publishedPolicy()).as(this::toString).isEmpty();
            assertThat(result.effectivePolicy()).as(this::toString).isEmpty();
            return this;
        }

        /** Whose record it is. */
        Outcome of(DmarcDiscovery.Place place, String domain) {
            DmarcDiscovery discovery = result.discovery().orElseThrow();
            assertThat(discovery.place()).as(this::toString).contains(place);
            assertThat(discovery.policyDomain()).as(this::toString).contains(DomainName.of(domain));
            return this;
        }

        Outcome missing(boolean missing) {
            assertThat(result.discovery().orElseThrow().isDomainMissing())
                    .as(this::toString)
                    .isEqualTo(missing);
            return this;
        }

        /** For each piece of evidence, in order. */
        Outcome aligned(IdentifierAlignment.State... states) {
            assertThat(result.alignments().stream().map(IdentifierAlignment::state))
                    .as(this::toString)
                    .containsExactly(states);
            return this;
        }

        Outcome secured(DnsSecurity security) {
            assertThat(result.security()).as(this::toString).isEqualTo(security);
            return this;
        }

        /** The names asked for, in order; all are asked for text. */
        Outcome asked(String... names) {
            assertThat(dns.questions().stream().map(Object::toString))
                    .as(this::toString)
                    .containsExactly(
                            List.of(names).stream().map(name -> name + " TXT").toArray(String[]::new));
            return this;
        }

        @Override
        public String toString() {
            return result + " " + result.problem() + " " + result.discovery() + " " + result.alignments() + " " + dns;
        }
    }
}
