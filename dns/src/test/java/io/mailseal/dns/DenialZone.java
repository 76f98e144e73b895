package io.mailseal.dns;

import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

/**
 * A zone as its signer sees it: what is there, and the NSEC and NSEC3 chain that the signer would make of it. Made without a
 * look at what it tests: the order is its own, and the hash is dnsjava's.
 */
final class DenialZone {

    /** What a name server answers. */
    enum Truth {
        DATA,
        ALIAS,
        ELSEWHERE,
        NO_DATA,
        WILDCARD_DATA,
        WILDCARD_ALIAS,
        WILDCARD_NO_DATA,
        NO_SUCH_NAME
    }

    static final Comparator<Name> ORDER = (left, right) -> {
        for (int i = 2; i <= Math.min(left.labels(), right.labels()); i++) {
            int order = Arrays.compareUnsigned(small(left, i), small(right, i));
            if (order != 0) {
                return order;
            }
        }
        return left.labels() - right.labels();
    };

    private static byte[] small(Name name, int fromRight) {
        byte[] label = name.getLabel(name.labels() - fromRight);
        byte[] small = new byte[label.length - 1];
        for (int i = 0; i < small.length; i++) {
            byte octet = label[i + 1];
            small[i] = octet >= 'A' && octet <= 'Z' ? (byte) (octet - 'A' + 'a') : octet;
        }
        return small;
    }

    final Name apex;
    private final NavigableMap<Name, Set<Integer>> names = new TreeMap<>(ORDER);
    private final Set<Name> existing = new TreeSet<>(ORDER);

    DenialZone(Name apex, Map<Name, Set<Integer>> content) {
        this.apex = apex;
        names.putAll(content);
        for (Name name : content.keySet()) {
            if (above(name).anyMatch(ancestor -> isCut(content.get(ancestor), ancestor))) {
                names.remove(name); // glue, and what a DNAME hides
            }
        }
        existing.addAll(withAncestors(names.keySet()));
    }

    /** Of lines with a name and its types; the first one is that of the zone. */
    static DenialZone parse(String text) {
        Map<Name, Set<Integer>> content = new TreeMap<>(ORDER);
        Name apex = null;
        for (String line : text.strip().lines().map(String::strip).toList()) {
            List<String> words = List.of(line.split(" +"));
            Name name = Name.fromConstantString(words.get(0) + (words.get(0).endsWith(".") ? "" : "."));
            apex = apex == null ? name : apex;
            content.put(name, words.stream().skip(1).map(Type::value).collect(toCollection(TreeSet::new)));
        }
        return new DenialZone(apex, content);
    }

    private boolean isCut(Collection<Integer> types, Name name) {
        return types != null && (types.contains(Type.DNAME) || (types.contains(Type.NS) && !name.equals(apex)));
    }

    /** The ancestors of a name in the zone, from the apex on, without the name. */
    private Stream<Name> above(Name name) {
        List<Name> ancestors = new ArrayList<>();
        for (int up = 1; up <= name.labels() - apex.labels(); up++) {
            ancestors.add(0, new Name(name, up));
        }
        return ancestors.stream();
    }

    private Set<Name> withAncestors(Collection<Name> some) {
        Set<Name> all = new TreeSet<>(ORDER);
        some.forEach(name -> {
            all.add(name);
            above(name).forEach(all::add);
        });
        return all;
    }

    Set<Integer> types(Name name) {
        return names.getOrDefault(name, Set.of());
    }

    Set<Name> existing() {
        return Collections.unmodifiableSet(existing);
    }

    boolean isDelegation(Name name) {
        return types(name).contains(Type.NS) && !name.equals(apex);
    }

    boolean isInsecureDelegation(Name name) {
        return isDelegation(name) && !types(name).contains(Type.DS);
    }

    /** Whether the name is below a delegation or a DNAME. */
    boolean isBeyond(Name name) {
        return above(name).anyMatch(ancestor -> isCut(types(ancestor), ancestor));
    }

    Name closestEncloser(Name name, Set<Name> among) {
        return above(name)
                .filter(among::contains)
                .reduce((higher, nearer) -> nearer)
                .orElseThrow();
    }

    static Name nextCloser(Name name, Name encloser) {
        return new Name(name, name.labels() - encloser.labels() - 1);
    }

    static Name wildcard(Name name, Name encloser) {
        return name.wild(name.labels() - encloser.labels());
    }

    /** RFC 1034 §4.3.2. */
    Truth truth(Name name, int type, boolean nsec) {
        if (isBeyond(name) || (isDelegation(name) && type != Type.DS)) {
            return Truth.ELSEWHERE; // a referral, or a DNAME
        }
        if (existing.contains(name)) {
            return held(name, type, nsec, Truth.DATA, Truth.ALIAS, Truth.NO_DATA);
        }
        Name wildcard = wildcard(name, closestEncloser(name, existing));
        return existing.contains(wildcard)
                ? held(wildcard, type, nsec, Truth.WILDCARD_DATA, Truth.WILDCARD_ALIAS, Truth.WILDCARD_NO_DATA)
                : Truth.NO_SUCH_NAME;
    }

    private Truth held(Name name, int type, boolean nsec, Truth data, Truth alias, Truth none) {
        Set<Integer> shown = nsec ? inNsec(name) : inNsec3(name);
        if (shown.contains(type) || (type == Type.ANY && !shown.isEmpty())) {
            return data;
        }
        return shown.contains(Type.CNAME) ? alias : none;
    }

    private Set<Integer> inNsec(Name name) {
        Set<Integer> shown = new TreeSet<>(types(name));
        if (!shown.isEmpty()) {
            shown.addAll(List.of(Type.NSEC, Type.RRSIG));
        }
        return shown;
    }

    private Set<Integer> inNsec3(Name name) {
        Set<Integer> shown = new TreeSet<>(types(name));
        if (!shown.isEmpty() && !isInsecureDelegation(name)) {
            shown.add(Type.RRSIG);
        }
        return shown;
    }

    private static int[] array(Set<Integer> types) {
        return types.stream().mapToInt(Integer::intValue).toArray();
    }

    /** RFC 4035 §2.3: each name with records, its NSEC record. */
    NavigableMap<Name, NSECRecord> nsec() {
        NavigableMap<Name, NSECRecord> chain = new TreeMap<>(ORDER);
        for (Name name : names.keySet()) {
            Name next = names.higherKey(name) == null ? apex : names.higherKey(name);
            chain.put(name, new NSECRecord(name, DClass.IN, 300, next, array(inNsec(name))));
        }
        return chain;
    }

    /** The NSEC3 records of a zone, and the names that have one. */
    final class Nsec3 {

        final Set<Name> proven;
        private final NSEC3Record parameters;
        private final NavigableMap<byte[], NSEC3Record> chain = new TreeMap<>(Arrays::compareUnsigned);

        private Nsec3(int iterations, byte[] salt, Set<Name> optedOut, boolean allOptOut) {
            Set<Name> kept = new HashSet<>(names.keySet());
            kept.removeAll(optedOut);
            proven = withAncestors(kept);
            parameters = record(new byte[20], new byte[20], 0, iterations, salt, Set.of());
            NavigableMap<byte[], Name> hashes = new TreeMap<>(Arrays::compareUnsigned);
            proven.forEach(name -> hashes.put(hash(name), name));
            for (byte[] hash : hashes.keySet()) {
                byte[] next = hashes.higherKey(hash) == null ? hashes.firstKey() : hashes.higherKey(hash);
                int flags =
                        allOptOut || optedOut.stream().anyMatch(name -> isBetween(hash, hashedNextCloser(name), next))
                                ? 1
                                : 0;
                chain.put(hash, record(hash, next, flags, iterations, salt, inNsec3(hashes.get(hash))));
            }
        }

        private NSEC3Record record(
                byte[] hash, byte[] next, int flags, int iterations, byte[] salt, Set<Integer> types) {
            String label = new base32(base32.Alphabet.BASE32HEX, false, true).toString(hash);
            Name owner = Name.fromConstantString(label + (apex.equals(Name.root) ? "." : "." + apex));
            return new NSEC3Record(owner, DClass.IN, 300, 1, flags, iterations, salt, next, array(types));
        }

        private byte[] hash(Name name) {
            try {
                return parameters.hashName(name);
            } catch (java.security.NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        private byte[] hashedNextCloser(Name name) {
            return hash(nextCloser(name, closestEncloser(name, proven)));
        }

        private boolean isBetween(byte[] from, byte[] hash, byte[] to) {
            boolean after = Arrays.compareUnsigned(from, hash) < 0;
            boolean before = Arrays.compareUnsigned(hash, to) < 0;
            return Arrays.compareUnsigned(from, to) < 0 ? after && before : after || before;
        }

        List<NSEC3Record> records() {
            return List.copyOf(chain.values());
        }

        /** The record of this name, or the one that covers it. */
        NSEC3Record at(Name name) {
            Map.Entry<byte[], NSEC3Record> found = chain.floorEntry(hash(name));
            return found == null ? chain.lastEntry().getValue() : found.getValue();
        }

        boolean isOptOutAt(Name name) {
            return !proven.contains(name) && at(name).getFlags() == 1;
        }
    }

    /** RFC 5155 §7.1, with these insecure delegations left out. */
    Nsec3 nsec3(int iterations, byte[] salt, Set<Name> optedOut, boolean allOptOut) {
        return new Nsec3(iterations, salt, optedOut, allOptOut);
    }

    /** Without opt-out, as most zones are signed. */
    Nsec3 nsec3() {
        return nsec3(0, new byte[0], Set.of(), false);
    }

    /** With opt-out, and all insecure delegations left out. */
    Nsec3 nsec3WithOptOut() {
        Set<Name> insecure =
                names.keySet().stream().filter(this::isInsecureDelegation).collect(toCollection(HashSet::new));
        return nsec3(0, new byte[0], insecure, true);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        names.forEach((name, types) -> text.append('\n')
                .append(name)
                .append(' ')
                .append(types.stream().map(Type::string).toList()));
        return text.toString();
    }
}
