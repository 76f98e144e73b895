package io.mailseal.core.dns;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A question under way. Everything but the question is guarded by the lock of the session. */
final class Asking {

    final DnsQuestion question;

    /** One more than that of the latest answer that had come when it was asked. */
    final int wave;

    /** Evaluations that cannot go on without it. */
    final Set<RunningEvaluation<?>> waiting = new LinkedHashSet<>();

    /** Evaluations that required or hinted it; when the last one has ended, the question is taken back. */
    final Set<RunningEvaluation<?>> interested = new LinkedHashSet<>();

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

    /** For these, too; the first to say what the answer leads to has said it. */
    void join(
            Set<RunningEvaluation<?>> evaluations,
            boolean ofSession,
            Function<DnsAnswer, Collection<DnsQuestion>> leadsTo) {
        forSession |= ofSession;
        for (RunningEvaluation<?> evaluation : evaluations) {
            if (!evaluation.ended) {
                interested.add(evaluation);
            }
        }
        if (then == null) {
            then = leadsTo;
        }
    }
}
