package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.IpAddress;
import io.mailseal.core.Octets;
import io.mailseal.spf.Mechanism.DualCidr;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of RFC 7208 §12. */
class SpfRecordTest {

    private static SpfRecord valid(String text) {
        SpfParse parse = SpfRecord.parse(text);
        assertThat(parse).as(text).isInstanceOf(SpfRecord.class);
        return (SpfRecord) parse;
    }

    private static SpfSyntaxError invalid(String text) {
        SpfParse parse = SpfRecord.parse(text);
        assertThat(parse).as(text).isInstanceOf(SpfSyntaxError.class);
        return (SpfSyntaxError) parse;
    }

    private static Mechanism mechanism(String term) {
        return valid("v=spf1 " + term).directives().get(0).mechanism();
    }

    @Nested
    class Records {
        @Test
        void allOfTheGrammar() {
            SpfRecord record =
                    valid("v=spf1 +all -include:a.b ~a ?mx:%{d}/24//64 ptr ip4:1.2.3.4/8 ip6:::/0 exists:%{ir}.x.y"
                            + " redirect=a.b exp=%{d} foo=%{c}%%/x:= foo=");
            assertThat(record.directives()).hasSize(8);
            assertThat(record.directives().stream().map(Directive::qualifier))
                    .startsWith(Qualifier.PASS, Qualifier.FAIL, Qualifier.SOFTFAIL, Qualifier.NEUTRAL, Qualifier.PASS);
            assertThat(record.directives().get(3).text()).isEqualTo("?mx:%{d}/24//64");
            assertThat(record.redirect()).isPresent();
            assertThat(record.explanation()).isPresent();
            assertThat(record.unknownModifiers())
                    .extracting(Modifier.Unknown::name)
                    .containsExactly("foo", "foo");
        }

        @Test
        void textRoundTrip() {
            SpfRecord record = valid("v=spf1  a -ALL ");
            assertThat(record.text()).isEqualTo("v=spf1  a -ALL ").hasToString(record.toString());
            assertThat(SpfRecord.parse(record.text())).isEqualTo(record).hasSameHashCodeAs(record);
            assertThat(SpfRecord.parse(Octets.ofLatin1(record.text()))).isEqualTo(record);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "v=spf", "v=spf1x", "v=spf1;", "v=spf10 all", " v=spf1", "v=\u017Fpf1 all"})
        @DisplayName("SPF_09 the version")
        void version(String text) {
            assertThat(invalid(text).position()).isZero();
            assertThat(invalid(text).expected()).isEqualTo("v=spf1");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "v=spf1\tall",
                    "v=spf1 a\tall",
                    "v=spf1 a\r\n",
                    "v=spf1 a\u0000",
                    "v=spf1 \u00E4",
                    "v=spf1 x=\u007F"
                })
        @DisplayName("SPF_12 spaces alone part terms, and all else is visible ASCII")
        void onlyVisible(String text) {
            invalid(text);
        }

        @ParameterizedTest
        @CsvSource({
            "v=spf1 a moo -all, 9, moo",
            "v=spf1 -moo, 8, -moo",
            "v=spf1 all:x, 10, all:x",
            "v=spf1 ip4:1.2.3/8, 11, ip4:1.2.3/8",
            "v=spf1 a:b.example/33, 19, a:b.example/33",
            "v=spf1 exists:%{z}.example, 16, exists:%{z}.example",
            "v=spf1 redirect=a.b redirect=c.d, 20, redirect=c.d",
        })
        void positionOfAnError(String text, int position, String term) {
            assertThat(invalid(text).position()).isEqualTo(position);
            assertThat(invalid(text).term()).isEqualTo(term);
        }
    }

    @Nested
    class Names {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "moo",
                    "al",
                    "alll",
                    "a.b",
                    "-",
                    "+",
                    "all.",
                    "spf2",
                    "a-b:c.d",
                    "+redirect=a.b",
                    "?exp=a.b",
                    "--all",
                    "+ a"
                })
        @DisplayName("SPF_13 unknown mechanisms")
        void unknownMechanism(String term) {
            invalid("v=spf1 " + term);
        }

        @ParameterizedTest
        @ValueSource(strings = {"=all", "1up=foo", "-x=y", "_x=y", ".x=y"})
        @DisplayName("SPF_13 the name of a modifier begins with a letter")
        void modifierName(String term) {
            invalid("v=spf1 " + term);
        }

        @ParameterizedTest
        @ValueSource(strings = {"redirect:a.b", "exp:a.b", "ip5:1.2.3.4"})
        void modifiersAreNoMechanisms(String term) {
            invalid("v=spf1 " + term);
        }

        @ParameterizedTest
        @ValueSource(strings = {"redirect", "exp"})
        @DisplayName("SPF_14 redirect and exp once each, in whichever case")
        void once(String name) {
            valid("v=spf1 " + name + "=a.b");
            invalid("v=spf1 " + name + "=a.b " + name.toUpperCase(Locale.ROOT) + "=a.b");
        }
    }

    @Nested
    class Arguments {
        @ParameterizedTest
        @ValueSource(strings = {"all:", "all:x.y", "all/8", "all//8", "all."})
        @DisplayName("SPF_18 all takes none")
        void all(String term) {
            invalid("v=spf1 " + term);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "include",
                    "include:",
                    "include/8",
                    "include:a.b/24",
                    "exists",
                    "exists:",
                    "exists:a.b/24",
                    "exists/24"
                })
        @DisplayName("SPF_19 SPF_26 include and exists need a domain, and take no prefix length")
        void required(String term) {
            invalid("v=spf1 " + term);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ptr:",
                    "ptr/0",
                    "ptr:a.b/0",
                    "ptr.",
                    "a:",
                    "mx:",
                    "a:/24",
                    "mx:/24",
                    "a/",
                    "a//",
                    "a:a.b/",
                    "mx/24/64",
                    "a:a.b/24/64",
                    "a///64",
                    "a/24//"
                })
        @DisplayName("SPF_21 an empty domain is none")
        void empty(String term) {
            invalid("v=spf1 " + term);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a/33",
                    "a//129",
                    "a/024",
                    "a/00",
                    "a//064",
                    "a/1000",
                    "a/-1",
                    "a/+1",
                    "mx/a",
                    "a/4294967296",
                    "a//99999999999999999999"
                })
        @DisplayName("SPF_20 prefix lengths")
        void prefixLengths(String term) {
            invalid("v=spf1 " + term);
        }

        @ParameterizedTest
        @CsvSource({"a, 32, 128", "a/0, 0, 128", "a/32, 32, 128", "a//0, 32, 0", "a//128, 32, 128", "a/8//64, 8, 64"})
        @DisplayName("SPF_20 dual prefix lengths")
        void dual(String term, int v4, int v6) {
            assertThat(mechanism(term)).isEqualTo(new Mechanism.A(DomainSpec.RECORD_DOMAIN, new DualCidr(v4, v6)));
            assertThat(mechanism(term.replace("a", "mx")))
                    .isEqualTo(new Mechanism.Mx(DomainSpec.RECORD_DOMAIN, new DualCidr(v4, v6)));
        }

        @Test
        @DisplayName("a slash may also be in a name")
        void slashInName() {
            valid("v=spf1 a:foo:bar/baz.example a:foo/24.example mx:%{d/}/24//64");
            assertThat(((Mechanism.A) mechanism("a:foo/24.example/8")).cidr()).isEqualTo(new DualCidr(8, 128));
            assertThat(((Mechanism.A) mechanism("a:%{d/}")).cidr()).isEqualTo(DualCidr.WHOLE);
        }
    }

    @Nested
    class Networks {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ip4",
                    "ip4:",
                    "ip4/8",
                    "ip4:1.2.3",
                    "ip4:1.2.3.4.5",
                    "ip4:1.2.3.256",
                    "ip4:1.2.3.04",
                    "ip4:1.2.3.4:25",
                    "ip4:1.2.3.4/",
                    "ip4:1.2.3.4/33",
                    "ip4:1.2.3.4/032",
                    "ip4:1.2.3.4//32",
                    "ip4:1.2.3.4/8/8",
                    "ip4:::1",
                    "ip4:a.example",
                    "ip4: 1.2.3.4",
                    "ip4=1.2.3.4/%",
                    "ip6",
                    "ip6:",
                    "ip6:1.2.3.4",
                    "ip6:::1/129",
                    "ip6:::1/",
                    "ip6:::1//64",
                    "ip6:::1/064",
                    "ip6::CAFE::BABE",
                    "ip6:1:2:3:4:5:6:7",
                    "ip6:fe80::1%eth0",
                    "ip6:[::1]",
                    "ip6:12345::"
                })
        @DisplayName("SPF_24 what is no network")
        void invalidNetwork(String term) {
            invalid("v=spf1 " + term);
        }

        @ParameterizedTest
        @CsvSource({
            "ip4:a.example, 11, IPv4 address",
            "ip6:192.0.2.1, 11, IPv6 address",
            "ip4:192.0.2.1/33, 21, prefix length from 0 to 32",
            "ip6:::1/129, 15, prefix length from 0 to 128",
            "a:, 9, domain name",
            "a/, 8, colon"
        })
        @DisplayName("an error says where, and what should be there")
        void errors(String term, int position, String expected) {
            SpfSyntaxError error = invalid("v=spf1 " + term);
            assertThat(error.position()).isEqualTo(position);
            assertThat(error.expected()).contains(expected);
        }

        @ParameterizedTest
        @CsvSource({
            "ip4:192.0.2.0/24, 192.0.2.0, 24",
            "ip4:192.0.2.1, 192.0.2.1, 32",
            "ip4:0.0.0.0/0, 0.0.0.0, 0",
            "ip6:2001:DB8::/32, 2001:db8::, 32",
            "ip6:::, ::, 128",
            "ip6:::1.1.1.1/0, ::101:101, 0",
        })
        @DisplayName("SPF_24 what is one")
        void validNetwork(String term, String network, int prefixLength) {
            assertThat(mechanism(term)).isEqualTo(new Mechanism.Ip(IpAddress.of(network), prefixLength));
        }
    }

    @Nested
    class Domain_spec {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a.b",
                    "a.b.",
                    "a.b1",
                    "a.1b",
                    "a.1-1",
                    "a.xn--zckzah",
                    "b.a",
                    "a.z",
                    "a.A",
                    "a.Z",
                    "a.0z9",
                    "%{d}",
                    "%{d2}",
                    "x%{d}",
                    "a.%{d}",
                    "a.b%%",
                    "a%_",
                    "a%-",
                    "%{i}.b",
                    "%{ir.-+,/_=}",
                    "%{D127R}",
                    "_a._b.c",
                    "a..b",
                    ".b",
                    "!#$&'()*.b",
                    "%{d00001}",
                    "%%.b",
                    "%%%{d}",
                    "%{d99999999999999999999}"
                })
        @DisplayName("SPF_43 SPF_37 what ends in a top-level label or a macro")
        void domainSpec(String spec) {
            valid("v=spf1 exists:" + spec);
            valid("v=spf1 redirect=" + spec);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a", "a.", ".", "a.1", "a.0", "a.9", "a.b`", "a.b{", "a.b@", "a.b[", "a.b/", "1.2.3.4", "a.-b",
                    "a.b-", "a.b:80", "a.b_", "a.b..", "%{d}.", "%{d}a", "%{d}.1", "%", "a%", "%a", "%(d)", "%{", "%{}",
                    "%{d", "%{d.", "%{x}", "%{d0}", "%{d00r}", "%{dr2}", "%{drr}", "%{d,r}", "%{d!}", "%{c}", "%{r}",
                    "%{t}", "%{C}", "%%%.b%", "a.b%{d", "%{ d}", "%{d}%"
                })
        @DisplayName("SPF_43 SPF_35 SPF_36 SPF_37 what does not")
        void noDomainSpec(String spec) {
            invalid("v=spf1 exists:" + spec);
            invalid("v=spf1 redirect=" + spec);
            invalid("v=spf1 exp=" + spec);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"x=", "x=a", "x=%{c}%{r}%{T}", "x==", "x=:/%%", "X.y-z_1=-all", "az=", "zA=", "AZ=", "Z09="})
        @DisplayName("SPF_13 unknown modifiers take any macro-string")
        void unknownModifier(String term) {
            valid("v=spf1 " + term);
        }

        @ParameterizedTest
        @ValueSource(strings = {"x=%", "x=%abc", "x=%{q}", "x=%{d0}"})
        @DisplayName("SPF_13 but nothing else")
        void malformedUnknownModifier(String term) {
            invalid("v=spf1 " + term);
        }
    }

    @Test
    @DisplayName("T42 a long record is read in a time that grows with its length alone")
    void long_records() {
        String terms = " p=%{p}".repeat(8_000);
        assertThat(valid("v=spf1" + terms).unknownModifiers()).hasSize(8_000);
        assertThat(valid("v=spf1" + " ip4:1.2.3.4".repeat(5_000)).directives()).hasSize(5_000);
        invalid("v=spf1 a" + "/1".repeat(30_000));
        invalid("v=spf1 exists:" + "%".repeat(60_001));
        invalid("v=spf1 " + "a.".repeat(30_000));
        assertThat(List.of(valid("v=spf1" + " ".repeat(60_000)))).hasSize(1);
    }
}
