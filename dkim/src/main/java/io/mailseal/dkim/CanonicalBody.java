package io.mailseal.dkim;

import java.util.ArrayList;
import java.util.List;

/**
 * Brings a body into one canonical form while it streams by, in chunks of any size, and hands the form to those who hash
 * it. Memory does not grow with the body. What is already canonical is handed on in place, as much at once as possible;
 * small pieces are gathered first, since to hash many of them costs more than to copy them.
 *
 * @rfc 6376 3.4
 */
abstract sealed class CanonicalBody permits SimpleBody, RelaxedBody {

    private static final byte[] CRLFS = crlfs(1024);
    private static final int GATHERED = 2048;
    private static final int SMALL = 256;
    private static final byte[] CR = {'\r'};

    private final List<BodyHashing> hashings = new ArrayList<>();
    private final byte[] gathered = new byte[GATHERED];
    private int gatheredCount;
    private long length;

    static CanonicalBody of(DkimCanonicalization canonicalization) {
        return switch (canonicalization) {
            case SIMPLE -> new SimpleBody();
            case RELAXED -> new RelaxedBody();
        };
    }

    /** The hashing of so many octets; the same one for the same limit. To be called before the first octet comes. */
    BodyHashing hashing(long limit) {
        for (BodyHashing known : hashings) {
            if (known.limit() == limit) {
                return known;
            }
        }
        BodyHashing added = new BodyHashing(limit);
        hashings.add(added);
        return added;
    }

    /** Takes the next octets of the body as it arrived. */
    abstract void update(byte[] octets, int offset, int count);

    /** The body is over. To be called once. */
    final void finish() {
        end();
        handOnGathered();
    }

    /** Emits what was withheld, as far as it is there at the end of a body. */
    abstract void end();

    /** How many octets the canonical form has so far. */
    final long length() {
        return length;
    }

    final void emit(byte[] octets, int offset, int count) {
        length += count;
        if (count > GATHERED - gatheredCount || count > SMALL) {
            handOnGathered();
        }
        if (count > SMALL) {
            handOn(octets, offset, count);
        } else {
            System.arraycopy(octets, offset, gathered, gatheredCount, count);
            gatheredCount += count;
        }
    }

    private void handOnGathered() {
        if (gatheredCount > 0) {
            handOn(gathered, 0, gatheredCount);
            gatheredCount = 0;
        }
    }

    private void handOn(byte[] octets, int offset, int count) {
        for (BodyHashing hashing : hashings) {
            hashing.update(octets, offset, count);
        }
    }

    final void emitCr() {
        emit(CR, 0, CR.length);
    }

    final void emitCrlf() {
        emit(CRLFS, 0, 2);
    }

    final void emitCrlfs(long count) {
        long octets = 2 * count;
        while (octets > 0) {
            int some = (int) Math.min(octets, CRLFS.length);
            emit(CRLFS, 0, some);
            octets -= some;
        }
    }

    private static byte[] crlfs(int count) {
        byte[] octets = new byte[2 * count];
        for (int i = 0; i < octets.length; i += 2) {
            octets[i] = '\r';
            octets[i + 1] = '\n';
        }
        return octets;
    }
}
