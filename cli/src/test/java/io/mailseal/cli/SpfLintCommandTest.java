package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.spf.SpfFinding;
import io.mailseal.spf.SpfLintNode;
import io.mailseal.spf.SpfRecord;
import io.mailseal.spf.SpfSyntaxError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mailseal spf lint} over zone files. */
class SpfLintCommandTest {

    private static final String ZONE = """
            a.example    TXT  "v=spf1 mx include:b.example include:b.example include:none.example -all"
            a.example    MX   10 m.example
            m.example    A    192.0.2.1
            m.example    AAAA 2001:db8::1
            b.example    TXT  "v=spf1 ip4:192.0.2.0/28 ptr redirect=%{d}.r.example"
            b.example.r.example TXT "v=spf1 ip6:2001:db8::/48 a:%{l}.example -all"
            """;

    @TempDir
    Path folder;

    private Run lint(String zone, String... arguments) throws IOException {
        Path file = Files.writeString(folder.resolve("test.zone"), zone, StandardCharsets.UTF_8);
        return Run.of(Stream.concat(Stream.of("spf", "lint", "--dns", file.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    @Nested
    class Report {

        @Test
        void hasTheTreeTheSumAndTheFindingsBySeverity() throws IOException {
            Run run = lint(ZONE, "a.example");
            assertThat(run.out()).startsWith("""
                    Domain  a.example
                    Record  v=spf1 mx include:b.example include:b.example include:none.example -all

                    Tree    a.example: 10 lookups
                              include:b.example: 4 lookups, 5 of 10 so far; passes at least 16 IPv4, 65536 IPv6 /64
                                redirect=%{d}.r.example -> b.example.r.example: 2 lookups, 5 of 10 so far; passes at least 0 IPv4, 65536 IPv6 /64
                              include:b.example: 4 lookups, 9 of 10 so far, once more
                              include:none.example: there is no such domain

                    Lookups 10 of 10, where nothing matches
                    Void    1 of 2 for a client over IPv4, 1 of 2 over IPv6
                    Passes  IPv4 addresses: at least 16; IPv6 networks of 64 bits: at least 65536
                    Error   no_such_domain: include:none.example leads to none.example, which does not exist: whoever
                            can register it can say who may send.
                    Warning duplicate_term: include:b.example never decides, since include:b.example comes before it.
                    Warning deprecated_ptr, at b.example: ptr is slow, unreliable and a burden to others; ptr should not
                            be published.
                    Warning local_part_macro, at b.example.r.example: a:%{l}.example tells DNS the local part of each
                            sender, and with it who writes to whom.
                    """);
            assertThat(run.status()).isEqualTo(1);
        }

        @Test
        void ofASyntaxErrorMarksThePlace() throws IOException {
            String zone = "a.example TXT \"v=spf1 include:b.example\"\nb.example TXT \"v=spf1 ip4:1.2.3\"\n";
            assertThat(lint(zone, "a.example").out()).contains("""
                            v=spf1 ip4:1.2.3
                                       ^ expected: an IPv4 address, all four numbers of it
                    """);
        }

        @Test
        void ofARecordByItselfFollowsWhatNeedsNoDomain() throws IOException {
            Run run = lint(ZONE, "v=spf1 mx include:_spf.%{d} include:b.example include:none.example -all");
            assertThat(run.out()).startsWith("""
                    Domain  not given: what speaks of it counts, but is not followed (--domain)
                    Record  v=spf1 mx include:_spf.%{d} include:b.example include:none.example -all

                    Tree    the record: 7 lookups
                              include:_spf.%{d}: depends on the domain
                              include:b.example: 4 lookups, 6 of 10 so far; passes at least 16 IPv4, 65536 IPv6 /64
                                redirect=%{d}.r.example -> b.example.r.example: 2 lookups, 6 of 10 so far; passes at least 0 IPv4, 65536 IPv6 /64
                              include:none.example: there is no such domain

                    Lookups 7 of 10, where nothing matches
                    Void    1 of 2 for a client over IPv4, 1 of 2 over IPv6
                    Passes  IPv4 addresses: at least 16; IPv6 networks of 64 bits: at least 65536
                    Error   no_such_domain: include:none.example leads to none.example, which does not exist: whoever
                            can register it can say who may send.
                    Warning deprecated_ptr, at b.example: ptr is slow, unreliable and a burden to others; ptr should not
                            be published.
                    Warning local_part_macro, at b.example.r.example: a:%{l}.example tells DNS the local part of each
                            sender, and with it who writes to whom.
                    Note    not_followed: Where include:_spf.%{d} leads depends on the domain of the record, which is
                            not known.

                    DNS     3 questions in 2 rounds""");
            assertThat(run.status()).isEqualTo(1);
        }

        @Test
        void ofARecordByItselfThatAsksNothing() throws IOException {
            Run run = lint("", "v=spf1 ip4:192.0.2.0/28 -all");
            assertThat(run.lines())
                    .contains("Tree    the record: 0 lookups", "Found   nothing to complain of")
                    .contains("Passes  IPv4 addresses: 16; IPv6 networks of 64 bits: 0");
            assertThat(run.out()).contains("DNS     0 questions in 0 rounds");
            assertThat(run.status()).isZero();
        }

        @Test
        void hasNoNumberForNetworksWithoutNumber() throws IOException {
            assertThat(lint(ZONE, "v=spf1 ptr +all").lines())
                    .contains("Passes  IPv4 addresses: at least 4294967296; IPv6 networks of 64 bits: very many");
            assertThat(lint("b.example TXT \"v=spf1 +all\"", "v=spf1 include:b.example -all")
                            .out())
                    .contains(
                            "include:b.example: 1 lookup, 1 of 10 so far; passes 4294967296 IPv4, very many IPv6 /64");
        }

        @Test
        void hasSeveritiesInColour() {
            StringWriter out = new StringWriter();
            SpfSyntaxError error = (SpfSyntaxError) SpfRecord.parse("v=spf1 x");
            SpfLintReport.print("v=spf1 x", error, new PrintWriter(out, true), Colours.ON);
            assertThat(out.toString()).contains("\u001b[31mError   \u001b[0msyntax: expected at position 7");
        }

        @Test
        void ofAMalformedRecordMarksThePlace() {
            Run run = Run.of("spf", "lint", "V=SPF1 ip4:192.0.2.1/33 -all");
            assertThat(run.out()).startsWith("""
                    Record  V=SPF1 ip4:192.0.2.1/33 -all

                    Error   syntax: expected at position 21 was a prefix length from 0 to 32 without leading zeros.
                            V=SPF1 ip4:192.0.2.1/33 -all
                                                 ^ expected: a prefix length from 0 to 32 without leading zeros

                    DNS     nothing was asked: a record that is malformed leads nowhere
                    """);
            assertThat(run.status()).isEqualTo(1);
        }

        @Test
        void ofARecordForADomainFollowsItsTerms() throws IOException {
            Run run = lint(ZONE, "--domain", "a.example", "v=spf1 mx -all");
            assertThat(run.lines())
                    .contains("Domain  a.example", "Record  v=spf1 mx -all")
                    .contains(
                            "Lookups 1 of 10, where nothing matches",
                            "Passes  IPv4 addresses: 1; IPv6 networks of 64 bits: 1")
                    .contains("Found   nothing to complain of");
            assertThat(run.out()).doesNotContain("a.example TXT");
            assertThat(run.status()).isZero();
        }

        @Test
        void hasEveryQuestionOnRequest() throws IOException {
            assertThat(lint(ZONE, "--trace", "a.example").out())
                    .contains("Trace   a.example TXT: \"v=spf1 mx")
                    .contains("        m.example AAAA: 2001:db8::1, indeterminate (0 ms)");
        }

        @Test
        void canNotMoveTheCursor() throws IOException {
            String evil = "\\027[2J\\226\\128\\174";
            List<String> zones = List.of(
                    "a.example TXT \"v=spf1 " + evil + "\"",
                    "a.example TXT \"v=spf1 mx -all\"\na.example MX 1 " + evil + ".example",
                    "a.example CNAME " + evil + ".example\n" + evil + ".example TXT \"v=spf1 +all\"");
            for (String zone : zones) {
                for (Run run :
                        List.of(lint(zone, "--trace", "a.example"), lint(zone, "--json", "--trace", "a.example"))) {
                    assertThat(run.out().chars()).as(run.toString()).allMatch(c -> c == '\n' || c >= 0x20 && c < 0x7F);
                }
            }
            Run record = Run.of("spf", "lint", "v=spf1 \u001b[2J\u202e\r\nError");
            assertThat(record.out()).doesNotContain("\u001b", "\u202e", "\r", "\nError\n");
        }
    }

    @Nested
    class ExitStatusOf {

        private int status(String zone) throws IOException {
            return lint(zone, "a.example").status();
        }

        @Test
        void errorsIs1() throws IOException {
            assertThat(status("a.example TXT \"v=spf1 +all\"")).isEqualTo(1);
            assertThat(status("b.example TXT \"v=spf1 +all\""))
                    .as("no such domain")
                    .isEqualTo(1);
        }

        @Test
        void aFailedLookupIs2UnlessThereAreErrors() throws IOException {
            String failing = "\n$FAULT b.example SERVFAIL\n";
            assertThat(status("a.example TXT \"v=spf1 include:b.example -all\"" + failing))
                    .isEqualTo(2);
            assertThat(status("a.example TXT \"v=spf1 include:b.example +all\"" + failing))
                    .isEqualTo(1);
            assertThat(status("$FAULT a.example SERVFAIL\n")).isEqualTo(2);
        }

        @Test
        void noRecordIs3() throws IOException {
            assertThat(status("a.example TXT \"x\"")).isEqualTo(3);
            assertThat(status("a.example A 192.0.2.1")).isEqualTo(3);
        }

        @Test
        void warningsAndNotesIs0() throws IOException {
            assertThat(status("a.example TXT \"v=spf1 ?all\"")).isZero();
            assertThat(status("a.example TXT \"v=spf1 ip4:10.0.0.1 -all\"")).isZero();
            assertThat(status("a.example TXT \"v=spf1 -all\"")).isZero();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "spf lint",
                    "spf lint a..example",
                    "spf lint a.example b.example",
                    "spf lint --domain a.example b.example",
                    "spf lint --domain a..example v=spf1",
                    "spf lint --ip 192.0.2.1 a.example",
                    "spf --dns x.zone lint a.example",
                    "spf --ip 192.0.2.1 lint a.example",
                    "spf lint --dns x.zone --validate a.example",
                })
        void aWrongCommandLineIs64(String line) {
            Run run = Run.of(line.split(" "));
            assertThat(run.status()).as(run.toString()).isEqualTo(64);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("mailseal: ").contains("\nSee: mailseal spf lint --help");
            assertThat(run.err().lines()).as("the mistake is not buried").hasSizeLessThan(4);
        }

        @Test
        void helpIs0AndHasTheTable() {
            Run help = Run.of("spf", "lint", "--help");
            assertThat(help.status()).isZero();
            assertThat(help.out())
                    .contains("--domain", "--json", "--validate", "DOMAIN|RECORD")
                    .contains("Exit status, the first that applies", "  3   the domain has no record", "Examples");
            assertThat(Run.of("spf", "--help").out()).contains("  lint ");
        }
    }

    @Nested
    class Json {

        private Map<String, Object> json(String zone, String... arguments) throws IOException {
            Run run = lint(
                    zone,
                    Stream.concat(Stream.of("--json"), Stream.of(arguments)).toArray(String[]::new));
            assertThat(run.lines()).as(run.toString()).hasSize(1);
            return JsonTree.object(run.out().replace(folder.toString(), ""));
        }

        @Test
        void isAsDocumented() throws IOException {
            String zone =
                    "a.example TXT \"v=spf1 ip4:192.0.2.0/30 include:b.example ?all\"\nb.example TXT \"v=spf1 -all\"\n";
            assertThat(json(zone, "a.example")).isEqualTo(JsonTree.object("""
                    {"asked": "a.example",
                     "status": "warning",
                     "syntaxError": null,
                     "findings": [{"code": "neutral_all", "severity": "warning", "recordDomain": "a.example",
                       "term": "?all", "position": 42,
                       "explanation": "?all says nothing of those who are not listed."}],
                     "domain": "a.example",
                     "dnsTerms": 1, "voidLookups": 0, "voidLookupsOverIpv6": 0,
                     "limits": {"dnsTerms": 10, "voidLookups": 2, "mxHosts": 10, "ptrNames": 10},
                     "addresses": {"v4": 4, "v6Networks": 0, "exact": true},
                     "root": {
                       "domain": "a.example", "term": null, "state": "found",
                       "record": "v=spf1 ip4:192.0.2.0/30 include:b.example ?all",
                       "problem": null, "problemDetails": null,
                       "ownDnsTerms": 1, "dnsTerms": 1, "runningDnsTerms": 1,
                       "addresses": {"v4": 4, "v6Networks": 0, "exact": true},
                       "children": [{
                         "domain": "b.example", "term": "include:b.example", "state": "found",
                         "record": "v=spf1 -all", "problem": null, "problemDetails": null,
                         "ownDnsTerms": 0, "dnsTerms": 0, "runningDnsTerms": 1,
                         "addresses": {"v4": 0, "v6Networks": 0, "exact": true}, "children": []}]},
                     "dns": {"source": "the file /test.zone", "dnssec": "zone_file", "rounds": 2, "questions": 2,
                       "hints": 0, "waitedMillis": 0}}"""));
        }

        @Test
        void ofAMalformedRecordHasThePlace() throws IOException {
            assertThat(json("", "v=spf1 x")).isEqualTo(JsonTree.object("""
                    {"asked": "v=spf1 x", "status": "error",
                     "syntaxError": {"position": 7, "term": "x", "expected": "all, include, a, mx, ptr, ip4, ip6 or exists"},
                     "findings": [], "domain": null, "dnsTerms": null, "voidLookups": null,
                     "voidLookupsOverIpv6": null, "limits": null, "addresses": null, "root": null, "dns": null}"""));
        }

        @Test
        void ofARecordByItselfNamesNoDomain() throws IOException {
            Map<String, Object> result = json(ZONE, "v=spf1 a redirect=%{o}.example");
            assertThat(result).containsEntry("domain", "null").containsEntry("dnsTerms", 2L);
            assertThat(JsonTree.at(result, "root", "domain")).isEqualTo("null");
            assertThat(JsonTree.at(result, "root", "state")).isEqualTo("found");
            assertThat(JsonTree.at(result, "root", "children", 0, "state")).isEqualTo("depends_on_domain");
            assertThat(JsonTree.at(result, "findings", 0, "recordDomain")).isEqualTo("null");
            assertThat(JsonTree.at(result, "dns", "questions")).isEqualTo(0L);
        }

        @Test
        void hasTheProblemOfARecordThatIsNotThere() throws IOException {
            Map<String, Object> result = json(ZONE, "a.example");
            assertThat(JsonTree.at(result, "root", "children", 2, "state")).isEqualTo("no_such_domain");
            assertThat(JsonTree.at(result, "root", "children", 2, "problem")).isEqualTo("no_such_domain");
            assertThat(JsonTree.at(result, "root", "children", 1, "state")).isEqualTo("repeated");
        }

        @Test
        void hasTheDocumentedMembersAndWords() throws IOException {
            String page = Files.readString(Path.of("..", "docs", "json.md"));
            assertThat(JsonTree.names(json(ZONE, "--trace", "a.example")))
                    .hasSizeGreaterThan(40)
                    .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
            List<Enum<?>> words = Stream.of(
                            LintStatus.values(), SpfLintNode.State.values(), SpfFinding.Severity.values())
                    .<Enum<?>>flatMap(Stream::of)
                    .toList();
            assertThat(words).allSatisfy(word -> assertThat(page).contains("`" + JsonLine.word(word) + "`"));
        }
    }
}
