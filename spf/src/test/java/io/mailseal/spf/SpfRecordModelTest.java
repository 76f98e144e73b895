package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import io.mailseal.spf.Mechanism.DualCidr;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records as values: to be taken apart, made and written. */
class SpfRecordModelTest {

    private static SpfRecord record(String text) {
        return (SpfRecord) SpfRecord.parse(text);
    }

    @Nested
    class Terms {
        private final SpfRecord record = record("V=SPF1  a Redirect=B.example mx x=1 EXP=c.example  -all y=2 ");

        @Test
        void areInTheOrderOfTheRecord() {
            assertThat(record.terms())
                    .extracting(SpfTerm::text)
                    .containsExactly("a", "Redirect=B.example", "mx", "x=1", "EXP=c.example", "-all", "y=2");
        }

        @Test
        void canBeHadByKind() {
            assertThat(record.directives()).extracting(Directive::text).containsExactly("a", "mx", "-all");
            assertThat(record.redirect())
                    .hasValueSatisfying(
                            redirect -> assertThat(redirect.target()).isEqualTo(DomainSpec.of("b.example")));
            assertThat(record.explanation())
                    .hasValueSatisfying(
                            explanation -> assertThat(explanation.target()).isEqualTo(DomainSpec.of("c.example")));
            assertThat(record.unknownModifiers())
                    .extracting(Modifier.Unknown::value)
                    .containsExactly("1", "2");
        }

        @Test
        void whatIsNotThereIsEmpty() {
            assertThat(record("v=spf1").terms()).isEmpty();
            assertThat(record("v=spf1").redirect()).isEmpty();
            assertThat(record("v=spf1").explanation()).isEmpty();
            assertThat(record("v=spf1").unknownModifiers()).isEmpty();
        }

        @Test
        void whatIsLeftOutIsNamed() {
            assertThat(record("v=spf1 a mx ptr").directives())
                    .extracting(Directive::mechanism)
                    .containsExactly(
                            new Mechanism.A(DomainSpec.RECORD_DOMAIN, DualCidr.WHOLE),
                            new Mechanism.Mx(DomainSpec.RECORD_DOMAIN, DualCidr.WHOLE),
                            new Mechanism.Ptr(DomainSpec.RECORD_DOMAIN));
            assertThat(DomainSpec.RECORD_DOMAIN.isImplied()).isTrue();
            assertThat(DomainSpec.RECORD_DOMAIN.isLiteral()).isFalse();
            assertThat(DomainSpec.RECORD_DOMAIN).hasToString("");
        }

        @ParameterizedTest
        @CsvSource({
            "+a, a",
            "A, a",
            "a:B.Example, a:b.example",
            "a/32//128, a",
            "mx//128, mx",
            "ip4:192.0.2.1/32, ip4:192.0.2.1",
            "ip6:2001:DB8:0::1, ip6:2001:db8::1",
            "exists:%{I1R.}.b.example, exists:%{I1r}.b.example",
            "exists:%{d}%%20.b.example, exists:%{d}%-.b.example",
            "X=%{D}, x=%{D}",
        })
        void areEqualByMeaning(String one, String other) {
            assertThat(SpfTerm.of(one)).isEqualTo(SpfTerm.of(other)).hasSameHashCodeAs(SpfTerm.of(other));
            assertThat(SpfTerm.of(one).text()).isEqualTo(one);
        }

        @ParameterizedTest
        @CsvSource({
            "a, -a",
            "a, mx",
            "a, a:%{d}",
            "a:b.example, a:c.example",
            "exists:%{d}, exists:%{D}",
            "redirect=b.example, exp=b.example",
            "x=a, x=A",
            "x=a, y=a",
        })
        void areNotEqualOtherwise(String one, String other) {
            assertThat(SpfTerm.of(one)).isNotEqualTo(SpfTerm.of(other));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "a mx", " a", "a ", "moo", "a:", "v=spf1 a", "a\t"})
        void areNothingElse(String text) {
            assertThat(SpfTerm.parse(text)).isEmpty();
            assertThatThrownBy(() -> SpfTerm.of(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Format {
        @ParameterizedTest
        @CsvSource({
            "'v=spf1', 'v=spf1'",
            "'V=SPF1  +A   -ALL ', 'v=spf1 a -all'",
            "'v=spf1 exp=E.x.Example redirect=B.Example +mx', 'v=spf1 exp=e.x.example redirect=b.example mx'",
            "'v=spf1 a/24//64 mx:B.example/32 a//0 ptr', 'v=spf1 a/24//64 mx:b.example a//0 ptr'",
            "'v=spf1 ip6:2001:0DB8:0:0::/32 ip6:::FFFF:192.0.2.1/128', 'v=spf1 ip6:2001:db8::/32 ip6:::ffff:192.0.2.1'",
            "'v=spf1 exists:%{I007R..}.%{S}.A%_B%%C%-.D.', 'v=spf1 exists:%{I7r}.%{S}.a%_b%%c%-.d.'",
            "'v=spf1 exists:%{d2+-++}%-', 'v=spf1 exists:%{d2+-}%-'",
            "'v=spf1 Ra=Post%{D2.}=:/ x=', 'v=spf1 ra=Post%{D2.}=:/ x='",
        })
        void isCanonical(String text, String format) {
            assertThat(record(text).format()).isEqualTo(format);
            assertThat(record(text).text()).isEqualTo(text);
        }
    }

    @Nested
    class Making {
        private final SpfRecord made = SpfRecord.of(List.of(
                new Directive(Qualifier.PASS, new Mechanism.Ip(IpAddress.of("192.0.2.0"), 24)),
                new Directive(Qualifier.NEUTRAL, new Mechanism.Mx(DomainSpec.RECORD_DOMAIN, new DualCidr(32, 64))),
                new Directive(Qualifier.PASS, new Mechanism.Include(DomainSpec.of(DomainName.of("_spf.b.example")))),
                new Directive(Qualifier.SOFTFAIL, new Mechanism.Exists(DomainSpec.of("%{ir}.c.example"))),
                new Directive(Qualifier.FAIL, new Mechanism.All()),
                new Modifier.Explanation(DomainSpec.of("exp.%{d}")),
                new Modifier.Unknown("Ra", "postmaster")));

        @Test
        void aRecord() {
            assertThat(made)
                    .hasToString("v=spf1 ip4:192.0.2.0/24 ?mx//64 include:_spf.b.example ~exists:%{ir}.c.example -all"
                            + " exp=exp.%{d} ra=postmaster");
            assertThat(SpfRecord.parse(made.text())).isEqualTo(made);
            assertThat(SpfRecord.of(made.terms())).isEqualTo(made);
            assertThat(SpfRecord.of(List.of())).hasToString("v=spf1");
        }

        @Test
        void aRecordOfTermsThatWereReadElsewhere() {
            SpfRecord copied = SpfRecord.of(record("v=spf1 +A/32 -ALL").terms());
            assertThat(copied.text()).isEqualTo("v=spf1 a -all");
            assertThat(copied.terms()).extracting(SpfTerm::text).containsExactly("a", "-all");
        }

        @Test
        void twoRedirectsAreRefused() {
            Modifier redirect = new Modifier.Redirect(DomainSpec.of("b.example"));
            Modifier explanation = new Modifier.Explanation(DomainSpec.of("b.example"));
            assertThatThrownBy(() -> SpfRecord.of(List.of(redirect, redirect)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> SpfRecord.of(List.of(explanation, explanation)))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void aTargetThatCantBeLeftOut() {
            DomainSpec none = DomainSpec.RECORD_DOMAIN;
            assertThatThrownBy(() -> new Mechanism.Include(none)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Mechanism.Exists(none)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Modifier.Redirect(none)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Modifier.Explanation(none)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void prefixLengthsThatThereAreNot() {
            IpAddress v4 = IpAddress.of("192.0.2.1");
            assertThatThrownBy(() -> new Mechanism.Ip(v4, 33)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Mechanism.Ip(v4, -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new DualCidr(33, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new DualCidr(0, 129)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new DualCidr(-1, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new DualCidr(0, -1)).isInstanceOf(IllegalArgumentException.class);
        }

        @ParameterizedTest
        @CsvSource({"redirect, b.example", "EXP, b.example", "1x, y", "'', y", "a:b, y", "x, a b", "x, %", "x y, z"})
        void whatIsNoUnknownModifier(String name, String value) {
            assertThatThrownBy(() -> new Modifier.Unknown(name, value)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Domain_specs {
        @ParameterizedTest
        @ValueSource(strings = {"b.example", "b.example.", "%{d}", "a%_b.example", "%{l1r+-}.%{d2}", "_x.b.example"})
        void readAndWritten(String text) {
            assertThat(DomainSpec.of(text)).hasToString(text);
            assertThat(DomainSpec.parse(text)).contains(DomainSpec.of(text));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "b", "192.0.2.1", "a b.example", "%{x}.b", "b.example\n", "\u00FC.example", "%"})
        void whatIsNone(String text) {
            assertThat(DomainSpec.parse(text)).isEmpty();
            assertThatThrownBy(() -> DomainSpec.of(text)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void ofDomainNames() {
            assertThat(DomainSpec.of(DomainName.of("B.example"))).hasToString("b.example");
            assertThat(DomainSpec.of(DomainName.of("a%b.example"))).hasToString("a%%b.example");
            for (String name : new String[] {"example", ".", "a.b.1", "a.b_"}) {
                DomainName domain = DomainName.of(name);
                assertThatThrownBy(() -> DomainSpec.of(domain)).isInstanceOf(IllegalArgumentException.class);
            }
        }

        @Test
        void whatTheyDependOn() {
            assertThat(DomainSpec.of("b.example").isLiteral()).isTrue();
            assertThat(DomainSpec.of("%{d}.b.example").isLiteral()).isFalse();
            assertThat(DomainSpec.of("%{d}.b.example").usesSender()).isFalse();
            assertThat(DomainSpec.of("%{o}.b.example").usesSender()).isTrue();
            assertThat(DomainSpec.of("%{o}.b.example").usesLocalPart()).isFalse();
            assertThat(DomainSpec.of("%{S1}.b.example").usesLocalPart()).isTrue();
            assertThat(DomainSpec.of("%{p}.b.example").usesValidatedName()).isTrue();
        }
    }

    @Test
    void qualifiers() {
        assertThat(Qualifier.values()).extracting(Qualifier::sign).containsExactly('+', '-', '~', '?');
        assertThat(Qualifier.values())
                .extracting(Qualifier::status)
                .containsExactly(SpfStatus.PASS, SpfStatus.FAIL, SpfStatus.SOFTFAIL, SpfStatus.NEUTRAL);
    }

    @Test
    void mechanismsKnowTheirNames() {
        assertThat(record("v=spf1 all include:b.c a mx ptr ip4:1.2.3.4 ip6::: exists:b.c")
                        .directives())
                .extracting(directive -> directive.mechanism().name())
                .containsExactly("all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists");
    }
}
