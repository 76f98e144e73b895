package io.mailseal.dns;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The types of which a name has records, as its NSEC or NSEC3 record lists them.
 *
 * @rfc 4034 4.1.2
 * @rfc 5155 3.1.8
 */
final class TypeBitMaps {

    private final IntPredicate listed;
    private final boolean empty;

    private TypeBitMaps(IntPredicate listed, boolean empty) {
        this.listed = listed;
        this.empty = empty;
    }

    static TypeBitMaps of(NSECRecord record) {
        // RFC 4035 §5.4: these two are there, whatever the bits say.
        return new TypeBitMaps(type -> type == Type.NSEC || type == Type.RRSIG || record.hasType(type), false);
    }

    static TypeBitMaps of(NSEC3Record record) {
        return new TypeBitMaps(record::hasType, Arrays.stream(record.getTypes()).allMatch(TypeBitMaps::isMeaningless));
    }

    // RFC 5155 §3.2.1, RFC 6895 §3.1: no record has such a type, so a bit for it means nothing, set or not.
    private static boolean isMeaningless(int type) {
        return type == 0 || type == Type.OPT || (type >= 128 && type <= 255);
    }

    boolean have(int type) {
        return listed.test(type);
    }

    /** A delegation, as the zone above it sees it. */
    boolean areOfDelegation() {
        return have(Type.NS) && !have(Type.SOA);
    }

    /**
     * The zone has nothing below the name, because its subdomains are in other zones or led elsewhere. So the record says
     * nothing about them.
     *
     * @rfc 6840 4.1
     */
    boolean endTheZone() {
        return areOfDelegation() || have(Type.DNAME);
    }

    /**
     * Whether a name of the zone with just these types has no record of the given type. A question for several types at once
     * is denied only where there is none at all.
     */
    boolean deny(int type, Name name, Name zone) {
        boolean apex = name.equals(zone);
        // A record from the other side of a zone cut.
        if (have(Type.SOA) && !apex) {
            return false;
        }
        if (type == Type.DS) {
            // RFC 4035 §5.2: the zone above has the DS records; the root has none above it.
            return (!apex || zone.equals(Name.root)) && neitherHaveNorLead(type);
        }
        // RFC 6840 §4.1: what else the name has is in the zone below.
        return !areOfDelegation() && neitherHaveNorLead(type);
    }

    // RFC 6840 §4.3: an alias would lead to records of the type.
    private boolean neitherHaveNorLead(int type) {
        return empty || (!isMeaningless(type) && !have(type) && !have(Type.CNAME));
    }

    /**
     * What they say of a delegation at a name below the zone's apex.
     *
     * @rfc 6840 4.4
     */
    Denial.Outcome delegation() {
        // §8.9 of RFC 5155: with SOA it is the apex of the zone below, which knows nothing of DS records.
        if (have(Type.SOA) || have(Type.DS)) {
            return Denial.Outcome.NOT_PROVEN;
        }
        if (!have(Type.NS)) {
            return Denial.Outcome.PROVEN;
        }
        return have(Type.CNAME) ? Denial.Outcome.NOT_PROVEN : Denial.Outcome.INSECURE_DELEGATION;
    }
}
