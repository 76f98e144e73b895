package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import java.util.Arrays;

/** Collects octets as DNS puts them on the wire. Not for several threads. */
final class WireWriter {

    private byte[] bytes = new byte[512];
    private int length;

    WireWriter octet(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
        return this;
    }

    WireWriter number16(int value) {
        return octet(value >> 8).octet(value);
    }

    WireWriter number32(long value) {
        return number16((int) (value >> 16)).number16((int) value);
    }

    WireWriter octets(byte... more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    WireWriter octets(Octets more) {
        return octets(more.toByteArray());
    }

    /** Without compression, in lower case: the canonical form. */
    WireWriter name(DomainName name) {
        for (Octets label : name.labels()) {
            octet(label.length()).octets(label);
        }
        return octet(0);
    }

    /** Overwrites what was written there. */
    void patch16(int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }

    int length() {
        return length;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    Octets toOctets() {
        return Octets.of(bytes, 0, length);
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
