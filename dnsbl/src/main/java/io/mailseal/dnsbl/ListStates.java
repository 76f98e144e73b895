package io.mailseal.dnsbl;

import io.mailseal.core.dns.DnsFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client remembers of its lists. Checks take a snapshot before they begin, and tell afterwards what they saw; what they
 * tell counts only if nobody else has told anything since that snapshot. So it may be told twice, and a hundred messages that
 * are refused at the same moment are one refusal. For use by several threads.
 */
final class ListStates {

    private final BlocklistBackOff backOff;
    private final Duration probeTime;
    private final Consumer<ListState> listener;
    private final Map<String, ListState> states = new LinkedHashMap<>(); // guarded by this

    ListStates(
            List<BlocklistProfile> profiles,
            BlocklistBackOff backOff,
            Duration probeTime,
            Consumer<ListState> listener) {
        this.backOff = backOff;
        this.probeTime = probeTime;
        this.listener = listener;
        profiles.forEach(profile -> states.put(profile.name(), ListState.ready(profile.name())));
    }

    /** What is remembered now. */
    synchronized List<ListState> now() {
        return List.copyOf(states.values());
    }

    /** What holds for a check that begins now; if it is this check's turn to try a suspended list, that is said. */
    synchronized ListTurn turn(String list, Instant now) {
        ListState state = state(list);
        if (state.isSuspended(now)) {
            return new ListTurn(ListTurn.Use.SUSPENDED, state);
        }
        if (!state.wantsProbe(now)) {
            return new ListTurn(ListTurn.Use.ASK, state);
        }
        ListState probing = state.probing(now, now.plus(probeTime));
        states.put(list, probing);
        return new ListTurn(ListTurn.Use.PROBE, probing);
    }

    /** Whether a check that begins now would leave the list alone. */
    synchronized boolean isSuspended(String list, Instant now) {
        return state(list).isSuspended(now);
    }

    /** What was seen by a check that began with that state. */
    void observe(ListObservation seen, Instant now) {
        tell(observed(seen, now));
    }

    /** What was seen by a look at the list's health: it counts whatever others have seen. */
    void settle(
            String list,
            @Nullable BlocklistError error,
            @Nullable DnsFailure failure,
            boolean othersAnswered,
            Instant now) {
        tell(settled(list, error, failure, othersAnswered, now));
    }

    private synchronized @Nullable ListState observed(ListObservation seen, Instant now) {
        return state(seen.list()).generation() == seen.generation()
                ? settled(seen.list(), seen.error(), seen.failure(), seen.othersAnswered(), now)
                : null;
    }

    // The new state, if it is news.
    private synchronized @Nullable ListState settled(
            String list,
            @Nullable BlocklistError error,
            @Nullable DnsFailure failure,
            boolean othersAnswered,
            Instant now) {
        ListState state = state(list);
        // Who looks often while a list is down does not make its pause longer.
        boolean paused = state.status() == ListState.Status.SUSPENDED && state.isSuspended(now);
        if (paused && (error != null || failure != null)) {
            return null;
        }
        ListState next = after(state, error, failure, othersAnswered, now);
        states.put(list, next);
        return next.isNewsAfter(state) ? next : null;
    }

    @SuppressWarnings("EmptyCatch") // what a listener throws is its own affair
    private void tell(@Nullable ListState news) {
        if (news == null) {
            return;
        }
        try {
            listener.accept(news);
        } catch (RuntimeException dropped) {
            // See above.
        }
    }

    private ListState after(
            ListState state,
            @Nullable BlocklistError error,
            @Nullable DnsFailure failure,
            boolean othersAnswered,
            Instant now) {
        if (error != null) {
            return state.afterError(error, backOff, now);
        }
        return failure != null ? state.afterFailure(failure, othersAnswered, backOff, now) : state.afterAnswer();
    }

    private ListState state(String list) {
        ListState state = states.get(list);
        if (state == null) {
            throw new IllegalArgumentException("not a list of this client: " + list);
        }
        return state;
    }
}
