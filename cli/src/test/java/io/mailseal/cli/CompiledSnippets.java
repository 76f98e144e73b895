package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the examples of a page and the test that compiles and runs them together, letter for letter but for white space. In
 * the test an example stands between two comments, the one of the page's mark and {@code // end}; what a test does beside it
 * stands outside.
 */
final class CompiledSnippets {

    private static final Path SOURCES = Path.of("src", "test", "java", "io", "mailseal", "cli");

    private CompiledSnippets() {}

    /** Fails if an example of the test is not in the page, or if Java code of the page is not in the test. */
    static void areThoseOf(Path page, String mark, Class<?> test) throws IOException {
        List<String> compiled = compiled(mark, test);
        List<String> shown = shown(page);
        assertThat(shown).as("Java code in %s", page).isNotEmpty();
        String all = String.join("\n", shown);
        assertThat(compiled)
                .as("what is compiled stands in %s", page)
                .isNotEmpty()
                .allSatisfy(code -> assertThat(all).contains(code));
        assertThat(shown)
                .as("what stands in %s is compiled by %s", page, test.getSimpleName())
                .allSatisfy(code -> assertThat(withoutAll(code, compiled)).isEmpty());
    }

    private static List<String> compiled(String mark, Class<?> test) throws IOException {
        List<String> snippets = new ArrayList<>();
        StringBuilder snippet = null;
        for (String line : Files.readAllLines(SOURCES.resolve(test.getSimpleName() + ".java"))) {
            if (line.strip().equals("// " + mark)) {
                snippet = new StringBuilder();
            } else if (line.strip().equals("// end") && snippet != null) {
                snippets.add(squeezed(snippet.toString()));
                snippet = null;
            } else if (snippet != null) {
                snippet.append(line);
            }
        }
        return snippets;
    }

    private static List<String> shown(Path page) throws IOException {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = null;
        for (String line : Files.readAllLines(page)) {
            if (block == null && line.equals("```java")) {
                block = new StringBuilder();
            } else if (block != null && line.equals("```")) {
                blocks.add(squeezed(block.toString()));
                block = null;
            } else if (block != null) {
                block.append(line);
            }
        }
        return blocks;
    }

    // The braces that close what an example opened come after the assertions of the test.
    private static String withoutAll(String block, List<String> compiled) {
        String rest = block;
        for (String code : compiled) {
            rest = rest.replace(code, "");
        }
        return rest.replace("}", "");
    }

    /** Without white space, since the formatter and the page break lines differently. */
    private static String squeezed(String text) {
        StringBuilder squeezed = new StringBuilder();
        text.chars().filter(c -> !Character.isWhitespace(c)).forEach(c -> squeezed.append((char) c));
        return squeezed.toString();
    }
}
