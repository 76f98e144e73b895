package io.mailseal.dns;

import static io.mailseal.dns.JdkKey.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.dns.ZoneKey.Objection;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;

class ZoneKeyTest {

    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

    private static DNSKEYRecord dnskey(int flags, int protocol, int algorithm, byte[] key) {
        return new DNSKEYRecord(name("example."), DClass.IN, 3600, flags, protocol, algorithm, key);
    }

    private static Optional<Objection> objection(DNSKEYRecord dnskey) {
        return ZoneKey.objection(dnskey, DnssecAlgorithms.ALL);
    }

    private static Optional<Objection> objection(int algorithm, byte[] key) {
        return objection(dnskey(256, 3, algorithm, key));
    }

    @Nested
    class Section_4034_2_1_Fields {

        private final byte[] key = JdkKey.of("example.", 13).dnskey().getKey();

        @ParameterizedTest
        @ValueSource(ints = {0x0100, 0x0101, 0xFF7F, 0x8100})
        void SEC_04_zoneKeys(int flags) {
            assertThat(objection(dnskey(flags, 3, 13, key))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 0xFEFF, 0x8000, 0x0200})
        void SEC_04_withoutTheZoneFlag(int flags) {
            assertThat(objection(dnskey(flags, 3, 13, key))).contains(Objection.NOT_FOR_ZONES);
            assertThat(ZoneKey.of(dnskey(flags, 3, 13, key), DnssecAlgorithms.ALL))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2, 4, 255})
        void SEC_04_anotherProtocol(int protocol) {
            assertThat(objection(dnskey(256, protocol, 13, key))).contains(Objection.OTHER_PROTOCOL);
        }

        @Test
        void RFC_5011_2_1_revoked() {
            assertThat(objection(dnskey(0x0180, 3, 13, key))).contains(Objection.REVOKED);
            assertThat(objection(dnskey(0x0181, 3, 13, key))).contains(Objection.REVOKED);
        }
    }

    @Nested
    class Section_8624_3_Algorithms {

        private final DnssecAlgorithms standard = new DnssecAlgorithms(false);

        @ParameterizedTest
        @ValueSource(ints = {8, 10, 13, 14, 15, 16})
        void SEC_09_supported(int algorithm) {
            assertThat(standard.supportsSigning(algorithm)).isTrue();
            assertThat(ZoneKey.of(JdkKey.of("example.", algorithm).dnskey(), standard))
                    .hasValueSatisfying(key -> assertThat(key.isSound()).isTrue());
        }

        @ParameterizedTest
        @ValueSource(ints = {5, 7})
        void SEC_09_sha1OnlyWithTheSwitch(int algorithm) {
            DNSKEYRecord dnskey = JdkKey.of("example.", algorithm).dnskey();
            assertThat(standard.supportsSigning(algorithm)).isFalse();
            assertThat(ZoneKey.objection(dnskey, standard)).contains(Objection.UNSUPPORTED_ALGORITHM);
            assertThat(DnssecAlgorithms.ALL.supportsSigning(algorithm)).isTrue();
            assertThat(ZoneKey.objection(dnskey, DnssecAlgorithms.ALL)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2, 3, 4, 6, 9, 11, 12, 17, 23, 252, 253, 254, 255})
        void SEC_09_neverOthers(int algorithm) {
            assertThat(DnssecAlgorithms.ALL.supportsSigning(algorithm)).isFalse();
            assertThat(objection(algorithm, new byte[64])).contains(Objection.UNSUPPORTED_ALGORITHM);
        }

        @Test
        void SEC_09_digests() {
            assertThat(List.of(2, 4)).allMatch(standard::supportsDigest);
            assertThat(List.of(0, 1, 3, 5, 6, 255)).noneMatch(standard::supportsDigest);
            assertThat(List.of(1, 2, 4)).allMatch(DnssecAlgorithms.ALL::supportsDigest);
            assertThat(List.of(0, 3, 5, 6, 255)).noneMatch(DnssecAlgorithms.ALL::supportsDigest);
        }
    }

    @Nested
    class Section_3110_2_Rsa {

        private byte[] key(String exponent, int modulusBits) {
            BigInteger modulus =
                    BigInteger.ONE.shiftLeft(modulusBits - 1).setBit(0).setBit(7);
            return key(HexFormat.of().parseHex(exponent), modulus);
        }

        private byte[] key(byte[] exponent, BigInteger modulus) {
            byte[] number = modulus.toByteArray();
            int skip = number[0] == 0 ? 1 : 0;
            byte[] key = Arrays.copyOf(new byte[] {(byte) exponent.length}, 1 + exponent.length + number.length - skip);
            System.arraycopy(exponent, 0, key, 1, exponent.length);
            System.arraycopy(number, skip, key, 1 + exponent.length, number.length - skip);
            return key;
        }

        @ParameterizedTest
        @ValueSource(ints = {1024, 1025, 2048, 4095, 4096})
        void SEC_10_sizes(int bits) {
            assertThat(objection(8, key("010001", bits))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(ints = {16, 512, 1016, 1023})
        void SEC_10_tooSmall(int bits) {
            assertThat(objection(8, key("010001", bits))).contains(Objection.TOO_SMALL);
        }

        @ParameterizedTest
        @ValueSource(ints = {4097, 8192, 65536})
        void SEC_10_tooLarge(int bits) {
            assertThat(objection(8, key("010001", bits))).contains(Objection.MALFORMED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"03", "11", "010001", "ffffffff", "0100000001", "07ffffffff", "00010001"})
        void SEC_10_exponents(String exponent) {
            assertThat(objection(8, key(exponent, 1024))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"00", "0000", "01", "02", "010000", "0800000001", "010000000001", "ffffffffffffffffffff"})
        void SEC_10_otherExponents(String exponent) {
            assertThat(objection(8, key(exponent, 1024))).contains(Objection.MALFORMED);
        }

        @Test
        void anEvenModulus() {
            BigInteger even = BigInteger.ONE.shiftLeft(1023);
            assertThat(objection(8, key(new byte[] {3}, even))).contains(Objection.MALFORMED);
        }

        @Test
        void theLongFormOfTheLength() {
            byte[] shortForm = JdkKey.of("example.", 8).dnskey().getKey();
            byte[] longForm = new byte[shortForm.length + 2];
            longForm[2] = shortForm[0];
            System.arraycopy(shortForm, 1, longForm, 3, shortForm.length - 1);
            ZoneKey key = ZoneKey.of(dnskey(256, 3, 8, longForm), DnssecAlgorithms.ALL)
                    .orElseThrow();
            assertThat(key.verifies(DATA, JdkKey.of("example.", 8).sign(DATA))).isTrue();
        }

        @Test
        void SEC_10_anExponentOf2To32Plus1AsSomeZonesHave() throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(new RSAKeyGenParameterSpec(
                    1024, BigInteger.ONE.shiftLeft(32).add(BigInteger.ONE)));
            KeyPair pair = generator.generateKeyPair();
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(pair.getPrivate());
            signer.update(DATA);
            byte[] octets = key(HexFormat.of().parseHex("0100000001"), ((RSAPublicKey) pair.getPublic()).getModulus());
            assertThat(ZoneKey.of(dnskey(256, 3, 8, octets), DnssecAlgorithms.ALL)
                            .orElseThrow()
                            .verifies(DATA, signer.sign()))
                    .isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "00",
                    "0000",
                    "000000",
                    "00000000",
                    "01",
                    "0103",
                    "ff03",
                    "0001",
                    "00ffff",
                    "000001",
                    "00000103"
                })
        void tooShort(String octets) {
            assertThat(objection(8, HexFormat.of().parseHex(octets))).contains(Objection.MALFORMED);
        }

        @Test
        void noKeyAtAll() {
            assertThat(objection(dnskey(256, 3, 8, null))).contains(Objection.MALFORMED);
            assertThat(objection(dnskey(256, 3, 13, null))).contains(Objection.MALFORMED);
        }
    }

    @Nested
    class Section_6605_4_Ecdsa {

        private final BigInteger order256 =
                new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

        @ParameterizedTest
        @CsvSource({"13, 63", "13, 65", "13, 96", "13, 0", "13, 33", "14, 64", "14, 95", "14, 97", "14, 49"})
        void anotherLength(int algorithm, int octets) {
            assertThat(objection(algorithm, new byte[octets])).contains(Objection.MALFORMED);
        }

        @ParameterizedTest
        @CsvSource({"13, 64", "14, 96"})
        void aPointThatIsNotOnTheCurve(int algorithm, int octets) {
            byte[] good = JdkKey.of("example.", algorithm).dnskey().getKey();
            byte[] off = good.clone();
            off[octets - 1] ^= 1;
            byte[] beyond = new byte[octets];
            Arrays.fill(beyond, (byte) 0xFF); // no field element
            for (byte[] bad : List.of(off, beyond, new byte[octets])) {
                ZoneKey key = ZoneKey.of(dnskey(256, 3, algorithm, bad), DnssecAlgorithms.ALL)
                        .orElseThrow();
                assertThat(key.isSound()).isFalse();
                assertThat(key.verifies(DATA, JdkKey.of("example.", algorithm).sign(DATA)))
                        .isFalse();
            }
        }

        @Test
        void r_and_s_areFromOneToTheOrder() {
            ZoneKey key = JdkKey.of("example.", 13).zoneKey();
            byte[] good = JdkKey.of("example.", 13).sign(DATA);
            assertThat(key.verifies(DATA, good)).isTrue();
            for (BigInteger bad : List.of(BigInteger.ZERO, order256, order256.add(BigInteger.ONE))) {
                byte[] octets = unsigned(bad);
                byte[] badR = good.clone();
                System.arraycopy(octets, 0, badR, 0, 32);
                byte[] badS = good.clone();
                System.arraycopy(octets, 0, badS, 32, 32);
                assertThat(key.verifies(DATA, badR)).isFalse();
                assertThat(key.verifies(DATA, badS)).isFalse();
            }
            assertThat(key.verifies(DATA, new byte[64])).isFalse();
        }

        private byte[] unsigned(BigInteger number) {
            byte[] octets = new byte[32];
            byte[] signed = number.toByteArray();
            int length = Math.min(32, signed.length);
            System.arraycopy(signed, signed.length - length, octets, 32 - length, length);
            return octets;
        }
    }

    @Nested
    class Section_8080_3_EdDsa {

        @ParameterizedTest
        @CsvSource({"15, 31", "15, 33", "15, 57", "15, 0", "16, 56", "16, 58", "16, 32"})
        void anotherLength(int algorithm, int octets) {
            assertThat(objection(algorithm, new byte[octets])).contains(Objection.MALFORMED);
        }

        @ParameterizedTest
        @CsvSource({"15, 32", "16, 57"})
        void noPoint(int algorithm, int octets) {
            byte[] bad = new byte[octets];
            Arrays.fill(bad, (byte) 0xFF);
            ZoneKey key = ZoneKey.of(dnskey(256, 3, algorithm, bad), DnssecAlgorithms.ALL)
                    .orElseThrow();
            assertThat(key.isSound()).isFalse();
            assertThat(key.verifies(DATA, JdkKey.of("example.", algorithm).sign(DATA)))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 7, 8, 10, 13, 14, 15, 16})
    void signaturesOfAnotherLengthAreWrong(int algorithm) {
        JdkKey key = JdkKey.of("example.", algorithm);
        byte[] good = key.sign(DATA);
        byte[] zeroBefore = new byte[good.length + 1];
        System.arraycopy(good, 0, zeroBefore, 1, good.length);
        List<byte[]> bad = List.of(
                new byte[0],
                new byte[1],
                new byte[good.length],
                Arrays.copyOf(good, good.length - 1),
                Arrays.copyOf(good, good.length + 1),
                zeroBefore,
                Arrays.copyOf(good, 5000));
        assertThat(key.zoneKey().verifies(DATA, good)).isTrue();
        for (byte[] signature : bad) {
            assertThat(key.zoneKey().verifies(DATA, signature)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 13, 14, 15, 16})
    void severalThreadsFromTheFirstVerificationOn(int algorithm) throws Exception {
        JdkKey signer = JdkKey.of("example.", algorithm);
        byte[] good = signer.sign(DATA);
        byte[] bad = good.clone();
        bad[3] ^= 4;
        ZoneKey key = signer.zoneKey();
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tasks.add(() -> {
                boolean right = true;
                for (int n = 0; n < 20; n++) {
                    right &= key.verifies(DATA, good) && !key.verifies(DATA, bad);
                }
                return right;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<Boolean> result : threads.invokeAll(tasks)) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void equalByWhatTheRecordSays() {
        ZoneKey key = JdkKey.of("example.", 13).zoneKey();
        assertThat(key)
                .isEqualTo(JdkKey.of("example.", 13).zoneKey())
                .hasSameHashCodeAs(JdkKey.of("example.", 13).zoneKey())
                .isNotEqualTo(JdkKey.of("example.", 13).withFlags(257).zoneKey())
                .hasToString("key " + key.tag() + ", algorithm 13");
    }
}
