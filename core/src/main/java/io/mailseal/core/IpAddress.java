package io.mailseal.core;

import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address. Unlike {@link InetAddress}, reading one never asks a name server, an IPv4-mapped address
 * stays what it is until somebody says {@link #unmapped}, and there is no zone and no host name beside the number.
 *
 * @rfc 4291 2
 */
public final class IpAddress implements Comparable<IpAddress> {

    private final boolean v4;
    private final long high;
    private final long low;

    private IpAddress(boolean v4, long high, long low) {
        this.v4 = v4;
        this.high = high;
        this.low = low;
    }

    /**
     * An address that the caller knows to be right.
     *
     * @throws IllegalArgumentException where {@link #parse} would find nothing
     */
    public static IpAddress of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not an IP address: " + text));
    }

    /** The same number; a zone is dropped. (The JDK has made an IPv4-mapped address an IPv4 one before it comes here.) */
    public static IpAddress of(InetAddress address) {
        return ofBytes(address.getAddress());
    }

    /**
     * Four octets for IPv4, sixteen for IPv6, in network order.
     *
     * @throws IllegalArgumentException for any other number of octets
     */
    public static IpAddress ofBytes(byte... bytes) {
        if (bytes.length == 4) {
            return v4(number(bytes, 0, 4));
        }
        if (bytes.length == 16) {
            return new IpAddress(false, number(bytes, 0, 8), number(bytes, 8, 8));
        }
        throw new IllegalArgumentException("an address has 4 or 16 octets, not " + bytes.length);
    }

    private static IpAddress v4(long number) {
        return new IpAddress(true, 0, number);
    }

    private static long number(byte[] bytes, int from, int count) {
        long number = 0;
        for (int i = from; i < from + count; i++) {
            number = number << 8 | bytes[i] & 0xFF;
        }
        return number;
    }

    /**
     * Reads a dotted quad (decimal, no leading zeros), or the text form of an IPv6 address, without a zone, brackets or
     * prefix length. Empty for anything else.
     *
     * @rfc 4291 2.2
     */
    public static Optional<IpAddress> parse(String text) {
        return Optional.ofNullable(text.indexOf(':') < 0 ? parseV4(text) : parseV6(text));
    }

    private static @Nullable IpAddress parseV4(String text) {
        long number = parseQuad(text, 0);
        return number < 0 ? null : v4(number);
    }

    // The dotted quad from there to the end of the text, or -1.
    private static long parseQuad(String text, int from) {
        long number = 0;
        int at = from;
        for (int part = 0; part < 4; part++) {
            if (part > 0) {
                if (at >= text.length() || text.charAt(at) != '.') {
                    return -1;
                }
                at++;
            }
            int start = at;
            int value = 0;
            while (at < text.length() && isDigit(text.charAt(at)) && at - start < 4) {
                value = 10 * value + text.charAt(at++) - '0';
            }
            int digits = at - start;
            if (digits == 0 || digits > 3 || value > 255 || digits > 1 && text.charAt(start) == '0') {
                return -1;
            }
            number = number << 8 | value;
        }
        return at == text.length() ? number : -1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static @Nullable IpAddress parseV6(String text) {
        int[] groups = new int[8];
        int count = 0;
        int gap = -1; // the number of groups before "::"
        int at = 0;
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        } else if (text.startsWith(":")) {
            return null;
        }
        while (at < text.length()) {
            int end = at;
            int value = 0;
            while (end < text.length() && end - at < 5 && Character.digit(text.charAt(end), 16) >= 0) {
                if (text.charAt(end) >= 0x80) {
                    return null;
                }
                value = value << 4 | Character.digit(text.charAt(end++), 16);
            }
            if (end < text.length() && text.charAt(end) == '.') {
                long quad = parseQuad(text, at);
                if (quad < 0 || count > 6) {
                    return null;
                }
                groups[count++] = (int) (quad >> 16);
                groups[count++] = (int) (quad & 0xFFFF);
                at = text.length();
                break;
            }
            if (end == at || end - at > 4 || count == 8) {
                return null;
            }
            groups[count++] = value;
            at = end;
            if (at == text.length()) {
                break;
            }
            if (text.charAt(at) != ':') {
                return null;
            }
            at++;
            if (at == text.length()) {
                return null; // one colon at the end
            }
            if (text.charAt(at) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = count;
                at++;
            }
        }
        if (gap < 0 ? count != 8 : count > 7) {
            return null;
        }
        return fromGroups(groups, count, gap < 0 ? count : gap);
    }

    private static IpAddress fromGroups(int[] groups, int count, int gap) {
        long[] halves = new long[2];
        for (int i = 0; i < 8; i++) {
            int zeros = 8 - count;
            int group = i < gap ? groups[i] : i < gap + zeros ? 0 : groups[i - zeros];
            halves[i / 4] = halves[i / 4] << 16 | group;
        }
        return new IpAddress(false, halves[0], halves[1]);
    }

    /** Whether this is an IPv4 address; an IPv4-mapped one is not. */
    public boolean isV4() {
        return v4;
    }

    /** Whether this is an IPv6 address. */
    public boolean isV6() {
        return !v4;
    }

    /** 32 or 128. */
    public int bits() {
        return v4 ? 32 : 128;
    }

    /**
     * The IPv4 address where this is {@code ::ffff:0:0/96}, otherwise this.
     *
     * @rfc 4291 2.5.5.2
     */
    public IpAddress unmapped() {
        return !v4 && high == 0 && low >>> 32 == 0xFFFFL ? v4(low & 0xFFFF_FFFFL) : this;
    }

    /**
     * Whether the first bits of this address and of the network's are the same; never across families.
     *
     * @param prefixLength 0 to 32 or 128
     * @throws IllegalArgumentException for a prefix longer than an address of the network's family
     */
    public boolean isIn(IpAddress network, int prefixLength) {
        if (prefixLength < 0 || prefixLength > network.bits()) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " of " + network);
        }
        if (v4 != network.v4) {
            return false;
        }
        if (v4) {
            return prefixLength == 0 || (low ^ network.low) >>> (32 - prefixLength) == 0;
        }
        if (prefixLength <= 64) {
            return prefixLength == 0 || (high ^ network.high) >>> (64 - prefixLength) == 0;
        }
        return high == network.high && (low ^ network.low) >>> (128 - prefixLength) == 0;
    }

    /** Four or sixteen octets in network order. */
    public byte[] toByteArray() {
        byte[] bytes = new byte[bits() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) octet(i);
        }
        return bytes;
    }

    private int octet(int index) {
        if (v4) {
            return (int) (low >>> (24 - 8 * index)) & 0xFF;
        }
        return (int) ((index < 8 ? high : low) >>> (56 - 8 * (index & 7))) & 0xFF;
    }

    /**
     * The address as labels in reverse, without a zone: {@code 1.2.0.192} or 32 nibbles. Lists and PTR records are kept
     * below such names.
     */
    public String toReversedLabels() {
        StringBuilder text = new StringBuilder();
        for (int i = bits() / 8 - 1; i >= 0; i--) {
            if (v4) {
                text.append(octet(i));
            } else {
                text.append(Character.forDigit(octet(i) & 15, 16)).append('.');
                text.append(Character.forDigit(octet(i) >> 4, 16));
            }
            if (i > 0) {
                text.append('.');
            }
        }
        return text.toString();
    }

    /**
     * Where the PTR records of this address are: below {@code in-addr.arpa} or {@code ip6.arpa}.
     *
     * @rfc 3596 2.5
     */
    public DomainName toReverseName() {
        return DomainName.of(toReversedLabels() + (v4 ? ".in-addr.arpa" : ".ip6.arpa"));
    }

    /** IPv4 before IPv6, then as numbers. */
    @Override
    public int compareTo(IpAddress other) {
        if (v4 != other.v4) {
            return v4 ? -1 : 1;
        }
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress that && v4 == that.v4 && high == that.high && low == that.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high * 31 + low);
    }

    /**
     * The canonical text form.
     *
     * @rfc 5952 4
     */
    @Override
    public String toString() {
        if (v4) {
            return quad(low);
        }
        if (high == 0 && low >>> 32 == 0xFFFFL) {
            return "::ffff:" + quad(low & 0xFFFF_FFFFL); // §5: mapped addresses are shown mixed
        }
        return groupsText();
    }

    private static String quad(long number) {
        return (number >> 24) + "." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
    }

    private String groupsText() {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = octet(2 * i) << 8 | octet(2 * i + 1);
        }
        // §4.2: the longest run of zeros, the first of equals, and never a single group.
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > bestLength) {
                bestStart = i;
                bestLength = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
            } else {
                if (i > 0 && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
