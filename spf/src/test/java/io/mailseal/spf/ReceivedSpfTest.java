package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import io.mailseal.spf.ReceivedSpf.Pair;
import io.mailseal.spf.ReceivedSpfSyntaxError.Kind;
import io.mailseal.testkit.InMemoryDns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7208 §9.1: the field that says what SPF said. */
class ReceivedSpfTest {

    private static final String RECEIVER = "mx.example.org";

    // A domain for each result.
    private static final InMemoryDns DNS = InMemoryDns.parse("""
            $FAULT temperror.example TXT SERVFAIL
            pass.example      TXT "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all"
            fail.example      TXT "v=spf1 -all"
            softfail.example  TXT "v=spf1 ~all"
            neutral.example   TXT "v=spf1 ?all"
            default.example   TXT "v=spf1"
            none.example      TXT "something else"
            permerror.example TXT "v=spf1 ipv4:192.0.2.1 \\"quoted\\" (and not)"
            include.example   TXT "v=spf1 include:pass.example"
            redirect.example  TXT "v=spf1 redirect=pass.example"
            """);

    private static final List<String> DOMAINS = List.of(
            "pass.example",
            "fail.example",
            "softfail.example",
            "neutral.example",
            "default.example",
            "none.example",
            "nx.example",
            "permerror.example",
            "temperror.example",
            "include.example",
            "redirect.example");

    private static SpfResult evaluate(SpfRequest request) {
        return SpfEvaluator.builder().resolver(DNS).build().evaluate(request);
    }

    private static ReceivedSpf mailFrom(String helo, String mailFrom) {
        return ReceivedSpf.of(evaluate(SpfRequest.mailFrom(IpAddress.of("192.0.2.1"), helo, mailFrom)), RECEIVER);
    }

    private static ReceivedSpf from(String domain) {
        return mailFrom("mail.a.example", "alice@" + domain);
    }

    private static ReceivedSpf client(String address) {
        SpfRequest request = SpfRequest.mailFrom(IpAddress.of(address), "mail.a.example", "alice@pass.example");
        return ReceivedSpf.of(evaluate(request), RECEIVER);
    }

    private static ReceivedSpf read(String value) {
        ReceivedSpfParse parse = ReceivedSpf.parse(value);
        assertThat(parse).as(() -> value + ": " + parse).isInstanceOf(ReceivedSpf.class);
        return (ReceivedSpf) parse;
    }

    private static void refused(String value, Kind kind, int position) {
        assertThat(ReceivedSpf.parse(value)).as(value).isEqualTo(new ReceivedSpfSyntaxError(kind, position));
    }

    // The field above a message with another field: it must be the first of two, and nothing odd about it.
    private static HeaderField asFirstField(String field) {
        HeaderBlock header = HeaderBlock.parse(Octets.ofUtf8(field + "Subject: x\r\n\r\n"));
        assertThat(header.anomalies()).as(field).isEmpty();
        assertThat(header.fields()).as(field).hasSize(2);
        return header.fields().get(0);
    }

    @Nested
    class Section_9_1_written {

        @Test
        @DisplayName("RSPF_02 RSPF_03 all that is needed to make the check again")
        void pass() {
            assertThat(from("pass.example").toHeaderField()).isEqualTo("""
                    Received-SPF: pass (mx.example.org: pass.example designates 192.0.2.1 as
                     permitted sender)
                        client-ip=192.0.2.1; envelope-from="alice@pass.example";
                        helo=mail.a.example; receiver=mx.example.org; identity=mailfrom;
                        mechanism="ip4:192.0.2.0/24"
                    """.replace("\n", "\r\n"));
        }

        @Test
        @DisplayName("on one line")
        void line() {
            assertThat(from("pass.example").toLine())
                    .isEqualTo("Received-SPF: pass (mx.example.org: pass.example designates 192.0.2.1 as permitted"
                            + " sender) client-ip=192.0.2.1; envelope-from=\"alice@pass.example\";"
                            + " helo=mail.a.example; receiver=mx.example.org; identity=mailfrom;"
                            + " mechanism=\"ip4:192.0.2.0/24\"");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "pass.example      | pass      | ip4:192.0.2.0/24     | designates 192.0.2.1 as permitted sender",
                    "fail.example      | fail      | all                  | does not designate 192.0.2.1 as permitted",
                    "softfail.example  | softfail  | all                  | probably does not designate 192.0.2.1 as",
                    "neutral.example   | neutral   | all                  | neither permits nor denies 192.0.2.1",
                    "default.example   | neutral   | default              | neither permits nor denies 192.0.2.1",
                    "none.example      | none      | default              | none.example does not designate permitted",
                    "nx.example        | none      | default              | nx.example does not designate permitted",
                    "localhost         | none      | default              | no domain to check",
                    "permerror.example | permerror | default              | permanent error while permerror.example",
                    "temperror.example | temperror | default              | temporary error while temperror.example",
                    "include.example   | pass      | include:pass.example | include.example designates 192.0.2.1",
                    "redirect.example  | pass      | ip4:192.0.2.0/24     | redirect.example designates 192.0.2.1"
                })
        @DisplayName("RSPF_03 the result, the mechanism or default, and what people may want to know")
        void results(String domain, String word, String mechanism, String comment) {
            ReceivedSpf field = from(domain);
            assertThat(field.toLine()).startsWith("Received-SPF: " + word + " (mx.example.org: ");
            assertThat(field.status().word()).isEqualTo(word);
            assertThat(field.mechanism()).contains(mechanism);
            assertThat(field.comment().orElseThrow()).contains(comment);
        }

        @Test
        @DisplayName("RSPF_03 problem after an error, and only then")
        void problem() {
            assertThat(from("temperror.example").problem().orElseThrow())
                    .isEqualTo("temperror.example TXT could not be looked up: "
                            + evaluate(SpfRequest.helo(IpAddress.of("192.0.2.1"), "temperror.example"))
                                    .problem()
                                    .flatMap(SpfProblem::failedLookup)
                                    .orElseThrow()
                                    .cause()
                                    .sentence()
                            + ".");
            assertThat(from("permerror.example").problem()).isPresent();
            assertThat(from("fail.example").problem()).isEmpty();
            assertThat(from("nx.example").problem()).isEmpty();
        }

        @Test
        @DisplayName("RSPF_03 a check of HELO says nothing of the envelope")
        void helo() {
            SpfRequest request = SpfRequest.helo(IpAddress.of("192.0.2.1"), "fail.example");
            assertThat(ReceivedSpf.of(evaluate(request), RECEIVER).pairs())
                    .containsExactly(
                            new Pair("client-ip", "192.0.2.1"),
                            new Pair("helo", "fail.example"),
                            new Pair("receiver", RECEIVER),
                            new Pair("identity", "helo"),
                            new Pair("mechanism", "all"));
        }

        @Test
        @DisplayName("RSPF_03 the null reverse-path is an empty value, and so is a HELO that was not there")
        void empty() {
            assertThat(mailFrom("", "").toLine()).contains("envelope-from=\"\"; helo=\"\"; ");
            assertThat(mailFrom("pass.example", "").status()).isEqualTo(SpfStatus.PASS);
            assertThat(mailFrom("pass.example", "").envelopeFrom()).contains("");
        }

        @Test
        @DisplayName("RSPF_04 eid5843 an IPv6 client is quoted; an IPv4-mapped one is an IPv4 client")
        void addresses() {
            assertThat(client("2001:db8::1").toLine())
                    .contains(" client-ip=\"2001:db8::1\"; ", " mechanism=\"ip6:2001:db8::/32\"");
            assertThat(client("::ffff:192.0.2.1").toLine())
                    .contains("designates 192.0.2.1 as", " client-ip=192.0.2.1;");
        }

        @Test
        @DisplayName("RSPF_02 a receiver that can't be one is the caller's mistake")
        void receiver() {
            SpfResult result = evaluate(SpfRequest.helo(IpAddress.of("192.0.2.1"), "pass.example"));
            for (String receiver : List.of("", "a\r\nX: y", "b\u00FCcher.example", "x".repeat(256))) {
                assertThatIllegalArgumentException().isThrownBy(() -> ReceivedSpf.of(result, receiver));
            }
            assertThat(ReceivedSpf.of(result, "(".repeat(255)).receiver()).contains("(".repeat(255));
            assertThat(ReceivedSpf.of(result, "(".repeat(255)).toLine()).contains("\\(\\(: pass.example designates");
        }
    }

    @Nested
    class Section_9_1_malicious_data {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "alice@pass.example; identity=helo",
                    "\"a\\\"b\"@pass.example",
                    "a\\",
                    "\\",
                    "\"",
                    "(any@pass.example",
                    "a)b",
                    "@one.example,@two.example:alice@pass.example",
                    "a b  c\td",
                    "; client-ip=6.6.6.6;",
                    " ",
                    "a..b@pass.example"
                })
        @DisplayName("RSPF_04 PIT_21 what is printable is quoted, and stays what it is")
        void quoted(String hostile) {
            ReceivedSpf field = mailFrom(hostile, hostile);
            ReceivedSpfText.Field strict = ReceivedSpfText.parse(field.toHeaderField());
            assertThat(strict.pairs())
                    .hasSize(6)
                    .contains(new Pair("envelope-from", hostile), new Pair("helo", hostile))
                    .isEqualTo(field.pairs());
            assertThat(field.comment().orElseThrow())
                    .isIn(
                            RECEIVER + ": no domain to check",
                            RECEIVER + ": pass.example designates 192.0.2.1 as permitted sender");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a\r\nX-Injected: y",
                    "a\r\n X: y",
                    "\n",
                    "\r",
                    "a\u0000b",
                    "\u007F",
                    "\u001B[31m",
                    "\u000B",
                    "\u0085",
                    "\u2028",
                    "\uD83D",
                    "\uFF1B",
                    "j\u00FCrgen@pass.example"
                })
        @DisplayName("RSPF_04 PIT_21 controls and what is not ASCII are left out, and nothing else is")
        void leftOut(String hostile) {
            ReceivedSpf field = mailFrom(hostile, hostile);
            assertThat(field.pairs())
                    .extracting(Pair::key)
                    .containsExactly("client-ip", "receiver", "identity", "mechanism");
            ReceivedSpf ofHelo = mailFrom(hostile, "alice@pass.example");
            assertThat(ofHelo.pairs())
                    .extracting(Pair::key)
                    .containsExactly("client-ip", "envelope-from", "receiver", "identity", "mechanism");
            assertThat(ofHelo.status()).isEqualTo(SpfStatus.PASS);
        }

        @Test
        @DisplayName(
                "RSPF_04 an internationalized domain is written in A-labels, a local part that is not ASCII not at all")
        void internationalized() {
            assertThat(mailFrom("", "alice@b\u00FCcher.example").envelopeFrom())
                    .contains("alice@xn--bcher-kva.example");
            assertThat(mailFrom("", "\u00E4@b\u00FCcher.example").envelopeFrom())
                    .isEmpty();
            assertThat(mailFrom("b\u00FCcher.example", "").helo()).isEmpty();
        }

        @Test
        @DisplayName("RSPF_04 too long values are left out")
        void tooLong() {
            String longest = "a".repeat(900);
            assertThat(mailFrom(longest, longest).pairs()).hasSize(6);
            assertThat(mailFrom("\"".repeat(450), "").helo()).contains("\"".repeat(450));
            assertThat(mailFrom(longest + "a", "\\".repeat(451)).pairs()).hasSize(4);
            assertThat(mailFrom("x".repeat(1 << 20), "").helo()).isEmpty();
        }

        @Test
        @DisplayName("RSPF_04 a long mechanism and a long explanation are cut, and say so")
        void cut() {
            InMemoryDns dns = InMemoryDns.parse("""
                    a.example TXT "v=spf1 exists:%sa.example -all"
                    *.a.example A 192.0.2.1
                    """.formatted("%{d1}.".repeat(100)));
            SpfRequest request = SpfRequest.mailFrom(IpAddress.of("192.0.2.1"), "", "alice@a.example");
            SpfResult result = SpfEvaluator.builder().resolver(dns).build().evaluate(request);
            assertThat(ReceivedSpf.of(result, RECEIVER).mechanism().orElseThrow())
                    .hasSize(400)
                    .startsWith("exists:%{d1}")
                    .endsWith("...");
        }
    }

    @Nested
    class Section_9_1_read {

        @Test
        @DisplayName("RSPF_02 the first example")
        void first() {
            ReceivedSpf field = read("""
                     pass (mybox.example.org: domain of
                     myname@example.com designates 192.0.2.1 as permitted sender)
                        receiver=mybox.example.org; client-ip=192.0.2.1;
                        envelope-from="myname@example.com"; helo=foo.example.com;
                    """.replace("\n", "\r\n"));
            assertThat(field.status()).isEqualTo(SpfStatus.PASS);
            assertThat(field.comment())
                    .contains(
                            "mybox.example.org: domain of myname@example.com designates 192.0.2.1 as permitted sender");
            assertThat(field.pairs())
                    .containsExactly(
                            new Pair("receiver", "mybox.example.org"),
                            new Pair("client-ip", "192.0.2.1"),
                            new Pair("envelope-from", "myname@example.com"),
                            new Pair("helo", "foo.example.com"));
            assertThat(field.receiver()).contains("mybox.example.org");
            assertThat(field.clientIp()).contains(IpAddress.of("192.0.2.1"));
            assertThat(field.envelopeFrom()).contains("myname@example.com");
            assertThat(field.helo()).contains("foo.example.com");
            assertThat(field.identity()).isEmpty();
            assertThat(field.mechanism()).isEmpty();
            assertThat(field.problem()).isEmpty();
            assertThat(field.toLine())
                    .isEqualTo(
                            "Received-SPF: pass (mybox.example.org: domain of myname@example.com designates 192.0.2.1"
                                    + " as permitted sender) receiver=mybox.example.org; client-ip=192.0.2.1;"
                                    + " envelope-from=\"myname@example.com\"; helo=foo.example.com");
        }

        @Test
        @DisplayName("RSPF_02 the second example")
        void second() {
            ReceivedSpf field = read("""
                     fail (mybox.example.org: domain of
                                          myname@example.com does not designate
                                          192.0.2.1 as permitted sender)
                                          identity=mailfrom; client-ip=192.0.2.1;
                                          envelope-from="myname@example.com";
                    """.replace("\n", "\r\n"));
            assertThat(field.status()).isEqualTo(SpfStatus.FAIL);
            assertThat(field.identity()).contains(SpfIdentity.MAIL_FROM);
            assertThat(field.pairs()).hasSize(3);
            assertThat(read(valueOf(field.toHeaderField()))).isEqualTo(field);
        }

        @Test
        @DisplayName("RSPF_04 eid5843 the third example, whose mechanism should have quotes, and gets them")
        void third() {
            ReceivedSpf field = read("""
                     pass (mybox.example.org: domain of
                     myname@example.com designates 192.0.2.1 as permitted sender)
                        receiver=mybox.example.org; client-ip=192.0.2.1;
                        mechanism=ip4:192.0.2.1; envelope-from="myname@example.com";
                        helo=foo.example.com;
                    """.replace("\n", "\r\n"));
            assertThat(field.mechanism()).contains("ip4:192.0.2.1");
            assertThat(field.toLine()).contains(" mechanism=\"ip4:192.0.2.1\"; ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Pass", "PASS", "pass", "pAsS", " pass", "(a (b) c) pass", "\tpass ", "\r\n pass\r\n"})
        @DisplayName("RSPF_05 the result in any case, and alone")
        void resultAlone(String value) {
            ReceivedSpf field = read(value);
            assertThat(field.status()).isEqualTo(SpfStatus.PASS);
            assertThat(field.comment()).isEmpty();
            assertThat(field.pairs()).isEmpty();
            assertThat(field.toHeaderField()).isEqualTo("Received-SPF: pass\r\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Pass", "Fail", "SoftFail", "Neutral", "None", "TempError", "PermError"})
        @DisplayName("RSPF_05 the results of RFC 4408")
        void rfc4408(String word) {
            assertThat(read(word).status()).isEqualTo(SpfStatus.valueOf(word.toUpperCase(Locale.ROOT)));
        }

        @ParameterizedTest
        @CsvSource({
            "unknown,0",
            "error,0",
            "'',0",
            "' ',1",
            "passed,0",
            "pass-,0",
            "pass=x,0",
            "pa\u017F\u017F,0",
            "'\"pass\"',0"
        })
        @DisplayName("RSPF_05 an unknown result is an error")
        void unknownResult(String word, int position) {
            refused(word, Kind.UNKNOWN_RESULT, position);
        }

        @Test
        @DisplayName("RSPF_05 keys of others and of RFC 4408 are kept in order")
        void otherKeys() {
            ReceivedSpf field = read("Pass (sender SPF authorized) Identity=PRA; X-Sender=\"abuse@a.example\";"
                    + " x-conformance=spf_only; x-record-type=\"v=spf1\"; pr=C; a_b.c-d=1");
            assertThat(field.pairs())
                    .containsExactly(
                            new Pair("Identity", "PRA"),
                            new Pair("X-Sender", "abuse@a.example"),
                            new Pair("x-conformance", "spf_only"),
                            new Pair("x-record-type", "v=spf1"),
                            new Pair("pr", "C"),
                            new Pair("a_b.c-d", "1"));
            assertThat(field.identity()).isEmpty();
            assertThat(field.value("IDENTITY")).contains("PRA");
            assertThat(field.value("x-other")).isEmpty();
        }

        @Test
        @DisplayName("RSPF_05 values without the quotes that they need")
        void withoutQuotes() {
            ReceivedSpf field = read("pass client-ip=2001:db8::1; envelope-from=<alice@a.example>; helo=[192.0.2.1];"
                    + " receiver=<UNKNOWN>; mechanism=exists:%{i}._spf.a.example; problem=a\\b,c=d");
            assertThat(field.clientIp()).contains(IpAddress.of("2001:db8::1"));
            assertThat(field.envelopeFrom()).contains("<alice@a.example>");
            assertThat(field.helo()).contains("[192.0.2.1]");
            assertThat(field.receiver()).contains("<UNKNOWN>");
            assertThat(field.mechanism()).contains("exists:%{i}._spf.a.example");
            assertThat(field.problem()).contains("a\\b,c=d");
        }

        @Test
        @DisplayName("RSPF_02 semicolons at the end, and where they separate nothing; no value at all")
        void semicolons() {
            List<Pair> pairs = List.of(new Pair("helo", ""), new Pair("envelope-from", ""));
            for (String value : List.of(
                    "pass helo=;envelope-from=",
                    "pass helo=\"\"; envelope-from=\"\";",
                    "pass; helo=;; envelope-from= ; ;",
                    "pass(x)helo=;envelope-from=;(y)")) {
                assertThat(read(value).pairs()).as(value).isEqualTo(pairs);
            }
        }

        @Test
        @DisplayName("RSPF_02 blanks, folds and comments around everything")
        void blanks() {
            ReceivedSpf field =
                    read("(before)\r\n\tpass\r\n (one\r\n two) (three) \r\n\tclient-ip (x) \t= (y) 192.0.2.1 (z)"
                            + "\r\n ;(\\)\\))helo=\r\n\t\"a\r\n b\" (end)\r\n");
            assertThat(field.comment()).contains("one two");
            assertThat(field.clientIp()).contains(IpAddress.of("192.0.2.1"));
            assertThat(field.helo()).contains("a b");
        }

        @Test
        @DisplayName("RSPF_02 comments within comments, and quoted pairs")
        void nested() {
            assertThat(read("pass (a (b (c)) \\) \\\\ \\x \")").comment()).contains("a (b (c)) ) \\ x \"");
            assertThat(read("pass ()").comment()).contains("");
            assertThat(read("pass helo=\"a\\\"b\\\\c\\d(e);f\"").helo()).contains("a\"b\\cd(e);f");
            String deep = "(".repeat(20) + ")".repeat(20);
            assertThat(read("pass " + deep).comment().orElseThrow()).hasSize(38);
            refused("pass (" + deep + ")", Kind.COMMENT_TOO_DEEP, 25);
        }

        @Test
        @DisplayName("RSPF_05 repeated keys are kept, and told")
        void repeated() {
            ReceivedSpf field = read("pass helo=a; client-ip=192.0.2.1; HELO=b; helo=c; identity=helo");
            assertThat(field.pairs()).hasSize(5);
            assertThat(field.repeatedKeys()).containsExactly("helo");
            assertThat(field.helo()).contains("a");
            assertThat(from("pass.example").repeatedKeys()).isEmpty();
        }

        @Test
        @DisplayName("RSPF_05 UTF-8 is read, and not written")
        void utf8() {
            String value = "pass (\u00FC) envelope-from=\"\u00FC@a.example\"; helo=\u00FC.example; identity=helo";
            ReceivedSpf field = read(value);
            assertThat(field.comment()).contains("\u00FC");
            assertThat(field.envelopeFrom()).contains("\u00FC@a.example");
            assertThat(field.helo()).contains("\u00FC.example");
            assertThat(ReceivedSpf.parse(Octets.ofUtf8(value))).isEqualTo(field);
            assertThat(field.toLine()).isEqualTo("Received-SPF: pass identity=helo");
            assertThat(read("pass identity=ma\u0131lfrom").identity()).isEmpty();
            assertThat(ReceivedSpf.parse(Octets.ofLatin1("pass helo=\u00C3\u00FC.example")))
                    .isEqualTo(read("pass helo=\uFFFD\uFFFD.example"));
        }

        @Test
        @DisplayName("from a message")
        void fromMessage() {
            HeaderBlock header = HeaderBlock.parse(Octets.ofLatin1(
                    "received-SPF : Fail (x)\r\n helo=a\r\nReceived: by b\r\nReceived-SPF: pass\r\n\r\n"));
            assertThat(ReceivedSpf.parse(header.fields().get(0))).isEqualTo(read("fail (x) helo=a"));
            assertThat(ReceivedSpf.parse(header.fields().get(1)))
                    .isEqualTo(new ReceivedSpfSyntaxError(Kind.OTHER_FIELD, 0));
        }

        @Tag("corpora")
        @Test
        @DisplayName("RSPF_05 what others have written")
        void others() throws IOException {
            int fields = 0;
            for (String folder : List.of("dmarc-reports-parsedmarc", "mail-mime4j")) {
                for (String value : fieldsBelow(Corpora.file(folder))) {
                    ReceivedSpf field = read(value);
                    assertThat(read(valueOf(field.toHeaderField()))).isEqualTo(field);
                    fields++;
                }
            }
            System.out.printf("conformance | mail: Received-SPF fields | %1$d | %1$d | 0%n", fields);
            assertThat(fields).isPositive();
        }

        // Also of messages within messages, whatever their line ends are.
        private static List<String> fieldsBelow(Path folder) throws IOException {
            List<String> values = new ArrayList<>();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(ReceivedSpfTest::isMessage).toList()) {
                    addFields(Files.readString(file, StandardCharsets.ISO_8859_1), values);
                }
            }
            return values;
        }

        private static void addFields(String message, List<String> values) {
            String field = "";
            for (String line : (message + "\nend").lines().toList()) {
                if (line.startsWith(" ") || line.startsWith("\t")) {
                    field += "\r\n" + line;
                    continue;
                }
                if (field.startsWith("Received-SPF:")) {
                    values.add(valueOf(field));
                }
                field = line;
            }
        }
    }

    @Nested
    class Section_9_1_refused {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "pass (a                  | UNTERMINATED_COMMENT       | 5",
                    "pass (a \\)              | UNTERMINATED_COMMENT       | 5",
                    "pass (a (b)              | UNTERMINATED_COMMENT       | 5",
                    "pass \\                  | MISSING_KEY                | 5",
                    "(pass                    | UNTERMINATED_COMMENT       | 0",
                    "pass helo=\"a            | UNTERMINATED_QUOTED_STRING | 10",
                    "pass helo=\"a\\\"        | UNTERMINATED_QUOTED_STRING | 10",
                    "pass helo=\"a\\          | UNTERMINATED_QUOTED_STRING | 10",
                    "pass =a                  | MISSING_KEY                | 5",
                    "pass 4=a                 | MISSING_KEY                | 5",
                    "pass -x=a                | MISSING_KEY                | 5",
                    "pass )                   | MISSING_KEY                | 5",
                    "pass (a) ) helo=a        | MISSING_KEY                | 9",
                    "pass helo                | MISSING_EQUALS             | 9",
                    "pass helo a              | MISSING_EQUALS             | 10",
                    "pass h\u00E9lo=a         | MISSING_EQUALS             | 6",
                    "pass helo=a identity=b   | MISSING_SEMICOLON          | 12",
                    "pass helo=\"a\"b         | MISSING_SEMICOLON          | 13",
                    "pass helo=a\"b\"         | MISSING_SEMICOLON          | 11",
                    "pass helo=a)             | MISSING_SEMICOLON          | 11"
                })
        @DisplayName("RSPF_02 what is no field, with the place")
        void syntax(String value, Kind kind, int position) {
            refused(value, kind, position);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\r", "\n", "\r\nx", "\u0000", "\u0085", "\u007F", "\u001B", "\r\n", "\r \n", "\n "})
        @DisplayName("RSPF_02 controls, and line ends that fold nothing")
        void controls(String control) {
            refused("pass (a" + control + ") helo=b", Kind.INVALID_CHARACTER, 7);
            refused("pass helo=\"" + control + "\"", Kind.INVALID_CHARACTER, 11);
            refused(control + "pass", Kind.INVALID_CHARACTER, 0);
        }

        @Test
        @DisplayName("RSPF_02 the limits")
        void limits() {
            String pairs = "pass" + " a=b;".repeat(100);
            assertThat(read(pairs).pairs()).hasSize(100);
            refused(pairs + "a=b", Kind.TOO_MANY_PAIRS, 504);
            String longest = "pass" + " ".repeat(ReceivedSpf.MAX_LENGTH - 4);
            assertThat(read(longest).status()).isEqualTo(SpfStatus.PASS);
            refused(longest + " ", Kind.TOO_LONG, ReceivedSpf.MAX_LENGTH);
            assertThat(ReceivedSpf.parse(Octets.ofLatin1(longest + " ")))
                    .isEqualTo(new ReceivedSpfSyntaxError(Kind.TOO_LONG, ReceivedSpf.MAX_LENGTH));
        }

        @ParameterizedTest
        @ValueSource(strings = {"(", "(\\", "\\", "a=b;", ";", "a=\"", "\r\n ", "()", "a=(", " ", "\"", "x", "="})
        @DisplayName("as much as is allowed of anything comes to an end")
        void worst(String piece) {
            String much = piece.repeat(ReceivedSpf.MAX_LENGTH / piece.length() - 5);
            for (String start : List.of("", "pass ", "pass (", "pass a=", "pass a=\"")) {
                assertThat(ReceivedSpf.parse(start + much)).isNotNull();
            }
        }

        @Test
        @DisplayName("errors have a sentence without a word of the field")
        void explanation() {
            assertThat(new ReceivedSpfSyntaxError(Kind.MISSING_EQUALS, 9).explanation())
                    .isEqualTo("At position 9 of the field an equals sign was expected after the key.");
        }

        @Test
        @DisplayName("pairs that nobody could have read can't be made")
        void pairs() {
            for (String key : List.of("", "4", "a b", "a=b", "\u00FC", "-")) {
                assertThatIllegalArgumentException().isThrownBy(() -> new Pair(key, ""));
            }
            assertThatIllegalArgumentException().isThrownBy(() -> new Pair("a", "\r"));
        }
    }

    /** RFC 5322 §2.1.1 and §2.2.3. */
    @Nested
    class Folding {

        static List<String> domains() {
            return DOMAINS;
        }

        @ParameterizedTest
        @MethodSource("domains")
        @DisplayName("RSPF_04 no line has more than 78 columns, whatever the result")
        void columns(String domain) {
            assertThat(from(domain).toHeaderField().lines()).allMatch(line -> line.length() <= 78);
        }

        @Test
        @DisplayName("RSPF_04 no line has more than 998 octets, whatever was given or read")
        void longLines() {
            String longest = "\"".repeat(450);
            assertThat(mailFrom(longest, longest).toHeaderField().lines()).allMatch(line -> line.length() <= 998);
            String key = "k".repeat(64);
            ReceivedSpf read = read("pass (" + "x".repeat(900) + ") " + key + "=" + "x".repeat(900) + "; " + key
                    + "k=a; a=" + "b".repeat(901));
            assertThat(read.toHeaderField().lines()).hasSize(3).allMatch(line -> line.length() <= 998);
            assertThat(read("pass (" + "x".repeat(901) + ")").toLine()).isEqualTo("Received-SPF: pass");
        }

        @Test
        @DisplayName("a long value is folded at its blanks, and is the same afterwards")
        void longValues() {
            String words = "some words and (more) words;  ".repeat(12) + "end ";
            ReceivedSpf field = read("fail (" + words + ") problem=\"" + words + "\"; helo=\"" + words + "\"");
            assertThat(field.toHeaderField().lines())
                    .allMatch(line -> line.length() <= 78)
                    .noneMatch(String::isBlank);
            assertThat(read(valueOf(field.toHeaderField()))).isEqualTo(field);
        }
    }

    private static boolean isMessage(Path file) {
        return file.toString().endsWith(".eml") || file.toString().endsWith(".msg");
    }

    private static String valueOf(String field) {
        assertThat(field).startsWith("Received-SPF:");
        return field.substring("Received-SPF:".length());
    }

    // ---- laws ----

    @Property(tries = 5000)
    void aFieldOfAnyRequestIsOneFieldWithThePairsThatItShouldHave_RSPF_04_PIT_21(
            @ForAll("identities") String helo,
            @ForAll("identities") String mailFrom,
            @ForAll("clients") String client) {
        SpfRequest request = SpfRequest.mailFrom(IpAddress.of(client), helo, mailFrom);
        SpfResult result = evaluate(request);
        ReceivedSpf field = ReceivedSpf.of(result, RECEIVER);
        ReceivedSpfText.Field strict = ReceivedSpfText.parse(field.toHeaderField());

        assertThat(strict.result()).isEqualTo(result.status().word());
        assertThat(strict.comment()).startsWith(RECEIVER + ": ");
        List<Pair> expected = new ArrayList<>();
        expected.add(new Pair("client-ip", IpAddress.of(client).unmapped().toString()));
        if (isSafe(mailFrom)) {
            expected.add(new Pair("envelope-from", mailFrom));
        } else {
            strict.pairs().stream()
                    .filter(pair -> pair.key().equals("envelope-from"))
                    .peek(pair -> assertThat(pair.value())
                            .endsWith("@" + result.domain().orElseThrow()))
                    .forEach(expected::add);
        }
        if (isSafe(helo)) {
            expected.add(new Pair("helo", helo));
        }
        expected.add(new Pair("receiver", RECEIVER));
        expected.add(new Pair("identity", "mailfrom"));
        expected.add(new Pair("mechanism", withoutQualifier(result.matchedTerm().orElse("default"))));
        if (EnumSet.of(SpfStatus.TEMPERROR, SpfStatus.PERMERROR).contains(result.status())) {
            expected.add(new Pair("problem", result.explanation()));
        }
        assertThat(strict.pairs()).isEqualTo(expected);
        assertThat(ReceivedSpfText.parse(field.toLine() + "\r\n")).isEqualTo(strict);
        assertThat(asFirstField(field.toHeaderField()).name()).isEqualTo("Received-SPF");
    }

    private static boolean isSafe(String text) {
        int escaped = text.length()
                + (int) text.chars().filter(c -> c == '"' || c == '\\').count();
        return escaped <= 900 && text.chars().allMatch(c -> c == '\t' || c >= 0x20 && c < 0x7F);
    }

    private static String withoutQualifier(String term) {
        return "+-?~".indexOf(term.charAt(0)) >= 0 ? term.substring(1) : term;
    }

    @Property(tries = 5000)
    void whatIsWrittenIsReadAsTheSame_RSPF_02(
            @ForAll("identities") String helo,
            @ForAll("identities") String mailFrom,
            @ForAll("identities") String receiver,
            @ForAll boolean ofHelo) {
        IpAddress client = IpAddress.of("192.0.2.1");
        SpfRequest request = ofHelo ? SpfRequest.helo(client, helo) : SpfRequest.mailFrom(client, helo, mailFrom);
        boolean fit = !receiver.isEmpty() && receiver.length() <= 255 && isSafe(receiver);
        ReceivedSpf field = ReceivedSpf.of(evaluate(request), fit ? receiver : RECEIVER);
        assertThat(ReceivedSpf.parse(asFirstField(field.toHeaderField()))).isEqualTo(field);
        assertThat(ReceivedSpf.parse(valueOf(field.toHeaderField()))).isEqualTo(field);
        assertThat(ReceivedSpf.parse(valueOf(field.toLine()))).isEqualTo(field);
        assertThat(read(valueOf(field.toLine()))).hasSameHashCodeAs(field).hasToString(field.toString());
    }

    @Property(tries = 5000)
    void anyTextIsAFieldOrAnErrorInside_RSPF_05(@ForAll("values") String value) {
        ReceivedSpfParse parse = ReceivedSpf.parse(value);
        if (parse instanceof ReceivedSpfSyntaxError error) {
            assertThat(error.position()).isBetween(0, value.length());
            assertThat(error.explanation()).isNotEmpty();
            return;
        }
        ReceivedSpf field = (ReceivedSpf) parse;
        assertThat(field.identity()).isNotNull();
        assertThat(field.clientIp()).isNotNull();
        assertThat(field.toHeaderField().lines()).allMatch(line -> line.length() <= 998 && !line.isBlank());
        asFirstField(field.toHeaderField());
        // What can be written is the same when it is read again; the rest is left out.
        ReceivedSpf again = read(valueOf(field.toHeaderField()));
        assertThat(again.status()).isEqualTo(field.status());
        assertThat(again.pairs())
                .isEqualTo(field.pairs().stream()
                        .filter(pair -> isSafe(pair.value()))
                        .toList());
    }

    @Property
    void anyOctetsAreAFieldOrAnError_RSPF_05(@ForAll byte[] octets) {
        assertThat(ReceivedSpf.parse(Octets.of(octets))).isNotNull();
    }

    @Test
    @DisplayName("T100 the locale does not matter")
    void locale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(read("FAIL IDENTITY=MAILFROM").identity()).contains(SpfIdentity.MAIL_FROM);
            assertThat(read("FAIL CLIENT-IP=a; client-ip=b").repeatedKeys()).containsExactly("client-ip");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Provide
    Arbitrary<String> clients() {
        return Arbitraries.of("192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "198.51.100.1");
    }

    @Provide
    Arbitrary<String> identities() {
        Arbitrary<String> locals = Arbitraries.of(
                "alice@",
                "",
                "\"a b\"@",
                "a\"b@",
                "(@",
                "\u00FC@",
                "a\r\n b@",
                "\\@",
                "@x.example:a@",
                ";identity=helo@");
        Arbitrary<String> known =
                locals.flatMap(local -> Arbitraries.of(DOMAINS).map(domain -> local + domain));
        Arbitrary<String> pieces = Arbitraries.of(
                        "a",
                        "@",
                        ".",
                        "pass.example",
                        "b\u00FCcher.example",
                        "\"",
                        "\\",
                        "(",
                        ")",
                        ";",
                        "=",
                        " ",
                        "\t",
                        "\r\n",
                        "\r\n ",
                        "\u0000",
                        "\u00FC",
                        "client-ip=6.6.6.6",
                        "x".repeat(100),
                        "word ".repeat(30))
                .list()
                .ofMaxSize(10)
                .map(parts -> String.join("", parts));
        Arbitrary<String> printable =
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(30);
        return Arbitraries.frequencyOf(
                Tuple.of(4, known), Tuple.of(4, pieces), Tuple.of(2, printable), Tuple.of(1, Arbitraries.strings()));
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> pieces = Arbitraries.of(
                "pass",
                "FAIL",
                " ",
                " ",
                " ",
                "\t",
                "\r\n ",
                "\r\n",
                "(",
                ")",
                "\\",
                "\"",
                ";",
                ";",
                "=",
                "=",
                "helo",
                "client-ip",
                "identity",
                "a",
                "b c",
                "192.0.2.1",
                "\u00FC",
                "\u0000",
                "x=\"y z\";",
                "(c d)",
                ".",
                "@");
        Arbitrary<String> soup = pieces.list().ofMaxSize(25).map(parts -> "pass " + String.join("", parts));
        Arbitrary<String> pairs = Arbitraries.of(
                        "helo=a;",
                        "client-ip=\"::1\";",
                        "(c)",
                        "x-y = \"a b\" ;",
                        "envelope-from=<a@b>;",
                        "z=\u00FC;",
                        ";",
                        "problem=\"" + "long words ".repeat(20) + "\";")
                .list()
                .ofMaxSize(8)
                .map(parts -> "pass " + String.join("\r\n ", parts));
        return Arbitraries.frequencyOf(Tuple.of(4, soup), Tuple.of(4, pairs), Tuple.of(1, Arbitraries.strings()));
    }
}
