package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

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
}
