package io.mailseal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ResultTableTest {

    static Measured rate(String type, String method, double best) {
        return new Measured(
                type,
                method,
                Measured.Role.of(method),
                type + " " + method,
                List.of(),
                Map.of(),
                1,
                true,
                best,
                best * 0.9,
                "/s",
                128,
                Map.of(),
                "1 x (3 x 1 s to warm up, 3 x 1 s measured)");
    }

    static Measured time(String type, String method, double best) {
        Measured rate = rate(type, method, best);
        return new Measured(
                type,
                method,
                rate.role(),
                rate.title(),
                List.of(),
                Map.of(),
                1,
                false,
                best,
                best * 1.25,
                "µs",
                128,
                Map.of(),
                "1 x (5 x 500 ms to warm up, 12 x 200 ms measured)");
    }

    private static Measured with(Measured measured, Map<String, String> parameters, int threads, String... besides) {
        return new Measured(
                measured.type(),
                measured.method(),
                measured.role(),
                measured.title(),
                List.of(besides),
                parameters,
                threads,
                measured.isRate(),
                measured.best(),
                measured.mean(),
                measured.unit(),
                measured.octets(),
                measured.counts(),
                measured.settings());
    }

    private static String table(Measured... measured) {
        return ResultTable.of(List.of(measured)).markdown();
    }

    private static List<String> rows(Measured... measured) {
        return table(measured).lines().skip(2).toList();
    }

    @Nested
    class Roles {

        @Test
        void areSaidByTheNameOfTheMethod() {
            assertThat(Measured.Role.of("peerJspf")).isEqualTo(Measured.Role.PEER);
            assertThat(Measured.Role.of("limitSha256")).isEqualTo(Measured.Role.LIMIT);
            assertThat(Measured.Role.of("known")).isEqualTo(Measured.Role.OURS);
        }
    }

    @Nested
    class Ratios {

        @Test
        void ofRatesTellHowManyTimesAsFastWeAre() {
            ResultTable table =
                    ResultTable.of(List.of(rate("A", "a", 300), rate("A", "peerB", 100), rate("A", "limitC", 600)));
            assertThat(table.rows()).singleElement().satisfies(row -> {
                assertThat(row.toPeer()).hasValue(3.0);
                assertThat(row.toLimit()).hasValue(0.5);
            });
        }

        @Test
        void ofTimesAreTheOtherWayRound() {
            ResultTable table =
                    ResultTable.of(List.of(time("A", "a", 20), time("A", "peerB", 100), time("A", "limitC", 10)));
            assertThat(table.rows()).singleElement().satisfies(row -> {
                assertThat(row.toPeer()).hasValue(5.0);
                assertThat(row.toLimit()).hasValue(0.5);
            });
        }

        @Test
        void areOfTheBestIterations() {
            // The means differ by other factors: 0.9 of ours, 1 of the peer.
            Measured peer = rate("A", "peerB", 100);
            ResultTable table = ResultTable.of(List.of(rate("A", "a", 100), peer));
            assertThat(table.rows().get(0).toPeer()).hasValue(1.0);
        }
    }

    @Nested
    class Rows {

        @Test
        void haveEmptyCellsWhereThereIsNoPeerOrLimit() {
            assertThat(rows(rate("A", "a", 1234.6))).containsExactly("| A a | 1,235/s |  |  |  |  | -10 % | 128 |");
        }

        @Test
        void nameThePeer() {
            assertThat(rows(time("A", "a", 12.34), time("A", "peerB", 5000), time("A", "limitC", 1.5)))
                    .containsExactly("| A a | 12.3 µs | A peerB 5,000 µs | 1.50 µs | 405 x | 0.122 x | +25 % | 128 |");
        }

        @Test
        void areThereForEachPeer() {
            assertThat(rows(rate("A", "a", 100), rate("A", "peerB", 50), rate("A", "peerC", 25)))
                    .hasSize(2)
                    .anyMatch(row -> row.contains("peerB") && row.contains("2.00 x"))
                    .anyMatch(row -> row.contains("peerC") && row.contains("4.00 x"));
        }

        @Test
        void doNotMixClasses() {
            assertThat(rows(rate("A", "a", 100), rate("B", "b", 10), rate("B", "peerC", 50)))
                    .containsExactly(
                            "| A a | 100/s |  |  |  |  | -10 % | 128 |",
                            "| B b | 10.0/s | B peerC 50.0/s |  | 0.200 x |  | -10 % | 128 |");
        }

        @Test
        void takeAPeerOnlyWhereItBelongs() {
            Measured peer = with(rate("A", "peerC", 50), Map.of(), 1, "b");
            assertThat(rows(rate("A", "a", 100), rate("A", "b", 100), peer))
                    .containsExactly(
                            "| A a | 100/s |  |  |  |  | -10 % | 128 |",
                            "| A b | 100/s | A peerC 50.0/s |  | 2.00 x |  | -10 % | 128 |");
        }

        @Test
        void compareEqualParametersAlone() {
            Measured flat = with(rate("A", "a", 100), Map.of("zone", "FLAT"), 1);
            Measured chain = with(rate("A", "a", 90), Map.of("zone", "CHAIN"), 1);
            Measured peer = with(rate("A", "peerB", 45), Map.of("zone", "CHAIN"), 1);
            assertThat(rows(flat, chain, peer))
                    .containsExactly(
                            "| A a: FLAT | 100/s |  |  |  |  | -10 % | 128 |",
                            "| A a: CHAIN | 90.0/s | A peerB 45.0/s |  | 2.00 x |  | -10 % | 128 |");
        }

        @Test
        void compareWithAPeerThatHasNoSuchParameter() {
            Measured ours = with(rate("A", "a", 100), Map.of("provider", "OTHER"), 1);
            assertThat(rows(ours, rate("A", "peerB", 50)))
                    .singleElement()
                    .satisfies(row -> assertThat(row).contains("2.00 x"));
        }

        @Test
        void doNotCompareWithAPeerThatHasOneParameterMore() {
            Measured peer = with(rate("A", "peerB", 50), Map.of("zone", "FLAT"), 1);
            assertThat(ResultTable.of(List.of(rate("A", "a", 100), peer))
                            .rows()
                            .get(0)
                            .toPeer())
                    .isEmpty();
        }

        @Test
        void compareEqualNumbersOfThreadsAlone() {
            Measured four = with(rate("A", "a", 400), Map.of(), 4);
            Measured peer = with(rate("A", "peerB", 100), Map.of(), 4);
            assertThat(rows(rate("A", "a", 100), four, peer))
                    .containsExactly(
                            "| A a | 100/s |  |  |  |  | -10 % | 128 |",
                            "| A a: 4 threads | 400/s | A peerB 100/s |  | 4.00 x |  | -10 % | 128 |");
        }

        @Test
        void sayWhatANumberIs() {
            Measured ours = with(rate("A", "a", 100), Map.of("outstanding", "1000"), 1);
            assertThat(rows(ours))
                    .singleElement()
                    .satisfies(row -> assertThat(row).startsWith("| A a: 1000 outstanding |"));
        }

        @Test
        void showAPeerThatWasMeasuredAlone() {
            assertThat(rows(rate("A", "peerB", 50), rate("A", "limitC", 70)))
                    .containsExactly(
                            "| A peerB |  | A peerB 50.0/s |  |  |  |  |  |",
                            "| A limitC |  |  | 70.0/s |  |  |  |  |");
        }

        @Test
        void countForThePeerWhatTheyCountForUs() {
            Measured ours = time("A", "a", 60);
            Measured megabytes = new Measured(
                    "A",
                    "a",
                    Measured.Role.OURS,
                    "bodies",
                    List.of(),
                    Map.of(),
                    1,
                    true,
                    500,
                    490,
                    "MB/s",
                    Double.NaN,
                    Map.of("rounds", 3.0),
                    ours.settings());
            assertThat(rows(megabytes, rate("A", "peerB", 50)))
                    .containsExactly("| bodies | 500 MB/s (3 rounds) | A peerB 50.0 MB/s |  | 10.0 x |  | -2 % |  |");
        }
    }

    @Nested
    class Layout {

        @Test
        void ofMarkdownEscapesBars() {
            Measured ours = with(rate("A", "a", 100), Map.of("what", "x|y"), 1);
            assertThat(rows(ours))
                    .singleElement()
                    .satisfies(row -> assertThat(row).startsWith("| A a: x\\|y |"));
        }

        @Test
        void ofMarkdownHasAsManyCellsInEachLine() {
            assertThat(table(rate("A", "a", 100), rate("A", "peerB", 50)).lines())
                    .allSatisfy(line ->
                            assertThat(line.chars().filter(c -> c == '|')).hasSize(9));
        }

        @Test
        void ofTextHasColumns() {
            String text = ResultTable.of(List.of(rate("A", "a", 100), rate("Longer", "b", 1_000_000)))
                    .text();
            assertThat(text.lines().skip(1))
                    .extracting(line -> line.indexOf("/s") + "/s".length())
                    .containsOnly(text.indexOf("ours") + "ours".length());
            assertThat(text).doesNotContain("|").contains("1,000,000/s");
        }

        @Test
        void ofNumbersHasThreeDigits() {
            assertThat(List.of(0.0123, 0.5, 1.234, 12.34, 123.4, 1234.6, 1234567.0))
                    .extracting(ResultTable::number)
                    .containsExactly("0.0123", "0.500", "1.23", "12.3", "123", "1,235", "1,234,567");
        }

        @Test
        void ofUnits() {
            assertThat(List.of("ops/s", "us/op", "ns/op", "ms/op"))
                    .extracting(Measured::unit)
                    .containsExactly("/s", "µs", "ns", "ms");
        }
    }
}
