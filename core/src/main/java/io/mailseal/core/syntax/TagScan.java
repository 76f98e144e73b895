package io.mailseal.core.syntax;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds white space and controls in the octets of a tag list, of which nearly all are neither. Looks at eight octets at a
 * time, as one number.
 */
final class TagScan {

    // The first octet is the lowest of the number.
    private static final VarHandle EIGHT_OCTETS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long TOP_BITS = 0x8080_8080_8080_8080L;
    private static final long OTHER_BITS = ~TOP_BITS;
    // 0x80 - 0x21: added to an octet it reaches the top bit from 0x21 on.
    private static final long FROM_ABOVE_SPACE = 0x5F5F_5F5F_5F5F_5F5FL;
    // 0x80 - 0x7F, the same for DEL.
    private static final long FROM_DEL = 0x0101_0101_0101_0101L;

    private TagScan() {}

    /** The first octet up to 0x20, or DEL; {@code end} if there is none. */
    static int find(byte[] octets, int from, int end) {
        int at = from;
        for (; at + 8 <= end; at += 8) {
            long eight = (long) EIGHT_OCTETS.get(octets, at);
            // No octet carries into the next.
            long others = eight & OTHER_BITS;
            long found = (~(others + FROM_ABOVE_SPACE) | others + FROM_DEL) & ~eight & TOP_BITS;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / 8;
            }
        }
        while (at < end && (octets[at] < 0 || octets[at] > ' ' && octets[at] != 0x7F)) {
            at++;
        }
        return at;
    }
}
