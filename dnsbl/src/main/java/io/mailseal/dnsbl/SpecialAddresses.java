package io.mailseal.dnsbl;

import io.mailseal.core.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * The addresses that no list is asked about, since no host on the Internet has them: whoever lists one has made a mistake,
 * and the question would tell others how a network is built. They are those that IANA's registries of special-purpose
 * addresses call not globally reachable, and multicast. An IPv4-mapped address counts as the IPv4 address in it, and so does one
 * that is translated to IPv4 on the way.
 *
 * @rfc 6890 2.2
 */
public final class SpecialAddresses {

    /**
     * A range of such addresses.
     *
     * @param network its first address
     * @param prefixLength how many bits all of them have in common
     * @param use what they are for, a few words
     */
    public record Range(IpAddress network, int prefixLength, String use) {

        /** Whether the address is one of them. */
        public boolean contains(IpAddress address) {
            return embedded(address.unmapped()).isIn(network, prefixLength);
        }

        /** {@code 10.0.0.0/8 (private use)}. */
        @Override
        public String toString() {
            return network + "/" + prefixLength + " (" + use + ")";
        }
    }

    private static final List<Range> RANGES = List.of(
            range("0.0.0.0", 8, "this network"), // RFC 791 §3.2
            range("10.0.0.0", 8, "private use"), // RFC 1918 §3
            range("100.64.0.0", 10, "shared by the customers of a provider"), // RFC 6598 §7
            range("127.0.0.0", 8, "loopback"), // RFC 1122 §3.2.1.3
            range("169.254.0.0", 16, "link-local"), // RFC 3927 §2.1
            range("172.16.0.0", 12, "private use"), // RFC 1918 §3
            range("192.0.0.0", 24, "assignments of protocols"), // RFC 6890 §2.1
            range("192.0.2.0", 24, "documentation"), // RFC 5737 §3
            range("192.168.0.0", 16, "private use"), // RFC 1918 §3
            range("198.18.0.0", 15, "benchmarks"), // RFC 2544 appendix C.2.2
            range("198.51.100.0", 24, "documentation"), // RFC 5737 §3
            range("203.0.113.0", 24, "documentation"), // RFC 5737 §3
            range("224.0.0.0", 4, "multicast"), // RFC 5771 §3
            range("240.0.0.0", 4, "reserved"), // RFC 1112 §4; the limited broadcast is among them
            range("::", 96, "unspecified, loopback, and IPv4-compatible"), // RFC 4291 §2.5.2, 2.5.3, 2.5.5.1
            range("64:ff9b:1::", 48, "local translation between IPv4 and IPv6"), // RFC 8215 §6
            range("100::", 64, "discard only"), // RFC 6666 §4
            range("100:0:0:1::", 64, "dummy prefix"), // RFC 9780
            range("2001:2::", 48, "benchmarks"), // RFC 5180 §8
            range("2001:10::", 28, "overlay identifiers, no more in use"), // RFC 4843 §7
            range("2001:db8::", 32, "documentation"), // RFC 3849 §2
            range("3fff::", 20, "documentation"), // RFC 9637 §3
            range("5f00::", 16, "segment routing"), // RFC 9602 §8
            range("fc00::", 7, "private use"), // RFC 4193 §3.1
            range("fe80::", 10, "link-local"), // RFC 4291 §2.5.6
            range("fec0::", 10, "site-local, no more in use"), // RFC 3879 §4
            range("ff00::", 8, "multicast")); // RFC 4291 §2.7

    private static final IpAddress TRANSLATED = IpAddress.of("64:ff9b::");
    private static final IpAddress SIX_TO_FOUR = IpAddress.of("2002::");

    private SpecialAddresses() {}

    private static Range range(String network, int prefixLength, String use) {
        return new Range(IpAddress.of(network), prefixLength, use);
    }

    /** All of the ranges. */
    public static List<Range> ranges() {
        return RANGES;
    }

    /** The range with this address; empty for those that hosts on the Internet can have. */
    public static Optional<Range> rangeOf(IpAddress address) {
        IpAddress plain = embedded(address.unmapped());
        for (Range range : RANGES) {
            if (plain.isIn(range.network(), range.prefixLength())) {
                return Optional.of(range);
            }
        }
        return Optional.empty();
    }

    // What leads to a special address is special: through a translator (RFC 6052 §2.1), or by 6to4 (RFC 3056 §2).
    private static IpAddress embedded(IpAddress address) {
        int at = address.isIn(TRANSLATED, 96) ? 12 : address.isIn(SIX_TO_FOUR, 16) ? 2 : -1;
        if (at < 0) {
            return address;
        }
        byte[] octets = address.toByteArray();
        return IpAddress.ofBytes(octets[at], octets[at + 1], octets[at + 2], octets[at + 3]);
    }

    /** Whether no host on the Internet can have this address. */
    public static boolean contains(IpAddress address) {
        return rangeOf(address).isPresent();
    }
}
