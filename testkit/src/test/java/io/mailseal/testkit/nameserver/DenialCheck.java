package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the NSEC and NSEC3 records of a response prove: RFC 4035 §5.4 and RFC 5155 §8, for records that nobody forged.
 */
final class DenialCheck {

    /** One record: what it matches, and what comes next. For NSEC3 both are hashes. */
    private record Link<T extends Comparable<T>>(T owner, T next, Set<DnsType> types, boolean optOut) {

        boolean covers(T place) {
            boolean after = owner.compareTo(place) < 0;
            boolean before = place.compareTo(next) < 0;
            return owner.compareTo(next) < 0 ? after && before : after || before;
        }
    }

    private final List<Link<DomainName>> names = new ArrayList<>();
    private final List<Link<Octets>> hashes = new ArrayList<>();
    private final Nsec3Hash hash;

    DenialCheck(WireMessage message, Nsec3Hash hash) {
        this.hash = hash;
        for (WireMessage.Rr rr : message.authority()) {
            WireReader in = new WireReader(rr.data());
            if (rr.type().equals(DnsType.NSEC)) {
                names.add(new Link<>(rr.owner(), in.name(), types(in), false));
            } else if (rr.type().equals(DnsType.NSEC3)) {
                in.octet();
                boolean optOut = in.octet() == 1;
                in.number16();
                in.octets(in.octet());
                Octets next = in.octets(in.octet());
                hashes.add(new Link<>(decode(rr.owner().labels().get(0)), next, types(in), optOut));
            }
        }
    }

    private static Set<DnsType> types(WireReader in) {
        Set<DnsType> types = new TreeSet<>();
        String text = TypeBitmap.format(in).strip();
        for (String type : text.isEmpty() ? List.<String>of() : List.of(text.split(" "))) {
            types.add(RecordTypes.parse(type));
        }
        return types;
    }

    private static Octets decode(Octets label) {
        byte[] octets = new byte[20];
        for (int bit = 0; bit < 160; bit++) {
            int digit = Character.digit(label.at(bit / 5), 32);
            octets[bit / 8] |= (byte) ((digit >> 4 - bit % 5 & 1) << 7 - bit % 8);
        }
        return Octets.of(octets);
    }

    boolean provesNoName(DomainName name) {
        return names.stream().anyMatch(link -> link.covers(name) && covers(encloser(link, name)))
                || enclosers(name).stream().anyMatch(this::covers);
    }

    private boolean covers(DomainName encloser) {
        DomainName wildcard = Zone.wildcard(encloser);
        return names.stream().anyMatch(link -> link.covers(wildcard))
                || hashes.stream().anyMatch(link -> link.covers(hash.hash(wildcard)));
    }

    boolean provesNoData(DomainName name, DnsType type) {
        boolean emptyBetween =
                names.stream().anyMatch(link -> link.covers(name) && link.next().isAtOrBelow(name));
        boolean optedOut = hashes.stream()
                .anyMatch(link -> link.optOut() && !enclosers(name).isEmpty());
        return lacks(name, type) || emptyBetween || optedOut || wildcardLacks(name, type);
    }

    private boolean wildcardLacks(DomainName name, DnsType type) {
        return names.stream().anyMatch(link -> link.covers(name) && wildcardLacksAt(encloser(link, name), type))
                || enclosers(name).stream().anyMatch(encloser -> wildcardLacksAt(encloser, type));
    }

    private boolean wildcardLacksAt(DomainName encloser, DnsType type) {
        DomainName wildcard = Zone.wildcard(encloser);
        boolean emptyBetween = names.stream()
                .anyMatch(link -> link.covers(wildcard) && link.next().isAtOrBelow(wildcard));
        return lacks(wildcard, type) || emptyBetween;
    }

    private boolean lacks(DomainName name, DnsType type) {
        return names.stream().anyMatch(link -> link.owner().equals(name) && lacks(link.types(), type))
                || hashes.stream().anyMatch(link -> link.owner().equals(hash.hash(name)) && lacks(link.types(), type));
    }

    private static boolean lacks(Set<DnsType> types, DnsType type) {
        // RFC 6840 §4.4: of a delegation the zone above knows no more than DS.
        boolean delegation = types.contains(DnsType.NS) && !types.contains(DnsType.SOA);
        return !types.contains(type) && !types.contains(DnsType.CNAME) && (!delegation || type.equals(DnsType.DS));
    }

    boolean provesNoCloserMatch(DomainName name, int labels) {
        return names.stream().anyMatch(link -> link.covers(name))
                || hashes.stream().anyMatch(link -> link.covers(hash.hash(name.suffix(labels + 1))));
    }

    // The closest encloser is what the name shares with either end.
    private static DomainName encloser(Link<DomainName> link, DomainName name) {
        DomainName one = shared(name, link.owner());
        DomainName other = shared(name, link.next());
        return one.labelCount() > other.labelCount() ? one : other;
    }

    private static DomainName shared(DomainName one, DomainName other) {
        DomainName shared = one;
        while (!other.isAtOrBelow(shared)) {
            shared = shared.parent();
        }
        return shared;
    }

    // Those that match while the next closer name is covered.
    private List<DomainName> enclosers(DomainName name) {
        List<DomainName> enclosers = new ArrayList<>();
        for (DomainName at = name; !at.isRoot(); at = at.parent()) {
            Octets above = hash.hash(at.parent());
            Octets nextCloser = hash.hash(at);
            if (hashes.stream().anyMatch(link -> link.owner().equals(above))
                    && hashes.stream().anyMatch(link -> link.covers(nextCloser))) {
                enclosers.add(at.parent());
            }
        }
        return enclosers;
    }
}
