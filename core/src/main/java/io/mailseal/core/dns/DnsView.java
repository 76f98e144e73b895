package io.mailseal.core.dns;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** DNS as the rules of a protocol see it: every answer is either known, or the rules stop and are run again when it is. */
public interface DnsView {

    /** The answer; where it is not known yet, this does not return, and the evaluation is run again later. */
    DnsAnswer get(DnsQuestion question);

    /** The answers, in the order of the questions. What is missing is asked for together: one round. */
    List<DnsAnswer> getAll(Collection<DnsQuestion> questions);

    /**
     * Names what will probably be needed soon, so that it is asked for along with what is needed now. A hint changes no
     * verdict and charges no limit: its answer is seen through {@link #get} alone, nothing waits for it until then, and
     * hints beyond {@link DnsLimits#hints} are dropped.
     *
     * @param then what each answer leads to, asked as soon as that answer is there, and so on: pure and quick
     */
    void prefetch(Collection<DnsQuestion> questions, Function<DnsAnswer, Collection<DnsQuestion>> then);

    /**
     * The same, where even to name them takes work: they are named only if something has to be waited for.
     *
     * @param questions pure, and called once at most, after the rules have stopped
     */
    default void prefetch(
            Supplier<? extends Collection<DnsQuestion>> questions, Function<DnsAnswer, Collection<DnsQuestion>> then) {
        prefetch(questions.get(), then);
    }

    /** Names what will probably be needed soon, and leads no further. */
    default void prefetch(Collection<DnsQuestion> questions) {
        prefetch(questions, answer -> List.of());
    }

    /**
     * Evaluates the parts side by side: each goes as far as it can in each round, and a part that has come to its end is
     * never run again in this session. Work that is dear (a signature to verify) is therefore a part of its own.
     *
     * @param parts records, since they are identified by value
     * @return the results, in the order of the parts
     * @throws IllegalArgumentException if a part is no record
     */
    <R> List<R> join(List<? extends DnsEvaluation<? extends R>> parts);
}
