package io.mailseal.dns;

import io.mailseal.core.dns.ExtendedDnsError;
import io.mailseal.dns.SignatureCheck.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The NSEC and NSEC3 records in a response that one zone has really signed, and what they prove.
 *
 * @rfc 4035 5.4
 */
final class DenialSet {

    // A proof takes three of them, or two of each kind.
    private static final int MAX_SETS = 16;

    private final Name zone;
    private final ValidationWork work;
    private final List<Record> nsec = new ArrayList<>();
    private final List<Record> nsec3 = new ArrayList<>();
    private final List<Denial> denials = new ArrayList<>();
    private long ttl = Integer.MAX_VALUE;
    private Verdict.@Nullable Invalid refused;

    private DenialSet(Name zone, ValidationWork work) {
        this.zone = zone;
        this.work = work;
    }

    static DenialSet of(Response response, Zone.Signed zone, Signatures signatures, ValidationWork work) {
        DenialSet set = new DenialSet(zone.apex(), work);
        int sets = 0;
        for (RecordSet candidate : candidates(response)) {
            // A name has one such record and no more (RFC 4034 §4, RFC 5155 §7.1), unless it is made to cost time.
            boolean usable = candidate.records().size() == 1 && isSignedBy(candidate, zone.apex());
            if (usable && sets++ < MAX_SETS) {
                set.add(candidate, signatures.check(candidate, zone));
            }
        }
        set.read();
        return set;
    }

    // Once, since names that are hashed for one claim are needed for the next.
    private void read() {
        if (!nsec.isEmpty()) {
            denials.add(Denial.byNsec(zone, nsec));
        }
        if (!nsec3.isEmpty()) {
            denials.add(Denial.byNsec3(zone, nsec3, work));
        }
    }

    /** The records in a response that might prove that something does not exist. */
    static List<RecordSet> candidates(Response response) {
        List<RecordSet> candidates = new ArrayList<>(response.authority(Type.NSEC));
        candidates.addAll(response.authority(Type.NSEC3));
        return candidates;
    }

    private static boolean isSignedBy(RecordSet set, Name apex) {
        return set.signatures().stream()
                .anyMatch(signature -> signature.getSigner().equals(apex));
    }

    private void add(RecordSet candidate, Verdict verdict) {
        if (verdict instanceof Verdict.Invalid invalid) {
            refused = refused == null ? invalid : refused;
        } else if (verdict instanceof Verdict.Valid valid && !valid.isExpandedTo(candidate.owner())) {
            (candidate.type() == Type.NSEC ? nsec : nsec3).addAll(candidate.records());
            ttl = Math.min(ttl, valid.ttl());
        }
    }

    /** What the records prove, those of one kind or of the other. */
    Denial.Proof prove(Function<Denial, Denial.Proof> claim) {
        Denial.Proof proof = new Denial.Proof(Denial.Outcome.NOT_PROVEN, "without NSEC or NSEC3 records that prove it");
        for (Denial denial : denials) {
            proof = claim.apply(denial);
            if (proof.outcome() != Denial.Outcome.NOT_PROVEN) {
                return proof;
            }
        }
        return proof;
    }

    /** How long the records are good, in seconds. */
    long ttl() {
        return ttl;
    }

    /** What RFC 8914 says where there is no proof. */
    int error() {
        return refused == null ? ExtendedDnsError.NSEC_MISSING : refused.error();
    }

    /** Why there is no proof. */
    String reason(Denial.Proof proof) {
        return refused == null ? proof.reason() : "the denial is not valid: " + refused.reason();
    }
}
