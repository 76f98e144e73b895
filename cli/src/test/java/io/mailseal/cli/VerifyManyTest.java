package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mailseal verify} for more than one message. */
class VerifyManyTest {

    private static final Path SAMPLES = Path.of("..", "samples");

    private static final String ZONE = """
            a.example           TXT  "v=spf1 ip4:192.0.2.1 -all"
            _dmarc.a.example    TXT  "v=DMARC1; p=reject"
            h.example           TXT  "v=spf1 ip4:192.0.2.1 -all"
            slow.example        TXT  "v=spf1 -all"
            $FAULT _dmarc.down.example TIMEOUT
            """;

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    }

    private static String message(String domain) {
        return "From: x@" + domain + "\r\n\r\nbody\r\n";
    }

    private static String received(String helo, String client, String host) {
        return "Received: from " + helo + " (unknown [" + client + "]) by " + host + "; x\r\n";
    }

    private Run verify(Object... arguments) throws IOException {
        Path zone = write(".test.zone", ZONE);
        return Run.of(Stream.concat(
                        Stream.of("verify", "--dns", zone.toString()),
                        Stream.of(arguments).map(Object::toString))
                .toArray(String[]::new));
    }

    private static List<Map<String, Object>> objects(Run run) {
        return run.lines().stream().map(JsonTree::object).toList();
    }

    private static List<Object> names(Run run) {
        return objects(run).stream().map(object -> object.get("message")).toList();
    }

    @Nested
    class Inputs {

        @Test
        void areInTheOrderOfTheCommandLineAndInFoldersOfTheirNames() throws IOException {
            Path file = write("z.eml", message("a.example"));
            Path one = write("dir/1.eml", message("a.example"));
            Path two = write("dir/2/x.eml", message("a.example"));
            Path mbox = write("m.mbox", "From x\n" + message("a.example") + "\nFrom y\n" + message("a.example"));
            Run run = verify("--json", mbox, folder.resolve("dir"), file);
            assertThat(names(run)).containsExactly(mbox + "#1", mbox + "#2", one + "", two + "", file + "");
        }

        @Test
        void anMboxInAFolderIsOneButNotInAMaildir() throws IOException {
            String mbox = "From x\n" + message("a.example") + "\nFrom y\n" + message("a.example");
            Path inFolder = write("dir/archive", mbox);
            Path inMaildir = write("dir/mail/new/1", mbox);
            Files.createDirectories(folder.resolve("dir/mail/cur"));
            Files.createDirectories(folder.resolve("dir/mail/tmp"));
            Run run = verify("--json", folder.resolve("dir"));
            assertThat(names(run)).containsExactly(inFolder + "#1", inFolder + "#2", inMaildir + "");
        }

        @Test
        void standardInputMayBeAnMbox() throws IOException {
            InputStream before = System.in;
            try {
                String mbox = "From x\n" + message("a.example") + "\nFrom y\n" + message("down.example");
                System.setIn(new ByteArrayInputStream(mbox.getBytes(StandardCharsets.US_ASCII)));
                assertThat(names(verify("--json", "-"))).containsExactly("-#1", "-#2");
                System.setIn(new ByteArrayInputStream(mbox.getBytes(StandardCharsets.US_ASCII)));
                Path file = write("a.eml", message("a.example"));
                assertThat(names(verify("--json", file, "-"))).containsExactly(file + "", "-#1", "-#2");
            } finally {
                System.setIn(before);
            }
        }

        @Test
        void theSamplesAsAnMboxComeOutAsByThemselves() throws IOException {
            List<String> messages = new ArrayList<>();
            for (String sample : List.of("aligned", "rfc8463")) {
                messages.add(Files.readString(SAMPLES.resolve(sample + ".eml"), StandardCharsets.ISO_8859_1));
            }
            Path mbox = Files.write(folder.resolve("s.mbox"), MboxTest.mbox(messages, "\r\n"));
            Path zone = Files.writeString(
                    folder.resolve("s.zone"),
                    Files.readString(SAMPLES.resolve("aligned.zone"))
                            + "\n$ORIGIN .\n"
                            + Files.readString(SAMPLES.resolve("rfc8463.zone")));
            Run run = Run.of("verify", "--json", "--dns", zone.toString(), mbox.toString());
            assertThat(objects(run))
                    .as(run.toString())
                    .extracting(object -> JsonTree.at(object, "dkim", "status"))
                    .containsExactly("pass", "pass");
        }

        @Test
        void whatCanNotBeReadHasAnErrorInItsPlaceAndTheOthersGoOn() throws IOException {
            Path one = write("1.eml", message("a.example"));
            Path two = write("2.eml", message("a.example"));
            Run run = verify("--json", one, folder.resolve("none.eml"), two);
            List<Map<String, Object>> objects = objects(run);
            assertThat(objects.get(0).get("error")).isEqualTo("null");
            assertThat(objects.get(1))
                    .containsOnlyKeys("message", "mbox", "error")
                    .containsEntry("message", folder.resolve("none.eml").toString())
                    .containsEntry("error", Map.of("kind", "not_found", "explanation", "there is no such file"));
            assertThat(objects.get(2).get("message")).isEqualTo(two.toString());
            assertThat(run.status()).isEqualTo(66);
            assertThat(verify(one, folder.resolve("none.eml")).lines())
                    .contains("error=not_found  " + folder.resolve("none.eml") + ": there is no such file")
                    .contains("Unread  1 message, with an error in its place");
        }

        @Test
        void anEmptyFolderHasNothingToComplainOf() throws IOException {
            Run run = verify(Files.createDirectory(folder.resolve("empty")));
            assertThat(run.status()).isZero();
            assertThat(run.out()).startsWith("Total   0 messages in ");
        }

        @Test
        void linksInFoldersAreLeftOutAndCounted() throws IOException {
            Path outside = write("outside.eml", message("a.example"));
            write("dir/1.eml", message("a.example"));
            Files.createSymbolicLink(folder.resolve("dir/2.eml"), outside);
            Run run = verify(folder.resolve("dir"));
            assertThat(run.lines())
                    .contains("Links   1 symbolic link left out")
                    .anyMatch(line -> line.startsWith("Total   1 "));
        }

        @Test
        void mboxesKnowTheirPlaces() throws IOException {
            Path mbox = write("m.mbox", "From x\n" + message("a.example") + "\nFrom y\n" + message("a.example"));
            List<Map<String, Object>> objects = objects(verify("--json", mbox));
            assertThat(objects.get(1).get("mbox")).isEqualTo(Map.of("number", 2L, "offset", 42L, "octets", 27L));
        }
    }

    @Nested
    class Output {

        @Test
        void isALineForEachMessageAndTheSum() throws IOException {
            Path one = write("1.eml", message("a.example"));
            Path two = write("2.eml", message("none.example"));
            Path three = write("3.eml", "Subject: x\r\n\r\n");
            Run run = verify("--ip", "192.0.2.1", "--mail-from", "x@a.example", one, two, three);
            assertThat(run.lines().subList(0, 4))
                    .containsExactly(
                            "dmarc=pass       spf=pass       dkim=none       a.example               " + one,
                            "dmarc=none       spf=pass       dkim=none       none.example            " + two,
                            "dmarc=permerror  spf=pass       dkim=none       -                       " + three,
                            "");
            assertThat(run.lines().get(4)).startsWith("Total   3 messages in ").endsWith(" a second");
            assertThat(run.lines().subList(5, 9))
                    .containsExactly(
                            "DMARC   pass 1, none 1, permerror 1",
                            "SPF     pass 3",
                            "iprev   permerror 3",
                            "DKIM    none 3");
            assertThat(run.err()).isEmpty();
        }

        @Test
        void ofAnMboxWithOneMessageIsALineToo() throws IOException {
            Run run = verify(write("1.mbox", "From x\n" + message("a.example")));
            assertThat(run.lines().get(0)).startsWith("dmarc=fail ").endsWith("1.mbox#1");
        }

        @Test
        void withReportIsTheWholeReportOfEach() throws IOException {
            Run run = verify("--report", write("2.mbox", "From x\n" + message("a.example") + "\nFrom x\n"));
            assertThat(run.statuses("DMARC")).containsExactly("fail", "permerror", "fail");
            assertThat(run.out()).contains("Authentication-Results: localhost;", "\nTotal   2 messages");
        }

        @Test
        void quietIsTheSumAlone() throws IOException {
            Path one = write("1.eml", message("a.example"));
            assertThat(verify("-q", one, one).out()).startsWith("\nTotal   2 messages");
            Run single = verify("--quiet", one);
            assertThat(single.out()).isEmpty();
            assertThat(single.status()).isEqualTo(1);
        }

        @Test
        void jsonIsNothingButOneObjectOnALine() throws IOException {
            Path one = write("1.eml", message("a.example"));
            Run run = verify("--json", one, one, one);
            assertThat(objects(run)).hasSize(3);
            assertThat(run.err()).isEmpty();
        }

        @Test
        void hasTheDocumentedMembers() throws IOException {
            String page = Files.readString(Path.of("..", "docs", "json.md"));
            Path mbox = write("m.mbox", "From x\n" + received("h.example", "192.0.2.1", "mx.example.org"));
            for (Map<String, Object> object :
                    objects(verify("--json", "--trusted-host", "mx.example.org", mbox, folder.resolve("none")))) {
                assertThat(JsonTree.names(object))
                        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
            }
            for (Enum<?> word : Stream.<Enum<?>>concat(
                            Stream.of(TrustedHop.Status.values()), Stream.of(ReadFailure.Kind.values()))
                    .toList()) {
                assertThat(page).contains("`" + JsonLine.word(word) + "`");
            }
        }

        @Test
        void namesOfFilesCanNotMoveTheCursor() throws IOException {
            Path odd = write("\u001b[2J\n.eml", message("a.example"));
            Run run = verify(odd, odd);
            assertThat(run.out()).doesNotContain("\u001b");
            assertThat(run.lines().get(0)).endsWith("\\u{1b}[2J\\u{a}.eml");
        }

        @Test
        void whereNobodyReadsOnTheOthersAreNotVerified() throws IOException {
            Path zone = write("many.zone", ZONE);
            Path mbox = write("many.mbox", ("From x\n" + message("a.example") + "\n").repeat(5000));
            Writer full = new Writer() {
                @Override
                public void write(char[] text, int offset, int length) throws IOException {
                    throw new IOException("broken pipe");
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
                    zone.toString(),
                    mbox.toString());
            assertThat(status).as(err.toString()).isEqualTo(74);
        }
    }

    @Nested
    class ExitStatusIsTheWorst {

        @Test
        void ofAll() throws IOException {
            Path pass = write("pass.eml", message("none.example"));
            Path fail = write("fail.eml", message("a.example"));
            Path down = write("down.eml", message("down.example"));
            Path nobody = write("nobody.eml", "\r\n");
            assertThat(verify(pass, pass).status()).isZero();
            assertThat(verify(pass, fail, pass).status()).isEqualTo(1);
            assertThat(verify(down, fail, pass).status()).isEqualTo(2);
            assertThat(verify(down, nobody, fail).status()).isEqualTo(3);
            assertThat(verify(nobody, folder.resolve("none"), fail).status()).isEqualTo(66);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "--jobs 0 a b",
                    "--jobs 100000 a b",
                    "--jobs x a b",
                    "- -",
                    "--json --report a",
                    "--return-path a",
                    "--trusted-host mx.example.org --ip 192.0.2.1 a",
                    "--trusted-host mx.example.org --helo x a",
                    "--trusted-host mx.example.org --return-path --mail-from x a",
                    "--trusted-host mx..example.org a",
                })
        void aWrongCommandLineIs64(String line) throws IOException {
            Run run = verify((Object[]) line.split(" "));
            assertThat(run.status()).as(run.toString()).isEqualTo(64);
        }
    }

    @Nested
    class SeveralAtATime {

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 16})
        void inTheOrderOfTheMessages(int jobs) throws IOException {
            StringBuilder mbox = new StringBuilder();
            List<Object> authors = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                mbox.append("From x\n").append(message("a" + i + ".example")).append('\n');
                authors.add("a" + i + ".example");
            }
            Run run = verify("--json", "--jobs", jobs, write("500.mbox", mbox.toString()));
            assertThat(objects(run))
                    .extracting(object -> JsonTree.at(object, "from", "domain"))
                    .isEqualTo(authors);
        }

        @Test
        void comeOutAsOneByOne() throws IOException {
            Path zone = SAMPLES.resolve("aligned.zone");
            List<String> lines = new ArrayList<>();
            List<String> samples = Stream.of(
                            "aligned", "broken-in-transit", "forged-from", "rfc8463", "spf-only", "temporary-failure")
                    .map(name -> SAMPLES.resolve(name + ".eml").toString())
                    .toList();
            for (String sample : samples) {
                lines.addAll(
                        Run.of("verify", "--json", "--dns", zone.toString(), "--now", "2026-01-31T12:00:00Z", sample)
                                .lines());
            }
            List<String> command = new ArrayList<>(
                    List.of("verify", "--json", "--dns", zone.toString(), "--now", "2026-01-31T12:00:00Z"));
            command.addAll(samples);
            assertThat(Run.of(command.toArray(String[]::new)).lines()).isEqualTo(lines);
        }

        @Test
        void whatWasAskedIsNotedForEachAlone() throws IOException {
            Run run = verify(
                    "--json", "--trace", write("1.eml", message("a.example")), write("2.eml", message("b.example")));
            assertThat(run.lines().get(0)).contains("_dmarc.a.example").doesNotContain("b.example");
            assertThat(run.lines().get(1)).contains("_dmarc.b.example").doesNotContain("a.example");
        }
    }

    @Nested
    class TrustedHost {

        private Run trusting(String text, String... options) throws IOException {
            List<Object> arguments = new ArrayList<>(List.of("--json", "--trusted-host", "mx.example.org"));
            arguments.addAll(List.of(options));
            arguments.add(write("t.eml", text));
            return verify(arguments.toArray());
        }

        @Test
        void saysWhoTheClientIs() throws IOException {
            Map<String, Object> object = objects(trusting(received("h.example", "192.0.2.1", "mx.example.org")
                            + received("evil.example", "203.0.113.1", "mx.example.org")
                            + message("a.example")))
                    .get(0);
            assertThat(object.get("envelope"))
                    .isEqualTo(Map.of("client", "192.0.2.1", "helo", "h.example", "mailFrom", ""));
            assertThat(JsonTree.at(object, "spf", "domain")).isEqualTo("h.example");
            assertThat(JsonTree.at(object, "trustedHost", "status")).isEqualTo("client_found");
        }

        @Test
        void withReturnPathSaysWhoTheSenderIs() throws IOException {
            String text = "Return-Path: <x@a.example>\r\n" + received("h.example", "192.0.2.1", "mx.example.org")
                    + message("a.example");
            assertThat(JsonTree.at(objects(trusting(text)).get(0), "envelope", "mailFrom"))
                    .isEqualTo("");
            Map<String, Object> object =
                    objects(trusting(text, "--return-path")).get(0);
            assertThat(JsonTree.at(object, "envelope", "mailFrom")).isEqualTo("x@a.example");
            assertThat(JsonTree.at(object, "dmarc", "status")).isEqualTo("pass");
        }

        @Test
        void withoutAFieldOfItsOwnLeavesSpfAlone() throws IOException {
            String text = "Return-Path: <x@a.example>\r\n" + received("h.example", "192.0.2.1", "other.example")
                    + message("a.example");
            Map<String, Object> object =
                    objects(trusting(text, "--return-path")).get(0);
            assertThat(object.get("envelope")).isEqualTo("null");
            assertThat(object.get("spf")).isEqualTo("null");
            assertThat(object.get("trustedHost"))
                    .isEqualTo(Map.of(
                            "name",
                            "mx.example.org",
                            "status",
                            "no_field",
                            "returnPath",
                            "null",
                            "explanation",
                            "There is no Received field of mx.example.org."));
            Run report = verify("--trusted-host", "mx.example.org", write("t.eml", text));
            assertThat(report.lines()).contains("Client  There is no Received field of mx.example.org.");
            assertThat(report.statuses("SPF")).containsExactly("-");
        }

        @Test
        void isCountedInTheSum() throws IOException {
            String known = received("h.example", "192.0.2.1", "mx.example.org") + message("a.example");
            Path mbox =
                    write("t.mbox", "From x\n" + known + "\nFrom x\n" + message("a.example") + "\nFrom x\n" + known);
            Run run = verify("--trusted-host", "mx.example.org", mbox);
            assertThat(run.lines()).contains("Client  client found 2, no field 1", "SPF     pass 2, not evaluated 1");
        }
    }

    @Nested
    class WhatElseIsTold {

        private static final String MORE = """
                a.example              TXT  "v=spf1 ip4:192.0.2.1 -all"
                h.example              TXT  "v=spf1 ip4:192.0.2.9 -all"
                h.example              A    192.0.2.1
                1.2.0.192.in-addr.arpa PTR  h.example.
                _dmarc.uni.example     TXT  "v=DMARC1; p=none; rua=mailto:d@uni.example"
                _dmarc.lab.uni.example TXT  "v=DMARC1; p=reject; psd=n"
                _dmarc.same.example    TXT  "v=DMARC1; p=reject"
                """;

        private Run more(String... arguments) throws IOException {
            Path zone = write(".more.zone", MORE);
            return Run.of(Stream.concat(
                            Stream.of("verify", "--dns", zone.toString(), "--ip", "192.0.2.1", "--helo", "h.example"),
                            Stream.of(arguments))
                    .toArray(String[]::new));
        }

        @Test
        void isHeloByItselfAndWhetherTheClientHasAName() throws IOException {
            String file = write("1.eml", message("same.example")).toString();
            Run run = more("--mail-from", "x@a.example", file);
            assertThat(run.statuses("SPF")).containsExactly("pass");
            assertThat(run.statuses("HELO")).containsExactly("fail");
            assertThat(run.statuses("iprev")).containsExactly("pass");
            Map<String, Object> object =
                    objects(more("--json", "--mail-from", "x@a.example", file)).get(0);
            assertThat(JsonTree.at(object, "spf", "identity")).isEqualTo("mailfrom");
            assertThat(JsonTree.at(object, "spfHelo", "identity")).isEqualTo("helo");
            assertThat(JsonTree.at(object, "spfHelo", "status")).isEqualTo("fail");
            assertThat(JsonTree.at(object, "iprev", "names")).isEqualTo(List.of("h.example"));
            assertThat(JsonTree.at(object, "dmarc", "suggestedHandling")).isEqualTo("quarantine");
            assertThat(JsonTree.at(object, "dmarc", "differences")).isEqualTo("null");
        }

        @Test
        void isNotTheNameOfTheClientIfTheUserSaysSo() throws IOException {
            String file = write("1.eml", message("same.example")).toString();
            assertThat(objects(more("--json", "--no-iprev", file)).get(0).get("iprev"))
                    .isEqualTo("null");
            assertThat(more("--no-iprev", "--trace", file).out()).doesNotContain("in-addr.arpa");
        }

        @Test
        void isWhereTheMethodsDifferIfTheUserAsks() throws IOException {
            String other = write("1.eml", message("x.lab.uni.example")).toString();
            String same = write("2.eml", message("same.example")).toString();
            Run run = more("--compare", other);
            assertThat(run.lines())
                    .contains(
                            "Differs The published policy is reject by the tree walk (RFC 9989), and none by the public suffix");
            assertThat(more("--compare", same).lines()).contains("Both    RFC 9989 and RFC 7489 come to the same");
            Map<String, Object> object =
                    objects(more("--compare", "--json", other)).get(0);
            assertThat(JsonTree.at(object, "dmarc", "differences", 0, "kind")).isEqualTo("organizational_domain");
            assertThat(more("--compare", other, same, other).lines())
                    .contains("Differs 2 messages in something by RFC 7489");
        }

        @Test
        void isNotComparedWithoutAnAuthor() throws IOException {
            String nobody = write("3.eml", "\r\n").toString();
            assertThat(JsonTree.at(objects(more("--compare", "--json", nobody)).get(0), "dmarc", "differences"))
                    .isEqualTo("null");
        }
    }

    @Nested
    class Memory {

        @Test
        void aLongLineInAnMboxIsNotHeld() throws IOException {
            Path mbox = folder.resolve("long.mbox");
            try (OutputStream out = Files.newOutputStream(mbox)) {
                out.write("From x\nFrom: x@a.example\n\n".getBytes(StandardCharsets.US_ASCII));
                byte[] chunk = ">".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
                for (int i = 0; i < 20; i++) {
                    out.write(chunk);
                }
                out.write("From y\n\nFrom x\nFrom: y@a.example\n".getBytes(StandardCharsets.US_ASCII));
            }
            Run run = verify("--json", mbox);
            assertThat(objects(run))
                    .extracting(object -> JsonTree.at(object, "dmarc", "status"))
                    .containsExactly("fail", "fail");
        }

        @Test
        void manyFilesInAFolder() throws IOException {
            for (int i : IntStream.range(0, 300).toArray()) {
                write("dir/" + i % 7 + "/" + i, message("a.example"));
            }
            Run run = verify("-q", folder.resolve("dir"));
            assertThat(run.lines()).contains("DMARC   fail 300");
        }
    }
}
