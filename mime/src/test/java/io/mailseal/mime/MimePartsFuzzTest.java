package io.mailseal.mime;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mailseal.core.message.Message;
import io.mailseal.core.message.MessageReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Any octets as a message. Among the other tests only the inputs in {@code MimePartsFuzzTestInputs} run. To look for ten
 * minutes for inputs that break something:
 *
 * <pre>
 * JAZZER_FUZZ=1 mvn test -pl mime -am -Dtest=MimePartsFuzzTest -Djazzer.hooks=true
 * </pre>
 *
 * What it finds it adds to those inputs; what it has learnt it keeps in {@code .cifuzz-corpus}.
 */
class MimePartsFuzzTest {

    private static final MimeLimits LIMITS = new MimeLimits(5, 20, 20, 1000, 5000, 10_000);

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void octets(byte[] octets) throws IOException {
        String fromArray = transcript(MessageReader.strict().read(octets), octets.length);
        String fromStream = transcript(MessageReader.strict().read(new ByteArrayInputStream(octets)), octets.length);
        assertThat(fromStream).isEqualTo(fromArray);
    }

    private static String transcript(Message message, int octets) throws IOException {
        MimeParts parts = MimeParts.of(message, LIMITS);
        StringBuilder all = new StringBuilder();
        int count = 0;
        for (Optional<MimePart> part = parts.next(); part.isPresent(); part = parts.next()) {
            StringWriter text = new StringWriter();
            part.get().text().transferTo(text);
            assertThat(part.get().index()).isEqualTo(count);
            count++;
            assertThat(part.get().depth()).isLessThanOrEqualTo(LIMITS.depth());
            assertThat(part.get().mediaType()).contains("/").isLowerCase();
            assertThat(text.getBuffer()).hasSizeLessThanOrEqualTo(octets);
            assertThat(parts.anomalies()).containsAll(part.get().anomalies());
            all.append(part.get()).append(part.get().anomalies()).append(text);
        }
        assertThat(count).isLessThanOrEqualTo(3 * LIMITS.parts());
        return all.append(parts.anomalies()).toString();
    }
}
