package io.mailseal.dnsbl;

/** What a list is asked about. */
public enum BlocklistKind {
    /** IPv4 addresses, their octets reversed before the zone. */
    IPV4,
    /** IPv6 addresses, their 32 nibbles reversed before the zone. */
    IPV6,
    /** Domain names before the zone. */
    DOMAIN,
    /** The hosts of URIs: names reduced as the list wants it, and for some lists addresses. */
    URI_HOST,
    /** Digests, such as those of e-mail addresses. */
    HASH
}
