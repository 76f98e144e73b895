package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.testkit.CompleteDnsView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Any octets as a record, as the text of an explanation, as what a client says, and as all of DNS. Among the other tests
 * only the inputs in {@code SpfFuzzTestInputs} run. To look for ten minutes for inputs that break something:
 *
 * <pre>
 * JAZZER_FUZZ=1 mvn test -pl spf -am -Dtest=SpfFuzzTest -Djazzer.hooks=true
 * </pre>
 *
 * What it finds it adds to those inputs; what it has learnt it keeps in {@code .cifuzz-corpus}.
 */
class SpfFuzzTest {

    private static final SpfEvaluator SPF = SpfEvaluator.builder()
            .resolver(question -> {
                throw new AssertionError("only the rules are of interest");
            })
            .withTrace()
            .build();

    private static final SpfLinter LINTER = SpfLinter.builder()
            .resolver(question -> {
                throw new AssertionError("only the rules are of interest");
            })
            .build();

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void octets(byte[] octets) {
        String text = Octets.of(octets).toLatin1();
        parse(text);
        parse("v=spf1 " + text);
        SpfTerm.parse(text).ifPresent(SpfFuzzTest::assertRoundTrip);
        explain(text);
        evaluate(octets);
    }

    // ---- one text ----

    private static void parse(String text) {
        SpfParse parse = SpfRecord.parse(text);
        if (parse instanceof SpfSyntaxError error) {
            assertThat(error.position()).isBetween(0, text.length());
            assertThat(text).contains(error.term());
            assertThat(error.expected()).isNotEmpty();
            return;
        }
        SpfRecord record = (SpfRecord) parse;
        assertThat(record.text()).isEqualTo(text);
        assertThat(SpfRecord.parse(text)).isEqualTo(record);
        SpfRecord formatted = (SpfRecord) SpfRecord.parse(record.format());
        assertThat(formatted.terms()).isEqualTo(record.terms());
        assertThat(formatted.format()).isEqualTo(record.format());
        record.terms().forEach(SpfFuzzTest::assertRoundTrip);
        record.findings().forEach(finding -> assertVisible(finding.explanation()));
    }

    private static void assertRoundTrip(SpfTerm term) {
        assertThat(SpfTerm.of(term.text())).isEqualTo(term);
        assertThat(SpfTerm.of(term.format())).isEqualTo(term);
        assertThat(SpfTerm.of(term.format()).format()).isEqualTo(term.format());
    }

    private static void explain(String text) {
        HostileDns world = new HostileDns(
                List.of(Octets.ofLatin1("v=spf1 -all exp=b.example"), Octets.ofLatin1(text)),
                1,
                HostileDns.Mood.GREEDY);
        SpfRequest request = SpfRequest.mailFrom(IpAddress.of("192.0.2.1"), text, "alice@a.example");
        assertSound(CompleteDnsView.of(world::answer).evaluate(SPF.evaluation(request, Instant.EPOCH)));
    }

    // ---- lines: what the client says, and then the records of the world ----

    private static void evaluate(byte[] octets) {
        List<Octets> lines = lines(octets);
        Octets helo = lines.remove(0);
        Octets mailFrom = lines.isEmpty() ? Octets.EMPTY : lines.remove(0);
        if (lines.isEmpty()) {
            return;
        }
        HostileDns.Mood[] moods = HostileDns.Mood.values();
        HostileDns world = new HostileDns(
                lines, Arrays.hashCode(octets), moods[(octets[octets.length - 1] & 0x7F) % moods.length]);
        for (String client : List.of("192.0.2.1", "2001:db8::1")) {
            IpAddress address = IpAddress.of(client);
            evaluate(world, SpfRequest.mailFrom(address, helo.toUtf8(), mailFrom.toUtf8()));
            evaluate(world, SpfRequest.mailFrom(address, helo.toUtf8(), mailFrom.toLatin1() + "@a.example"));
        }
        lint(world);
    }

    private static void lint(HostileDns world) {
        Set<DnsQuestion> asked = new HashSet<>();
        SpfLint lint = CompleteDnsView.of(question -> {
                    asked.add(question);
                    return world.answer(question);
                })
                .evaluate(LINTER.evaluation(HostileDns.FIRST));
        assertThat(asked).hasSizeLessThanOrEqualTo(SpfLinter.MAX_QUESTIONS);
        lint.findings().forEach(finding -> assertVisible(finding.explanation()));
    }

    private static void evaluate(HostileDns world, SpfRequest request) {
        Set<DnsQuestion> asked = new HashSet<>();
        SpfResult result = CompleteDnsView.of(question -> {
                    asked.add(question);
                    return world.answer(question);
                })
                .evaluate(SPF.evaluation(request, Instant.EPOCH));
        assertThat(asked).hasSizeLessThanOrEqualTo(111 + 11 + 1);
        assertSound(result);
        ReceivedSpf.of(result, "mx.example.org").toHeaderField();
    }

    private static void assertSound(SpfResult result) {
        assertThat(result.dnsTerms()).isBetween(0, 11);
        assertThat(result.voidLookups()).isBetween(0, 3);
        assertVisible(result.explanation());
        result.publishedExplanation().ifPresent(explanation -> {
            assertVisible(explanation.toString());
            assertThat(explanation.text())
                    .hasSizeLessThanOrEqualTo(SpfLimits.rfc7208().explanationLength());
        });
    }

    private static void assertVisible(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                throw new AssertionError("not visible at " + i + ": " + text);
            }
        }
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
}
