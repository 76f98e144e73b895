package io.mailseal.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks whose names contain one of the arguments, all without any, and {@link DkimMemory}, if that is one of
 * them; then prints one table. Without any argument, or with {@code --record}, the table is written to a file, too, if nothing
 * has failed. {@code ./benchmarks/run} gives what is not to be found out from inside as system properties.
 */
public final class Main {

    private static final String THREADS = "--threads=";
    private static final String RECORD = "--record";
    private static final String SMOKE = "--smoke";

    private Main() {}

    public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        List<Integer> threads = new ArrayList<>();
        boolean record = args.length == 0;
        boolean smoke = false;
        for (String argument : args) {
            if (argument.startsWith(THREADS)) {
                threads.add(Integer.valueOf(argument.substring(THREADS.length())));
            } else if (argument.equals(RECORD)) {
                record = true;
            } else if (argument.equals(SMOKE)) {
                smoke = true;
            } else if (argument.startsWith("-")) {
                System.err.println("No such option: " + argument);
                System.exit(2);
            } else {
                names.add(argument);
            }
        }
        double load = Double.parseDouble(System.getProperty("mailseal.load", String.valueOf(RunFacts.load())));
        Progress progress = new Progress(System.out);
        List<Measured> measured = run(names, threads, smoke, progress);
        List<String> others = new ArrayList<>();
        if (isWanted(UriBenchmark.class, names)) {
            others.add("URIs were looked for in " + UriBenchmark.source() + ".");
        }
        if (isWanted(DkimMemory.class, names)) {
            others.add(DkimMemory.inSmallHeap());
        }
        if (measured.isEmpty() && others.isEmpty() && progress.failed().isEmpty()) {
            System.err.println("No benchmark has such a name.");
            System.exit(2);
        }
        RunFacts facts = RunFacts.read(System.getProperty("mailseal.commit", "not known"), load);
        Results results = new Results(measured, others, facts);
        System.out.print(results.text());
        if (!progress.failed().isEmpty()) {
            System.out.println("FAILED: " + String.join(", ", progress.failed()));
            System.exit(1);
        }
        if (record) {
            write(results);
        }
    }

    private static List<Measured> run(List<String> names, List<Integer> threads, boolean smoke, Progress progress)
            throws RunnerException {
        List<RunResult> results = new ArrayList<>();
        try {
            if (threads.isEmpty()) {
                results.addAll(new Runner(options(names, smoke).build(), progress).run());
            }
            for (int count : threads) {
                results.addAll(new Runner(options(names, smoke).threads(count).build(), progress).run());
            }
        } catch (NoBenchmarksException e) {
            return List.of(); // DkimMemory alone, which is none of JMH's
        }
        return results.stream().map(Measured::of).toList();
    }

    private static boolean isWanted(Class<?> type, List<String> names) {
        return names.isEmpty() || names.stream().anyMatch(type.getName()::contains);
    }

    private static ChainedOptionsBuilder options(List<String> names, boolean smoke) {
        ChainedOptionsBuilder options = new OptionsBuilder().addProfiler(GCProfiler.class);
        for (String name : names.isEmpty() ? List.of("io.mailseal") : names) {
            options.include(name);
        }
        return smoke ? once(options) : options;
    }

    // To see that they work: the figures are worth nothing.
    private static ChainedOptionsBuilder once(ChainedOptionsBuilder options) {
        TimeValue tenth = TimeValue.milliseconds(100);
        return options.forks(1)
                .warmupIterations(1)
                .warmupTime(tenth)
                .measurementIterations(1)
                .measurementTime(tenth);
    }

    private static void write(Results results) throws IOException {
        Path file = Path.of(System.getProperty("mailseal.results", "RESULTS.md"));
        Files.writeString(file, results.markdown(), StandardCharsets.UTF_8);
        System.out.println("Written to " + file.getFileName() + ".");
    }
}
