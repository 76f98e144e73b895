package io.mailseal.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Real mail, and test messages of other programs: every part can be read; what is odd is counted. */
@Tag("corpora")
class CorpusPartsTest {

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
                "mail-mime4j              |  272 | {MALFORMED_CONTENT_TYPE=1, REPEATED_FIELD=1, NO_BOUNDARY=1, "
                        + "SIMILAR_BOUNDARY=4, UNEXPECTED_PARTS=1, STRAY_LINES=9, UNCLOSED_MULTIPART=9, "
                        + "ENCODED_CONTAINER=4, UNKNOWN_ENCODING=1, MALFORMED_BASE64=2, MALFORMED_TEXT=21}",
                "mail-python-email        |  141 | {MALFORMED_CONTENT_TYPE=1, NO_BOUNDARY=2, UNEXPECTED_PARTS=3, "
                        + "STRAY_LINES=3, UNCLOSED_MULTIPART=3, MALFORMED_BASE64=2, MALFORMED_TEXT=5}",
                "mail-spamassassin-public | 2220 | {SIMILAR_BOUNDARY=7, UNEXPECTED_PARTS=1, UNCLOSED_MULTIPART=26, "
                        + "MALFORMED_BASE64=5, MALFORMED_QUOTED_PRINTABLE=1, UNKNOWN_CHARSET=3, MALFORMED_TEXT=58}"
            })
    void realMail(String name, int expectedParts, String expected) throws IOException {
        Path folder = corpus(name);
        Map<MimeAnomaly, Integer> counts = new EnumMap<>(MimeAnomaly.class);
        int messages = 0;
        int parts = 0;
        for (JsonNode each : new ObjectMapper()
                .readTree(folder.resolve("manifest.json").toFile())
                .get("messages")) {
            try (Message message = MessageReader.strict().allowLocalLineEnds().read(octets(folder, each))) {
                MimeParts walk = MimeParts.of(message);
                parts += read(walk);
                messages++;
                walk.anomalies().forEach(anomaly -> counts.merge(anomaly, 1, Integer::sum));
            }
        }
        System.out.println(name + ": " + messages + " messages, " + parts + " parts, " + counts);
        System.out.printf("conformance | %s: parts | %2$d | %2$d | 0%n", name, messages);
        assertThat(parts).isEqualTo(expectedParts);
        assertThat(counts).hasToString(expected);
    }

    private static int read(MimeParts walk) throws IOException {
        int parts = 0;
        for (Optional<MimePart> part = walk.next(); part.isPresent(); part = walk.next()) {
            part.get().text().transferTo(Writer.nullWriter());
            parts++;
        }
        return parts;
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
