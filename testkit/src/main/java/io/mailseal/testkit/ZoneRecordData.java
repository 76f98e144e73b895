package io.mailseal.testkit;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.zonefile.ZoneFields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the data of one record, in the form of its type.
 *
 * @rfc 1035 3.3
 * @rfc 3597 5
 */
final class ZoneRecordData {

    private ZoneRecordData() {}

    static DnsRecord read(DnsType type, ZoneFields fields) {
        if (fields.hasMore() && fields.peek("").is("\\#")) {
            return readUnknown(type, fields);
        }
        DnsRecord record = switch (type.toString()) {
            case "A", "AAAA" -> readAddress(type, fields);
            case "MX" ->
                new DnsRecord.Mx(fields.takeNumber("the preference", 0xFFFF), fields.takeName("the mail exchanger"));
            case "TXT" -> new DnsRecord.Txt(fields.takeStrings());
            case "CNAME", "DNAME", "NS", "PTR" -> new DnsRecord.Pointer(type, fields.takeName("the target"));
            case "SOA" -> readSoa(fields);
            case "TLSA" -> readTlsa(fields);
            default -> throw new IllegalArgumentException("write the data of " + type + " as \\# length hex");
        };
        fields.end();
        return record;
    }

    private static DnsRecord readAddress(DnsType type, ZoneFields fields) {
        String text = fields.takeWord("the address");
        return IpAddress.parse(text)
                .filter(address -> address.isV4() == type.equals(DnsType.A))
                .map(DnsRecord.Address::new)
                .orElseThrow(() -> new IllegalArgumentException("not an address for " + type + ": " + text));
    }

    private static DnsRecord readTlsa(ZoneFields fields) {
        int usage = fields.takeNumber("the certificate usage", 255);
        int selector = fields.takeNumber("the selector", 255);
        int matchingType = fields.takeNumber("the matching type", 255);
        fields.peek("the certificate association data");
        return new DnsRecord.Tlsa(usage, selector, matchingType, fields.takeHex());
    }

    private static DnsRecord readSoa(ZoneFields fields) {
        List<Octets> data = new ArrayList<>();
        data.add(wire(fields.takeName("the primary server")));
        data.add(wire(fields.takeName("the mailbox")));
        data.add(wire(serial(fields.takeWord("the serial number"))));
        for (String what : List.of("the refresh time", "the retry time", "the expire time", "the minimum")) {
            Duration time = fields.takeTtl(what);
            data.add(wire(time.toSeconds()));
        }
        return new DnsRecord.Opaque(DnsType.SOA, ZoneFields.joined(data));
    }

    private static long serial(String text) {
        try {
            return Integer.toUnsignedLong(Integer.parseUnsignedInt(text));
        } catch (NumberFormatException bad) {
            throw new IllegalArgumentException("the serial number has 32 bits: " + text, bad);
        }
    }

    private static Octets wire(long number) {
        return Octets.of((byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number);
    }

    private static Octets wire(DomainName name) {
        List<Octets> parts = new ArrayList<>();
        for (Octets label : name.labels()) {
            parts.add(Octets.of((byte) label.length()));
            parts.add(label);
        }
        parts.add(Octets.of((byte) 0));
        return ZoneFields.joined(parts);
    }

    private static DnsRecord readUnknown(DnsType type, ZoneFields fields) {
        if (HAVE_OWN_FORM.contains(type)) {
            throw new IllegalArgumentException("write the data of " + type + " in its own form");
        }
        fields.take("\\#");
        int length = fields.takeNumber("the length", 0xFFFF);
        Octets data = fields.takeHex();
        if (data.length() != length) {
            throw new IllegalArgumentException(data.length() + " octets of data, but the length says " + length);
        }
        return new DnsRecord.Opaque(type, data);
    }

    // A rule reads these decoded, so they are not to be had as octets.
    private static final List<DnsType> HAVE_OWN_FORM = List.of(
            DnsType.A,
            DnsType.AAAA,
            DnsType.MX,
            DnsType.TXT,
            DnsType.CNAME,
            DnsType.DNAME,
            DnsType.NS,
            DnsType.PTR,
            DnsType.SOA,
            DnsType.TLSA);
}
