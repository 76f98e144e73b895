package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.dmarc.DmarcDifference;
import io.mailseal.dmarc.DmarcDiscovery;
import io.mailseal.dmarc.DmarcReportDestination;
import io.mailseal.dmarc.FailureReportOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mailseal dmarc} over zone files. */
class DmarcCommandTest {

    private static final Path SAMPLE = Path.of("..", "samples", "dmarc.zone");

    @TempDir
    Path folder;

    private static Run sample(String... arguments) {
        return Run.of(Stream.concat(Stream.of("dmarc", "--dns", SAMPLE.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private Run over(String zone, String... arguments) throws IOException {
        Path file = Files.writeString(folder.resolve("test.zone"), zone, StandardCharsets.UTF_8);
        return Run.of(Stream.concat(Stream.of("dmarc", "--dns", file.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    @Nested
    class Report {

        @Test
        void hasThePathsOfBothMethodsWhatDiffersAndTheFindings() {
            Run run = sample("lab.physics.uni.example");
            assertThat(run.out()).isEqualTo("""
                    Domain  lab.physics.uni.example
                    Record  v=DMARC1; p=reject; psd=n; rua=mailto:d@physics.uni.example

                    Walk    by RFC 9989, the tree walk
                            _dmarc.lab.physics.uni.example: there is no such name
                            _dmarc.physics.uni.example: v=DMARC1; p=reject; psd=n; rua=mailto:d@physics.uni.example
                    Org     physics.uni.example
                    Policy  reject, from physics.uni.example, its organizational domain

                    List    by RFC 7489, the public suffix list
                            _dmarc.lab.physics.uni.example: there is no such name
                            _dmarc.uni.example: v=DMARC1; p=none; rua=mailto:d@uni.example
                    Org     uni.example
                    Policy  none, from uni.example, its organizational domain

                    Differs The organizational domain is physics.uni.example by the tree walk (RFC 9989), and
                            uni.example by the public suffix list (RFC 7489).
                    Differs The domain whose record applies is physics.uni.example by the tree walk (RFC 9989), and
                            uni.example by the public suffix list (RFC 7489).
                    Differs The published policy is reject by the tree walk (RFC 9989), and none by the public suffix
                            list (RFC 7489).
                    Differs The effective policy is reject by the tree walk (RFC 9989), and none by the public suffix
                            list (RFC 7489).
                    Reports to physics.uni.example: the same organization, takes mail
                    Note    inherited_record, at physics.uni.example: lab.physics.uni.example has no record of its own;
                            that of physics.uni.example applies, with the policy reject.

                    DNS     6 questions in 2 rounds, 0 ms of waiting; answers from the file ../samples/dmarc.zone
                    DNSSEC  as the zone file says
                    """);
            assertThat(run.status()).isZero();
        }

        @Test
        void ofTestModeSaysWhatTheOwnerAsksForAndWhatIsDone() {
            assertThat(sample("trial.example").lines())
                    .contains("Policy  reject, quarantine while it is tested, from trial.example itself");
        }

        @Test
        void ofARecordByItselfAsksNothing() {
            Run run = Run.of("dmarc", "v=DMARC1; p=none");
            assertThat(run.out()).isEqualTo("""
                    Domain  not given: nothing is asked (--domain)
                    Record  v=DMARC1; p=none

                    Warning no_aggregate_reports: No address for aggregate reports (rua): what is sent in the name of
                            the domain stays unknown.
                    Note    monitoring: The policy is none: mail that fails is delivered as it would be without DMARC.

                    DNS     nothing was asked
                    """);
            assertThat(run.status()).isZero();
        }

        @Test
        void ofARecordForADomainLooksWhetherReportsArrive() {
            Run run = sample("--domain", "bare.example", "v=DMARC1; p=reject; rua=mailto:x@reports.example");
            assertThat(run.lines())
                    .contains("Reports to reports.example: another organization, which has not agreed, takes mail");
            assertThat(run.status()).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"v=DMARC1p=none", "v=dmarc1; p=none", "V=DMARC1", "v=DMARC12"})
        void ofATextThatIsNoRecordSaysWhatOneIs(String text) {
            Run run = Run.of("dmarc", text);
            assertThat(run.lines())
                    .anyMatch(line -> line.startsWith("Error   not_a_record: A record begins with v=DMARC1"));
            assertThat(run.status()).isEqualTo(1);
            assertThat(JsonTree.object(Run.of("dmarc", "--json", text).out())).containsEntry("status", "error");
        }

        @Test
        void showsWhatAFailedLookupLeavesUnknown() {
            Run run = sample("down.example");
            assertThat(run.lines())
                    .contains("        _dmarc.down.example: not known: no answer in time")
                    .contains("Policy  not known: _dmarc.down.example TXT could not be looked up")
                    .contains("Both    can't be compared: a lookup failed");
        }

        @Test
        void showsRecordsAsAMasterFileDoes() throws IOException {
            Run run = over("_dmarc.a.example TXT \"v=DMARC1; p=none; x=\\027[2J\\252\"\n", "a.example");
            assertThat(run.out()).doesNotContain("\u001b").contains("x=\\027[2J\\252");
        }

        @Test
        void traceShowsTheQuestions() {
            assertThat(sample("--trace", "bare.example").out())
                    .contains("Trace   _dmarc.bare.example TXT: no such name");
        }

        @Test
        void namesMayBeInUnicode() throws IOException {
            assertThat(over("_dmarc.xn--bcher-kva.example TXT \"v=DMARC1; p=reject\"\n", "b\u00fccher.example")
                            .lines())
                    .contains("Domain  xn--bcher-kva.example");
        }
    }

    @Nested
    class ExitStatusOf {

        @ParameterizedTest
        @CsvSource({
            "acme.example, 0",
            "typo.example, 1",
            "away.example, 1",
            "down.example, 2",
            "bare.example, 3",
            "twice.example, 1",
        })
        void aDomainIsThatOfTheWorstFinding(String domain, int status) {
            assertThat(sample(domain).status()).isEqualTo(status);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "a..example",
                    ".",
                    "--domain acme.example acme.example",
                    "--domain a..example v=DMARC1",
                    "--server 127.0.0.1 acme.example",
                    "--no-such-option acme.example",
                    "acme.example bare.example",
                })
        void aWrongCommandLineIs64(String line) {
            Run run = sample(line.isEmpty() ? new String[0] : line.split(" "));
            assertThat(run.status()).as(run.toString()).isEqualTo(64);
            assertThat(run.out()).isEmpty();
        }

        @Test
        void aMissingZoneFileIs66() {
            assertThat(Run.of("dmarc", "--dns", folder.resolve("none").toString(), "a.example")
                            .status())
                    .isEqualTo(66);
        }

        @Test
        void helpIs0() {
            assertThat(Run.of("dmarc", "--help").out()).contains("Exit status", "RFC 9989", "Examples");
            assertThat(Run.of("--help").out()).contains("dmarc");
        }
    }

    @Nested
    class Json {

        private List<Map<String, Object>> all() {
            return Stream.of("lab.physics.uni.example", "away.example", "down.example", "bare.example", "twice.example")
                    .map(domain ->
                            JsonTree.object(sample("--json", "--trace", domain).out()))
                    .toList();
        }

        @Test
        void hasTheDocumentedMembers() throws IOException {
            String page = Files.readString(Path.of("..", "docs", "json.md"));
            for (Map<String, Object> object : all()) {
                assertThat(JsonTree.names(object))
                        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
            }
            Map<String, Object> alone = JsonTree.object(
                    Run.of("dmarc", "--json", "v=DMARC1; p=none").out());
            assertThat(alone).containsOnlyKeys(withoutTrace(all().get(0)));
            assertThat(alone.get("treeWalk")).isEqualTo("null");
        }

        private String[] withoutTrace(Map<String, Object> object) {
            return object.keySet().stream()
                    .filter(name -> !name.equals("trace"))
                    .toArray(String[]::new);
        }

        @Test
        void saysTheSameAsTheReport() {
            Map<String, Object> object = all().get(0);
            assertThat(JsonTree.at(object, "status")).isEqualTo("note");
            assertThat(JsonTree.at(object, "treeWalk", "policyDomain")).isEqualTo("physics.uni.example");
            assertThat(JsonTree.at(object, "treeWalk", "steps", 1, "domain")).isEqualTo("physics.uni.example");
            assertThat(JsonTree.at(object, "publicSuffixList", "publishedPolicy"))
                    .isEqualTo("none");
            assertThat(JsonTree.at(object, "differences", 0, "kind")).isEqualTo("organizational_domain");
            assertThat(JsonTree.at(object, "destinations", 0, "consent")).isEqualTo("same_organization");
            assertThat(JsonTree.at(all().get(2), "treeWalk", "steps", 0, "cause"))
                    .isEqualTo("timeout");
        }

        @Test
        void everyWordOfAnEnumIsDocumented() throws IOException {
            String page = Files.readString(Path.of("..", "docs", "json.md"));
            List<Enum<?>> words = new ArrayList<>();
            words.addAll(List.of(DmarcDiscovery.Place.values()));
            words.addAll(List.of(DmarcReportDestination.Consent.values()));
            words.addAll(List.of(DmarcReportDestination.Mail.values()));
            words.addAll(List.of(FailureReportOption.values()));
            words.addAll(List.of(
                    DmarcDifference.Kind.ORGANIZATIONAL_DOMAIN,
                    DmarcDifference.Kind.POLICY_DOMAIN,
                    DmarcDifference.Kind.PUBLISHED_POLICY,
                    DmarcDifference.Kind.EFFECTIVE_POLICY));
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
            List<String> commands = Files.readString(Path.of("..", "samples", "README.md"))
                    .lines()
                    .filter(line -> line.startsWith("./mailseal dmarc "))
                    .toList();
            assertThat(commands).hasSizeGreaterThan(8);
            for (String command : commands) {
                List<String> outcome =
                        List.of(command.substring(command.indexOf(" # ") + 3).split(": "));
                assertThat(run(command).out()).as(command).contains(outcome.get(1));
                String json = run(command.replace(" --dns", " --json --dns")).out();
                assertThat(JsonTree.object(json)).as(command).containsEntry("status", outcome.get(0));
            }
        }

        @Test
        void ofTheProjectHaveTheCommand() throws IOException {
            assertThat(Files.readString(Path.of("..", "README.md")))
                    .contains("./mailseal dmarc --dns samples/dmarc.zone lab.physics.uni.example");
        }
    }
}
