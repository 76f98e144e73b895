package io.mailseal.core.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TagScanTest {

    private static byte[] letters(int count) {
        byte[] octets = new byte[count];
        Arrays.fill(octets, (byte) 'a');
        return octets;
    }

    @Test
    void eachOctetAtEachPlace() {
        for (int value = 0; value < 256; value++) {
            for (int place = 0; place < 20; place++) {
                byte[] octets = letters(20);
                octets[place] = (byte) value;
                assertThat(TagScan.find(octets, 0, 20))
                        .as("%02x at %d", value, place)
                        .isEqualTo(value <= ' ' || value == 0x7F ? place : 20);
            }
        }
    }

    @Test
    void theFirstOfSeveralWithinTheRange() {
        byte[] octets = letters(40);
        octets[2] = ' ';
        octets[17] = '\t';
        octets[18] = 0x7F;
        for (int from = 3; from <= 17; from++) {
            assertThat(TagScan.find(octets, from, 40)).isEqualTo(17);
            assertThat(TagScan.find(octets, from, 17)).isEqualTo(17);
        }
        assertThat(TagScan.find(octets, 18, 40)).isEqualTo(18);
        assertThat(TagScan.find(octets, 19, 40)).isEqualTo(40);
    }
}
