package io.mailseal.cli;

import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsRecord;

/**
 * The data of a record as a master file has it, but for one thing: a text is not cut into strings.
 *
 * @rfc 1035 5.1
 */
final class RecordData {

    private RecordData() {}

    static String of(DnsRecord record) {
        if (record instanceof DnsRecord.Txt text) {
            return quoted(text.text());
        }
        if (record instanceof DnsRecord.Address address) {
            return address.address().toString();
        }
        if (record instanceof DnsRecord.Mx exchanger) {
            return exchanger.preference() + " " + exchanger.exchange();
        }
        if (record instanceof DnsRecord.Pointer pointer) {
            return pointer.target().toString();
        }
        return record.toString();
    }

    private static String quoted(Octets text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            int octet = text.at(i);
            if (octet < 0x20 || octet >= 0x7F) {
                quoted.append('\\').append(octet / 100).append(octet / 10 % 10).append(octet % 10);
            } else if (octet == '"' || octet == '\\') {
                quoted.append('\\').append((char) octet);
            } else {
                quoted.append((char) octet);
            }
        }
        return quoted.append('"').toString();
    }
}
