package io.mailseal.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7208 §7. */
class MacroStringTest {

    private static MacroValues values(String localPart, String client) {
        DomainName domain = DomainName.of("email.example.com");
        Sender sender = new Sender(localPart, domain);
        SpfCheck check = Domains.rules(SpfRequest.helo(IpAddress.of(client), "mail.example.com"), false);
        return new MacroValues(sender, domain, IpAddress.of(client), "mx.example.org", check);
    }

    private static String expand(String text, MacroValues values) {
        MacroString macros = new MacroParser(text, 0, text.length(), MacroString.TERM_LETTERS).parse();
        assertThat(macros).as(text).isNotNull();
        return macros.expandEnd(values, 1000);
    }

    @Nested
    class Section_7_4_examples {
        @ParameterizedTest
        @CsvSource({
            "%{s}, strong-bad@email.example.com",
            "%{o}, email.example.com",
            "%{d}, email.example.com",
            "%{d4}, email.example.com",
            "%{d3}, email.example.com",
            "%{d2}, example.com",
            "%{d1}, com",
            "%{dr}, com.example.email",
            "%{d2r}, example.email",
            "%{l}, strong-bad",
            "%{l-}, strong.bad",
            "%{lr}, strong-bad",
            "%{lr-}, bad.strong",
            "%{l1r-}, strong",
            "%{ir}.%{v}._spf.%{d2}, 3.2.0.192.in-addr._spf.example.com",
            "%{lr-}.lp._spf.%{d2}, bad.strong.lp._spf.example.com",
            "%{lr-}.lp.%{ir}.%{v}._spf.%{d2}, bad.strong.lp.3.2.0.192.in-addr._spf.example.com",
            "%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}, 3.2.0.192.in-addr.strong.lp._spf.example.com",
            "%{d2}.trusted-domains.example.net, example.com.trusted-domains.example.net",
        })
        void ipv4(String text, String expansion) {
            assertThat(expand(text, values("strong-bad", "192.0.2.3"))).isEqualTo(expansion);
        }

        @Test
        void ipv6() {
            assertThat(expand("%{ir}.%{v}._spf.%{d2}", values("strong-bad", "2001:db8::cb01")))
                    .isEqualToIgnoringCase(
                            "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com");
        }
    }

    @Nested
    class Section_7_3_processing {
        @ParameterizedTest
        @CsvSource({
            "%{h}, mail.example.com",
            "%{p}, mx.example.org",
            "%{i}, 192.0.2.3",
            "%{D2}, example.com",
            "a%%b%_c%-d, a%b c%20d",
            "%{l+-}, a.b.c",
            "%{l2-+}, b.c",
            "%{l2r-+}, b.a",
            "%{l127}, a+b-c",
        })
        @DisplayName("SPF_37 SPF_39 letters and transformers")
        void letters(String text, String expansion) {
            assertThat(expand(text, values("a+b-c", "192.0.2.3"))).isEqualTo(expansion);
        }

        @Test
        @DisplayName("T42 a delimiter that is written many times is one")
        void repeatedDelimiters() {
            String text = "%{l" + "-+".repeat(1_000) + "}";
            MacroString macros = new MacroParser(text, 0, text.length(), MacroString.TERM_LETTERS).parse();
            assertThat(macros).isEqualTo(new MacroParser("%{l-+}", 0, 6, MacroString.TERM_LETTERS).parse());
            assertThat(expand(text, values("a+b-c", "192.0.2.3"))).isEqualTo("a.b.c");
        }

        @Test
        @DisplayName("SPF_37 empty parts are parts")
        void emptyParts() {
            MacroValues values = values(".a..b.", "192.0.2.3");
            assertThat(expand("%{l}", values)).isEqualTo(".a..b.");
            assertThat(expand("%{lr}", values)).isEqualTo(".b..a.");
            assertThat(expand("%{l1}", values)).isEmpty();
            assertThat(expand("%{l2}", values)).isEqualTo("b.");
            assertThat(expand("%{l3r}", values)).isEqualTo(".a.");
            assertThat(expand("%{l-}", values)).isEqualTo(".a..b.");
        }

        @Test
        @DisplayName("7.1 text between macros is one part, where there is some")
        void parts() {
            MacroString macros = new MacroParser("%{d}a%%%_b%{i}%{d}", 0, 18, MacroString.TERM_LETTERS).parse();
            assertThat(macros.parts()).hasSize(4).element(1).isEqualTo(new MacroString.Literal("a% b"));
            assertThat(new MacroParser("", 0, 0, MacroString.TERM_LETTERS)
                            .parse()
                            .parts())
                    .isEmpty();
        }

        @Test
        @DisplayName("SPF_38 PIT_16 upper case is URL escaped, after everything else")
        void escaped() {
            MacroValues values = values("~jack&jill=up-a_b3.c", "192.0.2.3");
            assertThat(expand("%{L}", values)).isEqualTo("~jack%26jill%3Dup-a_b3.c");
            assertThat(expand("%{L=}", values)).isEqualTo("~jack%26jill.up-a_b3.c");
            assertThat(expand("%{S}", values("a", "192.0.2.3"))).isEqualTo("a%40email.example.com");
            assertThat(expand("%{L}", values("\u00FC\uD83D\uDE00", "192.0.2.3")))
                    .isEqualTo("%C3%BC%F0%9F%98%80");
        }

        @Test
        @DisplayName("SPF_38 RFC 3986 2.3 letters, digits and four more characters are left, and nothing else")
        void unreserved() {
            assertThat(expand("%{L}", values("azAZ09-._~", "192.0.2.3"))).isEqualTo("azAZ09-._~");
            assertThat(expand("%{L}", values("`{@[/:", "192.0.2.3"))).isEqualTo("%60%7B%40%5B%2F%3A");
        }

        @Test
        @DisplayName("T42 half a character at the beginning of a local part is none")
        void loneSurrogate() {
            assertThat(expand("%{L}", values("\uDE00a", "192.0.2.3"))).isEqualTo("%3Fa");
            assertThat(expand("%{L}", values("b\uDE00", "192.0.2.3"))).isEqualTo("b%3F");
        }

        @Test
        @DisplayName("T42 only the end is made, however much there is")
        void bounded() {
            String text = "%{s}".repeat(2_000) + "%{l1r}".repeat(8_000) + "%{L}";
            MacroValues values = values("@".repeat(1_000), "192.0.2.3");
            MacroString macros = new MacroParser(text, 0, text.length(), MacroString.TERM_LETTERS).parse();
            assertThat(macros.expandEnd(values, 255)).isEqualTo("%40".repeat(85));
        }
    }

    @Nested
    class Target_names {
        @Test
        @DisplayName("SPF_41 labels are removed from the left until 253 characters are left")
        void truncation() {
            String label = "a".repeat(62) + ".";
            assertThat(TargetName.of(label.repeat(4) + "b")).hasToString(label.repeat(4) + "b");
            assertThat(TargetName.of("x" + label.repeat(4) + "b")).hasToString(label.repeat(3) + "b");
            assertThat(TargetName.of("x." + label.repeat(4) + "b.")).hasToString(label.repeat(4) + "b");
            assertThat(TargetName.of(label.repeat(4) + "bc.")).hasToString(label.repeat(3) + "bc");
            assertThat(TargetName.of("." + label.repeat(4) + "b")).hasToString(label.repeat(4) + "b");
        }

        @Test
        @DisplayName("SPF_42 what is no name")
        void none() {
            for (String text : new String[] {
                "",
                ".",
                "..",
                "a..b",
                ".a",
                "a..",
                "a.b...",
                "a".repeat(64) + ".b",
                "a".repeat(300),
                "\u00FC.b",
                "a\tb.c",
                "a b\tc.d",
                "a\\\u001F.b",
                "a b\u007F.c",
                "a b\u00FC.c",
                "a".repeat(300) + "."
            }) {
                assertThat(TargetName.of(text)).as(text).isNull();
            }
        }

        @Test
        @DisplayName("any visible character and the space may be in one")
        void anyCharacter() {
            assertThat(TargetName.of("a b\\c.d:/e")).hasToString("a\\032b\\\\c.d:/e");
            assertThat(TargetName.of(" a.~ b")).hasToString("\\032a.~\\032b");
            assertThat(TargetName.of("\\a.!~")).hasToString("\\\\a.!~");
        }
    }
}
