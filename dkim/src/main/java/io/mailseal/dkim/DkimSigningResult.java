package io.mailseal.dkim;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of signing one message: the fields to put on top of it, and what stood against any that is not there. A
 * value with equality.
 *
 * @rfc 6376 5
 */
public final class DkimSigningResult {

    private final List<DkimSigningOutcome> outcomes;
    private final List<DkimSigningFinding> findings;

    DkimSigningResult(List<DkimSigningOutcome> outcomes, List<DkimSigningFinding> findings) {
        this.outcomes = List.copyOf(outcomes);
        this.findings = List.copyOf(findings);
    }

    /** Whether all keys, some or none have signed. */
    public DkimSigningStatus status() {
        long signed = outcomes.stream()
                .filter(outcome -> outcome.status() == DkimSigningStatus.SIGNED)
                .count();
        if (signed == 0) {
            return DkimSigningStatus.REFUSED;
        }
        return signed == outcomes.size() ? DkimSigningStatus.SIGNED : DkimSigningStatus.PARTLY_SIGNED;
    }

    /** What became of each key, in the order in which the signer was given them. */
    public List<DkimSigningOutcome> outcomes() {
        return outcomes;
    }

    /** All that stood against signing, each once; none if every key has signed. */
    public List<DkimSigningProblem> problems() {
        List<DkimSigningProblem> problems = new ArrayList<>();
        for (DkimSigningOutcome outcome : outcomes) {
            outcome.problem().filter(problem -> !problems.contains(problem)).ifPresent(problems::add);
        }
        return List.copyOf(problems);
    }

    /**
     * What may become of the signatures that were made: what servers on the way may change, and keys that are too short.
     * Empty if no key has signed.
     */
    public List<DkimSigningFinding> findings() {
        return findings;
    }

    /**
     * The DKIM-Signature fields, to be put before the first octet of the message as they are: in ASCII, folded, with
     * CRLF at the end of each line. Empty if no key has signed.
     *
     * @rfc 6376 5.6
     */
    public String toHeaderFields() {
        StringBuilder fields = new StringBuilder();
        for (DkimSigningOutcome outcome : outcomes) {
            outcome.toHeaderField().ifPresent(fields::append);
        }
        return fields.toString();
    }

    /** For people: a sentence for each key. */
    public String explanation() {
        StringBuilder explanation = new StringBuilder();
        for (DkimSigningOutcome outcome : outcomes) {
            explanation.append(explanation.length() == 0 ? "" : " ").append(outcome.explanation());
        }
        return explanation.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DkimSigningResult that
                && outcomes.equals(that.outcomes)
                && findings.equals(that.findings);
    }

    @Override
    public int hashCode() {
        return outcomes.hashCode();
    }

    @Override
    public String toString() {
        return status() + ": " + explanation();
    }
}
