package io.mailseal.core.dns;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * An evaluation that was run once, on what the resolver remembers, which mostly is all that it needs: then there was no
 * session. If it is not, a session can go on from there. Immutable. Made by {@link DnsSessions#attempt}.
 *
 * @param <R> the result
 */
public final class DnsAttempt<R> {

    private final DnsSessions sessions;
    private final RememberedAnswers remembered;
    private final RunningEvaluation<R> running;
    private final boolean atEnd;

    DnsAttempt(DnsSessions sessions, RememberedAnswers remembered, RunningEvaluation<R> running) {
        this.sessions = sessions;
        this.remembered = remembered;
        this.running = running;
        // The parts of it may have a budget each in a session.
        this.atEnd = running.run() && running.isWithinBudget();
    }

    /** The result; empty if an answer is missing, or there were more questions than one evaluation may have. */
    public Optional<R> result() {
        return atEnd ? Optional.of(running.result()) : Optional.empty();
    }

    /** What it has cost: answers from memory. */
    public DnsUsage usage() {
        int answers = (int)
                running.required().values().stream().filter(Objects::nonNull).count();
        return new DnsUsage(0, 0, 0, answers, Duration.ZERO);
    }

    /**
     * A new session, which has the answers, and the results of those parts that have come to their ends. To be closed.
     */
    public DnsSession open() {
        return sessions.openKnowing(running, remembered);
    }
}
