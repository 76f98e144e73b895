package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of one key of a signer on one message. A value with equality. */
public final class DkimSigningOutcome {

    private final DomainName selector;
    private final DkimAlgorithm algorithm;
    private final String field;
    private final @Nullable DkimSigningProblem problem;

    private DkimSigningOutcome(
            DomainName selector, DkimAlgorithm algorithm, String field, @Nullable DkimSigningProblem problem) {
        this.selector = selector;
        this.algorithm = algorithm;
        this.field = field;
        this.problem = problem;
    }

    static DkimSigningOutcome signed(DomainName selector, DkimAlgorithm algorithm, String field) {
        return new DkimSigningOutcome(selector, algorithm, field, null);
    }

    static DkimSigningOutcome refused(DomainName selector, DkimAlgorithm algorithm, DkimSigningProblem problem) {
        return new DkimSigningOutcome(selector, algorithm, "", problem);
    }

    /** {@link DkimSigningStatus#SIGNED} or {@link DkimSigningStatus#REFUSED}. */
    public DkimSigningStatus status() {
        return problem == null ? DkimSigningStatus.SIGNED : DkimSigningStatus.REFUSED;
    }

    /** Why it did not sign; empty if it did. */
    public Optional<DkimSigningProblem> problem() {
        return Optional.ofNullable(problem);
    }

    /** Where its public half is published. */
    public DomainName selector() {
        return selector;
    }

    /** What it signs with. */
    public DkimAlgorithm algorithm() {
        return algorithm;
    }

    /** The DKIM-Signature field, in ASCII, folded, with CRLF at the end of each line; none if it did not sign. */
    public Optional<String> toHeaderField() {
        return problem == null ? Optional.of(field) : Optional.empty();
    }

    /** For people: a sentence. */
    public String explanation() {
        return problem == null
                ? "The key " + selector + " signed."
                : "The key " + selector + " did not sign: " + problem.sentence() + ".";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DkimSigningOutcome that
                && selector.equals(that.selector)
                && algorithm == that.algorithm
                && field.equals(that.field)
                && Objects.equals(problem, that.problem);
    }

    @Override
    public int hashCode() {
        return Objects.hash(selector, field, problem);
    }

    @Override
    public String toString() {
        return status() + ": " + explanation();
    }
}
