package io.mailseal.core.dns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation in a session, from its first run to its result, and the view of DNS that its rules have. Runs on one
 * thread at a time; what the session needs of it between runs is guarded by the lock of the session.
 */
final class RunningEvaluation<R> implements DnsView {

    private AnswerSource source;
    private final DnsEvaluation<R> evaluation;
    private final int budget;
    // What it has required so far, with the answer where it is known.
    private final Map<DnsQuestion, @Nullable DnsAnswer> required = new HashMap<>();

    // Of the last run.
    private Set<DnsQuestion> missing = Set.of();
    private final List<Suspicion> hints = new ArrayList<>(0);
    private int stops;
    private int refusals; // questions beyond the budget
    private @Nullable R result;

    // Guarded by the session's lock.
    int outstanding;
    boolean waiting;
    boolean parked;
    boolean ended;
    Runnable wake = () -> {};
    Runnable abandon = () -> {};

    /** What is to be done when it has ended, in whichever way, before anybody else knows. */
    Runnable atEnd = () -> {};

    RunningEvaluation(AnswerSource source, DnsEvaluation<R> evaluation, int budget) {
        this.source = source;
        this.evaluation = evaluation;
        this.budget = budget;
    }

    /** What will probably be asked for. */
    record Suspicion(
            Supplier<? extends Collection<DnsQuestion>> questions, Function<DnsAnswer, Collection<DnsQuestion>> then) {}

    /** Runs the rules once; whether they came to their end. */
    boolean run() {
        missing = Set.of();
        hints.clear();
        stops = 0;
        try {
            R value = Objects.requireNonNull(evaluation.evaluate(this), "an evaluation has a result");
            // Rules that caught MissingAnswer have made up a result without the answer: it does not count.
            if (stops == 0) {
                result = value;
                return true;
            }
        } catch (MissingAnswer stopped) {
            if (stops == 0) {
                throw new IllegalStateException("the evaluation asked a view that was not given to it", stopped);
            }
        }
        return false;
    }

    /** Goes on in a session that knows at least what it knew before. */
    void goOnIn(RestartingSession session) {
        source = session;
    }

    /** What it has required so far, with the answers that are known. */
    Map<DnsQuestion, @Nullable DnsAnswer> required() {
        return required;
    }

    /** Whether no question was refused, in any run. */
    boolean isWithinBudget() {
        return refusals == 0;
    }

    R result() {
        return Objects.requireNonNull(result, "not at its end");
    }

    /** What the last run lacked. */
    Set<DnsQuestion> missing() {
        return missing;
    }

    /** What the last run hinted at. */
    List<Suspicion> hints() {
        return hints;
    }

    @Override
    public DnsAnswer get(DnsQuestion question) {
        DnsAnswer answer = lookUp(question);
        if (answer == null) {
            throw MissingAnswer.THROWN;
        }
        return answer;
    }

    @Override
    public List<DnsAnswer> getAll(Collection<DnsQuestion> questions) {
        List<DnsAnswer> answers = new ArrayList<>(questions.size());
        boolean complete = true;
        for (DnsQuestion question : questions) {
            DnsAnswer answer = lookUp(question);
            if (answer == null) {
                complete = false;
            } else {
                answers.add(answer);
            }
        }
        if (!complete) {
            throw MissingAnswer.THROWN;
        }
        return answers;
    }

    private @Nullable DnsAnswer lookUp(DnsQuestion question) {
        DnsAnswer seen = required.get(question);
        if (seen != null) {
            return seen;
        }
        if (required.size() >= budget && !required.containsKey(question)) {
            refusals++;
            return DnsAnswer.failed(question, DnsFailure.BUDGET);
        }
        DnsAnswer answer = source.answer(question);
        required.put(question, answer);
        if (answer == null) {
            addMissing(question);
            stops++;
        }
        return answer;
    }

    private void addMissing(DnsQuestion question) {
        if (missing.isEmpty()) {
            missing = new LinkedHashSet<>();
        }
        missing.add(question);
    }

    @Override
    public void prefetch(Collection<DnsQuestion> questions, Function<DnsAnswer, Collection<DnsQuestion>> then) {
        Collection<DnsQuestion> asOfNow = new ArrayList<>(questions);
        prefetch(() -> asOfNow, then);
    }

    @Override
    public void prefetch(
            Supplier<? extends Collection<DnsQuestion>> questions, Function<DnsAnswer, Collection<DnsQuestion>> then) {
        hints.add(new Suspicion(questions, then));
    }

    @Override
    public <P> List<P> join(List<? extends DnsEvaluation<? extends P>> parts) {
        List<P> results = new ArrayList<>(parts.size());
        for (DnsEvaluation<? extends P> part : parts) {
            if (!part.getClass().isRecord()) {
                throw new IllegalArgumentException("a part of a join is a record, since it is known by its value: "
                        + part.getClass().getName());
            }
            P partResult = finish(part);
            if (partResult != null) {
                results.add(partResult);
            }
        }
        if (results.size() < parts.size()) {
            throw MissingAnswer.THROWN;
        }
        return results;
    }

    // The result of the part, or null if it lacks an answer.
    private <P> @Nullable P finish(DnsEvaluation<? extends P> part) {
        P known = source.finished(part);
        if (known != null) {
            return known;
        }
        int stopsBefore = stops;
        int refusalsBefore = refusals;
        try {
            P partResult = Objects.requireNonNull(part.evaluate(this), "a part has a result");
            if (stops == stopsBefore) {
                // A result by the budget of this evaluation is not for others.
                if (refusals == refusalsBefore) {
                    source.finish(part, partResult);
                }
                return partResult;
            }
        } catch (MissingAnswer stopped) {
            if (stops == stopsBefore) {
                throw new IllegalStateException("the part asked a view that was not given to it", stopped);
            }
        }
        return null;
    }
}
