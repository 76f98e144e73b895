package io.mailseal.dns;

import java.util.Optional;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * An NSEC record: two names of a zone with nothing between them.
 *
 * @param last whether it is that of the last name, so that the next one is the zone's own
 * @rfc 4034 4
 */
record NsecSpan(Name owner, Name next, boolean last, TypeBitMaps types) {

    /** Empty if it can't be a record of this zone. */
    static Optional<NsecSpan> read(NSECRecord record, Name zone) {
        Name owner = record.getName();
        Name next = record.getNext();
        TypeBitMaps types = TypeBitMaps.of(record);
        boolean last = next.equals(zone);
        boolean inZone = owner.subdomain(zone) && next.subdomain(zone);
        boolean ordered = last || owner.compareTo(next) < 0;
        boolean ofZoneBelow = types.have(Type.SOA) && !owner.equals(zone);
        return inZone && ordered && !ofZoneBelow
                ? Optional.of(new NsecSpan(owner, next, last, types))
                : Optional.empty();
    }

    /**
     * Whether it shows that this name of the zone has no records. The name may still exist, with others below it.
     *
     * @rfc 4034 6.1
     */
    boolean covers(Name name) {
        boolean between = owner.compareTo(name) < 0 && (last || name.compareTo(next) < 0);
        return between && !(types.endTheZone() && name.subdomain(owner));
    }

    /** Whether a name that it covers exists nevertheless, without records of its own: an empty non-terminal. */
    boolean hasNextBelow(Name name) {
        return next.subdomain(name);
    }

    /**
     * The nearest name above one that it covers that exists. Only the ends can show it: all other names of the zone are
     * further off.
     */
    Name closestEncloser(Name covered) {
        int up = 1;
        while (true) {
            Name ancestor = new Name(covered, up++);
            if (owner.subdomain(ancestor) || next.subdomain(ancestor)) {
                return ancestor; // the root at the latest
            }
        }
    }
}
