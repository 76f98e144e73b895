package io.mailseal.mtasts;

import io.mailseal.core.IpAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses may be connected to. Whoever owns a domain chooses the addresses of its policy host, and could choose
 * those of somebody's inner network; so only addresses that hosts on the Internet can have are allowed, by the registries
 * of special-purpose addresses, and what a user names.
 *
 * @rfc 6890 2.2.2
 */
final class AddressGuard {

    /** Addresses that begin with the same bits. */
    record Network(IpAddress address, int prefixLength) {

        static Network of(String address, int prefixLength) {
            return new Network(IpAddress.of(address), prefixLength);
        }

        boolean holds(IpAddress host) {
            return host.isIn(address, prefixLength);
        }
    }

    private static final List<Network> SPECIAL_V4 = List.of(
            Network.of("0.0.0.0", 8), // this network
            Network.of("10.0.0.0", 8), // private
            Network.of("100.64.0.0", 10), // behind carriers' NAT
            Network.of("127.0.0.0", 8), // loopback
            Network.of("169.254.0.0", 16), // link-local, and the metadata of clouds
            Network.of("172.16.0.0", 12), // private
            Network.of("192.0.0.0", 24), // protocol assignments
            Network.of("192.0.2.0", 24), // documentation
            Network.of("192.88.99.0", 24), // relays of 6to4
            Network.of("192.168.0.0", 16), // private
            Network.of("198.18.0.0", 15), // benchmarks
            Network.of("198.51.100.0", 24), // documentation
            Network.of("203.0.113.0", 24), // documentation
            Network.of("224.0.0.0", 4), // multicast
            Network.of("240.0.0.0", 4)); // reserved, and broadcast

    /** What IANA gives out; loopback, mapped, unique local, link-local and multicast addresses are elsewhere. */
    private static final Network GLOBAL_UNICAST = Network.of("2000::", 3);

    private static final List<Network> SPECIAL_V6 = List.of(
            Network.of("2001::", 23), // protocol assignments, Teredo, ORCHID
            Network.of("2001:db8::", 32), // documentation
            Network.of("2002::", 16), // 6to4
            Network.of("3fff::", 20)); // documentation

    private final List<Network> allowed;
    private final List<Nat64Prefix> translated;

    /**
     * @param allowed beside those on the Internet
     * @param translated beside the well-known prefix
     */
    AddressGuard(List<Network> allowed, List<Nat64Prefix> translated) {
        this.allowed = List.copyOf(allowed);
        this.translated = Stream.concat(translated.stream(), Stream.of(Nat64Prefix.WELL_KNOWN))
                .toList();
    }

    boolean allows(IpAddress address) {
        return allowed.stream().anyMatch(network -> network.holds(address))
                || (address.isV4() ? isPublicV4(address) : isPublicV6(address));
    }

    private static boolean isPublicV4(IpAddress address) {
        return SPECIAL_V4.stream().noneMatch(network -> network.holds(address));
    }

    private boolean isPublicV6(IpAddress address) {
        IpAddress target = target(address);
        if (!target.equals(address)) {
            return allows(target);
        }
        return GLOBAL_UNICAST.holds(address)
                && SPECIAL_V6.stream().noneMatch(network -> network.holds(address))
                && !isTunnelToSpecialV4(address);
    }

    /** Where packets to this address end up: at the address of IPv4 inside of it where the network translates it. */
    IpAddress target(IpAddress address) {
        return translated.stream()
                .filter(prefix -> prefix.holds(address))
                .findFirst()
                .map(prefix -> prefix.embedded(address))
                .orElse(address);
    }

    // RFC 5214 §6.1 (ISATAP): the last 64 bits are 0:5efe or 200:5efe, and an address of IPv4.
    private static boolean isTunnelToSpecialV4(IpAddress address) {
        byte[] octets = address.toByteArray();
        boolean isatap = (octets[8] & ~2) == 0 && octets[9] == 0 && octets[10] == 0x5E && octets[11] == (byte) 0xFE;
        return isatap && !isPublicV4(IpAddress.ofBytes(octets[12], octets[13], octets[14], octets[15]));
    }
}
