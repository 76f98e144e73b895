package io.mailseal.spf;

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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

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

    /** The documents of a YAML (or JSON) file: maps, lists, and strings; nothing is taken for a number or a date. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> documents(Path file) throws IOException {
        LoaderOptions options = new LoaderOptions();
        Yaml yaml = new Yaml(
                new SafeConstructor(options),
                new Representer(new DumperOptions()),
                new DumperOptions(),
                options,
                new Resolver() {
                    @Override
                    public void addImplicitResolver(Tag tag, Pattern pattern, String first, int limit) {
                        // Scalars are strings.
                    }
                });
        List<Map<String, Object>> documents = new ArrayList<>();
        for (Object document : yaml.loadAll(Files.readString(file))) {
            documents.add((Map<String, Object>) document);
        }
        return documents;
    }

    /** Which cases of this file are known to expect something else than we give: see known-differences.txt. */
    static Set<String> knownDifferences(String file) throws IOException {
        try (InputStream in = Corpora.class.getResourceAsStream("known-differences.txt")) {
            String lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return lines.lines()
                    .filter(line -> line.startsWith(file + " "))
                    .map(line -> line.split(" ", -1)[1])
                    .collect(Collectors.toSet());
        }
    }
}
