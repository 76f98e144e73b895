package io.mailseal.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/** What JMH prints: a line for each benchmark as soon as it is measured, and whatever goes wrong. */
final class Progress implements OutputFormat {

    private final PrintStream out;
    private final List<String> failed = new ArrayList<>();
    private String running = "";

    Progress(PrintStream out) {
        this.out = out;
    }

    /** Those that were begun and gave no result. */
    List<String> failed() {
        return failed;
    }

    @Override
    public void startBenchmark(BenchmarkParams params) {
        note();
        StringBuilder name = new StringBuilder(params.getBenchmark().replace("io.mailseal.benchmarks.", ""));
        for (String key : params.getParamsKeys()) {
            name.append(' ').append(key).append('=').append(params.getParam(key));
        }
        running = name.toString();
    }

    // JMH tells of the end of the good ones alone.
    private void note() {
        if (!running.isEmpty()) {
            failed.add(running);
            out.println("FAILED: " + running);
        }
        running = "";
    }

    @Override
    public void endBenchmark(BenchmarkResult result) {
        if (result == null) {
            note();
            return;
        }
        Result<?> primary = result.getPrimaryResult();
        out.printf(Locale.ROOT, "%-80s %14.3f %s%n", running, primary.getScore(), primary.getScoreUnit());
        running = "";
    }

    @Override
    public void endRun(Collection<RunResult> results) {
        note();
    }

    @Override
    public void startRun() {}

    @Override
    public void iteration(BenchmarkParams params, IterationParams iterations, int iteration) {}

    @Override
    public void iterationResult(
            BenchmarkParams params, IterationParams iterations, int iteration, IterationResult data) {}

    @Override
    public void print(String text) {}

    // The lines with a number sign say how far it is, and how JMH does it.
    @Override
    public void println(String text) {
        if (!text.isBlank() && !text.startsWith("#")) {
            out.println(text);
        }
    }

    @Override
    public void verbosePrintln(String text) {}

    @Override
    public void write(int octet) {
        out.write(octet);
    }

    @Override
    public void write(byte[] octets) {
        out.write(octets, 0, octets.length);
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
