package io.mailseal.spf;

import static io.mailseal.spf.SpfFinding.Code.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.spf.SpfFinding.Code;
import io.mailseal.spf.SpfFinding.Severity;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a record tells by itself. */
class SpfFindingsTest {

    private static List<SpfFinding> findings(String text) {
        return ((SpfRecord) SpfRecord.parse(text)).findings();
    }

    /** The findings as {@code CODE term}, or {@code CODE} where they are about the record. */
    private static Stream<String> found(String text) {
        return findings(text).stream()
                .map(finding ->
                        finding.code() + finding.term().map(term -> " " + term).orElse(""));
    }

    private static void check(String text, String... expected) {
        assertThat(found(text)).as("%s: %s", text, findings(text)).containsExactlyInAnyOrder(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=spf1 -all",
                "v=spf1 a -all",
                "v=spf1 ip4:192.0.2.1 ip4:192.0.2.129 -all",
                "v=spf1 a:authorized-spf.example.com -all",
                "v=spf1 mx:example.com -all",
                "v=spf1 include:example.com include:example.net ~all",
                "v=spf1 redirect=example.org",
                "v=spf1 mx/30 mx:example.org/30 -all",
                "v=spf1 exists:%{ir}._spf.%{d} -all",
                "v=spf1 a -all exp=explain._spf.%{d}",
                "v=spf1 a -all ra=postmaster rp=100 rr=e:f",
                "v=spf1 ip4:198.18.0.0/16 ip6:2001:db8::/32 -all",
            })
    void nothingIsWrongWithRecordsAsTheyShouldBe(String text) {
        check(text);
    }

    @Nested
    class The_end {
        @ParameterizedTest
        @ValueSource(strings = {"v=spf1 all", "v=spf1 +all", "v=spf1 a +ALL", "v=spf1 ?a all"})
        void everybody(String text) {
            assertThat(findings(text)).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo(EVERYBODY_PASSES);
                assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            });
        }

        @Test
        @DisplayName("appendix A.4: everybody but those who were excluded")
        void rest() {
            check("v=spf1 -include:ip4._spf.%{d} -include:ptr._spf.%{d} +all", "REST_PASSES +all");
        }

        @Test
        void neutral() {
            check("v=spf1 a ?all", "NEUTRAL_ALL ?all");
            check("v=spf1 a", "NO_END");
            check("v=spf1", "NO_END");
        }
    }

    @Nested
    class Order {
        @Test
        void afterAll() {
            check("v=spf1 a -all mx x=y", "TERM_AFTER_ALL mx", "UNKNOWN_MODIFIER x=y");
            check("v=spf1 a -all ?all", "TERM_AFTER_ALL ?all");
        }

        @Test
        void redirectBesideAll() {
            check("v=spf1 a -all redirect=b.example", "REDIRECT_BESIDE_ALL redirect=b.example");
            check(
                    "v=spf1 redirect=b.example -all",
                    "REDIRECT_BESIDE_ALL redirect=b.example",
                    "MODIFIER_NOT_LAST redirect=b.example");
        }

        @Test
        void duplicates() {
            check("v=spf1 a mx +A -mx -all", "DUPLICATE_TERM +A", "DUPLICATE_TERM -mx");
            check("v=spf1 include:b.example include:B.EXAMPLE ~all", "DUPLICATE_TERM include:B.EXAMPLE");
            check("v=spf1 a a:b.example a/24 a//64 -all");
        }

        @Test
        void modifiersComeLast() {
            check("v=spf1 exp=e.example a -all x=y", "MODIFIER_NOT_LAST exp=e.example", "UNKNOWN_MODIFIER x=y");
        }

        @Test
        void positions() {
            SpfFinding duplicate = findings("v=spf1  a   mx a -all").get(0);
            assertThat(duplicate.term()).contains("a");
            assertThat(duplicate.position()).isEqualTo(15);
            assertThat(duplicate.explanation()).isEqualTo("a never decides, since a comes before it.");
            assertThat(duplicate.recordDomain()).isEmpty();
        }
    }

    @Nested
    class Ranges {
        @Test
        @DisplayName("T44 halves of the world, which together are all of it")
        void halves() {
            check(
                    "v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all",
                    "WORLD_PASSES",
                    "WIDE_RANGE ip4:0.0.0.0/1",
                    "WIDE_RANGE ip4:128.0.0.0/1");
        }

        @ParameterizedTest
        @CsvSource({
            "ip4:0.0.0.0/0, true",
            "ip4:0.0.0.0/1, true",
            "ip6:::/0, true",
            "ip6:2000::/3, true",
            "ip6:2000::/4, true",
            "ip4:64.0.0.0/2, false",
            "ip6:2000::/5, false",
            "?ip4:0.0.0.0/0, false",
            "-ip4:0.0.0.0/0, false",
        })
        @DisplayName("T44 half of the world")
        void half(String term, boolean world) {
            assertThat(found("v=spf1 " + term + " -all").anyMatch("WORLD_PASSES"::equals))
                    .isEqualTo(world);
        }

        @Test
        @DisplayName("T44 in small pieces")
        void pieces() {
            StringBuilder text = new StringBuilder("v=spf1");
            for (int i = 0; i < 128; i++) {
                text.append(" ip4:")
                        .append(2 * i)
                        .append(".0.0.0/9 ip4:")
                        .append(2 * i + 1)
                        .append(".0.0.0/9");
            }
            assertThat(found(text + " -all")).contains("WORLD_PASSES");
        }

        @Test
        void whatWasExcludedBeforeDoesNotPass() {
            check(
                    "v=spf1 -ip4:0.0.0.0/1 ip4:0.0.0.0/1 -all",
                    "DUPLICATE_TERM ip4:0.0.0.0/1",
                    "WIDE_RANGE ip4:0.0.0.0/1");
        }

        @ParameterizedTest
        @CsvSource({
            "ip4:198.18.0.0/15, true",
            "ip4:198.18.0.0/16, false",
            "ip6:2001:d00::/24, true",
            "ip6:2001:db8::/32, false",
            "a/15, true",
            "mx/16//32, false",
            "mx:b.example//31, true",
            "-ip4:198.18.0.0/15, false",
            "~mx/8, false",
        })
        void wide(String term, boolean wide) {
            assertThat(found("v=spf1 " + term + " -all")).isEqualTo(wide ? List.of("WIDE_RANGE " + term) : List.of());
        }

        @Test
        void many() {
            check("v=spf1 ip4:198.18.0.0/16 -all");
            check("v=spf1 ip4:198.18.0.0/16 ip4:192.0.2.1 -all", "MANY_ADDRESSES");
            check("v=spf1 ip4:198.18.0.0/16 ip4:198.18.2.1 -all", "COVERED_RANGE ip4:198.18.2.1");
        }

        @Test
        void covered() {
            check("v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.7 -all", "COVERED_RANGE ip4:192.0.2.7");
            check("v=spf1 ip6:2001:db8::/32 -ip6:2001:db8::1 -all", "COVERED_RANGE -ip6:2001:db8::1");
            check("v=spf1 ip4:192.0.2.7 ip4:192.0.2.0/24 -all");
            assertThat(findings("v=spf1 ip4:192.0.2.0/24 a ip4:192.0.2.7 -all")
                            .get(0)
                            .explanation())
                    .isEqualTo("ip4:192.0.2.7 never decides, since ip4:192.0.2.0/24 covers it.");
        }

        @Test
        void coveredByTwo() {
            String text = "v=spf1 ip4:192.0.2.0/25 ip4:192.0.2.128/25 ip4:192.0.2.0/24 -all";
            check(text, "COVERED_RANGE ip4:192.0.2.0/24");
            assertThat(findings(text).get(0).explanation())
                    .isEqualTo(
                            "ip4:192.0.2.0/24 never decides, since what the ranges before it are together covers it.");
        }

        @Test
        void hostBits() {
            check("v=spf1 ip4:192.0.2.1/24 -all", "HOST_BITS ip4:192.0.2.1/24");
            check("v=spf1 ip6:2001:db8::1/64 -all", "HOST_BITS ip6:2001:db8::1/64");
            assertThat(findings("v=spf1 ip6:2001:db8::1/64 -all").get(0).explanation())
                    .isEqualTo("ip6:2001:db8::1/64 is the whole network 2001:db8::/64, not one host in it.");
        }

        @Test
        void mapped() {
            check("v=spf1 ip6:::ffff:192.0.2.1 -all", "MAPPED_RANGE ip6:::ffff:192.0.2.1");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ip4:10.0.0.0/8",
                    "ip4:10.1.2.3",
                    "ip4:127.0.0.1",
                    "ip4:192.168.1.0/24",
                    "ip4:172.31.0.1",
                    "ip4:169.254.1.1",
                    "ip4:100.64.0.0/16",
                    "ip4:255.255.255.255",
                    "ip6:::1",
                    "ip6:fd00::/48",
                    "ip6:fe80::1",
                })
        void unroutable(String term) {
            assertThat(found("v=spf1 " + term + " -all")).contains("UNROUTABLE_RANGE " + term);
        }

        @Test
        void whatComesAfterAllDoesNotCount() {
            check("v=spf1 -all ip4:0.0.0.0/0", "TERM_AFTER_ALL ip4:0.0.0.0/0");
        }
    }

    @Nested
    class Macros_and_ptr {
        @Test
        @DisplayName("§5.5 ptr")
        void ptr() {
            check("v=spf1 ptr -all", "DEPRECATED_PTR ptr");
            check("v=spf1 ?PTR:b.example -all", "DEPRECATED_PTR ?PTR:b.example");
        }

        @Test
        @DisplayName("§7.2 the macro p")
        void macroP() {
            check("v=spf1 exists:%{p}.b.example -all", "DEPRECATED_MACRO exists:%{p}.b.example");
        }

        @ParameterizedTest
        @ValueSource(strings = {"exists:%{l}.b.example", "a:%{S}.b.example", "include:%{l1r-}.%{o}"})
        @DisplayName("T48 the local part of the sender in a question")
        void localPart(String term) {
            check("v=spf1 " + term + " -all", "LOCAL_PART_MACRO " + term);
        }

        @Test
        @DisplayName("§7.3 what keeps verdicts from being kept")
        void sender() {
            check("v=spf1 exists:%{h}.b.example -all", "SENDER_MACRO exists:%{h}.b.example");
            check("v=spf1 exists:%{i}.%{o}.b.example -all", "SENDER_MACRO exists:%{i}.%{o}.b.example");
            check("v=spf1 -all exp=%{o}.b.example");
        }

        @Test
        void constantExists() {
            check("v=spf1 exists:b.example -all", "CONSTANT_EXISTS exists:b.example");
            check("v=spf1 exists:b.%{d} -all", "CONSTANT_EXISTS exists:b.%{d}");
            check("v=spf1 exists:%{v}.b.example -all");
        }
    }

    @Nested
    class Modifiers {
        @Test
        void unknown() {
            check("v=spf1 -all moo=1", "UNKNOWN_MODIFIER moo=1");
        }

        @ParameterizedTest
        @CsvSource({
            "rediect=b.example, redirect=",
            "REDIRECTS=b.example, redirect=",
            "exp1=b.example, exp=",
            "ip4=192.0.2.1, ip4:",
            "ipv4=192.0.2.1, ip4:",
            "ipv6=::1, ip6:",
            "inlcude=b.example, include:",
            "includes=b.example, include:",
            "a=b.example, a:",
            "mx=b.example, mx:",
            "all=-, all",
        })
        void misspelt(String term, String meant) {
            assertThat(findings("v=spf1 " + term + " -all")).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo(MISSPELT_MODIFIER);
                assertThat(finding.term()).contains(term);
                assertThat(finding.explanation()).endsWith("Was " + meant + " meant?");
            });
        }

        @Test
        void twoRecordsInOne() {
            check("v=spf1 a v=spf1 mx -all", "REPEATED_VERSION v=spf1");
        }

        @Test
        void anExplanationOfNothing() {
            check("v=spf1 a ~all exp=e.example", "POINTLESS_EXPLANATION exp=e.example");
            check("v=spf1 a -all exp=e.example");
            check("v=spf1 -a exp=e.example ~all", "MODIFIER_NOT_LAST exp=e.example");
        }
    }

    @Nested
    class Size {
        private static String ofLength(int length) {
            String start = "v=spf1 a:";
            String end = ".example -all";
            return start + "x".repeat(length - start.length() - end.length()) + end;
        }

        @ParameterizedTest
        @CsvSource({
            "255, ''",
            "256, SEVERAL_STRINGS",
            "450, SEVERAL_STRINGS",
            "451, LONG_RECORD SEVERAL_STRINGS",
            "65279, LONG_RECORD SEVERAL_STRINGS",
            "65280, TOO_LONG_FOR_DNS SEVERAL_STRINGS",
        })
        @DisplayName("§3.3 §3.4 lengths")
        void lengths(int length, String expected) {
            assertThat(ofLength(length)).hasSize(length);
            assertThat(String.join(
                            " ",
                            findings(ofLength(length)).stream()
                                    .map(finding -> finding.code().name())
                                    .sorted()
                                    .sorted((one, other) -> Boolean.compare(one.startsWith("S"), other.startsWith("S")))
                                    .toList()))
                    .isEqualTo(expected);
        }

        @Test
        @DisplayName("§4.6.4 more than ten terms that ask DNS")
        void terms() {
            StringBuilder text = new StringBuilder("v=spf1");
            for (int i = 0; i < 10; i++) {
                text.append(" a:").append(i).append(".b.example");
            }
            check(text + " -all");
            check(text + " mx -all", "TOO_MANY_DNS_TERMS");
            check(text + " redirect=b.example", "TOO_MANY_DNS_TERMS");
            check(text + " -all mx", "TERM_AFTER_ALL mx");
            check(text + " ip4:192.0.2.1 -all exp=e.example");
        }

        @Test
        void noMoreThanTwentyOfACodeAreTold() {
            assertThat(found("v=spf1 -all" + " x=y".repeat(5_000)).filter("UNKNOWN_MODIFIER x=y"::equals))
                    .hasSize(20);
            assertThat(found("v=spf1" + " ip4:10.0.0.1".repeat(5_000)).distinct())
                    .containsExactly(
                            "LONG_RECORD",
                            "SEVERAL_STRINGS",
                            "NO_END",
                            "UNROUTABLE_RANGE ip4:10.0.0.1",
                            "DUPLICATE_TERM ip4:10.0.0.1");
        }
    }

    @Test
    void codesKeepTheirSeverity() {
        assertThat(Stream.of(Code.values()).filter(code -> code.severity() == Severity.ERROR))
                .containsExactlyInAnyOrder(
                        EVERYBODY_PASSES,
                        WORLD_PASSES,
                        TOO_MANY_DNS_TERMS,
                        TOO_LONG_FOR_DNS,
                        NO_SUCH_DOMAIN,
                        MULTIPLE_RECORDS,
                        SYNTAX,
                        INCLUDE_WITHOUT_RECORD,
                        REDIRECT_WITHOUT_RECORD,
                        INVALID_TARGET,
                        LOOP,
                        TOO_MANY_MX_HOSTS,
                        TOO_MANY_VOID_LOOKUPS);
    }
}
