package io.mailseal.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailseal.core.DomainName;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Real mail. The manifest's domains come from a lenient parser and are no oracle: where we find one domain or several, they
 * must be the same; how much of the rest is refused, and why, is counted.
 */
@Tag("corpora")
class CorpusAuthorsTest {

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
                "mail-mime4j              | {NO_FROM=35, ONE_DOMAIN=43, SYNTAX=2}",
                "mail-python-email        | {NO_FROM=7, ONE_DOMAIN=38, SYNTAX=2}",
                "mail-spamassassin-public | {NOT_UTF_8=7, ONE_DOMAIN=1892, SEVERAL_DOMAINS=1}"
            })
    void realMail(String name, String expected) throws IOException {
        Path folder = corpus(name);
        Map<String, Integer> counts = new TreeMap<>();
        int compared = 0;
        for (JsonNode each : new ObjectMapper()
                .readTree(folder.resolve("manifest.json").toFile())
                .get("messages")) {
            AuthorAddresses authors = authors(folder, each);
            counts.merge(authors.problem().map(Enum::name).orElse("ONE_DOMAIN"), 1, Integer::sum);
            if (isReadable(authors) && each.has("from_domains_python")) {
                assertThat(names(authors)).as(each.toString()).isEqualTo(strings(each.get("from_domains_python")));
                compared++;
            }
        }
        System.out.printf("conformance | %s: domains of authors | %2$d | %2$d | 0%n", name, compared);
        assertThat(counts).hasToString(expected);
    }

    private static boolean isReadable(AuthorAddresses authors) {
        return authors.status() == AuthorStatus.ONE_DOMAIN || authors.status() == AuthorStatus.SEVERAL_DOMAINS;
    }

    private static List<String> strings(JsonNode domains) {
        return domains.valueStream().map(JsonNode::asString).toList();
    }

    private static List<String> names(AuthorAddresses authors) {
        return authors.domains().stream().map(DomainName::toString).toList();
    }

    private static AuthorAddresses authors(Path folder, JsonNode each) throws IOException {
        try (Message message = MessageReader.strict().allowLocalLineEnds().read(octets(folder, each))) {
            return AuthorAddresses.of(message.header());
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
