package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * How one record set is about to be signed. Faults change the fields before {@link #sign}; then it is forgotten.
 *
 * @rfc 4034 3
 */
final class SigningPlan {

    private final RecordSet set;
    private final Instant now;

    List<SigningKey> keys;
    DomainName signer;
    SignatureValidity validity;
    int labels;
    long originalTtl;
    long servedTtl;
    boolean tamperData;
    int wrongSignatures;
    boolean rightSignatures;
    Predicate<SigningKey> omitted = key -> false;
    Predicate<SigningKey> tampered = key -> false;

    SigningPlan(Zone zone, RecordSet set, SignatureValidity validity, Instant now) {
        this.set = set;
        this.now = now;
        this.validity = validity;
        keys = zone.keys().signing(set.type());
        signer = zone.apex();
        labels = labels(set.owner());
        originalTtl = set.ttl();
        servedTtl = set.ttl();
        wrongSignatures = zone.keys().trap(set.type());
        rightSignatures = wrongSignatures == 0;
    }

    // §3.1.3: neither the root nor a wildcard label counts.
    private static int labels(DomainName owner) {
        boolean wildcard = !owner.isRoot() && owner.labels().get(0).equals(Octets.ofLatin1("*"));
        return owner.labelCount() - (wildcard ? 1 : 0);
    }

    SignedSet sign() {
        List<Octets> signatures = new ArrayList<>();
        for (int i = 0; i < wrongSignatures; i++) {
            SigningKey key = keys.get(keys.size() - 1);
            Octets fields = fields(key);
            signatures.add(joined(fields, wrong(signature(key, fields), i + 1)));
        }
        for (SigningKey key : rightSignatures ? keys : List.<SigningKey>of()) {
            if (!omitted.test(key)) {
                Octets fields = fields(key);
                Octets signature = signature(key, fields);
                signatures.add(joined(fields, tampered.test(key) ? wrong(signature, 1) : signature));
            }
        }
        return new SignedSet(served(), signatures, validity.renewAt(now));
    }

    private RecordSet served() {
        List<Octets> data = new ArrayList<>(set.data());
        if (tamperData) {
            data.set(0, TamperedData.of(set.type(), data.get(0)));
        }
        return new RecordSet(set.owner(), set.type(), servedTtl, data);
    }

    // §3.1.8.1: RRSIG_RDATA without the signature.
    private Octets fields(SigningKey key) {
        return new WireWriter()
                .number16(set.type().code())
                .octet(key.algorithmNumber())
                .octet(labels)
                .number32(originalTtl)
                .number32(now.plus(validity.end()).getEpochSecond())
                .number32(now.plus(validity.begin()).getEpochSecond())
                .number16(key.tag())
                .name(signer)
                .toOctets();
    }

    private Octets signature(SigningKey key, Octets fields) {
        WireWriter signed = new WireWriter().octets(fields);
        for (Octets data : set.canonicalData()) {
            signed.name(set.owner()).number16(set.type().code()).number16(1).number32(originalTtl);
            signed.number16(data.length()).octets(data);
        }
        return key.sign(signed.toByteArray());
    }

    // In the middle: there it stays a well-formed signature of each algorithm, which only a whole verification refutes.
    private static Octets wrong(Octets signature, int number) {
        byte[] octets = signature.toByteArray();
        int middle = octets.length / 2;
        octets[middle] ^= (byte) number;
        octets[middle + 1] ^= (byte) (number >> 8);
        return Octets.of(octets);
    }

    private static Octets joined(Octets fields, Octets signature) {
        return new WireWriter().octets(fields).octets(signature).toOctets();
    }
}
