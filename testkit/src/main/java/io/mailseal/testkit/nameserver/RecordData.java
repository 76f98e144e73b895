package io.mailseal.testkit.nameserver;

import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.zonefile.ZoneFields;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The data of one record: from the text of a zone to octets, and back.
 *
 * @rfc 1035 3.3
 * @rfc 3597 5
 * @rfc 4034 2.2
 */
final class RecordData {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RecordData() {}

    static Octets read(DnsType type, ZoneFields fields) {
        if (fields.hasMore() && fields.peek("").is("\\#")) {
            return readUnknown(fields);
        }
        WireWriter out = new WireWriter();
        switch (type.toString()) {
            case "A", "AAAA" -> out.octets(address(type, fields).toByteArray());
            case "CNAME", "DNAME", "NS", "PTR" -> out.name(fields.takeName("the target"));
            case "MX" -> {
                out.number16(fields.takeNumber("the preference", 0xFFFF));
                out.name(fields.takeName("the mail exchanger"));
            }
            case "SRV" -> {
                out.number16(fields.takeNumber("the priority", 0xFFFF));
                out.number16(fields.takeNumber("the weight", 0xFFFF));
                out.number16(fields.takeNumber("the port", 0xFFFF));
                out.name(fields.takeName("the target"));
            }
            case "TXT" -> strings(out, fields);
            case "SOA" -> soa(out, fields);
            case "TLSA" -> {
                out.octet(fields.takeNumber("the certificate usage", 255));
                out.octet(fields.takeNumber("the selector", 255));
                out.octet(fields.takeNumber("the matching type", 255));
                out.octets(fields.takeHex());
            }
            case "DS" -> {
                out.number16(fields.takeNumber("the key tag", 0xFFFF));
                out.octet(fields.takeNumber("the algorithm", 255));
                out.octet(fields.takeNumber("the digest type", 255));
                out.octets(fields.takeHex());
            }
            case "DNSKEY" -> {
                out.number16(fields.takeNumber("the flags", 0xFFFF));
                out.octet(fields.takeNumber("the protocol", 255));
                out.octet(fields.takeNumber("the algorithm", 255));
                out.octets(base64(fields));
            }
            default -> throw new IllegalArgumentException("write the data of " + type + " as \\# length hex");
        }
        fields.end();
        return out.toOctets();
    }

    private static IpAddress address(DnsType type, ZoneFields fields) {
        String text = fields.takeWord("the address");
        return IpAddress.parse(text)
                .filter(address -> address.isV4() == type.equals(DnsType.A))
                .orElseThrow(() -> new IllegalArgumentException("not an address for " + type + ": " + text));
    }

    private static void strings(WireWriter out, ZoneFields fields) {
        do {
            Octets string = fields.take("the text").octets();
            if (string.length() > 255) {
                throw new IllegalArgumentException("a string of " + string.length() + " octets; 255 is the most");
            }
            out.octet(string.length()).octets(string);
        } while (fields.hasMore());
    }

    private static void soa(WireWriter out, ZoneFields fields) {
        out.name(fields.takeName("the primary server"));
        out.name(fields.takeName("the mailbox"));
        out.number32(fields.takeNumber("the serial number", Integer.MAX_VALUE));
        for (String what : List.of("the refresh time", "the retry time", "the expire time", "the minimum")) {
            out.number32(fields.takeTtl(what).toSeconds());
        }
    }

    private static byte[] base64(ZoneFields fields) {
        StringBuilder text = new StringBuilder();
        do {
            text.append(fields.takeWord("the key"));
        } while (fields.hasMore());
        return Base64.getDecoder().decode(text.toString());
    }

    private static Octets readUnknown(ZoneFields fields) {
        fields.take("\\#");
        int length = fields.takeNumber("the length", 0xFFFF);
        Octets data = fields.takeHex();
        if (data.length() != length) {
            throw new IllegalArgumentException(data.length() + " octets of data, but the length says " + length);
        }
        return data;
    }

    /** In the form of its type, where it has one that {@link #read} or a name server knows. */
    static String format(DnsType type, Octets data) {
        try {
            return format(type.toString(), new WireReader(data), data);
        } catch (IndexOutOfBoundsException notOfThisForm) {
            return unknown(data);
        }
    }

    private static String format(String type, WireReader in, Octets data) {
        return switch (type) {
            case "A" -> IpAddress.ofBytes(exactly(4, data)).toString();
            case "AAAA" -> IpAddress.ofBytes(exactly(16, data)).toString();
            case "CNAME", "DNAME", "NS", "PTR" -> name(in);
            case "MX" -> in.number16() + " " + name(in);
            case "SRV" -> in.number16() + " " + in.number16() + " " + in.number16() + " " + name(in);
            case "TXT" -> strings(in);
            case "SOA" ->
                name(in) + " " + name(in) + " " + in.number32() + " " + in.number32() + " " + in.number32() + " "
                        + in.number32() + " " + in.number32();
            case "TLSA" -> in.octet() + " " + in.octet() + " " + in.octet() + " " + hex(in.rest());
            case "DS" -> in.number16() + " " + in.octet() + " " + in.octet() + " " + hex(in.rest());
            case "DNSKEY" -> in.number16() + " " + in.octet() + " " + in.octet() + " " + base64(in.rest());
            case "RRSIG" ->
                new DnsType(in.number16()).toString() + " " + in.octet() + " " + in.octet() + " "
                        + in.number32() + " " + time(in) + " " + time(in) + " " + in.number16() + " " + name(in) + " "
                        + base64(in.rest());
            case "NSEC" -> name(in) + TypeBitmap.format(in);
            case "NSEC3" -> nsec3Parameters(in) + " " + Nsec3Hash.format(in.octets(in.octet())) + TypeBitmap.format(in);
            case "NSEC3PARAM" -> nsec3Parameters(in);
            default -> unknown(data);
        };
    }

    private static byte[] exactly(int length, Octets data) {
        if (data.length() != length) {
            throw new IndexOutOfBoundsException();
        }
        return data.toByteArray();
    }

    private static String name(WireReader in) {
        return absolute(in.name().toString());
    }

    /** A name's text with its final dot, and without what would mean something else in a master file. */
    static String absolute(String name) {
        if (name.equals(".")) {
            return name;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            if ("\";()@$".indexOf(name.charAt(i)) >= 0) {
                text.append('\\');
            }
            text.append(name.charAt(i));
        }
        return text.append('.').toString();
    }

    private static String strings(WireReader in) {
        StringBuilder text = new StringBuilder();
        while (in.hasMore()) {
            text.append(text.length() == 0 ? "\"" : " \"");
            Octets string = in.octets(in.octet());
            for (int i = 0; i < string.length(); i++) {
                int octet = string.at(i);
                if (octet < 0x20 || octet > 0x7E) {
                    text.append('\\')
                            .append(octet / 100)
                            .append(octet / 10 % 10)
                            .append(octet % 10);
                } else {
                    text.append(octet == '"' || octet == '\\' ? "\\" : "").append((char) octet);
                }
            }
            text.append('"');
        }
        return text.toString();
    }

    private static String nsec3Parameters(WireReader in) {
        return in.octet() + " " + in.octet() + " " + in.number16() + " " + salt(in.octets(in.octet()));
    }

    private static String salt(Octets salt) {
        return salt.isEmpty() ? "-" : hex(salt);
    }

    private static String unknown(Octets data) {
        return "\\# " + data.length() + (data.isEmpty() ? "" : " " + hex(data));
    }

    // RFC 4034 §3.2: a number of seconds would be right as well, but NSD takes only this form.
    private static String time(WireReader in) {
        return TIME.format(Instant.ofEpochSecond(in.number32()));
    }

    private static String hex(Octets data) {
        return HexFormat.of().withUpperCase().formatHex(data.toByteArray());
    }

    private static String base64(Octets data) {
        return Base64.getEncoder().encodeToString(data.toByteArray());
    }
}
