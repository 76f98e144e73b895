package io.mailseal.dnsbl.uri;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("DBL_14 one URI")
class UriReaderTest {

    @Nested
    @DisplayName("RFC 3986 6.2.2 and 6.2.3")
    class Normalisation {

        @Test
        void theSameForAllWaysToWriteIt() {
            for (String uri : new String[] {
                "http://example.com/~a/b?c#d",
                "HTTP://EXAMPLE.com:80/%7Ea/./x/../b?c#d",
                "http://example.com.:/%7ea/b?%63#%64",
                "http://@example.com:0080/~a/b?c#d",
                "http://:@example.com/~a/%2E/b?c#d",
                "http:example.com/~a/b?c#d",
                "http:/example.com/~a/b?c#d",
                "http:////example.com/~a/b?c#d",
                "http:\\\\example.com\\~a\\b?c#d",
                " \r\n\tht\ttp:\r//exa\nmple.com/~a/\tb?c#d \u0001",
                "http://ex%61mple.com/~a/b?c#d",
                "http%3A//example.com/~a/b?c#d",
                "//example.com/~a/b?c#d",
                "example.com/~a/b?c#d",
            }) {
                check(uri, "http://example.com/~a/b?c#d");
            }
        }

        @Test
        void anEmptyPathIsASlash() {
            check("http://example.com", "http://example.com/");
            check("http://example.com?a", "http://example.com/?a");
            check("http://example.com#a", "http://example.com/#a");
            check("http://example.com?", "http://example.com/?");
        }

        @Test
        void onlyTheUsualPortIsDropped() {
            check("https://example.com:443/", "https://example.com/");
            check("ftp://example.com:21/", "ftp://example.com/");
            check("http://example.com:443/", "http://example.com:443/");
            check("http://example.com:65535/", "http://example.com:65535/");
            check("http://example.com:65536/", "http://example.com/");
            check("http://example.com:8x/", "http://example.com/");
            check("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080/");
        }

        @Test
        void whatIsReservedStaysEncoded() {
            check("http://example.com/%2f%3F%23%25?%26", "http://example.com/%2F%3F%23%25?%26");
        }

        @Test
        void printableAsciiOnly() {
            check(
                    "http://example.com/\u00FC \"<>^`{|}\u0000%",
                    "http://example.com/%C3%BC%20%22%3C%3E%5E%60%7B%7C%7D%00%25");
            check("http://example.com/\uD800", "http://example.com/%EF%BF%BD");
            check("http://example.com/\uD83D\uDE00", "http://example.com/%F0%9F%98%80");
        }
    }

    @Nested
    @DisplayName("DBL_14 userinfo")
    class Userinfo {

        @Test
        void theHostIsBehindTheLastAt() {
            host("http://www.bank.example@example.com/", "example.com");
            host("http://www.bank.example:80@example.com/", "example.com");
            host("http://a@b@example.com/", "example.com");
            host("http://a%40b@example.com/", "example.com");
            check("http://a@b:c@example.com/", "http://a%40b:c@example.com/");
        }

        @Test
        void butNotBehindAnAtInThePath() {
            host("http://example.com/@evil.example", "example.com");
            host("http://example.com?@evil.example", "example.com");
            host("http://example.com#@evil.example", "example.com");
            host("http://example.com\\@evil.example", "example.com");
        }
    }

    @Nested
    class WithoutAScheme {

        @Test
        void aHostWithATopLevelDomain() {
            check("www.example.com/x", "http://www.example.com/x");
            check("ftp.example.com/x", "ftp://ftp.example.com/x");
            check("example.com:8080", "http://example.com:8080/");
            check("joe:secret@example.com/x", "http://joe:secret@example.com/x");
            check("bücher.com", "http://xn--bcher-kva.com/");
        }

        @Test
        void elseItIsAPath() {
            check("page.html");
            check("img/logo.png");
            check("/img/logo.png");
            check("?a=b");
            check("#top");
            check("192.0.2.1");
            check("-a.com");
            check("");
        }
    }

    @Nested
    class OtherSchemes {

        @Test
        void leadToNoHost() {
            check("cid:part1.06090408@example.com");
            check("data:text/plain,example.com");
            check("tel:+1-201-555-0123");
            check("javascript:{some crap}");
            check("about:blank");
        }

        @Test
        void butWhatIsInside() {
            inside("javascript:location='https://example.com/x'", "https://example.com/x'");
            inside("data:text/html,<a%20href=%22http://example.com/%22>", "http://example.com/%22%3E");
        }

        @Test
        @DisplayName("RFC 6068 2")
        void mailto() {
            check("mailto:joe@example.com", "mailto:joe@example.com");
            check("MAILTO://Joe@EXAMPLE.com?subject=x", "mailto:Joe@example.com");
            check("mailto:a@example.com,b@example.com", "mailto:a@example.com", "mailto:b@example.com");
            check("mailto:a%40example.com", "mailto:a@example.com");
            check("mailto:?to=a@example.com&cc=b%40example.com", "mailto:a@example.com", "mailto:b@example.com");
            check("mailto:gorby%25kremvax@example.com", "mailto:gorby%25kremvax@example.com");
            check("joe@example.com", "mailto:joe@example.com");
            check("joe@a,b.example.com");
            check("mailto:joe");
            check("mailto:joe@localhost");
            check("mailto:@example.com");
            check("mailto:a b@example.com");
        }
    }

    @Nested
    @DisplayName("DBL_14 what a redirector leads to")
    class Redirects {

        @Test
        void inTheQuery() {
            inside("http://r.example/?u=http://a.example/x&b=c", "http://a.example/x");
            inside("http://r.example/?u=HTTPS:%2F%2Fa.example%2Fx%3Fy%3Dz&b=c", "https://a.example/x?y=z&b=c");
            inside("http://r.example/?http:/a.example", "http://a.example/");
            inside("http://r.example/?u=www.a.com/x&b=c", "http://www.a.com/x");
            inside("http://r.example/?a.com", "http://a.com/");
        }

        @Test
        void asFoundInItsLayer() {
            assertThat(Found.in("http://r.example/?u=a.com%2Fx").get(1).asFound())
                    .isEqualTo("a.com/x");
            assertThat(Found.in("http://r.example/?u=HTTP://a.com/%78").get(1).asFound())
                    .isEqualTo("HTTP://a.com/%78");
        }

        @Test
        void inThePath() {
            inside("http://r.example/http://a.example/x", "http://a.example/x");
            inside("http://r.example/x*http://a.example/x", "http://a.example/x");
            inside("http://r.example/r/a.com/x?y", "http://a.com/x?y");
            inside("http://r.example/http://a.com/x", "http://a.com/x");
            inside("http://r.example/index.pl");
            inside("http://r.example/a/index.html");
        }

        @Test
        void inTheFragment() {
            inside("http://r.example/#http://a.example/", "http://a.example/");
        }

        @Test
        void oneInTheOther() {
            inside(
                    "http://r.example/?u=http://a.example/?u=http://b.example/",
                    "http://a.example/?u=http://b.example/",
                    "http://b.example/");
        }

        @Test
        void encodedAgainAndAgain() {
            String target = "http://a.example/";
            for (int i = 0; i < RedirectTargets.MAX_LAYERS; i++) {
                target = target.replace("%", "%25").replace(":", "%3A").replace("/", "%2F");
            }
            inside("http://r.example/?u=" + target, "http://a.example/");
            inside("http://r.example/?u=" + target.replace("%", "%25"));
        }

        @Test
        @DisplayName("T93 no more than some")
        void many() {
            assertThat(Found.in("http://r.example/" + "http://a.example/".repeat(400)))
                    .hasSize(1 + RedirectTargets.MAX_TARGETS);
        }

        @Test
        void theSinkMayHaveEnough() {
            List<ReadUri> found = new ArrayList<>();
            assertThat(Found.READER.read("http://r.example/?u=http://a.example/", uri -> {
                        found.add(uri);
                        return false;
                    }))
                    .isFalse();
            assertThat(found).hasSize(1);
        }
    }

    private static void check(String uri, String... expected) {
        assertThat(Found.uris(Found.in(uri))).as(uri).containsExactly(expected);
    }

    private static void host(String uri, String expected) {
        assertThat(Found.in(uri).get(0).host()).as(uri).hasToString(expected);
    }

    private static void inside(String uri, String... expected) {
        assertThat(Found.in(uri).stream().filter(ReadUri::inside).map(ReadUri::uri))
                .as(uri)
                .containsExactly(expected);
    }
}
