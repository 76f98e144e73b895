package io.mailseal.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * A zone's key, made by the JDK. It signs what dnsjava says is to be signed, so that neither the cryptography nor the
 * canonical form is that of the code under test; and it signs wrongly on request.
 */
final class JdkKey {

    /** When all of these signatures begin to be valid, if nothing else is said. */
    static final Instant INCEPTION = Instant.parse("2026-11-01T00:00:00Z");

    static final Instant NOW = Instant.parse("2026-11-15T12:00:00Z");
    static final Instant EXPIRATION = Instant.parse("2026-12-01T00:00:00Z");

    private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

    private final KeyPair pair;
    private final DNSKEYRecord dnskey;

    private JdkKey(KeyPair pair, DNSKEYRecord dnskey) {
        this.pair = pair;
        this.dnskey = dnskey;
    }

    /** The same key each time for the same zone and algorithm. */
    static JdkKey of(String zone, int algorithm) {
        return of(zone, algorithm, "");
    }

    /** Different ones for different purposes. */
    static JdkKey of(String zone, int algorithm, String purpose) {
        KeyPair pair = PAIRS.computeIfAbsent(zone + algorithm + purpose, name -> newPair(algorithm, 2048));
        return new JdkKey(pair, dnskey(zone, 256, algorithm, pair.getPublic()));
    }

    static JdkKey rsa(String zone, int algorithm, int bits) {
        KeyPair pair = PAIRS.computeIfAbsent(zone + algorithm + " " + bits, name -> newPair(algorithm, bits));
        return new JdkKey(pair, dnskey(zone, 256, algorithm, pair.getPublic()));
    }

    /** The same key with other flags, and so with another tag. */
    JdkKey withFlags(int flags) {
        return new JdkKey(pair, dnskey(dnskey.getName().toString(), flags, dnskey.getAlgorithm(), pair.getPublic()));
    }

    private static KeyPair newPair(int algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(
                    switch (algorithm) {
                        case 13, 14 -> "EC";
                        case 15 -> "Ed25519";
                        case 16 -> "Ed448";
                        default -> "RSA";
                    });
            if (algorithm == 13 || algorithm == 14) {
                generator.initialize(new ECGenParameterSpec(algorithm == 13 ? "secp256r1" : "secp384r1"));
            } else if (algorithm < 13) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static DNSKEYRecord dnskey(String zone, int flags, int algorithm, PublicKey key) {
        try {
            return new DNSKEYRecord(name(zone), DClass.IN, 3600, flags, 3, algorithm, key);
        } catch (DNSSEC.DNSSECException impossible) {
            throw new AssertionError(impossible);
        }
    }

    DNSKEYRecord dnskey() {
        return dnskey;
    }

    int tag() {
        return dnskey.getFootprint();
    }

    int algorithm() {
        return dnskey.getAlgorithm();
    }

    ZoneKey zoneKey() {
        return ZoneKey.of(dnskey, DnssecAlgorithms.ALL).orElseThrow();
    }

    DSRecord ds(int digest) {
        return new DSRecord(dnskey.getName(), DClass.IN, 3600, digest, dnskey);
    }

    PrivateKey privateKey() {
        return pair.getPrivate();
    }

    /** In the form of DNS. */
    byte[] sign(byte[] data) {
        try {
            Signature signer = Signature.getInstance(
                    switch (algorithm()) {
                        case 5, 7 -> "SHA1withRSA";
                        case 8 -> "SHA256withRSA";
                        case 10 -> "SHA512withRSA";
                        case 13 -> "SHA256withECDSAinP1363Format";
                        case 14 -> "SHA384withECDSAinP1363Format";
                        case 15 -> "Ed25519";
                        default -> "Ed448";
                    });
            signer.initSign(pair.getPrivate());
            signer.update(data);
            return signer.sign();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A signature of these records, all fields of which are right until something else is said. */
    SignatureMaker signing(List<Record> records) {
        return new SignatureMaker(records);
    }

    /** The records with one signature that is right. */
    RecordSet signed(String records) {
        List<Record> parsed = records(records);
        return set(parsed, signing(parsed).make());
    }

    final class SignatureMaker {
        private final List<Record> records;
        private Name owner;
        private int labels;
        private long ttl = 3600;
        private long originalTtl = 3600;
        private Instant inception = INCEPTION;
        private Instant expiration = EXPIRATION;
        private int covered;
        private int dclass = DClass.IN;
        private int algorithm = dnskey.getAlgorithm();
        private int tag = dnskey.getFootprint();
        private Name signer = dnskey.getName();

        private SignatureMaker(List<Record> records) {
            this.records = records;
            this.owner = records.get(0).getName();
            this.labels = owner.labels() - (owner.isWild() ? 2 : 1);
            this.covered = records.get(0).getType();
        }

        SignatureMaker owner(String name) {
            owner = name(name);
            return this;
        }

        SignatureMaker labels(int count) {
            labels = count;
            return this;
        }

        SignatureMaker ttl(long seconds) {
            ttl = seconds;
            return this;
        }

        SignatureMaker originalTtl(long seconds) {
            originalTtl = seconds;
            return this;
        }

        SignatureMaker from(Instant time) {
            inception = time;
            return this;
        }

        SignatureMaker until(Instant time) {
            expiration = time;
            return this;
        }

        SignatureMaker covered(int type) {
            covered = type;
            return this;
        }

        SignatureMaker dclass(int number) {
            dclass = number;
            return this;
        }

        SignatureMaker algorithm(int number) {
            algorithm = number;
            return this;
        }

        SignatureMaker tag(int number) {
            tag = number;
            return this;
        }

        SignatureMaker signer(String name) {
            signer = name(name);
            return this;
        }

        RRSIGRecord make() {
            return with(sign(DNSSEC.digestRRset(with(new byte[1]), new RRset(records.toArray(Record[]::new)))));
        }

        /** With something else instead of a signature. */
        RRSIGRecord with(byte[] signature) {
            DNSOutput rdata = new DNSOutput();
            rdata.writeU16(covered);
            rdata.writeU8(algorithm);
            rdata.writeU8(labels);
            rdata.writeU32(originalTtl);
            rdata.writeU32(expiration.getEpochSecond() & 0xFFFF_FFFFL);
            rdata.writeU32(inception.getEpochSecond() & 0xFFFF_FFFFL);
            rdata.writeU16(tag);
            rdata.writeByteArray(signer.toWire());
            rdata.writeByteArray(signature);
            return (RRSIGRecord) Record.newRecord(owner, Type.RRSIG, dclass, ttl, rdata.toByteArray());
        }
    }

    /** An RSA key of nothing but octets, with this tag; nobody has what belongs to it. */
    static ZoneKey withTag(String zone, int tag, int algorithm, int seed) {
        return ZoneKey.of(dnskeyWithTag(zone, tag, algorithm, seed), DnssecAlgorithms.ALL)
                .orElseThrow();
    }

    static DNSKEYRecord dnskeyWithTag(String zone, int tag, int algorithm, int seed) {
        byte[] key = new byte[132];
        new Random(seed).nextBytes(key);
        byte[] exponent = {3, 1, 0, 1};
        System.arraycopy(exponent, 0, key, 0, exponent.length);
        key[4] |= (byte) 0x80;
        key[key.length - 1] |= 1;
        key[64] = 0;
        key[65] = 0;
        long sum = 256L + (3 << 8) + algorithm;
        for (int i = 0; i < key.length; i += 2) {
            sum += (key[i] & 0xFFL) << 8 | key[i + 1] & 0xFF;
        }
        // RFC 4034, Appendix B
        for (int i = 0; i < 0x10000; i++) {
            if ((sum + i + (sum + i >> 16) & 0xFFFF) == tag) {
                key[64] = (byte) (i >> 8);
                key[65] = (byte) i;
                return new DNSKEYRecord(name(zone), DClass.IN, 3600, 256, 3, algorithm, key);
            }
        }
        throw new AssertionError("no key with the tag " + tag);
    }

    static Name name(String text) {
        return Name.fromConstantString(text.endsWith(".") ? text : text + ".");
    }

    /** From zone file text, in which names are absolute. */
    static List<Record> records(String text) {
        List<Record> records = new ArrayList<>();
        try (Master master =
                new Master(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), Name.root, 3600)) {
            for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
                records.add(record);
            }
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
        return records;
    }

    static RecordSet set(List<Record> records, RRSIGRecord... signatures) {
        return new RecordSet(
                records.get(0).getName(), records.get(0).getType(), List.copyOf(records), List.of(signatures));
    }
}
