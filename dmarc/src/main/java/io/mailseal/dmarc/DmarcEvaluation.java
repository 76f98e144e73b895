package io.mailseal.dmarc;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsView;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * From author domain and evidence to the result.
 *
 * @rfc 9989 5.3
 */
record DmarcEvaluation(DmarcRequest request, DmarcSettings settings) implements DnsEvaluation<DmarcResult> {

    @Override
    public DmarcResult evaluate(DnsView dns) {
        Optional<DomainName> author = request.authorDomain();
        if (author.isPresent()) {
            return evaluate(author.get(), dns);
        }
        DmarcProblem.Kind problem = request.authorProblem().orElseThrow();
        List<DomainName> authors = request.authorDomains().stream().distinct().toList();
        return problem == DmarcProblem.Kind.SEVERAL_AUTHORS
                        && authors.size() > 1
                        && authors.size() <= settings.maxAuthors()
                ? eachAuthor(authors, dns)
                : withoutAuthor(DmarcCase.of(request, settings.handling(), null), problem);
    }

    private DmarcResult evaluate(DomainName author, DnsView dns) {
        DmarcCase message = DmarcCase.of(request, settings.handling(), author);
        dns.prefetch(() -> AlignmentCheck.questions(author, authenticated(), settings), answer -> List.of());
        DmarcDiscovery discovery = PolicyDiscovery.of(author, settings).evaluate(dns);
        message = message.with(discovery);
        Optional<DmarcProblem> problem = discovery.problem();
        if (problem.isPresent()) {
            return withoutPolicy(message, discovery, problem.get());
        }
        if (discovery.record().isEmpty()) {
            return message.result(DmarcStatus.NONE, "No DMARC policy is published for " + author + ".");
        }
        AlignmentCheck check = new AlignmentCheck(discovery, discovery.record().get(), settings, dns);
        List<IdentifierAlignment> alignments = check.check(request.evidence());
        return verdict(author, message.with(alignments, check.organizationalDomain()));
    }

    // §11.5: each as if it were the only one, and of the checks that fail the one with the strictest policy.
    private DmarcResult eachAuthor(List<DomainName> authors, DnsView dns) {
        List<DmarcEvaluation> parts = authors.stream()
                .map(author -> new DmarcEvaluation(request.onlyFrom(author), settings))
                .toList();
        List<DmarcResult> results = dns.join(parts);
        return Collections.max(results, AuthorResults.BY_STRICTNESS).decides(request, results);
    }

    private List<DomainName> authenticated() {
        return request.evidence().stream()
                .filter(item -> item.outcome() != AuthenticationEvidence.Outcome.NOT_PASS)
                .map(AuthenticationEvidence::domain)
                .toList();
    }

    // §5.3.1: without exactly one author domain DMARC is not possible. That is no reason to let the message through.
    private static DmarcResult withoutAuthor(DmarcCase message, DmarcProblem.Kind kind) {
        String explanation = switch (kind) {
            case NO_AUTHOR -> "The message has no author address.";
            case SEVERAL_AUTHORS -> "The From field of the message names more than one author domain.";
            case SEVERAL_FROM_FIELDS -> "The message has more than one From field.";
            default -> "The author of the message can't be read without guessing.";
        };
        return message.result(DmarcStatus.PERMERROR, DmarcProblem.of(kind), explanation);
    }

    private static DmarcResult withoutPolicy(DmarcCase message, DmarcDiscovery discovery, DmarcProblem problem) {
        if (problem.kind() == DmarcProblem.Kind.UNUSABLE_RECORD) {
            // §4.10.1: a record that can't be used ends the search, and DMARC is not applied.
            String explanation = "The DMARC record of "
                    + discovery.policyDomain().orElseThrow() + " has no valid policy and asks for no reports.";
            return message.result(DmarcStatus.NONE, problem, explanation);
        }
        if (problem.kind() == DmarcProblem.Kind.RECORD_TOO_LONG) {
            String explanation = "The DMARC record of " + tooLong(discovery) + " has more than "
                    + DmarcRecord.MAX_OCTETS + " octets, and was not read.";
            return message.result(DmarcStatus.PERMERROR, problem, explanation);
        }
        String explanation = "The DMARC policy of " + discovery.domain() + " is not known: " + dnsText(problem) + ".";
        return message.result(DmarcStatus.TEMPERROR, problem, explanation);
    }

    private static DomainName tooLong(DmarcDiscovery discovery) {
        return discovery.steps().stream()
                .filter(TreeWalkStep::isTooLong)
                .map(TreeWalkStep::name)
                .findFirst()
                .orElseThrow();
    }

    private static DmarcResult verdict(DomainName author, DmarcCase message) {
        List<IdentifierAlignment> alignments = message.alignments();
        Optional<IdentifierAlignment> pass = first(alignments, IdentifierAlignment::isAlignedPass);
        if (pass.isPresent()) {
            AuthenticationEvidence by = pass.get().evidence();
            return message.result(
                    DmarcStatus.PASS,
                    by.method().label() + " authenticated " + by.domain() + ", which is aligned with the "
                            + "author domain " + author + ".");
        }
        // §5.3.6: where DNS did not tell, the message neither passes nor fails.
        Optional<IdentifierAlignment> unknown =
                first(alignments, alignment -> alignment.state() == IdentifierAlignment.State.UNKNOWN);
        if (unknown.isPresent()) {
            DmarcProblem problem = unknown.get().problem().orElseThrow();
            String explanation = "Whether " + unknown.get().evidence().domain() + " is aligned with " + author
                    + " is not known: " + dnsText(problem) + ".";
            return message.result(DmarcStatus.TEMPERROR, problem, explanation);
        }
        Optional<IdentifierAlignment> unavailable =
                first(alignments, alignment -> alignment.state() == IdentifierAlignment.State.ALIGNED);
        if (unavailable.isPresent()) {
            AuthenticationEvidence by = unavailable.get().evidence();
            DmarcProblem problem = DmarcProblem.of(DmarcProblem.Kind.EVIDENCE_UNAVAILABLE);
            String explanation = by.method().label() + " could not find out now whether " + by.domain()
                    + " is authentic, which is aligned with the author domain.";
            return message.result(DmarcStatus.TEMPERROR, problem, explanation);
        }
        return failOrLimit(author, message);
    }

    private static DmarcResult failOrLimit(DomainName author, DmarcCase message) {
        boolean someLeftOut = message.alignments().stream()
                .anyMatch(alignment -> alignment.state() == IdentifierAlignment.State.BEYOND_LIMIT);
        if (someLeftOut) {
            return message.result(
                    DmarcStatus.PERMERROR,
                    DmarcProblem.of(DmarcProblem.Kind.LIMIT_EXCEEDED),
                    "More identifiers than may be checked, and none of those that were is aligned.");
        }
        return message.result(DmarcStatus.FAIL, failure(author, message.alignments()));
    }

    private static String failure(DomainName author, List<IdentifierAlignment> alignments) {
        Optional<IdentifierAlignment> shared =
                first(alignments, alignment -> alignment.state() == IdentifierAlignment.State.SHARED_PUBLIC_SUFFIX);
        if (shared.isPresent()) {
            return shared.get().evidence().domain() + " and the author domain " + author + " have but "
                    + shared.get().organizationalDomain().orElseThrow()
                    + " in common, and by the public suffix list strangers live below it: they are not aligned.";
        }
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
        for (IdentifierAlignment alignment : alignments) {
            if (test.test(alignment)) {
                return Optional.of(alignment);
            }
        }
        return Optional.empty();
    }
}
