package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.CompleteDnsView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Records that others have collected: right and wrong ones, and such that broke something. */
@Tag("corpora")
class RecordCorporaTest {

    @Test
    @DisplayName("spf-record-syntax: what is a record and what is none")
    void syntax() throws IOException {
        Set<String> known = Corpora.knownDifferences("spf-record-syntax");
        int passed = 0;
        int different = 0;
        List<String> failed = new ArrayList<>();
        List<Map<String, Object>> cases = cases("spf-record-syntax/records.json", "cases");
        for (int i = 0; i < cases.size(); i++) {
            Map<String, Object> one = cases.get(i);
            SpfParse parse = SpfRecord.parse((String) one.get("record"));
            boolean agrees = (parse instanceof SpfRecord) == Boolean.parseBoolean((String) one.get("valid"));
            if (agrees == known.contains(String.valueOf(i))) {
                failed.add(i + (agrees ? " passes: " : " fails: ") + one + ", ours: " + parse);
            } else if (agrees) {
                passed++;
            } else {
                different++;
            }
        }
        System.out.printf("conformance | spf-record-syntax | %d | %d | %d%n", cases.size(), passed, different);
        assertThat(cases).hasSize(80);
        assertThat(failed).isEmpty();
    }

    @Test
    @DisplayName("spf-fuzz-seeds: every one comes to a result")
    void fuzzSeeds() throws IOException {
        List<Map<String, Object>> records = cases("spf-fuzz-seeds/records.json", "records");
        for (Map<String, Object> one : records) {
            Octets text = Octets.of(Base64.getDecoder().decode((String) one.get("record_base64")));
            new SpfFuzzTest().octets(text.toByteArray());
            for (String client : List.of("1.1.1.1", "2001:db8::68")) {
                SpfEvaluator spf = SpfEvaluator.builder()
                        .resolver(question -> {
                            throw new AssertionError(question);
                        })
                        .build();
                SpfRequest request = SpfRequest.mailFrom(IpAddress.of(client), "d1111.example", "a.b-c@domain.example");
                SpfResult result =
                        CompleteDnsView.of(question -> answer(question, text)).evaluate(spf.evaluation(request));
                assertThat(result.status()).as(text::toString).isNotNull();
                assertThat(result.explanation()).isNotEmpty();
            }
        }
        System.out.printf("conformance | spf-fuzz-seeds: nothing throws | %1$d | %1$d | 0%n", records.size());
        assertThat(records).hasSize(240);
    }

    // Everything has this record, and what it leads to is there.
    private static DnsAnswer answer(DnsQuestion question, Octets text) {
        if (question.type().equals(DnsType.TXT)) {
            return DnsAnswer.found(question, List.of(new DnsRecord.Txt(text)));
        }
        if (question.type().equals(DnsType.MX)) {
            return DnsAnswer.found(question, List.of(new DnsRecord.Mx(5, question.name())));
        }
        if (question.type().equals(DnsType.PTR)) {
            return DnsAnswer.found(question, List.of(new DnsRecord.Pointer(DnsType.PTR, question.name())));
        }
        return DnsAnswer.noData(question);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> cases(String file, String key) throws IOException {
        return (List<Map<String, Object>>)
                Corpora.documents(Corpora.file(file)).get(0).get(key);
    }
}
