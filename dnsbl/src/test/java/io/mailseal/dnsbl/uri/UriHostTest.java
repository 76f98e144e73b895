package io.mailseal.dnsbl.uri;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailseal.core.DomainName;
import io.mailseal.core.IpAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("DBL_14 hosts")
class UriHostTest {

    @Nested
    class Names {

        @Test
        @DisplayName("DBL_14 in lower case, without the dot at the end")
        void lowerCase() {
            check("WWW.Example.COM.", "www.example.com");
        }

        @Test
        @DisplayName("DBL_14 percent-encoded, in whole or in part")
        void percentEncoded() {
            check("%77%77%77.example.com", "www.example.com");
            check("www%2eexample%2ecom", "www.example.com");
            check("b%C3%BCcher.example", "xn--bcher-kva.example");
        }

        @Test
        @DisplayName("DBL_14 in Unicode, as browsers map it")
        void unicode() {
            check("b\u00FCcher.example", "xn--bcher-kva.example");
            check("B\u00DCCHER.example", "xn--bcher-kva.example");
            check("bu\u0308cher.example", "xn--bcher-kva.example");
            check("fa\u00DF.example", "xn--fa-hia.example");
            check("\u2615.example", "xn--53h.example");
            check("i\u2764.ws", "xn--i-7iq.ws");
        }

        @Test
        @DisplayName("DBL_14 full-width letters, and dots of other scripts")
        void fullWidth() {
            check("\uFF57\uFF57\uFF57\uFF0E\uFF45\uFF58\uFF41\uFF4D\uFF50\uFF4C\uFF45\u3002com", "www.example.com");
            check("example\uFF61com", "example.com");
            check("\u2160\u2170.example", "ii.example");
            check("\u24D4xample.com", "example.com");
        }

        @Test
        @DisplayName("DBL_14 what nobody sees is dropped")
        void invisible() {
            check("exa\u00ADmple\u200B.c\u2060om\uFEFF", "example.com");
            check("ex%E2%80%8Bample.com", "example.com");
        }

        @Test
        void labelsWithBlanksAreCutOff() {
            check("example.com.%20.host.example.info", "host.example.info");
            check("a%00b.example.com", "example.com");
            none("a b.com");
            none("a.b c");
        }

        @Test
        void aLabelsStayAsTheyAre() {
            check("XN--Bcher-KVA.example", "xn--bcher-kva.example");
            check("xn--53h.example", "xn--53h.example");
            check("xn--a.example", "xn--a.example");
        }

        @Test
        void odd() {
            check("my_host.example.com", "my_host.example.com");
            check("-a.example.com", "-a.example.com");
            check("ebg&vosxfov.example.net", "ebg&vosxfov.example.net");
            check("localhost", "localhost");
        }

        @Test
        void noName() {
            none("");
            none(".");
            none("..");
            none(".example.com");
            none("a..example.com");
            none("example.com..");
            none("\u00AD");
            none("\u3002");
            none("%");
            none("a%zz");
            none("exa<mple");
            none("a".repeat(64) + ".example");
            none("a.".repeat(127) + "com");
            none("\u00FC".repeat(64) + ".example");
            none("[example.com]");
        }
    }

    @Nested
    class Ipv4 {

        @Test
        @DisplayName("DBL_14 decimal, hexadecimal, octal, mixed, with fewer parts")
        void forms() {
            for (String form : new String[] {
                "192.0.2.1",
                "192.0.2.1.",
                "3221225985",
                "0xC0000201",
                "0XC0000201",
                "030000001001",
                "0300.0.2.1",
                "0300.0000.0002.0001",
                "0xc0.0x0.0x2.0x1",
                "0xc0.0.02.1",
                "192.0.513",
                "192.0.0x201",
                "192.513",
                "0xc0.0x201",
                "0000000000300.0x000000000000000000000.2.1",
                "%31%39%32.0.2.1",
                "\uFF11\uFF19\uFF12.0.2.1",
                "\u2460\uFF19\u00B2\u30020\uFF612\uFF0E1",
                "[::ffff:192.0.2.1]",
                "[::ffff:c000:201]",
            }) {
                check(form, "192.0.2.1");
            }
        }

        @Test
        void digitsThatAreNotOctalAreDecimal() {
            check("089.104.0160.0x11", "89.104.112.17");
        }

        @Test
        void anEmptyHexadecimalNumberIsZero() {
            check("0x.0x.0", "0.0.0.0");
            check("127.1", "127.0.0.1");
            check("127.1.", "127.0.0.1");
            check("0", "0.0.0.0");
        }

        @Test
        void theLargest() {
            check("4294967295", "255.255.255.255");
            check("255.16777215", "255.255.255.255");
            check("255.255.65535", "255.255.255.255");
        }

        @Test
        void whatEndsInANumberIsAnAddressOrNothing() {
            none("4294967296");
            none("256.0.0.1");
            none("192.0.2.256");
            none("192.0.65536");
            none("192.16777216");
            none("1.2.3.4.5");
            none("example.1");
            none("example.0x1f");
            none("1..2");
            none("1.2.3..");
            none("99999999999999999999999999999999999999");
        }
    }

    private static void check(String text, String host) {
        assertThat(UriHost.parse(text).map(UriHost::toString)).as(text).contains(host);
    }

    private static void none(String text) {
        assertThat(UriHost.parse(text)).as(text).isEmpty();
    }

    @Nested
    class Ipv6 {

        @Test
        @DisplayName("DBL_14 literals")
        void literals() {
            check("[2001:DB8::1]", "[2001:db8::1]");
            check("[2001:db8:0:0:0:0:0:1]", "[2001:db8::1]");
            check("[::1]", "[::1]");
            check("[fe80::1%25eth0]", "[fe80::1]");
        }

        @Test
        void none() {
            UriHostTest.none("[::1");
            UriHostTest.none("[]");
            UriHostTest.none("[::1]a");
            UriHostTest.none("[192.0.2.1]");
            UriHostTest.none("[1:2:3]");
            UriHostTest.none("2001:db8::1");
        }
    }

    @Test
    @DisplayName("DBL_14 of a URI")
    void ofUri() {
        assertThat(UriHost.ofUri("https://user@example.com:8443/x")).contains(UriHost.of(DomainName.of("example.com")));
        assertThat(UriHost.ofUri("example.com:8443/x")).contains(UriHost.of(DomainName.of("example.com")));
        assertThat(UriHost.ofUri("example.com")).contains(UriHost.of(DomainName.of("example.com")));
        assertThat(UriHost.ofUri("192.0.2.1/x")).contains(UriHost.of(IpAddress.of("192.0.2.1")));
        assertThat(UriHost.ofUri("//example.com/x")).contains(UriHost.of(DomainName.of("example.com")));
        assertThat(UriHost.ofUri("mailto:joe@example.com")).isEmpty();
        assertThat(UriHost.ofUri("javascript:alert(1)")).isEmpty();
        assertThat(UriHost.ofUri("")).isEmpty();
    }

    @Test
    void equality() {
        assertThat(UriHost.parse("EXAMPLE.com.")).isEqualTo(UriHost.parse("example.com"));
        assertThat(UriHost.of(IpAddress.of("::ffff:192.0.2.1"))).isEqualTo(UriHost.of(IpAddress.of("192.0.2.1")));
        assertThat(UriHost.of(IpAddress.of("192.0.2.1"))).isNotEqualTo(UriHost.of(DomainName.of("a")));
        assertThat(UriHost.parse("192.0.2.1").orElseThrow().name()).isEmpty();
        assertThat(UriHost.parse("example.com").orElseThrow().address()).isEmpty();
    }
}
