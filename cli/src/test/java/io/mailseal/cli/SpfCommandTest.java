package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.spf.SpfProblem;
import io.mailseal.spf.SpfTrace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mailseal spf} over zone files. */
class SpfCommandTest {

    private static final Path SAMPLE = Path.of("..", "samples", "spf.zone");

    private static final String TREE = """
            a.example    TXT  "v=spf1 a/24 include:%{d2}.inc.example ptr redirect=r.example"
            a.example    A    203.0.113.1
            a.example.inc.example  TXT  "v=spf1 ip4:192.0.2.1 exists:%{l}.no.example ?all"
            r.example    TXT  "other"
            r.example    TXT  "v=spf1 mx -all exp=why.example"
            r.example    MX   10 m1.example
            r.example    MX   20 m2.example
            m1.example   A    192.0.2.1
            m2.example   A    192.0.2.2
            why.example  TXT  "%{i} is not ours; \\"%{c}\\""
            """;

    @TempDir
    Path folder;

    private static Run sample(String... arguments) {
        return Run.of(Stream.concat(Stream.of("spf", "--dns", SAMPLE.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private Run spf(String zone, String... arguments) throws IOException {
        Path file = Files.writeString(folder.resolve("test.zone"), zone, StandardCharsets.UTF_8);
        return Run.of(Stream.concat(Stream.of("spf", "--dns", file.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    /** With the tree, of a client that is 192.0.2.9. */
    private Run mailFrom(String zone, String... more) throws IOException {
        Stream<String> usual = Stream.of("--trace", "--ip", "192.0.2.9", "--mail-from", "x@a.example");
        return spf(zone, Stream.concat(usual, Stream.of(more)).toArray(String[]::new));
    }

    private static List<String> tree(Run run) {
        List<String> lines = run.lines();
        int start = 0;
        while (!lines.get(start).startsWith("Trace")) {
            start++;
        }
        int end = lines.subList(start, lines.size()).indexOf("") + start;
        return lines.subList(start, end).stream().map(line -> line.substring(8)).toList();
    }

    @Nested
    class Report {

        @Test
        void ofAFailHasTheTermTheLimitsAndTheWordsOfTheOwner() {
            Run run = sample("--ip", "203.0.113.99", "--mail-from", "ann@acme.example", "--receiver", "mx.example.org");
            assertThat(run.out()).isEqualTo("""
                    Client  203.0.113.99, MAIL FROM <ann@acme.example>

                    MAIL    fail       203.0.113.99 matches nothing before -all in the record of acme.example.
                                       MAIL FROM domain acme.example, 8 of 10 lookups, 1 of 2 void lookups, DNS insecure
                                       (not signed)
                    Term    -all, in the record of acme.example
                    Quoted  acme.example explains, in words of its own that nobody has checked: "203.0.113.99 sends no
                            mail for acme.example; see
                            https://acme.example/mail?ip=203.0.113.99&from=ann%40acme.example"

                    DNS     12 questions in 5 rounds, 0 ms of waiting; answers from the file ../samples/spf.zone
                    DNSSEC  as the zone file says

                    Received-SPF: fail (mx.example.org: acme.example does not designate
                     203.0.113.99 as permitted sender)
                        client-ip=203.0.113.99; envelope-from="ann@acme.example"; helo="";
                        receiver=mx.example.org; identity=mailfrom; mechanism=all
                    """);
        }

        @Test
        void ofASyntaxErrorMarksThePlace() {
            Run run = sample("--ip", "192.0.2.25", "--mail-from", "ann@typo.acme.example");
            assertThat(run.out()).startsWith("""
                    Client  192.0.2.25, MAIL FROM <ann@typo.acme.example>

                    MAIL    permerror  The record of typo.acme.example is malformed in ip4:192.0.2.300: expected at
                                       position 27 was an IPv4 address, all four numbers of it.
                                       MAIL FROM domain typo.acme.example, 0 of 10 lookups, 0 of 2 void lookups, DNS
                                       secure
                    Problem syntax: ip4:192.0.2.300, in the record of typo.acme.example
                            v=spf1 mx:acme.example ip4:192.0.2.300 include:_spf.esp.example -all
                                                       ^ expected: an IPv4 address, all four numbers of it
                    """);
        }

        @Test
        void ofALongMalformedRecordShowsThePartWithTheError() throws IOException {
            String record = "v=spf1" + " ip4:192.0.2.1".repeat(10) + " ip4:x" + " ip4:192.0.2.1".repeat(10) + " -all";
            assertThat(mailFrom("a.example TXT \"" + record + "\"").lines())
                    .contains(
                            "        ...2.1 ip4:192.0.2.1 ip4:192.0.2.1 ip4:192.0.2.1 ip4:x ip4:192.0.2.1 ip4:192.0.2.1 ...")
                    .contains(" ".repeat(61) + "^ expected: an IPv4 address, all four numbers of it");
        }

        @Test
        void ofAFailedLookupHasItsCause() {
            assertThat(sample("--ip", "192.0.2.25", "--mail-from", "ann@down.acme.example")
                            .out())
                    .contains("""
                    Problem dns_unavailable: include:_spf.down.example, in the record of down.acme.example
                            _spf.down.example TXT: TIMEOUT: no answer in time
                    """);
        }

        @Test
        void ofAMissingIncludeHasWhyItIsMissing() {
            assertThat(sample("--ip", "192.0.2.25", "--mail-from", "ann@moved.acme.example")
                            .out())
                    .contains("""
                    Problem include_without_record (no_such_domain): include:gone.example, in the record of
                            moved.acme.example
                    """);
        }

        @Test
        void countsAgainstTheLimits() {
            Run run = sample("--ip", "203.0.113.99", "--mail-from", "ann@many.acme.example");
            assertThat(run.out())
                    .contains("11 of 10 lookups, 1 of 2 void lookups")
                    .contains("Problem too_many_dns_terms: redirect=_spf.crm.example, in the record of crm.example\n");
        }

        @Test
        void saysWhereTheSenderMatters() throws IOException {
            String zone = "a.example TXT \"v=spf1 exists:%{l}.ok.example ~all\"\nx.ok.example A 127.0.0.2\n";
            assertThat(mailFrom(zone).lines())
                    .contains("Noted   This holds for this sender only: a term has the sender or the HELO name in it.");
            assertThat(sample("--ip", "192.0.2.25", "--mail-from", "x@acme.example")
                            .out())
                    .doesNotContain("Noted");
        }

        @Test
        void ofABogusAnswerSaysSo() throws IOException {
            Run run = mailFrom("a.example TXT \"v=spf1 -all\"\n$FAULT a.example BOGUS\n");
            assertThat(run.statuses("MAIL")).containsExactly("temperror");
            assertThat(run.lines()).contains("        a.example TXT: BOGUS: the answer is not authentic");
            assertThat(run.out()).contains("DNS bogus");
        }
    }

    @Nested
    class Tree {

        @Test
        void hasEachTermWithItsTargetItsQuestionsAndTheCounters() throws IOException {
            assertThat(String.join("\n", tree(mailFrom(TREE)))).isEqualTo("""
                    a.example TXT: "v=spf1 a/24 include:%{d2}.inc.example ptr redirect=r.example", indeterminate (0 ms)
                      a/24 -> a.example: no match (lookup 1 of 10)
                        a.example A: 203.0.113.1, indeterminate (0 ms)
                      include:%{d2}.inc.example -> a.example.inc.example: no match (lookup 2 of 10)
                        a.example.inc.example TXT: "v=spf1 ip4:192.0.2.1 exists:%{l}.no.example ?all", indeterminate (0 ms)
                          ip4:192.0.2.1: no match
                          exists:%{l}.no.example -> x.no.example: no match (lookup 3 of 10)
                            x.no.example A: no such name, indeterminate (0 ms; void lookup 1 of 2)
                          ?all: match
                          = neutral
                      ptr -> a.example: no match (lookup 4 of 10)
                        9.2.0.192.in-addr.arpa PTR: no such name, indeterminate (0 ms; void lookup 2 of 2)
                      redirect=r.example: handed over (lookup 5 of 10)
                        r.example TXT: "other", "v=spf1 mx -all exp=why.example", indeterminate (0 ms)
                          mx -> r.example: no match (lookup 6 of 10)
                            r.example MX: 10 m1.example, 20 m2.example, indeterminate (0 ms)
                            m1.example A: 192.0.2.1, indeterminate (0 ms)
                            m2.example A: 192.0.2.2, indeterminate (0 ms)
                          -all: match
                          exp=why.example: explanation
                            why.example TXT: "%{i} is not ours; \\"%{c}\\"", indeterminate (0 ms)
                          = fail
                      = fail
                    """.strip());
        }

        @Test
        void isThereOnRequestOnly() throws IOException {
            assertThat(spf(TREE, "--ip", "192.0.2.9", "--mail-from", "x@a.example")
                            .out())
                    .doesNotContain("Trace")
                    .doesNotContain("Unused");
        }

        @Test
        void ofALookupThatTookTooLongEndsThere() throws IOException {
            Run run = mailFrom("a.example TXT \"v=spf1 a -all\"\na.example A 192.0.2.9\n$DELAY a.example A 30s\n");
            assertThat(tree(run)).contains("    a.example A: the time for DNS was used up, indeterminate (20000 ms)");
            assertThat(run.status()).isEqualTo(2);
        }

        @Test
        void isFollowedByWhatWasAskedInVain() throws IOException {
            String zone = "a.example TXT \"v=spf1 a include:b.example include:slow.example -all\"\n"
                    + "a.example A 192.0.2.9\nb.example TXT \"v=spf1 -all\"\n$DELAY a.example A 1s\n$DELAY slow.example 3s\n";
            assertThat(mailFrom(zone).out()).contains("""
                    Unused  b.example TXT: "v=spf1 -all", indeterminate
                            slow.example TXT: taken back
                    """);
        }

        @Test
        void saysWhereATargetIsNoName() throws IOException {
            String zone = "a.example TXT \"v=spf1 a:%{l}..example -all exp=%{h}..example\"\n";
            assertThat(tree(mailFrom(zone)))
                    .contains("  a:%{l}..example: no match, since this is no name (lookup 1 of 10)")
                    .contains("  exp=%{h}..example -> no name: explanation");
        }

        @Test
        void ofSeveralRecordsShowsThemAll() throws IOException {
            String zone = "a.example TXT \"v=spf1 -all\"\na.example TXT \"v=spf1 +all\"\n";
            assertThat(tree(mailFrom(zone)))
                    .containsExactly(
                            "a.example TXT: \"v=spf1 -all\", \"v=spf1 +all\", indeterminate (0 ms)",
                            "  = permerror: multiple_records");
        }
    }

    @Nested
    class Identities {

        private static final String ZONE = """
                helo.example  TXT  "v=spf1 -all"
                a.example     TXT  "v=spf1 +all"
                """;

        @Test
        @DisplayName("SPF_01 SPF_02 PITFALLS_13: HELO and MAIL FROM are separate results, and both are always there")
        void areSeparate() throws IOException {
            Run run = spf(ZONE, "--ip", "192.0.2.1", "--helo", "helo.example", "--mail-from", "x@a.example");
            assertThat(run.statuses("HELO")).containsExactly("fail");
            assertThat(run.statuses("MAIL")).containsExactly("pass");
            assertThat(run.out().indexOf("\nHELO")).isLessThan(run.out().indexOf("\nMAIL"));
            assertThat(run.lines()).contains("Client  192.0.2.1, HELO helo.example, MAIL FROM <x@a.example>");
            assertThat(run.lines())
                    .filteredOn(line -> line.startsWith("Received-SPF: "))
                    .hasSize(2);
        }

        @Test
        void theExitStatusIsThatOfMailFrom() throws IOException {
            assertThat(spf(ZONE, "--ip", "192.0.2.1", "--helo", "helo.example", "--mail-from", "x@a.example")
                            .status())
                    .isZero();
            assertThat(spf(ZONE, "--ip", "192.0.2.1", "--helo", "a.example", "--mail-from", "x@helo.example")
                            .status())
                    .isEqualTo(1);
            assertThat(spf(ZONE, "--ip", "192.0.2.1", "--helo", "helo.example").status())
                    .isEqualTo(1);
        }

        @Test
        void whatIsNotGivenIsNotChecked() throws IOException {
            Run helo = spf(ZONE, "--ip", "192.0.2.1", "--helo", "helo.example");
            assertThat(helo.statuses("HELO")).hasSize(1);
            assertThat(helo.statuses("MAIL")).isEmpty();
            Run mail = spf(ZONE, "--ip", "192.0.2.1", "--mail-from", "x@a.example");
            assertThat(mail.statuses("HELO")).isEmpty();
            assertThat(mail.statuses("MAIL")).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "<>"})
        @DisplayName("SPF_03: of the null reverse-path the HELO name is asked, and it is MAIL FROM all the same")
        void theNullReversePath(String path) throws IOException {
            Run run = spf(ZONE, "--ip", "192.0.2.1", "--helo", "helo.example", "--mail-from", path);
            assertThat(run.statuses("MAIL")).containsExactly("fail");
            assertThat(run.out()).contains("no sender, so postmaster at the HELO name helo.example");
            Run without = spf(ZONE, "--ip", "192.0.2.1", "--mail-from", path);
            assertThat(without.statuses("MAIL")).containsExactly("none");
            assertThat(without.lines())
                    .contains("Problem invalid_domain")
                    .contains(" ".repeat(19) + "0 of 10 lookups, 0 of 2 void lookups");
        }

        @Test
        void anglesAroundTheSenderAreNoPartOfIt() throws IOException {
            assertThat(spf(ZONE, "--ip", "192.0.2.1", "--mail-from", "<x@a.example>")
                            .statuses("MAIL"))
                    .containsExactly("pass");
        }

        @Test
        void areAskedForSideBySide() throws IOException {
            assertThat(spf(ZONE, "--ip", "192.0.2.1", "--helo", "helo.example", "--mail-from", "x@a.example")
                            .out())
                    .contains("2 questions in 1 round, ");
        }
    }

    @Nested
    class ExitStatusOf {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "v=spf1 +all            | pass      | 0",
                    "v=spf1 ?all            | neutral   | 0",
                    "v=spf1 ~all            | softfail  | 0",
                    "no record of SPF       | none      | 0",
                    "v=spf1 -all            | fail      | 1",
                    "v=spf1 a:down.example  | temperror | 2",
                    "v=spf1 al              | permerror | 3",
                })
        void aResultIs(String record, String result, int status) throws IOException {
            Run run = mailFrom("a.example TXT \"" + record + "\"\n$FAULT down.example SERVFAIL\n");
            assertThat(run.statuses("MAIL")).containsExactly(result);
            assertThat(run.status()).isEqualTo(status);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "spf",
                    "spf --ip 192.0.2.1",
                    "spf --mail-from x@a.example",
                    "spf --ip a.example --mail-from x@a.example",
                    "spf --ip 192.0.2.1 --mail-from x@a.example --receiver a..b",
                    "spf --ip 192.0.2.1 --mail-from x@a.example a.example",
                    "spf --ip 192.0.2.1 --mail-from x@a.example --dns x.zone --validate",
                    "spf --ip 192.0.2.1 --mail-from x@a.example --no-such-option",
                })
        void aWrongCommandLineIs64(String line) {
            Run run = Run.of(line.split(" "));
            assertThat(run.status()).as(run.toString()).isEqualTo(64);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("mailseal: ").contains("\nSee: mailseal spf --help");
            assertThat(run.err().lines()).as("the mistake is not buried").hasSizeLessThan(4);
        }

        @Test
        void aMissingZoneFileIs66() {
            assertThat(Run.of("spf", "--dns", "none.zone", "--ip", "192.0.2.1", "--helo", "a.example")
                            .status())
                    .isEqualTo(66);
        }

        @Test
        void helpIs0AndHasTheTable() {
            Run help = Run.of("spf", "--help");
            assertThat(help.status()).isZero();
            assertThat(help.out())
                    .contains("--ip", "--helo", "--mail-from", "--receiver", "--trace", "--json", "--validate", "lint")
                    .contains("Exit status, by the result for MAIL FROM", "  2   temperror", "Examples");
            assertThat(Run.of("--help").out()).contains("  spf ");
        }
    }

    @Nested
    class HostileData {

        private static void assertHarmless(Run run) {
            assertThat(run.out().chars()).as(run.toString()).allMatch(c -> c == '\n' || c >= 0x20 && c < 0x7F);
        }

        @Test
        void canNotMoveTheCursor() throws IOException {
            List<String> zones = List.of(
                    "a.example TXT \"v=spf1 ip4:1.2.3.\\027[2J\\155\\127 -all\"",
                    "a.example TXT \"v=spf1 -all\"\na.example TXT \"\\027[2J\\226\\128\\174\"",
                    "a.example TXT \"v=spf1 -all exp=b.example\"\nb.example TXT \"\\027[2J\"",
                    "a.example TXT \"v=spf1 -all exp=b.example\"\nb.example TXT \"%{s}%_%%%-\"",
                    "a.example TXT \"v=spf1 mx -all\"\na.example MX 1 \\027[2J.example",
                    "a.example CNAME \\027[2J.example\n\\027[2J.example TXT \"v=spf1 \\027\"");
            for (String zone : zones) {
                assertHarmless(mailFrom(zone));
                assertHarmless(mailFrom(zone, "--json"));
            }
        }

        @Test
        void onTheCommandLineIsShownByNumber() throws IOException {
            String zone = "a.example TXT \"v=spf1 exists:%{s}.%{h}.b.example -all exp=why.example\"\n"
                    + "why.example TXT \"%{s} %{h}\"\n";
            String evil = "\u001b[2J\u202e\r\nX: y";
            Run run = spf(zone, "--trace", "--ip", "192.0.2.1", "--helo", evil, "--mail-from", evil + "@a.example");
            assertHarmless(run);
            assertThat(run.lines()).noneMatch(line -> line.startsWith("X:"));
        }

        @Test
        void doesNotPassForAVerdict() throws IOException {
            String blanks = " ".repeat(150);
            Run run = mailFrom("a.example TXT \"v=spf1 -all exp=why.example\"\n" + "why.example TXT \"no.\\\" " + blanks
                    + "MAIL    pass\"\n");
            assertThat(run.statuses("MAIL")).containsExactly("fail");
            assertThat(run.out())
                    .contains("Quoted  a.example explains, in words of its own that nobody has checked: \"no.\\\"");
        }

        @Test
        void ofManyTermsAndManyRecordsHasItsBounds() throws IOException {
            String zone = "a.example TXT \"v=spf1" + " ip4:192.0.2.1".repeat(2000) + " include:a.example -all\"\n";
            Run run = mailFrom(zone);
            assertThat(run.out()).contains("Problem too_many_dns_terms: include:a.example");
            assertThat(tree(run)).hasSizeLessThan(11 * 2004);
            assertThat(mailFrom(zone, "--json").lines()).hasSize(1);
        }
    }

    @Nested
    class Json {

        private Map<String, Object> json(String zone, String... arguments) throws IOException {
            Run run = spf(
                    zone,
                    Stream.concat(Stream.of("--json"), Stream.of(arguments)).toArray(String[]::new));
            assertThat(run.lines()).as(run.toString()).hasSize(1);
            return JsonTree.object(run.out().replace(folder.toString(), ""));
        }

        @Test
        void hasTheResultAndWhatItCost() throws IOException {
            assertThat(json(TREE, "--ip", "192.0.2.9", "--mail-from", "<x@a.example>", "--receiver", "mx.example"))
                    .isEqualTo(JsonTree.object("""
                            {"envelope": {"client": "192.0.2.9", "helo": null, "mailFrom": "x@a.example"},
                             "status": "fail",
                             "identity": "mailfrom",
                             "domain": "a.example",
                             "matchedTerm": "-all",
                             "matchedIn": "r.example",
                             "problem": null,
                             "problemDetails": null,
                             "explanation": "192.0.2.9 matches nothing before -all in the record of r.example.",
                             "publishedExplanation":
                               {"domain": "r.example", "text": "192.0.2.9 is not ours; \\"192.0.2.9\\""},
                             "dnsTerms": 6,
                             "voidLookups": 2,
                             "limits": {"dnsTerms": 10, "voidLookups": 2, "mxHosts": 10, "ptrNames": 10},
                             "security": "indeterminate",
                             "dependsOnSender": true,
                             "recordsConsulted": [
                               {"domain": "a.example",
                                "text": "v=spf1 a/24 include:%{d2}.inc.example ptr redirect=r.example"},
                               {"domain": "a.example.inc.example",
                                "text": "v=spf1 ip4:192.0.2.1 exists:%{l}.no.example ?all"},
                               {"domain": "r.example", "text": "v=spf1 mx -all exp=why.example"}],
                             "receivedSpf": "Received-SPF: fail (mx.example: a.example does not designate 192.0.2.9 \
                            as permitted sender) client-ip=192.0.2.9; envelope-from=\\"x@a.example\\"; helo=\\"\\"; \
                            receiver=mx.example; identity=mailfrom; mechanism=all",
                             "helo": null,
                             "dns": {"source": "the file /test.zone", "dnssec": "zone_file", "rounds": 5,
                               "questions": 4, "hints": 6, "waitedMillis": 0}}
                            """));
        }

        @Test
        void ofBothIdentitiesHasMailFromAtTheTop() throws IOException {
            String zone = "helo.example TXT \"v=spf1 -all\"\na.example TXT \"v=spf1 +all\"\n";
            Map<String, Object> both =
                    json(zone, "--ip", "192.0.2.9", "--helo", "helo.example", "--mail-from", "x@a.example");
            assertThat(both).containsEntry("status", "pass").containsEntry("identity", "mailfrom");
            assertThat(JsonTree.at(both, "helo", "status")).isEqualTo("fail");
            assertThat(JsonTree.at(both, "helo", "identity")).isEqualTo("helo");
            assertThat(JsonTree.at(both, "helo", "receivedSpf"))
                    .asString()
                    .contains("identity=helo")
                    .doesNotContain("envelope-from");
            assertThat(JsonTree.at(both, "envelope", "helo")).isEqualTo("helo.example");
            Map<String, Object> alone = json(zone, "--ip", "192.0.2.9", "--helo", "helo.example");
            assertThat(alone)
                    .containsEntry("status", "fail")
                    .containsEntry("identity", "helo")
                    .containsEntry("helo", "null");
            assertThat(JsonTree.at(alone, "envelope", "mailFrom")).isEqualTo("null");
        }

        @Test
        void ofASyntaxErrorHasThePlace() throws IOException {
            Map<String, Object> result = json(
                    "a.example TXT \"v=spf1 ip4:x -all \\252\"\n", "--ip", "192.0.2.9", "--mail-from", "x@a.example");
            assertThat(result).containsEntry("problem", "syntax");
            assertThat(JsonTree.at(result, "problemDetails")).isEqualTo(JsonTree.object("""
                    {"recordDomain": "a.example", "record": "v=spf1 ip4:x -all \\u00fc", "term": "ip4:x",
                     "syntaxError": {"position": 11, "term": "ip4:x",
                       "expected": "an IPv4 address, all four numbers of it"},
                     "failedLookup": null, "cause": null}"""));
            assertThat(JsonTree.at(result, "recordsConsulted", 0, "text")).isEqualTo("v=spf1 ip4:x -all \u00fc");
        }

        @Test
        void ofAFailedLookupHasTheQuestionAndTheCause() throws IOException {
            Map<String, Object> result = json(
                    "a.example TXT \"v=spf1 include:b.example -all\"\n$FAULT b.example REFUSED\n",
                    "--ip",
                    "192.0.2.9",
                    "--mail-from",
                    "x@a.example");
            assertThat(result).containsEntry("status", "temperror").containsEntry("problem", "dns_unavailable");
            assertThat(JsonTree.at(result, "problemDetails", "term")).isEqualTo("include:b.example");
            assertThat(JsonTree.at(result, "problemDetails", "failedLookup", "name"))
                    .isEqualTo("b.example");
            assertThat(JsonTree.at(result, "problemDetails", "failedLookup", "cause"))
                    .isEqualTo("refused");
        }

        @Test
        void ofAMissingIncludeHasWhyItIsMissing() throws IOException {
            Map<String, Object> result = json(
                    "a.example TXT \"v=spf1 include:b.example -all\"\n",
                    "--ip",
                    "192.0.2.9",
                    "--mail-from",
                    "x@a.example");
            assertThat(JsonTree.at(result, "problemDetails", "cause")).isEqualTo("no_such_domain");
        }

        @Test
        void hasTheTreeOnRequest() throws IOException {
            Map<String, Object> result = json(TREE, "--trace", "--ip", "192.0.2.9", "--mail-from", "x@a.example");
            assertThat(JsonTree.at(result, "trace", "domain")).isEqualTo("a.example");
            assertThat(JsonTree.at(result, "trace", "status")).isEqualTo("fail");
            assertThat(JsonTree.at(result, "trace", "lookup", "outcome")).isEqualTo("found");
            Map<?, ?> include = (Map<?, ?>) JsonTree.at(result, "trace", "steps", 1);
            assertThat(include.get("term")).isEqualTo("include:%{d2}.inc.example");
            assertThat(include.get("effect")).isEqualTo("no_match");
            assertThat(include.get("target")).isEqualTo("a.example.inc.example");
            assertThat(include.get("dnsTerms")).isEqualTo(3L);
            assertThat(JsonTree.at(result, "trace", "steps", 1, "nested", "status"))
                    .isEqualTo("neutral");
            assertThat(JsonTree.at(result, "trace", "steps", 1, "nested", "record"))
                    .isEqualTo("v=spf1 ip4:192.0.2.1 exists:%{l}.no.example ?all");
            Object exists = JsonTree.at(result, "trace", "steps", 1, "nested", "steps", 1, "lookups", 0);
            assertThat(((Map<?, ?>) exists).get("voidLookups")).isEqualTo(1L);
            assertThat(((Map<?, ?>) ((Map<?, ?>) exists).get("answer")).get("outcome"))
                    .isEqualTo("no_such_name");
            Map<String, Object> nothing = json(TREE, "--trace", "--ip", "192.0.2.9", "--mail-from", "x@localhost");
            assertThat(nothing).containsEntry("trace", "null").containsEntry("security", "null");
        }

        @Test
        void hasTheDocumentedMembersAndWords() throws IOException {
            String page = Files.readString(Path.of("..", "docs", "json.md"));
            assertThat(JsonTree.names(json(TREE, "--trace", "--ip", "192.0.2.9", "--mail-from", "x@a.example")))
                    .hasSizeGreaterThan(40)
                    .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
            assertThat(JsonTree.names(
                            json("a.example TXT \"v=spf1 x\"", "--ip", "192.0.2.9", "--mail-from", "x@a.example")))
                    .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
            List<Enum<?>> words = new ArrayList<>(List.of(SpfTrace.Effect.values()));
            words.addAll(List.of(SpfProblem.Kind.values()));
            assertThat(words).allSatisfy(word -> assertThat(page).contains("`" + JsonLine.word(word) + "`"));
        }

        @Test
        void ofVerifyHasTheSameMembers() {
            Run run = Run.of(
                    "verify",
                    "--json",
                    "--dns",
                    "../samples/aligned.zone",
                    "--ip",
                    "192.0.2.25",
                    "--mail-from",
                    "alice@example.com",
                    "../samples/aligned.eml");
            Map<?, ?> spf = (Map<?, ?>) JsonTree.object(run.out()).get("spf");
            assertThat(spf.get("status")).isEqualTo("pass");
            assertThat(JsonTree.names(List.of(spf)))
                    .contains("problemDetails", "publishedExplanation", "dependsOnSender", "recordsConsulted")
                    .doesNotContain("receivedSpf", "trace");
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
                    .filter(line -> line.startsWith("./mailseal spf "))
                    .toList();
            assertThat(commands).hasSizeGreaterThan(10);
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
                    .contains("./mailseal spf --dns samples/spf.zone --ip 203.0.113.99 --mail-from ann@acme.example"
                            + " --trace")
                    .contains("./mailseal spf lint --dns samples/spf.zone world.acme.example");
        }
    }
}
