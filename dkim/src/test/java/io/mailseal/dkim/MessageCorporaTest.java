package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Messages of other projects, with their keys and what should come out. */
@Tag("corpora")
class MessageCorporaTest {

    // Where a case does not say: after the messages were made, before anything in them expires that should not.
    private static final Instant NOW = Instant.parse("2026-12-31T00:00:00Z");

    @Test
    @DisplayName("DKV_38 the examples of RFC 6376 A.2 and RFC 8463 A.3, and what was made of them")
    void rfcExamples() throws IOException {
        assertThat(run("dkim-rfc-examples", 9)).isEmpty();
    }

    @Test
    void dkimpy() throws IOException {
        assertThat(run("dkim-dkimpy", 145)).isEmpty();
    }

    @Test
    void mailDkim() throws IOException {
        assertThat(run("dkim-mail-dkim", 79)).isEmpty();
    }

    private static List<String> run(String corpus, int cases) throws IOException {
        JsonNode manifest = Corpora.json(corpus + "/manifest.json");
        Set<String> known = Corpora.knownDifferences(corpus);
        List<String> failed = new ArrayList<>();
        int differing = 0;
        for (JsonNode testCase : Corpora.list(manifest.get("cases"))) {
            String id = testCase.get("id").asString();
            DkimResult result = verify(corpus, manifest, testCase);
            boolean agrees = agrees(testCase, result);
            boolean isKnown = known.contains(id + " " + result.status().word());
            if (agrees && known.stream().anyMatch(line -> line.startsWith(id + " "))) {
                failed.add(id + " is a known difference, but passes");
            } else if (!agrees && isKnown) {
                differing++;
            } else if (!agrees) {
                failed.add(id + ": wanted " + testCase.get("expect") + " " + testCase.path("signatures") + ", got "
                        + result.status().word() + " " + result.signatures());
            }
        }
        int count = manifest.get("cases").size();
        System.out.printf(
                "conformance | %s | %d | %d | %d%n", corpus, count, count - failed.size() - differing, differing);
        assertThat(count).isEqualTo(cases);
        return failed;
    }

    private static DkimResult verify(String corpus, JsonNode manifest, JsonNode testCase) throws IOException {
        Instant now = testCase.hasNonNull("now")
                ? Instant.ofEpochSecond(testCase.get("now").asLong())
                : NOW;
        DkimVerifier verifier = DkimVerifier.builder()
                .resolver(Corpora.dns(manifest, testCase))
                .clock(() -> now)
                .build();
        byte[] octets = Files.readAllBytes(
                Corpora.file(corpus + "/" + testCase.get("file").asString()));
        try (Message message = MessageReader.strict().read(octets)) {
            return verifier.verify(message);
        }
    }

    private static boolean agrees(JsonNode testCase, DkimResult result) {
        if (!Corpora.strings(testCase.get("expect")).contains(result.status().word())) {
            return false;
        }
        if (!testCase.hasNonNull("signatures")) {
            return true;
        }
        List<String> each =
                result.signatures().stream().map(one -> one.status().word()).collect(Collectors.toList());
        List<String> wanted = Corpora.strings(testCase.get("signatures"));
        for (int i = 0; i < wanted.size() && i < each.size(); i++) {
            if (!List.of(wanted.get(i).split("\\|")).contains(each.get(i))) {
                return false;
            }
        }
        return true;
    }
}
