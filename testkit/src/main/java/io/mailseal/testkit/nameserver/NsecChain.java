package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Names in their order, each with the next.
 *
 * @rfc 4034 4
 * @rfc 4035 3.1.3
 */
final class NsecChain implements DenialChain {

    private final NavigableMap<DomainName, RecordSet> chain = new TreeMap<>();

    /**
     * @param types of all names that have records, without those of the chain itself
     */
    NsecChain(NavigableMap<DomainName, Collection<DnsType>> types, long ttl) {
        types.forEach((name, present) -> {
            DomainName next = types.higherKey(name);
            WireWriter data = new WireWriter().name(next == null ? types.firstKey() : next);
            TreeSet<DnsType> all = new TreeSet<>(present);
            all.addAll(List.of(DnsType.NSEC, DnsType.RRSIG));
            TypeBitmap.write(all, data);
            chain.put(name, RecordSet.of(name, DnsType.NSEC, ttl, data.toOctets()));
        });
    }

    @Override
    public List<Proof> noData(DomainName name) {
        // An empty non-terminal has no record of its own; it lies between two others.
        DenialPart part = chain.containsKey(name) ? DenialPart.MATCH : DenialPart.COVER;
        return List.of(new Proof(matchOrCover(name), part));
    }

    @Override
    public List<Proof> noName(DomainName name, DomainName closestEncloser) {
        return List.of(
                new Proof(cover(name), DenialPart.COVER),
                new Proof(cover(Zone.wildcard(closestEncloser)), DenialPart.WILDCARD));
    }

    @Override
    public List<Proof> wildcardAnswer(DomainName name, DomainName closestEncloser) {
        return List.of(new Proof(cover(name), DenialPart.COVER));
    }

    @Override
    public List<Proof> wildcardNoData(DomainName name, DomainName closestEncloser) {
        return List.of(
                new Proof(cover(name), DenialPart.COVER),
                new Proof(matchOrCover(Zone.wildcard(closestEncloser)), DenialPart.WILDCARD));
    }

    @Override
    public RecordSet matchOrCover(DomainName name) {
        return last(chain.floorEntry(name));
    }

    @Override
    public RecordSet cover(DomainName name) {
        return last(chain.lowerEntry(name));
    }

    private RecordSet last(Map.@Nullable Entry<DomainName, RecordSet> entry) {
        return entry != null
                ? entry.getValue()
                : Objects.requireNonNull(chain.lastEntry()).getValue();
    }

    @Override
    public Collection<RecordSet> records() {
        return chain.values();
    }
}
