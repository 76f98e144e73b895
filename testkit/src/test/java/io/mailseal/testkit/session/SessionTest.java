package io.mailseal.testkit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
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
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTest {

    private final VirtualClock clock = new VirtualClock();

    private InMemoryDns dns = InMemoryDns.parse("""
                    a.example     TXT "a"
                    b.example     TXT "b"
                    c.example     TXT "c"
                    slow.example  TXT "slow"
                    one.example   TXT "two.example"
                    two.example   TXT "three.example"
                    three.example TXT "four.example"
                    four.example  TXT "end"
                    $DELAY slow.example 60s
                    """).withClock(clock).withLatency(Duration.ofMillis(20));

    private DnsSession session = dns.sessions().open();

    private static DnsQuestion txt(String name) {
        return DnsQuestion.txt(DomainName.of(name));
    }

    private static String text(DnsAnswer answer) {
        return ((DnsAnswer.Found) answer)
                .records(DnsRecord.Txt.class)
                .get(0)
                .text()
                .toLatin1();
    }

    private static List<DnsQuestion> txt(Collection<String> names) {
        return names.stream().map(SessionTest::txt).toList();
    }

    private static DnsFailure cause(DnsAnswer answer) {
        return ((DnsAnswer.Failed) answer).cause();
    }

    private void limits(DnsLimits limits) {
        session.close();
        session = dns.sessions().withLimits(limits).open();
    }

    private void nothingIsLeftRunning() {
        assertThat(clock.pending()).as("timers").isZero();
        assertThat(dns.inFlight()).as("questions").isZero();
    }

    @AfterEach
    void close() {
        session.close();
        nothingIsLeftRunning();
    }

    /** What a record says is the next name. */
    private static Collection<DnsQuestion> next(DnsAnswer answer) {
        return text(answer).endsWith(".example") ? List.of(txt(text(answer))) : List.of();
    }

    @Nested
    class Rounds {

        @Test
        void whatIsRequiredTogetherIsOneRound() {
            session.evaluate(view -> view.getAll(txt(List.of("a.example", "b.example", "c.example"))));
            assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(20));
            assertThat(session.usage()).isEqualTo(new DnsUsage(1, 3, 0, 0, Duration.ofMillis(20)));
        }

        @Test
        void whatIsRequiredInTurnIsARoundEach() {
            session.evaluate(view -> text(view.get(txt("a.example"))) + text(view.get(txt("b.example"))));
            assertThat(session.usage()).isEqualTo(new DnsUsage(2, 2, 0, 0, Duration.ofMillis(40)));
        }

        @Test
        void partsAdvanceInTheSameRounds() {
            record Chain(String first, String second) implements DnsEvaluation<String> {
                @Override
                public String evaluate(DnsView view) {
                    return text(view.get(txt(first))) + text(view.get(txt(second)));
                }
            }
            List<String> results = session.evaluate(view ->
                    view.join(List.of(new Chain("a.example", "b.example"), new Chain("b.example", "c.example"))));
            assertThat(results).containsExactly("ab", "bc");
            assertThat(session.usage().rounds()).isEqualTo(2);
            assertThat(dns.questions()).doesNotHaveDuplicates();
        }

        @Test
        void aPartThatIsNoRecordIsRefused() {
            DnsEvaluation<String> lambda = view -> "x";
            assertThatThrownBy(() -> session.evaluate(view -> view.join(List.of(lambda))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("record");
        }

        @Test
        void rulesThatCatchTheSignalGetNoResultWithoutTheAnswer() {
            String result = session.evaluate(view -> {
                try {
                    return text(view.get(txt("a.example")));
                } catch (Throwable wrong) {
                    return "made up";
                }
            });
            assertThat(result).isEqualTo("a");
        }

        @Test
        void whatTheRulesThrowIsThrown() {
            DnsEvaluation<String> broken = view -> {
                view.get(txt("a.example"));
                throw new IllegalStateException("a bug");
            };
            assertThatThrownBy(() -> session.evaluate(broken)).hasMessage("a bug");
            assertThatThrownBy(() -> clock.runUntil(session.evaluateAsync(broken)))
                    .hasStackTraceContaining("a bug");
        }

        @Test
        void anEvaluationThatAsksAnothersViewFailsInsteadOfRunningForEver() {
            DnsSession other = dns.sessions().open();
            List<DnsView> leaked = new ArrayList<>();
            other.evaluate(view -> leaked.add(view));
            assertThatThrownBy(() -> session.evaluate(view -> leaked.get(0).get(txt("a.example"))))
                    .isInstanceOf(IllegalStateException.class);
            other.close();
        }
    }

    @Nested
    class Hints {

        @Test
        void areAskedAlongWithWhatIsRequired() {
            session.evaluate(view -> {
                view.prefetch(txt(List.of("b.example")));
                return text(view.get(txt("a.example"))) + text(view.get(txt("b.example")));
            });
            assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(20));
            assertThat(session.usage()).isEqualTo(new DnsUsage(1, 1, 1, 0, Duration.ofMillis(20)));
        }

        @Test
        void growWithTheirAnswers() {
            String last = session.evaluate(view -> {
                view.prefetch(txt(List.of("one.example")), SessionTest::next);
                view.get(txt("a.example"));
                String name = "one.example";
                while (name.endsWith(".example")) {
                    name = text(view.get(txt(name)));
                }
                return name;
            });
            assertThat(last).isEqualTo("end");
            assertThat(clock.elapsed()).as("the depth of the questions").isEqualTo(Duration.ofMillis(80));
            assertThat(session.usage().rounds()).isEqualTo(4);
            assertThat(dns.log()).extracting(asked -> asked.round()).containsExactly(1, 1, 2, 3, 4);
        }

        @Test
        void growAlsoFromWhatIsKnown() {
            InMemoryDns known = dns.withKnown();
            try (DnsSession ofKnown = known.sessions().open()) {
                ofKnown.prefetch(txt(List.of("a.example")));
                assertThat(ofKnown.usage().hints()).isZero();
                assertThat(known.questions()).isEmpty();
            }
        }

        @Test
        void thatAreSlowAndNotNeededDelayNothing() {
            session.evaluate(view -> {
                view.prefetch(txt(List.of("slow.example")));
                return text(view.get(txt("a.example")));
            });
            assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(20));
            assertThat(dns.cancelled()).containsExactly(txt("slow.example"));
        }

        @Test
        void ofAnEvaluationThatNeedsNothingAreNotAsked() {
            session.evaluate(view -> {
                view.prefetch(txt(List.of("a.example")));
                return "at once";
            });
            assertThat(dns.questions()).isEmpty();
        }

        @Test
        void beyondTheAllowanceAreDropped() {
            limits(DnsLimits.DEFAULT.withHints(1));
            session.evaluate(view -> {
                view.prefetch(txt(List.of("b.example", "c.example")));
                return text(view.get(txt("a.example"))) + text(view.get(txt("c.example")));
            });
            assertThat(session.usage().hints()).isEqualTo(1);
            assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(40));
        }

        @Test
        void thatBreakChangeNothing() {
            String result = session.evaluate(view -> {
                view.prefetch(txt(List.of("b.example")), answer -> {
                    throw new IllegalStateException("a bug in a hint");
                });
                return text(view.get(txt("a.example"))) + text(view.get(txt("b.example")));
            });
            assertThat(result).isEqualTo("ab");
        }

        @Test
        void thatLeadInACircleEnd() {
            session.evaluate(view -> {
                view.prefetch(txt(List.of("b.example")), answer -> txt(List.of("b.example", "c.example")));
                return text(view.get(txt("a.example"))) + text(view.get(txt("c.example")));
            });
            assertThat(dns.questions()).doesNotHaveDuplicates();
        }

        @Test
        void ofTheSessionAreAskedAtOnceAndAwaitedWhenNeeded() {
            session.prefetch(txt(List.of("a.example")));
            assertThat(dns.questions()).containsExactly(txt("a.example"));
            clock.advance(Duration.ofMillis(15));
            assertThat(session.<String>evaluate(view -> text(view.get(txt("a.example")))))
                    .isEqualTo("a");
            assertThat(session.usage()).isEqualTo(new DnsUsage(1, 0, 1, 0, Duration.ofMillis(5)));
        }
    }

    @Nested
    class Deadline {

        @Test
        void answersWhatIsOpenAndEverythingAfter() {
            limits(DnsLimits.DEFAULT.withDeadline(Duration.ofSeconds(5)));
            List<DnsAnswer> answers = session.evaluate(view -> view.getAll(txt(List.of("a.example", "slow.example"))));
            assertThat(text(answers.get(0))).isEqualTo("a");
            assertThat(cause(answers.get(1))).isEqualTo(DnsFailure.DEADLINE);
            assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(5));
            DnsAnswer later = session.evaluate(view -> view.get(txt("b.example")));
            assertThat(cause(later)).isEqualTo(DnsFailure.DEADLINE);
            assertThat(dns.questions()).doesNotContain(txt("b.example"));
            nothingIsLeftRunning();
        }

        @Test
        void endsAnAsynchronousEvaluationToo() {
            limits(DnsLimits.DEFAULT.withDeadline(Duration.ofSeconds(5)));
            CompletableFuture<DnsAnswer> future = session.evaluateAsync(view -> view.get(txt("slow.example")));
            clock.advance(Duration.ofMillis(4999));
            assertThat(future).isNotDone();
            clock.advance(Duration.ofMillis(1));
            assertThat(future).isCompleted();
            assertThat(cause(future.join())).isEqualTo(DnsFailure.DEADLINE);
            nothingIsLeftRunning();
        }

        @Test
        void countsTheTimeThatIsWaitedForDnsAlone() {
            limits(DnsLimits.DEFAULT.withDeadline(Duration.ofMillis(50)));
            session.evaluate(view -> view.get(txt("a.example")));
            clock.advance(Duration.ofMinutes(10)); // a slow upload
            assertThat(session.<String>evaluate(view -> text(view.get(txt("b.example")))))
                    .isEqualTo("b");
            assertThat(session.usage().waited()).isEqualTo(Duration.ofMillis(40));
            assertThat(cause(session.evaluate(view -> view.get(txt("c.example")))))
                    .isEqualTo(DnsFailure.DEADLINE);
        }

        @Test
        void isOneForEvaluationsSideBySide() {
            limits(DnsLimits.DEFAULT.withDeadline(Duration.ofMillis(50)));
            CompletableFuture<DnsAnswer> one = session.evaluateAsync(view -> view.get(txt("slow.example")));
            clock.advance(Duration.ofMillis(10));
            CompletableFuture<DnsAnswer> two = session.evaluateAsync(view -> view.get(txt("slow.example")));
            clock.advance(Duration.ofMillis(40));
            assertThat(one).isCompleted();
            assertThat(two).isCompleted();
            assertThat(session.usage().waited()).isEqualTo(Duration.ofMillis(50));
        }
    }

    @Nested
    class Budget {

        @Test
        void answersWhatIsBeyondIt() {
            limits(DnsLimits.DEFAULT.withBudget(2));
            List<DnsAnswer> answers =
                    session.evaluate(view -> view.getAll(txt(List.of("a.example", "b.example", "c.example"))));
            assertThat(answers)
                    .extracting(DnsAnswer::outcome)
                    .containsExactly(DnsAnswer.Outcome.FOUND, DnsAnswer.Outcome.FOUND, DnsAnswer.Outcome.FAILED);
            assertThat(cause(answers.get(2))).isEqualTo(DnsFailure.BUDGET);
        }

        @Test
        void isThatOfEachEvaluation() {
            limits(DnsLimits.DEFAULT.withBudget(1));
            assertThat(session.<String>evaluate(view -> text(view.get(txt("a.example")))))
                    .isEqualTo("a");
            assertThat(session.<String>evaluate(view -> text(view.get(txt("b.example")))))
                    .isEqualTo("b");
        }

        @Test
        void isNotChargedByHintsNorByAskingAgain() {
            limits(DnsLimits.DEFAULT.withBudget(1));
            String result = session.evaluate(view -> {
                view.prefetch(txt(List.of("b.example", "c.example")));
                return text(view.get(txt("a.example"))) + text(view.get(txt("a.example")));
            });
            assertThat(result).isEqualTo("aa");
        }
    }

    @Nested
    class Cancellation {

        @Test
        void ofTheFutureTakesTheQuestionsBack() {
            CompletableFuture<DnsAnswer> future = session.evaluateAsync(view -> view.get(txt("slow.example")));
            future.cancel(true);
            assertThat(dns.cancelled()).containsExactly(txt("slow.example"));
            nothingIsLeftRunning();
        }

        @Test
        void leavesTheQuestionsOfOthersAlone() {
            CompletableFuture<String> one = session.evaluateAsync(view -> text(view.get(txt("a.example"))));
            CompletableFuture<String> two = session.evaluateAsync(view -> text(view.get(txt("a.example"))));
            one.cancel(false);
            assertThat(clock.runUntil(two)).isEqualTo("a");
            assertThat(dns.cancelled()).isEmpty();
        }

        @Test
        void byTimeOfTheUsersOwnWorksToo() {
            CompletableFuture<DnsAnswer> future = session.evaluateAsync(view -> view.get(txt("slow.example")));
            future.complete(DnsAnswer.noData(txt("slow.example")));
            nothingIsLeftRunning();
        }

        @Test
        void byClosingTheSession() {
            CompletableFuture<DnsAnswer> future = session.evaluateAsync(view -> view.get(txt("slow.example")));
            session.close();
            assertThat(future).isCancelled();
            nothingIsLeftRunning();
            assertThatThrownBy(() -> session.evaluate(view -> "x")).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void byInterruptingTheBlockingTwin() throws Exception {
            CountDownLatch asked = new CountDownLatch(1);
            List<Throwable> seen = Collections.synchronizedList(new ArrayList<>());
            CompletableFuture<DnsAnswer> never = new CompletableFuture<>();
            DnsResolver silent = question -> {
                asked.countDown();
                return never;
            };
            Thread thread = new Thread(() -> {
                try (DnsSession own = DnsSessions.over(silent).open()) {
                    own.evaluate(view -> view.get(txt("a.example")));
                } catch (CancellationException cancelled) {
                    seen.add(cancelled);
                    assertThat(Thread.currentThread().isInterrupted()).isTrue();
                }
            });
            thread.start();
            asked.await();
            thread.interrupt();
            thread.join();
            assertThat(seen).hasSize(1);
            assertThat(never).isCancelled();
        }
    }

    @Nested
    class ResolversThatBreakTheirPromise {

        private DnsAnswer ask(DnsResolver resolver) {
            return DnsSessions.over(resolver).evaluate(view -> view.get(txt("a.example")));
        }

        @ParameterizedTest
        @CsvSource({
            "null stage,MALFORMED",
            "null answer,MALFORMED",
            "other question,MALFORMED",
            "failed stage,NETWORK" + "",
            "throws,NETWORK",
            "cancelled stage,NETWORK"
        })
        void giveFailures(String kind, DnsFailure expected) {
            assertThat(cause(ask(question -> broken(kind)))).isEqualTo(expected);
        }

        @SuppressWarnings("NullAway")
        private CompletionStage<DnsAnswer> broken(String kind) {
            CompletableFuture<DnsAnswer> cancelled = new CompletableFuture<>();
            cancelled.cancel(false);
            return switch (kind) {
                case "null stage" -> null;
                case "null answer" -> CompletableFuture.completedFuture(null);
                case "other question" -> CompletableFuture.completedFuture(DnsAnswer.noData(txt("b.example")));
                case "failed stage" -> CompletableFuture.failedFuture(new IllegalStateException("broken"));
                case "cancelled stage" -> cancelled;
                default -> throw new IllegalStateException("broken");
            };
        }

        @Test
        void ofBlockingTurnsWhatIsThrownIntoAFailure() {
            DnsResolver resolver = DnsResolver.ofBlocking(
                    question -> {
                        throw new IllegalStateException("no network");
                    },
                    Runnable::run);
            DnsAnswer answer = ask(resolver);
            assertThat(cause(answer)).isEqualTo(DnsFailure.NETWORK);
            assertThat(answer.reason()).contains("no network");
        }
    }

    @Nested
    class Threads {

        @Test
        void aBlockingCallInsideOfACallbackDoesNotDeadlock() throws Exception {
            ExecutorService lookups = Executors.newCachedThreadPool();
            try {
                DnsResolver resolver = DnsResolver.ofBlocking(
                        question -> DnsAnswer.found(
                                question,
                                List.of(DnsRecord.Txt.of(question.name().toString()))),
                        lookups);
                DnsSessions sessions = DnsSessions.over(resolver);
                Function<Integer, String> blocking =
                        i -> sessions.evaluate(view -> text(view.get(txt("inner" + i + ".example"))));
                List<CompletableFuture<String>> futures = new ArrayList<>();
                int many = 4 * Runtime.getRuntime().availableProcessors();
                for (int i = 0; i < many; i++) {
                    int number = i;
                    futures.add(sessions.evaluateAsync(view -> text(view.get(txt("outer" + number + ".example"))))
                            .thenApply(outer -> outer + " " + blocking.apply(number)));
                }
                for (int i = 0; i < many; i++) {
                    assertThat(futures.get(i).get(60, TimeUnit.SECONDS))
                            .isEqualTo("outer" + i + ".example inner" + i + ".example");
                }
            } finally {
                lookups.shutdownNow();
            }
        }

        @Test
        void evaluationsGoOnInTheExecutorThatWasGiven() {
            List<Runnable> tasks = new ArrayList<>();
            DnsSessions sessions = dns.sessions().withExecutor(tasks::add);
            CompletableFuture<String> future = sessions.evaluateAsync(view -> text(view.get(txt("a.example"))));
            clock.advance(Duration.ofMillis(20));
            assertThat(future).isNotDone();
            tasks.remove(0).run();
            assertThat(future).isCompletedWithValue("a");
        }

        @Test
        void anExecutorThatRefusesFailsTheFuture() {
            DnsSessions sessions = dns.sessions().withExecutor(task -> {
                throw new java.util.concurrent.RejectedExecutionException("shut down");
            });
            CompletableFuture<String> future = sessions.evaluateAsync(view -> text(view.get(txt("a.example"))));
            clock.advance(Duration.ofMillis(20));
            assertThat(future).isCompletedExceptionally();
        }
    }
}
