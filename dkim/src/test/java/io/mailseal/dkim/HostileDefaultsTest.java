package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TimeZone;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verdicts, explanations and findings are the same under any default locale, character set and time zone. */
class HostileDefaultsTest {

    @ParameterizedTest
    @DisplayName("PITFALL_29 a Java machine of its own, in which all defaults are hostile")
    @ValueSource(
            strings = {
                "-Duser.language=tr -Duser.country=TR -Dfile.encoding=UTF-16 -Duser.timezone=Pacific/Apia",
                "-Duser.language=lt -Duser.country=LT -Dfile.encoding=US-ASCII -Duser.timezone=Asia/Kathmandu",
                "-Duser.language=ar -Duser.country=EG -Dfile.encoding=IBM1047 -Duser.timezone=America/St_Johns",
                "-Duser.language=th -Duser.country=TH -Duser.variant=TH -Dfile.encoding=Cp1254"
            })
    void machines(String options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("-cp", classPath(), VerdictTranscript.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines().toList()).isEqualTo(VerdictTranscript.lines());
    }

    // Where surefire has put the real one into a manifest, it leaves it here.
    private static String classPath() {
        return Objects.requireNonNullElseGet(
                System.getProperty("surefire.test.class.path"), () -> System.getProperty("java.class.path"));
    }

    @Test
    @DisplayName("PITFALL_29 defaults that are changed while it runs")
    void switched() {
        List<String> wanted = VerdictTranscript.lines();
        assertThat(wanted).hasSizeGreaterThan(5000);
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            for (String tag :
                    List.of("tr-TR", "az", "lt", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "th-TH-u-ca-buddhist")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
                assertThat(VerdictTranscript.lines()).as(tag).isEqualTo(wanted);
            }
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }
}
