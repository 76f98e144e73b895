package io.mailseal.dns;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC.Algorithm;
import org.xbill.DNS.DNSSEC.Digest;
import org.xbill.DNS.Name;

/** The values that make a trust anchor, from text. What is none is an IllegalArgumentException that says why. */
final class AnchorFields {

    private static final int MAX_U8 = 0xFF;
    private static final int MAX_U16 = 0xFFFF;
    private static final int MAX_SHOWN = 40;

    private AnchorFields() {}

    static DomainName zone(String text) {
        Optional<DomainName> zone = text.equals("@") ? Optional.empty() : DomainName.parse(text);
        return zone.orElseThrow(() -> new IllegalArgumentException("no name of a zone: " + shown(text)));
    }

    static TrustAnchor.Digest digest(
            DomainName zone, String tag, String algorithm, String kind, String digest, TrustAnchor.Validity validity) {
        int type = number("digest type", kind, MAX_U8);
        Octets octets = hex(digest);
        int expected = Digest.algLength(type); // negative for those that it has never heard of
        if (expected > 0 && octets.length() != expected) {
            throw new IllegalArgumentException(
                    "a digest of type " + type + " has " + expected + " octets, and not " + octets.length());
        }
        return new TrustAnchor.Digest(
                zone, number("key tag", tag, MAX_U16), algorithm(algorithm), type, octets, validity);
    }

    static TrustAnchor.Key key(
            DomainName zone,
            String flags,
            String protocol,
            String algorithm,
            String key,
            TrustAnchor.Validity validity) {
        if (number("protocol", protocol, MAX_U8) != DNSKEYRecord.Protocol.DNSSEC) {
            throw new IllegalArgumentException("the key has a protocol other than 3");
        }
        TrustAnchor.Key anchor =
                new TrustAnchor.Key(zone, number("flags", flags, MAX_U16), algorithm(algorithm), base64(key), validity);
        DNSKEYRecord dnskey = anchor.asRecord(Name.root);
        ZoneKey.objection(dnskey, DnssecAlgorithms.ALL)
                .filter(objection -> !mayBeUnsupported(objection))
                .ifPresent(objection -> {
                    throw new IllegalArgumentException("the key " + objection.clause());
                });
        if (ZoneKey.of(dnskey, DnssecAlgorithms.ALL)
                .filter(made -> !made.isSound())
                .isPresent()) {
            throw new IllegalArgumentException("the key is malformed");
        }
        return anchor;
    }

    // There is nothing wrong with such an anchor; whether there are others is seen later.
    private static boolean mayBeUnsupported(ZoneKey.Objection objection) {
        return objection == ZoneKey.Objection.UNSUPPORTED_ALGORITHM || objection == ZoneKey.Objection.TOO_SMALL;
    }

    /** A number, or the mnemonic of an algorithm that we know (RFC 4034 §2.2, §5.3). */
    private static int algorithm(String text) {
        if (text.isEmpty() || isDigit(text.charAt(0))) {
            return number("algorithm", text, MAX_U8);
        }
        for (Mnemonic known : Mnemonic.values()) {
            if (known.name().equalsIgnoreCase(text.replace('-', '_'))) {
                return known.number;
            }
        }
        throw new IllegalArgumentException("no algorithm: " + shown(text));
    }

    // The registry "DNS Security Algorithm Numbers", with _ for -
    private enum Mnemonic {
        RSASHA1(Algorithm.RSASHA1),
        RSASHA1_NSEC3_SHA1(Algorithm.RSA_NSEC3_SHA1),
        RSASHA256(Algorithm.RSASHA256),
        RSASHA512(Algorithm.RSASHA512),
        ECDSAP256SHA256(Algorithm.ECDSAP256SHA256),
        ECDSAP384SHA384(Algorithm.ECDSAP384SHA384),
        ED25519(Algorithm.ED25519),
        ED448(Algorithm.ED448);

        private final int number;

        Mnemonic(int number) {
            this.number = number;
        }
    }

    private static int number(String what, String text, int max) {
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i)) || value > max) {
                throw noNumber(what, text, max);
            }
            value = 10 * value + (text.charAt(i) - '0');
        }
        if (text.isEmpty() || value > max) {
            throw noNumber(what, text, max);
        }
        return value;
    }

    private static IllegalArgumentException noNumber(String what, String text, int max) {
        return new IllegalArgumentException("the " + what + " is no number from 0 to " + max + ": " + shown(text));
    }

    /** As much of it as a message should have. */
    static String shown(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static Octets hex(String text) {
        try {
            Octets octets = Octets.of(HexFormat.of().parseHex(text));
            if (!octets.isEmpty()) {
                return octets;
            }
        } catch (IllegalArgumentException noHex) {
            // said below
        }
        throw new IllegalArgumentException("the digest is not in hexadecimal: " + shown(text));
    }

    private static Octets base64(String text) {
        try {
            // The decoder would do without the padding, and so not notice where an end is missing.
            if (text.length() % 4 == 0 && !text.isEmpty()) {
                return Octets.of(Base64.getDecoder().decode(text));
            }
        } catch (IllegalArgumentException noBase64) {
            // said below
        }
        throw new IllegalArgumentException("the key is not in base64");
    }
}
