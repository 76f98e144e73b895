package io.mailseal.testkit.nameserver;

import io.mailseal.core.dns.DnsType;

/** What zones and messages need to know of types. */
final class RecordTypes {

    // Nothing in a zone has these.
    static final DnsType OPT = new DnsType(41);
    static final DnsType ANY = new DnsType(255);

    private RecordTypes() {}

    /** @throws IllegalArgumentException for what is no type */
    static DnsType parse(String text) {
        return DnsType.parse(text).orElseThrow(() -> new IllegalArgumentException("not a record type: " + text));
    }

    static boolean isDenial(DnsType type) {
        return type.equals(DnsType.NSEC) || type.equals(DnsType.NSEC3);
    }
}
