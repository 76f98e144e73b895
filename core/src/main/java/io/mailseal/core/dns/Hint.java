package io.mailseal.core.dns;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A question that will probably be asked, and what its answer will probably lead to. A hint never changes a verdict, also not
 * one that is broken: it just leads no further.
 */
record Hint(DnsQuestion question, Function<DnsAnswer, Collection<DnsQuestion>> then) {

    /** Questions that lead to no others. */
    static Deque<Hint> of(Collection<DnsQuestion> questions) {
        Deque<Hint> hints = new ArrayDeque<>();
        List.copyOf(questions).forEach(question -> hints.add(new Hint(question, answer -> List.of())));
        return hints;
    }

    /** What the last run of the rules suspected. */
    static Deque<Hint> of(RunningEvaluation<?> running) {
        Deque<Hint> hints = new ArrayDeque<>();
        for (RunningEvaluation.Suspicion suspicion : running.hints()) {
            add(suspicion.questions(), suspicion.then(), hints);
        }
        return hints;
    }

    /** What the answer leads to. */
    void grow(DnsAnswer answer, Deque<Hint> hints) {
        add(() -> then.apply(answer), then, hints);
    }

    @SuppressWarnings({"EmptyCatch", "NullAway"}) // both functions are the rules' own, and may break
    private static void add(
            Supplier<? extends Collection<DnsQuestion>> questions,
            Function<DnsAnswer, Collection<DnsQuestion>> then,
            Deque<Hint> hints) {
        try {
            for (DnsQuestion question : questions.get()) {
                if (question != null) {
                    hints.add(new Hint(question, then));
                }
            }
        } catch (Throwable broken) {
            // What was added before it broke stays.
        }
    }
}
