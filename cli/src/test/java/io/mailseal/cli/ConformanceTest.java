package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Writes {@code target/conformance.md}, in the profile {@code conformance}: what came of the cases of third parties in all
 * modules. A test over such cases is tagged {@code corpora} and prints one line, {@code conformance | suite | cases |
 * passed | known differences}; surefire's reports keep the lines. All modules are built before this one.
 */
@Tag("corpora")
@EnabledIfSystemProperty(
        named = "mailseal.conformance",
        matches = "true",
        disabledReason = "it reads the reports of the other modules: mvn verify -Pconformance")
class ConformanceTest {

    private static final String MARK = "conformance | ";

    private record Suite(String name, int cases, int passed, int known) {

        static Suite of(String line) {
            String[] words = line.split(" \\| ", -1);
            return new Suite(words[1], number(words[2]), number(words[3]), number(words[4]));
        }

        private static int number(String word) {
            return Integer.parseInt(word.strip());
        }

        String row() {
            return "| " + name + " | " + cases + " | " + passed + " | " + known + " |";
        }
    }

    @Test
    void table() throws IOException {
        Map<String, Suite> suites = suites();
        List<String> lines = new ArrayList<>(List.of("# Cases of third parties", ""));
        lines.add("| suite | cases | passed | known differences |");
        lines.add("|---|---|---|---|");
        suites.values().forEach(suite -> lines.add(suite.row()));
        lines.add(new Suite(
                        "all",
                        suites.values().stream().mapToInt(Suite::cases).sum(),
                        suites.values().stream().mapToInt(Suite::passed).sum(),
                        suites.values().stream().mapToInt(Suite::known).sum())
                .row());
        lines.addAll(knownDifferences());
        lines.addAll(withoutSuite(suites));
        lines.addAll(StandardsTest.summary());
        Path report = Files.createDirectories(Path.of("..", "target")).resolve("conformance.md");
        Files.write(report, lines);
        lines.forEach(System.out::println);
        assertThat(suites).isNotEmpty();
        assertThat(suites.values()).allMatch(suite -> suite.cases() == suite.passed() + suite.known());
    }

    private static Map<String, Suite> suites() throws IOException {
        Map<String, Suite> suites = new TreeMap<>();
        for (Path report : below("target/surefire-reports", ".xml")) {
            try (Stream<String> lines = Files.lines(report)) {
                lines.filter(line -> line.contains(MARK))
                        .map(line -> line.substring(line.indexOf(MARK))
                                .replace("]]>", "")
                                .replace("</system-out>", ""))
                        .map(Suite::of)
                        .forEach(suite -> suites.put(suite.name(), suite));
            }
        }
        return suites;
    }

    /** The lists as they stand: each line names the case, the section that decides, and the reason. */
    private static List<String> knownDifferences() throws IOException {
        List<String> lines = new ArrayList<>(List.of("", "## Known differences", ""));
        for (Path list : below("src/test/resources", "/known-differences.txt")) {
            Files.readAllLines(list).stream()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .forEach(line -> lines.add("* " + list.getParent().getFileName() + ": " + line));
        }
        return lines;
    }

    private static List<String> withoutSuite(Map<String, Suite> suites) throws IOException {
        List<String> lines = new ArrayList<>(List.of("", "## Corpora without a suite of their own", ""));
        try (Stream<Path> corpora = Files.list(Path.of(System.getenv("MAILSEAL_CORPORA")))) {
            corpora.filter(Files::isDirectory)
                    .map(corpus -> corpus.getFileName().toString())
                    .filter(corpus -> suites.keySet().stream().noneMatch(suite -> suite.startsWith(corpus)))
                    .sorted()
                    .forEach(corpus -> lines.add("* " + corpus));
        }
        return lines;
    }

    private static List<Path> below(String folder, String suffix) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module : modules.map(module -> module.resolve(folder))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList()) {
                try (Stream<Path> all = Files.walk(module)) {
                    all.filter(file -> file.toString().endsWith(suffix))
                            .sorted()
                            .forEach(files::add);
                }
            }
        }
        return files;
    }
}
