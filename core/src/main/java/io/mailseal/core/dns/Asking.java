package io.mailseal.core.dns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A question under way. Everything but the question is guarded by the lock of the session. There are many at once, and few
 * evaluations for each: mostly one, or none yet.
 */
final class Asking {

    final DnsQuestion question;

    /** One more than that of the latest answer that had come when it was asked. */
    final int wave;

    private List<RunningEvaluation<?>> waiting = List.of();
    private List<RunningEvaluation<?>> interested = List.of();

    /** Asked on behalf of the session itself, which stays interested until it is closed. */
    boolean forSession;

    @Nullable
    Function<DnsAnswer, Collection<DnsQuestion>> then;

    @Nullable
    CompletionStage<DnsAnswer> stage;

    Asking(DnsQuestion question, int wave) {
        this.question = question;
        this.wave = wave;
    }

    /** Evaluations that cannot go on without it, each once. */
    List<RunningEvaluation<?>> waiting() {
        return waiting;
    }

    /** Evaluations that required or hinted it, each once; when the last one has ended, the question is taken back. */
    List<RunningEvaluation<?>> interested() {
        return interested;
    }

    /** This one can't go on without it; false if that was known. */
    boolean addWaiting(RunningEvaluation<?> evaluation) {
        addInterested(evaluation);
        if (waiting.contains(evaluation)) {
            return false;
        }
        waiting = with(evaluation, waiting);
        return true;
    }

    private void addInterested(RunningEvaluation<?> evaluation) {
        if (!interested.contains(evaluation)) {
            interested = with(evaluation, interested);
        }
    }

    private static List<RunningEvaluation<?>> with(RunningEvaluation<?> one, List<RunningEvaluation<?>> others) {
        List<RunningEvaluation<?>> all = others.isEmpty() ? new ArrayList<>(1) : others;
        all.add(one);
        return all;
    }

    /** This one has ended; whether nobody is interested any more who was before. */
    boolean forget(RunningEvaluation<?> evaluation) {
        if (!interested.contains(evaluation)) {
            return false;
        }
        interested.remove(evaluation);
        if (waiting.contains(evaluation)) {
            waiting.remove(evaluation);
        }
        return interested.isEmpty() && !forSession;
    }

    /** For these, too; the first to say what the answer leads to has said it. */
    void join(
            Collection<RunningEvaluation<?>> evaluations,
            boolean ofSession,
            Function<DnsAnswer, Collection<DnsQuestion>> leadsTo) {
        forSession |= ofSession;
        for (RunningEvaluation<?> evaluation : evaluations) {
            if (!evaluation.ended) {
                addInterested(evaluation);
            }
        }
        if (then == null) {
            then = leadsTo;
        }
    }
}
