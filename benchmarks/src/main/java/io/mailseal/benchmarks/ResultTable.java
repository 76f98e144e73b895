package io.mailseal.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The one table: for each workload our figure, the peer's, the raw limit, and how many times as fast as each of them we are.
 * A workload with several peers has a row for each.
 */
final class ResultTable {

    private static final List<String> HEADINGS =
            List.of("workload", "ours", "peer", "raw limit", "to peer", "to limit", "mean", "B/op");

    private final List<Row> rows;

    private ResultTable(List<Row> rows) {
        this.rows = rows;
    }

    /**
     * One line.
     *
     * @param ours our figure; empty for a peer or a limit that stands beside nothing that was measured
     * @param peer that of the peer
     * @param limit that of the raw limit
     */
    record Row(Optional<Measured> ours, Optional<Measured> peer, Optional<Measured> limit) {

        String workload() {
            return ours.or(() -> peer).or(() -> limit).map(ResultTable::title).orElseThrow();
        }

        /** How many times as fast as the peer we are. */
        Optional<Double> toPeer() {
            return peer.flatMap(this::ratio);
        }

        /** How many times as fast as the raw limit we are; at most 1, or the limit is none. */
        Optional<Double> toLimit() {
            return limit.flatMap(this::ratio);
        }

        private Optional<Double> ratio(Measured other) {
            return ours.map(our -> our.isRate() ? our.best() / other.best() : other.best() / our.best());
        }

        private List<String> cells() {
            return List.of(
                    workload(),
                    ours.map(this::figure).orElse(""),
                    peer.map(measured -> measured.title() + " " + figure(measured))
                            .orElse(""),
                    limit.map(this::figure).orElse(""),
                    toPeer().map(ResultTable::times).orElse(""),
                    toLimit().map(ResultTable::times).orElse(""),
                    ours.map(ResultTable::mean).orElse(""),
                    ours.map(ResultTable::octets).orElse(""));
        }

        // A peer counts what we count, and need not say so.
        private String figure(Measured measured) {
            String unit = ours.orElse(measured).unit();
            String figure = number(measured.best()) + (unit.startsWith("/") ? "" : " ") + unit;
            String counts = measured.counts().entrySet().stream()
                    .map(count -> String.format(Locale.ROOT, "%.0f %s", count.getValue(), count.getKey()))
                    .collect(Collectors.joining(", "));
            return counts.isEmpty() ? figure : figure + " (" + counts + ")";
        }
    }

    /** In the order of the workloads' classes, and in each class as they were measured. */
    static ResultTable of(List<Measured> all) {
        List<Measured> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing(Measured::type));
        List<Row> rows = new ArrayList<>();
        for (Measured ours : sorted) {
            if (ours.role() == Measured.Role.OURS) {
                rows.addAll(rows(ours, sorted));
            }
        }
        for (Measured other : sorted) {
            if (other.role() != Measured.Role.OURS && rows.stream().noneMatch(row -> holds(row, other))) {
                boolean peer = other.role() == Measured.Role.PEER;
                Optional<Measured> alone = Optional.of(other);
                rows.add(new Row(Optional.empty(), peer ? alone : Optional.empty(), peer ? Optional.empty() : alone));
            }
        }
        return new ResultTable(rows);
    }

    List<Row> rows() {
        return rows;
    }

    private static boolean holds(Row row, Measured measured) {
        return row.peer().filter(measured::equals).isPresent()
                || row.limit().filter(measured::equals).isPresent();
    }

    private static List<Row> rows(Measured ours, List<Measured> all) {
        List<Optional<Measured>> peers = beside(ours, Measured.Role.PEER, all);
        List<Optional<Measured>> limits = beside(ours, Measured.Role.LIMIT, all);
        List<Row> rows = new ArrayList<>();
        for (Optional<Measured> peer : peers) {
            for (Optional<Measured> limit : limits) {
                rows.add(new Row(Optional.of(ours), peer, limit));
            }
        }
        return rows;
    }

    // One that is empty if there is none, so that the row is there all the same.
    private static List<Optional<Measured>> beside(Measured ours, Measured.Role role, List<Measured> all) {
        List<Optional<Measured>> found = all.stream()
                .filter(other -> other.role() == role && isBeside(ours, other))
                .map(Optional::of)
                .collect(Collectors.toList());
        return found.isEmpty() ? List.of(Optional.empty()) : found;
    }

    // A peer may have fewer values of a parameter, or no such parameter.
    private static boolean isBeside(Measured ours, Measured other) {
        boolean wanted = other.besides().isEmpty() || other.besides().contains(ours.method());
        return wanted
                && ours.type().equals(other.type())
                && ours.threads() == other.threads()
                && ours.isRate() == other.isRate()
                && ours.parameters().entrySet().containsAll(other.parameters().entrySet());
    }

    private static String title(Measured measured) {
        StringJoiner values = new StringJoiner(", ", measured.title() + ": ", "").setEmptyValue(measured.title());
        for (Map.Entry<String, String> parameter : measured.parameters().entrySet()) {
            boolean number = parameter.getValue().chars().allMatch(Character::isDigit);
            values.add(parameter.getValue() + (number ? " " + parameter.getKey() : ""));
        }
        if (measured.threads() > 1) {
            values.add(measured.threads() + " threads");
        }
        return values.toString();
    }

    // How far the mean of all iterations is from the best one; the worse the more it was disturbed.
    private static String mean(Measured measured) {
        return String.format(Locale.ROOT, "%+.0f %%", 100 * (measured.mean() / measured.best() - 1));
    }

    private static String octets(Measured measured) {
        return Double.isNaN(measured.octets()) ? "" : String.format(Locale.ROOT, "%,.0f", measured.octets());
    }

    /** Three digits, or all before the point. */
    static String number(double value) {
        int places = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : value >= 0.1 ? 3 : value >= 0.01 ? 4 : 5;
        return String.format(Locale.ROOT, "%,." + places + "f", value);
    }

    private static String times(double ratio) {
        return number(ratio) + " x";
    }

    /** For a terminal: columns as wide as they must be. */
    String text() {
        int[] widths = new int[HEADINGS.size()];
        for (List<String> line : lines()) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines()) {
            StringBuilder padded = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String format = i == 0 ? "%-" + widths[i] + "s" : "  %" + widths[i] + "s";
                padded.append(String.format(Locale.ROOT, format, line.get(i)));
            }
            text.append(padded.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** As a table of Markdown. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        List<List<String>> lines = lines();
        text.append(line(lines.get(0), UnaryOperator.identity()));
        text.append("|---|").append("---:|".repeat(HEADINGS.size() - 1)).append('\n');
        for (List<String> line : lines.subList(1, lines.size())) {
            text.append(line(line, cell -> cell.replace("|", "\\|")));
        }
        return text.toString();
    }

    private List<List<String>> lines() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADINGS);
        rows.forEach(row -> lines.add(row.cells()));
        return lines;
    }

    private static String line(List<String> cells, UnaryOperator<String> escape) {
        return cells.stream().map(escape).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
