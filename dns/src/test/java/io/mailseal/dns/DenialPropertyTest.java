package io.mailseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.dns.Denial.Outcome;
import io.mailseal.dns.Denial.Proof;
import io.mailseal.dns.DenialZone.Truth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Any zone, and any question. What an honest server sends proves its answer, and nothing that somebody else may make of the
 * zone's own records proves what is not true.
 */
class DenialPropertyTest {

    private static final List<String> LABELS = List.of("a", "b", "c", "*", "z", "\\000", "\\200", "a-");
    private static final List<Integer> TYPES = List.of(Type.A, Type.MX, Type.TXT, Type.TLSA, 65280);
    private static final List<Integer> QUESTIONS = List.of(
            Type.A,
            Type.MX,
            Type.TXT,
            Type.TLSA,
            65280,
            Type.CNAME,
            Type.NS,
            Type.DS,
            Type.SOA,
            Type.DNAME,
            Type.NSEC,
            Type.RRSIG,
            Type.NSEC3,
            Type.ANY);
    private static final int QUESTIONS_PER_ZONE = 8;

    /** One random zone with its chains, and random questions about it. */
    private static final class Scene {

        final Random random;
        final DenialZone zone;
        final NavigableMap<Name, NSECRecord> nsec;
        final DenialZone.Nsec3 nsec3;

        Scene(long seed) {
            random = new Random(seed);
            Name apex = List.of(Name.fromConstantString("example."), Name.root, Name.fromConstantString("z.test."))
                    .get(random.nextInt(3));
            zone = new DenialZone(apex, content(apex));
            nsec = zone.nsec();
            Set<Name> optedOut = new HashSet<>();
            boolean optOut = random.nextBoolean();
            zone.existing().stream()
                    .filter(name -> optOut && zone.isInsecureDelegation(name) && random.nextInt(4) > 0)
                    .forEach(optedOut::add);
            byte[] salt = new byte[random.nextInt(3) * 4];
            random.nextBytes(salt);
            nsec3 = zone.nsec3(random.nextInt(3), salt, optedOut, optOut && random.nextBoolean());
        }

        private Map<Name, Set<Integer>> content(Name apex) {
            Map<Name, Set<Integer>> content = new TreeMap<>(DenialZone.ORDER);
            int names = random.nextInt(10);
            for (int i = 0; i < names; i++) {
                Name name = below(content.isEmpty() || random.nextBoolean() ? apex : pick(content.keySet()));
                content.put(name, types(name));
            }
            Set<Integer> top = some(TYPES);
            top.addAll(List.of(Type.SOA, Type.NS));
            if (random.nextInt(20) == 0) {
                top.add(Type.DNAME);
            }
            content.put(apex, top);
            return content;
        }

        private Set<Integer> types(Name name) {
            if (!name.isWild() && random.nextInt(3) == 0) {
                return random.nextInt(3) == 0 ? Set.of(Type.NS, Type.DS) : Set.of(Type.NS);
            }
            Set<Integer> types = some(TYPES);
            types.add(pick(TYPES));
            switch (random.nextInt(6)) {
                case 0:
                    return Set.of(Type.CNAME);
                case 1:
                    if (!name.isWild()) {
                        types.add(Type.DNAME);
                    }
                    return types;
                default:
                    return types;
            }
        }

        private Name below(Name ancestor) {
            Name name = ancestor;
            for (int i = random.nextInt(3); i >= 0; i--) {
                name = Name.fromConstantString(pick(LABELS) + (name.equals(Name.root) ? "." : "." + name));
            }
            return name;
        }

        Name anyName() {
            Name name = pick(zone.existing());
            Name asked = random.nextInt(4) == 0 ? name : below(name);
            boolean large = random.nextInt(4) == 0;
            return large ? Name.fromConstantString(asked.toString().toUpperCase(java.util.Locale.ROOT)) : asked;
        }

        int anyType() {
            return pick(QUESTIONS);
        }

        <T> T pick(Collection<T> from) {
            return List.copyOf(from).get(random.nextInt(from.size()));
        }

        <T> Set<T> some(Collection<T> from) {
            Set<T> some = new LinkedHashSet<>();
            int of = 1 + random.nextInt(4);
            from.stream().filter(item -> random.nextInt(4) < of).forEach(some::add);
            return some;
        }

        Denial byNsec(Collection<? extends Record> records) {
            return Denial.byNsec(zone.apex, List.copyOf(records));
        }

        Denial byNsec3(Collection<? extends Record> records) {
            return Denial.byNsec3(zone.apex, List.copyOf(records), new ValidationWork(DnssecLimits.DEFAULT));
        }

        String told(Object question, Object records) {
            return question + " with\n" + records + "\nin" + zone;
        }
    }

    // ---- what an honest server sends is enough ----

    @Property(tries = 700, shrinking = ShrinkingMode.OFF)
    void SEC_07_honestNsecRecordsProveTheAnswer(@ForAll long seed) {
        Scene scene = new Scene(seed);
        for (int i = 0; i < QUESTIONS_PER_ZONE; i++) {
            Name name = scene.anyName();
            int type = scene.anyType();
            honestNsec(scene, name, type);
        }
    }

    private static void honestNsec(Scene scene, Name name, int type) {
        DenialZone zone = scene.zone;
        if (zone.isBeyond(name)) {
            return;
        }
        // The NSEC record of a name, or the one that covers it.
        Function<Name, Record> at = of -> scene.nsec.floorEntry(of).getValue();
        Set<Record> records = new LinkedHashSet<>(List.of(at.apply(name)));
        Denial.Outcome delegation = zone.isInsecureDelegation(name) ? Outcome.INSECURE_DELEGATION : Outcome.PROVEN;
        if (!zone.types(name).contains(Type.DS) && !name.equals(zone.apex)) {
            expect(scene, records, scene.byNsec(records).noDelegationSigner(name), delegation, name);
        }
        if (type == Type.DS && name.equals(zone.apex) && !name.equals(Name.root)) {
            return;
        }
        Truth truth = zone.truth(name, type, true);
        if (truth == Truth.NO_DATA) {
            expect(scene, records, scene.byNsec(records).noData(name, type), Outcome.PROVEN, name);
        } else if (!zone.existing().contains(name)) {
            Name encloser = zone.closestEncloser(name, zone.existing());
            expect(
                    scene,
                    records,
                    scene.byNsec(records).noCloserMatch(name, encloser.labels() - 1),
                    Outcome.PROVEN,
                    name);
            records.add(at.apply(DenialZone.wildcard(name, encloser)));
            Denial denial = scene.byNsec(records);
            Outcome noData = truth == Truth.WILDCARD_NO_DATA ? Outcome.PROVEN : Outcome.NOT_PROVEN;
            Outcome noName = truth == Truth.NO_SUCH_NAME ? Outcome.PROVEN : Outcome.NOT_PROVEN;
            expect(scene, records, denial.noData(name, type), noData, name);
            expect(scene, records, denial.noSuchName(name), noName, name);
        }
    }

    @Property(tries = 700, shrinking = ShrinkingMode.OFF)
    void SEC_07_honestNsec3RecordsProveTheAnswer(@ForAll long seed) {
        Scene scene = new Scene(seed);
        for (int i = 0; i < QUESTIONS_PER_ZONE; i++) {
            honestNsec3(scene, scene.anyName(), scene.anyType());
        }
    }

    private static void honestNsec3(Scene scene, Name name, int type) {
        DenialZone zone = scene.zone;
        if (zone.isBeyond(name) || (type == Type.DS && name.equals(zone.apex) && !name.equals(Name.root))) {
            return;
        }
        Truth truth = zone.truth(name, type, false);
        Set<Record> records = new LinkedHashSet<>();
        if (scene.nsec3.proven.contains(name)) {
            records.add(scene.nsec3.at(name));
            if (!zone.types(name).contains(Type.DS) && !name.equals(zone.apex)) {
                Outcome delegation = zone.isInsecureDelegation(name) ? Outcome.INSECURE_DELEGATION : Outcome.PROVEN;
                expect(scene, records, scene.byNsec3(records).noDelegationSigner(name), delegation, name);
            }
            Outcome noData = truth == Truth.NO_DATA ? Outcome.PROVEN : Outcome.NOT_PROVEN;
            expect(scene, records, scene.byNsec3(records).noData(name, type), noData, name);
            return;
        }
        Name encloser = zone.closestEncloser(name, scene.nsec3.proven);
        Name nextCloser = DenialZone.nextCloser(name, encloser);
        Name wildcard = DenialZone.wildcard(name, encloser);
        Outcome proven = scene.nsec3.isOptOutAt(nextCloser) ? Outcome.OPTED_OUT : Outcome.PROVEN;
        records.add(scene.nsec3.at(nextCloser));
        expect(scene, records, scene.byNsec3(records).noCloserMatch(name, encloser.labels() - 1), proven, name);
        records.add(scene.nsec3.at(encloser));
        expect(scene, records, scene.byNsec3(records).noDelegationSigner(name), proven, name);
        records.add(scene.nsec3.at(wildcard));
        Denial denial = scene.byNsec3(records);
        if (scene.nsec3.proven.contains(wildcard)) {
            Outcome noData =
                    zone.types(wildcard).contains(Type.CNAME) || zone.truth(wildcard, type, false) != Truth.NO_DATA
                            ? Outcome.NOT_PROVEN
                            : proven;
            expect(scene, records, denial.noData(name, type), noData, name);
            expect(scene, records, denial.noSuchName(name), Outcome.NOT_PROVEN, name);
        } else {
            Outcome noData = proven == Outcome.OPTED_OUT ? proven : Outcome.NOT_PROVEN;
            Outcome noName = scene.nsec3.isOptOutAt(wildcard) ? Outcome.OPTED_OUT : proven;
            expect(scene, records, denial.noData(name, type), noData, name);
            expect(scene, records, denial.noSuchName(name), noName, name);
        }
    }

    private static void expect(Scene scene, Collection<Record> records, Proof proof, Outcome expected, Name name) {
        assertThat(proof.outcome())
                .as(() -> scene.told(name + ": " + proof.reason(), records))
                .isEqualTo(expected);
    }

    // ---- whatever is sent proves nothing that is not true ----

    @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
    void SEC_07_noSelectionOfNsecRecordsProvesWhatIsNotTrue(@ForAll long seed) {
        Scene scene = new Scene(seed);
        for (int i = 0; i < QUESTIONS_PER_ZONE; i++) {
            Set<NSECRecord> records = scene.some(scene.nsec.values());
            sound(scene, scene.byNsec(records), records, scene.zone.existing(), true);
        }
    }

    @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
    void SEC_07_noSelectionOfNsec3RecordsProvesWhatIsNotTrue(@ForAll long seed) {
        Scene scene = new Scene(seed);
        for (int i = 0; i < QUESTIONS_PER_ZONE; i++) {
            Set<? extends Record> records = scene.some(scene.nsec3.records());
            sound(scene, scene.byNsec3(records), records, scene.nsec3.proven, false);
        }
    }

    private static void sound(Scene scene, Denial denial, Object records, Set<Name> proven, boolean nsec) {
        Name name = scene.anyName();
        int type = scene.anyType();
        int labels = scene.random.nextInt(name.labels());
        List<String> lies = new ArrayList<>();
        claim(lies, "no data", denial.noData(name, type), noData(scene, name, type, nsec), scene, name, proven);
        claim(lies, "no name", denial.noSuchName(name), noName(scene, name), scene, name, proven);
        claim(lies, "no delegation", denial.noDelegationSigner(name), noDelegation(scene, name), scene, name, proven);
        closerClaim(lies, denial.noCloserMatch(name, labels), scene, name, labels, proven);
        assertThat(lies)
                .as(() -> scene.told(name + " " + Type.string(type) + " " + labels, records))
                .isEmpty();
    }

    private static boolean noData(Scene scene, Name name, int type, boolean nsec) {
        boolean ofZoneAbove = type == Type.DS && name.equals(scene.zone.apex) && !name.equals(Name.root);
        Truth truth = scene.zone.truth(name, type, nsec);
        return !ofZoneAbove && (truth == Truth.NO_DATA || truth == Truth.WILDCARD_NO_DATA);
    }

    private static boolean noName(Scene scene, Name name) {
        return scene.zone.truth(name, Type.A, true) == Truth.NO_SUCH_NAME;
    }

    private static boolean noDelegation(Scene scene, Name name) {
        return !scene.zone.isBeyond(name) && !scene.zone.isDelegation(name) && !name.equals(scene.zone.apex);
    }

    private static void claim(
            List<String> lies, String what, Proof proof, boolean truth, Scene scene, Name name, Set<Name> proven) {
        DenialZone zone = scene.zone;
        boolean honest = switch (proof.outcome()) {
            case PROVEN -> truth;
            case INSECURE_DELEGATION ->
                what.equals("no delegation") && zone.isInsecureDelegation(name) && !zone.isBeyond(name);
            case OPTED_OUT -> !proven.contains(name) && mayBeOptedOut(scene, name, what.equals("no name"));
            case NOT_PROVEN -> true;
            default -> false;
        };
        if (!honest) {
            lies.add(what + ": " + proof);
        }
    }

    // Not where a signed delegation or a DNAME is above it.
    private static boolean mayBeOptedOut(Scene scene, Name name, boolean orWildcard) {
        DenialZone zone = scene.zone;
        Name encloser = zone.closestEncloser(name, scene.nsec3.proven);
        boolean cut = zone.isDelegation(encloser) || zone.types(encloser).contains(Type.DNAME);
        Name wildcard = DenialZone.wildcard(name, encloser);
        return !cut
                && (scene.nsec3.isOptOutAt(DenialZone.nextCloser(name, encloser))
                        || (orWildcard && scene.nsec3.isOptOutAt(wildcard)));
    }

    private static void closerClaim(
            List<String> lies, Proof proof, Scene scene, Name name, int labels, Set<Name> proven) {
        // Where a signature has shown that the wildcard exists; else the question does not arise.
        if (proof.outcome() == Outcome.NOT_PROVEN || !proven.contains(new Name(name, name.labels() - labels - 1))) {
            return;
        }
        Name nextCloser = new Name(name, name.labels() - labels - 2);
        boolean honest = switch (proof.outcome()) {
            case PROVEN -> !scene.zone.existing().contains(nextCloser);
            case OPTED_OUT -> !proven.contains(nextCloser) && scene.nsec3.isOptOutAt(nextCloser);
            default -> false;
        };
        if (!honest) {
            lies.add("no closer match: " + proof);
        }
    }
}
