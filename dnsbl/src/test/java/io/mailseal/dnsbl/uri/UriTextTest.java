package io.mailseal.dnsbl.uri;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("DBL_14 plain text")
class UriTextTest {

    @Nested
    class WithAScheme {

        @Test
        void inASentence() {
            found(
                    "See http://example.com/a, or (https://example.org/b).",
                    "http://example.com/a",
                    "https://example.org/b");
            found("<http://example.com/>", "http://example.com/");
            found("\"http://example.com\"", "http://example.com");
            found("http://example.com!", "http://example.com");
            found("http://example.com/a?b=c&d=e.", "http://example.com/a?b=c&d=e");
        }

        @Test
        void bracketsOfItsOwnStay() {
            found("(http://example.com/a_(b))", "http://example.com/a_(b)");
            found("http://example.com/a)", "http://example.com/a");
            found("http://example.com/a()", "http://example.com/a");
        }

        @Test
        void theEndOfBase64Stays() {
            found("http://example.com/?a=YWI=", "http://example.com/?a=YWI=");
            found("http://example.com/?a=YQ==.", "http://example.com/?a=YQ==");
        }

        @Test
        void severalInARow() {
            found("http://a.com,http://b.com;http://c.com", "http://a.com", "http://b.com", "http://c.com");
            found("http://a.com|http://b.com", "http://a.com", "http://b.com");
        }

        @Test
        void rightBehindAWord() {
            found("seehttp://example.com", "http://example.com");
        }

        @Test
        void tricks() {
            found("http://www.bank.example:80@2130706433/", "http://www.bank.example:80@2130706433/");
            found("http:\\\\example.com\\a", "http:\\\\example.com\\a");
            found("http://[2001:db8::1]:8080/a", "http://[2001:db8::1]:8080/a");
            found("http://[::ffff:192.0.2.1]", "http://[::ffff:192.0.2.1]");
            found("http://0xC0.0x0.2.1", "http://0xC0.0x0.2.1");
            found("http://ex%61mple.com", "http://ex%61mple.com");
            found("http://localhost:8080/a", "http://localhost:8080/a");
        }

        @Test
        void noHost() {
            found("http://");
            found("http://,");
            found("http:");
            found("http: example");
            found("http://..");
            found("http://[1]");
            found("http:foo");
        }
    }

    @Nested
    class OtherScripts {

        @Test
        void textGoesOnBehindTheHost() {
            found("\u8A73\u7D30\u306Fhttp://example.com\u3092\u3054\u89A7", "http://example.com");
            found("http://example.com\u3002\u8C22\u8C22", "http://example.com");
            found("\u8BF7\u770B www.example.com\uFF0C\u8C22\u8C22", "www.example.com");
            found("\u201Ehttp://example.com\u201C", "http://example.com");
        }

        @Test
        void hosts() {
            found("http://b\u00FCcher.com/", "http://b\u00FCcher.com/");
            found("b\u00FCcher.com", "b\u00FCcher.com");
            found("http://example\u3002com/a", "http://example\u3002com/a");
            found("\uFF57\uFF57\uFF57\uFF0Eexample\uFF0Ecom", "\uFF57\uFF57\uFF57\uFF0Eexample\uFF0Ecom");
        }
    }

    @Nested
    class WithoutAScheme {

        @Test
        void hosts() {
            found("visit example.com today", "example.com");
            found("example.com/a/b.", "example.com/a/b");
            found("example.com:8080/a", "example.com:8080/a");
            found("example.com.", "example.com");
            found("t.co/abc", "t.co/abc");
        }

        @Test
        void noHosts() {
            found("e.g. 3.14 file.txt a.b.c index.html 192.0.2.1 ...");
            found("this is the end.So it goes on");
            found("Chapter 3.Energy");
            found("and/or.com");
        }

        @Test
        @DisplayName("addresses of e-mail")
        void addresses() {
            found("joe@example.com", "joe@example.com");
            found("Write to joe.doe+x@example.com.", "joe.doe+x@example.com");
            found("<joe@example.com>", "joe@example.com");
            found("joe@example.com,jim@example.org", "joe@example.com", "jim@example.org");
            found("mailto:joe@example.com?subject=x", "mailto:joe@example.com");
            found("joe@localhost");
            found("@ joe@ @joe a@b@c");
            found("a".repeat(65) + "@example.com", "a".repeat(64) + "@example.com");
        }

        @Test
        void kinds() {
            assertThat(Found.uris(Found.inText("ftp.example.com www.example.com Joe@Example.com")))
                    .containsExactly("ftp://ftp.example.com/", "http://www.example.com/", "mailto:Joe@example.com");
        }
    }

    @Test
    void theSinkMayHaveEnough() {
        String text = "http://a.com b.com joe@c.com www.d.com:x@e.com";
        int total = Found.inText(text).size();
        assertThat(total).isEqualTo(4);
        for (int i = 1; i <= total; i++) {
            int[] left = {i};
            assertThat(new UriText(Found.READER).scan(text, uri -> --left[0] > 0))
                    .isFalse();
            assertThat(left[0]).isZero();
        }
    }

    private static void found(String text, String... expected) {
        assertThat(Found.inText(text).stream().filter(uri -> !uri.inside()).map(ReadUri::asFound))
                .as(text)
                .containsExactly(expected);
    }
}
