package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the profile conformance relies on: a test that reads cases of third parties is tagged, and prints its line. */
class ConformanceLinesTest {

    private static List<Path> testsOverCorpora() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            return modules.map(module -> module.resolve(Path.of("src", "test", "java")))
                    .filter(folder -> Files.isDirectory(folder) && !folder.startsWith(Path.of("..", "cli")))
                    .flatMap(ConformanceLinesTest::files)
                    .filter(file -> file.toString().endsWith("Test.java"))
                    .filter(file -> text(file).contains("\"MAILSEAL_CORPORA\"")
                            || text(file).contains("Corpora."))
                    .toList();
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.toList().stream();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void everyTestOverCorporaTakesPart() throws IOException {
        assertThat(testsOverCorpora())
                .hasSizeGreaterThan(15)
                .allSatisfy(file ->
                        assertThat(text(file)).contains("@Tag(\"corpora\")").contains("\"conformance | "));
    }
}
