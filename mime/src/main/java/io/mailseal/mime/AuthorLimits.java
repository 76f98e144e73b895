package io.mailseal.mime;

/**
 * How much of an author is too much. Beyond either limit the outcome is {@link AuthorStatus#LIMIT_EXCEEDED}.
 *
 * @param fieldOctets the longest From field that is read, in octets, unfolded and without its name
 * @param addresses how many addresses it may have
 */
public record AuthorLimits(int fieldOctets, int addresses) {

    /** 64 KiB and 100 addresses: many times what any real message has. */
    public static final AuthorLimits DEFAULT = new AuthorLimits(1 << 16, 100);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException for a limit that is not positive
     */
    public AuthorLimits {
        if (fieldOctets < 1 || addresses < 1) {
            throw new IllegalArgumentException("limits that allow nothing");
        }
    }
}
