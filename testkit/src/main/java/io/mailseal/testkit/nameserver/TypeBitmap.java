package io.mailseal.testkit.nameserver;

import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;
import java.util.Collection;
import java.util.TreeMap;

/**
 * The types that exist at a name, as NSEC and NSEC3 records list them.
 *
 * @rfc 4034 4.1.2
 */
final class TypeBitmap {

    private TypeBitmap() {}

    static void write(Collection<DnsType> types, WireWriter out) {
        TreeMap<Integer, byte[]> windows = new TreeMap<>();
        for (DnsType type : types) {
            byte[] bits = windows.computeIfAbsent(type.code() >> 8, window -> new byte[32]);
            bits[(type.code() & 0xFF) / 8] |= (byte) (0x80 >> type.code() % 8);
        }
        windows.forEach((window, bits) -> {
            int length = bits.length;
            while (bits[length - 1] == 0) {
                length--;
            }
            out.octet(window).octet(length).octets(Octets.of(bits, 0, length));
        });
    }

    /** Each type with a blank before it. */
    static String format(WireReader in) {
        StringBuilder text = new StringBuilder();
        while (in.hasMore()) {
            int window = in.octet();
            Octets bits = in.octets(in.octet());
            for (int i = 0; i < 8 * bits.length(); i++) {
                if ((bits.at(i / 8) & 0x80 >> i % 8) != 0) {
                    text.append(' ').append(new DnsType(window << 8 | i).toString());
                }
            }
        }
        return text.toString();
    }
}
