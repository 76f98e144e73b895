package io.mailseal.psl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Third-party cases, beside the project. */
final class Corpora {

    private Corpora() {}

    /** A file of the corpora; skips the test where there are none. */
    static Path file(String name) {
        String root = System.getenv("MAILSEAL_CORPORA");
        assumeTrue(root != null, "MAILSEAL_CORPORA is not set");
        assertThat(Path.of(root)).as("MAILSEAL_CORPORA").isDirectory();
        return Path.of(root).resolve(name);
    }

    /** The names of which a list is known to say something else than the cases expect: see known-differences.txt. */
    static Set<String> knownDifferences(String list) throws IOException {
        try (InputStream in = Corpora.class.getResourceAsStream("known-differences.txt")) {
            String lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return lines.lines()
                    .filter(line -> line.startsWith(list + " "))
                    .map(line -> line.split(" ", -1)[1])
                    .collect(Collectors.toSet());
        }
    }
}
