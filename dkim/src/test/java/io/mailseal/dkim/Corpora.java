package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.testkit.InMemoryDns;
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
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Third-party cases, beside the project. */
final class Corpora {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Corpora() {}

    /** A file or folder of the corpora; skips the test where there are none. */
    static Path file(String name) {
        String root = System.getenv("MAILSEAL_CORPORA");
        assumeTrue(root != null, "MAILSEAL_CORPORA is not set");
        assertThat(Path.of(root)).as("MAILSEAL_CORPORA").isDirectory();
        return Path.of(root).resolve(name);
    }

    static JsonNode json(String name) {
        Path file = file(name);
        try {
            return JSON.readTree(Files.readString(file));
        } catch (IOException failed) {
            throw new IllegalStateException(file.toString(), failed);
        }
    }

    static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    /** A value that is a string, or a list of them. */
    static List<String> strings(JsonNode node) {
        return node.isArray() ? list(node).stream().map(JsonNode::asString).toList() : List.of(node.asString());
    }

    /** The DNS of a manifest, with that of a case on top. Names that are no names can't be in DNS. */
    static InMemoryDns dns(JsonNode manifest, JsonNode testCase) {
        Map<String, JsonNode> names = new TreeMap<>();
        for (JsonNode node : List.of(manifest, testCase)) {
            if (node.has("dns")) {
                node.get("dns").properties().forEach(entry -> names.put(entry.getKey(), entry.getValue()));
            }
        }
        InMemoryDns.Builder dns = InMemoryDns.builder();
        names.forEach((text, data) -> DomainName.parse(text).ifPresent(name -> add(dns, name, data)));
        return dns.build();
    }

    private static void add(InMemoryDns.Builder dns, DomainName name, JsonNode data) {
        if (data.isString()) {
            switch (data.asString()) {
                case "NXDOMAIN" -> {}
                case "NODATA" -> dns.record(name.below("below").orElseThrow(), DnsRecord.Txt.of(""));
                case "SERVFAIL" -> dns.failing(name, DnsFailure.SERVER_FAILURE);
                case "TIMEOUT" -> dns.failing(name, DnsFailure.TIMEOUT);
                default -> throw new IllegalArgumentException(data.toString());
            }
            return;
        }
        for (JsonNode text : list(data.get("TXT"))) {
            dns.record(name, new DnsRecord.Txt(Octets.ofUtf8(String.join("", strings(text)))));
        }
    }

    /** The cases of a corpus of which we know better: lines of corpus, case, our result, deciding section, reason. */
    static Set<String> knownDifferences(String corpus) {
        try (InputStream in = Corpora.class.getResourceAsStream("known-differences.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .map(line -> line.split(" ", 4))
                    .filter(line -> line[0].equals(corpus))
                    .map(line -> line[1] + " " + line[2])
                    .collect(Collectors.toSet());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
