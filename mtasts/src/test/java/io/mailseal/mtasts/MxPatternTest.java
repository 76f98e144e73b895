package io.mailseal.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which hosts a policy allows (§4.1). */
class MxPatternTest {

    static boolean matches(String pattern, String host) {
        return MxPattern.of(pattern).matches(DomainName.of(host));
    }

    @Nested
    class Section_4_1 {

        @Test
        @DisplayName("STS_13 T75 PIT_64 the example of the RFC: one label, and exactly one")
        void example() {
            assertThat(matches("*.example.com", "mail.example.com")).isTrue();
            assertThat(matches("*.example.com", "example.com")).isFalse();
            assertThat(matches("*.example.com", "foo.bar.example.com")).isFalse();
        }

        @Test
        @DisplayName("STS_13 T75 PIT_64 a match is anchored at both ends")
        void anchored() {
            assertThat(matches("*.example.com", "mailexample.com")).isFalse();
            assertThat(matches("*.example.com", "mail.example.com.evil.example"))
                    .isFalse();
            assertThat(matches("*.example.com", "mail.notexample.com")).isFalse();
            assertThat(matches("mail.example.com", "xmail.example.com")).isFalse();
            assertThat(matches("mail.example.com", "a.mail.example.com")).isFalse();
            assertThat(matches("mail.example.com", "example.com")).isFalse();
            assertThat(matches("mail.example.com", "mail.example.community")).isFalse();
        }

        @Test
        @DisplayName("STS_13 PIT_64 the case of ASCII letters and a dot at the end don't count")
        void caseAndDot() {
            assertThat(matches("Mail.EXAMPLE.com", "mAIL.example.COM.")).isTrue();
            assertThat(matches("*.EXAMPLE.com", "mail.example.COM.")).isTrue();
        }

        @Test
        @DisplayName("STS_13 A-labels are compared as they stand")
        void aLabels() {
            assertThat(matches("*.xn--bcher-kva.example", "mx.xn--bcher-kva.example"))
                    .isTrue();
            assertThat(MxPattern.parse("*.b\u00fccher.example")).isEmpty();
            DomainName unicode = DomainName.ofUnicode("mx.b\u00fccher.example").orElseThrow();
            assertThat(MxPattern.of("*.xn--bcher-kva.example").matches(unicode)).isTrue();
        }

        @Test
        @DisplayName("T75 an asterisk that is not the whole leftmost label is no pattern")
        void otherAsterisks() {
            for (String bad : List.of("*", "*.", "*.*", "m*.example.com", "*m.example.com", "mail.*.com", "*.*.com")) {
                assertThat(MxPattern.parse(bad)).as(bad).isEmpty();
            }
        }

        @Test
        @DisplayName("RFC 1123 §2.1 the last label of a host's name is no number: an address matches nothing")
        void addresses() {
            assertThat(matches("192.0.2.1", "192.0.2.1")).isFalse();
            assertThat(matches("*.0.2.1", "192.0.2.1")).isFalse();
            assertThat(matches("*.1", "2.1")).isFalse();
            assertThat(matches("1.example.com", "1.example.com")).isTrue();
            assertThat(matches("*.2.example", "1.2.example")).isTrue();
        }

        @Test
        void wildcardForTopLevel() {
            assertThat(matches("*.com", "example.com")).isTrue();
            assertThat(matches("*.com", "mail.example.com")).isFalse();
            assertThat(MxPattern.of("*.example.com")).hasToString("*.example.com");
        }
    }
}
