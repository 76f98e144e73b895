package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mailseal.core.Octets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Any octets as a record, as a policy, and as what a web server answers. Among the other tests only the inputs in
 * {@code MtaStsFuzzTestInputs} run. To look for ten minutes for inputs that break something, one method at a time:
 *
 * <pre>
 * JAZZER_FUZZ=1 mvn test -pl mtasts -am -Dtest=MtaStsFuzzTest#policy -Djazzer.hooks=true
 * </pre>
 *
 * What it finds it adds to those inputs; what it has learnt it keeps in {@code .cifuzz-corpus}.
 */
class MtaStsFuzzTest {

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void record(byte[] octets) {
        MtaStsParse<MtaStsRecord> parse = MtaStsRecord.parse(Octets.of(octets));
        assertSound(parse);
        parse.value().ifPresent(record -> {
            Octets formatted = Octets.ofLatin1(record.format());
            assertThat(MtaStsRecord.isOne(formatted)).isTrue();
            assertThat(MtaStsRecord.parse(formatted).value()).contains(record);
        });
    }

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void policy(byte[] octets) {
        MtaStsParse<MtaStsPolicy> parse = MtaStsPolicy.parse(Octets.of(octets));
        assertSound(parse);
        parse.value().ifPresent(policy -> {
            assertThat(MtaStsPolicy.parse(Octets.ofUtf8(policy.format())).value())
                    .contains(policy);
            assertThat(policy.maxAge()).isLessThanOrEqualTo(MtaStsPolicy.MAX_AGE);
            policy.mx()
                    .forEach(pattern ->
                            assertThat(MxPattern.parse(pattern.toString())).contains(pattern));
        });
    }

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void response(byte[] octets) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(octets);
        try {
            PolicyResponse.Answered answer = new ResponseReader(in, PolicyFetchLimits.DEFAULT).read();
            assertThat(answer.status()).isBetween(0, 999);
            assertThat(answer.body().length()).isLessThanOrEqualTo(PolicyFetchLimits.DEFAULT.bodyOctets());
            PolicyFetch fetch = new ResponseJudgement(World.DOMAIN, false).judge(answer);
            assertThat(fetch.policy().isPresent()).isNotEqualTo(fetch.problem().isPresent());
            assertVisible(fetch.explanation());
        } catch (ResponseProblem problem) {
            assertVisible(problem.problem().explanation());
        }
    }

    private static void assertSound(MtaStsParse<?> parse) {
        boolean errors = parse.findings().stream().anyMatch(MtaStsFinding::isError);
        assertThat(parse.value().isPresent()).isNotEqualTo(errors);
        parse.findings().forEach(finding -> assertVisible(finding.explanation()));
        assertVisible(parse.explanation());
    }

    private static void assertVisible(String text) {
        assertThat(text.chars().allMatch(c -> c >= 0x20 && c < 0x7F)).as(text).isTrue();
    }
}
