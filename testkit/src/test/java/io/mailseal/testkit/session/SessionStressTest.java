package io.mailseal.testkit.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.dns.DnsTimer;
import io.mailseal.core.dns.DnsView;
import io.mailseal.testkit.CompleteDnsView;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import io.mailseal.testkit.session.Programs.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions under many threads, and under users who break their promises at the worst moment. */
class SessionStressTest {

    private final VirtualClock clock = new VirtualClock();
    private final InMemoryDns dns = InMemoryDns.parse("""
                    a.example    TXT "a"
                    b.example    TXT "b"
                    hint.example TXT "hint"
                    more.example TXT "more"
                    late.example TXT "late"
                    slow.example TXT "slow"
                    $DELAY hint.example 5ms
                    $DELAY more.example 100ms
                    $DELAY late.example 50ms
                    $DELAY slow.example 60s
                    """).withClock(clock).withLatency(Duration.ofMillis(20));
    private final DnsSession session = dns.sessions().open();

    @AfterEach
    void close() {
        session.close();
    }

    private static DnsQuestion txt(String name) {
        return DnsQuestion.txt(DomainName.of(name));
    }

    private static List<DnsFailure> causes(Collection<DnsAnswer> answers) {
        return answers.stream()
                .filter(DnsAnswer.Failed.class::isInstance)
                .map(answer -> ((DnsAnswer.Failed) answer).cause())
                .toList();
    }

    /** Answers on threads of its own, in any order, and knows what it has handed out. */
    private static final class Scattered implements DnsResolver, AutoCloseable {
        private final InMemoryDns zone;
        private final ExecutorService threads = Executors.newFixedThreadPool(4);
        private final Queue<CompletableFuture<DnsAnswer>> given = new ConcurrentLinkedQueue<>();
        private final Queue<DnsQuestion> questions = new ConcurrentLinkedQueue<>();

        Scattered(InMemoryDns zone) {
            this.zone = zone;
        }

        @Override
        public CompletionStage<DnsAnswer> resolve(DnsQuestion question) {
            questions.add(question);
            CompletableFuture<DnsAnswer> future = new CompletableFuture<>();
            given.add(future);
            threads.execute(() -> {
                Thread.yield();
                future.complete(zone.answer(question));
            });
            return future;
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }

    @Nested
    class ManyThreads {

        private static final int SESSIONS = 150;
        private static final int EVALUATIONS = 6;

        @Test
        void everyEvaluationEndsWithTheResultOfOneThread() throws Exception {
            InMemoryDns zone = Programs.zone(7);
            try (Scattered resolver = new Scattered(zone)) {
                for (int i = 0; i < SESSIONS; i++) {
                    resolver.questions.clear();
                    try (DnsSession shared = DnsSessions.over(resolver).open()) {
                        Map<Program, CompletableFuture<List<String>>> futures = start(shared, i);
                        for (Map.Entry<Program, CompletableFuture<List<String>>> each : futures.entrySet()) {
                            assertThat(each.getValue().get(60, TimeUnit.SECONDS))
                                    .isEqualTo(CompleteDnsView.over(zone).evaluate(each.getKey()));
                        }
                    }
                }
                assertThat(resolver.given).allMatch(CompletableFuture::isDone);
            }
        }

        @Test
        void cancellingAndClosingAtAnyMomentLeavesNothingRunning() throws Exception {
            InMemoryDns zone = Programs.zone(11);
            ExecutorService others = Executors.newFixedThreadPool(2);
            try (Scattered resolver = new Scattered(zone)) {
                for (int i = 0; i < SESSIONS; i++) {
                    DnsSession shared = DnsSessions.over(resolver).open();
                    List<CompletableFuture<List<String>>> futures =
                            List.copyOf(start(shared, i).values());
                    CompletableFuture<Void> cancelled =
                            CompletableFuture.runAsync(() -> futures.get(0).cancel(true), others);
                    CompletableFuture<Void> closed = CompletableFuture.runAsync(shared::close, others);
                    cancelled.get(60, TimeUnit.SECONDS);
                    closed.get(60, TimeUnit.SECONDS);
                    for (CompletableFuture<List<String>> future : futures) {
                        assertEnds(future);
                    }
                }
                resolver.threads.shutdown();
                assertThat(resolver.threads.awaitTermination(60, TimeUnit.SECONDS))
                        .isTrue();
                assertThat(resolver.given).allMatch(CompletableFuture::isDone);
            } finally {
                others.shutdownNow();
            }
        }

        private void assertEnds(CompletableFuture<?> future) throws Exception {
            try {
                future.get(60, TimeUnit.SECONDS);
            } catch (CancellationException expected) {
                assertThat(future).isCancelled();
            }
        }

        private Map<Program, CompletableFuture<List<String>>> start(DnsSession shared, int seed) {
            Random random = new Random(seed);
            Map<Program, CompletableFuture<List<String>>> futures = new HashMap<>();
            for (int i = 0; i < EVALUATIONS; i++) {
                Program program = new Program(random.nextInt(), 6, 2);
                futures.put(program, shared.evaluateAsync(program));
            }
            return futures;
        }
    }

    /** "A hint never changes a verdict, also not one that is broken." */
    @Nested
    class BrokenHints {

        @ParameterizedTest
        @ValueSource(strings = {"throws an error", "asks the view", "names null"})
        void loseNoWakeUp(String kind) {
            CompletableFuture<Integer> future = session.evaluateAsync(view -> {
                view.prefetch(List.of(txt("hint.example")), then(kind, view));
                return view.getAll(List.of(txt("a.example"), txt("hint.example")))
                        .size();
            });
            assertThat(clock.runUntil(future)).isEqualTo(2);
        }

        @SuppressWarnings("NullAway")
        private Function<DnsAnswer, Collection<DnsQuestion>> then(String kind, DnsView view) {
            return switch (kind) {
                case "throws an error" ->
                    answer -> {
                        throw new AssertionError("a bug in a hint");
                    };
                case "asks the view" ->
                    answer -> List.of(view.get(txt("more.example")).question());
                default -> answer -> Collections.singletonList(null);
            };
        }

        @Test
        void thatNameNullLeaveTheEvaluationAlone() {
            CompletableFuture<Integer> future = session.evaluateAsync(view -> {
                view.prefetch(Collections.singletonList(null));
                return view.getAll(List.of(txt("a.example"))).size();
            });
            assertThat(clock.runUntil(future)).isEqualTo(1);
        }
    }

    @Nested
    class BrokenResolvers {

        @Test
        void thatRememberNullAreAsked() {
            DnsResolver resolver = new DnsResolver() {
                @Override
                public CompletionStage<DnsAnswer> resolve(DnsQuestion question) {
                    return CompletableFuture.completedFuture(DnsAnswer.noData(question));
                }

                @Override
                @SuppressWarnings({"NullAway", "OptionalAssignedToNull", "NullOptional"})
                public Optional<DnsAnswer> known(DnsQuestion question) {
                    return null;
                }
            };
            DnsAnswer answer = DnsSessions.over(resolver).evaluate(view -> view.get(txt("a.example")));
            assertThat(answer.outcome()).isEqualTo(DnsAnswer.Outcome.NO_DATA);
        }

        /** The first evaluation has begun to ask for both; the second waits for one of them when the other breaks. */
        @Test
        void thatThrowAnErrorStrandNobodyElse() {
            AtomicReference<CompletableFuture<DnsAnswer>> other = new AtomicReference<>();
            AtomicReference<DnsSession> shared = new AtomicReference<>();
            DnsResolver resolver = question -> {
                if (question.equals(txt("a.example"))) {
                    other.set(shared.get().evaluateAsync(view -> view.get(txt("b.example"))));
                    throw new AssertionError("a bug in a resolver");
                }
                return dns.resolve(question);
            };
            shared.set(DnsSessions.over(resolver)
                    .withTimer(clock)
                    .withExecutor(Runnable::run)
                    .open());
            try (DnsSession open = shared.get()) {
                open.evaluateAsync(view -> view.getAll(List.of(txt("a.example"), txt("b.example"))));
                assertThat(clock.runUntil(other.get()).outcome()).isEqualTo(DnsAnswer.Outcome.FOUND);
            }
        }

        @Test
        void thatBlockReachTheDeadline() {
            DnsResolver blocking = question -> {
                clock.advance(Duration.ofSeconds(1)); // a user who did not read "never blocks"
                return CompletableFuture.completedFuture(DnsAnswer.noData(question));
            };
            DnsSessions sessions = DnsSessions.over(blocking)
                    .withTimer(clock)
                    .withLimits(DnsLimits.DEFAULT.withDeadline(Duration.ofSeconds(5)));
            List<DnsAnswer> answers = sessions.evaluate(view -> {
                List<DnsAnswer> seen = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                    seen.add(view.get(txt("n" + i + ".example")));
                }
                return seen;
            });
            assertThat(causes(answers)).contains(DnsFailure.DEADLINE);
            assertThat(clock.elapsed()).isLessThan(Duration.ofSeconds(10));
        }

        /** What a user does when a question is taken back is none of the deadline's business. */
        @Test
        void thatBlockWhenCancelledDelayNoDeadline() throws Exception {
            CountDownLatch released = new CountDownLatch(1);
            ManualTimer timer = new ManualTimer();
            DnsResolver resolver = question -> {
                CompletableFuture<DnsAnswer> never = new CompletableFuture<>();
                CompletableFuture<DnsAnswer> unused = never.whenComplete((answer, failure) -> awaitQuietly(released));
                return never;
            };
            try (DnsSession own = DnsSessions.over(resolver).withTimer(timer).open()) {
                CompletableFuture<DnsAnswer> future = own.evaluateAsync(view -> view.get(txt("a.example")));
                Thread thread = new Thread(timer::ring);
                thread.start();
                DnsAnswer answer = future.get(5, TimeUnit.SECONDS);
                assertThat(causes(List.of(answer))).containsExactly(DnsFailure.DEADLINE);
            } catch (TimeoutException late) {
                throw new AssertionError("the deadline waits for the resolver's cleaning up", late);
            } finally {
                released.countDown();
            }
        }

        private void awaitQuietly(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** An alarm that rings when it is told to. */
    private static final class ManualTimer implements DnsTimer {
        private final AtomicReference<Runnable> alarm = new AtomicReference<>(() -> {});

        void ring() {
            alarm.get().run();
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Runnable schedule(Duration delay, Runnable task) {
            alarm.set(task);
            return () -> {};
        }

        @Override
        public void await(CompletableFuture<?> future) {
            throw new UnsupportedOperationException();
        }
    }

    @Nested
    class TheEnd {

        /** As if another thread had cancelled it while the rules were running. */
        @Test
        void ofARunningEvaluationAsksNothingMore() {
            AtomicReference<CompletableFuture<Integer>> self = new AtomicReference<>();
            self.set(session.evaluateAsync(view -> {
                view.get(txt("a.example"));
                self.get().cancel(false);
                return view.getAll(List.of(txt("b.example"))).size();
            }));
            clock.advance(Duration.ofSeconds(1));
            assertThat(dns.questions()).containsExactly(txt("a.example"));
        }

        @Test
        void ofTheSessionAsksNothingMore() {
            CompletableFuture<Integer> future = session.evaluateAsync(view -> {
                view.get(txt("a.example"));
                session.close();
                return view.getAll(List.of(txt("b.example"))).size();
            });
            clock.advance(Duration.ofSeconds(1));
            assertThat(future).isCancelled();
            assertThat(dns.questions()).containsExactly(txt("a.example"));
        }

        @Test
        void hasComeWhenTheUserSeesTheResult() {
            CompletableFuture<Integer> future = session.evaluateAsync(view -> {
                view.prefetch(List.of(txt("slow.example")));
                return view.getAll(List.of(txt("a.example"))).size();
            });
            List<DnsQuestion> takenBack = new ArrayList<>();
            CompletableFuture<Void> unused = future.thenAccept(result -> takenBack.addAll(dns.cancelled()));
            clock.advance(Duration.ofSeconds(1));
            assertThat(takenBack).containsExactly(txt("slow.example"));
        }

        /** Both have hinted at what leads to "more"; only the first is taken for interested in it. */
        @Test
        void ofOneEvaluationLeavesTheHintsOfAnotherAlone() {
            Function<DnsAnswer, Collection<DnsQuestion>> more = answer -> List.of(txt("more.example"));
            CompletableFuture<Integer> one = session.evaluateAsync(view -> {
                view.prefetch(List.of(txt("hint.example")), more);
                return view.getAll(List.of(txt("late.example"))).size();
            });
            CompletableFuture<Integer> two = session.evaluateAsync(view -> {
                view.prefetch(List.of(txt("hint.example")), more);
                view.get(txt("b.example"));
                view.get(txt("late.example"));
                return view.getAll(List.of(txt("more.example"))).size();
            });
            clock.runUntil(one);
            clock.runUntil(two);
            assertThat(dns.questions()).doesNotHaveDuplicates();
        }
    }

    @Nested
    class Accounts {

        /** "A budget is that of each evaluation", also where they share a part. */
        @Test
        void ofOneEvaluationAreNotThoseOfAnother() {
            record Part() implements DnsEvaluation<List<DnsAnswer>> {
                @Override
                public List<DnsAnswer> evaluate(DnsView view) {
                    return List.of(view.get(txt("b.example")));
                }
            }
            try (DnsSession poor =
                    dns.sessions().withLimits(DnsLimits.DEFAULT.withBudget(1)).open()) {
                List<DnsAnswer> spent = poor.evaluate(view -> {
                    view.get(txt("a.example"));
                    return view.<List<DnsAnswer>>join(List.of(new Part())).get(0);
                });
                assertThat(causes(spent)).containsExactly(DnsFailure.BUDGET);
                List<DnsAnswer> fresh = poor.evaluate(
                        view -> view.<List<DnsAnswer>>join(List.of(new Part())).get(0));
                assertThat(causes(fresh)).isEmpty();
            }
        }

        @Test
        void ofHintsAreNotChargedByWhatIsRequiredAnyway() {
            try (DnsSession strict =
                    dns.sessions().withLimits(DnsLimits.DEFAULT.withHints(1)).open()) {
                strict.evaluate(view -> {
                    view.prefetch(List.of(txt("a.example"), txt("b.example")));
                    view.get(txt("a.example"));
                    return view.get(txt("b.example"));
                });
                assertThat(strict.usage().hints()).isEqualTo(1);
            }
        }
    }
}
