package io.mailseal.dnsbl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.Octets;
import io.mailseal.dnsbl.BlocklistProfileProblem.Kind;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BlocklistProfileParseTest {

    private static final String CODE = "{\"code\": \"127.0.0.2\", \"name\": \"A\", \"meaning\": \"A.\"}";

    private static String profile(String... members) {
        String more = members.length == 0 ? "" : ", " + String.join(", ", members);
        return "{\"name\": \"a\", \"zone\": \"a.example\", \"kinds\": [\"ipv4\"], \"codes\": [" + CODE + "]" + more
                + "}";
    }

    private static BlocklistProfileProblem problem(String json) {
        BlocklistProfileParse parse = BlocklistProfile.parse(json);
        assertThat(parse.profiles()).as(json).isEmpty();
        return parse.problem().orElseThrow();
    }

    private static void refuses(String json, Kind kind, String path) {
        BlocklistProfileProblem problem = problem(json);
        assertThat(problem.kind()).as(problem.explanation()).isEqualTo(kind);
        assertThat(problem.path()).as(problem.explanation()).isEqualTo(path);
        assertThat(problem.line()).isPositive();
        assertThat(problem.column()).isPositive();
        assertThat(problem.explanation()).endsWith(".");
    }

    @Nested
    class Accepted {

        @Test
        void theLeastThatIsAProfile() {
            BlocklistProfile profile = BlocklistProfile.of(profile());
            assertThat(profile.title()).isEqualTo("a");
            assertThat(profile.terms()).isEmpty();
            assertThat(profile.purpose()).isEqualTo(BlocklistPurpose.BLOCK);
            assertThat(profile.reduction()).isEqualTo(HostReduction.FULL_HOST);
            assertThat(profile.numericHosts()).isEqualTo(NumericHosts.NOT_ASKED);
            assertThat(profile.hash()).isEmpty();
            assertThat(profile.weight()).isEqualTo(1);
            assertThat(profile.codes()).hasSize(1);
            assertThat(profile.codes().get(0).effect()).isEqualTo(CodeEffect.LISTED);
            assertThat(profile.codes().get(0).weight()).isEqualTo(1);
            assertThat(profile.testPoints()).isEqualTo(TestPoints.rfc5782(BlocklistKind.IPV4));
        }

        @Test
        void everything() {
            BlocklistProfile profile = BlocklistProfile.of("""
                    {
                      "name": "all", "title": "All of it", "terms": "https://lists.example/terms",
                      "purpose": "reputation", "kinds": ["uri_host", "hash"],
                      "zone": "_x.{key}.lists.example.", "reduction": "registered_domain", "numericHosts": "reversed",
                      "hash": {"subject": "wallet", "digest": "md5", "encoding": "hex", "text": "wallet"},
                      "weight": -2.5,
                      "codes": [
                        {"code": "127.0.0.&4", "name": "A", "meaning": "A.", "clientOnly": true, "source": "me"},
                        {"code": "127.0.1.*", "name": "B", "meaning": "B.", "effect": "listed", "weight": 3e0},
                        {"code": "127.0.2.1-9", "name": "C", "meaning": "C.", "effect": "informational"},
                        {"code": "127.0.0.1", "name": "D", "meaning": "D.", "effect": "error", "error": "quota"}],
                      "testPoints": [
                        {"kind": "hash", "subject": "abc", "listed": true, "codes": ["127.0.0.4", "127.0.1.1"]},
                        {"kind": "uri_host", "subject": "b.example", "listed": false}]
                    }""");
            assertThat(profile)
                    .isEqualTo(BlocklistProfile.builder("all", "_x.{key}.lists.example")
                            .title("All of it")
                            .terms(URI.create("https://lists.example/terms"))
                            .purpose(BlocklistPurpose.REPUTATION)
                            .kinds(BlocklistKind.URI_HOST)
                            .reduction(HostReduction.REGISTERED_DOMAIN)
                            .numericHosts(NumericHosts.REVERSED)
                            .hash(new HashForm(HashSubject.WALLET, HashDigest.MD5, HashEncoding.HEX, HashedText.WALLET))
                            .weight(-2.5)
                            .code(ReturnCode.listed(CodePattern.of("127.0.0.&4"), "A", "A.", -2.5)
                                    .forClientOnly()
                                    .withSource("me"))
                            .code(ReturnCode.listed(CodePattern.of("127.0.1.*"), "B", "B.", 3))
                            .code(ReturnCode.informational(CodePattern.of("127.0.2.1-9"), "C", "C."))
                            .code(ReturnCode.error(CodePattern.of("127.0.0.1"), "D", "D.", BlocklistError.QUOTA))
                            .testPoints(profile.testPoints().all())
                            .build());
            assertThat(profile.zone()).isEqualTo("_x.***.lists.example");
            assertThat(profile.testPoints().all()).hasSize(2);
            assertThat(BlocklistProfile.of(profile.format())).isEqualTo(profile);
        }

        @Test
        void aListOfThem() {
            String two = profile().replace("\"a\"", "\"b\"");
            assertThat(BlocklistProfile.parse("[" + profile() + "," + two + "]").profiles())
                    .extracting(BlocklistProfile::name)
                    .containsExactly("a", "b");
        }

        @Test
        @DisplayName("RFC 8259 §8.1 a byte order mark is ignored")
        void byteOrderMark() {
            assertThat(BlocklistProfile.parse("\uFEFF" + profile()).profiles()).hasSize(1);
        }

        @Test
        void theReadyOnesReadAsTheyAreWritten() {
            for (BlocklistProfile ready : BlocklistProfiles.ready()) {
                assertThat(BlocklistProfile.of(ready.format())).isEqualTo(ready);
            }
        }
    }

    @Nested
    class Refused {

        @Test
        void whatIsNotJson() {
            for (String text : List.of(
                    "",
                    " ",
                    "{",
                    "[",
                    "{}}",
                    "nul",
                    "{\"name\": }",
                    "{'name': 1}",
                    "[1,]",
                    "// x\n{}",
                    "{} {}",
                    "NaN",
                    "{\"a\":01}",
                    "\"\u0001\"",
                    "[".repeat(9) + "]".repeat(9),
                    "[".repeat(100_000),
                    "1".repeat(41))) {
                assertThat(problem(text).kind()).as(text).isEqualTo(Kind.NOT_JSON);
            }
        }

        @Test
        void theLineAndColumnOfAFault() {
            BlocklistProfileProblem problem = problem("{\n  \"name\": \"a\",\n  \"zone\": 7\n}");
            assertThat(problem.explanation()).startsWith("Line 3, column 11: zone: a value is of another type");
        }

        @Test
        void whatIsNotUtf8() {
            Octets octets = Octets.of((byte) '"', (byte) 0xC3, (byte) '"');
            assertThat(BlocklistProfile.parse(octets).problem())
                    .map(BlocklistProfileProblem::kind)
                    .contains(Kind.NOT_UTF_8);
        }

        @Test
        @DisplayName("T98 what is too large is not looked at; what is just not is read")
        void tooLarge() {
            String full = profile()
                    + " ".repeat(BlocklistProfileParse.MAX_OCTETS - profile().length());
            assertThat(BlocklistProfile.parse(full).profiles()).hasSize(1);
            assertThat(problem(full + " ").kind()).isEqualTo(Kind.TOO_LARGE);
        }

        @Test
        void unknownMembers() {
            refuses(profile("\"x\": 1"), Kind.UNKNOWN_MEMBER, "x");
            refuses(profile("\"Title\": \"x\""), Kind.UNKNOWN_MEMBER, "Title");
            refuses(profile("\"a\\u001bb\": 1"), Kind.UNKNOWN_MEMBER, "?");
            refuses(profile().replace("\"meaning\"", "\"meening\""), Kind.UNKNOWN_MEMBER, "codes[0].meening");
        }

        @Test
        void membersTwice() {
            refuses(profile("\"name\": \"a\""), Kind.DUPLICATE_MEMBER, "name");
        }

        @Test
        void missingMembers() {
            refuses("{}", Kind.MISSING_MEMBER, "");
            for (String member : List.of("name", "zone", "kinds", "codes")) {
                String renamed =
                        profile().replaceFirst("\"" + member + "\": (\"[^\"]*\"|\\[\"[^]]*])", "\"title\": \"x\"");
                if (!member.equals("codes")) {
                    assertThat(problem(renamed).explanation()).contains("a member is missing: " + member);
                }
            }
            refuses("[" + profile().replace("\"name\": \"A\", ", "") + "]", Kind.MISSING_MEMBER, "[0].codes[0]");
        }

        @Test
        void otherTypes() {
            refuses("1", Kind.WRONG_TYPE, "");
            refuses("null", Kind.WRONG_TYPE, "");
            refuses("[1]", Kind.WRONG_TYPE, "[0]");
            refuses(profile("\"title\": null"), Kind.WRONG_TYPE, "title");
            refuses(profile("\"weight\": \"1\""), Kind.WRONG_TYPE, "weight");
            refuses(profile("\"hash\": []"), Kind.WRONG_TYPE, "hash");
            refuses(profile("\"testPoints\": {}"), Kind.WRONG_TYPE, "testPoints");
            refuses(
                    profile("\"testPoints\": [{\"kind\": \"ipv4\", \"subject\": \"127.0.0.2\", \"listed\": \"yes\"}]"),
                    Kind.WRONG_TYPE,
                    "testPoints[0].listed");
        }

        @Test
        void valuesThatCannotBe() {
            refuses(profile().replace("\"name\": \"a\"", "\"name\": \"A b\""), Kind.INVALID_VALUE, "name");
            for (String zone : List.of(
                    "",
                    ".",
                    "example",
                    "a b.example",
                    "{key}",
                    "{key}{key}.example",
                    "x{key}.example",
                    "{KEY}.example",
                    "{key}.{key}.example",
                    "*.example",
                    "a..example",
                    "b\u00fccher.example")) {
                refuses(profile().replace("a.example", zone), Kind.INVALID_VALUE, "zone");
            }
            refuses(profile().replace("ipv4", "ipv5"), Kind.INVALID_VALUE, "kinds[0]");
            refuses(profile().replace("ipv4", "IPV4"), Kind.INVALID_VALUE, "kinds[0]");
            refuses(profile().replace("127.0.0.2", "10.0.0.2"), Kind.INVALID_VALUE, "codes[0].code");
            refuses(profile().replace("\"A.\"", "\"\""), Kind.INVALID_VALUE, "codes[0].meaning");
            refuses(profile().replace("\"A.\"", "\"\\u001b[31m\""), Kind.INVALID_VALUE, "codes[0].meaning");
            refuses(profile("\"title\": \"" + "x".repeat(501) + "\""), Kind.INVALID_VALUE, "title");
            refuses(profile("\"terms\": \"javascript:alert(1)\""), Kind.INVALID_VALUE, "terms");
            refuses(profile("\"terms\": \"https://\""), Kind.INVALID_VALUE, "terms");
            refuses(profile("\"weight\": 1e999"), Kind.INVALID_VALUE, "weight");
            refuses(profile("\"weight\": 1001"), Kind.INVALID_VALUE, "weight");
            refuses(
                    profile("\"hash\": {\"subject\": \"file\", \"digest\": \"sha256\", \"encoding\": \"hex\"}"),
                    Kind.INVALID_VALUE,
                    "hash");
            refuses(
                    profile().replace("\"A.\"", "\"A.\", \"error\": \"wildcard\""),
                    Kind.INVALID_VALUE,
                    "codes[0].error");
            refuses(
                    profile().replace("\"A.\"", "\"A.\", \"error\": \"quota\", \"effect\": \"listed\""),
                    Kind.INVALID_VALUE,
                    "codes[0]");
            refuses(
                    profile().replace("\"A.\"", "\"A.\", \"effect\": \"informational\", \"weight\": 1"),
                    Kind.INVALID_VALUE,
                    "codes[0].weight");
            refuses(
                    profile().replace("\"A.\"", "\"A.\", \"error\": \"quota\", \"clientOnly\": true"),
                    Kind.INVALID_VALUE,
                    "codes[0].clientOnly");
            refuses(
                    profile("\"testPoints\": [{\"kind\": \"ipv4\", \"subject\": \"::1\", \"listed\": true}]"),
                    Kind.INVALID_VALUE,
                    "testPoints[0].subject");
        }

        @Test
        @DisplayName("T98 a zone that would be too long with *** in it is none, and neither is one with a longer key")
        void longZones() {
            String labels = ("a".repeat(49) + ".").repeat(4) + "b".repeat(40);
            String zone = "{key}." + labels + ".example";
            int room = DomainName.MAX_TEXT - ("***." + labels + ".example").length();
            String longest = zone.replace(".example", "b".repeat(room) + ".example");
            BlocklistProfile profile = BlocklistProfile.of(profile().replace("a.example", longest));
            assertThat(profile.zone()).hasSize(DomainName.MAX_TEXT);
            assertThatThrownBy(() -> profile.withKey("abcd"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("abcd");
            refuses(
                    profile().replace("a.example", longest.replace(".example", "b.example")),
                    Kind.INVALID_VALUE,
                    "zone");
        }

        @Test
        void partsThatDoNotGoTogether() {
            refuses(profile().replace("[\"ipv4\"]", "[]"), Kind.INCONSISTENT, "");
            refuses(profile().replace("[\"ipv4\"]", "[\"hash\"]"), Kind.INCONSISTENT, "");
            refuses(profile().replace(CODE, ""), Kind.INCONSISTENT, "");
            refuses(profile().replace(CODE, CODE + "," + CODE), Kind.INCONSISTENT, "");
            refuses(profile().replace(CODE, CODE.replace("A.", "A.\", \"error\": \"quota")), Kind.INCONSISTENT, "");
            refuses(profile("\"weight\": -1"), Kind.INCONSISTENT, "");
            refuses(profile("\"purpose\": \"allow\", \"weight\": 1"), Kind.INCONSISTENT, "");
            refuses(
                    profile("\"testPoints\": [{\"kind\": \"domain\", \"subject\": \"test\", \"listed\": true}]"),
                    Kind.INCONSISTENT,
                    "");
            refuses(
                    profile("\"testPoints\": [{\"kind\": \"ipv4\", \"subject\": \"127.0.0.2\", \"listed\": true, "
                            + "\"codes\": [\"127.0.0.3\"]}]"),
                    Kind.INCONSISTENT,
                    "");
        }

        @Test
        void tooManyRows() {
            StringBuilder codes = new StringBuilder(CODE);
            for (int i = 0; i < BlocklistProfile.MAX_CODES; i++) {
                codes.append(", {\"code\": \"127.1.0.")
                        .append(i)
                        .append("\", \"name\": \"N")
                        .append(i);
                codes.append("\", \"meaning\": \"X.\"}");
            }
            assertThat(problem(profile().replace(CODE, codes)).detail()).isEqualTo("more than 256 codes");
        }

        @Test
        void listsWithoutProfilesOrWithOneTwice() {
            refuses("[]", Kind.WRONG_COUNT, "");
            refuses("[" + profile() + "," + profile() + "]", Kind.DUPLICATE_NAME, "[1]");
            refuses("[" + "1,".repeat(256) + "1]", Kind.WRONG_COUNT, "");
        }

        @Test
        @DisplayName("T94 a zone is not shown, since a key may stand in it")
        void zonesAreNotShown() {
            assertThat(problem(profile().replace("a.example", "s3cret key.example"))
                            .explanation())
                    .doesNotContain("s3cret");
            assertThatThrownBy(() -> BlocklistProfile.builder("a", "s3cret key.example"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("s3cret");
        }

        @Test
        void literalsThatAreNone() {
            assertThatThrownBy(() -> BlocklistProfile.of("{}")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> BlocklistProfile.builder("a", "a.example").build())
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
