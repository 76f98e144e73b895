package io.mailseal.dns;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DNSSEC.Algorithm;
import org.xbill.DNS.DNSSEC.DNSSECException;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;

/**
 * A scenario whose zones are signed with DSA, or with RSA of fewer than 1024 bits, which we never accept, as if they had
 * been signed with P-256. A signature that is good by the old key is good by the new one, one that is wrong is wrong again,
 * and so are the digests of keys.
 */
final class ResignedScenario {

    private static final int MIN_RSA_BITS = 1024;
    private static final int R_OR_S_OF_DSA = 20;

    private final Map<DNSKEYRecord, DNSKEYRecord> keys = new LinkedHashMap<>();
    private final Map<DNSKEYRecord, KeyPair> pairs = new LinkedHashMap<>();
    private final ReplayScenario scenario;
    private int wrong;

    ResignedScenario(ReplayScenario original) {
        List<Record> records = new ArrayList<>(original.records());
        records.addAll(original.anchors());
        for (Record record : records) {
            if (record instanceof DNSKEYRecord key && isOld(key) && !keys.containsKey(key)) {
                KeyPair pair = newPair();
                pairs.put(key, pair);
                keys.put(key, newKey(key, pair));
            }
        }
        List<String> anchors = original.anchors().stream()
                .map(anchor -> resigned(anchor).toString())
                .toList();
        scenario = original.with(anchors, this::resigned);
    }

    /** Whether this scenario has keys that we don't accept, or points to such. */
    static boolean isNeeded(ReplayScenario scenario) {
        return Stream.concat(scenario.records().stream(), scenario.anchors().stream())
                .anyMatch(record -> record instanceof DNSKEYRecord key && isOld(key)
                        || record instanceof DSRecord pointer && isDsa(pointer.getAlgorithm()));
    }

    ReplayScenario scenario() {
        return scenario;
    }

    /** How many signatures of the old keys are wrong. */
    int wrong() {
        return wrong;
    }

    private static boolean isOld(DNSKEYRecord key) {
        return switch (key.getAlgorithm()) {
            case Algorithm.RSASHA1, Algorithm.RSA_NSEC3_SHA1, Algorithm.RSASHA256, Algorithm.RSASHA512 ->
                bits(key) < MIN_RSA_BITS;
            default -> isDsa(key.getAlgorithm());
        };
    }

    private static boolean isDsa(int algorithm) {
        return algorithm == Algorithm.DSA || algorithm == Algorithm.DSA_NSEC3_SHA1;
    }

    private static int bits(DNSKEYRecord key) {
        try {
            return ((RSAKey) key.getPublicKey()).getModulus().bitLength();
        } catch (DNSSECException unreadable) {
            return MIN_RSA_BITS;
        }
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static DNSKEYRecord newKey(DNSKEYRecord old, KeyPair pair) {
        try {
            return new DNSKEYRecord(
                    old.getName(),
                    old.getDClass(),
                    old.getTTL(),
                    old.getFlags(),
                    old.getProtocol(),
                    Algorithm.ECDSAP256SHA256,
                    pair.getPublic());
        } catch (DNSSECException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Optional<DNSKEYRecord> old(Name zone, int tag, int algorithm) {
        return keys.keySet().stream()
                .filter(key ->
                        key.getName().equals(zone) && key.getFootprint() == tag && key.getAlgorithm() == algorithm)
                .findFirst();
    }

    private List<Record> resigned(List<Record> section) {
        List<Record> changed = new ArrayList<>();
        for (Record record : section) {
            if (record instanceof RRSIGRecord signature) {
                Optional<DNSKEYRecord> key =
                        old(signature.getSigner(), signature.getFootprint(), signature.getAlgorithm());
                changed.add(key.isPresent() ? resigned(signature, key.get(), section) : signature);
            } else {
                changed.add(resigned(record));
            }
        }
        return changed;
    }

    private Record resigned(Record record) {
        if (record instanceof DNSKEYRecord key && keys.containsKey(key)) {
            byte[] data = keys.get(key).rdataToWireCanonical();
            return Record.newRecord(key.getName(), key.getType(), key.getDClass(), key.getTTL(), data);
        }
        return record instanceof DSRecord pointer
                ? old(pointer.getName(), pointer.getFootprint(), pointer.getAlgorithm())
                        .map(key -> (Record) resigned(pointer, key))
                        .orElseGet(() -> isDsa(pointer.getAlgorithm()) ? toNoKey(pointer) : pointer)
                : record;
    }

    private static DSRecord toNoKey(DSRecord pointer) {
        return new DSRecord(
                pointer.getName(),
                pointer.getDClass(),
                pointer.getTTL(),
                pointer.getFootprint(),
                Algorithm.ECDSAP256SHA256,
                pointer.getDigestID(),
                pointer.getDigest());
    }

    private DSRecord resigned(DSRecord pointer, DNSKEYRecord key) {
        DNSKEYRecord other = keys.get(key);
        boolean good = Arrays.equals(digest(pointer, key), pointer.getDigest());
        return new DSRecord(
                pointer.getName(),
                pointer.getDClass(),
                pointer.getTTL(),
                other.getFootprint(),
                other.getAlgorithm(),
                pointer.getDigestID(),
                good ? digest(pointer, other) : pointer.getDigest());
    }

    private static byte[] digest(DSRecord pointer, DNSKEYRecord key) {
        return new DSRecord(pointer.getName(), pointer.getDClass(), pointer.getTTL(), pointer.getDigestID(), key)
                .getDigest();
    }

    private RRSIGRecord resigned(RRSIGRecord signature, DNSKEYRecord key, List<Record> section) {
        RRset set = new RRset();
        RRset changed = new RRset();
        for (Record record : section) {
            if (record.getType() == signature.getTypeCovered()
                    && record.getName().equals(signature.getName())) {
                set.addRR(record);
                changed.addRR(resigned(record));
            }
        }
        if (set.size() == 0) {
            return made(signature, key, new byte[64]); // covers nothing
        }
        byte[] octets = sign(made(signature, key, new byte[64]), changed, pairs.get(key));
        if (!isGood(signature, set, key)) {
            octets[octets.length - 1] ^= 1;
            wrong++;
        }
        return made(signature, key, octets);
    }

    private static byte[] sign(RRSIGRecord signature, RRset set, KeyPair pair) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(pair.getPrivate());
            signer.update(DNSSEC.digestRRset(signature, set));
            return signer.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    // With another algorithm, key tag and signature.
    private RRSIGRecord made(RRSIGRecord old, DNSKEYRecord key, byte[] signature) {
        byte[] data = old.rdataToWireCanonical();
        DNSOutput out = new DNSOutput();
        out.writeByteArray(data, 0, 2);
        out.writeU8(Algorithm.ECDSAP256SHA256);
        out.writeByteArray(data, 3, 13);
        out.writeU16(keys.get(key).getFootprint());
        out.writeByteArray(old.getSigner().toWireCanonical());
        out.writeByteArray(signature);
        return (RRSIGRecord)
                Record.newRecord(old.getName(), old.getType(), old.getDClass(), old.getTTL(), out.toByteArray());
    }

    private static boolean isGood(RRSIGRecord signature, RRset set, DNSKEYRecord key) {
        try {
            if (!(key.getPublicKey() instanceof DSAPublicKey dsa)) {
                DNSSEC.verify(set, signature, key, signature.getTimeSigned());
                return true;
            }
            Signature verifier = Signature.getInstance("SHA1withDSA");
            verifier.initVerify(dsa);
            verifier.update(DNSSEC.digestRRset(signature, set));
            return verifier.verify(der(signature.getSignature()));
        } catch (DNSSECException | GeneralSecurityException wrong) {
            return false;
        }
    }

    // Some are in DER already, with numbers that lack the octet for their sign, others as RFC 2536 §3 has it.
    private static byte[] der(byte[] signature) {
        if (signature.length == 1 + 2 * R_OR_S_OF_DSA) {
            return der(
                    new BigInteger(1, Arrays.copyOfRange(signature, 1, 1 + R_OR_S_OF_DSA)),
                    new BigInteger(1, Arrays.copyOfRange(signature, 1 + R_OR_S_OF_DSA, signature.length)));
        }
        if (signature.length < 8 || signature[0] != 0x30) {
            return signature;
        }
        int s = 4 + signature[3];
        return der(
                new BigInteger(1, Arrays.copyOfRange(signature, 4, s)),
                new BigInteger(1, Arrays.copyOfRange(signature, s + 2, s + 2 + signature[s + 1])));
    }

    private static byte[] der(BigInteger r, BigInteger s) {
        DNSOutput out = new DNSOutput();
        out.writeU8(0x30);
        out.writeU8(4 + r.toByteArray().length + s.toByteArray().length);
        for (BigInteger number : List.of(r, s)) {
            out.writeU8(2);
            out.writeU8(number.toByteArray().length);
            out.writeByteArray(number.toByteArray());
        }
        return out.toByteArray();
    }
}
