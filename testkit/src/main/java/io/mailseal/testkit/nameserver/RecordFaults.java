package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What is to be wrong with one record set, or with all of a zone, wherever it is served: as the answer, in the chain
 * or as a proof, and in {@link SignedTree#zoneText}. Each method adds to those before, takes effect at once, and
 * returns this. May be used by several threads, while the tree is in use.
 *
 * <p>The faults are made with the zone's keys: but for what a method says, signatures stay right.
 */
public final class RecordFaults {

    private final FaultList<SigningPlan> faults;
    private final SignedTree tree;

    RecordFaults(FaultList<SigningPlan> faults, SignedTree tree) {
        this.faults = faults;
        this.tree = tree;
    }

    /** One bit of the first record's data is another than was signed. The record stays well-formed. */
    public RecordFaults tamperData() {
        return add(plan -> plan.tamperData = true);
    }

    /** One bit of each signature is another. */
    public RecordFaults tamperSignature() {
        return add(plan -> plan.tampered = key -> true);
    }

    /** One bit of each signature of this algorithm is another; those of others stay right. */
    public RecordFaults tamperSignature(SigningAlgorithm algorithm) {
        return add(plan -> plan.tampered = plan.tampered.or(key -> key.algorithm() == algorithm));
    }

    /** Without any signature. */
    public RecordFaults dropSignatures() {
        return add(plan -> {
            plan.omitted = key -> true;
            plan.wrongSignatures = 0;
        });
    }

    /** Without signatures of this algorithm. */
    public RecordFaults dropSignatures(SigningAlgorithm algorithm) {
        return add(plan -> plan.omitted = plan.omitted.or(key -> key.algorithm() == algorithm));
    }

    /** The signatures expired a week ago. */
    public RecordFaults expire() {
        return add(plan -> plan.validity = SignatureValidity.EXPIRED);
    }

    /** The signatures become valid in a week. */
    public RecordFaults notYetValid() {
        return add(plan -> plan.validity = SignatureValidity.NOT_YET_VALID);
    }

    /**
     * The signatures are valid for that long before and after the time at which they are made; a negative duration is
     * on the other side of that time.
     *
     * @throws IllegalArgumentException if they would end before they begin
     */
    public RecordFaults validity(Duration before, Duration after) {
        SignatureValidity validity = new SignatureValidity(before.negated(), after);
        return add(plan -> plan.validity = validity);
    }

    /** The signatures name another zone as their signer, and are otherwise right. */
    public RecordFaults signerName(String name) {
        DomainName signer = DomainName.of(name);
        return add(plan -> plan.signer = signer);
    }

    /**
     * Another zone of this tree signs, in its name and with its keys.
     *
     * @throws IllegalArgumentException if there is no such zone, or it is not signed
     */
    public RecordFaults signedBy(String apex) {
        Zone other = tree.signedZone(apex);
        return add(plan -> {
            plan.signer = other.apex();
            plan.keys = other.keys().signing(DnsType.RRSIG);
        });
    }

    /** This key signs, which the zone's DNSKEY set may not have, in the name of the zone. */
    public RecordFaults signedWith(SigningKey key) {
        Objects.requireNonNull(key);
        return add(plan -> plan.keys = List.of(key));
    }

    /** The signatures say (and sign) that number of labels. */
    public RecordFaults signatureLabels(int labels) {
        return add(plan -> plan.labels = labels);
    }

    /** The signatures say (and sign) that original TTL, in seconds; the records keep theirs. */
    public RecordFaults originalTtl(long seconds) {
        return add(plan -> plan.originalTtl = seconds);
    }

    /** The records are served with that TTL, in seconds; the signatures keep theirs. */
    public RecordFaults servedTtl(long seconds) {
        return add(plan -> plan.servedTtl = seconds);
    }

    /** So many well-formed, wrong signatures before the right ones. */
    public RecordFaults wrongSignaturesFirst(int count) {
        return add(plan -> plan.wrongSignatures = count);
    }

    /** Takes back what was said here (for this set, or this zone). */
    public RecordFaults heal() {
        faults.clear();
        return this;
    }

    private RecordFaults add(Consumer<SigningPlan> fault) {
        faults.add(fault);
        return this;
    }
}
