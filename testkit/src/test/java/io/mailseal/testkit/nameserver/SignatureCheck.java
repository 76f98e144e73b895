package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Verifies signatures from octets of messages, with nothing but the JDK and RFC 4034 §3 and §5, 3110, 6605 and 8080.
 */
final class SignatureCheck {

    private SignatureCheck() {}

    /** Whether this RRSIG record covers these records of one set, is valid then, and this key has made it. */
    static boolean verifies(WireMessage.Rr rrsig, List<WireMessage.Rr> set, Octets dnskey, Instant now) {
        Octets data = rrsig.data();
        int algorithm = data.at(2);
        int labels = data.at(3);
        DomainName owner = set.get(0).owner();
        DomainName signer = new WireReader(data.slice(18, data.length())).name();
        int fieldsEnd = 18 + wireLength(signer);
        boolean inTime = now.getEpochSecond() >= number(data, 12, 4) && now.getEpochSecond() <= number(data, 8, 4);
        boolean ofThisKey = dnskey.at(0) == 1
                && dnskey.at(2) == 3
                && dnskey.at(3) == algorithm
                && number(data, 16, 2) == tag(dnskey);
        boolean ofThisSet = number(data, 0, 2) == set.get(0).type().code()
                && owner.isAtOrBelow(signer)
                && labels <= owner.labelCount();
        if (!inTime || !ofThisKey || !ofThisSet) {
            return false;
        }
        DomainName signed = owner;
        if (labels < owner.labelCount()) {
            signed = owner.suffix(labels).below("*").orElseThrow();
        }
        WireWriter message = new WireWriter().octets(data.slice(0, fieldsEnd));
        List<Octets> sorted = set.stream().map(WireMessage.Rr::data).sorted().toList();
        for (Octets one : sorted) {
            message.name(signed).number16(set.get(0).type().code()).number16(1);
            message.octets(data.slice(4, 8)).number16(one.length()).octets(one);
        }
        return verifies(algorithm, dnskey, message.toByteArray(), data.slice(fieldsEnd, data.length()));
    }

    private static boolean verifies(int algorithm, Octets dnskey, byte[] message, Octets signature) {
        try {
            Octets key = dnskey.slice(4, dnskey.length());
            Signature verifier = Signature.getInstance(
                    switch (algorithm) {
                        case 5, 7 -> "SHA1withRSA";
                        case 8 -> "SHA256withRSA";
                        case 10 -> "SHA512withRSA";
                        case 13 -> "SHA256withECDSAinP1363Format";
                        case 14 -> "SHA384withECDSAinP1363Format";
                        case 15 -> "Ed25519";
                        case 16 -> "Ed448";
                        default -> throw new GeneralSecurityException("algorithm " + algorithm);
                    });
            verifier.initVerify(publicKey(algorithm, key));
            verifier.update(message);
            return verifier.verify(signature.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static PublicKey publicKey(int algorithm, Octets key) throws GeneralSecurityException {
        return switch (algorithm) {
            // RFC 5480, RFC 8410: what X.509 puts before the point.
            case 13 -> x509("EC", "3059301306072a8648ce3d020106082a8648ce3d03010703420004", key);
            case 14 -> x509("EC", "3076301006072a8648ce3d020106052b8104002203620004", key);
            case 15 -> x509("Ed25519", "302a300506032b6570032100", key);
            case 16 -> x509("Ed448", "3043300506032b6571033a00", key);
            default -> rsa(key);
        };
    }

    private static PublicKey x509(String algorithm, String prefix, Octets key) throws GeneralSecurityException {
        byte[] head = HexFormat.of().parseHex(prefix);
        byte[] encoded = Arrays.copyOf(head, head.length + key.length());
        System.arraycopy(key.toByteArray(), 0, encoded, head.length, key.length());
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static PublicKey rsa(Octets key) throws GeneralSecurityException {
        int at = key.at(0) == 0 ? 3 : 1;
        int length = key.at(0) == 0 ? (int) number(key, 1, 2) : key.at(0);
        BigInteger exponent = new BigInteger(1, key.slice(at, at + length).toByteArray());
        BigInteger modulus =
                new BigInteger(1, key.slice(at + length, key.length()).toByteArray());
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    }

    /** Whether this DS record is of this key of that zone. */
    static boolean matches(Octets ds, DomainName zone, Octets dnskey) {
        if (number(ds, 0, 2) != tag(dnskey) || ds.at(2) != dnskey.at(3)) {
            return false;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance(
                    switch (ds.at(3)) {
                        case 1 -> "SHA-1";
                        case 2 -> "SHA-256";
                        case 4 -> "SHA-384";
                        default -> throw new GeneralSecurityException("digest " + ds.at(3));
                    });
            digest.update(new WireWriter().name(zone).toByteArray());
            return Octets.of(digest.digest(dnskey.toByteArray())).equals(ds.slice(4, ds.length()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    // RFC 4034 B, after its C text.
    static int tag(Octets dnskey) {
        long sum = 0;
        for (int i = 0; i < dnskey.length(); i++) {
            sum += (i & 1) == 1 ? dnskey.at(i) : (long) dnskey.at(i) << 8;
        }
        sum += sum >> 16 & 0xFFFF;
        return (int) (sum & 0xFFFF);
    }

    static long number(Octets octets, int at, int length) {
        long number = 0;
        for (int i = at; i < at + length; i++) {
            number = number << 8 | octets.at(i);
        }
        return number;
    }

    private static int wireLength(DomainName name) {
        return name.labels().stream().mapToInt(label -> 1 + label.length()).sum() + 1;
    }

    static DnsType covered(WireMessage.Rr rrsig) {
        return new DnsType((int) number(rrsig.data(), 0, 2));
    }

    static DomainName signer(WireMessage.Rr rrsig) {
        return new WireReader(rrsig.data().slice(18, rrsig.data().length())).name();
    }
}
