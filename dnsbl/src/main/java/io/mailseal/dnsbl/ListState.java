package io.mailseal.dnsbl;

import io.mailseal.core.dns.DnsFailure;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client remembers of a list: whether it is asked, and if not, why and until when. A value. */
public final class ListState {

    /** Whether a list is asked. */
    public enum Status {
        /** It is. */
        READY,
        /** It is, and has not answered of late. */
        FAILING,
        /** It is not, until some time. */
        SUSPENDED,
        /** The time is over: the next check asks its test points, too, and others wait for what comes of that. */
        PROBING
    }

    private final String list;
    private final Status status;
    private final int failures;
    private final int pauses;
    private final @Nullable BlocklistError error;
    private final @Nullable DnsFailure failure;
    private final @Nullable Instant since;
    private final @Nullable Instant until;
    private final long generation;

    private ListState(
            String list,
            Status status,
            int failures,
            int pauses,
            @Nullable BlocklistError error,
            @Nullable DnsFailure failure,
            @Nullable Instant since,
            @Nullable Instant until,
            long generation) {
        this.list = list;
        this.status = status;
        this.failures = failures;
        this.pauses = pauses;
        this.error = error;
        this.failure = failure;
        this.since = since;
        this.until = until;
        this.generation = generation;
    }

    /** A list of which nothing is known but good. */
    static ListState ready(String list) {
        return new ListState(list, Status.READY, 0, 0, null, null, null, null, 0);
    }

    // ---- what becomes of it ----

    /** After an answer that was of use. */
    ListState afterAnswer() {
        return status == Status.READY
                ? this
                : new ListState(list, Status.READY, 0, 0, null, null, null, null, generation + 1);
    }

    /** After an answer that says that the list is of no use. */
    ListState afterError(BlocklistError newError, BlocklistBackOff backOff, Instant now) {
        Instant newUntil = now.plus(backOff.pause(backOff.afterError(), pauses));
        return new ListState(list, Status.SUSPENDED, 0, pauses + 1, newError, null, now, newUntil, generation + 1);
    }

    /**
     * After there was no answer.
     *
     * @param othersAnswered or else it may be the network, the resolver, or too much that was under way: whatever of that is
     *     over soon is not to keep a good list from being asked for long
     */
    ListState afterFailure(DnsFailure newFailure, boolean othersAnswered, BlocklistBackOff backOff, Instant now) {
        // Who was suspended already is not given as many chances again.
        if (pauses == 0 && failures + 1 < backOff.failures()) {
            return new ListState(list, Status.FAILING, failures + 1, 0, null, newFailure, null, null, generation + 1);
        }
        Instant newUntil = now.plus(backOff.pause(backOff.afterFailures(), othersAnswered ? pauses : 0));
        int newPauses = othersAnswered ? pauses + 1 : Math.max(pauses, 1);
        return new ListState(list, Status.SUSPENDED, 0, newPauses, null, newFailure, now, newUntil, generation + 1);
    }

    /** While one check tries whether the list is in order again; if nothing is heard of it, another one tries then. */
    ListState probing(Instant now, Instant nextTry) {
        return new ListState(list, Status.PROBING, failures, pauses, error, failure, now, nextTry, generation + 1);
    }

    /** Whether it is not asked at that time. */
    boolean isSuspended(Instant now) {
        // A clock that goes back was wrong when the pause began, and with it the end of that.
        return until != null && now.isBefore(until) && !now.isBefore(Objects.requireNonNull(since));
    }

    /** Whether it has been suspended, and nobody has found out yet that it is in order again. */
    boolean wantsProbe(Instant now) {
        return until != null && !isSuspended(now);
    }

    /** Whether somebody should know who knows that: it is not asked any more, for another reason than before, or again. */
    boolean isNewsAfter(ListState before) {
        boolean down = until != null;
        boolean wasDown = before.until != null;
        return down != wasDown || down && (error != before.error || failure != before.failure);
    }

    /** Which one in the sequence of the list's states this is. */
    long generation() {
        return generation;
    }

    @Nullable
    BlocklistError errorOrNull() {
        return error;
    }

    @Nullable
    DnsFailure failureOrNull() {
        return failure;
    }

    // ---- what users see ----

    /** The name of the list's profile. */
    public String list() {
        return list;
    }

    /** Whether it is asked. */
    public Status status() {
        return status;
    }

    /** How many messages in a row have had no answer, where the status is {@link Status#FAILING}. */
    public int failures() {
        return failures;
    }

    /** How often it has been suspended without a good answer in between. */
    public int suspensions() {
        return pauses;
    }

    /** The answer that made it useless, if one did. */
    public Optional<BlocklistError> error() {
        return Optional.ofNullable(error);
    }

    /** Why there was no answer, if that is what happened. */
    public Optional<DnsFailure> failure() {
        return Optional.ofNullable(failure);
    }

    /** When it will be tried again; there if it is suspended or being probed. */
    public Optional<Instant> until() {
        return Optional.ofNullable(until);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ListState that
                && list.equals(that.list)
                && status == that.status
                && failures == that.failures
                && pauses == that.pauses
                && error == that.error
                && failure == that.failure
                && Objects.equals(since, that.since)
                && Objects.equals(until, that.until)
                && generation == that.generation;
    }

    @Override
    public int hashCode() {
        return Objects.hash(list, generation);
    }

    /** {@code spamhaus-zen: SUSPENDED until 2026-01-01T01:00:00Z, QUOTA}. */
    @Override
    public String toString() {
        Object reason = error != null ? error : failure;
        return list + ": " + status + (until == null ? "" : " until " + until) + (reason == null ? "" : ", " + reason);
    }
}
