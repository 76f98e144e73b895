package io.mailseal.spf;

import io.mailseal.core.IpAddress;
import java.math.BigInteger;

/**
 * Addresses of one family, as numbers from the first to the last.
 *
 * @param last included
 */
record AddressRange(boolean v4, BigInteger first, BigInteger last) {

    static AddressRange of(IpAddress network, int prefixLength) {
        BigInteger hosts = BigInteger.ONE.shiftLeft(network.bits() - prefixLength);
        BigInteger first = number(network).andNot(hosts.subtract(BigInteger.ONE));
        return new AddressRange(network.isV4(), first, first.add(hosts).subtract(BigInteger.ONE));
    }

    static AddressRange of(Mechanism.Ip ip) {
        return of(ip.network(), ip.prefixLength());
    }

    static BigInteger number(IpAddress address) {
        return new BigInteger(1, address.toByteArray());
    }

    /** The first address, as an address. */
    IpAddress firstAddress() {
        byte[] octets = new byte[v4 ? 4 : 16];
        byte[] number = first.toByteArray(); // with a sign, and without leading zeros
        int length = Math.min(number.length, octets.length);
        System.arraycopy(number, number.length - length, octets, octets.length - length, length);
        return IpAddress.ofBytes(octets);
    }

    boolean contains(AddressRange other) {
        return v4 == other.v4 && first.compareTo(other.first) <= 0 && last.compareTo(other.last) >= 0;
    }
}
