package io.mailseal.core.dns;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;

/** The data of one record, decoded; owner and TTL are those of the answer that holds it. */
public sealed interface DnsRecord {

    /** The type under which it was asked for. */
    DnsType type();

    /**
     * A or AAAA, by the family of the address.
     *
     * @param address of either family
     * @rfc 1035 3.4.1
     */
    record Address(IpAddress address) implements DnsRecord {
        @Override
        public DnsType type() {
            return address.isV4() ? DnsType.A : DnsType.AAAA;
        }
    }

    /**
     * A mail exchanger; an exchange that is the root is the null MX of RFC 7505.
     *
     * @param preference 0 to 65535, the lowest is tried first
     * @param exchange the host's name
     * @rfc 1035 3.3.9
     */
    record Mx(int preference, DomainName exchange) implements DnsRecord {
        @Override
        public DnsType type() {
            return DnsType.MX;
        }
    }

    /**
     * A text record: the octets of its strings, joined with nothing between them. They are in no particular character
     * set.
     *
     * @param text all of it
     * @rfc 7208 3.3
     */
    record Txt(Octets text) implements DnsRecord {

        /** A record with this ASCII (or Latin-1) text. */
        public static Txt of(String latin1) {
            return new Txt(Octets.ofLatin1(latin1));
        }

        @Override
        public DnsType type() {
            return DnsType.TXT;
        }
    }

    /**
     * A record that is nothing but a name: PTR, CNAME, DNAME, NS.
     *
     * @param type which of them
     * @param target the name
     * @rfc 1035 3.3
     */
    record Pointer(DnsType type, DomainName target) implements DnsRecord {}

    /**
     * A TLS certificate association, its fields as on the wire.
     *
     * @param usage 0 to 255: which certificate of the chain is meant
     * @param selector 0 to 255: the certificate or its key
     * @param matchingType 0 to 255: the whole or a digest
     * @param association what to compare with
     * @rfc 6698 2.1
     */
    record Tlsa(int usage, int selector, int matchingType, Octets association) implements DnsRecord {
        @Override
        public DnsType type() {
            return DnsType.TLSA;
        }
    }

    /**
     * Any other type: its data as on the wire, names uncompressed.
     *
     * @param type one that has no record of its own here
     * @param data at most 65535 octets
     * @rfc 3597 3
     */
    record Opaque(DnsType type, Octets data) implements DnsRecord {}
}
