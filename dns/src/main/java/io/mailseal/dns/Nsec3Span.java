package io.mailseal.dns;

import io.mailseal.core.Octets;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;

/**
 * An NSEC3 record: two hashes of names of a zone with none between them. Immutable, as long as nobody changes a hash that it
 * was given.
 *
 * @rfc 5155 3
 */
final class Nsec3Span {

    private static final int OPT_OUT = 1;

    private final byte[] owner;
    private final byte[] next;
    private final boolean optOut;
    private final Nsec3Hash.Parameters parameters;
    private final TypeBitMaps types;

    private Nsec3Span(byte[] owner, NSEC3Record record) {
        byte[] salt = record.getSalt(); // null for none
        this.owner = owner;
        this.next = record.getNext();
        this.optOut = record.getFlags() == OPT_OUT;
        this.parameters =
                new Nsec3Hash.Parameters(record.getIterations(), Octets.of(salt == null ? new byte[0] : salt));
        this.types = TypeBitMaps.of(record);
    }

    /** Empty if it can't be a record of this zone, or has to be ignored. */
    static Optional<Nsec3Span> read(NSEC3Record record, Name zone) {
        // §8.1, §8.2: an unknown algorithm or flag
        boolean known = record.getHashAlgorithm() == Nsec3Hash.ALGORITHM && (record.getFlags() & ~OPT_OUT) == 0;
        if (!known || record.getNext().length != Nsec3Hash.LENGTH) {
            return Optional.empty();
        }
        // §3: a single label before the name of the zone
        Name name = record.getName();
        if (name.labels() != zone.labels() + 1 || !name.subdomain(zone)) {
            return Optional.empty();
        }
        byte[] owner = Base32Hex.decode(name.getLabel(0), 1); // the label's length comes first
        return owner == null || owner.length != Nsec3Hash.LENGTH
                ? Optional.empty()
                : Optional.of(new Nsec3Span(owner, record));
    }

    Nsec3Hash.Parameters parameters() {
        return parameters;
    }

    TypeBitMaps types() {
        return types;
    }

    /** Whether delegations without signatures, and what is above no others, may exist unseen where it covers a name. */
    boolean isOptOut() {
        return optOut;
    }

    boolean matches(byte[] hash) {
        return Arrays.equals(owner, hash);
    }

    /** Whether a name with this hash has no NSEC3 record. */
    boolean covers(byte[] hash) {
        boolean after = Arrays.compareUnsigned(owner, hash) < 0;
        boolean before = Arrays.compareUnsigned(hash, next) < 0;
        // §3.1.7: the last one leads to the first. With one name only it leads to itself.
        boolean last = Arrays.compareUnsigned(next, owner) <= 0;
        return last ? after || before : after && before;
    }
}
