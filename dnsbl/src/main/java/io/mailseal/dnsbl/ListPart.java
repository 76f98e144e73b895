package io.mailseal.dnsbl;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One list in a check: how it is treated, and what it is asked. */
record ListPart(BlocklistProfile profile, ListTurn turn, List<Lookup> lookups) {

    ListPart {
        lookups = List.copyOf(lookups);
    }

    boolean isSuspended() {
        return turn.use() == ListTurn.Use.SUSPENDED;
    }

    /** The test points that must be right before any answer counts: after a suspension. */
    List<TestPoint> probes() {
        return turn.use() == ListTurn.Use.PROBE ? TestPointCheck.points(profile, kinds()) : List.of();
    }

    private Set<BlocklistKind> kinds() {
        Set<BlocklistKind> kinds = EnumSet.noneOf(BlocklistKind.class);
        lookups.stream().filter(Lookup::isAsked).forEach(lookup -> kinds.add(lookup.kind()));
        return kinds;
    }

    /** What these checks say of the list as a whole; empty if nothing. */
    Optional<ListObservation> observation(List<BlocklistCheck> checks) {
        BlocklistCheck unanswered = null;
        boolean answered = false;
        for (BlocklistCheck check : checks) {
            if (check.isSuspended() || check.notAsked().isPresent()) {
                continue;
            }
            BlocklistError error = check.error().orElse(null);
            if (error != null && error.isAboutList()) {
                return Optional.of(
                        new ListObservation(profile.name(), turn.state().generation(), error, null));
            }
            answered |= check.status() != ListStatus.UNKNOWN;
            // A limit of ours says nothing about the list.
            if (check.failure().filter(failure -> !failure.isOwnLimit()).isPresent()) {
                unanswered = check;
            }
        }
        if (answered) {
            return Optional.of(new ListObservation(profile.name(), turn.state().generation(), null, null));
        }
        return Optional.ofNullable(unanswered)
                .map(check -> new ListObservation(
                        profile.name(),
                        turn.state().generation(),
                        null,
                        check.failure().orElseThrow()));
    }

    // The names in the lookups may hold a key.
    @Override
    public String toString() {
        return profile.name() + " " + turn.use() + ", " + lookups.size() + " lookups";
    }
}
