package io.mailseal.dnsbl.uri;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mailseal.core.Octets;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Any octets as text, as a URI and as a host. Among the other tests only the inputs in {@code UriFuzzTestInputs} run.
 * To look for ten minutes for inputs that break something:
 *
 * <pre>
 * JAZZER_FUZZ=1 mvn test -pl dnsbl -am -Dtest=UriFuzzTest -Djazzer.hooks=true
 * </pre>
 *
 * What it finds it adds to those inputs; what it has learnt it keeps in {@code .cifuzz-corpus}.
 */
class UriFuzzTest {

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void octets(byte[] octets) {
        for (String text : new String[] {
            new String(octets, StandardCharsets.UTF_8), Octets.of(octets).toLatin1()
        }) {
            UriPropertyTest.checkLaws(text);
            UriPropertyTest.checkLaws("http://" + text);
            UriPropertyTest.checkLaws("http://example.com/" + text);
            UriPropertyTest.checkLaws("mailto:" + text);
            UriReference.resolve(text, text);
            UriReference.resolve("http://example.com/a", text);
        }
    }
}
