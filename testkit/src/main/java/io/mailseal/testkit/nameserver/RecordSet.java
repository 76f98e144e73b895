package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of one name and type, their data as on the wire.
 *
 * @rfc 2181 5
 */
record RecordSet(DomainName owner, DnsType type, long ttl, List<Octets> data) {

    RecordSet {
        data = List.copyOf(data);
    }

    static RecordSet of(DomainName owner, DnsType type, long ttl, Octets... data) {
        return new RecordSet(owner, type, ttl, List.of(data));
    }

    boolean is(DomainName name, DnsType otherType) {
        return type.equals(otherType) && owner.equals(name);
    }

    RecordSet withOwner(DomainName name) {
        return new RecordSet(name, type, ttl, data);
    }

    RecordSet withData(List<Octets> other) {
        return new RecordSet(owner, type, ttl, other);
    }

    /**
     * Each record once, in canonical order.
     *
     * @rfc 4034 6.3
     */
    List<Octets> canonicalData() {
        return data.stream().distinct().sorted().toList();
    }

    /** With one more record, unless it is there already, and the lower of both TTLs. */
    RecordSet with(long otherTtl, Octets more) {
        List<Octets> joined = new ArrayList<>(data);
        if (!joined.contains(more)) {
            joined.add(more);
        }
        return new RecordSet(owner, type, Math.min(ttl, otherTtl), joined);
    }

    /** The name that the data of a CNAME, DNAME or NS record consists of. */
    DomainName target() {
        return new WireReader(data.get(0)).name();
    }
}
