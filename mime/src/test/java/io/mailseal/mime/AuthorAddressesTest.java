package io.mailseal.mime;

import static io.mailseal.mime.AuthorProblem.DOMAIN_LITERAL;
import static io.mailseal.mime.AuthorProblem.FIELD_TOO_LONG;
import static io.mailseal.mime.AuthorProblem.FORBIDDEN_OCTET;
import static io.mailseal.mime.AuthorProblem.HEADER_TRUNCATED;
import static io.mailseal.mime.AuthorProblem.HIDDEN_FIELD;
import static io.mailseal.mime.AuthorProblem.INVALID_DOMAIN;
import static io.mailseal.mime.AuthorProblem.INVALID_LOCAL_PART;
import static io.mailseal.mime.AuthorProblem.NOT_UTF_8;
import static io.mailseal.mime.AuthorProblem.NO_ADDRESS;
import static io.mailseal.mime.AuthorProblem.NO_FROM;
import static io.mailseal.mime.AuthorProblem.SEVERAL_DOMAINS;
import static io.mailseal.mime.AuthorProblem.SEVERAL_FIELDS;
import static io.mailseal.mime.AuthorProblem.SYNTAX;
import static io.mailseal.mime.AuthorProblem.TOO_MANY_ADDRESSES;
import static io.mailseal.mime.AuthorProblem.UNCLEAR_FIELD_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.core.message.HeaderBlock;
import io.mailseal.core.message.MessageLimits;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a From field is taken for. Field values are written in UTF-8; {@code octets} takes one char for each octet. */
class AuthorAddressesTest {

    private static AuthorAddresses header(String lines) {
        return AuthorAddresses.of(HeaderBlock.parse(Octets.ofUtf8(lines + "\r\n")));
    }

    private static AuthorAddresses octets(String value) {
        return AuthorAddresses.of(HeaderBlock.parse(Octets.ofLatin1("From: " + value + "\r\n\r\n")));
    }

    private static AuthorAddresses from(String value) {
        return header("From: " + value + "\r\n");
    }

    /** One author domain, and these addresses. */
    private static void one(String value, String... addresses) {
        AuthorAddresses authors = from(value);
        assertThat(authors.status()).as(authors.explanation()).isEqualTo(AuthorStatus.ONE_DOMAIN);
        assertThat(authors.addresses()).map(AuthorAddress::addrSpec).containsExactly(addresses);
        assertThat(authors.domains()).hasSize(1);
        assertThat(authors.authorDomain()).contains(authors.domains().get(0));
        assertThat(authors.explanation())
                .isEqualTo("The author domain is " + authors.domains().get(0) + ".");
    }

    private static void one(String value, AuthorAnomaly anomaly, String address) {
        one(value, address);
        assertThat(from(value).anomalies()).containsExactly(anomaly);
    }

    private static void several(String value, String... domains) {
        is(from(value), SEVERAL_DOMAINS, domains);
    }

    private static void refused(String value, AuthorProblem problem, String... domains) {
        is(from(value), problem, domains);
    }

    private static void is(AuthorAddresses authors, AuthorProblem problem, String... domains) {
        assertThat(authors.problem()).as(authors.explanation()).contains(problem);
        assertThat(authors.status()).isEqualTo(problem.status());
        assertThat(authors.status()).isNotEqualTo(AuthorStatus.ONE_DOMAIN);
        assertThat(authors.authorDomain()).isEmpty();
        assertThat(authors.domains()).map(DomainName::toString).containsExactly(domains);
        assertThat(authors.explanation()).endsWith(".");
    }

    @Nested
    class Section_3_4_addresses {

        @Test
        void anAddressAlone() {
            one("user@a.example", "user@a.example");
        }

        @Test
        void anAddressInAngleBrackets() {
            one("<user@a.example>", "user@a.example");
        }

        @Test
        void aDisplayName() {
            assertThat(from("Ada Lovelace <ada@a.example>").addresses().get(0).displayName())
                    .contains("Ada Lovelace");
            assertThat(from("\"Lovelace, \\\"A\\\" (x)\" <ada@a.example>")
                            .addresses()
                            .get(0)
                            .displayName())
                    .contains("Lovelace, \"A\" (x)");
            assertThat(from("John Q. Public <ada@a.example>").addresses().get(0).displayName())
                    .contains("John Q. Public");
            assertThat(from("ada@a.example (Ada)").addresses().get(0).displayName())
                    .isEmpty();
            assertThat(from("\"\" <ada@a.example>").addresses().get(0).displayName())
                    .isEmpty();
        }

        @Test
        void aFoldedField() {
            one("Ada\r\n Lovelace\r\n\t<ada@a.example>\r\n ", "ada@a.example");
        }

        @Test
        void domainsIgnoreCaseLocalPartsDoNot() {
            one("User@A.Example", "User@a.example");
            one("a@A.EXAMPLE, b@a.example", "a@a.example", "b@a.example");
        }

        @Test
        @DisplayName("MSG_04 several mailboxes of one domain have one author domain")
        void severalOfOneDomain() {
            one("a@c.example, B <b@c.example>", "a@c.example", "b@c.example");
        }

        @Test
        @DisplayName("MSG_05 all domains are given, in order, each once")
        void severalDomains() {
            several("a@c.example, b@d.example, c@c.example", "c.example", "d.example");
            assertThat(from("a@c.example, b@d.example").addresses()).hasSize(2);
            assertThat(from("a@c.example, b@d.example").explanation())
                    .isEqualTo("The From field has addresses of c.example, d.example.");
            assertThat(from("a@a.example, a@b.example, a@c.example, a@d.example")
                            .explanation())
                    .isEqualTo("The From field has addresses of a.example, b.example, c.example and 1 more.");
        }

        @Test
        void aSubdomainIsAnotherDomain() {
            several("a@c.example, b@x.c.example", "c.example", "x.c.example");
        }

        @Test
        void quotedLocalParts() {
            one("\"a b\"@c.example", "\"a b\"@c.example");
            one("\"a.b\"@c.example", "a.b@c.example");
            one("\"a\\@b\"@c.example", "\"a@b\"@c.example");
            one("\"\\\"\\\\\"@c.example", "\"\\\"\\\\\"@c.example");
            one("\"a..b\"@c.example", "\"a..b\"@c.example");
            one("\".\"@c.example", "\".\"@c.example");
            one("\"\"@c.example", "\"\"@c.example");
            one("\"(\"@c.example", "\"(\"@c.example");
            one("\"=3D\"@c.example", "=3D@c.example");
        }

        @Test
        void commentsAreWhiteSpace() {
            one("(a) user (b (c) \\) d) @ (e) a.example (f)", "user@a.example");
            one("(\"<) <user@a.example> (>\")", "user@a.example");
            one("Ada (x@b.example) Lovelace <user@a.example>(<y@c.example>)", "user@a.example");
            refused("user(a)name@a.example", SYNTAX);
            refused("user@a(b)c.example", SYNTAX);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "(nobody)", ",", ", ,", "undisclosed:;", "undisclosed: (none) ;", "a:;, b:;"})
        void nobody(String value) {
            refused(value, NO_ADDRESS);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<>",
                    "user",
                    "user@",
                    "@a.example",
                    "a@b@c.example",
                    "a b@c.example",
                    "user@a.example x",
                    "user@a.example;",
                    "<user@a.example",
                    "user@a.example>",
                    "<<user@a.example>>",
                    "user@a.example <user@a.example>",
                    "\"user@a.example",
                    "(user@a.example",
                    "user@a.example)",
                    "user@a.example (",
                    "user@a.example (\\)",
                    "user@[192.0.2.1",
                    "user@[[192.0.2.1]",
                    "user@192.0.2.1]",
                    "\"a\".@c.example",
                    "\"a\"..b@c.example",
                    "\"a\"b@c.example",
                    "a\"b\"@c.example",
                    "\"a\" \"b\"@c.example",
                    "user@\"a.example\"",
                    "undisclosed:",
                    "undisclosed: a@b.example",
                    ":;",
                    "user\\@a.example",
                    "\\user@a.example",
                    ".user@a.example",
                    "user@.a.example",
                    "user@a.example\\",
                    "\"user\\",
                    "a@b.example b@b.example",
                    "user@a example",
                    "\u007F@a.example",
                    "a\u0001@a.example"
                })
        void noAddressByTheGrammar(String value) {
            refused(value, SYNTAX);
        }
    }

    @Nested
    class Section_4_4_obsolete_forms {

        @Test
        void blanksAroundDots() {
            one("a . b @ c . example", "a.b@c.example");
            one("a.\"b c\".d@e.example", "\"a.b c.d\"@e.example");
        }

        @Test
        void emptyMembersOfTheList() {
            one(",a@c.example,,b@c.example,", "a@c.example", "b@c.example");
        }

        @Test
        @DisplayName("T05 a source route is ignored, and reported")
        void routes() {
            one(
                    "<@attack.example,@any.example:admin@legit.example>",
                    AuthorAnomaly.OBSOLETE_ROUTE,
                    "admin@legit.example");
            one("A <@[192.0.2.1]:admin@legit.example>", AuthorAnomaly.OBSOLETE_ROUTE, "admin@legit.example");
            one("<@a.example,,@b.example:c@d.example>", AuthorAnomaly.OBSOLETE_ROUTE, "c@d.example");
            refused("@a.example:c@d.example", SYNTAX);
            refused("<@a.example c@d.example>", SYNTAX);
            refused("<@a.example:>", SYNTAX);
        }
    }

    @Nested
    class Groups_of_RFC_6854 {

        @Test
        void addressesInGroupsCount() {
            one("Team: a@c.example, B <b@c.example>;", AuthorAnomaly.GROUP, "a@c.example", "b@c.example");
            several("Team: a@c.example;, b@d.example", "c.example", "d.example");
        }

        private void one(String value, AuthorAnomaly anomaly, String... addresses) {
            AuthorAddressesTest.one(value, addresses);
            assertThat(from(value).anomalies()).containsExactly(anomaly);
        }

        @Test
        void anEmptyGroupBesideAnAddress() {
            AuthorAddressesTest.one("undisclosed:;, a@c.example", "a@c.example");
            assertThat(from("undisclosed:;, a@c.example").anomalies()).isEmpty();
        }

        @Test
        void groupsDoNotNest() {
            refused("A: B: a@c.example;;", SYNTAX);
        }
    }

    @Nested
    class Domains {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a@c..example",
                    "a@c.example.",
                    "a@-c.example",
                    "a@c-.example",
                    "a@c!.example",
                    "a@=.example",
                    "a@xn--.example",
                    "a@xn--\u00FC.example",
                    "a@xn--a.example",
                    "a@c.example\u3002org",
                    "a@\u00DC.example",
                    "a@=?utf-8?q?c.example?=",
                    "a@c*.example"
                })
        void notOfMail(String value) {
            refused(value, INVALID_DOMAIN);
        }

        @Test
        void tooLong() {
            one("a@" + "b".repeat(63) + ".example", "a@" + "b".repeat(63) + ".example");
            refused("a@" + "b".repeat(64) + ".example", INVALID_DOMAIN);
            one("a@" + "b.".repeat(123) + "example", "a@" + "b.".repeat(123) + "example");
            refused("a@" + "b.".repeat(123) + "bexample", INVALID_DOMAIN);
        }

        @Test
        void underscoresAreAllowed() {
            one("a@em_1.c.example", "a@em_1.c.example");
            one("a@_c.example", "a@_c.example");
        }

        @Test
        void oneLabelIsEnoughAndReported() {
            one("root@localhost", AuthorAnomaly.SINGLE_LABEL, "root@localhost");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a@[192.0.2.1]", "<a@[IPv6:2001:db8::1]>", "a@[]", "a@[c.example]", "a@[ \\] ]"})
        void literalsAreNoDomains(String value) {
            refused(value, DOMAIN_LITERAL);
        }

        @Test
        void oneInvalidDomainSpoilsTheField() {
            refused("a@c.example, b@d..example, c@[192.0.2.1]", INVALID_DOMAIN, "c.example");
            refused("c@[192.0.2.1], a@c.example, b@d..example", DOMAIN_LITERAL, "c.example");
        }

        @Test
        void whatIsCitedIsEscaped() {
            assertThat(from("a@c\u202E.example").explanation())
                    .isEqualTo("The domain \"c\\xe2\\x80\\xae.example\" in the From field is not valid.");
        }
    }

    @Nested
    class Local_parts {

        @ParameterizedTest
        @ValueSource(strings = {"a..b@c.example", "a.@c.example", "a. .b@c.example"})
        void misplacedDots(String value) {
            refused(value, INVALID_LOCAL_PART);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"\"a\u0001\"@c.example", "\"\t\"@c.example", "\"\u007F\"@c.example", "a\u0085@c.example"})
        void controls(String value) {
            refused(value, INVALID_LOCAL_PART);
        }

        @Test
        @DisplayName("MSG_06 an encoded-word in an address is not decoded, and reported")
        void encodedWords() {
            one("=?utf-8?q?a?=@b.example", AuthorAnomaly.ENCODED_WORD, "=?utf-8?q?a?=@b.example");
            one(
                    "<=?utf-8?b?YWRtaW5AbGVnaXQuZXhhbXBsZQ==?=@b.example>",
                    AuthorAnomaly.ENCODED_WORD,
                    "=?utf-8?b?YWRtaW5AbGVnaXQuZXhhbXBsZQ==?=@b.example");
            one("a=?b@c.example", "a=?b@c.example");
        }
    }

    @Nested
    class RFC_6532_internationalized {

        @Test
        void utf8Everywhere() {
            one("пример@bücher.example", "пример@xn--bcher-kva.example");
            one("\"Пётр (x)\" <пётр.ов@bücher.example>", "пётр.ов@xn--bcher-kva.example");
            one("\"п р\"@c.example", "\"п р\"@c.example");
            one("😀@c.example (😀)", "😀@c.example");
            assertThat(from("Пётр Иванов <a@c.example>").addresses().get(0).displayName())
                    .contains("Пётр Иванов");
            assertThat(from("\"П\\ётр\" 😀 <a@c.example>").addresses().get(0).displayName())
                    .contains("Пётр 😀");
        }

        @Test
        void uLabelAndALabelAreOneDomain() {
            one("a@bücher.example, b@XN--bcher-kva.example", "a@xn--bcher-kva.example", "b@xn--bcher-kva.example");
        }

        @Test
        @DisplayName("T10 invisible characters and other invalid labels")
        void invisible() {
            refused("admin@legit.example\u2000", INVALID_DOMAIN);
            refused("admin@legit.example\u00A0", INVALID_DOMAIN);
            refused("admin@legit\u200B.example", INVALID_DOMAIN);
            refused("admin@legit\u00AD.example", INVALID_DOMAIN);
            refused("admin@\uFF4Cegit.example", INVALID_DOMAIN);
            refused("<admin@legit.example>\u2000", SYNTAX);
        }

        @Test
        @DisplayName("T10 a homograph is a domain of its own")
        void homograph() {
            one("admin@l\u0435git.example", "admin@xn--lgit-v4d.example");
        }

        @Test
        @DisplayName("T14 octets that are not UTF-8, wherever they are")
        void otherCharsets() {
            is(octets("J\u00FCrgen <a@c.example>"), NOT_UTF_8);
            is(octets("j\u00FCrgen@c.example"), NOT_UTF_8);
            is(octets("a@c.example (\u00FC)"), NOT_UTF_8);
            is(octets("a@c.example (\u00C0\u00A8)"), NOT_UTF_8);
            is(octets("a@c.example (\u00ED\u00A0\u0080)"), NOT_UTF_8);
            is(octets("a@c.example (\u00C3\\\u00A9)"), NOT_UTF_8);
            is(octets("a@c.example (\u00C3"), NOT_UTF_8);
        }

        @Test
        void isoJapaneseInAQuotedStringIsJustOctets() {
            one("\"\u001B$B;3ED\u001B(B\" <a@c.example>", "a@c.example");
        }
    }

    @Nested
    class T06_T07_T08_fields {

        @Test
        @DisplayName("T08 Sender and Resent-From are no From")
        void noFrom() {
            is(header(""), NO_FROM);
            is(header("Sender: a@c.example\r\nResent-From: a@c.example\r\n"), NO_FROM);
            is(header("From\r\n"), NO_FROM);
            is(header("Subject: From: a@c.example\r\n"), NO_FROM);
        }

        @Test
        @DisplayName("T06 several From fields, even of one domain")
        void several() {
            is(header("From: a@c.example\r\nFrom: b@d.example\r\n"), SEVERAL_FIELDS, "c.example", "d.example");
            is(header("From: a@c.example\r\nFrom: a@c.example\r\n"), SEVERAL_FIELDS, "c.example");
            is(header("From: a@c.example\r\nSubject: x\r\nFROM:\r\n"), SEVERAL_FIELDS, "c.example");
            is(header("From: a@b@c\r\nFrom: a@c.example\r\n"), SEVERAL_FIELDS, "c.example");
            assertThat(header("From: a@c.example\r\nFrom: b@d.example\r\n").explanation())
                    .isEqualTo("There are 2 From fields, with addresses of c.example, d.example.");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "From : b@d.example\r\n",
                    "From\t: b@d.example\r\n",
                    "From\r\n : b@d.example\r\n",
                    "from: b@d.example\r\n"
                })
        @DisplayName("T07 every spelling counts")
        void spellings(String field) {
            is(header("From: a@c.example\r\n" + field), SEVERAL_FIELDS, "c.example", "d.example");
        }

        @Test
        @DisplayName("T07 a first line that begins with a blank counts")
        void leadingBlank() {
            is(header(" From: b@d.example\r\nFrom: a@c.example\r\n"), SEVERAL_FIELDS, "d.example", "c.example");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "From : a@c.example\r\n",
                    "From\r\n : a@c.example\r\n",
                    " From: a@c.example\r\n",
                    "\tFrom : a@c.example\r\n"
                })
        @DisplayName("T07 alone, such a spelling is malformed")
        void alone(String field) {
            is(header(field), UNCLEAR_FIELD_NAME, "c.example");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "From\0: b@d.example\r\n",
                    "\u0001From: b@d.example\r\n",
                    "\uFEFFFrom: b@d.example\r\n",
                    "From\u00A0: b@d.example\r\n",
                    "Subject: x\nFrom: b@d.example\r\n",
                    "Subject: x\rfrom\t: b@d.example\r\n",
                    "Subject: x\n\nFrom: b@d.example\r\n"
                })
        @DisplayName("T13 what only some readers take for a From field")
        void hidden(String field) {
            is(header(field), HIDDEN_FIELD);
            is(header(field + "From: a@c.example\r\n"), SEVERAL_FIELDS, "c.example");
            is(header("From: a@c.example\r\n" + field), SEVERAL_FIELDS, "c.example");
        }

        @Test
        @DisplayName("T13 a From within a From, after a lone LF")
        void hiddenWithin() {
            is(header("From: a@c.example\nFrom: b@d.example\r\n"), SEVERAL_FIELDS);
            is(header("\nFrom: a@c.example\r\n"), FORBIDDEN_OCTET);
            is(header("From\n: a@c.example\r\n"), UNCLEAR_FIELD_NAME);
        }

        @Test
        void otherNamesAreOtherFields() {
            one("a@c.example\r\nX-From: b@d.example\r\nFrom-X: b@d.example\r\nFro: x", "a@c.example");
            one("a@c.example\r\nSubject: \nX-From: b@d.example\r\nSubject: \nFrom b@d.example:", "a@c.example");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\0", "\r", "\n", "\r\r", "\n\n"})
        @DisplayName("T13 NUL, lone CR and lone LF, wherever they are")
        void forbiddenOctets(String octet) {
            is(header("From: a@c.example" + octet + "\r\n"), FORBIDDEN_OCTET);
            is(header("From: a" + octet + "@c.example\r\n"), FORBIDDEN_OCTET);
            is(header("From: \"" + octet + "\" <a@c.example>\r\n"), FORBIDDEN_OCTET);
            is(header("From: a@c.example (" + octet + ")\r\n"), FORBIDDEN_OCTET);
        }

        @Test
        @DisplayName("MSG_07 the name is found whatever the language of the machine")
        void turkish() {
            Locale before = Locale.getDefault();
            try {
                Locale.setDefault(new Locale("tr", "TR"));
                is(header("FROM: a@I.example\r\nfrom: a@i.example\r\n"), SEVERAL_FIELDS, "i.example");
            } finally {
                Locale.setDefault(before);
            }
        }
    }

    /** The forms of "Composition Kills" and of espoofer, with attack.example and legit.example. */
    @Nested
    class T09_forms_in_which_readers_differ {

        @Test
        void twoAddresses() {
            several("<a@attack.example>, <admin@legit.example>", "attack.example", "legit.example");
            several("admin@legit.example,<a@attack.example>", "legit.example", "attack.example");
            several("<admin@legit.example>,,,<a@attack.example>", "legit.example", "attack.example");
            several("a@attack.example (, ), admin@legit.example", "attack.example", "legit.example");
        }

        @Test
        void anAddressAsDisplayName() {
            refused("admin@legit.example <a@attack.example>", SYNTAX);
            refused("<admin@legit.example> <a@attack.example>", SYNTAX);
            refused("<admin@legit.example><a@attack.example>", SYNTAX);
            refused("a@attack.example <admin@legit.example>", SYNTAX);
            one("\"admin@legit.example\" <a@attack.example>", "a@attack.example");
            one("\"<admin@legit.example>,\" <a@attack.example>", "a@attack.example");
            assertThat(from("\"admin@legit.example\" <a@attack.example>")
                            .addresses()
                            .get(0)
                            .displayName())
                    .contains("admin@legit.example");
        }

        @Test
        void quotedPairs() {
            refused("<a@attack.example>\\,<admin@legit.example>", SYNTAX);
            refused("a@attack.example\\,admin@legit.example", SYNTAX);
            one("\"\\\"\"<admin@legit.example>", "admin@legit.example");
            one("\"x\\\" <a@attack.example>, \" <admin@legit.example>", "admin@legit.example");
            refused("\"x\\\\\" <a@attack.example>, \" <admin@legit.example>", SYNTAX);
        }

        @Test
        void encodedAddresses() {
            String legit = base64("<admin@legit.example>");
            refused(legit, SYNTAX);
            one(legit + "<a@attack.example>", "a@attack.example");
            refused(legit + ",<a@attack.example>", SYNTAX);
            refused("=?utf-8?Q?=3Cadmin@legit.example=3E?= <a@attack.example>", SYNTAX);
            assertThat(from(legit + " <a@attack.example>").addresses().get(0).displayName())
                    .contains(legit);
        }

        private static String base64(String text) {
            return "=?utf-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
        }

        @Test
        void routes() {
            one("<@attack.example,@any.example:admin@legit.example>", "admin@legit.example");
            refused("<@attack.example,@any.example:admin@legit.example", SYNTAX);
            several("<@legit.example:a@attack.example>, admin@legit.example", "attack.example", "legit.example");
        }

        @Test
        void specialCharacters() {
            refused("<admin@legit.example>\0<a@attack.example>", FORBIDDEN_OCTET);
            refused("admin@legit.example;a@attack.example", SYNTAX);
            refused("a<admin@legit.example>b", SYNTAX);
            refused("a<admin@legit.example>b<a@attack.example>", SYNTAX);
            refused("<a@attack.example>[admin@legit.example]", SYNTAX);
            refused("admin@legit.example(<a@attack.example>", SYNTAX);
            one("admin@legit.example(<a@attack.example>)", "admin@legit.example");
            refused("admin@legit.example\"<a@attack.example>", SYNTAX);
            refused("\"admin@legit.example <a@attack.example>", SYNTAX);
            refused("admin@legit.example:<a@attack.example>;", SYNTAX);
            one("admin:<a@attack.example>;", AuthorAnomaly.GROUP, "a@attack.example");
            refused("admin%legit.example@", SYNTAX);
            one("admin%legit.example@attack.example", "admin%legit.example@attack.example");
            one("\"admin@legit.example\"@attack.example", "\"admin@legit.example\"@attack.example");
        }
    }

    @Nested
    class Limits {

        @Test
        void aTruncatedHeaderTellsNothing() {
            HeaderBlock header = HeaderBlock.parse(
                    Octets.ofLatin1("From: a@c.example\r\nSubject: xxxxxxxxxxxxxxxxx\r\n\r\n"),
                    new MessageLimits(30, 9, 30));
            is(AuthorAddresses.of(header), HEADER_TRUNCATED);
        }

        @Test
        void theFieldMayNotBeLonger() {
            HeaderBlock header = HeaderBlock.parse(Octets.ofLatin1("From: a@c.example\r\n\r\n"));
            assertThat(AuthorAddresses.of(header, new AuthorLimits(11, 1)).status())
                    .isEqualTo(AuthorStatus.ONE_DOMAIN);
            is(AuthorAddresses.of(header, new AuthorLimits(10, 1)), FIELD_TOO_LONG);
        }

        @Test
        void byDefault() {
            one("(" + "x".repeat((1 << 16) - 13) + ")a@c.example", "a@c.example");
            refused("(" + "x".repeat((1 << 16) - 12) + ")a@c.example", FIELD_TOO_LONG);
            assertThat(from("a@c.example,".repeat(100)).addresses()).hasSize(100);
            refused("a@c.example,".repeat(101), TOO_MANY_ADDRESSES);
        }

        @Test
        void addressesOfSeveralFieldsAreCutToTheLimitOfOne() {
            String field = "From: " + "a@c.example,".repeat(60) + "\r\n";
            assertThat(header(field + field).addresses()).hasSize(100);
            is(header(field + field), SEVERAL_FIELDS, "c.example");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "(", ")", "\\", ",", "<", ">", "\"", "[", "]", ":", ";", "@", ".", "=?", "a ", "a@b,", " ()", "\" ",
                    "=?a?q?", "<@a:", "a:", "\"\\", "(\\", "a.", "é", "=", "\r\n ", "(a(", "()a "
                })
        @DisplayName("the size of a field is the size of its trouble")
        void repeated(String piece) {
            String many = piece.repeat((1 << 16) / piece.getBytes(StandardCharsets.UTF_8).length - 16);
            assertThat(from(many).status()).isNotNull();
            assertThat(from(many + "a@b.example").status()).isNotNull();
            assertThat(from("x " + many + " <a@b.example>").status()).isNotNull();
            assertThat(from(piece.repeat(100 * 1024 / piece.length())).status()).isNotNull();
        }

        @Test
        void commentsMayNestAndFollowEachOther() {
            one("(".repeat(30_000) + ")".repeat(30_000) + "a@c.example", "a@c.example");
            one("x" + " ()".repeat(21_000) + " y <a@c.example>", "a@c.example");
            assertThat(from("x" + " ()".repeat(21_000) + " y <a@c.example>")
                            .addresses()
                            .get(0)
                            .displayName())
                    .contains("x y");
        }

        @Test
        void limitsThatAllowNothingAreRefused() {
            for (int[] limits : new int[][] {{0, 1}, {1, 0}, {-1, 1}}) {
                assertThatIllegalArgumentException().isThrownBy(() -> new AuthorLimits(limits[0], limits[1]));
            }
        }
    }

    @Nested
    class Values {

        @ParameterizedTest
        @ValueSource(strings = {"a@c.example", "A <a@c.example>, b@d.example", "a@b@c", "x:;"})
        void theSameHeaderGivesAnEqualResult(String value) {
            assertThat(from(value)).isEqualTo(from(value)).hasSameHashCodeAs(from(value));
            assertThat(from(value))
                    .isNotEqualTo(from("z@z.example"))
                    .hasToString(from(value).status() + ": " + from(value).explanation());
        }

        @ParameterizedTest
        @EnumSource(AuthorProblem.class)
        void noProblemLeavesOneDomain(AuthorProblem problem) {
            assertThat(problem.status()).isNotEqualTo(AuthorStatus.ONE_DOMAIN);
        }

        @Test
        @DisplayName("threads do not disturb each other (mime4j counts nested comments in a static variable)")
        void threads() {
            String value = "(x(y(z)y)x) a@c.example (c(d)e)";
            AuthorAddresses expected = from(value);
            Stream<CompletableFuture<Void>> runs = Stream.generate(() -> CompletableFuture.runAsync(() -> {
                        for (int i = 0; i < 5_000; i++) {
                            assertThat(from(value)).isEqualTo(expected);
                        }
                    }))
                    .limit(4);
            runs.toList().forEach(CompletableFuture::join);
            one(value, "a@c.example");
        }
    }
}
