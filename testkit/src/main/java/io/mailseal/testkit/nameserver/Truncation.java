package io.mailseal.testkit.nameserver;

import io.mailseal.core.Octets;
import java.util.Arrays;

/**
 * A response of which no more than header and question are left, and the bit that says so.
 *
 * @rfc 2181 9
 */
final class Truncation {

    private Truncation() {}

    static byte[] of(byte[] response) {
        WireReader in = new WireReader(Octets.of(response));
        in.octets(WireQuery.HEADER);
        in.name();
        in.octets(4);
        byte[] cut = Arrays.copyOf(response, in.position());
        cut[2] |= 0x02;
        Arrays.fill(cut, 6, WireQuery.HEADER, (byte) 0);
        return cut;
    }
}
