package io.mailseal.core.authres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationResultsTest {

    private static AuthenticationResults field(MethodResult... results) {
        return AuthenticationResults.builder("mx.example.org")
                .results(List.of(results))
                .build();
    }

    private static MethodResult dkim(String value) {
        return MethodResult.of("dkim", "pass").with("header", "i", value);
    }

    /** What stands in the field for a value. */
    private static String written(String value) {
        String line = field(dkim(value)).toLine();
        return line.substring(line.indexOf("header.i=") + "header.i=".length());
    }

    @Nested
    class Section_2_2_formal_definition {

        @Test
        void noResultsAreNone() {
            assertThat(field().toHeaderField()).isEqualTo("Authentication-Results: mx.example.org; none\r\n");
            assertThat(ResultsText.parse(field().toHeaderField()).results()).isEmpty();
        }

        @Test
        void oneResult() {
            assertThat(field(MethodResult.of("spf", "pass").with("smtp", "mailfrom", "example.net"))
                            .toHeaderField())
                    .isEqualTo("""
                            Authentication-Results: mx.example.org;
                                spf=pass smtp.mailfrom=example.net
                            """.replace("\n", "\r\n"));
        }

        @Test
        void severalResultsInOrder() {
            AuthenticationResults field = field(
                    MethodResult.of("dkim", "fail").withReason("a \"bad\" hash").with("header", "d", "example.com"),
                    MethodResult.of("dkim", "pass"),
                    MethodResult.of("spf", "none"));
            assertThat(field.toLine())
                    .isEqualTo("Authentication-Results: mx.example.org;"
                            + " dkim=fail reason=\"a \\\"bad\\\" hash\" header.d=example.com; dkim=pass; spf=none");
            assertThat(field.results("dkim")).extracting(MethodResult::result).containsExactly("fail", "pass");
            assertThat(field)
                    .hasToString(field.toHeaderField().replace("\r\n", "\n").stripTrailing());
        }

        @Test
        void accessors() {
            MethodResult result = MethodResult.of("iprev", "pass")
                    .withReason("why")
                    .with("policy", "iprev", "192.0.2.1")
                    .with("policy", "iprev", "192.0.2.2");
            assertThat(result.property("policy", "iprev")).contains("192.0.2.1");
            assertThat(result.property("smtp", "iprev")).isEmpty();
            assertThat(result.reason()).contains("why");
            assertThat(result.withReason("").reason()).isEmpty();
            assertThat(result.properties()).hasSize(2);
            assertThat(result).hasToString("iprev=pass reason=\"why\" policy.iprev=192.0.2.1 policy.iprev=192.0.2.2");
            assertThat(field(result)).isEqualTo(field(result)).hasSameHashCodeAs(field(result));
            assertThat(field(result)).isNotEqualTo(field()).isNotEqualTo(field(result.withReason("")));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "a-", "-", "a b", "a=b", "a;b", "a.b", "\u00E4", "\u017F", "a\r\n", "a_b", "a/1", "("})
        void whatIsNoKeyword(String word) {
            assertThatThrownBy(() -> MethodResult.of(word, "pass")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> MethodResult.of("dkim", word)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> MethodResult.of("dkim", "pass").with(word, "d", "x"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> MethodResult.of("dkim", "pass").with("header", word, "x"))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void keywordsAreShort() {
            assertThat(MethodResult.of("x".repeat(40), "pass").method()).hasSize(40);
            assertThatThrownBy(() -> MethodResult.of("x".repeat(41), "pass"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(MethodResult.of("x-a1", "pass")).hasToString("x-a1=pass");
            assertThat(MethodResult.of("-a", "pass")).hasToString("-a=pass");
        }
    }

    @Nested
    class Section_2_5_authserv_id {

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                value = {
                    "example.org, example.org",
                    "a_b, a_b",
                    "user@example.org, `\"user@example.org\"`",
                    "@example.org, `\"@example.org\"`",
                    "mx 1, `\"mx 1\"`",
                    "a;b, `\"a;b\"`",
                    "a/b, `\"a/b\"`"
                })
        void isATokenOrAQuotedString(String id, String expected) {
            AuthenticationResults field = AuthenticationResults.builder(id).build();
            assertThat(field.toLine()).isEqualTo("Authentication-Results: " + expected + "; none");
            assertThat(ResultsText.parse(field.toHeaderField()).authservId()).isEqualTo(id);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a\r\nb", "\u00DCber.example", "\u00FCber user", "a\u0000"})
        void isRefused(String id) {
            assertThatThrownBy(() -> AuthenticationResults.builder(id)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Values {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "example.com",
                    "a_b.example",
                    "abc+DEF",
                    "x",
                    "192.0.2.1",
                    "user@example.com",
                    "@example.com",
                    "a.b+c=d/e?@x.example",
                    "-",
                    "!#$%&'*+-^_`{|}~"
                })
        @DisplayName("ARH_02 ARH_03 that stand as they are")
        void thatStandAsTheyAre(String value) {
            assertThat(written(value)).isEqualTo(value);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "a b",
                    "a;b",
                    "(a",
                    "a)",
                    "a=b",
                    "a/b",
                    "2001:db8::1",
                    "<a@b.example>",
                    "a@b@c.example",
                    "a..b@c.example",
                    ".a@c.example",
                    "a.@c.example",
                    "a@",
                    "@",
                    "a@c.example.",
                    "a@.c",
                    "a@-c.example",
                    "a@b_c.example",
                    "a@localhost",
                    "a@[192.0.2.1]",
                    "a b@c.example",
                    "a@c.example; dkim=pass",
                    "a\tb",
                    "[",
                    ",",
                    "a@b..c"
                })
        @DisplayName("ARH_02 that are quoted")
        void thatAreQuoted(String value) {
            assertThat(written(value)).isEqualTo('"' + value + '"');
        }

        @ParameterizedTest
        @DisplayName("ARH_03 a mail identity has its local part and domain, quoted or not")
        @ValueSource(
                strings = {
                    "\"a b\"@example.org",
                    "\"a\\\"b\"@example.org",
                    "\"\"@example.org",
                    "\"@\"@example.org",
                    "\"a;dkim=pass\"@example.org",
                    "@example.org",
                    "a@example.org"
                })
        void identitiesStandAsTheyAre(String value) {
            assertThat(written(value)).isEqualTo(value);
            assertThat(AuthenticationResults.parse("mx; dkim=pass header.i=" + value))
                    .isEqualTo(AuthenticationResults.builder("mx")
                            .result(dkim(value))
                            .build());
        }

        @ParameterizedTest
        @DisplayName("ARH_02 ARH_03 what only begins like a mail identity is quoted")
        @ValueSource(
                strings = {
                    "\"a\"@example.org; x",
                    "\"a\" @example.org",
                    "\"a\"b@example.org",
                    "\"a@example.org",
                    "\"a\\\"@example.org",
                    "\"a\"@example",
                    "\"a\"@\"b\""
                })
        void otherQuotationMarksAreEscaped(String value) {
            assertThat(written(value)).startsWith("\"\\\"").endsWith("\"");
            assertThat(AuthenticationResults.parse("mx; dkim=pass header.i=" + written(value)))
                    .isEqualTo(AuthenticationResults.builder("mx")
                            .result(dkim(value))
                            .build());
        }

        @Test
        @DisplayName("ARH_13 in ASCII: A-labels, or left out")
        void internationalizedInAscii() {
            AuthenticationResults field = AuthenticationResults.builder("b\u00FCcher.example")
                    .result(MethodResult.of("dkim", "pass")
                            .withReason("gr\u00FC\u00DFe")
                            .withComment("gr\u00FC\u00DFe")
                            .with("header", "d", "b\u00FCcher.example")
                            .with("header", "i", "joe@b\u00FCcher.example")
                            .with("header", "x", "@b\u00FCcher.example")
                            .with("smtp", "mailfrom", "j\u00F6rg@b\u00FCcher.example")
                            .with("policy", "a", "b\u00FCcher")
                            .with("policy", "b", "B\u00DCcher.example")
                            .with("policy", "c", "x"))
                    .build();
            assertThat(field.toLine())
                    .isEqualTo("Authentication-Results: xn--bcher-kva.example; dkim=pass header.d=xn--bcher-kva.example"
                            + " header.i=joe@xn--bcher-kva.example header.x=@xn--bcher-kva.example policy.c=x");
            assertThat(field.toHeaderField()).isEqualTo(field.toString().replace("\n", "\r\n") + "\r\n");
        }

        @Test
        @DisplayName("ARH_13 in internationalized mail: as it is, quoted where no domain or mail identity")
        void internationalized() {
            AuthenticationResults field = AuthenticationResults.builder("b\u00FCcher.example")
                    .result(MethodResult.of("dkim", "pass")
                            .withComment("gr\u00FC\u00DFe")
                            .withReason("gr\u00FC\u00DFe")
                            .with("header", "d", "b\u00FCcher.example")
                            .with("smtp", "mailfrom", "j\u00F6rg@b\u00FCcher.example")
                            .with("smtp", "a", "j\u3000rg@b\u00FCcher.example")
                            .with("smtp", "b", "a\uFF1B@x.example")
                            .with("policy", "b", "B\u00DCcher.example"))
                    .build();
            String written = field.toInternationalHeaderField();
            assertThat(written).isEqualTo("""
                            Authentication-Results: "b\u00FCcher.example";
                                dkim=pass (gr\u00FC\u00DFe) reason="gr\u00FC\u00DFe" header.d=b\u00FCcher.example
                                    smtp.mailfrom=j\u00F6rg@b\u00FCcher.example smtp.a="j\u3000rg@b\u00FCcher.example"
                                    smtp.b="a\uFF1B@x.example" policy.b="B\u00DCcher.example"
                            """.replace("\n", "\r\n"));
            assertThat(AuthenticationResults.parse(written.substring(written.indexOf(':') + 1)))
                    .isEqualTo(field);
        }

        @Test
        @DisplayName("ARH_04 results are never added to a field that is there")
        void fieldsAreImmutable() {
            AuthenticationResults.Builder builder = AuthenticationResults.builder("mx");
            AuthenticationResults field = builder.build();
            builder.result(dkim("x"));
            assertThat(field.results()).isEmpty();
            assertThatThrownBy(() -> field.results().add(dkim("x"))).isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        void howManyThereAre() {
            AuthenticationResults.Builder builder = AuthenticationResults.builder("mx");
            for (int i = 0; i < AuthenticationResults.MAX_RESULTS; i++) {
                builder.result(MethodResult.of("a", "b"));
            }
            assertThat(AuthenticationResults.parse("mx" + "; a=b".repeat(1000))).isEqualTo(builder.build());
            assertThatThrownBy(() -> builder.result(dkim("x"))).isInstanceOf(IllegalArgumentException.class);
            MethodResult result = MethodResult.of("a", "b");
            for (int i = 0; i < MethodResult.MAX_PROPERTIES; i++) {
                result = result.with("a", "b", "c");
            }
            MethodResult full = result;
            assertThatThrownBy(() -> full.with("a", "b", "c")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> full.withVersion(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> full.withComment("\r\n")).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void escapesInsideOfQuotes() {
            assertThat(written("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
            assertThat(written("\"")).isEqualTo("\"\\\"\"");
            assertThat(written("\\")).isEqualTo("\"\\\\\"");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a\r\nX: y",
                    "\n",
                    "\r",
                    "\u0000",
                    "a\u007F",
                    "\u001B[31m",
                    "\u202E",
                    "\u2028",
                    "\u0085",
                    "\uD83D",
                    "\uFFFF",
                    "\u000B"
                })
        void thatAreRefused_T04(String value) {
            assertThatThrownBy(() -> dkim(value)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> MethodResult.of("dkim", "pass").withReason(value))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(MethodResult.of("dkim", "pass").withIfSafe("header", "i", value))
                    .isEqualTo(MethodResult.of("dkim", "pass"));
            assertThat(MethodResult.of("dkim", "pass").withReasonIfSafe(value))
                    .isEqualTo(MethodResult.of("dkim", "pass"));
        }

        @Test
        void thatAreRefusedAreNotShownByTheException() {
            assertThatThrownBy(() -> dkim("secret\r\nvalue")).message().doesNotContain("secret", "\r", "\n");
        }

        @Test
        void thatAreTooLong() {
            assertThat(written("x".repeat(900))).hasSize(900);
            assertThat(written("\"".repeat(450))).hasSize(902);
            assertThatThrownBy(() -> dkim("x".repeat(901))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> dkim("\"".repeat(451))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> dkim("x".repeat(1 << 20))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** RFC 5322 §2.1.1 and §2.2.3. */
    @Nested
    class Folding {

        @Test
        void betweenProperties() {
            String domain = "d".repeat(40) + ".example";
            assertThat(field(MethodResult.of("dkim", "pass")
                                    .with("header", "d", domain)
                                    .with("header", "i", "@" + domain))
                            .toHeaderField())
                    .isEqualTo("""
                            Authentication-Results: mx.example.org;
                                dkim=pass header.d=%1$s
                                    header.i=@%1$s
                            """.formatted(domain).replace("\n", "\r\n"));
        }

        @Test
        void countsTheSemicolonThatMayFollow() {
            for (int length = 40; length < 80; length++) {
                AuthenticationResults field = field(
                        MethodResult.of("dkim", "pass").with("a", "b", "x").with("c", "d", "y".repeat(length)),
                        dkim("z"));
                String longest = "        c.d=" + "y".repeat(length) + ";";
                assertThat(field.toHeaderField().lines())
                        .allMatch(line -> line.length() <= Math.max(78, longest.length()));
            }
        }

        @Test
        void neverMakesALineOfMoreThan998Octets() {
            String keyword = "k".repeat(40);
            String value = "\"".repeat(450);
            MethodResult largest =
                    MethodResult.of(keyword, keyword).withReason(value).with(keyword, keyword, value);
            AuthenticationResults field = AuthenticationResults.builder(value)
                    .result(largest)
                    .result(largest)
                    .build();
            assertThat(field.toHeaderField().lines()).allMatch(line -> line.length() <= 998);
        }
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> printable =
                Arbitraries.strings().withChars("ab.@-_ ;=()\"\\/,<>[]").ofMaxLength(12);
        Arbitrary<String> controls =
                Arbitraries.strings().withChars("ab.@ ;\"\t\r\n\u0000\u00E9").ofMaxLength(5);
        Arbitrary<String> pieces = Arbitraries.of(
                        "a",
                        "b.example",
                        "@",
                        "; dkim=pass",
                        " header.d=bank.example",
                        "\"",
                        "\\",
                        "(",
                        ")",
                        "reason=",
                        "none",
                        "1",
                        ".",
                        "x".repeat(60))
                .list()
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
        return Arbitraries.frequencyOf(
                Tuple.of(6, printable), Tuple.of(1, controls), Tuple.of(6, pieces), Tuple.of(1, Arbitraries.strings()));
    }

    @Property(tries = 5000)
    void anyTextIsRefusedOrComesBackAsTheOneValueThatItWas_T04(
            @ForAll("values") String id,
            @ForAll("values") String reason,
            @ForAll("values") String first,
            @ForAll("values") String second) {
        // A domain would get A-labels.
        Assume.that(List.of(id, first, second).stream().allMatch(text -> isSafe(text) || text.indexOf('.') < 0));
        Assume.that(isSafe(id) || !FieldValue.isSafe(id));
        MethodResult result;
        AuthenticationResults field;
        try {
            result = MethodResult.of("dkim", "pass")
                    .withReason(reason)
                    .with("header", "d", first)
                    .with("smtp", "mailfrom", second);
            field = AuthenticationResults.builder(id)
                    .result(result)
                    .result(MethodResult.of("spf", "none"))
                    .build();
        } catch (IllegalArgumentException refused) {
            assertThat(List.of(id, reason, first, second)).anyMatch(text -> !isSafe(text) || id.isEmpty());
            return;
        }
        // What is not ASCII is left out.
        List<ResultsText.Property> properties = new ArrayList<>();
        if (isSafe(first)) {
            properties.add(new ResultsText.Property("header", "d", first));
        }
        if (isSafe(second)) {
            properties.add(new ResultsText.Property("smtp", "mailfrom", second));
        }
        ResultsText.Field expected = new ResultsText.Field(
                id,
                List.of(
                        new ResultsText.Result("dkim", "pass", isSafe(reason) ? reason : "", properties),
                        new ResultsText.Result("spf", "none", "", List.of())));
        assertThat(ResultsText.parse(field.toHeaderField())).isEqualTo(expected);
        assertThat(ResultsText.parse(field.toLine() + "\r\n")).isEqualTo(expected);
        assertThat(field.toHeaderField().lines()).allMatch(line -> line.length() <= 998 && !line.isBlank());
        assertLinesAreShortWherePossible(field.toHeaderField());
    }

    private static boolean isSafe(String text) {
        return text.length() < 400 && text.chars().allMatch(c -> c == '\t' || c >= 0x20 && c < 0x7F);
    }

    // A longer line than 78 columns holds, after its indentation, nothing that could stand on a line of its own.
    private static void assertLinesAreShortWherePossible(String field) {
        field.lines().filter(line -> line.length() > 78).forEach(line -> {
            boolean oneWord = line.startsWith("        ") || line.startsWith("Authentication-Results: ");
            assertThat(oneWord).as(line).isTrue();
        });
    }

    @Test
    void theLocaleDoesNotMatter_T100() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(field(MethodResult.of("iprev", "PASS")).toLine()).endsWith("; iprev=PASS");
        } finally {
            Locale.setDefault(before);
        }
    }
}
