package io.mailseal.dkim;

import io.mailseal.dkim.DkimSigningProblem.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Sees whether every CR and LF of a body is part of a CRLF, and whether there is no NUL, while it streams by in chunks
 * of any size.
 *
 * @rfc 6376 5.3
 * @rfc 5322 2.3
 */
final class LineEndWatch {

    private static final long CRS = EightOctets.all('\r');
    private static final long LFS = EightOctets.all('\n');
    private static final long NULS = 0;

    private boolean afterCr;
    private @Nullable Kind problem;

    void update(byte[] octets, int offset, int count) {
        int end = offset + count;
        int at = offset;
        while (at < end && problem == null) {
            at = skipFaultless(octets, at, end);
            // One at a time to the fault, or to the end.
            int stop = Math.min(end, at + Long.BYTES);
            while (at < stop && problem == null) {
                watch(octets[at++]);
            }
        }
    }

    // Eight at a time, as long as each CR has its LF, each LF its CR, and none is NUL.
    private int skipFaultless(byte[] octets, int start, int end) {
        int at = start;
        long pending = afterCr ? 0x80 : 0; // the top bit of the first octet, if that has to be LF
        while (at + Long.BYTES <= end) {
            long eight = EightOctets.get(octets, at);
            long crs = EightOctets.equal(eight, CRS);
            boolean paired = EightOctets.equal(eight, LFS) == (crs << Byte.SIZE | pending);
            if (!paired || EightOctets.equal(eight, NULS) != 0) {
                break;
            }
            pending = crs >>> Long.SIZE - Byte.SIZE;
            at += Long.BYTES;
        }
        afterCr = pending != 0;
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
