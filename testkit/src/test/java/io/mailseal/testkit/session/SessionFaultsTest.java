package io.mailseal.testkit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.dns.DnsTimer;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Sessions among code that does what it should not, at moments that are not expected. */
class SessionFaultsTest {

    private final VirtualClock clock = new VirtualClock();
    private final InMemoryDns dns = InMemoryDns.parse("""
                    a.example    TXT "a"
                    b.example    TXT "b"
                    slow.example TXT "slow"
                    $DELAY slow.example 60s
                    """).withClock(clock).withLatency(Duration.ofMillis(20));

    private static DnsQuestion txt(String name) {
        return DnsQuestion.txt(DomainName.of(name));
    }

    private DnsSessions over(DnsResolver resolver) {
        return DnsSessions.over(resolver).withTimer(clock).withExecutor(Runnable::run);
    }

    /** As other languages of the JVM do. */
    @Nested
    class CheckedExceptionsThatNobodyDeclared {

        @SuppressWarnings("unchecked")
        private <T extends Throwable> RuntimeException undeclared() throws T {
            throw (T) new IOException("from another language");
        }

        @Test
        void ofRulesFailTheFuture() {
            try (DnsSession session = dns.sessions().open()) {
                CompletableFuture<Integer> future = session.evaluateAsync(view -> {
                    view.get(txt("a.example"));
                    throw this.<RuntimeException>undeclared();
                });
                clock.advance(Duration.ofSeconds(30));
                assertThat(future).isCompletedExceptionally();
            }
        }

        @Test
        void ofResolversStrandNobodyElse() {
            AtomicReference<CompletableFuture<DnsAnswer>> other = new AtomicReference<>();
            AtomicReference<DnsSession> shared = new AtomicReference<>();
            DnsResolver resolver = question -> {
                if (question.equals(txt("a.example"))) {
                    other.set(shared.get().evaluateAsync(view -> view.get(txt("b.example"))));
                    throw this.<RuntimeException>undeclared();
                }
                return dns.resolve(question);
            };
            shared.set(over(resolver).open());
            try (DnsSession open = shared.get()) {
                CompletableFuture<Integer> first = open.evaluateAsync(view ->
                        view.getAll(List.of(txt("a.example"), txt("b.example"))).size());
                assertThat(clock.runUntil(other.get()).outcome()).isEqualTo(DnsAnswer.Outcome.FOUND);
                assertThat(clock.runUntil(first)).isEqualTo(2);
            }
        }

        @Test
        void ofHintsChangeNothing() {
            try (DnsSession session = dns.sessions().open()) {
                session.evaluate(view -> view.get(txt("a.example")));
                CompletableFuture<DnsAnswer> future = session.evaluateAsync(view -> {
                    view.prefetch(List.of(txt("a.example")), answer -> {
                        throw this.<RuntimeException>undeclared();
                    });
                    return view.get(txt("b.example"));
                });
                assertThat(clock.runUntil(future).outcome()).isEqualTo(DnsAnswer.Outcome.FOUND);
            }
        }
    }

    @Test
    void theTimerOfTheSystemRunsNothingWithinTheCall() {
        Thread here = Thread.currentThread();
        AtomicInteger within = new AtomicInteger();
        for (int i = 0; i < 100_000; i++) {
            Runnable unused = DnsTimer.system().schedule(Duration.ZERO, () -> {
                if (Thread.currentThread() == here) {
                    within.incrementAndGet();
                }
            });
        }
        assertThat(within).hasValue(0);
    }

    @Test
    void anAnswerThatWasSeenDoesNotChange() {
        AtomicBoolean remembered = new AtomicBoolean();
        CompletableFuture<DnsAnswer> asked = new CompletableFuture<>();
        DnsResolver resolver = new DnsResolver() {
            @Override
            public CompletionStage<DnsAnswer> resolve(DnsQuestion question) {
                return question.equals(txt("slow.example")) ? asked : dns.resolve(question);
            }

            @Override
            public Optional<DnsAnswer> known(DnsQuestion question) {
                return remembered.get() && question.equals(txt("slow.example"))
                        ? Optional.of(DnsAnswer.noData(question))
                        : Optional.empty();
            }
        };
        try (DnsSession session = over(resolver).open()) {
            List<DnsAnswer.Outcome> seen = new ArrayList<>();
            CompletableFuture<Integer> future = session.evaluateAsync(view -> {
                view.prefetch(List.of(txt("slow.example")));
                view.get(txt("a.example"));
                remembered.set(true);
                seen.add(view.get(txt("slow.example")).outcome());
                view.get(txt("b.example"));
                return 1;
            });
            clock.advance(Duration.ofMillis(30));
            asked.complete(DnsAnswer.noSuchName(txt("slow.example")));
            clock.runUntil(future);
            assertThat(seen).hasSizeGreaterThan(1).containsOnly(DnsAnswer.Outcome.NO_DATA);
        }
    }

    @Test
    void aPrefetchOfNullLeavesNothingBehind() {
        try (DnsSession session = dns.sessions().open()) {
            assertThatThrownBy(() -> session.prefetch(Arrays.asList(txt("a.example"), null)))
                    .isInstanceOf(NullPointerException.class);
            assertThat(session.evaluate(view -> view.get(txt("a.example"))).outcome())
                    .isEqualTo(DnsAnswer.Outcome.FOUND);
        }
    }

    @Test
    void whatWasTakenBackBeforeItWasSentIsNotSent() {
        List<DnsQuestion> sent = new ArrayList<>();
        AtomicReference<DnsSession> session = new AtomicReference<>();
        DnsResolver resolver = question -> {
            sent.add(question);
            session.get().close();
            return new CompletableFuture<>();
        };
        session.set(over(resolver).open());
        CompletableFuture<List<DnsAnswer>> future =
                session.get().evaluateAsync(view -> view.getAll(List.of(txt("a.example"), txt("b.example"))));
        assertThat(future).isCancelled();
        assertThat(sent).containsExactly(txt("a.example"));
    }

    @Nested
    class AtTheDeadline {

        @Test
        void theQuestionsAreTakenBackBeforeTheResultIsSeen() {
            List<DnsQuestion> takenBack = new ArrayList<>();
            try (DnsSession session = dns.sessions().withExecutor(Runnable::run).open()) {
                CompletableFuture<DnsAnswer> future = session.evaluateAsync(view -> view.get(txt("slow.example")));
                CompletableFuture<Void> unused = future.thenAccept(result -> takenBack.addAll(dns.cancelled()));
                clock.advance(Duration.ofSeconds(30));
                assertThat(takenBack).containsExactly(txt("slow.example"));
            }
        }

        @Test
        void anExecutorThatBreaksStillTakesThemBack() {
            CompletableFuture<DnsAnswer> never = new CompletableFuture<>();
            DnsSessions sessions = DnsSessions.over(question -> never)
                    .withTimer(clock)
                    .withExecutor(task -> {
                        throw new Error("no thread left");
                    });
            try (DnsSession session = sessions.open()) {
                DnsAnswer answer = session.evaluate(view -> view.get(txt("a.example")));
                assertThat(((DnsAnswer.Failed) answer).cause()).isEqualTo(DnsFailure.DEADLINE);
                assertThat(never).isCancelled();
            }
        }

        @Test
        void hintsThatBlockDoNotGetAroundIt() {
            CompletableFuture<DnsAnswer> first = new CompletableFuture<>();
            DnsResolver resolver = question -> {
                if (question.equals(txt("a.example"))) {
                    return first;
                }
                clock.advance(Duration.ofSeconds(1));
                return CompletableFuture.completedFuture(DnsAnswer.noData(question));
            };
            List<DnsQuestion> many = IntStream.range(0, 60)
                    .mapToObj(i -> txt("n" + i + ".example"))
                    .toList();
            DnsSessions sessions = over(resolver).withLimits(DnsLimits.DEFAULT.withDeadline(Duration.ofSeconds(5)));
            try (DnsSession session = sessions.open()) {
                CompletableFuture<DnsAnswer> future = session.evaluateAsync(view -> {
                    view.prefetch(List.of(txt("a.example")), answer -> many);
                    return view.get(txt("a.example"));
                });
                first.complete(DnsAnswer.noData(txt("a.example")));
                assertThat(future).isCompleted();
                assertThat(clock.elapsed()).isLessThan(Duration.ofSeconds(10));
            }
        }
    }
}
