package io.mailseal.dns;

import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsType;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;

/**
 * The data of one record, from dnsjava's form into ours.
 *
 * @rfc 1035 3.3
 */
final class RecordData {

    private RecordData() {}

    /** All of them, in their order. */
    static List<DnsRecord> of(RecordSet set) {
        List<DnsRecord> data = new ArrayList<>(set.records().size());
        for (Record record : set.records()) {
            data.add(of(record));
        }
        return data;
    }

    static DnsRecord of(Record record) {
        if (record instanceof ARecord a) {
            return new DnsRecord.Address(IpAddress.of(a.getAddress()));
        }
        if (record instanceof AAAARecord) {
            // From the octets: java.net.InetAddress would make an IPv4 address of an IPv4-mapped one.
            return new DnsRecord.Address(IpAddress.ofBytes(record.rdataToWireCanonical()));
        }
        if (record instanceof MXRecord mx) {
            return new DnsRecord.Mx(mx.getPriority(), WireName.toDomainName(mx.getTarget()));
        }
        if (record instanceof TXTRecord txt) {
            return new DnsRecord.Txt(joined(txt));
        }
        if (record instanceof TLSARecord tlsa) {
            return new DnsRecord.Tlsa(
                    tlsa.getCertificateUsage(),
                    tlsa.getSelector(),
                    tlsa.getMatchingType(),
                    Octets.of(tlsa.getCertificateAssociationData()));
        }
        if (record instanceof PTRRecord ptr) {
            return pointer(record, ptr.getTarget());
        }
        if (record instanceof CNAMERecord cname) {
            return pointer(record, cname.getTarget());
        }
        if (record instanceof DNAMERecord dname) {
            return pointer(record, dname.getTarget());
        }
        if (record instanceof NSRecord ns) {
            return pointer(record, ns.getTarget());
        }
        return new DnsRecord.Opaque(new DnsType(record.getType()), Octets.of(record.rdataToWireCanonical()));
    }

    private static DnsRecord pointer(Record record, Name target) {
        return new DnsRecord.Pointer(new DnsType(record.getType()), WireName.toDomainName(target));
    }

    // RFC 7208 §3.3, RFC 6376 §3.6.2.2: the strings of one record belong together, with nothing between them.
    private static Octets joined(TXTRecord txt) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        txt.getStringsAsByteArrays().forEach(text::writeBytes);
        return Octets.of(text.toByteArray());
    }
}
