package io.mailseal.testkit.nameserver;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Software of others on this machine, which says whether ours is right. */
final class Programs {

    private Programs() {}

    /**
     * Where a program is. The test is skipped where it is not, unless the environment says MAILSEAL_SERVERS=required.
     */
    static Path require(String name) {
        Path program = find(name).orElse(null);
        if (program == null) {
            String message = name + " is not installed (MAILSEAL_SERVERS)";
            if ("required".equals(System.getenv("MAILSEAL_SERVERS"))) {
                fail(message);
            }
            abort(message);
        }
        return program;
    }

    private static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(
                        Stream.of(path.split(java.io.File.pathSeparator)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Runs it to its end. */
    static Outcome run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** How it ended. */
    record Outcome(int exitCode, String output) {}
}
