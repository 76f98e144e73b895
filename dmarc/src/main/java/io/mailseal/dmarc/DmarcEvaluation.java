package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsView;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * From author domain and evidence to the result.
 *
 * @rfc 9989 5.3
 */
record DmarcEvaluation(DmarcRequest request, int maxIdentifiers) implements DnsEvaluation<DmarcResult> {

    @Override
    public DmarcResult evaluate(DnsView dns) {
        Optional<DomainName> author = request.authorDomain();
        if (author.isEmpty()) {
            return withoutAuthor(request.authorProblem().orElseThrow());
        }
        dns.prefetch(AlignmentCheck.questions(author.get(), authenticated(), maxIdentifiers));
        DmarcDiscovery discovery = new PolicyDiscovery(author.get()).evaluate(dns);
        Optional<DmarcProblem> problem = discovery.problem();
        if (problem.isPresent()) {
            return withoutPolicy(discovery, problem.get());
        }
        if (discovery.record().isEmpty()) {
            String explanation = "No DMARC policy is published for " + author.get() + ".";
            return new DmarcResult(DmarcStatus.NONE, request, discovery, List.of(), null, explanation);
        }
        DmarcRecord record = discovery.record().get();
        List<IdentifierAlignment> alignments =
                new AlignmentCheck(author.get(), record, maxIdentifiers, dns).check(request.evidence());
        return verdict(author.get(), discovery, alignments);
    }

    private Stream<DomainName> authenticated() {
        return request.evidence().stream()
                .filter(item -> item.outcome() != AuthenticationEvidence.Outcome.NOT_PASS)
                .map(AuthenticationEvidence::domain);
    }

    // §5.3.1: without exactly one author domain DMARC is not possible. That is no reason to let the message through.
    private DmarcResult withoutAuthor(DmarcProblem.Kind kind) {
        String explanation = switch (kind) {
            case NO_AUTHOR -> "The message has no author address.";
            case SEVERAL_AUTHORS -> "The message has more than one author domain or From field.";
            default -> "The author of the message can't be read without guessing.";
        };
        return new DmarcResult(DmarcStatus.PERMERROR, request, null, List.of(), DmarcProblem.of(kind), explanation);
    }

    private DmarcResult withoutPolicy(DmarcDiscovery discovery, DmarcProblem problem) {
        if (problem.kind() == DmarcProblem.Kind.UNUSABLE_RECORD) {
            // §4.10.1: a record that can't be used ends the search, and DMARC is not applied.
            String explanation = "The DMARC record of "
                    + discovery.policyDomain().orElseThrow() + " has no valid policy and asks for no reports.";
            return new DmarcResult(DmarcStatus.NONE, request, discovery, List.of(), problem, explanation);
        }
        String explanation = "The DMARC policy of " + discovery.domain() + " is not known: " + dnsText(problem) + ".";
        return new DmarcResult(DmarcStatus.TEMPERROR, request, discovery, List.of(), problem, explanation);
    }

    private DmarcResult verdict(DomainName author, DmarcDiscovery discovery, List<IdentifierAlignment> alignments) {
        Optional<IdentifierAlignment> pass = first(alignments, IdentifierAlignment::isAlignedPass);
        if (pass.isPresent()) {
            AuthenticationEvidence by = pass.get().evidence();
            String explanation = by.method().label() + " authenticated " + by.domain() + ", which is aligned with the "
                    + "author domain " + author + ".";
            return new DmarcResult(DmarcStatus.PASS, request, discovery, alignments, null, explanation);
        }
        // §5.3.6: where DNS did not tell, the message neither passes nor fails.
        Optional<IdentifierAlignment> unknown =
                first(alignments, alignment -> alignment.state() == IdentifierAlignment.State.UNKNOWN);
        if (unknown.isPresent()) {
            DmarcProblem problem = unknown.get().problem().orElseThrow();
            String explanation = "Whether " + unknown.get().evidence().domain() + " is aligned with " + author
                    + " is not known: " + dnsText(problem) + ".";
            return new DmarcResult(DmarcStatus.TEMPERROR, request, discovery, alignments, problem, explanation);
        }
        Optional<IdentifierAlignment> unavailable =
                first(alignments, alignment -> alignment.state() == IdentifierAlignment.State.ALIGNED);
        if (unavailable.isPresent()) {
            AuthenticationEvidence by = unavailable.get().evidence();
            DmarcProblem problem = DmarcProblem.of(DmarcProblem.Kind.EVIDENCE_UNAVAILABLE);
            String explanation = by.method().label() + " could not find out now whether " + by.domain()
                    + " is authentic, which is aligned with the author domain.";
            return new DmarcResult(DmarcStatus.TEMPERROR, request, discovery, alignments, problem, explanation);
        }
        return failOrLimit(author, discovery, alignments);
    }

    private DmarcResult failOrLimit(DomainName author, DmarcDiscovery discovery, List<IdentifierAlignment> alignments) {
        boolean someLeftOut =
                alignments.stream().anyMatch(alignment -> alignment.state() == IdentifierAlignment.State.BEYOND_LIMIT);
        if (someLeftOut) {
            DmarcProblem problem = DmarcProblem.of(DmarcProblem.Kind.LIMIT_EXCEEDED);
            String explanation = "More identifiers than may be checked, and none of those that were is aligned.";
            return new DmarcResult(DmarcStatus.PERMERROR, request, discovery, alignments, problem, explanation);
        }
        return new DmarcResult(DmarcStatus.FAIL, request, discovery, alignments, null, failure(author, alignments));
    }

    private static String failure(DomainName author, List<IdentifierAlignment> alignments) {
        Optional<IdentifierAlignment> other =
                first(alignments, alignment -> alignment.evidence().outcome() == AuthenticationEvidence.Outcome.PASS);
        return other.map(alignment -> alignment.evidence().method().label() + " authenticated "
                        + alignment.evidence().domain() + ", which is not aligned with the author domain " + author
                        + ".")
                .orElse("Nothing that was authenticated is aligned with the author domain " + author + ".");
    }

    private static String dnsText(DmarcProblem problem) {
        return problem.cause().map(cause -> cause.sentence()).orElse("no answer") + " for "
                + problem.question().map(Object::toString).orElse("it");
    }

    private static Optional<IdentifierAlignment> first(
            List<IdentifierAlignment> alignments, Predicate<IdentifierAlignment> test) {
        return alignments.stream().filter(test).findFirst();
    }
}
