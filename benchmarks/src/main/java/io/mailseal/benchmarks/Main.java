package io.mailseal.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks whose names contain one of the arguments, all without any, and prints a table of them. Arguments
 * {@code --threads=N} before the names run all of them with so many threads, one after the other.
 */
public final class Main {

    private static final String THREADS = "--threads=";
    private static final String COUNTED = "#"; // the unit of what a benchmark has counted itself
    private static final String ALLOCATED = "gc.alloc.rate.norm"; // octets for each operation

    private Main() {}

    public static void main(String[] args) throws RunnerException {
        List<String> names = new ArrayList<>(List.of(args));
        List<String> threads = new ArrayList<>();
        while (!names.isEmpty() && names.get(0).startsWith(THREADS)) {
            threads.add(names.remove(0).substring(THREADS.length()));
        }
        List<RunResult> results = new ArrayList<>();
        if (threads.isEmpty()) {
            results.addAll(new Runner(options(names).build()).run());
        }
        for (String count : threads) {
            results.addAll(
                    new Runner(options(names).threads(Integer.parseInt(count)).build()).run());
        }
        print(results);
    }

    private static ChainedOptionsBuilder options(List<String> names) {
        ChainedOptionsBuilder options =
                new OptionsBuilder().shouldFailOnError(true).addProfiler(GCProfiler.class);
        for (String name : names.isEmpty() ? List.of("io.mailseal") : names) {
            options.include(name);
        }
        return options;
    }

    // The ratio is to the benchmark of the same class and parameters whose name begins with "peer".
    private static void print(Collection<RunResult> results) {
        System.out.printf(
                Locale.ROOT,
                "%n%s, %d processors, Java %s%n",
                System.getProperty("os.name"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"));
        System.out.printf(Locale.ROOT, "%-64s %14s %12s %-7s %10s%n", "workload", "score", "+/-", "unit", "B/op");
        for (RunResult result : results) {
            System.out.printf(
                    Locale.ROOT,
                    "%-64s %14.3f %12.3f %-7s %10.0f%s%s%n",
                    name(result),
                    result.getPrimaryResult().getScore(),
                    result.getPrimaryResult().getScoreError(),
                    result.getPrimaryResult().getScoreUnit(),
                    result.getSecondaryResults().get(ALLOCATED).getScore(),
                    counters(result),
                    ratios(result, List.copyOf(results)));
        }
    }

    // The other secondary results are percentiles, and the profiler's.
    private static String counters(RunResult result) {
        StringBuilder text = new StringBuilder();
        result.getSecondaryResults().forEach((name, counter) -> {
            if (counter.getScoreUnit().equals(COUNTED)) {
                double mean = counter.getStatistics().getMean(); // the score is the sum over all iterations
                text.append(String.format(Locale.ROOT, "  %.0f %s", mean, name));
            }
        });
        return text.toString();
    }

    private static String ratios(RunResult result, List<RunResult> all) {
        StringBuilder text = new StringBuilder();
        for (RunResult other : all) {
            String method = method(other);
            boolean comparable = method.startsWith("peer") || method.startsWith("limit");
            if (other != result && comparable && group(other).equals(group(result))) {
                double ratio = result.getPrimaryResult().getScore()
                        / other.getPrimaryResult().getScore();
                text.append(String.format(Locale.ROOT, "  %.2f x %s", ratio, method));
            }
        }
        return text.toString();
    }

    private static String name(RunResult result) {
        return group(result) + " " + method(result);
    }

    private static String group(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        String type = benchmark.substring(0, benchmark.lastIndexOf('.'));
        StringBuilder group = new StringBuilder(type.substring(type.lastIndexOf('.') + 1));
        for (String key : result.getParams().getParamsKeys()) {
            group.append(' ').append(key).append('=').append(result.getParams().getParam(key));
        }
        return group + " threads=" + result.getParams().getThreads();
    }

    private static String method(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }
}
