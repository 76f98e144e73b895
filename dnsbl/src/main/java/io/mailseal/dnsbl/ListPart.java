package io.mailseal.dnsbl;

import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One list in a check: how it is treated, and what it is asked.
 *
 * @param moment which of the {@link FreshPoint fresh points} confirms what it says
 */
record ListPart(BlocklistProfile profile, ListTurn turn, List<Lookup> lookups, long moment) {

    ListPart {
        lookups = List.copyOf(lookups);
    }

    boolean isSuspended() {
        return turn.use() == ListTurn.Use.SUSPENDED;
    }

    /** The lookups that are asked. */
    List<Lookup> asked() {
        return isSuspended()
                ? List.of()
                : lookups.stream().filter(Lookup::isAsked).toList();
    }

    /** The test points that must be right before any answer counts: after a suspension. */
    List<TestPoint> probes() {
        // Of all kinds: the state is that of the list, and a good half would hide that the other is not.
        return turn.use() == ListTurn.Use.PROBE ? TestPointCheck.points(profile) : List.of();
    }

    /** What a list that is in order does not list, to be asked where it lists something. */
    Optional<TestPoint> cleanPoint(Lookup hit) {
        return FreshPoint.of(hit, moment);
    }

    /** What is to be asked where something is listed: whether the list also lists what it never should. */
    Optional<DnsQuestion> cleanQuestion(Lookup lookup) {
        return cleanPoint(lookup).flatMap(point -> TestPointCheck.question(profile, point));
    }

    /**
     * What these checks say of the list as a whole; empty if nothing.
     *
     * @param checks one for each lookup
     * @param othersAnswer whether other lists had an answer in the same time
     * @param someAnswered whether any did, then or before
     */
    Optional<ListObservation> observation(
            List<BlocklistCheck> checks, CheckRound round, boolean othersAnswer, boolean someAnswered) {
        boolean answered = round.isProven(this);
        DnsFailure unanswered = null;
        for (int i = 0; i < checks.size(); i++) {
            BlocklistCheck check = checks.get(i);
            if (check.isSuspended() || check.notAsked().isPresent()) {
                continue;
            }
            Lookup lookup = lookups.get(i);
            Optional<BlocklistError> error = check.error()
                    .filter(BlocklistError::isAboutList)
                    .flatMap(found -> round.errorOfList(this, lookup, found));
            // Where all are refused, it is most likely a resolver of ours that refuses.
            boolean unheard = check.failure().isPresent() && !someAnswered;
            if (error.isPresent() && !unheard) {
                return Optional.of(seen(error.get(), null, someAnswered));
            }
            answered |= isAnswer(check);
            boolean silent = othersAnswer && !round.isAnswered(lookup);
            unanswered = check.failure()
                    .filter(failure -> error.isPresent() || isOfList(failure, silent))
                    .orElse(unanswered);
        }
        return answered || unanswered != null
                ? Optional.of(seen(null, answered ? null : unanswered, someAnswered))
                : Optional.empty();
    }

    // What may be of one subject alone says neither that the list is in order nor that it is not.
    private static boolean isAnswer(BlocklistCheck check) {
        return check.status() == ListStatus.LISTED
                || check.status() == ListStatus.NOT_LISTED
                || check.error().filter(error -> !error.isAboutList()).isPresent();
    }

    // A limit of ours says nothing about the list, unless it is alone in being silent, and has been from the beginning.
    private static boolean isOfList(DnsFailure failure, boolean silent) {
        return failure == DnsFailure.DEADLINE && silent || failure != DnsFailure.REFUSED && !failure.isOwnLimit();
    }

    /** Whether one of these checks has an answer, whatever it says. */
    static boolean isAnswered(List<BlocklistCheck> checks) {
        return checks.stream().anyMatch(check -> !check.isSuspended() && isAnswer(check));
    }

    private ListObservation seen(@Nullable BlocklistError error, @Nullable DnsFailure failure, boolean othersAnswered) {
        return new ListObservation(profile.name(), turn.state().generation(), error, failure, othersAnswered);
    }

    // The names in the lookups may hold a key.
    @Override
    public String toString() {
        return profile.name() + " " + turn.use() + ", " + lookups.size() + " lookups";
    }
}
