package io.mailseal.dns;

import io.mailseal.core.DomainName;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The zones of the tests against real servers, each named after what is special about it. */
final class SignedZones {

    private static final String PAST = "20200101000000";
    private static final String PAST_END = "20200201000000";
    private static final String NEXT_YEAR = "+31536000"; // seconds from now
    private static final String NEXT_YEAR_END = "+2592000"; // and from then

    /** What every zone is asked. */
    private static final String QUESTIONS = """
            @             DS
            www           A
            www           AAAA
            www           DS
            nothing       A
            _25._tcp.mx   TLSA
            _25._tcp.www  TLSA
            alias         A
            dangling      A
            empty         A
            x.wild        TXT
            x.wild        A
            host.old      A
            """;

    private static final Set<String> ASKED_MORE = Set.of(
            ".",
            "example.",
            "alg13.example.",
            "nsec3.example.",
            "iter51.example.",
            "optout.example.",
            "plain.example.",
            "plain.optout.example.",
            "lost.gone.optout.example.",
            "aliases.example.",
            "unproven.example.");

    /** What some zones are asked as well. */
    private static final String MORE_QUESTIONS = """
            @             A
            @             TXT
            @             SOA
            @             DNSKEY
            @             MX
            text          TXT
            large         TXT
            nothing       DS
            a.b.nothing   MX
            _tcp.mx       A
            alias         AAAA
            void          A
            host.empty    A
            *.wild        TXT
            x.y.wild      TXT
            x.wild        DS
            host.wild     TXT
            x.walias      A
            x.walias      MX
            host.old      TXT
            nothing.old   A
            old           DNAME
            """;

    private static final String ALIAS_QUESTIONS = """
            secure        A
            twice         A
            insecure      A
            bogus         A
            expired       A
            nowhere       A
            nodata        A
            plainnothing  A
            throughplain  A
            throughbogus  A
            onwild        TXT
            onwild        A
            x.star        A
            www.sub       A
            www.sub       TXT
            alias.sub     A
            nothing.sub   A
            x.wild.sub    TXT
            www.subplain  A
            www.subbogus  A
            """;

    private SignedZones() {}

    static List<ZonePlan> plans() {
        List<ZonePlan> plans = new ArrayList<>();
        plans.add(ZonePlan.signed(".").by(8).withZoneKeys().records(""));
        plans.add(ZonePlan.signed("example."));
        for (int algorithm : new int[] {8, 10, 13, 14, 15, 16}) {
            plans.add(ZonePlan.signed("alg" + algorithm + ".example.").by(algorithm));
        }
        plans.add(ZonePlan.signed("alg5.example.").by(5).outdated());
        plans.add(ZonePlan.signed("alg7.example.").by(7).nsec3(0).outdated());
        addDelegations(plans);
        addDenials(plans);
        addDamage(plans);
        addRollovers(plans);
        addAliases(plans);
        return plans;
    }

    /** What each of these zones is asked. */
    static List<DnsQuestion> questions(SignedRoot tree) {
        List<DnsQuestion> questions = new ArrayList<>();
        for (String zone : new TreeSet<>(tree.files().keySet())) {
            QUESTIONS.lines().forEach(line -> questions.add(question(line, zone)));
            if (ASKED_MORE.contains(zone)) {
                MORE_QUESTIONS.lines().forEach(line -> questions.add(question(line, zone)));
            }
        }
        ALIAS_QUESTIONS.lines().forEach(line -> questions.add(question(line, "aliases.example.")));
        return questions;
    }

    private static DnsQuestion question(String line, String zone) {
        int space = line.indexOf(' ');
        String name = line.substring(0, space);
        DnsType type = DnsType.parse(line.substring(space).strip()).orElseThrow();
        String origin = zone.equals(".") ? "" : zone;
        return new DnsQuestion(DomainName.of(name.equals("@") ? zone : name + "." + origin), type);
    }

    private static void addDelegations(List<ZonePlan> plans) {
        plans.add(ZonePlan.unsigned("plain.example."));
        plans.add(ZonePlan.signed("island.plain.example."));
        plans.add(ZonePlan.signed("nods.example.").withoutPointer());
        plans.add(ZonePlan.signed("child.nods.example."));
        plans.add(ZonePlan.signed("wrongds.example.").pointedTo(pointers -> lastDigitChanged(pointers)));
        plans.add(ZonePlan.signed("otherds.example.").pointedTo(pointers -> {
            List<String> both = new ArrayList<>(lastDigitChanged(pointers));
            both.addAll(pointers);
            return both;
        }));
        plans.add(ZonePlan.unsigned("nokeys.example.")
                .pointedTo(none -> List.of("nokeys.example. IN DS 12345 13 2 " + "00".repeat(32))));
        plans.add(ZonePlan.signed("sha1ds.example.").digests("SHA-1"));
        plans.add(ZonePlan.signed("sha384ds.example.").digests("SHA-384"));
        plans.add(ZonePlan.signed("bothds.example.").digests("SHA-1", "SHA-256"));
        plans.add(ZonePlan.signed("unknownds.example.").pointedTo(changed(" 13 2 ", " 13 250 ")));
        plans.add(ZonePlan.signed("unknownalg.example.").pointedTo(changed(" 13 2 ", " 200 2 ")));
        plans.add(ZonePlan.signed("twoalgs.example.").by(13, 15));
        plans.add(ZonePlan.signed("zonekeys.example.").withZoneKeys());
        plans.add(ZonePlan.signed("l1.example."));
        plans.add(ZonePlan.signed("l2.l1.example.").by(15));
        plans.add(ZonePlan.signed("l3.l2.l1.example.").by(8));
        plans.add(ZonePlan.signed("l4.l3.l2.l1.example."));
        plans.add(ZonePlan.unsigned("end.l4.l3.l2.l1.example."));
        plans.add(ZonePlan.signed("far.away.example."));
        plans.add(ZonePlan.unsigned("lost.away.example."));
    }

    private static void addDenials(List<ZonePlan> plans) {
        plans.add(ZonePlan.signed("nsec3.example.").nsec3(0));
        plans.add(ZonePlan.signed("iter50.example.").nsec3(50));
        plans.add(ZonePlan.signed("iter51.example.").nsec3(51).outdated());
        plans.add(ZonePlan.signed("iter150.example.").nsec3(150).outdated());
        plans.add(ZonePlan.signed("optout.example.").optOut());
        for (String parent : List.of("nsec3", "iter150", "optout")) {
            plans.add(ZonePlan.signed("child." + parent + ".example."));
            plans.add(ZonePlan.unsigned("plain." + parent + ".example."));
            plans.add(ZonePlan.signed("far.away." + parent + ".example."));
            plans.add(ZonePlan.unsigned("lost.gone." + parent + ".example."));
        }
    }

    private static void addDamage(List<ZonePlan> plans) {
        plans.add(ZonePlan.signed("expired.example.").validFrom(PAST, PAST_END));
        plans.add(ZonePlan.signed("child.expired.example."));
        plans.add(ZonePlan.unsigned("plain.expired.example."));
        plans.add(ZonePlan.signed("future.example.").validFrom(NEXT_YEAR, NEXT_YEAR_END));
        plans.add(ZonePlan.signed("tampered.example.").thenChanged(text -> text.replace("192.0.2.80", "192.0.2.81")));
        plans.add(ZonePlan.signed("forgedkeys.example.")
                .thenChanged(text -> spoiltSignature(text, "forgedkeys.example.", "DNSKEY")));
        plans.add(ZonePlan.signed("stripped.example.").thenChanged(text -> without(text, "www", "RRSIG\tA ")));
        plans.add(ZonePlan.signed("unproven.example.")
                .thenChanged(text -> without(text, "text", "NSEC"))
                .thenChanged(text -> without(text, "*.wild", "NSEC"))
                .thenChanged(text -> without(text, "new", "NSEC")));
        plans.add(ZonePlan.signed("onegood.example.").by(13, 15).thenChanged(text -> spoiltAlgorithm(text, 13)));
    }

    private static void addRollovers(List<ZonePlan> plans) {
        List<KeyFile> twins = KeyFile.colliding();
        KeyFile first = twins.get(0);
        KeyFile second = twins.get(1);
        plans.add(ZonePlan.signed("twins1.example.").by(first, second.withoutPrivatePart()));
        plans.add(ZonePlan.signed("twins2.example.").by(first.withoutPrivatePart(), second));
        plans.add(ZonePlan.signed("twins3.example.")
                .by(first, second.withoutPrivatePart())
                .thenChanged(SignedZones::keysInOtherOrder));
        plans.add(ZonePlan.signed("twins4.example.")
                .by(first.withoutPrivatePart(), second)
                .thenChanged(SignedZones::keysInOtherOrder));
        KeyFile revoked = KeyFile.generate(KeyFile.REVOKED);
        KeyFile successor = KeyFile.generate(KeyFile.SIGNING);
        plans.add(ZonePlan.signed("revoked.example.")
                .by(revoked, successor)
                .pointedTo(pointers -> pointers.subList(1, 2)));
        plans.add(ZonePlan.signed("onlyrevoked.example.")
                .by(revoked, successor)
                .pointedTo(pointers -> pointers.subList(0, 1)));
        plans.add(ZonePlan.signed("standby.example.")
                .by(successor, KeyFile.generate(KeyFile.SIGNING).withoutPrivatePart()));
    }

    private static void addAliases(List<ZonePlan> plans) {
        plans.add(ZonePlan.signed("aliases.example.").alsoRecords("""
                secure       CNAME  www.alg8.example.
                twice        CNAME  secure
                insecure     CNAME  www.plain.example.
                bogus        CNAME  www.tampered.example.
                expired      CNAME  www.expired.example.
                nowhere      CNAME  nothing.alg8.example.
                nodata       CNAME  text.nsec3.example.
                plainnothing CNAME  nothing.plain.example.
                throughplain CNAME  secure.plainaliases.example.
                throughbogus CNAME  alias.expired.example.
                onwild       CNAME  x.wild.alg15.example.
                *.star       CNAME  www.alg15.example.
                sub          DNAME  alg13.example.
                subplain     DNAME  plain.example.
                subbogus     DNAME  expired.example.
                """));
        plans.add(ZonePlan.unsigned("plainaliases.example.").alsoRecords("""
                secure  CNAME  www.alg13.example.
                sub     DNAME  alg13.example.
                """));
    }

    private static UnaryOperator<List<String>> changed(String from, String to) {
        return pointers -> pointers.stream().map(line -> line.replace(from, to)).toList();
    }

    private static List<String> lastDigitChanged(List<String> pointers) {
        return pointers.stream()
                .map(line -> line.substring(0, line.length() - 1) + (line.endsWith("0") ? "1" : "0"))
                .toList();
    }

    /** Without the records of a name, relative to the zone, whose type (and data) begin like this, and their signatures. */
    private static String without(String zone, String name, String type) {
        StringBuilder kept = new StringBuilder();
        zone.lines()
                .filter(line -> !(line.startsWith(name + ".")
                        && (line.contains("IN " + type) || line.contains("IN RRSIG\t" + type))))
                .forEach(line -> kept.append(line).append('\n'));
        return kept.toString();
    }

    private static String spoiltSignature(String zone, String owner, String type) {
        return spoilt(zone, line -> line.startsWith(owner) && line.contains("IN RRSIG\t" + type + " "));
    }

    private static String spoiltAlgorithm(String zone, int algorithm) {
        return spoilt(zone, line -> line.contains("IN RRSIG\t") && line.contains(" " + algorithm + " "));
    }

    // The last sextets of base64 are changed.
    private static String spoilt(String zone, Predicate<String> which) {
        StringBuilder text = new StringBuilder();
        zone.lines()
                .forEach(line ->
                        text.append(which.test(line) ? spoilt(line) : line).append('\n'));
        return text.toString();
    }

    private static String spoilt(String signature) {
        int at = signature.length() - 8;
        char replacement = signature.charAt(at) == 'A' ? 'B' : 'A';
        return signature.substring(0, at) + replacement + signature.substring(at + 1);
    }

    private static String keysInOtherOrder(String zone) {
        List<String> lines = new ArrayList<>(zone.lines().toList());
        List<Integer> keys = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains("IN DNSKEY\t")) {
                keys.add(i);
            }
        }
        String one = lines.get(keys.get(0));
        lines.set(keys.get(0), lines.get(keys.get(1)));
        lines.set(keys.get(1), one);
        return String.join("\n", lines) + "\n";
    }
}
