package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import io.mailseal.testkit.InMemoryDns;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Signatures that a lax verifier takes for good, of the kinds that Project Wycheproof collects; made here, with keys of our
 * own, and put to each implementation of cryptography.
 */
class CryptographyEdgesTest {

    private static final String FIELDS = "From: ann@a.example\r\n";
    private static final String BODY = "Hello\r\n";

    private static DkimSignatureResult verify(
            Map<DkimAlgorithm, Provider> providers, TestSigner signer, String record, byte[] message) {
        DkimVerifier.Builder verifier = DkimVerifier.builder().resolver(InMemoryDns.parse(signer.zone(record)));
        providers.forEach(verifier::provider);
        return verifier.build().verify(Octets.of(message)).signatures().get(0);
    }

    private static byte[] signatureOf(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int b = text.indexOf("\tb=") + 3;
        return Base64.getDecoder().decode(text.substring(b, text.indexOf("\r\n", b)));
    }

    /** The message with another signature in it; what is signed stays the same. */
    private static byte[] with(byte[] message, byte[] signature) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int b = text.indexOf("\tb=") + 3;
        String changed = text.substring(0, b)
                + Base64.getEncoder().encodeToString(signature)
                + text.substring(text.indexOf("\r\n", b));
        return changed.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Nested
    class Rsa_pkcs1_v1_5 {

        private static final int LENGTH = 256;
        private static final String DIGEST_INFO = "3031 300d 0609 608648016503040201 0500 0420";

        private static final KeyPair PAIR = TestSigner.rsa(2048);
        private static final TestSigner SIGNER = TestSigner.rsa(PAIR);
        private static final byte[] MESSAGE = SIGNER.sign(FIELDS, BODY);

        private static byte[] octets(BigInteger number) {
            byte[] octets = new byte[LENGTH];
            byte[] digits = number.toByteArray();
            int from = Math.max(0, digits.length - LENGTH);
            System.arraycopy(digits, from, octets, LENGTH - (digits.length - from), digits.length - from);
            return octets;
        }

        /** What is signed: the end of what the good signature encodes. */
        private static byte[] hash(KeyPair pair, byte[] message) {
            RSAPublicKey key = (RSAPublicKey) pair.getPublic();
            byte[] encoded =
                    octets(new BigInteger(1, signatureOf(message)).modPow(key.getPublicExponent(), key.getModulus()));
            return Arrays.copyOfRange(encoded, LENGTH - 32, LENGTH);
        }

        private static byte[] raw(byte[] encoded) {
            RSAPrivateKey key = (RSAPrivateKey) PAIR.getPrivate();
            return octets(new BigInteger(1, encoded).modPow(key.getPrivateExponent(), key.getModulus()));
        }

        /** 00, the block type, FF as often as there is room, what ends the padding, and this. */
        private static byte[] padded(String type, String end, byte[]... content) {
            byte[] tail = PublicKeyMaterialTest.join(content);
            byte[] encoded = new byte[LENGTH];
            Arrays.fill(encoded, (byte) 0xFF);
            System.arraycopy(hex(type), 0, encoded, 0, 2);
            System.arraycopy(tail, 0, encoded, LENGTH - tail.length, tail.length);
            System.arraycopy(hex(end), 0, encoded, LENGTH - tail.length - 1, 1);
            return encoded;
        }

        private static Map<String, byte[]> variants() {
            byte[] hash = hash(PAIR, MESSAGE);
            byte[] info = hex(DIGEST_INFO);
            Map<String, byte[]> variants = new LinkedHashMap<>();
            variants.put("block type 2", padded("0002", "00", info, hash));
            variants.put("block type 0", padded("0000", "00", info, hash));
            variants.put("no end of the padding", padded("0001", "FF", info, hash));
            variants.put("another hash", padded("0001", "00", info, new byte[32]));
            variants.put("no DigestInfo", padded("0001", "00", hash));
            variants.put(
                    "an empty sequence for NULL",
                    padded("0001", "00", hex("3031 300d 0609 608648016503040201 3000 0420"), hash));
            variants.put(
                    "a longer NULL",
                    padded("0001", "00", hex("3034 3010 0609 608648016503040201 0503 000000 0420"), hash));
            variants.put(
                    "a long length of the sequence",
                    padded("0001", "00", hex("3081 31 300d 0609 608648016503040201 0500 0420"), hash));
            variants.put(
                    "a long length of the algorithm",
                    padded("0001", "00", hex("3032 3081 0d 0609 608648016503040201 0500 0420"), hash));
            variants.put(
                    "a long length of the hash",
                    padded("0001", "00", hex("3032 300d 0609 608648016503040201 0500 0481 20"), hash));
            variants.put(
                    "an indefinite length",
                    padded("0001", "00", hex("3080 300d 0609 608648016503040201 0500 0420"), hash, hex("0000")));
            variants.put(
                    "the name of SHA-512",
                    padded("0001", "00", hex("3031 300d 0609 608648016503040203 0500 0420"), hash));
            variants.put("the name of SHA-1", padded("0001", "00", hex("3029 3009 0605 2b0e03021a 0500 0420"), hash));
            variants.put("octets after DigestInfo", padded("0001", "00", info, hash, hex("0000")));
            variants.put(
                    "octets within DigestInfo",
                    padded("0001", "00", hex("3033 300d 0609 608648016503040201 0500 0420"), hash, hex("0500")));
            byte[] dented = padded("0001", "00", info, hash);
            dented[20] = (byte) 0xFE;
            variants.put("padding that is not all FF", dented);
            byte[] shortPadding = new byte[LENGTH];
            byte[] start = PublicKeyMaterialTest.join(hex("0001 FFFFFFFFFFFFFFFF 00"), info, hash);
            System.arraycopy(start, 0, shortPadding, 0, start.length);
            variants.put("little padding, and then the hash, and then anything", shortPadding);
            return variants;
        }

        @ParameterizedTest
        @MethodSource("io.mailseal.dkim.DkimVerifierTest#providers")
        @DisplayName("T25 DKV_10 what is encoded in any way but one does not pass")
        void encodings(Map<DkimAlgorithm, Provider> providers) {
            byte[] right = padded("0001", "00", hex(DIGEST_INFO), hash(PAIR, MESSAGE));
            assertThat(raw(right)).isEqualTo(signatureOf(MESSAGE));
            Map<String, DkimStatus> statuses = new LinkedHashMap<>();
            variants()
                    .forEach((name, encoded) -> statuses.put(
                            name,
                            verify(providers, SIGNER, SIGNER.record(), with(MESSAGE, raw(encoded)))
                                    .status()));
            assertThat(statuses).allSatisfy((name, status) -> assertThat(status).isEqualTo(DkimStatus.FAIL));
        }

        @ParameterizedTest
        @MethodSource("io.mailseal.dkim.DkimVerifierTest#providers")
        @DisplayName(
                "T25 without the NULL it passes with each of these; only whoever holds the private key can make one")
        void withoutNull(Map<DkimAlgorithm, Provider> providers) {
            byte[] encoded = padded("0001", "00", hex("302f 300b 0609 608648016503040201 0420"), hash(PAIR, MESSAGE));
            assertThat(verify(providers, SIGNER, SIGNER.record(), with(MESSAGE, raw(encoded)))
                            .status())
                    .isEqualTo(DkimStatus.PASS);
        }

        @ParameterizedTest
        @MethodSource("io.mailseal.dkim.DkimVerifierTest#providers")
        @DisplayName("T25 numbers that are no residues of the modulus do not pass")
        void outOfRange(Map<DkimAlgorithm, Provider> providers) {
            BigInteger modulus = ((RSAPublicKey) PAIR.getPublic()).getModulus();
            BigInteger limit = BigInteger.ONE.shiftLeft(8 * LENGTH);
            byte[] all = new byte[LENGTH];
            Arrays.fill(all, (byte) 0xFF);
            for (byte[] signature : new byte[][] {
                new byte[LENGTH],
                all,
                octets(BigInteger.ONE),
                octets(modulus),
                octets(modulus.subtract(BigInteger.ONE)),
                octets(modulus.add(BigInteger.ONE))
            }) {
                assertThat(verify(providers, SIGNER, SIGNER.record(), with(MESSAGE, signature))
                                .status())
                        .isEqualTo(DkimStatus.FAIL);
            }
            for (int i = 0; i < 200; i++) {
                byte[] message = SIGNER.sign(FIELDS, BODY + i);
                BigInteger moved = new BigInteger(1, signatureOf(message)).add(modulus);
                if (moved.compareTo(limit) < 0) {
                    assertThat(verify(providers, SIGNER, SIGNER.record(), with(message, octets(moved)))
                                    .status())
                            .isEqualTo(DkimStatus.FAIL);
                    break;
                }
            }
        }

        @ParameterizedTest
        @MethodSource("io.mailseal.dkim.DkimVerifierTest#providers")
        @DisplayName("T25 e=3: a cube whose beginning is right does not pass")
        void lowExponent(Map<DkimAlgorithm, Provider> providers) throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(new RSAKeyGenParameterSpec(2048, BigInteger.valueOf(3)));
            KeyPair pair = generator.generateKeyPair();
            TestSigner signer = TestSigner.rsa(pair);
            byte[] message = signer.sign(FIELDS, BODY);
            assertThat(verify(providers, signer, signer.record(), message).status())
                    .isEqualTo(DkimStatus.PASS);
            byte[] wanted =
                    PublicKeyMaterialTest.join(hex("0001 FFFFFFFFFFFFFFFF 00"), hex(DIGEST_INFO), hash(pair, message));
            BigInteger start = new BigInteger(1, Arrays.copyOf(wanted, LENGTH));
            BigInteger root = cubeRoot(start).add(BigInteger.ONE);
            assertThat(Arrays.copyOf(octets(root.pow(3)), wanted.length)).isEqualTo(wanted);
            assertThat(verify(providers, signer, signer.record(), with(message, octets(root)))
                            .status())
                    .isEqualTo(DkimStatus.FAIL);
        }

        private static BigInteger cubeRoot(BigInteger number) {
            BigInteger low = BigInteger.ZERO;
            BigInteger high = BigInteger.ONE.shiftLeft(number.bitLength() / 3 + 1);
            while (high.subtract(low).compareTo(BigInteger.ONE) > 0) {
                BigInteger middle = low.add(high).shiftRight(1);
                if (middle.pow(3).compareTo(number) <= 0) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    @Nested
    class Ed25519 {

        private static final BigInteger ORDER =
                BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

        private static final TestSigner SIGNER = TestSigner.ed25519();
        private static final byte[] MESSAGE = SIGNER.sign(FIELDS, BODY);

        private static byte[] littleEndian(BigInteger number) {
            byte[] octets = new byte[32];
            byte[] digits = number.toByteArray();
            for (int i = 0; i < digits.length && i < 32; i++) {
                octets[i] = digits[digits.length - 1 - i];
            }
            return octets;
        }

        private static BigInteger s(byte[] signature) {
            byte[] digits = new byte[32];
            for (int i = 0; i < 32; i++) {
                digits[i] = signature[63 - i];
            }
            return new BigInteger(1, digits);
        }

        @ParameterizedTest
        @MethodSource("io.mailseal.dkim.DkimVerifierTest#providers")
        @DisplayName("T28 a second S for the same signature does not pass")
        void nonCanonicalS(Map<DkimAlgorithm, Provider> providers) {
            byte[] good = signatureOf(MESSAGE);
            byte[] r = Arrays.copyOf(good, 32);
            assertThat(verify(providers, SIGNER, SIGNER.record(), MESSAGE).status())
                    .isEqualTo(DkimStatus.PASS);
            for (int times : new int[] {1, 2, 8, 15}) {
                BigInteger moved = s(good).add(ORDER.multiply(BigInteger.valueOf(times)));
                if (moved.bitLength() <= 256) {
                    byte[] signature = PublicKeyMaterialTest.join(r, littleEndian(moved));
                    assertThat(verify(providers, SIGNER, SIGNER.record(), with(MESSAGE, signature))
                                    .status())
                            .as("S + %d L", times)
                            .isEqualTo(DkimStatus.FAIL);
                }
            }
        }

        @ParameterizedTest
        @MethodSource("io.mailseal.dkim.DkimVerifierTest#providers")
        @DisplayName("T28 signatures of nothing, and each changed octet, do not pass")
        void others(Map<DkimAlgorithm, Provider> providers) {
            byte[] good = signatureOf(MESSAGE);
            byte[] all = new byte[64];
            Arrays.fill(all, (byte) 0xFF);
            byte[] identity = new byte[64];
            identity[0] = 1;
            for (byte[] signature : new byte[][] {new byte[64], all, identity}) {
                assertThat(verify(providers, SIGNER, SIGNER.record(), with(MESSAGE, signature))
                                .status())
                        .isEqualTo(DkimStatus.FAIL);
            }
            for (int i = 0; i < 64; i++) {
                byte[] changed = good.clone();
                changed[i] ^= (byte) (1 << (i % 8));
                assertThat(verify(providers, SIGNER, SIGNER.record(), with(MESSAGE, changed))
                                .status())
                        .as("octet %d", i)
                        .isEqualTo(DkimStatus.FAIL);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18})
        @DisplayName("T28 points whose y is not reduced: whosever cryptography it is, nothing passes, nothing throws")
        void unreducedPoints(int y) {
            byte[] point = littleEndian(BigInteger.ONE
                    .shiftLeft(255)
                    .subtract(BigInteger.valueOf(19))
                    .add(BigInteger.valueOf(y)));
            String record = "k=ed25519; p=" + Base64.getEncoder().encodeToString(point);
            for (Map<DkimAlgorithm, Provider> providers : DkimVerifierTest.providers()) {
                assertThat(verify(providers, SIGNER, record, MESSAGE).status())
                        .isIn(DkimStatus.PERMERROR, DkimStatus.FAIL);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 31, 33, 44, 64})
        @DisplayName("T28 DKV_08 keys of another length are malformed")
        void lengths(int length) {
            byte[] key = new byte[length];
            Arrays.fill(key, (byte) 3);
            String record = "k=ed25519; p=" + Base64.getEncoder().encodeToString(key);
            assertThat(verify(Map.of(), SIGNER, record, MESSAGE)
                            .problem()
                            .orElseThrow()
                            .kind())
                    .isEqualTo(length == 0 ? DkimProblem.Kind.KEY_REVOKED : DkimProblem.Kind.KEY_MALFORMED);
        }
    }
}
