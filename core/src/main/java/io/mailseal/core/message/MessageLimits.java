package io.mailseal.core.message;

/**
 * How large a header may be. Beyond it, reading of the header stops, {@link MessageAnomaly#LIMIT_EXCEEDED} is reported, and
 * every protocol answers with a permanent error. The body has no limit, since it is streamed.
 *
 * @param headerOctets all fields together, line ends included
 * @param fields how many fields
 * @param fieldOctets one field, line ends included
 */
public record MessageLimits(int headerOctets, int fields, int fieldOctets) {

    /** 1 MiB, 2000 fields, 256 KiB each: several times what any real message has. */
    public static final MessageLimits DEFAULT = new MessageLimits(1 << 20, 2000, 1 << 18);

    /**
     * @throws IllegalArgumentException for a limit that is not positive
     */
    public MessageLimits {
        if (headerOctets < 1 || fields < 1 || fieldOctets < 1) {
            throw new IllegalArgumentException("limits that allow nothing");
        }
    }
}
