package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimKeyCheck;
import io.mailseal.dkim.DkimPrivateKey;
import io.mailseal.dkim.DkimSigningStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mailseal dkim}: keys, signatures, and what is said of both. */
class DkimCommandTest {

    private static final Path SAMPLES = Path.of("..", "samples");
    private static final String ZONE = SAMPLES.resolve("dkim.zone").toString();
    private static final String MAIL = """
            From: Ann <ann@a.example>
            Subject: Lunch
            Date: Thu, 1 Jan 2026 00:00:00 +0000
            Message-ID: <1@a.example>
            Content-Transfer-Encoding: 8bit

            At noon? \u00fc
            .


            """.replace("\n", "\r\n");

    @TempDir
    Path folder;

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8)
                .toString();
    }

    private static Run dkim(String... arguments) {
        return Run.of(Stream.concat(Stream.of("dkim"), Stream.of(arguments)).toArray(String[]::new));
    }

    /** A new key for a.example, and what was said of it. */
    private Run keygen(String selector, String... more) {
        Stream<String> usual = Stream.of(
                "dkim", "keygen", "--domain", "a.example", "--selector", selector, "--out", path(selector + ".key"));
        Stream<String> quick = List.of(more).contains("--type") ? Stream.of() : Stream.of("--type", "ed25519");
        return Run.of(
                Stream.of(usual, quick, Stream.of(more)).flatMap(part -> part).toArray(String[]::new));
    }

    /** The last line that there is: that of the zone file. */
    private static String zoneLine(Run run) {
        return run.lines().get(run.lines().size() - 1);
    }

    private Run sign(String message, String... more) {
        Stream<String> usual =
                Stream.of("dkim", "sign", "--domain", "a.example", "--selector", "s1", "--key", path("s1.key"));
        return Run.of(Stream.of(usual, Stream.of(more), Stream.of(message))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    private Run verify(String zone, Octets message, String... more) throws IOException {
        Path signed = Files.write(folder.resolve("signed.eml"), message.toByteArray());
        Stream<String> usual = Stream.of("dkim", "verify", "--dns", file("keys.zone", zone));
        return Run.of(Stream.of(usual, Stream.of(more), Stream.of(signed.toString()))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    @Nested
    class Keygen {

        @Test
        void putsTheKeyIntoTheFileAndItsRecordOnTheScreen() throws IOException {
            Run run = keygen("s1");
            assertThat(run.status()).as(run.toString()).isZero();
            DkimPrivateKey key = DkimPrivateKey.parse(Files.readString(folder.resolve("s1.key")))
                    .orElseThrow();
            assertThat(run.out())
                    .isEqualTo("""
                    Key     %1$s: ed25519-sha256, 256 bits
                    Name    s1._domainkey.a.example
                    Record  %2$s
                    Says    a key of type ed25519, for identities in the domain itself
                    Found   nothing to complain of

                    s1._domainkey.a.example. IN TXT "%2$s"
                    """.formatted(path("s1.key"), key.keyRecord().format()));
        }

        @Test
        void ofRsaHas2048BitsUnlessSaidOtherwise() {
            Run usual = keygen("s1", "--type", "rsa");
            assertThat(usual.out()).contains("s1.key: rsa-sha256, 2048 bits").contains("Note    several_strings");
            Run longer = keygen("s2", "--type", "RSA", "--bits", "3072");
            assertThat(longer.out()).contains("s2.key: rsa-sha256, 3072 bits");
            assertThat(zoneLine(longer).chars().filter(c -> c == '"').count()).isEqualTo(6);
        }

        @Test
        void theFileIsForItsOwnerAlone() throws IOException {
            assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "no permissions here");
            keygen("s1");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("s1.key"))))
                    .isEqualTo("rw-------");
            Files.setPosixFilePermissions(folder.resolve("s1.key"), PosixFilePermissions.fromString("rw-rw-rw-"));
            assertThat(keygen("s1", "--force").status()).isZero();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("s1.key"))))
                    .isEqualTo("rw-------");
        }

        @Test
        void aFileThatIsThereStaysUnlessForced() throws IOException {
            file("s1.key", "precious");
            Run run = keygen("s1");
            assertThat(run.status()).isEqualTo(73);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("mailseal: there is a file").hasLineCount(1);
            assertThat(folder.resolve("s1.key")).hasContent("precious");
            assertThat(keygen("s1", "--force").status()).isZero();
            assertThat(folder.resolve("s1.key")).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
            assertThat(folder)
                    .isDirectoryNotContaining(
                            left -> left.getFileName().toString().startsWith(".mailseal"));
        }

        @Test
        void aFolderThatIsNotThereIs73() {
            assertThat(keygen("s1", "--out", path("no/s1.key")).status()).isEqualTo(64); // given twice
            Run run = dkim("keygen", "--domain", "a.example", "--selector", "s1", "--out", path("no/s1.key"));
            assertThat(run.status()).isEqualTo(73);
            assertThat(run.err()).contains("there is no folder for");
        }

        @Test
        void aFolderInPlaceOfTheFileIs73AndNothingIsLeft() throws IOException {
            Files.createDirectory(folder.resolve("s1.key"));
            assertThat(keygen("s1").status()).isEqualTo(73);
            assertThat(keygen("s1", "--force").status()).isEqualTo(73);
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).containsExactly(folder.resolve("s1.key"));
            }
        }

        @Test
        void whatTheRecordSaysCanBeChosen() {
            Run run = keygen("s1", "--testing", "--allow-identities-below-domain");
            assertThat(run.out()).contains("for testing, for identities in the domain and below");
            assertThat(zoneLine(run)).contains("; t=y; ");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "--domain a.example --selector s1",
                    "--domain a.example --out s1.key",
                    "--domain example --selector s1 --out s1.key",
                    "--domain a..example --selector s1 --out s1.key",
                    "--domain a.example --selector s! --out s1.key",
                    "--domain a.example --selector s1 --out s1.key --bits 1024",
                    "--domain a.example --selector s1 --out s1.key --bits 8192",
                    "--domain a.example --selector s1 --out s1.key --type ed25519 --bits 2048",
                    "--domain a.example --selector s1 --out s1.key --type dsa",
                })
        void aWrongCommandLineIs64AndMakesNoFile(String line) {
            String[] words =
                    line.replace("--out s1.key", "--out " + path("s1.key")).split(" ");
            Run run = dkim(Stream.concat(Stream.of("keygen"), Stream.of(words)).toArray(String[]::new));
            assertThat(run.status()).as(run.toString()).isEqualTo(64);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("\nSee: mailseal dkim keygen --help");
            assertThat(folder.resolve("s1.key")).doesNotExist();
        }
    }

    /** The same RSA key of 2048 bits under a password, in the way of old versions of OpenSSL. */
    private static String encrypted(String pem, String password) throws GeneralSecurityException {
        String base64 = pem.lines().filter(line -> !line.startsWith("-----")).collect(Collectors.joining());
        byte[] pkcs8 = Base64.getDecoder().decode(base64);
        byte[] iv = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        MessageDigest digest = MessageDigest.getInstance("MD5");
        digest.update(password.getBytes(StandardCharsets.US_ASCII));
        digest.update(iv, 0, 8);
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(digest.digest(), "AES"), new IvParameterSpec(iv));
        byte[] sealed = cipher.doFinal(pkcs8, 26, pkcs8.length - 26);
        return "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,"
                + HexFormat.of().withUpperCase().formatHex(iv) + "\n\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(sealed)
                + "\n-----END RSA PRIVATE KEY-----\n";
    }

    @Nested
    class Sign {

        @Test
        @DisplayName("writes the message octet by octet, below its signature, and it verifies")
        void keepsEveryOctet() throws IOException {
            String zone = zoneLine(keygen("s1"));
            for (String mail : List.of(MAIL, "From: a@a.example\r\n\r\n", "From: a@a.example\r\n", MAIL.repeat(9000))) {
                Run run = sign(file("mail.eml", mail));
                assertThat(run.status()).as(run.toString()).isZero();
                assertThat(run.out()).isEmpty();
                String written = run.octets().toUtf8();
                assertThat(written)
                        .startsWith("DKIM-Signature: v=1; a=ed25519-sha256;")
                        .endsWith("\r\n" + mail);
                Run verified = verify(zone, run.octets());
                assertThat(verified.statuses("DKIM")).as(verified.toString()).containsExactly("pass");
                assertThat(verified.status()).isZero();
            }
        }

        @Test
        void withTwoKeysMakesTwoSignatures() throws IOException {
            String zone = zoneLine(keygen("s1")) + "\n" + zoneLine(keygen("r1", "--type", "rsa"));
            Run run = sign(file("mail.eml", MAIL), "--selector", "r1", "--key", path("r1.key"));
            Run verified = verify(zone, run.octets());
            assertThat(verified.statuses("DKIM")).containsExactly("pass", "pass");
            assertThat(verified.out())
                    .contains("s=s1, a=ed25519-sha256, 256 bits")
                    .contains("s=r1, a=rsa-sha256, 2048 bits");
        }

        @Test
        void takesStandardInput() throws IOException {
            String zone = zoneLine(keygen("s1"));
            InputStream before = System.in;
            try {
                System.setIn(new ByteArrayInputStream(MAIL.getBytes(StandardCharsets.UTF_8)));
                Run run = sign("-");
                assertThat(verify(zone, run.octets()).statuses("DKIM")).containsExactly("pass");
            } finally {
                System.setIn(before);
            }
        }

        @Test
        void saysWhatItIsTold() throws IOException {
            String zone = zoneLine(keygen("s1", "--allow-identities-below-domain"));
            Run run = sign(
                    file("mail.eml", MAIL),
                    "--now",
                    "2026-01-01T00:00:00Z",
                    "--expire",
                    "2w",
                    "--canonicalization",
                    "simple/relaxed",
                    "--identity",
                    "ann@news.a.example");
            Run verified = verify(zone, run.octets(), "--now", "2026-01-02T00:00:00Z");
            assertThat(verified.lines())
                    .contains("Says    on behalf of ann@news.a.example, made 2026-01-01T00:00:00Z, good until"
                            + " 2026-01-15T00:00:00Z,")
                    .contains("        c=simple/relaxed");
            assertThat(verified.status()).isZero();
            Run late = verify(zone, run.octets(), "--now", "2026-01-16T00:00:00Z");
            assertThat(late.statuses("DKIM")).containsExactly("policy");
            assertThat(late.status()).isEqualTo(1);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "Subject: x~~body~                    | no_from",
                    "From: a@a.example~From: b@b.example~~ | several_from",
                    "From: a@a.example~no field~~          | malformed_header",
                    "''                                    | no_from",
                })
        void aMessageThatShouldNotBeSignedIs1AndNothingIsWritten(String mail, String problem) throws IOException {
            keygen("s1");
            Run run = sign(file("mail.eml", mail.replace("~", "\r\n")));
            assertThat(run.status()).as(run.toString()).isEqualTo(1);
            assertThat(run.octets()).isEqualTo(Octets.EMPTY);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .startsWith("mailseal: not signed (" + problem + "): ")
                    .hasLineCount(1);
        }

        @ParameterizedTest
        @DisplayName("what servers on the way would change is signed on request alone")
        @CsvSource(
                delimiter = '|',
                value = {
                    "Content-Transfer-Encoding: 8bit | X-A: b          | --allow-undeclared-8bit   | undeclared_eight_bit_body",
                    "Subject: Lunch                  | Subject: a~Subject: b | --allow-repeated-fields | repeated_field",
                    ".                               | LONG            | --allow-long-lines        | long_line",
                })
        void allowances(String old, String replacement, String option, String code) throws IOException {
            String zone = zoneLine(keygen("s1"));
            String changed = replacement.replace("~", "\r\n").replace("LONG", "x".repeat(999));
            String mail = file("mail.eml", MAIL.replace("\r\n" + old + "\r\n", "\r\n" + changed + "\r\n"));
            Run refused = sign(mail);
            assertThat(refused.status()).as(refused.toString()).isEqualTo(1);
            assertThat(refused.octets()).isEqualTo(Octets.EMPTY);
            assertThat(refused.err())
                    .startsWith("mailseal: not signed (" + code + "): ")
                    .contains("; see " + option)
                    .hasLineCount(1);
            Run run = sign(mail, option);
            assertThat(run.status()).as(run.toString()).isZero();
            assertThat(run.err()).contains("mailseal: note (" + code + "): ");
            assertThat(verify(zone, run.octets()).statuses("DKIM")).containsExactly("pass");
        }

        @Test
        void tellsWhatMayBreakTheSignature() throws IOException {
            keygen("s1");
            assertThat(sign(file("mail.eml", MAIL)).err().lines())
                    .containsExactly("mailseal: note (eight_bit_body): The body has octets above 127, which not every"
                            + " server takes.");
            Run incomplete = sign(file("mail.eml", "From: a@a.example\r\n\r\n"));
            assertThat(incomplete.err().lines()).hasSize(2).allMatch(line -> line.contains("note (missing_field): "));
            Run quiet = sign(file("mail.eml", MAIL.replace("\u00fc", "")));
            assertThat(quiet.err()).isEmpty();
            Run json = sign(file("mail.eml", MAIL), "--json");
            assertThat(json.err()).isEmpty();
            assertThat(json.out())
                    .contains("\"findings\":[{\"code\":\"eight_bit_body\",\"subject\":\"\",\"explanation\":\"The body");
        }

        @Test
        void lineEndsAreNormalisedOnRequestAlone() throws IOException {
            String zone = zoneLine(keygen("s1"));
            String local = file("local.eml", MAIL.replace("\r\n", "\n"));
            Run refused = sign(local);
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.octets()).isEqualTo(Octets.EMPTY);
            assertThat(refused.err()).contains("(bare_line_end)").contains("see --normalise-line-ends");
            Run run = sign(local, "--normalise-line-ends");
            assertThat(run.octets().toUtf8()).endsWith("\r\n" + MAIL);
            assertThat(verify(zone, run.octets()).statuses("DKIM")).containsExactly("pass");
            Run nobody = sign(file("nobody.eml", "Subject: x\n\n"), "--normalise-line-ends");
            assertThat(nobody.status()).isEqualTo(1);
            assertThat(nobody.octets()).isEqualTo(Octets.EMPTY);
        }

        @Test
        void anEncryptedKeyNeedsItsPassword() throws Exception {
            keygen("s1", "--type", "rsa");
            file("s1.key", encrypted(Files.readString(folder.resolve("s1.key")), "test"));
            Run without = sign(file("mail.eml", MAIL));
            assertThat(without.status()).isEqualTo(66);
            assertThat(without.err()).contains("encrypted").contains("(--password-file)");
            Run wrong = sign(file("mail.eml", MAIL), "--password-file", file("wrong", "tset\n"));
            assertThat(wrong.status()).isEqualTo(66);
            assertThat(wrong.err()).doesNotContain("tset");
            Run right = sign(file("mail.eml", MAIL), "--password-file", file("right", "test\r\nnext line"));
            assertThat(right.status()).as(right.toString()).isZero();
            Run record = dkim("record", "--key", path("s1.key"), "--password-file", path("right"));
            String line = "s1._domainkey.a.example TXT \""
                    + record.lines().stream()
                            .filter(text -> text.startsWith("Record  "))
                            .findFirst()
                            .orElseThrow()
                            .substring(8)
                            .replace("p=", "p=\" \"")
                    + "\"";
            assertThat(verify(line, right.octets()).statuses("DKIM")).containsExactly("pass");
        }

        @Test
        void aFileThatIsNoKeyIs66AndNotShown() throws IOException {
            for (String text :
                    List.of("", "secret", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n")) {
                file("s1.key", text);
                Run run = sign(file("mail.eml", MAIL));
                assertThat(run.status()).as(run.toString()).isEqualTo(66);
                assertThat(run.err())
                        .doesNotContain("secret")
                        .doesNotContain("c2VjcmV0")
                        .hasLineCount(1);
            }
            file("s1.key", "x".repeat((1 << 20) + 1));
            assertThat(sign(path("mail.eml")).err()).contains("too large");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "--expire 7",
                    "--expire d",
                    "--expire 0s",
                    "--expire 9999999999d",
                    "--expire 7y",
                    "--canonicalization relaxed",
                    "--canonicalization relaxed/",
                    "--canonicalization /simple",
                    "--canonicalization nowsp/simple",
                    "--identity ann@b.example",
                    "--identity ann",
                    "--selector s1 --key KEY",
                    "--selector s2",
                    "--key KEY",
                    "--selector s! --key KEY",
                    "--json --normalise-line-ends",
                    "--now noon",
                })
        void aWrongCommandLineIs64(String options) throws IOException {
            keygen("s1");
            Run run = sign(
                    file("mail.eml", MAIL),
                    options.replace("KEY", path("s1.key")).split(" "));
            assertThat(run.status()).as(run.toString()).isEqualTo(64);
            assertThat(run.octets()).isEqualTo(Octets.EMPTY);
            assertThat(run.err()).startsWith("mailseal: ").contains("\nSee: mailseal dkim sign --help");
            assertThat(run.err().lines()).as("the mistake is not buried").hasSizeLessThan(4);
        }

        @Test
        void withoutAKeyOrADomainIs64() throws IOException {
            String mail = file("mail.eml", MAIL);
            assertThat(dkim("sign", "--domain", "a.example", mail).status()).isEqualTo(64);
            keygen("s1");
            assertThat(dkim("sign", "--selector", "s1", "--key", path("s1.key"), mail)
                            .status())
                    .isEqualTo(64);
            assertThat(dkim("sign", "--domain", "example", "--selector", "s1", "--key", path("s1.key"), mail)
                            .status())
                    .isEqualTo(64);
        }

        @Test
        void aMissingMessageIs66() {
            keygen("s1");
            assertThat(sign(path("none.eml")).status()).isEqualTo(66);
        }

        @Test
        void outputThatCanNotBeWrittenIs74() throws IOException {
            keygen("s1");
            OutputStream full = new OutputStream() {
                @Override
                public void write(int octet) throws IOException {
                    throw new IOException("no space left");
                }
            };
            StringWriter err = new StringWriter();
            int status = Main.run(
                    full,
                    new PrintWriter(new StringWriter()),
                    new PrintWriter(err, true),
                    "dkim",
                    "sign",
                    "--domain",
                    "a.example",
                    "--selector",
                    "s1",
                    "--key",
                    path("s1.key"),
                    file("mail.eml", MAIL));
            assertThat(status).as(err.toString()).isEqualTo(74);
        }
    }

    @Nested
    class Verify {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "rfc8463           | pass,pass | 0",
                    "aligned           | pass,pass | 0",
                    "spf-only          | none      | 3",
                    "broken-in-transit | fail      | 1",
                    "temporary-failure | temperror | 2",
                })
        void ofASampleIs(String sample, String statuses, int status) {
            Run run = dkim(
                    "verify",
                    "--dns",
                    SAMPLES.resolve(sample + ".zone").toString(),
                    SAMPLES.resolve(sample + ".eml").toString());
            assertThat(run.statuses("DKIM")).containsExactly(statuses.split(","));
            assertThat(run.status()).isEqualTo(status);
        }

        @Test
        void withoutAKeyIs3() throws IOException {
            keygen("s1");
            Run run =
                    verify("b.example A 192.0.2.1", sign(file("mail.eml", MAIL)).octets());
            assertThat(run.statuses("DKIM")).containsExactly("permerror");
            assertThat(run.status()).isEqualTo(3);
        }

        @Test
        void oneGoodSignatureIsEnough() throws IOException {
            String zone = zoneLine(keygen("s1"));
            keygen("s2");
            Run run = verify(
                    zone,
                    sign(file("mail.eml", MAIL), "--selector", "s2", "--key", path("s2.key"))
                            .octets());
            assertThat(run.statuses("DKIM")).containsExactly("pass", "permerror");
            assertThat(run.status()).isZero();
        }

        @Test
        void saysWhatEachSignatureCoversAndWhatIsWeak() {
            Run run = dkim(
                    "verify",
                    "--dns",
                    SAMPLES.resolve("aligned.zone").toString(),
                    SAMPLES.resolve("aligned.eml").toString());
            assertThat(run.out()).startsWith("""
                    Message ../samples/aligned.eml

                    DKIM    pass       The signature of example.com is good.
                                       d=example.com, s=2025a, a=rsa-sha256, 2048 bits, DNS secure
                    Says    on behalf of @example.com, made 2025-03-03T09:15:00Z, c=relaxed/relaxed
                    Signs   from (2), to, subject (2), date (2), message-id; of the body 75 of 75 octets
                    Warning content_field_not_signed: """);
            assertThat(run.out()).contains("\nNote    no_expiry: ").contains("\nDNS     2 questions in 1 round, ");
        }

        @Test
        void tellsThatItReadLocalLineEnds() throws IOException {
            String zone = zoneLine(keygen("s1"));
            String signed = sign(file("mail.eml", MAIL)).octets().toUtf8();
            Run run = verify(zone, Octets.ofUtf8(signed.replace("\r\n", "\n")));
            assertThat(run.statuses("DKIM")).containsExactly("pass");
            assertThat(run.lines()).contains("Noted   line ends of a local file, read as those of mail");
        }

        @Test
        void showsTheTraceOnRequest() {
            Run run = dkim(
                    "verify",
                    "--trace",
                    "--dns",
                    SAMPLES.resolve("rfc8463.zone").toString(),
                    SAMPLES.resolve("rfc8463.eml").toString());
            assertThat(run.out()).contains("Trace   brisbane._domainkey.football.example.com TXT: ");
        }

        @Test
        void doesNotListThousandsOfSignatures() throws IOException {
            String mail =
                    file("many.eml", "DKIM-Signature: v=1; d=a.example\r\n".repeat(500) + "From: a@a.example\r\n\r\n");
            Run run = dkim("verify", "--dns", ZONE, mail);
            assertThat(run.statuses("DKIM")).hasSize(11);
            assertThat(run.out()).contains("So it is with 489 more signatures.");
        }

        @Test
        void takesStandardInput() throws IOException {
            InputStream before = System.in;
            try {
                System.setIn(Files.newInputStream(SAMPLES.resolve("rfc8463.eml")));
                Run run =
                        dkim("verify", "--dns", SAMPLES.resolve("rfc8463.zone").toString(), "-");
                assertThat(run.status()).as(run.toString()).isZero();
            } finally {
                System.setIn(before);
            }
        }
    }

    @Nested
    class Record {

        @Test
        void ofAPublishedKeyIsReadAloud() {
            Run run = dkim("record", "--dns", ZONE, "acme.example", "short");
            assertThat(run.out())
                    .startsWith("DKIM    published    At short._domainkey.acme.example there is a key.\n")
                    .contains("\nRecord  v=DKIM1; p=MIGf")
                    .contains("\nSays    a key of type rsa, for identities in the domain and below\n")
                    .contains("\nWarning short_key: ");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "s1      | published   | 0",
                    "e1      | published   | 0",
                    "old     | revoked     | 0",
                    "short   | published   | 0",
                    "tiny    | published   | 1",
                    "sha1    | published   | 1",
                    "escaped | foreign     | 1",
                    "cut     | malformed   | 1",
                    "twice   | multiple    | 1",
                    "spf     | foreign     | 1",
                    "down    | unavailable | 2",
                    "gone    | no_name     | 3",
                })
        void isPublished(String selector, String state, int status) {
            Run run = dkim("record", "--dns", ZONE, "acme.example", selector);
            assertThat(run.statuses("DKIM")).as(run.toString()).containsExactly(state);
            assertThat(run.status()).isEqualTo(status);
        }

        @Test
        void thatIsGivenAsTextIsLookedAtWithoutDns() {
            Run run = dkim("record", "v=DKIM1; k=ed25519; t=s; p=U456d+QRV4FKsJTpBFtYATuyO1wHEfxAo32pIKqUvK8=");
            assertThat(run.out()).isEqualTo("""
                    Record  v=DKIM1; k=ed25519; t=s; p=U456d+QRV4FKsJTpBFtYATuyO1wHEfxAo32pIKqUvK8=
                    Says    a key of type ed25519, for identities in the domain itself
                    Found   nothing to complain of
                    """);
            assertThat(run.status()).isZero();
            Run wrong = dkim("record", "v=DKIM1; p=x");
            assertThat(wrong.status()).isEqualTo(1);
            assertThat(wrong.out()).contains("\nError   key_malformed: ");
        }

        @Test
        void ofAPrivateKeyIsWhatKeygenSaid() {
            Run made = keygen("s1");
            assertThat(dkim("record", "--key", path("s1.key"), "a.example", "s1")
                            .out())
                    .isEqualTo(made.out());
            assertThat(dkim("record", "--key", path("s1.key")).out())
                    .doesNotContain("_domainkey")
                    .contains("Record  v=DKIM1; k=ed25519; t=s; p=");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "record",
                    "record a.example",
                    "record a.example s1 s2",
                    "record a..example s1",
                    "record --password-file x a.example s1",
                    "record --testing a.example s1",
                    "record --key KEY a.example",
                    "record --key KEY example s1",
                })
        void aWrongCommandLineIs64(String line) {
            keygen("s1");
            Run run = dkim(line.replace("KEY", path("s1.key")).split(" "));
            assertThat(run.status()).as(run.toString()).isEqualTo(64);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("\nSee: mailseal dkim record --help");
        }
    }

    @Nested
    class Check {

        private Run check(String zone) throws IOException {
            return dkim(
                    "check",
                    "--dns",
                    file("keys.zone", zone),
                    "--domain",
                    "a.example",
                    "--selector",
                    "s1",
                    "--key",
                    path("s1.key"));
        }

        @Test
        void isReadyWhereTheRecordHoldsTheKey() throws IOException {
            Run run = check(zoneLine(keygen("s1")));
            assertThat(run.out()).startsWith("""
                    DKIM    matches      At s1._domainkey.a.example the record holds the public key.
                                         ready to sign with, """);
            assertThat(run.status()).isZero();
        }

        @Test
        void isNotReadyWhereTheRecordForbidsIt() throws IOException {
            Run run = check(zoneLine(keygen("s1")).replace("k=ed25519", "s=tlsrpt; k=ed25519"));
            assertThat(run.statuses("DKIM")).containsExactly("matches");
            assertThat(run.out()).contains("not to be signed with").contains("Warning mail_not_allowed: ");
            assertThat(run.status()).isEqualTo(1);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "s1._domainkey.a.example TXT \"v=DKIM1; k=ed25519; p=U456d+QRV4FKsJTpBFtYATuyO1wHEfxAo32pIKqUvK8=\" | other_key | 1",
                    "s1._domainkey.a.example TXT \"v=DKIM1; p=\"  | revoked     | 1",
                    "s1._domainkey.a.example TXT \"v=DKIM1; p=x\" | malformed   | 1",
                    "s1._domainkey.a.example TXT \"v=spf1 -all\"  | foreign     | 1",
                    "$FAULT s1._domainkey.a.example SERVFAIL      | unavailable | 2",
                    "s1._domainkey.a.example A 192.0.2.1          | no_record   | 3",
                    "a.example A 192.0.2.1                        | no_name     | 3",
                })
        void isNotReadyOtherwise(String zone, String state, int status) throws IOException {
            keygen("s1");
            Run run = check(zone);
            assertThat(run.statuses("DKIM")).as(run.toString()).containsExactly(state);
            assertThat(run.status()).isEqualTo(status);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "check --domain a.example --selector s1",
                    "check --domain a.example --key KEY",
                    "check --selector s1 --key KEY",
                    "check --domain a.example --selector s! --key KEY",
                    "check --domain a.example --selector s1 --key KEY more",
                })
        void aWrongCommandLineIs64(String line) {
            keygen("s1");
            Run run = dkim(line.replace("KEY", path("s1.key")).split(" "));
            assertThat(run.status()).as(run.toString()).isEqualTo(64);
        }

        @Test
        void aMissingKeyIs66() {
            assertThat(dkim("check", "--domain", "a.example", "--selector", "s1", "--key", path("none"))
                            .status())
                    .isEqualTo(66);
        }
    }

    @Nested
    class HostileData {

        private static void assertHarmless(Run run) {
            String shown = run.out() + run.err();
            assertThat(shown.chars()).as(run.toString()).allMatch(c -> c == '\n' || c >= 0x20 && c < 0x7F || c > 0xA0);
        }

        @Test
        void canNotMoveTheCursor() throws IOException {
            String evil = "\u001b[2J\u009b1m";
            String mail = file(
                    "evil.eml",
                    "DKIM-Signature: v=1; a=rsa" + evil + "; d=" + evil + ".example; s=" + evil + "; i=" + evil
                            + "@a.example; h=from:" + evil + "; bh=AAAA; b=AAAA\r\nFrom: a@a.example\r\n\r\n");
            String zone = file("evil.zone", "s1._domainkey.a.example TXT \"v=DKIM1; n=\\027[2J=1B=9B; p=\\155\"\n");
            for (String json : List.of("", "--json")) {
                String[] more = json.isEmpty() ? new String[0] : new String[] {json};
                for (List<String> line : List.of(
                        List.of("verify", "--dns", zone, mail),
                        List.of("record", "--dns", zone, "a.example", "s1"),
                        List.of("record", "v=DKIM1; n=" + evil + "=1B=5B; p=" + evil),
                        List.of("record", evil),
                        List.of("record", "--key", path(evil)),
                        List.of("sign", "--domain", evil, "--selector", evil, "--key", path(evil), mail))) {
                    assertHarmless(
                            dkim(Stream.concat(line.stream(), Stream.of(more)).toArray(String[]::new)));
                }
            }
        }
    }

    @Nested
    class Json {

        private static Map<String, Object> json(Run run) {
            assertThat(run.lines()).as(run.toString()).hasSize(1);
            assertThat(run.out().chars()).allMatch(c -> c < 0x7F);
            return JsonTree.object(run.out());
        }

        @Test
        void ofASignatureHasAllThatIsKnown() throws IOException {
            String zone = zoneLine(keygen("s1"));
            Run signed = sign(file("mail.eml", MAIL), "--now", "2026-01-01T00:00:00Z", "--expire", "7d");
            Map<String, Object> result = json(verify(zone, signed.octets(), "--json", "--now", "2026-01-02T00:00:00Z"));
            assertThat(result).containsOnlyKeys("message", "status", "signatures", "anomalies", "dns");
            assertThat(JsonTree.at(result, "signatures")).isEqualTo(List.of(JsonTree.object("""
                    {"status": "pass", "domain": "a.example", "selector": "s1", "algorithm": "ed25519-sha256",
                     "identity": null, "problem": null, "problemDetails": null,
                     "explanation": "The signature of a.example is good.", "keyBits": 256, "testing": false,
                     "security": "indeterminate",
                     "claims": {"identity": "@a.example", "headerCanonicalization": "relaxed",
                       "bodyCanonicalization": "relaxed",
                       "signedFields": ["From", "From", "To", "Cc", "Subject", "Subject", "Date", "Date", "Reply-To",
                         "Message-ID", "Message-ID", "In-Reply-To", "References", "MIME-Version", "Content-Type",
                         "Content-Transfer-Encoding",
                         "Content-Transfer-Encoding"],
                       "timestamp": "2026-01-01T00:00:00Z", "expiry": "2026-01-08T00:00:00Z", "bodyLength": null},
                     "signedBodyOctets": 16, "bodyOctets": 16, "findings": []}""")));
        }

        @Test
        void ofAProblemHasItsDetails() throws IOException {
            keygen("s1");
            Map<String, Object> result = json(verify(
                    "$FAULT s1._domainkey.a.example REFUSED",
                    sign(file("mail.eml", MAIL)).octets(),
                    "--json"));
            assertThat(JsonTree.at(result, "signatures", 0, "problem")).isEqualTo("dns_unavailable");
            assertThat(JsonTree.at(result, "signatures", 0, "problemDetails", "cause"))
                    .isEqualTo("refused");
            assertThat(JsonTree.at(result, "signatures", 0, "findings", 0, "code"))
                    .isEqualTo("no_expiry");
        }

        @Test
        void ofSigningHasTheFieldsAndNoMessage() throws IOException {
            String zone = zoneLine(keygen("s1"));
            Run run = sign(file("mail.eml", MAIL), "--json");
            assertThat(run.octets()).isEqualTo(Octets.EMPTY);
            Map<String, Object> result = json(run);
            assertThat(result)
                    .containsOnlyKeys("message", "status", "fields", "keys", "findings")
                    .containsEntry("status", "signed");
            String fields = (String) JsonTree.at(result, "fields");
            assertThat(JsonTree.at(result, "keys", 0, "field")).isEqualTo(fields);
            assertThat(verify(zone, Octets.ofUtf8(fields + MAIL)).statuses("DKIM"))
                    .containsExactly("pass");
            Map<String, Object> refused = json(sign(file("bad.eml", "Subject: x\r\n\r\n"), "--json"));
            assertThat(refused).containsEntry("status", "refused").containsEntry("fields", "");
            assertThat(JsonTree.at(refused, "keys", 0, "problem")).isEqualTo("no_from");
        }

        @Test
        void ofAKeyHasItsRecordAndTheLine() throws IOException {
            Run run = keygen("s1", "--json");
            String text = DkimPrivateKey.parse(Files.readString(folder.resolve("s1.key")))
                    .orElseThrow()
                    .keyRecord()
                    .format();
            assertThat(JsonTree.object(run.out().replace(path("s1.key"), "FILE")))
                    .isEqualTo(JsonTree.object("""
                    {"asked": "FILE", "status": "clean", "key": {"algorithm": "ed25519-sha256", "bits": 256},
                     "name": "s1._domainkey.a.example",
                     "record": {"text": "%1$s", "strings": ["%1$s"], "keyType": "ed25519", "revoked": false,
                       "testing": false, "exactDomain": true, "forMail": true, "notes": "", "problem": null},
                     "zoneLine": "s1._domainkey.a.example. IN TXT \\"%1$s\\"",
                     "findings": [], "published": null, "dns": null}""".formatted(text)));
        }

        @Test
        void ofAPublishedRecordHasItsState() {
            Map<String, Object> result =
                    json(dkim("record", "--json", "--trace", "--dns", ZONE, "acme.example", "tiny"));
            assertThat(result).containsEntry("asked", "acme.example tiny").containsEntry("status", "error");
            assertThat(JsonTree.at(result, "published")).isEqualTo(JsonTree.object("""
                    {"state": "published", "ready": false, "problem": null,
                     "explanation": "At tiny._domainkey.acme.example there is a key.", "ttl": 3600,
                     "security": "secure"}"""));
            assertThat(JsonTree.at(result, "findings", 0, "code")).isEqualTo("key_too_short");
            assertThat(JsonTree.at(result, "trace", 0, "type")).isEqualTo("TXT");
        }

        @Test
        void hasTheDocumentedMembersAndWords() throws IOException {
            String zone = zoneLine(keygen("s1"));
            String keys = file("keys.zone", zone);
            String mail = file("mail.eml", MAIL);
            String page = Files.readString(Path.of("..", "docs", "json.md"));
            Stream.of(
                            verify(zone, sign(mail).octets(), "--json"),
                            sign(mail, "--json"),
                            dkim("record", "--json", "--dns", ZONE, "acme.example", "cut"),
                            dkim("record", "--json", "v=DKIM1; p="),
                            dkim(
                                    "check",
                                    "--json",
                                    "--dns",
                                    keys,
                                    "--domain",
                                    "a.example",
                                    "--selector",
                                    "s1",
                                    "--key",
                                    path("s1.key")))
                    .flatMap(run -> JsonTree.names(json(run)).stream())
                    .forEach(name -> assertThat(page).contains("`" + name + "`"));
            for (Enum<?> word : Stream.<Enum<?>[]>of(DkimKeyCheck.Status.values(), DkimSigningStatus.values())
                    .flatMap(Stream::of)
                    .toList()) {
                assertThat(page).contains("`" + JsonLine.word(word) + "`");
            }
        }
    }

    @Nested
    class Samples {

        @Test
        void comeOutAsThePageSays() throws IOException {
            List<String> commands = Files.readString(SAMPLES.resolve("README.md"))
                    .lines()
                    .filter(line -> line.startsWith("./mailseal dkim ") && line.contains(" --dns "))
                    .toList();
            assertThat(commands).hasSizeGreaterThan(10);
            for (String command : commands) {
                int comment = command.indexOf(" # ");
                String[] outcome = command.substring(comment + 3).split(": ");
                Run run = Run.of(command.substring("./mailseal ".length(), comment)
                        .replace(" samples/", " ../samples/")
                        .split(" "));
                assertThat(run.statuses("DKIM")).as(command).contains(outcome[0]);
                assertThat(run.out()).as(command).contains(outcome[1]);
            }
        }

        @Test
        void canBeSigned() throws IOException {
            keygen("s1");
            assertThat(sign(SAMPLES.resolve("spf-only.eml").toString()).status())
                    .isZero();
        }

        @Test
        void ofTheProjectHaveTheCommand() throws IOException {
            assertThat(Files.readString(Path.of("..", "README.md")))
                    .contains("./mailseal dkim verify --dns samples/aligned.zone samples/aligned.eml")
                    .contains("./mailseal dkim record --dns samples/dkim.zone acme.example tiny");
        }
    }

    @Test
    void helpIs0AndHasTheTable() {
        assertThat(Run.of("--help").out()).contains("  dkim ");
        assertThat(dkim("--help").out()).contains("  verify ", "  sign ", "  keygen ", "  record ", "  check ");
        for (String command : Set.of("verify", "sign", "keygen", "record", "check")) {
            Run help = dkim(command, "--help");
            assertThat(help.status()).isZero();
            assertThat(help.out()).contains("Usage: mailseal dkim " + command, "Exit status", "  64  ", "Example");
            assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(90));
        }
        Run alone = dkim();
        assertThat(alone.status()).isEqualTo(64);
        assertThat(alone.err()).contains("See: mailseal dkim --help");
    }
}
