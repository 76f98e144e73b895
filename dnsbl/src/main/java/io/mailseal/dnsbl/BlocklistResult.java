package io.mailseal.dnsbl;

import io.mailseal.core.authres.MethodResult;
import io.mailseal.dnsbl.uri.ExtractionProblem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the lists say, list by list and subject by subject, and what that adds up to. Nothing but a listing counts: a list that
 * fails, refuses or has turned into something else changes neither the score nor anything that is decided by it.
 *
 * <p>A value: the same request, the same state of the lists and the same answers of DNS give an equal one.
 */
public final class BlocklistResult {

    private final List<BlocklistCheck> checks;
    private final int leftOut;
    private final Set<ExtractionProblem> problems;
    private final List<ListObservation> observations;
    private final BlocklistScore score;

    BlocklistResult(
            List<BlocklistCheck> checks,
            int leftOut,
            Set<ExtractionProblem> problems,
            List<ListObservation> observations) {
        this.checks = List.copyOf(checks);
        this.leftOut = leftOut;
        this.problems = problems;
        this.observations = List.copyOf(observations);
        this.score = BlocklistScore.of(this.checks);
    }

    /**
     * What each list says about each subject of a kind that it is about: by list in the order in which they were given, and
     * by subject in the order in which they are asked about.
     */
    public List<BlocklistCheck> checks() {
        return checks;
    }

    /** Those with this status. */
    public List<BlocklistCheck> checks(ListStatus status) {
        return checks.stream().filter(check -> check.status() == status).toList();
    }

    /** Those of the list whose profile has this name. */
    public List<BlocklistCheck> checks(String list) {
        return checks.stream().filter(check -> check.list().equals(list)).toList();
    }

    /** Those that are listed, on lists of whatever purpose. */
    public List<BlocklistCheck> listings() {
        return checks(ListStatus.LISTED);
    }

    /** Whether a list with this purpose has something. */
    public boolean isListed(BlocklistPurpose purpose) {
        return checks.stream().anyMatch(check -> check.isListed() && check.purpose() == purpose);
    }

    /** What the listings add up to. */
    public BlocklistScore score() {
        return score;
    }

    /** How many subjects were not looked at, since one source had more than {@link BlocklistLimits#subjectsPerSource}. */
    public int leftOut() {
        return leftOut;
    }

    /** Why URIs of the message may not have been looked at, and what about it is odd; as the request said. */
    public Set<ExtractionProblem> extractionProblems() {
        return problems;
    }

    /**
     * What the allow lists say about the address of the client, for the Authentication-Results field: method {@code dnswl},
     * one result for each list. Empty where no allow list was asked about it. No other result of authentication is changed by
     * it.
     *
     * @rfc 8904 2
     */
    public List<MethodResult> dnswlResults() {
        return ListResults.ofAllowLists(checks);
    }

    /**
     * The listings, the score, and what kept more from being looked at, in sentences for people; visible ASCII. What the lists
     * say is in it, and named as such.
     */
    public String explanation() {
        String listed = listings().stream().map(BlocklistCheck::explanation).collect(Collectors.joining(" "));
        return (listed.isEmpty() ? "Nothing is listed." : listed) + " Score " + score.explanation() + "." + unread();
    }

    private String unread() {
        String reasons = problems.stream()
                .filter(ExtractionProblem::isTruncating)
                .map(ExtractionProblem::sentence)
                .collect(Collectors.joining(", "));
        return reasons.isEmpty() ? "" : " Not all URIs were looked at: " + reasons + ".";
    }

    /** The first check of this list and subject. */
    public Optional<BlocklistCheck> check(String list, BlocklistSubject subject) {
        return checks.stream()
                .filter(check -> check.list().equals(list) && check.subject().equals(subject))
                .findFirst();
    }

    /** For the client, which remembers it. */
    List<ListObservation> observations() {
        return observations;
    }

    // What is to be remembered of the lists follows from the checks, and from when they began.
    @Override
    public boolean equals(Object other) {
        return other instanceof BlocklistResult that
                && checks.equals(that.checks)
                && leftOut == that.leftOut
                && problems.equals(that.problems);
    }

    @Override
    public int hashCode() {
        return checks.hashCode();
    }

    /** For people. */
    @Override
    public String toString() {
        return explanation();
    }
}
