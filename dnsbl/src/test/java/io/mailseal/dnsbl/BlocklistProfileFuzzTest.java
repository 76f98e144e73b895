package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Any octets as profiles in JSON. Among the other tests only the inputs in {@code BlocklistProfileFuzzTestInputs} run. To
 * look for ten minutes for inputs that break something:
 *
 * <pre>
 * JAZZER_FUZZ=1 mvn test -pl dnsbl -am -Dtest=BlocklistProfileFuzzTest -Djazzer.hooks=true
 * </pre>
 *
 * What it finds it adds to those inputs; what it has learnt it keeps in {@code .cifuzz-corpus}.
 */
class BlocklistProfileFuzzTest {

    private static final List<IpAddress> ANSWER = List.of(IpAddress.of("127.0.0.2"), IpAddress.of("127.0.1.12"));

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void profile(byte[] octets) {
        BlocklistProfileParse parse = BlocklistProfile.parse(Octets.of(octets));
        assertThat(parse.problem().isPresent()).isEqualTo(parse.profiles().isEmpty());
        parse.problem().ifPresent(problem -> assertVisible(problem.explanation()));
        for (BlocklistProfile profile : parse.profiles()) {
            assertThat(BlocklistProfile.parse(profile.format()).profiles()).containsExactly(profile);
            assertThat(profile.codes()).hasSizeBetween(1, BlocklistProfile.MAX_CODES);
            assertVisible(profile + profile.title() + profile.codes() + profile.testPoints());
            BlocklistProfile usable = profile.needsKey() ? profile.withKey("k3y") : profile;
            assertThat(usable.toString()).doesNotContain("k3y.");
            usable.testPoints()
                    .all()
                    .forEach(point -> assertVisible(usable.query(point).toString()));
            Interpretation meaning = usable.interpret(ANSWER);
            assertThat(meaning.error().isPresent() && meaning.isListed()).isFalse();
        }
    }

    private static void assertVisible(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                throw new AssertionError("not visible at " + i + ": " + text);
            }
        }
    }
}
