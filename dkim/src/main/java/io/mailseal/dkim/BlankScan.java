package io.mailseal.dkim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds white space that relaxed canonicalization has to change: a tab, or a space with white space or a CR after it. Looks
 * at eight octets at a time, as one number; most eights have no such place, and nothing else happens to them.
 *
 * @rfc 6376 3.4.4
 */
final class BlankScan {

    // The first octet is the lowest of the number.
    private static final VarHandle EIGHT_OCTETS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long TOP_BITS = 0x8080_8080_8080_8080L;
    private static final long OTHER_BITS = ~TOP_BITS;
    // 0x80 - 0x21: added to an octet it reaches the top bit from 0x21 on.
    private static final long FROM_ABOVE_SPACE = 0x5F5F_5F5F_5F5F_5F5FL;

    private BlankScan() {}

    /**
     * The first such place; {@code end} if there is none. A space at the very end is one, too, since nobody knows what comes
     * after it.
     */
    static int find(byte[] octets, int from, int end) {
        int at = from;
        for (; at + 8 < end; at += 8) {
            long suspects = suspects((long) EIGHT_OCTETS.get(octets, at), (long) EIGHT_OCTETS.get(octets, at + 1));
            for (; suspects != 0; suspects &= suspects - 1) {
                int place = at + Long.numberOfTrailingZeros(suspects) / 8;
                if (isChanged(octets, place, end)) {
                    return place;
                }
            }
        }
        while (at < end && !isChanged(octets, at, end)) {
            at++;
        }
        return at;
    }

    // The top bits of the octets that may be such a place: those up to 0x20 after which comes another one, or which
    // are odd numbers, as tab is and space is not. Besides the places themselves, line ends are among them, and hardly
    // anything else.
    private static long suspects(long octets, long following) {
        return upToSpace(octets) & (upToSpace(following) | octets << 7);
    }

    // The top bits of the octets from 0 to 0x20. No octet carries into the next.
    private static long upToSpace(long octets) {
        return ~((octets & OTHER_BITS) + FROM_ABOVE_SPACE | octets) & TOP_BITS;
    }

    private static boolean isChanged(byte[] octets, int at, int end) {
        if (octets[at] != ' ') {
            return octets[at] == '\t';
        }
        return at + 1 == end || octets[at + 1] == ' ' || octets[at + 1] == '\t' || octets[at + 1] == '\r';
    }
}
