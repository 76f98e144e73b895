package io.mailseal.dnsbl.uri;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** SpamAssassin's cases for URIs. They are named by file and place, such as {@code extraction-98}. */
@Tag("corpora")
class SpamAssassinUriCorpusTest {

    @Test
    @DisplayName("DBL_14 uri-extraction-text.json")
    void extraction() throws IOException {
        run("uri-extraction-text.json", "extraction", 172, SpamAssassinUriCorpusTest::checkExtraction);
    }

    private static void checkExtraction(JsonNode test) {
        List<ReadUri> found = Found.inText(test.get("text").stringValue());
        // The corpus expects URIs as they were written, with the scheme in front that was missing, and hosts alone.
        String written = found.stream()
                .flatMap(uri -> Stream.of(uri.uri(), withScheme(uri), uri.scheme() + "://" + uri.host()))
                .collect(Collectors.joining("\n"));
        for (JsonNode pattern : test.get("uris_match")) {
            assertThat(matches(pattern, written)).as(pattern + " in " + found).isTrue();
        }
        for (JsonNode pattern : test.get("uris_must_not_match")) {
            assertThat(matches(pattern, written)).as(pattern + " in " + found).isFalse();
        }
    }

    private static String withScheme(ReadUri uri) {
        String slashes = uri.scheme().equals("mailto") ? ":" : "://";
        boolean has = uri.asFound()
                .regionMatches(true, 0, uri.scheme() + ":", 0, uri.scheme().length() + 1);
        return has ? uri.asFound() : uri.scheme() + slashes + uri.asFound();
    }

    private static boolean matches(JsonNode pattern, String text) {
        return Pattern.compile(pattern.stringValue(), Pattern.MULTILINE)
                .matcher(text)
                .find();
    }

    @Test
    @DisplayName("DBL_13 uri-to-domain.json")
    void registeredDomain() throws IOException {
        RegisteredDomains domains = RegisteredDomains.readLists(
                list("two-level-tlds.txt", "live.com"), list("three-level-tlds.txt", "three.3ldlive.com"));
        assertThat(domains.skippedLines()).isZero();
        run("uri-to-domain.json", "domain", 39, test -> checkDomain(domains, test));
    }

    // The cases want one entry more.
    private static InputStream list(String file, String more) throws IOException {
        String lines = Files.readString(Corpora.file("dnsbl-spamassassin/" + file)) + "\n" + more;
        return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
    }

    private static void checkDomain(RegisteredDomains domains, JsonNode test) {
        String input = test.get("input").stringValue();
        boolean octets = test.has("input_is_utf8_bytes")
                && test.get("input_is_utf8_bytes").booleanValue();
        String text = octets ? new String(input.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8) : input;
        List<String> found = Found.in(text).stream()
                .map(ReadUri::host)
                .map(host ->
                        domains.of(host).map(domain -> domain.name().toString()).orElse(host.toString()))
                .toList();
        JsonNode domain = test.get("domain");
        assertThat(found).isEqualTo(domain.isNull() ? List.of() : List.of(domain.stringValue()));
    }

    @Test
    @DisplayName("DBL_14 uri-canonicalisation.json")
    void canonicalisation() throws IOException {
        run("uri-canonicalisation.json", "canonicalisation", 20, SpamAssassinUriCorpusTest::checkCanonical);
    }

    // The corpus lists each layer of encoding as a URI of its own; we give one form for all.
    private static void checkCanonical(JsonNode test) {
        Set<String> found = new TreeSet<>();
        test.get("input").forEach(uri -> Found.in(uri.stringValue()).forEach(read -> found.add(decoded(read.uri()))));
        Set<String> expected = new TreeSet<>();
        test.get("canonical")
                .forEach(uri -> Found.uris(Found.in(uri.stringValue())).forEach(read -> expected.add(decoded(read))));
        assertThat(found).containsAll(expected).isNotEmpty();
    }

    private static String decoded(String uri) {
        String once = PercentEncoding.decode(uri);
        return once.equals(uri) ? uri : decoded(once);
    }

    @Test
    @DisplayName("RFC 3986 5.4 uri-resolution.json")
    void resolution() throws IOException {
        run(
                "uri-resolution.json",
                "resolution",
                42,
                test -> assertThat(UriReference.resolve(
                                test.get("base").stringValue(), test.get("ref").stringValue()))
                        .isEqualTo(test.get("target").stringValue()));
    }

    // ---- running ----

    private static void run(String file, String name, int count, Consumer<JsonNode> check) throws IOException {
        JsonNode cases = JsonMapper.shared()
                .readTree(Corpora.file("dnsbl-spamassassin/" + file))
                .get("cases");
        Set<String> known = knownDifferences(name);
        List<String> failed = new ArrayList<>();
        List<String> differing = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            String id = name + "-" + i;
            String difference = difference(cases.get(i), check);
            if (known.contains(id) && difference.isEmpty()) {
                failed.add(id + " is a known difference, but passes");
            } else if (known.contains(id)) {
                differing.add(id);
            } else if (!difference.isEmpty()) {
                failed.add(id + ": " + cases.get(i) + ": " + difference);
            }
        }
        System.out.printf(
                "conformance | dnsbl-spamassassin: %s | %d | %d | %d%n",
                file, cases.size(), cases.size() - failed.size() - differing.size(), differing.size());
        assertThat(failed).isEmpty();
        assertThat(differing).containsExactlyInAnyOrderElementsOf(known);
        assertThat(cases.size()).isEqualTo(count);
    }

    private static String difference(JsonNode test, Consumer<JsonNode> check) {
        try {
            check.accept(test);
            return "";
        } catch (AssertionError difference) {
            return difference.getMessage();
        }
    }

    private static Set<String> knownDifferences(String name) throws IOException {
        try (InputStream in = SpamAssassinUriCorpusTest.class.getResourceAsStream("known-differences.txt")) {
            String lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return lines.lines()
                    .filter(line -> line.startsWith(name + "-"))
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
