package io.mailseal.testkit.nameserver;

import io.mailseal.core.dns.DnsType;
import java.util.Locale;
import java.util.Map;

/** Record types that rules of mail never ask for, but zones have. */
public final class RecordTypes {

    /** A service's hosts. */
    public static final DnsType SRV = new DnsType(33);

    /** Signatures. */
    public static final DnsType RRSIG = new DnsType(46);

    /** What comes next, and nothing between. */
    public static final DnsType NSEC = new DnsType(47);

    /** The same, by hashes. */
    public static final DnsType NSEC3 = new DnsType(50);

    /** How a zone's names are hashed. */
    public static final DnsType NSEC3PARAM = new DnsType(51);

    static final DnsType OPT = new DnsType(41);
    static final DnsType ANY = new DnsType(255);

    private static final Map<String, DnsType> NAMED =
            Map.of("SRV", SRV, "RRSIG", RRSIG, "NSEC", NSEC, "NSEC3", NSEC3, "NSEC3PARAM", NSEC3PARAM);

    private RecordTypes() {}

    static DnsType parse(String text) {
        DnsType named = NAMED.get(text.toUpperCase(Locale.ROOT));
        return named != null
                ? named
                : DnsType.parse(text).orElseThrow(() -> new IllegalArgumentException("not a record type: " + text));
    }

    static String format(DnsType type) {
        for (Map.Entry<String, DnsType> entry : NAMED.entrySet()) {
            if (entry.getValue().equals(type)) {
                return entry.getKey();
            }
        }
        return type.toString();
    }

    static boolean isDenial(DnsType type) {
        return type.equals(NSEC) || type.equals(NSEC3);
    }
}
