package io.mailseal.dnsbl.uri;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mailseal.core.message.MessageReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Any octets as a message, as text and as HTML. Among the other tests only the inputs in {@code UriExtractorFuzzTestInputs}
 * run. To look for ten minutes for inputs that break something:
 *
 * <pre>
 * JAZZER_FUZZ=1 mvn verify -pl dnsbl -am -Dtest=UriExtractorFuzzTest -Djazzer.hooks=true
 * </pre>
 *
 * What it finds it adds to those inputs; what it has learnt it keeps in {@code .cifuzz-corpus}.
 */
class UriExtractorFuzzTest {

    private static final UriLimits LIMITS = new UriLimits(20, 20, 10_000, 5000, 5000, 10_000, 20, 5);
    private static final UriExtractor EXTRACTOR = UriExtractor.builder()
            .limits(LIMITS)
            .headerField("List-Unsubscribe")
            .build();

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void octets(byte[] octets) throws IOException {
        check(EXTRACTOR.extract(MessageReader.strict().read(octets)));
        String text = new String(octets, StandardCharsets.UTF_8);
        check(EXTRACTOR.extractText(text));
        check(EXTRACTOR.extractHtml(text));
    }

    private static void check(UriExtraction extraction) {
        List<String> uris = extraction.uris().stream().map(FoundUri::uri).toList();
        assertThat(uris)
                .hasSizeLessThanOrEqualTo(LIMITS.hosts() + LIMITS.uris())
                .doesNotHaveDuplicates();
        assertThat(extraction.uris().stream().map(FoundUri::host).distinct()).hasSizeLessThanOrEqualTo(LIMITS.hosts());
        assertThat(extraction.problems()).doesNotContain(ExtractionProblem.UNREADABLE_HTML);
        for (String uri : uris) {
            assertThat(uri.chars()).as(uri).allMatch(c -> c > ' ' && c < 0x7F);
        }
    }
}
