package io.mailseal.testkit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsAttempt;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.dns.DnsUsage;
import io.mailseal.core.dns.DnsView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Single evaluations by {@link DnsSessions}, over a resolver that remembers some answers and is asked for the others. */
class RememberedTest {

    private final Set<DnsQuestion> remembered = new HashSet<>();
    private final List<DnsQuestion> asked = new ArrayList<>();
    private final DnsResolver dns = new HalfRemembering();
    private final DnsSessions sessions = DnsSessions.over(dns);

    private final class HalfRemembering implements DnsResolver {
        @Override
        public Optional<DnsAnswer> known(DnsQuestion question) {
            return remembered.contains(question) ? Optional.of(answer(question)) : Optional.empty();
        }

        @Override
        public CompletionStage<DnsAnswer> resolve(DnsQuestion question) {
            asked.add(question);
            return CompletableFuture.completedFuture(answer(question));
        }

        @Override
        public Executor executor() {
            return Runnable::run;
        }
    }

    private static DnsAnswer answer(DnsQuestion question) {
        return DnsAnswer.found(question, List.of(DnsRecord.Txt.of("of " + question.name())));
    }

    private static DnsQuestion txt(String name) {
        return DnsQuestion.txt(DomainName.of(name));
    }

    private static final DnsQuestion A = txt("a.example");
    private static final DnsQuestion B = txt("b.example");
    private static final DnsQuestion C = txt("c.example");

    @Test
    void whatIsRememberedIsNotAskedFor() throws Exception {
        remembered.addAll(List.of(A, B));
        DnsEvaluation<List<DnsAnswer>> both = view -> List.of(view.get(A), view.get(B));
        assertThat(sessions.evaluate(both)).containsExactly(answer(A), answer(B));
        assertThat(sessions.evaluateAsync(both)).isCompletedWithValue(List.of(answer(A), answer(B)));
        assertThat(asked).isEmpty();
    }

    @Test
    void whatIsNotIsAskedForAlone() throws Exception {
        remembered.add(A);
        DnsEvaluation<List<DnsAnswer>> both = view -> List.of(view.get(A), view.get(B));
        assertThat(sessions.evaluate(both)).containsExactly(answer(A), answer(B));
        assertThat(sessions.evaluateAsync(both).get()).containsExactly(answer(A), answer(B));
        assertThat(asked).containsExactly(B, B);
    }

    @Test
    void anEvaluationSeesOneAnswerToTheEnd() {
        // The resolver forgets between the two runs, and would answer otherwise.
        AtomicInteger looks = new AtomicInteger();
        DnsResolver fickle = new DnsResolver() {
            @Override
            public Optional<DnsAnswer> known(DnsQuestion question) {
                return question.equals(A) && looks.incrementAndGet() == 1 ? Optional.of(answer(A)) : Optional.empty();
            }

            @Override
            public CompletionStage<DnsAnswer> resolve(DnsQuestion question) {
                return CompletableFuture.completedFuture(
                        question.equals(A) ? DnsAnswer.noSuchName(A) : answer(question));
            }
        };
        List<DnsAnswer> seen = new ArrayList<>();
        DnsEvaluation<DnsAnswer> rules = view -> {
            seen.add(view.get(A));
            return view.get(B);
        };
        assertThat(DnsSessions.over(fickle).evaluate(rules)).isEqualTo(answer(B));
        assertThat(seen).containsExactly(answer(A), answer(A));
    }

    @Test
    void aPartThatCameToItsEndIsNotRunAgain() {
        remembered.add(A);
        AtomicInteger runs = new AtomicInteger();
        List<DnsEvaluation<DnsAnswer>> parts = List.of(new Counted(A, runs), new Asking(B));
        DnsEvaluation<List<DnsAnswer>> joined = view -> view.join(parts);
        assertThat(sessions.evaluate(joined)).containsExactly(answer(A), answer(B));
        assertThat(sessions.evaluateAsync(joined).join()).containsExactly(answer(A), answer(B));
        assertThat(runs).as("once for each evaluation").hasValue(2);
    }

    private record Counted(DnsQuestion question, AtomicInteger runs) implements DnsEvaluation<DnsAnswer> {
        @Override
        public DnsAnswer evaluate(DnsView dns) {
            runs.incrementAndGet();
            return dns.get(question);
        }
    }

    private record Asking(DnsQuestion question) implements DnsEvaluation<DnsAnswer> {
        @Override
        public DnsAnswer evaluate(DnsView dns) {
            return dns.get(question);
        }
    }

    @Test
    void theBudgetIsTheSame() {
        remembered.addAll(List.of(A, B, C));
        DnsSessions frugal = sessions.withLimits(DnsLimits.DEFAULT.withBudget(2));
        List<DnsAnswer> answers = frugal.evaluate(view -> view.getAll(List.of(A, B, C)));
        assertThat(answers).containsExactly(answer(A), answer(B), DnsAnswer.failed(C, DnsFailure.BUDGET));
        remembered.remove(B);
        assertThat(frugal.<List<DnsAnswer>>evaluate(view -> view.getAll(List.of(A, B, C))))
                .isEqualTo(answers);
    }

    @Test
    void whatIsThrownIsThrown() {
        remembered.add(A);
        DnsEvaluation<DnsAnswer> broken = view -> {
            throw new IllegalStateException("of " + view.get(A).question());
        };
        assertThatThrownBy(() -> sessions.evaluate(broken)).isInstanceOf(IllegalStateException.class);
        assertThat(sessions.evaluateAsync(broken)).isCompletedExceptionally();
    }

    @Test
    void suspicionsAreNamedOnlyIfThereIsSomethingToWaitFor() {
        remembered.add(A);
        AtomicInteger named = new AtomicInteger();
        Supplier<Collection<DnsQuestion>> suspicions = () -> {
            named.incrementAndGet();
            return List.of(C);
        };
        sessions.evaluate(view -> {
            view.prefetch(suspicions, answer -> List.of());
            return view.get(A);
        });
        assertThat(named).hasValue(0);
        sessions.evaluate(view -> {
            view.prefetch(suspicions, answer -> List.of());
            return view.get(B);
        });
        assertThat(named).hasValue(1);
        assertThat(asked).containsExactly(B, C);
    }

    @Test
    void suspicionsThatBreakChangeNothing() {
        DnsEvaluation<DnsAnswer> rules = view -> {
            view.prefetch(
                    () -> {
                        throw new IllegalStateException("broken");
                    },
                    answer -> List.of());
            return view.get(B);
        };
        assertThat(sessions.evaluate(rules)).isEqualTo(answer(B));
    }

    @Test
    void aResolverWhoseMemoryBreaksIsAsked() {
        DnsResolver broken = new DnsResolver() {
            @Override
            public Optional<DnsAnswer> known(DnsQuestion question) {
                throw new IllegalStateException("amnesia");
            }

            @Override
            public CompletionStage<DnsAnswer> resolve(DnsQuestion question) {
                return CompletableFuture.completedFuture(answer(question));
            }
        };
        assertThat(DnsSessions.over(broken).<DnsAnswer>evaluate(view -> view.get(A)))
                .isEqualTo(answer(A));
    }

    @Test
    void whetherAllIsRemembered() {
        remembered.add(A);
        assertThat(sessions.remembers(List.of())).isTrue();
        assertThat(sessions.remembers(List.of(A, A))).isTrue();
        assertThat(sessions.remembers(List.of(A, B))).isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    void evaluatedOnWhatIsRememberedOrNotAtAll() {
        remembered.add(A);
        assertThat(sessions.evaluateRemembered(view -> view.get(A))).contains(answer(A));
        DnsEvaluation<DnsAnswer> more = view -> {
            view.prefetch(List.of(C));
            view.get(A);
            return view.get(B);
        };
        assertThat(sessions.evaluateRemembered(more)).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void anAttemptCostsNoSession() {
        remembered.addAll(List.of(A, B));
        DnsAttempt<List<DnsAnswer>> attempt = sessions.attempt(view -> view.getAll(List.of(A, B, A)));
        assertThat(attempt.result()).contains(List.of(answer(A), answer(B), answer(A)));
        assertThat(attempt.usage()).isEqualTo(new DnsUsage(0, 0, 0, 2, Duration.ZERO));
        assertThat(asked).isEmpty();
    }

    @Test
    void aSessionGoesOnWhereAnAttemptCameToItsEnd() {
        remembered.add(A);
        AtomicInteger runs = new AtomicInteger();
        DnsEvaluation<List<DnsAnswer>> joined = view -> view.join(List.of(new Counted(A, runs), new Asking(B)));
        DnsAttempt<List<DnsAnswer>> attempt = sessions.attempt(joined);
        assertThat(attempt.result()).isEmpty();
        assertThat(attempt.usage().fromMemory()).isEqualTo(1);
        remembered.clear();
        try (DnsSession session = attempt.open()) {
            assertThat(session.usage().fromMemory()).isEqualTo(1);
            assertThat(session.evaluate(joined)).containsExactly(answer(A), answer(B));
        }
        assertThat(runs).hasValue(1);
        assertThat(asked).containsExactly(B);
    }

    /** In a session, the parts that are evaluated one by one have a budget each. */
    @Test
    void anAttemptThatWouldExceedTheBudgetHasNoResult() {
        remembered.addAll(List.of(A, B, C));
        DnsSessions frugal = sessions.withLimits(DnsLimits.DEFAULT.withBudget(2));
        DnsAttempt<List<DnsAnswer>> attempt = frugal.attempt(view -> view.getAll(List.of(A, B, C)));
        assertThat(attempt.result()).isEmpty();
        try (DnsSession session = attempt.open()) {
            assertThat(session.<DnsAnswer>evaluate(view -> view.get(C))).isEqualTo(answer(C));
        }
    }

    @Test
    void anAttemptThrowsWhatTheRulesThrow() {
        DnsEvaluation<DnsAnswer> broken = view -> {
            throw new IllegalStateException("broken");
        };
        assertThatThrownBy(() -> sessions.attempt(broken)).isInstanceOf(IllegalStateException.class);
    }
}
