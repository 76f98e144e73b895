package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Programs of others on this machine, which make what we read. */
final class Programs {

    private Programs() {}

    /** Where a program is. The test is skipped where it is not, unless the environment says MAILSEAL_SERVERS=required. */
    static Path require(String name) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path program = Path.of(folder, name);
            if (!folder.isEmpty() && Files.isExecutable(program)) {
                return program;
            }
        }
        String message = name + " is not installed (MAILSEAL_SERVERS)";
        if ("required".equals(System.getenv("MAILSEAL_SERVERS"))) {
            fail(message);
        }
        return abort(message);
    }

    /** Runs it, with this input, and returns what it writes; the test fails if the program does. */
    static String run(String input, String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(require(program).toString()));
        command.addAll(List.of(arguments));
        Path in = Files.createTempFile("mailseal", ".in");
        Path out = Files.createTempFile("mailseal", ".out");
        Path err = Files.createTempFile("mailseal", ".err");
        try {
            Files.writeString(in, input);
            Process process = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            int exit = process.waitFor();
            assertThat(exit)
                    .as(() -> Stream.of(err).map(Programs::text).toList() + " of " + command)
                    .isZero();
            return Files.readString(out);
        } finally {
            Files.delete(in);
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException broken) {
            return broken.toString();
        }
    }
}
