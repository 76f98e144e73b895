package io.mailseal.dkim;

import io.mailseal.core.DomainName;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The plan for replacing a key by another one under a new selector, so that no signature fails on the way. It is computed
 * from what it is told and has no clock: whoever follows it says when a step was done, and gets the plan from there on. An
 * immutable value.
 *
 * <pre>{@code
 * DkimRotation plan = DkimRotation.builder(domain, DomainName.of("s1"), DomainName.of("s2"))
 *         .recordTtl(Duration.ofHours(1))
 *         .negativeTtl(Duration.ofHours(3))
 *         .plan(clock.instant());
 * plan = plan.done(DkimRotation.Action.PUBLISH, clock.instant());
 * }</pre>
 *
 * <p>A selector is never used again for another key: mail that is still under way, and resolvers that remember the old
 * record, would take one for the other. {@link DkimSelectors} finds new ones.
 *
 * @rfc 6376 3.1
 */
public final class DkimRotation {

    /** How long a message may be under way: what mail servers try at least, and some add. */
    public static final Duration DEFAULT_TIME_UNDER_WAY = Duration.ofDays(7);

    /** What is to be done, in this order. */
    public enum Action {
        /** Publish the record of the new key. Nothing is signed with it yet. */
        PUBLISH("publish the record of the new key"),
        /** See that each name server and resolver that is asked has the new record ({@link DkimKeyCheck#isReady}). */
        CHECK("see that the new record is what all name servers answer"),
        /** Sign with the new key. The old record stays. */
        SWITCH("sign with the new key"),
        /** Destroy the old private key, and publish its record with an empty {@code p=}. */
        REVOKE("destroy the old private key and publish its record with an empty p="),
        /** Take the old record away. */
        REMOVE("remove the old record");

        private final String sentence;

        Action(String sentence) {
            this.sentence = sentence;
        }

        /** For people: a clause without capital and full stop. */
        public String sentence() {
            return sentence;
        }
    }

    /** What must be true before a step is done. */
    public enum Condition {
        /** The name of the new record does not exist, or has no text record: nobody ever used this selector. */
        NEW_SELECTOR_UNUSED("the new selector was never used"),
        /** The new record is in the zone. */
        NEW_RECORD_PUBLISHED("the new record is in the zone"),
        /** What resolvers remember of the time before has run out: that the name does not exist, or another record. */
        OLD_ANSWERS_FORGOTTEN("no resolver can remember an answer from before the new record"),
        /** Each name server and resolver that was asked holds the new key. */
        NEW_RECORD_SEEN_EVERYWHERE("all name servers that were asked hold the new key"),
        /** No signer uses the old key any more. */
        OLD_KEY_UNUSED("nothing is signed with the old key any more"),
        /** What was signed with the old key has arrived, or come back. */
        OLD_MAIL_DELIVERED("mail signed with the old key is no longer under way"),
        /** The old record says that its key is withdrawn. */
        OLD_KEY_REVOKED("the old record has an empty p="),
        /** Resolvers cannot remember the old key any more. */
        OLD_KEY_FORGOTTEN("no resolver can remember the old key");

        private final String sentence;

        Condition(String sentence) {
            this.sentence = sentence;
        }

        /** For people: a clause without capital and full stop. */
        public String sentence() {
            return sentence;
        }
    }

    /**
     * One step.
     *
     * @param action what is to be done
     * @param selector whose record or key it is about
     * @param recordName the name of that record
     * @param earliest when it may be done, if all before it was done as early as possible or when it was said to be done;
     *     for a step that was done, when
     * @param isDone whether it was said to be done
     * @param conditions what must be true before; all of them
     */
    public record Step(
            Action action,
            DomainName selector,
            DomainName recordName,
            Instant earliest,
            boolean isDone,
            List<Condition> conditions) {

        /** Copies the list. */
        public Step {
            conditions = List.copyOf(conditions);
        }

        /** A sentence for people. */
        public String explanation() {
            return (isDone ? "Done at " : "From ") + earliest + ": " + action.sentence() + " (" + recordName + ").";
        }
    }

    private final RotationTerms terms;
    private final Instant start;
    private final Map<Action, Instant> done;
    private final List<Step> steps;

    private DkimRotation(RotationTerms terms, Instant start, Map<Action, Instant> done) {
        this.terms = terms;
        this.start = start;
        this.done = done;
        this.steps = terms.steps(start, done);
    }

    /**
     * Begins a plan.
     *
     * @throws IllegalArgumentException if the selectors are equal, or the name of a record would be too long
     */
    public static Builder builder(DomainName domain, DomainName oldSelector, DomainName newSelector) {
        return new Builder(domain, oldSelector, newSelector);
    }

    /** Collects what a plan depends on; not for several threads. */
    public static final class Builder {

        private static final Duration LONGEST = Duration.ofDays(36_500);

        private final DomainName oldSelector;
        private final DomainName newSelector;
        private final DomainName oldName;
        private final DomainName newName;
        private Duration recordTtl = Duration.ofDays(1);
        private Duration negativeTtl = Duration.ofDays(1);
        private Duration timeUnderWay = DEFAULT_TIME_UNDER_WAY;

        private Builder(DomainName domain, DomainName oldSelector, DomainName newSelector) {
            if (oldSelector.equals(newSelector)) {
                throw new IllegalArgumentException("a selector is not used for another key: " + newSelector);
            }
            this.oldSelector = oldSelector;
            this.newSelector = newSelector;
            this.oldName = DkimKeyRecord.name(oldSelector, domain);
            this.newName = DkimKeyRecord.name(newSelector, domain);
        }

        /**
         * The time to live of the key records as it is in the zone (what a resolver says has partly run out already). By
         * default a day, which is more than most have.
         *
         * @throws IllegalArgumentException if it is negative, or more than a hundred years
         */
        public Builder recordTtl(Duration ttl) {
            recordTtl = sensible(ttl);
            return this;
        }

        /**
         * How long resolvers remember that a name of the zone does not exist: the last number of its SOA record, or the
         * record's own time to live if that is less. By default a day.
         *
         * @throws IllegalArgumentException if it is negative, or more than a hundred years
         * @rfc 2308 5
         */
        public Builder negativeTtl(Duration ttl) {
            negativeTtl = sensible(ttl);
            return this;
        }

        /**
         * For how long what was signed last with the old key may still be verified: in queues, by forwarders, by programs that
         * fetch mail. By default {@link #DEFAULT_TIME_UNDER_WAY}.
         *
         * @throws IllegalArgumentException if it is negative, or more than a hundred years
         */
        public Builder timeUnderWay(Duration time) {
            timeUnderWay = sensible(time);
            return this;
        }

        private static Duration sensible(Duration duration) {
            if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("negative, or more than a hundred years: " + duration);
            }
            return duration;
        }

        /** The plan, if its first step is done now. */
        public DkimRotation plan(Instant now) {
            RotationTerms terms =
                    new RotationTerms(oldSelector, newSelector, oldName, newName, recordTtl, negativeTtl, timeUnderWay);
            return new DkimRotation(terms, Objects.requireNonNull(now, "now"), Map.of());
        }
    }

    /** All steps in order, those that are done among them. */
    public List<Step> steps() {
        return steps;
    }

    /** One step. */
    public Step step(Action action) {
        return steps.stream()
                .filter(step -> step.action() == action)
                .findFirst()
                .orElseThrow();
    }

    /** The first step that is not done; empty when all are. */
    public Optional<Step> next() {
        return steps.stream().filter(step -> !step.isDone()).findFirst();
    }

    /**
     * The plan after a step was done: the others move with it. That it was done earlier than it should have been is not
     * refused, since it cannot be taken back.
     *
     * @throws IllegalArgumentException if it is not the next one, or was done before the one before it
     */
    public DkimRotation done(Action action, Instant at) {
        if (next().map(Step::action).orElse(null) != action) {
            throw new IllegalArgumentException("not the next step: " + action);
        }
        if (done.values().stream().anyMatch(at::isBefore)) {
            throw new IllegalArgumentException("done before the step before it: " + action);
        }
        Map<Action, Instant> more = new EnumMap<>(Action.class);
        more.putAll(done);
        more.put(action, at);
        return new DkimRotation(terms, start, Collections.unmodifiableMap(more));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DkimRotation that
                && terms.equals(that.terms)
                && start.equals(that.start)
                && done.equals(that.done);
    }

    @Override
    public int hashCode() {
        return Objects.hash(terms, start, done);
    }

    /** For people: one line for each step. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append(text.isEmpty() ? "" : "\n").append(step.explanation());
        }
        return text.toString();
    }
}
