package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The records and policies that mox is tested with, all of which we judge alike. */
@Tag("corpora")
class MoxCorpusTest {

    private static JsonNode cases(String kind) {
        return JsonMapper.shared()
                .readTree(Corpora.file("mta-sts-mox/cases.json").toFile())
                .get(kind);
    }

    @Test
    @DisplayName("STS_02 mta-sts-mox: 18 records")
    void records() {
        JsonNode cases = cases("records");
        List<String> failed = new ArrayList<>();
        for (JsonNode one : cases) {
            MtaStsParse<MtaStsRecord> parse =
                    MtaStsRecord.parse(Octets.ofUtf8(one.get("record").asString()));
            boolean same = parse.value().isPresent() == one.get("valid").asBoolean()
                    && parse.value()
                            .map(record -> isAs(record, one.get("expect")))
                            .orElse(true);
            if (!same) {
                failed.add(one + ", ours: " + parse);
            }
        }
        report("records", cases, failed);
        assertThat(cases).hasSize(18);
        assertThat(failed).isEmpty();
    }

    private static boolean isAs(MtaStsRecord record, JsonNode expected) {
        return record.id().equals(expected.get("id").asString()) && isAs(record.fields(), expected);
    }

    @Test
    @DisplayName("STS_06 STS_07 mta-sts-mox: 24 policies")
    void policies() {
        JsonNode cases = cases("policies");
        List<String> failed = new ArrayList<>();
        for (JsonNode one : cases) {
            MtaStsParse<MtaStsPolicy> parse =
                    MtaStsPolicy.parse(Octets.ofUtf8(one.get("policy").asString()));
            boolean same = parse.value().isPresent() == one.get("valid").asBoolean()
                    && parse.value()
                            .map(policy -> isAs(policy, one.get("expect")))
                            .orElse(true);
            if (!same) {
                failed.add(one + ", ours: " + parse);
            }
        }
        report("policies", cases, failed);
        assertThat(cases).hasSize(24);
        assertThat(failed).isEmpty();
    }

    private static boolean isAs(MtaStsPolicy policy, JsonNode expected) {
        List<String> mx = new ArrayList<>();
        expected.get("mx").forEach(each -> mx.add(each.asString()));
        return policy.mode().word().equals(expected.get("mode").asString())
                && policy.maxAge().toSeconds() == expected.get("max_age").asLong()
                && policy.mx().stream().map(MxPattern::toString).toList().equals(mx)
                && isAs(policy.fields(), expected);
    }

    private static boolean isAs(List<MtaStsField> fields, JsonNode expected) {
        List<MtaStsField> wanted = new ArrayList<>();
        JsonNode extensions = expected.get("extensions");
        if (extensions != null) {
            extensions.forEach(each -> wanted.add(
                    new MtaStsField(each.get(0).asString(), each.get(1).asString())));
        }
        return fields.equals(wanted);
    }

    private static void report(String kind, JsonNode cases, List<String> failed) {
        System.out.printf(
                "conformance | mta-sts-mox: %s | %d | %d | 0%n", kind, cases.size(), cases.size() - failed.size());
    }
}
