package io.mailseal.dkim;

/**
 * Finds white space that relaxed canonicalization has to change, and takes it out: a tab, or a space with white space or a CR
 * after it. Looks at eight octets at a time, as one number; most eights have no such place, and nothing else happens to
 * them.
 *
 * @rfc 6376 3.4.4
 */
final class BlankScan {

    /** How many octets beyond its range {@link #squeeze} looks at. */
    static final int LOOKAHEAD = 2;

    // 0x80 - 0x21: added to an octet it reaches the top bit from 0x21 on.
    private static final long FROM_ABOVE_SPACE = 0x5F5F_5F5F_5F5F_5F5FL;
    private static final long SPACES = EightOctets.all(' ');
    private static final long TABS = EightOctets.all('\t');
    private static final long CRS = EightOctets.all('\r');
    private static final long LFS = EightOctets.all('\n');
    private static final long CRLFS = 0x0A0D_0A0D_0A0D_0A0DL;

    private BlankScan() {}

    /**
     * The first such place; {@code end} if there is none. A space at the very end is one, too, since nobody knows what comes
     * after it.
     */
    static int find(byte[] octets, int from, int end) {
        int at = skipOrdinary(octets, from, end);
        for (; at + 8 < end; at = skipOrdinary(octets, at + 8, end)) {
            long suspects = suspects(octets, at);
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

    /**
     * The first octet that may not stay as it is in a header field: a space with white space, a control or nothing after it,
     * a tab, or a control, as folding is; {@code end} if there is none.
     *
     * @rfc 6376 3.4.2
     */
    static int findInField(byte[] octets, int from, int end) {
        int at = from;
        for (; at + 8 < end; at += 8) {
            long eight = EightOctets.get(octets, at);
            long spaces = eight << 2; // of octets up to 0x20, only that has this bit
            long found = upToSpace(eight) & (~spaces | upToSpace(EightOctets.get(octets, at + 1)));
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / 8;
            }
        }
        while (at < end && !isChangedInField(octets, at, end)) {
            at++;
        }
        return at;
    }

    private static boolean isChangedInField(byte[] octets, int at, int end) {
        boolean single = octets[at] == ' ' && at + 1 < end && !isUpToSpace(octets[at + 1]);
        return isUpToSpace(octets[at]) && !single;
    }

    private static boolean isUpToSpace(byte octet) {
        return octet >= 0 && octet <= ' ';
    }

    // Four eights at once, since it is faster to look at all of them than to decide about each.
    private static int skipOrdinary(byte[] octets, int from, int end) {
        int at = from;
        while (at + 32 < end && !hasSuspects(octets, at)) {
            at += 32;
        }
        return at;
    }

    private static boolean hasSuspects(byte[] octets, int at) {
        long first = EightOctets.get(octets, at);
        long second = EightOctets.get(octets, at + 8);
        long third = EightOctets.get(octets, at + 16);
        long fourth = EightOctets.get(octets, at + 24);
        long low1 = upToSpace(first);
        long low2 = upToSpace(second);
        long low3 = upToSpace(third);
        long low4 = upToSpace(fourth);
        long low5 = upToSpace(EightOctets.get(octets, at + 25));
        long suspects = suspects(first, low1, following(low1, low2))
                | suspects(second, low2, following(low2, low3))
                | suspects(third, low3, following(low3, low4))
                | suspects(fourth, low4, low5);
        return suspects != 0;
    }

    // For each octet what is known of the one after it.
    private static long following(long eight, long next) {
        return eight >>> Byte.SIZE | next << Long.SIZE - Byte.SIZE;
    }

    private static long suspects(byte[] octets, int at) {
        long eight = EightOctets.get(octets, at);
        return suspects(eight, upToSpace(eight), upToSpace(EightOctets.get(octets, at + 1)));
    }

    // The top bits of the octets that may be such a place: spaces after which comes an octet up to 0x20, and octets up
    // to 0x20 which have the lowest bit and not the third, as tab has; CR and LF have not. Hardly anything else is
    // among them.
    private static long suspects(long octets, long upToSpace, long followingUpToSpace) {
        long spaces = octets << 2; // of octets up to 0x20, only that has this bit
        long tabs = octets << 7 & ~(octets << 5);
        return upToSpace & (spaces & followingUpToSpace | tabs);
    }

    // The top bits of the octets from 0 to 0x20. No octet carries into the next.
    private static long upToSpace(long octets) {
        return ~((octets & EightOctets.OTHER_BITS) + FROM_ABOVE_SPACE | octets) & EightOctets.TOP_BITS;
    }

    private static boolean isChanged(byte[] octets, int at, int end) {
        if (octets[at] != ' ') {
            return octets[at] == '\t';
        }
        return at + 1 == end || isBlank(octets[at + 1]) || octets[at + 1] == '\r';
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /**
     * Copies the octets, a multiple of eight, with one space for each run of white space, and none before a CRLF. A run that
     * goes on behind the range, or ends there before a CRLF, is not copied.
     *
     * @param target has room for as many octets
     * @return where the copy ends in the target
     */
    static int squeeze(byte[] octets, int from, int end, byte[] target, int targetFrom) {
        int out = targetFrom;
        for (int at = from; at < end; at += 8) {
            long eight = EightOctets.get(octets, at);
            if (suspects(octets, at) == 0) {
                EightOctets.set(target, out, eight);
                out += 8;
            } else {
                out = squeezeEight(octets, at, target, out);
            }
        }
        return out;
    }

    // What is left of eight octets is moved together within the number.
    private static int squeezeEight(byte[] octets, int at, byte[] target, int out) {
        long eight = EightOctets.get(octets, at);
        long blanks = blanks(eight);
        long beforeBlank = blanks >>> 8 | (isBlank(octets[at + 8]) ? Long.MIN_VALUE : 0);
        long beforeLineEnd = EightOctets.equal(EightOctets.get(octets, at + 1), CRS)
                & EightOctets.equal(EightOctets.get(octets, at + 2), LFS);
        long dropped = blanks & (beforeBlank | beforeLineEnd);
        long left = eight ^ (EightOctets.equal(eight, TABS) >>> 7) * (' ' ^ '\t');
        int end = out + 8 - Long.bitCount(dropped);
        for (; dropped != 0; dropped ^= Long.highestOneBit(dropped)) {
            long below = (Long.highestOneBit(dropped) >>> 7) - 1;
            left = left & below | left >>> 8 & ~below;
        }
        EightOctets.set(target, out, left);
        return end;
    }

    private static long blanks(long octets) {
        return EightOctets.equal(octets, SPACES) | EightOctets.equal(octets, TABS);
    }

    /** The end of the white space that goes on here. */
    static int skipBlanks(byte[] octets, int from, int end) {
        int at = from;
        while (at + 8 <= end && blanks(EightOctets.get(octets, at)) == EightOctets.TOP_BITS) {
            at += 8;
        }
        while (at < end && isBlank(octets[at])) {
            at++;
        }
        return at;
    }

    /** The end of the CRLFs that go on here. A CR without LF is none. */
    static int skipLineEnds(byte[] octets, int from, int end) {
        int at = from;
        while (at + 8 <= end && EightOctets.get(octets, at) == CRLFS) {
            at += 8;
        }
        while (at + 2 <= end && octets[at] == '\r' && octets[at + 1] == '\n') {
            at += 2;
        }
        return at;
    }
}
