package io.mailseal.core.dns;

import io.mailseal.core.Octets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The type of a DNS record, by its number.
 *
 * @param code 0 to 65535
 * @rfc 1035 3.2.2
 */
public record DnsType(int code) implements Comparable<DnsType> {

    /** An IPv4 address. */
    public static final DnsType A = new DnsType(1);
    /** A name server of a zone. */
    public static final DnsType NS = new DnsType(2);
    /** The name that this one is an alias of. */
    public static final DnsType CNAME = new DnsType(5);
    /** The start of a zone, which also says how long an absence may be kept. */
    public static final DnsType SOA = new DnsType(6);
    /** A name for an address, in the reverse trees. */
    public static final DnsType PTR = new DnsType(12);
    /** A mail exchanger. */
    public static final DnsType MX = new DnsType(15);
    /** Text: SPF, DKIM, DMARC and most other policies. */
    public static final DnsType TXT = new DnsType(16);
    /** An IPv6 address (RFC 3596 2.1). */
    public static final DnsType AAAA = new DnsType(28);
    /** The host and port of a service (RFC 2782). */
    public static final DnsType SRV = new DnsType(33);
    /** The alias of a whole subtree (RFC 6672 2.1). */
    public static final DnsType DNAME = new DnsType(39);
    /** The digest of a child zone's key (RFC 4034 5). */
    public static final DnsType DS = new DnsType(43);
    /** A signature over a set of records (RFC 4034 3). */
    public static final DnsType RRSIG = new DnsType(46);
    /** Which name comes next, and the types at this one: the proof of an absence (RFC 4034 4). */
    public static final DnsType NSEC = new DnsType(47);
    /** A key of a zone (RFC 4034 2). */
    public static final DnsType DNSKEY = new DnsType(48);
    /** As NSEC, over hashed names (RFC 5155 3). */
    public static final DnsType NSEC3 = new DnsType(50);
    /** How the names of a zone are hashed (RFC 5155 4). */
    public static final DnsType NSEC3PARAM = new DnsType(51);
    /** The certificate or key that a TLS server has (RFC 6698 2). */
    public static final DnsType TLSA = new DnsType(52);

    private static final Map<String, DnsType> BY_NAME = Map.ofEntries(
            Map.entry("A", A),
            Map.entry("NS", NS),
            Map.entry("CNAME", CNAME),
            Map.entry("SOA", SOA),
            Map.entry("PTR", PTR),
            Map.entry("MX", MX),
            Map.entry("TXT", TXT),
            Map.entry("AAAA", AAAA),
            Map.entry("SRV", SRV),
            Map.entry("DNAME", DNAME),
            Map.entry("DS", DS),
            Map.entry("RRSIG", RRSIG),
            Map.entry("NSEC", NSEC),
            Map.entry("DNSKEY", DNSKEY),
            Map.entry("NSEC3", NSEC3),
            Map.entry("NSEC3PARAM", NSEC3PARAM),
            Map.entry("TLSA", TLSA));

    /** @throws IllegalArgumentException for a number outside of 0..65535 */
    public DnsType {
        if (code < 0 || code > 0xFFFF) {
            throw new IllegalArgumentException("a record type has 16 bits: " + code);
        }
    }

    /**
     * Reads a mnemonic of the types named here, or {@code TYPE123}; the case of ASCII letters does not matter.
     *
     * @rfc 3597 5
     */
    public static Optional<DnsType> parse(String text) {
        if (!Octets.ofUtf8(text).isAscii()) {
            return Optional.empty(); // some letters, such as U+017F, have an ASCII letter as upper case
        }
        String upper = text.toUpperCase(Locale.ROOT);
        DnsType known = BY_NAME.get(upper);
        if (known != null) {
            return Optional.of(known);
        }
        if (!upper.startsWith("TYPE") || upper.length() < 5 || upper.length() > 9) {
            return Optional.empty();
        }
        int code = 0;
        for (int i = 4; i < upper.length(); i++) {
            if (upper.charAt(i) < '0' || upper.charAt(i) > '9') {
                return Optional.empty();
            }
            code = 10 * code + upper.charAt(i) - '0';
        }
        return code > 0xFFFF ? Optional.empty() : Optional.of(new DnsType(code));
    }

    @Override
    public int compareTo(DnsType other) {
        return Integer.compare(code, other.code);
    }

    /** The mnemonic, or {@code TYPE123}. */
    @Override
    public String toString() {
        for (Map.Entry<String, DnsType> entry : BY_NAME.entrySet()) {
            if (entry.getValue().code == code) {
                return entry.getKey();
            }
        }
        return "TYPE" + code;
    }
}
