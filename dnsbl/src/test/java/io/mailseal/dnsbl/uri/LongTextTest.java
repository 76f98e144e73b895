package io.mailseal.dnsbl.uri;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A quarter of a megabyte of what a reader might look at again and again: in quadratic time these tests would never
 * end.
 */
class LongTextTest {

    private static final int LENGTH = 1 << 18;

    @Test
    @DisplayName("T98 linear in the length of the text")
    void linear() {
        for (String unit : List.of(
                "@",
                "http://",
                "http:",
                ".",
                "%",
                "%25",
                "a",
                "a.",
                "a@",
                "@a",
                "a@b.",
                "www.",
                "www.a:",
                "www.@",
                "-",
                "_",
                "/",
                "//",
                "\\",
                ":",
                "?",
                "#",
                "&",
                "=",
                "(",
                ")",
                "()",
                ")(",
                "[",
                "http://[",
                "http:x:",
                "http:x@",
                "http://@",
                "http://%",
                "http://-",
                "mailto:",
                "mailto:@",
                "mailto:a",
                "ftp:",
                "\u3002",
                "\u00AD",
                "\u00FC",
                "\u00FC.",
                "a\u00FC",
                "a.\u00FC",
                "\uD83D\uDE00",
                "xn--",
                "xn--a.",
                ".xn--",
                "0x",
                "1.",
                "a,",
                ",a.com",
                "=+_",
                "?http:",
                "/a.com",
                "?=a.com",
                "a.com ",
                "http://a.com ",
                "http://a.com/?u=http://b.com/ ")) {
            check(unit.repeat(LENGTH / unit.length()));
            check("http:" + unit.repeat(LENGTH / unit.length()) + "@" + "a".repeat(3000));
            check("http://a.com/" + unit.repeat(LENGTH / unit.length()) + "@b.com");
        }
    }

    @Test
    @DisplayName("T98 as many hosts as the scheme before it, and one at the end that is none")
    void oneBadHostForAll() {
        check("http:".repeat(LENGTH / 5) + "@" + "a.".repeat(1500) + ".");
        check("www.:".repeat(LENGTH / 5) + "@" + "a.".repeat(1500) + ".");
        check("www.x@".repeat(LENGTH / 6) + "a.".repeat(1500) + ".");
    }

    @Test
    @DisplayName("T98 a megabyte")
    void megabyte() {
        List.of("@", "http://", ".", "%", "a.com ").forEach(unit -> check(unit.repeat((1 << 20) / unit.length())));
    }

    private static void check(String text) {
        Found.READER.read(text, uri -> true);
        new UriText(Found.READER).scan(text, uri -> true);
        UriHost.parse(text);
        UriReference.resolve("http://a.com/" + text, text);
    }

    @Test
    @DisplayName("T93 what is behind 8192 characters of a URI is ignored")
    void longUri() {
        String uri = "http://a.com/" + "x".repeat(LENGTH);
        assertThat(Found.inText(uri)).hasSize(1).allMatch(found -> found.uri().length() == UriReader.MAX_LENGTH + 12);
        assertThat(Found.in(uri)).hasSize(1).allMatch(found -> found.asFound().length() == UriReader.MAX_LENGTH);
    }
}
