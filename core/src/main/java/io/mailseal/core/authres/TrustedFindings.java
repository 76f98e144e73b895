package io.mailseal.core.authres;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the trusted servers found out about a message. Only {@link TrustedResults} makes one. Immutable, with equality.
 *
 * @rfc 8601 4.1
 */
public final class TrustedFindings {

    private final @Nullable TrustProblem problem;
    private final List<AuthenticationResults> fields;
    private final List<AuthenticationFinding> all;
    private final List<IgnoredField> ignoredFields;
    private final List<IgnoredResult> ignoredResults;

    TrustedFindings(
            @Nullable TrustProblem problem,
            List<AuthenticationResults> fields,
            List<AuthenticationFinding> all,
            List<IgnoredField> ignoredFields,
            List<IgnoredResult> ignoredResults) {
        this.problem = problem;
        this.fields = List.copyOf(fields);
        this.all = List.copyOf(all);
        this.ignoredFields = List.copyOf(ignoredFields);
        this.ignoredResults = List.copyOf(ignoredResults);
    }

    /** Why nothing could be believed; empty also where there was simply nothing. */
    public Optional<TrustProblem> problem() {
        return Optional.ofNullable(problem);
    }

    /** The fields that were believed, from top to bottom. */
    public List<AuthenticationResults> fields() {
        return fields;
    }

    /** What they say, in order. */
    public List<AuthenticationFinding> all() {
        return all;
    }

    /** What they say about one method, in order. */
    public List<AuthenticationFinding> of(AuthenticationMethod method) {
        return all.stream().filter(finding -> finding.method() == method).toList();
    }

    /**
     * What they say about one method, if it is one thing. Empty where they say nothing, or several things: whoever took the
     * first of two results of DMARC would let the field decide which one counts.
     */
    public Optional<AuthenticationFinding> only(AuthenticationMethod method) {
        List<AuthenticationFinding> found = of(method);
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** The other fields of this name, from top to bottom, and why they were not believed. */
    public List<IgnoredField> ignoredFields() {
        return ignoredFields;
    }

    /** What fields that were believed say, and nobody may decide by. */
    public List<IgnoredResult> ignoredResults() {
        return ignoredResults;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrustedFindings that
                && problem == that.problem
                && fields.equals(that.fields)
                && all.equals(that.all)
                && ignoredFields.equals(that.ignoredFields)
                && ignoredResults.equals(that.ignoredResults);
    }

    @Override
    public int hashCode() {
        return 31 * fields.hashCode() + ignoredFields.hashCode();
    }

    /** For people: one finding in each line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (problem != null) {
            text.append(problem.explanation());
        }
        all.forEach(finding -> text.append(text.length() == 0 ? "" : "\n").append(finding));
        return text.toString();
    }
}
