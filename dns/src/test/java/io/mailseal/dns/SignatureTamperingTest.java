package io.mailseal.dns;

import static io.mailseal.dns.JdkKey.NOW;
import static io.mailseal.dns.JdkKey.name;
import static io.mailseal.dns.JdkKey.records;
import static io.mailseal.dns.JdkKey.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.dns.SignatureCheck.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Whatever bit of what was signed, or of its signature, is another one: it is noticed. */
class SignatureTamperingTest {

    private static final String ZONE = "example.";

    // Where the name of the signer is in the data of an RRSIG record; its case is not signed.
    private static final int SIGNER = 18;

    private static Verdict check(JdkKey key, RecordSet set) {
        return SignatureCheck.check(
                set, name(ZONE), List.of(key.zoneKey()), NOW, new ValidationWork(DnssecLimits.DEFAULT));
    }

    // Null where dnsjava refuses to read it: then there is no such record at all.
    private static Record flipped(Record record, int bit) {
        byte[] rdata = record.rdataToWireCanonical();
        rdata[bit / 8] ^= (byte) (1 << bit % 8);
        return Record.newRecord(record.getName(), record.getType(), record.getDClass(), record.getTTL(), rdata);
    }

    private static boolean isCaseOfSigner(Record signature, int bit) {
        int at = bit / 8;
        byte[] rdata = signature.rdataToWireCanonical();
        return bit % 8 == 5 && at > SIGNER && at < SIGNER + ZONE.length() && rdata[at] >= 'a' && rdata[at] <= 'z';
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 10, 13, 14, 15, 16})
    void SEC_04_anyBitOfTheSignature(int algorithm) {
        JdkKey key = JdkKey.of(ZONE, algorithm);
        List<Record> records = records("www.example. 3600 A 192.0.2.1");
        RRSIGRecord signature = key.signing(records).make();
        assertThat(check(key, set(records, signature))).isInstanceOf(Verdict.Valid.class);
        for (int bit = 0; bit < 8 * signature.rdataToWireCanonical().length; bit++) {
            RRSIGRecord tampered = (RRSIGRecord) flipped(signature, bit);
            if (tampered != null) {
                assertThat(check(key, set(records, tampered)))
                        .as("bit %d: %s", bit, tampered)
                        .isInstanceOf(isCaseOfSigner(signature, bit) ? Verdict.Valid.class : Verdict.Invalid.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "www.example. 3600 A 192.0.2.1",
                "www.example. 3600 AAAA 2001:db8::1",
                "www.example. 3600 TXT \"v=spf1 -all\" \"and more\"",
                "_25._tcp.www.example. 3600 TLSA 3 1 1 00112233445566778899",
                "www.example. 3600 NSEC yyy.example. A RRSIG NSEC",
                "abcdefgh.example. 3600 NSEC3 1 1 10 aabb 0123456789abcdefghijklmnopqrstuv A RRSIG",
                "www.example. 3600 TYPE65280 \\# 4 01020304"
            })
    void SEC_04_anyBitOfTheRecords(String text) {
        JdkKey key = JdkKey.of(ZONE, 15);
        List<Record> records = records(text);
        RRSIGRecord signature = key.signing(records).make();
        assertThat(check(key, set(records, signature))).isInstanceOf(Verdict.Valid.class);
        for (int bit = 0; bit < 8 * records.get(0).rdataToWireCanonical().length; bit++) {
            Record tampered = flipped(records.get(0), bit);
            if (tampered != null) {
                assertThat(check(key, set(List.of(tampered), signature)))
                        .as("bit %d: %s", bit, tampered)
                        .isInstanceOf(Verdict.Invalid.class);
            }
        }
    }

    @Property(tries = 200)
    void SEC_04_setsOfAnyData(
            @ForAll @Size(min = 1, max = 12) List<byte @Size(max = 40) []> data, @ForAll @IntRange(min = 0) int seed) {
        JdkKey key = JdkKey.of(ZONE, 15);
        Set<Record> distinct = new LinkedHashSet<>();
        for (byte[] one : data) {
            distinct.add(Record.newRecord(name("www.example."), 65280, DClass.IN, 3600, one));
        }
        List<Record> records = new ArrayList<>(distinct);
        RRSIGRecord signature = key.signing(records).make();

        Random random = new Random(seed);
        Collections.shuffle(records, random);
        records.add(records.get(0)); // once more
        assertThat(check(key, set(records, signature))).isInstanceOf(Verdict.Valid.class);

        records.remove(records.size() - 1);
        int victim = random.nextInt(records.size());
        byte[] rdata = records.get(victim).rdataToWireCanonical();
        if (rdata.length > 0) {
            List<Record> tampered = new ArrayList<>(records);
            tampered.set(victim, flipped(records.get(victim), random.nextInt(8 * rdata.length)));
            assertThat(check(key, set(tampered, signature))).isInstanceOf(Verdict.Invalid.class);
        }
        if (records.size() > 1) {
            List<Record> fewer = new ArrayList<>(records);
            fewer.remove(victim);
            assertThat(check(key, set(fewer, signature))).isInstanceOf(Verdict.Invalid.class);
        }
    }

    @Property(tries = 1000)
    void anyDataAreSignedAsTheyCameOrRefused(
            @ForAll @IntRange(min = 1, max = 300) int type, @ForAll byte @Size(max = 60) [] rdata) throws Exception {
        if (type == Type.OPT || type > 249 && type < 256) {
            return; // no records that a zone has
        }
        Record record = Record.newRecord(name("www.example."), type, DClass.IN, 3600, rdata);
        if (record != null) {
            try {
                CanonicalRdata.of(record);
            } catch (org.xbill.DNS.WireParseException refused) {
                // the only exception there may be
            }
        }
    }
}
