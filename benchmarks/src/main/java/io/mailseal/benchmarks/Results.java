package io.mailseal.benchmarks;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a run has found, as a page.
 *
 * @param measured by JMH
 * @param others lines of what JMH does not measure
 * @param facts on what it was
 */
record Results(List<Measured> measured, List<String> others, RunFacts facts) {

    private static final String LEGEND = """
            Figures are those of the best iteration, which other programs disturbed least; *mean* says how far the mean of all
            iterations is from it. *To peer* and *to limit*: how many times as fast as the peer and as the raw limit, in the
            same run; more is faster. A raw limit is the least that anybody would have to do, and no implementation of the
            task. *B/op*: octets allocated in the heap for each operation.
            """;

    Results {
        measured = List.copyOf(measured);
        others = List.copyOf(others);
    }

    /** For a terminal. */
    String text() {
        StringBuilder text =
                new StringBuilder("\n").append(ResultTable.of(measured).text());
        others.forEach(line -> text.append(line).append('\n'));
        text.append('\n').append(LEGEND.replace("*", "")).append('\n');
        facts.lines().forEach(line -> text.append(line).append('\n'));
        return text.append(facts.warning().isEmpty() ? "" : "WARNING: " + facts.warning() + "\n")
                .toString();
    }

    /** For {@code RESULTS.md}. */
    String markdown() {
        StringBuilder page = new StringBuilder("# Benchmarks\n\nWritten by `./benchmarks/run`.\n\n");
        if (!facts.warning().isEmpty()) {
            page.append("**").append(facts.warning()).append("**\n\n");
        }
        page.append(ResultTable.of(measured).markdown())
                .append('\n')
                .append(LEGEND)
                .append('\n');
        page.append(list(others));
        page.append("## The machine\n\n").append(list(facts.lines()));
        page.append("## The settings\n\n").append(list(facts.settings(measured)));
        return page.toString().stripTrailing() + "\n";
    }

    private static String list(List<String> lines) {
        return lines.isEmpty() ? "" : lines.stream().collect(Collectors.joining("\n* ", "* ", "\n\n"));
    }
}
