package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What servers on the way change, wherever it is and however the body comes. */
class TransportWatchTest {

    private static TransportWatch watch(String body, int chunk) {
        TransportWatch watch = new TransportWatch();
        byte[] octets = body.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; at < octets.length; at += chunk) {
            watch.update(octets, at, Math.min(chunk, octets.length - at));
        }
        return watch;
    }

    @Nested
    class Section_5_3_octets_above_127 {

        @Test
        @DisplayName("DKS_12 at any place")
        void atAnyPlace() {
            String text = "a".repeat(70);
            for (int place = 0; place <= text.length(); place++) {
                String body = text.substring(0, place) + "\u0080" + text.substring(place);
                for (int chunk : new int[] {1, 31, 32, 33, 64, 100}) {
                    assertThat(watch(body, chunk).hasEightBit())
                            .as("at %d, chunks of %d", place, chunk)
                            .isTrue();
                }
            }
        }

        @Test
        @DisplayName("DKS_12 127 is none of them, nor is what is outside of the range")
        void others() {
            assertThat(watch("\u007F".repeat(100), 100).hasEightBit()).isFalse();
            TransportWatch watch = new TransportWatch();
            byte[] octets = ("\u00FF" + "a".repeat(64) + "\u00FF").getBytes(StandardCharsets.ISO_8859_1);
            watch.update(octets, 1, 64);
            assertThat(watch.hasEightBit()).isFalse();
        }
    }

    @Nested
    class Rfc5322_2_1_1_line_length {

        @Test
        @DisplayName("DKS_12 998 octets and the line end, in any chunks")
        void longLines() {
            String lines = "short\r\n" + "x".repeat(998) + "\r\n" + "x".repeat(998) + "\r\nshort";
            for (int chunk : new int[] {1, 2, 7, 998, 999, 1000, 1001, 1005, 1007, 2007, 5000}) {
                assertThat(watch(lines, chunk).hasLongLine())
                        .as("chunks of %d", chunk)
                        .isFalse();
                assertThat(watch(lines.replaceFirst("\r\nx", "\r\nxx"), chunk).hasLongLine())
                        .as("chunks of %d", chunk)
                        .isTrue();
                assertThat(watch(lines + "x".repeat(993), chunk).hasLongLine()).isFalse();
                assertThat(watch(lines + "x".repeat(994), chunk).hasLongLine()).isTrue();
            }
        }
    }
}
