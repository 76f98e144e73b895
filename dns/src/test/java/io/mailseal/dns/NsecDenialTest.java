package io.mailseal.dns;

import static io.mailseal.dns.Denial.Outcome.INSECURE_DELEGATION;
import static io.mailseal.dns.Denial.Outcome.NOT_PROVEN;
import static io.mailseal.dns.Denial.Outcome.PROVEN;
import static io.mailseal.dns.DenialRecords.name;
import static io.mailseal.dns.DenialRecords.needsEach;
import static io.mailseal.dns.DenialRecords.records;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.dns.Denial.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class NsecDenialTest {

    private static final Name ZONE = name("example");

    private static Denial of(String lines) {
        return Denial.byNsec(ZONE, records(lines));
    }

    private static Outcome noData(String lines, String name, int type) {
        return of(lines).noData(name(name), type).outcome();
    }

    private static Outcome noSuchName(String lines, String name) {
        return of(lines).noSuchName(name(name)).outcome();
    }

    private static Outcome noCloserMatch(String lines, String name, int labels) {
        return of(lines).noCloserMatch(name(name), labels).outcome();
    }

    private static Outcome noDelegationSigner(String lines, String name) {
        return of(lines).noDelegationSigner(name(name)).outcome();
    }

    // RFC 4035 appendix A
    private static final String CHAIN = """
            example       NSEC a.example     NS SOA MX RRSIG NSEC DNSKEY
            a.example     NSEC ai.example    NS DS RRSIG NSEC
            ai.example    NSEC b.example     A HINFO AAAA RRSIG NSEC
            b.example     NSEC ns1.example   NS RRSIG NSEC
            ns1.example   NSEC ns2.example   A RRSIG NSEC
            ns2.example   NSEC *.w.example   A RRSIG NSEC
            *.w.example   NSEC x.w.example   MX RRSIG NSEC
            x.w.example   NSEC x.y.w.example MX RRSIG NSEC
            x.y.w.example NSEC xx.example    MX RRSIG NSEC
            xx.example    NSEC example       A HINFO AAAA RRSIG NSEC
            """;

    private static List<Record> from(String... owners) {
        List<Name> wanted = List.of(owners).stream().map(DenialRecords::name).toList();
        return records(CHAIN).stream()
                .filter(record -> wanted.contains(record.getName()))
                .toList();
    }

    @Nested
    class Rfc4035AppendixB {

        @Test
        void b2NameError() {
            needsEach(
                    from("b.example", "example"),
                    PROVEN,
                    records -> Denial.byNsec(ZONE, records).noSuchName(name("ml.example")));
        }

        @Test
        void b3NoData() {
            needsEach(
                    from("ns1.example"),
                    PROVEN,
                    records -> Denial.byNsec(ZONE, records).noData(name("ns1.example"), Type.MX));
        }

        @Test
        void b4ReferralToASignedZone() {
            assertThat(noDelegationSigner(CHAIN, "a.example")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void b5ReferralToAnUnsignedZone() {
            needsEach(
                    from("b.example"),
                    INSECURE_DELEGATION,
                    records -> Denial.byNsec(ZONE, records).noDelegationSigner(name("b.example")));
            assertThat(noData(CHAIN, "b.example", Type.DS)).isEqualTo(PROVEN);
        }

        @Test
        void SEC_06_b6WildcardExpansion() {
            needsEach(
                    from("x.y.w.example"),
                    PROVEN,
                    records -> Denial.byNsec(ZONE, records).noCloserMatch(name("a.z.w.example"), 2));
        }

        @Test
        void b7WildcardNoData() {
            needsEach(
                    from("x.y.w.example", "*.w.example"),
                    PROVEN,
                    records -> Denial.byNsec(ZONE, records).noData(name("a.z.w.example"), Type.AAAA));
        }

        @Test
        void b8DsAtTheChild() {
            assertThat(noData(CHAIN, "example", Type.DS)).isEqualTo(NOT_PROVEN);
        }

        @Test
        void allRecordsAtOnceChangeNothing() {
            assertThat(noSuchName(CHAIN, "ml.example")).isEqualTo(PROVEN);
            assertThat(noData(CHAIN, "ns1.example", Type.MX)).isEqualTo(PROVEN);
            assertThat(noData(CHAIN, "a.z.w.example", Type.AAAA)).isEqualTo(PROVEN);
            assertThat(noData(CHAIN, "a.z.w.example", Type.MX)).isEqualTo(NOT_PROVEN);
            assertThat(noSuchName(CHAIN, "a.z.w.example")).isEqualTo(NOT_PROVEN);
            assertThat(noCloserMatch(CHAIN, "a.z.w.example", 2)).isEqualTo(PROVEN);
            assertThat(noCloserMatch(CHAIN, "x.y.w.example", 2)).isEqualTo(NOT_PROVEN);
        }

        @Test
        void theOrderOfTheRecordsDoesNotMatter() {
            List<Record> backwards = new ArrayList<>(records(CHAIN));
            java.util.Collections.reverse(backwards);
            Denial denial = Denial.byNsec(ZONE, backwards);
            assertThat(denial.noSuchName(name("ml.example")).outcome()).isEqualTo(PROVEN);
            assertThat(denial.noData(name("a.z.w.example"), Type.AAAA).outcome())
                    .isEqualTo(PROVEN);
        }
    }

    @Nested
    class Rfc4034Section_4_1_1_nextName {

        @Test
        void theLastCoversWhatIsBehindIt() {
            String last = "xx.example NSEC example A RRSIG NSEC";
            assertThat(noDelegationSigner(last, "xy.example")).isEqualTo(PROVEN);
            assertThat(noDelegationSigner(last, "a.xx.example")).isEqualTo(PROVEN);
            assertThat(noDelegationSigner(last, "xw.example")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void theOnlyOneCoversAllButItself() {
            String only = "example NSEC example NS SOA RRSIG NSEC";
            assertThat(noSuchName(only, "a.example")).isEqualTo(PROVEN);
            assertThat(noSuchName(only, "example")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void bothEndsAreNotCovered() {
            String span = "b.example NSEC d.example A RRSIG NSEC";
            assertThat(noDelegationSigner(span, "c.example")).isEqualTo(PROVEN);
            assertThat(noDelegationSigner(span, "d.example")).isEqualTo(NOT_PROVEN);
            assertThat(noSuchName(span, "b.example")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void onTheWrongSide() {
            String span = "b.example NSEC d.example A RRSIG NSEC";
            assertThat(noDelegationSigner(span, "a.example")).isEqualTo(NOT_PROVEN);
            assertThat(noDelegationSigner(span, "e.example")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void backwardsIsIgnored() {
            assertThat(noDelegationSigner("d.example NSEC b.example A RRSIG NSEC", "e.example"))
                    .isEqualTo(NOT_PROVEN);
            assertThat(noDelegationSigner("d.example NSEC d.example A RRSIG NSEC", "e.example"))
                    .isEqualTo(NOT_PROVEN);
            assertThat(noData("d.example NSEC b.example A RRSIG NSEC", "d.example", Type.MX))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void outsideOfTheZoneIsIgnored() {
            assertThat(noDelegationSigner("b.example NSEC d.test A RRSIG NSEC", "c.example"))
                    .isEqualTo(NOT_PROVEN);
            assertThat(noData("b.example NSEC test A RRSIG NSEC", "b.example", Type.MX))
                    .isEqualTo(NOT_PROVEN);
            assertThat(noData("b.example NSEC . A RRSIG NSEC", "b.example", Type.MX))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void ofAnotherZone() {
            assertThat(noDelegationSigner("test NSEC test NS SOA RRSIG NSEC", "a.example"))
                    .isEqualTo(NOT_PROVEN);
            assertThat(noDelegationSigner(". NSEC zz NS SOA RRSIG NSEC", "a.example"))
                    .isEqualTo(NOT_PROVEN);
            assertThat(noDelegationSigner("dumb NSEC example NS RRSIG NSEC", "a.example"))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void aNameOutsideOfTheZone() {
            String only = "example NSEC example NS SOA RRSIG NSEC";
            assertThat(noSuchName(only, "test")).isEqualTo(NOT_PROVEN);
            assertThat(noData(only, "z.test", Type.A)).isEqualTo(NOT_PROVEN);
            assertThat(noDelegationSigner(only, "test")).isEqualTo(NOT_PROVEN);
            assertThat(noCloserMatch(only, "z.test", 1)).isEqualTo(NOT_PROVEN);
        }

        @Test
        void otherRecordsAreIgnored() {
            assertThat(noSuchName("example SOA a.example b.example 1 2 3 4 5", "a.example"))
                    .isEqualTo(NOT_PROVEN);
            assertThat(Denial.byNsec(ZONE, List.of())
                            .noSuchName(name("a.example"))
                            .outcome())
                    .isEqualTo(NOT_PROVEN);
        }
    }

    @Nested
    class Rfc4034Section_6_1_canonicalOrder {

        private final String[] ordered = {
            "example",
            "a.example",
            "yljkjljk.a.example",
            "Z.a.example",
            "zABC.a.EXAMPLE",
            "z.example",
            "\\001.z.example",
            "*.z.example",
            "\\200.z.example"
        };

        @Test
        void asInTheExample() {
            for (int from = 0; from < ordered.length; from++) {
                for (int to = from + 1; to < ordered.length; to++) {
                    for (int at = 1; at < ordered.length; at++) {
                        String span = ordered[from] + " NSEC " + ordered[to] + " A SOA RRSIG NSEC";
                        span = from == 0 ? span : span.replace("SOA ", "");
                        boolean between = from < at && at < to;
                        assertThat(noDelegationSigner(span, ordered[at]) == PROVEN)
                                .as(span + " about " + ordered[at])
                                .isEqualTo(between || (at == from));
                    }
                }
            }
        }

        @Test
        void caseDoesNotMatter() {
            assertThat(noData("NS1.Example NSEC NS2.EXAMPLE A RRSIG NSEC", "ns1.eXample", Type.MX))
                    .isEqualTo(PROVEN);
            assertThat(noDelegationSigner("B.example NSEC D.example A RRSIG NSEC", "c.example"))
                    .isEqualTo(PROVEN);
            assertThat(noDelegationSigner("b.example NSEC d.example A RRSIG NSEC", "C.example"))
                    .isEqualTo(PROVEN);
        }

        @Test
        void caseIsThatOfAsciiOnly() {
            assertThat(noData("\\196.example NSEC example A RRSIG NSEC", "\\228.example", Type.MX))
                    .isEqualTo(NOT_PROVEN);
        }
    }

    @Nested
    class Rfc4035Section_5_4_noData {

        private static final String NAME = "b.example NSEC d.example A TYPE65280 RRSIG NSEC";

        @Test
        void SEC_07_theTypeIsNotThere() {
            assertThat(noData(NAME, "b.example", Type.MX)).isEqualTo(PROVEN);
            assertThat(noData(NAME, "b.example", 65281)).isEqualTo(PROVEN);
        }

        @Test
        void SEC_07_theTypeIsThere() {
            assertThat(noData(NAME, "b.example", Type.A)).isEqualTo(NOT_PROVEN);
            assertThat(noData(NAME, "b.example", 65280)).isEqualTo(NOT_PROVEN);
        }

        @Test
        void ofAnotherName() {
            assertThat(noData(NAME, "d.example", Type.MX)).isEqualTo(NOT_PROVEN);
            assertThat(noData(NAME, "c.example", Type.MX)).isEqualTo(NOT_PROVEN);
            assertThat(noData(NAME, "b.b.example", Type.MX)).isEqualTo(NOT_PROVEN);
        }

        @Test
        void theRecordProvesItselfWhateverItsBitsSay() {
            String bare = "b.example NSEC d.example A";
            assertThat(noData(bare, "b.example", Type.NSEC)).isEqualTo(NOT_PROVEN);
            assertThat(noData(bare, "b.example", Type.RRSIG)).isEqualTo(NOT_PROVEN);
            assertThat(noData(bare, "b.example", Type.MX)).isEqualTo(PROVEN);
        }

        @Test
        void atTheApex() {
            String apex = "example NSEC a.example NS SOA RRSIG NSEC";
            assertThat(noData(apex, "example", Type.TXT)).isEqualTo(PROVEN);
            assertThat(noData(apex, "example", Type.NS)).isEqualTo(NOT_PROVEN);
        }

        @Test
        void aQuestionForSeveralTypesIsNotDeniedByBits() {
            assertThat(noData(NAME, "b.example", Type.ANY)).isEqualTo(NOT_PROVEN);
            assertThat(noData(NAME, "b.example", Type.MAILB)).isEqualTo(NOT_PROVEN);
            assertThat(noData("a.example NSEC x.b.example A RRSIG NSEC", "b.example", Type.ANY))
                    .isEqualTo(PROVEN);
        }

        @Test
        void contradictionsProveNothing() {
            String both = """
                    b.example NSEC d.example A RRSIG NSEC
                    b.example NSEC d.example MX RRSIG NSEC""";
            assertThat(noData(both, "b.example", Type.MX)).isEqualTo(NOT_PROVEN);
            assertThat(noData(both, "b.example", Type.TXT)).isEqualTo(PROVEN);
            String delegation = """
                    b.example NSEC d.example A RRSIG NSEC
                    b.example NSEC d.example NS RRSIG NSEC""";
            assertThat(noDelegationSigner(delegation, "b.example")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void theSameRecordTwiceIsOne() {
            assertThat(noDelegationSigner(
                            "b.example NSEC d.example NS RRSIG NSEC\nb.example NSEC d.example NS RRSIG NSEC",
                            "b.example"))
                    .isEqualTo(INSECURE_DELEGATION);
        }
    }

    @Nested
    class Rfc8020Section_3_1_emptyNonTerminals {

        private static final String ABOVE = "a.example NSEC x.y.b.example A RRSIG NSEC";

        @Test
        void SEC_07_existsWithoutRecords() {
            assertThat(noData(ABOVE, "b.example", Type.A)).isEqualTo(PROVEN);
            assertThat(noData(ABOVE, "y.b.example", Type.NSEC)).isEqualTo(PROVEN);
            assertThat(noDelegationSigner(ABOVE, "y.b.example")).isEqualTo(PROVEN);
        }

        @Test
        void SEC_07_isNotAnAbsentName() {
            String all = "example NSEC a.example NS SOA RRSIG NSEC\n" + ABOVE;
            assertThat(noSuchName(all, "b.example")).isEqualTo(NOT_PROVEN);
            assertThat(noCloserMatch(all, "b.example", 1)).isEqualTo(NOT_PROVEN);
            assertThat(noSuchName(all, "aa.example")).isEqualTo(PROVEN);
        }

        @Test
        void asAWildcard() {
            // *.example exists, for x.*.example does: there is nothing of any type for a name that it stands for.
            String wild = """
                    example NSEC x.*.example NS SOA RRSIG NSEC
                    x.*.example NSEC b.example A RRSIG NSEC""";
            assertThat(noSuchName(wild, "a.example")).isEqualTo(NOT_PROVEN);
            assertThat(noData(wild, "a.example", Type.A)).isEqualTo(PROVEN);
            assertThat(noData("x.*.example NSEC b.example A RRSIG NSEC", "a.example", Type.A))
                    .isEqualTo(NOT_PROVEN);
        }
    }

    @Nested
    class Rfc4035Section_5_4_noSuchName {

        @Test
        void SEC_07_bothTheNameAndTheWildcard() {
            needsEach(
                    records("""
                            a.b.example NSEC c.b.example A RRSIG NSEC
                            example     NSEC a.b.example NS SOA RRSIG NSEC"""),
                    PROVEN,
                    records -> Denial.byNsec(ZONE, records).noSuchName(name("b.b.example")));
        }

        @Test
        void theWildcardAtTheClosestEncloserOnly() {
            // Between a.b.example and c.b.example the closest encloser is b.example; the first record covers *.example.
            assertThat(noSuchName("""
                            a.b.example NSEC c.b.example A RRSIG NSEC
                            example     NSEC *.b.example NS SOA RRSIG NSEC""", "b.b.example")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void theEncloserMayComeFromTheNextName() {
            assertThat(noSuchName("""
                            a.example NSEC c.b.example A RRSIG NSEC
                            example   NSEC a.example NS SOA RRSIG NSEC""", "b.b.example")).isEqualTo(PROVEN);
            // That same record covers *.b.example, too; with the wildcard as the next name it does not.
            assertThat(noSuchName("a.example NSEC *.b.example A RRSIG NSEC", "a.b.example"))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void theWildcardExists() {
            assertThat(noSuchName("""
                            *.example NSEC b.example A RRSIG NSEC
                            example   NSEC *.example NS SOA RRSIG NSEC""", "a.example")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void theNameIsTheWildcard() {
            assertThat(noSuchName("example NSEC a.example NS SOA RRSIG NSEC", "*.example"))
                    .isEqualTo(PROVEN);
            assertThat(noSuchName("*.example NSEC a.example A RRSIG NSEC", "*.example"))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void farBelowWhatExists() {
            assertThat(noSuchName("example NSEC a.example NS SOA RRSIG NSEC", "a.b.c.d.*.e.\\000.example"))
                    .isEqualTo(PROVEN);
        }

        @Test
        void belowAWildcard() {
            String wild = """
                    *.example NSEC b.example A RRSIG NSEC
                    example   NSEC *.example NS SOA RRSIG NSEC""";
            // The closest encloser is *.example, so that only *.*.example could stand for it (RFC 4592 §2.2.1).
            assertThat(noSuchName(wild, "x.*.example")).isEqualTo(PROVEN);
        }

        @Test
        void theLongestName() {
            Name longest = name("a.".repeat(122) + "example");
            String apex = "example NSEC example NS SOA RRSIG NSEC";
            assertThat(of(apex).noSuchName(longest).outcome()).isEqualTo(PROVEN);
        }
    }

    @Nested
    class Rfc4035Section_5_4_wildcardNoData {

        private static final String COVER = "a.w.example NSEC d.w.example A RRSIG NSEC\n";

        private static Outcome noMx(String wildcard) {
            return noData(COVER + wildcard, "b.w.example", Type.MX);
        }

        @Test
        void SEC_07_theWildcardHasOtherRecords() {
            assertThat(noMx("*.w.example NSEC a.w.example A RRSIG NSEC")).isEqualTo(PROVEN);
            assertThat(noData("*.w.example NSEC d.w.example A RRSIG NSEC", "b.w.example", Type.MX))
                    .isEqualTo(PROVEN);
        }

        @Test
        void SEC_07_theWildcardHasTheType() {
            assertThat(noMx("*.w.example NSEC a.w.example MX RRSIG NSEC")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void SEC_07_theWildcardIsAnAlias() {
            assertThat(noMx("*.w.example NSEC a.w.example CNAME RRSIG NSEC")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void aWildcardFurtherUp() {
            assertThat(noMx("*.example NSEC a.w.example A RRSIG NSEC")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void aWildcardFurtherDown() {
            assertThat(noMx("*.b.w.example NSEC d.w.example A RRSIG NSEC")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void aWildcardBesideTheNameItself() {
            String name = """
                    b.w.example NSEC d.w.example A RRSIG NSEC
                    *.w.example NSEC b.w.example A RRSIG NSEC""";
            assertThat(noData(name, "b.w.example", Type.A)).isEqualTo(NOT_PROVEN);
        }

        @Test
        void aWildcardThatIsADelegation() {
            assertThat(noMx("*.w.example NSEC a.w.example NS RRSIG NSEC")).isEqualTo(NOT_PROVEN);
            assertThat(noData(COVER + "*.w.example NSEC a.w.example NS RRSIG NSEC", "b.w.example", Type.DS))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void theWildcardItselfIsAskedFor() {
            assertThat(noData("*.w.example NSEC a.w.example A RRSIG NSEC", "*.w.example", Type.MX))
                    .isEqualTo(PROVEN);
        }
    }

    @Nested
    class Rfc4035Section_5_3_4_wildcardAnswers {

        @Test
        void SEC_06_nothingIsCloser() {
            assertThat(noCloserMatch("a.w.example NSEC d.w.example A RRSIG NSEC", "b.w.example", 2))
                    .isEqualTo(PROVEN);
            assertThat(noCloserMatch("a.w.example NSEC d.w.example A RRSIG NSEC", "x.b.w.example", 2))
                    .isEqualTo(PROVEN);
        }

        @Test
        void SEC_06_theNameExists() {
            assertThat(noCloserMatch("b.w.example NSEC d.w.example A RRSIG NSEC", "b.w.example", 2))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void SEC_06_anotherNameIsCloser() {
            // y.w.example exists above x.y.w.example, so *.w.example can't stand for b.y.w.example.
            String closer = "x.y.w.example NSEC z.example A RRSIG NSEC";
            assertThat(noCloserMatch(closer, "xa.y.w.example", 2)).isEqualTo(NOT_PROVEN);
            assertThat(noCloserMatch(closer, "a.z.w.example", 2)).isEqualTo(PROVEN);
            assertThat(noCloserMatch("a.example NSEC z.y.w.example A RRSIG NSEC", "b.y.w.example", 2))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void SEC_06_withoutACover() {
            assertThat(noCloserMatch("*.w.example NSEC a.w.example A RRSIG NSEC", "b.w.example", 2))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void labelsThatAreOfNoWildcardOfTheZone() {
            String only = "example NSEC example NS SOA RRSIG NSEC";
            assertThat(noCloserMatch(only, "a.example", 1)).isEqualTo(PROVEN);
            for (int labels : new int[] {-1, 0, 2, 3, 255}) {
                assertThat(noCloserMatch(only, "a.example", labels)).isEqualTo(NOT_PROVEN);
            }
        }
    }

    @Nested
    class Rfc6840Section_4_1_ancestorDelegations {

        private static final String DELEGATION = "b.example NSEC d.example NS RRSIG NSEC";
        private static final String APEX = "example NSEC b.example NS SOA RRSIG NSEC\n";

        @Test
        void SEC_07_nothingBelowIsDenied() {
            assertThat(noSuchName(APEX + DELEGATION, "x.b.example")).isEqualTo(NOT_PROVEN);
            assertThat(noSuchName(APEX + DELEGATION, "*.b.example")).isEqualTo(NOT_PROVEN);
            assertThat(noData(APEX + DELEGATION, "x.b.example", Type.A)).isEqualTo(NOT_PROVEN);
            assertThat(noData(APEX + DELEGATION, "x.b.example", Type.DS)).isEqualTo(NOT_PROVEN);
            assertThat(noDelegationSigner(DELEGATION, "x.b.example")).isEqualTo(NOT_PROVEN);
            assertThat(noCloserMatch(DELEGATION, "x.b.example", 1)).isEqualTo(NOT_PROVEN);
            assertThat(noCloserMatch(DELEGATION, "x.b.example", 2)).isEqualTo(NOT_PROVEN);
        }

        @Test
        void SEC_07_asTheWildcardsCover() {
            // Were it not a delegation, it would cover *.b.example.
            String below = "b.b.example NSEC d.b.example A RRSIG NSEC\n";
            assertThat(noSuchName(below + DELEGATION, "c.b.example")).isEqualTo(NOT_PROVEN);
            assertThat(noSuchName(below + DELEGATION.replace("NS RRSIG", "A RRSIG"), "c.b.example"))
                    .isEqualTo(PROVEN);
        }

        @Test
        void SEC_07_nothingAtItButDs() {
            assertThat(noData(DELEGATION, "b.example", Type.A)).isEqualTo(NOT_PROVEN);
            assertThat(noData(DELEGATION, "b.example", Type.TLSA)).isEqualTo(NOT_PROVEN);
            assertThat(noData(DELEGATION, "b.example", Type.DS)).isEqualTo(PROVEN);
        }

        @Test
        void besideItAllIsDenied() {
            assertThat(noSuchName(APEX + DELEGATION, "c.example")).isEqualTo(PROVEN);
        }

        @Test
        void ofTheZoneBelow() {
            // The apex of a zone below, had somebody signed it with this zone's name.
            String below = "b.example NSEC d.example NS SOA RRSIG NSEC";
            assertThat(noData(below, "b.example", Type.A)).isEqualTo(NOT_PROVEN);
            assertThat(noData(below, "b.example", Type.DS)).isEqualTo(NOT_PROVEN);
            assertThat(noDelegationSigner(below, "c.example")).isEqualTo(NOT_PROVEN);
            assertThat(noSuchName(APEX + below, "a.b.example")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void ofTheZoneAbove() {
            // Of a delegation to this zone, had somebody signed it with this zone's name.
            String above = "example NSEC example NS RRSIG NSEC";
            assertThat(noData(above, "example", Type.A)).isEqualTo(NOT_PROVEN);
            assertThat(noSuchName(above, "a.example")).isEqualTo(NOT_PROVEN);
        }
    }

    @Nested
    class Rfc6672Section_5_3_dname {

        private static final String APEX = "example NSEC bar.example NS SOA RRSIG NSEC\n";
        private static final String DNAME = "bar.example NSEC dub.example A DNAME RRSIG NSEC";

        @Test
        void SEC_07_nothingBelowIsDenied() {
            assertThat(noSuchName(APEX + DNAME, "foo.bar.example")).isEqualTo(NOT_PROVEN);
            assertThat(noData(APEX + DNAME, "foo.bar.example", Type.A)).isEqualTo(NOT_PROVEN);
            assertThat(noDelegationSigner(DNAME, "foo.bar.example")).isEqualTo(NOT_PROVEN);
            assertThat(noCloserMatch(DNAME, "foo.bar.example", 1)).isEqualTo(NOT_PROVEN);
        }

        @Test
        void besideItAllIsDenied() {
            assertThat(noSuchName(APEX + DNAME, "cee.example")).isEqualTo(PROVEN);
        }

        @Test
        void atItOtherTypesAreDenied() {
            assertThat(noData(DNAME, "bar.example", Type.MX)).isEqualTo(PROVEN);
            assertThat(noData(DNAME, "bar.example", Type.DNAME)).isEqualTo(NOT_PROVEN);
        }

        @Test
        void atTheApex() {
            String apex = "example NSEC example NS SOA DNAME RRSIG NSEC";
            assertThat(noSuchName(apex, "a.example")).isEqualTo(NOT_PROVEN);
            assertThat(noData(apex, "example", Type.MX)).isEqualTo(PROVEN);
        }
    }

    @Nested
    class Rfc6840Section_4_3_aliases {

        @Test
        void SEC_07_anAliasWouldLeadElsewhere() {
            String alias = "b.example NSEC d.example CNAME RRSIG NSEC";
            assertThat(noData(alias, "b.example", Type.A)).isEqualTo(NOT_PROVEN);
            assertThat(noData(alias, "b.example", Type.CNAME)).isEqualTo(NOT_PROVEN);
            assertThat(noData(alias, "b.example", Type.DS)).isEqualTo(NOT_PROVEN);
        }

        @Test
        void thereIsNoDelegationAtOne() {
            assertThat(noDelegationSigner("b.example NSEC d.example CNAME RRSIG NSEC", "b.example"))
                    .isEqualTo(PROVEN);
        }
    }

    @Nested
    class Rfc6840Section_4_4_insecureDelegations {

        @Test
        void SEC_07_nsWithoutDsAndSoa() {
            assertThat(noDelegationSigner("b.example NSEC d.example NS RRSIG NSEC", "b.example"))
                    .isEqualTo(INSECURE_DELEGATION);
        }

        @Test
        void SEC_07_withDs() {
            assertThat(noDelegationSigner("b.example NSEC d.example NS DS RRSIG NSEC", "b.example"))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void SEC_07_withSoaItIsThatOfTheZoneBelow() {
            assertThat(noDelegationSigner("b.example NSEC d.example NS SOA RRSIG NSEC", "b.example"))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void SEC_07_withoutNsThereIsNone() {
            assertThat(noDelegationSigner("b.example NSEC d.example A RRSIG NSEC", "b.example"))
                    .isEqualTo(PROVEN);
        }

        @Test
        void SEC_07_withAnAliasItMakesNoSense() {
            assertThat(noDelegationSigner("b.example NSEC d.example NS CNAME RRSIG NSEC", "b.example"))
                    .isEqualTo(NOT_PROVEN);
        }

        @Test
        void thereIsNoSuchName() {
            assertThat(noDelegationSigner("b.example NSEC d.example A RRSIG NSEC", "c.example"))
                    .isEqualTo(PROVEN);
        }

        @Test
        void notOfTheZoneItself() {
            assertThat(noDelegationSigner(CHAIN, "example")).isEqualTo(NOT_PROVEN);
            assertThat(noDelegationSigner("example NSEC example NS RRSIG NSEC", "example"))
                    .isEqualTo(NOT_PROVEN);
        }
    }

    @Nested
    class TheRootZone {

        private final Denial root = Denial.byNsec(Name.root, records("""
                        . NSEC aaa NS SOA RRSIG NSEC DNSKEY
                        aaa NSEC com NS DS RRSIG NSEC
                        com NSEC zw NS DS RRSIG NSEC
                        zw NSEC . NS RRSIG NSEC"""));

        @Test
        void names() {
            assertThat(root.noSuchName(name("example")).outcome()).isEqualTo(PROVEN);
            assertThat(root.noSuchName(name("a.zz")).outcome()).isEqualTo(PROVEN);
            assertThat(root.noSuchName(Name.root).outcome()).isEqualTo(NOT_PROVEN);
            assertThat(root.noSuchName(name("a.com")).outcome()).isEqualTo(NOT_PROVEN);
        }

        @Test
        void delegations() {
            assertThat(root.noDelegationSigner(name("zw")).outcome()).isEqualTo(INSECURE_DELEGATION);
            assertThat(root.noDelegationSigner(name("com")).outcome()).isEqualTo(NOT_PROVEN);
            assertThat(root.noDelegationSigner(name("zz")).outcome()).isEqualTo(PROVEN);
        }

        @Test
        void SEC_07_hasNoneAboveToHaveItsDs() {
            assertThat(root.noData(Name.root, Type.DS).outcome()).isEqualTo(PROVEN);
            assertThat(root.noData(Name.root, Type.MX).outcome()).isEqualTo(PROVEN);
            assertThat(root.noData(Name.root, Type.NS).outcome()).isEqualTo(NOT_PROVEN);
        }

        @Test
        void wildcards() {
            assertThat(root.noCloserMatch(name("example"), 0).outcome()).isEqualTo(PROVEN);
            assertThat(root.noCloserMatch(name("com"), 0).outcome()).isEqualTo(NOT_PROVEN);
        }
    }

    // Servers that sign on the way make records that lead from a name to just behind it (RFC 4470, RFC 9824).
    @Nested
    class MinimalRecords {

        @Test
        void aNameWithNothing() {
            String black = "b.example NSEC \\000.b.example RRSIG NSEC TYPE128";
            assertThat(noData(black, "b.example", Type.A)).isEqualTo(PROVEN);
            assertThat(noDelegationSigner(black, "b.example")).isEqualTo(PROVEN);
            assertThat(noSuchName(black, "b.example")).isEqualTo(NOT_PROVEN);
        }

        @Test
        void aNarrowSpan() {
            assertThat(noSuchName("""
                            fon\\255.example NSEC foo\\000.example A RRSIG NSEC
                            \\)\\255.example NSEC *\\000.example A RRSIG NSEC""", "foo.example")).isEqualTo(PROVEN);
        }
    }
}
