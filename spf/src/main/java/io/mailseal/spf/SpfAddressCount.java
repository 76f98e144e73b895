package io.mailseal.spf;

/**
 * How many addresses a policy lets pass.
 *
 * @param v4 addresses of IPv4
 * @param v6Networks networks of 64 bits of IPv6 that have such an address; {@link Long#MAX_VALUE} where they are more
 *     than that
 * @param exact whether that is all; not so with terms that depend on the client or the message ({@code ptr}, {@code
 *     exists}, macros) or on a domain that is not known, with lookups that failed, with loops, and with more than was looked at: such terms count as if
 *     they matched nobody
 * @rfc 7208 5
 */
public record SpfAddressCount(long v4, long v6Networks, boolean exact) {

    /** None. */
    static final SpfAddressCount NONE = new SpfAddressCount(0, 0, true);

    /** None that are known of. */
    static final SpfAddressCount UNKNOWN = new SpfAddressCount(0, 0, false);
}
