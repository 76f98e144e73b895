package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the standards demand, and what the code cites of them. The rows of {@code STANDARDS.md}, which lies beside the
 * cases of third parties, whose level is M: each is in the name of a test of some module, or in {@code
 * standards-without-test.txt} with the reason. {@link ChecklistTest} asks the same of each module for itself, without
 * that file.
 */
@Tag("corpora")
class StandardsTest {

    /** Of the protocols that there are. */
    private static final Set<String> PREFIXES =
            Set.of("MSG", "DNSQ", "SPF", "RSPF", "DKS", "DKV", "DMP", "DMT", "DME", "ARH", "STS", "DBL", "SEC");

    private static final Pattern CITATION = Pattern.compile("@rfc (\\d{4}) ([0-9A-Z]+(?:\\.[0-9]+)*)");

    // Some texts have headings in Markdown, with links.
    private static final Pattern HEADING = Pattern.compile("^[# \\[]*(?:Appendix )?([0-9A-Z]+(?:\\.[0-9]+)*)(?:\\W|$)");

    // In the name of a test, of a nested class, or in a title.
    private static final Pattern NUMBER = Pattern.compile("(?<![A-Z])([A-Z]+[_-]\\d\\d)(?!\\d)");
    private static final List<String> NAMING = List.of("void ", "class ", "@DisplayName(", "@Label(");

    @Test
    void everyDemandIsNamedByATest() throws IOException {
        Set<String> demanded = demanded();
        assertThat(demanded).hasSizeGreaterThan(150);
        Set<String> unnamed = new TreeSet<>(demanded);
        unnamed.removeAll(named());
        assertThat(unnamed)
                .as("rows of level M that no test has in its name, against those that have a reason")
                .isEqualTo(reasons().keySet());
    }

    @Test
    void everyCitedSectionIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, Set<String>> cited : citations().entrySet()) {
            Path text = beside("rfc").resolve("rfc" + cited.getKey() + ".txt");
            if (Files.exists(text)) {
                Set<String> sections = sections(Files.readString(text, StandardCharsets.ISO_8859_1));
                cited.getValue().stream()
                        .filter(section -> !sections.contains(section))
                        .forEach(section -> missing.add("RFC " + cited.getKey() + " has no section " + section));
            }
        }
        assertThat(missing).isEmpty();
    }

    /** For the report of the profile conformance. */
    static List<String> summary() throws IOException {
        Set<String> demanded = demanded();
        List<String> lines = new ArrayList<>(List.of("", "## Demands of the standards", ""));
        lines.add(demanded.size() + " rows of level M, "
                + (demanded.size() - reasons().size()) + " of them in the name of a test; the others:");
        lines.add("");
        reasons().forEach((row, reason) -> lines.add("* " + row + ": " + reason));
        lines.addAll(List.of("", "## Sections cited", "", "| RFC | sections that the code cites |", "|---|---|"));
        citations().forEach((rfc, sections) -> lines.add("| " + rfc + " | " + sections.size() + " |"));
        return lines;
    }

    private static Path beside(String name) {
        String root = System.getenv("MAILSEAL_CORPORA");
        assumeTrue(root != null, "MAILSEAL_CORPORA is not set");
        Path file = Path.of(root).toAbsolutePath().resolveSibling(name);
        assumeTrue(Files.exists(file), name + " is not beside the corpora");
        return file;
    }

    private static Set<String> demanded() throws IOException {
        return Files.readAllLines(beside("STANDARDS.md")).stream()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.split("\\|", -1))
                .filter(cells -> List.of(cells[2].strip().split("/", -1)).contains("M"))
                .map(cells -> cells[1].strip())
                .filter(row -> PREFIXES.contains(row.substring(0, Math.max(0, row.indexOf('-')))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The rows that tests of any module name, as SPF_28 for SPF-28. */
    private static Set<String> named() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Path folder : folders("src/test/java")) {
            NumberedTests.in(folder).keySet().forEach(number -> named.add(number.replace('_', '-')));
            for (Path source : sources(folder)) {
                Files.readAllLines(source).stream()
                        .filter(line -> NAMING.stream().anyMatch(line::contains))
                        .flatMap(line -> NUMBER.matcher(line).results())
                        .forEach(number -> named.add(number.group(1).replace('_', '-')));
            }
        }
        return named;
    }

    private static Map<String, String> reasons() throws IOException {
        try (InputStream in = StandardsTest.class.getResourceAsStream("standards-without-test.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf(' ')),
                            line -> line.substring(line.indexOf(' ') + 1),
                            (one, other) -> one,
                            TreeMap::new));
        }
    }

    private static Map<String, Set<String>> citations() throws IOException {
        Map<String, Set<String>> citations = new TreeMap<>();
        for (Path folder : folders("src/main/java")) {
            for (Path source : sources(folder)) {
                for (Matcher one = CITATION.matcher(Files.readString(source)); one.find(); ) {
                    citations
                            .computeIfAbsent(one.group(1), any -> new TreeSet<>())
                            .add(one.group(2));
                }
            }
        }
        return citations;
    }

    /** The numbers at the start of lines: of headings, and of the table of contents. */
    private static Set<String> sections(String text) {
        return text.lines()
                .map(HEADING::matcher)
                .filter(Matcher::find)
                .map(heading -> heading.group(1))
                .collect(Collectors.toSet());
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /** Those of all modules that have sources in them. */
    private static List<Path> folders(String below) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path home : modules.map(module -> module.resolve(below))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> all = Files.walk(home)) {
                    for (Path folder : all.filter(Files::isDirectory).toList()) {
                        if (!sources(folder).isEmpty()) {
                            folders.add(folder);
                        }
                    }
                }
            }
        }
        return folders;
    }
}
