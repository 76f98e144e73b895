package io.mailseal.benchmarks;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/**
 * What one benchmark has given with one value of each of its parameters.
 *
 * @param type its class, without the package and {@code Benchmark}; what measures a peer alone counts to the class it is for
 * @param method its method
 * @param role which column it goes into
 * @param title what the table calls it
 * @param besides the methods of ours beside which it stands, all if empty
 * @param parameters its parameters
 * @param threads how many threads ran it at the same time
 * @param isRate whether more is better, as in operations per second
 * @param best the best iteration, which other programs disturbed least; where iterations give no single number, the mean
 * @param mean the mean of all iterations
 * @param unit the unit of both, e.g. {@code µs}
 * @param octets allocated in the heap for each operation
 * @param counts what it counted itself, e.g. questions, the mean of all iterations
 * @param settings how it was run
 */
record Measured(
        String type,
        String method,
        Role role,
        String title,
        List<String> besides,
        Map<String, String> parameters,
        int threads,
        boolean isRate,
        double best,
        double mean,
        String unit,
        double octets,
        Map<String, Double> counts,
        String settings) {

    private static final String COUNTED = "#"; // the unit of what a benchmark has counted itself
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** Whose figure it is. */
    enum Role {
        OURS,
        PEER,
        LIMIT;

        static Role of(String method) {
            return method.startsWith("peer") ? PEER : method.startsWith("limit") ? LIMIT : OURS;
        }
    }

    static Measured of(RunResult result) {
        BenchmarkParams params = result.getParams();
        String benchmark = params.getBenchmark();
        int dot = benchmark.lastIndexOf('.');
        String type = type(benchmark.substring(0, dot));
        String name = benchmark.substring(dot + 1);
        Optional<Method> method = method(benchmark.substring(0, dot), name);
        Optional<Workload> workload = method.map(found -> found.getAnnotation(Workload.class));
        Optional<Beside> beside = method.map(found -> found.getAnnotation(Beside.class));
        Result<?> primary = result.getPrimaryResult();
        return new Measured(
                type,
                name,
                Role.of(name),
                workload.map(Workload::value)
                        .or(() -> beside.map(Beside::value))
                        .orElse(type + " " + name),
                beside.map(Beside::workloads).map(List::of).orElse(List.of()),
                parameters(params),
                params.getThreads(),
                params.getMode() == Mode.Throughput,
                best(params.getMode(), primary),
                primary.getScore(),
                workload.map(Workload::unit)
                        .filter(unit -> !unit.isEmpty())
                        .orElseGet(() -> unit(primary.getScoreUnit())),
                octets(result),
                counts(result),
                settings(params));
    }

    private static String type(String className) {
        return className
                .substring(className.lastIndexOf('.') + 1)
                .replace("PeerBenchmark", "Benchmark")
                .replace("Benchmark", "");
    }

    private static Optional<Method> method(String className, String name) {
        try {
            return Arrays.stream(Class.forName(className).getMethods())
                    .filter(method -> method.getName().equals(name))
                    .findFirst();
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> parameters(BenchmarkParams params) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String key : params.getParamsKeys()) {
            parameters.put(key, params.getParam(key));
        }
        return parameters;
    }

    private static double best(Mode mode, Result<?> primary) {
        Statistics statistics = primary.getStatistics();
        return switch (mode) {
            case Throughput -> statistics.getMax();
            case AverageTime -> statistics.getMin();
            default -> primary.getScore();
        };
    }

    /** {@code ops/s} is the rate per second, {@code us/op} a time. */
    static String unit(String ofJmh) {
        return ofJmh.startsWith("ops/")
                ? "/" + ofJmh.substring("ops/".length())
                : ofJmh.replace("/op", "").replace("us", "µs");
    }

    private static double octets(RunResult result) {
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        return allocated == null ? Double.NaN : allocated.getScore();
    }

    // The other secondary results are percentiles, and the profiler's.
    private static Map<String, Double> counts(RunResult result) {
        Map<String, Double> counts = new LinkedHashMap<>();
        result.getSecondaryResults().forEach((name, counter) -> {
            if (counter.getScoreUnit().equals(COUNTED)) {
                counts.put(name, counter.getStatistics().getMean()); // the score is the sum over all iterations
            }
        });
        return counts;
    }

    private static String settings(BenchmarkParams params) {
        return params.getForks() + " x (" + iterations(params, params.getWarmup()) + " to warm up, "
                + iterations(params, params.getMeasurement()) + " measured)";
    }

    private static String iterations(BenchmarkParams params, IterationParams iterations) {
        String time = params.getMode() == Mode.SingleShotTime
                ? "one call"
                : iterations.getTime().toString();
        return iterations.getCount() + " x " + time;
    }
}
