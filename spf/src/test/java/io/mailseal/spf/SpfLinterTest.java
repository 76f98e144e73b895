package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.core.dns.DnsRecord;
import io.mailseal.spf.SpfLintNode.State;
import io.mailseal.testkit.CompleteDnsView;
import io.mailseal.testkit.InMemoryDns;
import io.mailseal.testkit.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a domain's policy is like, with all that it refers to. */
class SpfLinterTest {

    private static final DomainName A = DomainName.of("a.example");

    private static SpfLinter linter(InMemoryDns dns) {
        return SpfLinter.builder().resolver(dns).build();
    }

    private static Looked lint(String zone) {
        InMemoryDns dns = InMemoryDns.parse(zone);
        return new Looked(linter(dns).lint(A), dns);
    }

    /** A result, and what was asked for it. */
    private record Looked(SpfLint lint, InMemoryDns dns) {

        /** Findings as {@code domain CODE term}, the term where there is one. */
        Looked finds(String... expected) {
            assertThat(found()).as(this::toString).containsExactlyInAnyOrder(expected);
            return this;
        }

        List<String> found() {
            return lint.findings().stream()
                    .map(finding -> finding.recordDomain().map(Object::toString).orElse("-") + " " + finding.code()
                            + finding.term().map(term -> " " + term).orElse(""))
                    .toList();
        }

        /** The tree, a node as {@code domain STATE own/all/running}, children in brackets. */
        Looked isTree(String expected) {
            assertThat(text(lint.root())).as(this::toString).isEqualTo(expected);
            return this;
        }

        private static String text(SpfLintNode node) {
            String children = node.children().isEmpty()
                    ? ""
                    : node.children().stream().map(Looked::text).toList().toString();
            return node.domain().map(Object::toString).orElse("?")
                    + (node.state() == State.FOUND ? "" : " " + node.state())
                    + (node.state() == State.FOUND || node.state() == State.REPEATED
                            ? " " + node.ownDnsTerms() + "/" + node.dnsTerms() + "/" + node.runningDnsTerms()
                            : "")
                    + children;
        }

        Looked costs(int dnsTerms, int voidLookups, int voidLookupsOverIpv6) {
            assertThat(lint.dnsTerms()).as("DNS terms, %s", this).isEqualTo(dnsTerms);
            assertThat(lint.voidLookups()).as("void lookups, %s", this).isEqualTo(voidLookups);
            assertThat(lint.voidLookupsOverIpv6())
                    .as("void lookups over IPv6, %s", this)
                    .isEqualTo(voidLookupsOverIpv6);
            return this;
        }

        Looked lets(long v4, long v6Networks, boolean exact) {
            assertThat(lint.addresses()).as(this::toString).isEqualTo(new SpfAddressCount(v4, v6Networks, exact));
            return this;
        }

        SpfFinding finding(SpfFinding.Code code) {
            return lint.findings().stream()
                    .filter(finding -> finding.code() == code)
                    .findFirst()
                    .orElseThrow();
        }

        Looked explains(SpfFinding.Code code, String explanation) {
            assertThat(finding(code).explanation()).isEqualTo(explanation);
            return this;
        }
    }

    @Nested
    class A_good_policy {
        private final Looked looked = lint("""
                a.example       TXT   "v=spf1 ip4:192.0.2.0/28 a:out.a.example mx include:b.example -all exp=why.a.example"
                a.example       TXT   "something else"
                a.example       MX    10 mx.a.example.
                mx.a.example    A     198.51.100.1
                mx.a.example    AAAA  2001:db8:1::1
                out.a.example   A     198.51.100.2
                out.a.example   AAAA  2001:db8:1::2
                why.a.example   TXT   "Ask %{r}."
                b.example       TXT   "v=spf1 ip4:203.0.113.0/24 ip6:2001:db8:2::/48 redirect=c.example"
                c.example       TXT   "v=spf1 ip4:192.0.2.8/29 ip4:203.0.113.0/28"
                """);

        @Test
        void hasNoFindings() {
            looked.finds();
            assertThat(looked.lint().problem()).isEmpty();
            assertThat(looked.lint().record()).isPresent();
            assertThat(looked.lint().domain()).contains(A);
        }

        @Test
        void hasATree() {
            looked.isTree("a.example 3/4/4[b.example 1/1/4[c.example 0/0/4]]").costs(4, 0, 0);
        }

        @Test
        void countsEachAddressOnce() {
            looked.lets(16 + 2 + 256, 1 + 65536, true);
        }

        @Test
        void countsForEachDomainByItself() {
            SpfLintNode b = looked.lint().root().children().get(0);
            assertThat(b.addresses()).isEqualTo(new SpfAddressCount(256 + 8, 65536, true));
            assertThat(b.children().get(0).addresses()).isEqualTo(new SpfAddressCount(8 + 16, 0, true));
            assertThat(b.term()).contains("include:b.example");
            assertThat(b.children().get(0).term()).contains("redirect=c.example");
        }

        @Test
        void isAskedForOnce() {
            assertThat(looked.dns().questions()).doesNotHaveDuplicates().hasSize(9);
        }
    }

    @Nested
    class The_domain_itself {
        @Test
        void isNotThere() {
            Looked looked =
                    lint("b.example TXT x").finds("a.example NO_SUCH_DOMAIN").isTree("a.example NO_SUCH_DOMAIN");
            looked.costs(0, 0, 0).lets(0, 0, true);
            assertThat(looked.lint().problem().map(SpfProblem::kind)).contains(SpfProblem.Kind.NO_SUCH_DOMAIN);
        }

        @Test
        void hasNoRecord() {
            lint("a.example TXT x").finds("a.example NO_RECORD").isTree("a.example NO_RECORD");
            lint("a.example A 192.0.2.1").finds("a.example NO_RECORD").isTree("a.example NO_RECORD");
        }

        @Test
        void hasTwo() {
            lint("""
                a.example TXT "v=spf1 -all"
                a.example TXT "v=spf1 mx -all"
                """).finds("a.example MULTIPLE_RECORDS").isTree("a.example MULTIPLE_RECORDS");
        }

        @Test
        void hasAMalformedOne() {
            Looked looked = lint("a.example TXT \"v=spf1 a moo -all\"").finds("a.example SYNTAX");
            looked.isTree("a.example MALFORMED");
            assertThat(looked.finding(SpfFinding.Code.SYNTAX).position()).isEqualTo(9);
            assertThat(looked.lint().problem().flatMap(SpfProblem::syntaxError)).isPresent();
        }

        @ParameterizedTest
        @ValueSource(strings = {"SERVFAIL", "TIMEOUT", "BOGUS"})
        void whatFailsIsNotAbsent(String fault) {
            Looked looked = lint("a.example TXT \"v=spf1 -all\"\n$FAULT a.example " + fault);
            looked.finds("a.example DNS_UNAVAILABLE")
                    .isTree("a.example UNAVAILABLE")
                    .lets(0, 0, false);
            assertThat(looked.lint().problem().flatMap(SpfProblem::failedLookup))
                    .isPresent();
        }

        @Test
        @DisplayName("§3.4 all text records share the answer")
        void longAnswer() {
            lint("a.example TXT \"v=spf1 -all\"\na.example TXT \"" + "x".repeat(440) + "\"")
                    .finds("a.example LONG_ANSWER");
        }

        @Test
        @DisplayName("§3.4 name and texts of 450 octets fit, and a record that is too long alone is told as that")
        void longestAnswer() {
            lint("a.example TXT \"v=spf1 -all\"\na.example TXT \"" + "x".repeat(430) + "\"")
                    .finds();
            lint("a.example TXT \"v=spf1 -all\"\na.example TXT \"" + "x".repeat(431) + "\"")
                    .finds("a.example LONG_ANSWER");
            String record = "a.example TXT \"v=spf1 x=%s -all\"\na.example TXT \"x\"";
            assertThat(lint(record.formatted("y".repeat(450 - 9 - 14))).found())
                    .contains("a.example LONG_ANSWER")
                    .doesNotContain("a.example LONG_RECORD");
            assertThat(lint(record.formatted("y".repeat(451 - 9 - 14))).found())
                    .contains("a.example LONG_RECORD")
                    .doesNotContain("a.example LONG_ANSWER");
        }
    }

    @Nested
    class Includes {
        @Test
        @DisplayName("T45 a domain that does not exist")
        void dangling() {
            lint("""
                a.example TXT "v=spf1 include:gone.example -all"
                """)
                    .finds("a.example NO_SUCH_DOMAIN include:gone.example")
                    .isTree("a.example 1/1/1[gone.example NO_SUCH_DOMAIN]")
                    .explains(
                            SpfFinding.Code.NO_SUCH_DOMAIN,
                            "include:gone.example leads to gone.example, which does not exist: whoever can register it can"
                                    + " say who may send.")
                    .costs(1, 1, 1)
                    .lets(0, 0, true);
        }

        @Test
        void withoutRecord() {
            lint("""
                a.example TXT "v=spf1 include:b.example redirect=c.example"
                b.example TXT "x"
                c.example A 192.0.2.1
                """)
                    .finds(
                            "a.example INCLUDE_WITHOUT_RECORD include:b.example",
                            "a.example REDIRECT_WITHOUT_RECORD redirect=c.example")
                    .isTree("a.example 2/2/2[b.example NO_RECORD, c.example NO_RECORD]")
                    .costs(2, 1, 1);
        }

        @Test
        void severalOrMalformed() {
            lint("""
                a.example TXT "v=spf1 include:b.example include:c.example -all"
                b.example TXT "v=spf1"
                b.example TXT "v=spf1 -all"
                c.example TXT "v=spf1 include:"
                """)
                    .finds("b.example MULTIPLE_RECORDS", "c.example SYNTAX")
                    .isTree("a.example 2/2/2[b.example MULTIPLE_RECORDS, c.example MALFORMED]");
        }

        @Test
        void whatFailsIsNotAbsent() {
            lint("""
                a.example TXT "v=spf1 include:b.example -all"
                $FAULT b.example SERVFAIL
                """)
                    .finds("a.example DNS_UNAVAILABLE include:b.example")
                    .isTree("a.example 1/1/1[b.example UNAVAILABLE]")
                    .lets(0, 0, false);
        }

        @Test
        void thatDependOnTheMessage() {
            lint("""
                a.example TXT "v=spf1 include:%{i}.b.example redirect=%{h}.c.example"
                """)
                    .finds(
                            "a.example NOT_FOLLOWED include:%{i}.b.example",
                            "a.example NOT_FOLLOWED redirect=%{h}.c.example",
                            "a.example SENDER_MACRO redirect=%{h}.c.example")
                    .isTree("a.example 2/2/2[? DEPENDS_ON_MESSAGE, ? DEPENDS_ON_MESSAGE]")
                    .lets(0, 0, false);
        }

        @Test
        @DisplayName("the macros d and o need no message")
        void thatDependOnTheDomain() {
            lint("""
                a.example       TXT "v=spf1 include:_spf.%{d} -all"
                _spf.a.example  TXT "v=spf1 include:%{o}.b.example include:%{d2}.c.example ?all"
                a.example.b.example TXT "v=spf1 ip4:192.0.2.1 ?all"
                a.example.c.example TXT "v=spf1 ip4:192.0.2.2 ?all"
                """)
                    .finds("_spf.a.example SENDER_MACRO include:%{o}.b.example")
                    .isTree(
                            "a.example 1/3/3[_spf.a.example 2/2/3[a.example.b.example 0/0/2, a.example.c.example 0/0/3]]")
                    .lets(2, 0, true);
        }

        @Test
        void thatAreNoName() {
            lint("a.example TXT \"v=spf1 include:x..b.example redirect=%{d1}\"")
                    .finds("a.example INVALID_TARGET include:x..b.example", "a.example INVALID_TARGET redirect=%{d1}")
                    .isTree("a.example 2/2/2[? INVALID_TARGET, ? INVALID_TARGET]");
        }

        @Test
        @DisplayName("T41 loops")
        void loops() {
            lint("""
                a.example TXT "v=spf1 include:b.example include:a.example -all"
                b.example TXT "v=spf1 include:c.example -all"
                c.example TXT "v=spf1 redirect=b.example"
                """)
                    .finds("a.example LOOP include:a.example", "c.example LOOP redirect=b.example")
                    .isTree("a.example 2/4/4[b.example 1/2/3[c.example 1/1/3[b.example LOOP]], a.example LOOP]")
                    .lets(0, 0, false);
        }

        @Test
        void countAgainWhereTheyAreRepeated() {
            lint("""
                a.example TXT "v=spf1 include:b.example include:c.example -all"
                b.example TXT "v=spf1 include:c.example -all"
                c.example TXT "v=spf1 a:d.example a:e.example ip4:198.51.100.0/24 -all"
                d.example A 192.0.2.1
                d.example AAAA 2001:db8::1
                e.example A 192.0.2.2
                e.example AAAA 2001:db8::2
                """)
                    .isTree("a.example 2/7/7[b.example 1/3/4[c.example 2/2/4], c.example REPEATED 2/2/7]")
                    .finds("a.example REDUNDANT_LOOKUP include:c.example")
                    .costs(7, 0, 0)
                    .lets(258, 1, true);
        }

        @Test
        void ofEverybody() {
            lint("""
                a.example TXT "v=spf1 include:b.example -all"
                b.example TXT "v=spf1 +all"
                """)
                    .finds("a.example WORLD_PASSES", "b.example EVERYBODY_PASSES +all")
                    .lets(1L << 32, Long.MAX_VALUE, true);
        }

        @Test
        void howIncludedRecordsEndDoesNotMatter() {
            lint("""
                a.example TXT "v=spf1 include:b.example include:c.example redirect=d.example"
                b.example TXT "v=spf1 ip4:192.0.2.1"
                c.example TXT "v=spf1 ip4:192.0.2.2 ?all exp=x.example"
                d.example TXT "v=spf1 ip4:192.0.2.3"
                """).finds("d.example NO_END");
        }

        @Test
        @DisplayName("appendix A.4: who is excluded does not pass")
        void exclusions() {
            lint("""
                a.example     TXT "v=spf1 -include:ip4.a.example +all"
                ip4.a.example TXT "v=spf1 -ip4:192.0.2.0/24 +all"
                """).lets(256, 0, true).finds("a.example REST_PASSES +all", "ip4.a.example REST_PASSES +all");
        }
    }

    @Nested
    class Hosts {
        @Test
        void withoutAddresses() {
            lint("""
                a.example     TXT "v=spf1 a:b.example a:gone.example mx:c.example mx:d.example mx:gone.example -all"
                b.example     TXT x
                c.example     TXT x
                d.example     MX 1 mx1.d.example
                d.example     MX 2 mx2.d.example
                mx1.d.example TXT x
                """)
                    .finds(
                            "a.example NO_ADDRESSES a:b.example",
                            "a.example NO_SUCH_HOST a:gone.example",
                            "a.example NO_EXCHANGERS mx:c.example",
                            "a.example NO_ADDRESSES mx:d.example",
                            "a.example NO_SUCH_HOST mx:d.example",
                            "a.example NO_SUCH_HOST mx:gone.example",
                            "a.example TOO_MANY_VOID_LOOKUPS")
                    .costs(5, 6, 6)
                    .lets(0, 0, true)
                    .explains(
                            SpfFinding.Code.TOO_MANY_VOID_LOOKUPS,
                            "Where nothing matches, 6 lookups find nothing; 2 are allowed.");
        }

        @Test
        @DisplayName("RFC 7505: a null MX is no host")
        void nullMx() {
            lint("""
                a.example TXT "v=spf1 mx -all"
                a.example MX 0 .
                """).finds("a.example NO_EXCHANGERS mx").costs(1, 0, 0);
        }

        @Test
        @DisplayName("hosts without IPv6 are void lookups for clients over IPv6")
        void onlyOneFamily() {
            lint("""
                a.example     TXT "v=spf1 mx -all"
                a.example     MX 1 mx1.a.example
                a.example     MX 2 mx2.a.example
                a.example     MX 3 mx3.a.example
                mx1.a.example A 192.0.2.1
                mx2.a.example A 192.0.2.2
                mx3.a.example A 192.0.2.3
                """)
                    .finds("a.example TOO_MANY_VOID_LOOKUPS_OVER_IPV6")
                    .costs(1, 0, 3)
                    .lets(3, 0, true);
        }

        @Test
        void withPrefixLengths() {
            lint("""
                a.example TXT "v=spf1 a/24//56 -all"
                a.example A 192.0.2.1
                a.example AAAA 2001:db8::1
                """).finds().lets(256, 256, true);
        }

        @Test
        void tooMany() {
            StringBuilder zone = new StringBuilder("a.example TXT \"v=spf1 mx -all\"\n");
            for (int i = 0; i < 11; i++) {
                zone.append("a.example MX ").append(i).append(" mx").append(i).append(".a.example\n");
            }
            Looked looked = lint(zone.toString()).finds("a.example TOO_MANY_MX_HOSTS mx");
            looked.explains(SpfFinding.Code.TOO_MANY_MX_HOSTS, "mx leads to 11 mail exchangers; 10 are allowed.");
            assertThat(looked.dns().questions()).hasSize(2);
            String ten = zone.substring(0, zone.lastIndexOf("a.example MX"));
            assertThat(lint(ten).found()).isNotEmpty().noneMatch(found -> found.contains("TOO_MANY_MX_HOSTS"));
        }

        @Test
        void whatFailsIsNotAbsent() {
            lint("""
                a.example TXT "v=spf1 a:b.example mx:c.example exists:d.example -all exp=e.example"
                $FAULT b.example A SERVFAIL
                $FAULT c.example TIMEOUT
                $FAULT d.example BOGUS
                $FAULT e.example REFUSED
                """)
                    .finds(
                            "a.example DNS_UNAVAILABLE a:b.example",
                            "a.example DNS_UNAVAILABLE mx:c.example",
                            "a.example DNS_UNAVAILABLE exists:d.example",
                            "a.example DNS_UNAVAILABLE exp=e.example",
                            "a.example CONSTANT_EXISTS exists:d.example")
                    .costs(3, 0, 1)
                    .lets(0, 0, false);
        }

        @Test
        void thatDependOnTheMessage() {
            lint("""
                a.example TXT "v=spf1 exists:%{i}.b.example ptr ip4:192.0.2.1 -all"
                """).finds("a.example DEPRECATED_PTR ptr").costs(2, 0, 0).lets(1, 0, false);
        }

        @Test
        void thatExistForEverybody() {
            lint("""
                a.example TXT "v=spf1 exists:b.example exists:c.example -all"
                b.example A 127.0.0.2
                """)
                    .finds(
                            "a.example CONSTANT_EXISTS exists:b.example",
                            "a.example CONSTANT_EXISTS exists:c.example",
                            "a.example WORLD_PASSES")
                    .costs(2, 1, 1);
        }

        @Test
        void thatAreNoName() {
            lint("a.example TXT \"v=spf1 a:x..b.example -all\"")
                    .finds("a.example NO_SUCH_HOST a:x..b.example")
                    .costs(1, 0, 0);
        }

        @Test
        @DisplayName("§10.1.1 lookups that the terms before make needless")
        void redundant() {
            lint("""
                a.example    TXT "v=spf1 ip4:192.0.2.0/24 mx a:b.example -all"
                a.example    MX 1 mx.a.example
                mx.a.example A 192.0.2.1
                b.example    A 192.0.2.2
                b.example    AAAA 2001:db8::2
                """).finds("a.example REDUNDANT_LOOKUP mx").lets(256, 1, true);
        }
    }

    @Nested
    class Limits {
        private static final String NINE_AND_TWO = """
                a.example TXT "v=spf1 a:1.h.example a:2.h.example a:3.h.example include:b.example include:c.example -all"
                b.example TXT "v=spf1 a:4.h.example a:5.h.example a:6.h.example -all"
                c.example TXT "v=spf1 a:7.h.example a:8.h.example a:9.h.example mx:h.example -all"
                *.h.example A 192.0.2.1
                *.h.example AAAA 2001:db8::1
                h.example MX 1 mx.h.example
                """;

        @Test
        @DisplayName("§4.6.4 more than ten terms that ask DNS, in all records together")
        void terms() {
            Looked looked = lint(NINE_AND_TWO).isTree("a.example 5/12/12[b.example 3/3/7, c.example 4/4/12]");
            looked.explains(
                    SpfFinding.Code.TOO_MANY_DNS_TERMS,
                    "Where nothing matches, 12 terms ask DNS; 10 are allowed. Of these, include:b.example is 4,"
                            + " include:c.example is 5.");
            assertThat(looked.finding(SpfFinding.Code.TOO_MANY_DNS_TERMS).recordDomain())
                    .contains(A);
        }

        @Test
        void ofYourOwn() {
            InMemoryDns dns = InMemoryDns.parse(NINE_AND_TWO);
            SpfLinter generous = SpfLinter.builder()
                    .resolver(dns)
                    .limits(new SpfLimits(12, 2, 10, 10, 400))
                    .build();
            assertThat(generous.lint(A).findings())
                    .extracting(SpfFinding::code)
                    .doesNotContain(SpfFinding.Code.TOO_MANY_DNS_TERMS);
            assertThat(generous.lint(A).limits().dnsTerms()).isEqualTo(12);
            assertThat(linter(dns).lint(A).limits()).isEqualTo(SpfLimits.rfc7208());
        }

        @Test
        @DisplayName("T40 records that branch without end")
        void branching() {
            InMemoryDns.Builder zone = InMemoryDns.builder();
            for (int i = 0; i < 20; i++) {
                String next = " include:n" + (i + 1) + ".example include:m" + (i + 1) + ".example";
                zone.record(DomainName.of("n" + i + ".example"), DnsRecord.Txt.of("v=spf1" + next));
                zone.record(DomainName.of("m" + i + ".example"), DnsRecord.Txt.of("v=spf1" + next));
            }
            InMemoryDns dns = zone.build();
            SpfLint lint = linter(dns).lint(DomainName.of("n0.example"));
            assertThat(lint.dnsTerms()).isEqualTo(1_000_000);
            assertThat(dns.questions()).hasSize(41);
        }

        @Test
        @DisplayName("T40 more records than anybody may need")
        void wide() {
            StringBuilder text = new StringBuilder("v=spf1");
            for (int i = 0; i < 3_000; i++) {
                text.append(" include:")
                        .append(i)
                        .append(".b.example mx:")
                        .append(i)
                        .append(".c.example");
            }
            InMemoryDns dns = InMemoryDns.builder()
                    .record(A, DnsRecord.Txt.of(text.toString()))
                    .record(DomainName.of("*.b.example"), DnsRecord.Txt.of(text.toString()))
                    .record(DomainName.of("*.c.example"), new DnsRecord.Mx(1, A))
                    .build();
            SpfLint lint = linter(dns).lint(A);
            assertThat(dns.questions()).hasSize(SpfLinter.MAX_QUESTIONS);
            assertThat(lint.findings()).extracting(SpfFinding::code).contains(SpfFinding.Code.TOO_LARGE);
            assertThat(lint.findings()).hasSizeLessThanOrEqualTo(1000);
            assertThat(lint.root().ownDnsTerms()).isEqualTo(6_000);
            assertThat(lint.addresses().exact()).isFalse();
        }

        @Test
        @DisplayName("T40 a chain that goes on and on")
        void deep() {
            InMemoryDns.Builder zone = InMemoryDns.builder();
            for (int i = 0; i < 60; i++) {
                zone.record(
                        DomainName.of("n" + i + ".example"),
                        DnsRecord.Txt.of("v=spf1 redirect=n" + (i + 1) + ".example"));
            }
            InMemoryDns dns = zone.build();
            SpfLint lint = linter(dns).lint(DomainName.of("n0.example"));
            assertThat(dns.questions()).hasSize(SpfLinter.MAX_ROUNDS);
            assertThat(lint.findings())
                    .extracting(SpfFinding::code)
                    .contains(SpfFinding.Code.TOO_LARGE, SpfFinding.Code.TOO_MANY_DNS_TERMS);
            SpfLintNode last = lint.root();
            while (!last.children().isEmpty()) {
                last = last.children().get(0);
            }
            assertThat(last.state()).isEqualTo(State.NOT_LOOKED_AT);
            assertThat(last.domain()).contains(DomainName.of("n25.example"));
            assertThat(last.term()).contains("redirect=n25.example");
        }

        @Test
        @DisplayName("T40 whom hosts let pass that were not looked at is not known")
        void hosts() {
            StringBuilder text = new StringBuilder("v=spf1");
            for (int i = 0; i < 180; i++) {
                text.append(" a:").append(i).append(".h.example");
            }
            InMemoryDns dns = InMemoryDns.builder()
                    .record(A, DnsRecord.Txt.of(text.toString()))
                    .record(DomainName.of("*.h.example"), new DnsRecord.Address(IpAddress.of("192.0.2.1")))
                    .record(DomainName.of("*.h.example"), new DnsRecord.Address(IpAddress.of("2001:db8::1")))
                    .build();
            SpfLint lint = linter(dns).lint(A);
            assertThat(dns.questions()).hasSize(SpfLinter.MAX_QUESTIONS);
            assertThat(lint.addresses()).isEqualTo(new SpfAddressCount(1, 1, false));
            assertThat(lint.findings()).extracting(SpfFinding::code).contains(SpfFinding.Code.TOO_LARGE);
        }

        @Test
        @DisplayName("T44 ranges without number")
        void ranges() {
            InMemoryDns.Builder zone = InMemoryDns.builder();
            StringBuilder top = new StringBuilder("v=spf1");
            for (int i = 0; i < 20; i++) {
                StringBuilder text = new StringBuilder("v=spf1");
                for (int j = 0; j < 3_000; j++) {
                    text.append(" ip4:20.")
                            .append(i)
                            .append('.')
                            .append(j / 120)
                            .append('.')
                            .append(2 * (j % 120));
                }
                zone.record(DomainName.of("n" + i + ".example"), DnsRecord.Txt.of(text.toString()));
                top.append(" include:n").append(i).append(".example");
            }
            SpfLint lint = linter(
                            zone.record(A, DnsRecord.Txt.of(top + " -all")).build())
                    .lint(A);
            assertThat(lint.addresses()).isEqualTo(new SpfAddressCount(AddressSet.MAX_RANGES, 0, false));
            assertThat(lint.findings()).extracting(SpfFinding::code).contains(SpfFinding.Code.TOO_LARGE);
        }

        @Test
        @DisplayName("T44 many addresses in all records together")
        void many() {
            lint("""
                a.example TXT "v=spf1 include:b.example include:c.example -all"
                b.example TXT "v=spf1 ip4:198.18.0.0/16 -all"
                c.example TXT "v=spf1 ip4:198.19.0.0/16 -all"
                """)
                    .finds("a.example MANY_ADDRESSES")
                    .explains(
                            SpfFinding.Code.MANY_ADDRESSES, "All records together let 131072 addresses of IPv4 pass.");
        }
    }

    @Nested
    class An_unpublished_record {
        private final InMemoryDns dns = InMemoryDns.parse("""
                a.example TXT "v=spf1 +all"
                b.example TXT "v=spf1 include:a.example ip4:192.0.2.1 -all"
                a.example A 192.0.2.2
                a.example AAAA 2001:db8::2
                """);

        @Test
        void standsInForThePublishedOne() {
            SpfRecord record =
                    SpfRecord.of(List.of(SpfTerm.of("a"), SpfTerm.of("include:b.example"), SpfTerm.of("-all")));
            Looked looked = new Looked(linter(dns).lint(record, A), dns);
            looked.finds("b.example LOOP include:a.example")
                    .isTree("a.example 2/3/3[b.example 1/1/3[a.example LOOP]]")
                    .lets(2, 1, false);
            assertThat(looked.lint().record()).contains(record);
            assertThat(dns.questions().stream().map(Object::toString))
                    .containsExactlyInAnyOrder("a.example A", "a.example AAAA", "b.example TXT");
        }
    }

    @Nested
    class A_record_of_no_domain {
        private static Looked lint(String record, String zone) {
            InMemoryDns dns = InMemoryDns.parse(zone);
            return new Looked(linter(dns).lint((SpfRecord) SpfRecord.parse(record)), dns);
        }

        @Test
        void isFollowedWhereThatNeedsNoDomain() {
            Looked looked = lint("v=spf1 a:h.example mx:m.example exists:%{i}.l.example include:b.example -all", """
                    h.example   A    192.0.2.1
                    h.example   AAAA 2001:db8::1
                    m.example   MX   1 h.example
                    b.example   TXT  "v=spf1 a include:_spf.%{d} -all"
                    b.example   A    192.0.2.2
                    b.example   AAAA 2001:db8:0:1::2
                    _spf.b.example TXT "v=spf1 ip4:198.51.100.0/24 -all"
                    """);
            looked.finds("- REDUNDANT_LOOKUP mx:m.example")
                    .isTree("? 4/6/6[b.example 2/2/6[_spf.b.example 0/0/6]]")
                    .costs(6, 0, 0)
                    .lets(258, 2, false);
            assertThat(looked.lint().domain()).isEmpty();
            assertThat(looked.lint().problem()).isEmpty();
            assertThat(looked.lint().record().map(SpfRecord::text))
                    .contains("v=spf1 a:h.example mx:m.example exists:%{i}.l.example include:b.example -all");
        }

        @Test
        void isFollowedByRedirect() {
            lint("v=spf1 redirect=b.example", "b.example TXT \"v=spf1 ip4:192.0.2.1 ?all\"")
                    .finds("b.example NEUTRAL_ALL ?all")
                    .isTree("? 1/1/1[b.example 0/0/1]")
                    .lets(1, 0, true);
        }

        @Test
        void whatSpeaksOfTheDomainCountsAndAsksNothing() {
            Looked looked = lint(
                    "v=spf1 a mx/24 ptr a:w.%{d} exists:%{o}.x.example ip4:192.0.2.1 -ip4:192.0.2.2 include:_spf.%{d}"
                            + " redirect=%{o}.b.example exp=why.%{d}",
                    "*.example A 192.0.2.9");
            looked.finds(
                            "- DEPRECATED_PTR ptr",
                            "- SENDER_MACRO exists:%{o}.x.example",
                            "- NOT_FOLLOWED include:_spf.%{d}",
                            "- NOT_FOLLOWED redirect=%{o}.b.example",
                            "- SENDER_MACRO redirect=%{o}.b.example")
                    .isTree("? 7/7/7[? DEPENDS_ON_DOMAIN, ? DEPENDS_ON_DOMAIN]")
                    .costs(7, 0, 0)
                    .lets(1, 0, false)
                    .explains(
                            SpfFinding.Code.NOT_FOLLOWED,
                            "Where include:_spf.%{d} leads depends on the domain of the record, which is not known.");
            assertThat(looked.dns().questions()).isEmpty();
        }

        @Test
        @DisplayName("the macro o is unknown in the records below, too")
        void theSendersDomain() {
            Looked looked = lint("v=spf1 include:b.example -all", """
                    b.example TXT "v=spf1 include:%{o}.c.example a:%{o}.c.example include:%{i}.%{o}.c.example -all"
                    """);
            looked.finds(
                            "b.example NOT_FOLLOWED include:%{o}.c.example",
                            "b.example NOT_FOLLOWED include:%{i}.%{o}.c.example",
                            "b.example SENDER_MACRO include:%{o}.c.example",
                            "b.example SENDER_MACRO a:%{o}.c.example",
                            "b.example SENDER_MACRO include:%{i}.%{o}.c.example")
                    .isTree("? 1/4/4[b.example 3/3/4[? DEPENDS_ON_DOMAIN, ? DEPENDS_ON_MESSAGE]]")
                    .explains(
                            SpfFinding.Code.NOT_FOLLOWED,
                            "Where include:%{o}.c.example leads depends on the domain of the sender, which is not known.")
                    .lets(0, 0, false);
            assertThat(looked.dns().questions()).hasSize(1);
        }

        @Test
        void sentencesNameNoDomain() {
            Looked looked = lint("v=spf1 a:b.example include:c.example include:x..d.example exp=e.example -all", """
                    $FAULT b.example A TIMEOUT
                    $FAULT c.example SERVFAIL
                    e.example TXT "%"
                    """);
            looked.finds(
                    "- DNS_UNAVAILABLE a:b.example",
                    "- DNS_UNAVAILABLE include:c.example",
                    "- INVALID_TARGET include:x..d.example",
                    "- MODIFIER_NOT_LAST exp=e.example",
                    "- NO_EXPLANATION exp=e.example");
            assertThat(looked.lint().findings())
                    .extracting(SpfFinding::explanation)
                    .contains("include:x..d.example in the record does not lead to a domain name.")
                    .anyMatch(text -> text.startsWith("c.example TXT, which is for include:c.example in the record,"))
                    .noneMatch(text -> text.contains("record of"));
            SpfProblem problem =
                    looked.lint().root().children().get(0).problem().orElseThrow();
            assertThat(problem.recordDomain()).isEmpty();
            assertThat(problem.term()).contains("include:c.example");
        }

        @Test
        void isHeldAgainstTheLimits() {
            lint("v=spf1 a mx ptr a mx include:b.example -all", "b.example TXT \"v=spf1 a a a a a -all\"")
                    .costs(11, 5, 5)
                    .explains(
                            SpfFinding.Code.TOO_MANY_DNS_TERMS,
                            "Where nothing matches, 11 terms ask DNS; 10 are allowed. Of these, include:b.example is 6.");
        }

        @Test
        @DisplayName("§3.3 one that is not published yet must be cut into strings")
        void severalStrings() {
            SpfRecord record = SpfRecord.of(List.of(SpfTerm.of("x=" + "y".repeat(300)), SpfTerm.of("-all")));
            SpfLinter linter = linter(InMemoryDns.parse(""));
            for (SpfLint lint : List.of(linter.lint(record), linter.lint(record, A))) {
                assertThat(lint.findings())
                        .extracting(SpfFinding::code)
                        .containsExactly(SpfFinding.Code.SEVERAL_STRINGS, SpfFinding.Code.UNKNOWN_MODIFIER);
            }
        }
    }

    @Nested
    class The_facade {
        private final InMemoryDns dns = InMemoryDns.parse("""
                a.example     TXT "v=spf1 mx include:b.example -all exp=e.example"
                a.example     MX 1 mx.a.example
                mx.a.example  A 192.0.2.1
                b.example     TXT "v=spf1 include:c.example mx:c.example -all"
                c.example     TXT "v=spf1 ip4:192.0.2.1 -all"
                c.example     MX 1 mx.c.example
                mx.c.example  A 192.0.2.1
                e.example     TXT "v=spf1 include:b.example"
                """);

        @Test
        @DisplayName("takes as many rounds as the tree is deep")
        void rounds() {
            VirtualClock clock = new VirtualClock();
            InMemoryDns slow = dns.withClock(clock).withLatency(Duration.ofMillis(20));
            CompletableFuture<SpfLint> future =
                    SpfLinter.builder().dns(slow.sessions()).build().lintAsync(A);
            clock.advance(Duration.ofMillis(79));
            assertThat(future).isNotDone();
            clock.advance(Duration.ofMillis(1));
            assertThat(future).isCompletedWithValue(linter(dns).lint(A));
            assertThat(clock.pending()).isZero();
        }

        @Test
        void sameAnswersSameResult() {
            SpfLint lint = linter(dns).lint(A);
            assertThat(CompleteDnsView.over(dns).evaluate(linter(dns).evaluation(A)))
                    .isEqualTo(lint);
            SpfRecord record = lint.record().orElseThrow();
            assertThat(linter(dns).lintAsync(record, A)).isCompletedWithValue(lint);
            assertThat(linter(dns).lintAsync(record))
                    .isCompletedWithValue(
                            CompleteDnsView.over(dns).evaluate(linter(dns).evaluation(record)));
        }

        @Test
        void evaluationsAreValues() {
            SpfLinter linter = linter(dns);
            assertThat(linter.evaluation(A)).isEqualTo(linter.evaluation(A)).isInstanceOf(Record.class);
            assertThat(linter.evaluation(A)).isNotEqualTo(linter.evaluation(DomainName.of("b.example")));
            SpfRecord record = SpfRecord.of(List.of(SpfTerm.of("-all")));
            assertThat(linter.evaluation(record))
                    .isEqualTo(linter.evaluation(record))
                    .isInstanceOf(Record.class)
                    .isNotEqualTo(linter.evaluation(record, A));
        }

        @Test
        void needsAResolver() {
            assertThatThrownBy(() -> SpfLinter.builder().build()).isInstanceOf(IllegalStateException.class);
        }
    }

    @Nested
    class Addresses {
        private static AddressRange range(String network, int prefixLength) {
            return AddressRange.of(IpAddress.of(network), prefixLength);
        }

        @Test
        void touchingRangesBecomeOne() {
            AddressSet set = new AddressSet();
            set.add(range("192.0.2.0", 25));
            set.add(range("192.0.3.0", 24));
            set.add(range("192.0.2.128", 25));
            assertThat(set.ranges()).containsExactly(range("192.0.2.0", 23));
            assertThat(set.missing(range("192.0.2.0", 23))).isEmpty();
            assertThat(set.missing(range("192.0.0.0", 22))).containsExactly(range("192.0.0.0", 23));
        }

        @Test
        void whatIsMissingMayBeInPieces() {
            AddressSet set = new AddressSet();
            set.add(range("192.0.2.64", 26));
            assertThat(set.missing(range("192.0.2.0", 24)))
                    .containsExactly(
                            range("192.0.2.0", 26),
                            new AddressRange(
                                    true,
                                    AddressRange.number(IpAddress.of("192.0.2.128")),
                                    AddressRange.number(IpAddress.of("192.0.2.255"))));
            assertThat(set.missing(range("2001:db8::", 32))).hasSize(1);
        }

        @Test
        void networksOfIpv6AreCountedOnce() {
            AddressSet set = new AddressSet();
            set.add(range("2001:db8::1", 128));
            set.add(range("2001:db8::3", 128));
            assertThat(set.v6Networks()).isEqualTo(1);
            set.add(range("2001:db8:0:1::", 64));
            set.add(range("2001:db8:0:2::1", 128));
            assertThat(set.v6Networks()).isEqualTo(3);
            set.add(range("::", 0));
            assertThat(set.v6Networks()).isEqualTo(Long.MAX_VALUE);
            assertThat(set.v4Addresses()).isZero();
        }

        @Test
        void firstAddresses() {
            for (String address :
                    new String[] {"0.0.0.0", "255.0.0.0", "127.0.0.1", "::", "ff00::", "::1", "8000::1"}) {
                IpAddress first = IpAddress.of(address);
                assertThat(AddressRange.of(first, first.bits()).firstAddress()).isEqualTo(first);
            }
        }
    }
}
