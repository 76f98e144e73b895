package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.dmarc.AuthenticationEvidence;
import io.mailseal.dmarc.IdentifierAlignment;
import io.mailseal.mime.AuthorAnomaly;
import io.mailseal.mime.AuthorStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class CommandLineTest {

    private static final String MESSAGE = "../samples/rfc8463.eml";
    private static final String ZONE = "../samples/rfc8463.zone";

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }

    @Nested
    class ExitStatusOf {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "verify",
                    "verify --no-such-option " + MESSAGE,
                    "verify --ip example.com " + MESSAGE,
                    "verify --ip 192.0.2.256 " + MESSAGE,
                    "verify --now yesterday " + MESSAGE,
                    "verify --server name.example " + MESSAGE,
                    "verify --server 127.0.0.1:99999 " + MESSAGE,
                    "verify --dns " + ZONE + " --server 127.0.0.1 " + MESSAGE,
                    "no-such-command"
                })
        void aWrongCommandLineIs64(String line) {
            Run run = Run.of(line.split(" "));
            assertThat(run.status()).as(run.toString()).isEqualTo(64);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("mailseal: ").contains("\nSee: mailseal ");
            assertThat(run.err().lines()).as("the mistake is not buried").hasSizeLessThan(4);
        }

        @Test
        void anAuthservIdThatCanNotStandInAFieldIs64() {
            assertThat(Run.of("verify", "--authserv-id", "a\r\nX: y", MESSAGE).status())
                    .isEqualTo(64);
            assertThat(Run.of("verify", "--authserv-id", "", MESSAGE).status()).isEqualTo(64);
        }

        @Test
        void nothingAtAllIs64() {
            assertThat(Run.of().status()).isEqualTo(64);
        }

        @Test
        void aMissingFileIs66() {
            Run run = Run.of("verify", "--dns", ZONE, folder.resolve("none.eml").toString());
            assertThat(run.status()).isEqualTo(66);
            assertThat(run.err()).contains("none.eml");
        }

        @Test
        void aMissingZoneFileIs66() {
            Run run = Run.of("verify", "--dns", folder.resolve("none.zone").toString(), MESSAGE);
            assertThat(run.status()).isEqualTo(66);
        }

        @Test
        void aZoneFileThatIsNoneIs66AndNamesTheLine() throws IOException {
            Path zone = file("bad.zone", "a.example TXT \"x\"\nb.example NOSUCHTYPE x\n");
            Run run = Run.of("verify", "--dns", zone.toString(), MESSAGE);
            assertThat(run.status()).isEqualTo(66);
            assertThat(run.err()).contains("2");
        }

        @Test
        void aMessageWithoutAuthorIs3() throws IOException {
            Path message = file("anonymous.eml", "Subject: x\r\n\r\nbody\r\n");
            Run run = Run.of("verify", "--dns", ZONE, message.toString());
            assertThat(run.status()).as(run.toString()).isEqualTo(3);
        }

        @Test
        void anEmptyMessageIs3() throws IOException {
            Run run = Run.of("verify", "--dns", ZONE, file("empty.eml", "").toString());
            assertThat(run.status()).as(run.toString()).isEqualTo(3);
        }

        @Test
        void aNameThatNoFileCanHaveIs66() {
            assertThat(Run.of("verify", "--dns", ZONE, "a\0b").status()).isEqualTo(66);
            assertThat(Run.of("verify", "--dns", "a\0b", MESSAGE).status()).isEqualTo(66);
        }

        @Test
        void outputThatCanNotBeWrittenIs74() {
            Writer full = new Writer() {
                @Override
                public void write(char[] text, int offset, int length) throws IOException {
                    throw new IOException("no space left");
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
            StringWriter err = new StringWriter();
            int status = Main.run(
                    OutputStream.nullOutputStream(),
                    new PrintWriter(full),
                    new PrintWriter(err, true),
                    "verify",
                    "--dns",
                    ZONE,
                    "--json",
                    MESSAGE);
            assertThat(status).as(err.toString()).isEqualTo(74);
        }

        /** The JVM would leave behind 1, which says that DMARC fails. */
        @Test
        void whatEndsTheProgramIs70() {
            Writer large = new Writer() {
                @Override
                public void write(char[] text, int offset, int length) {
                    throw new OutOfMemoryError("heap");
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
            StringWriter err = new StringWriter();
            int status = Main.run(
                    OutputStream.nullOutputStream(),
                    new PrintWriter(large),
                    new PrintWriter(err, true),
                    "verify",
                    "--dns",
                    ZONE,
                    "--json",
                    MESSAGE);
            assertThat(status).isEqualTo(70);
            assertThat(err.toString()).startsWith("mailseal: out of memory");
        }

        @Test
        void noPolicyIs0() throws IOException {
            Path message = file("none.eml", "From: a@nowhere.example\r\n\r\nbody\r\n");
            Run run = Run.of("verify", "--dns", ZONE, message.toString());
            assertThat(run.statuses("DMARC")).containsExactly("none");
            assertThat(run.status()).isZero();
        }

        @Test
        void helpAndVersionAre0() {
            assertThat(Run.of("--help").out()).contains("verify");
            Run help = Run.of("verify", "--help");
            assertThat(help.status()).isZero();
            assertThat(help.out()).contains("Exit status", "--mail-from", "Examples");
            assertThat(Run.of("--version").out()).startsWith("mailseal ");
            assertThat(Run.of("verify", "--version").out()).startsWith("mailseal ");
        }
    }

    @Nested
    class Report {

        @Test
        void withoutAClientSpfIsNotEvaluatedAndAbsentFromTheField() {
            Run run = Run.of("verify", "--dns", ZONE, MESSAGE);
            assertThat(run.statuses("SPF")).containsExactly("-");
            assertThat(run.out()).doesNotContain("spf=");
        }

        @Test
        void mailAtRestWithLocalLineEndsIsReadAndTheReaderSaysSo() throws IOException {
            Path local = file("local.eml", Files.readString(Path.of(MESSAGE)).replace("\r\n", "\n"));
            Run run = Run.of("verify", "--dns", ZONE, local.toString());
            assertThat(run.statuses("DKIM")).containsExactly("pass", "pass");
            assertThat(run.out()).contains("Noted").contains("line ends of a local file");
        }

        @Test
        void mixedLineEndsAreNotRepaired() throws IOException {
            Path mixed = file("mixed.eml", Files.readString(Path.of(MESSAGE)).replace("Hi.\r\n", "Hi.\n"));
            Run run = Run.of("verify", "--dns", ZONE, mixed.toString());
            assertThat(run.statuses("DKIM")).containsExactly("fail", "fail");
            assertThat(run.out()).contains("a line feed without carriage return");
        }

        @Test
        void standardInputIsAMessageToo() throws IOException {
            InputStream before = System.in;
            try {
                System.setIn(new ByteArrayInputStream(Files.readAllBytes(Path.of(MESSAGE))));
                Run run = Run.of("verify", "--dns", ZONE, "-");
                assertThat(run.statuses("DMARC")).as(run.toString()).containsExactly("pass");
            } finally {
                System.setIn(before);
            }
        }

        @Test
        void theTimeToVerifyAtIsTheUsers() {
            Run run = Run.of("verify", "--dns", ZONE, "--now", "2000-01-01T00:00:00Z", MESSAGE);
            assertThat(run.statuses("DKIM")).as("signed in 2018").containsExactly("policy", "policy");
        }

        @Test
        void theTraceShowsEveryQuestionWithItsAnswer() {
            Run run = Run.of("verify", "--trace", "--dns", ZONE, MESSAGE);
            assertThat(run.out())
                    .contains("brisbane._domainkey.football.example.com TXT: ")
                    .contains("test._domainkey.football.example.com TXT: ")
                    .contains("_dmarc.football.example.com TXT: ");
        }

        @Test
        void theTraceShowsRecordsAsAMasterFileDoes() throws IOException {
            Path zone = file("trace.zone", """
                    a.example         TXT   "v=spf1 a mx -all"
                    a.example         A     192.0.2.1
                    a.example         MX    10 mx.a.example.
                    mx.a.example      AAAA  2001:db8::1
                    _dmarc.a.example  TXT   "odd: \\"\\\\\\027[2J"
                    """);
            Path message = file("trace.eml", "From: x@a.example\r\n\r\nbody\r\n");
            Run run = Run.of(
                    "verify",
                    "--trace",
                    "--dns",
                    zone.toString(),
                    "--ip",
                    "192.0.2.9",
                    "--mail-from",
                    "x@a.example",
                    message.toString());
            assertThat(run.out())
                    .contains("a.example TXT: \"v=spf1 a mx -all\", ")
                    .contains("_dmarc.a.example TXT: \"odd: \\\"\\\\\\027[2J\", ")
                    .contains("a.example A: 192.0.2.1, ")
                    .contains("a.example MX: 10 mx.a.example, ");
        }

        @Test
        void whereNothingWasAskedNothingIsSaidOfDnssec() {
            Run run = Run.of("verify", "--dns", ZONE, "--ip", "192.0.2.1", MESSAGE);
            assertThat(run.statuses("SPF")).containsExactly("none");
            assertThat(run.lines()).contains(" ".repeat(19) + "0 lookups counted");
        }

        @Test
        void longNamesBreakNoLine() throws IOException {
            String domain = String.join(".", "a".repeat(40), "b".repeat(40), "c".repeat(40), "example");
            String signature = "DKIM-Signature: v=1; a=rsa-sha256; d=" + domain + "; s=" + "s".repeat(40)
                    + "; h=from; bh=AAAA; b=AAAA\r\n";
            Path message = file("long.eml", signature + "From: a@nowhere.example\r\n\r\nbody\r\n");
            Run run = Run.of("verify", "--dns", ZONE, message.toString());
            assertThat(run.lines())
                    .filteredOn(line -> !line.contains(domain) && !line.contains(folder.toString()))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
            assertThat(run.lines()).contains(" ".repeat(19) + "d=" + domain + ",");
        }

        @Test
        void signaturesBeyondTheLimitAreCountedAndNotListed() throws IOException {
            String signatures = "DKIM-Signature: v=1; d=a.example\r\n".repeat(500);
            Path message = file("many.eml", signatures + "From: a@nowhere.example\r\n\r\nbody\r\n");
            Run run = Run.of("verify", "--dns", ZONE, message.toString());
            assertThat(run.statuses("DKIM")).hasSize(11);
            assertThat(run.out()).contains("So it is with 489 more signatures.");
            assertThat(run.lines()).hasSizeLessThan(100);
        }

        @Test
        void whatOthersWroteCanNotMoveTheCursor() throws IOException {
            String evil = "From: \"\u001b[2J\" <a@nowhere.example>\r\n\r\nbody\r\n";
            Run run = Run.of(
                    "verify",
                    "--dns",
                    ZONE,
                    "--ip",
                    "192.0.2.1",
                    "--mail-from",
                    "\u001b[31m\u202e@x.example",
                    file("evil.eml", evil).toString());
            assertThat(run.out()).doesNotContain("\u001b").doesNotContain("\u202e");
            for (Run wrong : List.of(
                    Run.of("verify", "--dns", ZONE, "\u001b[2J"),
                    Run.of("verify", "--ip", "\u001b[2J", MESSAGE),
                    Run.of("verify", "--\u001b[2J", MESSAGE))) {
                assertThat(wrong.err()).isNotEmpty().doesNotContain("\u001b");
            }
        }

        @Test
        void coloursAreForTerminalsAlone() {
            assertThat(Run.of("verify", "--dns", ZONE, MESSAGE).out()).doesNotContain("\u001b");
            assertThat(Colours.ON.paint("pass")).isEqualTo("\u001b[32mpass\u001b[0m");
            assertThat(Colours.OFF.paint("pass")).isEqualTo("pass");
        }

        @Test
        void roundsAreThoseThatRealNameServersWouldNeed() {
            Run run = Run.of("verify", "--dns", ZONE, MESSAGE);
            assertThat(run.out()).contains(" in 1 round, 0 ms of waiting; answers from the file " + ZONE);
        }

        @Test
        void aNameServerThatIsNotThereIsATemporaryError() {
            // Port 9 of the loopback address: nobody listens there.
            Run run = Run.of("verify", "--server", "127.0.0.1:9", MESSAGE);
            assertThat(run.status()).as(run.toString()).isEqualTo(2);
        }
    }

    @Nested
    class Json {

        private List<String> members(String json) {
            List<String> names = new ArrayList<>();
            try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
                int depth = 0;
                while (parser.nextToken() != null) {
                    switch (parser.currentToken()) {
                        case START_OBJECT, START_ARRAY -> depth++;
                        case END_OBJECT, END_ARRAY -> depth--;
                        case PROPERTY_NAME -> {
                            if (depth == 1) {
                                names.add(parser.currentName());
                            }
                        }
                        default -> {}
                    }
                }
                assertThat(depth).isZero();
            }
            return names;
        }

        @Test
        void isOneObjectOnOneLineInAscii() throws IOException {
            Path message = file("eai.eml", "From: \"\u00fc\" <\u00fc@b\u00fccher.example>\r\n\r\nbody\r\n");
            Run run = Run.of("verify", "--json", "--dns", ZONE, message.toString());
            assertThat(run.lines()).hasSize(1);
            assertThat(run.out().chars()).allMatch(c -> c < 0x7F);
            assertThat(run.out()).contains("\"domain\":\"xn--bcher-kva.example\"");
        }

        @Test
        void hasTheDocumentedMembers() throws IOException {
            Run run = Run.of("verify", "--json", "--trace", "--dns", ZONE, MESSAGE);
            List<String> members = members(run.out());
            assertThat(members)
                    .containsExactly(
                            "message",
                            "mbox",
                            "error",
                            "from",
                            "envelope",
                            "trustedHost",
                            "spf",
                            "spfHelo",
                            "iprev",
                            "dkim",
                            "dmarc",
                            "anomalies",
                            "dns",
                            "authenticationResults",
                            "trace");
            String page = Files.readString(Path.of("..", "docs", "json.md"));
            assertThat(members).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
        }

        @Test
        void delIsEscapedAsWell() throws IOException {
            Path message = file("del.eml", "From: a@nowhere.example\r\n\r\nbody\r\n");
            Run run = Run.of(
                    "verify", "--json", "--dns", ZONE, "--ip", "192.0.2.1", "--helo", "\u007f", message.toString());
            assertThat(run.out()).contains("\"helo\":\"\\u007F\"").doesNotContain("\u007f");
        }

        @Test
        void everyWordOfAnEnumIsDocumented() throws IOException {
            String page = Files.readString(Path.of("..", "docs", "json.md"));
            List<Enum<?>> constants = new ArrayList<>();
            constants.addAll(List.of(AuthorStatus.values()));
            constants.addAll(List.of(AuthorAnomaly.values()));
            constants.addAll(List.of(IdentifierAlignment.State.values()));
            constants.addAll(List.of(AuthenticationEvidence.Outcome.values()));
            constants.addAll(List.of(AuthenticationEvidence.Method.values()));
            constants.addAll(List.of(DnsAnswer.Outcome.values()));
            constants.addAll(List.of(DnsSecurity.values()));
            assertThat(constants)
                    .allSatisfy(constant ->
                            assertThat(page).contains("`" + constant.name().toLowerCase(Locale.ROOT) + "`"));
        }

        @Test
        void saysTheSameAsTheReport() {
            Run run = Run.of("verify", "--json", "--dns", ZONE, MESSAGE);
            assertThat(run.status()).isZero();
            assertThat(run.out())
                    .contains("\"spf\":null")
                    .contains("\"dkim\":{\"status\":\"pass\"")
                    .contains("\"dmarc\":{\"status\":\"pass\"")
                    .contains("\"security\":\"indeterminate\"");
        }
    }
}
