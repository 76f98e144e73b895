package io.mailseal.mime;

/**
 * How far the walk over the parts of a message goes. What is beyond is not read, and a {@link MimeAnomaly} says so.
 *
 * @param depth how many multiparts and messages may be open around a part
 * @param parts how many parts there may be, multiparts and messages included
 * @param headerFields how many fields the header of a part may have
 * @param fieldOctets the longest field of such a header, line ends included
 * @param partOctets how many octets are given of one part, its transfer encoding undone
 * @param messageOctets how many are given of all parts together
 */
public record MimeLimits(int depth, int parts, int headerFields, int fieldOctets, long partOctets, long messageOctets) {

    /**
     * 30 levels, 1000 parts, 500 fields of at most 64 KiB each, 32 MiB of one part and 64 MiB in all: several times what
     * real messages have, but for attachments, which are rarely of interest.
     */
    public static final MimeLimits DEFAULT = new MimeLimits(30, 1000, 500, 1 << 16, 1L << 25, 1L << 26);

    // Each level may hold a buffer, and take a call of its own to read through.
    private static final int DEEPEST = 100;

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException for a limit that is not positive, or a depth of more than 100
     */
    public MimeLimits {
        if (depth < 1 || parts < 1 || headerFields < 1 || fieldOctets < 1 || partOctets < 1 || messageOctets < 1) {
            throw new IllegalArgumentException("limits that allow nothing");
        }
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("deeper than " + DEEPEST + ": " + depth);
        }
    }
}
