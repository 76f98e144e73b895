package io.mailseal.dnsbl.uri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Real mail, and test messages of other programs: the URIs of every message are found; how many is counted. */
@Tag("corpora")
class CorpusUrisTest {

    private static final UriExtractor EXTRACTOR = UriExtractor.builder().build();

    private static Path corpus(String name) {
        String root = System.getenv("MAILSEAL_CORPORA");
        assumeTrue(root != null, "MAILSEAL_CORPORA is not set");
        assertThat(Path.of(root)).as("MAILSEAL_CORPORA").isDirectory();
        return Path.of(root).resolve(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mail-mime4j              |  100",
                "mail-python-email        |   50",
                "mail-spamassassin-public | 8000"
            })
    void realMail(String name, int atLeast) throws IOException {
        Path folder = corpus(name);
        Map<UriPlace, Integer> places = new EnumMap<>(UriPlace.class);
        Map<String, Integer> schemes = new TreeMap<>();
        Map<ExtractionProblem, Integer> problems = new EnumMap<>(ExtractionProblem.class);
        int messages = 0;
        int uris = 0;
        for (JsonNode each : new ObjectMapper()
                .readTree(folder.resolve("manifest.json").toFile())
                .get("messages")) {
            UriExtraction extraction = extraction(octets(folder, each));
            messages++;
            uris += extraction.uris().size();
            extraction.uris().forEach(found -> places.merge(found.place(), 1, Integer::sum));
            extraction.uris().forEach(found -> schemes.merge(found.scheme(), 1, Integer::sum));
            extraction.problems().forEach(problem -> problems.merge(problem, 1, Integer::sum));
            assertThat(extraction.isTruncated()).as(each.toString()).isFalse();
        }
        System.out.println(
                name + ": " + messages + " messages, " + uris + " URIs, " + places + ", " + schemes + ", " + problems);
        System.out.printf("conformance | %s: URIs of all parts | %2$d | %2$d | 0%n", name, messages);
        assertThat(uris).isGreaterThanOrEqualTo(atLeast);
    }

    private static UriExtraction extraction(byte[] octets) throws IOException {
        try (Message message = MessageReader.strict().allowLocalLineEnds().read(octets)) {
            return EXTRACTOR.extract(message);
        }
    }

    private static byte[] octets(Path folder, JsonNode each) throws IOException {
        if (each.has("file")) {
            return Files.readAllBytes(folder.resolve(each.get("file").asString()));
        }
        try (ZipFile zip =
                        new ZipFile(folder.resolve(each.get("zip").asString()).toFile());
                InputStream entry =
                        zip.getInputStream(zip.getEntry(each.get("entry").asString()))) {
            return entry.readAllBytes();
        }
    }
}
