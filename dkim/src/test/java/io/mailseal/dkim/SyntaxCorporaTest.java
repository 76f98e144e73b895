package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import io.mailseal.core.syntax.TagList;
import io.mailseal.testkit.InMemoryDns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Facts of other projects about the parts of the grammar, and about the canonical form of real mail. */
@Tag("corpora")
class SyntaxCorporaTest {

    private static List<JsonNode> cases(String file) {
        return Corpora.list(Corpora.json("dkim-syntax/" + file).get("cases"));
    }

    private static void report(String file, int cases, int failed, int known) {
        System.out.printf("conformance | dkim-syntax/%s | %d | %d | %d%n", file, cases, cases - failed - known, known);
    }

    @Test
    void tagLists() {
        Set<String> known = Corpora.knownDifferences("dkim-syntax/tag-list.json");
        List<JsonNode> cases = cases("tag-list.json");
        List<String> failed = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            boolean agrees = agrees(cases.get(i));
            boolean differs = known.contains(i + (cases.get(i).has("error") ? " valid" : " error"));
            if (agrees == differs) {
                failed.add(i + (agrees ? " is a known difference, but passes" : ": " + cases.get(i)));
            }
        }
        report("tag-list.json", cases.size(), failed.size(), known.size());
        assertThat(cases).hasSize(26);
        assertThat(failed).isEmpty();
    }

    private static boolean agrees(JsonNode example) {
        TagList list = TagList.parse(example.get("text").asString());
        if (!list.isValid() || example.has("error")) {
            return !list.isValid() && example.has("error");
        }
        Map<String, String> tags = new TreeMap<>();
        list.tags().forEach(tag -> tags.put(tag.name(), tag.value()));
        Map<String, String> wanted = new TreeMap<>();
        example.get("tags")
                .properties()
                .forEach(tag -> wanted.put(tag.getKey(), tag.getValue().asString()));
        return tags.equals(wanted);
    }

    @Test
    void quotedPrintable() {
        List<JsonNode> cases = cases("quoted-printable.json");
        assertThat(cases).hasSize(16);
        for (JsonNode example : cases) {
            String decoded = QuotedPrintable.decode(example.get("text").asString());
            assertThat(decoded)
                    .as(example.toString())
                    .isEqualTo(
                            example.has("error") ? null : example.get("decoded").asString());
        }
        report("quoted-printable.json", cases.size(), 0, 0);
    }

    @Test
    void signatureFields() {
        List<JsonNode> cases = cases("signature-headers.json");
        assertThat(cases).hasSize(8);
        for (JsonNode example : cases) {
            HeaderBlock header = HeaderBlock.parse(Octets.ofLatin1(
                    "DKIM-Signature: " + example.get("header_value").asString() + "\r\nFrom: a@a.example\r\n\r\n"));
            DkimCheck check = DkimVerifier.builder()
                    .resolver(InMemoryDns.parse(""))
                    .build()
                    .prepare(header);
            assertThat(check.needsBody())
                    .as(example.toString())
                    .isEqualTo(example.get("valid").asBoolean());
        }
        report("signature-headers.json", cases.size(), 0, 0);
    }

    @Test
    void mailOfPython() throws IOException {
        assertThat(canonicalMail("mail-python-email")).isEmpty();
    }

    @Test
    void mailOfMime4j() throws IOException {
        assertThat(canonicalMail("mail-mime4j")).isEmpty();
    }

    @Test
    void mailOfSpamAssassin() throws IOException {
        assertThat(canonicalMail("mail-spamassassin-public")).isEmpty();
    }

    private static List<String> canonicalMail(String corpus) throws IOException {
        List<String> failed = new ArrayList<>();
        int bodies = 0;
        int headers = 0;
        for (JsonNode facts : Corpora.json(corpus + "/manifest.json").get("messages")) {
            byte[] octets = crlf(octets(corpus, facts));
            try (Message message = MessageReader.strict().read(octets)) {
                bodies++;
                byte[] body = message.body().readAllBytes();
                compare(facts, "simple_body_sha256", hash(DkimCanonicalization.SIMPLE, body), failed);
                compare(facts, "relaxed_body_sha256", hash(DkimCanonicalization.RELAXED, body), failed);
                if (facts.get("header_well_formed").asBoolean() && facts.hasNonNull("relaxed_headers_sha256")) {
                    headers++;
                    HeaderCanonicalizer canonicalizer = new HeaderCanonicalizer(DkimCanonicalization.RELAXED, 0);
                    message.header().fields().forEach(canonicalizer::add);
                    byte[] canonical = canonicalizer.canonical();
                    String hash = HexFormat.of().formatHex(Sha256.newDigest().digest(canonical));
                    compare(facts, "relaxed_headers_sha256", hash, failed);
                }
            }
        }
        System.out.printf(
                "conformance | %s: canonical headers and bodies | %d | %d | 0%n",
                corpus, bodies + headers, bodies + headers - failed.size());
        return failed;
    }

    private static void compare(JsonNode facts, String key, String hash, List<String> failed) {
        if (facts.hasNonNull(key) && !facts.get(key).asString().equals(hash)) {
            failed.add(facts.path("file") + " " + facts.path("entry") + " " + key + " " + facts.path("flags"));
        }
    }

    private static String hash(DkimCanonicalization form, byte[] body) {
        CanonicalBody canonical = CanonicalBody.of(form);
        BodyHashing hashing = canonical.hashing(Long.MAX_VALUE);
        canonical.update(body, 0, body.length);
        canonical.finish();
        return HexFormat.of()
                .formatHex(hashing.result(canonical.length()).hash().toByteArray());
    }

    private static byte[] octets(String corpus, JsonNode facts) throws IOException {
        if (facts.has("file")) {
            return Files.readAllBytes(
                    Corpora.file(corpus + "/" + facts.get("file").asString()));
        }
        Path path = Corpora.file(corpus + "/" + facts.get("zip").asString());
        try (ZipFile zip = new ZipFile(path.toFile());
                InputStream in =
                        zip.getInputStream(zip.getEntry(facts.get("entry").asString()))) {
            return in.readAllBytes();
        }
    }

    /** What the facts are about: without a mailbox line, and every line end CRLF. */
    private static byte[] crlf(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        if (text.startsWith("From ")) {
            text = text.substring(text.indexOf('\n') + 1);
        }
        return text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
