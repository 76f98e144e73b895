package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is to be in one zone of a {@link SignedTree}, and how it is signed. Without a word: signed by a key-signing and
 * a zone-signing key of ECDSA P-256, a DS record with SHA-256, NSEC. Each method returns this builder; not for several
 * threads.
 *
 * <p>Where the records have no SOA or NS at the apex, these are added ({@code ns.invalid.} is the server). What the
 * zone above needs (NS, DS) comes by itself.
 */
public final class ZoneBuilder {

    /** Where a key stands in the DNSKEY answer, among others that have its tag. */
    public enum KeyPosition {
        /** Before them. */
        FIRST,
        /** After them. */
        LAST
    }

    private static final int SHA_256 = 2;

    private final DomainName apex;
    private final List<RecordSet> records = new ArrayList<>();
    private List<SigningAlgorithm> algorithms = List.of(SigningAlgorithm.ECDSA_P256);
    private List<Integer> digestTypes = List.of(SHA_256);
    private int rsaBits = 2048;
    private boolean signed = true;
    private boolean singleKey;
    private boolean delegatedSecurely = true;
    private int standbyKeys;
    private int collidingKeys = 1;
    private KeyPosition position = KeyPosition.FIRST;
    private int trapKeys;
    private int trapSignatures;
    private int keySetTrapKeys;
    private int keySetTrapSignatures;
    private int falseDigests;
    private UnaryOperator<SigningKey> keySigningChange = UnaryOperator.identity();
    private UnaryOperator<SigningKey> zoneSigningChange = UnaryOperator.identity();
    private @Nullable List<RecordSet> delegationSigners;
    private @Nullable Nsec3Hash nsec3;
    private int nsec3Algorithm = 1;
    private boolean optOut;

    ZoneBuilder(DomainName apex) {
        this.apex = apex;
    }

    /**
     * Adds records: master file syntax, below the apex. Types A, AAAA, CNAME, DNAME, DNSKEY, DS, MX, NS, PTR, SOA, SRV,
     * TLSA and TXT in their own form, any type as {@code TYPE123 \# length hex}. The TTL is an hour, unless it or
     * {@code $TTL} is written. NS records below the apex are a delegation; a zone of that name need not be in the tree.
     *
     * @throws IllegalArgumentException with the number of the line and what is wrong there
     */
    public ZoneBuilder records(String text) {
        List<RecordSet> read = ZoneText.read(apex, text);
        for (RecordSet set : read) {
            if (!set.owner().isAtOrBelow(apex)) {
                throw new IllegalArgumentException(set.owner() + " is not in the zone " + apex);
            }
        }
        records.addAll(read);
        return this;
    }

    /** Signs with each of these algorithms; every one has its keys, its DS record and its signatures. */
    public ZoneBuilder algorithm(SigningAlgorithm first, SigningAlgorithm... more) {
        algorithms = new ArrayList<>(List.of(more));
        algorithms.add(0, first);
        return this;
    }

    /** The size of RSA keys; 2048 unless said otherwise. */
    public ZoneBuilder rsaBits(int bits) {
        rsaBits = bits;
        return this;
    }

    /** Without keys, signatures and DS record. */
    public ZoneBuilder unsigned() {
        signed = false;
        return this;
    }

    /** One key (with the SEP flag) signs everything, in place of two. */
    public ZoneBuilder singleKey() {
        singleKey = true;
        return this;
    }

    /** Further keys in the DNSKEY set that sign nothing. */
    public ZoneBuilder standbyKeys(int count) {
        standbyKeys = count;
        return this;
    }

    /**
     * In the DNSKEY set there are so many keys with the tag of the one that signs the zone (the single key or the
     * zone-signing one), that one included. The others sign nothing. With more than two, and not of RSA, they have
     * reserved flags set, which has to be ignored.
     *
     * @param rightKey where the one that signs stands among them
     */
    public ZoneBuilder collidingKeys(int count, KeyPosition rightKey) {
        collidingKeys = count;
        position = rightKey;
        return this;
    }

    /**
     * KeyTrap: so many zone keys with one tag, and on every record set but DNSKEY so many signatures with that tag, all
     * wrong. With one key it is the attack by signatures, with one signature the attack by keys.
     */
    public ZoneBuilder keyTrap(int keys, int signatures) {
        trapKeys = keys;
        trapSignatures = signatures;
        return this;
    }

    /**
     * The same trap at the DNSKEY set: so many entry points with one tag, a DS for each, and so many wrong signatures.
     */
    public ZoneBuilder keySetTrap(int keys, int signatures) {
        keySetTrapKeys = keys;
        keySetTrapSignatures = signatures;
        return this;
    }

    /** So many DS records with the right tag and a wrong digest, before the right ones. */
    public ZoneBuilder falseDigests(int count) {
        falseDigests = count;
        return this;
    }

    /** Other keys in place of the key-signing ones that were generated: {@code key -> key.withFlags(...)}. */
    public ZoneBuilder keySigningKey(UnaryOperator<SigningKey> change) {
        keySigningChange = change;
        return this;
    }

    /** Other keys in place of the zone-signing ones that were generated: {@code key -> key.withProtocol(4)}. */
    public ZoneBuilder zoneSigningKey(UnaryOperator<SigningKey> change) {
        zoneSigningChange = change;
        return this;
    }

    /** The key-signing key has the revoke bit; it signs, and the DS record is of it. */
    public ZoneBuilder revoked() {
        return keySigningKey(key -> key.withFlags(key.flags() | SigningKey.REVOKE));
    }

    /** All keys, signatures and DS records show this number as their algorithm. */
    public ZoneBuilder algorithmNumber(int number) {
        keySigningChange = key -> key.withAlgorithmNumber(number);
        zoneSigningChange = keySigningChange;
        return this;
    }

    /** The digest types of the DS records, one for each key and type; 2 (SHA-256) unless said otherwise. */
    public ZoneBuilder digests(Integer... types) {
        digestTypes = List.of(types);
        return this;
    }

    /** DS records of other data, {@code "12345 13 2 0011..."} each; the zone above signs them as it does others. */
    public ZoneBuilder delegationSigners(String... data) {
        List<RecordSet> sets = new ArrayList<>();
        for (String one : data) {
            sets.addAll(ZoneText.read(DomainName.ROOT, RecordData.absolute(apex.toString()) + " DS " + one));
        }
        delegationSigners = sets;
        return this;
    }

    /** The zone is signed, but the one above has no DS record for it, and proves that: it is insecure. */
    public ZoneBuilder withoutDelegationSigner() {
        delegatedSecurely = false;
        return this;
    }

    /** NSEC3 in place of NSEC. */
    public ZoneBuilder nsec3(Octets salt, int iterations) {
        nsec3 = new Nsec3Hash(salt, iterations);
        return this;
    }

    /** NSEC3 in place of NSEC; the salt is hexadecimal, or empty. */
    public ZoneBuilder nsec3(String salt, int iterations) {
        return nsec3(Octets.of(HexFormat.of().parseHex(salt)), iterations);
    }

    /** NSEC3 as RFC 9276 wants it: no salt, no iterations. */
    public ZoneBuilder nsec3() {
        return nsec3(Octets.EMPTY, 0);
    }

    /** Delegations without DS are not in the chain. Only with {@link #nsec3()}. */
    public ZoneBuilder optOut() {
        optOut = true;
        return this;
    }

    /** NSEC3 and NSEC3PARAM records show this hash algorithm in place of 1. */
    public ZoneBuilder nsec3Algorithm(int number) {
        nsec3Algorithm = number;
        return this;
    }

    DomainName apex() {
        return apex;
    }

    boolean isSigned() {
        return signed;
    }

    List<RecordSet> records() {
        return records;
    }

    @Nullable
    Nsec3Parameters nsec3Parameters() {
        if (nsec3 == null) {
            if (optOut) {
                throw new IllegalArgumentException(apex + ": only NSEC3 can opt out");
            }
            return null;
        }
        return new Nsec3Parameters(nsec3, nsec3Algorithm, optOut);
    }

    ZoneKeys keys() {
        ZoneKeys keys = new ZoneKeys();
        if (signed) {
            addKeySigning(keys);
            addZoneSigning(keys);
            for (int i = 0; i < standbyKeys; i++) {
                keys.publish(SigningKey.generate(algorithms.get(0), SigningKey.ZONE, rsaBits));
            }
        }
        return keys;
    }

    private void addKeySigning(ZoneKeys keys) {
        if (keySetTrapKeys > 0) {
            CollidingKeys.generate(algorithms.get(0), SigningKey.SECURE_ENTRY_POINT, rsaBits, keySetTrapKeys)
                    .forEach(keys::entryPoint);
            keys.trapKeySet(keySetTrapSignatures);
            return;
        }
        for (SigningAlgorithm algorithm : algorithms) {
            List<SigningKey> same = singleKey ? colliding(algorithm, SigningKey.SECURE_ENTRY_POINT) : fresh(algorithm);
            SigningKey right = keySigningChange.apply(same.get(0));
            publish(keys, right, same);
            keys.entryPoint(right);
            if (singleKey) {
                keys.zoneSigning(right);
            }
        }
    }

    private List<SigningKey> fresh(SigningAlgorithm algorithm) {
        return List.of(SigningKey.generate(algorithm, SigningKey.SECURE_ENTRY_POINT, rsaBits));
    }

    private void addZoneSigning(ZoneKeys keys) {
        if (trapKeys > 0) {
            CollidingKeys.generate(algorithms.get(0), SigningKey.ZONE, rsaBits, trapKeys)
                    .forEach(keys::publish);
            keys.trapZone(trapSignatures);
        } else if (!singleKey) {
            for (SigningAlgorithm algorithm : algorithms) {
                List<SigningKey> same = colliding(algorithm, SigningKey.ZONE);
                SigningKey right = zoneSigningChange.apply(same.get(0));
                publish(keys, right, same);
                keys.zoneSigning(right);
            }
        }
    }

    private List<SigningKey> colliding(SigningAlgorithm algorithm, int flags) {
        return collidingKeys > 1
                ? CollidingKeys.generate(algorithm, flags, rsaBits, collidingKeys)
                : List.of(SigningKey.generate(algorithm, flags, rsaBits));
    }

    private void publish(ZoneKeys keys, SigningKey right, List<SigningKey> same) {
        if (position == KeyPosition.FIRST) {
            keys.publish(right);
        }
        same.subList(1, same.size()).forEach(keys::publish);
        keys.publish(right);
    }

    /** What the zone above has about this one; empty where it is to be insecure. */
    List<RecordSet> delegationSigners(ZoneKeys keys) {
        if (delegationSigners != null) {
            return delegationSigners;
        }
        return signed && delegatedSecurely ? keys.delegationSigners(apex, digestTypes, falseDigests) : List.of();
    }

    boolean has(DnsType type) {
        return records.stream().anyMatch(set -> set.is(apex, type));
    }
}
