package io.mailseal.mtasts;

import io.mailseal.core.IpAddress;
import java.util.Set;

/**
 * Addresses of IPv6 that stand for those of IPv4, behind a network that translates them.
 *
 * @param prefix what they begin with
 * @param length of the prefix; the address of IPv4 comes right after it
 * @rfc 6052 2.2
 */
record Nat64Prefix(IpAddress prefix, int length) {

    private static final Set<Integer> LENGTHS = Set.of(32, 40, 48, 56, 64, 96);
    private static final int NOT_USED = 8; // "u", bits 64 to 71

    /** §2.1: what a resolver in a network without IPv4 makes of the addresses that a host really has. */
    static final Nat64Prefix WELL_KNOWN = new Nat64Prefix(IpAddress.of("64:ff9b::"), 96);

    /**
     * @throws IllegalArgumentException for another length, or an address of IPv4
     */
    Nat64Prefix {
        if (!prefix.isV6() || !LENGTHS.contains(length)) {
            throw new IllegalArgumentException("no prefix of a NAT64: " + prefix + "/" + length);
        }
    }

    boolean holds(IpAddress address) {
        return address.isIn(prefix, length);
    }

    /** The address of IPv4 inside of one that this prefix holds. */
    IpAddress embedded(IpAddress address) {
        byte[] octets = address.toByteArray();
        byte[] inside = new byte[4];
        int from = length / 8;
        for (int i = 0; i < inside.length; i++) {
            from += from == NOT_USED ? 1 : 0;
            inside[i] = octets[from++];
        }
        return IpAddress.ofBytes(inside);
    }
}
