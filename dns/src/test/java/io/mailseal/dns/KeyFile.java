package io.mailseal.dns;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;

/**
 * A key of algorithm 13 as the tools of BIND keep it, for the cases that they do not make themselves.
 *
 * @param signs whether its private part is there
 */
record KeyFile(int flags, KeyPair pair, boolean signs) {

    private static final int ALGORITHM = 13;
    private static final int COORDINATE = 32;

    static final int SIGNING = 257; // of zones, and a secure entry point
    static final int REVOKED = SIGNING | DNSKEYRecord.Flags.REVOKE;

    static KeyFile generate(int flags) {
        return new KeyFile(flags, generator().generateKeyPair(), true);
    }

    /** Two different keys with one tag. A few hundred have to be made for that. */
    static List<KeyFile> colliding() {
        KeyPairGenerator generator = generator();
        Map<Integer, KeyFile> byTag = new HashMap<>();
        while (true) {
            KeyFile key = new KeyFile(SIGNING, generator.generateKeyPair(), true);
            KeyFile other = byTag.put(key.tag(), key);
            if (other != null) {
                return List.of(other, key);
            }
        }
    }

    private static KeyPairGenerator generator() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator;
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    KeyFile withoutPrivatePart() {
        return new KeyFile(flags, pair, false);
    }

    int tag() {
        return record(Name.root).getFootprint();
    }

    private DNSKEYRecord record(Name owner) {
        try {
            return new DNSKEYRecord(
                    owner, DClass.IN, 300, flags, DNSKEYRecord.Protocol.DNSSEC, ALGORITHM, pair.getPublic());
        } catch (DNSSEC.DNSSECException e) {
            throw new AssertionError(e);
        }
    }

    /** The DNSKEY record as a line of a zone. */
    String line(String zone) {
        String key = Base64.getEncoder().encodeToString(record(Name.root).getKey());
        return "%s IN DNSKEY %d 3 %d %s".formatted(zone, flags, ALGORITHM, key);
    }

    /** The DS record that points to it; the tools make none for a revoked key. */
    String pointer(String zone) throws IOException {
        return new DSRecord(Name.root, DClass.IN, 300, DNSSEC.Digest.SHA256, record(Name.fromString(zone)))
                .rdataToString()
                .transform(data -> zone + " IN DS " + data);
    }

    /** Writes the two files, and tells how the tools call them. */
    String write(Path folder, String zone) throws IOException {
        String name = "K%s+%03d+%05d".formatted(zone, ALGORITHM, tag());
        Files.writeString(folder.resolve(name + ".key"), line(zone) + "\n");
        String secret = Base64.getEncoder().encodeToString(octets(((ECPrivateKey) pair.getPrivate()).getS()));
        Files.writeString(
                folder.resolve(name + ".private"),
                "Private-key-format: v1.3\nAlgorithm: 13 (ECDSAP256SHA256)\nPrivateKey: " + secret + "\n");
        return name;
    }

    private static byte[] octets(BigInteger number) {
        byte[] octets = new byte[COORDINATE];
        byte[] signed = number.toByteArray(); // perhaps with a zero in front
        int count = Math.min(COORDINATE, signed.length);
        System.arraycopy(signed, signed.length - count, octets, COORDINATE - count, count);
        return octets;
    }
}
