package io.mailseal.psl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The official list inside of this artifact, and what happens where it is missing. */
class BundledListTest {

    /** The file as the build has put it there. */
    static String text() {
        try (InputStream in = PublicSuffixList.class.getResourceAsStream(BundledList.RESOURCE)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String line(String start) {
        return text().lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
    }

    @Nested
    class TheFile {

        @Test
        void beginsWithItsLicence() {
            assertThat(text()).startsWith("""
                            // This Source Code Form is subject to the terms of the Mozilla Public
                            // License, v. 2.0. If a copy of the MPL was not distributed with this
                            // file, You can obtain one at https://mozilla.org/MPL/2.0/.
                            """);
        }

        @Test
        void hasBothSections() {
            assertThat(text().lines())
                    .containsSubsequence(
                            "// ===BEGIN ICANN DOMAINS===",
                            "// ===END ICANN DOMAINS===",
                            "// ===BEGIN PRIVATE DOMAINS===",
                            "// ===END PRIVATE DOMAINS===");
        }

        @Test
        void isMentionedInTheNotice() throws IOException {
            List<String> notices = new ArrayList<>();
            for (URL notice :
                    Collections.list(BundledListTest.class.getClassLoader().getResources("META-INF/NOTICE"))) {
                try (InputStream in = notice.openStream()) {
                    notices.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            assertThat(notices)
                    .anySatisfy(notice -> assertThat(notice)
                            .contains(
                                    "io/mailseal/psl/" + BundledList.RESOURCE, "Mozilla Public License, Version 2.0"));
        }
    }

    @Nested
    class TheList {

        private final PublicSuffixList list = PublicSuffixList.bundled();

        @Test
        void isReadOnce() {
            assertThat(PublicSuffixList.bundled()).isSameAs(list);
        }

        @Test
        void hasEachRuleOfTheFile() {
            ReferenceList reference = ReferenceList.parse(text());
            assertThat(list.ruleCount())
                    .isGreaterThan(9_000)
                    .isEqualTo(reference.rules().size());
            assertThat(list.icannOnly().ruleCount())
                    .isBetween(6_000, list.ruleCount())
                    .isEqualTo(reference.icannOnly().rules().size());
            assertThat(list.skippedLines()).isEmpty();
        }

        @Test
        void obeysEachRuleOfTheFile() {
            ReferenceList.parse(text()).rules().forEach(rule -> rule.isObeyedBy(list));
        }

        @Test
        void keepsTheLicence() {
            assertThat(list.notice())
                    .startsWith("This Source Code Form is subject to the terms of the Mozilla Public\nLicense, v. 2.0.")
                    .contains("https://mozilla.org/MPL/2.0/", "https://publicsuffix.org/list/");
        }

        @Test
        void tellsTheVersionOfTheFile() {
            String version = list.version().orElseThrow();
            assertThat(line("// VERSION: ")).isEqualTo("// VERSION: " + version);
            assertThat(list.notice()).contains("VERSION: " + version);
            assertThat(list.date().orElseThrow())
                    .isAfter(Instant.parse("2025-12-01T00:00:00Z"))
                    .hasToString(version.substring(0, 10) + "T"
                            + version.substring(11, 19).replace('-', ':') + "Z");
            assertThat(list).asString().contains(version, "rules").doesNotContain("ICANN");
            assertThat(list.icannOnly()).asString().contains(version, "ICANN");
        }

        @Test
        void knowsWhatEverybodyKnows() {
            assertThat(list.registrableDomain(DomainName.of("www.example.co.uk")))
                    .contains(DomainName.of("example.co.uk"));
            assertThat(list.isPublicSuffix(DomainName.of("github.io"))).isTrue();
            assertThat(list.icannOnly().isPublicSuffix(DomainName.of("github.io")))
                    .isFalse();
        }
    }

    @Nested
    class WithoutTheFile {

        @Test
        void theErrorTellsWhatToDo() {
            BundledList missing = BundledList.load(null);
            for (int call = 0; call < 2; call++) {
                assertThatThrownBy(missing::orThrow)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(BundledList.RESOURCE)
                        .hasMessageContaining("mvn -pl psl -am process-resources");
            }
        }

        @Test
        void aFileThatIsNoListIsTheCause() {
            BundledList broken = BundledList.load(new ByteArrayInputStream(new byte[0]));
            assertThatThrownBy(broken::orThrow)
                    .isInstanceOf(IllegalStateException.class)
                    .hasCauseInstanceOf(PublicSuffixListException.class);
        }
    }
}
