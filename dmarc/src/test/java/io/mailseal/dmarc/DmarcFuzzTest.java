package io.mailseal.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.CompleteDnsView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Any octets as a record, as an address for reports, and as all of DNS. Among the other tests only the inputs in {@code
 * DmarcFuzzTestInputs} run. To look for ten minutes for inputs that break something:
 *
 * <pre>
 * JAZZER_FUZZ=1 mvn test -pl dmarc -am -Dtest=DmarcFuzzTest -Djazzer.hooks=true
 * </pre>
 *
 * What it finds it adds to those inputs; what it has learnt it keeps in {@code .cifuzz-corpus}.
 */
class DmarcFuzzTest {

    private static final DomainName AUTHOR = DomainName.of("a.b.example.com");

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void octets(byte[] octets) {
        String text = Octets.of(octets).toLatin1();
        record(text);
        record("v=DMARC1;" + text);
        record("v=DMARC1;rua=" + text);
        DmarcReportUri.parse(text).ifPresent(DmarcFuzzTest::uri);
        evaluate(octets);
    }

    // ---- one text ----

    private static void record(String text) {
        DmarcRecord.parse(Octets.ofLatin1(text)).ifPresent(record -> {
            assertThat(record.text().toLatin1()).isEqualTo(text);
            DmarcRecord again =
                    DmarcRecord.parse(Octets.ofLatin1(record.format())).orElseThrow();
            assertThat(again.tags()).isEqualTo(record.tags());
            assertThat(again.format()).isEqualTo(record.format());
            for (DmarcRecord.Subject subject : DmarcRecord.Subject.values()) {
                assertThat(again.policyFor(subject)).isEqualTo(record.policyFor(subject));
                assertThat(again.legacyPolicyFor(subject)).isEqualTo(record.legacyPolicyFor(subject));
            }
            assertThat(record.rua()).hasSizeLessThanOrEqualTo(DmarcRecord.MAX_URIS);
            record.rua().forEach(DmarcFuzzTest::uri);
            record.findings().forEach(finding -> assertVisible(finding.explanation() + finding.tag()));
        });
    }

    private static void uri(DmarcReportUri uri) {
        assertThat(DmarcReportUri.parse(uri.toString())).contains(uri);
        assertVisible(uri.toString());
        uri.address().ifPresent(address -> {
            assertVisible(address);
            assertThat(address).doesNotContain(" ", ",", ";", "<", ">", "\"", "(", ")");
            assertThat(uri.host()).contains(DomainName.of(address.substring(address.lastIndexOf('@') + 1)));
        });
    }

    // ---- all of DNS: the lines are the records, and which name has which depends on the name ----

    private static void evaluate(byte[] octets) {
        List<Octets> lines = lines(octets);
        List<AuthenticationEvidence> evidence = List.of(
                AuthenticationEvidence.spfPass(DomainName.of("b.example.com")),
                AuthenticationEvidence.dkimPass(DomainName.of("c.example.com")));
        for (DiscoveryMethod method : DiscoveryMethod.values()) {
            DmarcEvaluator dmarc = DmarcEvaluator.builder()
                    .resolver(question -> {
                        throw new AssertionError("only the rules are of interest");
                    })
                    .discoveryMethod(method)
                    .build();
            Set<DnsQuestion> asked = new HashSet<>();
            DmarcResult result = CompleteDnsView.of(question -> {
                        asked.add(question);
                        return answer(lines, question);
                    })
                    .evaluate(dmarc.evaluation(DmarcRequest.of(AUTHOR, evidence)));
            assertThat(asked).hasSizeLessThanOrEqualTo(8 * 3 + 1);
            assertVisible(result.explanation());
            assertThat(result.suggestedHandling().action()).isNotEqualTo(DmarcHandling.Action.REJECT);
        }
        DmarcLinter linter = DmarcLinter.builder()
                .resolver(question -> {
                    throw new AssertionError("only the rules are of interest");
                })
                .build();
        Set<DnsQuestion> asked = new HashSet<>();
        CompleteDnsView.of(question -> {
                    asked.add(question);
                    return answer(lines, question);
                })
                .evaluate(linter.evaluation(AUTHOR))
                .findings()
                .forEach(finding -> assertVisible(finding.explanation()));
        assertThat(asked).hasSizeLessThanOrEqualTo(12 * DmarcLinter.MAX_DESTINATIONS + 12);
    }

    private static DnsAnswer answer(List<Octets> lines, DnsQuestion question) {
        int number = Math.floorMod(question.name().toString().hashCode(), lines.size() + 2);
        if (number == lines.size()) {
            return DnsAnswer.noSuchName(question);
        }
        if (number > lines.size()) {
            return DnsAnswer.failed(question, DnsFailure.SERVER_FAILURE);
        }
        return question.type().equals(DnsType.TXT)
                ? DnsAnswer.found(question, List.of(new DnsRecord.Txt(lines.get(number))))
                : DnsAnswer.noData(question);
    }

    private static List<Octets> lines(byte[] octets) {
        List<Octets> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= octets.length; i++) {
            if (i == octets.length || octets[i] == '\n') {
                lines.add(Octets.of(octets, start, i - start));
                start = i + 1;
            }
        }
        return lines;
    }

    private static void assertVisible(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                throw new AssertionError("not visible at " + i + ": " + text);
            }
        }
    }
}
