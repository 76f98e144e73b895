package io.mailseal.dns;

import static io.mailseal.dns.Denial.Outcome.INSECURE_DELEGATION;
import static io.mailseal.dns.Denial.Outcome.NOT_PROVEN;
import static io.mailseal.dns.Denial.Outcome.OPTED_OUT;
import static io.mailseal.dns.Denial.Outcome.PROVEN;
import static io.mailseal.dns.Denial.Outcome.TOO_MANY_ITERATIONS;
import static io.mailseal.dns.Denial.Outcome.TOO_MUCH_WORK;
import static io.mailseal.dns.DenialRecords.name;
import static io.mailseal.dns.DenialRecords.needsEach;
import static io.mailseal.dns.DenialRecords.records;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.dns.Denial.Outcome;
import io.mailseal.dns.Denial.Proof;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class Nsec3DenialTest {

    private static final Name ZONE = name("example");

    private static ValidationWork work() {
        return new ValidationWork(DnssecLimits.DEFAULT);
    }

    private static Denial of(List<? extends Record> records) {
        return Denial.byNsec3(ZONE, records, work());
    }

    // RFC 5155 appendix A, an opt-out zone
    private static final String CHAIN = """
            0p9mhaveqvm6t7vbl5lop2u3t2rp3tom.example NSEC3 1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr MX DNSKEY NS SOA NSEC3PARAM RRSIG
            2t7b4g4vsa5smi47k61mv5bv1a22bojr.example NSEC3 1 1 12 aabbccdd 2vptu5timamqttgl4luu9kg21e0aor3s A RRSIG
            2vptu5timamqttgl4luu9kg21e0aor3s.example NSEC3 1 1 12 aabbccdd 35mthgpgcu1qg68fab165klnsnk3dpvl MX RRSIG
            35mthgpgcu1qg68fab165klnsnk3dpvl.example NSEC3 1 1 12 aabbccdd b4um86eghhds6nea196smvmlo4ors995 NS DS RRSIG
            b4um86eghhds6nea196smvmlo4ors995.example NSEC3 1 1 12 aabbccdd gjeqe526plbf1g8mklp59enfd789njgi MX RRSIG
            gjeqe526plbf1g8mklp59enfd789njgi.example NSEC3 1 1 12 aabbccdd ji6neoaepv8b5o6k4ev33abha8ht9fgc HINFO A AAAA RRSIG
            ji6neoaepv8b5o6k4ev33abha8ht9fgc.example NSEC3 1 1 12 aabbccdd k8udemvp1j2f7eg6jebps17vp3n8i58h
            k8udemvp1j2f7eg6jebps17vp3n8i58h.example NSEC3 1 1 12 aabbccdd kohar7mbb8dc2ce8a9qvl8hon4k53uhi
            kohar7mbb8dc2ce8a9qvl8hon4k53uhi.example NSEC3 1 1 12 aabbccdd q04jkcevqvmu85r014c7dkba38o0ji5r A RRSIG
            q04jkcevqvmu85r014c7dkba38o0ji5r.example NSEC3 1 1 12 aabbccdd r53bq7cc2uvmubfu5ocmm6pers9tk9en A RRSIG
            r53bq7cc2uvmubfu5ocmm6pers9tk9en.example NSEC3 1 1 12 aabbccdd t644ebqk9bibcna874givr6joj62mlhv MX RRSIG
            t644ebqk9bibcna874givr6joj62mlhv.example NSEC3 1 1 12 aabbccdd 0p9mhaveqvm6t7vbl5lop2u3t2rp3tom HINFO A AAAA RRSIG
            """;

    private static List<Record> from(String chain, String... hashes) {
        return records(chain).stream()
                .filter(record -> List.of(hashes).stream()
                        .anyMatch(hash -> record.getName().toString().startsWith(hash)))
                .toList();
    }

    /** The responses of the appendix, and the same of a zone that is signed without opt-out. */
    @Nested
    class AppendixB {

        private static final String SIGNED_FULLY = CHAIN.replace("NSEC3 1 1 12", "NSEC3 1 0 12");

        private static void proves(
                Outcome withOptOut, Outcome without, Function<Denial, Proof> proof, String... hashes) {
            needsEach(from(CHAIN, hashes), withOptOut, records -> proof.apply(of(records)));
            needsEach(from(SIGNED_FULLY, hashes), without, records -> proof.apply(of(records)));
            assertThat(proof.apply(of(records(CHAIN))).outcome())
                    .as("with the whole chain")
                    .isEqualTo(withOptOut);
        }

        @Test
        void b1NameError() {
            proves(OPTED_OUT, PROVEN, denial -> denial.noSuchName(name("a.c.x.w.example")), "0p9m", "b4um", "35mt");
        }

        @Test
        void b2NoData() {
            proves(PROVEN, PROVEN, denial -> denial.noData(name("ns1.example"), Type.MX), "2t7b");
        }

        @Test
        void b2_1NoDataAtAnEmptyNonTerminal() {
            proves(PROVEN, PROVEN, denial -> denial.noData(name("y.w.example"), Type.A), "ji6n");
        }

        @Test
        void b3ReferralToAnOptOutZone() {
            proves(OPTED_OUT, PROVEN, denial -> denial.noDelegationSigner(name("c.example")), "35mt", "0p9m");
        }

        @Test
        void b3DsOfAnOptOutZone() {
            proves(OPTED_OUT, NOT_PROVEN, denial -> denial.noData(name("c.example"), Type.DS), "35mt", "0p9m");
        }

        @Test
        void SEC_06_b4WildcardExpansion() {
            proves(OPTED_OUT, PROVEN, denial -> denial.noCloserMatch(name("a.z.w.example"), 2), "q04j");
        }

        @Test
        void b5WildcardNoData() {
            needsEach(
                    from(SIGNED_FULLY, "k8ud", "q04j", "r53b"),
                    PROVEN,
                    records -> of(records).noData(name("a.z.w.example"), Type.AAAA));
            // With opt-out the wildcard's record changes nothing: there may be an unsigned delegation (eid3441).
            needsEach(
                    from(CHAIN, "k8ud", "q04j"),
                    OPTED_OUT,
                    records -> of(records).noData(name("a.z.w.example"), Type.AAAA));
            assertThat(of(from(CHAIN, "k8ud", "q04j", "r53b"))
                            .noData(name("a.z.w.example"), Type.AAAA)
                            .outcome())
                    .isEqualTo(OPTED_OUT);
        }

        @Test
        void b6DsAtTheChild() {
            assertThat(of(records(CHAIN)).noData(ZONE, Type.DS).outcome()).isEqualTo(NOT_PROVEN);
            assertThat(of(records(CHAIN)).noDelegationSigner(ZONE).outcome()).isEqualTo(NOT_PROVEN);
        }

        @Test
        void signedDelegation() {
            assertThat(of(records(CHAIN)).noDelegationSigner(name("a.example")).outcome())
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void theOrderOfTheRecordsDoesNotMatter() {
            List<Record> backwards = new ArrayList<>(records(SIGNED_FULLY));
            Collections.reverse(backwards);
            assertThat(of(backwards).noSuchName(name("a.c.x.w.example")).outcome())
                    .isEqualTo(PROVEN);
        }
    }

    /** Records of one zone, found by the names of which they are, or which they cover. */
    private static final class Chain {

        final DenialZone zone;
        final DenialZone.Nsec3 nsec3;

        Chain(String text, Function<DenialZone, DenialZone.Nsec3> signing) {
            zone = DenialZone.parse(text);
            nsec3 = signing.apply(zone);
        }

        static Chain of(String text) {
            return new Chain(text, DenialZone::nsec3);
        }

        static Chain withOptOut(String text) {
            return new Chain(text, DenialZone::nsec3WithOptOut);
        }

        List<Record> at(String... names) {
            return List.of(names).stream()
                    .map(name -> (Record) nsec3.at(name(name)))
                    .distinct()
                    .toList();
        }

        Denial at() {
            return Denial.byNsec3(zone.apex, nsec3.records(), work());
        }

        Outcome noData(String name, int type, String... of) {
            return Denial.byNsec3(zone.apex, at(of), work())
                    .noData(name(name), type)
                    .outcome();
        }

        Outcome noSuchName(String name, String... of) {
            return Denial.byNsec3(zone.apex, at(of), work())
                    .noSuchName(name(name))
                    .outcome();
        }

        Outcome noCloserMatch(String name, int labels, String... of) {
            return Denial.byNsec3(zone.apex, at(of), work())
                    .noCloserMatch(name(name), labels)
                    .outcome();
        }

        Outcome noDelegationSigner(String name, String... of) {
            return Denial.byNsec3(zone.apex, at(of), work())
                    .noDelegationSigner(name(name))
                    .outcome();
        }
    }

    // Enough names that the records which a proof takes are different ones.
    private static final String ZONE_TEXT = """
            example         SOA NS
            a.example       A TXT
            alias.example   CNAME
            w.example       A
            *.w.example     MX
            *.v.example     CNAME
            deleg.example   NS
            signed.example  NS DS
            dname.example   DNAME A
            x.ent.example   A
            d.sub.example   NS
            e1.example      A
            e2.example      A
            e3.example      A
            e4.example      A
            """;

    @Nested
    class Section_3_1_7_order {

        private static NSEC3Record record(int owner, int next) {
            String label = "%02x".formatted(owner).repeat(20);
            byte[] hash = java.util.HexFormat.of().parseHex(label);
            String text = new org.xbill.DNS.utils.base32(org.xbill.DNS.utils.base32.Alphabet.BASE32HEX, false, true)
                    .toString(hash);
            return new NSEC3Record(
                    name(text + ".example"), DClass.IN, 0, 1, 0, 0, new byte[0], octets(next), new int[0]);
        }

        private static byte[] octets(int octet) {
            byte[] octets = new byte[20];
            java.util.Arrays.fill(octets, (byte) octet);
            return octets;
        }

        private static boolean covers(int owner, int next, int hash) {
            Nsec3Span span = Nsec3Span.read(record(owner, next), ZONE).orElseThrow();
            assertThat(span.matches(octets(hash))).isEqualTo(owner == hash);
            return span.covers(octets(hash));
        }

        @Test
        void between() {
            assertThat(covers(0x10, 0x30, 0x20)).isTrue();
            assertThat(covers(0x10, 0x30, 0x10)).isFalse();
            assertThat(covers(0x10, 0x30, 0x30)).isFalse();
            assertThat(covers(0x10, 0x30, 0x0f)).isFalse();
            assertThat(covers(0x10, 0x30, 0x31)).isFalse();
        }

        @Test
        void octetsHaveNoSign() {
            assertThat(covers(0x70, 0x90, 0x80)).isTrue();
            assertThat(covers(0x70, 0x90, 0x00)).isFalse();
            assertThat(covers(0x70, 0x90, 0xff)).isFalse();
        }

        @Test
        void theLastLeadsToTheFirst() {
            assertThat(covers(0xf0, 0x10, 0xff)).isTrue();
            assertThat(covers(0xf0, 0x10, 0x00)).isTrue();
            assertThat(covers(0xf0, 0x10, 0xf0)).isFalse();
            assertThat(covers(0xf0, 0x10, 0x10)).isFalse();
            assertThat(covers(0xf0, 0x10, 0x80)).isFalse();
        }

        @Test
        void theOnlyOneLeadsToItself() {
            assertThat(covers(0x80, 0x80, 0x00)).isTrue();
            assertThat(covers(0x80, 0x80, 0xff)).isTrue();
            assertThat(covers(0x80, 0x80, 0x80)).isFalse();
        }
    }

    @Nested
    class Section_8_1_and_8_2_recordsThatAreIgnored {

        private static final List<Record> PROOF = from(AppendixB.SIGNED_FULLY, "0p9m", "b4um", "35mt");

        private static Outcome nameError(Function<String, String> change) {
            String lines = String.join(
                    "\n",
                    AppendixB.SIGNED_FULLY
                            .lines()
                            .filter(line ->
                                    line.startsWith("0p9m") || line.startsWith("b4um") || line.startsWith("35mt"))
                            .map(change)
                            .toList());
            return of(records(lines)).noSuchName(name("a.c.x.w.example")).outcome();
        }

        @Test
        void unchanged() {
            assertThat(of(PROOF).noSuchName(name("a.c.x.w.example")).outcome()).isEqualTo(PROVEN);
            assertThat(nameError(line -> line)).isEqualTo(PROVEN);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 2, 255})
        void SEC_08_unknownHashAlgorithms(int algorithm) {
            assertThat(nameError(line -> line.replace("NSEC3 1 ", "NSEC3 " + algorithm + " ")))
                    .isEqualTo(NOT_PROVEN);
            assertThat(nameError(line ->
                            line.startsWith("35mt") ? line.replace("NSEC3 1 ", "NSEC3 " + algorithm + " ") : line))
                    .isEqualTo(NOT_PROVEN);
        }

        @ParameterizedTest
        @ValueSource(ints = {2, 3, 128, 129, 255})
        void unknownFlags(int flags) {
            assertThat(nameError(line -> line.replace("NSEC3 1 0 ", "NSEC3 1 " + flags + " ")))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void thoseIgnoredDoNotDisturb() {
            List<Record> more = new ArrayList<>(PROOF);
            more.addAll(records("""
                    35mthgpgcu1qg68fab165klnsnk3dpvl.example NSEC3 2 0 9999 - b4um86eghhds6nea196smvmlo4ors995 A
                    35mthgpgcu1qg68fab165klnsnk3dpvl.example NSEC3 1 2 9999 - b4um86eghhds6nea196smvmlo4ors995 A
                    35mthgpgcu1qg68fab165klnsnk3dpvl.test    NSEC3 1 0 9999 - b4um86eghhds6nea196smvmlo4ors995 A
                    example                                  NSEC  a.example A"""));
            assertThat(of(more).noSuchName(name("a.c.x.w.example")).outcome()).isEqualTo(PROVEN);
        }

        @Test
        void differentSaltsOrIterations() {
            assertThat(nameError(line -> line.startsWith("35mt") ? line.replace("aabbccdd", "aabbccde") : line))
                    .isEqualTo(NOT_PROVEN);
            assertThat(nameError(line -> line.startsWith("35mt") ? line.replace("1 0 12", "1 0 13") : line))
                    .isEqualTo(NOT_PROVEN);
            List<Record> more = new ArrayList<>(PROOF);
            more.addAll(records(
                    "2t7b4g4vsa5smi47k61mv5bv1a22bojr.example NSEC3 1 0 12 - 2vptu5timamqttgl4luu9kg21e0aor3s"));
            assertThat(of(more).noSuchName(name("a.c.x.w.example")).outcome()).isEqualTo(NOT_PROVEN);
        }

        @Test
        void optOutAndNotTogetherAreOfOneChain() {
            assertThat(nameError(line -> line.startsWith("b4um") ? line.replace("1 0 12", "1 1 12") : line))
                    .isEqualTo(PROVEN);
        }

        @Test
        void notOneLabelBelowTheZone() {
            assertThat(nameError(line -> line.replace(".example", ".sub.example")))
                    .isEqualTo(NOT_PROVEN);
            assertThat(nameError(line -> line.replace(".example", ".test"))).isEqualTo(NOT_PROVEN);
            assertThat(nameError(line -> line.replace(".example", "."))).isEqualTo(NOT_PROVEN);
            assertThat(nameError(line -> line.replaceFirst("^[^.]*", "a." + line.substring(0, 32))))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void ownersThatAreNoHash() {
            assertThat(nameError(line -> "w" + line.substring(1))).isEqualTo(NOT_PROVEN);
            assertThat(nameError(line -> line.substring(8))).isEqualTo(NOT_PROVEN);
            assertThat(nameError(line -> "00000000" + line)).isEqualTo(NOT_PROVEN);
            assertThat(of(records("example NSEC3 1 0 0 - b4um86eghhds6nea196smvmlo4ors995 A"))
                            .noData(ZONE, Type.MX)
                            .outcome())
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void theCaseOfTheOwnerDoesNotMatter() {
            assertThat(nameError(line -> line.substring(0, 32).toUpperCase(java.util.Locale.ROOT) + line.substring(32)))
                    .isEqualTo(PROVEN);
            assertThat(nameError(line -> line.replaceFirst("\\.example", ".EXAMPLE")))
                    .isEqualTo(PROVEN);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 19, 21, 255})
        void nextHashesOfAnotherLength(int length) {
            NSEC3Record record = new NSEC3Record(
                    name("0p9mhaveqvm6t7vbl5lop2u3t2rp3tom.example"),
                    DClass.IN,
                    0,
                    1,
                    0,
                    12,
                    new byte[] {(byte) 0xaa, (byte) 0xbb, (byte) 0xcc, (byte) 0xdd},
                    new byte[length],
                    new int[] {Type.SOA});
            assertThat(of(List.of(record)).noData(ZONE, Type.MX).outcome()).isEqualTo(NOT_PROVEN);
        }

        @Test
        void none() {
            assertThat(of(List.of()).noData(ZONE, Type.MX).outcome()).isEqualTo(NOT_PROVEN);
        }
    }

    @Nested
    class Section_8_3_closestEncloser {

        private final Chain chain = Chain.of(ZONE_TEXT);

        @Test
        void SEC_07_eachOfTheThreeIsNeeded() {
            needsEach(
                    chain.at("a.example", "b.a.example", "*.a.example"),
                    PROVEN,
                    records -> of(records).noSuchName(name("c.b.a.example")));
        }

        @Test
        void SEC_07_notAnyAncestorWillDo() {
            assertThat(chain.noSuchName("c.b.a.example", "example", "b.a.example", "*.a.example"))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void SEC_07_notAnyDescendantOfTheNextCloserNameWillDo() {
            String deeper = IntStream.range(0, 100)
                    .mapToObj(i -> "c" + i + ".b.a.example")
                    .filter(name -> !chain.at(name).equals(chain.at("b.a.example")))
                    .findFirst()
                    .orElseThrow();
            assertThat(chain.noSuchName(deeper, "a.example", deeper, "*.a.example"))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void SEC_07_theDelegationAboveIsNoEncloser() {
            for (String delegation : List.of("deleg.example", "signed.example")) {
                String below = "x." + delegation;
                assertThat(chain.noSuchName(below, delegation, below, "*." + delegation))
                        .isEqualTo(NOT_PROVEN);
                assertThat(chain.noData(below, Type.A, delegation, below, "*." + delegation))
                        .isEqualTo(NOT_PROVEN);
                assertThat(chain.noData(below, Type.DS, delegation, below)).isEqualTo(NOT_PROVEN);
                assertThat(chain.noDelegationSigner(below, delegation, below)).isEqualTo(NOT_PROVEN);
            }
        }

        @Test
        void SEC_07_theDnameAboveIsNoEncloser() {
            assertThat(chain.noSuchName("x.dname.example", "dname.example", "x.dname.example", "*.dname.example"))
                    .isEqualTo(NOT_PROVEN);
            assertThat(chain.noDelegationSigner("x.dname.example", "dname.example", "x.dname.example"))
                    .isEqualTo(NOT_PROVEN);
            assertThat(chain.noData("dname.example", Type.MX, "dname.example")).isEqualTo(PROVEN);
        }

        @Test
        void aDnameAtTheApex() {
            Chain dname = Chain.of("example SOA NS DNAME");
            assertThat(dname.noSuchName("a.example", "example")).isEqualTo(NOT_PROVEN);
            assertThat(dname.noData("example", Type.MX, "example")).isEqualTo(PROVEN);
        }

        @Test
        void ofTheZoneBelow() {
            // The apex of a zone below, had somebody signed it with this zone's name.
            Chain below = Chain.of("example SOA NS\nb.example SOA A");
            assertThat(below.noSuchName("x.b.example", "b.example", "x.b.example", "*.b.example"))
                    .isEqualTo(NOT_PROVEN);
            assertThat(below.noData("b.example", Type.MX, "b.example")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void theNameExists() {
            assertThat(chain.noSuchName("a.example", "example", "a.example", "*.example"))
                    .isEqualTo(NOT_PROVEN);
            assertThat(chain.at().noSuchName(ZONE).outcome()).isEqualTo(NOT_PROVEN);
        }

        @Test
        void outsideOfTheZone() {
            Denial all = chain.at();
            assertThat(all.noSuchName(name("test")).outcome()).isEqualTo(NOT_PROVEN);
            assertThat(all.noData(name("a.test"), Type.A).outcome()).isEqualTo(NOT_PROVEN);
            assertThat(all.noDelegationSigner(name("a.test")).outcome()).isEqualTo(NOT_PROVEN);
            assertThat(all.noCloserMatch(name("a.test"), 1).outcome()).isEqualTo(NOT_PROVEN);
            assertThat(all.noSuchName(Name.root).outcome()).isEqualTo(NOT_PROVEN);
        }
    }

    @Nested
    class Section_8_4_nameErrors {

        private final Chain chain = Chain.of(ZONE_TEXT);

        @Test
        void SEC_07_aWildcardThatExists() {
            assertThat(chain.noSuchName("b.w.example", "w.example", "b.w.example", "*.w.example"))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void SEC_07_notTheWildcardFurtherUp() {
            assertThat(chain.noSuchName("b.a.example", "a.example", "b.a.example", "*.example"))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void anNsec3OwnerIsNoName() {
            // §7.2.8: it is as if it did not exist.
            String owner = chain.nsec3.records().get(0).getName().toString();
            assertThat(chain.noSuchName(owner, "example", owner, "*.example")).isEqualTo(PROVEN);
        }

        @Test
        void SEC_07_optOutOfTheWildcardsRecordOnly() {
            Chain optOut = new Chain(
                    ZONE_TEXT + "*.example NS", zone -> zone.nsec3(0, new byte[0], Set.of(name("*.example")), false));
            String absent = IntStream.range(0, 100)
                    .mapToObj(i -> "n" + i + ".example")
                    .filter(name -> !optOut.nsec3.isOptOutAt(name(name)))
                    .findFirst()
                    .orElseThrow();
            assertThat(optOut.noDelegationSigner(absent, "example", absent)).isEqualTo(PROVEN);
            assertThat(optOut.noSuchName(absent, "example", absent, "*.example"))
                    .isEqualTo(OPTED_OUT);
        }
    }

    @Nested
    class Section_8_5_noData {

        private final Chain chain = Chain.of(ZONE_TEXT);

        @Test
        void SEC_07_theTypeIsNotThere() {
            assertThat(chain.noData("a.example", Type.MX, "a.example")).isEqualTo(PROVEN);
            assertThat(chain.noData("a.example", Type.A, "a.example")).isEqualTo(NOT_PROVEN);
            assertThat(chain.noData("a.example", Type.RRSIG, "a.example")).isEqualTo(NOT_PROVEN);
            assertThat(chain.noData("a.example", Type.NSEC, "a.example")).isEqualTo(PROVEN);
        }

        @Test
        void SEC_07_anAliasWouldLeadElsewhere() {
            assertThat(chain.noData("alias.example", Type.A, "alias.example")).isEqualTo(NOT_PROVEN);
            assertThat(chain.noData("alias.example", Type.CNAME, "alias.example"))
                    .isEqualTo(NOT_PROVEN);
            assertThat(chain.noData("alias.example", Type.DS, "alias.example")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void ofAnotherName() {
            assertThat(chain.noData("a.example", Type.MX, "e1.example", "e2.example"))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void SEC_07_nothingButDsAtADelegation() {
            assertThat(chain.noData("deleg.example", Type.A, "deleg.example")).isEqualTo(NOT_PROVEN);
            assertThat(chain.noData("deleg.example", Type.DS, "deleg.example")).isEqualTo(PROVEN);
            assertThat(chain.noData("signed.example", Type.DS, "signed.example"))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void emptyNonTerminals() {
            assertThat(chain.noData("ent.example", Type.A, "ent.example")).isEqualTo(PROVEN);
            assertThat(chain.noData("ent.example", Type.ANY, "ent.example")).isEqualTo(PROVEN);
            assertThat(chain.noSuchName("ent.example", "example", "ent.example", "*.example"))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void aQuestionForSeveralTypesIsNotDeniedByBits() {
            assertThat(chain.noData("a.example", Type.ANY, "a.example")).isEqualTo(NOT_PROVEN);
            assertThat(chain.noData("a.example", Type.MAILB, "a.example")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void bitsOfTypesThatNoRecordHas() {
            NSEC3Record real = chain.nsec3.at(name("ent.example"));
            NSEC3Record odd = new NSEC3Record(
                    real.getName(), DClass.IN, 0, 1, 0, 0, new byte[0], real.getNext(), new int[] {0, 41, 255});
            assertThat(of(List.of(odd)).noData(name("ent.example"), Type.ANY).outcome())
                    .isEqualTo(PROVEN);
        }

        @Test
        void eid3441_aNameAboveUnsignedDelegationsOnly() {
            Chain optOut = Chain.withOptOut(ZONE_TEXT);
            assertThat(optOut.noData("sub.example", Type.A, "example", "sub.example"))
                    .isEqualTo(OPTED_OUT);
            assertThat(optOut.noData("sub.example", Type.DS, "example", "sub.example"))
                    .isEqualTo(OPTED_OUT);
            assertThat(optOut.noData("sub.example", Type.A, "sub.example")).isEqualTo(NOT_PROVEN);
            assertThat(optOut.noData("sub.example", Type.A, "example")).isEqualTo(NOT_PROVEN);
        }
    }

    @Nested
    class Section_8_6_and_8_9_delegations {

        private final Chain chain = Chain.of(ZONE_TEXT);
        private final Chain optOut = Chain.withOptOut(ZONE_TEXT);

        @Test
        void SEC_07_aDelegationWithoutDs() {
            assertThat(chain.noDelegationSigner("deleg.example", "deleg.example"))
                    .isEqualTo(INSECURE_DELEGATION);
            assertThat(chain.noDelegationSigner("d.sub.example", "d.sub.example"))
                    .isEqualTo(INSECURE_DELEGATION);
        }

        @Test
        void SEC_07_aDelegationWithDs() {
            assertThat(chain.noDelegationSigner("signed.example", "signed.example"))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void SEC_07_noDelegationAtAll() {
            for (String name : List.of("a.example", "alias.example", "dname.example", "ent.example", "*.w.example")) {
                assertThat(chain.noDelegationSigner(name, name)).as(name).isEqualTo(PROVEN);
            }
        }

        @Test
        void thereIsNoSuchName() {
            assertThat(chain.noDelegationSigner("b.example", "example", "b.example"))
                    .isEqualTo(PROVEN);
            assertThat(chain.noDelegationSigner("b.example", "b.example")).isEqualTo(NOT_PROVEN);
            assertThat(chain.noDelegationSigner("b.example", "example")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void SEC_07_aRecordWithTheSoaBitIsThatOfTheZoneBelow() {
            Chain below = Chain.of("example SOA NS\nb.example SOA NS");
            NSEC3Record delegation = below.nsec3.at(name("b.example"));
            NSEC3Record apex = new NSEC3Record(
                    delegation.getName(), DClass.IN, 0, 1, 0, 0, new byte[0], delegation.getNext(), new int[] {
                        Type.NS, Type.SOA
                    });
            assertThat(of(List.of(delegation))
                            .noDelegationSigner(name("b.example"))
                            .outcome())
                    .isEqualTo(NOT_PROVEN);
            assertThat(of(List.of(apex)).noDelegationSigner(name("b.example")).outcome())
                    .isEqualTo(NOT_PROVEN);
            assertThat(of(List.of(apex)).noData(name("b.example"), Type.DS).outcome())
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void SEC_07_theZoneItselfIsNoDelegationOfIt() {
            assertThat(chain.noDelegationSigner("example", "example")).isEqualTo(NOT_PROVEN);
            assertThat(Chain.of("example NS").noDelegationSigner("example", "example"))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void optedOut() {
            assertThat(optOut.noDelegationSigner("deleg.example", "example", "deleg.example"))
                    .isEqualTo(OPTED_OUT);
            assertThat(optOut.noDelegationSigner("d.sub.example", "example", "sub.example"))
                    .isEqualTo(OPTED_OUT);
            assertThat(optOut.noData("deleg.example", Type.DS, "example", "deleg.example"))
                    .isEqualTo(OPTED_OUT);
        }

        @Test
        void SEC_07_optOutNeedsTheEncloserToo() {
            assertThat(optOut.noDelegationSigner("deleg.example", "deleg.example"))
                    .isEqualTo(NOT_PROVEN);
            assertThat(optOut.noDelegationSigner("d.sub.example", "example", "d.sub.example"))
                    .isIn(NOT_PROVEN, OPTED_OUT) // one record may cover both
                    .isEqualTo(optOut.at("sub.example").equals(optOut.at("d.sub.example")) ? OPTED_OUT : NOT_PROVEN);
        }

        @Test
        void SEC_07_optOutIsNoExcuseForASignedName() {
            Denial all = optOut.at();
            for (Name name : optOut.nsec3.proven) {
                assertThat(all.noDelegationSigner(name).outcome())
                        .as(name.toString())
                        .isNotEqualTo(OPTED_OUT);
                assertThat(all.noData(name, Type.TLSA).outcome())
                        .as(name.toString())
                        .isNotEqualTo(OPTED_OUT);
            }
        }

        @Test
        void aMatchInAnOptOutZoneIsAProof() {
            Chain kept = new Chain(ZONE_TEXT, zone -> zone.nsec3(0, new byte[0], Set.of(), true));
            assertThat(kept.noDelegationSigner("deleg.example", "deleg.example"))
                    .isEqualTo(INSECURE_DELEGATION);
            assertThat(kept.noData("a.example", Type.MX, "a.example")).isEqualTo(PROVEN);
        }
    }

    @Nested
    class Section_8_7_wildcardNoData {

        private final Chain chain = Chain.of(ZONE_TEXT);

        @Test
        void SEC_07_eachOfTheThreeIsNeeded() {
            needsEach(
                    chain.at("w.example", "b.w.example", "*.w.example"),
                    PROVEN,
                    records -> of(records).noData(name("b.w.example"), Type.TXT));
            assertThat(chain.noSuchName("b.w.example", "w.example", "b.w.example", "*.w.example"))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void SEC_07_theWildcardHasTheTypeOrIsAnAlias() {
            assertThat(chain.noData("b.w.example", Type.MX, "w.example", "b.w.example", "*.w.example"))
                    .isEqualTo(NOT_PROVEN);
            assertThat(chain.noData("b.v.example", Type.MX, "v.example", "b.v.example", "*.v.example"))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void SEC_07_optOutIsNoExcuseForAWildcardWithTheType() {
            Chain optOut = Chain.withOptOut(ZONE_TEXT);
            assertThat(optOut.noData("b.w.example", Type.MX, "w.example", "b.w.example", "*.w.example"))
                    .isEqualTo(NOT_PROVEN);
            assertThat(optOut.noData("b.w.example", Type.TXT, "w.example", "b.w.example", "*.w.example"))
                    .isEqualTo(OPTED_OUT);
        }

        @Test
        void aWildcardThatIsADelegation() {
            Chain odd = Chain.of("example SOA NS\n*.example NS");
            assertThat(odd.at().noData(name("a.example"), Type.A).outcome()).isEqualTo(NOT_PROVEN);
            assertThat(odd.at().noData(name("a.example"), Type.DS).outcome()).isEqualTo(NOT_PROVEN);
        }

        @Test
        void aWildcardThatIsAnEmptyNonTerminal() {
            Chain odd = Chain.of("example SOA NS\nx.*.example A");
            assertThat(odd.at().noData(name("a.example"), Type.A).outcome()).isEqualTo(PROVEN);
            assertThat(odd.at().noSuchName(name("a.example")).outcome()).isEqualTo(NOT_PROVEN);
        }
    }

    @Nested
    class Section_8_8_wildcardAnswers {

        private final Chain chain = Chain.of(ZONE_TEXT);

        @Test
        void SEC_06_theNextCloserNameIsNeededAndEnough() {
            assertThat(chain.noCloserMatch("b.w.example", 2, "b.w.example")).isEqualTo(PROVEN);
            assertThat(chain.noCloserMatch("c.b.w.example", 2, "b.w.example")).isEqualTo(PROVEN);
            assertThat(chain.noCloserMatch("b.w.example", 2, "w.example", "*.w.example"))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void SEC_06_theNameExists() {
            assertThat(chain.at().noCloserMatch(name("a.example"), 1).outcome()).isEqualTo(NOT_PROVEN);
            assertThat(chain.at().noCloserMatch(name("*.w.example"), 2).outcome())
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void SEC_06_anotherNameIsCloser() {
            assertThat(chain.at().noCloserMatch(name("b.ent.example"), 1).outcome())
                    .isEqualTo(NOT_PROVEN);
            assertThat(chain.at().noCloserMatch(name("b.ent.example"), 2).outcome())
                    .isEqualTo(PROVEN);
        }

        @Test
        void SEC_06_optOut() {
            assertThat(Chain.withOptOut(ZONE_TEXT).noCloserMatch("b.w.example", 2, "b.w.example"))
                    .isEqualTo(OPTED_OUT);
        }

        @Test
        void labelsThatAreOfNoWildcardOfTheZone() {
            for (int labels : new int[] {-1, 0, 2, 3, 255}) {
                assertThat(chain.at().noCloserMatch(name("b.example"), labels).outcome())
                        .isEqualTo(NOT_PROVEN);
            }
            assertThat(chain.at().noCloserMatch(name("b.example"), 1).outcome()).isEqualTo(PROVEN);
        }
    }

    @Nested
    class TheRootZone {

        private final Chain chain = Chain.of("""
                .     SOA NS DNSKEY
                com   NS DS
                zw    NS
                """);

        @Test
        void names() {
            needsEach(
                    chain.at(".", "example", "*."),
                    PROVEN,
                    records -> Denial.byNsec3(Name.root, records, work()).noSuchName(name("a.example")));
            assertThat(chain.at().noSuchName(Name.root).outcome()).isEqualTo(NOT_PROVEN);
            assertThat(chain.at().noSuchName(name("a.com")).outcome()).isEqualTo(NOT_PROVEN);
        }

        @Test
        void delegations() {
            assertThat(chain.noDelegationSigner("zw", "zw")).isEqualTo(INSECURE_DELEGATION);
            assertThat(chain.noDelegationSigner("com", "com")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void SEC_07_hasNoneAboveToHaveItsDs() {
            assertThat(chain.noData(".", Type.DS, ".")).isEqualTo(PROVEN);
            assertThat(chain.noData(".", Type.MX, ".")).isEqualTo(PROVEN);
            assertThat(chain.noData(".", Type.SOA, ".")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void wildcards() {
            assertThat(chain.noCloserMatch("a.example", 0, "example")).isEqualTo(PROVEN);
        }
    }

    @Nested
    class Rfc9276Section_3_2_iterations {

        private static List<Proof> all(Denial denial) {
            return List.of(
                    denial.noData(name("a.example"), Type.MX),
                    denial.noData(name("b.example"), Type.DS),
                    denial.noSuchName(name("b.example")),
                    denial.noCloserMatch(name("b.example"), 1),
                    denial.noDelegationSigner(name("deleg.example")),
                    denial.noDelegationSigner(name("b.example")));
        }

        private static List<Record> iterated(int iterations) {
            return List.copyOf(DenialZone.parse(ZONE_TEXT)
                    .nsec3(iterations, new byte[8], Set.of(), false)
                    .records());
        }

        @Test
        void SEC_11_tooManyBeforeAnythingIsHashed() {
            for (int iterations : new int[] {51, 150, 2500, 65535}) {
                // Not signed anew: that would be the work that is to be avoided.
                List<Record> records = records(CHAIN.replace("NSEC3 1 1 12", "NSEC3 1 0 " + iterations));
                ValidationWork work = work();
                assertThat(all(Denial.byNsec3(ZONE, records, work)))
                        .extracting(Proof::outcome)
                        .containsOnly(TOO_MANY_ITERATIONS);
                assertThat(work.hashed()).isZero();
            }
        }

        @Test
        void SEC_11_asManyAsAllowed() {
            assertThat(all(of(iterated(50))))
                    .extracting(Proof::outcome)
                    .containsExactly(PROVEN, NOT_PROVEN, PROVEN, PROVEN, INSECURE_DELEGATION, PROVEN);
        }

        @Test
        void SEC_11_anotherLimit() {
            ValidationWork none = new ValidationWork(DnssecLimits.DEFAULT.withNsec3Iterations(0));
            assertThat(all(Denial.byNsec3(ZONE, iterated(1), none)))
                    .extracting(Proof::outcome)
                    .containsOnly(TOO_MANY_ITERATIONS);
            ValidationWork many = new ValidationWork(DnssecLimits.DEFAULT.withNsec3Iterations(150));
            assertThat(all(Denial.byNsec3(ZONE, iterated(150), many)))
                    .extracting(Proof::outcome)
                    .doesNotContain(TOO_MANY_ITERATIONS);
        }

        @Test
        void SEC_11_itIsNoWayAroundAContradiction() {
            List<Record> both = new ArrayList<>(iterated(1));
            both.addAll(iterated(2500));
            assertThat(all(of(both))).extracting(Proof::outcome).containsOnly(NOT_PROVEN);
        }
    }

    /** CVE-2023-50868. */
    @Nested
    class T81_hashesAreBounded {

        private final Name longest = name("a.".repeat(122) + "example");
        private final Chain deep = Chain.of("example SOA NS\n" + "a.".repeat(120) + "example A");

        private static DnssecLimits hashes(int allowed) {
            DnssecLimits limits = DnssecLimits.DEFAULT;
            return new DnssecLimits(
                    limits.signaturesPerSet(),
                    limits.keysPerSignature(),
                    limits.failedSignatures(),
                    limits.signatures(),
                    allowed,
                    limits.nsec3Iterations(),
                    limits.questions());
        }

        @Test
        void aLongNameBelowTheApexTakesFew() {
            ValidationWork work = work();
            Denial denial = Denial.byNsec3(ZONE, Chain.of(ZONE_TEXT).nsec3.records(), work);
            assertThat(denial.noSuchName(name("a.".repeat(121) + "b.example")).outcome())
                    .isEqualTo(PROVEN);
            assertThat(work.hashed()).isEqualTo(3);
        }

        @Test
        void aDeepNameTakesOneForEachLabel() {
            ValidationWork work = work();
            Denial denial = Denial.byNsec3(ZONE, deep.nsec3.records(), work);
            assertThat(denial.noSuchName(longest).outcome()).isEqualTo(PROVEN);
            assertThat(work.hashed()).isEqualTo(123);
        }

        @Test
        void anHonestProofOfTheDeepestNameIsWithinTheAllowance() {
            String name = longest.toString();
            String encloser = new Name(longest, 2).toString();
            assertThat(deep.noSuchName(name, encloser, new Name(longest, 1).toString(), "*." + encloser))
                    .isEqualTo(PROVEN);
        }

        @Test
        void eachNameIsHashedOnce() {
            ValidationWork work = work();
            Denial denial = Denial.byNsec3(ZONE, deep.nsec3.records(), work);
            denial.noSuchName(longest);
            int first = work.hashed();
            denial.noData(longest, Type.A);
            assertThat(work.hashed()).isEqualTo(first + 1); // the name itself
            denial.noSuchName(longest);
            denial.noDelegationSigner(longest);
            denial.noCloserMatch(longest, 121);
            assertThat(work.hashed()).isEqualTo(first + 1);
        }

        @Test
        void beyondTheAllowanceNothingIsProven() {
            for (int allowed = 0; allowed < 123; allowed++) {
                ValidationWork work = new ValidationWork(hashes(allowed));
                Denial denial = Denial.byNsec3(ZONE, deep.nsec3.records(), work);
                assertThat(denial.noSuchName(longest).outcome()).isEqualTo(TOO_MUCH_WORK);
                assertThat(work.hashed()).isEqualTo(allowed);
            }
            Denial enough = Denial.byNsec3(ZONE, deep.nsec3.records(), new ValidationWork(hashes(123)));
            assertThat(enough.noSuchName(longest).outcome()).isEqualTo(PROVEN);
        }

        @Test
        void SEC_07_anUnknownWildcardIsNoOptOut() {
            // With two hashes the encloser is found, and not the wildcard, which has the type.
            Chain optOut = Chain.withOptOut("example SOA NS\n*.example A\nd.example NS");
            for (int allowed = 0; allowed < 3; allowed++) {
                Denial denial = Denial.byNsec3(ZONE, optOut.nsec3.records(), new ValidationWork(hashes(allowed)));
                assertThat(denial.noData(name("b.example"), Type.A).outcome()).isEqualTo(TOO_MUCH_WORK);
            }
            assertThat(optOut.at().noData(name("b.example"), Type.A).outcome()).isEqualTo(NOT_PROVEN);
        }

        @Test
        void whatWasHashedBeforeStillProves() {
            ValidationWork work = new ValidationWork(hashes(2));
            Denial denial = Denial.byNsec3(ZONE, Chain.of(ZONE_TEXT).nsec3.records(), work);
            assertThat(denial.noData(name("a.example"), Type.MX).outcome()).isEqualTo(PROVEN);
            assertThat(denial.noSuchName(name("b.b.example")).outcome()).isEqualTo(TOO_MUCH_WORK);
            assertThat(denial.noData(name("a.example"), Type.MX).outcome()).isEqualTo(PROVEN);
        }

        @Test
        void theAllowanceIsSharedByTheAnswer() {
            ValidationWork work = new ValidationWork(hashes(3));
            List<NSEC3Record> records = Chain.of(ZONE_TEXT).nsec3.records();
            assertThat(Denial.byNsec3(ZONE, records, work)
                            .noSuchName(name("b.example"))
                            .outcome())
                    .isEqualTo(PROVEN);
            assertThat(Denial.byNsec3(ZONE, records, work)
                            .noSuchName(name("b.example"))
                            .outcome())
                    .isEqualTo(TOO_MUCH_WORK);
        }
    }
}
