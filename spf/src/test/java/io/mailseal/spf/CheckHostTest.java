package io.mailseal.spf;

import static io.mailseal.spf.Domains.zone;
import static io.mailseal.spf.SpfProblem.Kind.DNS_UNAVAILABLE;
import static io.mailseal.spf.SpfProblem.Kind.INCLUDE_WITHOUT_RECORD;
import static io.mailseal.spf.SpfProblem.Kind.INVALID_DOMAIN;
import static io.mailseal.spf.SpfProblem.Kind.INVALID_TARGET;
import static io.mailseal.spf.SpfProblem.Kind.MULTIPLE_RECORDS;
import static io.mailseal.spf.SpfProblem.Kind.NO_RECORD;
import static io.mailseal.spf.SpfProblem.Kind.NO_SUCH_DOMAIN;
import static io.mailseal.spf.SpfProblem.Kind.NO_TEXT;
import static io.mailseal.spf.SpfProblem.Kind.REDIRECT_WITHOUT_RECORD;
import static io.mailseal.spf.SpfProblem.Kind.SYNTAX;
import static io.mailseal.spf.SpfProblem.Kind.TOO_MANY_DNS_TERMS;
import static io.mailseal.spf.SpfProblem.Kind.TOO_MANY_MX_HOSTS;
import static io.mailseal.spf.SpfProblem.Kind.TOO_MANY_VOID_LOOKUPS;
import static io.mailseal.spf.SpfStatus.FAIL;
import static io.mailseal.spf.SpfStatus.NEUTRAL;
import static io.mailseal.spf.SpfStatus.NONE;
import static io.mailseal.spf.SpfStatus.PASS;
import static io.mailseal.spf.SpfStatus.PERMERROR;
import static io.mailseal.spf.SpfStatus.SOFTFAIL;
import static io.mailseal.spf.SpfStatus.TEMPERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsAnswer;
import io.mailseal.core.dns.DnsFailure;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.core.dns.DnsSecurity;
import io.mailseal.core.dns.DnsType;
import io.mailseal.testkit.CompleteDnsView;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7208, section by section. The client is 192.0.2.1 where it is welcome. */
class CheckHostTest {

    @Nested
    class Section_2_4_MAIL_FROM {
        final Domains domains = zone("""
                mail.a.example TXT "v=spf1 ip4:192.0.2.1 -all"
                a.example      TXT "v=spf1 ip4:192.0.2.2 -all"
                """);

        @Test
        @DisplayName("SPF_03 a null reverse-path is postmaster at HELO, and still MAIL FROM")
        void nullReversePath() {
            SpfResult result = domains.from("").check("192.0.2.1").is(PASS).result();
            assertThat(result.identity()).isEqualTo(SpfIdentity.MAIL_FROM);
            assertThat(result.domain()).contains(DomainName.of("mail.a.example"));
        }

        @Test
        @DisplayName("PIT_13 T01 the two identities have nothing to do with each other")
        void separate() {
            domains.checkHelo("192.0.2.1").is(PASS);
            domains.check("192.0.2.1").is(FAIL);
        }

        @ParameterizedTest
        @ValueSource(strings = {"(any@a.example", "<>", "<", " ", "alice", "alice@", "\"alice@a.example"})
        @DisplayName("T02 what is malformed is not empty, and HELO does not stand in for it")
        void malformedIsNotEmpty(String mailFrom) {
            domains.from(mailFrom).check("192.0.2.1").because(INVALID_DOMAIN).askedNothing();
        }

        @Test
        @DisplayName("T01 a domain that is not there is none, whatever HELO says")
        void noFallBackToHelo() {
            domains.from("any@nx.a.example").check("192.0.2.1").because(NO_SUCH_DOMAIN);
        }
    }

    @Nested
    class Section_4_3_initial_processing {
        final Domains domains = zone("""
                a.example TXT "v=spf1 exists:%{l}.l.%{d} -all"
                postmaster.l.a.example A 127.0.0.2
                long.a.example A 192.0.2.1""");

        @Test
        @DisplayName("SPF_05 without a local part it is postmaster")
        void postmaster() {
            domains.from("@a.example").check("192.0.2.1").is(PASS);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x@example",
                    "x@[192.0.2.1]",
                    "x@[IPv6:2001:db8::1]",
                    "x@192.0.2.1",
                    "x@a..example",
                    "x@.a.example",
                    "x@a.example@a.example",
                    "x@a.example ",
                    "x@a.example\u0000",
                    "x@a.example\r\n",
                    "x@(c)a.example",
                    "x@a123456789012345678901234567890123456789012345678901234567890123.example",
                })
        @DisplayName("SPF_06 DNSQ_04 a malformed domain is none, and nothing is asked")
        void malformedDomain(String mailFrom) {
            domains.from(mailFrom).check("192.0.2.1").because(INVALID_DOMAIN).askedNothing();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "OEMCOMPUTER", "[192.0.2.1]", "192.0.2.1", "a.example, b.example", "bücher.example"})
        @DisplayName("SPF_06 so it is for HELO")
        void malformedHelo(String helo) {
            domains.greeting(helo)
                    .checkHelo("192.0.2.1")
                    .because(INVALID_DOMAIN)
                    .askedNothing();
        }

        @Test
        @DisplayName("SPF_06 NXDOMAIN is none")
        void noSuchDomain() {
            domains.from("x@nx.example")
                    .check("192.0.2.1")
                    .because(NO_SUCH_DOMAIN)
                    .explained("There is no such domain as nx.example.")
                    .asked("nx.example TXT");
        }

        @Test
        @DisplayName("case and a final dot do not matter")
        void normalized() {
            domains.from("postmaster@A.Example.").check("192.0.2.1").is(PASS);
        }
    }

    @Nested
    class Section_4_4_record_lookup {
        @ParameterizedTest
        @EnumSource(
                value = DnsFailure.class,
                names = {"DEADLINE", "BUDGET"},
                mode = EnumSource.Mode.EXCLUDE)
        @DisplayName("SPF_08 every failure is temperror, never none")
        void failure(DnsFailure failure) {
            SpfResult result = zone("$FAULT a.example TXT " + failure)
                    .check("192.0.2.1")
                    .because(DNS_UNAVAILABLE)
                    .explained("a.example TXT could not be looked up: " + failure.sentence() + ".")
                    .result();
            assertThat(result.problem()
                            .orElseThrow()
                            .failedLookup()
                            .orElseThrow()
                            .cause())
                    .isEqualTo(failure);
            assertThat(result.security())
                    .isEqualTo(failure == DnsFailure.BOGUS ? DnsSecurity.BOGUS : DnsSecurity.INDETERMINATE);
        }

        @Test
        @DisplayName("SPF_07 PIT_8 type 99 is not asked for")
        void onlyText() {
            zone("a.example TYPE99 \\# 8 0776737066312061")
                    .check("192.0.2.1")
                    .because(NO_TEXT)
                    .asked("a.example TXT");
        }
    }

    @Nested
    class Section_4_5_selecting_records {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "v=spf10",
                    "v=spf1;",
                    " v=spf1",
                    "v=spf",
                    "v=spf1\\009",
                    "",
                    "spf2.0/pra",
                    "v=spf1ip4:192.0.2.1"
                })
        @DisplayName("SPF_09 what does not begin with the version is not looked at")
        void discarded(String text) {
            zone("a.example TXT \"" + text + "\"").check("192.0.2.1").because(NO_RECORD);
        }

        @ParameterizedTest
        @ValueSource(strings = {"v=spf1 +all", "V=SPF1 +all", "v=spf1   +all  "})
        @DisplayName("SPF_09 SPF_12 in any case, and with any number of spaces")
        void kept(String text) {
            zone("a.example TXT \"" + text + "\"").check("192.0.2.1").is(PASS);
        }

        @Test
        @DisplayName("SPF_10 no text records, and none of SPF, are two kinds of none")
        void none() {
            zone("a.example A 192.0.2.1").check("192.0.2.1").because(NO_TEXT);
            zone("a.example TXT hello").check("192.0.2.1").because(NO_RECORD);
        }

        @Test
        @DisplayName("SPF_10 PIT_19 more than one is permerror, also if only one could be read")
        void multiple() {
            Domains domains = zone("""
                    a.example TXT "v=spf1 +all"
                    a.example TXT "v=spf1 garbage"
                    """);
            domains.check("192.0.2.1").because(MULTIPLE_RECORDS).explained("a.example has 2 SPF records, not one.");
        }

        @Test
        @DisplayName("PIT_19 others beside it do not matter")
        void others() {
            zone("""
                    a.example TXT "google-site-verification=v=spf1"
                    a.example TXT "v=spf1 +all"
                    a.example TXT "\\255"
                    """).check("192.0.2.1").is(PASS);
        }

        @Test
        @DisplayName("DNSQ_01 strings are joined without a space")
        void joined() {
            zone("a.example TXT \"v=spf1 ip4:192.\" \"0.2.1 -all\"")
                    .check("192.0.2.1")
                    .matchedBy("ip4:192.0.2.1");
        }
    }

    @Nested
    class Section_4_6_record_evaluation {
        @ParameterizedTest
        @ValueSource(
                strings = {"+all moo", "ip4:192.0.2.1 -all a:%(x).example", "+all x=%", "+all redirect=", "+all exp=-"})
        @DisplayName("SPF_11 an error anywhere is permerror, before anything is asked")
        void syntaxFirst(String terms) {
            zone("a.example TXT \"v=spf1 a " + terms + "\"")
                    .check("192.0.2.1")
                    .because(SYNTAX)
                    .counted(0, 0)
                    .asked("a.example TXT");
        }

        @Test
        @DisplayName("SPF_11 where and what is told, and strange octets are not passed on")
        void told() {
            SpfResult result = zone("a.example TXT \"v=spf1 ip4:192.0.2.1 a:\\255b.example -all\"")
                    .check("192.0.2.1")
                    .because(SYNTAX)
                    .result();
            SpfSyntaxError error = result.problem().orElseThrow().syntaxError().orElseThrow();
            assertThat(error.position()).isEqualTo(23);
            assertThat(error.term()).isEqualTo("a:\u00FFb.example");
            assertThat(result.explanation())
                    .isEqualTo("The record of a.example is malformed in a:\\xffb.example:"
                            + " expected at position 23 was a visible ASCII character.");
            assertThat(result.recordsConsulted()).hasSize(1);
        }

        @Test
        @DisplayName("SPF_15 from left to right, the first match decides")
        void firstMatch() {
            Domains domains = zone("a.example TXT \"v=spf1 ?ip4:192.0.2.1 ~ip4:192.0.2.0/30 -ip4:192.0.2.0/24 all\"");
            domains.check("192.0.2.1").is(NEUTRAL).matchedBy("?ip4:192.0.2.1");
            domains.check("192.0.2.2").is(SOFTFAIL).matchedBy("~ip4:192.0.2.0/30");
            domains.check("192.0.2.9").is(FAIL).matchedBy("-ip4:192.0.2.0/24");
            domains.check("198.51.100.1").is(PASS).matchedBy("all");
        }

        @Test
        @DisplayName("SPF_12 the name of a mechanism is the same in any case, and is told as written")
        void anyCase() {
            zone("a.example TXT \"v=spf1 -Ip4:192.0.2.1 +ALL\"")
                    .check("192.0.2.1")
                    .is(FAIL)
                    .matchedBy("-Ip4:192.0.2.1");
            zone("a.example TXT \"v=spf1 +ALL\"").check("192.0.2.1").is(PASS).matchedBy("+ALL");
        }

        @Test
        @DisplayName("SPF_13 PIT_17 unknown modifiers are ignored")
        void unknownModifiers() {
            zone("a.example TXT \"v=spf1 anything=1 mx=x anything=2 moo.cow-far_out=man:dog/cat ip4:192.0.2.1 -all\"")
                    .check("192.0.2.1")
                    .matchedBy("ip4:192.0.2.1")
                    .asked("a.example TXT");
        }
    }

    @Nested
    class Section_4_6_4_limits {
        @Test
        @DisplayName("SPF_28 ten terms that ask are allowed, the eleventh is permerror")
        void terms() {
            Domains domains = zone("""
                    a.example   TXT "v=spf1 a a a a a a a a a a ip4:192.0.2.1 -all"
                    b.example   TXT "v=spf1 a a a a a a a a a a a:c.example ip4:192.0.2.1 -all"
                    a.example   A 198.51.100.1
                    b.example   A 198.51.100.1""");
            domains.check("192.0.2.1").is(PASS).counted(10, 0);
            domains.from("x@b.example")
                    .check("192.0.2.1")
                    .because(TOO_MANY_DNS_TERMS)
                    .at("a:c.example")
                    .counted(11, 0)
                    .asked("b.example TXT", "b.example A")
                    .explained("More than 10 terms ask DNS; one too many is a:c.example in the record of b.example.");
        }

        @Test
        @DisplayName("SPF_28 over all records together, also those that did not match")
        void global() {
            zone("""
                    a.example   TXT "v=spf1 include:b.example include:b.example ip4:192.0.2.1"
                    b.example   TXT "v=spf1 a a a a -all"
                    b.example   A 198.51.100.1""").check("192.0.2.1").is(PASS).counted(10, 0);
            zone("""
                    a.example   TXT "v=spf1 include:b.example include:b.example a ip4:192.0.2.1"
                    b.example   TXT "v=spf1 a a a a -all"
                    b.example   A 198.51.100.1""").check("192.0.2.1").because(TOO_MANY_DNS_TERMS).at("a");
        }

        @Test
        @DisplayName("SPF_28 a match before the eleventh term wins")
        void matchBefore() {
            zone("""
                    a.example   TXT "v=spf1 a a a a a a a a a ip4:192.0.2.1 a a a"
                    a.example   A 198.51.100.1""").check("192.0.2.1").is(PASS).counted(9, 0);
        }

        @ParameterizedTest
        @ValueSource(strings = {"include:a.example", "redirect=a.example"})
        @DisplayName("T41 PIT_1 loops end at the limit")
        void loops(String term) {
            zone("a.example TXT \"v=spf1 " + term + "\"")
                    .check("192.0.2.1")
                    .because(TOO_MANY_DNS_TERMS)
                    .counted(11, 0);
        }

        @Test
        @DisplayName("T41 longer loops, too")
        void longLoop() {
            zone("""
                    a.example TXT "v=spf1 include:b.example"
                    b.example TXT "v=spf1 redirect=c.example"
                    c.example TXT "v=spf1 ?include:a.example"
                    """).check("192.0.2.1").because(TOO_MANY_DNS_TERMS);
        }

        @Test
        @DisplayName("T40 trees, too")
        void tree() {
            Domains domains = zone("""
                    a.example TXT "v=spf1 include:1.a.example include:2.a.example include:3.a.example -all"
                    *.a.example TXT "v=spf1 include:1.%{d} include:2.%{d} include:3.%{d} -all"
                    """);
            domains.check("192.0.2.1").because(TOO_MANY_DNS_TERMS).counted(11, 0);
        }

        @Test
        @DisplayName("SPF_30 PIT_3 two void lookups are allowed, and what is found after them counts")
        void twoVoid() {
            zone("""
                    a.example TXT "v=spf1 a:nx1.example a:nodata.example a:b.example a:b.example -all"
                    nodata.example TXT "nothing"
                    b.example A 192.0.2.1""").check("192.0.2.1").matchedBy("a:b.example").counted(3, 2);
        }

        @Test
        @DisplayName("SPF_30 PIT_3 the third is permerror at once")
        void threeVoid() {
            zone("""
                    a.example TXT "v=spf1 a:nx1.example exists:nx2.example mx:nx3.example +all"
                    """)
                    .check("192.0.2.1")
                    .because(TOO_MANY_VOID_LOOKUPS)
                    .at("mx:nx3.example")
                    .counted(3, 3)
                    .explained("More than 2 lookups found nothing; one too many is nx3.example MX for mx:nx3.example in"
                            + " the record of a.example.");
        }

        @Test
        @DisplayName("SPF_30 the same nothing counts each time")
        void sameVoid() {
            zone("a.example TXT \"v=spf1 a a a +all\"")
                    .check("192.0.2.1")
                    .because(TOO_MANY_VOID_LOOKUPS)
                    .counted(3, 3);
        }

        @Test
        @DisplayName("SPF_30 each host of an mx counts")
        void voidHosts() {
            zone("""
                    a.example TXT "v=spf1 mx +all"
                    a.example MX 1 x.example
                    a.example MX 2 y.example
                    a.example MX 3 z.example""").check("192.0.2.1").because(TOO_MANY_VOID_LOOKUPS).counted(1, 3);
        }

        @Test
        @DisplayName("SPF_29 PIT_11 more than ten mail exchangers are permerror, ten are not")
        void mxHosts() {
            StringBuilder text = new StringBuilder("a.example TXT \"v=spf1 mx -all\"\n*.m.example A 192.0.2.1\n");
            for (int i = 0; i < 10; i++) {
                text.append("a.example MX 0 ").append(i).append(".m.example\n");
            }
            zone(text.toString()).check("192.0.2.1").is(PASS);
            zone(text + "a.example MX 9 10.m.example")
                    .check("192.0.2.1")
                    .because(TOO_MANY_MX_HOSTS)
                    .asked("a.example TXT", "a.example MX")
                    .explained("mx in the record of a.example leads to 11 mail exchangers; 10 are allowed.");
        }

        @Test
        @DisplayName("SPF_29 PIT_11 of the names of the client ten are looked at")
        void ptrNames() {
            StringBuilder text = new StringBuilder("a.example TXT \"v=spf1 ptr -all\"\n*.a.example A 192.0.2.1\n");
            for (int i = 0; i < 10; i++) {
                text.append("1.2.0.192.in-addr.arpa PTR ").append(i).append(".other.example\n");
            }
            zone(text + "1.2.0.192.in-addr.arpa PTR 10.a.example")
                    .check("192.0.2.1")
                    .is(FAIL);
        }

        @Test
        @DisplayName("the limits are settings")
        void settings() {
            Domains domains = zone("""
                    a.example TXT "v=spf1 a a a a:b.example -all"
                    b.example A 192.0.2.1""");
            domains.with(new SpfLimits(10, 3, 10, 10, 400)).check("192.0.2.1").is(PASS);
            domains.with(new SpfLimits(3, 3, 10, 10, 400)).check("192.0.2.1").because(TOO_MANY_DNS_TERMS);
            domains.with(new SpfLimits(3, 0, 10, 10, 400))
                    .check("192.0.2.1")
                    .because(TOO_MANY_VOID_LOOKUPS)
                    .counted(1, 1);
        }
    }

    @Nested
    class Section_4_7_default_result {
        @Test
        @DisplayName("SPF_16 nothing matched is neutral")
        void neutral() {
            zone("a.example TXT \"v=spf1 ip4:192.0.2.2\"")
                    .check("192.0.2.1")
                    .is(NEUTRAL)
                    .matchedByNothing()
                    .explained("192.0.2.1 matches no term in the record of a.example.");
        }

        @Test
        @DisplayName("SPF_16 so is an empty record")
        void empty() {
            zone("a.example TXT \"v=spf1\"").check("192.0.2.1").is(NEUTRAL).matchedByNothing();
        }
    }

    @Nested
    class Section_4_8_domain_specification {
        @ParameterizedTest
        @ValueSource(
                strings = {"a:b..example", "mx:b..example", "exists:b..example", "ptr:b..example", "a:%{d}..example"})
        @DisplayName("SPF_42 a mechanism whose target is no name does not match, but counts")
        void invalidTarget(String mechanism) {
            zone("a.example TXT \"v=spf1 " + mechanism + " -all\"")
                    .check("192.0.2.1")
                    .is(FAIL)
                    .matchedBy("-all")
                    .counted(1, 0)
                    .asked("a.example TXT");
        }

        @ParameterizedTest
        @ValueSource(strings = {"include:b..example", "redirect=b..example", "include:%{d1}", "redirect=%{d1}"})
        @DisplayName("SPF_42 SPF_32 to include it or redirect to it is permerror")
        void invalidInclude(String term) {
            zone("a.example TXT \"v=spf1 " + term + "\"")
                    .check("192.0.2.1")
                    .because(INVALID_TARGET)
                    .at(term)
                    .asked("a.example TXT");
        }

        @Test
        @DisplayName("SPF_42 one dot at the end of a target is that of the root, two are no name")
        void dotsAtTheEnd() {
            Domains domains = zone("""
                    a.example TXT "v=spf1 exists:%{l} -all"
                    b.example A 127.0.0.2""");
            domains.from("b.example.@a.example").check("192.0.2.1").is(PASS);
            domains.from("b.example..@a.example")
                    .check("192.0.2.1")
                    .is(FAIL)
                    .counted(1, 0)
                    .asked("a.example TXT");
        }

        @Test
        @DisplayName("T03 what HELO smuggles in does not get into a question")
        void smuggled() {
            Domains domains = zone("a.example TXT \"v=spf1 a:%{h}.b.example -all\"");
            domains.greeting("x\u0000y").check("192.0.2.1").is(FAIL).asked("a.example TXT");
            domains.greeting("b\u00FCcher").check("192.0.2.1").is(FAIL).asked("a.example TXT");
        }
    }

    @Nested
    class Section_5_conventions {
        @Test
        @DisplayName("SPF_25 PIT_10 an IPv4-mapped client is an IPv4 client")
        void mapped() {
            Domains domains = zone("""
                    a.example TXT "v=spf1 ip4:192.0.2.1 ip6:::ffff:192.0.2.2 a -all"
                    a.example A   192.0.2.3
                    a.example AAAA ::ffff:192.0.2.4""");
            domains.check("::ffff:192.0.2.1").is(PASS).matchedBy("ip4:192.0.2.1");
            domains.check("::ffff:192.0.2.2").is(FAIL);
            domains.check("::ffff:192.0.2.3").is(PASS).asked("a.example TXT", "a.example A");
            domains.check("::ffff:192.0.2.4").is(FAIL);
        }

        @Test
        @DisplayName("SPF_27 a failed lookup ends it all with temperror, whatever comes after")
        void failure() {
            for (String term : new String[] {"a:b.example", "mx:b.example", "exists:b.example", "include:b.example"}) {
                zone("$FAULT b.example SERVFAIL\na.example TXT \"v=spf1 -" + term + " +all\"")
                        .check("192.0.2.1")
                        .because(DNS_UNAVAILABLE)
                        .at("-" + term);
            }
        }

        @Test
        @DisplayName("SPF_27 NXDOMAIN is no failure")
        void noSuchName() {
            zone("a.example TXT \"v=spf1 a:nx.example mx:nx.example +all\"")
                    .check("192.0.2.1")
                    .is(PASS)
                    .counted(2, 2);
        }

        @Test
        @DisplayName("a failure after the match does not matter")
        void lateFailure() {
            zone("$FAULT b.example SERVFAIL\na.example TXT \"v=spf1 ip4:192.0.2.1 include:b.example -all\"")
                    .check("192.0.2.1")
                    .is(PASS)
                    .asked("a.example TXT");
        }
    }

    @Nested
    class Section_5_1_all {
        @Test
        @DisplayName("SPF_17 it always matches, and what comes after it is not tested")
        void matches() {
            zone("a.example TXT \"v=spf1 ~all ip4:192.0.2.1 a redirect=b.example\"")
                    .check("192.0.2.1")
                    .is(SOFTFAIL)
                    .matchedBy("~all")
                    .counted(0, 0)
                    .explained("192.0.2.1 matches nothing before ~all in the record of a.example.");
        }

        @Test
        @DisplayName("SPF_17 a redirect is ignored on either side of it")
        void redirectBefore() {
            zone("a.example TXT \"v=spf1 redirect=b.example ?all\"")
                    .check("192.0.2.1")
                    .is(NEUTRAL)
                    .asked("a.example TXT");
        }
    }

    @Nested
    class Section_5_2_include {
        final Domains domains = zone("""
                a.example TXT "v=spf1 include:b.example -all"
                b.example TXT "v=spf1 ip4:192.0.2.1 ~ip4:192.0.2.2 ?ip4:192.0.2.3 -all"
                """);

        @Test
        void passInsideMatches() {
            domains.check("192.0.2.1")
                    .is(PASS)
                    .matchedBy("include:b.example")
                    .in("a.example")
                    .explained("192.0.2.1 matches include:b.example in the record of a.example.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"192.0.2.2", "192.0.2.3", "192.0.2.4"})
        void softfailNeutralAndFailInsideDoNot(String client) {
            domains.check(client).is(FAIL).matchedBy("-all").in("a.example");
        }

        @Test
        @DisplayName("SPF_19 PIT_7 each include's own qualifier weighs the match")
        void qualifiers() {
            Domains nested = zone("""
                    a.example TXT "v=spf1 ?include:b.example -all"
                    b.example TXT "v=spf1 ~include:c.example include:c.example -all"
                    c.example TXT "v=spf1 ip4:192.0.2.1 -all"
                    d.example TXT "v=spf1 -include:c.example +all"
                    e.example TXT "v=spf1 ?include:f.example -all"
                    f.example TXT "v=spf1 include:c.example"
                    """);
            nested.check("192.0.2.1").is(FAIL);
            nested.from("x@d.example").check("192.0.2.1").is(FAIL).matchedBy("-include:c.example");
            nested.from("x@e.example").check("192.0.2.1").is(NEUTRAL).matchedBy("?include:f.example");
        }

        @Test
        @DisplayName("SPF_19 PIT_4 a failed lookup inside is temperror")
        void temperror() {
            zone("$FAULT b.example TIMEOUT\na.example TXT \"v=spf1 include:b.example +all\"")
                    .check("192.0.2.1")
                    .because(DNS_UNAVAILABLE)
                    .explained("b.example TXT, which is for include:b.example in the record of a.example, could not"
                            + " be looked up: no answer in time.");
        }

        @Test
        @DisplayName("SPF_19 an error inside is permerror")
        void permerror() {
            zone("""
                    a.example TXT "v=spf1 include:b.example +all"
                    b.example TXT "v=spf1 oops"
                    """).check("192.0.2.1").because(SYNTAX);
        }

        @Test
        @DisplayName("SPF_19 PIT_4 no record inside is permerror, and why there is none is told")
        void none() {
            Domains without = zone("""
                    a.example TXT "v=spf1 include:b.example +all"
                    c.example TXT "v=spf1 include:d.example +all"
                    e.example TXT "v=spf1 include:f.example +all"
                    d.example A 192.0.2.1
                    f.example TXT "hello"
                    """);
            SpfProblem problem = without.check("192.0.2.1")
                    .because(INCLUDE_WITHOUT_RECORD)
                    .at("include:b.example")
                    .explained("include:b.example in the record of a.example leads to no record."
                            + " There is no such domain as b.example.")
                    .result()
                    .problem()
                    .orElseThrow();
            assertThat(problem.cause().map(SpfProblem::kind)).contains(NO_SUCH_DOMAIN);
            without.from("x@c.example")
                    .check("192.0.2.1")
                    .because(INCLUDE_WITHOUT_RECORD)
                    .counted(1, 1);
            without.from("x@e.example")
                    .check("192.0.2.1")
                    .because(INCLUDE_WITHOUT_RECORD)
                    .counted(1, 0);
        }

        @Test
        @DisplayName("SPF_48 the records are listed once each, in order")
        void recordsConsulted() {
            SpfResult result = zone("""
                    a.example TXT "v=spf1 include:b.example include:b.example -all"
                    b.example TXT "v=spf1 ?all"
                    """).check("192.0.2.1").is(FAIL).result();
            assertThat(result.recordsConsulted())
                    .containsExactly(
                            new SpfResult.ConsultedRecord(
                                    DomainName.of("a.example"), "v=spf1 include:b.example include:b.example -all"),
                            new SpfResult.ConsultedRecord(DomainName.of("b.example"), "v=spf1 ?all"));
        }
    }

    @Nested
    class Section_5_3_a {
        final Domains domains = zone("""
                a.example TXT  "v=spf1 a a:b.example/24//64 -all"
                a.example A    192.0.2.1
                a.example A    192.0.2.2
                a.example AAAA 2001:db8::1
                b.example A    198.51.100.1
                b.example AAAA 2001:db8:1:1::1""");

        @Test
        @DisplayName("SPF_20 any address matches, of the client's family")
        void anyAddress() {
            domains.check("192.0.2.2").is(PASS).matchedBy("a").asked("a.example TXT", "a.example A");
            domains.check("2001:db8::1").is(PASS).matchedBy("a").asked("a.example TXT", "a.example AAAA");
        }

        @Test
        @DisplayName("SPF_20 the prefix length of the client's family counts")
        void prefix() {
            domains.check("198.51.100.77").is(PASS).matchedBy("a:b.example/24//64");
            domains.check("198.51.101.77").is(FAIL);
            domains.check("2001:db8:1:1:ffff::").is(PASS).matchedBy("a:b.example/24//64");
            domains.check("2001:db8:1:2::").is(FAIL);
        }

        @Test
        @DisplayName("SPF_20 PIT_9 a prefix length of 0 matches everything, if there is an address")
        void zero() {
            Domains zero = zone("""
                    a.example TXT "v=spf1 a/0//0 -all"
                    a.example A   192.0.2.1""");
            zero.check("203.0.113.1").is(PASS);
            zero.check("2001:db8::1").is(FAIL).counted(1, 1);
        }

        @Test
        @DisplayName("PIT_2 the target may be a macro")
        void macro() {
            zone("""
                    a.example TXT "v=spf1 a:%{d} mx:%{d} ptr:%{d} -all"
                    a.example A 192.0.2.1""").check("192.0.2.1").matchedBy("a:%{d}");
        }
    }

    @Nested
    class Section_5_4_mx {
        final Domains domains = zone("""
                a.example  TXT "v=spf1 mx -all"
                a.example  MX  20 b.example
                a.example  MX  10 c.example
                b.example  A   192.0.2.1
                c.example  A   192.0.2.2""");

        @Test
        @DisplayName("any host matches")
        void anyHost() {
            domains.check("192.0.2.1").is(PASS).matchedBy("mx").counted(1, 0);
            domains.check("192.0.2.2").is(PASS);
            domains.check("192.0.2.3").is(FAIL).asked("a.example TXT", "a.example MX", "b.example A", "c.example A");
        }

        @Test
        @DisplayName("SPF_22 the domain itself is no mail exchanger")
        void noFallBack() {
            Domains domains = zone("""
                    a.example TXT "v=spf1 mx -all"
                    a.example A 192.0.2.1""");
            domains.check("192.0.2.1").is(FAIL).counted(1, 1).asked("a.example TXT", "a.example MX");
        }

        @Test
        @DisplayName("SPF_22 a null MX matches nothing")
        void nullMx() {
            Domains domains = zone("""
                    a.example TXT "v=spf1 mx/0 -all"
                    a.example MX 0 .""");
            domains.check("192.0.2.1").is(FAIL).counted(1, 0).asked("a.example TXT", "a.example MX");
        }

        @Test
        @DisplayName("PIT_12 two of them are independent")
        void two() {
            zone("""
                    a.example TXT "v=spf1 mx mx:b.example -all"
                    a.example MX 0 nx.example
                    b.example MX 0 c.example
                    c.example A 192.0.2.1""").check("192.0.2.1").matchedBy("mx:b.example").counted(2, 1);
        }

        @Test
        @DisplayName("hosts are looked at by preference, and a failure after the match does not matter")
        void inOrder() {
            String zone = """
                    a.example TXT "v=spf1 mx -all"
                    a.example MX 20 bad.example
                    a.example MX 10 good.example
                    good.example A 192.0.2.1
                    $FAULT bad.example TIMEOUT
                    """;
            zone(zone).check("192.0.2.1").is(PASS);
            zone(zone).check("192.0.2.2").because(DNS_UNAVAILABLE).at("mx");
            zone(zone.replace("MX 20", "MX 5")).check("192.0.2.1").because(DNS_UNAVAILABLE);
        }
    }

    @Nested
    class Section_5_5_ptr {
        final Domains domains = zone("""
                a.example TXT "v=spf1 ptr -all"
                1.2.0.192.in-addr.arpa PTR mail.a.example
                2.2.0.192.in-addr.arpa PTR mail.bad-a.example
                3.2.0.192.in-addr.arpa PTR forged.a.example
                4.2.0.192.in-addr.arpa PTR a.example
                5.2.0.192.in-addr.arpa PTR broken.a.example
                5.2.0.192.in-addr.arpa PTR five.a.example
                1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR six.a.example
                mail.a.example     A 192.0.2.1
                mail.bad-a.example A 192.0.2.2
                forged.a.example   A 192.0.2.99
                a.example          A 192.0.2.4
                five.a.example     A 192.0.2.5
                six.a.example      AAAA 2001:db8::1
                $FAULT broken.a.example SERVFAIL
                $FAULT 6.2.0.192.in-addr.arpa SERVFAIL
                """);

        @ParameterizedTest
        @ValueSource(strings = {"192.0.2.1", "192.0.2.4", "2001:db8::1", "::ffff:192.0.2.1"})
        @DisplayName("SPF_23 a validated name at or below the target matches")
        void validated(String client) {
            domains.check(client).is(PASS).matchedBy("ptr");
        }

        @Test
        @DisplayName("SPF_23 another domain, or an address that does not lead back, does not")
        void notValidated() {
            domains.check("192.0.2.2").is(FAIL);
            domains.check("192.0.2.3").is(FAIL);
        }

        @Test
        @DisplayName("SPF_23 PIT_6 a failure of PTR is no match, and one of an address skips the name")
        void failures() {
            domains.check("192.0.2.6").is(FAIL).counted(1, 0);
            domains.check("192.0.2.5").is(PASS);
        }

        @Test
        @DisplayName("a client without names is a void lookup; its names' addresses are not")
        void voids() {
            domains.check("192.0.2.7").is(FAIL).counted(1, 1);
            zone("""
                    a.example TXT "v=spf1 ptr ?all"
                    1.2.0.192.in-addr.arpa PTR x.a.example
                    1.2.0.192.in-addr.arpa PTR y.a.example
                    1.2.0.192.in-addr.arpa PTR z.a.example""").check("192.0.2.1").is(NEUTRAL).counted(1, 0);
        }

        @Test
        @DisplayName("T48 names that could not match are not asked for")
        void onlyCandidates() {
            domains.check("192.0.2.2").asked("a.example TXT", "2.2.0.192.in-addr.arpa PTR");
        }
    }

    @Nested
    class Section_5_6_ip4_and_ip6 {
        final Domains domains = zone("a.example TXT \"v=spf1 ip4:192.0.2.0/25 ip6:2001:db8::/33 -all\"");

        @Test
        void networks() {
            domains.check("192.0.2.127").matchedBy("ip4:192.0.2.0/25");
            domains.check("192.0.2.128").is(FAIL);
            domains.check("2001:db8:7fff::").matchedBy("ip6:2001:db8::/33");
            domains.check("2001:db8:8000::").is(FAIL);
        }

        @Test
        @DisplayName("SPF_24 PIT_9 families are apart, also with a prefix length of 0")
        void families() {
            zone("a.example TXT \"v=spf1 ip4:1.2.3.4/0 -all\"")
                    .check("2001:db8::1")
                    .is(FAIL);
            zone("a.example TXT \"v=spf1 ip4:1.2.3.4/0 -all\"")
                    .check("192.0.2.1")
                    .is(PASS);
            zone("a.example TXT \"v=spf1 ip6:::/0 -all\"").check("192.0.2.1").is(FAIL);
            zone("a.example TXT \"v=spf1 ip6:::/0 -all\"").check("2001:db8::1").is(PASS);
        }
    }

    @Nested
    class Section_5_7_exists {
        final Domains domains = zone("""
                a.example TXT "v=spf1 exists:%{ir}.%{v}.l.a.example exists:b.example -all"
                1.2.0.192.in-addr.l.a.example A 127.0.0.2
                b.example AAAA 2001:db8::1""");

        @Test
        @DisplayName("SPF_26 any A record matches")
        void any() {
            domains.check("192.0.2.1").is(PASS).matchedBy("exists:%{ir}.%{v}.l.a.example");
            domains.check("192.0.2.2").is(FAIL).counted(2, 2);
        }

        @Test
        @DisplayName("SPF_26 the type is A, also for IPv6 clients")
        void typeA() {
            domains.check("2001:db8::1").is(FAIL).counted(2, 2);
        }

        @Test
        @DisplayName("PIT_5 a timeout is temperror")
        void timeout() {
            zone("$FAULT b.example TIMEOUT\na.example TXT \"v=spf1 exists:b.example -all\"")
                    .check("192.0.2.1")
                    .because(DNS_UNAVAILABLE);
        }
    }

    @Nested
    class Section_6_1_redirect {
        @Test
        @DisplayName("SPF_32 the other record decides, for the same client and sender")
        void decides() {
            Domains domains = zone("""
                    a.example TXT "v=spf1 ip4:192.0.2.9 redirect=b.example"
                    b.example TXT "v=spf1 a exists:%{l}.%{o}.%{d} -all"
                    b.example A 192.0.2.1
                    alice.a.example.b.example A 127.0.0.2""");
            domains.check("192.0.2.1").is(PASS).matchedBy("a").in("b.example");
            domains.check("192.0.2.2").is(PASS).matchedBy("exists:%{l}.%{o}.%{d}");
            domains.check("192.0.2.9").is(PASS).matchedBy("ip4:192.0.2.9").in("a.example");
            SpfResult fail = domains.from("bob@a.example")
                    .check("192.0.2.2")
                    .is(FAIL)
                    .in("b.example")
                    .result();
            assertThat(fail.domain()).contains(DomainName.of("a.example"));
        }

        @Test
        @DisplayName("SPF_32 PIT_4 no record there is permerror")
        void none() {
            zone("a.example TXT \"v=spf1 redirect=b.example\"")
                    .check("192.0.2.1")
                    .because(REDIRECT_WITHOUT_RECORD)
                    .at("redirect=b.example")
                    .counted(1, 1);
        }

        @Test
        @DisplayName("PIT_4 a failed lookup is temperror")
        void failed() {
            zone("$FAULT b.example SERVFAIL\na.example TXT \"v=spf1 redirect=b.example\"")
                    .check("192.0.2.1")
                    .because(DNS_UNAVAILABLE);
        }

        @Test
        @DisplayName("inside of an include it belongs to the include")
        void insideInclude() {
            zone("""
                    a.example TXT "v=spf1 include:b.example -all"
                    b.example TXT "v=spf1 redirect=c.example"
                    c.example TXT "v=spf1 ip4:192.0.2.1 -all"
                    """)
                    .check("192.0.2.1")
                    .is(PASS)
                    .matchedBy("include:b.example")
                    .in("a.example")
                    .counted(2, 0);
        }
    }

    @Nested
    class Section_7_macros {
        @Test
        @DisplayName("SPF_39 d changes with the record, o and s do not")
        void domainAndSender() {
            zone("""
                    a.example TXT "v=spf1 include:b.example -all"
                    b.example TXT "v=spf1 exists:%{d}.%{o}.%{h}.l.example -all"
                    b.example.a.example.mail.a.example.l.example A 127.0.0.2""").check("192.0.2.1").is(PASS);
        }

        @Test
        @DisplayName("SPF_39 d is the domain itself, and not how a master file would write it")
        void domainWithSpace() {
            zone("""
                    a.example TXT "v=spf1 include:x%_\\\\y.example -all"
                    x\\032\\\\y.example TXT "v=spf1 a:%{d} -all"
                    x\\032\\\\y.example A 192.0.2.1""").check("192.0.2.1").is(PASS);
        }

        @Test
        @DisplayName("SPF_40 PIT_14 p is a validated name: the domain, one below it, any other, or unknown")
        void validatedName() {
            Domains domains = zone("""
                    a.example TXT "v=spf1 exists:%{p}.p.example -all"
                    1.2.0.192.in-addr.arpa PTR forged.a.example
                    1.2.0.192.in-addr.arpa PTR 0.example
                    1.2.0.192.in-addr.arpa PTR mail.a.example
                    1.2.0.192.in-addr.arpa PTR a.example
                    2.2.0.192.in-addr.arpa PTR 0.example
                    2.2.0.192.in-addr.arpa PTR mail.a.example
                    3.2.0.192.in-addr.arpa PTR 0.example
                    3.2.0.192.in-addr.arpa PTR 00.example
                    4.2.0.192.in-addr.arpa PTR forged.a.example
                    $FAULT 5.2.0.192.in-addr.arpa TIMEOUT
                    a.example A 192.0.2.1
                    mail.a.example  A 192.0.2.1
                    mail.a.example  A 192.0.2.2
                    0.example       A 192.0.2.1
                    0.example       A 192.0.2.2
                    0.example       A 192.0.2.3
                    00.example      A 192.0.2.3""");
            assertThat(lastQuestion(domains, "192.0.2.1")).isEqualTo("a.example.p.example A");
            assertThat(lastQuestion(domains, "192.0.2.2")).isEqualTo("mail.a.example.p.example A");
            assertThat(lastQuestion(domains, "192.0.2.3")).isEqualTo("0.example.p.example A");
            assertThat(lastQuestion(domains, "192.0.2.4")).isEqualTo("unknown.p.example A");
            assertThat(lastQuestion(domains, "192.0.2.5")).isEqualTo("unknown.p.example A");
            assertThat(lastQuestion(domains, "192.0.2.6")).isEqualTo("unknown.p.example A");
        }

        private String lastQuestion(Domains domains, String client) {
            var questions = domains.check(client).is(FAIL).counted(1, 1).dns().questions();
            return questions.get(questions.size() - 1).toString();
        }

        @Test
        @DisplayName("SPF_40 p is the name itself, as d is, and not how a master file would write it")
        void validatedNameWithSpace() {
            zone("""
                    a.example TXT "v=spf1 exists:%{p}.p.example -all"
                    1.2.0.192.in-addr.arpa PTR x\\032\\\\y.a.example
                    x\\032\\\\y.a.example A 192.0.2.1
                    x\\032\\\\y.a.example.p.example A 127.0.0.2""").check("192.0.2.1").is(PASS);
        }

        @Test
        @DisplayName("a failure of ours while p is looked up is temperror, also if what follows could be asked")
        void ownLimit() {
            SpfRequest request = SpfRequest.mailFrom(IpAddress.of("192.0.2.1"), "", "alice@a.example");
            SpfResult result = Domains.rules(request, false).evaluate(CompleteDnsView.of(question -> {
                if (question.type().equals(DnsType.PTR)) {
                    return DnsAnswer.failed(question, DnsFailure.BUDGET);
                }
                return DnsAnswer.found(question, List.of(DnsRecord.Txt.of("v=spf1 exists:%{p}.example -all")));
            }));
            assertThat(result.status()).isEqualTo(TEMPERROR);
            assertThat(result.explanation())
                    .isEqualTo(
                            "1.2.0.192.in-addr.arpa PTR, which is for exists:%{p}.example in the record of a.example,"
                                    + " could not be looked up: the number of questions was used up.");
        }

        @Test
        @DisplayName("SPF_48 whether the sender matters is told")
        void dependsOnSender() {
            String zone = """
                    a.example TXT "v=spf1 ip4:192.0.2.1 exists:%s.example -all exp=%%{l}.a.example"
                    """;
            for (String spec : new String[] {"%{s}", "%{L}", "x.%{o2}", "%{hr-}"}) {
                Domains domains = zone(zone.formatted(spec));
                assertThat(domains.check("192.0.2.2").result().dependsOnSender())
                        .as(spec)
                        .isTrue();
                assertThat(domains.check("192.0.2.1").result().dependsOnSender())
                        .as(spec)
                        .isFalse();
            }
            assertThat(zone(zone.formatted("%{d}.%{i}.%{v}.%{p}"))
                            .check("192.0.2.2")
                            .result()
                            .dependsOnSender())
                    .isFalse();
        }

        @Test
        @DisplayName("SPF_41 a name that is too long loses labels on the left")
        void truncated() {
            String label = "a".repeat(60);
            String kept = (label + ".").repeat(4) + "l.example";
            zone("a.example TXT \"v=spf1 exists:%{l}." + kept + " -all\"\n" + kept + " A 127.0.0.2")
                    .from("alice-and-more@a.example")
                    .check("192.0.2.1")
                    .is(PASS);
        }
    }

    @Nested
    class Rfc8616_section_4 {
        final Domains domains = zone("""
                xn--bcher-kva.example TXT "v=spf1 exists:%{o}.o.example exists:%{l}.l.example -all"
                xn--bcher-kva.example.o.example A 127.0.0.2
                a.example TXT "v=spf1 -exists:%{l}.l.example -exists:%{s} -include:%{l}.example ?all"
                b.example TXT "v=spf1 redirect=%{l}.example"
                """);

        @Test
        @DisplayName("SPF_44 DNSQ_03 U-labels of MAIL FROM become A-labels, also in macros")
        void unicodeDomain() {
            SpfResult result = domains.from("x@b\u00FCcher.example")
                    .check("192.0.2.1")
                    .is(PASS)
                    .result();
            assertThat(result.domain()).contains(DomainName.of("xn--bcher-kva.example"));
        }

        @Test
        @DisplayName("T10 strange characters are not mapped away")
        void strict() {
            domains.from("x@a.example\u2000")
                    .check("192.0.2.1")
                    .because(INVALID_DOMAIN)
                    .askedNothing();
            domains.from("x@\uFF41.example")
                    .check("192.0.2.1")
                    .because(INVALID_DOMAIN)
                    .askedNothing();
        }

        @Test
        @DisplayName("SPF_44 terms with a local part that is not ASCII match nothing")
        void unicodeLocalPart() {
            domains.from("\u7528\u6237@a.example")
                    .check("192.0.2.1")
                    .is(NEUTRAL)
                    .matchedBy("?all")
                    .counted(3, 0)
                    .asked("a.example TXT");
            domains.from("\u7528\u6237@b.example")
                    .check("192.0.2.1")
                    .is(NEUTRAL)
                    .matchedByNothing();
        }

        @ParameterizedTest
        @ValueSource(ints = {64, 1_024, 1_025, 100_000})
        @DisplayName("SPF_42 T42 one that is too long for a name does not make a redirect or an include go away")
        void longLocalPart(int length) {
            Domains domains = zone("""
                    a.example   TXT "v=spf1 redirect=%{l}.u.%{d}"
                    b.example   TXT "v=spf1 include:%{l}.u.%{d} ?all"
                    c.example   TXT "v=spf1 +exists:%{l}.u.%{d} -all"
                    """);
            String localPart = "a".repeat(length);
            domains.from(localPart + "@a.example").check("192.0.2.1").is(PERMERROR);
            domains.from(localPart + "@b.example").check("192.0.2.1").is(PERMERROR);
            domains.from(localPart + "@c.example").check("192.0.2.1").is(FAIL).matchedBy("-all");
        }
    }

    @Nested
    class Explanations {
        @Test
        void anAllIsToldFromANameThatEndsSo() {
            zone("a.example TXT \"v=spf1 -a:b.all\"\nb.all A 192.0.2.1")
                    .check("192.0.2.1")
                    .explained("192.0.2.1 matches -a:b.all in the record of a.example.");
        }

        @Test
        @DisplayName("T04 they are a line of visible ASCII of bounded length, whatever is published")
        void bounded() {
            String target = "%{d}".repeat(1_000) + "\\\"<script>.example";
            SpfResult result = zone("a.example TXT \"v=spf1 a:" + target + " -exists:" + target
                            + "\"\n*.example A 192.0.2.1")
                    .check("198.51.100.1")
                    .is(FAIL)
                    .result();
            assertThat(result.matchedTerm().orElseThrow()).hasSizeGreaterThan(4_000);
            assertThat(result.explanation()).hasSizeLessThan(300).matches("[ -~]+");
        }

        @Test
        @DisplayName("T04 also where a term is malformed")
        void boundedSyntax() {
            SpfResult result = zone("a.example TXT \"v=spf1 " + "x\\252".repeat(5_000) + "\"")
                    .check("192.0.2.1")
                    .because(SYNTAX)
                    .result();
            assertThat(result.explanation()).hasSizeLessThan(2_000).matches("[ -~]+");
        }
    }

    @Nested
    class Dns_security {
        @Test
        @DisplayName("SPF_48 it is that of the weakest answer that was looked at")
        void weakest() {
            Domains domains = zone("""
                    $SECURITY a.example SECURE
                    $SECURITY b.example INSECURE
                    a.example TXT "v=spf1 a a:b.example -all"
                    a.example A 192.0.2.1
                    b.example A 192.0.2.2""");
            domains.check("192.0.2.1").is(PASS).secured(DnsSecurity.SECURE);
            domains.check("192.0.2.2").is(PASS).secured(DnsSecurity.INSECURE);
            domains.from("x@y").check("192.0.2.2").is(NONE).secured(DnsSecurity.INDETERMINATE);
        }

        @Test
        @DisplayName("PIT_72 bogus is temperror, never absence")
        void bogus() {
            zone("$FAULT a.example BOGUS").check("192.0.2.1").is(TEMPERROR).secured(DnsSecurity.BOGUS);
            zone("$FAULT b.example BOGUS\na.example TXT \"v=spf1 redirect=b.example\"")
                    .check("192.0.2.1")
                    .is(TEMPERROR)
                    .secured(DnsSecurity.BOGUS);
        }
    }

    @Nested
    class Aliases {
        @Test
        @DisplayName("PIT_70 records behind aliases count as those of the name asked for")
        void followed() {
            zone("""
                    a.example CNAME b.example
                    b.example TXT "v=spf1 exists:%{d}.d.example -all"
                    a.example.d.example A 127.0.0.2""").check("192.0.2.1").is(PASS).in("a.example");
        }

        @Test
        @DisplayName("PIT_70 a loop is temperror")
        void loop() {
            zone("a.example CNAME a.example").check("192.0.2.1").is(TEMPERROR);
        }

        @Test
        @DisplayName("one to nowhere is NXDOMAIN")
        void nowhere() {
            zone("a.example CNAME nx.example").check("192.0.2.1").because(NO_SUCH_DOMAIN);
        }
    }

    @Test
    @DisplayName("SPF_04 the seven words")
    void words() {
        assertThat(SpfStatus.values())
                .extracting(SpfStatus::word)
                .containsExactlyInAnyOrder("none", "neutral", "pass", "fail", "softfail", "temperror", "permerror");
        assertThat(PERMERROR.word()).isEqualTo("permerror");
    }
}
