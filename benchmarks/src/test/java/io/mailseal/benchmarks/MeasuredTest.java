package io.mailseal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.AverageTimeResult;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.ThroughputResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.options.TimeValue;

class MeasuredTest {

    private static final IterationParams WARM_UP =
            new IterationParams(IterationType.WARMUP, 2, TimeValue.seconds(1), 1);
    private static final IterationParams MEASURED =
            new IterationParams(IterationType.MEASUREMENT, 3, TimeValue.milliseconds(500), 1);

    private static BenchmarkParams params(String benchmark, Mode mode, TimeUnit unit, WorkloadParams parameters) {
        return new BenchmarkParams(
                benchmark,
                "",
                false,
                1,
                new int[] {1},
                List.of(),
                1,
                0,
                WARM_UP,
                MEASURED,
                mode,
                parameters,
                unit,
                1,
                "java",
                List.of(),
                "17",
                "VM",
                "1",
                "1.37",
                TimeValue.minutes(1));
    }

    private static Measured measured(BenchmarkParams params, List<? extends Result<?>> iterations) {
        List<IterationResult> results = new ArrayList<>();
        for (Result<?> iteration : iterations) {
            IterationResult result = new IterationResult(params, MEASURED, null);
            result.addResult(iteration);
            results.add(result);
        }
        return Measured.of(new RunResult(params, List.of(new BenchmarkResult(params, results))));
    }

    private static Result<?> rate(double perSecond) {
        return new ThroughputResult(ResultRole.PRIMARY, "r", perSecond, TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS);
    }

    private static Result<?> micros(long each) {
        return new AverageTimeResult(
                ResultRole.PRIMARY, "r", 1, TimeUnit.MICROSECONDS.toNanos(each), TimeUnit.MICROSECONDS);
    }

    @Test
    void rateHasItsHighestIterationAsTheBest() {
        WorkloadParams parameters = new WorkloadParams();
        parameters.put("zone", "CHAIN", 1);
        Measured measured = measured(
                params("io.mailseal.benchmarks.SpfBenchmark.known", Mode.Throughput, TimeUnit.SECONDS, parameters),
                List.of(rate(80), rate(100), rate(90)));
        assertThat(measured.best()).isCloseTo(100, within(1e-6));
        assertThat(measured.mean()).isCloseTo(90, within(1e-6));
        assertThat(measured.isRate()).isTrue();
        assertThat(measured.unit()).isEqualTo("/s");
        assertThat(measured.type()).isEqualTo("Spf");
        assertThat(measured.role()).isEqualTo(Measured.Role.OURS);
        assertThat(measured.title()).isEqualTo("SPF, answers known");
        assertThat(measured.parameters()).isEqualTo(Map.of("zone", "CHAIN"));
        assertThat(measured.settings()).isEqualTo("1 x (2 x 1 s to warm up, 3 x 500 ms measured)");
        assertThat(measured.octets()).as("not measured").isNaN();
    }

    @Test
    void timeHasItsShortestIterationAsTheBest() {
        Measured measured = measured(
                params(
                        "io.mailseal.benchmarks.DkimPeerBenchmark.peerJdkim",
                        Mode.AverageTime,
                        TimeUnit.MICROSECONDS,
                        new WorkloadParams()),
                List.of(micros(30), micros(20), micros(40)));
        assertThat(measured.best()).isCloseTo(20, within(1e-6));
        assertThat(measured.isRate()).isFalse();
        assertThat(measured.unit()).isEqualTo("µs");
        assertThat(measured.type()).as("that of what it is the peer of").isEqualTo("Dkim");
        assertThat(measured.role()).isEqualTo(Measured.Role.PEER);
        assertThat(measured.title()).isEqualTo("jDKIM");
    }

    @Test
    void peerSaysBesideWhichItStands() {
        Measured measured = measured(
                params(
                        "io.mailseal.benchmarks.DnsBenchmark.peerDnsjava",
                        Mode.Throughput,
                        TimeUnit.SECONDS,
                        new WorkloadParams()),
                List.of(rate(1)));
        assertThat(measured.besides()).containsExactly("withoutDnssec");
    }

    @Test
    void unitIsThatOfTheAnnotation() {
        Measured measured = measured(
                params(
                        "io.mailseal.benchmarks.UriBenchmark.extract",
                        Mode.Throughput,
                        TimeUnit.SECONDS,
                        new WorkloadParams()),
                List.of(rate(1)));
        assertThat(measured.unit()).isEqualTo("MB/s");
    }

    @Test
    void oneWithoutAnnotationsIsCalledByItsClassAndMethod() {
        Measured measured = measured(
                params("some.OtherBenchmark.method", Mode.Throughput, TimeUnit.SECONDS, new WorkloadParams()),
                List.of(rate(1)));
        assertThat(measured.title()).isEqualTo("Other method");
    }
}
