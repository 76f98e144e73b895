package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Third-party cases, beside the project. */
final class Corpora {

    private Corpora() {}

    /** A file or folder of the corpora; skips the test where there are none. */
    static Path file(String name) {
        String root = System.getenv("MAILSEAL_CORPORA");
        assumeTrue(root != null, "MAILSEAL_CORPORA is not set");
        assertThat(Path.of(root)).as("MAILSEAL_CORPORA").isDirectory();
        return Path.of(root).resolve(name);
    }

    static JsonNode json(String name) {
        return JsonMapper.shared().readTree(file(name));
    }

    /** What is in a zip file, by name. */
    static Map<String, byte[]> zip(String name) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        byte[] octets = Files.readAllBytes(file(name));
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(octets))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    /**
     * The lines of a list of cases that begin with this word: the case, and what is said of it.
     *
     * @param list a resource beside the tests; each line has a corpus, a case and the rest
     */
    static Map<String, String> list(String list, String corpus) {
        try (InputStream in = Corpora.class.getResourceAsStream(list)) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> cases = new TreeMap<>();
            text.lines()
                    .filter(line -> line.startsWith(corpus + " "))
                    .map(line -> line.split(" ", 3))
                    .forEach(words -> assertThat(cases.put(words[1], words[2]))
                            .as("%s is there twice", words[1])
                            .isNull());
            return cases;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
