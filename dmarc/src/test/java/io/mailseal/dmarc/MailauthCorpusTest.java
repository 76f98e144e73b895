package io.mailseal.dmarc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsEvaluation;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsLimits;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsType;
import io.mailseal.dmarc.AuthenticationEvidence.Method;
import io.mailseal.testkit.CompleteDnsView;
import io.mailseal.testkit.InMemoryDns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The DMARC cases of the mailauth project. */
@Tag("corpora")
class MailauthCorpusTest {

    @Test
    void cases() throws IOException {
        Set<String> known = knownDifferences();
        List<String> differing = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        int passed = 0;
        for (JsonNode test : corpus().get("cases")) {
            String id = test.get("id").stringValue();
            Optional<AssertionError> difference = difference(test);
            if (known.contains(id) && difference.isEmpty()) {
                failed.add(id + " is a known difference, but passes");
            } else if (known.contains(id)) {
                differing.add(id);
            } else if (difference.isPresent()) {
                failed.add(id + ": " + difference.get().getMessage());
            } else {
                passed++;
            }
        }
        int total = passed + failed.size() + differing.size();
        System.out.printf("conformance | dmarc-mailauth | %d | %d | %d%n", total, passed, differing.size());
        assertThat(failed).isEmpty();
        assertThat(differing).containsExactlyInAnyOrderElementsOf(known);
        assertThat(total).isEqualTo(46);
    }

    private static JsonNode corpus() {
        String root = System.getenv("MAILSEAL_CORPORA");
        assumeTrue(root != null, "MAILSEAL_CORPORA is not set");
        assertThat(Path.of(root)).as("MAILSEAL_CORPORA").isDirectory();
        return JsonMapper.shared().readTree(Path.of(root, "dmarc-mailauth", "cases.json"));
    }

    private static Optional<AssertionError> difference(JsonNode test) {
        try {
            check(test, Mail.rules(request(test), 20));
            check(test, letterOfTheRfc().evaluation(request(test)));
            return Optional.empty();
        } catch (AssertionError difference) {
            return Optional.of(difference);
        }
    }

    private static DmarcEvaluator letterOfTheRfc() {
        return DmarcEvaluator.builder()
                .resolver(question -> null)
                .allowAlignmentByPublicSuffixes()
                .build();
    }

    private static DmarcRequest request(JsonNode test) {
        String from = test.get("from").stringValue();
        DomainName author = DomainName.of(from.substring(from.indexOf('@') + 1));
        List<AuthenticationEvidence> evidence = new ArrayList<>();
        strings(test.get("dkim_pass")).forEach(d -> evidence.add(AuthenticationEvidence.dkimPass(DomainName.of(d))));
        strings(test.get("spf_pass")).forEach(d -> evidence.add(AuthenticationEvidence.spfPass(DomainName.of(d))));
        return DmarcRequest.of(author, evidence);
    }

    private static void check(JsonNode test, DnsEvaluation<DmarcResult> rules) {
        InMemoryDns dns = zone(test.get("dns"));
        DmarcResult result =
                dns.sessions().withLimits(DnsLimits.DEFAULT.withHints(0)).evaluate(rules);
        test.get("expect").properties().forEach(expected -> {
            JsonNode value = expected.getValue();
            String about = result + " " + expected;
            switch (expected.getKey()) {
                case "result" -> assertThat(result.status().word()).as(about).isIn(strings(value));
                case "policy", "published_policy" ->
                    assertThat(result.publishedPolicy().map(DmarcPolicy::word))
                            .as(about)
                            .contains(value.stringValue());
                case "effective_policy" ->
                    assertThat(result.effectivePolicy().map(DmarcPolicy::word))
                            .as(about)
                            .contains(value.stringValue());
                case "domain" ->
                    assertThat(result.discovery().flatMap(DmarcDiscovery::policyDomain))
                            .as(about)
                            .contains(DomainName.of(value.stringValue()));
                case "org_domain" ->
                    assertThat(CompleteDnsView.over(dns)
                                    .evaluate(new TreeWalk.From(
                                            result.authorDomain().orElseThrow(), new ParsedRecords()))
                                    .organizationalDomain())
                            .as(about)
                            .isEqualTo(DomainName.of(value.stringValue()));
                case "rua" ->
                    assertThat(result.discovery().flatMap(DmarcDiscovery::record).orElseThrow().rua().stream()
                                    .map(DmarcReportUri::uri))
                            .as(about)
                            .containsExactlyElementsOf(strings(value));
                case "queries" ->
                    assertThat(dns.questions())
                            .as(about)
                            .isEqualTo(strings(value).stream()
                                    .map(name -> DnsQuestion.txt(DomainName.of(name)))
                                    .toList());
                case "spf_aligned" ->
                    assertThat(aligned(result, Method.SPF)).as(about).isEqualTo(value.booleanValue());
                case "dkim_aligned" ->
                    assertThat(aligned(result, Method.DKIM)).as(about).isEqualTo(value.booleanValue());
                default -> throw new AssertionError("not understood: " + expected);
            }
        });
    }

    private static boolean aligned(DmarcResult result, Method method) {
        return result.alignments().stream()
                .filter(IdentifierAlignment::isAlignedPass)
                .anyMatch(alignment -> alignment.evidence().method() == method);
    }

    private static InMemoryDns zone(JsonNode names) {
        InMemoryDns.Builder builder = InMemoryDns.builder();
        names.properties().forEach(entry -> {
            DomainName name = DomainName.of(entry.getKey());
            entry.getValue().properties().forEach(set -> {
                DnsType type = DnsType.parse(set.getKey()).orElseThrow();
                if (set.getValue().isString()) {
                    builder.failing(
                            new DnsQuestion(name, type), failure(set.getValue().stringValue()));
                } else {
                    set.getValue().forEach(data -> builder.record(name, record(set.getKey(), data)));
                }
            });
        });
        return builder.build();
    }

    private static DnsFailure failure(String word) {
        assertThat(word).isEqualTo("SERVFAIL");
        return DnsFailure.SERVER_FAILURE;
    }

    private static DnsRecord record(String type, JsonNode data) {
        return switch (type) {
            case "TXT" -> DnsRecord.Txt.of(String.join("", strings(data)));
            case "A" -> new DnsRecord.Address(IpAddress.of(data.stringValue()));
            case "MX" ->
                new DnsRecord.Mx(
                        data.get(0).intValue(), DomainName.of(data.get(1).stringValue()));
            default -> throw new AssertionError("not understood: " + type);
        };
    }

    private static List<String> strings(JsonNode value) {
        if (value.isString()) {
            return List.of(value.stringValue());
        }
        List<String> strings = new ArrayList<>();
        Consumer<JsonNode> add = element -> strings.add(element.stringValue());
        value.forEach(add);
        return strings;
    }

    /** The first words of the lines: cases. */
    private static Set<String> knownDifferences() throws IOException {
        try (InputStream in = MailauthCorpusTest.class.getResourceAsStream("known-differences.txt")) {
            String lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            Set<String> ids = new TreeSet<>();
            lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> ids.add(line.substring(0, line.indexOf(' '))));
            return ids;
        }
    }
}
