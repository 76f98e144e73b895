package io.mailseal.dkim;

import io.mailseal.dkim.DkimSigningProblem.Kind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Sees whether every CR and LF of a body is part of a CRLF, and whether there is no NUL, while it streams by in chunks
 * of any size.
 *
 * @rfc 6376 5.3
 * @rfc 5322 2.3
 */
final class LineEndWatch {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private boolean afterCr;
    private @Nullable Kind problem;

    void update(byte[] octets, int offset, int count) {
        int end = offset + count;
        int at = offset;
        while (at < end && problem == null) {
            if (!afterCr) {
                at = skipOrdinary(octets, at, end);
            }
            if (at < end) {
                watch(octets[at++]);
            }
        }
    }

    // Eight at a time, as long as none of them is as low as CR. A false alarm costs time and nothing else.
    private static int skipOrdinary(byte[] octets, int start, int end) {
        int at = start;
        while (at + Long.BYTES <= end) {
            long eight = (long) LONGS.get(octets, at);
            long low = (eight - ONES * ('\r' + 1)) & ~eight & HIGH_BITS;
            if (low != 0) {
                return at + Long.numberOfTrailingZeros(low) / Byte.SIZE;
            }
            at += Long.BYTES;
        }
        return at;
    }

    private void watch(byte octet) {
        boolean lineFeed = octet == '\n';
        if (lineFeed != afterCr) {
            problem = Kind.BARE_LINE_END;
        } else if (octet == 0) {
            problem = Kind.NUL;
        }
        afterCr = octet == '\r';
    }

    /** What is wrong with a body that ends here; null if nothing is. */
    @Nullable
    Kind problem() {
        return problem == null && afterCr ? Kind.BARE_LINE_END : problem;
    }
}
