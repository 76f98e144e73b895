package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.mtasts.DeliveryAction;
import io.mailseal.mtasts.MtaStsFinding;
import io.mailseal.mtasts.MtaStsProblem;
import io.mailseal.mtasts.PolicyDiscovery;
import io.mailseal.mtasts.PublicationStep;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mailseal mtasts} over zone files, and over real HTTPS with a policy host on loopback. */
class MtaStsCommandTest {

    private static final Path SAMPLES = Path.of("..", "samples");
    private static final String POLICY = "version: STSv1\r\nmode: enforce\r\nmx: mx1.%s\r\nmax_age: 2419200\r\n";
    private static final String[] DOMAINS = {
        "a.example", "testing.example", "gone.example", "moved.example", "page.example", "broken.example"
    };
    private static final String ZONE = """
            a.example            MX  10 mx1.a.example
            a.example            MX  20 mx2.a.example
            testing.example      MX  10 mx2.testing.example
            nomail.example       MX  0 .
            moved.example        A   127.0.0.1
            $FAULT mxdown.example TIMEOUT
            stranger.example     MX  10 mx1.a.example
            _mta-sts.stranger.example TXT "v=STSv1; id=1;"
            mta-sts.stranger.example  A   127.0.0.1
            hostdown.example     MX  10 mx1.a.example
            _mta-sts.hostdown.example TXT "v=STSv1; id=1;"
            $FAULT mta-sts.hostdown.example TIMEOUT
            slow.example         MX  10 mx1.slow.example
            _mta-sts.slow.example TXT "v=STSv1; id=1;"
            $DELAY _mta-sts.slow.example 90s
            slowhost.example     MX  10 mx1.slowhost.example
            _mta-sts.slowhost.example TXT "v=STSv1; id=1;"
            mta-sts.slowhost.example  A   127.0.0.1
            $DELAY mta-sts.slowhost.example 90s
            """;

    @TempDir
    static Path folder;

    private static PolicyHost host;
    private static Path zone;

    @BeforeAll
    static void start() throws Exception {
        host = PolicyHost.start(folder, DOMAINS);
        StringBuilder records = new StringBuilder(ZONE);
        for (String domain : DOMAINS) {
            records.append("_mta-sts.").append(domain).append(" TXT \"v=STSv1; id=1;\"\n");
            records.append("mta-sts.").append(domain).append(" A 127.0.0.1\n");
        }
        zone = Files.writeString(folder.resolve("lab.zone"), records);
        host.serve("a.example", POLICY.formatted("a.example"));
        host.serve("testing.example", POLICY.formatted("testing.example").replace("enforce", "testing"));
        host.respond("gone.example", "HTTP/1.1 503 Later\r\nContent-Length: 0\r\n\r\n");
        host.respond(
                "moved.example", "HTTP/1.1 301 Moved\r\nLocation: https://a.example/\r\nContent-Length: 0\r\n\r\n");
        host.respond("page.example", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1\r\n\r\nx");
        host.serve(
                "broken.example", "version: STSv1\nmode: sometimes\n\u001b[2J\nmx: mx1.broken.example\nmax_age: 1\n");
    }

    @AfterAll
    static void close() throws IOException {
        host.close();
    }

    private static Run run(List<String> words, String... more) {
        return Run.of(Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new));
    }

    /** In the laboratory. */
    private static Run lab(String... arguments) {
        List<String> words = new ArrayList<>(List.of("mtasts", "--dns", zone.toString()));
        words.addAll(host.options());
        return run(words, arguments);
    }

    private static Run lint(String... arguments) {
        List<String> words = new ArrayList<>(List.of("mtasts", "lint", "--dns", zone.toString()));
        words.addAll(host.options());
        return run(words, arguments);
    }

    private static Run build(String line) {
        return run(List.of("mtasts", "build"), line.split(" "));
    }

    @Nested
    class Report {

        @Test
        void hasWhatIsPublishedAndWhatASenderMakesOfIt() {
            Run run = lab("a.example", "--mx", "mx1.a.example");
            assertThat(run.out()).startsWith("""
                    Domain  a.example
                    Record  v=STSv1; id=1;
                    HTTPS   status 200, text/plain, 68 octets
                    Policy  version: STSv1
                            mode: enforce
                            mx: mx1.a.example
                            max_age: 2419200

                    MX      mx1.a.example: allowed
                    MX      mx2.a.example: not allowed
                    Sender  a.example has a policy of mode enforce, fetched just now.
                    Host    allow             mx1.a.example is one of the hosts that the policy allows.
                    Then    TLS 1.2 or later, with a certificate for mx1.a.example that is trusted; otherwise no mail
                            goes there.

                    Error   mx_not_covered: A mail exchanger of the domain matches no mx of the policy: mx2.a.example.

                    DNS     4 questions in 2 rounds, 0 ms of waiting; answers from the file""");
            assertThat(run.status()).isZero();
        }

        @Test
        void ofAHostThatIsNotAllowedSaysWhyAndWhatIsReported() {
            Run run = lab("a.example", "--mx", "mx.evil.example");
            assertThat(run.lines())
                    .contains(
                            "Host    skip_mx           mx.evil.example is none of the hosts that the policy allows.",
                            "Reports validation-failure: mx-not-in-sts-policy");
            assertThat(run.out()).doesNotContain("Then ");
            assertThat(run.status()).isEqualTo(1);
        }

        @Test
        void ofModeTestingLetsMailGoAndReports() {
            Run run = lab("testing.example", "--mx", "mx.evil.example");
            assertThat(run.out()).contains("Host    allow_and_report  ", "Reports validation-failure");
            assertThat(run.status()).isZero();
            assertThat(lab("testing.example", "--mx", "mx1.testing.example").out())
                    .contains("otherwise mail", "and the domain is told");
        }

        @Test
        void ofAPolicyThatCanNotBeHadNamesTheFailureOfTlsReports() {
            Run run = lab("moved.example", "--mx", "mx1.moved.example");
            assertThat(run.lines())
                    .contains("HTTPS   status 301, no media type, 0 octets", "Policy  none")
                    .contains("Reports sts-policy-fetch-error: redirect")
                    .contains("Host    allow             No policy is enforced for moved.example.");
            assertThat(run.out()).contains("Problem redirect: ").doesNotContain("nothing to complain of");
            assertThat(run.lines())
                    .contains("MX      there are no such records, so that mail goes to the domain itself");
        }

        @Test
        void ofAStrangersCertificateSaysSo() {
            Run run = lab("stranger.example");
            assertThat(run.out()).contains("HTTPS   no answer", "Problem certificate_invalid: ", "sts-webpki-invalid");
        }

        @Test
        void traceShowsTheQuestionsEachOnce() {
            List<String> asked = lab("--trace", "a.example").lines().stream()
                    .filter(line -> line.contains(" ms)"))
                    .map(line -> line.substring(8, line.indexOf(':')))
                    .toList();
            assertThat(asked)
                    .containsExactlyInAnyOrder(
                            "a.example MX", "_mta-sts.a.example TXT", "mta-sts.a.example AAAA", "mta-sts.a.example A");
        }

        @Test
        void whatOthersWroteCanNotMoveTheCursor() throws IOException {
            assertThat(lab("broken.example").out()).contains("invalid_line").doesNotContain("\u001b");
            Path file =
                    Files.writeString(folder.resolve("evil.zone"), "_mta-sts.x.example TXT \"v=STSv1; \\027[2J\"\n");
            Run run = Run.of("mtasts", "--dns", file.toString(), "x.example");
            assertThat(run.out()).contains("v=STSv1; \\027[2J").doesNotContain("\u001b");
        }

        @Test
        void namesMayBeInUnicode() {
            assertThat(lab("b\u00fccher.example").lines()).contains("Domain  xn--bcher-kva.example");
        }
    }

    @Nested
    class Laboratory {

        private Run without(String option) {
            List<String> words = new ArrayList<>(List.of("mtasts", "--dns", zone.toString()));
            for (int i = 0; i < host.options().size(); i += 2) {
                if (!host.options().get(i).equals(option)) {
                    words.addAll(host.options().subList(i, i + 2));
                }
            }
            return run(words, "--json", "a.example");
        }

        @ParameterizedTest
        @CsvSource({"--allow-address, address_not_allowed", "--ca, certificate_invalid"})
        void needsEachOfItsOptions(String option, String problem) {
            assertThat(JsonTree.at(JsonTree.object(without(option).out()), "problem", "kind"))
                    .isEqualTo(problem);
        }

        @Test
        void takesASingleAddress() {
            List<String> words = new ArrayList<>(List.of("mtasts", "--dns", zone.toString()));
            host.options().forEach(word -> words.add(word.equals("127.0.0.0/8") ? "127.0.0.1" : word));
            assertThat(run(words, "a.example").status()).isZero();
        }

        @Test
        void judgesTranslatedAddressesByTheOneInside() throws IOException {
            Path translated = Files.writeString(folder.resolve("nat64.zone"), """
                    _mta-sts.a.example TXT "v=STSv1; id=1;"
                    mta-sts.a.example AAAA 2600:1:2:3::a00:1
                    """);
            Run run = Run.of(
                    "mtasts", "--dns", translated.toString(), "--nat64", "2600:1:2:3::/96", "--json", "a.example");
            assertThat(JsonTree.at(JsonTree.object(run.out()), "problem", "kind"))
                    .isEqualTo("address_not_allowed");
        }

        @Test
        void withoutCertificatesIs66() throws IOException {
            Path empty = Files.writeString(folder.resolve("empty.pem"), "");
            Path none = Files.writeString(folder.resolve("none.pem"), "-----BEGIN CERTIFICATE-----\nx\n");
            for (Path file : List.of(empty, none, folder.resolve("absent.pem"))) {
                Run run = Run.of("mtasts", "--dns", zone.toString(), "--ca", file.toString(), "a.example");
                assertThat(run.status()).as(run.toString()).isEqualTo(66);
                assertThat(run.err()).contains(file.getFileName().toString());
            }
        }
    }

    @Nested
    class ExitStatusOf {

        @ParameterizedTest
        @CsvSource({
            "a.example, 0, 1",
            "testing.example, 0, 1",
            "gone.example, 2, 2",
            "hostdown.example, 2, 2",
            "moved.example, 3, 1",
            "page.example, 3, 1",
            "broken.example, 3, 1",
            "stranger.example, 3, 1",
            "nomail.example, 3, 3",
            "_x.example, 3, 3",
        })
        void aDomainIsThatOfWhatASenderFindsAndOfTheWorstFinding(String domain, int sender, int owner) {
            Run run = lab(domain);
            assertThat(run.status()).as(run.toString()).isEqualTo(sender);
            Run lint = lint(domain);
            assertThat(lint.status()).as(lint.toString()).isEqualTo(owner);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "a..example",
                    ".",
                    "a.example b.example",
                    "--mx a..b a.example",
                    "--mx _x.example a.example",
                    "--allow-port 0 a.example",
                    "--allow-port x a.example",
                    "--allow-address 127.0.0.1/33 a.example",
                    "--allow-address 127.0.0.1/ a.example",
                    "--allow-address localhost a.example",
                    "--nat64 2600::/95 a.example",
                    "--nat64 10.0.0.0/32 a.example",
                    "--nat64 2600:: a.example",
                    "--no-such-option a.example",
                    "--server 127.0.0.1 a.example",
                    "lint",
                    "lint a..example",
                    "lint --domain a.example v=STSv1",
                    "lint --domain a.example b.example",
                    "--json lint a.example",
                    "--json build --mode none --max-age 1d",
                })
        void aWrongCommandLineIs64(String line) {
            List<String> words = new ArrayList<>(List.of("mtasts"));
            if (!line.contains("build") && !line.contains("lint")) {
                words.addAll(List.of("--dns", zone.toString()));
            }
            Run run = run(words, line.isEmpty() ? new String[0] : line.split(" "));
            assertThat(run.status()).as(run.toString()).isEqualTo(64);
            assertThat(run.out()).isEmpty();
        }

        @Test
        void helpIs0() {
            assertThat(Run.of("mtasts", "--help").out()).contains("Exit status", "RFC 8461", "Examples", "--ca");
            assertThat(Run.of("mtasts", "lint", "--help").out()).contains("Exit status", "Examples");
            assertThat(Run.of("mtasts", "build", "--help").out()).contains("Exit status", "Examples");
            assertThat(Run.of("--help").out()).contains("mtasts");
        }
    }

    @Nested
    class Lint {

        private final String sample = SAMPLES.resolve("mta-sts.txt").toString();

        @Test
        void ofAPolicyFileAsksNothing() {
            Run run = Run.of("mtasts", "lint", sample);
            assertThat(run.out())
                    .startsWith("""
                    Domain  not given: nothing is asked
                    Policy  version: STSv1
                            mode: enforce
                    """)
                    .contains("Note    wildcard_mx: ")
                    .endsWith("DNS     nothing was asked\n");
            assertThat(run.status()).isZero();
        }

        @Test
        void ofAPolicyFileOfADomainLooksAtItsMx() {
            Run run = lint("--domain", "a.example", sample);
            assertThat(run.lines()).contains("MX      mx1.a.example: not allowed");
            assertThat(run.out()).contains("Error   mx_not_covered: ", "Note    unused_mx: ", "1 question");
            assertThat(run.status()).isEqualTo(1);
        }

        @Test
        void ofAPolicyFileWhoseMxAreNotKnownIs2() {
            Run run = lint("--domain", "mxdown.example", sample);
            assertThat(run.lines()).contains("MX      not known: the lookup failed");
            assertThat(run.status()).isEqualTo(2);
            assertThat(lint("--domain", "nomail.example", sample).lines()).contains("MX      the domain takes no mail");
            assertThat(lint("--domain", "absent.example", sample).lines()).contains("MX      there is no such domain");
        }

        @Test
        void ofStandardInputIsOfAPolicy() {
            InputStream before = System.in;
            try {
                System.setIn(new ByteArrayInputStream("version: STSv2\n".getBytes(StandardCharsets.US_ASCII)));
                Run run = Run.of("mtasts", "lint", "-");
                assertThat(run.out()).contains("Policy  malformed", "invalid_version: Line 1: ", "missing_mode");
                assertThat(run.status()).isEqualTo(1);
            } finally {
                System.setIn(before);
            }
        }

        @Test
        void ofAPolicyThatIsTooLongIsAnError() throws IOException {
            byte[] octets = new byte[64 * 1024 + 1];
            Arrays.fill(octets, (byte) 'x');
            Path file = Files.write(folder.resolve("long.txt"), octets);
            assertThat(Run.of("mtasts", "lint", file.toString()).out()).contains("policy_too_long");
        }

        @Test
        void ofAFileThatIsAbsentIs66() {
            assertThat(Run.of("mtasts", "lint", "absent.txt").status()).isEqualTo(66);
            assertThat(Run.of("mtasts", "lint", folder.resolve("absent").toString())
                            .status())
                    .isEqualTo(66);
        }

        @Test
        void ofARecordReadsItAsItStands() {
            Run good = Run.of("mtasts", "lint", "v=STSv1; id=20261122; later=a/b.txt;");
            assertThat(good.lines()).contains("Record  v=STSv1; id=20261122; later=a/b.txt;");
            assertThat(good.out()).contains("unknown_field");
            assertThat(good.status()).isZero();
            Run other = Run.of("mtasts", "lint", "V=STSv1; id=1");
            assertThat(other.out()).contains("Error   not_a_record: ");
            assertThat(other.status()).isEqualTo(1);
        }
    }

    @Nested
    class Build {

        @Test
        void makesPolicyAndRecordWithAnId() {
            Run run = build("--mode enforce --mx mail.a.example --mx *.b.example --max-age 4w --id 7");
            assertThat(run.out()).isEqualTo("""
                    Record  v=STSv1; id=7;
                    Policy  version: STSv1
                            mode: enforce
                            mx: mail.a.example
                            mx: *.b.example
                            max_age: 2419200

                    Note    wildcard_mx: Line 4: the wildcard trusts every host right below the name: mx: *.b.example.
                    """);
            assertThat(run.status()).isZero();
        }

        @Test
        void makesAnIdOfTheTimeThatDiffersFromTheOneBefore() {
            Map<String, Object> object =
                    JsonTree.object(build("--mode none --max-age 1d --json").out());
            String id = (String) JsonTree.at(object, "record", "id");
            assertThat(id).hasSize(15).startsWith("2").endsWith("Z");
            assertThat(JsonTree.at(object, "zoneLine")).isEqualTo("null");
            for (int i = 0; i < 3; i++) {
                String next = build("--mode none --max-age 1d --json --previous-id " + id)
                        .out();
                assertThat(JsonTree.at(JsonTree.object(next), "record", "id")).isNotEqualTo(id);
            }
        }

        @Test
        void tellsTheStepsOfAChange() {
            Run run = build("--mode testing --mx mail.a.example --max-age 1d --id 7 --domain a.example"
                    + " --steps change --record-ttl 90m");
            assertThat(run.lines())
                    .startsWith(
                            "Name    _mta-sts.a.example", "URL     https://mta-sts.a.example/.well-known/mta-sts.txt")
                    .endsWith("", "_mta-sts.a.example. IN TXT \"v=STSv1; id=7;\"");
            assertThat(run.out())
                    .containsSubsequence(
                            "Step 1  Serve the policy as text/plain at https://mta-sts.a.example/",
                            "Step 2  Publish the record at _mta-sts.a.example.",
                            "Step 3  Wait, at least for 1 hour 30 minutes.");
        }

        @Test
        void tellsTheStepsOfARemovalWithAPolicyOfModeNone() {
            Run run = build("--steps removal --domain a.example --record-ttl 1h --longest-max-age 4w");
            assertThat(run.out())
                    .containsSubsequence(
                            "mode: none",
                            "Step 1  Serve",
                            "Step 2  Publish",
                            "Step 3  Wait, at least for 28 days 1 hour.",
                            "Step 4  Remove the record",
                            "Step 5  Wait, at least for 1 hour.",
                            "Step 6  Remove the policy");
        }

        @Test
        void writesThePolicyAsItIsServedAndReplacesNothingUnasked() throws IOException {
            Path file = folder.resolve("written.txt");
            String line = "--mode enforce --mx mx1.a.example --max-age 4w --out " + file;
            assertThat(build(line).out()).contains("File    " + file);
            assertThat(Files.readString(file)).isEqualTo(POLICY.formatted("a.example"));
            assertThat(Run.of("mtasts", "lint", file.toString()).status()).isZero();
            Files.writeString(file, "x".repeat(1000));
            Run again = build(line);
            assertThat(again.status()).as(again.toString()).isEqualTo(73);
            assertThat(build(line + " --force").status()).isZero();
            assertThat(Files.readString(file)).isEqualTo(POLICY.formatted("a.example"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "--mode enforce --max-age 1d",
                    "--mode enforce --mx a.example",
                    "--mx a.example --max-age 1d",
                    "--mode sometimes --mx a.example --max-age 1d",
                    "--mode enforce --mx *.*.example --max-age 1d",
                    "--mode enforce --mx a.example --max-age 86400",
                    "--mode enforce --mx a.example --max-age 600w",
                    "--mode none --max-age 1d --id a-b",
                    "--mode none --max-age 1d --id 7 --previous-id 7",
                    "--mode none --max-age 1d --steps introduction",
                    "--mode none --max-age 1d --steps change --domain a.example",
                    "--mode none --max-age 1d --steps introduction --domain a.example --record-ttl 1h",
                    "--mode none --max-age 1d --longest-max-age 1h",
                    "--mode none --max-age 1d --domain _x.example --steps introduction",
                    "--mode none --max-age 1d --domain _x.example",
                    "--mode none --max-age 1d --force",
                    "--steps removal --domain a.example --record-ttl 1h",
                    "--steps removal --domain a.example --longest-max-age 1h",
                    "--steps removal --domain a.example --record-ttl 1h --longest-max-age 1h --mode none",
                })
        void ofWhatNoPolicyIsIs64(String line) {
            Run run = build(line);
            assertThat(run.status()).as(run.toString()).isEqualTo(64);
            assertThat(run.out()).isEmpty();
        }
    }

    @Nested
    class Json {

        private List<Map<String, Object>> all() {
            List<Run> runs = List.of(
                    lab("--json", "--trace", "--mx", "mx.evil.example", "a.example"),
                    lab("--json", "moved.example"),
                    lint("--json", "broken.example"),
                    Run.of("mtasts", "lint", "--json", "v=STSv1; id=1; x=y;"),
                    build("--json --steps removal --domain a.example --record-ttl 1h --longest-max-age 4w"));
            return runs.stream().map(run -> JsonTree.object(run.out())).toList();
        }

        @Test
        void hasTheDocumentedMembers() throws IOException {
            String page = Files.readString(Path.of("..", "docs", "json.md"));
            for (Map<String, Object> object : all()) {
                assertThat(JsonTree.names(object))
                        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
            }
            assertThat(all().get(1)).containsOnlyKeys(all().get(2).keySet().toArray(String[]::new));
            assertThat(all().get(1)).containsOnlyKeys(all().get(3).keySet().toArray(String[]::new));
        }

        @ParameterizedTest
        @ValueSource(strings = {"slow.example", "slowhost.example"})
        void isUnknownWhereATimeOfOursWasUsedUpAndMailWaits(String domain) {
            Run run = lab("--json", "--mx", "mx1." + domain, domain);
            Map<String, Object> unknown = JsonTree.object(run.out());
            assertThat(unknown).containsEntry("status", "unknown");
            assertThat(JsonTree.at(unknown, "decision", "action")).isEqualTo("defer");
            assertThat(run.status()).isEqualTo(2);
        }

        @Test
        void saysTheSameAsTheReport() {
            Map<String, Object> good = all().get(0);
            assertThat(good).containsEntry("status", "policy");
            assertThat(JsonTree.at(good, "policy", "maxAge")).isEqualTo(2419200L);
            assertThat(JsonTree.at(good, "exchangers", "hosts", 1, "allowed")).isEqualTo(false);
            assertThat(JsonTree.at(good, "decision", "action")).isEqualTo("skip_mx");
            assertThat(JsonTree.at(good, "decision", "failures", 0, "resultType"))
                    .isEqualTo("validation-failure");
            Map<String, Object> none = all().get(1);
            assertThat(none).containsEntry("status", "no_policy");
            assertThat(JsonTree.at(none, "problem", "failureType")).isEqualTo("sts-policy-fetch-error");
            assertThat(JsonTree.at(none, "response", "httpStatus")).isEqualTo(301L);
            Map<String, Object> broken = all().get(2);
            assertThat(broken).containsEntry("status", "error");
            assertThat(JsonTree.at(broken, "findings", 0, "line")).isEqualTo(2L);
        }

        @Test
        void everyWordOfAnEnumIsDocumented() throws IOException {
            String page = Files.readString(Path.of("..", "docs", "json.md"));
            List<Enum<?>> words = new ArrayList<>();
            words.addAll(List.of(DeliveryAction.values()));
            words.addAll(List.of(MailExchangers.State.values()));
            words.addAll(List.of(PolicyDiscovery.Status.values()));
            words.addAll(List.of(PublicationStep.Kind.values()));
            words.addAll(List.of(MtaStsProblem.Step.values()));
            words.addAll(List.of(MtaStsFinding.Severity.values()));
            assertThat(words).allSatisfy(word -> assertThat(page).contains("`" + JsonLine.word(word) + "`"));
        }
    }

    @Nested
    class Pages {

        private Run run(String command) {
            List<String> arguments = new ArrayList<>();
            String line = command.substring("./mailseal ".length(), command.indexOf(" # "));
            String[] parts = line.replace("samples/", "../samples/").split("'");
            for (int i = 0; i < parts.length; i++) {
                if (i % 2 == 1) {
                    arguments.add(parts[i]);
                } else {
                    Stream.of(parts[i].split(" "))
                            .filter(word -> !word.isEmpty())
                            .forEach(arguments::add);
                }
            }
            return Run.of(arguments.toArray(String[]::new));
        }

        @Test
        void haveCommandsThatComeOutAsTheySay() throws IOException {
            List<String> commands = Files.readString(SAMPLES.resolve("README.md"))
                    .lines()
                    .filter(line -> line.startsWith("./mailseal mtasts "))
                    .toList();
            assertThat(commands).hasSizeGreaterThan(8);
            for (String command : commands) {
                List<String> outcome =
                        List.of(command.substring(command.indexOf(" # ") + 3).split(": "));
                assertThat(run(command).out()).as(command).contains(outcome.get(1));
                String json = run(command.replace(" # ", " --json # ")).out();
                assertThat(JsonTree.object(json)).as(command).containsEntry("status", outcome.get(0));
            }
        }

        @Test
        void ofTheProjectHaveTheCommand() throws IOException {
            assertThat(Files.readString(Path.of("..", "README.md")))
                    .contains(
                            "./mailseal mtasts lint --dns samples/mtasts.zone --domain new.example samples/mta-sts.txt");
        }
    }
}
