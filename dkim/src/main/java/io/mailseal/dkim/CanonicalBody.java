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

    private static final byte[] NOTHING = {};

    /** From so many octets on it costs less to hand them on in place. */
    static final int IN_PLACE = 256;

    /** How many octets are gathered at most. */
    static final int GATHERED = 2048;

    private final List<BodyHashing> hashings = new ArrayList<>();
    private byte[] gathered = NOTHING; // mostly nothing is, in a short body
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
        if (count >= IN_PLACE) {
            handOnGathered();
            handOn(octets, offset, count);
        } else {
            makeRoom(count);
            copy(octets, offset, count);
            gatheredCount += count;
        }
    }

    final void emit(byte octet) {
        length++;
        makeRoom(1);
        gathered[gatheredCount++] = octet;
    }

    // Eight at a time, and so up to seven too many, which are overwritten; that is faster where there are few.
    private void copy(byte[] octets, int offset, int count) {
        if (offset + count + Long.BYTES > octets.length) {
            System.arraycopy(octets, offset, gathered, gatheredCount, count);
            return;
        }
        for (int i = 0; i < count; i += Long.BYTES) {
            EightOctets.set(gathered, gatheredCount + i, EightOctets.get(octets, offset + i));
        }
    }

    /**
     * Makes room for so many octets, to be written into {@link #gathered} from the result on; up to seven more than there is
     * room for may be written, and don't count.
     */
    final int makeRoom(int count) {
        if (count > GATHERED - gatheredCount) {
            handOnGathered();
        }
        if (gathered.length == 0) {
            gathered = new byte[GATHERED + Long.BYTES];
        }
        return gatheredCount;
    }

    final byte[] gathered() {
        return gathered;
    }

    /** What was written up to here is emitted. */
    final void gatheredUpTo(int end) {
        length += end - gatheredCount;
        gatheredCount = end;
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

    final void emitCrlfs(long count) {
        long octets = 2 * count;
        while (octets > 0) {
            int some = (int) Math.min(octets, CRLFS.length);
            emit(CRLFS, 0, some);
            octets -= some;
        }
    }

    /** Emits the line end that is the end of the body. */
    final void emitLastCrlf() {
        handOnGathered();
        length += 2;
        handOn(CRLFS, 0, 2);
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
