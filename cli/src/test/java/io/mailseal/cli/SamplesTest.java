package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples come out as their page says, and the page says what each comes out as. */
class SamplesTest {

    private static final Path SAMPLES = Path.of("..", "samples");

    static Stream<Arguments> samples() {
        return Stream.of(
                Arguments.of("rfc8463", "", 0, "-", List.of("pass", "pass"), "pass"),
                Arguments.of(
                        "aligned",
                        "--ip 192.0.2.25 --helo mail.example.com --mail-from alice@example.com",
                        0,
                        "pass",
                        List.of("pass", "pass"),
                        "pass"),
                Arguments.of(
                        "forged-from",
                        "--ip 203.0.113.9 --helo bulk.phish.example --mail-from bulk@phish.example",
                        1,
                        "pass",
                        List.of("pass"),
                        "fail"),
                Arguments.of(
                        "spf-only",
                        "--ip 198.51.100.7 --helo mx.shop.example --mail-from b4711@bounce.shop.example",
                        0,
                        "pass",
                        List.of("none"),
                        "pass"),
                Arguments.of(
                        "broken-in-transit",
                        "--ip 192.0.2.80 --helo lists.example.org --mail-from members-bounces@lists.example.org",
                        1,
                        "pass",
                        List.of("fail"),
                        "fail"),
                Arguments.of(
                        "temporary-failure",
                        "--ip 192.0.2.99 --helo forwarder.example --mail-from erin@forwarder.example",
                        2,
                        "pass",
                        List.of("temperror"),
                        "temperror"));
    }

    private static Run verify(String sample, String options, String... more) {
        String line = "verify --dns " + SAMPLES.resolve(sample + ".zone") + " " + options + " " + String.join(" ", more)
                + " " + SAMPLES.resolve(sample + ".eml");
        return Run.of(Stream.of(line.split(" ")).filter(word -> !word.isEmpty()).toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void comesOutAsItShould(String sample, String options, int status, String spf, List<String> dkim, String dmarc) {
        Run run = verify(sample, options);
        assertThat(run.status()).as(run.toString()).isEqualTo(status);
        assertThat(run.statuses("SPF")).as(run.toString()).containsExactly(spf);
        assertThat(run.statuses("DKIM")).as(run.toString()).isEqualTo(dkim);
        assertThat(run.statuses("DMARC")).as(run.toString()).containsExactly(dmarc);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void isOnThePageWithTheCommandThatShowsIt(String sample, String options) throws IOException {
        String page = Files.readString(SAMPLES.resolve("README.md"));
        String command = "./mailseal verify --dns samples/" + sample + ".zone"
                + (options.isEmpty() ? "" : " " + options) + " samples/" + sample + ".eml";
        assertThat(page).contains(command);
    }

    @Test
    void oneChangedOctetOfBodyOrSignedHeaderIsFail() throws IOException {
        byte[] message = Files.readAllBytes(SAMPLES.resolve("rfc8463.eml"));
        for (String changed : List.of("We lost", "Is dinner", "Joe SixPack")) {
            byte[] copy = message.clone();
            int at = new String(message, java.nio.charset.StandardCharsets.US_ASCII).indexOf(changed);
            copy[at] ^= 1;
            Path file = Files.createTempFile("changed", ".eml");
            Files.write(file, copy);
            Run run = Run.of("verify", "--dns", SAMPLES.resolve("rfc8463.zone").toString(), file.toString());
            Files.delete(file);
            assertThat(run.statuses("DKIM")).as("%s: %s", changed, run).containsExactly("fail", "fail");
            assertThat(run.status()).isEqualTo(1);
        }
    }

    @Test
    void everySampleIsTested() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".eml"))
                    .map(name -> name.substring(0, name.length() - 4))
                    .toList();
            assertThat(samples().map(arguments -> arguments.get()[0])).containsExactlyInAnyOrderElementsOf(names);
        }
    }
}
