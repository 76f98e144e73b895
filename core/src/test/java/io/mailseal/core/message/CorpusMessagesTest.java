package io.mailseal.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailseal.core.Octets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Real mail and odd mail: where the header ends, how many fields it has and what is in them, against facts that came from
 * other programs. The facts are about the file without its mbox line and with every LF made CRLF. No message differs, so
 * there is no list of known differences.
 */
@Tag("corpora")
class CorpusMessagesTest {

    // What a header may not be for the manifest to call it well-formed: each line "name[WSP]:" or a continuation.
    private static final Set<MessageAnomaly> MALFORMED = Set.of(
            MessageAnomaly.NO_COLON,
            MessageAnomaly.INVALID_NAME,
            MessageAnomaly.EMPTY_NAME,
            MessageAnomaly.LEADING_CONTINUATION);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mail-mime4j | 80 | 497 | {NON_ASCII_HEADER=1, LONG_LINE=2, NO_COLON=6, SPACE_BEFORE_COLON=1, "
                        + "BLANK_LINE=3, INVALID_NAME=2, REPEATED_FIELD=1, NO_SEPARATOR=2}",
                "mail-python-email | 47 | 338 | {NO_COLON=2, REPEATED_FIELD=2, NO_SEPARATOR=1}",
                "mail-spamassassin-public | 1900 | 51277 | {NON_ASCII_HEADER=15, LONG_LINE=9, REPEATED_FIELD=2}"
            })
    void agreesWithTheManifest(String corpus, int messages, int fields, String anomalies) throws IOException {
        Path folder = folder(corpus);
        Map<String, byte[]> files = new HashMap<>();
        List<String> differences = new ArrayList<>();
        Map<MessageAnomaly, Integer> seen = new TreeMap<>();
        int fieldsSeen = 0;
        JsonNode all = JsonMapper.shared()
                .readTree(folder.resolve("manifest.json").toFile())
                .get("messages");
        for (JsonNode facts : all) {
            byte[] octets = transformed(octets(folder, facts, files));
            Message message = MessageReader.strict().read(octets);
            compare(facts, octets, message, differences);
            message.anomalies().forEach(anomaly -> seen.merge(anomaly, 1, Integer::sum));
            fieldsSeen += message.header().fields().size();
        }
        System.out.printf(
                "conformance | %s: headers and bodies | %d | %d | 0%n",
                corpus, all.size(), all.size() - differences.size());
        assertThat(differences).isEmpty();
        assertThat(all.size()).isEqualTo(messages);
        assertThat(fieldsSeen).isEqualTo(fields);
        assertThat(seen).hasToString(anomalies);
    }

    private static void compare(JsonNode facts, byte[] octets, Message message, List<String> differences)
            throws IOException {
        HeaderBlock header = message.header();
        boolean separated = !header.anomalies().contains(MessageAnomaly.NO_SEPARATOR);
        int bodyOffset = header.raw().length() + (separated ? 2 : 0);
        Octets body = Octets.of(message.body().readAllBytes());
        List<String> found = new ArrayList<>();
        add("body offset", facts.get("body_offset").asInt(), bodyOffset, found);
        add("body", Octets.of(octets).slice(bodyOffset, octets.length), body, found);
        add("well-formed", facts.get("header_well_formed").asBoolean(), isWellFormed(header), found);
        if (facts.has("header_fields")) {
            add("fields", facts.get("header_fields").asInt(), header.fields().size(), found);
            add("From", facts.get("from_count").asInt(), header.fields("From").size(), found);
            add("values", facts.get("relaxed_headers_sha256").asString(), sha256(relaxed(header)), found);
        }
        if (!found.isEmpty()) {
            differences.add(facts + ": " + found);
        }
    }

    private static void add(String what, Object expected, Object actual, List<String> found) {
        if (!expected.equals(actual)) {
            found.add(what + " " + expected + " is " + actual);
        }
    }

    private static boolean isWellFormed(HeaderBlock header) {
        return header.anomalies().stream().noneMatch(MALFORMED::contains);
    }

    /** RFC 6376 §3.4.2, from names and unfolded values. */
    private static String relaxed(HeaderBlock header) {
        StringBuilder text = new StringBuilder();
        for (HeaderField field : header.fields()) {
            text.append(field.name().toLowerCase(Locale.ROOT)).append(':');
            boolean afterBlank = false;
            for (char c : field.unfoldedValue().toCharArray()) {
                boolean blank = HeaderField.isBlank(c);
                text.append(!blank ? String.valueOf(c) : afterBlank ? "" : " ");
                afterBlank = blank;
            }
            text.append("\r\n");
        }
        return text.toString();
    }

    private static String sha256(String latin1) {
        try {
            byte[] octets = latin1.getBytes(StandardCharsets.ISO_8859_1);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] transformed(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        String message = text.startsWith("From ") ? text.substring(text.indexOf('\n') + 1) : text;
        return message.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] octets(Path folder, JsonNode facts, Map<String, byte[]> unzipped) throws IOException {
        if (facts.has("file")) {
            return Files.readAllBytes(folder.resolve(facts.get("file").asString()));
        }
        String zip = facts.get("zip").asString();
        if (!unzipped.containsKey(zip)) {
            unzip(folder.resolve(zip), zip, unzipped);
        }
        return unzipped.get(zip + "/" + facts.get("entry").asString());
    }

    private static void unzip(Path file, String name, Map<String, byte[]> unzipped) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(file))) {
            unzipped.put(name, new byte[0]);
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                unzipped.put(name + "/" + entry.getName(), in.readAllBytes());
            }
        }
    }

    private static Path folder(String corpus) {
        String root = System.getenv("MAILSEAL_CORPORA");
        assumeTrue(root != null, "MAILSEAL_CORPORA is not set");
        assertThat(Path.of(root)).as("MAILSEAL_CORPORA").isDirectory();
        return Path.of(root).resolve(corpus);
    }
}
