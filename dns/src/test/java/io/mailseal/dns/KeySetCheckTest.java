package io.mailseal.dns;

import static io.mailseal.dns.JdkKey.EXPIRATION;
import static io.mailseal.dns.JdkKey.NOW;
import static io.mailseal.dns.JdkKey.name;
import static io.mailseal.dns.JdkKey.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.dns.KeySetCheck.Pointers;
import io.mailseal.dns.KeySetCheck.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class KeySetCheckTest {

    private static final String ZONE = "example.";
    private static final JdkKey KSK = JdkKey.of(ZONE, 13, "ksk").withFlags(257);
    private static final JdkKey ZSK = JdkKey.of(ZONE, 13, "zsk");

    private DnssecAlgorithms algorithms = new DnssecAlgorithms(false);
    private Instant now = NOW;
    private ValidationWork work = new ValidationWork(DnssecLimits.DEFAULT);

    private static Pointers ds(DSRecord... digests) {
        return new Pointers(List.of(digests), List.of());
    }

    private static Pointers anchor(DNSKEYRecord... keys) {
        return new Pointers(List.of(), List.of(keys));
    }

    private static RecordSet signedBy(JdkKey signer, JdkKey... keys) {
        return signedBy(signer, Stream.of(keys).map(JdkKey::dnskey).toArray(DNSKEYRecord[]::new));
    }

    private static RecordSet signedBy(JdkKey signer, DNSKEYRecord... keys) {
        List<Record> records = List.of(keys);
        return set(records, signer.signing(records).make());
    }

    private Verdict check(RecordSet keys, Pointers pointers) {
        return KeySetCheck.check(keys, pointers, algorithms, now, work);
    }

    private Verdict.Trusted trusted(RecordSet keys, Pointers pointers) {
        Verdict verdict = check(keys, pointers);
        assertThat(verdict).isInstanceOf(Verdict.Trusted.class);
        return (Verdict.Trusted) verdict;
    }

    private static void assertUnsupported(Verdict verdict, int error) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Unsupported.class,
                        unsupported -> assertThat(unsupported.error())
                                .as(unsupported.reason())
                                .isEqualTo(error));
    }

    private static void assertInvalid(Verdict verdict, int error, String words) {
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Invalid.class, invalid -> {
            assertThat(invalid.reason()).contains(words);
            assertThat(invalid.error()).as(invalid.reason()).isEqualTo(error);
        });
    }

    private static DSRecord ds(JdkKey key, int tag, int algorithm, int digest, byte[] octets) {
        DNSOutput rdata = new DNSOutput();
        rdata.writeU16(tag);
        rdata.writeU8(algorithm);
        rdata.writeU8(digest);
        rdata.writeByteArray(octets);
        return (DSRecord) Record.newRecord(key.dnskey().getName(), Type.DS, DClass.IN, 3600, rdata.toByteArray());
    }

    @Nested
    class Section_4035_5_2_Referrals {

        @ParameterizedTest
        @ValueSource(ints = {2, 4})
        void aKeyThatIsPointedToSignsTheOthers(int digest) {
            assertThat(trusted(signedBy(KSK, KSK, ZSK), ds(KSK.ds(digest))))
                    .isEqualTo(new Verdict.Trusted(
                            List.of(KSK.zoneKey(), ZSK.zoneKey()), 3600, "key " + KSK.tag() + ", algorithm 13"));
        }

        @ParameterizedTest
        @ValueSource(ints = {8, 10, 13, 14, 15, 16})
        void SEC_09_eachAlgorithm(int algorithm) {
            JdkKey key = JdkKey.of(ZONE, algorithm);
            assertThat(trusted(signedBy(key, key), ds(key.ds(2))).keys()).containsExactly(key.zoneKey());
        }

        @Test
        void theCaseOfTheOwnerDoesNotMatter() {
            JdkKey upper = JdkKey.of("EXAMPLE.", 13);
            DNSKEYRecord lower = new DNSKEYRecord(
                    name(ZONE), DClass.IN, 3600, 256, 3, 13, upper.dnskey().getKey());
            Record digest = new DSRecord(name(ZONE), DClass.IN, 3600, 2, lower);
            assertThat(trusted(signedBy(upper, upper), ds((DSRecord) digest)).keys())
                    .hasSize(1);
        }

        @Test
        void aKeyThatIsPointedToButNotThere() {
            assertInvalid(check(signedBy(ZSK, ZSK), ds(KSK.ds(2))), 9, "none of the zone's keys");
        }

        @Test
        void noKeys() {
            RecordSet none = new RecordSet(name(ZONE), Type.DNSKEY, List.of(), List.of());
            assertInvalid(check(none, ds(KSK.ds(2))), 9, "none of the zone's keys");
        }

        @Test
        void notSigned() {
            assertInvalid(check(set(List.of(KSK.dnskey())), ds(KSK.ds(2))), 10, "not signed");
        }

        @Test
        void signedByAnotherKeyOnly() {
            assertInvalid(check(signedBy(ZSK, KSK, ZSK), ds(KSK.ds(2))), 9, "does not have");
        }

        @Test
        void expired() {
            now = EXPIRATION.plusSeconds(1);
            assertInvalid(check(signedBy(KSK, KSK), ds(KSK.ds(2))), 7, "expired");
        }

        @Test
        void SEC_14_theTtl() {
            List<Record> keys = List.of(KSK.dnskey());
            RRSIGRecord signature = KSK.signing(keys).originalTtl(77).make();
            assertThat(trusted(set(keys, signature), ds(KSK.ds(2))).ttl()).isEqualTo(77);
        }

        @Test
        void aDigestThatIsWrong() {
            byte[] digest = KSK.ds(2).getDigest();
            digest[31] ^= 1;
            assertInvalid(
                    check(signedBy(KSK, KSK), ds(ds(KSK, KSK.tag(), 13, 2, digest))), 9, "none of the zone's keys");
        }

        @Test
        void aDigestThatIsCut() {
            byte[] digest = Arrays.copyOf(KSK.ds(2).getDigest(), 20);
            assertInvalid(
                    check(signedBy(KSK, KSK), ds(ds(KSK, KSK.tag(), 13, 2, digest))), 9, "none of the zone's keys");
        }

        @Test
        void SEC_04_tagAndAlgorithmMatch() {
            byte[] digest = KSK.ds(2).getDigest();
            assertInvalid(
                    check(signedBy(KSK, KSK), ds(ds(KSK, KSK.tag() ^ 1, 13, 2, digest))), 9, "none of the zone's keys");
            assertInvalid(
                    check(signedBy(KSK, KSK), ds(ds(KSK, KSK.tag(), 15, 2, digest))), 9, "none of the zone's keys");
        }

        @Test
        void SEC_04_theZoneFlagIsSet() {
            JdkKey notForZones = KSK.withFlags(1);
            assertInvalid(check(signedBy(notForZones, notForZones), ds(notForZones.ds(2))), 11, "is no zone key");
        }

        @Test
        void RFC_5011_aRevokedKey() {
            JdkKey revoked = KSK.withFlags(257 | 128);
            assertInvalid(check(signedBy(revoked, revoked), ds(revoked.ds(2))), 9, "is revoked");
        }

        @Test
        void theSepFlagDoesNotMatter() {
            assertThat(trusted(signedBy(ZSK, ZSK), ds(ZSK.ds(2))).keys()).hasSize(1);
        }

        @Test
        void keysOfNoUseAreLeftOut() {
            JdkKey revoked = ZSK.withFlags(256 | 128);
            JdkKey sha1 = JdkKey.of(ZONE, 5);
            assertThat(trusted(signedBy(KSK, KSK, revoked, sha1, ZSK), ds(KSK.ds(2)))
                            .keys())
                    .containsExactly(KSK.zoneKey(), ZSK.zoneKey());
        }

        @Test
        void SEC_05_oneGoodPointerSuffices() {
            JdkKey other = JdkKey.of(ZONE, 15);
            assertThat(trusted(signedBy(KSK, KSK, ZSK), ds(other.ds(2), KSK.ds(2), ZSK.ds(4)))
                            .by())
                    .isEqualTo(KSK.zoneKey().toString());
        }

        @Test
        void SEC_05_oneGoodSignatureSuffices() {
            JdkKey second = JdkKey.of(ZONE, 15);
            List<Record> keys = List.of(KSK.dnskey(), second.dnskey());
            RecordSet set = set(
                    keys,
                    KSK.signing(keys).with(new byte[64]),
                    second.signing(keys).make());
            assertThat(trusted(set, ds(KSK.ds(2), second.ds(2))).by())
                    .isEqualTo(second.zoneKey().toString());
        }
    }

    @Nested
    class Section_6840_5_2_UnsupportedPointers {

        private final byte[] digest = KSK.ds(2).getDigest();

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 3, 5, 6, 7, 12, 17, 253, 254})
        void SEC_08_anUnknownAlgorithmOnly(int algorithm) {
            Pointers pointers = ds(ds(KSK, KSK.tag(), algorithm, 2, digest));
            assertThat(KeySetCheck.areSupported(pointers, algorithms)).isFalse();
            assertUnsupported(check(signedBy(KSK, KSK), pointers), 1);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 3, 5, 6, 255})
        void SEC_08_anUnknownDigestOnly(int kind) {
            Pointers pointers = ds(ds(KSK, KSK.tag(), 13, kind, digest));
            assertThat(KeySetCheck.areSupported(pointers, algorithms)).isFalse();
            assertUnsupported(check(signedBy(KSK, KSK), pointers), 2);
        }

        @Test
        void SEC_08_oneOfEach() {
            Pointers pointers = ds(ds(KSK, KSK.tag(), 13, 3, digest), ds(KSK, KSK.tag(), 12, 2, digest));
            assertThat(KeySetCheck.areSupported(pointers, algorithms)).isFalse();
            assertUnsupported(check(signedBy(KSK, KSK), pointers), 2);
        }

        @Test
        void SEC_08_unknownOnesAreDisregardedBesideAKnownOne() {
            Pointers pointers = ds(ds(KSK, KSK.tag(), 13, 3, digest), ds(KSK, KSK.tag(), 12, 2, digest), KSK.ds(2));
            assertThat(KeySetCheck.areSupported(pointers, algorithms)).isTrue();
            assertThat(trusted(signedBy(KSK, KSK), pointers).keys()).hasSize(1);
        }

        @Test
        void SEC_08_aKnownOneThatIsWrongIsNotSavedByUnknownOnes() {
            Pointers pointers = ds(ds(KSK, KSK.tag(), 13, 2, new byte[32]), ds(KSK, KSK.tag(), 12, 2, digest));
            assertInvalid(check(signedBy(KSK, KSK), pointers), 9, "none of the zone's keys");
        }

        @Test
        void anUnsupportedAnchor() {
            JdkKey sha1 = JdkKey.of(ZONE, 5);
            assertThat(KeySetCheck.areSupported(anchor(sha1.dnskey()), algorithms))
                    .isFalse();
            assertUnsupported(check(signedBy(sha1, sha1), anchor(sha1.dnskey())), 1);
        }

        @Test
        void noPointersAreNotUnsupportedOnes() {
            Pointers none = new Pointers(List.of(), List.of());
            assertThat(KeySetCheck.areSupported(none, algorithms)).isTrue();
            assertInvalid(check(signedBy(KSK, KSK), none), 9, "nothing");
        }
    }

    @Nested
    class Section_4509_3_Sha1 {

        @Test
        void SEC_09_sha1OnlyWithTheSwitch() {
            assertUnsupported(check(signedBy(KSK, KSK), ds(KSK.ds(1))), 2);
            algorithms = DnssecAlgorithms.ALL;
            assertThat(trusted(signedBy(KSK, KSK), ds(KSK.ds(1))).keys()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(ints = {5, 7})
        void SEC_09_algorithmsWithSha1OnlyWithTheSwitch(int algorithm) {
            JdkKey key = JdkKey.of(ZONE, algorithm);
            assertUnsupported(check(signedBy(key, key), ds(key.ds(2))), 1);
            algorithms = DnssecAlgorithms.ALL;
            assertThat(trusted(signedBy(key, key), ds(key.ds(2))).keys()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(ints = {2, 4})
        void sha1IsIgnoredBesideABetterOne(int better) {
            algorithms = DnssecAlgorithms.ALL;
            // Who can make another key for the SHA-1 digest gains nothing by it.
            Pointers pointers = ds(ZSK.ds(1), KSK.ds(better));
            assertInvalid(check(signedBy(ZSK, ZSK), pointers), 9, "none of the zone's keys");
            assertThat(trusted(signedBy(KSK, KSK, ZSK), pointers).by())
                    .isEqualTo(KSK.zoneKey().toString());
        }

        @Test
        void butNotBesideOneThatIsUnknown() {
            algorithms = DnssecAlgorithms.ALL;
            Pointers pointers =
                    ds(KSK.ds(1), ds(KSK, KSK.tag(), 13, 3, new byte[32]), ds(KSK, KSK.tag(), 12, 2, new byte[32]));
            assertThat(trusted(signedBy(KSK, KSK), pointers).keys()).hasSize(1);
        }
    }

    @Nested
    class SmallKeys {

        private final JdkKey small = JdkKey.rsa(ZONE, 8, 512);

        @Test
        void SEC_10_aZoneWithNothingElseIsUnsigned() {
            assertUnsupported(check(signedBy(small, small), ds(small.ds(2))), 1);
            assertUnsupported(check(signedBy(small, small, ZSK), anchor(small.dnskey())), 1);
        }

        @Test
        void SEC_10_notWhereAnotherKeyIsPointedTo() {
            assertThat(trusted(signedBy(KSK, KSK, small), ds(small.ds(2), KSK.ds(2)))
                            .keys())
                    .containsExactly(KSK.zoneKey());
            assertInvalid(check(signedBy(small, small), ds(small.ds(2), KSK.ds(2))), 9, "fewer than 1024 bits");
        }

        @Test
        void SEC_10_notWithoutTheDigest() {
            Pointers other = ds(ds(small, small.tag(), 8, 2, new byte[32]));
            assertInvalid(check(signedBy(small, small), other), 9, "none of the zone's keys");
        }
    }

    @Nested
    class Anchors {

        @Test
        void aKey() {
            assertThat(trusted(signedBy(KSK, KSK, ZSK), anchor(KSK.dnskey())).keys())
                    .hasSize(2);
        }

        @Test
        void aKeyThatIsGone() {
            assertInvalid(check(signedBy(ZSK, ZSK), anchor(KSK.dnskey())), 9, "none of the zone's keys");
        }

        @Test
        void aKeyThatWasRevoked() {
            JdkKey revoked = KSK.withFlags(257 | 128);
            assertInvalid(check(signedBy(revoked, revoked), anchor(KSK.dnskey())), 9, "none of the zone's keys");
        }

        @Test
        void aKeyAndADigest() {
            Pointers both = new Pointers(List.of(KSK.ds(2)), List.of(ZSK.dnskey()));
            assertThat(trusted(signedBy(KSK, KSK), both).keys()).hasSize(1);
            assertThat(trusted(signedBy(ZSK, ZSK), both).keys()).hasSize(1);
        }
    }

    @Nested
    class Limits {

        @ParameterizedTest
        @CsvSource({"true", "false"})
        void keysWithOneTag(boolean first) {
            JdkKey key = JdkKey.of(ZONE, 8);
            DNSKEYRecord other = JdkKey.dnskeyWithTag(ZONE, key.tag(), 8, 1);
            DSRecord otherDs = new DSRecord(name(ZONE), DClass.IN, 3600, 2, other);
            RecordSet set = first ? signedBy(key, other, key.dnskey()) : signedBy(key, key.dnskey(), other);
            assertThat(trusted(set, ds(key.ds(2))).keys()).hasSize(2);
            assertThat(trusted(set, ds(otherDs, key.ds(2))).by())
                    .isEqualTo(key.zoneKey().toString());
        }

        @Test
        void T80_hundredKeysAndPointersAndSignatures() {
            JdkKey key = JdkKey.of(ZONE, 8);
            List<DNSKEYRecord> keys = IntStream.range(0, 100)
                    .mapToObj(seed -> JdkKey.dnskeyWithTag(ZONE, key.tag(), 8, seed))
                    .toList();
            DSRecord[] digests = keys.stream()
                    .map(dnskey -> new DSRecord(name(ZONE), DClass.IN, 3600, 2, dnskey))
                    .toArray(DSRecord[]::new);
            List<Record> records = new ArrayList<>(keys);
            RRSIGRecord[] signatures = IntStream.range(0, 100)
                    .mapToObj(i -> key.signing(records).with(new byte[] {1, 2, (byte) i}))
                    .toArray(RRSIGRecord[]::new);
            assertInvalid(check(set(records, signatures), ds(digests)), 6, "");
            assertThat(work.verified()).isEqualTo(DnssecLimits.DEFAULT.failedSignatures());
        }

        @Test
        void T80_manyDigestsThatMatchNothing() {
            DSRecord[] digests = IntStream.range(0, 1000)
                    .mapToObj(i -> ds(KSK, KSK.tag(), 13, 2, new byte[32]))
                    .toArray(DSRecord[]::new);
            assertInvalid(check(signedBy(KSK, KSK), ds(digests)), 9, "none of the zone's keys");
            assertThat(work.verified()).isZero();
        }
    }
}
