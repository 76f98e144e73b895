package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import io.mailseal.dkim.DkimRotation.Action;
import io.mailseal.dkim.DkimRotation.Condition;
import io.mailseal.dkim.DkimRotation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the times of a {@link DkimRotation} follow from. */
record RotationTerms(
        DomainName oldSelector,
        DomainName newSelector,
        DomainName oldName,
        DomainName newName,
        Duration recordTtl,
        Duration negativeTtl,
        Duration timeUnderWay) {

    List<Step> steps(Instant start, Map<Action, Instant> done) {
        List<Step> steps = new ArrayList<>();
        Instant before = start;
        for (Action action : Action.values()) {
            Instant possible = before.plus(waitBefore(action));
            if (action == Action.SWITCH) {
                // Whoever has looked too early has not made the others forget.
                possible = later(possible, steps.get(0).earliest().plus(longer(recordTtl, negativeTtl)));
            }
            Instant at = done.getOrDefault(action, possible);
            steps.add(step(action, at, done.containsKey(action)));
            before = at;
        }
        return List.copyOf(steps);
    }

    private Step step(Action action, Instant at, boolean isDone) {
        return switch (action) {
            case PUBLISH, CHECK, SWITCH -> new Step(action, newSelector, newName, at, isDone, conditions(action));
            case REVOKE, REMOVE -> new Step(action, oldSelector, oldName, at, isDone, conditions(action));
        };
    }

    private Duration waitBefore(Action action) {
        return switch (action) {
            case PUBLISH, SWITCH -> Duration.ZERO;
            case CHECK -> longer(recordTtl, negativeTtl);
            case REVOKE -> timeUnderWay;
            // For what comes late, "revoked" is a better answer than nothing.
            case REMOVE -> longer(recordTtl, timeUnderWay);
        };
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static List<Condition> conditions(Action action) {
        return switch (action) {
            case PUBLISH -> List.of(Condition.NEW_SELECTOR_UNUSED);
            case CHECK -> List.of(Condition.NEW_RECORD_PUBLISHED, Condition.OLD_ANSWERS_FORGOTTEN);
            case SWITCH -> List.of(Condition.NEW_RECORD_SEEN_EVERYWHERE, Condition.OLD_ANSWERS_FORGOTTEN);
            case REVOKE -> List.of(Condition.OLD_KEY_UNUSED, Condition.OLD_MAIL_DELIVERED);
            case REMOVE -> List.of(Condition.OLD_KEY_REVOKED, Condition.OLD_KEY_FORGOTTEN);
        };
    }
}
