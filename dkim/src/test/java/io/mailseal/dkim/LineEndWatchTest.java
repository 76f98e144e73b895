package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.dkim.DkimSigningProblem.Kind;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineEndWatchTest {

    private static @Nullable Kind problem(String body, int chunk) {
        LineEndWatch watch = new LineEndWatch();
        byte[] octets = body.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; at < octets.length; at += chunk) {
            watch.update(octets, at, Math.min(chunk, octets.length - at));
        }
        return watch.problem();
    }

    /** The first that is wrong, octet by octet. */
    private static @Nullable Kind expected(String body) {
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            boolean paired = c != '\r' || body.startsWith("\n", i + 1);
            if (!paired || c == '\n' && (i == 0 || body.charAt(i - 1) != '\r')) {
                return Kind.BARE_LINE_END;
            }
            if (c == 0) {
                return Kind.NUL;
            }
        }
        return null;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\u0000", "\r\r\n", "\r\n\n", "\r\n\r", "\n\r", "\r\u0000\n"})
    void aFaultAtAnyPlace(String fault) {
        String text = "Some text of two lines,\r\nmore than eight octets.\r\n";
        for (int place = 0; place <= text.length(); place++) {
            String body = text.substring(0, place) + fault + text.substring(place);
            for (int chunk = 1; chunk <= body.length(); chunk++) {
                assertThat(problem(body, chunk))
                        .as("at %d, chunks of %d", place, chunk)
                        .isEqualTo(expected(body));
            }
        }
    }

    @Property(tries = 5000)
    void asOctetByOctet(@ForAll("bodies") String body, @ForAll @IntRange(min = 1, max = 100) int chunk) {
        assertThat(problem(body, chunk)).isEqualTo(expected(body));
    }

    @Provide
    Arbitrary<String> bodies() {
        return Arbitraries.frequencyOf(
                        Tuple.of(20, Arbitraries.of("\r\n", "a", "some words", "\u008d\u008a\u0080\u000c\u000b\u0001")),
                        Tuple.of(1, Arbitraries.of("\r", "\n", "\u0000")))
                .list()
                .ofMaxSize(30)
                .map(pieces -> String.join("", pieces));
    }
}
