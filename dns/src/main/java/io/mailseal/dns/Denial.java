package io.mailseal.dns;

import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * What the NSEC or NSEC3 records of one zone prove not to exist. All of them are of this zone, verified, and not made from a
 * wildcard. For one thread.
 *
 * @rfc 4035 5.4
 */
interface Denial {

    /** What can be said. */
    enum Outcome {
        /** It is so. */
        PROVEN,
        /** Of the delegation: there is one, and it leads to a zone that is not signed. */
        INSECURE_DELEGATION,
        /** Only up to delegations without signatures, which the zone may leave out: opt-out (RFC 5155 §6). */
        OPTED_OUT,
        /** The records do not show it. */
        NOT_PROVEN,
        /** The hash takes more iterations than are allowed; nothing was computed. */
        TOO_MANY_ITERATIONS,
        /** The allowance for hashes was used up. */
        TOO_MUCH_WORK
    }

    /**
     * An outcome.
     *
     * @param reason for people, a clause: what proves it, or what is lacking
     */
    record Proof(Outcome outcome, String reason) {

        static Proof proven(String reason) {
            return new Proof(Outcome.PROVEN, reason);
        }

        static Proof notProven(String reason) {
            return new Proof(Outcome.NOT_PROVEN, reason);
        }

        boolean isProven() {
            return outcome == Outcome.PROVEN;
        }
    }

    /**
     * The name exists, or a wildcard stands for it, and has neither this type nor a CNAME record. A question for DS records
     * is one to the zone above: at the zone's own apex it is not proven, but for the root. At a delegation nothing but the
     * absence of DS records can be.
     *
     * @rfc 4035 5.4
     * @rfc 5155 8.5
     */
    Proof noData(Name name, int type);

    /**
     * There is neither the name nor a wildcard that stands for it.
     *
     * @rfc 4035 5.4
     * @rfc 5155 8.4
     */
    Proof noSuchName(Name name);

    /**
     * Nothing is closer to the name than the wildcard from which its records were made.
     *
     * @param labels how many labels the wildcard has, without the asterisk and the root
     * @rfc 4035 5.3.4
     * @rfc 5155 8.8
     */
    Proof noCloserMatch(Name name, int labels);

    /**
     * There is no DS record at this name, below the zone's apex: PROVEN where there is no delegation at all (no NS, or no
     * such name), INSECURE_DELEGATION where there is one, OPTED_OUT where there may be one. It says nothing of wildcards and
     * aliases, so it is not enough for an answer to a question for DS records.
     *
     * @rfc 4035 5.2
     * @rfc 5155 8.6
     */
    Proof noDelegationSigner(Name name);

    /** Of NSEC records. */
    static Denial byNsec(Name zone, List<? extends Record> records) {
        return new NsecDenial(zone, records);
    }

    /**
     * Of NSEC3 records. What it has hashed it remembers, so that several proofs for one name should come from one object.
     *
     * @param work each name that is hashed is counted there
     */
    static Denial byNsec3(Name zone, List<? extends Record> records, ValidationWork work) {
        return Nsec3Denial.of(zone, records, work);
    }

    /**
     * The only wildcard that can stand for a name that does not exist.
     *
     * @rfc 4592 3.3.1
     */
    static Name sourceOfSynthesis(Name name, Name closestEncloser) {
        return name.wild(name.labels() - closestEncloser.labels());
    }

    /** Whether a wildcard of this many labels is in the zone, and above the name. */
    static boolean isSourceOfSynthesis(int labels, Name name, Name zone) {
        return labels >= zone.labels() - 1 && labels < name.labels() - 1;
    }

    /** What the types of a name say of a delegation there. */
    static Proof delegation(Outcome outcome, String record) {
        return new Proof(
                outcome,
                switch (outcome) {
                    case PROVEN -> record + " shows no delegation";
                    case INSECURE_DELEGATION -> record + " shows a delegation without DS records";
                    default -> record + " shows no delegation without DS records";
                });
    }
}
