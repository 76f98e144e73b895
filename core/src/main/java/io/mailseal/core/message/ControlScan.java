package io.mailseal.core.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the octets from NUL to CR: line ends, and what should not be there. Looks at eight octets at a time, as one number;
 * most eights have none.
 */
final class ControlScan {

    // The first octet is the lowest of the number.
    private static final VarHandle EIGHT_OCTETS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long TOP_BITS = 0x8080_8080_8080_8080L;
    private static final long OTHER_BITS = ~TOP_BITS;
    // 0x80 - 0x0E: added to an octet it reaches the top bit from 0x0E on.
    private static final long FROM_ABOVE_CR = 0x7272_7272_7272_7272L;

    private ControlScan() {}

    /** The first such place; {@code end} if there is none. */
    static int find(byte[] octets, int from, int end) {
        int at = from;
        for (; at + 8 <= end; at += 8) {
            long eight = (long) EIGHT_OCTETS.get(octets, at);
            // The top bits of the octets up to CR. No octet carries into the next.
            long found = ~((eight & OTHER_BITS) + FROM_ABOVE_CR | eight) & TOP_BITS;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / 8;
            }
        }
        while (at < end && (octets[at] < 0 || octets[at] > '\r')) {
            at++;
        }
        return at;
    }

    /** The same, but octets above 127 are found, too. */
    static int findOddities(byte[] octets, int from, int end) {
        int at = from;
        for (; at + 8 <= end; at += 8) {
            long eight = (long) EIGHT_OCTETS.get(octets, at);
            long found = (~((eight & OTHER_BITS) + FROM_ABOVE_CR) | eight) & TOP_BITS;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / 8;
            }
        }
        while (at < end && octets[at] > '\r') {
            at++;
        }
        return at;
    }
}
