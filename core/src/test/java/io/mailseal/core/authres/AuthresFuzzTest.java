package io.mailseal.core.authres;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import io.mailseal.core.message.MessageReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Any octets as the values in a field that we write, as a field that we read, and as a message that we strip. Among the other
 * tests only the inputs in {@code AuthresFuzzTestInputs} run. To look for ten minutes for inputs that break something, one of
 * them at a time:
 *
 * <pre>
 * JAZZER_FUZZ=1 mvn test -pl core -Dtest='AuthresFuzzTest#values' -Djazzer.hooks=true
 * </pre>
 *
 * What it finds it adds to those inputs; what it has learnt it keeps in {@code .cifuzz-corpus}.
 */
class AuthresFuzzTest {

    private static final ForgedResults FORGED =
            ForgedResults.builder().authservId("mx.example.org").build();
    private static final TrustedResults TRUSTED =
            TrustedResults.builder().trust("mx.example.org").allowAnyPosition().build();

    /** Values between octets of value 1: what others have chosen comes back as it is, and nothing comes with it. */
    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void values(byte[] octets) {
        List<String> values = values(Octets.of(octets).toUtf8());
        MethodResult result = MethodResult.of("dkim", "pass").withReasonIfSafe(values.get(0));
        for (String value : values.subList(1, Math.min(values.size(), 20))) {
            result = result.withIfSafe("header", "i", value);
        }
        String id = values.get(0);
        boolean usable =
                !id.isEmpty() && FieldValue.isSafe(id) && FieldValue.of(id).hasAsciiForm();
        AuthenticationResults field = AuthenticationResults.builder(usable ? id : "mx.example.org")
                .result(result)
                .result(MethodResult.of("spf", "fail"))
                .build();
        assertThat(only(field.toInternationalHeaderField())).isEqualTo(field);
        AuthenticationResults ascii = only(field.toHeaderField());
        assertThat(ascii.results()).extracting(MethodResult::method).containsExactly("dkim", "spf");
        assertThat(ascii.toInternationalHeaderField()).isEqualTo(field.toHeaderField());
    }

    private static List<String> values(String text) {
        List<String> values = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == 1) {
                values.add(text.substring(start, i));
                start = i + 1;
            }
        }
        return values;
    }

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void field(byte[] octets) {
        AuthenticationResultsParse parse = AuthenticationResults.parse(Octets.of(octets));
        if (parse instanceof AuthenticationResults field) {
            assertThat(only(field.toInternationalHeaderField())).isEqualTo(field);
            only(field.toHeaderField());
        } else if (parse instanceof AuthenticationResultsSyntaxError error) {
            assertThat(error.position()).isBetween(0, octets.length);
        }
    }

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void message(byte[] octets) {
        HeaderBlock header = HeaderBlock.parse(Octets.of(octets));
        HeaderBlock stripped = FORGED.strip(header);
        assertThat(TRUSTED.read(stripped).fields()).isEmpty();
        assertThat(FORGED.find(stripped)).isEmpty();
        TRUSTED.read(header)
                .all()
                .forEach(finding -> assertThat(finding.domain()).isNotNull());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            FORGED.rewrite(MessageReader.strict().read(octets), out, "");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        int removed = header.raw().length() - stripped.raw().length();
        assertThat(header.isTruncated() ? 0 : out.size()).isEqualTo(header.isTruncated() ? 0 : octets.length - removed);
    }

    private static AuthenticationResults only(String written) {
        List<HeaderField> fields = HeaderBlock.parse(Octets.ofUtf8(written)).fields();
        assertThat(fields).hasSize(1);
        return (AuthenticationResults) AuthenticationResults.parse(fields.get(0));
    }
}
