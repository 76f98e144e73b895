package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyMaterialTest {

    /** Writes DER, and what only looks like it. */
    static byte[] der(int tag, byte[]... contents) {
        byte[] content = join(contents);
        byte[] length = content.length < 0x80
                ? new byte[] {(byte) content.length}
                : content.length < 0x100
                        ? new byte[] {(byte) 0x81, (byte) content.length}
                        : new byte[] {(byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
        return join(new byte[] {(byte) tag}, length, content);
    }

    static byte[] join(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    static byte[] integer(BigInteger value) {
        return der(2, value.toByteArray());
    }

    static byte[] pkcs1(BigInteger modulus, BigInteger exponent) {
        return der(0x30, integer(modulus), integer(exponent));
    }

    static byte[] spki(byte[] key) {
        byte[] algorithm = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
        return der(0x30, algorithm, der(3, new byte[1], key));
    }

    private static final BigInteger MODULUS =
            ((RSAPublicKey) TestSigner.rsa(1024).getPublic()).getModulus();
    private static final BigInteger F4 = BigInteger.valueOf(65537);

    private static RsaKey parse(byte[] der) {
        return RsaKey.parse(Octets.of(der));
    }

    @Nested
    class Rsa {

        @Test
        @DisplayName("DKV_28 both forms are read")
        void bothForms() {
            assertThat(parse(pkcs1(MODULUS, F4))).isEqualTo(new RsaKey(MODULUS, F4));
            assertThat(parse(spki(pkcs1(MODULUS, F4)))).isEqualTo(new RsaKey(MODULUS, F4));
        }

        @Test
        @DisplayName("DKV_28 T24 what the JDK encodes")
        void ofTheJdk() {
            RSAPublicKey key = (RSAPublicKey) TestSigner.rsa(1024).getPublic();
            assertThat(parse(key.getEncoded())).isEqualTo(new RsaKey(key.getModulus(), key.getPublicExponent()));
        }

        @Test
        @DisplayName("T24 octets after any end")
        void trailingOctets() {
            byte[] one = {0};
            byte[] key = pkcs1(MODULUS, F4);
            assertThat(parse(join(key, one))).isNull();
            assertThat(parse(join(spki(key), one))).isNull();
            assertThat(parse(spki(join(key, one)))).isNull();
            assertThat(parse(der(0x30, integer(MODULUS), integer(F4), one))).isNull();
        }

        @Test
        @DisplayName("T24 every cut")
        void truncated() {
            byte[] whole = spki(pkcs1(MODULUS, F4));
            for (int length = 0; length < whole.length; length++) {
                assertThat(parse(Arrays.copyOf(whole, length)))
                        .as("%d octets", length)
                        .isNull();
            }
        }

        @Test
        @DisplayName("T24 an element may be empty, and says its length itself")
        void lengths() {
            assertThat(new DerInput(Octets.of(new byte[] {0x30, 0})).read(DerInput.SEQUENCE))
                    .isEqualTo(Octets.EMPTY);
            for (byte[] cut : new byte[][] {{}, {0x30}, {0x30, (byte) 0x81}, {0x30, (byte) 0x82, 1}}) {
                assertThat(new DerInput(Octets.of(cut)).read(DerInput.SEQUENCE)).isNull();
            }
            byte[] twoOctets = Arrays.copyOf(new byte[] {0x30, (byte) 0x82, 1, 0}, 4 + 0x100);
            assertThat(new DerInput(Octets.of(twoOctets)).read(DerInput.SEQUENCE))
                    .isEqualTo(Octets.of(new byte[0x100]));
            byte[] threeOctets = Arrays.copyOf(new byte[] {0x30, (byte) 0x83, 1, 0, 0}, 5 + 0x10000);
            assertThat(new DerInput(Octets.of(threeOctets)).read(DerInput.SEQUENCE))
                    .isNull();
            assertThat(new DerInput(Octets.of(new byte[] {2, 1, (byte) 0x80})).readPositive())
                    .isNull();
            byte[] indefinite = new byte[2 + 0x80];
            indefinite[0] = 0x30;
            indefinite[1] = (byte) 0x80;
            assertThat(new DerInput(Octets.of(indefinite)).read(DerInput.SEQUENCE))
                    .isNull();
        }

        @Test
        @DisplayName("DKV_10 T24 exponents that are even, 1, or huge")
        void exponents() {
            for (long exponent : new long[] {-3, 0, 1, 2, 4, 65536, (1L << 32) + 1}) {
                assertThat(parse(pkcs1(MODULUS, BigInteger.valueOf(exponent))))
                        .as("%d", exponent)
                        .isNull();
            }
            assertThat(parse(pkcs1(MODULUS, BigInteger.ONE.shiftLeft(2000).setBit(0))))
                    .isNull();
            assertThat(parse(pkcs1(MODULUS, BigInteger.valueOf(3)))).isNotNull();
            assertThat(parse(pkcs1(MODULUS, BigInteger.valueOf((1L << 32) - 1))))
                    .isNotNull();
        }

        @Test
        @DisplayName("T24 moduli that are even, zero or negative")
        void moduli() {
            assertThat(parse(pkcs1(MODULUS.clearBit(0), F4))).isNull();
            assertThat(parse(pkcs1(BigInteger.ZERO, F4))).isNull();
            assertThat(parse(pkcs1(MODULUS.negate(), F4))).isNull();
        }

        @Test
        @DisplayName("T24 integers and lengths longer than needed")
        void notShortest() {
            byte[] padded = join(new byte[1], MODULUS.toByteArray());
            assertThat(parse(der(0x30, der(2, padded), integer(F4)))).isNull();
            byte[] longLength = HexFormat.of().parseHex("028103010001");
            assertThat(parse(der(0x30, integer(MODULUS), longLength))).isNull();
            byte[] indefinite = join(HexFormat.of().parseHex("3080"), integer(MODULUS), integer(F4), new byte[2]);
            assertThat(parse(indefinite)).isNull();
        }

        @Test
        void anotherAlgorithm() {
            byte[] algorithm = HexFormat.of().parseHex("300506032b6570");
            assertThat(parse(der(0x30, algorithm, der(3, new byte[1], pkcs1(MODULUS, F4)))))
                    .isNull();
        }

        @Test
        void unusedBits() {
            byte[] algorithm = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
            assertThat(parse(der(0x30, algorithm, der(3, new byte[] {1}, pkcs1(MODULUS, F4)))))
                    .isNull();
        }
    }

    @Nested
    class Ed25519 {

        @Test
        @DisplayName("DKV_08 T28 exactly 32 octets")
        void length() {
            for (int length : new int[] {0, 31, 33, 44}) {
                byte[] octets = new byte[length];
                Arrays.fill(octets, (byte) 5);
                assertThat(Ed25519Key.parse(Octets.of(octets))).isNull();
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "0000000000000000000000000000000000000000000000000000000000000000",
                    "0000000000000000000000000000000000000000000000000000000000000080",
                    "0100000000000000000000000000000000000000000000000000000000000000",
                    "0100000000000000000000000000000000000000000000000000000000000080",
                    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
                })
        @DisplayName("T28 points of small order")
        void smallOrder(String hex) {
            assertThat(Ed25519Key.parse(Octets.of(HexFormat.of().parseHex(hex))))
                    .isNull();
        }
    }
}
