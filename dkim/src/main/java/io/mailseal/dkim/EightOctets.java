package io.mailseal.dkim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight octets of an array as one number, of which the first is the lowest: most of a message is looked at this way. */
final class EightOctets {

    /** The highest bit of each. */
    static final long TOP_BITS = 0x8080_8080_8080_8080L;

    /** All bits but those. */
    static final long OTHER_BITS = ~TOP_BITS;

    private static final long ONES = 0x0101_0101_0101_0101L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private EightOctets() {}

    static long get(byte[] octets, int at) {
        return (long) LONGS.get(octets, at);
    }

    static void set(byte[] octets, int at, long eight) {
        LONGS.set(octets, at, eight);
    }

    /** Eight times this one. */
    static long all(char octet) {
        return octet * ONES;
    }

    /** The top bits of those which are the same in both; no other bits. */
    static long equal(long octets, long others) {
        // No octet carries into the next, so this is exact.
        long different = octets ^ others;
        return ~((different & OTHER_BITS) + OTHER_BITS | different | OTHER_BITS);
    }
}
