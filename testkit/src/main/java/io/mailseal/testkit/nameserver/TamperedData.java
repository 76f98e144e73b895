package io.mailseal.testkit.nameserver;

import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;

/** Record data of which one bit is another, while it stays well-formed. */
final class TamperedData {

    private TamperedData() {}

    static Octets of(DnsType type, Octets data) {
        byte[] octets = data.toByteArray();
        if (octets.length == 0) {
            return data;
        }
        octets[place(type, data)] ^= 1;
        return Octets.of(octets);
    }

    private static int place(DnsType type, Octets data) {
        int name = switch (type.toString()) {
            case "CNAME", "DNAME", "NS", "PTR" -> 0;
            case "MX" -> 2;
            case "SRV" -> 6;
            default -> -1;
        };
        if (name < 0) {
            return data.length() - 1; // an address, a text, a digest, a bitmap
        }
        // The first letter of the name; of the root the number before it.
        return data.at(name) > 0 ? name + 1 : Math.max(0, name - 1);
    }
}
