package io.mailseal.testkit.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsResolver;
import io.mailseal.core.dns.DnsSession;
import io.mailseal.core.dns.DnsSessions;
import io.mailseal.core.dns.DnsView;
import io.mailseal.testkit.CompleteDnsView;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import io.mailseal.testkit.session.Programs.Program;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The laws that every evaluation may rely upon, for evaluations made at random. */
class SessionLawsTest {

    @Property
    void theSameAnswersGiveAnEqualResult(
            @ForAll long zone, @ForAll int seed, @ForAll @IntRange(min = 1, max = 8) int steps) {
        InMemoryDns dns = Programs.zone(zone);
        Program program = new Program(seed, steps, 2);
        List<String> expected = CompleteDnsView.over(dns).evaluate(program);
        assertThat(dns.sessions().evaluate(program)).isEqualTo(expected);
        assertThat(dns.withKnown().sessions().evaluate(program)).isEqualTo(expected);
    }

    @Property
    void theOrderInWhichAnswersArriveDoesNotMatter(
            @ForAll long zone, @ForAll long delays, @ForAll int seed, @ForAll @IntRange(min = 1, max = 8) int steps) {
        Program program = new Program(seed, steps, 2);
        InMemoryDns dns = Programs.zone(zone);
        List<String> expected = CompleteDnsView.over(dns).evaluate(program);
        VirtualClock clock = new VirtualClock();
        InMemoryDns slow = Programs.delayed(dns, delays).withClock(clock).withLatency(Duration.ofMillis(1));
        assertThat(clock.runUntil(slow.sessions().evaluateAsync(program))).isEqualTo(expected);
        assertThat(clock.pending()).as("left running").isZero();
        assertThat(slow.inFlight()).as("still asked").isZero();
    }

    @Property
    void noQuestionIsAskedTwiceInASession(@ForAll long zone, @ForAll long delays, @ForAll int seed, @ForAll int other) {
        VirtualClock clock = new VirtualClock();
        InMemoryDns dns = Programs.delayed(Programs.zone(zone), delays).withClock(clock);
        try (DnsSession session = dns.sessions().open()) {
            CompletableFuture<List<String>> one = session.evaluateAsync(new Program(seed, 6, 2));
            CompletableFuture<List<String>> two = session.evaluateAsync(new Program(other, 6, 2));
            clock.runUntil(one);
            clock.runUntil(two);
            // What was taken back, as a hint of an evaluation that had ended, may be asked again by another.
            List<DnsQuestion> answered = new java.util.ArrayList<>(dns.questions());
            dns.cancelled().forEach(answered::remove);
            assertThat(answered).doesNotHaveDuplicates();
        }
    }

    @Property
    void whenEveryAnswerIsKnownNothingIsAskedAndNoFutureIsMade(@ForAll long zone, @ForAll int seed) {
        InMemoryDns dns = Programs.zone(zone);
        AtomicInteger runs = new AtomicInteger();
        Program program = new Program(seed, 6, 2);
        DnsEvaluation<List<String>> counted = view -> {
            runs.incrementAndGet();
            return program.evaluate(view);
        };
        DnsResolver knowing = new DnsResolver() {
            @Override
            public CompletionStage<DnsAnswer> resolve(DnsQuestion question) {
                throw new AssertionError("asked for " + question);
            }

            @Override
            public Optional<DnsAnswer> known(DnsQuestion question) {
                return Optional.of(dns.answer(question));
            }
        };
        DnsSessions sessions = DnsSessions.over(knowing).withExecutor(task -> {
            throw new AssertionError("left the caller's thread");
        });
        CompletableFuture<List<String>> future = sessions.evaluateAsync(counted);
        assertThat(future).isCompletedWithValue(CompleteDnsView.over(dns).evaluate(program));
        assertThat(sessions.evaluate(counted)).isEqualTo(future.join());
        assertThat(runs).as("each ran once").hasValue(2);
    }

    @Property
    void aFinishedPartRunsOnce(@ForAll long zone, @ForAll long delays) {
        AtomicInteger runs = new AtomicInteger();
        record Counted(Program program, AtomicInteger runs) implements DnsEvaluation<List<String>> {
            @Override
            public List<String> evaluate(DnsView dns) {
                List<String> result = program.evaluate(dns);
                runs.incrementAndGet(); // reached only in the run that comes to the end
                return result;
            }
        }
        VirtualClock clock = new VirtualClock();
        InMemoryDns dns = Programs.delayed(Programs.zone(zone), delays).withClock(clock);
        List<Counted> parts = List.of(
                new Counted(new Program(1, 1, 0), runs),
                new Counted(new Program(2, 3, 1), runs),
                new Counted(new Program(3, 6, 1), runs));
        clock.runUntil(dns.sessions().evaluateAsync(view -> view.join(parts)));
        assertThat(runs).hasValue(3);
    }
}
