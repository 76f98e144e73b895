package io.mailseal.spf;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A set of addresses that grows. It holds a limited number of ranges; what would make them more is left out. */
final class AddressSet {

    /** How many ranges are kept at most. */
    static final int MAX_RANGES = 4_000;

    /** The last prefix length of IPv6 that tells one network from another; what is below tells hosts. */
    private static final int HOST_BITS_V6 = 64;

    // From the first address of a range to its last; the ranges do not touch.
    private final NavigableMap<BigInteger, BigInteger> v4 = new TreeMap<>();
    private final NavigableMap<BigInteger, BigInteger> v6 = new TreeMap<>();
    private boolean full;

    /** Adds a range. */
    void add(AddressRange range) {
        NavigableMap<BigInteger, BigInteger> ranges = ranges(range.v4());
        BigInteger first = range.first();
        BigInteger last = range.last();
        Map.Entry<BigInteger, BigInteger> near = ranges.floorEntry(last.add(BigInteger.ONE));
        while (near != null && near.getValue().add(BigInteger.ONE).compareTo(first) >= 0) {
            first = first.min(near.getKey());
            last = last.max(near.getValue());
            ranges.remove(near.getKey());
            near = ranges.floorEntry(last.add(BigInteger.ONE));
        }
        if (v4.size() + v6.size() < MAX_RANGES) {
            ranges.put(first, last);
        } else {
            full = true;
        }
    }

    /** The parts of a range that are not in this set. */
    List<AddressRange> missing(AddressRange range) {
        List<AddressRange> missing = new ArrayList<>(1);
        NavigableMap<BigInteger, BigInteger> ranges = ranges(range.v4());
        BigInteger at = range.first();
        Map.Entry<BigInteger, BigInteger> next = ranges.floorEntry(at);
        if (next == null || next.getValue().compareTo(at) < 0) {
            next = ranges.higherEntry(at);
        }
        while (next != null && next.getKey().compareTo(range.last()) <= 0) {
            if (next.getKey().compareTo(at) > 0) {
                missing.add(new AddressRange(range.v4(), at, next.getKey().subtract(BigInteger.ONE)));
            }
            at = next.getValue().add(BigInteger.ONE);
            next = ranges.higherEntry(next.getKey());
        }
        if (at.compareTo(range.last()) <= 0) {
            missing.add(new AddressRange(range.v4(), at, range.last()));
        }
        return missing;
    }

    /** All of it. */
    List<AddressRange> ranges() {
        List<AddressRange> all = new ArrayList<>(v4.size() + v6.size());
        v4.forEach((first, last) -> all.add(new AddressRange(true, first, last)));
        v6.forEach((first, last) -> all.add(new AddressRange(false, first, last)));
        return all;
    }

    private NavigableMap<BigInteger, BigInteger> ranges(boolean ofV4) {
        return ofV4 ? v4 : v6;
    }

    /** Whether something was left out. */
    boolean isFull() {
        return full;
    }

    /** How many addresses of IPv4. */
    long v4Addresses() {
        long count = 0;
        for (Map.Entry<BigInteger, BigInteger> range : v4.entrySet()) {
            count += range.getValue().subtract(range.getKey()).longValueExact() + 1;
        }
        return count;
    }

    /** How many networks of 64 bits of IPv6 have an address in it; {@link Long#MAX_VALUE} where they are more. */
    long v6Networks() {
        BigInteger count = BigInteger.ZERO;
        BigInteger counted = BigInteger.ONE.negate(); // the last one
        for (Map.Entry<BigInteger, BigInteger> range : v6.entrySet()) {
            BigInteger first = range.getKey().shiftRight(HOST_BITS_V6).max(counted.add(BigInteger.ONE));
            BigInteger last = range.getValue().shiftRight(HOST_BITS_V6);
            count = count.add(last.subtract(first)).add(BigInteger.ONE);
            counted = last;
        }
        return count.bitLength() < Long.SIZE ? count.longValue() : Long.MAX_VALUE;
    }
}
