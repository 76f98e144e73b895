package io.mailseal.core.authres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fields that other programs read and write, and the examples of RFC 8601. */
@Tag("corpora")
class AuthresCorpusTest {

    @Test
    @DisplayName("ARH_01 authres-basic: what is read, and where the grammar ends")
    void reading() throws IOException {
        JsonNode cases = corpus().get("cases");
        Set<String> known = knownDifferences();
        List<String> failed = new ArrayList<>();
        int different = 0;
        int outside = 0;
        for (JsonNode one : cases) {
            AuthenticationResultsParse parse =
                    AuthenticationResults.parse(one.get("value").asString());
            String expected = one.get("upstream").get("accept").asBoolean()
                    ? expected(one)
                    : AuthenticationResultsSyntaxError.class.getSimpleName();
            String actual = describe(parse, isFull(one));
            if (expected.equals(actual) == known.contains(one.get("id").asString())) {
                failed.add(one.get("id").asString() + " expected " + expected + " was " + actual);
            }
            different += expected.equals(actual) ? 0 : 1;
            boolean strict = parse instanceof AuthenticationResults field
                    && field.deviations().isEmpty();
            if (strict != one.get("abnf_valid").asBoolean()) {
                failed.add(one.get("id").asString() + " is within the grammar: " + !strict + ", ours: " + parse);
            }
            outside += strict ? 0 : 1;
        }
        System.out.printf(
                "conformance | authres-basic: fields read | %d | %d | %d%n",
                cases.size(), cases.size() - failed.size() - different, different);
        assertThat(failed).isEmpty();
        assertThat(cases.size()).isEqualTo(45);
        assertThat(different).isEqualTo(known.size());
        assertThat(outside).isEqualTo(6);
    }

    private static boolean isFull(JsonNode one) {
        return one.has("assertion") && one.get("assertion").asString().equals("full");
    }

    private static String expected(JsonNode one) {
        JsonNode field = one.get("expect");
        StringBuilder text = new StringBuilder(field.get("authserv_id").asString());
        for (JsonNode result : field.get("results")) {
            text.append("; ").append(result.get("method").asString());
            text.append('/')
                    .append(
                            result.get("method_version").isNull()
                                    ? 1
                                    : result.get("method_version").asInt());
            text.append('=').append(result.get("result").asString());
            text.append(isFull(one) ? " (" + text(result, "comment") + ")" : "");
            text.append(" reason=").append(text(result, "reason"));
            for (JsonNode property : result.get("props")) {
                text.append(' ').append(property.get(0).asString()).append('.');
                text.append(property.get(1).asString());
                text.append('=').append(property.get(2).asString());
            }
        }
        return text.toString();
    }

    private static String text(JsonNode result, String name) {
        return !result.has(name) || result.get(name).isNull()
                ? ""
                : result.get(name).asString();
    }

    // The corpus has properties in lower case.
    private static String describe(AuthenticationResultsParse parse, boolean full) {
        if (!(parse instanceof AuthenticationResults field)) {
            return parse.getClass().getSimpleName();
        }
        StringBuilder text = new StringBuilder(field.authservId());
        for (MethodResult result : field.results()) {
            text.append("; ").append(result.method()).append('/').append(result.version());
            text.append('=').append(result.result());
            text.append(full ? " (" + result.comment().orElse("") + ")" : "");
            text.append(" reason=").append(result.reason().orElse(""));
            result.properties()
                    .forEach(property -> text.append(' ')
                            .append(property.type())
                            .append('.')
                            .append(Keyword.lower(property.name()))
                            .append('=')
                            .append(property.value()));
        }
        return text.toString();
    }

    @Test
    @DisplayName("ARH_02 authres-basic: what is written, compared after reading")
    void writing() throws IOException {
        JsonNode cases = corpus().get("generation");
        int sameText = 0;
        for (JsonNode one : cases) {
            String expected = one.get("expected").asString();
            AuthenticationResults field = build(one);
            assertThat(AuthenticationResults.parse(expected.substring(expected.indexOf(':') + 1)))
                    .as(expected)
                    .isEqualTo(field);
            sameText += field.toLine().equals(expected) ? 1 : 0;
        }
        System.out.printf("conformance | authres-basic: fields written | %1$d | %1$d | 0%n", cases.size());
        assertThat(cases.size()).isEqualTo(15);
        // The others announce version 1, or have comments where we write none.
        assertThat(sameText).isEqualTo(11);
    }

    private static AuthenticationResults build(JsonNode one) {
        AuthenticationResults.Builder field =
                AuthenticationResults.builder(one.get("authserv_id").asString());
        for (JsonNode result : one.get("results")) {
            MethodResult built = MethodResult.of(
                            result.get("method").asString(),
                            result.get("result").asString())
                    .withReason(text(result, "reason"))
                    .withComment(text(result, "comment"));
            for (JsonNode property : result.get("props")) {
                built = built.with(
                        property.get(0).asString(),
                        property.get(1).asString(),
                        property.get(2).asString());
            }
            field.result(built);
        }
        return field.build();
    }

    @Test
    @DisplayName("ARH_12 authres-basic: header.b and the signature it means")
    void signatures() throws IOException {
        JsonNode cases = corpus().get("header_b_matching");
        TrustedResults trusted =
                TrustedResults.builder().trust("mx").allowAnyPosition().build();
        for (JsonNode one : cases) {
            MethodResult result = MethodResult.of("dkim", "pass").with("header", "d", text(one, "header_d"));
            if (!text(one, "header_b").isEmpty()) {
                result = result.with("header", "b", text(one, "header_b"));
            }
            String field =
                    AuthenticationResults.builder("mx").result(result).build().toHeaderField();
            AuthenticationFinding finding = trusted.read(HeaderBlock.parse(Octets.ofLatin1(field + "\r\n")))
                    .all()
                    .get(0);
            assertThat(finding.isAbout(DomainName.of(text(one, "signature_d")), text(one, "signature_b_prefix")))
                    .as(one::toString)
                    .isEqualTo(one.get("match").asBoolean());
        }
        System.out.printf("conformance | authres-basic: signatures told apart | %1$d | %1$d | 0%n", cases.size());
        assertThat(cases.size()).isEqualTo(8);
    }

    /** Odd mail: every field of this name comes to a result, and so do those with a name like it. */
    @Test
    void fieldsOfMailInTheWild() throws IOException {
        int fields = 0;
        int read = 0;
        for (String corpus : List.of("mail-mime4j", "mail-python-email", "dkim-dkimpy", "arc-valimail")) {
            try (Stream<Path> files = Files.walk(folder(corpus))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    for (HeaderField field : fields(Files.readAllBytes(file))) {
                        fields++;
                        read += AuthenticationResults.parse(field.rawValue()) instanceof AuthenticationResults ? 1 : 0;
                    }
                }
            }
        }
        System.out.printf("conformance | mail: fields like Authentication-Results | %d | %d | 0%n", fields, read);
        assertThat(fields).isEqualTo(108);
        assertThat(read).isEqualTo(108);
    }

    private static List<HeaderField> fields(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\n")
                .replace("\n", "\r\n");
        return HeaderBlock.parse(Octets.ofLatin1(text)).fields().stream()
                .filter(field -> Keyword.lower(field.name()).contains("authentication-results"))
                .toList();
    }

    private static JsonNode corpus() throws IOException {
        return JsonMapper.shared()
                .readTree(folder("authres-basic").resolve("cases.json").toFile());
    }

    private static Path folder(String corpus) {
        String root = System.getenv("MAILSEAL_CORPORA");
        assumeTrue(root != null, "MAILSEAL_CORPORA is not set");
        assertThat(Path.of(root)).as("MAILSEAL_CORPORA").isDirectory();
        return Path.of(root).resolve(corpus);
    }

    private static Set<String> knownDifferences() throws IOException {
        try (InputStream in = AuthresCorpusTest.class.getResourceAsStream("known-differences.txt")) {
            String lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return lines.lines()
                    .filter(line -> line.startsWith("authres-basic "))
                    .map(line -> line.split(" ", -1)[1])
                    .collect(Collectors.toSet());
        }
    }
}
