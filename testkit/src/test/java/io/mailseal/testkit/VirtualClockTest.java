package io.mailseal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class VirtualClockTest {

    private final VirtualClock clock = new VirtualClock();
    private final List<String> ran = new ArrayList<>();

    private static Duration ms(long milliseconds) {
        return Duration.ofMillis(milliseconds);
    }

    private Runnable note(String name) {
        return () -> ran.add(name + "@" + clock.elapsed().toMillis());
    }

    @Nested
    class Time {

        @Test
        void startsAtAFixedInstant() {
            assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
            assertThat(clock.nanoTime()).isZero();
        }

        @Test
        void startsWhereItIsTold() {
            Instant start = Instant.parse("1999-12-31T23:59:59Z");
            VirtualClock other = new VirtualClock(start);
            other.advance(Duration.ofSeconds(2));
            assertThat(other.instant()).isEqualTo(Instant.parse("2000-01-01T00:00:01Z"));
        }

        @Test
        void movesOnlyWhenTold() {
            clock.advance(ms(1500));
            assertThat(clock.elapsed()).isEqualTo(ms(1500));
            assertThat(clock.nanoTime()).isEqualTo(1_500_000_000L);
            assertThat(clock.instant()).isEqualTo(VirtualClock.DEFAULT_START.plusMillis(1500));
        }

        @Test
        void doesNotGoBack() {
            assertThatThrownBy(() -> clock.advance(ms(-1))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Tasks {

        @Test
        void runInOrderOfTimeEachAtItsOwn() {
            clock.schedule(ms(30), note("c"));
            clock.schedule(ms(10), note("a"));
            clock.schedule(ms(20), note("b"));
            clock.advance(ms(25));
            assertThat(ran).containsExactly("a@10", "b@20");
            assertThat(clock.elapsed()).isEqualTo(ms(25));
            assertThat(clock.pending()).isEqualTo(1);
        }

        @Test
        void ofOneTimeRunInOrderOfScheduling() {
            clock.schedule(ms(10), note("a"));
            clock.schedule(ms(10), note("b"));
            clock.schedule(ms(10), note("c"));
            clock.advance(ms(10));
            assertThat(ran).containsExactly("a@10", "b@10", "c@10");
        }

        @Test
        void mayScheduleOthersThatAreDueMeanwhile() {
            clock.schedule(ms(10), () -> clock.schedule(ms(5), note("inner")));
            clock.schedule(ms(20), note("outer"));
            clock.advance(ms(20));
            assertThat(ran).containsExactly("inner@15", "outer@20");
        }

        @Test
        void withoutDelayRunWhenTheClockIsMoved() {
            clock.schedule(Duration.ZERO, note("a"));
            clock.schedule(ms(-5), note("b"));
            assertThat(ran).isEmpty();
            clock.advance(Duration.ZERO);
            assertThat(ran).containsExactly("a@0", "b@0");
        }

        @Test
        void areTakenBack() {
            Runnable takeBack = clock.schedule(ms(10), note("a"));
            clock.schedule(ms(10), note("b"));
            takeBack.run();
            takeBack.run();
            assertThat(clock.pending()).isEqualTo(1);
            clock.advance(ms(10));
            assertThat(ran).containsExactly("b@10");
            assertThat(clock.pending()).isZero();
        }

        @Test
        void thatThrowAreHeardOfAndDoNotComeAgain() {
            clock.schedule(ms(10), () -> {
                throw new IllegalStateException("boom");
            });
            clock.schedule(ms(10), note("b"));
            assertThatThrownBy(() -> clock.advance(ms(10))).hasMessage("boom");
            clock.advance(Duration.ZERO);
            assertThat(ran).containsExactly("b@10");
        }
    }

    @Nested
    class Waiting {

        private final CompletableFuture<String> future = new CompletableFuture<>();

        @Test
        void jumpsToTheEventThatCompletesAndNoFurther() throws InterruptedException {
            clock.schedule(ms(10), note("a"));
            clock.schedule(ms(20), () -> future.complete("done"));
            clock.schedule(ms(30), note("c"));
            clock.await(future);
            assertThat(ran).containsExactly("a@10");
            assertThat(clock.elapsed()).isEqualTo(ms(20));
            assertThat(clock.pending()).isEqualTo(1);
        }

        @Test
        void forADoneFutureMovesNothing() throws InterruptedException {
            clock.schedule(Duration.ZERO, note("a"));
            clock.await(CompletableFuture.failedFuture(new IllegalStateException("failed")));
            assertThat(ran).isEmpty();
        }

        @Test
        void inVainIsAnError() {
            clock.schedule(ms(10), note("a"));
            assertThatThrownBy(() -> clock.await(future))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no event is left that could complete the future, PT0.01S after the start");
            assertThat(ran).containsExactly("a@10");
        }

        @Test
        void isInterruptedByATask() {
            clock.schedule(ms(10), () -> Thread.currentThread().interrupt());
            clock.schedule(ms(20), () -> future.complete("late"));
            assertThatThrownBy(() -> clock.await(future)).isInstanceOf(InterruptedException.class);
            assertThat(future).isNotDone();
        }

        @Test
        void returnsTheResult() {
            clock.schedule(ms(10), () -> future.complete("done"));
            assertThat(clock.runUntil(future)).isEqualTo("done");
        }

        @Test
        void throwsWhatTheFutureFailedWith() {
            clock.schedule(ms(10), () -> future.completeExceptionally(new IllegalStateException("broken")));
            assertThatThrownBy(() -> clock.runUntil(future))
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseMessage("broken");
        }

        @Test
        void throwsThatTheFutureWasCancelled() {
            clock.schedule(ms(10), () -> future.cancel(true));
            assertThatThrownBy(() -> clock.runUntil(future)).isInstanceOf(CancellationException.class);
        }

        @Test
        void forAResultKeepsTheInterruptFlag() {
            clock.schedule(ms(10), () -> Thread.currentThread().interrupt());
            assertThatThrownBy(() -> clock.runUntil(future)).isInstanceOf(IllegalStateException.class);
            assertThat(Thread.interrupted()).isTrue();
        }

        @Test
        void worksInsideOfATask() {
            CompletableFuture<String> inner = new CompletableFuture<>();
            clock.schedule(ms(10), () -> {
                clock.schedule(ms(50), () -> inner.complete("inner"));
                ran.add(clock.runUntil(inner));
            });
            clock.schedule(ms(20), note("meanwhile"));
            clock.advance(ms(30));
            assertThat(ran).containsExactly("meanwhile@20", "inner");
            assertThat(clock.elapsed()).as("what the task waited has passed").isEqualTo(ms(60));
        }

        @Test
        @Timeout(60)
        void lastsWhileAnotherThreadIsInsideOfATask() throws InterruptedException {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            clock.schedule(ms(10), () -> {
                begun.countDown();
                waitFor(goOn);
                future.complete("by another thread");
            });
            Thread other = new Thread(() -> clock.advance(ms(10)));
            other.start();
            waitFor(begun);
            Thread third = new Thread(goOn::countDown);
            third.start();
            assertThat(clock.runUntil(future)).isEqualTo("by another thread");
            other.join();
            third.join();
        }

        private void waitFor(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        @Test
        @Timeout(60)
        void ofTwoThreadsInsideOfTasksForEachOtherIsAnError() throws InterruptedException {
            CompletableFuture<String> never = new CompletableFuture<>();
            CountDownLatch begun = new CountDownLatch(2);
            List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
            Runnable task = () -> {
                begun.countDown();
                waitFor(begun);
                clock.runUntil(never);
            };
            clock.schedule(ms(10), task);
            clock.schedule(ms(10), task);
            List<Thread> threads =
                    List.of(new Thread(() -> clock.advance(ms(10))), new Thread(() -> clock.advance(ms(10))));
            threads.forEach(thread -> thread.setUncaughtExceptionHandler((which, failure) -> failures.add(failure)));
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).hasSize(2).allMatch(IllegalStateException.class::isInstance);
        }
    }
}
