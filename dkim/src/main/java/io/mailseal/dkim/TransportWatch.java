package io.mailseal.dkim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Sees what servers on the way change in a body, while it streams by in chunks of any size: lines that are too long, and
 * octets above 127. Line ends are not looked at twice, see {@link LineEndWatch}: a line ends at each LF.
 *
 * @rfc 5322 2.1.1
 * @rfc 6376 5.3
 */
final class TransportWatch {

    static final int MAX_LINE = 998;

    // With its CRLF.
    private static final int MAX_WHOLE_LINE = MAX_LINE + 2;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FOUR_LONGS = 4 * Long.BYTES;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private int sinceLineEnd;
    private boolean longLine;
    private boolean eightBit;

    void update(byte[] octets, int offset, int count) {
        int end = offset + count;
        if (!longLine) {
            longLine = passesLongLine(octets, offset, end);
        }
        if (!eightBit) {
            eightBit = hasHighBit(octets, offset, end);
        }
    }

    // From where the next LF is due at the latest, back to the nearest one: only the octets in between are looked at,
    // which are few where lines are short.
    private boolean passesLongLine(byte[] octets, int offset, int end) {
        int lineStart = offset;
        while (end - lineStart >= MAX_WHOLE_LINE - sinceLineEnd) {
            int next = afterLastLineFeed(octets, lineStart, lineStart + MAX_WHOLE_LINE - sinceLineEnd);
            if (next < 0) {
                return true;
            }
            lineStart = next;
            sinceLineEnd = 0;
        }
        int last = afterLastLineFeed(octets, lineStart, end);
        sinceLineEnd = last < 0 ? sinceLineEnd + end - lineStart : end - last;
        return false;
    }

    // Negative if there is none.
    private static int afterLastLineFeed(byte[] octets, int start, int end) {
        int at = end;
        while (at > start) {
            if (octets[--at] == '\n') {
                return at + 1;
            }
        }
        return -1;
    }

    private static boolean hasHighBit(byte[] octets, int start, int end) {
        int at = start;
        while (at + FOUR_LONGS <= end) {
            long any = (long) LONGS.get(octets, at)
                    | (long) LONGS.get(octets, at + 8)
                    | (long) LONGS.get(octets, at + 16)
                    | (long) LONGS.get(octets, at + 24);
            if ((any & HIGH_BITS) != 0) {
                return true;
            }
            at += FOUR_LONGS;
        }
        int rest = 0;
        while (at < end) {
            rest |= octets[at++];
        }
        return rest < 0;
    }

    /** Whether a line of the body that ends here has more than 998 octets, without its CRLF. */
    boolean hasLongLine() {
        return longLine || sinceLineEnd > MAX_LINE;
    }

    /** Whether there is an octet above 127. */
    boolean hasEightBit() {
        return eightBit;
    }
}
