package io.mailseal.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimKeyError.Kind;
import io.mailseal.testkit.InMemoryDns;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DkimPrivateKeyTest {

    private static final DkimPrivateKey RSA = DkimPrivateKey.generate(DkimAlgorithm.RSA_SHA256);
    private static final DkimPrivateKey ED25519 = DkimPrivateKey.generate(DkimAlgorithm.ED25519_SHA256);
    private static final char[] PASSWORD = "Schlüssel 1".toCharArray();

    private static DkimPrivateKey key(DkimAlgorithm algorithm) {
        return algorithm == DkimAlgorithm.RSA_SHA256 ? RSA : ED25519;
    }

    private static void assertError(DkimKeyParse parse, Kind kind) {
        assertThat(parse).isInstanceOfSatisfying(DkimKeyError.class, error -> {
            assertThat(error.kind()).as(error.explanation()).isEqualTo(kind);
            assertThat(error.explanation()).matches("[A-Z][ -~]+\\.");
        });
        assertThatIllegalArgumentException()
                .isThrownBy(parse::orElseThrow)
                .withMessage(((DkimKeyError) parse).explanation());
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + label + "-----\n";
    }

    private static byte[] pkcs8(DkimPrivateKey key) {
        String base64 =
                key.toPem().lines().filter(line -> !line.startsWith("-")).reduce("", String::concat);
        return Base64.getDecoder().decode(base64);
    }

    // The RSAPrivateKey inside: after SEQUENCE, version, algorithm and the head of the OCTET STRING.
    private static byte[] pkcs1(DkimPrivateKey key) {
        byte[] der = pkcs8(key);
        return Arrays.copyOfRange(der, 26, der.length);
    }

    @Nested
    class Files_of_keys {

        @ParameterizedTest
        @EnumSource(DkimAlgorithm.class)
        @DisplayName("KEY_05 what it writes it reads")
        void pkcs8RoundTrip(DkimAlgorithm algorithm) {
            DkimPrivateKey key = key(algorithm);
            assertThat(DkimPrivateKey.parse(key.toPem())).isEqualTo(key);
            assertThat(DkimPrivateKey.parse(key.toPem()).orElseThrow().toPem()).isEqualTo(key.toPem());
            assertThat(key.toPem().lines()).allMatch(line -> line.length() <= 64);
        }

        @Test
        @DisplayName("KEY_05 PKCS #1")
        void pkcs1() {
            String text = pem("RSA PRIVATE KEY", DkimPrivateKeyTest.pkcs1(RSA));
            assertThat(DkimPrivateKey.parse(text)).isEqualTo(RSA);
            String clear = text.replaceFirst("\n", "\nProc-Type: 4,MIC-CLEAR\n\n");
            assertThat(DkimPrivateKey.parse(clear))
                    .as("a header that says nothing of encryption")
                    .isEqualTo(RSA);
            assertError(DkimPrivateKey.parse(pem("RSA PRIVATE KEY", new byte[] {0x30, 0})), Kind.MALFORMED);
        }

        @Test
        void carriageReturnsBlanksAndByteOrderMark() {
            String text = "\uFEFF" + RSA.toPem().replace("\n", " \r\n");
            assertThat(DkimPrivateKey.parse(text)).isEqualTo(RSA);
        }

        @Test
        void allOnOneLine() {
            assertThat(DkimPrivateKey.parse(RSA.toPem().replace("\n", ""))).isEqualTo(RSA);
        }

        @Test
        void othersBesideTheKey() {
            String text = "Bag Attributes\n  friendlyName: mail-----\n" + pem("EC PARAMETERS", new byte[3])
                    + pem("CERTIFICATE", new byte[40]) + RSA.toPem()
                    + pem("PUBLIC KEY", RSA.publicKey().toByteArray())
                    + "end";
            assertThat(DkimPrivateKey.parse(text)).isEqualTo(RSA);
        }

        @Test
        void twoKeysAreNone() {
            assertError(DkimPrivateKey.parse(RSA.toPem() + ED25519.toPem()), Kind.SEVERAL_KEYS);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\n", "hello", "-----BEGIN ", "-----BEGIN PRIVATE KEY", "no key here: äöü"})
        void noKey(String text) {
            assertError(DkimPrivateKey.parse(text), Kind.NO_KEY);
        }

        @Test
        void publicKeysAreNone() {
            assertError(DkimPrivateKey.parse(pem("PUBLIC KEY", RSA.publicKey().toByteArray())), Kind.NO_KEY);
            assertError(DkimPrivateKey.parse(pem("CERTIFICATE", new byte[9])), Kind.NO_KEY);
        }

        @Test
        void cutOff() {
            String text = RSA.toPem();
            assertError(DkimPrivateKey.parse(text.substring(0, text.length() / 2)), Kind.MALFORMED);
            byte[] der = pkcs8(RSA);
            for (int length = 0; length < der.length; length += 7) {
                assertError(DkimPrivateKey.parse(pem("PRIVATE KEY", Arrays.copyOf(der, length))), Kind.MALFORMED);
            }
            assertError(DkimPrivateKey.parse(pem("PRIVATE KEY", Arrays.copyOf(der, der.length + 1))), Kind.MALFORMED);
        }

        @Test
        void otherTypesOfKeys() throws Exception {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            byte[] ec = generator.generateKeyPair().getPrivate().getEncoded();
            assertError(DkimPrivateKey.parse(pem("PRIVATE KEY", ec)), Kind.UNSUPPORTED_TYPE);
            assertError(DkimPrivateKey.parse(pem("EC PRIVATE KEY", ec)), Kind.UNSUPPORTED_TYPE);
            byte[] ed448 = KeyPairGenerator.getInstance("Ed448")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            assertError(DkimPrivateKey.parse(pem("PRIVATE KEY", ed448)), Kind.UNSUPPORTED_TYPE);
            assertError(DkimPrivateKey.parse(pem("OPENSSH PRIVATE KEY", new byte[9])), Kind.UNSUPPORTED_FORMAT);
        }

        @Test
        @DisplayName("base64 alone, as programs for DKIM write seeds of Ed25519")
        void bareBase64() {
            byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
            Octets point = Octets.of(
                    HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
            String alone = Base64.getEncoder().encodeToString(seed) + "\n";
            assertThat(DkimPrivateKey.parse(alone).orElseThrow().publicKey()).isEqualTo(point);
            byte[] both = Arrays.copyOf(seed, 64);
            System.arraycopy(point.toByteArray(), 0, both, 32, 32);
            assertThat(DkimPrivateKey.parse(Base64.getEncoder().encodeToString(both)))
                    .isEqualTo(DkimPrivateKey.ofEd25519Seed(Octets.of(seed)));
            both[63] ^= 1;
            assertError(DkimPrivateKey.parse(Base64.getEncoder().encodeToString(both)), Kind.MALFORMED);
            assertThat(DkimPrivateKey.parse(Base64.getEncoder().encodeToString(pkcs8(RSA))))
                    .isEqualTo(RSA);
            assertThat(DkimPrivateKey.parse(Base64.getEncoder().encodeToString(DkimPrivateKeyTest.pkcs1(RSA))))
                    .isEqualTo(RSA);
        }

        @Test
        @DisplayName("RFC 5958: with the public key beside it, as BouncyCastle writes it")
        void oneAsymmetricKey() throws Exception {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519", new BouncyCastleProvider())
                    .generateKeyPair();
            byte[] encoded = pair.getPrivate().getEncoded();
            assertThat(encoded.length).isGreaterThan(48);
            DkimPrivateKey key =
                    DkimPrivateKey.parse(pem("PRIVATE KEY", encoded)).orElseThrow();
            assertThat(pair.getPublic().getEncoded()).endsWith(key.publicKey().toByteArray());
            encoded[encoded.length - 1] ^= 1;
            assertError(DkimPrivateKey.parse(pem("PRIVATE KEY", encoded)), Kind.MALFORMED);
        }

        @Test
        void numbersThatDoNotBelongTogether() throws Exception {
            byte[] der = pkcs8(RSA);
            for (int at = der.length - 1; at > 40; at -= 101) {
                byte[] changed = der.clone();
                changed[at] ^= 2;
                assertThat(DkimPrivateKey.parse(pem("PRIVATE KEY", changed)))
                        .as("octet " + at)
                        .isInstanceOf(DkimKeyError.class);
            }
        }
    }

    @Nested
    class Openssl {

        @TempDir
        Path passwords;

        private String made(String input, String... arguments) throws Exception {
            return Programs.run(input, "openssl", arguments);
        }

        private void assertOpens(String text) {
            assertError(DkimPrivateKey.parse(text), Kind.PASSWORD_MISSING);
            assertError(DkimPrivateKey.parse(text, "wrong".toCharArray()), Kind.WRONG_PASSWORD);
            assertError(DkimPrivateKey.parse(text, new char[0]), Kind.WRONG_PASSWORD);
            assertThat(DkimPrivateKey.parse(text, PASSWORD).orElseThrow()).isIn(RSA, ED25519);
        }

        // In a file, since arguments are in the encoding of the machine.
        private String pass() throws IOException {
            return "file:" + Files.writeString(passwords.resolve("password"), new String(PASSWORD));
        }

        @ParameterizedTest
        @CsvSource({"RSA,2048", "RSA,3072", "RSA,1024"})
        void genpkeyRsa(String algorithm, int bits) throws Exception {
            String text = made("", "genpkey", "-algorithm", algorithm, "-pkeyopt", "rsa_keygen_bits:" + bits);
            DkimPrivateKey key = DkimPrivateKey.parse(text).orElseThrow();
            assertThat(key.bits()).isEqualTo(bits);
            assertThat(key.toPem()).isEqualTo(text);
            String published = made(text, "pkey", "-pubout");
            assertThat(published.replace("\n", ""))
                    .contains(Base64.getEncoder().encodeToString(key.publicKey().toByteArray()));
        }

        @Test
        void genpkeyEd25519() throws Exception {
            String text = made("", "genpkey", "-algorithm", "ed25519");
            DkimPrivateKey key = DkimPrivateKey.parse(text).orElseThrow();
            assertThat(key.algorithm()).isEqualTo(DkimAlgorithm.ED25519_SHA256);
            assertThat(key.toPem()).isEqualTo(text);
        }

        @Test
        @DisplayName("openssl reads what we write")
        void readsOurs() throws Exception {
            assertThat(made(ED25519.toPem(), "pkey")).isEqualTo(ED25519.toPem());
            assertThat(made(RSA.toPem(), "rsa", "-check")).contains("RSA key ok");
        }

        @Test
        void traditionalRsa() throws Exception {
            String text = made(RSA.toPem(), "rsa", "-traditional");
            assertThat(text).contains("BEGIN RSA PRIVATE KEY");
            assertThat(DkimPrivateKey.parse(text)).isEqualTo(RSA);
        }

        @ParameterizedTest
        @ValueSource(strings = {"-aes128", "-aes192", "-aes256", "-des3"})
        void traditionalEncryption(String cipher) throws Exception {
            String text = made(RSA.toPem(), "rsa", "-traditional", cipher, "-passout", pass());
            assertThat(text).contains("DEK-Info");
            assertOpens(text);
            assertOpens(text.replace("\n", "\r\n"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"aes128", "aes192", "aes256", "des3"})
        void pbes2Ciphers(String cipher) throws Exception {
            assertOpens(made(ED25519.toPem(), "pkcs8", "-topk8", "-v2", cipher, "-passout", pass()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"hmacWithSHA1", "hmacWithSHA224", "hmacWithSHA256", "hmacWithSHA384", "hmacWithSHA512"})
        void pbes2Hashes(String hash) throws Exception {
            assertOpens(made(RSA.toPem(), "pkcs8", "-topk8", "-v2prf", hash, "-passout", pass()));
        }

        @Test
        void pbes2WithScrypt() throws Exception {
            assertOpens(made(ED25519.toPem(), "pkcs8", "-topk8", "-scrypt", "-passout", pass()));
        }

        @Test
        void genpkeyEncrypted() throws Exception {
            String text = made("", "genpkey", "-algorithm", "ed25519", "-aes256", "-pass", pass());
            assertError(DkimPrivateKey.parse(text), Kind.PASSWORD_MISSING);
            assertThat(DkimPrivateKey.parse(text, PASSWORD)).isInstanceOf(DkimPrivateKey.class);
        }

        @Test
        void pbes1IsNotRead() throws Exception {
            String text = made(RSA.toPem(), "pkcs8", "-topk8", "-v1", "PBE-SHA1-3DES", "-passout", pass());
            assertError(DkimPrivateKey.parse(text, PASSWORD), Kind.UNSUPPORTED_ENCRYPTION);
        }

        @Test
        void cutOffAndChangedWhileEncrypted() throws Exception {
            String text = made(ED25519.toPem(), "pkcs8", "-topk8", "-iter", "10", "-passout", pass());
            byte[] der = Base64.getMimeDecoder()
                    .decode(text.lines().filter(line -> !line.startsWith("-")).reduce("", String::concat));
            for (int i = 0; i < der.length; i++) {
                byte[] changed = der.clone();
                changed[i] ^= 0x40;
                // Nothing vouches for the seed: with a changed vector another one comes out.
                assertThat(DkimPrivateKey.parse(pem("ENCRYPTED PRIVATE KEY", changed), PASSWORD))
                        .as("octet " + i)
                        .isNotNull();
                byte[] cut = Arrays.copyOf(der, i);
                assertThat(DkimPrivateKey.parse(pem("ENCRYPTED PRIVATE KEY", cut), PASSWORD))
                        .isInstanceOf(DkimKeyError.class);
            }
        }

        @Test
        @DisplayName("its verification takes our signature")
        void verifiesOurSignature(@TempDir Path folder) throws Exception {
            Path data = Files.writeString(folder.resolve("data"), "hello");
            Path signature =
                    Files.write(folder.resolve("signature"), RSA.sign("hello".getBytes(StandardCharsets.US_ASCII)));
            Path key = Files.writeString(folder.resolve("key"), made(RSA.toPem(), "pkey", "-pubout"));
            assertThat(made(
                            "",
                            "dgst",
                            "-sha256",
                            "-verify",
                            key.toString(),
                            "-signature",
                            signature.toString(),
                            data.toString()))
                    .contains("Verified OK");
        }
    }

    @Nested
    class Programs_for_dkim {

        @Test
        @DisplayName("OpenDKIM: key and record belong together")
        void opendkimGenkey(@TempDir Path folder) throws Exception {
            Programs.run("", "opendkim-genkey", "-D", folder.toString(), "-d", "a.example", "-s", "s1", "-b", "2048");
            DkimPrivateKey key = DkimPrivateKey.parse(Files.readString(folder.resolve("s1.private")))
                    .orElseThrow();
            String zone = Files.readString(folder.resolve("s1.txt"));
            InMemoryDns dns = InMemoryDns.parse("$ORIGIN a.example.\n" + zone.substring(0, zone.indexOf(')') + 1));
            DkimKeyCheck check = DkimKeyChecker.builder()
                    .resolver(dns)
                    .build()
                    .check(DomainName.of("s1"), DomainName.of("a.example"), key);
            assertThat(check.isReady()).as(check.explanation()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"rsa", "ed25519"})
        @DisplayName("dkimpy: key and record belong together")
        void dknewkey(String type, @TempDir Path folder) throws Exception {
            Programs.run("", "dknewkey", "--ktype", type, folder.resolve("s1").toString());
            DkimPrivateKey key = DkimPrivateKey.parse(Files.readString(folder.resolve("s1.key")))
                    .orElseThrow();
            Octets text = Octets.ofLatin1(Files.readString(folder.resolve("s1.dns")));
            assertThat(DkimKeyRecord.parse(text).publicKey()).isEqualTo(key.publicKey());
            assertThat(key.algorithm().keyType()).isEqualTo(type);
        }
    }

    /** Keys that were encrypted here, with whatever parameters. */
    @Nested
    class Encrypted_by_hand {

        private final byte[] iv = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");

        private byte[] encrypted(byte[] key, byte[] content) throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(content);
        }

        private byte[] md5(byte[] before) throws GeneralSecurityException {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(before);
            md5.update("secret".getBytes(StandardCharsets.US_ASCII));
            return md5.digest(Arrays.copyOf(iv, 8));
        }

        @ParameterizedTest
        @DisplayName("the name of the cipher in any letter case")
        @ValueSource(strings = {"AES-256-CBC", "aes-256-cbc", "Aes-256-Cbc"})
        void letterCase(String name) throws Exception {
            byte[] key = PublicKeyMaterialTest.join(md5(new byte[0]), md5(md5(new byte[0])));
            String base64 = Base64.getMimeEncoder().encodeToString(encrypted(key, DkimPrivateKeyTest.pkcs1(RSA)));
            String text = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: " + name + ","
                    + HexFormat.of().formatHex(iv) + "\n\n" + base64 + "\n-----END RSA PRIVATE KEY-----\n";
            assertThat(DkimPrivateKey.parse(text, "secret".toCharArray())).isEqualTo(RSA);
            assertError(DkimPrivateKey.parse(text, "tercse".toCharArray()), Kind.WRONG_PASSWORD);
            assertError(
                    DkimPrivateKey.parse(text.replace(name, name + "x"), "secret".toCharArray()),
                    Kind.UNSUPPORTED_ENCRYPTION);
            String vector = "," + HexFormat.of().formatHex(iv);
            for (String other : List.of("", ",", ",00", ",x", vector + "00")) {
                assertError(DkimPrivateKey.parse(text.replace(vector, other), "secret".toCharArray()), Kind.MALFORMED);
            }
        }

        private String scrypt(long cost, long blocks, long parallel, byte[] content) {
            return text(
                    "2b06010401da47040b",
                    new DerOutput()
                            .add(PrivateKeyReader.OCTET_STRING, iv)
                            .add(BigInteger.valueOf(cost))
                            .add(BigInteger.valueOf(blocks))
                            .add(BigInteger.valueOf(parallel)),
                    content);
        }

        private String text(String function, DerOutput parameters, byte[] content) {
            DerOutput derivation = new DerOutput().add(0x06, oid(function)).add(DerInput.SEQUENCE, parameters);
            DerOutput scheme =
                    new DerOutput().add(0x06, oid("60864801650304012a")).add(PrivateKeyReader.OCTET_STRING, iv);
            DerOutput both = new DerOutput().add(DerInput.SEQUENCE, derivation).add(DerInput.SEQUENCE, scheme);
            DerOutput algorithm =
                    new DerOutput().add(0x06, oid("2a864886f70d01050d")).add(DerInput.SEQUENCE, both);
            DerOutput info =
                    new DerOutput().add(DerInput.SEQUENCE, algorithm).add(PrivateKeyReader.OCTET_STRING, content);
            return pem(
                    "ENCRYPTED PRIVATE KEY",
                    new DerOutput().add(DerInput.SEQUENCE, info).toByteArray());
        }

        private byte[] oid(String hex) {
            return HexFormat.of().parseHex(hex);
        }

        @Test
        void scrypt() throws Exception {
            byte[] key = SCrypt.generate("secret".getBytes(StandardCharsets.US_ASCII), iv, 1 << 10, 8, 2, 32);
            String text = scrypt(1 << 10, 8, 2, encrypted(key, pkcs8(ED25519)));
            assertThat(DkimPrivateKey.parse(text, "secret".toCharArray())).isEqualTo(ED25519);
            assertError(DkimPrivateKey.parse(text, "".toCharArray()), Kind.WRONG_PASSWORD);
        }

        /** Parameters of PBKDF2 as far as the number of iterations, and the key that they make with HMAC-SHA-1. */
        private DerOutput pbkdf2(int iterations) {
            return new DerOutput().add(PrivateKeyReader.OCTET_STRING, iv).add(BigInteger.valueOf(iterations));
        }

        private byte[] pbkdf2Key(int iterations) throws GeneralSecurityException {
            PBEKeySpec spec = new PBEKeySpec("secret".toCharArray(), iv, iterations, 256);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                    .generateSecret(spec)
                    .getEncoded();
        }

        @Test
        @DisplayName("RFC 8018 A.2 the length of the key may be said, and the function need not be")
        void pbkdf2() throws Exception {
            byte[] content = encrypted(pbkdf2Key(1000), pkcs8(ED25519));
            DerOutput function =
                    new DerOutput().add(0x06, oid("2a864886f70d0207")).add(0x05, new byte[0]);
            List<DerOutput> all = List.of(
                    pbkdf2(1000),
                    pbkdf2(1000).add(BigInteger.valueOf(32)),
                    pbkdf2(1000).add(DerInput.SEQUENCE, function),
                    pbkdf2(1000).add(BigInteger.valueOf(32)).add(DerInput.SEQUENCE, function));
            for (DerOutput parameters : all) {
                String text = text("2a864886f70d01050c", parameters, content);
                assertThat(DkimPrivateKey.parse(text, "secret".toCharArray())).isEqualTo(ED25519);
                assertError(DkimPrivateKey.parse(text, "secreT".toCharArray()), Kind.WRONG_PASSWORD);
            }
        }

        @Test
        @DisplayName("a wrong password may look right by its padding; other faults are those of the key")
        void garbage() throws Exception {
            byte[] garbage = encrypted(pbkdf2Key(10), "no key".getBytes(StandardCharsets.US_ASCII));
            assertError(
                    DkimPrivateKey.parse(text("2a864886f70d01050c", pbkdf2(10), garbage), "secret".toCharArray()),
                    Kind.WRONG_PASSWORD);
            byte[] tooShort =
                    encrypted(pbkdf2Key(10), TestSigner.rsa(512).getPrivate().getEncoded());
            assertError(
                    DkimPrivateKey.parse(text("2a864886f70d01050c", pbkdf2(10), tooShort), "secret".toCharArray()),
                    Kind.TOO_SHORT);
        }

        @Test
        @DisplayName("as much work as is allowed, and no more")
        void effort() throws Exception {
            Pbes2.Effort limit = new Pbes2.Effort(20, 64);
            for (int iterations : new int[] {20, 21}) {
                byte[] content = encrypted(pbkdf2Key(iterations), pkcs8(ED25519));
                Octets der = der(text("2a864886f70d01050c", pbkdf2(iterations), content));
                assertThat(Pbes2.decrypt(der, "secret".toCharArray(), limit).error() == null)
                        .isEqualTo(iterations == 20);
            }
            for (int parallel : new int[] {2, 3}) {
                byte[] key = SCrypt.generate("secret".getBytes(StandardCharsets.US_ASCII), iv, 16, 2, parallel, 32);
                Octets der = der(scrypt(16, 2, parallel, encrypted(key, pkcs8(ED25519))));
                assertThat(Pbes2.decrypt(der, "secret".toCharArray(), limit).error() == null)
                        .isEqualTo(parallel == 2);
            }
        }

        private Octets der(String text) {
            return PemBlock.all(text).get(0).content();
        }

        @ParameterizedTest
        @DisplayName("parameters that nobody would use, or nobody could: not the password's fault")
        @CsvSource({
            "2, 4194304, 1",
            "8, 1048576, 1",
            "65536, 1, 1",
            "65536, 2097152, 1",
            "3, 8, 1",
            "1, 8, 1",
            "0, 8, 1",
            "1024, 0, 1",
            "1024, 8, 0",
            "1024, 8, 17",
            "1048576, 8, 1",
            "65536, 8, 16",
            "4294967298, 8, 1",
            "1024, 4294967304, 1",
            "1024, 8, 4294967297"
        })
        void strangeParameters(long cost, long blocks, long parallel) {
            String text = scrypt(cost, blocks, parallel, new byte[64]);
            assertError(DkimPrivateKey.parse(text, "secret".toCharArray()), Kind.UNSUPPORTED_ENCRYPTION);
            assertError(DkimPrivateKey.parse(text, new char[0]), Kind.UNSUPPORTED_ENCRYPTION);
        }
    }

    @Test
    @DisplayName("an RSA key with a factor that is no prime is told when it is read")
    void compositeFactor() {
        BigInteger e = BigInteger.valueOf(65537);
        Random random = new Random(1);
        BigInteger p = BigInteger.probablePrime(1024, random);
        BigInteger q = BigInteger.probablePrime(512, random).multiply(BigInteger.probablePrime(512, random));
        BigInteger one = BigInteger.ONE;
        BigInteger d = e.modInverse(p.subtract(one).multiply(q.subtract(one)));
        RSAPrivateCrtKeySpec numbers = new RSAPrivateCrtKeySpec(
                p.multiply(q), e, d, p, q, d.mod(p.subtract(one)), d.mod(q.subtract(one)), q.modInverse(p));
        RsaPrivateKey composite = RsaPrivateKey.of(numbers);
        assertThat(composite).as("its numbers fit").isNotNull();
        assertError(DkimPrivateKey.parse(pem("PRIVATE KEY", composite.pkcs8())), Kind.MALFORMED);
        assertThat(RSA.isSound()).isTrue();
        assertThat(ED25519.isSound()).isTrue();
    }

    @Test
    @DisplayName("T24 one is no factor")
    void oneAsAFactor() {
        BigInteger one = BigInteger.ONE;
        BigInteger n = one.shiftLeft(2047).setBit(0);
        BigInteger e = BigInteger.valueOf(65537);
        for (boolean first : new boolean[] {true, false}) {
            BigInteger p = first ? one : n;
            BigInteger q = first ? n : one;
            assertThat(RsaPrivateKey.of(new RSAPrivateCrtKeySpec(n, e, e, p, q, e, e, one)))
                    .isNull();
        }
    }

    @Nested
    class Rfc8301_section_3_2 {

        @Test
        @DisplayName("DKS_03 below 1024 bits nothing is signed")
        void tooShort() throws Exception {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1016);
            byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
            assertError(DkimPrivateKey.parse(pem("PRIVATE KEY", encoded)), Kind.TOO_SHORT);
        }

        @Test
        @DisplayName("DKS_03 1024 bits may sign, and the record says that it is short")
        void shortKey() throws Exception {
            DkimPrivateKey key = DkimPrivateKey.of(TestSigner.rsa(1024).getPrivate());
            assertThat(key.bits()).isEqualTo(1024);
            assertThat(key.keyRecord().findings())
                    .extracting(DkimKeyFinding::code)
                    .containsExactly(DkimKeyFinding.Code.SHORT_KEY);
        }

        @Test
        @DisplayName("above 4096 bits no verifier has to understand it")
        void tooLong() throws Exception {
            byte[] modulus = new byte[513];
            modulus[0] = 1;
            modulus[512] = 1;
            DerOutput numbers = new DerOutput().add(DerInput.INTEGER, new byte[1]);
            for (int i = 0; i < 8; i++) {
                numbers.add(DerInput.INTEGER, modulus);
            }
            byte[] der = new DerOutput().add(DerInput.SEQUENCE, numbers).toByteArray();
            assertError(DkimPrivateKey.parse(pem("RSA PRIVATE KEY", der)), Kind.TOO_LONG);
        }

        @Test
        void generated() {
            assertThat(DkimPrivateKey.generate(DkimAlgorithm.RSA_SHA256).bits()).isEqualTo(2048);
            assertThat(DkimPrivateKey.generateRsa(2056).bits()).isEqualTo(2056);
            assertThatIllegalArgumentException().isThrownBy(() -> DkimPrivateKey.generateRsa(2047));
            assertThatIllegalArgumentException().isThrownBy(() -> DkimPrivateKey.generateRsa(4097));
        }

        @Test
        @DisplayName("an exponent that verifiers refuse")
        void exponent() throws Exception {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            BigInteger exponent = BigInteger.ONE.shiftLeft(32).add(BigInteger.valueOf(15));
            generator.initialize(new RSAKeyGenParameterSpec(1024, exponent));
            byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
            assertError(DkimPrivateKey.parse(pem("PRIVATE KEY", encoded)), Kind.MALFORMED);
        }
    }

    @Nested
    class Keys_of_the_platform {

        @Test
        void rsaAndEd25519() throws Exception {
            KeyPair pair = TestSigner.rsa(2048);
            assertThat(DkimPrivateKey.of(pair.getPrivate()).publicKey())
                    .isEqualTo(Octets.of(pair.getPublic().getEncoded()));
            KeyPair edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            assertThat(edwards.getPublic().getEncoded())
                    .endsWith(
                            DkimPrivateKey.of(edwards.getPrivate()).publicKey().toByteArray());
        }

        @Test
        @DisplayName("a key without its factors is none")
        void withoutFactors() throws Exception {
            RSAPrivateCrtKey whole = (RSAPrivateCrtKey) TestSigner.rsa(1024).getPrivate();
            PrivateKey key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new RSAPrivateKeySpec(whole.getModulus(), whole.getPrivateExponent()));
            assertThatIllegalArgumentException().isThrownBy(() -> DkimPrivateKey.of(key));
        }

        @Test
        @DisplayName("a key in a device is none")
        void inDevice() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DkimPrivateKey.of(new PrivateKey() {
                        @Override
                        public String getAlgorithm() {
                            return "RSA";
                        }

                        @Override
                        public String getFormat() {
                            return null;
                        }

                        @Override
                        public byte[] getEncoded() {
                            return null;
                        }
                    }));
        }

        @Test
        void seedOfWrongLength() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DkimPrivateKey.ofEd25519Seed(Octets.of(new byte[31])));
        }
    }

    @Nested
    class Signatures {

        private static final byte[] DATA = "from: a@b\r\n".getBytes(StandardCharsets.US_ASCII);

        private void assertVerifies(DkimPrivateKey key, byte[] signature) throws Exception {
            boolean rsa = key.algorithm() == DkimAlgorithm.RSA_SHA256;
            byte[] encoded = rsa
                    ? key.publicKey().toByteArray()
                    : HexFormat.of()
                            .parseHex("302a300506032b6570032100"
                                    + HexFormat.of().formatHex(key.publicKey().toByteArray()));
            PublicKey publicKey =
                    KeyFactory.getInstance(rsa ? "RSA" : "Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            Signature verifier = Signature.getInstance(rsa ? "SHA256withRSA" : "Ed25519");
            verifier.initVerify(publicKey);
            verifier.update(rsa ? DATA : Sha256.newDigest().digest(DATA));
            assertThat(verifier.verify(signature)).isTrue();
            assertThat(signature).hasSize(key.signatureOctets());
        }

        @ParameterizedTest
        @EnumSource(DkimAlgorithm.class)
        void verify(DkimAlgorithm algorithm) throws Exception {
            assertVerifies(key(algorithm), key(algorithm).sign(DATA));
        }

        @ParameterizedTest
        @EnumSource(DkimAlgorithm.class)
        void ofAnotherProvider(DkimAlgorithm algorithm) throws Exception {
            DkimPrivateKey key = key(algorithm).using(new BouncyCastleProvider());
            assertVerifies(key, key.sign(DATA));
            assertThat(key).isEqualTo(key(algorithm));
            assertThat(key.toPem()).isEqualTo(key(algorithm).toPem());
        }

        @Test
        void ed25519OfThePlatform() throws Exception {
            DkimPrivateKey key = ED25519.using(Security.getProvider("SunEC"));
            assertVerifies(key, key.sign(DATA));
        }

        @Test
        @DisplayName("keys made by another provider")
        void keysOfAnotherProvider() throws Exception {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", new BouncyCastleProvider());
            generator.initialize(2048);
            DkimPrivateKey key = DkimPrivateKey.of(generator.generateKeyPair().getPrivate());
            assertVerifies(key, key.sign(DATA));
        }

        @Test
        void aProviderWithoutTheAlgorithm() {
            Provider sun = Security.getProvider("SUN");
            assertThatIllegalArgumentException().isThrownBy(() -> RSA.using(sun));
            assertThatIllegalArgumentException().isThrownBy(() -> ED25519.using(sun));
        }

        @Test
        @DisplayName("RFC 8463 A.1: the key and the point of the example")
        void exampleKey() {
            DkimPrivateKey key = DkimPrivateKey.parse("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=")
                    .orElseThrow();
            assertThat(key.keyRecord().publicKey())
                    .isEqualTo(Octets.of(Base64.getDecoder().decode("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")));
        }
    }

    @Nested
    class Nothing_gets_out {

        @Test
        @DisplayName("T28 the key is in no text but toPem")
        void text() {
            for (DkimPrivateKey key : new DkimPrivateKey[] {RSA, ED25519}) {
                assertThat(key).hasToString("private key for " + key.algorithm().word() + ", " + key.bits() + " bits");
            }
            assertThat(RSA.equals(ED25519)).isFalse();
            assertThat(RSA.hashCode())
                    .isEqualTo(DkimPrivateKey.parse(RSA.toPem()).hashCode());
        }

        @Test
        void errors() {
            String broken = RSA.toPem().replace("MII", "M!I");
            assertThatThrownBy(() -> DkimPrivateKey.parse(broken).orElseThrow())
                    .hasNoCause()
                    .satisfies(error -> assertThat(error.getMessage()).doesNotContain("M!I"));
        }

        @Test
        void passwordStays() {
            char[] password = "secret".toCharArray();
            DkimPrivateKey.parse(pem("ENCRYPTED PRIVATE KEY", new byte[9]), password);
            assertThat(password).containsExactly("secret".toCharArray());
        }
    }

    @Test
    @DisplayName("numbers of a key generator elsewhere")
    void numbers() throws Exception {
        RSAPrivateCrtKey whole = (RSAPrivateCrtKey) TestSigner.rsa(2048).getPrivate();
        RsaPrivateKey key = RsaPrivateKey.of(new RSAPrivateCrtKeySpec(
                whole.getModulus(),
                whole.getPublicExponent(),
                whole.getPrivateExponent(),
                whole.getPrimeP(),
                whole.getPrimeQ(),
                whole.getPrimeExponentP(),
                whole.getPrimeExponentQ(),
                whole.getCrtCoefficient()));
        assertThat(key).isNotNull();
        assertThat(key.pkcs8()).isEqualTo(whole.getEncoded());
    }

    @Test
    @DisplayName("a text of beginnings without end is read in one pass")
    void manyBeginnings() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            text.append("-----BEGIN A").append(i).append("-----\n");
        }
        DkimKeyParse parsed = DkimPrivateKey.parse(text.toString());
        assertThat(parsed).isInstanceOf(DkimKeyError.class);
    }
}
