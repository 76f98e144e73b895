package io.mailseal.dnsbl.uri;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that are made to be hard have an outcome, in a heap that is about as large as they are. */
class HostileMailTest {

    @Test
    @DisplayName("T93 messages of 50 MB in a heap of 64 MB")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void inASmallHeap() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(), "-Xmx64m", "-cp", classPath(), HostileMail.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines())
                .hasSizeGreaterThan(100)
                .contains("text/html <b>: 0 [HTML_TOO_LONG]", "text/plain x : 0 [TEXT_TOO_LONG]")
                .noneMatch(line -> line.contains(ExtractionProblem.UNREADABLE_HTML.name()));
    }

    // Where surefire has put the real one into a manifest, it leaves it here.
    private static String classPath() {
        return Objects.requireNonNullElseGet(
                System.getProperty("surefire.test.class.path"), () -> System.getProperty("java.class.path"));
    }
}
