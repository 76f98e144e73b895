package io.mailseal.core.authres;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.Octets;
import io.mailseal.core.authres.AuthenticationResultsSyntaxError.Kind;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.HeaderField;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8601: the field as it is read. */
class AuthenticationResultsParserTest {

    private static AuthenticationResults read(String value) {
        AuthenticationResultsParse parse = AuthenticationResults.parse(value);
        assertThat(parse).as(value).isInstanceOf(AuthenticationResults.class);
        return (AuthenticationResults) parse;
    }

    private static AuthenticationResultsSyntaxError fails(String value) {
        AuthenticationResultsParse parse = AuthenticationResults.parse(value);
        assertThat(parse).as(value).isInstanceOf(AuthenticationResultsSyntaxError.class);
        return (AuthenticationResultsSyntaxError) parse;
    }

    /** The value of the only property of the only result. */
    private static String valueOf(String written) {
        return read("mx; dkim=pass header.i=" + written)
                .results()
                .get(0)
                .properties()
                .get(0)
                .value();
    }

    @Nested
    @DisplayName("ARH_01")
    class Section_2_2_formal_definition {

        @Test
        @DisplayName("ARH_01 the service alone, with and without version")
        void none() {
            assertThat(read("example.org; none"))
                    .isEqualTo(AuthenticationResults.builder("example.org").build());
            assertThat(read("example.org 1; NONE (no reason)\r\n").results()).isEmpty();
            assertThat(read(" example.org 1 ;none").deviations()).isEmpty();
        }

        @Test
        @DisplayName("ARH_01 methods with versions, reasons and properties")
        void everything() {
            AuthenticationResults field = read("\"my service\" 1; dkim/2=pass reason=\"good \\\"key\\\"\""
                    + " header.d=example.net header.i=\"a b\"@example.net; spf=fail smtp.mailfrom=\"x;y\"");
            assertThat(field)
                    .isEqualTo(AuthenticationResults.builder("my service")
                            .result(MethodResult.of("dkim", "pass")
                                    .withVersion(2)
                                    .withReason("good \"key\"")
                                    .with("header", "d", "example.net")
                                    .with("header", "i", "\"a b\"@example.net"))
                            .result(MethodResult.of("spf", "fail").with("smtp", "mailfrom", "x;y"))
                            .build());
            assertThat(field.deviations()).isEmpty();
        }

        @Test
        @DisplayName("ARH_01 comments and folds anywhere")
        void commentsAndFolds() {
            AuthenticationResults field = read("\r\n (a) foo.example.net (foobar)\r\n 1 (baz) ; (b)\r\n\tdkim (Because)"
                    + " / (c) 1 (One yay) = (wait) fail (first) (second) reason (d) = (e) why (f)\r\n policy (A dot)"
                    + " . (like that) expired (g) = (as I) 1362471462 (h) header.i = (i) joe (j) @example.org (k)\r\n"
                    + " \r\n\t; spf=none ((n) (e)) \r\n");
            assertThat(field.authservId()).isEqualTo("foo.example.net");
            assertThat(field.results())
                    .containsExactly(
                            MethodResult.of("dkim", "fail")
                                    .withComment("first")
                                    .withReason("why")
                                    .with("policy", "expired", "1362471462")
                                    .with("header", "i", "joe@example.org"),
                            MethodResult.of("spf", "none").withComment("(n) (e)"));
            assertThat(field.deviations()).isEmpty();
        }

        @ParameterizedTest
        @DisplayName("ARH_01 values")
        @CsvSource(
                quoteCharacter = '`',
                value = {
                    "x, x",
                    "`\"x\"`, x",
                    "`\"\"`, ``",
                    "`\"a \\\"b\\\" \\\\\"`, `a \"b\" \\`",
                    "@example.org, @example.org",
                    "a.b+c=d@example.org, a.b+c=d@example.org",
                    "`\"a b\"@example.org`, `\"a b\"@example.org`",
                    "`\"a\\\"b\" @example.org`, `\"a\\\"b\"@example.org`",
                    "`\"a\".\"b\"@example.org`, `\"a\".\"b\"@example.org`",
                    "`a.\"b\"@example.org`, `a.\"b\"@example.org`",
                    "`\"a@example.org\"`, a@example.org",
                    "`\"@\"@example.org`, `\"@\"@example.org`"
                })
        void values(String written, String value) {
            assertThat(valueOf(written)).isEqualTo(value);
        }

        @Test
        @DisplayName("ARH_01 a quoted string that is folded")
        void foldedQuotedString() {
            assertThat(valueOf("\"a\r\n b\\\r\n c\"")).isEqualTo("a b c");
            assertThat(valueOf("\"a\r\n b\"@example.org")).isEqualTo("\"a b\"@example.org");
        }

        @Test
        void caseOfKeywordsDoesNotMatter() {
            AuthenticationResults field = read("mx; DKIM=Pass REASON=x Header.D=a.example");
            assertThat(field.results("dkim")).hasSize(1);
            assertThat(field.results().get(0).property("header", "d")).contains("a.example");
            assertThat(field.results().get(0).reason()).contains("x");
            assertThat(field.results().get(0).method()).isEqualTo("DKIM");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                ignoreLeadingAndTrailingWhitespace = false,
                value = {
                    "``|INVALID_AUTHSERV_ID|0",
                    "; none|INVALID_AUTHSERV_ID|0",
                    "`\"\"; none`|INVALID_AUTHSERV_ID|0",
                    "(|UNTERMINATED_COMMENT|0",
                    "a (b (c) ; none|UNTERMINATED_COMMENT|2",
                    "a (b\\)|UNTERMINATED_COMMENT|2",
                    "`\"a; none`|UNTERMINATED_QUOTED_STRING|0",
                    "a b; none|MISSING_SEMICOLON|2",
                    "a/1; none|MISSING_SEMICOLON|1",
                    "spf=pass; x|MISSING_SEMICOLON|3",
                    "a 1 1; none|MISSING_SEMICOLON|4",
                    "`\"a\"1; none`|MISSING_SEMICOLON|3",
                    "a 2; none|UNSUPPORTED_VERSION|3",
                    "a 12345678901; none|UNSUPPORTED_VERSION|13",
                    "a; none; dkim=pass|NONE_AMONG_RESULTS|9",
                    "a; dkim=pass; none|NONE_AMONG_RESULTS|14",
                    "a; none x|MISSING_EQUALS|8",
                    "a; dkim|MISSING_EQUALS|7",
                    "a; dkim/=pass|MISSING_VERSION|8",
                    "a; dkim=|MISSING_KEYWORD|8",
                    "a; =pass|MISSING_KEYWORD|3",
                    "a; dkim=pass header|MISSING_EQUALS|19",
                    "a; dkim=pass header.|MISSING_KEYWORD|20",
                    "a; dkim=pass header.d|MISSING_EQUALS|21",
                    "a; dkim=pass header.d=x)|MISSING_KEYWORD|23",
                    "a; dkim=pass header.d=\"x|UNTERMINATED_QUOTED_STRING|22",
                    "a; dkim=pass header.d=x\\|MISSING_KEYWORD|23"
                })
        void errors(String value, Kind kind, int position) {
            if (value.endsWith("\\")) {
                return;
            }
            assertThat(fails(value)).isEqualTo(new AuthenticationResultsSyntaxError(kind, position));
        }

        @ParameterizedTest
        @DisplayName("ARH_01 RFC 2045 5.1 none of the tspecials is part of an authserv-id without quotes")
        @ValueSource(strings = {"<", ">", "@", ",", ":", "\\", "/", "[", "]", "?", "="})
        void specials(String special) {
            assertThat(fails("a" + special + "b; none"))
                    .isEqualTo(new AuthenticationResultsSyntaxError(Kind.MISSING_SEMICOLON, 1));
            assertThat(read("\"a" + special.replace("\\", "\\\\") + "b\"; none").authservId())
                    .isEqualTo("a" + special + "b");
        }

        @Test
        void versionsOfManyDigits() {
            assertThat(read("a; dkim/123456789=pass").results().get(0).version())
                    .isEqualTo(123_456_789);
            assertThat(read("a; dkim/000000001=pass").results().get(0).version())
                    .isEqualTo(1);
        }

        @Test
        void anErrorSaysNothingOfTheField() {
            assertThat(fails("secret (").explanation())
                    .isEqualTo("At position 7 of the field this comment has no end.");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a\u0000; none",
                    "a; none\u0000",
                    "a;\nnone",
                    "a;\rnone",
                    "a; none\r",
                    "a; dkim=pass header.d=\"x\r",
                    "a; none\r\n\r\n",
                    "a;\r\nnone",
                    "a; dkim=pass (\u0007)",
                    "a; dkim=pass header.d=\"x\u007F\"",
                    "a; dkim=pass header.d=x\u0085",
                    "a; dkim=pass header.d=\"x\ny\"",
                    "\u001B",
                    "a; dkim=pass header.d=\"\\\u0000\""
                })
        void controlCharactersAndLineEndsThatFoldNothing(String value) {
            assertThat(fails(value).kind()).isEqualTo(Kind.INVALID_CHARACTER);
        }

        @Test
        void aFieldOfAnotherName() {
            HeaderField field = HeaderBlock.parse(Octets.ofLatin1("X-Authentication-Results: a; none\r\n\r\n"))
                    .fields()
                    .get(0);
            assertThat(AuthenticationResults.parse(field))
                    .isEqualTo(new AuthenticationResultsSyntaxError(Kind.OTHER_FIELD, 0));
        }

        @Test
        void aFieldOfAMessage() {
            HeaderField field = HeaderBlock.parse(
                            Octets.ofLatin1("AUTHENTICATION-RESULTS : a;\r\n\tdkim=pass\r\nX: y\r\n\r\n"))
                    .fields()
                    .get(0);
            assertThat(AuthenticationResults.parse(field)).isEqualTo(read("a; dkim=pass"));
        }
    }

    /** Seen in the wild: read all the same, and reported. */
    @Nested
    class Deviations {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "a|NO_RESULTS|",
                    "a 1 (x)|NO_RESULTS|",
                    "a;|EMPTY_RESULT|",
                    "a; dkim=pass;|EMPTY_RESULT|dkim=pass",
                    "a;; dkim=pass|EMPTY_RESULT|dkim=pass",
                    "a; none;|EMPTY_RESULT|",
                    "a; dkim=pass header.b=ab/cd|UNQUOTED_VALUE|dkim=pass header.b=\"ab/cd\"",
                    "a; iprev=pass policy.iprev=2001:db8::1|UNQUOTED_VALUE|iprev=pass policy.iprev=\"2001:db8::1\"",
                    "a; spf=none smtp.mailfrom=<>|UNQUOTED_VALUE|spf=none smtp.mailfrom=\"<>\"",
                    "a; spf=none smtp.mailfrom=|EMPTY_VALUE|spf=none smtp.mailfrom=\"\"",
                    "a; spf=none smtp.mailfrom= ; dkim=none|EMPTY_VALUE|spf=none smtp.mailfrom=\"\"; dkim=none",
                    "a; x-tls=pass version=TLSv1.2 bits=256|UNTYPED_PROPERTY|x-tls=pass",
                    "a; dmarc=none action=none header.from=x.example|UNTYPED_PROPERTY|dmarc=none header.from=x.example",
                    "a; dkim=pass spf=pass|UNTYPED_PROPERTY|dkim=pass",
                    "a; dkim=fail header.d=x reason=y|MISPLACED_REASON|dkim=fail reason=\"y\" header.d=x",
                    "a; dkim=fail reason=x reason=y|MISPLACED_REASON|dkim=fail reason=\"x\"",
                    "a; dkim_x=pass; spf=none|INVALID_KEYWORD|spf=none",
                    "a; dkim=pass_; spf=none|INVALID_KEYWORD|spf=none",
                    "a; dkim=pass x_y.z=1 header.d=x|INVALID_KEYWORD|dkim=pass header.d=x",
                    "a; dkim-=pass|INVALID_KEYWORD|"
                })
        void areReadAllTheSame(String value, ResultsDeviation deviation, String results) {
            AuthenticationResults field = read(value);
            assertThat(field.deviations()).containsExactly(deviation);
            String expected = results == null ? "none" : results;
            assertThat(field.toLine()).isEqualTo("Authentication-Results: a; " + expected);
        }

        /** Forms of servers in wide use, older ones among them. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "mx.google.com;\r\n       dkim=pass header.i=@x.example header.s=20161025 header.b=Ab/c+d1;\r\n"
                            + "       spf=pass (google.com: domain of b+1=u=y.example@x.example designates 192.0.2.1 as"
                            + " permitted sender) smtp.mailfrom=\"b+1=u=y.example@x.example\";\r\n       dmarc=pass"
                            + " (p=REJECT sp=REJECT dis=NONE) header.from=x.example",
                    "mx.google.com; spf=pass (best guess record) smtp.mail=joe@x.example; dkim=neutral (bad format)"
                            + " header.i=@x.example; domainkeys=pass header.From=joe@x.example",
                    "mta1.mail.example from=x.example; domainkeys=neutral (no sig); dkim=pass (ok)",
                    "hotmail.example; sender-id=pass (sender IP is 192.0.2.1) header.from=joe@x.example; dkim=none"
                            + " header.d=x.example; x-hmca=none",
                    "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=x.example; dkim=pass (signature was verified)"
                            + " header.d=x.example;dmarc=pass action=none header.from=x.example;compauth=pass reason=100",
                    "x.example (amavisd-new); dkim=pass (1024-bit key; unprotected) header.d=x.example"
                            + " header.i=@x.example header.b=\"ab/cd\"; dkim-adsp=none",
                    "x.example 1; spf=none smtp.helo=a_b.example (no record)",
                    "x.example/2; dkim=pass",
                    "x.example; dkim=pass header.d=none;y.example; dmarc=none action=none header.from=z.example;",
                    "i=1; mx.x.example; dkim=pass header.d=x.example; arc=pass (i=1 spf=pass)",
                    "none; none",
                    "=?utf-8?q?x?=; none"
                })
        void formsInTheWildComeToAResult(String value) {
            assertThat(AuthenticationResults.parse(value)).isNotNull();
            assertThat(AuthenticationResults.parse(Octets.ofLatin1(value)))
                    .isEqualTo(AuthenticationResults.parse(value));
        }
    }

    @Test
    @DisplayName("PIT_59 semicolons and quotation marks in comments, nested and escaped")
    void comments() {
        AuthenticationResults field =
                read("mx (a; b=c) ; dkim=pass (key; \"x\\) (nested; spf=fail) y) header.d=a.example");
        assertThat(field.results())
                .containsExactly(MethodResult.of("dkim", "pass")
                        .withComment("key; \"x) (nested; spf=fail) y")
                        .with("header", "d", "a.example"));
    }

    @Test
    @DisplayName("PIT_59 unknown methods, results and properties are preserved; so is a version")
    void unknown() {
        String value = "mx; future/3=excellent new.thing=\"a/b\" x.y=z; dkim=pass";
        assertThat(read(value).toLine()).isEqualTo("Authentication-Results: " + value);
    }

    @Nested
    @DisplayName("ARH_13")
    class Section_1_5_2_internationalized {

        @Test
        @DisplayName("ARH_13 UTF-8 in values is read")
        void utf8() {
            String value = "b\u00FCcher.example; spf=pass smtp.mailfrom=j\u00F6rg@b\u00FCcher.example;"
                    + " dkim=pass (gr\u00FC\u00DFe) header.d=\"b\u00FCcher.example\"";
            AuthenticationResults field =
                    (AuthenticationResults) AuthenticationResults.parse(Octets.ofUtf8(value + "\r\n"));
            assertThat(field).isEqualTo(read(value));
            assertThat(field.results().get(0).properties().get(0).value()).isEqualTo("j\u00F6rg@b\u00FCcher.example");
            assertThat(field.results().get(1).comment()).contains("gr\u00FC\u00DFe");
            assertThat(field.deviations()).isEmpty();
        }

        @Test
        @DisplayName("ARH_13 what is no UTF-8 is reported")
        void latin1() {
            AuthenticationResults field = (AuthenticationResults) AuthenticationResults.parse(
                    Octets.of("mx; spf=pass smtp.mailfrom=j\u00F6rg@x.example".getBytes(StandardCharsets.ISO_8859_1)));
            assertThat(field.deviations()).contains(ResultsDeviation.INVALID_UTF8);
            assertThat(field.results().get(0).properties().get(0).value()).isEqualTo("j\uFFFDrg@x.example");
        }

        @Test
        void anAuthservIdIsAsciiOrADomainName() {
            assertThat(fails("\u00DCBER.example; none").kind()).isEqualTo(Kind.INVALID_AUTHSERV_ID);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\u2028", "\u202E", "\uD800", "\uFFFF"})
        void whatNoHeaderShouldShow(String c) {
            assertThat(fails("mx; dkim=pass header.d=\"" + c + "\"").kind()).isEqualTo(Kind.INVALID_VALUE);
        }
    }

    @Nested
    @DisplayName("ARH_14")
    class Section_7_8_intentionally_malformed {

        @Test
        @DisplayName("ARH_14 the cap on nested comments")
        void nesting() {
            String deepest = "(".repeat(20) + ")".repeat(20);
            assertThat(read("mx " + deepest + "; none").results()).isEmpty();
            assertThat(fails("mx (" + deepest + "); none"))
                    .isEqualTo(new AuthenticationResultsSyntaxError(Kind.COMMENT_TOO_DEEP, 23));
            assertThat(fails("(".repeat(200_000)).kind()).isEqualTo(Kind.COMMENT_TOO_DEEP);
        }

        @Test
        @DisplayName("ARH_14 the cap on size")
        void size() {
            String comment = "(" + "x".repeat(AuthenticationResults.MAX_LENGTH - 10) + ")";
            assertThat(read("mx" + comment + "; none").results()).isEmpty();
            assertThat(AuthenticationResults.parse(Octets.ofLatin1("mx" + comment + "; none")))
                    .isEqualTo(read("mx; none"));
            AuthenticationResultsSyntaxError tooLong =
                    new AuthenticationResultsSyntaxError(Kind.TOO_LONG, AuthenticationResults.MAX_LENGTH);
            assertThat(fails("mx(x" + comment + "; none")).isEqualTo(tooLong);
            assertThat(AuthenticationResults.parse(Octets.ofLatin1("mx(x" + comment + "; none")))
                    .isEqualTo(tooLong);
        }

        @Test
        void theCapsOnResultsPropertiesAndValues() {
            assertThat(read("mx" + "; a=b".repeat(1000)).results()).hasSize(1000);
            assertThat(fails("mx" + "; a=b".repeat(1001)).kind()).isEqualTo(Kind.TOO_MANY_RESULTS);
            AuthenticationResults properties = read("mx; a=b" + " c.d=e".repeat(101));
            assertThat(properties.results().get(0).properties()).hasSize(100);
            assertThat(properties.deviations()).containsExactly(ResultsDeviation.TOO_MANY_PROPERTIES);
            assertThat(valueOf("x".repeat(900))).hasSize(900);
            assertThat(fails("mx; dkim=pass header.d=" + "x".repeat(901)).kind())
                    .isEqualTo(Kind.INVALID_VALUE);
            assertThat(read("mx; " + "x".repeat(41) + "=pass").deviations())
                    .containsExactly(ResultsDeviation.INVALID_KEYWORD);
        }

        @ParameterizedTest
        @DisplayName("ARH_14 each character is looked at a bounded number of times")
        @ValueSource(
                strings = {
                    "(",
                    "()",
                    "\"",
                    "\"\" ",
                    ";",
                    "; ",
                    "a=b;",
                    "a.b=",
                    "\\",
                    "\r\n ",
                    " ",
                    "@",
                    "a ",
                    "a=b (",
                    "=",
                    "a=b c.d=\"x\" @",
                    "1 ",
                    "/1",
                    "a=b x.y=\"\"@",
                    ".",
                    "\u00FC",
                    "\r"
                })
        void linear(String part) {
            for (String start : List.of("", "mx", "mx; a=b ", "mx; a=b c.d=", "mx; a=b c.d=\"", "mx (", "mx; a=b ( ")) {
                CountedText text = new CountedText(start + part.repeat(100_000 / part.length()));
                new AuthenticationResultsParser(text).parse();
                assertThat(text.looks()).as(start + part).isLessThan(20L * text.length());
            }
        }

        @Test
        void theLongestOfAll() {
            List<String> parts = List.of("mx; a=b c.d=", "\"x\" ", "@y ");
            assertThat(AuthenticationResults.parse(parts.get(0) + (parts.get(1) + parts.get(2)).repeat(30_000)))
                    .isInstanceOf(AuthenticationResultsSyntaxError.class);
        }
    }

    /** Counts how often it is looked at. */
    private static final class CountedText implements CharSequence {

        private final String text;
        private long looks;

        CountedText(String text) {
            this.text = text;
        }

        long looks() {
            return looks;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            throw new UnsupportedOperationException();
        }
    }
}
