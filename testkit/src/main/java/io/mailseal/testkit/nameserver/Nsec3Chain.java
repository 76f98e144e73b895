package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of names in their order, each with the next.
 *
 * @rfc 5155 7
 */
final class Nsec3Chain implements DenialChain {

    private final DomainName apex;
    private final Nsec3Hash hash;
    private final NavigableMap<Octets, RecordSet> chain = new TreeMap<>();

    /**
     * @param types of all names, also of empty non-terminals, but not of delegations that opted out
     */
    Nsec3Chain(DomainName apex, Nsec3Parameters parameters, Map<DomainName, Collection<DnsType>> types, long ttl) {
        this.apex = apex;
        this.hash = parameters.hash();
        NavigableMap<Octets, Collection<DnsType>> byHash = new TreeMap<>();
        types.forEach((name, present) -> byHash.put(hash.hash(name), present));
        byHash.forEach((hashed, present) -> {
            Octets next = byHash.higherKey(hashed);
            WireWriter data = parameters.write(parameters.optOut() ? 1 : 0);
            Octets nextHash = next == null ? byHash.firstKey() : next;
            data.octet(nextHash.length()).octets(nextHash);
            TypeBitmap.write(present, data);
            DomainName owner = apex.below(Nsec3Hash.format(hashed)).orElseThrow();
            chain.put(hashed, RecordSet.of(owner, DnsType.NSEC3, ttl, data.toOctets()));
        });
    }

    @Override
    public List<Proof> noData(DomainName name) {
        RecordSet match = chain.get(hash.hash(name));
        // §7.2.4: of a delegation that opted out there is no more to prove than that nothing secure is there.
        return match != null ? List.of(new Proof(match, DenialPart.MATCH)) : closestEncloserProof(name);
    }

    // §7.2.1, with the closest encloser that can be proven.
    private List<Proof> closestEncloserProof(DomainName name) {
        DomainName nextCloser = name;
        while (!chain.containsKey(hash.hash(nextCloser.parent()))) {
            nextCloser = nextCloser.parent();
        }
        RecordSet encloser = Objects.requireNonNull(chain.get(hash.hash(nextCloser.parent())));
        return List.of(
                new Proof(encloser, DenialPart.CLOSEST_ENCLOSER), new Proof(cover(nextCloser), DenialPart.COVER));
    }

    @Override
    public List<Proof> noName(DomainName name, DomainName closestEncloser) {
        List<Proof> proofs = new ArrayList<>(closestEncloserProof(name));
        DomainName provable = closestEncloser;
        while (!chain.containsKey(hash.hash(provable))) {
            provable = provable.parent();
        }
        proofs.add(new Proof(cover(Zone.wildcard(provable)), DenialPart.WILDCARD));
        return proofs;
    }

    @Override
    public List<Proof> wildcardAnswer(DomainName name, DomainName closestEncloser) {
        // §7.2.6: the wildcard itself shows the closest encloser.
        DomainName nextCloser = name.suffix(closestEncloser.labelCount() + 1);
        return List.of(new Proof(cover(nextCloser), DenialPart.COVER));
    }

    @Override
    public List<Proof> wildcardNoData(DomainName name, DomainName closestEncloser) {
        List<Proof> proofs = new ArrayList<>(closestEncloserProof(name));
        proofs.add(new Proof(matchOrCover(Zone.wildcard(closestEncloser)), DenialPart.WILDCARD));
        return proofs;
    }

    @Override
    public RecordSet matchOrCover(DomainName name) {
        return last(chain.floorEntry(hash.hash(name)));
    }

    @Override
    public RecordSet cover(DomainName name) {
        return last(chain.lowerEntry(hash.hash(name)));
    }

    private RecordSet last(Map.@Nullable Entry<Octets, RecordSet> entry) {
        return entry != null
                ? entry.getValue()
                : Objects.requireNonNull(chain.lastEntry()).getValue();
    }

    @Override
    public Collection<RecordSet> records() {
        return chain.values();
    }

    @Override
    public String toString() {
        return "NSEC3 of " + apex;
    }
}
