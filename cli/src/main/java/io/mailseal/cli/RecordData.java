package io.mailseal.cli;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The data of a record as a master file has it, but for two things: a text is not cut into strings, and names have no final
 * dot. Nothing but printable ASCII.
 *
 * @rfc 1035 5.1
 * @rfc 3597 5
 */
final class RecordData {

    private static final HexFormat HEX = HexFormat.of();

    private RecordData() {}

    static String of(DnsRecord record) {
        if (record instanceof DnsRecord.Txt text) {
            return "\"" + escaped(text.text()) + "\"";
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
        if (record instanceof DnsRecord.Tlsa tlsa) {
            return tlsa.usage() + " " + tlsa.selector() + " " + tlsa.matchingType() + " " + hex(tlsa.association());
        }
        DnsRecord.Opaque other = (DnsRecord.Opaque) record;
        return known(other.type(), other.data())
                .orElseGet(() -> ("\\# " + other.data().length() + " " + hex(other.data())).strip());
    }

    /** A text as it stands between quotes. */
    static String escaped(Octets text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            int octet = text.at(i);
            if (octet < 0x20 || octet >= 0x7F) {
                escaped.append('\\').append(octet / 100).append(octet / 10 % 10).append(octet % 10);
            } else if (octet == '"' || octet == '\\') {
                escaped.append('\\').append((char) octet);
            } else {
                escaped.append((char) octet);
            }
        }
        return escaped.toString();
    }

    private static String hex(Octets octets) {
        return HEX.formatHex(octets.toByteArray());
    }

    // Empty also where the data is not what the type says: then it is shown as any other.
    private static Optional<String> known(DnsType type, Octets data) {
        if (type.equals(DnsType.DS)) {
            return ds(data);
        }
        if (type.equals(DnsType.DNSKEY)) {
            return dnskey(data);
        }
        return type.equals(DnsType.SOA) ? soa(data) : Optional.empty();
    }

    // RFC 4034 §5.3
    private static Optional<String> ds(Octets data) {
        return data.length() < 5
                ? Optional.empty()
                : Optional.of(number(data, 0, 2) + " " + data.at(2) + " " + data.at(3) + " "
                        + hex(data.slice(4, data.length())));
    }

    // RFC 4034 §2.2
    private static Optional<String> dnskey(Octets data) {
        return data.length() < 5
                ? Optional.empty()
                : Optional.of(number(data, 0, 2) + " " + data.at(2) + " " + data.at(3) + " "
                        + Base64.getEncoder()
                                .encodeToString(data.slice(4, data.length()).toByteArray()));
    }

    // RFC 1035 §3.3.13
    private static Optional<String> soa(Octets data) {
        int mailbox = endOfName(data, 0);
        int numbers = endOfName(data, mailbox);
        if (numbers < 0 || data.length() != numbers + 20) {
            return Optional.empty();
        }
        Optional<DomainName> server = name(data.slice(0, mailbox));
        Optional<DomainName> person = name(data.slice(mailbox, numbers));
        if (server.isEmpty() || person.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder(server.get() + " " + person.get());
        for (int at = numbers; at < data.length(); at += 4) {
            text.append(' ').append(number(data, at, 4));
        }
        return Optional.of(text.toString());
    }

    // Where a name ends that begins there, its labels uncompressed; -1 if it does not.
    private static int endOfName(Octets data, int start) {
        int at = start;
        while (at >= 0 && at < data.length()) {
            int length = data.at(at);
            if (length == 0) {
                return at + 1;
            }
            at = length > DomainName.MAX_LABEL ? -1 : at + 1 + length;
        }
        return -1;
    }

    private static Optional<DomainName> name(Octets data) {
        List<Octets> labels = new ArrayList<>();
        for (int at = 0; data.at(at) != 0; at += 1 + data.at(at)) {
            labels.add(data.slice(at + 1, at + 1 + data.at(at)));
        }
        return labels.isEmpty() ? Optional.of(DomainName.ROOT) : DomainName.ofLabels(labels);
    }

    private static long number(Octets data, int start, int length) {
        long number = 0;
        for (int i = start; i < start + length; i++) {
            number = number << 8 | data.at(i);
        }
        return number;
    }
}
