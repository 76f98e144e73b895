package io.mailseal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsQuestion;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a zone's text says. */
class ZoneTextTest {

    private static DnsAnswer ask(String zone, String name, DnsType type) {
        return InMemoryDns.parse(zone).answer(new DnsQuestion(DomainName.of(name), type));
    }

    private static List<DnsRecord> records(String zone, String name, DnsType type) {
        DnsAnswer answer = ask(zone, name, type);
        assertThat(answer).isInstanceOf(DnsAnswer.Found.class);
        return ((DnsAnswer.Found) answer).records();
    }

    private static List<String> texts(String zone, String name) {
        return records(zone, name, DnsType.TXT).stream()
                .map(record -> ((DnsRecord.Txt) record).text().toLatin1())
                .toList();
    }

    private static DnsRecord address(String text) {
        return new DnsRecord.Address(IpAddress.of(text));
    }

    private static DnsRecord pointer(DnsType type, String target) {
        return new DnsRecord.Pointer(type, DomainName.of(target));
    }

    private static DnsRecord opaque(int type, String hex) {
        return new DnsRecord.Opaque(
                new DnsType(type), Octets.of(java.util.HexFormat.of().parseHex(hex)));
    }

    @Nested
    class Section_1035_5_1_records {

        static List<Arguments> forms() {
            return List.of(
                    Arguments.of("a.example A 192.0.2.1", DnsType.A, address("192.0.2.1")),
                    Arguments.of("a.example. A 192.0.2.1", DnsType.A, address("192.0.2.1")),
                    Arguments.of("A.Example a 192.0.2.1", DnsType.A, address("192.0.2.1")),
                    Arguments.of("a.example IN A 192.0.2.1", DnsType.A, address("192.0.2.1")),
                    Arguments.of("a.example 60 A 192.0.2.1", DnsType.A, address("192.0.2.1")),
                    Arguments.of("a.example 60 IN A 192.0.2.1", DnsType.A, address("192.0.2.1")),
                    Arguments.of("a.example in 60 A 192.0.2.1", DnsType.A, address("192.0.2.1")),
                    Arguments.of("a.example\tA\t192.0.2.1 ", DnsType.A, address("192.0.2.1")),
                    Arguments.of("a.example A 192.0.2.1;no blank", DnsType.A, address("192.0.2.1")),
                    Arguments.of("a.example A 192.0.2.1\r\n", DnsType.A, address("192.0.2.1")),
                    Arguments.of("a.example AAAA 2001:db8::1", DnsType.AAAA, address("2001:db8::1")),
                    Arguments.of("a.example AAAA ::ffff:192.0.2.1", DnsType.AAAA, address("::ffff:192.0.2.1")),
                    Arguments.of(
                            "a.example MX 10 mx.example",
                            DnsType.MX,
                            new DnsRecord.Mx(10, DomainName.of("mx.example"))),
                    Arguments.of("a.example MX 0 .", DnsType.MX, new DnsRecord.Mx(0, DomainName.ROOT)),
                    Arguments.of("a.example CNAME b.example", DnsType.CNAME, pointer(DnsType.CNAME, "b.example")),
                    Arguments.of("a.example DNAME b.example", DnsType.DNAME, pointer(DnsType.DNAME, "b.example")),
                    Arguments.of("a.example NS ns.example", DnsType.NS, pointer(DnsType.NS, "ns.example")),
                    Arguments.of("a.example PTR b.example", DnsType.PTR, pointer(DnsType.PTR, "b.example")),
                    Arguments.of(
                            "a.example TLSA 3 1 1 00ff 1A",
                            DnsType.TLSA,
                            new DnsRecord.Tlsa(3, 1, 1, Octets.of((byte) 0, (byte) 0xFF, (byte) 0x1A))),
                    Arguments.of(
                            "a.example SOA m h.a ( 4294967295 ; serial\n 1 1m 1h\n 5 )",
                            DnsType.SOA,
                            opaque(
                                    6,
                                    "016d00" + "0168016100" + "ffffffff" + "00000001" + "0000003c" + "00000e10"
                                            + "00000005")),
                    Arguments.of("a.example TYPE257 \\# 5 00 05697373", new DnsType(257), opaque(257, "0005697373")),
                    Arguments.of("a.example TYPE65535 \\# 0", new DnsType(65535), opaque(65535, "")),
                    Arguments.of("a.example DS \\# 4 01020304", DnsType.DS, opaque(43, "01020304")));
        }

        @ParameterizedTest
        @MethodSource("forms")
        void haveTheFormOfTheirType(String zone, DnsType type, DnsRecord expected) {
            assertThat(records(zone, "a.example", type)).containsExactly(expected);
        }

        @Test
        void areInOrderAndNotDoubled() {
            String zone = """
                a.example A 192.0.2.2
                a.example A 192.0.2.1
                a.example A 192.0.2.2
                """;
            assertThat(records(zone, "a.example", DnsType.A))
                    .containsExactly(address("192.0.2.2"), address("192.0.2.1"));
        }
    }

    @Nested
    class Section_1035_5_1_text {

        @ParameterizedTest
        @CsvSource(
                delimiter = '!',
                quoteCharacter = '\'',
                value = {
                    "'\"v=spf1 -all\"'                ! 'v=spf1 -all'",
                    "'\"\"'                           ! ''",
                    "'v=spf1'                         ! 'v=spf1'",
                    "'v=spf1 -all'                    ! 'v=spf1-all'",
                    "'\"one \" \"two\"'               ! 'one two'",
                    "'\"one\"\t\"two\" three'         ! 'onetwothree'",
                    "'( \"one\"\n ; comment\n \"two\"\n)' ! 'onetwo'",
                    "'\"a;b(c)d\" ; comment'          ! 'a;b(c)d'",
                    "'\"a\\\"b\\\\c\\065\\d\"'        ! 'a\"b\\cAd'",
                    "'a\\;b\\ c\\032d\\\"'            ! 'a;b c d\"'",
                    "'@'                              ! '@'",
                    "'\"$TTL\"'                       ! '$TTL'",
                })
        void isOctets(String data, String expected) {
            assertThat(texts("a.example TXT " + data, "a.example")).containsExactly(expected);
        }

        @Test
        void holdsAnyOctet() {
            assertThat(texts("a.example TXT \"\\000\\255\"", "a.example")).containsExactly("\0\u00ff");
        }

        @Test
        void isUtf8WhereItIsNotAscii() {
            assertThat(texts("a.example TXT \"ü€\"", "a.example")).containsExactly("\u00c3\u00bc\u00e2\u0082\u00ac");
        }

        @Test
        void mayBeLongerThanAServerAllows() {
            assertThat(texts("a.example TXT \"" + "x".repeat(300) + "\"", "a.example"))
                    .containsExactly("x".repeat(300));
        }
    }

    @Nested
    class Section_1035_5_1_names {

        @Test
        void areAbsoluteWithoutAnOrigin() {
            assertThat(texts("a.example TXT x", "a.example")).containsExactly("x");
        }

        @Test
        void areBelowTheOrigin() {
            String zone = """
                $ORIGIN example.
                @             TXT   apex
                a             MX    10 mx
                b.other.      MX    10 @
                $ORIGIN sub
                c             TXT   below
                """;
            assertThat(texts(zone, "example")).containsExactly("apex");
            assertThat(records(zone, "a.example", DnsType.MX))
                    .containsExactly(new DnsRecord.Mx(10, DomainName.of("mx.example")));
            assertThat(records(zone, "b.other", DnsType.MX))
                    .containsExactly(new DnsRecord.Mx(10, DomainName.of("example")));
            assertThat(texts(zone, "c.sub.example")).containsExactly("below");
        }

        @Test
        void leftOutAreThoseOfTheLineBefore() {
            String zone = """
                a.example  TXT one

                ; comment
                    60 IN  TXT two
                $TTL 5
                \tTXT three
                """;
            assertThat(texts(zone, "a.example")).containsExactly("one", "two", "three");
        }

        @Test
        void mayHoldAnyOctet() {
            DomainName dotted = DomainName.ofLabels(List.of(Octets.ofLatin1("a.b"), Octets.of((byte) 0xFF)))
                    .orElseThrow();
            DnsAnswer answer = InMemoryDns.parse("a\\.b.\\255 TXT x").answer(DnsQuestion.txt(dotted));
            assertThat(answer.outcome()).isEqualTo(DnsAnswer.Outcome.FOUND);
        }

        @Test
        void areTheRootAsADot() {
            assertThat(texts(". TXT root", ".")).containsExactly("root");
        }

        @Test
        void mayLookLikeATypeOrATtl() {
            assertThat(texts("txt TXT x\n60 TXT y\nin TXT z", "txt")).containsExactly("x");
            assertThat(texts("txt TXT x\n60 TXT y\nin TXT z", "60")).containsExactly("y");
            assertThat(texts("txt TXT x\n60 TXT y\nin TXT z", "in")).containsExactly("z");
        }
    }

    @Nested
    class TimeToLive {

        @ParameterizedTest
        @CsvSource({
            "a.example TXT x,                     3600",
            "a.example 60 TXT x,                  60",
            "a.example 0 TXT x,                   0",
            "a.example 1h30m TXT x,               5400",
            "a.example 1W2D TXT x,                777600",
            "a.example 2147483647 TXT x,          2147483647",
            "'$TTL 10\na.example TXT x',          10",
            "'$TTL 1m\na.example 5 TXT x',        5",
            "'b.example 60 TXT x\na.example TXT x', 3600",
            "'a.example 60 TXT x\na.example 50 TXT y', 50",
        })
        void isThatOfTheRecordOrTheDefault(String zone, long seconds) {
            assertThat(ask(zone, "a.example", DnsType.TXT).ttl()).isEqualTo(Duration.ofSeconds(seconds));
        }
    }

    @Nested
    class BadText {

        static List<Arguments> texts() {
            return List.of(
                    Arguments.of("a.example", "line 1: the type is missing"),
                    Arguments.of("a.example 60 IN", "line 1: the type is missing"),
                    Arguments.of("\n\na.example NONSENSE x", "line 3: not a record type: NONSENSE"),
                    Arguments.of("a.example CH TXT x", "line 1: not a record type: CH"),
                    Arguments.of("a.example IN IN TXT x", "line 1: not a record type: IN"),
                    Arguments.of("a.example 60 60 TXT x", "line 1: not a record type: 60"),
                    Arguments.of("a.example 2147483648 TXT x", "line 1: not a record type: 2147483648"),
                    Arguments.of("a.example TXT", "line 1: the text is missing"),
                    Arguments.of("  TXT x", "line 1: the line begins with a blank, but there is no owner before it"),
                    Arguments.of("a.example A 192.0.2", "line 1: not an address for A: 192.0.2"),
                    Arguments.of("a.example A 2001:db8::1", "line 1: not an address for A: 2001:db8::1"),
                    Arguments.of("a.example AAAA 192.0.2.1", "line 1: not an address for AAAA: 192.0.2.1"),
                    Arguments.of("a.example A 192.0.2.1 x", "line 1: too much: x"),
                    Arguments.of("a.example A", "line 1: the address is missing"),
                    Arguments.of("a.example A \"192.0.2.1\"", "line 1: the address is not to be quoted: 192.0.2.1"),
                    Arguments.of(
                            "a.example MX mx.example",
                            "line 1: the preference is not a number from 0 to 65535: mx.example"),
                    Arguments.of(
                            "a.example MX 65536 mx", "line 1: the preference is not a number from 0 to 65535: 65536"),
                    Arguments.of("a.example MX 10", "line 1: the mail exchanger is missing"),
                    Arguments.of("a..example A 192.0.2.1", "line 1: not a domain name: a..example"),
                    Arguments.of("x".repeat(64) + " TXT x", "line 1: not a domain name: " + "x".repeat(64)),
                    Arguments.of("\u00fc.example TXT x", "line 1: a name is ASCII: write an A-label (xn--) or \\DDD"),
                    Arguments.of("a.example TXT \"\\256\"", "line 1: not \\000 to \\255: \\256"),
                    Arguments.of("a.example TXT \"\\1x2\"", "line 1: not \\000 to \\255: \\1x2"),
                    Arguments.of("a.example TXT \"\\12\"", "line 1: an escape that is cut off: \\12"),
                    Arguments.of("a.example TXT x\\", "line 1: an escape that is cut off: x\\"),
                    Arguments.of("a.example TXT \"x\ny\"", "line 1: this quoted string does not end"),
                    Arguments.of("a.example TXT \"x\\\"", "line 1: this quoted string does not end"),
                    Arguments.of("a.example TXT \"x\"y", "line 1: a blank is missing behind a quoted string"),
                    Arguments.of(
                            "a.example TXT x\"y\"",
                            "line 1: a quotation mark inside of a word: write \\\" or quote it all"),
                    Arguments.of("a.example TXT (\n x\n", "line 1: this parenthesis is not closed"),
                    Arguments.of("a.example TXT ( (x) )", "line 1: parentheses do not nest"),
                    Arguments.of("a.example TXT x )", "line 1: no parenthesis is open here"),
                    Arguments.of("a.example TLSA 3 1 1", "line 1: the certificate association data is missing"),
                    Arguments.of("a.example TLSA 3 1 1 0g", "line 1: not hexadecimal: 0g"),
                    Arguments.of(
                            "a.example TLSA 256 1 1 00",
                            "line 1: the certificate usage is not a number from 0 to 255: 256"),
                    Arguments.of(
                            "a.example SOA a b 4294967296 1 1 1 1",
                            "line 1: the serial number has 32 bits: 4294967296"),
                    Arguments.of("a.example SOA a b 1 1 1 1", "line 1: the minimum is missing"),
                    Arguments.of("a.example SOA a b 1 1 1 x 1", "line 1: the expire time is not a time to live: x"),
                    Arguments.of("a.example TYPE99 x", "line 1: write the data of TYPE99 as \\# length hex"),
                    Arguments.of("a.example TXT \\# 1 00", "line 1: write the data of TXT in its own form"),
                    Arguments.of("a.example TYPE99 \\# 2 00", "line 1: 1 octets of data, but the length says 2"),
                    Arguments.of(
                            "a.example CNAME b\na.example TXT x",
                            "line 2: a.example has a CNAME and other records beside it"),
                    Arguments.of(
                            "a.example TXT x\na.example CNAME b",
                            "line 2: a.example has a CNAME and other records beside it"),
                    Arguments.of("a.example CNAME b\na.example CNAME c", "line 2: a.example has more than one CNAME"),
                    Arguments.of("a.example DNAME b\na.example DNAME c", "line 2: a.example has more than one DNAME"),
                    Arguments.of("$INCLUDE other.zone", "line 1: unknown directive $INCLUDE"),
                    Arguments.of("$ORIGIN", "line 1: the origin is missing"),
                    Arguments.of("$ORIGIN a b", "line 1: too much: b"),
                    Arguments.of("$TTL x", "line 1: the default is not a time to live: x"),
                    Arguments.of("$FAULT a.example", "line 1: the fault is missing"),
                    Arguments.of("$FAULT a.example NXDOMAIN", "line 1: not a fault: NXDOMAIN"),
                    Arguments.of("$FAULT a.example DEADLINE", "line 1: not a fault: DEADLINE"),
                    Arguments.of("$FAULT a.example SPF SERVFAIL", "line 1: not a record type: SPF"),
                    Arguments.of("$FAULT a.example TXT SERVFAIL x", "line 1: too much: x"),
                    Arguments.of("$DELAY a.example 200", "line 1: not a delay such as 200ms or 5s: 200"),
                    Arguments.of("$DELAY a.example ms", "line 1: not a delay such as 200ms or 5s: ms"),
                    Arguments.of("$DELAY a.example 1hms", "line 1: not a delay such as 200ms or 5s: 1hms"),
                    Arguments.of("$DELAY a.example TXT", "line 1: not a delay such as 200ms or 5s: TXT"),
                    Arguments.of("$SECURITY a.example", "line 1: the status is missing"),
                    Arguments.of("$SECURITY a.example GOOD", "line 1: not a status: GOOD"),
                    Arguments.of("$SECURITY a.example BOGUS", "line 1: what is bogus is a failure: make it a fault"));
        }

        @ParameterizedTest
        @MethodSource("texts")
        void isTheCallersMistakeWithItsLine(String zone, String message) {
            assertThatThrownBy(() -> InMemoryDns.parse(zone))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(message);
        }

        @Test
        void countsTheLinesInsideOfParentheses() {
            assertThatThrownBy(() -> InMemoryDns.parse("a TXT (\n x\n y )\nb"))
                    .hasMessage("line 4: the type is missing");
        }
    }

    @Nested
    class FromAFile {

        @TempDir
        Path folder;

        @Test
        void areReadAsOctets() throws IOException {
            Path file = folder.resolve("a.zone");
            Files.write(file, new byte[] {'a', ' ', 'T', 'X', 'T', ' ', (byte) 0xFF, '\r', '\n'});
            DnsAnswer answer = InMemoryDns.load(file).answer(DnsQuestion.txt(DomainName.of("a")));
            assertThat(((DnsAnswer.Found) answer).records()).containsExactly(DnsRecord.Txt.of("\u00ff"));
        }

        @Test
        void thatAreNotThereAreAnIoException() {
            assertThatThrownBy(() -> InMemoryDns.load(folder.resolve("none.zone")))
                    .isInstanceOf(NoSuchFileException.class);
        }

        @Test
        void thatMakeNoSenseAreNamed() throws IOException {
            Path file = Files.writeString(folder.resolve("bad.zone"), "a TXT x\nb\n");
            assertThatThrownBy(() -> InMemoryDns.load(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(file + ", line 2: the type is missing");
        }
    }

    @Nested
    class Builder {

        @Test
        void takesRecordsAndTexts() {
            InMemoryDns dns = InMemoryDns.builder()
                    .zone("a.example TXT one")
                    .record(DomainName.of("a.example"), DnsRecord.Txt.of("two"))
                    .record(DomainName.of("b.example"), Duration.ofSeconds(5), DnsRecord.Txt.of("b"))
                    .build();
            DnsAnswer a = dns.answer(DnsQuestion.txt(DomainName.of("a.example")));
            DnsAnswer b = dns.answer(DnsQuestion.txt(DomainName.of("b.example")));
            assertThat(((DnsAnswer.Found) a).records())
                    .containsExactly(DnsRecord.Txt.of("one"), DnsRecord.Txt.of("two"));
            assertThat(a.ttl()).isEqualTo(Duration.ofHours(1));
            assertThat(b.ttl()).isEqualTo(Duration.ofSeconds(5));
        }

        @Test
        void doesNotReachIntoWhatItHasBuilt() {
            InMemoryDns.Builder builder = InMemoryDns.builder().zone("a.example TXT one");
            InMemoryDns before = builder.build();
            builder.zone("a.example TXT two\nb.example TXT b");
            DnsAnswer a = before.answer(DnsQuestion.txt(DomainName.of("a.example")));
            assertThat(((DnsAnswer.Found) a).records()).hasSize(1);
            assertThat(before.answer(DnsQuestion.txt(DomainName.of("b.example")))
                            .outcome())
                    .isEqualTo(DnsAnswer.Outcome.NO_SUCH_NAME);
        }

        @Test
        void refusesWhatDnsForbids() {
            InMemoryDns.Builder builder = InMemoryDns.builder().zone("a.example TXT one");
            DomainName name = DomainName.of("a.example");
            assertThatThrownBy(() -> builder.record(name, pointer(DnsType.CNAME, "b.example")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> builder.record(name, Duration.ofSeconds(-1), DnsRecord.Txt.of("x")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> builder.record(name, new DnsRecord.Opaque(DnsType.SOA, Octets.EMPTY)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> builder.record(name, new DnsRecord.Opaque(DnsType.DNAME, Octets.EMPTY)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(((DnsAnswer.Found) builder.build().answer(DnsQuestion.txt(name))).records())
                    .containsExactly(DnsRecord.Txt.of("one"));
        }
    }
}
