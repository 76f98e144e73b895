package io.mailseal.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks whose names contain one of the arguments, all without any, and prints a table of them; then {@link
 * DkimMemory}, if that is one of them. Arguments {@code --threads=N} before the names run all of them with so many threads,
 * one after the other.
 */
public final class Main {

    private static final String THREADS = "--threads=";
    private static final String COUNTED = "#"; // the unit of what a benchmark has counted itself
    private static final String ALLOCATED = "gc.alloc.rate.norm"; // octets for each operation

    private Main() {}

    public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
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
        if (names.isEmpty() || names.stream().anyMatch(DkimMemory.class.getName()::contains)) {
            DkimMemory.runInSmallHeap();
        }
    }

    private static ChainedOptionsBuilder options(List<String> names) {
        ChainedOptionsBuilder options =
                new OptionsBuilder().shouldFailOnError(true).addProfiler(GCProfiler.class);
        for (String name : names.isEmpty() ? List.of("io.mailseal") : names) {
            options.include(name);
        }
        return options;
    }

    private static void print(Collection<RunResult> results) {
        System.out.printf(
                Locale.ROOT,
                "%n%s, %d processors, Java %s%n",
                System.getProperty("os.name"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"));
        System.out.println("score: mean of all iterations; best: the best one, which other programs disturbed least;");
        System.out.println("1.00 x: as fast as that, by the best ones of both; more is faster");
        System.out.printf(
                Locale.ROOT, "%-76s %12s %10s %12s %-7s %10s%n", "workload", "score", "+/-", "best", "unit", "B/op");
        List<RunResult> sorted = new ArrayList<>(results);
        sorted.sort(Comparator.comparing(Main::workload).thenComparing(Main::method, Comparator.reverseOrder()));
        for (RunResult result : sorted) {
            System.out.printf(
                    Locale.ROOT,
                    "%-76s %12.3f %10.3f %12.3f %-7s %10.0f%s%s%n",
                    workload(result) + " " + method(result),
                    result.getPrimaryResult().getScore(),
                    result.getPrimaryResult().getScoreError(),
                    best(result),
                    result.getPrimaryResult().getScoreUnit(),
                    result.getSecondaryResults().get(ALLOCATED).getScore(),
                    counters(result),
                    comparisons(result, sorted));
        }
    }

    // Where each iteration gives one number.
    private static double best(RunResult result) {
        return switch (result.getParams().getMode()) {
            case Throughput -> result.getPrimaryResult().getStatistics().getMax();
            case AverageTime -> result.getPrimaryResult().getStatistics().getMin();
            default -> result.getPrimaryResult().getScore();
        };
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

    // With benchmarks that say by their name that they are to be compared with.
    private static String comparisons(RunResult result, List<RunResult> all) {
        StringBuilder text = new StringBuilder();
        for (RunResult other : all) {
            String method = method(other);
            boolean comparable = !isLimit(result) && (method.startsWith("peer") || isLimit(other));
            if (other != result && comparable && isSameWorkload(result, other)) {
                boolean time = result.getParams().getMode() != Mode.Throughput;
                double ratio = time ? best(other) / best(result) : best(result) / best(other);
                text.append(String.format(Locale.ROOT, "  %.3f x %s", ratio, method));
                if (time && isLimit(other)) {
                    double over = best(result) - best(other);
                    String unit = result.getPrimaryResult().getScoreUnit();
                    text.append(String.format(Locale.ROOT, " (%+.1f %s)", over, unit));
                }
            }
        }
        return text.toString();
    }

    // Of one class, or of that and the one of its peers, which may have fewer values of a parameter, or no such
    // parameter.
    private static boolean isSameWorkload(RunResult result, RunResult other) {
        for (String key : other.getParams().getParamsKeys()) {
            boolean same = result.getParams().getParamsKeys().contains(key)
                    && result.getParams().getParam(key).equals(other.getParams().getParam(key));
            if (!same) {
                return false;
            }
        }
        return result.getParams().getThreads() == other.getParams().getThreads()
                && type(result).equals(type(other));
    }

    private static boolean isLimit(RunResult result) {
        return method(result).startsWith("limit");
    }

    private static String workload(RunResult result) {
        StringBuilder name = new StringBuilder(
                type(result) + " threads=" + result.getParams().getThreads());
        for (String key : result.getParams().getParamsKeys()) {
            name.append(' ').append(key).append('=').append(result.getParams().getParam(key));
        }
        return name.toString();
    }

    // The class without its package, and without what makes it the one of the peers.
    private static String type(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        String type = benchmark.substring(0, benchmark.lastIndexOf('.'));
        return type.substring(type.lastIndexOf('.') + 1).replace("PeerBenchmark", "Benchmark");
    }

    private static String method(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }
}
