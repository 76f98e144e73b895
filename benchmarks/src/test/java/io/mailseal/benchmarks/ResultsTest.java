package io.mailseal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsTest {

    private static RunFacts facts(double loadBefore, double loadAfter) {
        return new RunFacts(
                "Some CPU at 3 GHz",
                4,
                16_000,
                "Some Linux 12, Linux 6.1.0",
                "OpenJDK 64-Bit Server VM 17.0.1",
                "1.37",
                LocalDate.of(2026, 11, 22),
                "0123456789ab",
                loadBefore,
                loadAfter);
    }

    private static Results results(double loadBefore) {
        return new Results(
                List.of(
                        ResultTableTest.rate("Spf", "known", 300),
                        ResultTableTest.rate("Spf", "peerJspf", 100),
                        ResultTableTest.time("Dkim", "verify", 50)),
                List.of("A message of 200 MB: PASS"),
                facts(loadBefore, 1.2));
    }

    @Test
    void pageHasTheTableTheMachineAndTheSettings() {
        assertThat(results(0.1).markdown()).isEqualTo("""
                        # Benchmarks

                        Written by `./benchmarks/run`.

                        | workload | ours | peer | raw limit | to peer | to limit | mean | B/op |
                        |---|---:|---:|---:|---:|---:|---:|---:|
                        | Dkim verify | 50.0 µs |  |  |  |  | +25 % | 128 |
                        | Spf known | 300/s | Spf peerJspf 100/s |  | 3.00 x |  | -10 % | 128 |

                        Figures are those of the best iteration, which other programs disturbed least; *mean* says how far the mean of all
                        iterations is from it. *To peer* and *to limit*: how many times as fast as the peer and as the raw limit, in the
                        same run; more is faster. A raw limit is the least that anybody would have to do, and no implementation of the
                        task. *B/op*: octets allocated in the heap for each operation.

                        * A message of 200 MB: PASS

                        ## The machine

                        * Processor: Some CPU at 3 GHz, 4 of them to use
                        * Memory: 16000 MB
                        * System: Some Linux 12, Linux 6.1.0
                        * Java: OpenJDK 64-Bit Server VM 17.0.1
                        * Date: 2026-11-22
                        * Commit: 0123456789ab
                        * Load average: 0.1 before the run, 1.2 at its end

                        ## The settings

                        * JMH 1.37, 1 x (3 x 1 s to warm up, 3 x 1 s measured): Spf
                        * JMH 1.37, 1 x (5 x 500 ms to warm up, 12 x 200 ms measured): Dkim
                        """);
    }

    @Test
    void pageWarnsFirstIfTheMachineHadOtherWork() {
        assertThat(results(3).markdown())
                .contains("\n\n**Other programs were at work: the load was 3.0 before the run and 1.2 at its end.")
                .contains("**\n\n| workload |");
        assertThat(results(3).text()).contains("WARNING: Other programs were at work");
    }

    @ParameterizedTest
    @CsvSource({"0.1, 1.2, false", "0.8, 1.2, true", "0.1, 2.6, true", "-1, -1, false"})
    void loadThatIsNotOursIsAWarning(double before, double after, boolean warning) {
        assertThat(facts(before, after).warning().isEmpty()).isEqualTo(!warning);
    }

    @Test
    void textHasTheSameTable() {
        assertThat(results(0.1).text())
                .containsSubsequence(
                        "workload", "Dkim verify", "Spf known", "3.00 x", "200 MB: PASS", "Processor", "Commit")
                .doesNotContain("WARNING");
    }

    @Test
    void systemIsTheDistributionAndTheNumberOfTheKernel() {
        List<String> release = List.of("NAME=\"Some\"", "PRETTY_NAME=\"Some Linux 12 (code)\"");
        assertThat(RunFacts.system(release, "Linux", "6.1.0-17-cloud-of-somebody"))
                .isEqualTo("Some Linux 12 (code), Linux 6.1.0");
        assertThat(RunFacts.system(List.of(), "Other OS", "14.2")).isEqualTo("Other OS 14.2");
    }

    @Test
    void factsAreReadFromLinesWithAKey() {
        List<String> lines = List.of("processor\t: 0", "model name extra : no", "model name\t: Some CPU: fast", "x");
        assertThat(RunFacts.value(lines, "model name")).hasValue("Some CPU: fast");
        assertThat(RunFacts.value(lines, "MemTotal")).isEmpty();
    }
}
