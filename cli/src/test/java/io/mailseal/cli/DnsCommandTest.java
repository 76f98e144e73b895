package io.mailseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mailseal dns} over zone files. */
class DnsCommandTest {

    private static final String ZONE = """
            $TTL 600
            @ SOA ns.example hostmaster.example 7 2h 30m 2w 300
            a.example            MX     10 mx.a.example
                                 MX     20 mx2.a.example
                                 TXT    "v=spf1 mx -all"
            mx.a.example         A      192.0.2.1
                                 AAAA   2001:db8::1
            _25._tcp.mx.a.example TLSA  3 1 1 00ff
            _dmarc.a.example     TXT    "v=DMARC1; p=none"
            null.example         MX     0 .
            www.a.example   60   CNAME  host.b.example
            host.b.example       A      192.0.2.2
            gone.a.example       CNAME  nothing.b.example
            b.example            TYPE257 \\# 5 0005697373
            1.2.0.192.in-addr.arpa PTR  mx.a.example
            $SECURITY a.example  SECURE
            $SECURITY b.example  INSECURE
            """;

    @TempDir
    Path folder;

    private Run dns(String zone, String line) throws IOException {
        Path file = Files.writeString(folder.resolve("test.zone"), zone, StandardCharsets.UTF_8);
        List<String> arguments = new ArrayList<>(List.of("dns", "--dns", file.toString()));
        Stream.of(line.split(" ")).filter(word -> !word.isEmpty()).forEach(arguments::add);
        return Run.of(arguments.toArray(String[]::new));
    }

    private Run dns(String line) throws IOException {
        return dns(ZONE, line);
    }

    @Nested
    class Questions {

        private List<String> asked(String line) throws IOException {
            return dns(line).lines().stream()
                    .filter(text -> text.startsWith("Asked "))
                    .map(text -> text.substring(8))
                    .toList();
        }

        @Test
        void withoutATypeAreThoseThatMatterToMail() throws IOException {
            assertThat(asked("a.example"))
                    .containsExactly("a.example A", "a.example AAAA", "a.example MX", "a.example TXT");
        }

        @Test
        void atANameWithAnUnderscoreAreForText() throws IOException {
            assertThat(asked("_dmarc.a.example")).containsExactly("_dmarc.a.example TXT");
            assertThat(asked("x._domainkey.a.example")).containsExactly("x._domainkey.a.example TXT");
            assertThat(asked("_tcp.a.example")).containsExactly("_tcp.a.example TXT");
            assertThat(asked("_.a.example")).containsExactly("_.a.example TXT");
        }

        @Test
        void atAPortAreForTlsa() throws IOException {
            assertThat(asked("_25._tcp.mx.a.example")).containsExactly("_25._tcp.mx.a.example TLSA");
        }

        @Test
        void ofAnAddressAreAtItsReverseName() throws IOException {
            assertThat(asked("192.0.2.1")).containsExactly("1.2.0.192.in-addr.arpa PTR (192.0.2.1)");
            assertThat(asked("192.0.2.1 TXT")).containsExactly("1.2.0.192.in-addr.arpa TXT (192.0.2.1)");
            assertThat(dns("192.0.2.1").out()).contains("Records mx.a.example\n");
            assertThat(asked("2001:db8::1").get(0)).startsWith("1.0.0.0.").endsWith(".ip6.arpa PTR (2001:db8::1)");
        }

        @Test
        void inUnicodeAreAskedWithALabels() throws IOException {
            assertThat(asked("b\u00fccher.example MX"))
                    .containsExactly("xn--bcher-kva.example MX (b\u00fccher.example)");
        }

        @Test
        void inAsciiAreAskedAsTheyStand() throws IOException {
            assertThat(asked("xn--0.example MX")).containsExactly("xn--0.example MX");
            assertThat(asked("A.Example. MX")).containsExactly("a.example MX");
            assertThat(asked(". SOA")).containsExactly(". SOA");
        }

        @Test
        void comeOnceAndInTheOrderOfTheTypes() throws IOException {
            assertThat(asked("a.example txt type16 MX TYPE999"))
                    .containsExactly("a.example TXT", "a.example MX", "a.example TYPE999");
        }

        @Test
        void areAskedTogether() throws IOException {
            assertThat(dns("a.example").out()).contains("4 questions in 1 round, ");
        }
    }

    @Nested
    class Answers {

        @Test
        void areOneRecordToALine() throws IOException {
            assertThat(dns("a.example MX").out()).startsWith("""
                    Asked   a.example MX
                    Records 10 mx.a.example
                            20 mx2.a.example
                    TTL     600 s
                    DNSSEC  secure: so the zone file says

                    DNS     1 question in 1 round, 0 ms of waiting; answers from the file""");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "mx.a.example A              | 192.0.2.1",
                    "mx.a.example AAAA           | 2001:db8::1",
                    "null.example MX             | 0 .",
                    "a.example TXT               | \"v=spf1 mx -all\"",
                    "_25._tcp.mx.a.example       | 3 1 1 00ff",
                    "b.example TYPE257           | \\# 5 0005697373",
                    ". SOA                       | ns.example hostmaster.example 7 7200 1800 1209600 300",
                })
        void areInTheFormOfAMasterFile(String line, String record) throws IOException {
            assertThat(dns(line).lines()).contains("Records " + record);
        }

        @Test
        void haveTheAliasesWithTheSecurityOfEachHop() throws IOException {
            assertThat(dns("www.a.example A").out()).startsWith("""
                    Asked   www.a.example A
                    Alias   www.a.example is host.b.example (CNAME, secure)
                    Records 192.0.2.2
                    TTL     60 s
                    DNSSEC  insecure: so the zone file says
                    """);
        }

        @Test
        void tellNoDataFromNoSuchName() throws IOException {
            assertThat(dns("mx.a.example TXT").lines())
                    .contains("Answer  NODATA: mx.a.example exists, and has no TXT record");
            assertThat(dns("zz.a.example TXT").lines())
                    .contains("Answer  NXDOMAIN: there is no zz.a.example, nor anything below it");
            assertThat(dns("gone.a.example A").lines())
                    .contains("Alias   gone.a.example is nothing.b.example (CNAME, secure)")
                    .contains("Answer  NXDOMAIN: there is no nothing.b.example, nor anything below it");
        }

        @Test
        void areIndeterminateWhereNobodyChecked() throws IOException {
            assertThat(dns("null.example MX").lines()).contains("DNSSEC  indeterminate: nobody checked");
        }

        @ParameterizedTest
        @EnumSource(
                value = DnsFailure.class,
                names = {"BOGUS", "UNPROVEN", "DEADLINE", "BUDGET"},
                mode = EnumSource.Mode.EXCLUDE)
        void thatFailedHaveANameAndASentence(DnsFailure failure) throws IOException {
            Run run = dns(ZONE + "$FAULT a.example " + fault(failure), "a.example MX");
            assertThat(run.lines())
                    .contains("Failed  " + failure + ": " + failure.sentence())
                    .contains("DNSSEC  indeterminate: there is no answer to check")
                    .noneMatch(line -> line.startsWith("TTL"));
        }

        @Test
        void thatAreBogusOrUnprovenSaySo() throws IOException {
            assertThat(dns(ZONE + "$FAULT a.example BOGUS", "a.example MX").lines())
                    .contains("Failed  BOGUS: the answer is not authentic")
                    .contains("DNSSEC  BOGUS: the answer is not authentic");
            assertThat(dns(ZONE + "$FAULT a.example UNPROVEN", "a.example MX").lines())
                    .contains("DNSSEC  could not be validated: the answer could not be validated");
        }

        @Test
        void thatComeTooLateAreAFailureOfOurs() throws IOException {
            Run run = dns(ZONE + "$DELAY a.example MX 120s", "a.example MX TXT");
            assertThat(run.lines())
                    .contains("Failed  DEADLINE: the time for DNS was used up")
                    .contains("Records \"v=spf1 mx -all\"");
            assertThat(run.status()).isEqualTo(2);
        }

        @Test
        void comeWithTheirTimeInTheTrace() throws IOException {
            Run run = dns(ZONE + "$DELAY a.example MX 120ms", "--trace a.example MX TXT");
            assertThat(run.out()).endsWith("""
                    DNSSEC  as the zone file says
                    Trace   a.example MX: 120 ms
                            a.example TXT: 0 ms
                    """);
        }

        @Test
        void ofTheSamplesNeedNoNameServer() {
            Run run = Run.of("dns", "--dns", "../samples/aligned.zone", "_dmarc.example.com");
            assertThat(run.status()).isZero();
            assertThat(run.out()).contains("Records \"v=DMARC1; p=reject; rua=mailto:dmarc@example.com\"");
        }
    }

    private static String fault(DnsFailure failure) {
        return failure == DnsFailure.SERVER_FAILURE ? "SERVFAIL" : failure.name();
    }

    @Nested
    class ExitStatusOf {

        @ParameterizedTest
        @CsvSource({
            "SERVFAIL, 2",
            "TIMEOUT, 2",
            "REFUSED, 2",
            "NETWORK, 2",
            "MALFORMED, 2",
            "UNPROVEN, 2",
            "BOGUS, 1",
            "LOOP, 3"
        })
        void aFailureIs(String fault, int status) throws IOException {
            assertThat(dns(ZONE + "$FAULT a.example TXT " + fault, "a.example MX TXT")
                            .status())
                    .isEqualTo(status);
            assertThat(dns(ZONE + "$FAULT a.example TXT " + fault, "a.example MX")
                            .status())
                    .as("of another question")
                    .isZero();
        }

        @Test
        void anAbsenceIs0() throws IOException {
            assertThat(dns("mx.a.example TXT").status()).isZero();
            assertThat(dns("zz.a.example TXT").status()).isZero();
        }

        @Test
        void bogusIsBeforeTemporaryAndThatBeforePermanent() throws IOException {
            String faults = ZONE + "$FAULT a.example TXT BOGUS\n$FAULT a.example MX TIMEOUT\n$FAULT a.example A LOOP\n";
            assertThat(dns(faults, "a.example A MX TXT").status()).isEqualTo(1);
            assertThat(dns(faults, "a.example A MX").status()).isEqualTo(2);
            assertThat(dns(faults, "a.example A").status()).isEqualTo(3);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "dns",
                    "dns a..example",
                    "dns \u00dc.example",
                    "dns a.example NOSUCHTYPE",
                    "dns a.example ANY",
                    "dns a.example TYPE0",
                    "dns a.example TYPE41",
                    "dns a.example TYPE252",
                    "dns a.example TYPE65536",
                    "dns --no-such-option a.example",
                    "dns --validate --trust-ad --server 127.0.0.1 a.example",
                    "dns --anchors x --server 127.0.0.1 a.example",
                    "dns --anchors x --trust-ad --server 127.0.0.1 a.example",
                    "dns --tls-name dns.example a.example",
                    "dns --tls-name a..b --server 127.0.0.1 a.example",
                    "dns --tls-name a_b.example --server 127.0.0.1 a.example",
                    "dns --server dns.example a.example",
                    "dns --server 127.0.0.1 --server x a.example",
                    "dns --server 127.0.0.1:0 --tls-name dns.example a.example",
                    "dns --trust-ad --server 192.0.2.1 a.example",
                    "dns --trust-ad --server 127.0.0.1 --server 192.0.2.1 a.example",
                    "dns --dns x.zone --server 127.0.0.1 a.example",
                    "dns --dns x.zone --validate a.example",
                    "dns --dns x.zone --trust-ad a.example",
                    "dns --dns x.zone --tcp a.example",
                    "verify --validate --trust-ad --server 127.0.0.1 ../samples/aligned.eml",
                    "verify --anchors x ../samples/aligned.eml",
                    "verify --trust-ad --server 192.0.2.1 ../samples/aligned.eml",
                    "verify --dns ../samples/aligned.zone --validate ../samples/aligned.eml",
                })
        void aWrongCommandLineIs64(String line) {
            Run run = Run.of(line.split(" "));
            assertThat(run.status()).as(run.toString()).isEqualTo(64);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("mailseal: ").contains("\nSee: mailseal ");
            assertThat(run.err().lines()).as("the mistake is not buried").hasSizeLessThan(4);
        }

        @Test
        void aWrongCommandLineSaysWhatIsWrong() {
            assertThat(Run.of("dns", "a.example", "ANY").err()).contains("'ANY' is no type that a record has");
            assertThat(Run.of("dns", "--trust-ad", "--server", "192.0.2.1", "a.example")
                            .err())
                    .contains("--trust-ad: the AD bit of a server in a network can be forged");
            assertThat(Run.of("dns", "--dns", "x", "--validate", "a.example").err())
                    .contains("--validate is for name servers, and --dns asks none");
        }

        @Test
        void trustAnchorsThatCanNotBeReadAre66() throws IOException {
            Path wrong = Files.writeString(folder.resolve("anchors"), "; none\n. DS what\n");
            Path empty = Files.writeString(folder.resolve("empty"), "");
            for (Path file : List.of(wrong, empty, folder, folder.resolve("missing"))) {
                Run run = Run.of(
                        "dns", "--server", "127.0.0.1:9", "--validate", "--anchors", file.toString(), "a.example");
                assertThat(run.status()).as(run.toString()).isEqualTo(66);
                assertThat(run.err()).startsWith("mailseal: ").contains(file.toString());
            }
        }

        @Test
        void trustAnchorsThatDoNotCountAre66() throws IOException {
            Path old = Files.writeString(folder.resolve("sha1"), ". DS 1 5 1 " + "00".repeat(20) + "\n");
            Run run = Run.of("dns", "--server", "127.0.0.1:9", "--validate", "--anchors", old.toString(), "a.example");
            assertThat(run.status()).as(run.toString()).isEqualTo(66);
            assertThat(run.err()).contains(old.toString(), "no trust anchor");
        }

        @Test
        void helpIs0AndHasTheTableAndTheUsualTypes() {
            Run help = Run.of("dns", "--help");
            assertThat(help.status()).isZero();
            assertThat(help.out())
                    .contains("Exit status", "Examples", "--validate", "--anchors", "--trust-ad", "--tls-name", "--tcp")
                    .contains("A, AAAA, MX and TXT")
                    .contains("  1   an answer is bogus");
            assertThat(Run.of("verify", "--help").out()).contains("--validate", "--trust-ad");
            assertThat(Run.of("--help").out()).contains("dns");
        }
    }

    @Nested
    class HostileData {

        @Test
        void canNotMoveTheCursor() throws IOException {
            Run run = dns("""
                    a.example      TXT  "\\027[2J\\007\\155\\127 \u202e \u009b"
                    b.example      TYPE65280 \\# 4 1b5b324a
                    \\027[2J.example TXT "x"
                    c.example      CNAME \\027[2J.example
                    """, "--trace a.example TXT");
            assertThat(run.lines()).contains("Records \"\\027[2J\\007\\155\\127 \\226\\128\\174 \\194\\155\"");
            Run alias = dns("""
                    c.example      CNAME \\027\\.[2J.example
                    """, "--trace c.example TXT");
            for (Run each : List.of(run, alias, dns("c.example CNAME"), dns("b.example TYPE65280"))) {
                assertThat(each.out().chars()).as(each.toString()).allMatch(c -> c == '\n' || c >= 0x20 && c < 0x7F);
            }
            assertThat(alias.out()).contains("c.example is \\027\\.[2j.example");
        }

        @Test
        void canNotPassForAVerdict() throws IOException {
            Run run = dns("a.example TXT \"x\\010DNSSEC  secure: signed\"\n", "a.example TXT");
            assertThat(run.lines())
                    .filteredOn(line -> line.startsWith("DNSSEC"))
                    .hasSize(2)
                    .noneMatch(line -> line.contains("signed"));
        }

        @Test
        void of64KibibytesStaysOneLineWithNothingLost() throws IOException {
            String text = "a \\027\\\\\\\"".repeat(13_000);
            Run run = dns("a.example TXT \"" + text + "\"\n", "a.example TXT");
            assertThat(run.lines()).contains("Records \"" + text + "\"");
            Run json = dns("a.example TXT \"" + text + "\"\n", "--json a.example TXT");
            assertThat(json.lines()).hasSize(1);
        }

        @Test
        void thatIsNotWhatItsTypeSaysIsShownAsOctets() throws IOException {
            assertThat(shown(DnsType.DS, 0, 1, 8)).isEqualTo("\\# 3 000108");
            assertThat(shown(DnsType.DNSKEY)).isEqualTo("\\# 0");
            assertThat(shown(DnsType.SOA, 1, 'a', 0)).isEqualTo("\\# 3 016100");
            assertThat(shown(DnsType.SOA, 192, 0)).as("a pointer").isEqualTo("\\# 2 c000");
            assertThat(shown(DnsType.SOA, 5, 'a')).as("cut off").isEqualTo("\\# 2 0561");
        }

        private static String shown(DnsType type, int... octets) {
            byte[] data = new byte[octets.length];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) octets[i];
            }
            return RecordData.of(new DnsRecord.Opaque(type, Octets.of(data)));
        }

        @Test
        void onTheCommandLineIsShownByNumber() {
            assertThat(Run.of("dns", "\u001b[2J").err()).isNotEmpty().doesNotContain("\u001b");
            assertThat(Run.of("dns", "a.example", "\u001b[2J").err())
                    .isNotEmpty()
                    .doesNotContain("\u001b");
        }
    }

    @Nested
    class Json {

        @Test
        void isOneObjectOnOneLine() throws IOException {
            Run run = dns("--json www.a.example A");
            assertThat(run.lines()).hasSize(1);
            assertThat(run.out().replace(folder.toString(), "").strip()).isEqualTo("""
                    {"asked":"www.a.example","name":"www.a.example","answers":[\
                    {"name":"www.a.example","type":"A","outcome":"found","cause":null,"canonicalName":"host.b.example",\
                    "aliases":[{"owner":"www.a.example","type":"CNAME","target":"host.b.example","security":"secure"}],\
                    "records":["192.0.2.2"],"ttl":60,"security":"insecure","explanation":null,"extendedError":null,\
                    "proof":[],"millis":0}],\
                    "dns":{"source":"the file /test.zone","dnssec":"zone_file","rounds":1,"questions":1,"hints":0,\
                    "waitedMillis":0}}""");
        }

        @Test
        void keepsOutcomesApart() throws IOException {
            String faults = ZONE + "$FAULT a.example A TIMEOUT\n$FAULT a.example AAAA BOGUS\n";
            assertThat(dns(faults, "--json a.example A AAAA TYPE99").out())
                    .contains("\"type\":\"A\",\"outcome\":\"failed\",\"cause\":\"timeout\"")
                    .contains("\"type\":\"AAAA\",\"outcome\":\"failed\",\"cause\":\"bogus\"")
                    .contains("\"type\":\"TYPE99\",\"outcome\":\"no_data\",\"cause\":null")
                    .contains("\"records\":[],\"ttl\":null,\"security\":\"bogus\"");
            assertThat(dns("--json zz.example A").out()).contains("\"outcome\":\"no_such_name\"");
        }

        @Test
        void isInAscii() throws IOException {
            Run run = dns("a.example TXT \"\\127\\027\"\n", "--json b\u00fccher.example");
            assertThat(run.out().strip().chars()).allMatch(c -> c >= 0x20 && c < 0x7F);
            assertThat(run.out()).contains("\"asked\":\"b\\u00FCcher.example\",\"name\":\"xn--bcher-kva.example\"");
        }

        @Test
        void hasTheDocumentedMembersAndWords() throws IOException {
            String page = Files.readString(Path.of("..", "docs", "json.md"));
            String line = dns("--json www.a.example A").out();
            List<String> names = new ArrayList<>();
            for (int at = line.indexOf("\":"); at >= 0; at = line.indexOf("\":", at + 1)) {
                names.add(line.substring(line.lastIndexOf('"', at - 1) + 1, at));
            }
            assertThat(names)
                    .hasSizeGreaterThan(20)
                    .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
            assertThat(List.of(DnssecMode.values()))
                    .allSatisfy(mode -> assertThat(page).contains("`" + JsonLine.word(mode) + "`"));
            assertThat(List.of(DnsFailure.values()))
                    .allSatisfy(cause -> assertThat(page).contains("`" + JsonLine.word(cause) + "`"));
        }
    }

    @Nested
    class Verify {

        @Test
        void saysWhoIsBelievedAboutDnssec() {
            Run run = Run.of("verify", "--dns", "../samples/aligned.zone", "../samples/aligned.eml");
            assertThat(run.lines()).contains("DNSSEC  as the zone file says");
            Run json = Run.of("verify", "--json", "--dns", "../samples/aligned.zone", "../samples/aligned.eml");
            assertThat(json.out()).contains("\"dnssec\":\"zone_file\"");
            Run none = Run.of("verify", "--server", "127.0.0.1:9", "../samples/aligned.eml");
            assertThat(none.lines()).contains("DNSSEC  nobody checked; --validate does");
        }
    }
}
