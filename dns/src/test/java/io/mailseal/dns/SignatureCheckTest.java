package io.mailseal.dns;

import static io.mailseal.dns.JdkKey.EXPIRATION;
import static io.mailseal.dns.JdkKey.INCEPTION;
import static io.mailseal.dns.JdkKey.NOW;
import static io.mailseal.dns.JdkKey.name;
import static io.mailseal.dns.JdkKey.records;
import static io.mailseal.dns.JdkKey.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.dns.ExtendedDnsError;
import io.mailseal.dns.SignatureCheck.Verdict;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class SignatureCheckTest {

    private static final String ZONE = "example.";
    private static final JdkKey KEY = JdkKey.of(ZONE, 13);
    private static final List<Record> A = records("www.example. 3600 A 192.0.2.1");

    private Instant now = NOW;
    private List<ZoneKey> keys = List.of(KEY.zoneKey());
    private ValidationWork work = new ValidationWork(DnssecLimits.DEFAULT);

    private Verdict check(RecordSet set) {
        return check(set, ZONE);
    }

    private Verdict check(RecordSet set, String zone) {
        return SignatureCheck.check(set, name(zone), keys, now, work);
    }

    private Verdict check(RRSIGRecord... signatures) {
        return check(set(A, signatures));
    }

    private static void assertValid(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Valid.class);
    }

    private static void assertInvalid(Verdict verdict, int error, String... words) {
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Invalid.class, invalid -> {
            for (String word : words) {
                assertThat(invalid.reason()).contains(word);
            }
            assertThat(invalid.error()).as(invalid.reason()).isEqualTo(error);
        });
    }

    @Nested
    class Section_4035_5_3_1_RrsigValidity {

        @Test
        void SEC_04_aGoodSignature() {
            assertThat(check(KEY.signing(A).make()))
                    .isEqualTo(new Verdict.Valid(3600, 2, "key " + KEY.tag() + ", algorithm 13"));
        }

        @ParameterizedTest
        @ValueSource(ints = {5, 7, 8, 10, 13, 14, 15, 16})
        void SEC_09_withEachAlgorithm(int algorithm) {
            JdkKey key = JdkKey.of(ZONE, algorithm);
            keys = List.of(key.zoneKey());
            assertValid(check(key.signing(A).make()));
        }

        @ParameterizedTest
        @ValueSource(ints = {8, 10, 13, 14, 15, 16})
        void whatDnsjavaSigned(int algorithm) throws Exception {
            JdkKey key = JdkKey.of(ZONE, algorithm);
            keys = List.of(key.zoneKey());
            RRSIGRecord signature = DNSSEC.sign(
                    new RRset(A.toArray(Record[]::new)), key.dnskey(), key.privateKey(), INCEPTION, EXPIRATION);
            assertValid(check(signature));
        }

        @Test
        void SEC_04_theOwnerIsTheSame() {
            assertInvalid(check(KEY.signing(A).owner("ww.example.").make()), 6, "other records");
        }

        @Test
        void SEC_04_theOwnersCaseDoesNotMatter() {
            assertValid(check(KEY.signing(A).owner("WWW.Example.").make()));
        }

        @Test
        void SEC_04_theClassIsTheSame() {
            assertInvalid(check(KEY.signing(A).dclass(DClass.CH).make()), 6, "other records");
        }

        @Test
        void SEC_04_theTypeIsCovered() {
            assertInvalid(check(KEY.signing(A).covered(Type.AAAA).make()), 6, "other records");
        }

        @Test
        void SEC_04_theSignerIsTheZone() {
            assertInvalid(check(KEY.signing(A).signer("example2.").make()), 6, "in the name of its zone, example.");
        }

        @Test
        void SEC_04_theSignerIsNotSomeOtherZoneAbove() {
            assertInvalid(check(KEY.signing(A).signer(".").make()), 6, "in the name of its zone");
        }

        @Test
        void SEC_04_theZoneIsAtOrAboveTheOwner() {
            JdkKey key = JdkKey.of("other.", 13);
            keys = List.of(key.zoneKey());
            assertInvalid(check(set(A, key.signing(A).make()), "other."), 6, "in the name of its zone");
        }

        @Test
        void theZoneMayBeTheOwner() {
            assertValid(check(KEY.signed("example. 3600 A 192.0.2.1")));
        }

        @Test
        void theRootSigns() {
            JdkKey key = JdkKey.of(".", 13);
            keys = List.of(key.zoneKey());
            assertValid(check(key.signed(". 3600 NS a.root-servers.net."), "."));
            assertValid(check(key.signed("example. 3600 DS 1 8 2 " + "00".repeat(32)), "."));
        }

        @Test
        void aDelegationIsSignedByTheParent() {
            List<Record> ds = records("example. 3600 DS 1 8 2 " + "00".repeat(32));
            assertInvalid(check(set(ds, KEY.signing(ds).make())), 6, "in the name of its zone");
        }

        @Test
        void keysAreSignedByTheirOwnZone() {
            List<Record> keys = List.of(JdkKey.of("sub.example.", 13).dnskey());
            assertInvalid(check(set(keys, KEY.signing(keys).make())), 6, "in the name of its zone");
        }

        @Test
        void SEC_04_notMoreLabelsThanTheOwner() {
            assertInvalid(check(KEY.signing(A).labels(3).make()), 6, "number of labels");
            assertInvalid(check(KEY.signing(A).labels(255).make()), 6, "number of labels");
        }

        @Test
        void notFewerLabelsThanTheZone() {
            assertInvalid(check(KEY.signing(A).labels(0).make()), 6, "number of labels");
        }

        @Test
        void SEC_04_theTagMatchesAKey() {
            assertInvalid(
                    check(KEY.signing(A).tag(KEY.tag() ^ 1).make()),
                    9,
                    "key " + (KEY.tag() ^ 1) + ", algorithm 13",
                    "does not have");
        }

        @Test
        void SEC_04_theAlgorithmMatchesTheKey() {
            assertInvalid(check(KEY.signing(A).algorithm(14).make()), 9);
        }

        @Test
        void withoutKeys() {
            keys = List.of();
            assertInvalid(check(KEY.signing(A).make()), 9);
        }

        @Test
        void withoutSignatures() {
            assertInvalid(check(), 10, "not signed");
        }

        @Test
        void withoutRecords() {
            RecordSet empty = new RecordSet(
                    name("www.example."),
                    Type.A,
                    List.of(),
                    List.of(KEY.signing(A).make()));
            assertInvalid(check(empty), 6, "without records");
        }
    }

    @Nested
    class Section_4034_3_1_5_Times {

        private Verdict at(Instant time) {
            now = time;
            return check(KEY.signing(A).make());
        }

        @Test
        void T85_fromTheFirstSecondOn() {
            assertValid(at(INCEPTION));
            assertInvalid(at(INCEPTION.minusSeconds(1)), 8, "not valid before 2026-11-01T00:00:00Z");
            assertInvalid(at(INCEPTION.minusMillis(1)), 8);
        }

        @Test
        void T85_toTheEndOfTheLastSecond() {
            assertValid(at(EXPIRATION));
            assertValid(at(EXPIRATION.plusMillis(999)));
            assertInvalid(at(EXPIRATION.plusSeconds(1)), 7, "expired at 2026-12-01T00:00:00Z");
        }

        @ParameterizedTest
        @CsvSource({
            "2106-02-01T00:00:00Z, 2106-03-01T00:00:00Z", // 2^32 seconds are over on 7 February
            "2038-01-01T00:00:00Z, 2038-02-01T00:00:00Z", // 2^31 on 19 January
            "2090-01-01T00:00:00Z, 2150-01-01T00:00:00Z"
        })
        void T85_serialNumberArithmetic(Instant from, Instant until) {
            RRSIGRecord signature = KEY.signing(A).from(from).until(until).make();
            for (Instant good :
                    List.of(from, until, from.plus(Duration.between(from, until).dividedBy(2)))) {
                now = good;
                assertValid(check(signature));
            }
            now = from.minusSeconds(1);
            assertInvalid(check(signature), 8);
            now = until.plusSeconds(1);
            assertInvalid(check(signature), 7);
        }

        @Test
        void T85_after45YearsItIsStillExpired() {
            now = EXPIRATION.plusSeconds(0xFFFF_FFFFL / 3);
            assertInvalid(check(KEY.signing(A).make()), 7);
        }

        @Test
        void RFC_1982_halfTheCircleAwayIsNeitherBeforeNorAfter() {
            Instant opposite = Instant.ofEpochSecond(NOW.getEpochSecond() + 0x8000_0000L);
            assertInvalid(check(KEY.signing(A).until(opposite).make()), 7);
            assertInvalid(check(KEY.signing(A).from(opposite).make()), 8);
        }

        @Test
        void aSignatureThatEndsBeforeItBegins() {
            Instant from = NOW.minusSeconds(0x5000_0000L);
            Instant until = NOW.plusSeconds(0x5000_0000L);
            assertInvalid(check(KEY.signing(A).from(from).until(until).make()), 6, "ends before it begins");
        }

        @Test
        void nothingIsVerifiedOutsideOfTheTimes() {
            now = EXPIRATION.plusSeconds(1);
            check(KEY.signing(A).make());
            assertThat(work.verified()).isZero();
        }
    }

    @Nested
    class Section_4035_5_3_2_SignedData {

        @Test
        void ttlsThatHaveRunDown() {
            RRSIGRecord signature = KEY.signing(A).make();
            assertValid(check(set(records("www.example. 17 A 192.0.2.1"), signature)));
        }

        @Test
        void theOriginalTtlIsSigned() {
            RRSIGRecord right = KEY.signing(A).originalTtl(3600).make();
            RRSIGRecord wrong = KEY.signing(A).originalTtl(3601).with(right.getSignature());
            assertInvalid(check(wrong), 6, "is wrong");
        }

        @Test
        void theCaseOfOwnerAndSignerIsNotSigned() {
            RRSIGRecord signature = KEY.signing(A).signer("eXaMPle.").make();
            assertValid(check(set(records("wWw.EXAMPLE. 3600 A 192.0.2.1"), signature)));
        }

        @Test
        void otherRecordsThanThoseSigned() {
            RRSIGRecord signature = KEY.signing(A).make();
            assertInvalid(check(set(records("www.example. 3600 A 192.0.2.2"), signature)), 6, "is wrong");
        }

        @Test
        void oneRecordMoreOrLess() {
            List<Record> two = records("""
                    www.example. 3600 A 192.0.2.1
                    www.example. 3600 A 192.0.2.2""");
            assertInvalid(check(set(two, KEY.signing(A).make())), 6);
            assertInvalid(check(set(A, KEY.signing(two).make())), 6);
        }

        @Test
        void expandedFromAWildcard() {
            List<Record> wildcard = records("*.example. 3600 A 192.0.2.1");
            RRSIGRecord signature = KEY.signing(wildcard).owner("a.b.example.").make();
            Verdict verdict = check(set(records("a.b.example. 3600 A 192.0.2.1"), signature));
            assertThat(verdict).isInstanceOfSatisfying(Verdict.Valid.class, valid -> {
                assertThat(valid.labels()).isEqualTo(1);
                assertThat(valid.isExpandedTo(name("a.b.example."))).isTrue();
            });
        }

        @Test
        void aDeeperWildcardIsAnother() {
            List<Record> wildcard = records("*.b.example. 3600 A 192.0.2.1");
            RRSIGRecord right = KEY.signing(wildcard).owner("a.b.example.").make();
            RRSIGRecord wrong =
                    KEY.signing(wildcard).owner("a.b.example.").labels(1).with(right.getSignature());
            List<Record> expanded = records("a.b.example. 3600 A 192.0.2.1");
            assertValid(check(set(expanded, right)));
            assertInvalid(check(set(expanded, wrong)), 6);
        }

        @Test
        void aWildcardItselfIsNotExpanded() {
            Verdict verdict = check(KEY.signed("*.example. 3600 A 192.0.2.1"));
            assertThat(verdict).isInstanceOfSatisfying(Verdict.Valid.class, valid -> {
                assertThat(valid.labels()).isEqualTo(1);
                assertThat(valid.isExpandedTo(name("*.example."))).isFalse();
            });
        }

        @Test
        void anAsteriskInsideANameIsALabel() {
            Verdict verdict = check(KEY.signed("a.*.example. 3600 A 192.0.2.1"));
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verdict.Valid.class,
                            valid -> assertThat(valid.labels()).isEqualTo(3));
        }

        @Test
        void aNameIsNotTakenForItsWildcard() {
            RRSIGRecord exact = KEY.signing(A).make();
            RRSIGRecord claimed = KEY.signing(A).labels(1).with(exact.getSignature());
            assertInvalid(check(claimed), 6, "is wrong");
        }
    }

    @Nested
    class Section_4034_6_3_Order {

        private final List<Record> five = records("""
                www.example. 3600 TYPE65280 \\# 2 0100
                www.example. 3600 TYPE65280 \\# 1 01
                www.example. 3600 TYPE65280 \\# 1 ff
                www.example. 3600 TYPE65280 \\# 0
                www.example. 3600 TYPE65280 \\# 2 00ff""");

        @Test
        void theOrderOfArrivalDoesNotMatter() {
            RRSIGRecord signature = KEY.signing(five).make();
            List<Record> shuffled = new ArrayList<>(five);
            for (int i = 0; i < 20; i++) {
                Collections.rotate(shuffled, 1);
                Collections.swap(shuffled, 0, i % 5);
                assertValid(check(set(shuffled, signature)));
                work = new ValidationWork(DnssecLimits.DEFAULT);
            }
        }

        @Test
        void signedInUnsignedOrder() {
            // What comes first is written down here, without anybody's sort.
            List<String> order = List.of("", "00ff", "01", "0100", "ff");
            List<byte[]> rdata = new ArrayList<>();
            for (String hex : order) {
                rdata.add(HexFormat.of().parseHex(hex));
            }
            byte[] fields = KEY.signing(five).with(new byte[1]).rdataToWireCanonical();
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            data.write(fields, 0, fields.length - 1);
            for (byte[] one : rdata) {
                data.writeBytes(name("www.example.").toWire());
                data.writeBytes(new byte[] {(byte) 0xFF, 0, 0, 1, 0, 0, 0x0E, 0x10, 0, (byte) one.length});
                data.writeBytes(one);
            }
            assertValid(check(set(five, KEY.signing(five).with(KEY.sign(data.toByteArray())))));
        }

        @Test
        void duplicatesAreRemoved() {
            RRSIGRecord signature = KEY.signing(A).make();
            assertValid(check(set(records("""
                    www.example. 3600 A 192.0.2.1
                    www.example. 60 A 192.0.2.1"""), signature)));
        }

        @Test
        void duplicatesThatDifferInCaseAreRemoved() {
            List<Record> one = records("www.example. 3600 MX 10 mail.example.");
            List<Record> two = records("""
                    www.example. 3600 MX 10 mail.example.
                    www.example. 3600 MX 10 MAIL.example.""");
            assertValid(check(set(two, KEY.signing(one).make())));
        }
    }

    @Nested
    class Section_4035_5_3_3_Ttl {

        private long ttl(RecordSet set) {
            Verdict verdict = check(set);
            assertValid(verdict);
            return ((Verdict.Valid) verdict).ttl();
        }

        @Test
        void SEC_14_thatOfTheRecords() {
            List<Record> set = records("""
                    www.example. 40 A 192.0.2.1
                    www.example. 30 A 192.0.2.2""");
            assertThat(ttl(set(set, KEY.signing(set).make()))).isEqualTo(30);
        }

        @Test
        void SEC_14_thatOfTheSignature() {
            assertThat(ttl(set(A, KEY.signing(A).ttl(20).make()))).isEqualTo(20);
        }

        @Test
        void SEC_14_theOriginalOne() {
            assertThat(ttl(set(A, KEY.signing(A).originalTtl(10).make()))).isEqualTo(10);
        }

        @Test
        void SEC_14_theTimeLeft() {
            now = EXPIRATION.minusSeconds(5);
            assertThat(ttl(set(A, KEY.signing(A).make()))).isEqualTo(5);
            now = EXPIRATION;
            assertThat(ttl(set(A, KEY.signing(A).make()))).isZero();
        }

        @Test
        void T85_noTtlIsLargerThanThereCanBe() {
            List<Record> long_ = List.of(Record.newRecord(
                    name("www.example."), Type.A, DClass.IN, 0x7FFF_FFFFL, new byte[] {(byte) 192, 0, 2, 1}));
            RRSIGRecord signature = KEY.signing(long_)
                    .ttl(0x7FFF_FFFFL)
                    .originalTtl(0xFFFF_FFFFL)
                    .from(NOW)
                    .until(NOW.plusSeconds(0x7FFF_0000L))
                    .make();
            assertThat(ttl(set(long_, signature))).isEqualTo(0x7FFF_0000L);
        }
    }

    @Nested
    class Section_6840_5_4_AnyValidSignature {

        private final RRSIGRecord good = KEY.signing(A).make();
        private final RRSIGRecord wrong = KEY.signing(A).with(new byte[64]);
        private final RRSIGRecord expired =
                KEY.signing(A).until(NOW.minusSeconds(1)).make();
        private final RRSIGRecord future =
                KEY.signing(A).from(NOW.plusSeconds(1)).make();
        private final RRSIGRecord unknown = KEY.signing(A).tag(KEY.tag() ^ 1).make();
        private final RRSIGRecord foreign = KEY.signing(A).signer(".").make();

        @Test
        void SEC_05_oneSuffices() {
            assertValid(check(wrong, expired, future, unknown, foreign, good));
        }

        @Test
        void SEC_05_notEveryAlgorithmHasToWork() {
            JdkKey other = JdkKey.of(ZONE, 15);
            keys = List.of(KEY.zoneKey(), other.zoneKey());
            assertValid(check(good));
            assertValid(check(other.signing(A).with(new byte[64]), good));
            assertValid(check(good, other.signing(A).with(new byte[64])));
        }

        @Test
        void SEC_05_theOrderDoesNotMatter() {
            List<RRSIGRecord> signatures = new ArrayList<>(List.of(good, wrong, expired, future, unknown, foreign));
            for (int i = 0; i < signatures.size(); i++) {
                Collections.rotate(signatures, 1);
                assertValid(check(signatures.toArray(RRSIGRecord[]::new)));
            }
        }

        @Test
        void theMostTellingReasonIsGiven() {
            assertInvalid(check(foreign, unknown, future, expired, wrong), 6, "is wrong");
            assertInvalid(check(wrong, expired, future, unknown, foreign), 6, "is wrong");
            assertInvalid(check(foreign, unknown, future, expired), 7);
            assertInvalid(check(expired, foreign, unknown, future), 7);
            assertInvalid(check(foreign, unknown, future), 8);
            assertInvalid(check(foreign, unknown), 9);
            assertInvalid(check(foreign), 6);
        }

        @Test
        void Section_5_12_signaturesOfUnknownKeysDoNotCount() {
            List<RRSIGRecord> many = new ArrayList<>(Collections.nCopies(50, unknown));
            many.add(good);
            assertValid(check(many.toArray(RRSIGRecord[]::new)));
            assertThat(work.verified()).isEqualTo(1);
        }
    }

    @Nested
    class Section_4035_5_3_1_KeysWithOneTag {

        private final JdkKey key = JdkKey.of(ZONE, 8);
        private final ZoneKey other = JdkKey.withTag(ZONE, key.tag(), 8, 1);

        @Test
        void SEC_05_eachIsTried() {
            assertThat(other.tag()).isEqualTo(key.tag());
            for (List<ZoneKey> order : List.of(List.of(other, key.zoneKey()), List.of(key.zoneKey(), other))) {
                keys = order;
                assertValid(check(key.signing(A).make()));
            }
        }

        @Test
        void T80_butNotMoreThanTheLimit() {
            List<ZoneKey> many = new ArrayList<>();
            IntStream.range(0, 4).forEach(seed -> many.add(JdkKey.withTag(ZONE, key.tag(), 8, seed)));
            many.add(key.zoneKey());
            keys = many;
            assertInvalid(check(key.signing(A).make()), 6, "more than 4 keys with the tag " + key.tag());
            keys = many.subList(1, 5);
            assertValid(check(key.signing(A).make()));
        }

        @Test
        void T80_keyTrap() {
            keys = IntStream.range(0, 100)
                    .mapToObj(seed -> JdkKey.withTag(ZONE, key.tag(), 8, seed))
                    .toList();
            RRSIGRecord[] signatures = Stream.generate(() -> key.signing(A).with(random(128)))
                    .limit(100)
                    .toArray(RRSIGRecord[]::new);
            assertInvalid(check(signatures), 6);
            assertThat(work.verified()).isEqualTo(DnssecLimits.DEFAULT.failedSignatures());
            // The next set of the same answer costs nothing any more.
            assertInvalid(check(signatures), 6, "too many signatures");
            assertThat(work.verified()).isEqualTo(DnssecLimits.DEFAULT.failedSignatures());
        }
    }

    @Nested
    class Limits {

        private DnssecLimits limits(int perSet, int keys, int failed, int all) {
            return new DnssecLimits(perSet, keys, failed, all, 256, 50, 64);
        }

        private RRSIGRecord[] wrong(int count, RRSIGRecord... then) {
            List<RRSIGRecord> signatures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                signatures.add(KEY.signing(A).with(random(64)));
            }
            signatures.addAll(Arrays.asList(then));
            return signatures.toArray(RRSIGRecord[]::new);
        }

        @Test
        void T80_signaturesPerSet() {
            assertValid(check(wrong(7, KEY.signing(A).make())));
            work = new ValidationWork(DnssecLimits.DEFAULT);
            assertInvalid(check(wrong(8, KEY.signing(A).make())), 6, "none of the 8 signatures");
            assertThat(work.verified()).isEqualTo(8);
        }

        @Test
        void T80_failedSignatures() {
            work = new ValidationWork(limits(100, 4, 3, 100));
            assertInvalid(check(wrong(3, KEY.signing(A).make())), 6, "too many signatures");
            assertThat(work.verified()).isEqualTo(3);
        }

        @Test
        void T80_signaturesInAll() {
            work = new ValidationWork(limits(100, 4, 100, 2));
            assertValid(check(KEY.signing(A).make()));
            assertValid(check(KEY.signing(A).make()));
            assertInvalid(check(KEY.signing(A).make()), 6, "too many signatures");
        }

        @Test
        void nothingAllowed() {
            work = new ValidationWork(limits(0, 0, 0, 0));
            assertInvalid(check(KEY.signing(A).make()), 6);
            work = new ValidationWork(limits(8, 0, 8, 8));
            assertInvalid(check(KEY.signing(A).make()), 6);
            assertThat(work.verified()).isZero();
        }
    }

    @Nested
    class BrokenRecords {

        @Test
        void dataThatAreNotOfTheirType() {
            // dnsjava reads this, and fails when it has to write it.
            Record broken =
                    Record.newRecord(name("www.example."), Type.WKS, DClass.IN, 3600, new byte[] {1, 2, 3, 4, 6});
            RecordSet set = set(List.of(broken), KEY.signing(List.of(broken)).with(new byte[64]));
            assertThat(check(set)).isInstanceOf(Verdict.Invalid.class);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 63, 65, 128, 1000})
        void aSignatureOfAnyLength(int length) {
            assertInvalid(check(KEY.signing(A).with(random(length))), 6, "is wrong");
        }
    }

    @Test
    void labelsAreCountedWithoutRootAndAsterisk() {
        assertThat(SignatureCheck.labelsOf(Name.root)).isZero();
        assertThat(SignatureCheck.labelsOf(name("www.example.com."))).isEqualTo(3);
        assertThat(SignatureCheck.labelsOf(name("*.example.com."))).isEqualTo(2);
        assertThat(SignatureCheck.labelsOf(name("a.*.com."))).isEqualTo(3);
        assertThat(SignatureCheck.labelsOf(name("*."))).isZero();
    }

    @Test
    void theErrorsAreThoseOfRfc8914() {
        assertThat(List.of(
                        ExtendedDnsError.DNSSEC_BOGUS,
                        ExtendedDnsError.SIGNATURE_EXPIRED,
                        ExtendedDnsError.SIGNATURE_NOT_YET_VALID,
                        ExtendedDnsError.DNSKEY_MISSING,
                        ExtendedDnsError.RRSIGS_MISSING))
                .containsExactly(6, 7, 8, 9, 10);
    }

    private static byte[] random(int length) {
        byte[] octets = new byte[length];
        new SecureRandom().nextBytes(octets);
        return octets;
    }
}
