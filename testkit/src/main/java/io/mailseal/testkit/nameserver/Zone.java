package io.mailseal.testkit.nameserver;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One zone: what it has, and how it proves what it has not. Does not change once {@link #complete} was called. */
final class Zone {

    private static final long DEFAULT_TTL = 3600;
    private static final long DEFAULT_MINIMUM = 300;

    private final DomainName apex;
    private final ZoneKeys keys;
    private final boolean signed;
    private final @Nullable Nsec3Parameters nsec3;
    // A name that exists only because of those below it has a node without records.
    private final NavigableMap<DomainName, Map<DnsType, RecordSet>> nodes = new TreeMap<>();
    private @Nullable DenialChain denial;

    Zone(ZoneBuilder builder) {
        apex = builder.apex();
        signed = builder.isSigned();
        keys = builder.keys();
        nsec3 = signed ? builder.nsec3Parameters() : null;
        builder.records().forEach(this::add);
        addWhatIsMissing(builder);
    }

    private void addWhatIsMissing(ZoneBuilder builder) {
        DomainName server = DomainName.of("ns.invalid");
        if (!builder.has(DnsType.SOA)) {
            WireWriter soa = new WireWriter().name(server).name(DomainName.of("hostmaster.invalid"));
            soa.number32(1).number32(3600).number32(600).number32(86_400).number32(DEFAULT_MINIMUM);
            add(RecordSet.of(apex, DnsType.SOA, DEFAULT_TTL, soa.toOctets()));
        }
        if (!builder.has(DnsType.NS)) {
            add(RecordSet.of(
                    apex, DnsType.NS, DEFAULT_TTL, new WireWriter().name(server).toOctets()));
        }
        if (signed) {
            add(keys.dnskeys(apex));
        }
        if (nsec3 != null) {
            add(RecordSet.of(apex, DnsType.NSEC3PARAM, 0, nsec3.write(0).toOctets()));
        }
    }

    /** Before it is complete. */
    void add(RecordSet set) {
        Map<DnsType, RecordSet> node = nodes.computeIfAbsent(set.owner(), name -> new TreeMap<>());
        RecordSet present = node.get(set.type());
        RecordSet joined = present == null ? set : present;
        if (present != null) {
            for (Octets data : set.data()) {
                joined = joined.with(set.ttl(), data);
            }
        }
        node.put(set.type(), joined);
    }

    /** Adds what the zone above has to say about one below. */
    void delegate(Zone below, List<RecordSet> delegationSigners) {
        if (!nodes.getOrDefault(below.apex, Map.of()).containsKey(DnsType.NS)) {
            add(Objects.requireNonNull(below.find(below.apex, DnsType.NS)));
        }
        delegationSigners.forEach(this::add);
    }

    /** Nothing more is to come. */
    void complete() {
        for (DomainName name : List.copyOf(nodes.keySet())) {
            for (DomainName above = name; !above.equals(apex); above = above.parent()) {
                nodes.computeIfAbsent(above, empty -> new TreeMap<>());
            }
        }
        if (signed) {
            denial = nsec3 == null ? nsecChain() : nsec3Chain(nsec3);
        }
    }

    private NsecChain nsecChain() {
        NavigableMap<DomainName, Collection<DnsType>> types = new TreeMap<>();
        nodes.forEach((name, node) -> {
            if (!node.isEmpty() && !isBelowCut(name)) {
                types.put(name, isCut(name) ? cutTypes(node) : node.keySet());
            }
        });
        return new NsecChain(types, minimum());
    }

    private Nsec3Chain nsec3Chain(Nsec3Parameters parameters) {
        Map<DomainName, Collection<DnsType>> types = new HashMap<>();
        nodes.forEach((name, node) -> {
            boolean insecureCut = isCut(name) && !node.containsKey(DnsType.DS);
            if (node.isEmpty() || isBelowCut(name) || insecureCut && parameters.optOut()) {
                return;
            }
            Collection<DnsType> present = new TreeSet<>(isCut(name) ? cutTypes(node) : node.keySet());
            if (!insecureCut) {
                present.add(DnsType.RRSIG); // §7.1: only where something is signed
            }
            types.put(name, present);
        });
        for (DomainName name : List.copyOf(types.keySet())) {
            for (DomainName above = name; !above.equals(apex); above = above.parent()) {
                types.putIfAbsent(above, List.of());
            }
        }
        return new Nsec3Chain(apex, parameters, types, minimum());
    }

    // What is authoritative at a delegation.
    private static Collection<DnsType> cutTypes(Map<DnsType, RecordSet> node) {
        TreeSet<DnsType> types = new TreeSet<>(node.keySet());
        types.retainAll(List.of(DnsType.NS, DnsType.DS));
        return types;
    }

    private boolean isCut(DomainName name) {
        return !name.equals(apex) && nodes.getOrDefault(name, Map.of()).containsKey(DnsType.NS);
    }

    private boolean isBelowCut(DomainName name) {
        return !name.equals(apex) && cutAtOrAbove(name.parent()) != null;
    }

    /** The highest delegation at or above this name. */
    @Nullable
    DomainName cutAtOrAbove(DomainName name) {
        for (int labels = apex.labelCount() + 1; labels <= name.labelCount(); labels++) {
            if (isCut(name.suffix(labels))) {
                return name.suffix(labels);
            }
        }
        return null;
    }

    /** Whether this zone signs this set of its own: not glue, and not the NS records of a delegation. */
    boolean isAuthoritative(RecordSet set) {
        DomainName cut = cutAtOrAbove(set.owner());
        return cut == null
                || cut.equals(set.owner())
                        && (set.type().equals(DnsType.DS) || set.type().equals(DnsType.NSEC));
    }

    DomainName apex() {
        return apex;
    }

    boolean isSigned() {
        return signed;
    }

    ZoneKeys keys() {
        return keys;
    }

    /** Null where the zone is not signed. */
    @Nullable
    DenialChain denial() {
        return denial;
    }

    boolean exists(DomainName name) {
        return nodes.containsKey(name);
    }

    /** The records of a name, by type, without those of the denial chain. */
    Map<DnsType, RecordSet> node(DomainName name) {
        return nodes.getOrDefault(name, Map.of());
    }

    @Nullable
    RecordSet find(DomainName name, DnsType type) {
        if (type.equals(DnsType.NSEC) && denial instanceof NsecChain chain) {
            RecordSet nsec = chain.matchOrCover(name);
            return nsec.owner().equals(name) ? nsec : null;
        }
        return node(name).get(type);
    }

    /** Whether it signs a set of this name and type, be it one of its denial chain. */
    boolean signs(DomainName name, DnsType type) {
        return signed && all().stream().anyMatch(set -> set.is(name, type) && isAuthoritative(set));
    }

    DomainName closestEncloser(DomainName name) {
        DomainName encloser = name;
        while (!nodes.containsKey(encloser)) {
            encloser = encloser.parent();
        }
        return encloser;
    }

    /** The DNAME record set that redirects this name: one of a name above it. */
    @Nullable
    RecordSet redirection(DomainName name) {
        for (int labels = apex.labelCount(); labels < name.labelCount(); labels++) {
            RecordSet dname = find(name.suffix(labels), DnsType.DNAME);
            if (dname != null) {
                return dname;
            }
        }
        return null;
    }

    RecordSet soa() {
        return Objects.requireNonNull(find(apex, DnsType.SOA));
    }

    /**
     * How long absence is remembered.
     *
     * @rfc 9077 3
     */
    long minimum() {
        Octets data = soa().data().get(0);
        return Math.min(soa().ttl(), new WireReader(data.slice(data.length() - 4, data.length())).number32());
    }

    static DomainName wildcard(DomainName encloser) {
        return encloser.below("*").orElseThrow();
    }

    /** Everything, the SOA first, then in canonical order, then the denial chain. */
    List<RecordSet> all() {
        List<RecordSet> all = new ArrayList<>();
        all.add(soa());
        for (Map<DnsType, RecordSet> node : nodes.values()) {
            node.values().stream().filter(set -> !set.is(apex, DnsType.SOA)).forEach(all::add);
        }
        if (denial != null) {
            all.addAll(denial.records());
        }
        return all;
    }

    /** Its name. */
    @Override
    public String toString() {
        return apex.toString();
    }
}
