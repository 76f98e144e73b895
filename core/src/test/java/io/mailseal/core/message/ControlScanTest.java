package io.mailseal.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ControlScanTest {

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
                int expected = value <= '\r' ? place : 20;
                assertThat(ControlScan.find(octets, 0, 20))
                        .as("%02x at %d", value, place)
                        .isEqualTo(expected);
                assertThat(ControlScan.findOddities(octets, 0, 20))
                        .as("%02x at %d", value, place)
                        .isEqualTo(value > 127 ? place : expected);
            }
        }
    }

    @Test
    void theFirstOfSeveralWithinTheRange() {
        byte[] octets = letters(40);
        octets[2] = '\n';
        octets[17] = '\r';
        octets[18] = '\n';
        for (int from = 3; from <= 17; from++) {
            assertThat(ControlScan.find(octets, from, 40)).isEqualTo(17);
            assertThat(ControlScan.find(octets, from, 17)).isEqualTo(17);
        }
        assertThat(ControlScan.find(octets, 18, 18)).isEqualTo(18);
        assertThat(ControlScan.find(octets, 19, 40)).isEqualTo(40);
    }
}
