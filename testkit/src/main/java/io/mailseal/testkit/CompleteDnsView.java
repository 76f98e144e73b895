package io.mailseal.testkit;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A view to which every answer is known, so that rules run once, from top to bottom, without a session: for tests of the
 * rules alone. Nothing is counted, limited or logged; hints are ignored.
 */
public final class CompleteDnsView implements DnsView {

    private final Function<DnsQuestion, DnsAnswer> answers;

    private CompleteDnsView(Function<DnsQuestion, DnsAnswer> answers) {
        this.answers = answers;
    }

    /** The answers of this name server, at once. */
    public static CompleteDnsView over(InMemoryDns dns) {
        return new CompleteDnsView(dns::answer);
    }

    /** The answers that this function gives. */
    public static CompleteDnsView of(Function<DnsQuestion, DnsAnswer> answers) {
        return new CompleteDnsView(answers);
    }

    /** Runs these rules, once. */
    public <R> R evaluate(DnsEvaluation<R> evaluation) {
        return evaluation.evaluate(this);
    }

    @Override
    public DnsAnswer get(DnsQuestion question) {
        return answers.apply(question);
    }

    @Override
    public List<DnsAnswer> getAll(Collection<DnsQuestion> questions) {
        return questions.stream().map(answers).toList();
    }

    @Override
    public void prefetch(Collection<DnsQuestion> questions, Function<DnsAnswer, Collection<DnsQuestion>> then) {
        // There is nothing to be fetched.
    }

    @Override
    public void prefetch(
            Supplier<? extends Collection<DnsQuestion>> questions, Function<DnsAnswer, Collection<DnsQuestion>> then) {
        // Nor anything to be named.
    }

    @Override
    public <R> List<R> join(List<? extends DnsEvaluation<? extends R>> parts) {
        // As in a session, so that rules that pass here pass there.
        for (DnsEvaluation<? extends R> part : parts) {
            if (!(part instanceof Record)) {
                throw new IllegalArgumentException("a part of a join must be a record: " + part);
            }
        }
        List<R> results = new ArrayList<>();
        for (DnsEvaluation<? extends R> part : parts) {
            results.add(part.evaluate(this));
        }
        return List.copyOf(results);
    }
}
