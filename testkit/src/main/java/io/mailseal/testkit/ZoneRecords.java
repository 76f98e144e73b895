package io.mailseal.testkit;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The records by name, and the names that exist. The data is that of the whole tree. Immutable. */
final class ZoneRecords {

    /** The records of one name and type; as they are cached together they share the lowest TTL. */
    record RecordSet(List<DnsRecord> records, Duration ttl) {
        RecordSet {
            records = List.copyOf(records);
        }
    }

    // A name that exists only because of those below it has a node without records.
    private final Map<DomainName, Map<DnsType, RecordSet>> nodes;

    private ZoneRecords(Map<DomainName, Map<DnsType, RecordSet>> nodes) {
        this.nodes = nodes;
    }

    /** With the other's records above these: a set of the other's takes the place of the one of its name and type. */
    ZoneRecords under(ZoneRecords other) {
        Map<DomainName, Map<DnsType, RecordSet>> all = new HashMap<>(nodes);
        other.nodes.forEach((name, above) -> all.merge(name, above, ZoneRecords::merged));
        return new ZoneRecords(Map.copyOf(all));
    }

    // An alias stands alone, so it goes, or all others do.
    private static Map<DnsType, RecordSet> merged(Map<DnsType, RecordSet> below, Map<DnsType, RecordSet> above) {
        if (above.containsKey(DnsType.CNAME)) {
            return above;
        }
        Map<DnsType, RecordSet> node = new HashMap<>(below);
        if (!above.isEmpty()) {
            node.remove(DnsType.CNAME);
        }
        node.putAll(above);
        return Map.copyOf(node);
    }

    /** Those of a name, by type; from a wildcard where the name does not exist; null where there is none either. */
    @Nullable
    Map<DnsType, RecordSet> find(DomainName name) {
        Map<DnsType, RecordSet> node = nodes.get(name);
        if (node != null) {
            return node;
        }
        // RFC 4592 §3.3.1: only a wildcard right below the closest encloser counts.
        return closestEncloser(name).below("*").map(nodes::get).orElse(null);
    }

    private DomainName closestEncloser(DomainName name) {
        DomainName encloser = name;
        while (!nodes.containsKey(encloser)) {
            encloser = encloser.parent();
        }
        return encloser;
    }

    /** The highest name above this one that has a DNAME record: it hides what is below. */
    @Nullable
    DomainName redirection(DomainName name) {
        for (int labels = 0; labels < name.labelCount(); labels++) {
            Map<DnsType, RecordSet> node = nodes.get(name.suffix(labels));
            if (node == null) {
                return null;
            }
            if (node.containsKey(DnsType.DNAME)) {
                return name.suffix(labels);
            }
        }
        return null;
    }

    /** The DNAME record of a name that {@link #redirection} has found. */
    RecordSet redirectionAt(DomainName name) {
        return Objects.requireNonNull(nodes.getOrDefault(name, Map.of()).get(DnsType.DNAME));
    }

    /** The SOA record at or above this name, the closest. */
    @Nullable
    RecordSet authority(DomainName name) {
        for (int labels = name.labelCount(); labels >= 0; labels--) {
            RecordSet soa = nodes.getOrDefault(name.suffix(labels), Map.of()).get(DnsType.SOA);
            if (soa != null) {
                return soa;
            }
        }
        return null;
    }

    /** The last field of a SOA record: how long the absence of something is remembered. */
    static Duration minimum(DnsRecord.Opaque soa) {
        Octets data = soa.data();
        long seconds = 0;
        for (int i = data.length() - 4; i < data.length(); i++) {
            seconds = seconds << 8 | data.at(i);
        }
        return Duration.ofSeconds(seconds);
    }

    /** Collects records; not for several threads. */
    static final class Builder {

        private final Map<DomainName, Map<DnsType, RecordSet>> nodes = new HashMap<>();

        Builder() {
            nodes.put(DomainName.ROOT, new LinkedHashMap<>());
        }

        /** @throws IllegalArgumentException if the record cannot stand beside those that are there */
        void add(DomainName owner, Duration ttl, DnsRecord record) {
            requireReadable(record);
            Map<DnsType, RecordSet> node = nodes.getOrDefault(owner, Map.of());
            RecordSet present = node.get(record.type());
            RecordSet set = present == null ? new RecordSet(List.of(record), ttl) : joined(present, ttl, record);
            requireAliasAlone(owner, node, set);
            nodes.computeIfAbsent(owner, name -> new LinkedHashMap<>()).put(record.type(), set);
            for (DomainName above = owner; !above.isRoot(); above = above.parent()) {
                nodes.computeIfAbsent(above, name -> new LinkedHashMap<>());
            }
        }

        // RFC 2181 §5: a set holds no record twice, and has one TTL.
        private static RecordSet joined(RecordSet present, Duration ttl, DnsRecord record) {
            List<DnsRecord> records = new ArrayList<>(present.records());
            if (!records.contains(record)) {
                records.add(record);
            }
            return new RecordSet(records, ttl.compareTo(present.ttl()) < 0 ? ttl : present.ttl());
        }

        // Aliases are followed and SOA records are read here, so they must be of the shape that is expected.
        private static void requireReadable(DnsRecord record) {
            DnsType type = record.type();
            if ((type.equals(DnsType.CNAME) || type.equals(DnsType.DNAME)) && !(record instanceof DnsRecord.Pointer)) {
                throw new IllegalArgumentException(type + " without a target: " + record);
            }
            if (type.equals(DnsType.SOA)
                    && !(record instanceof DnsRecord.Opaque soa && soa.data().length() >= 22)) {
                throw new IllegalArgumentException("not a SOA record: " + record);
            }
        }

        // RFC 1034 §3.6.2, RFC 6672 §2.4: a name has one alias at most, and nothing beside a CNAME.
        private static void requireAliasAlone(DomainName owner, Map<DnsType, RecordSet> present, RecordSet added) {
            DnsType type = added.records().get(0).type();
            boolean alias = type.equals(DnsType.CNAME) || type.equals(DnsType.DNAME);
            if (alias && added.records().size() > 1) {
                throw new IllegalArgumentException(owner + " has more than one " + type);
            }
            boolean others = present.keySet().stream().anyMatch(other -> !other.equals(type));
            if (others && (type.equals(DnsType.CNAME) || present.containsKey(DnsType.CNAME))) {
                throw new IllegalArgumentException(owner + " has a CNAME and other records beside it");
            }
        }

        ZoneRecords build() {
            Map<DomainName, Map<DnsType, RecordSet>> copy = new HashMap<>();
            nodes.forEach((name, node) -> copy.put(name, Map.copyOf(node)));
            return new ZoneRecords(Map.copyOf(copy));
        }
    }
}
