package io.mailseal.spf;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsSecurity;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one implementation of {@link SpfResult}. */
record SpfVerdict(
        SpfRequest request,
        @Nullable DomainName checked,
        Decision decision,
        SpfLimits limits,
        int dnsTerms,
        int voidLookups,
        DnsSecurity security,
        List<ConsultedRecord> recordsConsulted,
        boolean dependsOnSender,
        @Nullable SpfTrace recorded)
        implements SpfResult {

    SpfVerdict {
        recordsConsulted = List.copyOf(recordsConsulted);
    }

    static SpfResult withoutDomain(SpfRequest request, SpfLimits limits) {
        Decision none = Decision.stopped(ProblemFound.invalidDomain(request));
        return new SpfVerdict(request, null, none, limits, 0, 0, DnsSecurity.INDETERMINATE, List.of(), false, null);
    }

    @Override
    public SpfStatus status() {
        return decision.status();
    }

    @Override
    public Optional<DomainName> domain() {
        return Optional.ofNullable(checked);
    }

    @Override
    public Optional<String> matchedTerm() {
        return Optional.ofNullable(decision.term());
    }

    @Override
    public Optional<DomainName> matchedIn() {
        return decision.term() == null ? Optional.empty() : Optional.ofNullable(decision.recordDomain());
    }

    @Override
    public Optional<SpfProblem> problem() {
        return Optional.ofNullable(decision.problem());
    }

    @Override
    public Optional<SpfExplanation> publishedExplanation() {
        return Optional.ofNullable(decision.explanation());
    }

    @Override
    public Optional<SpfTrace> trace() {
        return Optional.ofNullable(recorded);
    }

    @Override
    public String explanation() {
        SpfProblem problem = decision.problem();
        return problem != null ? problem.explanation() : request.client() + " matches " + matched() + ".";
    }

    private String matched() {
        DomainName recordDomain = Objects.requireNonNull(decision.recordDomain()); // there is no problem
        String term = decision.term();
        if (term == null) {
            return "no term in the record of " + recordDomain;
        }
        return (isAll(term) ? "nothing before " : "") + new TermPlace(recordDomain, term);
    }

    private static boolean isAll(String term) {
        String lower = term.toLowerCase(Locale.ROOT);
        return lower.equals("all") || lower.length() == 4 && lower.endsWith("all");
    }
}
